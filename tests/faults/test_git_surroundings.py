"""What surrounds a repository, with something wrong: names, settings, links, locks, users, and git itself."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from support.git import EPOCH, git, instant
from support.git_faults import clone, is_refused, landings, quiet, settled
from support.landings import settings
from support.program import AS_OF, Sample, run

from readiness_gate.model.reading import Measured, Parameters, Question, Unavailable
from readiness_gate.run import Program, measure_all
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from readiness_gate.sources.git import process


@pytest.fixture
def ready(sample: Sample) -> Sample:
    """A program that is ready, with a rule on landings that it passes."""
    return quiet(sample)


def test_git_20_a_ref_that_is_an_option(ready: Sample) -> None:
    """Plain git log would write that file."""
    written = ready.path / "written"
    ready.configure('mainline = "main"', f'mainline = "--output={written}"')
    is_refused(ready.check(), f"--output={written}", exits=2)
    ready.configure(f'mainline = "--output={written}"', 'mainline = "main"')
    is_refused(ready.check(f"--policy-ref=--output={written}"), f"--output={written}", exits=2)
    assert not written.exists()


ODD = (
    "new\nline",
    "tab\t",
    'say "so"',
    "-dash",
    ":colon",
    "\x01soh",
    "caf\u00e9",
    "bytes-\udcff\udcfe",
    "\n:100644 1 2 M",
)


@pytest.mark.parametrize("form", ["json", "text", "markdown"])
def test_git_21_names_that_are_odd(ready: Sample, form: str) -> None:
    """Each is one file, and every report can say it."""
    ready.repo.commit(80, {f"config/{name}": "1" for name in ODD})
    ended = run("measure", "change.files", "--as-of", AS_OF, "--format", "json", cwd=ready.path)
    assert ended.json["readings"][0]["value"] == len(ODD)
    is_refused(run("check", "--as-of", AS_OF, "--format", form, cwd=ready.path), exits=1)


SETTINGS = """\
[core]
    quotePath = false
    pager = false
[log]
    date = relative
    showRoot = false
    follow = true
    diffMerges = off
    decorate = full
[format]
    pretty = oneline
[color]
    ui = always
[diff]
    ignoreSubmodules = all
    renames = copies
    relative = true
[i18n]
    logOutputEncoding = UTF-16
