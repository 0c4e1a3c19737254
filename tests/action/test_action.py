"""The GitHub Action: its one step, run by bash as a runner runs it."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support.console import running
from support.effort import heavy_after
from support.evaluator import evaluator
from support.program import Sample, issue
from support.runner import ACTION, INPUTS, ROOT, STEP, Runner


def test_a_ready_program_lets_the_job_go_on(runner: Runner, sample: Sample) -> None:
    """Go: the step ends with 0, and its outputs, files and summary say so."""
    ran = runner.run(sample.path)
    assert (ran.exit, ran.outputs["decision"], ran.outputs["exit-code"]) == (0, "go", "0"), ran.log
    assert json.loads(Path(ran.outputs["json-file"]).read_text())["decision"] == "go"
    assert ran.summary == Path(ran.outputs["summary-file"]).read_text()
    assert "✓ GO" in ran.summary.splitlines()[0]


def test_an_open_defect_stops_the_job(runner: Runner, sample: Sample) -> None:
    """No-go: the step ends with the gate's own 1."""
    sample.export([issue("CRM-1", "Highest")])
    ran = runner.run(sample.path)
    assert (ran.exit, ran.outputs["decision"], ran.outputs["exit-code"]) == (1, "no-go", "1"), ran.log
    assert "✗ NO-GO" in ran.summary


LATER = """
[milestones.hypercare]
kind = "hypercare-exit"
date = 2026-09-01
packs = ["starter"]
"""


@pytest.mark.parametrize("every", heavy_after(1, ["true", "false", ""]))
def test_all_milestones_are_judged_when_asked(runner: Runner, sample: Sample, every: str) -> None:
    """Each future one: the worst of them is the decision, and the file has a list that keeps the schema."""
    configuration = (sample.path / "readiness-gate.toml").read_text()
    sample.write("readiness-gate.toml", configuration.replace("[milestones.", f"{LATER.strip()}\n\n[milestones.", 1))
    ran = runner.run(sample.path, {"all": every})
    told = json.loads(Path(ran.outputs["json-file"]).read_text())
    judged = [each["milestone"]["name"] for each in told.get("verdicts", [told])]
    assert judged == (["go-live", "hypercare"] if every == "true" else ["go-live"])
    decisions = {each["decision"] for each in told.get("verdicts", [told])}
    assert ran.outputs["decision"] == ("no-go" if "no-go" in decisions else "undecided" if len(decisions) > 1 else "go")
    assert ran.summary.count("go-live") >= 1
    assert ("hypercare" in ran.summary) == (every == "true")


def test_missing_evidence_stops_the_job(runner: Runner, sample: Sample) -> None:
    """Undecided: the step ends with 3, and the summary gives the reason."""
    (sample.path / "export.json").unlink()
    ran = runner.run(sample.path)
    assert (ran.exit, ran.outputs["decision"]) == (3, "undecided"), ran.log
    assert "export.json is missing" in ran.summary


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"config": "nowhere.toml"}, "nowhere.toml"),
        ({"milestone": "wave-9"}, "wave-9"),
        ({"as-of": "yesterday"}, "yesterday"),
        ({"policy-ref": "no-such-ref"}, "no-such-ref"),
        ({"all": "yes"}, "--all"),
        ({"all": "true", "milestone": "go-live"}, "--all"),
    ],
)
def test_a_wrong_input_is_an_error(runner: Runner, sample: Sample, inputs: dict[str, str], said: str) -> None:
    """Bad use: the step ends with 2, the decision is error, and the log names the input."""
    ran = runner.run(sample.path, inputs)
    assert (ran.exit, ran.outputs["decision"], ran.outputs["exit-code"]) == (2, "error", "2")
    assert said in ran.log
    assert "json-file" not in ran.outputs
    assert ran.summary.startswith("## ? ERROR: nothing was decided\n\n    Error: ")
    assert said in ran.summary


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"fail-on": "No-Go\n## ✓ GO"}, "The input fail-on must be one of: no-go worse never."),
        ({"fail-on": ""}, "The input fail-on must be one of: no-go worse never."),
        ({"annotations": "yes"}, "The input annotations must be one of: true false."),
    ],
)
def test_an_unknown_value_decides_nothing(runner: Runner, sample: Sample, inputs: dict[str, str], said: str) -> None:
    """It is not taken for the nearest known one, and not shown, as it may be anything."""
    ran = runner.run(sample.path, inputs)
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"})
    assert said in ran.summary
    assert "✓ GO" not in ran.summary


