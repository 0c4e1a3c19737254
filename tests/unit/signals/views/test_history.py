"""What the facts of the mainline say as of an instant, and where they end."""

from collections.abc import Callable

import pytest
from support.git import instant
from support.landings import FILE, LINK, MODULE, landing, mainline

from readiness_gate.errors import DEEPEN, CannotMeasure
from readiness_gate.model.facts.git import Change, GitFacts, Landing, Touch
from readiness_gate.model.globs import PathSet
from readiness_gate.model.reading import Parameters
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.signals.views import history

WHOLE = mainline(first=10)
SHALLOW = mainline(first=10, shallow=True)
DOUBTFUL = mainline(first=10, doubtful_from=30)


def _why(ask: Callable[[], object]) -> str | None:
    try:
        ask()
    except CannotMeasure as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    ("git", "day", "why"),
    [
        (WHOLE, 10, None),
        (WHOLE, 400, None),
        (WHOLE, 9.9, "the first commit of the mainline landed on 2026-01-11T00:00:00Z, after 2026-01-10T21:36:00Z"),
        (SHALLOW, 10, None),
        (SHALLOW, 9.9, f"the clone is shallow and begins on 2026-01-11T00:00:00Z: {DEEPEN}"),
        (DOUBTFUL, 29.9, None),
        (DOUBTFUL, 30, "the date of the commit dddddddddddd of the mainline is in the future or cannot be read"),
        (DOUBTFUL, 31, "the date of the commit dddddddddddd of the mainline is in the future"),
    ],
    ids=["at-the-first", "later", "before", "cut-at", "cut-before", "sane", "at-the-doubtful", "after-the-doubtful"],
)
def test_when_the_mainline_can_be_told(git: GitFacts, day: float, why: str | None) -> None:
    """From its first landing to the last before a commit from the future."""
    found = _why(lambda: history.check_known(git, instant(day)))
    assert git.why_unknown(instant(day)) == found
    assert (found is None) if why is None else (found or "").startswith(why)


@pytest.mark.parametrize(
    ("git", "start", "why"),
    [
        (WHOLE, 9, None),
        (SHALLOW, 10, None),
        (
            SHALLOW,
            9.9,
            "the clone is shallow: it begins on 2026-01-11T00:00:00Z, and earlier changes are needed; fetch the",
        ),
        (mainline(first=10, since=20), 20, None),
        (mainline(first=10, since=20), 19.9, "landings before 2026-01-21T00:00:00Z were not read"),
        (mainline(first=20, since=20), 19.9, "landings before 2026-01-21T00:00:00Z were not read"),
        (mainline(first=21, since=20), 19.9, None),
    ],
    ids=["whole", "cut-at", "cut-before", "read", "not-read", "not-read-at-the-first", "nothing-before"],
)
def test_how_far_back_landings_are_known(git: GitFacts, start: float, why: str | None) -> None:
    """As far as they were read, in a shallow clone to where it begins, in a whole one beyond its first."""
    found = _why(lambda: history.check_reaches(git, instant(start)))
    assert (found is None) if why is None else (found or "").startswith(why)


def test_only_a_shallow_clone_is_cut_off() -> None:
    """In a whole one a change that no landing shows did not happen."""
    assert history.why_cut_off(WHOLE) is None
    assert (history.why_cut_off(SHALLOW) or "").startswith("the clone is shallow: it begins on 2026-01-11T00:00:00Z")


@pytest.mark.parametrize(
    ("selector", "globs"),
    [
        ("config", ("c/**",)),
        ("config+code", ("c/**", "s/**")),
        (("x", "y"), ("x", "y")),
    ],
)
def test_a_path_set_is_named_or_listed(selector: str | tuple[str, ...], globs: tuple[str, ...]) -> None:
    """What is excluded is excluded from both."""
    found = history.path_set(GitSettings(paths=GitPaths(("c/**",), ("s/**",), (), ("x/**",))), selector)
    assert found == PathSet(globs, ("x/**",))


@pytest.mark.parametrize(
    ("selector", "told"),
    [("docs", "provide docs = […] in [git.paths]"), ("config+code", "provide config = […] and code = […] in")],
)
def test_a_path_set_that_is_not_configured(selector: str, told: str) -> None:
    """The reason says what to configure."""
    why = _why(lambda: history.path_set(GitSettings(), selector)) or ""
    assert why.startswith(f"which files count as {selector} is not configured")
    assert told in why


@pytest.mark.parametrize(("given", "selector"), [("docs", "docs"), (("a", "b"), ("a", "b"))])
def test_a_selector_is_a_name_or_patterns(given: str | tuple[str, ...], selector: str | tuple[str, ...]) -> None:
    """As the parameter gives it."""
    assert history.selected(Parameters((("paths", given),))) == selector


