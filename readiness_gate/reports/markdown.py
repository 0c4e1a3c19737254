"""The verdict as Markdown: one screen for those who decide, and the details folded away for those who act."""

from collections.abc import Iterator

from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import (
    DECISIONS,
    LABELS,
    SYMBOLS,
    days_to_go,
    now_and_limit,
    short,
    shown,
    status,
    to_do,
)

LARGEST = 900 * 1024
_EVIDENCE = 20


def render(verdict: Verdict, _display: Display) -> str:
    """The verdict as GitHub-flavoured Markdown, at most 900 KiB: a host that takes 1 MiB drops what is larger whole."""
    whole = "\n".join([*_head(verdict), *_table(verdict), *_details(verdict, _EVIDENCE), *_foot(verdict)]) + "\n"
    if len(whole.encode()) <= LARGEST:
        return whole
    return (
        "\n".join([*_head(verdict), *_table(verdict), "", "_The details are too long for this page: see the JSON._"])
        + "\n"
    )


def _head(verdict: Verdict) -> Iterator[str]:
    milestone = verdict.milestone
    yield f"## {DECISIONS[verdict.decision]}: {markdown(milestone.name)} on {milestone.date}, {days_to_go(verdict)}"
    yield ""
    yield f"**{markdown(verdict.program)}**, as of {iso(verdict.as_of)}"
    yield ""
    yield markdown(verdict.sentence)
    if verdict.decision != verdict.decision_without_waivers:
        yield ""
        yield f"Without the risks that were accepted: **{verdict.decision_without_waivers}**."


def _table(verdict: Verdict) -> Iterator[str]:
    yield ""
    yield "| | Rule | Now | Limit | Owner |"
    yield "|---|---|---|---|---|"
    for finding in verdict.findings:
        shape, (now, limit) = status(finding), now_and_limit(finding)
        cells = (f"{finding.rule.id} {finding.rule.title}", now, limit, finding.rule.owner)
        yield f"| {SYMBOLS[shape]} {LABELS[shape]} | {' | '.join(markdown(short(cell)) for cell in cells)} |"


def _details(verdict: Verdict, most: int) -> Iterator[str]:
    acting = [finding for finding in verdict.findings if status(finding) in ("fail", "unknown", "warn", "waived")]
    if acting:
        yield ""
        yield "### What unblocks it"
    for finding in acting:
        yield ""
        yield from _detail(finding, verdict, most)


def _detail(finding: Finding, verdict: Verdict, most: int) -> Iterator[str]:
    shape = status(finding)
    title = f"<b>{finding.rule.id}</b> {_html(finding.rule.title)}"
    yield f"<details><summary>{SYMBOLS[shape]} {LABELS[shape]} {title}</summary>"
    yield ""
    yield markdown(finding.message)
    yield ""
    if finding.waiver is not None:
        yield markdown(
            f"Accepted by {finding.waiver.approved_by} until {finding.waiver.expires}: {finding.waiver.reason}"
        )
    else:
        yield f"**To do:** {markdown(to_do(finding, verdict))}"
    if isinstance(finding.reading, Measured):
        evidence, more = shown(finding.reading.evidence, most)
        yield ""
        yield from (f"- {_linked(each)} {markdown(short(each.note))}" for each in evidence)
        if more:
            yield f"- {more}"
    yield ""
    yield "</details>"


def _linked(evidence: Evidence) -> str:
    name = markdown(short(evidence.id))
    safe = evidence.url.startswith(("https://", "http://")) and not set(evidence.url) & set(" ()<>\\\"'`")
    return f"[{name}]({evidence.url})" if safe else name


def _html(text: str) -> str:
    return markdown(text).replace("\\", "")


def _foot(verdict: Verdict) -> Iterator[str]:
    yield ""
    yield "### What this rests on"
    yield ""
    for dimension, why in verdict.not_measured.items():
        yield f"- Not measured: {dimension}: {markdown(why)}"
    for judged in verdict.waivers:
        yield f"- Waiver of {judged.waiver.rule} is {judged.state}: {markdown(judged.why)}"
    for told in verdict.policy.weakened:
        yield f"- Loosened: {markdown(told)}"
    for source in verdict.sources:
        state = (
            f"{source.identity}; {source.records} records" if source.complete else f"could not be read: {source.asked}"
        )
        yield f"- Source {source.source}: {markdown(short(state))}"
    ref = f" at {markdown(verdict.policy.ref)}" if verdict.policy.ref else ""
    yield f"- Policy {', '.join(verdict.policy.packs) or 'without packs'}{ref}, `{verdict.policy.digest}`"
    yield f"- Evidence `{verdict.evidence_digest}`"
