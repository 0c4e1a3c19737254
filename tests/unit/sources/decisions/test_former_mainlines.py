"""A log that landed on one mainline is not left behind by a configuration that names another, whatever its file is
called and in however many steps it moves."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest
from support.decisions import AT, closed, conditions, decided, written
from support.git import Repo, git, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.decisions import fetch
from readiness_gate.sources.decisions.lines import FILE

NOW = instant(100)
CONFIG = "readiness-gate.toml"
LOG = written([decided(conditions=conditions(1, "2026-04-20"))])
CLOSED = written([decided(conditions=conditions(1, "2026-04-20")), closed(2, "1.1", AT + 10)])

Files = Mapping[str, str | bytes | None]


def config(mainline: str, program: str = "P", more: str = "") -> str:
    """A configuration that names a mainline."""
    approvers = '[waivers]\napprovers = ["sponsor@example.com"]\n'
    return f'[program]\nname = "{program}"\n{approvers}[git]\nmainline = "{mainline}"\n{more}'


def facts(repo: Repo, mainline: str, path: str) -> DecisionFacts:
    """The content of the log for the configuration at a path."""
    root = repo.path / Path(path).parent
    settings = Settings("P", root, git=GitSettings(mainline=mainline), policy_files=(Path(path).name,))
    return fetch(settings, Needs(), NOW, WorkTree(root).read)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository whose mainline main has a decision with an open condition; the branch old is older than that."""
    made = Repo(tmp_path / "repo")
    made.commit(1, {"other": "1"})
    made.git("branch", "old")
    made.commit(90, {CONFIG: config("main")})
    made.commit(91, {FILE: LOG})
    return made


def steps_to(path: str, named: str, log: bytes | None) -> dict[str, list[Files]]:
    """Ways to rename or move the configuration to a path and to name another mainline; `log` is the log afterwards."""
    moved, gone = {path: config(named)}, {CONFIG: None}
    beside = str(Path(path).parent / FILE)
    logs: Files = {FILE: log} if beside == FILE else {FILE: None, beside: log} if log else {FILE: None}
    return {
        "together": [{**moved, **gone, **logs}],
        "a copy first": [moved, {**gone, **logs}],
        "removed first": [gone, {**moved, **logs}],
        "the log first": [{FILE: None}, {**moved, **gone}, *([{beside: log}] if log else [])],
        "a copy and the log first": [moved, {FILE: None}, gone, *([{beside: log}] if log else [])],
        "another program first": [{**moved, CONFIG: config("main", "Q")}, {**gone, **logs}],
    }


WAYS = list(steps_to("gate.toml", "old", None))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["gate.toml", "gates/gate.toml"])
def test_a_change_that_names_itself_closes_nothing(repo: Repo, path: str, way: str) -> None:
    """Its edit counts once it has landed on the branch that was named before."""
    repo.branch("change")
    for day, files in enumerate(steps_to(path, "change", CLOSED)[way], 92):
        repo.commit(day, files)
    with pytest.raises(CouldNotLook, match=r"git\.mainline is change here, and main in the .* landed in main: change"):
        facts(repo, "change", path)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["gate.toml", "gates/gate.toml"])
def test_what_landed_on_the_former_mainline_is_not_lost(repo: Repo, path: str, way: str) -> None:
    """Once the edit has landed, the log on the new mainline needs the lines of the old one, and has them if they are
    restored."""
    for day, files in enumerate(steps_to(path, "old", None)[way], 92):
        repo.commit(day, files)
    with pytest.raises(CouldNotLook, match="is missing, and landed in main, the mainline before old"):
        facts(repo, "old", path)
    beside = str(Path(path).parent / FILE)
    repo.commit(98, {beside: LOG})
    assert len(facts(repo, "old", path).entries) == 1


@pytest.mark.parametrize("merges", [["main"], ["main~1", "main"]])
@pytest.mark.parametrize("path", [CONFIG, "gate.toml"])
def test_a_branch_from_before_the_configuration(repo: Repo, path: str, merges: Sequence[str]) -> None:
    """It merges the mainline and keeps its own configuration: the mainline was first."""
    repo.branch("change", "old")
    repo.commit(89, {path: config("change")})
    for day, commit in enumerate(merges, 92):
        repo.git("merge", "-q", "--no-commit", "-s", "ours", commit)
        repo.commit(day, {}, "merge")
    repo.commit(95, {FILE: CLOSED})
    with pytest.raises(CouldNotLook, match=r"landed in main: change counts once"):
        facts(repo, "change", path)


