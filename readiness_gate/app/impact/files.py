"""The files that a gate reads besides the system itself."""

from collections.abc import Iterable, Iterator

from readiness_gate.app.session import Session
from readiness_gate.config import FILE
from readiness_gate.config.own_files import files_of
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS


def files(session: Session) -> Iterator[str]:
    """Yield the names of the files that the gate reads besides the system itself, relative to the configuration's
    folder."""
    settings = session.configuration.settings
    milestones = [gate.milestone for gate in session.configuration.gates.values()]
    of_sources: Iterable[str] = (
        name for source in session.tables.sources.values() for name in files_of(source, settings, milestones)
    )
    yield from dict.fromkeys((session.located.name, FILE, *settings.policy_files, WAIVERS, SIGNOFFS, *of_sources))
