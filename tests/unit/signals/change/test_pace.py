"""Whether change slows down, and where it does not."""

from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.git import instant
from support.landings import evidence, landing, mainline, read, reason, settings, value

from readiness_gate.model.components import Naming
from readiness_gate.model.facts.git import SUBMODULE, Change
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.signals import SIGNALS

TREE = ["config/a", "config/b", "config/deep/c", "src/d", "docs/x"]


def _name(day: float) -> str:
    return f"{day:g}".ljust(40, "x")


LANDINGS = (
    landing(100, "config/a", "config/b"),
    landing(99, "config/a", "docs/x"),
    landing(88, "config/a"),
    landing(70, "config/a", "config/b", "src/d"),
    landing(50, "config/a"),
    landing(41, "src/d"),
    landing(30, "config/b", "src/d"),
    landing(20, "config/a"),
    landing(5, "config/a", "config/b", "config/deep/c", "src/d"),
)
LINES = {each.commit: {change.path: 10 for change in each.changes} for each in LANDINGS}
STORY = mainline(*LANDINGS, tree=TREE, since=-400, first=0)
COUNTED = replace(STORY, lines=LINES)


@pytest.mark.parametrize(
    ("given", "share", "told"),
    [
        ({}, 4 / 7, "4 of 7 paths touched in the 42 days to 2026-04-11 came in the last 14d."),
        ({"window": "12d"}, 3 / 7, "3 of 7 paths touched in the 42 days to 2026-04-11 came in the last 12d."),
        ({"count": "landings"}, 3 / 4, "3 of 4 landings in the 42 days to 2026-04-11 came in the last 14d."),
        ({"count": "lines"}, 40 / 70, "40 of 70 lines changed in the 42 days to 2026-04-11 came in the last 14d."),
        ({"paths": "docs", "of": "15d"}, 1, "1 of 1 path touched in the 15 days to 2026-04-11 came in the last 14d."),
        ({"paths": "code"}, 0, "0 of 1 path touched in the 42 days to 2026-04-11 came in the last 14d."),
        (
            {"of": "200d"},
            4 / 16,
            (
                "4 of 16 paths touched in the 200 days to 2026-04-11 (the history begins on 2026-01-01T00:00:00Z, "
                "inside that window)…"
            ),
        ),
    ],
)
def test_the_share_of_late_change(given: dict[str, Any], share: float, told: str) -> None:
    """What came in the last part of a stretch of time, by all that came; the evidence is what came late."""
    found = read("change.late-share", 100, COUNTED, **given)
    assert isinstance(found, Measured)
    assert found.value == share
    assert found.summary.startswith(told.rstrip("…"))


def test_the_evidence_is_what_came_late() -> None:
    """The landings of the last part, newest first."""
    found = read("change.late-share", 100, STORY, window="12d")
    assert evidence(found) == [
        ("landing", _name(100), "2026-04-11 change: config/a and 1 more"),
        ("landing", _name(99), "2026-04-10 change: config/a"),
    ]


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"min": 8}, "7 paths touched in the 42 days to 2026-04-11: with fewer than 8 no share can be computed"),
        ({"paths": "code", "of": "20d"}, "0 paths touched in the 20 days"),
        (
            {"window": "42d"},
            "the window (42d) must be longer than nothing, and shorter than the time that it is",
        ),
        ({"window": "0d"}, "the window (0d) must be longer than nothing"),
        ({"count": "lines"}, "this was not asked of git"),
        ({"paths": ("nothing/**",)}, "no file of the mainline"),
    ],
)
def test_no_share_of_late_change(given: dict[str, Any], why: str) -> None:
    """Too little change, or a rule that makes no sense, has no share: neither is quiet."""
    assert why in reason(read("change.late-share", 100, STORY, **given))


@pytest.mark.parametrize(
    ("given", "ratio", "told"),
    [
        ({}, 4 / 2, "4 paths touched in the 14 days to 2026-04-11; the median of the 6 windows before is 2."),
        (
            {"window": "10d"},
            3 / 1,
            "3 paths touched in the 10 days to 2026-04-11; the median of the 9 windows before is 1.",
        ),
        (
            {"window": "50d", "min": 1},
            7 / 9,
            "7 paths touched in the 50 days to 2026-04-11; the median of the 1 windows before",
        ),
        ({"count": "landings"}, 3, "3 landings in the 14 days to 2026-04-11; the median of the 6 windows before is 1."),
        (
            {"count": "lines"},
            2,
            "40 lines changed in the 14 days to 2026-04-11; the median of the 6 windows before is 2",
        ),
        (
            {"paths": "code", "window": "50d", "min": 1},
            1 / 3,
            "1 path touched in the 50 days to 2026-04-11; the m",
        ),
    ],
)
def test_late_change_by_what_is_usual(given: dict[str, Any], ratio: float, told: str) -> None:
    """The last window by the median of the whole ones before it."""
    found = read("change.late-vs-median", 100, COUNTED, **given)
    assert isinstance(found, Measured)
    assert found.value == pytest.approx(ratio)
    assert found.summary.startswith(told)


