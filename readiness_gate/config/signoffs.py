"""readiness-signoffs.toml, next to the configuration."""

from collections.abc import Iterator, Mapping
from datetime import date

from readiness_gate.config.companion_file import load_companion
from readiness_gate.config.schema.files import SignOffEntry, SignOffsFile
from readiness_gate.model.approval import is_named
from readiness_gate.model.policy import Gate, SignOff
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import day_of, seconds_of
from readiness_gate.toml.problems import Problem, did_you_mean

FILE = "readiness-signoffs.toml"


def signoffs(read: Reader, problems: list[Problem]) -> tuple[SignOff, ...]:
    """Return the sign-offs in the file, none if there is no such file; a signal measures whether they count."""
    parts = load_companion(FILE, read, SignOffsFile, problems)
    return tuple(_signoff(entry) for entry in parts[1].signoffs) if parts else ()


def stray(read: Reader, gates: Mapping[str, Gate], today: date) -> Iterator[Problem]:
    """Report sign-offs that will never count: with an unknown milestone, role or approver, or from the future."""
    parts = load_companion(FILE, read, SignOffsFile, [])
    if parts is not None:
        document, file = parts
        for index, entry in enumerate(file.signoffs):
            for key, what in _stray(entry, gates, today):
                yield document.problem(("signoffs", index, key), what, at_value=True)


def _stray(entry: SignOffEntry, gates: Mapping[str, Gate], today: date) -> Iterator[tuple[str, str]]:
    gate = gates.get(entry.milestone)
    if gate is not None and day_of(seconds_of(entry.signed_on), gate.zone) > today:
        yield "signed-on", f"{entry.signed_on.isoformat()} is in the future: that report does not exist yet"
    if gate is None:
        yield "milestone", f'there is no milestone "{entry.milestone}"{did_you_mean(entry.milestone, gates)}'
    elif entry.role not in gate.signers:
        hint = did_you_mean(entry.role, gate.signers)
        yield "role", f'signoffs.approvers has no role "{entry.role}"{hint}'
    elif not is_named(entry.approver, gate.signers[entry.role]):
        may = ", ".join(gate.signers[entry.role])
        yield "approver", f"{entry.approver} cannot sign as {entry.role}; approvers: {may}"


def _signoff(entry: SignOffEntry) -> SignOff:
    return SignOff(entry.milestone, entry.role, entry.approver, seconds_of(entry.signed_on), entry.evidence)
