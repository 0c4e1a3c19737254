"""What the reading of the mainline does not see is noted."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from support.exports import jira_settings
from support.git import Repo, git, instant

from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitPaths, GitSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.signals.views.history import touching
from readiness_gate.sources.git import fetch

NOW = instant(100)
PATHS = GitPaths(config=("config/**",), code=("src/**",), docs=("docs/**",))
NEED = GitNeed(NOW, instant(50), NOW, paths=frozenset({"config+code"}), documents=True)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A file in each path set, and a change of configuration in the window."""
    made = Repo(tmp_path / "repo")
    made.commit(0, {"config/a": "1", "src/a": "1", "docs/a.md": "1"})
    made.commit(60, {"config/a": "2"})
    return made


def _notes(folder: Path, need: GitNeed = NEED, **changes: object) -> tuple[str, ...]:
    git_settings = replace(GitSettings(mainline="main", paths=PATHS), **changes)  # type: ignore[arg-type]
    found = fetch(Settings("p", folder, git=git_settings), Needs(frozenset({"git"}), need), NOW, lambda _, __: None)
    return found.provenance.notes


def test_an_ordinary_repository_has_no_notes(repo: Repo) -> None:
    """Notes are for what a reader must know."""
    assert _notes(repo.path) == ()
    assert _notes(repo.path, GitNeed(NOW, NOW, NOW)) == ()


def test_changed_files_in_no_path_set(repo: Repo) -> None:
    """With their endings, but for those that are left out by name."""
    repo.commit(70, {"flows/a.flow": "1", "flows/b.flow": "1", "Makefile": "1", "left/out.yml": "1"})
    excluded = replace(PATHS, exclude=("left/**",))
    (found,) = _notes(repo.path, paths=excluded)
    assert found == (
        "3 of 5 changed files since 2026-01-01 are in no path set, and not visible "
        "(most are: 2 .flow, 1 without an ending)"
    )
    assert _notes(repo.path, replace(NEED, since=instant(80)), paths=excluded) == ()


def test_files_that_are_read_by_themselves_are_seen(repo: Repo) -> None:
    """The policy, the files about people, and the export of the issues."""
    names = ("readiness-gate.toml", "readiness-waivers.toml", "rules.toml", "people/r.csv", "export.json")
    repo.commit(70, dict.fromkeys((f"gate/{name}" for name in names), "1"))
    people = PeopleSettings(PeopleFile("people/r.csv"))
    configured = Settings(
        "p",
        repo.path / "gate",
        git=GitSettings(mainline="main", paths=PATHS),
        people=people,
        jira=jira_settings(),
        policy_files=("readiness-gate.toml", "rules.toml"),
    )
    found = fetch(configured, Needs(frozenset({"git"}), NEED), NOW, lambda _, __: None)
    assert found.provenance.notes == ()


def _with_submodule(repo: Repo, place: str) -> None:
    """A link to a commit of another repository, which is changed in the window."""
    for day, commit in ((1, "1" * 40), (70, "2" * 40)):
        repo.git("update-index", "--add", "--cacheinfo", f"160000,{commit},{place}")
        repo.git("commit", "-qm", "move", at=instant(day))


