"""readiness-waivers.toml, beside the configuration."""

from readiness_gate.config.check import parsed
from readiness_gate.config.models import WaiverEntry, WaiversFile
from readiness_gate.config.problems import Problem
from readiness_gate.config.toml import LARGEST
from readiness_gate.errors import Unreadable
from readiness_gate.model.policy import Waiver
from readiness_gate.model.settings import Reader

FILE = "readiness-waivers.toml"


def waivers(read: Reader, problems: list[Problem]) -> tuple[Waiver, ...]:
    """The waivers that were written, none if there is no such file; whether they count is the judge's to say."""
    try:
        data = read(FILE, LARGEST)
    except Unreadable as error:
        problems.append(Problem(FILE, str(error).removeprefix(FILE).strip()))
        return ()
    found = parsed(FILE, data, WaiversFile, problems) if data is not None else None
    if found is None:
        return ()
    document, file = found
    for index, entry in enumerate(file.waivers):
        if entry.expires < entry.approved_on:
            what = f"expires ({entry.expires}) is before approved-on ({entry.approved_on})"
            problems.append(document.problem(("waivers", index, "expires"), what, at_value=True))
    return tuple(_waiver(entry) for entry in file.waivers)


def _waiver(entry: WaiverEntry) -> Waiver:
    return Waiver(
        rule=entry.rule,
        reason=entry.reason,
        requested_by=entry.requested_by,
        approved_by=entry.approved_by,
        approved_on=entry.approved_on,
        expires=entry.expires,
        milestone=entry.milestone,
        accepts=entry.accepts,
        evidence=frozenset(entry.evidence) if entry.evidence is not None else None,
        issue=entry.issue,
    )
