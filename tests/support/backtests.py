"""Trials of a gate on past go-lives, made up from readings and outcomes: a test says what each story is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeAlias

from readiness_gate.app.backtest.scores import scores
from readiness_gate.judge import judge
from readiness_gate.model.backtest import Aftermath, Backtest, PastGoLive, Replay, Scores, Unasked
from readiness_gate.model.policy import Gate, Limit, Rule
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.statistics.simulation import chance_of
from support.gates import UNKNOWN, gate, rule

FIRST = date(2024, 1, 15)
BEGINNING: Instant = instant("2024-01-14T23:00:00Z")
WRONG = Aftermath(went_wrong=True, seen="2.4.1 followed after 6 days.")
WELL = Aftermath(went_wrong=False, seen="No patch followed within 14 days.")
UNSAID = Aftermath(went_wrong=None, seen="Nothing says how it went. Add went-wrong = true or false, or patch-within.")
_AFTERMATHS = {"x": WRONG, ".": WELL, "?": UNSAID}

DEFECTS = rule("DEF-01", Limit("at-most", 2), title="Few open severity 1 defects")
TRAINED = rule(
    "TRN-01", Limit("at-least", 0.9), title="Every role at least 90 % trained", unit="share", dimension="training"
)
SPONSOR = rule(
    "LDR-01", Limit("equals", value=True), title="A sponsor is named", unit="boolean", dimension="leadership"
)
AGES = rule("DEF-09", Limit("at-most", 30), title="No defect waits long", unit="days", enforcement="warn")
GATE = gate(DEFECTS, TRAINED, SPONSOR, AGES, program="CRM rollout")
LAXER = gate(replace(DEFECTS, limit=Limit("at-most", 5)), TRAINED, SPONSOR, AGES, program="CRM rollout")
"""The gate with another limit, for a trial."""
EVIDENCE = rule("GOV-05", Limit("at-most", 7), title="Evidence is no older than 7 days", unit="days")
NOT_OF_THE_PAST = Unasked(EVIDENCE, "is about the evidence of today")

Readings: TypeAlias = Sequence[Reading | float | None]
"""A reading for each go-live; a number stands for one, None for an unknown one."""


def backtest(outcomes: str, readings: Mapping[str, Readings], of: Gate = GATE, **fields: Any) -> Backtest:
    """A trial on a go-live every two weeks: `x` went wrong, `.` went well, of `?` it is unknown. What no readings are
    given of is unknown."""
    replays = [
        _replay(number, _AFTERMATHS[became], {id_: of_rule[number] for id_, of_rule in readings.items()}, of)
        for number, became in enumerate(outcomes)
    ]
    return Backtest(of, tuple(replays), **fields)


def _replay(number: int, aftermath: Aftermath, readings: dict[str, Reading | float | None], of: Gate) -> Replay:
    as_of, day = BEGINNING + number * 14 * DAY, FIRST + timedelta(days=14 * number)
    go_live = PastGoLive(f"Release 2.{number}", day, as_of, f"tag v2.{number}.0", f"2.{number}.0")
    then = replace(of, milestone=replace(of.milestone, date=day))
    asked = {
        Question(one.signal, as_of, one.parameters): reading_of(readings[one.id], one)
        for one in of.rules
        if one.id in readings
    }
    return Replay(go_live, judge(then, asked, as_of), aftermath)


def reading_of(value: Reading | float | None, of: Rule) -> Reading:
    """A value as the reading of a rule."""
    if value is None:
        return UNKNOWN
    if isinstance(value, Measured | Unavailable):
        return value
    return Measured(value, f"Counted: {value}.", unit=of.unit)


def many(seed: object = 1, number: int = 38, *, program: str = "CRM rollout", of: Gate = GATE) -> Backtest:
    """Many go-lives, where defects tell something, training nothing, and one rule is never known."""
    chance = chance_of("story", seed)
    outcomes = "".join("?" if chance.random() < 0.1 else "x" if chance.random() < 0.35 else "." for _ in range(number))
    defects = [int(chance.random() * 3 + (2.2 if became == "x" else 0)) for became in outcomes]
    trained = [None if chance.random() < 0.08 else round(0.86 + chance.random() * 0.14, 2) for _ in outcomes]
    ages = [int(chance.random() * 60) for _ in outcomes]
    readings: dict[str, Readings] = {"DEF-01": defects, "TRN-01": trained, "DEF-09": ages}
    return backtest(outcomes, readings, replace(of, program=program), meaning=("a patch within 14 days",))


def _all(value: float, number: int) -> list[Reading | float | None]:
    return [value] * number


def _gate_of(defects: Iterable[float], outcomes: str) -> Backtest:
    number = len(outcomes)
    others: dict[str, Readings] = {"TRN-01": _all(0.95, number), "LDR-01": _all(value=True, number=number)}
    return backtest(outcomes, {"DEF-01": list(defects), "DEF-09": _all(3, number), **others})


def stories() -> dict[str, Scores]:
    """Every kind of trial that a reader may see."""
    long = "x.x..x...x.x.....x.."
    return {
        "many": scores([many()]),
        "three": scores([_gate_of([3, 0, 1], "x..")]),
        "none": scores([backtest("", {}, left_out=("Wave 1: 2024-01-15 is before the first commit.",))]),
        "unlabeled": scores([_gate_of([3, 0, 1, 4], "????")]),
        "unknown": scores([backtest("x..x?", {})]),
        "all-stopped": scores([_gate_of([5] * 20, long)]),
        "none-stopped": scores([_gate_of([0] * 20, long)]),
        "told-apart": scores([_gate_of([4 if one == "x" else 1 for one in long], long)]),
        "better-limit": scores([_gate_of([2 if one == "x" else 1 for one in long * 2], long * 2)]),
        "two-programs": scores([many(2, 20), many(3, 30, program="ERP rollout")]),
        "changed": scores([changed(many(4, 12), many(4, 12, of=LAXER))]),
        "left-out": scores([without_evidence("x.x..x...x..", [5, 0, None, 0, 5, 5, 0, 0, 0, 5, 0, None])]),
    }


def changed(configured: Backtest, trial: Backtest) -> Backtest:
    """A trial of a gate with another limit, with a note."""
    notes = ("jira: 2 were skipped.",)
    return replace(trial, changed=("DEF-01.at-most=5",), notes=notes, configured=configured)


def without_evidence(outcomes: str, defects: Sequence[float | None]) -> Backtest:
    """A trial of a gate of two rules, of which one says nothing of the past and is always green."""
    of = gate(DEFECTS, EVIDENCE, program="CRM rollout")
    readings: dict[str, Readings] = {"DEF-01": defects, "GOV-05": _all(0, len(outcomes))}
    return backtest(outcomes, readings, of, unasked=(NOT_OF_THE_PAST,))


__all__ = [
    "AGES",
    "DEFECTS",
    "EVIDENCE",
    "GATE",
    "LAXER",
    "NOT_OF_THE_PAST",
    "SPONSOR",
    "TRAINED",
    "UNSAID",
    "WELL",
    "WRONG",
    "Readings",
    "backtest",
    "changed",
    "many",
    "stories",
    "without_evidence",
]
