"""How good forecasts were on the program's own past, and the wording for it."""

from collections.abc import Iterator, Sequence

from readiness_gate.app.forecast.defects import CONVERGING, OPEN, asked
from readiness_gate.app.forecast.grid import Grid
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.forecast import Tried, TriedRule
from readiness_gate.model.policy import Rule
from readiness_gate.model.wording import counted
from readiness_gate.signals.forecast.history import History
from readiness_gate.signals.forecast.replay import FEWEST, MOST, Counts, counts, records
from readiness_gate.statistics.scores import Interval

LONGEST = 520
"""How many weeks the complete record looks back."""
_HORIZONS = (4, 8, 13)
_USUAL = 8
_ALL = 130


@dataclass(frozen=True, slots=True)
class Record:
    """The results of replaying past dates."""

    tried: tuple[Tried, ...] = ()
    tried_rules: tuple[TriedRule, ...] = ()
    why_not: str = ""

    def of(self, rule: str) -> TriedRule | None:
        """Return how good forecasts of a rule were, as far ahead as the milestone's day; None if they were not
        tried."""
        return next((tried for tried in self.tried_rules if tried.rule == rule), None)


def replayed(known: History | str, times: Grid, rules: Sequence[Rule], *, all_: bool = False) -> Record:
    """Return the record of forecasts as far ahead as the milestone; `all_` adds those of 4, 8 and 13 weeks, as far
    back as known."""
    of_defects = [rule for rule in rules if rule.signal in (OPEN, CONVERGING)]
    if not of_defects:
        return Record(why_not="No blocking rule is on defects: the forecasts of other rules are not tried on the past.")
    if isinstance(known, str):
        return Record(why_not=known)
    ahead = min(times.target or _USUAL, times.whole)
    horizons = tuple(dict.fromkeys((ahead, *_HORIZONS))) if all_ else (ahead,)
    most = _ALL if all_ else MOST
    tried = tuple(one for weeks in horizons for one in _tried(known, weeks, most))
    tried_rules = tuple(one for weeks in horizons for rule in of_defects for one in _of_rule(known, rule, weeks, most))
    if not tried:
        few = counted(len(known.weeks), "week")
        return Record(
            why_not=f"Only {few} are known: a forecast of {counted(ahead, 'week')} ahead is tried from {ahead + 8} on."
        )
    return Record(tried, tried_rules)


def _tried(known: History, ahead: int, most: int) -> Iterator[Tried]:
    found = counts(known, ahead, most)
    if found is not None:
        for quantity, one in zip(("raised", "closed"), found, strict=True):
            yield Tried(quantity, ahead, one.dates, one.held, _relative(one))


def _relative(one: Counts) -> tuple[float, float, float]:
    """Return by how much a score is better, as a share of that of common tools."""
    whole = one.usual or 1.0
    return one.better.mean / whole, one.better.low / whole, one.better.high / whole


def _of_rule(known: History, rule: Rule, ahead: int, most: int) -> Iterator[TriedRule]:
    holds, grades = asked(rule)
    found = records(known, ahead, {"it": holds}, grades, most=most, with_flows=rule.signal == CONVERGING)
    for one in found.values():
        yield TriedRule(rule.id, ahead, one.dates, one.came_true, one.brier, one.base, _interval(one.better), one.skill)


def _interval(better: Interval) -> tuple[float, float, float]:
    return better.mean, better.low, better.high


def said(tried: TriedRule | None) -> str:
    """Return a sentence on how good forecasts of a rule were."""
    if tried is None:
        return "Not tried on the program's own past."
    dates = f"Tried at {counted(tried.dates, 'past date')}"
    scores = f"squared error {tried.brier:.2f}, base rate {tried.base:.2f}"
    all_ = "all" if tried.green else "none"
    few = (
        f"{dates}: too few to say how good it is."
        if tried.dates < FEWEST
        else f"{dates}, and it was green at {tried.green} of them in the end: too alike to say how good it is."
    )
    sentences = {
        "too-few": few,
        "constant": f"{dates}, and it was green at {all_} of them in the end: too alike to say how good it is.",
        "none": f"{dates}: no better than its base rate, green at {tried.green} of them ({scores}). Do not rely on it: "
        "use the current result and the steps to pass.",
        "unclear": f"{dates}: a little better than its base rate, perhaps by chance ({scores}).",
        "shown": f"{dates}: better than its base rate ({scores}).",
    }
    return sentences[tried.skill]


def refuted(tried: TriedRule | None, shown: TriedRule | None) -> str:
    """Return that the complete record speaks against forecasts of a rule although a shorter one does not; else ""."""
    if tried is None or shown is None or shown.skill != "none" or tried.skill == "none":
        return ""
    return (
        f"Over all {counted(shown.dates, 'past date')} that are known, it was no better than its base rate (squared "
        f"error {shown.brier:.2f}, base rate {shown.base:.2f}): rely on it with care."
    )


def why_not_relied_on(tried: TriedRule) -> str:
    """Return a clause on forecasts without skill."""
    sentence = said(tried)
    return f"{sentence[:1].lower()}{sentence[1:]}"
