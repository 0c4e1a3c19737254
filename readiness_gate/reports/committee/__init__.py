"""A verdict as a steering committee reads it, before it has a format: what it decides, and what that is based on."""

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.chart import Chart
from readiness_gate.reports.committee.answers import Answer, answers
from readiness_gate.reports.committee.asks import Ask, asks
from readiness_gate.reports.committee.charts import charts
from readiness_gate.reports.committee.details import MOST_DETAILS, Detail, details
from readiness_gate.reports.committee.musts import Must, musts
from readiness_gate.reports.committee.since_then import Settled, last_meeting, settled
from readiness_gate.reports.committee.standing import (
    AcceptedRisk,
    DimensionState,
    SourceState,
    Uncovered,
    accepted_risks,
    dimensions,
    sources,
    uncovered,
)
from readiness_gate.reports.footnote import Footnote, NoteKind
from readiness_gate.reports.page import Headline, Page, page

_REMARKS: tuple[NoteKind, ...] = ("weakened", "edit", "left-out", "remark")
_ORIGINS: tuple[NoteKind, ...] = ("source-in-full", "policy", "evidence", "decision-log")


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything that a committee sees of a verdict, in reading order."""

    headline: Headline
    answers: tuple[Answer, ...]
    asks: tuple[Ask, ...]
    musts: tuple[Must, ...]
    since: str
    """The last meeting, `2026-02-01`; empty if the verdict is not compared with it."""
    settled: tuple[Settled, ...]
    """What was in the way at the last meeting and no longer is."""
    uncovered: tuple[Uncovered, ...]
    dimensions: tuple[DimensionState, ...]
    waivers: tuple[AcceptedRisk, ...]
    sources: tuple[SourceState, ...]
    remarks: tuple[Footnote, ...]
    """What every reader must know about the policy and about how the sources were read."""
    details: tuple[Detail, ...]
    """The rules of the gate, worst first; of very many, the first ones."""
    rules: int
    """The number of rules."""
    charts: tuple[Chart, ...]
    """How the figures behind the rules developed."""
    origins: tuple[Footnote, ...]
    """The queries of each source, and the digests of policy and evidence."""


def brief(verdict: Verdict) -> Brief:
    """Return what a committee sees of a verdict."""
    drawn = page(verdict)
    asked = asks(verdict)
    return Brief(
        headline=drawn.headline,
        answers=answers(verdict, drawn.headline, asked),
        asks=asked,
        musts=musts(verdict, drawn.requirements),
        since=last_meeting(verdict),
        settled=settled(verdict),
        uncovered=uncovered(verdict),
        dimensions=dimensions(verdict),
        waivers=accepted_risks(verdict),
        sources=sources(verdict),
        remarks=_of_kind(drawn, _REMARKS),
        details=details(verdict, drawn.requirements[:MOST_DETAILS]),
        rules=len(drawn.requirements),
        charts=charts(verdict),
        origins=_of_kind(drawn, _ORIGINS),
    )


def _of_kind(drawn: Page, kinds: tuple[NoteKind, ...]) -> tuple[Footnote, ...]:
    return tuple(note for note in drawn.footnotes if note.kind in kinds)


__all__ = ["Brief", "brief"]
