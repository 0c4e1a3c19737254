"""Several repositories are read as one, and never without one of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, git, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.repositories import together
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from readiness_gate.signals.views.document_ages import remarked
from readiness_gate.signals.views.void_covers import void_covers
from readiness_gate.sources import SOURCES
from readiness_gate.sources.git import fetch
from readiness_gate.sources.overview import overviews

NOW = instant(100)
PATHS = GitPaths(("config/**",), ("src/**",), ("docs/**",))
NEED = GitNeed(NOW, instant(20), NOW, paths=frozenset({"config+code"}))
PLACES = {"core": None, "mw": "../mw"}
CONFIGURATION = 'milestones = {}\n[program]\nname = "P"\n'


@pytest.fixture
def core(tmp_path: Path) -> Repo:
    """Configuration and a document, and the configuration of the gate."""
    repo = Repo(tmp_path / "core")
    repo.commit(0, {"config/a": "1", "docs/a.md": "1", "readiness-gate.toml": CONFIGURATION, "roster.csv": "1"})
    repo.commit(30, {"config/a": "2"})
    return repo


@pytest.fixture
def other(tmp_path: Path) -> Repo:
    """Code and configuration under the same names."""
    repo = Repo(tmp_path / "mw")
    repo.commit(1, {"config/a": "one", "src/b": "1", "docs/b.md": "one"})
    repo.commit(40, {"src/b": "2"})
    repo.commit(50, {"config/a": "two"})
    return repo


def _settings(core: Repo, /, **changes: GitSettings) -> Settings:
    each = {name: GitSettings(where, "main", paths=PATHS) for name, where in PLACES.items()}
    return Settings("test", core.path, git=together({**each, **changes}), policy_files=("readiness-gate.toml",))


def _fetch(settings: Settings, need: GitNeed = NEED) -> GitFacts:
    return fetch(settings, Needs(frozenset({"git"}), need), NOW, WorkTree(settings.root).read)


def _read(settings: Settings, signal: str, need: GitNeed | None = None, **given: str) -> Reading:
    parameters = SIGNALS[signal].with_defaults({name.replace("_", "-"): each for name, each in given.items()})
    asked = need or SIGNALS[signal].needs(parameters, NOW).git or NEED
    return answered(SIGNALS[signal], Facts(settings, None, {"git": _fetch(settings, asked)}), NOW, parameters)


def _reason(reading: Reading) -> str:
    assert isinstance(reading, Unavailable), reading
    return reading.reason


@pytest.mark.usefixtures("other")
def test_paths_of_equal_names_are_different_paths(core: Repo) -> None:
    """A landing touches the one in its own repository, newest first over all; commits say whose they are."""
    facts = _fetch(_settings(core))
    seen = [((each.landed - instant(0)) // 86_400, [change.path for change in each.changes]) for each in facts.landings]
    assert seen == [(50, ["mw:/config/a"]), (40, ["mw:/src/b"]), (30, ["core:/config/a"])]
    assert [each.commit.partition(":")[0] for each in facts.landings] == ["mw", "mw", "core"]
    assert set(facts.tree) == {"core:/config/a", "mw:/config/a", "mw:/src/b"}
    assert (facts.first_landed, facts.since) == (instant(0), instant(20))
    assert [part.name for part in facts.repositories] == ["core", "mw"]


def test_each_has_its_own_provenance(core: Repo, other: Repo) -> None:
    """With its name, its records, and what a reader must know of it."""
    wide = replace(PATHS, config=("config/**", "typo/**"))
    facts = _fetch(_settings(core, mw=GitSettings("../mw", "main", paths=wide, written=wide)))
    first, second = facts.provenances
    assert (first.identity, second.identity) == (
        f"core: main at {core.head()[:12]}",
        f"mw: main at {other.head()[:12]}",
    )
    assert (first.records, second.records, facts.provenance.records) == (1, 2, 3)
    assert "mw: config: no file matches typo/**" in second.notes
    assert facts.provenance.notes == (*first.notes, *second.notes)


def test_files_of_the_gate_are_those_of_its_own_repository(core: Repo, other: Repo) -> None:
    """One that is called alike elsewhere is like any other that is in no path set."""
    for repo in (core, other):
        repo.commit(60, {"readiness-gate.toml": CONFIGURATION + "# more\n"})
    first, second = _fetch(_settings(core)).provenances
    assert [each for each in first.notes if "in no path set" in each] == []
    (note,) = [each for each in second.notes if "in no path set" in each]
    assert note.startswith("mw: 1 of ")
    assert note.endswith("(most are: 1 .toml)")


def _is_gone(_core: Repo, other: Repo) -> None:
    other.path.rename(other.path.parent / "elsewhere")


def _has_no_such_branch(_core: Repo, other: Repo) -> None:
    other.git("branch", "-m", "main", "trunk")


def _is_damaged(_core: Repo, other: Repo) -> None:
    for path in (other.path / ".git" / "objects").glob("??/*"):
        path.chmod(0o600)
        path.write_bytes(b"")


@pytest.mark.parametrize("wrong", [_is_gone, _has_no_such_branch, _is_damaged])
def test_one_that_cannot_be_read_leaves_nothing_known(
    core: Repo, other: Repo, wrong: Callable[[Repo, Repo], None]
) -> None:
    """The others are not everything; the reason names it."""
    wrong(core, other)
    for need in (NEED, replace(NEED, policy=True)):
        with pytest.raises(CouldNotLook, match=r'^the repository "mw" cannot be read: '):
            _fetch(_settings(core), need)
    with pytest.raises(CouldNotLook, match=r'^the repository "mw" cannot be read: '):
        _fetch(replace(_settings(core), policy_files=("elsewhere/../../x",)), replace(NEED, policy=True))


def test_all_that_cannot_be_read_are_named(core: Repo) -> None:
    """Together, so that they are put right together."""
    with pytest.raises(CouldNotLook, match=r'"core" cannot be read: .*; the repository "mw" cannot be read: '):
        _fetch(_settings(core, core=GitSettings(None, "trunk", paths=PATHS)))


@pytest.mark.usefixtures("other")
def test_a_folder_without_a_repository_of_its_own(core: Repo) -> None:
    """Where another one was to be checked out: git would read the repository that the folder is in."""
    (core.path / "mw").mkdir()
    with pytest.raises(
        CouldNotLook, match="mw is not the top of a repository, but the folder mw of another one: check "
    ):
        _fetch(_settings(core, mw=GitSettings("mw", "main", paths=PATHS)))
    inner = replace(_settings(core), root=core.path / "docs")
    places = {"core": GitSettings(None, "main", paths=PATHS), "mw": GitSettings("../../mw", "main", paths=PATHS)}
    assert len(_fetch(replace(inner, git=together(places))).parts) == 2


def test_one_repository_by_two_names(core: Repo, other: Repo) -> None:
    """What lands in it would count twice."""
    (core.path.parent / "link").symlink_to(other.path)
    with pytest.raises(CouldNotLook, match='"erp" cannot be read: it is the same repository as "mw", and its '):
        _fetch(_settings(core, erp=GitSettings("../link", "main", paths=PATHS)))


def test_a_checkout_inside_of_another_one(core: Repo) -> None:
    """As pipelines make it: it is a repository of its own."""
    inner = Repo(core.path / "mw")
    inner.commit(60, {"src/b": "1"})
    facts = _fetch(_settings(core, mw=GitSettings("mw", "main", paths=PATHS)))
    assert [part.first_landed for part in facts.parts] == [instant(0), instant(60)]


def test_a_clone_that_was_cut_off(core: Repo, other: Repo) -> None:
    """What it lacks is unknown, by its name, and what it has is known."""
    other.path.rename(other.path.parent / "whole")
    git(core.path.parent, "clone", "-q", "--depth", "2", f"file://{other.path.parent / 'whole'}", str(other.path))
    settings = _settings(core)
    assert _reason(_read(settings, "change.landings", window="90d")).startswith(
        "mw: the clone is shallow: it begins on "
    )
    assert "mw: the clone is shallow" in _reason(_read(settings, "docs.stale", max_age="90d"))
    late = _read(settings, "change.days-since-last")
    assert isinstance(late, Measured)
    assert late.value == 50


@pytest.mark.parametrize("day", [60, 20])
def test_a_cut_off_clone_may_hide_the_last_landing(core: Repo, other: Repo, day: float) -> None:
    """Where the last one that is known is older than its beginning; else that one is the last."""
    if day > 30:
        core.commit(day, {"lib/x": "1"})
    other.commit(1.5, {"lib/y": "1"})
    other.commit(55, {"src/b": "3"})
    other.path.rename(other.path.parent / "whole")
    git(core.path.parent, "clone", "-q", "--depth", "1", f"file://{other.path.parent / 'whole'}", str(other.path))
    settings = _settings(core)
    paths = ("lib/**",) if day > 30 else ("core:/config/**", "mw:/lib/**")
    need = replace(NEED, paths=frozenset({paths}), last=frozenset({paths}), since=NOW)
    parameters = SIGNALS["change.days-since-last"].with_defaults({"paths": paths})
    facts = Facts(settings, None, {"git": _fetch(settings, need)})
    found = answered(SIGNALS["change.days-since-last"], facts, NOW, parameters)
    if day > 30:
        assert isinstance(found, Measured)
        assert found.value == 40
    else:
        assert _reason(found).startswith("mw: the clone is shallow: it begins on ")


def test_the_same_commit_in_two_repositories(core: Repo) -> None:
    """A copy of a repository that went on: what landed in both before counts in each, and nothing is mixed up."""
    git(core.path.parent, "clone", "-q", str(core.path), str(core.path.parent / "mw"))
    copy = Repo(core.path.parent / "mw", is_there=True)
    copy.commit(60, {"config/a": "3"}, "feat: more")
    settings = _settings(core)
    facts = _fetch(settings, replace(NEED, freeze=True, frozen=instant(10), lines=instant(10), line_paths=NEED.paths))
    assert [each.commit.partition(":")[0] for each in facts.landings] == ["mw", "core", "mw"]
    assert not isinstance(facts.commits, Unavailable)
    assert not isinstance(facts.lines, Unavailable)
    assert set(facts.commits) == set(facts.lines) == {each.commit for each in facts.landings}
    found = _read(settings, "change.lines", window="90d")
    assert isinstance(found, Measured)
    assert found.value == 6


def test_a_document_that_moved_to_another_repository_is_as_old_as_before(core: Repo, other: Repo) -> None:
    """What it says was written when it first landed anywhere."""
    core.commit(60, {"docs/a.md": None})
    other.commit(60, {"docs/moved.md": "1"})
    settings = replace(_settings(core), covers=())
    stale = _read(settings, "docs.stale", max_age="45d")
    assert isinstance(stale, Measured)
    assert {each.id for each in stale.evidence} == {"mw:/docs/b.md", "mw:/docs/moved.md"}


def test_a_document_describes_another_repository(core: Repo, other: Repo) -> None:
    """By patterns that name it; also with captures, and what was deleted."""
    other.commit(70, {"src/b": None})
    covers = (Cover(("mw:/src/{part}",), ("core:/docs/{part}.md",)), Cover(("mw:/config/**",), ("core:/docs/a.md",)))
    core.commit(2, {"docs/b.md": "b"})
    stale = _read(replace(_settings(core), covers=covers[:1]), "docs.stale")
    assert "core:/docs/a.md describes" in _reason(stale)
    core.commit(3, {"docs/a.md": None})
    found = _read(replace(_settings(core), covers=covers[:1]), "docs.stale")
    assert isinstance(found, Measured)
    assert [(each.id, "mw:/src/b changed" in each.note) for each in found.evidence] == [("core:/docs/b.md", True)]


def test_a_document_describes_what_changed_later(core: Repo, other: Repo) -> None:
    """The remark on documents that landed later than they were written is there, too."""
    other.commit(70, {"src/b": "3"})
    core.commit(80, {"docs/a.md": "what it says now"}, author_day=60)
    settings = replace(_settings(core), covers=(Cover(("mw:/src/**",), ("core:/docs/a.md",)),))
    need = replace(NEED, documents=True, paths=frozenset({"config", "docs"}))
    facts = remarked(Facts(settings, None, {"git": _fetch(settings, need)}), NOW).require_git()
    (remark,) = [each for each in facts.provenance.notes if "landed after" in each]
    assert remark.startswith("core:/docs/a.md landed after mw:/src/b changed on ")
    assert remark in facts.provenances[0].notes


def test_the_baseline_is_that_of_each(core: Repo, other: Repo) -> None:
    """One without is named; the freeze begins with the last, and what follows counts from each one's own."""
    core.git("tag", "v1")
    other.git("tag", "v1", "main~1")
    settings = _settings(core, core=GitSettings(None, "main", "v1", PATHS))
    need = replace(NEED, since_baseline=True, since=NOW)
    assert _reason(_read(settings, "change.since-baseline", need)) == (
        "mw: git.baseline is not set: set baseline = … in [[git]] to the tag or commit that training is built on"
    )
    both = _settings(core, **{each: GitSettings(where, "main", "v1", PATHS) for each, where in PLACES.items()})
    found = _read(both, "change.since-baseline", need)
    assert isinstance(found, Measured)
    assert [each.id for each in found.evidence] == ["mw:/config"]
    assert found.value == pytest.approx(1 / 3)


