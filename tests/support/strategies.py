"""Strategies for gates with their readings and waivers, in which every decision, outcome and state is frequent.

Values lie on a small grid around the limits, so that equality is as likely as either side. A whole case is one draw,
so that a few thousand gates take seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from readiness_gate.judge import judge, questions
from readiness_gate.model.policy import Applies, Enforcement, Gate, Limit, Rule, Waiver
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable, Value
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from support.gates import APPROVER, AS_OF, MILESTONE, REQUESTER, TODAY, UNKNOWN, gate, measured, rule, waiver

IDS = ("R-1", "R-2", "R-3", "R-4")
EVIDENCE = ("A", "B", "C")
NEVER = Applies(days_to_go_at_most=1)

LIMITS = (
    Limit("at-most", 2),
    Limit("at-most", 2, 1),
    Limit("at-least", 2),
    Limit("at-least", 2, 3),
    Limit("equals", 2),
)
ENFORCEMENTS: tuple[Enforcement, ...] = ("block", "block", "block", "block", "block", "warn", "info")
FORMS = tuple(
    rule(limit=limit, enforcement=enforcement, held_for=days * DAY, when=when, waivable=waivable)
    for limit in LIMITS
    for enforcement in ENFORCEMENTS
    for days in (0, 0, 2)
    for when in (Applies(),) * 7 + (NEVER,)
    for waivable in (True,) * 5 + (False,)
)
VALUES: tuple[Value, ...] = (2, 2, 2, 2, 2, 2, 1, 3, 0, 4, 2.5, 1.5, -0.0)
READINGS: tuple[Reading | None, ...] = (
    *(measured(value, *EVIDENCE[:count]) for value in VALUES for count in (0, 1, 1, 3)),
    UNKNOWN,
    UNKNOWN,
    measured(True),
    None,
)
"""None is a question that nobody answered."""

_DAYS = (0, 0, 0, 1, 3)
WAIVERS = tuple(
    waiver(approved_on=TODAY - timedelta(days=ago), accepts=accepts, evidence=evidence)
    for ago in _DAYS
    for accepts in (None, None, None, 0, 2, 3)
    for evidence in (None, None, None, frozenset({"A"}), frozenset(EVIDENCE))
)
VOID_WAIVERS = (
    waiver(requested_by=APPROVER),
    waiver(requested_by=f" {APPROVER.upper()}"),
    waiver(approved_by=REQUESTER, requested_by="else@example.com"),
    waiver(approved_by="boss@example.com", approved_on=TODAY),
    waiver(expires=TODAY - timedelta(days=1)),
    waiver(approved_on=TODAY + timedelta(days=1)),
    waiver(approved_on=TODAY, expires=TODAY + timedelta(days=31)),
    waiver(approved_on=date.min, expires=date.max),
    waiver(milestone="wave-1"),
    waiver(milestone=MILESTONE.name, accepts=-1),
)


@dataclass(frozen=True)
class Case:
    """A gate with what was measured for it."""

    gate: Gate
    readings: dict[Question, Reading]

    def judged(self) -> Verdict:
        """The verdict."""
        return judge(self.gate, self.readings, AS_OF)


_COUNTS = (2, 1, 3, 4, 2, 1, 3, 0)
_BYTES = 160
_OF = TypeVar("_OF")


class Choices:
    """Choices that the bytes of one draw make, two for each; those that shrink to nothing choose the first option."""

    def __init__(self, drawn: bytes) -> None:
        self._rest = iter(drawn)

    def below(self, count: int) -> int:
        """A number from 0 to one less than the count."""
        return ((next(self._rest, 0) << 8) + next(self._rest, 0)) % count

    def of(self, options: Sequence[_OF]) -> _OF:
        """One of the options."""
        return options[self.below(len(options))]

    def shuffled(self, items: Sequence[_OF]) -> list[_OF]:
        """The items in any order."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in items]


def choices() -> st.SearchStrategy[Choices]:
    """As many choices as any case needs."""
    return st.binary(min_size=_BYTES, max_size=_BYTES).map(Choices)


def some_rule(chosen: Choices, id_: str) -> Rule:
    """A rule of that id with a signal of its own."""
    return replace(chosen.of(FORMS), id=id_, signal=f"signal.{id_}")


def some_answers(chosen: Choices, of: Gate) -> dict[Question, Reading]:
    """An answer to each question of a gate, or none."""
    given = {question: chosen.of(READINGS) for question in questions(of, AS_OF)}
    return {question: reading for question, reading in given.items() if reading is not None}


def some_waivers(chosen: Choices, case: Case) -> tuple[Waiver, ...]:
    """Up to four waivers, proper and void ones, most of them on rules that fail, some on a rule that is not there."""
    failing = [each.rule.id for each in case.judged().findings if each.outcome == "fail"]
    named = ["R-9", *(each.id for each in case.gate.rules), *failing * 9]
    return tuple(replace(chosen.of(_WAIVERS), rule=chosen.of(named)) for _ in range(chosen.below(5)))


def some_case(chosen: Choices) -> Case:
    """A gate of no to four rules with its waivers and readings."""
    of = gate(*(some_rule(chosen, id_) for id_ in IDS[: chosen.of(_COUNTS)]))
    bare = Case(of, some_answers(chosen, of))
    return replace(bare, gate=replace(of, waivers=some_waivers(chosen, bare)))


def cases() -> st.SearchStrategy[Case]:
    """A gate of no to four rules with its waivers and readings."""
    return choices().map(some_case)


_WAIVERS = WAIVERS + VOID_WAIVERS * 6
_STEPS = (None, 0, 0.5, 1, 2)
_GONE = (None, UNKNOWN, Unavailable("another reason"))
_MORE_EVIDENCE: tuple[tuple[str, ...], ...] = ((), ("B",), ("D",))


def changed_for_the_worse(chosen: Choices) -> tuple[Case, Case] | None:
    """A gate, and the same with the answer to one question that is worse, unavailable or gone; None for a gate that
    asks nothing."""
    case = some_case(chosen)
    asked = questions(case.gate, AS_OF)
    if not asked:
        return None
    changed = chosen.of(asked)
    limit = next(each.limit for each in case.gate.rules if each.signal == changed.signal)
    others = {question: found for question, found in case.readings.items() if question != changed}
    worsened = _worse(chosen, limit, case.readings.get(changed))
    return case, Case(case.gate, others if worsened is None else {**others, changed: worsened})


def _worse(chosen: Choices, limit: Limit, reading: Reading | None) -> Reading | None:
    """A value further on the wrong side, with no less evidence where there was some; or no value."""
    step = chosen.of(_STEPS)
    if step is None or not isinstance(reading, Measured) or isinstance(reading.value, bool):
        return chosen.of(_GONE)
    value = reading.value
    down = limit.bound == "at-least" or (limit.bound == "equals" and value < limit.value)
    if limit.bound == "equals" and value == limit.value:
        step += 1
    ids = [each.id for each in reading.evidence]
    return measured(value - step if down else value + step, *ids, *(chosen.of(_MORE_EVIDENCE) if ids else ()))
