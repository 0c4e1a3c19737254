"""Changed lines are those of the contents: nothing around a repository changes their number."""

from collections.abc import Callable
from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.model.globs import PathSet
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import read, resolve
from readiness_gate.sources.git.lines import lines

LONG = "line\n" * 2000


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def _info(line: str) -> Callable[[Repo], None]:
    return lambda repo: _write(repo.path / ".git" / "info" / "attributes", f"{line}\n")


def _setting(*pairs: str) -> Callable[[Repo], None]:
    def change(repo: Repo) -> None:
        for pair in pairs:
            repo.git("config", *pair.split("=", 1))

    return change


def _attributes_file(repo: Repo) -> None:
    _write(repo.path.parent / "attributes", "* -diff\n")
    repo.git("config", "core.attributesFile", str(repo.path.parent / "attributes"))


def _driver(repo: Repo) -> None:
    _info("*.xml diff=own")(repo)
    _setting("diff.own.binary=true")(repo)


def _home(repo: Repo) -> None:
    _write(repo.path.parent / "home" / "git" / "attributes", "* binary\n")


def _replaced(repo: Repo) -> None:
    repo.git("replace", "HEAD:config/a.xml", repo.git("rev-parse", "HEAD~1:config/a.xml").strip())


def _grafted(repo: Repo) -> None:
    _write(repo.path / ".git" / "info" / "grafts", f"{repo.head()}\n")


def _landed(repo: Repo) -> None:
    repo.commit(60, {".gitattributes": "*.xml binary\n"})


@pytest.mark.parametrize(
    "around",
    [
        _info("*.xml -diff"),
        _info("* binary"),
        _info("config/** -text -diff"),
        _attributes_file,
        _home,
        _driver,
        _landed,
        _setting("core.bigFileThreshold=1k"),
        _setting("diff.algorithm=patience", "diff.renames=copies", "core.whitespace=cr-at-eol"),
        _replaced,
        _grafted,
    ],
)
def test_only_contents_say_how_many_lines_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, around: Callable[[Repo], None]
) -> None:
    """Attributes of any kind, settings, replacements and grafts are not asked."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    repo = Repo(tmp_path / "repo")
    repo.commit(1, {"config/a.xml": "one\n"})
    big = repo.commit(50, {"config/a.xml": LONG})
    around(repo)
    assert _counted(repo.path)[big] == {"config/a.xml": 2001}


def test_a_linked_work_tree_has_the_lines_of_its_repository(tmp_path: Path) -> None:
    """Its objects are in another folder, and its name may need care."""
    repo = Repo(tmp_path / "repo")
    repo.commit(1, {"config/a.xml": "one\n"})
    big = repo.commit(50, {"config/a.xml": LONG})
    repo.git("worktree", "add", "-q", str(tmp_path / '# linked: "é"'), "HEAD")
    assert _counted(tmp_path / '# linked: "é"')[big] == {"config/a.xml": 2001}


def test_lines_of_a_repository_with_longer_ids(tmp_path: Path) -> None:
    """Objects are found by ids of SHA-256, too."""
    git(tmp_path, "init", "-q", "--object-format=sha256", "-b", "main", str(tmp_path / "repo"))
    repo = Repo(tmp_path / "repo", is_there=True)
    repo.commit(1, {"config/a.xml": "one\n"})
    big = repo.commit(50, {"config/a.xml": LONG})
    assert _counted(repo.path)[big] == {"config/a.xml": 2001}


def test_lines_after_a_history_was_cut_off(tmp_path: Path) -> None:
    """What a shallow clone has is counted."""
    repo = Repo(tmp_path / "repo")
    for day in (1, 2, 3):
        repo.commit(day, {"config/a.xml": "line\n" * day})
    git(tmp_path, "clone", "-q", "--depth=2", f"file://{repo.path}", str(tmp_path / "clone"))
    found = process.find(tmp_path / "clone")
    chain = read(found, resolve(found, "HEAD"))
    assert chain.shallow
    assert lines(found, chain, 1, 0, [], PathSet(("**",))) == {repo.head(): {"config/a.xml": 1}}


def _counted(folder: Path) -> dict[str, dict[str, int]]:
    found = process.find(folder)
    chain = read(found, resolve(found, "HEAD"))
    return lines(found, chain, len(chain.commits) - 1, 0, [], PathSet(("config/**",)))