def test_no_more_windows_are_compared_than_a_year_of_fortnights() -> None:
    """What came before them does not count, however much it was."""
    days = [1000.5 - 14 * number for number in range(60)]
    git = mainline(
        *(landing(day, "config/a", *(("config/b", "src/d") if day < 620 else ())) for day in days), tree=TREE, since=-1
    )
    found = read("change.late-vs-median", 1001, git)
    assert isinstance(found, Measured)
    assert found.summary.endswith("the median of the 26 windows before is 1.")
    assert read("change.late-vs-median", 1001, replace(git, since=instant(1001 - 27 * 14))) == found
    assert "were not read" in reason(read("change.late-vs-median", 1001, replace(git, since=instant(1001 - 26 * 14))))


@pytest.mark.parametrize(
    ("day", "given", "why"),
    [
        (
            83,
            {},
            "the history begins on 2026-01-01T00:00:00Z, which leaves 4 whole windows of 14d before the last one: at",
        ),
        (9, {"min": 1}, "leaves 0 whole windows"),
        (
            100,
            {"paths": "docs"},
            "1 path touched in the 14 days to 2026-04-11; the median of the 6 windows before is 0",
        ),
        (100, {"window": "0d"}, "a window of no time has no change"),
        (100, {"count": "lines"}, "this was not asked of git"),
    ],
)
def test_nothing_is_usual(day: float, given: dict[str, Any], why: str) -> None:
    """A history that is too short, or was quiet, does not tell what is usual."""
    assert why in reason(read("change.late-vs-median", day, STORY, **given))


def test_a_shallow_clone_does_not_tell_what_is_usual() -> None:
    """It could be deepened, so that is said."""
    assert "the clone is shallow" in reason(read("change.late-vs-median", 83, replace(STORY, shallow=True)))


def test_just_enough_windows() -> None:
    """A window that begins with the first landing, or after it, is whole."""
    assert isinstance(read("change.late-vs-median", 84, STORY), Measured)
    assert isinstance(read("change.late-vs-median", 83.999, STORY), Unavailable)


@pytest.mark.parametrize(
    ("signal", "day", "given"),
    [("change.late-share", 39, {}), ("change.bursts", 5, {"window": "9d"}), ("change.lines", 39, {"window": "40d"})],
)
def test_a_shallow_clone_that_begins_in_the_window(signal: str, day: float, given: dict[str, Any]) -> None:
    """What landed before it is not known."""
    assert "the clone is shallow" in reason(read(signal, day, replace(COUNTED, shallow=True), **given))


@pytest.mark.parametrize("signal", ["change.lines", "change.late-share", "change.late-vs-median", "change.bursts"])
def test_without_git_there_is_no_reading(signal: str) -> None:
    """Whatever is asked of it."""
    assert reason(read(signal, 100, Unavailable("no git"))) == "no git"


def test_lines() -> None:
    """Added and deleted together, of the landings of the window that touch the paths."""
    found = read("change.lines", 100, COUNTED, window="14d")
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (40, "40 lines added or deleted in 3 landings in the 14 days to 2026-04-11.")
    assert len(found.evidence) == 3
    assert value(read("change.lines", 100, COUNTED, paths="code")) == 0
    early = read("change.lines", 100, COUNTED, window="101d", paths=("config/deep/*",))
    assert isinstance(early, Measured)
    assert early.summary.endswith("(the history begins on 2026-01-01T00:00:00Z, inside that window).")


def test_the_lines_in_a_submodule_cannot_be_counted() -> None:
    """Wherever one of the paths moved, even by a landing that changed files as well; elsewhere it does not matter."""
    moved = landing(95, "config/a")
    moved = replace(moved, changes=(*moved.changes, Change("config/vendor", SUBMODULE, SUBMODULE)))
    with_one = mainline(*LANDINGS[:2], moved, *LANDINGS[2:], tree=TREE, since=-400, first=0)
    counted = replace(with_one, lines={**LINES, moved.commit: {"config/a": 1, "config/vendor": 2}})
    for signal in ("change.lines", "change.late-share", "change.late-vs-median"):
        assert "moved the submodule config/vendor" in reason(read(signal, 100, counted, count="lines"))
    assert value(read("change.lines", 100, counted, paths="code")) == 0
    assert value(read("change.lines", 94, counted, window="14d")) == 10


