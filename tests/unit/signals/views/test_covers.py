"""Which configuration each document describes, and what is said when a pattern matches nothing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.git import instant
from support.landings import MODULE, evidence, landing, mainline, read, reason, settings, value

from readiness_gate.model.facts.git import SUBMODULE, GitFacts, Held
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths
from readiness_gate.signals.views.covers import Files, changed_later, closest

PATHS = GitPaths(config=("**/*.xml",), docs=("*/readme/**", "guides/**"))
EACH = Cover(("{m}/**",), ("{m}/readme/**",))
TREE = ["sale/a.xml", "sale/readme/a.md", "sale/readme/b.md", "stock/a.xml", "stock/readme/a.md", "shared/x.xml"]
GIT = mainline(
    landing(80, "sale/readme/b.md"),
    landing(70, "shared/x.xml"),
    landing(60, "sale/a.xml", "sale/old.xml", after=1),
    tree=TREE,
    since=50,
    older=dict.fromkeys(TREE, 10),
)


def _configured(*covers: Cover, paths: GitPaths = PATHS) -> Settings:
    return settings(paths=paths, covers=covers)


def _stale(*covers: Cover, git: GitFacts = GIT, day: float = 90) -> list[str]:
    found = read("docs.stale", day, git, configured=_configured(*covers))
    return [name for _, name, _ in evidence(found)]


@pytest.mark.parametrize(
    ("covers", "stale"),
    [
        pytest.param((EACH,), ["sale/readme/a.md"], id="its-own"),
        pytest.param(
            (Cover(("{m}/**", "shared/**"), ("{m}/readme/**",)),),
            ["sale/readme/a.md", "stock/readme/a.md"],
            id="shared",
        ),
        pytest.param((Cover(("**",), ("*/readme/**",)),), ["sale/readme/a.md", "stock/readme/a.md"], id="no-captures"),
        pytest.param(
            (EACH, Cover(("shared/*",), ("sale/readme/*",))), ["sale/readme/a.md"], id="several-entries-of-a-document"
        ),
    ],
)
def test_a_document_is_behind_what_it_describes(covers: tuple[Cover, ...], stale: list[str]) -> None:
    """With captures the configuration for which they stand for the same text, and what has none; never a document."""
    assert _stale(*covers) == stale


@pytest.mark.parametrize(
    ("place", "config", "stale"),
    [
        ("sale/core", ("{m}/**",), []),
        ("sale/core", ("shared/**", "sale/*/x/**"), ["sale/readme/b.md"]),
        ("vendor", ("shared/**", "vendor/x/*.xml"), ["sale/readme/b.md"]),
        ("vendor", ("shared/**", "vendor"), ["sale/readme/b.md"]),
        ("vendor", ("shared/**",), []),
    ],
)
def test_a_document_is_behind_a_submodule_that_moved(place: str, config: tuple[str, ...], stale: list[str]) -> None:
    """Where patterns of its configuration reach inside; a submodule that they match is one of its files."""
    moved = landing(88, place, before=SUBMODULE, after=SUBMODULE)
    here = {**dict.fromkeys(TREE, 0o100644), place: SUBMODULE, "sale/y/x/a": 0o100644, "vendor/x/a.xml": 0o100644}
    git = replace(GIT, landings=(moved, *GIT.landings), tree=here, modules=frozenset({place}))
    captured = any("{" in each for each in config)
    docs = ("{m}/readme/**",) if captured else ("sale/readme/b.md",)
    found = _stale(Cover(config, docs), git=replace(git, landings=git.landings[:2]))
    assert found == (["sale/readme/a.md", "sale/readme/b.md"] if captured else stale)


def test_a_change_of_a_document_makes_no_other_stale() -> None:
    """Nor itself, though a pattern of config matches it; what was deleted counts."""
    git = mainline(landing(80, "a/readme/x.md"), tree=["a/readme/x.md", "a/readme/y.md", "a/c.xml"], since=0)
    git = mainline(*git.landings, tree=git.tree, since=50, older={"a/readme/y.md": 10, "a/c.xml": 5})
    assert _stale(EACH, git=git) == []
    assert value(read("docs.drift-days", 90, git, configured=_configured(EACH))) == 0


def test_what_changed_is_counted_once() -> None:
    """In however many entries it is; those of the largest group are only counted."""
    one, two = "sale/a.xml", "sale/old.xml"
    covers = (EACH, EACH, Cover((one, "shared/*"), ("sale/readme/*",)))
    found = read("docs.stale", 90, GIT, configured=_configured(*covers))
    assert "; shared/x.xml and 2 more changed up to" in evidence(found)[0][2]
    groups = [Files([(instant(2), one), (instant(1), two)], frozenset({one, two})), Files([], frozenset())]
    assert changed_later(groups, instant(1), 0) == ((instant(2), one), 1)
    assert changed_later(groups, instant(0), 0) == ((instant(2), one), 2)
    assert changed_later(groups, instant(2), 0) is None


SYNTAX = "patterns are case sensitive and begin at the top of the repository"
DOCUMENTS = "which [[covers]] names (documents are files of docs in [git.paths], no links)"


@pytest.mark.parametrize(
    ("covers", "why"),
    [
        pytest.param(
            (Cover(("{m}/**",), ("{m}/readme/**", "{m}/raedme/**")),),
            f"no document matches {{m}}/raedme/**, {DOCUMENTS}: {SYNTAX}",
            id="captures",
        ),
        pytest.param(
            (Cover(("sale/**",), ("sale/readme/**", "sale/raedme/**")),),
            f'no document matches sale/raedme/**, {DOCUMENTS}: {SYNTAX}; did you mean "sale/readme"?',
            id="one-of-a-list",
        ),
        pytest.param(
            (Cover(("sale/*.xml", "slae/*.xml"), ("sale/readme/**",)), Cover(("x",), ("y",))),
            f"no document matches y, {DOCUMENTS}: {SYNTAX}; 2 more match nothing: `readiness-gate doctor` lists them",
            id="documents-first",
        ),
        pytest.param(
            (Cover(("sale/*.xml", "slae/a.xml"), ("sale/readme/**",)),),
            f'no configuration matches slae/a.xml, which [[covers]] names: {SYNTAX}; did you mean "sale/a.xml"?',
            id="config",
        ),
        pytest.param(
            (Cover(("sale/readme/*", "sale/*"), ("sale/readme/**",)),),
            f"only documents match sale/readme/*, which [[covers]] names as config: {SYNTAX}",
            id="documents-are-no-config",
        ),
        pytest.param(
            (Cover(("{m}/{m}.xml", "{m}/**"), ("{m}/readme/**",)),),
            f"no configuration matches {{m}}/{{m}}.xml, which [[covers]] names: {SYNTAX}",
            id="a-capture-twice",
        ),
        pytest.param(
            (Cover(("x{m}/**",), ("{m}/readme/**",)),),
            f"no configuration matches x{{m}}/**, which [[covers]] names: {SYNTAX}",
            id="no-text-at-all",
        ),
        pytest.param(
            (Cover(("shared/*", "s{m}/a.xml"), ("s{m}/readme/**", "{m}/readme/b.md")),),
            f"no configuration matches ssale/a.xml, which sale/readme/b.md describes by [[covers]]: {SYNTAX}; "
            'did you mean "sale/a.xml"?',
            id="a-text-of-a-document",
        ),
    ],
)
@pytest.mark.parametrize("signal", ["docs.stale", "docs.fresh-share", "docs.drift-days"])
def test_a_pattern_that_matches_nothing(signal: str, covers: tuple[Cover, ...], why: str) -> None:
    """Makes the reading unavailable, with the path that may be meant."""
    assert why in reason(read(signal, 90, GIT, configured=_configured(*covers)))


def test_what_a_shallow_clone_may_lack() -> None:
    """Deleted configuration, and no documents: all that there are are in the tree."""
    git = mainline(landing(80, *TREE), tree=TREE, since=0, first=70, shallow=True)
    gone = _configured(Cover(("gone/*",), ("sale/readme/*",)))
    assert reason(read("docs.stale", 90, git, configured=gone)).startswith("the clone is shallow")
    both = _configured(Cover(("gone/*",), ("gone/readme/*",)))
    assert reason(read("docs.stale", 90, git, configured=both)).startswith("no document matches gone/readme/*")


def test_submodules_are_no_documents_of_an_entry() -> None:
    """A pattern that matches nothing else matches no document."""
    git = mainline(tree={"sale/readme/m": MODULE, "guides/x.md": 0o100644, "sale/a.xml": 0o100644}, since=0)
    why = reason(read("docs.stale", 5, git, configured=_configured(Cover(("sale/*.xml",), ("sale/readme/*",)))))
    assert why.startswith("no document matches sale/readme/*")


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ("Docs/Quoting/**", '; did you mean "docs/quoting"?'),
        ("docs/qouting/guide.md", '; did you mean "docs/quoting/guide.md"?'),
        ("**", ""),
        ("docs/quoting/a-very-long-name-that-is-like-none.md", ""),
        ("something/else/**/*.xml", ""),
    ],
)
def test_the_closest_path(pattern: str, hint: str) -> None:
    """A file or folder that there is, whatever the case; none that is like nothing."""
    assert closest(pattern, ["docs/quoting/guide.md", "docs/sales/guide.md"]) == hint


def _moved(contents: Sequence[tuple[float, str]], moment: float, *, grace: float = 0, span: float = 0) -> bool:
    """Whether a file that is back at something it held is counted as changed."""
    held = tuple(Held(f"c{day}", instant(day), content) for day, content in contents)
    files = Files([], frozenset({"a"}), None, [(held[-1].landed, "a")], {"a": held})
    return bool(files.moved(instant(moment), round(grace * 86_400), round(span * 86_400)))


BACK = [(1, "x"), (10.4, "y"), (12, "x")]
TO_AND_FRO = [(1, "x"), (10.4, "y"), (10.5, "z"), (10.6, "x"), (20, "y"), (21, "x")]


@pytest.mark.parametrize(
    ("contents", "moment", "grace", "span", "moved"),
    [
        pytest.param(BACK, 10, 0, 0, False, id="before-the-change"),
        pytest.param(BACK, 10.5, 0, 0, True, id="after-it"),
        pytest.param(BACK, 10, 0, 1, True, id="the-day-of-it"),
        pytest.param(BACK, 9, 0, 1, False, id="the-day-before"),
        pytest.param(BACK, 11, 0, 1, True, id="the-day-between"),
        pytest.param(BACK, 10, 1.7, 1, False, id="within-the-grace"),
        pytest.param(BACK, 10, 1.5, 1, True, id="a-part-of-the-day-within-the-grace"),
        pytest.param(BACK, 10, 0, 0.4, True, id="to-the-second-of-it"),
        pytest.param(BACK, 10, 0, 0.3, False, id="up-to-it"),
        pytest.param(TO_AND_FRO, 10, 0, 1, True, id="back-within-the-day"),
        pytest.param(TO_AND_FRO, 10, 0, 0, False, id="back-after-a-moment"),
        pytest.param(TO_AND_FRO, 13, 0, 1, False, id="a-quiet-day"),
    ],
)
def test_a_whole_day_has_to_hold_what_is_there_now(
    contents: Sequence[tuple[float, str]], moment: float, grace: float, span: float, *, moved: bool
) -> None:
    """People may have been trained at any instant of it."""
    assert _moved(contents, moment, grace=grace, span=span) is moved
