"""The verdict for a terminal: readable on 80 columns, and without colour."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.judge.wording import amount
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.time import Instant, day_of, iso
from readiness_gate.model.verdict import Finding, JudgedWaiver, Verdict
from readiness_gate.reports.screen import bullets, columns, draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import (
    DECISIONS,
    LABELS,
    SYMBOLS,
    Status,
    accepted,
    days_to_go,
    evidence_in_words,
    listed,
    remarks,
    status,
    to_do,
    waiver_in_words,
)

_STYLES: dict[Status, str] = {
    "fail": "bold red",
    "unknown": "bold magenta",
    "waived": "yellow",
    "warn": "yellow",
    "info": "cyan",
    "pass": "green",
    "not-applicable": "dim",
}
_DECISION_STYLES = {"go": "bold green", "no-go": "bold red", "undecided": "bold magenta"}


def render(verdict: Verdict, display: Display) -> str:
    """The decision, what blocks it and what unblocks that; with more verbosity also what passes, and the sources."""
    decision = words(DECISIONS[verdict.decision], _DECISION_STYLES[verdict.decision])
    if display.verbosity == 0:
        why = verdict.sentence.partition(": ")[2] or verdict.sentence
        said = words(f": {why.removesuffix('.')} ({verdict.milestone.name}).")
        return draw([Text.assemble(decision, said), *_caveats(verdict)], display)
    foot = list(_foot(verdict, display))
    rest = [Text(), *foot] if foot else []
    return draw([*_head(verdict, decision), *_findings(verdict, display), *rest], display)


def one_finding(finding: Finding, verdict: Verdict, display: Display) -> str:
    """How one rule stands: its finding with what it rests on, and what unblocks it."""
    standing = words(f"How it stands for {verdict.milestone.name}, as of {iso(verdict.as_of)}", "bold")
    return draw(
        [standing, *_finding(finding, verdict, display), *map(words, remarks(verdict.notes, verdict.sources))], display
    )


def over_time(stood: Sequence[tuple[Instant, Finding]], zone: ZoneInfo, display: Display) -> str:
    """How one rule stood on some days, the latest first, by the policy of today and waivers aside."""
    head = words("How it stood in the weeks before, by today's rule", "bold")
    rows = (
        [
            words(str(day_of(moment, zone))),
            words(f"{SYMBOLS[each.outcome]} {LABELS[each.outcome]}", _STYLES[each.outcome]),
            words(_value(each)),
        ]
        for moment, each in stood
    )
    return draw([head, columns(rows)], display)


def _value(finding: Finding) -> str:
    reading = finding.reading
    if isinstance(reading, Measured):
        return amount(reading.value, reading.unit)
    return reading.reason if reading else ""


def one_waiver(judged: JudgedWaiver, verdict: Verdict, display: Display) -> str:
    """What the gate says with a waiver, and without any, and what the waiver is worth."""
    decision = words(DECISIONS[verdict.decision], _DECISION_STYLES[verdict.decision])
    without = words(f"Without the risks that were accepted: {verdict.decision_without_waivers}.", "bold")
    worth = words(waiver_in_words(judged))
    if display.verbosity == 0:
        return draw([decision, without, worth], display)
    return draw([*_title(verdict, decision), without, Text(), worth, words(accepted(judged.waiver))], display)


def _head(verdict: Verdict, decision: Text) -> Iterator[RenderableType]:
    yield from _title(verdict, decision)
    yield from _without_waivers(verdict)


def _title(verdict: Verdict, decision: Text) -> Iterator[RenderableType]:
    milestone = verdict.milestone
    kind = f" ({milestone.kind})" if milestone.kind != milestone.name else ""
    yield Text.assemble(decision, words(f"  {milestone.name}{kind} on {milestone.date}, {days_to_go(verdict)}"))
    yield words(f"{verdict.program}, as of {iso(verdict.as_of)}", "dim")
    yield Text()
    yield words(verdict.sentence)


def _without_waivers(verdict: Verdict) -> Iterator[RenderableType]:
    if verdict.decision != verdict.decision_without_waivers:
        yield words(f"Without the risks that were accepted: {verdict.decision_without_waivers}.", "bold")


def _caveats(verdict: Verdict) -> Iterator[RenderableType]:
    """What nobody may leave out, however short: what the decision would be without waivers, what was loosened, and
    how the sources were read."""
    yield from _without_waivers(verdict)
    if verdict.policy.weakened:
        yield words(f"Loosened: {len(verdict.policy.weakened)} of its demands; leave out -q to read which.")
    if verdict.not_measured:
        yield words(f"Not measured: {', '.join(verdict.not_measured)}.")
    yield from map(words, remarks(verdict.notes, verdict.sources))


def _findings(verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    everything = display.verbosity > 1
    loud = [each for each in verdict.findings if everything or not _is_quiet(each)]
    for group in _alike(loud):
        yield Text()
        yield from (_line(each) for each in group[:-1])
        yield from _finding(group[-1], verdict, display)
    rest = [each for each in verdict.findings if not everything and _is_quiet(each)]
    if rest:
        yield Text()
        yield from (_line(each) for each in rest)


def _is_quiet(finding: Finding) -> bool:
    return status(finding) in ("pass", "not-applicable")


def _alike(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings in groups: those that could not be measured for the same reason, and have the same owner, are told
    together, so that one missing file does not fill the screen."""
    groups: list[list[Finding]] = []
    for finding in findings:
        last = groups[-1][-1] if groups else None
        same = last is not None and isinstance(finding.reading, Unavailable) and finding.reading == last.reading
        if same and last is not None and last.rule.owner == finding.rule.owner and status(last) == status(finding):
            groups[-1].append(finding)
        else:
            groups.append([finding])
    return groups


