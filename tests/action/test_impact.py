"""What a pull request does to readiness, in the action's summary, and as what turns its step red."""

import sys
from pathlib import Path
from typing import Any

import pytest
from support.effort import heavy_after
from support.program import Sample, issue
from support.runner import Ran, Runner

PULL = {"GITHUB_BASE_REF": "main"}
HARMLESS = {"notes.txt": "nothing that a rule is about"}
COSTLY = {"config/quote.xml": "<quote>another</quote>"}


def _pull(sample: Sample, files: dict[str, str]) -> None:
    """A pull request that brings these files, checked out; its base has the policy."""
    sample.repo.commit(89, {}, "the policy")
    sample.repo.git("update-ref", "refs/remotes/origin/main", "main")
    sample.repo.branch("change")
    sample.repo.commit(90, files, "the change")


def _seen(ran: Ran) -> tuple[int, str, str]:
    """The exit code, the decision, and the impact."""
    return ran.exit, ran.outputs["decision"], ran.outputs.get("impact", "")


def test_a_fix_is_green_while_the_gate_is_red(runner: Runner, sample: Sample) -> None:
    """Where the impact decides: the change makes nothing worse. Where the gate does, it stays red; both are shown."""
    sample.export([issue("CRM-1", "Highest")])
    _pull(sample, HARMLESS)
    ran = runner.run(sample.path, {"fail-on": "worse"}, PULL)
    assert _seen(ran) == (0, "no-go", "not-worse"), ran.log
    assert ran.outputs["exit-code"] == "1"
    assert ran.summary.startswith("> **Judged by its impact.** ")
    assert ran.summary.index("### ✓ ") < ran.summary.index("## ✗ NO-GO")
    assert _seen(runner.run(sample.path, env=PULL)) == (1, "no-go", "not-worse")


def test_a_change_that_makes_it_worse_is_red(runner: Runner, sample: Sample) -> None:
    """Even while the gate is go without it."""
    _pull(sample, COSTLY)
    ran = runner.run(sample.path, {"fail-on": "worse"}, PULL)
    assert (ran.exit, ran.outputs["impact"]) == (1, "worse"), ran.log
    assert "### ✗ " in ran.summary


@pytest.mark.heavy
@pytest.mark.parametrize("inputs", [{}, {"fail-on": "never"}, {"summary": "full"}], ids=["usual", "never", "full"])
def test_the_impact_alone_turns_nothing_red(runner: Runner, sample: Sample, inputs: dict[str, str]) -> None:
    """It is shown, and the gate decides: judged is what is on the mainline, so this change can land."""
    _pull(sample, COSTLY)
    ran = runner.run(sample.path, inputs, PULL)
    assert _seen(ran) == (0, "go", "worse"), ran.log
    assert "### ✗ " in ran.summary


@pytest.mark.heavy
def test_a_merge_queue_has_a_base(runner: Runner, sample: Sample) -> None:
    """So it is looked at what its commits do."""
    _pull(sample, COSTLY)
    event: dict[str, Any] = {"merge_group": {"base_ref": "refs/heads/main"}}
    assert _seen(runner.run(sample.path, {"fail-on": "worse"}, event=event))[::2] == (1, "worse")


def test_an_unknown_impact_is_red_where_it_decides(runner: Runner, sample: Sample) -> None:
    """The base is what is checked out: there is no change to judge, and the summary says so."""
    sample.repo.commit(89, {}, "the policy")
    sample.repo.git("update-ref", "refs/remotes/origin/main", "main")
    ran = runner.run(sample.path, {"fail-on": "worse"}, PULL)
    assert _seen(ran) == (3, "go", "unknown"), ran.log
    assert "### ? What this change does is unknown" in ran.summary
    assert "there is no change to judge" in ran.summary


WITHOUT_IMPACT = """\
#!/bin/sh
case "$*" in
  *"readiness_gate impact"*)
    [ {code} = 0 ] || echo "### ? What this change does is unknown" > {report}
    exit {code}
    ;;
esac
exec {python} "$@"
"""


@pytest.mark.parametrize("code", heavy_after(1, [2, 0, 3, 4, 137]))
def test_an_impact_that_says_nothing_is_red(runner: Runner, sample: Sample, tmp_path: Path, code: int) -> None:
    """Whatever it ends with; where that would be green, because there is no report."""
    _pull(sample, HARMLESS)
    python = tmp_path / "env" / "bin" / "python"
    python.parent.mkdir(parents=True)
    runner = Runner(tmp_path / "runner")
    runner.prepare(tmp_path / "env")
    report = runner.temp / "readiness-gate" / "impact.md"
    python.write_text(WITHOUT_IMPACT.format(code=code, report=report, python=sys.executable))
    python.chmod(0o755)
    ran = runner.run(sample.path, {"fail-on": "worse"}, PULL)
    assert _seen(ran) == (3, "go", "unknown"), ran.log
    assert "### ? What this change does is unknown" in ran.summary


def test_a_base_that_has_the_change_is_red(runner: Runner, sample: Sample) -> None:
    """A job that runs again after the merge sees no change, which costs nothing: it is not green for that."""
    _pull(sample, COSTLY)
    sample.repo.commit(90.1, {"notes.txt": "later"}, "later")
    sample.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    sample.repo.git("reset", "-q", "--hard", "HEAD^")
    ran = runner.run(sample.path, {"fail-on": "worse"}, PULL)
    assert (ran.exit, ran.outputs["impact"]) == (3, "unknown"), ran.log
    assert "origin/main already contains HEAD" in ran.summary


@pytest.mark.heavy
@pytest.mark.parametrize("inputs", [{"fail-on": "worse"}, {}], ids=["worse", "usual"])
def test_without_a_base_the_gate_decides(runner: Runner, sample: Sample, inputs: dict[str, str]) -> None:
    """Every night, before a deployment: nothing to compare with, so the step is red for a no-go."""
    sample.export([issue("CRM-1", "Highest")])
    assert _seen(runner.run(sample.path, inputs)) == (1, "no-go", "")


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"fail-on": "worse", "impact": "off"}, "leave out the input impact"),
        ({"fail-on": "worse", "all": "true"}, "leave out the input all"),
        ({"impact": "gate"}, "The input impact must be one of: auto off."),
    ],
)
def test_what_has_no_meaning_together(runner: Runner, sample: Sample, inputs: dict[str, str], said: str) -> None:
    """Decides nothing."""
    ran = runner.run(sample.path, inputs, PULL)
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"})
    assert said in ran.summary


@pytest.mark.heavy
@pytest.mark.parametrize("inputs", [{"impact": "off"}, {"all": "true"}], ids=["off", "all"])
def test_no_impact_where_none_is_wanted(runner: Runner, sample: Sample, inputs: dict[str, str]) -> None:
    """Or where several milestones are judged."""
    _pull(sample, COSTLY)
    assert _seen(runner.run(sample.path, inputs, PULL)) == (0, "go", "")


@pytest.mark.heavy
def test_an_impact_does_not_stand_in_for_a_verdict(runner: Runner, sample: Sample) -> None:
    """Where the gate cannot be judged, the step is red, whatever the change does."""
    _pull(sample, HARMLESS)
    ran = runner.run(sample.path, {"fail-on": "worse", "milestone": "no-such"}, PULL)
    assert (ran.exit, ran.outputs["decision"]) == (2, "error"), ran.log
