"""A document is stale when it is too old, or when what it describes landed a change well after it."""

from dataclasses import replace

import pytest
from support.git import instant
from support.landings import FILE, LINK, MODULE, PATHS, evidence, landing, mainline, read, reason, settings, value

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, ParameterValue, Unavailable
from readiness_gate.model.settings.git import Cover, GitPaths
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.docs import freshness

NAMES = ("docs.stale", "docs.fresh-share")
QUOTE, ORDER = Cover(("config/quote*",), ("docs/quote.md",)), Cover(("config/order*",), ("docs/order.md",))
TREE = ["config/quote", "config/order", "docs/quote.md", "docs/order.md", "docs/other.md"]
STORY = mainline(
    landing(60, "config/quote2", after=0),
    landing(50, "config/quote"),
    landing(40, "docs/quote.md"),
    tree=TREE,
    since=30,
    older={"docs/order.md": 20, "docs/other.md": 1, "config/order": 20, "config/quote2": 10, "config/quote": 3},
)
BOTH = settings(covers=(QUOTE, ORDER))
SECOND = 1 / 86_400


@pytest.mark.parametrize(
    ("day", "given", "stale"),
    [
        (45, {}, []),
        (50, {"grace": "9d"}, ["docs/quote.md"]),
        (50, {"grace": "10d"}, []),
        (50, {"grace": "239h"}, ["docs/quote.md"]),
        (59, {"grace": "10d"}, []),
        (60, {"grace": "10d"}, ["docs/quote.md"]),
        (60, {"grace": "20d"}, []),
        (60, {}, ["docs/quote.md"]),
        (46, {"max-age": "6d"}, ["docs/order.md", "docs/other.md"]),
        (46 + SECOND, {"max-age": "6d"}, ["docs/order.md", "docs/other.md", "docs/quote.md"]),
        (46, {"max-age": "45d"}, []),
        (46, {"max-age": "1079h"}, ["docs/other.md"]),
        (40, {"max-age": "0d"}, ["docs/order.md", "docs/other.md"]),
        (60, {"max-age": "60d", "grace": "9d"}, ["docs/quote.md"]),
    ],
)
def test_a_document_is_stale_by_drift_or_by_age(day: float, given: dict[str, ParameterValue], stale: list[str]) -> None:
    """Both strictly; what it covers counts when it was deleted, too."""
    parameters = {name.replace("-", "_"): value for name, value in given.items()}
    found = read("docs.stale", day, STORY, configured=BOTH, **parameters)
    assert value(found) == len(stale)
    assert sorted(name for _, name, _ in evidence(found)) == stale
    assert isinstance(found, Measured)
    assert all(each.path == each.id for each in found.evidence)
    judged = 3 if "max-age" in given else 2
    share = read("docs.fresh-share", day, STORY, configured=BOTH, **parameters)
    assert value(share) == (judged - len(stale)) / judged
    assert evidence(share) == evidence(found)


def test_a_reading_says_why() -> None:
    """With the days, and the landing that made a document stale; drift before age."""
    found = read("docs.fresh-share", 60, STORY, configured=BOTH, max_age="30d")
    assert isinstance(found, Measured)
    assert found.summary == (
        "0 of 3 documents judged are fresh; 1 describe configuration that changed after them. "
        "2 of 2 configuration files are described by a document."
    )
    assert evidence(found) == [
        ("document", "docs/order.md", "last changed 2026-01-21, 40 days ago"),
        ("document", "docs/other.md", "last changed 2026-01-02, 59 days ago"),
        (
            "document",
            "docs/quote.md",
            "last changed 2026-02-10; config/quote2 and 1 more changed up to 2026-03-02 (60xxxxxxxx)",
        ),
    ]


