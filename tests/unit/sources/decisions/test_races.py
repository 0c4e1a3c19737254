"""Two branches wrote a line each, and a merge kept one. Which of them landed first is unknown, so no condition of the
other one may be lost."""

from pathlib import Path

import pytest
from support.decisions import AT, closed, conditions, decided, written
from support.git import Repo, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.decisions import Entry
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.decisions import fetch
from readiness_gate.sources.decisions.lines import FILE

NOW = instant(100)
CONFIG = "readiness-gate.toml"
POLICY = '[program]\nname = "P"\n[waivers]\napprovers = ["sponsor@example.com"]\n[git]\nmainline = "main"\n'
KEPT = decided(1, AT - 60)
LOST = decided(1, AT, conditions=conditions(1, "2026-04-20", "2026-04-21"))


def facts(repo: Repo, ref: str = "") -> DecisionFacts:
    """The content of the log."""
    of = Settings("P", repo.path, git=GitSettings(mainline="main"), policy_files=(CONFIG,), policy_ref=ref)
    return fetch(of, Needs(), NOW, WorkTree(repo.path).read)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A decision landed on main; somebody wrote another one locally, merged main into that, kept the own line, and
    pushed: the merge has main as its second parent."""
    made = Repo(tmp_path / "repo")
    made.commit(90, {CONFIG: POLICY})
    made.commit(91, {FILE: written([LOST])})
    made.branch("local", "main~1")
    made.commit(90.9, {FILE: written([KEPT])})
    made.git("merge", "-q", "--no-commit", "-s", "ours", "main")
    made.commit(92, {}, "merge")
    made.git("branch", "-f", "main")
    return made


@pytest.mark.parametrize("ref", ["", "main"])
def test_a_condition_of_a_lost_decision(repo: Repo, ref: str) -> None:
    """Makes the log unknown until it is written again, with its day; it can then be closed."""
    why = (
        r'line 1 of another branch was replaced by the commit .*, and nobody wrote its condition "Task {}" for go-live'
    )
    with pytest.raises(CouldNotLook, match=why.format(1)):
        facts(repo, ref)
    later = decided(2, AT + 5, conditions=conditions(2, "2026-04-20", "2026-05-21"))
    repo.commit(93, {FILE: written([KEPT, later])})
    repo.git("branch", "-f", "main")
    with pytest.raises(CouldNotLook, match=why.format(2) + r" \(due 2026-04-21\) again: run"):
        facts(repo, ref)
    again = decided(2, AT + 5, choice="no-go", gate="go", conditions=conditions(2, "2026-04-20", "2026-04-21"))
    repo.commit(94, {FILE: None})
    repo.git("reset", "-q", "--hard", "HEAD~2")
    log: list[Entry] = [KEPT, again, closed(3, "2.1", AT + 10)]
    repo.commit(95, {FILE: written(log)})
    repo.git("branch", "-f", "main")
    assert list(facts(repo, ref).entries) == log


def test_a_lost_condition_that_an_earlier_line_has(tmp_path: Path) -> None:
    """Must be written again, too: the earlier one was closed."""
    made = Repo(tmp_path / "repo")
    of_both: list[Entry] = [decided(1, AT - 90, conditions=conditions(1, "2026-04-20")), closed(2, "1.1", AT - 80)]
    made.commit(90, {CONFIG: POLICY})
    made.commit(91, {FILE: written(of_both)})
    made.commit(92, {FILE: written([*of_both, decided(3, AT, conditions=conditions(3, "2026-04-20"))])})
    made.branch("local", "main~1")
    made.commit(91.5, {FILE: written([*of_both, decided(3, AT - 60)])})
    made.git("merge", "-q", "--no-commit", "-s", "ours", "main")
    made.commit(93, {}, "merge")
    made.git("branch", "-f", "main")
    with pytest.raises(CouldNotLook, match="line 3 of another branch was replaced by the commit"):
        facts(made)