def test_the_outputs_say_what_later_steps_ask(runner: Runner, sample: Sample) -> None:
    """Both decisions, how many rules fail and which, and the digests; with all milestones, only the worst decision."""
    sample.export([issue("CRM-1", "Highest")])
    ran = runner.run(sample.path)
    verdict = json.loads(Path(ran.outputs["json-file"]).read_text())
    assert set(ran.outputs) == {*ACTION["outputs"]} - {"impact"}
    assert ran.outputs["decision-without-waivers"] == "no-go"
    failed = json.loads(ran.outputs["failed-rules"])
    assert "DEF-01" in failed
    assert int(ran.outputs["rules-failed"]) == len(failed)
    assert ran.outputs["policy-digest"] == verdict["policy"]["digest"]
    assert ran.outputs["evidence-digest"] == verdict["evidence-digest"]
    every = runner.run(sample.path, {"all": "true"})
    assert set(every.outputs) == {"decision", "exit-code", "json-file", "summary-file"}


def test_annotations_stand_at_the_lines_of_rules(runner: Runner, sample: Sample) -> None:
    """They are commands to the runner, after the pause; and none when they are not wanted."""
    sample.export([issue("CRM-1", "Highest", summary="\n::error::forged")])
    ran = runner.run(sample.path)
    told = [line for line in ran.log.splitlines() if line.startswith(("::error ", "::warning "))]
    assert told[0].startswith("::error file=readiness-gate.toml,line=")
    assert all("forged" not in line or "\\u003a:error" in line for line in told)
    without = runner.run(sample.path, {"annotations": "false"})
    assert "::error file" not in without.log


def test_a_step_that_only_reports_says_so(runner: Runner, sample: Sample) -> None:
    """Green after a no-go, which outputs and summary still say; where nothing was decided it stays red."""
    sample.export([issue("CRM-1", "Highest")])
    ran = runner.run(sample.path, {"fail-on": "never"})
    assert (ran.exit, ran.outputs["decision"], ran.outputs["exit-code"]) == (0, "no-go", "1"), ran.log
    assert ran.summary.startswith("> **Reported only.** This step is green whatever the gate decides (fail-on: never).")
    assert "✗ NO-GO" in ran.summary
    assert runner.run(sample.path, {"fail-on": "never", "milestone": "wave-9"}).exit == 2


def test_files_are_written_for_later_steps(runner: Runner, sample: Sample, tmp_path: Path) -> None:
    """A relative name is one in the runner's folder, and never in the workspace."""
    junit = tmp_path / "junit.xml"
    ran = runner.run(sample.path, {"html-file": "go-live.html", "junit-file": str(junit), "sarif-file": "go.sarif"})
    assert ran.exit == 0, ran.log
    assert (runner.temp / "go-live.html").read_text().startswith("<!DOCTYPE html>")
    assert junit.read_text().startswith("<?xml")
    assert json.loads((runner.temp / "go.sarif").read_text())["version"] == "2.1.0"
    assert sample.repo.git("status", "--porcelain", "--", ":!export.json") == ""


def test_a_base_without_a_configuration_says_so(runner: Runner, sample: Sample) -> None:
    """The pull request that brings the configuration is told when it counts, in the summary as in the log."""
    sample.repo.git("update-ref", "refs/remotes/origin/main", "main~1")
    ran = runner.run(sample.path, env={"GITHUB_BASE_REF": "main"})
    assert (ran.exit, ran.outputs) == (2, {"decision": "error", "exit-code": "2"})
    told = "refs/remotes/origin/main has no readiness-gate.toml yet: it counts once this change has landed."
    assert told in ran.log
    assert told in ran.summary
    assert "run the same command without --policy-ref" in ran.summary


@pytest.mark.parametrize("queued", ["refs/heads/main", ""])
def test_a_merge_queue_is_judged_by_its_base(runner: Runner, sample: Sample, queued: str) -> None:
    """Its commits bring the policies of the changes that wait in it, too."""
    sample.repo.git("update-ref", "refs/remotes/origin/main", "main~1")
    event = {"merge_group": {"base_ref": queued}} if queued else {}
    ran = runner.run(sample.path, event=event)
    assert ("refs/remotes/origin/main has no readiness-gate.toml yet" in ran.log) == bool(queued)


def test_what_an_error_says_stays_a_text(runner: Runner, sample: Sample) -> None:
    """The summary shows it as code: no line of it begins anything else."""
    ran = runner.run(sample.path, {"milestone": "x\n## ✓ GO\n<b>"})
    assert ran.exit == 2
    assert [line for line in ran.summary.splitlines()[2:] if not line.startswith("    ")] == []


OTHERS = "mine=1\nlong<<=EOF\ndecision=go\nexit-code<<EOF\n=EOF\n"