def test_a_repository_of_documents_needs_no_baseline(core: Repo, other: Repo) -> None:
    """Where only configuration and code are asked about; then not even its commits are."""
    core.git("tag", "v1")
    core.commit(60, {"config/a": "3"})
    other.commit(70, {"docs/b.md": "3"})
    of_docs = GitSettings("../mw", "main", paths=GitPaths(docs=("docs/**",)))
    settings = _settings(core, core=GitSettings(None, "main", "v1", PATHS), mw=of_docs)
    facts = _fetch(settings, replace(NEED, since_baseline=True, freeze=True))
    assert not isinstance(facts.commits, Unavailable)
    assert [each.partition(":")[0] for each in facts.commits] == ["core"]
    found = _read(settings, "change.since-baseline")
    assert isinstance(found, Measured)
    assert found.value == 1
    assert "mw: git.baseline is not set" in _reason(_read(settings, "change.since-baseline", paths="docs"))


@pytest.mark.usefixtures("other")
def test_the_policy_is_in_the_repository_that_has_it(core: Repo) -> None:
    """Its versions are that one's; in none of them, nothing is known."""
    core.commit(60, {"readiness-gate.toml": CONFIGURATION + "# more\n"})
    facts = _fetch(_settings(core), replace(NEED, policy=True))
    assert facts.policy == {"readiness-gate.toml": "core:/readiness-gate.toml"}
    assert isinstance(facts.versions, tuple)
    assert [each.landed for each in facts.versions] == [instant(0), instant(60)]
    outside = replace(_settings(core), root=core.path.parent)
    elsewhere = {"core": GitSettings("core", "main", paths=PATHS), "mw": GitSettings("mw", "main", paths=PATHS)}
    nowhere = _fetch(replace(outside, git=together(elsewhere)), replace(NEED, policy=True)).policy
    assert isinstance(nowhere, Unavailable)
    assert "are not all in one repository of [[git]], so their edits are unknown" in nowhere.reason
    (core.path / "readiness-gate.toml").write_text("other")
    edited = _fetch(_settings(core), replace(NEED, policy=True))
    assert isinstance(edited.policy, Unavailable)
    assert edited.policy.reason.startswith("core: readiness-gate.toml differs from the version on the mainline")
    assert isinstance(edited.versions, Unavailable)


