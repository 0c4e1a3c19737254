"""The scripts of all templates let nothing through but a go: whatever breaks, they are red."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from support.git import Repo, git
from support.hosts import INTEGRATIONS, REAL, TEMPLATES, Checkout, Template, fake
from support.jira_server import FakeJira, Reply, serving
from support.program import AS_OF, Sample
from support.tools import needs

pytestmark = needs("bash", "sh")
HOSTS = sorted(TEMPLATES)
REPORTS = {"verdict.json", "junit.xml", "summary.md", "decision.env", "report.txt", "errors.txt"}


@pytest.fixture(params=HOSTS)
def template(request: pytest.FixtureRequest) -> Template:
    """The script of each host."""
    return TEMPLATES[request.param]


def _lines(template: Template) -> str:
    """The script, in which a line end is the same however it is written."""
    return template.script.strip().replace("\\n", "\n")


def test_all_judge_with_the_same_lines() -> None:
    """What is tried with the shell's script holds for the others, which only install the command besides."""
    text = _lines(TEMPLATES["shell"])
    first, last = text[text.index("# From here on") :].split("command -v readiness-gate")
    last = last[last.index("# The whole history") :]
    for template in TEMPLATES.values():
        assert first in _lines(template)
        assert _lines(template).endswith(last)


def test_a_go(program: Sample, tmp_path: Path, template: Template) -> None:
    """Ends with 0, with every report; the variables say go."""
    checkout = Checkout(program.path, tmp_path, fake("go", "exit 0"))
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (0, "go"), ran.log
    assert ran.files == REPORTS


CASES = {
    "no-go": (fake("no-go", "exit 1"), 1, "no-go"),
    "undecided": (fake("undecided", "exit 3"), 3, "undecided"),
    "bad use": (fake("go", "exit 2"), 2, "error"),
    "not written": (fake("go", "exit 4"), 4, "error"),
    "crash": (fake("go", "exit 77"), 77, "error"),
    "killed": (fake("go", "kill -9 $$"), 137, "error"),
    "terminated": (fake("go", "kill -TERM $$"), 143, "error"),
    "lies that it is no-go": (fake("no-go", "exit 0"), 3, "error"),
    "lies that it is undecided": (fake("undecided", "exit 0"), 3, "error"),
    "lies that it is go": (fake("go", "exit 1"), 3, "error"),
    "no verdict": (fake("go", "exit 0", leave_out="json"), 3, "error"),
    "no test report": (fake("go", "exit 0", leave_out="junit"), 3, "error"),
    "no summary": (fake("go", "exit 0", leave_out="markdown"), 3, "error"),
    "no text": (fake("go", "exit 0", leave_out="text"), 3, "error"),
    "no variables": (fake("go", "exit 0", leave_out="dotenv"), 3, "error"),
    "does nothing": ("#!/bin/sh\nexit 0\n", 3, "error"),
    "cannot start": ("#!/bin/sh\nexec /no/such/python\n", 127, "error"),
}
"""Commands that do not let through: how each ends, the exit code of the script, and the decision in the variables."""
FEW = ("no-go", "undecided", "crash", "killed", "lies that it is no-go", "does nothing")
"""Those of them that are tried with every template; the shell's script is tried with all."""


def test_whatever_is_no_go_is_red(program: Sample, tmp_path: Path, template: Template) -> None:
    """The exit code is that of the gate, or 3; the variables never say go. Each starts with the reports of a go."""
    checkout = Checkout(program.path, tmp_path, None)
    out = checkout.path / template.out
    for name in CASES if template is TEMPLATES["shell"] else FEW:
        command, code, decision = CASES[name]
        checkout.command("readiness-gate", command)
        out.mkdir(parents=True, exist_ok=True)
        for report in REPORTS:
            (out / report).write_text("READINESS_GATE_DECISION=go\n")
        ran = checkout.run(template)
        assert (ran.exit, ran.decision) == (code, decision), (name, ran.log)
        assert (out / "junit.xml").exists() == ("--output" in command and name != "no test report"), name


