"""Histories with something wrong: never a false go, never a traceback, and the reason names the fault.

What surrounds a repository is in test_git_surroundings.py, what would run programs in test_git_hostile.py.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from support.git import Repo, git, instant
from support.git_faults import clone, is_refused, landings, quiet, settled
from support.program import AS_OF, Sample, run

from readiness_gate.cli import clock
from readiness_gate.cli.main import execute


@pytest.fixture
def ready(sample: Sample) -> Sample:
    """A program that is ready, with a rule on landings that it passes."""
    return quiet(sample)


def test_ready(ready: Sample) -> None:
    """Without a fault it goes: what is refused below is refused for the fault."""
    ended = ready.check()
    assert (ended.exit, ended.decision, landings(ended)) == (0, "go", 0)


@pytest.mark.parametrize(("depth", "known"), [(1, False), (20, False), (50, True)])
def test_git_01_a_shallowclone(ready: Sample, depth: int, *, known: bool) -> None:
    """Documents older than the clone have no date; landings are counted when the window is provably inside it."""
    for number in range(60):
        ready.repo.commit(30 + number, {"notes": str(number)})
    ended = clone(ready, f"--depth={depth}").check()
    is_refused(ended, "the clone is shallow", "fetch-depth: 0")
    assert (landings(ended) == 0) == known
    assert ended.finding("DOC-01")["outcome"] == "unknown"


def test_git_02_a_clone_without_trees(ready: Sample) -> None:
    """Nothing can be told, and nothing is fetched."""
    treeless = clone(ready, "--filter=tree:0", "--no-checkout")
    is_refused(treeless.check(), "objects are missing; fetch them all")


@pytest.mark.parametrize(("name", "exits"), [("HEAD~2^{tree}", 3), ("HEAD~1:docs/quoting.md", 0), ("HEAD~2", 3)])
def test_git_02_objects_that_are_missing(ready: Sample, name: str, exits: int) -> None:
    """Git prints most of the history before it fails; contents alone are not needed for any of it."""
    object_id = ready.repo.git("rev-parse", name).strip()
    (ready.path / ".git/objects" / object_id[:2] / object_id[2:]).unlink()
    if exits:
        is_refused(ready.check(), "objects are missing; fetch them all")
    else:
        assert ready.check().exit == 0


def test_git_03_a_merge_that_was_made_for_a_check(ready: Sample) -> None:
    """The report names the ref and the commit; a configuration that names the ref is judged by that alone."""
    ready.repo.branch("proposal")
    ready.repo.commit(89, {"config/quote.xml": "3"})
    ready.repo.git("switch", "-q", "--detach", "main")
    ready.repo.git("merge", "-q", "--no-ff", "-m", "check", "proposal", at=instant(90))
    ended = ready.check()
    assert (ended.exit, landings(ended)) == (0, 0)
    ready.configure('mainline = "main"', 'mainline = "HEAD"')
    ended = ready.check()
    is_refused(ended, exits=1)
    commit = ready.repo.head()[:12]
    assert f"HEAD at {commit}" in [source["identity"] for source in ended.json["sources"]]
    ready.configure('mainline = "HEAD"', 'mainline = "release"')
    is_refused(ready.check(), 'no branch, tag or commit is called \\"release\\"')


@pytest.mark.parametrize(
    ("mainline", "why"),
    [
        ("HEAD", "HEAD names no commit: the repository or its branch is empty"),
        ("main", 'no branch, tag or commit is called \\"main\\"'),
    ],
)
def test_git_04_an_empty_repository(ready: Sample, mainline: str, why: str) -> None:
    """Nothing landed, and nothing is known."""
    shutil.rmtree(ready.path / ".git")
    git(ready.path, "init", "-q", "-b", "main")
    ready.configure('mainline = "main"', f'mainline = "{mainline}"')
    is_refused(ready.check(), why)


def test_git_04_no_repository(ready: Sample) -> None:
    """The reason says where one was looked for."""
    shutil.rmtree(ready.path / ".git")
    is_refused(ready.check(), f"there is no git repository at or above {ready.path}")


@pytest.mark.parametrize(
    ("key", "globs"),
    [("config", "Config/**"), ("docs", "Docs/**"), ("docs", "notes/**"), ("config", "config/*.toml")],
)
def test_git_05_patterns_that_match_nothing(ready: Sample, key: str, globs: str) -> None:
    """Are no quiet set; nor are those that match a file only later."""
    ready.repo.commit(95, {"notes/later.md": "1"})
    ready.configure(f'{key} = ["{key}/**"]', f'{key} = ["{globs}"]')
    is_refused(ready.check(), f"no file of the mainline at {AS_OF} matches {globs}: patterns are case sensitive")


def test_git_05_coverage_that_matches_nothing(ready: Sample) -> None:
    """A document cannot be behind what is not there."""
    ready.configure('config = ["config/quote*"]', 'config = ["config/Quote*"]')
    is_refused(ready.check(), "no configuration matches config/Quote*, which [[covers]] names: patterns are case")


def test_git_06_a_folder_that_was_renamed(ready: Sample) -> None:
    """Its deletion counts as a change that documents are behind; its patterns match nothing now."""
    ready.repo.git("mv", "config", "conf")
    ready.repo.commit(70, {})
    ended = ready.check()
    is_refused(ended, "matches config/**: patterns are case sensitive", exits=1)
    assert ended.finding("DOC-01")["outcome"] == "fail"
    assert "matches config/**" in str(landings(ended))


def test_git_07_a_tip_that_was_set_back(ready: Sample) -> None:
    """Every landing in the window is counted, where plain git stops at the first commit that looks old."""
    ready.repo.commit(80, {"config/quote.xml": "3"})
    ready.repo.commit(85, {"config/quote.xml": "4"})
    ready.repo.commit(-7_600, {"config/quote.xml": "5"})
    assert ready.repo.git("log", "--oneline", f"--since={instant(60)}") == ""
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 3


@pytest.mark.parametrize("words", [("--as-of", AS_OF), ()], ids=["then", "live"])
def test_git_08_a_commit_from_the_future(ready: Sample, words: tuple[str, ...]) -> None:
    """What landed after it cannot be placed in time; the window never reads as empty."""
    ready.repo.commit(80, {"config/quote.xml": "3"})
    ready.repo.commit(26_700, {"notes": "1"})
    ready.repo.commit(89, {"config/quote.xml": "4"})
    ended = run("check", "go-live", *words, "--format", "json", cwd=ready.path)
    is_refused(ended, "is in the future or cannot be read")
    assert "is in the future" in str(landings(ended))


def test_git_09_authors_dates_are_of_no_account(ready: Sample) -> None:
    """A series that was rebased landed when it was put there."""
    for day in (80, 81, 82):
        ready.repo.commit(day, {"config/quote.xml": str(day)}, author_day=day - 2_000)
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 3


def test_git_10_the_time_of_day_is_of_no_account(
    ready: Sample, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A day means its last second, whatever time it is now; in one process, so that the clock can be set."""
    for hour in (4, 12, 21, 23):
        ready.repo.commit(89 + hour / 24, {"config/quote.xml": str(hour)})
    monkeypatch.chdir(ready.path)
    told: list[tuple[int, str]] = []
    for now in (instant(100) + 60, instant(101) - 60):
        monkeypatch.setattr(clock, "time", SimpleNamespace(time=lambda now=now: now))
        code = execute(["measure", "change.landings", "--with", "window=1d", "--as-of", "2026-03-31"])
        told.append((code, capsys.readouterr().out))
    assert told[0] == told[1]
    assert "3 landings in the 1 day to 2026-03-31" in told[0][1]


