"""A gate that is tried on past go-lives: what it would have said before each, and what became of them."""

import datetime as dt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Value
from readiness_gate.model.tallies import Fate, Outcomes, Tally
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PastGoLive:
    """A go-live of the past, as the configuration, a tag or a version states it."""

    name: str
    date: dt.date
    as_of: Instant
    """As of when its gate is judged: nothing that came later is known to it."""
    origin: str
    """Where it is stated, for the end of a sentence: `readiness-gate.toml, line 41`, `tag v2.4.0`."""
    version: str | None = None
    """The version that went live, whose defects are in its scope."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """What became of a go-live."""

    went_wrong: bool | None
    """None where that is not known."""
    seen: str
    """What shows it, or why it is not known, as a sentence."""
    said_by: str = ""
    """Who says so; empty for what facts show."""
    is_leaking: bool = False
    """Whether evidence without dates shows it, which is that of today."""


@dataclass(frozen=True, slots=True)
class Replay:
    """One past go-live with the verdict that its gate would have had, and what became of it."""

    go_live: PastGoLive
    verdict: Verdict
    """The one that `check` gives as of that instant, for a milestone on that day."""
    aftermath: Aftermath
    leaks: tuple[str, ...] = ()
    """The ids of the rules whose evidence has no dates, and was taken as it is today."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A rule whose readings say nothing of a past go-live, so that its gate is tried without it."""

    rule: Rule
    why: str
    """As the rest of a sentence that begins with the rule."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """The gate of one program, tried on its past go-lives, oldest first."""

    gate: Gate
    """As it is today, or as it was asked for."""
    replays: tuple[Replay, ...]
    changed: tuple[str, ...] = ()
    """What was changed for the trial, as given: `DEF-03.at-most=5`."""
    left_out: tuple[str, ...] = ()
    """Which go-lives were stated and could not be tried, and why; a sentence each."""
    notes: tuple[str, ...] = ()
    """What every reader must know of how go-lives were found, and sources read; a sentence each."""
    is_whole: bool = True
    """Whether every source could be read that states go-lives. Why not is among those that are left out."""
    meaning: tuple[str, ...] = ()
    """What any of them is taken to have gone wrong by: `a patch within 14 days`."""
    unasked: tuple[Unasked, ...] = ()
    configured: "Backtest | None" = None
    """The gate without what was changed for the trial, on the same go-lives; None where nothing was."""


# What the trial shows ------------------------------------------------------------------------------------------------

RARE = 0.05
"""What is no more likely by chance, with all rules that were looked at taken into account, is more than chance."""


@dataclass(frozen=True, slots=True)
class Ninety:
    """A number with its 90 % interval; an end that nothing is known of is as far out as can be, or infinite."""

    value: float | None
    """None where it is zero divided by zero; infinite where it is more than zero divided by zero."""
    low: float
    high: float

    def rules_out(self, value: float) -> bool:
        """Whether a value is beyond the interval."""
        return not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Skill:
    """How well the gate, or a rule of it, tells apart what went wrong and what went well."""

    ratio: Ninety | None
    """How many times more often what it stopped went wrong than what it let pass, within programs; None where too few
    were stopped, or let pass."""
    area: Ninety
    """The probability that of two go-lives of one program, one that went wrong and one that went well, the first has
    the worse reading, with ties as half; of the gate as a whole, whether it is stopped."""
    readings: Outcomes
    """How many go-lives this probability is of."""
    chance: float
    """How likely as many of those that went wrong are stopped, or more, when the rule has nothing to do with it."""
    among_all: float
    """The same when all rules that were looked at are taken into account; of the gate as a whole it is `chance`."""
    chance_of_fewer: float
    """How likely as few of those that went wrong are stopped, or fewer, when the rule has nothing to do with it."""


@dataclass(frozen=True, slots=True)
class AtLimit:
    """What a rule would have stopped with another limit."""

    limit: Value
    stopped: Outcomes


@dataclass(frozen=True, slots=True)
class Choice:
    """A limit chosen on the past, and how such a choice did on go-lives that it did not see."""

    limit: Value
    """The one that is chosen on all go-lives."""
    tried: int
    """Among how many limits it was chosen."""
    chosen: Tally
    """The go-lives that had enough before them, each judged by the limit chosen on those before it."""
    configured: Tally
    """The same go-lives, judged by the limit of the rule."""
    is_better: bool
    """Whether the limits that were chosen did better than the configured one, by Youden's index."""
    chance: float
    """How likely they stop as many of those that went wrong, or more, when readings have nothing to do with it."""
    is_suggested: bool = False
    """Whether they did better, and so well that it is more than chance with all such rules taken into account."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A program whose gate is judged without a rule, because that is unknown at each of its go-lives."""

    program: str
    why: str
    """Why it is unknown, and what makes it known; at the last of these go-lives."""


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A rule, with what it would have done with the go-lives, alone."""

    rule: Rule
    tally: Tally
    aside: tuple[Aside, ...] = ()
    skill: Skill | None = None
    """None with too few go-lives."""
    curve: tuple[AtLimit, ...] = ()
    """What the rule would have stopped with its limit, and with each that a reading equals; the strictest first. Empty
    where other limits cannot be tried."""
    choice: Choice | None = None
    """None with too few go-lives."""

    @property
    def is_set_aside(self) -> bool:
        """Whether it is unknown at every go-live to which it applies."""
        return bool(self.aside) and not self.tally.counted.total

    @property
    def is_more_than_chance(self) -> bool:
        """Whether what it tells is more than chance, with all rules that were looked at taken into account."""
        return self.skill is not None and self.skill.among_all <= RARE


@dataclass(frozen=True, slots=True)
class Bounds:
    """The ratio of a gate, had it done the same with everything that is undecided."""

    stopped: Ninety
    """Had it stopped all of it …"""
    passed: Ninety
    """… and had it let all of it pass."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A go-live with what the gate would have done with it."""

    program: str
    replay: Replay
    fate: Fate
    stopped_by: tuple[str, ...] = ()
    """The ids of the blocking rules that fail."""
    unknown: tuple[str, ...] = ()
    """The ids of the blocking rules that are unknown and not set aside."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the trial of a gate shows: of one program, or of several together."""

    backtests: tuple[Backtest, ...]
    """At least one, each of another program."""
    tried: tuple[Tried, ...]
    """The go-lives, oldest first."""
    tally: Tally
    skill: Skill | None
    rules: tuple[RuleScore, ...]
    """Blocking rules first, then by how many go-lives each would have stopped."""
    unasked: tuple[Unasked, ...] = ()
    """The rules that would apply to any of the go-lives, and that the gate is tried without."""
    bounds: Bounds | None = None
    """None where there is no ratio, or nothing is undecided that would change it."""
    configured: Tally | None = None
    """What the gate would have done without what was changed for the trial; None where nothing was."""

    @property
    def blocking(self) -> tuple[RuleScore, ...]:
        """The blocking rules that apply to any of the go-lives."""
        return tuple(one for one in self.rules if one.rule.enforcement == "block" and one.tally.total)

    @property
    def set_aside(self) -> tuple[RuleScore, ...]:
        """The blocking rules that are unknown at every go-live."""
        return tuple(one for one in self.blocking if one.is_set_aside)

    @property
    def looked_at(self) -> int:
        """How many rules were looked at for whether they tell anything."""
        return sum(one.skill is not None for one in self.rules)

    @property
    def is_whole(self) -> bool:
        """Whether the gate would have stopped any go-live or let any pass, any outcome is known, and no rule is unknown
        that is not set aside."""
        is_tried = any(one.fate != "undecided" for one in self.tried)
        return is_tried and bool(self.tally.wrong + self.tally.well) and not any(one.unknown for one in self.tried)
