"""readiness-waivers.toml, next to the configuration."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from readiness_gate.config.companion_file import load_companion
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.schema.files import WaiverEntry, WaiversFile
from readiness_gate.model.policy import Rule, Waiver
from readiness_gate.model.rule_ids import canonical
from readiness_gate.model.settings import Reader
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST, Value, as_toml, parse
from readiness_gate.toml.problems import Problem

FILE = "readiness-waivers.toml"


def waivers(read: Reader, problems: list[Problem]) -> tuple[Waiver, ...]:
    """Return the waivers in the file, none if there is no such file; the judge decides whether they count."""
    parts = load_companion(FILE, read, WaiversFile, problems)
    if parts is None:
        return ()
    document, file = parts
    for index, entry in enumerate(file.waivers):
        if entry.expires < entry.approved_on:
            what = f"expires ({entry.expires}) is before approved-on ({entry.approved_on})"
            problems.append(document.problem(("waivers", index, "expires"), what, at_value=True))
    return tuple(waiver(entry) for entry in file.waivers)


def mistakes(entry: Mapping[str, Value]) -> list[str]:
    """Return the mistakes in a waiver that is to be written, each beginning with its key: `reason must not be
    empty`."""
    problems: list[Problem] = []
    parsed("the waiver", _text(entry).encode(), WaiversFile, problems)
    return [problem.what.removeprefix("waivers[1].") for problem in problems]


def appended(before: bytes | None, entry: Mapping[str, Value]) -> bytes:
    """Return the file with one more waiver at its end; the rest is unchanged, byte for byte.

    Raises ConfigurationError for a file to which no table can be added, or that would be too large.
    """
    there = before or b""
    turn = "\r\n" if b"\r\n" in there else "\n"
    lines = [] if not there else [""] if there.endswith(b"\n") else ["", ""]
    after = there + turn.join([*lines, _text(entry).replace("\n", turn)]).encode()
    document = parse(FILE, after)
    if isinstance(document, Problem):
        listed = _listed(there) if len(after) <= LARGEST else None
        raise ConfigurationError([listed or document])
    return after


def _listed(there: bytes) -> Problem | None:
    """Return the problem that a file has its waivers in an array; None if it has no waivers, or cannot be parsed."""
    existing = parse(FILE, there)
    if isinstance(existing, Problem) or "waivers" not in existing.content:
        return None
    what = "the waivers are in a list, so no table can be added: write each under its own [[waivers]]"
    return existing.problem(("waivers",), what)


def _text(entry: Mapping[str, Value]) -> str:
    return "".join(["[[waivers]]\n", *(f"{key} = {as_toml(value)}\n" for key, value in entry.items())])


def of_rules(waiver: Waiver, rules: Iterable[Rule]) -> Waiver:
    """Return the waiver with its rule id spelled as in the rules of a gate, whatever case was typed."""
    return replace(waiver, rule=canonical(waiver.rule, (rule.id for rule in rules)))


def waiver(entry: WaiverEntry) -> Waiver:
    """Return the waiver of an entry."""
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