def test_lines_that_were_not_counted() -> None:
    """A landing of which nobody counted them is not one without any; one is of which git counted none."""
    missing = replace(COUNTED, lines={name: lines for name, lines in LINES.items() if name != _name(99)})
    assert "99xxxxxxxxxx changed were not counted" in reason(read("change.lines", 100, missing))
    assert value(read("change.lines", 100, replace(COUNTED, lines={name: {} for name in LINES}))) == 0
    for day in (99, 70):
        missing = replace(COUNTED, lines={name: lines for name, lines in LINES.items() if name != _name(day)})
        for signal in ("change.late-share", "change.late-vs-median"):
            assert "changed were not counted" in reason(read(signal, 100, missing, count="lines"))
    without = replace(COUNTED, lines=Unavailable("no contents"))
    for signal in ("change.late-share", "change.late-vs-median"):
        assert reason(read(signal, 100, without, count="lines")) == "no contents"


BUSY = mainline(
    landing(50.9, "config/a", "src/d"),
    landing(50.1, "config/b"),
    landing(49, "config/a", "config/deep/c"),
    landing(48, "config/b", "src/d", "top", "docs/x"),
    landing(43.5, "config/b", "config/deep/c", "src/d"),
    tree=[*TREE, "top"],
    since=-9,
)


@pytest.mark.parametrize(
    ("given", "bursting"),
    [
        ({}, ["config"]),
        ({"days": 4}, []),
        ({"days": 2}, ["config", "src"]),
        ({"window": "8d"}, ["config", "src"]),
        ({"window": "8d", "days": 2}, ["config", "src", "config/deep"]),
        ({"days": 1}, ["config", "src", "config/deep"]),
    ],
)
def test_components_that_change_on_several_days(given: dict[str, Any], bursting: list[str]) -> None:
    """Different days, however often on one; the busiest first."""
    found = read("change.bursts", 51, BUSY, **given)
    assert [name for _, name, _ in evidence(found)] == bursting
    assert value(found) == len(bursting)


def test_a_burst_in_words() -> None:
    """With the days on which the component changed."""
    found = read("change.bursts", 51, BUSY)
    assert isinstance(found, Measured)
    assert found.summary == "1 of 3 components that changed in the 7 days to 2026-02-21 did so on 3 days or more."
    assert evidence(found) == [("component", "config", "changed on 3 days: 2026-02-18, 2026-02-19, 2026-02-20")]


def test_days_are_those_of_the_program() -> None:
    """Two landings of one day in one zone are of two days in another."""
    git = mainline(landing(10.97, "config/a"), landing(10.05, "config/a"), tree=TREE, since=0)
    assert value(read("change.bursts", 11, git, days=2)) == 0
    berlin = replace(settings(), zone=ZoneInfo("Europe/Berlin"))
    assert value(read("change.bursts", 11, git, configured=berlin, days=2)) == 1


def test_components_are_what_people_call_them() -> None:
    """Two files of one component are one, wherever they lie, and one that has no name is its folder."""
    git = mainline(landing(10.2, "config/a"), landing(9, "config/x/a", "config/b"), tree=TREE, since=0)
    named = replace(settings().git, components=(Naming("config/**/a", "object A"),))
    found = read("change.bursts", 11, git, configured=replace(settings(), git=named), days=2)
    assert evidence(found) == [("component", "object A", "changed on 2 days: 2026-01-10, 2026-01-11")]
    landings = read("change.landings", 11, git, configured=replace(settings(), git=named), window="7d")
    assert [note for _, _, note in evidence(landings)] == [
        "2026-01-11 change: object A",
        "2026-01-10 change: config/b and 1 more",
    ]


def test_what_has_no_lines_is_told() -> None:
    """A file that is no text was touched, and nothing of it can be counted."""
    lines = {name: {path: 10 for path in counted if path != "config/b"} for name, counted in LINES.items()}
    found = read("change.lines", 100, replace(STORY, lines=lines), window="42d")
    assert isinstance(found, Measured)
    assert found.summary.endswith("in the 42 days to 2026-04-11; 1 file without text not counted.")


@pytest.mark.parametrize(
    ("signal", "given", "back", "lines"),
    [
        ("change.lines", {}, 28, True),
        ("change.late-share", {}, 42, False),
        ("change.late-share", {"of": "7d"}, 14, False),
        ("change.late-share", {"count": "lines"}, 42, True),
        ("change.late-vs-median", {}, 27 * 14, False),
        ("change.late-vs-median", {"count": "lines", "window": "1d"}, 27, True),
        ("change.bursts", {}, 7, False),
    ],
)
def test_what_is_needed_of_git(signal: str, given: dict[str, Any], back: int, lines: bool) -> None:  # noqa: FBT001
    """Everything back to the oldest landing that counts; lines only where they are counted."""
    measured = SIGNALS[signal]
    since = instant(400 - back)
    needs = measured.needs(measured.with_defaults(given), instant(400))
    both = frozenset({"config+code"})
    git = GitNeed(instant(400), since, instant(400), paths=both)
    counted = replace(git, lines=since, line_paths=both)
    assert needs == Needs(frozenset({"git"}), counted if lines else git)