def test_a_release_branch_that_was_merged_back(repo: Repo) -> None:
    """It was split off from the mainline, names itself, and has lines of its own: the mainline is still that."""
    repo.branch("release-1")
    repo.commit(92, {CONFIG: config("release-1")})
    repo.commit(93, {FILE: CLOSED})
    repo.git("switch", "-q", "main")
    assert len(facts(repo, "main", CONFIG).entries) == 1
    repo.git("merge", "-q", "--no-commit", "-s", "ours", "release-1")
    repo.commit(94, {FILE: CLOSED}, "merge")
    assert len(facts(repo, "main", CONFIG).entries) == 2


@pytest.mark.parametrize("named", ["origin/main", "refs/heads/main"])
def test_another_name_of_the_same_branch(repo: Repo, named: str) -> None:
    """Names no other mainline."""
    git(repo.path.parent, "clone", "-q", f"file://{repo.path}", "clone")
    clone = Repo(repo.path.parent / "clone", is_there=True)
    clone.branch("change")
    clone.commit(92, {CONFIG: config(named)})
    assert len(facts(clone, named, CONFIG).entries) == 1


@pytest.mark.parametrize("hidden", ["by a tag", "by a branch that is behind", "in this clone"])
def test_a_former_mainline_that_something_hides(repo: Repo, hidden: str) -> None:
    """Is found as a branch of this clone, or as fetched."""
    git(repo.path.parent, "clone", "-q", f"file://{repo.path}", "clone")
    clone = Repo(repo.path.parent / "clone", is_there=True)
    clone.branch("change")
    clone.commit(92, {CONFIG: config("change"), FILE: CLOSED})
    if hidden == "by a tag":
        clone.git("tag", "main", "HEAD")
    elif hidden == "in this clone":
        clone.git("branch", "-D", "main")
    else:
        clone.git("branch", "-f", "main", "main~2")
    with pytest.raises(CouldNotLook, match=r"landed in main: change counts once"):
        facts(clone, "change", CONFIG)


def test_another_program_beside_it_with_another_mainline(repo: Repo) -> None:
    """Stays where it is: the mainline of the one is not that of the other."""
    repo.commit(92, {FILE: None, "gates/wave.toml": config("main", "Q"), f"gates/{FILE}": LOG})
    repo.branch("change")
    repo.commit(93, {"own/gate.toml": config("change")})
    assert facts(repo, "change", "own/gate.toml").entries == ()


def _of_submodule(repo: Repo) -> None:
    """Put a repository with the same configuration in place of the folder, as a submodule."""
    module = Repo(repo.path.parent / "module")
    module.commit(1, {CONFIG: config("main")})
    repo.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(module.path), "gates")


def _of_link(repo: Repo) -> None:
    """Put a symbolic link to a repository with the same configuration in place of the folder."""
    Repo(repo.path.parent / "module").commit(1, {CONFIG: config("main")})
    (repo.path / "gates").symlink_to("../module")


@pytest.mark.parametrize("replaced", [_of_submodule, _of_link])
def test_a_folder_that_became_another_repository(tmp_path: Path, replaced: Callable[[Repo], None]) -> None:
    """The repository around it has its log, with all lines that landed there."""
    made = Repo(tmp_path / "repo")
    made.commit(90, {f"gates/{CONFIG}": config("main"), "other": "1"})
    made.commit(91, {f"gates/{FILE}": LOG})
    made.commit(92, {f"gates/{CONFIG}": None, f"gates/{FILE}": None})
    (made.path / "gates").rmdir()
    replaced(made)
    made.commit(93, {})
    with pytest.raises(CouldNotLook) as raised:
        facts(made, "main", f"gates/{CONFIG}")
    said = f"is missing, and landed as gates/{FILE} in the repository around this one: restore it (`git -C .. show "
    assert said in str(raised.value)
    (made.path / "gates" / FILE).write_bytes(LOG)
    assert len(facts(made, "main", f"gates/{CONFIG}").entries) == 1


def test_a_shallow_clone_around_the_repository(tmp_path: Path) -> None:
    """It is unknown whether it had a log; without a history, it had none."""
    outer = Repo(tmp_path / "outer")
    inner = Repo(outer.path / "gates")
    inner.commit(90, {CONFIG: config("main")})
    assert facts(outer, "main", f"gates/{CONFIG}").entries == ()
    (outer.path / ".git" / "info").mkdir()
    (outer.path / ".git" / "info" / "exclude").write_text("gates")
    for day in (1, 2):
        outer.commit(day, {"other": str(day)})
    assert facts(outer, "main", f"gates/{CONFIG}").entries == ()
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{outer.path}", "shallow")
    inner.path.rename(tmp_path / "shallow" / "gates")
    with pytest.raises(CouldNotLook, match=f"around this folder may have had gates/{FILE}, and its clone is shallow"):
        facts(Repo(tmp_path / "shallow", is_there=True), "main", f"gates/{CONFIG}")