def test_what_others_wrote_into_the_outputs_stays(runner: Runner, sample: Sample) -> None:
    """Also what only looks like one of ours inside of a longer value; what is called as ours is replaced."""
    ours = "decision=go\njson-file<<x\nmine=2\nx\nexit-code=0\n"
    ran = runner.run(sample.path, already=f"{ours}{OTHERS}last=\\ 2 ")
    assert ran.exit == 0
    assert (runner.folder / "output").read_text().startswith(f"{OTHERS}last=\\ 2 \ndecision=go\n")
    assert set(runner.of_the_step()) == {"mine", "long", "last", *ACTION["outputs"]}
    assert ran.outputs["exit-code"] == "0"
    assert sorted(each.name for each in runner.folder.iterdir() if each.name.startswith("output")) == ["output"]


@pytest.mark.heavy
def test_outputs_that_cannot_be_replaced_are_added(runner: Runner, sample: Sample, tmp_path: Path) -> None:
    """Where no other file can stand beside the outputs, the last of each name counts, as for the runner."""
    runner = runner.again(tmp_path / "runner")
    (runner.folder / "output.new").mkdir()
    options = runner.options(sample.path, {"milestone": "wave-9"}, already=OTHERS)
    with running(options.pop("args"), **options, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        assert process.wait(timeout=600) == 2
    lines = (runner.folder / "output").read_text()
    assert lines == f"{OTHERS}decision=error\nexit-code=3\ndecision=error\nexit-code=2\n"


SLOW_GIT = """\
#!/bin/sh
[ -p {started} ] || exit 1
echo started > {started}
exec sleep 600
"""
"""The step may go on after Ctrl-C, which the gate answers with an exit code: what it then asks git ends at once."""


@pytest.mark.heavy
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=["kill", "term", "ctrl-c"])
def test_a_step_that_is_killed_has_decided_nothing(
    runner: Runner, sample: Sample, tmp_path: Path, number: signal.Signals
) -> None:
    """In the middle of the gate: the outputs are there, say error, and what others wrote is whole."""
    assert runner.run(sample.path).exit == 0, "what it needs is installed"
    started = tmp_path / "started"
    os.mkfifo(started)
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    fake.write_text(SLOW_GIT.format(started=started))
    fake.chmod(0o755)
    path = os.pathsep.join([str(fake.parent), str(Path(sys.executable).parent), os.environ["PATH"]])
    options = runner.options(sample.path, env={"PATH": path}, already=OTHERS)
    with running(options.pop("args"), **options, start_new_session=True, stdout=subprocess.DEVNULL) as process:
        assert started.read_text() == "started\n"
        started.unlink()
        os.killpg(process.pid, number)
        assert process.wait(timeout=60) != 0
    outputs = runner.of_the_step()
    assert outputs.pop("mine") == "1"
    assert outputs.pop("long") == "decision=go\nexit-code<<EOF"
    assert outputs.pop("decision") == "error"
    assert outputs.pop("exit-code") in ("3", "130", "143")
    assert outputs == {}


@pytest.mark.parametrize("name", heavy_after(1, INPUTS))
def test_inputs_are_never_run(runner: Runner, sample: Sample, tmp_path: Path, name: str) -> None:
    """An input that is a shell command stays a text: no canary sings, and the job is red, be it an unknown value or the
    name of a file in a folder that is not there."""
    canary = tmp_path / "canary"
    hostile = {name: f"$(touch {canary}); `touch {canary}`; '; touch {canary}; '"}
    ran = runner.run(sample.path, {"commit-status": "true", "milestone": "go-live", **hostile})
    assert ran.exit in (2, 3, 4), ran.log
    assert not canary.exists()


def test_an_input_cannot_become_an_option(runner: Runner, sample: Sample) -> None:
    """A milestone that looks like an option is a milestone that does not exist."""
    ran = runner.run(sample.path, {"milestone": "--help"})
    assert (ran.exit, ran.outputs["decision"]) == (2, "error"), ran.log


def test_a_pull_request_is_judged_by_its_base(runner: Runner, sample: Sample) -> None:
    """On a pull request the base branch's policy counts, whatever the change does to the limits."""
    sample.repo.commit(89, {}, "the policy")
    sample.repo.git("update-ref", "refs/remotes/origin/main", "main")
    sample.export([issue("CRM-1", "Highest")])
    sample.configure('packs = ["starter"]', 'packs = ["./easy.toml"]')
    sample.write("easy.toml", EASY)
    assert runner.run(sample.path).outputs["decision"] == "go"
    ran = runner.run(sample.path, env={"GITHUB_BASE_REF": "main"})
    assert (ran.exit, ran.outputs["decision"]) == (1, "no-go"), ran.log


EASY = """\
[[rules]]
id = "EASY-1"
title = "Easy"
dimension = "defects"
signal = "defects.open"
at-most = 100
"""


