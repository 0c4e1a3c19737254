"""The wording that all reports for people share: symbols with words, what to do, and how much evidence is shown."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

from readiness_gate.judge.sentence import blocking
from readiness_gate.model.amounts import bound_in_words, now_in_words
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Limit, Rule, Waiver
from readiness_gate.model.reading import Evidence, Measured, Parameters, ParameterValue
from readiness_gate.model.time import day_of, instant, local
from readiness_gate.model.verdict import DimensionOutcome, Finding, JudgedWaiver, Verdict, WaiverState
from readiness_gate.model.wording import and_more, capitalized, counted
from readiness_gate.reports.spec import Display
from readiness_gate.reports.to_pass import to_pass_in_words, to_pass_sentence

Status: TypeAlias = Literal["fail", "unknown", "waived", "warn", "info", "pass", "not-applicable"]

SYMBOLS: dict[Status, str] = {
    "fail": "✗",
    "unknown": "?",
    "waived": "~",
    "warn": "!",
    "info": "i",
    "pass": "✓",
    "not-applicable": "–",
}
LABELS: dict[Status, str] = {**{status: status.upper() for status in SYMBOLS}, "not-applicable": "N/A"}
DECISIONS = {"go": "✓ GO", "no-go": "✗ NO-GO", "undecided": "? UNDECIDED"}
NOTHING = "–"
"""Shown in place of a missing value."""
_LONGEST = 240
_INSTANT = re.compile(r"""(?<![\w"'`.:+=-])(?<!= )(?<!--as-of )[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\b""")
"""An instant as our messages write it, except those that are to be copied."""
_EVIDENCE = 5
_COMMIT = 10


def status(finding: Finding) -> Status:
    """Return how a finding is shown: a failure that only warns is a warning, a waived one is an accepted risk."""
    if finding.waived:
        return "waived"
    if finding.outcome in ("pass", "not-applicable"):
        return finding.outcome
    if finding.rule.enforcement == "info":
        return "info"
    if finding.outcome == "fail" and finding.rule.enforcement == "warn":
        return "warn"
    return finding.outcome


def labeled(status: Status) -> str:
    """Return a status with its symbol: `✗ FAIL`."""
    return f"{SYMBOLS[status]} {LABELS[status]}"


def now_and_required(finding: Finding) -> tuple[str, str]:
    """Return the value and the limit in short: `3 issues`, `at most 10 issues`; a dash for a missing value. A value
    that only warns is compared with the warning limit."""
    reading, limit = finding.reading, finding.rule.limit
    if finding.outcome == "warn" and limit.warn_at is not None:
        limit = Limit(limit.bound, limit.warn_at)
    now = now_in_words(reading, limit.value) if isinstance(reading, Measured) else NOTHING
    return now, bound_in_words(limit, finding.rule.unit)


def parameters_in_words(parameters: Parameters) -> str:
    """Return the parameters of a question as on the command line: `paths = config, window = 28d`."""
    return ", ".join(f"{name} = {_parameter(value)}" for name, value in parameters.values)


def _parameter(value: ParameterValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def to_do(finding: Finding, verdict: Verdict) -> str:
    """Return what to do about a finding: the steps after which it passes, the rule's remedy, the owner, and by when.
    If it could not be measured, the reason says what to do; if the configuration caused it, what to change there."""
    rule, reading = finding.rule, finding.reading
    owner = f"Owner: {rule.owner or 'no owner'}, {due(rule, verdict)}."
    if not isinstance(reading, Measured):
        return owner
    if reading.remedy:
        return f"{reading.remedy} {owner}"
    steps = to_pass_sentence(finding, verdict)
    return " ".join(part for part in (steps, rule.remedy, owner) if part)


def action(finding: Finding, verdict: Verdict) -> str:
    """Return what to do, in short: the steps after which a finding passes, else the remedy; for an unknown, the
    reason."""
    reading = finding.reading
    if not isinstance(reading, Measured):
        return reading.reason if reading else ""
    steps = to_pass_in_words(finding, verdict)
    return f"{capitalized(steps)}." if steps else reading.remedy or finding.rule.remedy


def weakened(verdict: Verdict) -> list[str]:
    """Return where the policy demands less, without the dimensions that are listed as not measured."""
    return weaker(verdict.policy.weakened, verdict.not_measured)


def weaker(weakened: Iterable[str], not_measured: Mapping[str, str]) -> list[str]:
    """Return where a policy demands less, without the dimensions that are listed as not measured."""
    listed_already = {f"{name} is not measured: {why}" for name, why in not_measured.items()}
    return [what for what in weakened if what not in listed_already]


def waivers_needed(verdict: Verdict) -> int:
    """Return how many waivers the decision depends on: those of rules that would block without them."""
    return sum(one.waived for one in blocking(verdict.findings))


def in_brief(verdict: Verdict) -> str:
    """Return a verdict's sentence and its reservations, for where there is room for nothing else."""
    said = [verdict.sentence]
    if verdict.decision != verdict.decision_without_waivers:
        said.append(f"Without waivers: {verdict.decision_without_waivers}.")
    places = len(weakened(verdict))
    if places:
        said.append(f"The policy is weakened in {counted(places, 'place')}.")
    if verdict.not_measured:
        said.append(f"Not measured: {', '.join(verdict.not_measured)}.")
    return " ".join(said)


def due(rule: Rule, verdict: Verdict) -> str:
    """Return when the owner of a rule must be, or should have been, done: `by 2027-02-15`, `overdue since
    2027-02-15`."""
    day = rule.due(verdict.milestone)
    return f"{'overdue since' if day < day_of(verdict.as_of, verdict.zone) else 'by'} {day}"


def evidence_in_words(evidence: Sequence[Evidence], display: Display) -> Iterator[tuple[str, str]]:
    """Yield the first pieces of evidence, each as a line for a terminal with its address; all of them with the
    highest verbosity."""
    first, more = shown(evidence, len(evidence) if display.verbosity > 1 else _EVIDENCE)
    for piece in first:
        name = piece.id[:_COMMIT] if piece.kind == "landing" else piece.id
        yield short(f"{name}  {piece.note}"), piece.url
    if more:
        yield f"{more} (-v shows them all, --format json has them)", ""


def shown(evidence: Sequence[Evidence], most: int) -> tuple[Sequence[Evidence], str]:
    """Return the first pieces of evidence, and a note on those that are left out."""
    return evidence[:most], and_more(len(evidence) - most).strip()


def short(text: str, most: int = _LONGEST) -> str:
    """Return a text cut to a length that fits a line or a cell."""
    return text if len(text) <= most else text[: most - 1] + "…"


def waivable(findings: Iterable[Finding]) -> list[str]:
    """Return the ids of the rules that block and that a waiver could cover."""
    failing = [one for one in findings if one.outcome == "fail" and one.rule.enforcement == "block" and not one.waived]
    return [one.rule.id for one in failing if one.rule.waivable]


_FIXES: dict[WaiverState, str] = {
    "expired": "remove it, or ask for a new one",
    "over-long": "let it expire earlier",
    "self-approved": "have someone else approve it",
    "unknown-approver": "have one of these approve it",
    "not-waivable": "fix what it covers, and remove it",
    "superseded": "remove it",
    "worsened": "fix what got worse, or ask for a new one",
    "new-evidence": "fix what is new, or ask for a new one",
}
"""What to do about a waiver that does not count."""


def waiver_in_words(judged: JudgedWaiver) -> str:
    """Return the state of a waiver, and why."""
    if judged.state == "in-force":
        return f"Waiver of {judged.waiver.rule}, in force: {judged.why}"
    state, fix = judged.state.replace("-", " "), _FIXES.get(judged.state, "")
    return f"Waiver of {judged.waiver.rule}, void ({state}): {judged.why}{f'; {fix}' if fix else ''}"


def accepted(waiver: Waiver) -> str:
    """Return who accepted a risk, until when, and why."""
    return f"Accepted by {waiver.approved_by} until {waiver.expires}: {waiver.reason}"


def days_to_go(verdict: Verdict) -> str:
    """Return how far off the milestone is, in days of the program's calendar."""
    days = (verdict.milestone.date - day_of(verdict.as_of, verdict.zone)).days
    if days == 0:
        return "today"
    return f"in {counted(days, 'day')}" if days > 0 else f"{counted(-days, 'day')} ago"


def dimension_in_words(dimension: DimensionOutcome, findings: Sequence[Finding]) -> str:
    """Return a dimension with its outcome: `defects fail`, and `change warn (only warnings)` if none of its rules
    blocks."""
    blocks = dimension.outcome == "not-applicable" or any(
        finding.rule.dimension == dimension.name for finding in blocking(findings)
    )
    return f"{dimension.name} {dimension.outcome.replace('-', ' ')}{'' if blocks else ' (only warnings)'}"


def remarks(notes: Sequence[str], sources: Sequence[Provenance]) -> Iterator[str]:
    """Yield what every reader must know about how the sources were read; first of all why one may be incomplete, and
    how to prove that it is complete."""
    yield from (f"Not proven to be whole: {source.source}: {doubt}" for source in sources for doubt in source.doubts)
    yield from notes
    yield from (f"{source.source}: {note}" for source in sources for note in source.notes)


def localized(text: str, zone: ZoneInfo) -> str:
    """Return a text of a signal or a source with its instants in the readers' zone. An instant that is to be copied
    into a file or a command is unchanged: one in quotes, after `=` or after `--as-of`."""
    return _INSTANT.sub(lambda match: _localized(match[0], zone), text) if "Z" in text else text


def localized_evidence(evidence: Sequence[Evidence], zone: ZoneInfo) -> tuple[Evidence, ...]:
    """Return evidence with the instants of its notes in the readers' zone."""
    return tuple(_with_local_note(piece, zone) for piece in evidence)


def _with_local_note(piece: Evidence, zone: ZoneInfo) -> Evidence:
    note = localized(piece.note, zone)
    return piece if note == piece.note else replace(piece, note=note)


def _localized(text: str, zone: ZoneInfo) -> str:
    try:
        return local(instant(text), zone)
    except ValueError:  # foreign texts may have what looks like an instant
        return text


def listed(names: Sequence[str]) -> str:
    """Return names as read aloud: a, b or c."""
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
