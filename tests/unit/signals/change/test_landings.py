"""What landed in a window, and how long ago anything did."""

from dataclasses import replace

import pytest
from support.git import instant
from support.landings import MODULE, PATHS, evidence, landing, mainline, read, reason, settings, value

from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.settings.git import GitPaths
from readiness_gate.signals import SIGNALS

NAMES = ("change.landings", "change.files", "change.days-since-last")
STORY = mainline(
    landing(50, "config/a", "config/b", "docs/x"),
    landing(40, "src/c", "config/a"),
    landing(30, "docs/x"),
    landing(22, "config/gone", after=0),
    tree=["config/a", "config/b", "src/c", "docs/x"],
    since=10,
    older={"config/b": 9, "src/c": 1},
)


@pytest.mark.parametrize(
    ("paths", "window", "landings", "files"),
    [
        ("config+code", "28d", 2, 3),
        ("config+code", "29d", 3, 4),
        ("config", "10d", 1, 2),
        ("config", "240h", 1, 2),
        ("code", "10d", 0, 0),
        ("code", "11d", 1, 1),
        ("docs", "4w", 2, 1),
        ("docs", "0d", 0, 0),
        (("config/a", "docs/*"), "28d", 3, 2),
    ],
)
def test_a_window_is_open_at_its_start_and_closed_at_its_end(
    paths: str | tuple[str, ...], window: str, landings: int, files: int
) -> None:
    """Landings that touch a path of the set, and the distinct paths so touched."""
    assert value(read("change.landings", 50, STORY, paths=paths, window=window)) == landings
    assert value(read("change.files", 50, STORY, paths=paths, window=window)) == files


@pytest.mark.parametrize(
    ("day", "landings"), [(50, 2), (50 - 1 / 86_400, 1), (60, 1), (60 - 1 / 86_400, 2), (70, 0), (70 - 1 / 86_400, 1)]
)
def test_a_second_decides(day: float, landings: int) -> None:
    """A landing at the start of the window is out, one at its end is in, one after it does not exist."""
    assert value(read("change.landings", day, STORY, paths="config", window="20d")) == landings


def test_a_reading_shows_its_landings() -> None:
    """Newest first, with the day, what the commit says, and what it touched."""
    found = read("change.landings", 50, STORY, paths="config")
    assert isinstance(found, Measured)
    assert found.summary == "2 landings in the 28 days to 2026-02-20."
    assert evidence(found) == [
        ("landing", "50".ljust(40, "x"), "2026-02-20 change: config/a and 1 more"),
        ("landing", "40".ljust(40, "x"), "2026-02-10 change: config/a"),
    ]
    assert evidence(read("change.files", 50, STORY, paths="config")) == evidence(found)


@pytest.mark.parametrize(
    ("signal", "paths", "window", "summary"),
    [
        ("change.landings", "code", "28d", "1 landing in the 28 days to 2026-02-20."),
        ("change.landings", "code", "1d", "0 landings in the 1 day to 2026-02-20."),
        ("change.files", "code", "28d", "1 file in 1 landing in the 28 days to 2026-02-20."),
        ("change.files", "config", "28d", "2 files in 2 landings in the 28 days to 2026-02-20."),
        (
            "change.landings",
            "code",
            "60d",
            "1 landing in the 60 days to 2026-02-20 (the history begins on 2026-01-01T00:00:00Z, inside that window).",
        ),
    ],
)
def test_a_reading_in_words(signal: str, paths: str, window: str, summary: str) -> None:
    """The summary says the count, and where the history begins when that is inside the window."""
    git = mainline(*STORY.landings, tree=STORY.tree, since=-100)
    found = read(signal, 50, git, paths=paths, window=window)
    assert isinstance(found, Measured)
    assert found.summary == summary


@pytest.mark.parametrize(
    ("day", "paths", "days", "touched"),
    [
        (50, "config", 0, "2026-02-20: config/a and 1 more"),
        (49.5, "config", 9.5, "2026-02-10: config/a"),
        (39, "config", 17, "2026-01-23: config/gone"),
        (21, "config", 12, "2026-01-10: config/b"),
        (39, "code", 38, "2026-01-02: src/c"),
    ],
)
def test_days_since_the_last_landing(day: float, paths: str, days: float, touched: str) -> None:
    """That touches the set, deletions too, however long ago."""
    found = read("change.days-since-last", day, STORY, paths=paths)
    assert value(found) == days
    ((kind, _, note),) = evidence(found)
    assert (kind, note) == ("landing", touched)


def test_the_last_landing_is_named() -> None:
    """In the words of the reading."""
    found = read("change.days-since-last", 39, STORY)
    assert isinstance(found, Measured)
    assert found.summary == "The last landing that touched these files was 22xxxxxxxx on 2026-01-23."


def test_of_two_in_one_second_the_newer_is_the_last() -> None:
    """Both landed then; the one on top is named."""
    git = mainline(landing(5, "config/a"), landing(5.0, "config/b"), tree=["config/a", "config/b"])
    assert evidence(read("change.days-since-last", 6, git))[0][2] == "2026-01-06: config/a and 1 more"


