"""The verdict for a terminal: readable on 80 columns, and without colour."""

from collections.abc import Iterable, Iterator

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from readiness_gate.model.reading import Evidence, Measured, Unavailable
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import DECISIONS, LABELS, SYMBOLS, Status, days_to_go, short, shown, status, to_do

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
_EVIDENCE = 5
_COMMIT = 10


def render(verdict: Verdict, display: Display) -> str:
    """The decision, what blocks it and what unblocks that; with more verbosity also what passes, and the sources."""
    decision = Text(DECISIONS[verdict.decision], _DECISION_STYLES[verdict.decision])
    if display.verbosity == 0:
        return draw([Text.assemble(decision, f"  {printable(verdict.sentence)}")], display)
    return draw([*_head(verdict, decision), *_findings(verdict, display), *_foot(verdict, display)], display)


def one_finding(finding: Finding, verdict: Verdict, display: Display) -> str:
    """How one rule stands: its finding with what it rests on, and what unblocks it."""
    standing = Text(f"Today ({verdict.milestone.name}, as of {iso(verdict.as_of)})", "bold")
    return draw([standing, *_finding(finding, verdict, display)], display)


def draw(parts: Iterable[RenderableType], display: Display) -> str:
    """Renderables as text of the display's width, with colour only where the display has it."""
    console = Console(
        width=display.width,
        force_terminal=display.color,
        color_system="standard" if display.color else None,
        no_color=not display.color,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    with console.capture() as capture:
        console.print(Group(*parts))
    lines = (line.rstrip() for line in capture.get().split("\n"))
    return "\n".join(lines)


def _head(verdict: Verdict, decision: Text) -> Iterator[RenderableType]:
    milestone = verdict.milestone
    kind = f" ({milestone.kind})" if milestone.kind != milestone.name else ""
    yield Text.assemble(decision, f"  {milestone.name}{kind} on {milestone.date}, {days_to_go(verdict)}")
    yield Text(f"{printable(verdict.program)}, as of {iso(verdict.as_of)}", "dim")
    yield Text()
    yield Text(printable(verdict.sentence))
    if verdict.decision != verdict.decision_without_waivers:
        yield Text(f"Without the risks that were accepted: {verdict.decision_without_waivers}.")


def _findings(verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    quiet = ("pass", "not-applicable")
    loud = [each for each in verdict.findings if status(each) not in quiet or display.verbosity > 1]
    for group in _alike(loud):
        yield Text()
        yield from (_line(each) for each in group[:-1])
        yield from _finding(group[-1], verdict, display)
    rest = [each for each in verdict.findings if each not in loud]
    if rest:
        yield Text()
        yield from (_line(each) for each in rest)


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


def _line(finding: Finding) -> Text:
    shape = status(finding)
    label = Text(f"{SYMBOLS[shape]} {LABELS[shape]:<8}", _STYLES[shape])
    return Text.assemble(label, (f"{finding.rule.id:<9} ", "bold"), printable(finding.rule.title))


def _finding(finding: Finding, verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    yield _line(finding)
    yield _indented(printable(finding.message))
    if isinstance(finding.reading, Measured) and status(finding) != "not-applicable":
        most = _EVIDENCE if display.verbosity == 1 else len(finding.reading.evidence)
        evidence, more = shown(finding.reading.evidence, most)
        yield from (_bullet(f"{_name(each)}  {each.note}") for each in evidence)
        if more:
            yield _bullet(f"{more} (-v shows them all, --format json has them)")
    if finding.waiver is not None:
        told = f"Accepted by {finding.waiver.approved_by} until {finding.waiver.expires}: {finding.waiver.reason}"
        yield _indented(printable(told))
    if status(finding) in ("fail", "unknown", "warn"):
        yield _indented(f"→ {printable(to_do(finding, verdict))}", "bold")


def _name(evidence: Evidence) -> str:
    return evidence.id[:_COMMIT] if evidence.kind == "landing" else evidence.id


def _indented(text: str, style: str = "") -> Padding:
    return Padding(Text(text, style), (0, 0, 0, 4))


def _bullet(text: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_row("•", Text(short(printable(text))))
    return Padding(grid, (0, 0, 0, 4))


def _foot(verdict: Verdict, display: Display) -> Iterator[RenderableType]:
    yield Text()
    if verdict.dimensions:
        told = " · ".join(f"{each.name} {each.outcome}" for each in verdict.dimensions)
        yield Text(f"Dimensions: {told}")
    for dimension, why in verdict.not_measured.items():
        yield Text(f"Not measured: {dimension}: {printable(why)}")
    for judged in verdict.waivers:
        if judged.state != "in-force" or display.verbosity > 1:
            yield Text(f"Waiver of {judged.waiver.rule} is {judged.state}: {printable(judged.why)}")
    for told in verdict.policy.weakened:
        yield Text(f"Loosened: {printable(told)}")
    if display.verbosity > 1:
        yield from (Text(_source(verdict, index)) for index in range(len(verdict.sources)))
        yield Text(f"Policy {verdict.policy.digest} from {', '.join(verdict.policy.packs) or 'no pack'}")
        yield Text(f"Evidence {verdict.evidence_digest}")


def _source(verdict: Verdict, index: int) -> str:
    source = verdict.sources[index]
    if not source.complete:
        return printable(f"Source {source.source}: could not be read: {source.asked}")
    return printable(f"Source {source.source}: {source.identity}; {source.asked}; {source.records} records")
