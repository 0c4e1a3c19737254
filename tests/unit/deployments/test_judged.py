"""The gate is judged in a process of its own, and only at the commit that is to be deployed."""

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from support import fake_service
from support.exports import page
from support.portfolio import program
from support.program import issue

from readiness_gate.deployments.comment import comment
from readiness_gate.deployments.judged import judged
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import Gate
from readiness_gate.model.portfolio import GateState
from readiness_gate.model.time import Instant, instant

NOW = instant("2026-04-01T08:00:00Z")
ASKED = Asked("d-1", "sha256:1", "octo-org/crm", 4567, "production", 42, 7, "ab" * 20, NOW)

WEAKER = '\n[[rules]]\nid = "OUR-01"\nat-least = 0.1\n'
JIRA = """
[jira]
export = "export.json"
canary = ["NW-1"]
severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }
"""
NO_DEFECTS = """
[[rules]]
id = "OUR-02"
title = "No defects"
dimension = "defects"
signal = "defects.open"
with = { severity = "sev1" }
at-most = 0
"""


def _git(where: Path, *words: str) -> str:
    return subprocess.run(["git", "-C", where, *words], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A program whose gate is go, in a repository with two commits."""
    where = program(tmp_path, "crm")
    _git(where, "init", "-q", "-b", "main")
    for name in ("user.name", "user.email"):
        _git(where, "config", name, "dev@example.com")
    _git(where, "add", ".")
    _git(where, "commit", "-q", "-m", "Begin")
    _git(where, "commit", "-q", "--allow-empty", "-m", "Go on")
    return where


def _rule(checkout: Path, **given: object) -> Gate:
    return fake_service.gate(checkout=str(checkout), **given)


def test_the_commit_that_is_deployed(checkout: Path) -> None:
    """The verdict has its digests."""
    found = judged(_rule(checkout), replace(ASKED, sha=_git(checkout, "rev-parse", "HEAD")), NOW)
    assert (found.gate.decision, found.gate.milestone) == ("go", "go-live")
    assert found.gate.has_verdict
    assert 0 < found.seconds < 60


def _judged(given: Gate, asked: Asked, now: Instant) -> GateState:
    return judged(given, asked, now).gate


def _committed(where: Path, *words: str) -> str:
    _git(where, "add", ".")
    _git(where, "commit", "-q", *words, "-m", "Go on")
    return _git(where, "rev-parse", "HEAD")


@pytest.mark.parametrize("how", ["edited", pytest.param("staged", marks=pytest.mark.heavy), "hidden from git"])
def test_what_is_not_committed(checkout: Path, how: str) -> None:
    """No edit of the policy or the evidence counts, whatever git is told of it."""
    (checkout / "completions.csv").write_text("person,module,completed-at\np0,basics,2026-03-01\n")
    sha = _committed(checkout)
    edits = {
        "readiness-gate.toml": WEAKER,
        "completions.csv": "".join(f"p{number},basics,2026-03-01\n" for number in range(1, 8)),
    }
    for name, more in edits.items():
        if how == "hidden from git":
            _git(checkout, "update-index", "--assume-unchanged", name)
        with (checkout / name).open("a") as file:
            file.write(more)
    if how == "staged":
        _git(checkout, "add", ".")
    gate = _judged(_rule(checkout), replace(ASKED, sha=sha), NOW)
    assert (gate.decision, gate.weakened) == ("no-go", 1)  # it lacks rules on what no program may leave out
    assert "1 of 8" in gate.open[0].message


def test_a_policy_that_is_weakened(checkout: Path) -> None:
    """The approval says so."""
    text = (checkout / "readiness-gate.toml").read_text()
    (checkout / "readiness-gate.toml").write_text(text + WEAKER)
    gate = _judged(_rule(checkout), replace(ASKED, sha=_committed(checkout)), NOW)
    assert gate.decision == "go"
    assert "The policy is weakened in 2 places." in comment(gate, "re-run the job")


@pytest.mark.heavy
def test_an_export_that_is_old_in_the_work_tree(checkout: Path) -> None:
    """The work tree is not a change of what the ref has: a fetch is enough."""
    with (checkout / "readiness-gate.toml").open("a") as file:
        file.write(JIRA)
    with (checkout / "rules.toml").open("a") as file:
        file.write(NO_DEFECTS)
    (checkout / "export.json").write_bytes(page([issue("NW-1", "Highest")]))
    old = _committed(checkout)
    (checkout / "export.json").write_bytes(page([issue("NW-1", "Low")]))
    sha = _committed(checkout)
    _git(checkout, "checkout", "-q", "--detach", old)
    gate = _judged(_rule(checkout, policy_ref="main"), replace(ASKED, sha=sha), NOW)
    assert gate.decision == "go", gate.open


def test_a_commit_that_is_not_there(checkout: Path) -> None:
    """The gate would judge another one: it is undecided, and the reason says what to do."""
    gate = _judged(_rule(checkout), ASKED, NOW)
    assert gate.decision == "undecided"
    assert "does not have commit abababababab" in gate.sentence
    assert "Fetch it on the server" in gate.sentence


@pytest.mark.heavy
def test_an_older_commit(checkout: Path) -> None:
    """A go of the newest one says nothing of it."""
    gate = _judged(_rule(checkout), replace(ASKED, sha=_git(checkout, "rev-parse", "HEAD~1")), NOW)
    assert gate.decision == "undecided"
    assert "Deploy the newest commit of the mainline" in gate.sentence


@pytest.mark.heavy
def test_a_work_tree_at_another_commit(checkout: Path) -> None:
    """It may have other rules; with a ref for the policy it does not count."""
    text = (checkout / "readiness-gate.toml").read_text()
    (checkout / "readiness-gate.toml").write_text(text + '\n[git]\nmainline = "main"\n')
    _committed(checkout)
    newest = _committed(checkout, "--allow-empty")
    _git(checkout, "checkout", "-q", "--detach", "HEAD~1")
    gate = _judged(_rule(checkout), replace(ASKED, sha=newest), NOW)
    assert gate.decision == "undecided"
    assert "the rules are those of the commit that is checked out" in gate.sentence
    gate = _judged(_rule(checkout, policy_ref="main"), replace(ASKED, sha=newest), NOW)
    assert gate.decision == "go"


@pytest.mark.heavy
def test_a_program_without_git(tmp_path: Path) -> None:
    """Nobody knows which commit it is of."""
    gate = _judged(_rule(program(tmp_path, "crm")), ASKED, NOW)
    assert gate.decision == "undecided"


def test_a_program_that_takes_too_long(checkout: Path) -> None:
    """It is undecided in its time."""
    gate = _judged(_rule(checkout, seconds=0), ASKED, NOW)
    assert gate.decision == "undecided"
    assert "was not done after 0 s" in gate.sentence