@pytest.mark.parametrize(
    ("place", "globs", "reached"),
    [
        ("vendor/core", ("**/*.xml",), True),
        ("vendor/core", ("vendor/*/x/**",), True),
        ("vendor/core", ("vendor/core/x/**",), True),
        ("vendor/core", ("vendor/core/x/y/a.xml", "config/**"), True),
        ("vendor", ("vendor/core/x/**",), True),
        ("vendor/core", ("vendor/other/x/**",), False),
        ("vendor/core", ("vendor/**",), False),
        ("vendor/core", ("vendor/core",), False),
        ("vendor/core", ("config/**", "vendor/*.xml"), False),
        ("config", ("config/**",), True),
        ("config/core", ("config/*/y",), True),
        ("config/core", ("config/*",), False),
    ],
)
def test_a_submodule_that_changed_where_patterns_reach(
    tmp_path: Path, place: str, globs: tuple[str, ...], *, reached: bool
) -> None:
    """What changed in it is in another repository: the submodule counts as changed itself, unless it is left out."""
    repo = Repo(tmp_path)
    repo.commit(0, {"src/a": "1", "docs/a.md": "1"})
    _with_submodule(repo, place)
    paths = GitPaths(globs, ("src/**",), ("docs/**",))
    left_out = replace(paths, exclude=("vendor/**", "vendor", "config/**", "config"))
    for configured, counts in ((paths, reached), (left_out, False)):
        found = fetch(
            Settings("p", repo.path, git=GitSettings(mainline="main", paths=configured)),
            Needs(frozenset({"git"}), NEED),
            NOW,
            lambda _, __: None,
        )
        moved = list(touching(found, configured.named("config"), instant(50), NOW))
        itself = place in configured.named("config")
        assert [touched for _, touched in moved] == [(place,)] * (counts or itself)


@pytest.mark.parametrize("place", ["config/core", "docs", "src"])
def test_submodules_whose_files_are_not_seen(repo: Repo, place: str) -> None:
    """Where files of a path set may be, and with what to do where one was added by mistake."""
    for name in ("docs", "src"):
        repo.git("rm", "-rq", "--cached", name)
    _with_submodule(repo, place)
    _with_submodule(repo, "elsewhere")
    seen = [each for each in _notes(repo.path) if each.startswith(place)]
    assert seen == [
        f"{place} is a submodule: its files are in another repository, and only its moves are seen",
        (
            f"{place} is a repository inside this one and not in .gitmodules: if it was added by mistake, run git rm "
            f"--cached {place}, delete {place}/.git, and add its files"
        ),
    ]
    _with_submodule(repo, "config/other")
    listed = f'[submodule "x"]\n\tpath = {place}\n\turl = ../x\n[submodule "y"]\n\tpath = config/other\n'
    (repo.path / ".gitmodules").write_text(listed)
    repo.git("add", ".gitmodules")
    repo.git("commit", "-qm", "list", at=instant(75))
    (told,) = [each for each in _notes(repo.path) if "submodule" in each]
    both = ", ".join(sorted((place, "config/other")))
    assert told == f"{both} are submodules: their files are in other repositories, and only their moves are seen"


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("../src/b", False),
        ("b", False),
        ("./../config/b", False),
        ("../releases/v2", True),
        ("../../elsewhere", True),
        ("/etc/config", True),
    ],
)
def test_links_to_what_is_in_no_set(repo: Repo, target: str, *, told: bool) -> None:
    """A link is a file whose change is seen; what it leads to may change unseen."""
    (repo.path / "config/link").symlink_to(target)
    repo.git("add", "-A")
    repo.git("commit", "-qm", "link", at=instant(1))
    expected = f"config/link is a link to {target}, which is in no path set: changes there are not visible"
    assert (expected in _notes(repo.path)) == told


@pytest.mark.parametrize(("folder", "told"), [("Config", True), ("co\u0301nfig", False), ("other", False)])
def test_folders_that_look_alike(repo: Repo, folder: str, *, told: bool) -> None:
    """In case, or in the form of a letter; one that a pattern names as well is seen."""
    repo.commit(1, {f"{folder}/b": "1"})
    note = f'"{folder}" differs from "config" only in case or in the form of a letter, and is in no path set'
    assert (note in _notes(repo.path)) == told
    both = replace(PATHS, config=("config/**", f"{folder}/**"))
    assert note not in _notes(repo.path, paths=both)


def test_forms_of_a_letter(repo: Repo) -> None:
    """As macOS writes them, and as people do."""
    repo.commit(1, {"Vertra\u0308ge/x": "1"})
    found = _notes(repo.path, paths=replace(PATHS, config=("config/**", "Vertr\u00e4ge/**")))
    assert len([note for note in found if "only in case or in the form of a letter" in note]) == 1


