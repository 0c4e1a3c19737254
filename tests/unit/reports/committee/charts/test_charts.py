"""The charts of a committee: typed, complete, and honest about what is not known."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from support.developed import WEEKS, ask, charted, of_role, weekly
from support.verdicts import AS_OF, VERDICTS

from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings.jira import SEVERITIES
from readiness_gate.reports.chart import Chart
from readiness_gate.reports.committee.charts import charts
from readiness_gate.reports.committee.charts.asked import ROLES


def drawn(readings: Mapping[Question, Reading], day: date = date(2027, 3, 1)) -> dict[str, Chart]:
    """The charts of what was measured, by their ids."""
    of = VERDICTS["no-go"]
    judged = replace(of, charted=readings, milestone=replace(of.milestone, date=day))
    return {chart.id: chart for chart in charts(judged)}


def open_ones(*unmapped: float | None, **by_severity: list[float | None]) -> dict[Question, Reading]:
    """How many defects were open in the last weeks; none of a severity that is left out."""
    found = weekly("defects.unmapped", unmapped)
    for severity in SEVERITIES:
        found |= weekly("defects.open", by_severity.get(severity, list(unmapped)), severity=severity)
    return found


def test_there_are_no_charts_of_nothing() -> None:
    """Neither where nothing was measured, nor where nothing is known."""
    assert drawn({}) == {}
    unknown = {question: Unavailable("not read") for question in charted()}
    assert drawn(unknown) == {}


def test_all_charts() -> None:
    """In their order, each column with a value of each line."""
    found = drawn(charted())
    assert list(found) == ["open", "arrivals", "landings", "documents", "training"]
    for chart in found.values():
        assert {len(line.points) for line in chart.lines} == {len(chart.columns)}
        assert chart.summary


def test_open_defects_of_each_severity_alone() -> None:
    """Without those of no usable severity, which each reading counts; these have a line of their own, if there are
    any."""
    chart = drawn(open_ones(1, 1, None, 0, sev1=[1, 2, None, 3], sev3=[5, 1, 2, 1], sev4=[1, 1, None, 0]))["open"]
    assert chart.columns == ("2027-01-24", "2027-01-31", "2027-02-07", "2027-02-14")
    assert {line.name: line.values for line in chart.lines} == {
        "severity 1": (0, 1, None, 3),
        "severity 2": (0, 0, None, 0),
        "severity 3": (4, 0, None, 1),
        "no usable severity": (1, 1, None, 0),
    }
    assert [point.text for point in chart.lines[0].points] == ["0", "1", "unknown", "3"]
    assert chart.summary == (
        "Open defects at the ends of 4 weeks. Severity 1: 0 to 3, unknown in 1 week, in the last week 3. "
        "Severity 2: always 0, unknown in 1 week, in the last week 0. "
        "Severity 3: 0 to 4, unknown in 1 week, in the last week 1. "
        "No usable severity: 0 to 1, unknown in 1 week, in the last week 0."
    )
    assert chart.remarks == (
        "Unknown in 1 week, last in the week to 2027-02-07: not exported",
        "Defects without a usable severity are a line of their own; rules count them as of any severity.",
    )
    assert drawn(open_ones(0, 0))["open"].remarks == ()


def test_arrivals_and_closures() -> None:
    """Side by side; unknown where one of them is not known."""
    chart = drawn(weekly("defects.raised", [3, 1]) | weekly("defects.closed", [None, 2]))["arrivals"]
    assert {line.name: line.values for line in chart.lines} == {"raised": (3, 1), "closed": (None, 2)}
    assert chart.remarks == ("Unknown in 1 week, last in the week to 2027-02-07: not exported",)
    nothing = weekly("defects.raised", [3, 1]) | weekly("defects.closed", [None, None])
    assert "Closed: unknown." in drawn(nothing)["arrivals"].summary


def test_landings_with_their_days() -> None:
    """The freeze and the first session are where they are among the weeks."""
    landed = weekly("change.landings", [1] * 27)
    days = {ask("change.freeze-days"): Measured(60.0, ""), ask("change.baseline-lead"): Measured(7.0, "")}
    chart = drawn(landed | days)["landings"]
    freeze, training = chart.marks
    assert (freeze.name, training.name) == ("freeze begins 2026-12-31", "training begins 2027-01-07")
    assert training.place == pytest.approx(freeze.place + 1)
    assert freeze.place == pytest.approx(144.58 / 7, abs=0.01)
    assert chart.summary.endswith("Marked: freeze begins 2026-12-31. Marked: training begins 2027-01-07.")
    assert chart.remarks == ("Milestone: 2027-03-01, after these weeks.",)


def test_training_that_was_held_is_marked_where_none_was_planned() -> None:
    """And what lies before the weeks is named, as is a milestone that has passed."""
    landed = weekly("change.landings", [1] * 27)
    held = {ask("training.lead-days"): Measured(30.0, ""), ask("change.freeze-days"): Measured(500 + 1 / 24, "")}
    chart = drawn(landed | held, date(2027, 2, 1))["landings"]
    assert [mark.name for mark in chart.marks] == ["training begins 2027-01-02", "milestone 2027-02-01"]
    assert chart.remarks == ("Freeze begins: 2025-09-19, before these weeks.",)
    unknown = {ask("change.freeze-days"): Unavailable("no baseline")}
    assert drawn(landed | unknown)["landings"].marks == ()


def test_documents_with_what_is_required() -> None:
    """The share of each week, beside the limit of the rule on it."""
    chart = drawn(weekly("docs.fresh-share", [None, 0.625, 0.5]))["documents"]
    assert [point.text for point in chart.lines[0].points] == ["unknown", "62.5 %", "50 %"]
    assert (chart.is_share, chart.limit, chart.required) == (True, 0.9, "at least 90 % (DOC-01)")
    without = replace(VERDICTS["undecided-without-rules"], charted=weekly("docs.fresh-share", [0.5]))
    assert [(one.limit, one.required) for one in charts(without)] == [(None, "")]


def test_training_by_role() -> None:
    """The lowest first, with the people behind it; and how many of them were trained on what is there now."""
    readings = of_role("training.coverage", "Clerk", 15, 20) | of_role("training.stale-share", "Clerk", 5, 15)
    readings |= of_role("training.coverage", "Agent", 6, 24) | of_role("training.stale-share", "Agent", 0, 6)
    readings |= of_role("training.coverage", "Lead", 0, 8) | {
        ask("training.stale-share", role="Lead"): Unavailable("x")
    }
    chart = drawn(readings)["training"]
    assert chart.columns == ("Lead", "Agent", "Clerk")
    assert [[point.text for point in line.points] for line in chart.lines] == [
        ["0 % (0 of 8)", "25 % (6 of 24)", "75 % (15 of 20)"],
        ["0 % (0 of 8)", "25 % (6 of 24)", "50 % (10 of 20)"],
    ]
    assert (chart.limit, chart.required) == (0.9, "at least 90 % (TRN-01)")
    assert chart.summary == "3 roles, the lowest first. Lead: 0 % (0 of 8). Clerk: 75 % (15 of 20)."


def test_small_roles_are_counted_and_not_named() -> None:
    """Nor is a part of a role shown that is too small."""
    readings = of_role("training.coverage", "Clerk", 6, 20) | of_role("training.coverage", "Tiny", 1, 2, hidden=True)
    readings |= of_role("training.stale-share", "Clerk", 1, 4, hidden=True)
    readings |= of_role("training.stale-share", "Tiny", 1, 2, hidden=True)
    chart = drawn(readings)["training"]
    assert chart.columns == ("Clerk",)
    assert [point.text for point in chart.lines[1].points] == ["not shown"]
    assert chart.remarks == ("1 role is not shown, to protect small groups of people.",)
    assert chart.summary == "1 role, the lowest first. Clerk: 30 % (6 of 20)."
    hidden = of_role("training.coverage", "Tiny", 1, 2, hidden=True) | of_role(
        "training.coverage", "Two", 1, 2, hidden=True
    )
    assert drawn(hidden) == {}


def test_what_is_unknown_of_roles() -> None:
    """A role that could not be measured comes first, with why; what changed since is not known without it."""
    readings = of_role("training.coverage", "Clerk", 6, 20) | {
        ask("training.stale-share", role="Clerk"): Unavailable("y")
    }
    readings |= {ask("training.coverage", role="Agent"): Unavailable("not on the roster")}
    readings |= of_role("training.stale-share", "Agent", 1, 5)
    chart = drawn(readings)["training"]
    assert chart.columns == ("Agent", "Clerk")
    assert [[point.text for point in line.points] for line in chart.lines] == [
        ["unknown", "30 % (6 of 20)"],
        ["unknown"] * 2,
    ]
    assert chart.remarks == ("Unknown: not on the roster",)


def test_very_many_roles_are_cut() -> None:
    """Which the chart says."""
    readings: dict[Question, Reading] = {}
    for number in range(ROLES):
        readings |= of_role("training.coverage", f"role {number}", 6, 20)
    assert drawn(readings)["training"].remarks == (f"Only the first {ROLES} roles are measured one by one.",)


def test_a_chart_ends_with_the_verdict() -> None:
    """Its last column is the day of the verdict, its first the day half a year before."""
    assert WEEKS[-1] == AS_OF
    columns = drawn(weekly("change.landings", [1] * 27))["landings"].columns
    assert (columns[0], columns[-1]) == ("2026-08-16", "2027-02-14")
