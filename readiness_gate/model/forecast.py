"""When a gate turns green: forecasts of its rules, and how reliable they are."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Finding, Verdict

PERCENTS = (10, 50, 80, 95)
"""Forecasts give the time by which these percentages of the simulated courses have turned green."""
WEEKS_AHEAD = 26
"""No forecast looks further ahead."""

NoDate: TypeAlias = Literal["not-converging", "hardly-forecastable"]
"""Why no date is given: as much comes as leaves, or the difference may be chance."""
Why: TypeAlias = Literal["fails", "unknown", "waiver-expires", "applies-later", "no-forecast"]
"""Why a forecast of the gate depends on a rule without one; `no-forecast` means that it passes or is waived now, and
nothing shows whether it will stay so."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """When something turns green in simulated courses."""

    by_day: float | None
    """The probability that it is green on the milestone's day, rounded down to 5 %; None if the day has passed or is
    too far ahead."""
    within: Mapping[int, Instant | None]
    """By when it has turned green with each of the percentages; None for not within 26 weeks. Empty if no date can
    be given."""
    never: float
    """The probability that it is not green at any time within 26 weeks, rounded up to 5 %."""
    no_date: NoDate | None = None


@dataclass(frozen=True, slots=True)
class RuleOutlook:
    """The outlook of a blocking rule."""

    finding: Finding
    outlook: Outlook | None
    """None if there could be no forecast; `said` has the reason."""
    learned: str = ""
    """What the forecast was learned from, as a sentence."""
    tried: str = ""
    """How good such forecasts were on the program's own past, as a sentence."""
    has_skill: bool | None = None
    """Whether they were better than the base rate; None if unknown."""
    said: str = ""
    """Why there is no forecast, and what to do."""
    way: str = ""
    """What would make it green by the milestone's day, for the middle of a sentence: `close 7 a week instead of 3`."""
    open_by_day: tuple[int, int] | None = None
    """The range of open defects that the rule counts on the milestone's day in 80 % of the courses: fewest and most;
    None for other rules, and without such a day."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A blocking rule without a forecast, which must pass as well."""

    finding: Finding
    why: Why


@dataclass(frozen=True, slots=True)
class Tried:
    """How good forecasts this many weeks ahead were at past dates, of what is raised or of what is closed."""

    quantity: str
    ahead: int
    dates: int
    held: int
    """How many of the 80 % intervals held."""
    better: tuple[float, float, float]
    """By how much the score (CRPS) beat that of common tools, as a share of theirs, with the 90 % interval; negative
    if it was worse."""


@dataclass(frozen=True, slots=True)
class TriedRule:
    """How good forecasts of a rule were at past dates."""

    rule: str
    ahead: int
    dates: int
    green: int
    """At how many of the dates it was green in the end."""
    brier: float
    base: float
    """The mean squared error of a forecast that only knows the base rate."""
    better: tuple[float, float, float]
    """How much smaller the error of the forecasts is, with the 90 % interval."""
    skill: str
    """`shown`, `unclear`, `none`, `constant` (always green, or never) or `too-few`."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """When the gate of a milestone turns green."""

    verdict: Verdict
    """The present verdict."""
    gate: Outlook | None
    """The outlook of all simulated rules together, provided that the others pass; None if no rule could be
    simulated."""
    rules: tuple[RuleOutlook, ...]
    """Each blocking rule that can be simulated, least likely first; those without a forecast last."""
    conditions: tuple[Condition, ...]
    """Everything else that must pass, including those of `rules` without a forecast."""
    assumed: tuple[str, ...]
    """The ids of the blocking rules that pass now, or are waived until the day, and are assumed to stay so."""
    binding: str | None
    """The rule that is least likely to be green on the day."""
    tried: tuple[Tried, ...] = ()
    tried_rules: tuple[TriedRule, ...] = ()
    untried: str = ""
    """Why the program's own past could not be replayed."""
    calibrated: bool = False
    """Whether the record on the program's own past was requested."""
    notes: tuple[str, ...] = ()

    @property
    def blocked(self) -> tuple[Condition, ...]:
        """The rules without a forecast that do not pass now: until they do, no figure shows when the gate is ready."""
        return tuple(one for one in self.conditions if one.why != "no-forecast")
