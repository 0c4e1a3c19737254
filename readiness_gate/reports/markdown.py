"""The verdict as Markdown: one screen for those who decide, and the details folded away for those who act."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.escape import element, markdown
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import (
    DECISIONS,
    LABELS,
    SYMBOLS,
    accepted,
    days_to_go,
    listed,
    now_and_limit,
    remarks,
    short,
    shown,
    status,
    to_do,
    waiver_in_words,
)

LARGEST = 900 * 1024
_OF_TABLE, _OF_FOOT = LARGEST // 2, LARGEST // 4
_EVIDENCE = 20
_SENTENCE = 4_000
_Item = TypeVar("_Item")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9._~:/?#@!$&*+,;=%-]+")


def render(verdict: Verdict, _display: Display) -> str:
    """The verdict as GitHub-flavoured Markdown, at most 900 KiB: a host that takes 1 MiB drops what is larger whole.

    What has no room is left out whole, the last first, and counted; the decision and its reasons come before all.
    """
    head = "\n".join([*_head(verdict), "", "| | Rule | Now | Limit | Owner |", "|---|---|---|---|---|"])
    rows = _fitting(verdict.findings, _row, _OF_TABLE, "\n_{} more rules: see the JSON._")
    foot = _fitting([*_foot(verdict)], str, _OF_FOOT, "- {} more: see the JSON")
    table, rests_on = "\n".join([head, *rows]), "\n".join(["### What this rests on", "", *foot])
    acting = [each for each in verdict.findings if status(each) in ("fail", "unknown", "warn", "waived")]
    room = LARGEST - len(f"{table}{rests_on}".encode()) - 100
    details = _fitting(acting, lambda each: "\n".join(_detail(each, verdict)), room, "_{} more rules: see the JSON._")
    unblocks = ["### What unblocks it", *details] if acting else []
    return "\n\n".join([table, *unblocks, rests_on]) + "\n"


def _fitting(items: Sequence[_Item], told: Callable[[_Item], str], room: int, more: str) -> list[str]:
    """The first items, as they are told, that fit into so many bytes, and a word on those that do not."""
    kept: list[str] = []
    for item in items:
        text = told(item)
        room -= len(text.encode()) + 2
        if room < len(more) + 10:
            return [*kept, more.format(len(items) - len(kept))]
        kept.append(text)
    return kept


def _head(verdict: Verdict) -> Iterator[str]:
    name, date = markdown(short(verdict.milestone.name)), verdict.milestone.date
    yield f"## {DECISIONS[verdict.decision]}: {name} on {date}, {days_to_go(verdict)}"
    yield ""
    yield f"**{markdown(short(verdict.program))}**, as of {iso(verdict.as_of)}"
    yield ""
    yield markdown(short(verdict.sentence, _SENTENCE))
    if verdict.decision != verdict.decision_without_waivers:
        yield ""
        yield f"Without the risks that were accepted: **{verdict.decision_without_waivers}**."


def _row(finding: Finding) -> str:
    shape, (now, limit) = status(finding), now_and_limit(finding)
    cells = (f"{finding.rule.id} {finding.rule.title}", now, limit, finding.rule.owner)
    return f"| {SYMBOLS[shape]} {LABELS[shape]} | {' | '.join(markdown(short(cell)) for cell in cells)} |"


def _detail(finding: Finding, verdict: Verdict) -> Iterator[str]:
    shape = status(finding)
    title = f"<b>{element(finding.rule.id)}</b> {element(short(finding.rule.title))}"
    yield f"<details><summary>{SYMBOLS[shape]} {LABELS[shape]} {title}</summary>"
    yield ""
    yield markdown(short(finding.message, _SENTENCE))
    yield ""
    if finding.waived and finding.waiver is not None:
        yield markdown(short(accepted(finding.waiver), _SENTENCE))
    else:
        yield f"**To do:** {markdown(short(to_do(finding, verdict), _SENTENCE))}"
    yield ""
    if isinstance(finding.reading, Measured) and finding.reading.evidence:
        evidence, more = shown(finding.reading.evidence, _EVIDENCE)
        yield from (f"- {_linked(each)} {markdown(short(each.note))}".rstrip() for each in evidence)
        if more:
            yield f"- {more}"
        yield ""
    yield "</details>"


def _linked(evidence: Evidence) -> str:
    name = markdown(short(evidence.id)) or "–"
    return f"[{name}]({evidence.url})" if _ADDRESS.fullmatch(evidence.url) else name


def _foot(verdict: Verdict) -> Iterator[str]:
    for dimension, why in verdict.not_measured.items():
        yield f"- Not measured: {markdown(dimension)}: {markdown(short(why))}"
    if verdict.not_covered:
        yield f"- No rule of this gate is about {listed(verdict.not_covered)}."
    for judged in verdict.waivers:
        yield f"- {markdown(short(waiver_in_words(judged)))}"
    for told in verdict.policy.weakened:
        yield f"- Loosened: {markdown(short(told))}"
    if verdict.policy.edit:
        yield f"- {markdown(verdict.policy.edit)}"
    yield from (f"- {markdown(short(each))}" for each in remarks(verdict.notes, verdict.sources))
    for source in verdict.sources:
        known = f"{source.identity}; {source.records} records"
        state = known if source.complete else f"could not be read: {source.asked}"
        yield f"- Source {markdown(source.source)}: {markdown(short(state))}"
    packs, ref = ", ".join(verdict.policy.packs) or "without packs", verdict.policy.ref
    yield f"- Policy {markdown(short(packs))}{f' at {markdown(short(ref))}' if ref else ''}, `{verdict.policy.digest}`"
    yield f"- Evidence `{verdict.evidence_digest}`"