STORY = mainline(
    landing(40, "config/new", before=0),
    landing(30, "config/gone", after=0),
    Landing("2" * 40, instant(20), "", (Change("config/kind", LINK, FILE), Change("config/gone", 0, FILE))),
    landing(10, "config/kept"),
    tree=["config/new", "config/kept", "config/kind"],
    since=5,
    older={"config/kept": 1, "config/kind": 2, "config/late": 5},
)


@pytest.mark.parametrize(
    ("day", "tree"),
    [
        (40, {"config/new": FILE, "config/kept": FILE, "config/kind": FILE}),
        (39, {"config/kept": FILE, "config/kind": FILE}),
        (29, {"config/kept": FILE, "config/kind": FILE, "config/gone": FILE}),
        (19, {"config/kept": FILE, "config/kind": LINK}),
    ],
)
def test_the_tree_as_of_a_day(day: float, tree: dict[str, int]) -> None:
    """Is the newest, with what landed later taken back."""
    assert STORY.tree_at(instant(day)) == tree
    assert {path for path in STORY.ever if STORY.existed(path, instant(day))} == tree.keys()


def test_landings_of_one_second_are_one_instant() -> None:
    """All of them have landed by then, and none of them a second before."""
    git = mainline(landing(9, "b", before=0), landing(9, "a", before=0), tree=["a", "b"])
    assert set(git.tree_at(instant(9))) == {"a", "b"}
    assert git.tree_at(instant(9) - 1) == {}
    assert [git.existed("a", instant(9) + late) for late in (-1, 0)] == [False, True]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (40, {"config/new": 40, "config/gone": 30, "config/kind": 20, "config/kept": 10, "config/late": 5}),
        (20, {"config/gone": 20, "config/kind": 20, "config/kept": 10, "config/late": 5}),
        (9, {"config/kind": 2, "config/kept": 1, "config/late": 5}),
        (4, {"config/kind": 2, "config/kept": 1}),
    ],
)
def test_the_last_change_of_each_path_as_of_a_day(day: float, last: dict[str, int]) -> None:
    """Deleted paths too; later changes do not exist."""
    found = {path: touch.landed for path, touch in history.last_touches(STORY, instant(day)).items()}
    assert found == {path: instant(each) for path, each in last.items()}


def test_touches_name_their_landing() -> None:
    """So that a reader can go and look."""
    assert dict(history.touches(STORY, instant(1))) == {"config/kept": Touch("1".ljust(40, "x"), instant(1))}


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        (PathSet(("config/k*",)), ["config/kept", "config/kind"]),
        (
            PathSet(("config/n*",)),
            "no file of the mainline at 2026-01-30T00:00:00Z matches config/n*: patterns are case",
        ),
        (PathSet(("config/**",), ("config/*",)), "matches config/** (and is not excluded): patterns are"),
        (PathSet(tuple("abcdefg")), "matches a, b, c, d, e, …: patterns are"),
    ],
    ids=["some", "none-yet", "excluded", "many"],
)
def test_a_path_set_must_match_something(paths: PathSet, found: list[str] | str) -> None:
    """Of what is there at that time; a set that matches nothing is no quiet set."""
    why = _why(lambda: history.check_matches(STORY, paths, instant(29)))
    assert history.matches_any(STORY, paths, instant(29)) is (why is None)
    assert paths.of(STORY.tree_at(instant(29))) == ([] if isinstance(found, str) else found)
    assert (found in (why or "")) if isinstance(found, str) else why is None


def test_documents_are_files() -> None:
    """Never submodules and links, which have no text; with nothing else there are none."""
    git = mainline(tree={"docs/b": FILE, "docs/a": LINK, "docs/m": MODULE})
    assert history.documents_at(git, PathSet(("docs/**",)), instant(1)) == ["docs/b"]
    only = _why(lambda: history.documents_at(git, PathSet(("docs/m",)), instant(1)))
    assert only == (
        "only submodules and symbolic links match docs/m, such as docs/m, and these are not documents: name the files "
        "with the text"
    )


def test_windows_that_overlap_see_the_same() -> None:
    """Each finds by itself what it would find alone, whichever was asked first."""
    paths = PathSet(("config/k*",))
    windows = [(0, 40), (15, 30), (25, 40), (0, 40)]
    found = [
        [each.landing.landed for each in history.touching(STORY, paths, instant(start), instant(end))]
        for start, end in windows
    ]
    assert found == [[instant(20), instant(10)], [instant(20)], [], [instant(20), instant(10)]]
