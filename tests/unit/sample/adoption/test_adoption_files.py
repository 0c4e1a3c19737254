"""The files of the story have at each review what was known then, and no row of theirs ever changes."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from readiness_gate.model.time import Instant, instant
from readiness_gate.sample.adoption import REVIEWS, add, begin, files, people

FIRST, SECOND = (review.as_of for review in REVIEWS)
TIMES = {
    "completions": ("completed-at",),
    "usage": ("week",),
    "entries": ("created", "happened", "finished"),
    "kpis": ("captured-at", "target-set-at", "measured-at"),
    "audits": ("held-on",),
    "workarounds": ("created", "closed"),
}
GROWING: Mapping[str, Callable[[Instant], str]] = {
    "usage": people.usage,
    "entries": people.entries,
    "kpis": files.kpis,
    "audits": files.audits,
}


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(text.splitlines()))


def _in(folder: Path, name: str) -> list[dict[str, str]]:
    return _rows((folder / "people" / f"{name}.csv").read_text())


def _end(time: str) -> Instant:
    """The last second of a day in Berlin in summer, or of a time."""
    return instant(f"{time}T21:59:59Z" if len(time) == len("2026-05-22") else time)


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_is_later_than_the_review(tmp_path: Path, number: int) -> None:
    """Everything is from before the moment at which it is judged; the newest use is at most three days old."""
    review = REVIEWS[number]
    begin(tmp_path / "it", "{}\n")
    if number:
        add(tmp_path / "it", review.as_of)
    for name, columns in TIMES.items():
        times = [row[column] for row in _in(tmp_path / "it", name) for column in columns if row[column]]
        assert max(map(_end, times)) <= review.as_of, name
    assert max(_end(row["week"]) for row in _in(tmp_path / "it", "usage")) >= review.as_of - 3 * 86_400


@pytest.mark.parametrize("name", GROWING)
def test_rows_are_only_added(name: str) -> None:
    """What was known at the first review is what is known of that time at the second."""
    early, late = (GROWING[name](until) for until in (FIRST, SECOND))
    assert set(early.splitlines()) < set(late.splitlines())


def test_a_workaround_is_open_until_it_is_closed() -> None:
    """The day on which it is closed comes in later."""
    assert [row["closed"] for row in _rows(files.workarounds(FIRST))] == ["", ""]
    assert [row["closed"] for row in _rows(files.workarounds(SECOND))] == ["2026-05-29", "2026-06-01"]
    assert len(_rows(files.workarounds(instant("2026-03-28T00:00:00Z")))) == 1


def _users(until: Instant, prefix: str, week: str) -> int:
    return sum(row["person"].startswith(prefix) and row["week"] == week for row in _rows(people.usage(until)))


def test_who_uses_the_system() -> None:
    """11 of 47 sales reps until the program acts, then more every week, and 42 in the end."""
    assert sum(row["role"] == "Sales rep" for row in _rows(people.roster())) == 47
    weeks = ("2026-03-27", "2026-05-22", "2026-05-29", "2026-06-05", "2026-06-12", "2026-06-19")
    assert [_users(SECOND, "sales-", week) for week in weeks] == [11, 11, 18, 29, 42, 42]
    everybody = {row["person"] for row in _rows(people.roster())}
    assert {row["person"] for row in _rows(people.usage(SECOND))} <= everybody
    assert {row["person"] for row in _rows(people.completions())} == everybody


def test_a_week_is_exported_once_its_last_working_day_is_over() -> None:
    """A second before, it is not."""
    assert "2026-05-22" not in people.usage(FIRST - 1)
    assert "2026-05-22" in people.usage(FIRST)


def test_others_enter_what_people_do_not() -> None:
    """Each quote is entered once, by its owner or two days later by the back office."""
    rows = _rows(people.entries(SECOND))
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        own = row["created-by"] == row["owner"]
        assert row["created-by"].startswith("sales-" if own else "office-")
        assert (row["complete"] == "yes") == (row["owner-acted"] == "yes") == own
        assert instant(row["created"]) - instant(row["happened"]) == (7_200 if own else 2 * 86_400)