def test_patterns_of_the_configuration_that_match_nothing(repo: Repo) -> None:
    """Of the sets that are asked for."""
    written = GitPaths(config=("config/**", "conf/**"), docs=("doc/**",))
    assert _notes(repo.path, written=written) == ("config: no file matches conf/**", "docs: no file matches doc/**")
    only_config = replace(NEED, documents=False, paths=frozenset({"config"}), last=frozenset({("src/**",)}))
    assert _notes(repo.path, only_config, written=written) == ("config: no file matches conf/**",)


def test_a_clone_that_lags_behind(repo: Repo, tmp_path: Path) -> None:
    """Behind its upstream as it was fetched, and fetched long ago."""
    git(tmp_path, "clone", "-q", str(repo.path), "clone")
    clone = tmp_path / "clone"
    assert _notes(clone) == ()
    repo.commit(70, {"config/a": "3"})
    git(clone, "fetch", "-q")
    fetched = clone / ".git/FETCH_HEAD"
    os.utime(fetched, (NOW, NOW))
    behind = "main is 1 commit behind origin/main as fetched: pull, or set git.mainline to origin/main"
    assert _notes(clone) == (behind,)
    assert _notes(clone, mainline="HEAD") == (behind.replace("main", "HEAD", 1),)
    git(clone, "branch", "-q", "--unset-upstream")
    assert _notes(clone) == (behind,)
    assert _notes(clone, mainline="origin/main") == ()
    os.utime(fetched, (instant(90), instant(90)))
    assert _notes(clone) == (
        behind,
        "this clone was last fetched on 2026-04-01, 10 days ago: later changes are not visible; run git fetch",
    )
    fetched.write_bytes(b"")
    os.utime(fetched, (NOW, NOW))
    failed = "git fetch failed on 2026-04-11: changes since the fetch before are not visible; run it again"
    assert _notes(clone) == (behind, failed)
    git(clone, "remote", "remove", "origin")
    assert _notes(clone) == ()


SET = "set it to the branch that is deployed"


def test_a_checkout_that_lacks_commits_of_the_main_branch(repo: Repo) -> None:
    """An old commit or another branch is checked out, and no mainline is named."""
    assert _notes(repo.path, mainline="HEAD") == ()
    repo.git("switch", "-q", "--detach", "main~1")
    here = repo.git("rev-parse", "--short=12", "HEAD").strip()
    lacks = "here and lacks 1 commit of main"
    assert _notes(repo.path, mainline="HEAD") == (f'git.mainline is "HEAD", which is commit {here} {lacks}: {SET}',)
    assert not any(lacks in note for note in _notes(repo.path, mainline="main"))
    repo.git("switch", "-q", "-c", "feature/x")
    assert _notes(repo.path, mainline="@") == (f'git.mainline is "@", which is feature/x {lacks}: {SET}',)
    repo.git("merge", "-q", "main")
    assert not any(SET in note for note in _notes(repo.path, mainline="HEAD"))


@pytest.mark.parametrize(
    ("branch", "default", "named"),
    [
        ("master", "", "master"),
        ("trunk", "", "trunk"),
        ("live", "live", "origin/live"),
        ("live", "gone", None),
        ("live", "", None),
    ],
)
def test_which_branch_is_the_main_one(repo: Repo, branch: str, default: str, named: str | None) -> None:
    """The default branch of origin, else one with a usual name; without any, nothing is known."""
    repo.git("switch", "-q", "--detach", "main~1")
    repo.git("branch", "-m", "main", branch)
    if default:
        repo.git("update-ref", "refs/remotes/origin/live", branch)
        repo.git("symbolic-ref", "refs/remotes/origin/HEAD", f"refs/remotes/origin/{default}")
    found = [note.partition("1 commit of ")[2].partition(":")[0] for note in _notes(repo.path, mainline="HEAD")]
    assert found == ([named] if named else [])


def test_dates_that_are_ignored(repo: Repo) -> None:
    """Every report names the commits."""
    commit = repo.git("rev-parse", "main~1").strip()
    assert _notes(repo.path, ignore_dates_of=(commit,)) == (
        f"the dates of {commit[:12]} are ignored (git.ignore-dates-of)",
    )
