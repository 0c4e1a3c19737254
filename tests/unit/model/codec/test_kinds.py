"""Every value of the model comes back from JSON as it was; what is no such value is refused, and the place is said."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.any_values import any_value
from support.effort import FULL, law
from support.random_verdicts import verdicts
from support.strategies import cases
from support.verdicts import VERDICTS

from readiness_gate.model.codec import WrongRecord, codec
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import CalendarFacts, PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.verdict import Verdict

UTC, WHY = ZoneInfo("UTC"), Unavailable("why")
DEEP = settings(
    max_examples=20 if FULL else 5,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
    deadline=None,
)


def again(kind: object, value: object) -> Any:
    """A value, written as JSON text and read back."""
    return codec(kind).decode(json.loads(json.dumps(codec(kind).encode(value), allow_nan=False)))


@pytest.mark.law
@pytest.mark.parametrize(
    "kind", [GitFacts, JiraFacts, PeopleFacts, CalendarFacts, Needs, Milestone, Verdict, Reading, Question]
)
def test_any_value_comes_back(kind: object) -> None:
    """Facts, readings and verdicts, whatever is in them, are the same once they were written and read."""

    @given(any_value(kind))
    @DEEP
    def law(value: object) -> None:
        assert again(kind, value) == value

    law()


@given(st.one_of(verdicts(), cases().map(lambda case: case.judged())))
@law(30, few=10)
def test_any_verdict_comes_back(verdict: Verdict) -> None:
    """So are the verdicts that the laws of judging and of reports are about."""
    assert again(Verdict, verdict) == verdict


@pytest.mark.parametrize("name", VERDICTS)
def test_the_verdicts_of_the_reports_come_back(name: str) -> None:
    """And those of the golden reports."""
    assert again(Verdict, VERDICTS[name]) == VERDICTS[name]


@dataclass(frozen=True)
class Sample:
    """A value of every kind of type."""

    flag: bool = True
    whole: int = 1
    real: float = 0.5
    text: str = "a"
    day: date = date(2027, 3, 1)
    zone: ZoneInfo = UTC
    path: Path = Path("a/b")
    word: Literal["one", "two"] = "one"
    pair: tuple[str, int] = ("a", 1)
    many: tuple[int, ...] = (1, 2)
    unordered: frozenset[str] = frozenset({"a", "b"})
    named: Mapping[str, int] | None = None
    numbered: Mapping[int, str] | None = None
    value: bool | int | float = 1
    reading: Reading = WHY
    lock: date | str | None = None
    either: Mapping[str, int] | Unavailable = WHY
    inner: "Sample | None" = None
    expression: re.Pattern[str] | None = None


CHANGES: list[dict[str, Any]] = [
    {"real": float("inf")},
    {"real": float("-inf")},
    {"real": 3},
    {"text": "\ud83d\ude00"},
    {"text": "\udcff"},
    {"path": Path("\udcff.md")},
    {"named": {"b": 1, "a": 2}},
    {"named": {"$float": 1}},
    {"named": {"$text": 1, "a": 2}},
    {"named": {"\ud83d\ude00": 1, "\U0001f600": 2}},
    {"numbered": {1: "a", -2: "b"}},
    {"value": True},
    {"value": 1.0},
    {"value": -0.0},
    {"value": 10**30},
    {"value": float("inf")},
    {"reading": Measured(True, "yes")},
    {"lock": date(2027, 1, 1)},
    {"lock": "2027-01-01"},
    {"either": {}},
    {"either": {"a": 1}},
    {"inner": Sample()},
    {"unordered": frozenset()},
    {"expression": re.compile("[a-z]+", re.IGNORECASE | re.ASCII)},
]


@pytest.mark.parametrize("changes", CHANGES)
def test_nothing_is_lost(changes: Mapping[str, Any]) -> None:
    """Neither the order of a mapping, nor the type of a number, nor what is not finite or no Unicode."""
    value = replace(Sample(), **changes)
    assert repr(again(Sample, value)) == repr(value)


def test_not_a_number_is_kept() -> None:
    """It equals nothing, itself included, and is still no other number."""
    assert str(again(float, float("nan"))) == "nan"


def test_a_set_is_written_in_order() -> None:
    """Two equal sets are one text, in whatever order they were built."""
    assert codec(frozenset[str]).encode(frozenset("zyxa")) == ["a", "x", "y", "z"]


@pytest.mark.parametrize(
    ("field", "wrong", "why"),
    [
        ("flag", 1, "flag: must be true or false, not a whole number"),
        ("whole", True, "whole: must be a whole number, not true or false"),
        ("whole", 1.0, "whole: must be a whole number, not a number"),
        ("real", "1", "real: must be a number, not a text"),
        ("real", True, "real: must be a number, not true or false"),
        ("real", {"$float": "1.5"}, "real: must be a number, not '1.5'"),
        ("real", {"$float": 1}, "real: must be a text, not a whole number"),
        ("text", None, "text: must be a text, not null"),
        ("text", {"$text": [1]}, r"text\[0\]: must be a text, not a whole number"),
        ("text", {"$text": 1}, "text: must be a list, not a whole number"),
        ("day", "2027-02-30", "day: cannot be read: "),
        ("day", "20270301", "day: must be written '2027-03-01', not '20270301'"),
        ("zone", "Europe/Nowhere", "zone: cannot be read: "),
        ("zone", "../../etc/passwd", "zone: cannot be read: "),
        ("path", 1, "path: must be a text"),
        ("word", "three", "word: must be one of one, two, not 'three'"),
        ("pair", ["a"], "pair: must have 2 items, not 1"),
        ("pair", ["a", "b"], r"pair\[1\]: must be a whole number, not a text"),
        ("many", {"0": 1}, "many: must be a list, not an object"),
        ("many", [1, None], r"many\[1\]: must be a whole number, not null"),
        ("unordered", ["b", "a"], "unordered: must be in order, each item once"),
        ("unordered", ["a", "a"], "unordered: must be in order, each item once"),
        ("named", 1, "named: must be null or a list or an object, not a whole number"),
        ("named", {"a": "b"}, r"named\['a'\]: must be a whole number, not a text"),
        ("named", [["$a", 1], ["$a", 1]], "named: must have each key once"),
        ("numbered", {"1": "a"}, r"numbered\['1'\]: must be a whole number, not a text"),
        ("numbered", [[1]], r"numbered\[0\]: must have 2 items, not 1"),
        ("value", "1", "value: must be true or false or a whole number or a number, not a text"),
        ("reading", {"reason": "why"}, "reading: unknown field 'reason'"),
        ("reading", {"is": "Unavailable"}, "reading: the field 'value' is missing"),
        ("reading", {"is": "Verdict", "value": {}}, "reading.is: must be one of Measured, Unavailable, not 'Verdict'"),
        ("reading", {"is": 1, "value": {}}, "reading.is: must be a text"),
        (
            "reading",
            {"is": "Unavailable", "value": {"reason": " "}},
            "reading.value: what is unavailable needs a reason",
        ),
        ("reading", {"is": "Unavailable", "value": {}}, "reading.value: the field 'reason' is missing"),
        ("expression", ["(", 32], "expression: must be an expression: "),
        ("expression", ["a", 1 << 80], "expression: must be an expression: "),
        ("inner", {"flag": True}, "inner: the field 'day' is missing"),
    ],
)
def test_what_is_no_such_value_is_refused(field: str, wrong: object, why: str) -> None:
    """By what is wrong and where; nothing is taken for something near it."""
    plain = json.loads(json.dumps(codec(Sample).encode(Sample())))
    with pytest.raises(WrongRecord, match=f"^{why}"):
        codec(Sample).decode({**plain, field: wrong})


def test_fields_are_all_there_and_no_others() -> None:
    """A field that is missing is not filled in with its default, and one that nobody knows is not left out."""
    plain = codec(Sample).encode(Sample())
    assert isinstance(plain, dict)
    with pytest.raises(WrongRecord, match="unknown field 'extra'"):
        codec(Sample).decode({**plain, "extra": 1})
    with pytest.raises(WrongRecord, match="the field 'flag' is missing"):
        codec(Sample).decode({name: value for name, value in plain.items() if name != "flag"})


@pytest.mark.parametrize("kind", [object, list[int], bytes, complex])
def test_other_types_have_no_codec(kind: object) -> None:
    """What could not be checked is not written in the first place."""
    with pytest.raises(TypeError, match="no codec for"):
        codec(kind)
