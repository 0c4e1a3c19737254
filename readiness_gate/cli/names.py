"""`--names`: show the ids of people to the person who will call them, and nowhere else."""

from readiness_gate.app.explain import Course
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse
from readiness_gate.model.reading import Measured
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import printable


def refuse_names(session: Session | None, ours: Course | None, as_of: str | None, *, as_for_programs: bool) -> None:
    """Raise BadUse if names would help nobody: without a milestone, for a program, and for the past."""
    if session is None or ours is None:
        raise BadUse("--names lists the people of a milestone. Add the MILESTONE")
    if as_for_programs:
        raise BadUse("--names prints text only, so that names get into no file by accident. Leave out the format")
    if as_of is not None and ours.verdict.as_of < session.program.now:
        raise BadUse("--names is for what people still have to do now. Leave out --as-of")


def people_named(ours: Course) -> str:
    """Return the ids of the people who still have something to do."""
    reading = ours.finding.reading
    who = sorted(reading.who) if isinstance(reading, Measured) else []
    if not who:
        return "\nThis rule names no people.\n"
    ids = "".join(f"    {printable(person)}\n" for person in who)
    return (
        f"\n{counted(len(who), 'person', 'people')} still to do something (personal data: pass it on with care)\n{ids}"
    )