def test_git_11_a_branch_that_agrees_hides_no_landing(ready: Sample) -> None:
    """Where a merge took a branch's content, plain git follows that branch, and drops what the mainline did."""
    ready.repo.branch("side")
    ready.repo.commit(88, {"notes": "1"})
    ready.repo.git("switch", "-q", "main")
    ready.repo.commit(88, {"config/quote.xml": "3"})
    ready.repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    ready.repo.commit(89, {"config/quote.xml": "2"})
    plain = ready.repo.git("log", "--format=%cd", f"--since={instant(60)}", "--", "config/quote.xml")
    assert plain == ""
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 2


def test_git_12_a_change_that_only_the_merge_made(ready: Sample) -> None:
    """Belongs to the merge, which is a landing."""
    ready.repo.branch("side")
    ready.repo.commit(78, {"notes": "1"})
    ready.repo.git("switch", "-q", "main")
    ready.repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    ready.repo.commit(80, {"config/quote.xml": "3"})
    assert "config" not in ready.repo.git("log", "--name-only", f"--since={instant(60)}")
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 1


def _replaced(repo: Repo) -> None:
    repo.git("replace", "HEAD", repo.git("commit-tree", "-m", "lone", "HEAD^{tree}", at=instant(1)).strip())


def _grafted(repo: Repo) -> None:
    (repo.path / ".git/info").mkdir(exist_ok=True)
    (repo.path / ".git/info/grafts").write_text(repo.head() + "\n")


@pytest.mark.parametrize("pretend", [_replaced, _grafted], ids=["git-13", "git-14"])
def test_git_13_and_14_a_history_that_was_covered_up(ready: Sample, pretend: Callable[[Repo], None]) -> None:
    """By replacements or grafts, which plain git believes: the true one counts."""
    for day in range(80, 84):
        ready.repo.commit(day, {"config/quote.xml": str(day)})
    pretend(ready.repo)
    assert ready.repo.git("rev-list", "--count", "HEAD") == "1\n"
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 4


@pytest.mark.parametrize(
    "names",
    [
        ("GIT_DIR",),
        ("GIT_DIR", "GIT_WORK_TREE"),
        ("GIT_COMMON_DIR",),
        ("GIT_OBJECT_DIRECTORY",),
        ("GIT_SHALLOW_FILE",),
        ("GIT_NAMESPACE",),
        ("GIT_CEILING_DIRECTORIES",),
        ("GIT_CONFIG_GLOBAL",),
        ("GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"),
        ("GIT_CONFIG_PARAMETERS",),
        ("GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"),
        ("GIT_TRACE",),
    ],
    ids=" ".join,
)
def test_git_15_the_environment_of_another_git(ready: Sample, tmp_path: Path, names: tuple[str, ...]) -> None:
    """Hooks set such variables: they redirect plain git, and not us."""
    before = ready.check()
    other = Repo(tmp_path / "other")
    other.commit(0, {"config/quote.xml": "1", "docs/quoting.md": "1"})
    values = {
        "GIT_WORK_TREE": str(other.path),
        "GIT_OBJECT_DIRECTORY": str(other.path / ".git/objects"),
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "diff.ignoreSubmodules",
        "GIT_CONFIG_VALUE_0": "all",
        "GIT_CONFIG_PARAMETERS": "'log.showRoot'='false'",
        "GIT_GLOB_PATHSPECS": "1",
        "GIT_ICASE_PATHSPECS": "1",
        "GIT_TRACE": "1",
        "GIT_NAMESPACE": "other",
    }
    env = {name: values.get(name, str(other.path / ".git")) for name in names}
    after = ready.check(env=env)
    assert (after.exit, settled(after), after.err) == (0, settled(before), "")
