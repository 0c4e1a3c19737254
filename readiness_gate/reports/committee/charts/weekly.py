"""Charts over the last weeks: open defects, arrivals and closures, landings, and documents."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.amounts import bound_in_words
from readiness_gate.model.settings.jira import SEVERITIES
from readiness_gate.model.time import DAY, Instant, day_of, end_of_day
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import capitalized, counted
from readiness_gate.reports.chart import Chart, Line, Mark
from readiness_gate.reports.committee.charts.series import (
    WEEK,
    Series,
    counts,
    days,
    latest,
    required,
    series,
    share,
    summary,
    why_unknown,
)

_ALWAYS = 2
"""How many of the severities, from the first, are shown even without defects."""


def open_defects(verdict: Verdict) -> Iterator[Chart]:
    """Yield how many defects of each severity were open at the end of each week."""
    unmapped = series(verdict, "defects.unmapped")
    asked = [series(verdict, "defects.open", severity=severity) for severity in SEVERITIES]
    lines = [
        counts(f"severity {severity.removeprefix('sev')}", _less(of_it, unmapped))
        for severity, of_it in zip(SEVERITIES, asked, strict=True)
    ]
    lines.append(counts("no usable severity", unmapped.values))
    if unmapped.is_known:
        shown = [line for number, line in enumerate(lines) if number < _ALWAYS or any(line.values)]
        heading = f"Open defects at the ends of {counted(len(unmapped.readings), 'week')}"
        yield Chart(
            id="open",
            kind="steps",
            title="Open defects by severity",
            summary=summary(heading, shown),
            heading="On",
            columns=days(verdict, unmapped.instants),
            lines=tuple(shown),
            remarks=(
                *why_unknown(verdict, unmapped.readings),
                *(
                    ["Defects without a usable severity are a line of their own; rules count them as of any severity."]
                    if any(unmapped.values)
                    else []
                ),
            ),
        )


def _less(of_it: Series, unmapped: Series) -> Iterator[float | None]:
    """Yield the defects of a severity alone: each reading also counts those without a usable severity."""
    for value, others in zip(of_it.values, unmapped.values, strict=True):
        yield None if value is None or others is None else value - others


def arrivals(verdict: Verdict) -> Iterator[Chart]:
    """Yield how many defects were raised and closed in each week."""
    raised, closed = series(verdict, "defects.raised"), series(verdict, "defects.closed")
    if raised.is_known or closed.is_known:
        lines = counts("raised", raised.values), counts("closed", closed.values)
        yield Chart(
            id="arrivals",
            kind="pairs",
            title="Defects raised and closed per week",
            summary=summary(f"Defects in each of {counted(len(raised.readings), 'week')}", lines),
            heading="Week to",
            columns=days(verdict, raised.instants),
            lines=lines,
            remarks=why_unknown(verdict, (*raised.readings, *closed.readings)),
        )


def landings(verdict: Verdict) -> Iterator[Chart]:
    """Yield how many landings there were in each week, with the days of the freeze and of training."""
    landed = series(verdict, "change.landings")
    if landed.is_known:
        lines = (counts("landings", landed.values),)
        marks = tuple(_marks(verdict, landed.instants))
        heading = f"Landings in each of {counted(len(landed.readings), 'week')}"
        named = "".join(f" Marked: {mark.name}." for mark in marks)
        yield Chart(
            id="landings",
            kind="bars",
            title="Landings per week",
            summary=f"{summary(heading, lines)}{named}",
            heading="Week to",
            columns=days(verdict, landed.instants),
            lines=lines,
            marks=marks,
            remarks=(*_outside(verdict, landed.instants), *why_unknown(verdict, landed.readings)),
        )


def _marked(verdict: Verdict) -> Iterator[tuple[str, Instant]]:
    """Yield the days to mark. The freeze and the first session held are known by their distance from the end of the
    milestone's day; the first planned session by its distance from the freeze."""
    end = end_of_day(verdict.milestone.date, verdict.zone)
    freeze, held = latest(verdict, "change.freeze-days"), latest(verdict, "training.lead-days")
    planned = latest(verdict, "change.baseline-lead")
    if freeze is not None:
        yield "freeze begins", end - round(freeze * DAY)
    if freeze is not None and planned is not None:
        yield "training begins", end - round((freeze - planned) * DAY)
    elif held is not None:
        yield "training begins", end - round(held * DAY)
    yield "milestone", end


def _marks(verdict: Verdict, instants: Sequence[Instant]) -> Iterator[Mark]:
    """Yield the marks on the weeks of a chart."""
    start = instants[0] - WEEK
    for name, instant in _marked(verdict):
        if start <= instant <= instants[-1]:
            yield Mark(f"{name} {day_of(instant, verdict.zone)}", (instant - start) / WEEK)


def _outside(verdict: Verdict, instants: Sequence[Instant]) -> Iterator[str]:
    """Yield the days before or after the weeks of a chart."""
    for name, instant in _marked(verdict):
        if not instants[0] - WEEK <= instant <= instants[-1]:
            side = "before" if instant < instants[-1] else "after"
            yield f"{capitalized(name)}: {day_of(instant, verdict.zone)}, {side} these weeks."


def documents(verdict: Verdict) -> Iterator[Chart]:
    """Yield the share of documents that were current at the end of each week."""
    fresh = series(verdict, "docs.fresh-share")
    if fresh.is_known:
        line = Line("current documents", tuple(share(reading) for _, reading in fresh.readings))
        rule = required(verdict, "docs.fresh-share")
        yield Chart(
            id="documents",
            kind="bars",
            title="Documents that are current",
            summary=summary(f"Share of documents at the ends of {counted(len(fresh.readings), 'week')}", [line]),
            heading="On",
            columns=days(verdict, fresh.instants),
            lines=(line,),
            is_share=True,
            limit=None if rule is None else float(rule[0].value),
            required="" if rule is None else f"{bound_in_words(rule[0], 'share')} ({rule[1]})",
            remarks=why_unknown(verdict, fresh.readings),
        )