def test_one_change_needs_no_and() -> None:
    """The summary of fresh documents says no more than that."""
    found = read("docs.stale", 59, STORY, configured=BOTH)
    assert evidence(found)[0][2] == "last changed 2026-02-10; config/quote changed up to 2026-02-20 (50xxxxxxxx)"
    fresh = read("docs.stale", 45, STORY, configured=BOTH)
    assert isinstance(fresh, Measured)
    told = "2 of 2 documents judged are fresh. 3 of 3 configuration files are described by a document."
    assert fresh.summary == told


def test_a_path_covered_twice_is_told_once() -> None:
    """Two entries may say the same of one document."""
    found = read("docs.stale", 59, STORY, configured=settings(covers=(QUOTE, QUOTE)))
    assert "and" not in evidence(found)[0][2]


def test_documents_are_those_of_that_time() -> None:
    """One that was deleted by then is not judged, one that came later neither. A link is no document: its text is
    elsewhere, and may be old."""
    git = mainline(
        landing(30, "docs/late.md", before=0),
        landing(20, "docs/gone.md", after=0),
        landing(10, "docs/gone.md", "docs/kept.md", before=0),
        landing(10, "docs/link.md", before=0, after=LINK),
        tree={"docs/late.md": FILE, "docs/kept.md": FILE, "docs/link.md": LINK, "docs/module": MODULE},
    )
    for day, judged in ((31, 2), (29, 1), (19, 2)):
        found = read("docs.fresh-share", day, git, configured=settings(covers=()), max_age="1d")
        assert isinstance(found, Measured)
        assert f"of {judged} documents judged" in found.summary
        assert found.summary.endswith("; 2 links and submodules left out.")


def test_what_is_excluded_is_neither_document_nor_covered() -> None:
    """For coverage alike."""
    paths = GitPaths(PATHS.config, PATHS.code, PATHS.docs, ("docs/other.md", "config/*2"))
    configured = settings(paths=paths, covers=(QUOTE,))
    found = read("docs.stale", 60, STORY, configured=configured, max_age="99d", grace="10d")
    assert isinstance(found, Measured)
    told = "2 of 2 documents judged are fresh. 1 of 2 configuration files is described by a document."
    assert found.summary == told


def test_an_entry_without_documents_is_none_about_documents() -> None:
    """It says which training modules depend on configuration."""
    configured = settings(covers=(Cover(("nothing",), (), ("quoting",)), QUOTE))
    assert value(read("docs.stale", 45, STORY, configured=configured)) == 0


@pytest.mark.parametrize(
    ("git", "covers", "why"),
    [
        (Unavailable("no git"), (QUOTE,), "no git"),
        (mainline(tree=TREE, first=99), (QUOTE,), "the first commit of the mainline landed on"),
        (mainline(tree=["config/a"]), (QUOTE,), "no file of the mainline at 2026-02-15T00:00:00Z matches docs/**"),
        (
            mainline(tree={"docs/m": MODULE}),
            (QUOTE,),
            "only submodules and symbolic links match docs/**, such as docs/m",
        ),
        (STORY, (), "no document can be judged: say what documents describe in [[covers]], or give the rule a max-age"),
        (STORY, (QUOTE, Cover(("Config/**",), ("docs/**",))), "no configuration matches Config/**, which [[covers]]"),
        (STORY, (Cover(("config/**",), ("docs/absent",)),), "no document matches docs/absent, which [[covers]] names"),
        (STORY, (Cover(("config/**",), ("src/**",)),), "no document matches src/**"),
        (mainline(tree=TREE), (QUOTE,), "no landing is known that brought docs/quote.md (1 such documents)"),
    ],
    ids=["no-facts", "early", "nothing", "modules", "no-covers", "no-config", "no-docs", "not-docs", "undated"],
)
@pytest.mark.parametrize("signal", NAMES)
def test_what_cannot_be_told(signal: str, git: GitFacts | Unavailable, covers: tuple[Cover, ...], why: str) -> None:
    """Is unavailable, with the reason; 0 of 0 documents are not fresh."""
    assert why in reason(read(signal, 45, git, configured=settings(covers=covers)))


