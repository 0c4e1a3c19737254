"""The chart of trained people by role."""

from collections.abc import Iterator

from readiness_gate.model.amounts import HIDDEN, bound_in_words
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.reports.chart import UNKNOWN, Chart, Line, Point
from readiness_gate.reports.committee.charts.asked import ROLES
from readiness_gate.reports.committee.charts.series import required, share, shared
from readiness_gate.reports.words import localized, short
from readiness_gate.signals.views.roster import WORST

_REASON = 240


def training(verdict: Verdict) -> Iterator[Chart]:
    """Yield, for each role, the share of its people who are trained, and of those whose training is still valid,
    lowest first. A role that is too small to be shown is only counted."""
    trained = _by_role(verdict, "training.coverage")
    shown = {role: share(reading) for role, reading in trained.items()}
    roles = sorted((role for role in shown if shown[role].text != HIDDEN), key=lambda role: (_value(shown[role]), role))
    if not any(shown[role].value is not None for role in roles):
        return
    lines = [Line("trained", tuple(shown[role] for role in roles))]
    stale = _by_role(verdict, "training.stale-share")
    if stale:
        valid = tuple(_valid(trained[role], stale[role]) for role in roles)
        lines.append(Line("trained, and nothing changed since", valid))
    rule = required(verdict, "training.coverage", role=WORST)
    yield Chart(
        id="training",
        kind="rows",
        title="Training by role",
        summary=_summary(roles, lines),
        heading="Role",
        columns=tuple(roles),
        lines=tuple(lines),
        is_share=True,
        limit=None if rule is None else float(rule[0].value),
        required="" if rule is None else f"{bound_in_words(rule[0], 'share')} ({rule[1]})",
        remarks=tuple(_remarks(verdict, trained, len(trained) - len(roles))),
    )


def _by_role(verdict: Verdict, signal: str) -> dict[str, Reading]:
    """Return the readings of a signal by the requested role."""
    asked = ((question, one) for question, one in verdict.charted.items() if question.signal == signal)
    return {question.parameters.text("role"): reading for question, reading in asked}


def _valid(trained: Reading, stale: Reading) -> Point:
    """Return the share of a role's people whose training is valid. If nobody is trained, it is zero."""
    if isinstance(trained, Measured) and not trained.hidden and not trained.value:
        return share(trained)
    if isinstance(trained, Unavailable) or isinstance(stale, Unavailable):
        return Point(None, UNKNOWN)
    if trained.hidden or stale.hidden or not trained.people:
        return Point(None, HIDDEN)
    valid = round(trained.value * trained.people) - round(stale.value * stale.people)
    return shared(valid / trained.people, trained.people)


def _value(point: Point) -> float:
    """Return the sort key of roles: unknown ones come first."""
    return -1 if point.value is None else point.value


def _summary(roles: list[str], lines: list[Line]) -> str:
    """Return how many roles there are, and the two extremes of the first line."""
    points = lines[0].points
    parts = [f"{counted(len(roles), 'role')}, the lowest first.", f"{roles[0]}: {points[0].text}."]
    if len(roles) > 1:
        parts.append(f"{roles[-1]}: {points[-1].text}.")
    return " ".join(parts)


def _remarks(verdict: Verdict, trained: dict[str, Reading], hidden: int) -> Iterator[str]:
    if hidden:
        yield (
            f"{counted(hidden, 'role')} {agreeing(hidden, 'is', 'are')} not shown, to protect small groups of people."
        )
    if len(trained) == ROLES:
        yield f"Only the first {ROLES} roles are measured one by one."
    unknown = next((one.reason for one in trained.values() if isinstance(one, Unavailable)), "")
    if unknown:
        yield f"Unknown: {short(localized(unknown, verdict.zone), _REASON)}"