"""


@pytest.mark.parametrize("whose", ["user", "repository"])
def test_git_22_settings(ready: Sample, tmp_path: Path, whose: str) -> None:
    """Neither the user's own nor the repository's change a number."""
    ready.repo.branch("side")
    ready.repo.commit(78, {"config/ol\u00e9.xml": "1"})
    ready.repo.merge(80, "side")
    before = ready.check()
    env: Mapping[str, str] = {}
    if whose == "user":
        (tmp_path / ".gitconfig").write_text(SETTINGS)
        env = {"HOME": str(tmp_path)}
    else:
        with (ready.path / ".git/config").open("a") as config:
            config.write(SETTINGS)
    after = ready.check(env=env)
    assert (landings(before), after.exit, settled(after)) == (1, 1, settled(before))


def test_git_23_a_submodule_that_holds_configuration(ready: Sample) -> None:
    """A new commit of it is a change of its path, whatever the repository says of it."""
    modules = '[submodule "vendor"]\n\tpath = config/vendor\n\turl = x\n\tignore = all\n'
    for day, digit in ((88, "1"), (89, "2")):
        ready.repo.git("update-index", "--add", "--cacheinfo", f"160000,{digit * 40},config/vendor")
        ready.write(".gitmodules", modules)
        ready.repo.git("add", ".gitmodules")
        ready.repo.git("commit", "-q", "-m", "bump", at=instant(day))
    ready.repo.git("config", "diff.ignoreSubmodules", "all")
    ready.repo.git("config", "submodule.vendor.ignore", "all")
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 2


def test_git_24_a_link_out_of_the_repository(ready: Sample) -> None:
    """Is a path that changed, and nothing is read through it."""
    secret = ready.path.parent / "secret"
    secret.write_text("do-not-tell")
    for name in ("config/link.xml", "docs/link.md"):
        (ready.path / name).symlink_to(secret)
    ready.repo.commit(80, {})
    ended = ready.check()
    is_refused(ended, exits=1)
    assert landings(ended) == 1
    assert "do-not-tell" not in ended.out
    (ready.path / "linked.toml").symlink_to("readiness-gate.toml")
    ready.repo.commit(81, {})
    is_refused(ready.check("-c", "linked.toml", "--policy-ref", "main"), "linked.toml is not a file at main", exits=2)


@pytest.mark.parametrize("path", ["../../x.md", "docs/../../x.md", "/etc/passwd"])
def test_git_25_a_pattern_that_leaves_the_repository(ready: Sample, path: str) -> None:
    """Is bad configuration."""
    ready.configure('docs = ["docs/quoting.md"]', f'docs = ["{path}"]')
    is_refused(ready.check(), "a path pattern begins at the top of the repository", exits=2)


def _many(folder: Path, commits: int) -> Path:
    """A long history, ten commits a day."""
    git(folder, "init", "-q", "--bare", "--template=", "-b", "main", "many")
    stream = [b"blob\nmark :1\ndata 1\na\nblob\nmark :2\ndata 1\nb\n"]
    for number in range(commits):
        head = f"commit refs/heads/main\ncommitter c <c@example.com> {EPOCH + number * 8_640} +0000\ndata 0\n"
        path = f"config/d{number % 97}/f{number % 1_009}.xml"
        stream.append(f"{head}M 100644 :{1 + number // 1_009 % 2} {path}\n".encode())
    git(folder / "many", "fast-import", "--quiet", given=b"".join(stream))
    return folder / "many"


@pytest.mark.heavy
def test_git_26_a_long_history(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is read to its end, or nothing is told: what takes too long is no zero. In one process, to set the deadline."""
    place, now = _many(tmp_path, 20_000), instant(2_000)
    signal = SIGNALS["change.landings"]
    question = Question("change.landings", now, signal.with_defaults({"window": "28d"}))
    last = Question("change.days-since-last", now, Parameters((("paths", ("config/d5/**",)),)))
    program = Program(settings(place), lambda _path, _limit: None, now, SIGNALS, SOURCES)
    readings = measure_all(program, (question, last), None).readings
    assert [reading.value for reading in readings.values() if isinstance(reading, Measured)] == [279, 1.3]
    monkeypatch.setattr(process, "DEADLINE", 0)
    for reading in measure_all(program, (question, last), None).readings.values():
        assert isinstance(reading, Unavailable)
        assert "git did not answer in 0 s" in reading.reason


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (None, "git is not installed, or not on the PATH"),
        ("#!/bin/sh\necho git version 2.30.9\n", "git version 2.30.9 is too old: install git 2.31 or newer"),
        ("#!/bin/sh\nexit 1\n", "is too old: install git 2.31 or newer"),
        ("no program", "git is not installed, or not on the PATH (Exec format error)"),
    ],
    ids=["none", "too-old", "broken", "no-program"],
)
def test_git_27_no_git_that_will_do(ready: Sample, tmp_path: Path, script: str | None, why: str) -> None:
    """The reason says which one to install."""
    (tmp_path / "bin").mkdir()
    if script is not None:
        (tmp_path / "bin/git").write_text(script)
        (tmp_path / "bin/git").chmod(0o755)
    is_refused(ready.check(env={"PATH": str(tmp_path / "bin")}), why)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a repository to another user")
def test_git_28_a_repository_of_another_user(ready: Sample, tmp_path: Path) -> None:
    """Is not read until the user says that it is trusted."""
    subprocess.run(["chown", "-R", "12345", str(ready.path)], check=True)
    env = {"HOME": str(tmp_path), "SUDO_UID": None}
    is_refused(ready.check(env=env), "belongs to another user", "git config --global --add safe.directory")
    (tmp_path / ".gitconfig").write_text(f"[safe]\n\tdirectory = {ready.path}\n")
    assert ready.check(env=env).exit == 0


def test_git_29_another_git_at_work(ready: Sample) -> None:
    """Its locks are not ours."""
    for name in ("index.lock", "HEAD.lock", "shallow.lock", "packed-refs.lock", "refs/heads/main.lock"):
        (ready.path / ".git" / name).touch()
    assert ready.check().exit == 0


def test_git_30_times_of_files_are_of_no_account(ready: Sample) -> None:
    """A fresh clone has them all from now: documents are as old as their last landing."""
    assert settled(clone(ready).check()) == settled(ready.check())
    ready.repo.commit(70, {"config/quote.xml": "3"})
    shutil.rmtree(ready.path.parent / "clone")
    ended = clone(ready).check()
    is_refused(ended, exits=1)
    assert ended.finding("DOC-01")["outcome"] == "fail"
