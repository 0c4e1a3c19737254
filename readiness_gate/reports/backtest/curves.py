"""What other limits of a rule would have stopped, as charts."""

from collections.abc import Iterator

from readiness_gate.model.backtest import RuleScore, Scores
from readiness_gate.model.tallies import ENOUGH_OF_EITHER
from readiness_gate.model.wording import counted
from readiness_gate.reports.backtest import words as say
from readiness_gate.reports.chart import Chart, Line, Mark, Point

MOST = 30
"""The most rules with a chart; the JSON report has all."""


def curves(scores: Scores) -> Iterator[Chart]:
    """Yield a chart for each rule whose limit can be varied, and with which some limit stops enough go-lives."""
    yield from map(_curve, _shown(scores)[:MOST])


def left_out(scores: Scores) -> int:
    """Return how many rules have no chart for lack of room."""
    return max(len(_shown(scores)) - MOST, 0)


def _shown(scores: Scores) -> list[RuleScore]:
    """Return the rules with a chart: those for which some limit stops enough go-lives with a known outcome."""
    return [score for score in scores.rules if any(one.stopped.known >= ENOUGH_OF_EITHER for one in score.curve)]


def _curve(score: RuleScore) -> Chart:
    rule, curve = score.rule, score.curve
    limits = tuple(say.limit(rule, one.limit) for one in curve)
    place = next(number for number, one in enumerate(curve) if one.limit == rule.limit.value)
    lines = (
        Line("went wrong", tuple(_point(one.stopped.wrong) for one in curve)),
        Line("went well", tuple(_point(one.stopped.well) for one in curve)),
    )
    strictest, configured = curve[0].stopped, curve[place].stopped
    return Chart(
        id=f"limits-{rule.id}",
        kind="pairs",
        title=f"{rule.id} {rule.title}: stopped by each limit",
        summary=f"{len(curve)} limits, the strictest first. The strictest, {limits[0]}, would have stopped "
        f"{counted(strictest.total, 'go-live')}, of which {strictest.wrong} went wrong; that of this gate, "
        f"{limits[place]}, {configured.total}, of which {configured.wrong} went wrong.",
        heading="Limit",
        columns=limits,
        lines=lines,
        marks=(Mark(f"this gate: {limits[place]}", place + 0.5),),
    )


def _point(number: int) -> Point:
    return Point(number, f"{number}")
