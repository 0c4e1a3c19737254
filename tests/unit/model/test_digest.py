"""A digest is the same for equal values, and another for different ones."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.gates import MILESTONE, gate, rule, waiver

from readiness_gate.errors import ExitCode
from readiness_gate.model.digest import NEVER, WHEN_GIVEN, digest


@dataclass(frozen=True)
class _Thing:
    name: str
    more: Mapping[str, object] = field(default_factory=dict[str, object])


def test_a_known_digest() -> None:
    """A digest is the SHA-256 of canonical JSON, so that a record of last year can still be compared."""
    some = {"b": (1, 2.5, None, True), "a": frozenset({"y", "x"}), "z": ZoneInfo("UTC"), "d": date(2026, 4, 1)}
    canonical = '{"more":[["a",["x","y"]],["b",[1,"2.5",null,true]],["d","2026-04-01"],["z","UTC"]],"name":"\\u00e4"}'
    assert digest(_Thing("ä", some)) == "sha256:" + hashlib.sha256(canonical.encode()).hexdigest()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ({"m": {"a": 1, "b": 2}}, {"m": {"b": 2, "a": 1}}),
        ({2: "b", 1: "a"}, {1: "a", 2: "b"}),
        (frozenset("abcdefgh"), frozenset("hgfedcba")),
        (frozenset({("a", 1), ("b", 2)}), frozenset({("b", 2), ("a", 1)})),
        ([1, 2], (1, 2)),
        (_Thing("a", {"x": 1, "y": 2}), _Thing("a", {"y": 2, "x": 1})),
    ],
)
def test_equal_values(one: Any, other: Any) -> None:
    """The order in which mappings and sets were built is no difference, nor is a list for a tuple."""
    assert digest(one) == digest(other)


DIFFERENT = [
    None,
    True,
    1,
    1.5,
    "1",
    "None",
    "\udce9",
    (1, 2),
    (2, 1),
    (1, (2,)),
    {"a": 1},
    {"a": 2},
    {"b": 1},
    date(2026, 4, 1),
    datetime(2026, 4, 1, tzinfo=UTC),
    ZoneInfo("Europe/Berlin"),
    PurePosixPath("a"),
    _Thing("a"),
    _Thing("b"),
    2**70,
    -0.0,
    0.0,
    frozenset({"a", "b"}),
]


def test_different_values() -> None:
    """No two of many different values have the same digest, true and 1 among them."""
    assert len({digest(each) for each in DIFFERENT}) == len(DIFFERENT)


@pytest.mark.parametrize(
    "changed",
    [
        gate(rule(waivable=False)),
        gate(rule(), rule("R-2")),
        gate(rule(), waivers=(waiver(),)),
        gate(rule(), waivers=(waiver(evidence=frozenset()),)),
        gate(rule(), zone=ZoneInfo("UTC")),
        gate(rule(), not_measured={"feedback": "by others"}),
    ],
)
def test_any_change_of_a_gate_changes_its_digest(changed: Any) -> None:
    """Whatever decides is in the digest of the policy."""
    assert digest(changed) != digest(gate(rule()))


def test_what_came_later_counts_once_it_is_given() -> None:
    """A field that is left out while it is empty changes no digest of what was before there was such a field."""

    @dataclass(frozen=True)
    class Before:
        """Without the field."""

        name: str = "P"

    @dataclass(frozen=True)
    class After:
        """With it."""

        name: str = "P"
        more: tuple[str, ...] = field(default=(), metadata=WHEN_GIVEN)

    assert digest(After()) == digest(Before())
    assert digest(After(more=("a",))) != digest(After())
    assert digest(After(more=("a",))) != digest(After(more=("b",)))


def test_what_decides_nothing_never_counts() -> None:
    """A field that is kept out of digests changes none, empty or not; the lead times of owners are such."""

    @dataclass(frozen=True)
    class Rest:
        """With a field that counts and one that does not."""

        name: str = "P"
        about: str = field(default="", metadata=NEVER)

    assert digest(Rest(about="x")) == digest(Rest()) != digest(Rest("Q"))
    early = gate(rule(owner_due=86_400), milestone=replace(MILESTONE, owner_due=2 * 86_400))
    assert digest(early) == digest(gate(rule()))


def test_a_number_with_a_name_is_that_number() -> None:
    """Such as an exit code: an enumeration of numbers is one of numbers."""
    assert digest(ExitCode.NO_GO) == digest(1)