@pytest.mark.usefixtures("other")
@pytest.mark.parametrize("fetched_as", ["develop", "main"])
def test_the_history_that_the_policy_is_read_from(core: Repo, fetched_as: str) -> None:
    """Where the mainline does not have it, it has the repository's name, too; it may be unknown by itself."""
    core.git("switch", "-q", "-c", "develop")
    core.commit(60, {"readiness-gate.toml": CONFIGURATION + "# more\n"})
    core.commit(61, {"readiness-gate.toml": CONFIGURATION})
    core.git("update-ref", "refs/remotes/origin/develop", fetched_as)
    settings = replace(_settings(core), policy_ref="develop")
    facts = _fetch(settings, replace(NEED, policy=True)).parts[0].policy_beside
    if fetched_as == "main":
        assert isinstance(facts, Unavailable)
        assert '"develop" in this clone is not the same commit as refs/remotes/origin/develop' in facts.reason
        return
    assert isinstance(facts, GitFacts)
    assert facts.policy == {"readiness-gate.toml": "core:/readiness-gate.toml"}
    assert isinstance(facts.versions, tuple)
    assert [version.landed for version in facts.versions] == [instant(0), instant(60), instant(61)]


@pytest.mark.usefixtures("other")
def test_people_files_are_dated_where_they_are(core: Repo) -> None:
    """In whichever repository; one of the same name elsewhere does not matter."""
    settings = replace(_settings(core), people=PeopleSettings(PeopleFile("roster.csv"), PeopleFile("../mw/docs/b.md")))
    facts = _fetch(settings, replace(NEED, people_files=True))
    assert facts.files == {"roster.csv": "core:/roster.csv", "../mw/docs/b.md": "mw:/docs/b.md"}