def test_a_submodule_in_the_set_counts() -> None:
    """A new commit of it is a change of its path."""
    git = mainline(landing(5, "config/m", before=MODULE, after=MODULE), tree={"config/m": MODULE}, since=-99)
    assert value(read("change.landings", 6, git)) == 1


SHALLOW = mainline(landing(45, "config/a"), tree=["config/a", "src/c"], since=-99, first=40, shallow=True)


@pytest.mark.parametrize(
    ("git", "day", "why"),
    [
        (Unavailable("no git"), 50, "no git"),
        (mainline(tree=["config/a"], first=60), 50, "the first commit of the mainline landed on"),
        (mainline(tree=["config/a"], doubtful_from=49), 50, "of the mainline is in the future"),
        (mainline(tree=["docs/x"]), 50, "no file of the mainline at 2026-02-20T00:00:00Z matches config/**, src/**"),
        (mainline(landing(60, "config/a", before=0), tree=["config/a"]), 50, "no file of the mainline"),
        (SHALLOW, 39, "the clone is shallow and begins on"),
    ],
    ids=["no-facts", "too-early", "doubtful", "nothing", "nothing-yet", "before-the-clone"],
)
@pytest.mark.parametrize("signal", NAMES)
def test_what_cannot_be_told(signal: str, git: GitFacts | Unavailable, day: float, why: str) -> None:
    """Is unavailable, with the reason, and never a zero."""
    assert why in reason(read(signal, day, git))


@pytest.mark.parametrize("signal", NAMES)
def test_paths_that_are_not_configured(signal: str) -> None:
    """There is no set that could be quiet."""
    configured = settings(paths=GitPaths(docs=("docs/**",)))
    assert "which files count as config+code is not configured" in reason(
        read(signal, 50, STORY, configured=configured)
    )


@pytest.mark.parametrize("signal", NAMES)
@pytest.mark.parametrize(
    ("written", "unmatched"),
    [
        (GitPaths(config=("confg/**",)), "confg/**"),
        (GitPaths(config=("Config/**", "metadata/**"), code=("src/**",)), "Config/**, metadata/**"),
        (GitPaths(config=("config/**",), code=("lib/**",)), "lib/**"),
    ],
    ids=["a-letter", "other-case", "code"],
)
def test_a_part_of_what_is_asked_that_matches_nothing(signal: str, written: GitPaths, unmatched: str) -> None:
    """Its patterns are mistaken when the configuration has them itself; a pack of a platform may match nothing."""
    paths = GitPaths(written.config, written.code or PATHS.code, PATHS.docs)
    configured = settings(paths=paths)
    assert configured.git.written == GitPaths()
    assert value(read(signal, 50, STORY, configured=configured)) is not None
    own = replace(configured, git=replace(configured.git, written=written))
    assert f"matches {unmatched}" in reason(read(signal, 50, STORY, configured=own))


@pytest.mark.parametrize("signal", NAMES)
def test_what_is_excluded_does_not_count(signal: str) -> None:
    """Not for a named set, nor for patterns of a rule's own."""
    configured = settings(paths=GitPaths(PATHS.config, PATHS.code, PATHS.docs, ("config/**",)))
    found = read(signal, 49, STORY, configured=configured, paths=("**/c", "config/a"))
    assert value(found) == (9 if signal == "change.days-since-last" else 1)
    assert "(and is not excluded)" in reason(read(signal, 49, STORY, configured=configured, paths="config"))


@pytest.mark.parametrize("signal", NAMES[:2])
def test_a_shallow_clone_tells_a_window_that_lies_inside_it(signal: str) -> None:
    """One that begins before it is unavailable, whatever is in it."""
    assert value(read(signal, 50, SHALLOW, window="10d")) == 1
    assert "the clone is shallow" in reason(read(signal, 50, SHALLOW, window="11d"))


def test_a_shallow_clone_tells_the_last_landing_that_it_has() -> None:
    """For a set that none of its landings touched there was one before."""
    assert value(read("change.days-since-last", 50, SHALLOW, paths="config")) == 5
    assert "earlier changes are needed" in reason(read("change.days-since-last", 50, SHALLOW, paths="code"))


def test_a_file_that_no_landing_brought() -> None:
    """In a whole clone there is none; if there were, nothing would be known of it."""
    assert "no file of the mainline" in reason(read("change.days-since-last", 50, mainline(tree=["config/a"])))


def test_landings_that_were_not_read_do_not_count_as_none() -> None:
    """A window longer than what was asked for has no reading."""
    assert "were not read" in reason(read("change.landings", 50, STORY, window="41d"))


@pytest.mark.parametrize("signal", NAMES)
def test_what_is_needed_of_git(signal: str) -> None:
    """The landings of the window, or the last one of the set."""
    measured = SIGNALS[signal]
    needs = measured.needs(measured.with_defaults({"paths": ("a", "b")}), instant(50))
    now, chosen = instant(50), frozenset({("a", "b")})
    last = signal == "change.days-since-last"
    since = now if last else instant(22)
    assert needs == Needs(
        frozenset({"git"}), GitNeed(now, since, now, paths=chosen, last=chosen if last else frozenset())
    )