def _line(finding: Finding) -> RenderableType:
    shape = status(finding)
    label = words(f"{SYMBOLS[shape]} {LABELS[shape]:<7}", _STYLES[shape])
    return columns([[label, words(f"{finding.rule.id:<9}", "bold"), words(finding.rule.title)]])


def _finding(finding: Finding, verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    shape = status(finding)
    yield _line(finding)
    yield indented(finding.message)
    if isinstance(finding.reading, Measured) and finding.reading.evidence:
        yield bullets(evidence_in_words(finding.reading, display))
    if finding.waived and finding.waiver is not None:
        yield indented(accepted(finding.waiver))
    if shape in ("fail", "unknown", "warn"):
        yield indented(f"→ {to_do(finding, verdict)}", "bold")


def _foot(verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    if verdict.dimensions:
        yield words("Dimensions: " + " · ".join(f"{each.name} {each.outcome}" for each in verdict.dimensions))
    for dimension, why in verdict.not_measured.items():
        yield words(f"Not measured: {dimension}: {why}")
    if verdict.not_covered:
        yield words(f"No rule of this gate is about {listed(verdict.not_covered)}.")
    for judged in verdict.waivers:
        if judged.state != "in-force" or display.verbosity > 1:
            yield words(waiver_in_words(judged))
    for told in verdict.policy.weakened:
        yield words(f"Loosened: {told}")
    if verdict.policy.edit:
        yield words(verdict.policy.edit)
    yield from map(words, remarks(verdict.notes, verdict.sources))
    ref = f" at {verdict.policy.ref}" if verdict.policy.ref else ""
    if display.verbosity == 1:
        policy, evidence = (_short(each) for each in (verdict.policy.digest, verdict.evidence_digest))
        yield words(f"Policy {policy}{ref}, evidence {evidence}.", "dim")
        return
    yield from (words(_source(each)) for each in verdict.sources)
    yield words(f"Policy {', '.join(verdict.policy.packs) or 'without packs'}{ref}, {verdict.policy.digest}")
    yield words(f"Evidence {verdict.evidence_digest}")


def _short(digest: str) -> str:
    """The beginning of a digest: enough to tell two of them apart by eye."""
    return digest.removeprefix("sha256:")[:12]


def _source(source: Provenance) -> str:
    if not source.complete:
        return f"Source {source.source}: could not be read: {source.asked}"
    return f"Source {source.source}: {source.identity}; {source.asked}; {source.records} records"