@pytest.mark.usefixtures("other")
def test_patterns_of_a_rule_are_read_where_they_are_meant(core: Repo) -> None:
    """One that names a repository is about that one only."""
    settings = _settings(core)
    for paths, landings in ((("config/**",), 2), (("mw:/config/**",), 1), (("core:/src/**", "mw:/src/**"), 1)):
        parameters = SIGNALS["change.landings"].with_defaults({"paths": paths, "window": "90d"})
        need = SIGNALS["change.landings"].needs(parameters, NOW).git
        assert need is not None
        facts = Facts(settings, None, {"git": _fetch(settings, need)})
        found = answered(SIGNALS["change.landings"], facts, NOW, parameters)
        assert isinstance(found, Measured)
        assert found.value == landings


def test_lines_that_cannot_be_counted_in_one(core: Repo, other: Repo) -> None:
    """Are not known of all; the reason names it."""
    other.git("config", "uploadpack.allowFilter", "true")
    other.path.rename(other.path.parent / "whole")
    source = f"file://{other.path.parent / 'whole'}"
    git(core.path.parent, "clone", "-q", "--bare", "--filter=blob:none", source, str(other.path))
    assert _reason(_read(_settings(core), "change.lines", window="90d")).startswith(
        "mw: changed lines cannot be counted"
    )


@pytest.mark.usefixtures("other")
def test_what_doctor_shows_of_each(core: Repo) -> None:
    """Each by itself, and what [[covers]] lacks once."""
    settings = replace(_settings(core), covers=(Cover(("mw:/typo/**",), ("core:/docs/a.md",)),))
    need = replace(NEED, paths=frozenset({"config", "code", "docs", ("**",)}))
    facts = Facts(settings, None, {"git": _fetch(settings, need)})
    first, second = overviews(SOURCES, facts, NOW, void_covers(facts, NOW))
    assert (first.source, second.source) == ("git core", "git mw")
    assert "config: 1 file" in first.counts
    assert "code: 1 file" in second.counts
    assert [each for each in first.doubts if "mw:/typo/**" in each] != []
    assert [each for each in second.doubts if "typo" in each] == []
    late = overviews(SOURCES, facts, instant(0.5), void_covers(facts, instant(0.5)))
    assert [each.missing.partition(":")[0] for each in late] == ["", "mw"]