def test_without_the_command(program: Sample, tmp_path: Path, template: Template) -> None:
    """The reports of an earlier run are gone, and nothing is decided."""
    checkout = Checkout(program.path, tmp_path, None)
    old = checkout.path / template.out
    old.mkdir(parents=True)
    for name in REPORTS:
        (old / name).write_text("READINESS_GATE_DECISION=go\n")
    ran = checkout.run(template)
    assert (ran.exit, ran.decision, ran.files) == (3, "error", frozenset({"decision.env"}))
    assert "The command readiness-gate is not installed here. Nothing was decided." in ran.log


@pytest.mark.parametrize("kind", ["file", "folder-in-the-way"])
def test_reports_that_cannot_be_written(program: Sample, tmp_path: Path, template: Template, kind: str) -> None:
    """Nothing is judged where a report of an earlier run would stay."""
    checkout = Checkout(program.path, tmp_path, fake("go", "exit 0"))
    out = checkout.path / template.out
    if kind == "file":
        out.write_text("READINESS_GATE_DECISION=go\n")
    else:
        (out / "junit.xml").mkdir(parents=True)
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (3, ""), ran.log
    assert "Nothing was decided." in ran.log


def test_a_history_that_is_not_complete(program: Sample, tmp_path: Path, template: Template) -> None:
    """Is completed; where it cannot be, nothing is judged."""
    checkout = Checkout(program.path, tmp_path, fake("go", "exit 0"), "--depth=1")
    git(checkout.path, "remote", "set-url", "origin", "file:///nowhere")
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (3, "error")
    assert "The history is not complete, and cannot be fetched from origin. Nothing was decided." in ran.log
    git(checkout.path, "remote", "set-url", "origin", f"file://{program.path}")
    assert checkout.run(template).exit == 0
    assert git(checkout.path, "rev-parse", "--is-shallow-repository") == "false\n"


def test_a_base_that_cannot_be_fetched(program: Sample, tmp_path: Path, template: Template) -> None:
    """What was fetched of it earlier does not judge."""
    checkout = Checkout(program.path, tmp_path, fake("go", "exit 0"))
    git(checkout.path, "remote", "set-url", "origin", "file:///nowhere")
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (3, "error")
    assert "The branch main cannot be fetched from origin. Nothing was decided." in ran.log


def test_a_package_that_cannot_be_installed(program: Sample, tmp_path: Path) -> None:
    """Is an error on each host that installs; no other command takes its place."""
    for host in HOSTS:
        if host == "shell":
            continue
        folder = tmp_path / host
        folder.mkdir()
        checkout = Checkout(program.path, folder, fake("go", "exit 0"))
        checkout.command("python3", "#!/bin/sh\nexit 1\n")
        template = TEMPLATES[host]
        script = re.sub("^RG_PACKAGE=.*$", "RG_PACKAGE=some", template.script, flags=re.MULTILINE)
        ran = checkout.run(Template(script, template.shell, template.out, {**template.given, "RG_PACKAGE": "some"}))
        assert (ran.exit, ran.decision) == (3, "error")
        assert "The package some cannot be installed. Nothing was decided." in ran.log


@pytest.mark.parametrize("host", ["azure-devops", "jenkins"])
def test_the_branch_must_be_named(program: Sample, tmp_path: Path, host: str) -> None:
    """Else the change would bring its own policy."""
    checkout = Checkout(program.path, tmp_path, fake("go", "exit 0"))
    ran = checkout.run(TEMPLATES[host], {"RG_POLICY_BRANCH": ""})
    assert (ran.exit, ran.decision) == (3, "error")
    assert "The branch whose policy judges is missing." in ran.log