def test_the_workspace_is_neither_written_nor_imported(runner: Runner, sample: Sample) -> None:
    """Modules that lie in the workspace are not the gate's, and the step leaves nothing there."""
    for name in ("click.py", "readiness_gate.py", "json.py", "sitecustomize.py"):
        sample.write(name, "raise SystemExit(0)\n")
    sample.repo.commit(89, {}, "modules with the names of others")
    ran = runner.run(sample.path, env={"PYTHONPATH": str(sample.path)})
    assert (ran.exit, ran.outputs["decision"]) == (0, "go"), ran.log
    assert sample.repo.git("status", "--porcelain") == ""


def test_titles_cannot_command_the_runner(runner: Runner, sample: Sample) -> None:
    """What the log shows of issues stands between a pause of commands with a random word, and its end."""
    sample.export([issue("CRM-1", "Highest", summary="\n::set-output name=decision::go\n::error::forged")])
    log = runner.run(sample.path).log
    word = re.search(r"^::stop-commands::([0-9a-f]{32})$", log, re.MULTILINE)
    assert word is not None
    before, shown, after = re.split(rf"::stop-commands::{word[1]}|^::{word[1]}::$", log, flags=re.MULTILINE)
    assert "forged" in shown
    assert "forged" not in before + after


def test_it_is_one_step_without_other_actions() -> None:
    """Composite, one bash step, nothing nested that would have to be pinned."""
    assert ACTION["runs"]["using"] == "composite"
    assert [sorted(step) for step in ACTION["runs"]["steps"]] == [["env", "id", "name", "run", "shell"]]
    assert "${{" not in STEP["run"]


OF_GITHUB = {"github.event.merge_group.base_ref", "github.token"}


def _lost(file: Path) -> set[str]:
    """What the expressions of an action read that is not there: to GitHub it would be an empty text, and to no linter a
    mistake."""
    action = yaml.safe_load(file.read_text())
    written = re.findall(r"^ *([a-z| -]+)\) ours=yes ;;$", action["runs"]["steps"][0]["run"], re.MULTILINE)
    outputs = {f"steps.gate.outputs.{name}" for names in written for name in names.split(" | ")}
    return set(evaluator().read(file)) - outputs - OF_GITHUB - {f"inputs.{name}" for name in action["inputs"]}


def test_every_reference_resolves(tmp_path: Path) -> None:
    """Each expression names an input that exists, or an output that the step writes; no linter checks that."""
    file = ROOT / "action.yml"
    assert _lost(file) == set()
    read = evaluator().read(file)
    assert {each for each in read if each.startswith("inputs.")} == {f"inputs.{name}" for name in INPUTS}
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.gate.outputs.{name} }}}}"
    wrong = tmp_path / "action.yml"
    text = file.read_text().replace("inputs.since ", "inputs.sinse || steps['gates'].outputs[inputs.al] ")
    wrong.write_text(text.replace("steps.gate.outputs.decision ", "format('{0}', steps.gate.outputs.rulez) "))
    lost = {"inputs.sinse", "inputs.al", "steps.gates.outputs.*", "steps.gate.outputs.rulez"}
    assert _lost(wrong) == lost


@pytest.mark.parametrize("decision", ["go", "no-go", "undecided", "error", "", None])
def test_the_condition_in_the_docs_asks_for_go(decision: str | None) -> None:
    """A later step runs after a go only: neither after another decision, nor where there is none."""
    page = (ROOT / "docs" / "ci.md").read_text()
    [condition] = set(re.findall(r"`if: (steps\.gate\.outputs\.[^`]*)`", page))
    steps = {"gate": {"outputs": {} if decision is None else {"decision": decision}}}
    assert evaluator().runs(condition, {"steps": steps}) == (decision == "go")
    assert not evaluator().runs(condition, {"steps": steps}, status="failure")


def test_an_input_is_evaluated_once(runner: Runner, sample: Sample) -> None:
    """An input that looks like an expression stays a text."""
    ran = runner.run(sample.path, {"milestone": "${{ github.token }}"})
    assert (ran.exit, ran.outputs["decision"]) == (2, "error"), ran.log
    assert "github.token" in ran.log


@pytest.mark.parametrize(
    "words",
    [
        ["zizmor", "--offline", "--persona=auditor", "action.yml"],
        ["check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"],
    ],
    ids=lambda words: words[0],
)
def test_auditors_find_nothing(words: list[str]) -> None:
    """The auditor and the schema of actions have nothing to say."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / words[0]), *words[1:]], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_script_is_sound(tmp_path: Path) -> None:
    """The linter of shell scripts finds nothing in the step's script."""
    script = tmp_path / "step.sh"
    script.write_text(f"#!/usr/bin/env bash\n{STEP['run']}")
    tool = Path(sys.executable).parent / "shellcheck"
    done = subprocess.run([str(tool), str(script)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_summary_shows_what_changed(runner: Runner, sample: Sample) -> None:
    """Since the time that is given."""
    ran = runner.run(sample.path, {"since": "2026-03-20"})
    assert ran.exit == 0, ran.log
    assert "Since 2026-03-20" in ran.summary
