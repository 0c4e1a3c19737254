"""The outlook of rules on documents, from how many went out of date and were updated week by week."""

from collections.abc import Iterable, Mapping

from readiness_gate.app.forecast.grid import WEEK, Green, Grid, bits
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Landing
from readiness_gate.model.forecast import NoDate
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Measured, Question, Reading
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.forecast.green_share import quality
from readiness_gate.signals.forecast.history import DRAWN, LEAST
from readiness_gate.statistics.levels import deviations
from readiness_gate.statistics.simulation import Start, Stretch, courses

SIGNALS = ("docs.fresh-share", "docs.stale")


@dataclass(frozen=True, slots=True)
class Drift:
    """How many documents were out of date at the ends of weeks, oldest first, up to the week of the last landing."""

    stale: tuple[frozenset[str], ...]
    now: int
    """How many documents are out of date now."""
    judged: int
    """How many documents are judged; 0 if unknown, because none is out of date."""

    @property
    def came(self) -> list[int]:
        """How many went out of date in each week."""
        return [len(after - before) for before, after in zip(self.stale, self.stale[1:], strict=False)]

    @property
    def left(self) -> list[int]:
        """How many were updated or removed in each week."""
        return [len(before - after) for before, after in zip(self.stale, self.stale[1:], strict=False)]

    @property
    def no_date(self) -> NoDate | None:
        """Why no date is given while the rule fails."""
        found = quality(self.came, self.left, still_open=True, tested=True)
        return found if found in ("not-converging", "hardly-forecastable") else None


def questions(rule: Rule, as_of: Instant) -> list[Question]:
    """Return what must be measured: the rule's signal at the end of each week to learn from, newest first."""
    return [Question(rule.signal, as_of - ago * WEEK, rule.parameters) for ago in range(DRAWN + 1)]


def drift(rule: Rule, readings: Mapping[Question, Reading], landings: Iterable[Landing], as_of: Instant) -> Drift | str:
    """Return how documents went out of date, as far back as known without a gap; else why there is no forecast.
    Weeks after the last landing are left out: in a stale clone they are unknown, not quiet."""
    known: list[Measured] = []
    for question in questions(rule, as_of):
        reading = readings.get(question)
        if not isinstance(reading, Measured):
            break
        known.append(reading)
    if len(known) <= LEAST:
        weeks = counted(max(len(known) - 1, 0), "week")
        return f"which documents were current is known of {weeks} only, and a forecast is learned from {LEAST}"
    last = max((one.landed for one in landings if one.landed <= as_of), default=None)
    idle = len(known) if last is None else (as_of - last) // WEEK
    learned_from = known[idle:]
    if len(learned_from) <= LEAST:
        weeks, before = counted(min(idle, DRAWN), "week"), max(len(learned_from) - 1, 0)
        fewer = (
            f", and of the weeks before, {before} are known, where a forecast is learned from {LEAST}" if before else ""
        )
        return (
            f"nothing that documents cover landed in {weeks}, which proves nothing of weeks in which something "
            f"does{fewer}: fetch the mainline, if that was not done since"
        )
    stale = [_stale(one) for one in reversed(learned_from)]
    now = len(_stale(known[0]))
    return Drift(tuple(stale), now, _judged(rule, known[0], now))


def _stale(reading: Measured) -> frozenset[str]:
    return frozenset(piece.id for piece in reading.evidence if piece.kind == "document")


def _judged(rule: Rule, now: Measured, stale: int) -> int:
    """Return how many documents are judged, derived from a share and the number that are not in it."""
    if rule.signal == "docs.stale" or not stale:
        return stale
    return round(stale / (1 - now.value))


def masks(rule: Rule, now: bool, of: Drift, times: Grid, number: int) -> list[Green]:  # noqa: FBT001 - whether it passes
    """Return when the rule is green, course by course."""
    weeks = [Stretch(0, 0, (came,), (left,)) for came, left in zip(of.came, of.left, strict=True)]
    share = times.part / WEEK
    parts = [Stretch(0, 0, (week.came[0] * share,), (week.left[0] * share,)) for week in weeks] if times.part else []
    steps = times.whole + bool(times.part)
    start = Start(
        (of.now,),
        tuple(weeks),
        tuple(parts),
        times.whole,
        deviations(of.came, steps, share),
        deviations(of.left, steps, share),
    )
    allowed = [_passes(rule, level, of.judged) for level in range(max(of.judged, 1) + 1)]
    return [
        bits((now, *(allowed[min(level[0], len(allowed) - 1)] for level in course.levels)))
        for course in courses(start, number, seed=rule.id)
    ]


def _passes(rule: Rule, stale: int, judged: int) -> bool:
    """Return whether the rule passes with this many documents out of date; if the total is unknown, only with none."""
    if rule.signal == "docs.stale":
        return rule.limit.judge(stale) != "fail"
    if not judged:
        return not stale
    return rule.limit.judge((judged - stale) / judged) != "fail"


def learned(of: Drift) -> str:
    """Return what the forecast was learned from."""
    weeks = counted(len(of.came), "week")
    return f"Learned from {weeks}, in which {sum(of.came)} documents went out of date and {sum(of.left)} were updated."
