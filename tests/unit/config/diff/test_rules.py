"""What is told of a rule that asks for less than the pack's, and of a kind that the packs do not know."""

from dataclasses import replace
from typing import Any

import pytest

from readiness_gate.config.diff.rules import unguarded, unwatched, weakened
from readiness_gate.model.policy import Applies, Limit, Rule
from readiness_gate.model.reading import Parameters
from readiness_gate.model.time import DAY

SHIPPED = Rule(
    id="A",
    title="T",
    dimension="defects",
    signal="defects.open",
    limit=Limit("at-most", 5, 2),
    unit="issues",
    enforcement="warn",
    waivable=False,
    held_for=2 * DAY,
)


def limit(bound: Any, value: float, warn_at: float | None = None) -> Rule:
    """The rule with a limit."""
    return replace(SHIPPED, limit=Limit(bound, value, warn_at))


@pytest.mark.parametrize(
    ("ours", "told"),
    [
        pytest.param(SHIPPED, [], id="the-same"),
        pytest.param(limit("at-most", 4, 2), [], id="stricter"),
        pytest.param(limit("at-most", 5, 1), [], id="warned-earlier"),
        pytest.param(limit("at-most", 2), [], id="no-warning-but-as-strict"),
        pytest.param(replace(SHIPPED, enforcement="block"), [], id="enforced-more"),
        pytest.param(replace(SHIPPED, held_for=3 * DAY), [], id="held-longer"),
        pytest.param(replace(SHIPPED, title="Other", why="w", owner="o"), [], id="other-words"),
        pytest.param(
            limit("at-most", 6, 2),
            ["A: the limit is at most 6 issues, warned above 2 issues instead of at most 5 issues, warned"],
            id="higher",
        ),
        pytest.param(
            limit("at-most", 5, 3), ["A: the limit is at most 5 issues, warned above 3 issues"], id="warned-later"
        ),
        pytest.param(limit("at-most", 5), ["A: the limit is at most 5 issues instead of"], id="no-warning"),
        pytest.param(limit("at-most", 3), ["A: the limit is at most 3 issues instead of"], id="lower-without-warning"),
        pytest.param(limit("at-least", 1), ["A: the limit is at least 1 issue instead of"], id="another-side"),
        pytest.param(
            limit("at-least", 9), ["A: the limit is at least 9 issues instead of"], id="another-side-and-higher"
        ),
        pytest.param(limit("equals", 0), ["A: the limit is exactly 0 issues instead of"], id="equals"),
        pytest.param(
            replace(SHIPPED, enforcement="info"), ["A: it is enforced as info instead of warn"], id="enforced-less"
        ),
        pytest.param(replace(SHIPPED, waivable=True), ["A: it can be waived"], id="waivable"),
        pytest.param(replace(SHIPPED, held_for=DAY), ["A: it must hold for 1 day instead of"], id="held-shorter"),
        pytest.param(
            replace(SHIPPED, signal="defects.age"),
            ["A: it measures defects.age instead of defects"],
            id="another-signal",
        ),
        pytest.param(
            replace(SHIPPED, parameters=Parameters((("severity", "sev4"),))),
            ["A: it measures defects.open with another severity"],
            id="another-parameter",
        ),
        pytest.param(
            replace(SHIPPED, dimension="feedback"), ["A: it counts under feedback instead of defects"], id="dimension"
        ),
        pytest.param(
            replace(SHIPPED, milestones=frozenset({"go-live"})),
            ["A: it applies to other milestones or times"],
            id="kinds",
        ),
        pytest.param(replace(SHIPPED, when=Applies(7)), ["A: it applies to other milestones or times"], id="when"),
        pytest.param(
            replace(limit("at-most", 9), enforcement="info", waivable=True),
            ["A: the limit is", "A: it is enforced as info", "A: it can be waived"],
            id="everything",
        ),
    ],
)
def test_what_is_weaker(ours: Rule, told: list[str]) -> None:
    """Each way of asking for less, or for something else, is told; asking for more is not."""
    found = weakened(SHIPPED, ours)
    assert len(found) == len(told)
    assert all(sentence.startswith(begin) for sentence, begin in zip(found, told, strict=True))


@pytest.mark.parametrize(
    ("shipped", "ours", "is_weaker"),
    [
        pytest.param(Limit("at-least", 5), Limit("at-least", 4), True, id="lower"),
        pytest.param(Limit("at-least", 5), Limit("at-least", 6), False, id="higher"),
        pytest.param(Limit("at-least", 5, 8), Limit("at-least", 5, 7), True, id="warned-later"),
        pytest.param(Limit("at-least", 5, 8), Limit("at-least", 5, 9), False, id="warned-earlier"),
        pytest.param(Limit("at-least", 5, 8), Limit("at-least", 8), False, id="no-warning-but-as-strict"),
        pytest.param(Limit("equals", True), Limit("equals", True), False, id="equal"),
        pytest.param(Limit("equals", True), Limit("equals", False), True, id="the-contrary"),
        pytest.param(Limit("equals", False), Limit("equals", True), True, id="the-other-contrary"),
    ],
)
def test_limits_on_the_other_side(shipped: Limit, ours: Limit, is_weaker: bool) -> None:  # noqa: FBT001 - from the table
    """Of an at-least the lower one is weaker; of an equals every other one."""
    assert bool(weakened(replace(SHIPPED, limit=shipped), replace(SHIPPED, limit=ours))) is is_weaker


@pytest.mark.parametrize(
    ("kind", "guarded", "told"),
    [
        pytest.param("go-live", [["go-live"], list[str]()], [], id="guarded"),
        pytest.param("anything", [list[str](), list[str]()], [], id="all-rules-guard-every-kind"),
        pytest.param("anything", [], [], id="no-rules"),
        pytest.param(
            "exit",
            [["go-live"], list[str](), ["training-start", "go-live"]],
            ["2 rules guard milestones of other kinds (go-live, training-start), and none guards exit"],
            id="others-are",
        ),
        pytest.param(
            "exit",
            [["go-live"]],
            ["1 rule guards milestones of other kinds (go-live), and none guards exit"],
            id="one-is",
        ),
    ],
)
def test_what_a_kind_leaves_unguarded(kind: str, guarded: list[list[str]], told: list[str]) -> None:
    """A milestone of a kind that none of the packs' rules names is told what it is spared."""
    assert unguarded(kind, guarded) == told


def test_dimensions_that_no_rule_is_about() -> None:
    """Those that no program may leave out, in the order of their names; others may be absent."""
    assert unwatched(["defects", "change", "governance", "training", "defects"]) == []
    assert unwatched(["documentation", "change"]) == ["no rule of this gate is about defects, governance or training"]
    assert unwatched(["defects", "change", "governance"]) == ["no rule of this gate is about training"]


@pytest.mark.parametrize(
    ("shipped", "ours", "weaker"),
    [
        pytest.param({"scope": "milestone"}, {}, False, id="everything-counts"),
        pytest.param({"scope": "milestone"}, {"scope": "all"}, False, id="everything-counts-in-words"),
        pytest.param({}, {"scope": "milestone"}, True, id="only-some-count"),
        pytest.param({"scope": "milestone"}, {"since": "2026-01-01"}, True, id="everything-but-only-the-new"),
    ],
)
def test_a_rule_that_counts_everything_asks_for_more(
    shipped: dict[str, str], ours: dict[str, str], *, weaker: bool
) -> None:
    """Leaving out the scope is no weakening; narrowing it is."""
    one, other = (replace(SHIPPED, parameters=Parameters(tuple(given.items()))) for given in (shipped, ours))
    assert bool(list(weakened(one, other))) is weaker