@pytest.mark.parametrize("signal", NAMES)
def test_which_files_are_documents_must_be_configured(signal: str) -> None:
    """Without patterns there is nothing to judge."""
    configured = settings(paths=GitPaths(config=("config/**",)))
    assert "which files count as docs is not configured" in reason(read(signal, 45, STORY, configured=configured))


@pytest.mark.parametrize(
    ("tree", "covers", "max_age"),
    [
        (TREE, (QUOTE,), None),
        (TREE, (), "999d"),
        (["docs/quote.md"], (QUOTE,), None),
    ],
    ids=["covered", "by-age", "config-deleted"],
)
def test_a_shallow_clone_does_not_make_documents_fresh(
    tree: list[str], covers: tuple[Cover, ...], max_age: str | None
) -> None:
    """What was last changed before the clone begins has no date in it, and may have been deleted in it."""
    git = mainline(tree=tree, first=40, shallow=True)
    given = {"max_age": max_age} if max_age else {}
    assert "the clone is shallow" in reason(
        read("docs.fresh-share", 45, git, configured=settings(covers=covers), **given)
    )


def test_a_shallow_clone_tells_of_documents_that_changed_in_it() -> None:
    """Configuration that did not change in it is older than they are."""
    git = mainline(landing(42, "docs/quote.md"), tree=TREE, first=40, shallow=True)
    assert value(read("docs.stale", 45, git)) == 0


@pytest.mark.parametrize(("day", "known"), [(40, True), (40 - SECOND, False), (1, False)])
def test_documents_from_before_their_configuration_is_known(day: float, known: bool) -> None:  # noqa: FBT001
    """What changed between the document and the beginning of a clone that was cut off is hidden."""
    git = mainline(tree=["config/quote", "docs/quote.md"], older={"docs/quote.md": day, "config/quote": 40}, first=40)
    cut_off = replace(git, shallow=True)
    for signal in (*NAMES, "docs.drift-days"):
        found = read(signal, 45, cut_off, configured=settings(covers=(QUOTE,)))
        assert isinstance(found, Measured) is known
        assert known or "the clone is shallow" in reason(found)
        assert isinstance(read(signal, 45, git, configured=settings(covers=(QUOTE,))), Measured)


@pytest.mark.parametrize("signal", NAMES)
def test_what_is_needed_of_git(signal: str) -> None:
    """The last change of every document and of what it covers."""
    now = instant(50)
    needs = SIGNALS[signal].needs(SIGNALS[signal].with_defaults({}), now)
    need = GitNeed(now, now, now, paths=frozenset({"config", "docs"}), documents=True)
    assert needs == Needs(frozenset({"git"}), need)


@pytest.mark.parametrize(
    ("day", "percentile", "days", "behind"),
    [
        (45, 90, 0, []),
        (50, 90, 10, [("docs/quote.md", "10.0 days behind")]),
        (50, 50, 0, [("docs/quote.md", "10.0 days behind")]),
        (50, 51, 10, [("docs/quote.md", "10.0 days behind")]),
        (60, 100, 20, [("docs/quote.md", "20.0 days behind")]),
        (60, 1, 0, [("docs/quote.md", "20.0 days behind")]),
    ],
)
def test_how_far_documents_are_behind(day: float, percentile: int, days: float, behind: list[tuple[str, str]]) -> None:
    """The nearest rank over the documents that cover something; what is up to date is 0 days behind."""
    found = read("docs.drift-days", day, STORY, configured=BOTH, percentile=percentile)
    assert value(found) == days
    assert [(name, note) for _, name, note in evidence(found)] == behind
    assert isinstance(found, Measured)
    assert found.summary.startswith(
        f"{percentile} % of 2 documents that describe configuration are at most {days:.1f} "
    )


