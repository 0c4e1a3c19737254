"""What is to be expected of rules on documents."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from readiness_gate.app.forecast.documents import Drift, drift, learned, masks, questions
from readiness_gate.app.forecast.grid import WEEK, grid
from readiness_gate.model.facts.git import Landing
from readiness_gate.model.policy import Limit, Rule
from readiness_gate.model.reading import Evidence, Measured, Reading, Unavailable

NOW = 1_000 * WEEK
SHARE = Rule("DOC-01", "Documentation is current", "documentation", "docs.fresh-share", Limit("at-least", 0.9))
STALE = replace(SHARE, signal="docs.stale", limit=Limit("at-most", 0))


def _readings(weeks: Sequence[str | None], rule: Rule = SHARE) -> dict[object, Reading]:
    """Of each week, the latest first, the documents that are out of date, each a letter; None where it is unknown."""
    found: dict[object, Reading] = {}
    for question, names in zip(questions(rule, NOW), weeks, strict=False):
        if names is None:
            found[question] = Unavailable("unknown")
            continue
        pieces = tuple(Evidence("document", name) for name in names)
        value = 1 - len(names) / 20 if rule is SHARE else len(names)
        found[question] = Measured(value, "", (*pieces, Evidence("landing", "x")))
    return found


def _landings(*ago: int) -> list[Landing]:
    return [Landing("x", NOW - weeks * WEEK, "", ()) for weeks in ago]


LATELY = _landings(0)


def _drift(weeks: Sequence[str | None], rule: Rule = SHARE, landed: Sequence[Landing] = LATELY) -> Drift | str:
    return drift(rule, _readings(weeks, rule), landed, NOW)  # type: ignore[arg-type]  # questions are the keys


def test_what_went_out_of_date_and_was_updated() -> None:
    """Week by week, by the names; 20 documents are judged."""
    found = _drift(["abc", "ab", "bd", *["d"] * 10])
    assert isinstance(found, Drift)
    assert (found.came[-3:], found.left[-3:], found.judged) == ([1, 1, 1], [0, 1, 0], 20)
    assert "Learned from 12 weeks, in which 3 documents went out of date and 1 were updated." in learned(found)
    assert found.no_date == "not-converging"


@pytest.mark.parametrize("stale", ["", "a"])
def test_weeks_after_the_last_landing_are_unknown(stale: str) -> None:
    """A clone that nobody fetched has none since. The weeks before are learned from, if there are enough; documents
    that are left out of date are no reason to take silence for knowledge."""
    weeks = [stale] * 20 + ["ab", ""] * 3 + [""]
    idle = _drift(weeks, landed=_landings(20, 24))
    assert idle == (
        "nothing that documents cover landed in 20 weeks, which proves nothing of weeks in which something does, and "
        "of the weeks before, 6 are known, where a forecast is learned from 8: fetch the mainline, if that was not "
        "done since"
    )
    found = _drift(["abc", *weeks[3:], *[""] * 3], landed=_landings(-1, 17))
    assert isinstance(found, Drift)
    assert (len(found.came), found.now, sum(found.came)) == (9, 3, 6)
    never = (
        "nothing that documents cover landed in 26 weeks, which proves nothing of weeks in which something does: fetch"
    )
    assert [str(_drift(weeks, landed=one)).startswith(never) for one in ([], _landings(-1), _landings(27))] == [
        True
    ] * 3


@pytest.mark.parametrize("weeks", [["a"] * 8, ["a"] * 8 + [None] + ["a"] * 9, [None]])
def test_a_gap_ends_what_is_known(weeks: Sequence[str | None]) -> None:
    """And with fewer than eight weeks there is no forecast."""
    found = _drift(weeks)
    assert found == (
        f"which documents were current is known of {len(weeks[:8]) - 1} weeks only, and a forecast is learned from 8"
    )


@pytest.mark.parametrize(("rule", "green"), [(SHARE, True), (STALE, False)])
def test_without_change_all_stays_as_it_is(rule: Rule, green: bool) -> None:  # noqa: FBT001
    """Two of 20 documents may be out of date by the one rule, and none by the other."""
    found = _drift(["ab"] * 27, rule)
    assert isinstance(found, Drift)
    times = grid(NOW, NOW + 3 * WEEK + 5)
    made = masks(rule, green, found, times, 50)
    assert set(made) == {2 ** len(times.times) - 1 if green else 0}


def test_what_is_updated_faster_than_it_goes_out_of_date_turns_green() -> None:
    """In the end, in nearly all courses."""
    weeks = ["abcdefghij"[: min(number, 10)] for number in range(4, 14)]
    found = _drift(weeks)
    assert isinstance(found, Drift)
    assert found.no_date is None
    made = masks(SHARE, False, found, grid(NOW, NOW + WEEK), 200)
    assert sum(one >> 8 & 1 for one in made) > 150
    assert not any(one & 1 for one in made)


def test_where_none_is_out_of_date_only_none_is_green() -> None:
    """As it is not known of how many documents."""
    found = _drift([""] * 5 + ["a"] * 10)
    assert isinstance(found, Drift)
    assert found.judged == 0
    made = masks(SHARE, True, found, grid(NOW, NOW + WEEK), 50)
    assert all(one & 1 for one in made)
