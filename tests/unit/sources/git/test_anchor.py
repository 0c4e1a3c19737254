"""The repository of a folder is the one that its path says, whatever a change put on the way to it."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.git import Repo, git

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.git.anchor import anchored, refuse_led


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository with a program two folders down, on main."""
    made = Repo(tmp_path / "repo")
    made.commit(0, {"crm/gate/own.toml": "strict", "lenient/gate/own.toml": "lenient", "top": "1"})
    made.branch("change")
    return made


def _remove(repo: Repo) -> None:
    shutil.rmtree(repo.path / "crm")


def _commit(repo: Repo) -> None:
    repo.commit(1, {})


def _link_inside(repo: Repo) -> None:
    _remove(repo)
    (repo.path / "crm").symlink_to("lenient")
    _commit(repo)


def _link_outside(repo: Repo) -> None:
    Repo(repo.path.parent / "evil").commit(0, {"gate/own.toml": "lenient"})
    _remove(repo)
    (repo.path / "crm").symlink_to("../evil")
    _commit(repo)


def _link_that_is_staged(repo: Repo) -> None:
    shutil.rmtree(repo.path / "crm/gate")
    (repo.path / "crm/gate").symlink_to("../lenient/gate")
    repo.git("add", "-A")


def _link_over_what_the_ref_has(repo: Repo) -> None:
    repo.git("rm", "-rq", "--cached", "crm")
    repo.git("commit", "-q", "-m", "away")
    _remove(repo)
    (repo.path / "crm").symlink_to("lenient")


def _submodule(repo: Repo) -> None:
    evil = Repo(repo.path.parent / "evil")
    evil.commit(0, {"gate/own.toml": "lenient"})
    repo.git("rm", "-rq", "crm")
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(evil.path), "crm")
    _commit(repo)


def _repository(repo: Repo) -> None:
    git(repo.path / "crm", "init", "-q", "-b", "main")


def _links_without_end(repo: Repo) -> None:
    _remove(repo)
    (repo.path / "crm").symlink_to("../around")
    (repo.path.parent / "around").symlink_to("around")
    repo.git("rm", "-rq", "--cached", "crm")
    repo.git("branch", "-f", "main", "change")


@pytest.mark.parametrize(
    ("trick", "what"),
    [
        (_link_inside, "^crm is a symbolic link here and is in git"),
        (_link_outside, "^crm is a symbolic link here and is in git"),
        (_link_that_is_staged, "^crm/gate is a symbolic link here and is in git"),
        (_link_over_what_the_ref_has, "^crm is a symbolic link here and is in git"),
        (_submodule, "^crm is another repository here and is in git, so a change can replace it with anything"),
        (_repository, "^crm is another repository here and is in git"),
        (_links_without_end, "(symbolic link|links in a row)"),
    ],
)
def test_what_a_change_can_put_on_the_way_is_refused(repo: Repo, trick: Callable[[Repo], None], what: str) -> None:
    """Links and repositories that the checkout, the index or the ref has in git."""
    trick(repo)
    with pytest.raises(CouldNotLook, match=what):
        anchored(repo.path / "crm/gate", "main")


def _file(repo: Repo) -> None:
    _remove(repo)
    (repo.path / "crm").write_text("a file")


def _nothing(_: Repo) -> None:
    pass


@pytest.mark.parametrize("change", [_nothing, _remove, _file])
def test_a_folder_is_where_its_path_says(repo: Repo, change: Callable[[Repo], None]) -> None:
    """Whether or not the work tree has it, or something else in its place."""
    change(repo)
    for place in ("crm/gate", "crm/./x/../gate", "top/../crm/gate"):
        found = anchored(repo.path / place, "main")
        assert (found.git_dir, found.prefix) == (f"{repo.path}/.git", "crm/gate")


def test_what_git_does_not_have_is_followed(repo: Repo) -> None:
    """Links around and in the work tree, and repositories in it, that whoever runs the gate put there."""
    other = repo.path.parent / "other"
    other.symlink_to(repo.path)
    assert anchored(other / "crm/gate", "main").prefix == "crm/gate"
    (repo.path / "current").symlink_to(other / "crm")
    assert anchored(repo.path / "current/gate", "main").prefix == "crm/gate"
    inner = Repo(repo.path / "checkouts/inner")
    inner.commit(0, {"gate/own.toml": "1"})
    found = anchored(inner.path / "gate", "main")
    assert (found.git_dir, found.prefix) == (f"{inner.path}/.git", "gate")


def test_a_folder_in_no_repository(tmp_path: Path) -> None:
    """Is told as such."""
    with pytest.raises(CouldNotLook, match="there is no git repository at or above"):
        anchored(tmp_path, "main")


@pytest.mark.parametrize("place", ["lenient/gate", "lenient"])
def test_a_folder_that_a_new_link_leads_to(repo: Repo, place: str) -> None:
    """Where a command runs that may have come over it: the way cannot be seen any more."""
    refuse_led(repo.path / place, "main")
    _link_inside(repo)
    with pytest.raises(CouldNotLook, match=r"^crm is a symbolic link to lenient.* that main does not have"):
        refuse_led(repo.path / place, "main")
    refuse_led(repo.path, "main")
    repo.git("branch", "-f", "main", "change")
    refuse_led(repo.path / place, "main")
    (repo.path / "crm").unlink()
    (repo.path / "crm").symlink_to("./lenient")
    with pytest.raises(CouldNotLook, match="run it at the top of the work tree"):
        refuse_led(repo.path / place, "main")


def test_links_that_lead_elsewhere(repo: Repo) -> None:
    """To another folder, to a file in it, or to the top, are no way to a folder."""
    for name, target in (("other", "crm"), ("file", "lenient/gate/own.toml"), ("all", ".")):
        (repo.path / name).symlink_to(target)
    _commit(repo)
    refuse_led(repo.path / "lenient/gate", "main")
    refuse_led(repo.path.parent, "main")