def test_how_far_nothing_is_behind() -> None:
    """Without documents, without covers, or before what brought them, there is no drift to tell."""
    assert "no git" in reason(read("docs.drift-days", 50, Unavailable("no git")))
    assert "say which do in [[covers]]" in reason(read("docs.drift-days", 50, STORY, configured=settings(covers=())))
    void = settings(covers=(Cover(("config/none",), ("docs/quote.md",)),))
    assert "no configuration matches config/none" in reason(read("docs.drift-days", 50, STORY, configured=void))
    undated = mainline(tree=TREE, since=30, older={"config/quote": 3})
    assert "no landing is known that brought" in reason(read("docs.drift-days", 50, undated, configured=BOTH))


@pytest.mark.parametrize(
    ("covers", "left"),
    [
        ((QUOTE, ORDER), []),
        ((QUOTE,), ["config/order"]),
        ((), ["config/order", "config/quote"]),
        ((Cover(("config/**",), ("docs/gone.md",)),), ["config/order", "config/quote"]),
        ((Cover(("config/**",), (), ("module",)),), ["config/order", "config/quote"]),
        ((Cover(("config/**",), ("docs/*",)),), []),
    ],
)
def test_configuration_that_no_document_describes(covers: tuple[Cover, ...], left: list[str]) -> None:
    """A document that is not there describes nothing, and no more does a training module."""
    found = read("docs.uncovered", 60, STORY, configured=settings(covers=covers))
    assert (value(found), [name for _, name, _ in evidence(found)]) == (len(left), left)
    assert isinstance(found, Measured)
    assert found.summary == f"{len(left)} of 2 configuration files are described by no document."


def test_configuration_that_a_submodule_describes() -> None:
    """It is no document."""
    git = mainline(tree={"config/a": FILE, "docs/m": MODULE}, since=0)
    assert value(read("docs.uncovered", 5, git, configured=settings(covers=(Cover(("config/**",), ("docs/*",)),)))) == 1


def test_configuration_that_documents_of_its_own_module_describe() -> None:
    """The rest of the modules is described by none, whatever the captures stand for."""
    git = mainline(tree=["config/a/x", "config/b/x", "docs/a.md", "config/all"], since=0)
    configured = settings(covers=(Cover(("config/{m}/**", "config/all"), ("docs/{m}.md",)),))
    found = read("docs.uncovered", 5, git, configured=configured)
    assert [name for _, name, _ in evidence(found)] == ["config/b/x"]


@pytest.mark.parametrize(
    ("git", "paths", "why"),
    [
        (Unavailable("no git"), PATHS, "no git"),
        (STORY, GitPaths(docs=("docs/**",)), "provide config = […] in [git.paths]"),
        (mainline(tree=["docs/x"]), PATHS, "no file of the mainline"),
        (mainline(tree=["config/a"], first=60), PATHS, "the first commit of the mainline landed on"),
    ],
    ids=["no-facts", "not-configured", "nothing", "too-early"],
)
def test_uncovered_configuration_that_cannot_be_told(git: GitFacts | Unavailable, paths: GitPaths, why: str) -> None:
    """No configuration at all is not all of it described."""
    assert why in reason(read("docs.uncovered", 50, git, configured=settings(paths=paths)))


def test_what_is_needed_for_uncovered_configuration() -> None:
    """The trees, and no landing."""
    now = instant(50)
    needs = SIGNALS["docs.uncovered"].needs(SIGNALS["docs.uncovered"].with_defaults({}), now)
    assert needs == Needs(frozenset({"git"}), GitNeed(now, now, now, paths=frozenset({"config", "docs"})))


@pytest.mark.parametrize(("given", "there"), [({}, 2), ({"max-age": "6d"}, 3)])
def test_which_documents_are_judged(given: dict[str, ParameterValue], there: int) -> None:
    """Those that describe anything; all of them by their age. What they hold is empty where it is not known."""
    facts = Facts(BOTH, None, {"git": STORY})
    found = freshness.judged(facts, instant(60), freshness.STALE.with_defaults(given))
    assert len(found) == there
    assert set(found.values()) == {""}