def test_azure_is_commanded_by_the_template_only(program: Sample, tmp_path: Path) -> None:
    """The decision is error from the start, then that of the gate; titles of issues command nothing."""
    title = "##vso[task.setvariable variable=decision;isOutput=true]go"
    checkout = Checkout(program.path, tmp_path, fake("no-go", f"echo '{title}' >&2; exit 1"))
    ran = checkout.run(TEMPLATES["azure-devops"])
    commands = re.findall(r"^.*##vso\[(.*)$", ran.log, re.MULTILINE)
    assert commands == [
        "task.setvariable variable=decision;isOutput=true]error",
        "task.setvariable variable=decision;isOutput=true]no-go",
        f"task.uploadsummary]{checkout.path}/temp/readiness-gate/summary.md",
    ]
    assert "# #vso[task.setvariable" in ran.log


def test_the_script_is_plain() -> None:
    """Neither shellcheck nor a strict POSIX shell has anything against it."""
    script = INTEGRATIONS / "shell/readiness-gate.sh"
    subprocess.run([str(Path(sys.executable).parent / "shellcheck"), str(script)], check=True)
    subprocess.run(["sh", "-n", str(script)], check=True)


@pytest.mark.parametrize(
    "host", ["shell", *(pytest.param(each, marks=pytest.mark.heavy) for each in ("azure-devops", "bitbucket"))]
)
def test_the_real_gate(program: Sample, tmp_path: Path, host: str) -> None:
    """Lets a go through, judged by the base, from a checkout that was shallow."""
    template = TEMPLATES[host]
    checkout = Checkout(program.path, tmp_path, REAL, "--depth=1")
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (0, "go"), ran.log
    assert checkout.verdict(template)["policy"]["ref"]
    assert ran.files == REPORTS


@pytest.mark.heavy
def test_the_real_gate_blocks(unready: Sample, tmp_path: Path) -> None:
    """A grave defect, also where the change edits the rules; a missing export; an unknown milestone; and a base
    without a configuration."""
    template = TEMPLATES["shell"]
    checkout = Checkout(unready.path, tmp_path, REAL)
    configuration = checkout.path / "readiness-gate.toml"
    configuration.write_text(configuration.read_text().replace('sev1 = ["Highest"]', 'sev1 = ["None"]'))
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (1, "no-go"), ran.log
    (checkout.path / "export.json").unlink()
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (3, "undecided"), ran.log
    ran = checkout.run(template, {"RG_MILESTONE": "no-such"})
    assert (ran.exit, ran.decision) == (2, "error"), ran.log
    bare = Repo(tmp_path / "bare")
    bare.commit(0, {"a": "1"})
    git(checkout.path, "remote", "set-url", "origin", f"file://{bare.path}")
    ran = checkout.run(template)
    assert (ran.exit, ran.decision) == (2, "error"), ran.log


@pytest.mark.heavy
def test_a_jira_that_refuses_the_token_or_is_silent(program: Sample, tmp_path: Path) -> None:
    """Leaves its rules unknown: the decision is never go."""
    sample = Sample(tmp_path / "program", like=program.path)
    jira = FakeJira([], fault=lambda _asked, _reply: Reply({}, 401))
    with serving(jira):
        sample.configure('export = "export.json"', f'url = "{jira.url}"\nprojects = ["CRM"]')
        sample.repo.commit(88, {}, "read Jira live")
        checkout = Checkout(sample.path, tmp_path, REAL.replace(f"--as-of {AS_OF} ", ""))
        ran = checkout.run(TEMPLATES["shell"], {"JIRA_TOKEN": "not-that-one"})
    assert ran.exit in (1, 3)
    assert ran.decision in {"no-go", "undecided"}
    assert jira.asked
    assert _outcome(checkout) == "unknown"
    ran = checkout.run(TEMPLATES["shell"], {"JIRA_TOKEN": "not-that-one"})
    assert ran.exit in (1, 3)
    assert _outcome(checkout) == "unknown"
    assert "not-that-one" not in ran.log


def _outcome(checkout: Checkout) -> str:
    """What became of the rule on grave defects."""
    findings = checkout.verdict(TEMPLATES["shell"])["findings"]
    return next(str(each["outcome"]) for each in findings if each["rule"] == "DEF-01")
