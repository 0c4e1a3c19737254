"""Milestones that come after others: their order, their days of go-live, and their rules."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.policy import loaded

from readiness_gate.config import ConfigurationError
from readiness_gate.config.after import in_order
from readiness_gate.config.diff.policy import loosened
from readiness_gate.model.policy import SignOff

BEGIN = '[program]\nname = "P"\ntimezone = "UTC"\n[git]\nmainline = "main"\n'


def _milestone(name: str, date: str, *lines: str, packs: str = '["starter"]') -> str:
    keys = "".join(f"{line}\n" for line in lines)
    return f'[milestones."{name}"]\ndate = {date}\npacks = {packs}\n{keys}'


LIVE = _milestone("go-live", "2027-03-01")
EARLIER = _milestone("wave-1.d60", "2027-02-01", 'kind = "adoption-d60"')
MARCH = dt.date(2027, 3, 1)


def test_the_rule_comes_with_the_key() -> None:
    """And only with it; the gates of earlier milestones come along, and count for the digest of the policy."""
    text = BEGIN + EARLIER + _milestone("go-live", "2027-03-01", 'after = "wave-1.d60"')
    gates = loaded(text).gates
    assert [one.milestone.name for one in gates["go-live"].earlier] == ["wave-1.d60"]
    assert "ADP-NEXT" in {rule.id for rule in gates["go-live"].rules}
    assert "ADP-NEXT" not in {rule.id for rule in gates["wave-1.d60"].rules}
    assert gates["go-live"].policy.packs[-1] == "after"
    stricter = loaded(text + '[[rules]]\nid = "DEF-02"\nmilestones = ["adoption-d60"]\n').gates["go-live"]
    assert stricter.policy.digest != gates["go-live"].policy.digest
    alone = loaded(BEGIN + LIVE).gates["go-live"]
    assert (alone.earlier, alone.milestone.after) == ((), ())


def test_an_earlier_gate_that_is_weaker_makes_a_later_one_weaker() -> None:
    """Its go is part of the later one, whose report is all that a committee reads; what is weaker in both is said
    once."""
    lax = (
        '[[rules]]\nid = "ADP-00"\nenforcement = "info"\n'
        '[[rules]]\nid = "DEF-01"\nat-most = 9\n'
        '[not-measured]\nfeedback = "by the board"\n'
    )
    d60 = _milestone("wave-1.d60", "2027-02-01", 'kind = "adoption-d60"', packs='["adoption-d60", "starter"]')
    text = BEGIN + d60 + _milestone("go-live", "2027-03-01", 'after = "wave-1.d60"') + lax
    weakened = loaded(text).gates["go-live"].policy.weakened
    assert "wave-1.d60: ADP-00: it is enforced as info instead of block" in weakened
    assert [what for what in weakened if "DEF-01: the limit" in what] == [
        "DEF-01: the limit is at most 9 issues instead of at most 0 issues"
    ]
    assert [what for what in weakened if "feedback is not measured" in what] == [
        "feedback is not measured: by the board"
    ]


def test_a_name_that_is_given_twice_counts_once() -> None:
    """Nothing is judged twice."""
    text = BEGIN + EARLIER + _milestone("go-live", "2027-03-01", 'after = ["wave-1.d60", "wave-1.d60"]')
    assert loaded(text).gates["go-live"].milestone.after == ("wave-1.d60",)


@pytest.mark.parametrize(
    ("milestones", "days"),
    [
        ((LIVE, EARLIER), {"go-live": dt.date(2027, 3, 1), "wave-1.d60": None}),
        ((LIVE, EARLIER.replace("2027-02", "2027-04")), {"go-live": MARCH, "wave-1.d60": MARCH}),
        ((LIVE, EARLIER.replace("2027-02", "2027-03")), {"go-live": MARCH, "wave-1.d60": None}),
        ((LIVE, EARLIER.replace('"adoption-d60"', '"training-start"')), {"go-live": MARCH, "wave-1.d60": MARCH}),
        ((EARLIER,), {"wave-1.d60": None}),
        (
            (LIVE, EARLIER, _milestone("wave-2", "2027-06-01", 'kind = "go-live"')),
            {"go-live": dt.date(2027, 3, 1), "wave-1.d60": None, "wave-2": dt.date(2027, 6, 1)},
        ),
        (
            (LIVE, EARLIER + "go-live = 2027-01-04\n"),
            {"go-live": dt.date(2027, 3, 1), "wave-1.d60": dt.date(2027, 1, 4)},
        ),
    ],
)
def test_the_day_of_go_live(milestones: tuple[str, ...], days: dict[str, dt.date | None]) -> None:
    """Given, the own date, or that of the only go-live; never one that comes after what is judged after it."""
    gates = loaded(BEGIN + "".join(milestones)).gates
    assert {name: gate.milestone.go_live for name, gate in gates.items()} == days


AFTER = st.integers(1, 7).flatmap(
    lambda number: st.tuples(
        *(st.lists(st.integers(0, index - 1), max_size=3) if index else st.just([]) for index in range(number))
    )
)


@law(200)
@given(AFTER)
def test_each_is_judged_after_what_it_waits_for(after: tuple[list[int], ...]) -> None:
    """Once, and nothing else is judged."""
    names = {f"m{index}": [f"m{other}" for other in others] for index, others in enumerate(after)}
    last = f"m{len(after) - 1}"
    order = in_order(last, names)
    assert len(order) == len(set(order))
    for index, name in enumerate(order):
        assert set(names[name]) <= set(order[:index])
    reached: set[str] = set()
    for name in (last, *reversed(order)):
        if name == last or name in reached:
            reached |= set(names[name])
    assert reached == set(order)


def test_one_that_two_wait_for() -> None:
    """It comes first, and once."""
    assert in_order("c", {"a": [], "b": ["a"], "c": ["b", "a"]}) == ["a", "b"]


def test_what_an_edit_loosens_of_earlier_gates() -> None:
    """The rules that judge the earlier milestone, its sign-offs, and the day of go-live."""
    later = _milestone("go-live", "2027-03-01", 'after = "wave-1.d60"')
    base = loaded(BEGIN + EARLIER + later)
    edits = {
        "": [],
        '[[rules]]\nid = "GOV-05"\nat-most = 30\n': [
            "GOV-05: the limit is at most 30 days instead of at most 7 days",
        ],
    }
    for text, expected in edits.items():
        assert loosened(base, loaded(BEGIN + EARLIER + later + text), "go-live") == expected
    gone = loaded(BEGIN + EARLIER + LIVE)
    assert loosened(base, gone, "go-live") == [
        "ADP-NEXT: the rule is removed",
        "milestones.go-live.after no longer has wave-1.d60",
    ]
    moved = loaded(BEGIN + EARLIER + 'go-live = 2027-01-04\nversion = "2"\n' + later)
    assert loosened(base, moved, "go-live") == [
        "milestones.wave-1.d60.version is 2 instead of none",
        "milestones.wave-1.d60.go-live is 2027-01-04 instead of none",
    ]


@pytest.mark.parametrize(
    ("after", "column", "what"),
    [
        ('"go-live"', 9, "go-live cannot come after itself: name an earlier milestone"),
        ('"wave-1.d6"', 9, 'there is no milestone "wave-1.d6"; did you mean "wave-1.d60"?'),
        ('["wave-1.d60", "none"]', 24, 'there is no milestone "none"; known are: go-live, wave-1.d60, wave-2, wave-3'),
        ('"wave-2"', 9, "go-live cannot come after wave-2, which comes after it (wave-2 after go-live): leave one out"),
        (
            '"wave-3"',
            9,
            "go-live is on 2027-03-01, and wave-3 on 2027-03-02, which is later: correct a date, or leave wave-3 out",
        ),
        ('"wave 2"', 9, 'milestones.go-live.after: "wave 2" is not a name: write letters, digits, dots, dashes and'),
        ("[]", 9, "milestones.go-live.after must be a name, such as wave-1, or a list of 1 to 1,000 names"),
        ("[1]", 9, "milestones.go-live.after must be a name, such as wave-1, or a list of 1 to 1,000 names"),
        ("7", 9, "milestones.go-live.after must be a name, such as wave-1, or a list of 1 to 1,000 names"),
    ],
)
def test_names_that_cannot_be(after: str, column: int, what: str) -> None:
    """Each with its place."""
    third = _milestone("wave-2", "2027-06-01", 'after = "go-live"') + _milestone(
        "wave-3", "2027-03-02", 'kind = "go-live"'
    )
    with pytest.raises(ConfigurationError) as error:
        loaded(BEGIN + EARLIER + _milestone("go-live", "2027-03-01", f"after = {after}") + third)
    first = error.value.problems[0]
    assert first.at is not None
    assert (first.at.line, first.at.column) == (13, column)
    assert what in first.what


def test_a_long_way_round() -> None:
    """Each of those that wait for each other is reported, with the way; one beside them is not."""
    waits = {"a": "b", "b": "c", "c": "a"}
    kind = 'kind = "go-live"'
    text = "".join(_milestone(name, "2027-03-01", kind, f'after = ["{other}"]') for name, other in waits.items())
    with pytest.raises(ConfigurationError) as error:
        loaded(BEGIN + text + _milestone("d", "2027-03-01", kind, 'after = ["a", "b"]'))
    assert [problem.what for problem in error.value.problems] == [
        "a cannot come after b, which comes after it (b after c after a): leave one out",
        "b cannot come after c, which comes after it (c after a after b): leave one out",
        "c cannot come after a, which comes after it (a after b after c): leave one out",
    ]


def test_a_sign_off_of_an_earlier_milestone() -> None:
    """Is an edit of what decides."""
    later = _milestone("go-live", "2027-03-01", 'after = "wave-1.d60"')
    base = loaded(BEGIN + EARLIER + later)
    gate = base.gates["go-live"]
    signed = SignOff("wave-1.d60", "sponsor", "s@example.com", 0, "sha256:0")
    edited = replace(gate, earlier=(replace(gate.earlier[0], signoffs=(signed,)),))
    changed = replace(base, gates={**base.gates, "go-live": edited})
    assert loosened(base, changed, "go-live") == ["for wave-1.d60, a sign-off as sponsor is added, by s@example.com"]
