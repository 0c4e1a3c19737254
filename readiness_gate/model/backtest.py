"""A gate tried on past go-lives: what it would have said before each, and how each turned out."""

import datetime as dt

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Value
from readiness_gate.model.tallies import Fate, Outcomes, Tally
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Verdict


@dataclass(frozen=True, slots=True)
class PastGoLive:
    """A past go-live, as stated by the configuration, a tag or a version."""

    name: str
    date: dt.date
    as_of: Instant
    """The instant as of which its gate is judged: the gate knows nothing later."""
    origin: str
    """Where it is stated, as the end of a sentence: `readiness-gate.toml, line 41`, `tag v2.4.0`."""
    version: str | None = None
    """The version that went live, whose defects are in scope."""


@dataclass(frozen=True, slots=True)
class Aftermath:
    """How a go-live turned out."""

    went_wrong: bool | None
    """None if unknown."""
    seen: str
    """What shows it, or why it is unknown, as a sentence."""
    said_by: str = ""
    """Who says so; empty if facts show it."""
    is_leaking: bool = False
    """Whether undated evidence shows it, which reflects today's state."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A past go-live with the verdict that its gate would have had, and how it turned out."""

    go_live: PastGoLive
    verdict: Verdict
    """The verdict of `check` as of that instant, for a milestone on that day."""
    aftermath: Aftermath
    leaks: tuple[str, ...] = ()
    """The ids of the rules whose evidence has no dates and was used in today's state."""


@dataclass(frozen=True, slots=True)
class Unasked:
    """A rule whose readings cannot be measured for a past go-live, so that its gate is tried without it."""

    rule: Rule
    why: str
    """The reason, as the rest of a sentence that begins with the rule."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """The gate of one program, tried on its past go-lives, oldest first."""

    gate: Gate
    """Today's gate, or the requested one."""
    replays: tuple[Replay, ...]
    changed: tuple[str, ...] = ()
    """What was changed for the trial, as given: `DEF-03.at-most=5`."""
    left_out: tuple[str, ...] = ()
    """The stated go-lives that could not be tried, and why; a sentence each."""
    notes: tuple[str, ...] = ()
    """What every reader must know about how go-lives were found and sources read; a sentence each."""
    is_whole: bool = True
    """Whether every source that states go-lives could be read; `left_out` says why not."""
    meaning: tuple[str, ...] = ()
    """What counts as a go-live that went wrong: `a patch within 14 days`."""
    unasked: tuple[Unasked, ...] = ()
    configured: "Backtest | None" = None
    """The gate without the changes of the trial, on the same go-lives; None if there were none."""


# What the trial shows ------------------------------------------------------------------------------------------------

RARE = 0.05
"""A result whose probability by chance is at most this, given all rules that were tested, is more than chance."""


@dataclass(frozen=True, slots=True)
class Ninety:
    """A number with its 90 % interval; an end about which nothing is known is as far out as possible, or infinite."""

    value: float | None
    """None for zero divided by zero; infinite for a positive number divided by zero."""
    low: float
    high: float

    def rules_out(self, value: float) -> bool:
        """Return whether a value is outside the interval."""
        return not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Skill:
    """How well the gate, or one of its rules, separates go-lives that went wrong from those that went well."""

    ratio: Ninety | None
    """How many times more often stopped go-lives went wrong than passed ones, within programs; None if too few were
    stopped or passed."""
    area: Ninety
    """The probability that of two go-lives of one program, one that went wrong and one that went well, the first has
    the worse reading, with ties as half. For the gate as a whole, the reading is whether it stops."""
    readings: Outcomes
    """How many go-lives this probability is based on."""
    chance: float
    """The probability that at least as many of those that went wrong are stopped if the rule is unrelated to the
    outcome."""
    among_all: float
    """The same probability, adjusted for all rules that were tested; for the gate as a whole it equals `chance`."""
    chance_of_fewer: float
    """The probability that at most as many of those that went wrong are stopped if the rule is unrelated to the
    outcome."""


@dataclass(frozen=True, slots=True)
class AtLimit:
    """What a rule would have stopped with another limit."""

    limit: Value
    stopped: Outcomes


@dataclass(frozen=True, slots=True)
class Choice:
    """A limit chosen from the past, and how such choices performed on go-lives that they had not seen."""

    limit: Value
    """The limit chosen from all go-lives."""
    tried: int
    """The number of limits that it was chosen from."""
    chosen: Tally
    """The go-lives with enough history, each judged by the limit chosen from those before it."""
    configured: Tally
    """The same go-lives, judged by the rule's limit."""
    is_better: bool
    """Whether the chosen limits did better than the configured one, by Youden's index."""
    chance: float
    """The probability that they stop at least as many of those that went wrong if readings are unrelated to the
    outcome."""
    is_suggested: bool = False
    """Whether they did better by more than chance, given all such rules."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A program whose gate is judged without a rule, because that rule is unknown at each of its go-lives."""

    program: str
    why: str
    """Why it is unknown at the last of these go-lives, and what makes it known."""


@dataclass(frozen=True, slots=True)
class RuleScore:
    """A rule, and what it would have done with the go-lives on its own."""

    rule: Rule
    tally: Tally
    aside: tuple[Aside, ...] = ()
    skill: Skill | None = None
    """None with too few go-lives."""
    curve: tuple[AtLimit, ...] = ()
    """What the rule would have stopped with its own limit, and with each limit that equals a reading; strictest
    first. Empty if other limits cannot be tried."""
    choice: Choice | None = None
    """None with too few go-lives."""

    @property
    def is_set_aside(self) -> bool:
        """Whether it is unknown at every go-live to which it applies."""
        return bool(self.aside) and not self.tally.counted.total

    @property
    def is_more_than_chance(self) -> bool:
        """Whether its skill is more than chance, given all rules that were tested."""
        return self.skill is not None and self.skill.among_all <= RARE


@dataclass(frozen=True, slots=True)
class Bounds:
    """The ratio of a gate if it had treated everything undecided in the same way."""

    stopped: Ninety
    """If it had stopped all of it …"""
    passed: Ninety
    """… and if it had passed all of it."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A go-live and what the gate would have done with it."""

    program: str
    replay: Replay
    fate: Fate
    stopped_by: tuple[str, ...] = ()
    """The ids of the blocking rules that fail."""
    unknown: tuple[str, ...] = ()
    """The ids of the blocking rules that are unknown and not set aside."""


@dataclass(frozen=True, slots=True)
class Scores:
    """What the trial of a gate shows, for one program or several together."""

    backtests: tuple[Backtest, ...]
    """At least one, each of a different program."""
    tried: tuple[Tried, ...]
    """The go-lives, oldest first."""
    tally: Tally
    skill: Skill | None
    rules: tuple[RuleScore, ...]
    """Blocking rules first, then by how many go-lives each would have stopped."""
    unasked: tuple[Unasked, ...] = ()
    """The rules that would apply to a go-live but that the gate is tried without."""
    bounds: Bounds | None = None
    """None if there is no ratio, or nothing undecided would change it."""
    configured: Tally | None = None
    """What the gate would have done without the changes of the trial; None if there were none."""

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
        """The number of rules that were tested for skill."""
        return sum(one.skill is not None for one in self.rules)

    @property
    def is_whole(self) -> bool:
        """Whether the gate would have stopped or passed any go-live, any outcome is known, and every unknown rule is
        set aside."""
        is_tried = any(one.fate != "undecided" for one in self.tried)
        return is_tried and bool(self.tally.wrong + self.tally.well) and not any(one.unknown for one in self.tried)
