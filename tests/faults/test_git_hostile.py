"""Repositories that would run a program of their own: none of it ever runs.

Each plants a program that leaves a mark. First plain git is made to run it, so that the mark is known to appear.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from support.git import git, instant
from support.git_faults import clone, is_refused, quiet, settled
from support.program import Ended, Sample

HOOKS = (
    *("applypatch-msg", "commit-msg", "fsmonitor-watchman", "post-applypatch", "post-checkout", "post-commit"),
    *("post-index-change", "post-merge", "post-rewrite", "pre-applypatch", "pre-auto-gc", "pre-commit", "pre-push"),
    *("pre-merge-commit", "pre-rebase", "prepare-commit-msg", "proc-receive", "push-to-checkout", "query-fsmonitor"),
    *("pre-receive", "post-receive", "update", "post-update", "reference-transaction", "sendemail-validate"),
)
SIGNED = """\
tree {tree}
parent {parent}
author a <a@example.com> {at} +0000
committer c <c@example.com> {at} +0000
gpgsig -----BEGIN PGP SIGNATURE-----
 iQ==
 -----END PGP SIGNATURE-----

signed
"""
_SOMEBODY = ("-c", "user.name=a", "-c", "user.email=a@example.com")


@dataclass(frozen=True)
class Trap:
    """Settings in which PROGRAM stands for the planted program, and the plain git command that runs it.

    Where git has no command that would run it in a test, there is none; `given` is what the command reads.
    """

    settings: Mapping[str, str]
    plain: tuple[str, ...] = ()
    attributes: str = ""
    given: bytes = b""


TRAPS = {
    "git-16-signatures": Trap({"log.showSignature": "true", "gpg.program": "PROGRAM"}, ("log", "-1")),
    "git-16-openpgp": Trap({"log.showSignature": "true", "gpg.openpgp.program": "PROGRAM"}, ("log", "-1")),
    "git-17-textconv": Trap({"diff.x.textconv": "PROGRAM"}, ("log", "-p"), "* diff=x"),
    "git-18-fsmonitor": Trap({"core.fsmonitor": "PROGRAM"}, ("status",)),
    "git-19-external-diff": Trap({"diff.external": "PROGRAM"}, ("log", "-p", "--ext-diff")),
    "git-19-diff-command": Trap({"diff.x.command": "PROGRAM"}, ("log", "-p", "--ext-diff"), "* diff=x"),
    "filter-clean": Trap({"filter.x.clean": "PROGRAM"}, ("hash-object", "--path=docs/x", "roster.csv"), "* filter=x"),
    "filter-process": Trap(
        {"filter.x.process": "PROGRAM"}, ("hash-object", "--path=docs/x", "roster.csv"), "* filter=x"
    ),
    "alias": Trap(
        {
            f"alias.{name}": "!PROGRAM"
            for name in ("sing", "log", "rev-list", "rev-parse", "ls-tree", "cat-file", "version")
        },
        ("sing",),
    ),
    "credential-helper": Trap(
        {"credential.helper": "!PROGRAM"}, ("credential", "fill"), given=b"protocol=https\nhost=x\n\n"
    ),
    "askpass": Trap({"core.askPass": "PROGRAM"}, ("credential", "fill"), given=b"protocol=https\nhost=x\n\n"),
    "hooks-path": Trap({"core.hooksPath": "HOOKS"}, ("update-ref", "refs/heads/x", "HEAD")),
    "pager": Trap({"core.pager": "PROGRAM", "pager.log": "PROGRAM", "pager.rev-list": "PROGRAM"}),
    "pack-objects-hook": Trap({"uploadpack.packObjectsHook": "PROGRAM"}),
    "editor": Trap({"core.editor": "PROGRAM", "sequence.editor": "PROGRAM"}, (*_SOMEBODY, "tag", "-a", "noted")),
}
LAZY = {
    "ssh-command": {"core.sshCommand": "PROGRAM", "remote.origin.url": "ssh://x@127.0.0.1/x"},
    "protocol-ext": {"protocol.ext.allow": "always", "remote.origin.url": "ext::PROGRAM"},
    "git-proxy": {"core.gitProxy": "PROGRAM", "remote.origin.url": "git://127.0.0.1/x"},
    "upload-pack": {"remote.origin.uploadpack": "PROGRAM"},
}


@dataclass(frozen=True)
class Canary:
    """A program that leaves a mark when it runs."""

    program: Path

    @property
    def sang(self) -> bool:
        """Whether it ran; the mark is taken away."""
        mark = self.program.with_suffix(".ran")
        ran = mark.exists()
        mark.unlink(missing_ok=True)
        return ran


@pytest.fixture
def canary(tmp_path: Path) -> Canary:
    """Planted, but named nowhere yet."""
    program = tmp_path / "canary"
    program.write_text(f"#!/bin/sh\n: > {program}.ran\nexit 1\n")
    program.chmod(0o755)
    return Canary(program)


@pytest.fixture
def ready(sample: Sample) -> Sample:
    """A program that is ready, whose last landing is signed."""
    tree, parent = sample.repo.git("rev-parse", "HEAD^{tree}", "HEAD").split()
    text = SIGNED.format(tree=tree, parent=parent, at=instant(89)).encode()
    commit = git(sample.path, "hash-object", "-t", "commit", "-w", "--stdin", given=text).strip()
    sample.repo.git("update-ref", "refs/heads/main", commit)
    return quiet(sample)


def _set(program: Sample, settings: Mapping[str, str], canary: Canary) -> None:
    hooks = program.path.parent / "hooks"
    for name, value in settings.items():
        program.repo.git("config", name, value.replace("PROGRAM", str(canary.program)).replace("HOOKS", str(hooks)))


def _plain(program: Sample, *words: str, given: bytes = b"") -> None:
    """Plain git, with nothing in its way; how it ends does not matter."""
    environment = {
        **os.environ,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
    }
    subprocess.run(["git", *words], cwd=program.path, env=environment, input=given, capture_output=True, check=False)


def _hooks(folder: Path, canary: Canary) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in HOOKS:
        (folder / name).symlink_to(canary.program)


def _check(program: Sample) -> Ended:
    """Judge the gate, by the policy of a ref: everything that is ever asked of git."""
    return program.check("--policy-ref", "main")


@pytest.mark.parametrize("name", TRAPS)
def test_nothing_of_a_repository_runs(ready: Sample, canary: Canary, name: str) -> None:
    """Whatever its configuration names as a program; and the verdict is what it is without."""
    trap = TRAPS[name]
    before = _check(ready)
    (ready.path / ".git/info").mkdir(exist_ok=True)
    (ready.path / ".git/info/attributes").write_text(trap.attributes)
    _hooks(ready.path.parent / "hooks", canary)
    _set(ready, trap.settings, canary)
    assert not canary.sang
    if trap.plain:
        _plain(ready, *trap.plain, given=trap.given)
        assert canary.sang, "the program does not run even where git would run it"
    after = _check(ready)
    assert not canary.sang
    assert (after.exit, settled(after)) == (0, settled(before))


def test_no_hook_of_a_repository_runs(ready: Sample, canary: Canary) -> None:
    """Of whatever name."""
    _hooks(ready.path / ".git/hooks", canary)
    _plain(ready, *_SOMEBODY, "commit", "--allow-empty", "-m", "x")
    assert canary.sang
    assert _check(ready).exit == 0
    assert not canary.sang


def test_nothing_that_is_included_runs(ready: Sample, canary: Canary) -> None:
    """Settings may stand in another file."""
    (ready.path / "more").write_text(f"[core]\n\tfsmonitor = {canary.program}\n")
    ready.repo.git("config", "include.path", "../more")
    _plain(ready, "status")
    assert canary.sang
    assert _check(ready).exit == 0
    assert not canary.sang


def test_nothing_runs_for_borrowed_objects(ready: Sample, canary: Canary, tmp_path: Path) -> None:
    """Git asks a program which refs an alternate has."""
    git(tmp_path, "clone", "-q", "--bare", str(ready.path), "lender")
    (ready.path / ".git/objects/info/alternates").write_text(f"{tmp_path}/lender/objects\n")
    _set(ready, {"core.alternateRefsCommand": "PROGRAM"}, canary)
    ready.repo.git("commit", "-q", "--allow-empty", "-m", "x", at=instant(90))
    _plain(ready, "fetch", str(tmp_path / "lender"), "main")
    assert canary.sang
    assert _check(ready).exit == 0
    assert not canary.sang


@pytest.mark.parametrize("name", LAZY)
def test_nothing_is_fetched_that_is_missing(ready: Sample, canary: Canary, name: str) -> None:
    """In a clone without trees plain git fetches them as it goes, by whatever program the repository names."""
    treeless = clone(ready, "--filter=tree:0", "--no-checkout")
    _set(treeless, LAZY[name], canary)
    _plain(treeless, "log", "--raw", "main")
    assert canary.sang
    is_refused(treeless.check(), "objects are missing; fetch them all")
    assert not canary.sang
