"""The action runs nothing of the checkout, whatever the job's environment says, and secrets go to the gate alone."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from support.hostile_job import TOKEN, HostileJob, leads, plant
from support.program import Sample
from support.runner import Runner

RECORDER = """\
#!/bin/sh
{{ printf '%s ' "$@"; printf '\\036'; pwd -P; printf '\\036'; env -0; printf '\\035'; }} >> {log}
for last; do :; done
case "$*" in
  *" venv "*) mkdir -p "$last/bin" && ln -s "$0" "$last/bin/python" ;;
  *purelib*) echo {site} ;;
esac
"""
WHOLE = frozenset({"PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PWD", "OLDPWD", "SHLVL", "_"})
OF_THE_GATE = frozenset({"JIRA_TOKEN", "JIRA_EMAIL", "CI", "GITHUB_ACTIONS"})
LEADS = [
    *leads(Path("/nowhere")),
    "LOCPATH",
    "TZ",
    "PYTHONCASEOK",
    "PIP_FIND_LINKS",
    "GIT_TEMPLATE_DIR",
    "SOMETHING_NEW",
]


class Call(NamedTuple):
    """A call of Python: its words, its folder, and its environment; bash passes on what has no name of a variable."""

    words: list[str]
    cwd: str
    env: dict[str, str]


def recorded(tmp_path: Path, env: Mapping[str, str], workspace: Path | None = None, temp: str = "temp") -> list[Call]:
    """Each call of Python in the step, on a runner where Python writes down how it was called, and does nothing."""
    log, tools = tmp_path / "log", tmp_path / "tools"
    for each in (tools, tmp_path / "site", tmp_path / "runner"):
        each.mkdir()
    (tools / "python3").write_text(RECORDER.format(log=log, site=tmp_path / "site"))
    (tools / "python3").chmod(0o755)
    runner = Runner(tmp_path / "runner")
    where = workspace or tmp_path
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    given = {"PATH": path, "JIRA_TOKEN": TOKEN, "JIRA_EMAIL": "a@x", **env}
    runner.run(where, env={**given, "RUNNER_TEMP": str(tmp_path / "runner" / temp)})
    return [_call(*each.split("\x1e")) for each in log.read_text().split("\x1d")[:-1]] if log.exists() else []


def _call(words: str, cwd: str, env: str) -> Call:
    variables = dict(each.split("=", 1) for each in env.rstrip("\0").split("\0"))
    return Call(words.split(), cwd.strip(), {name: value for name, value in variables.items() if name.isidentifier()})


@pytest.mark.heavy
def test_nothing_of_the_checkout_is_run(job: HostileJob) -> None:
    """All known ways to run something of the checkout together, while the action installs: nothing runs, nothing is
    written, and the token is in no output."""
    assert (job.ran.exit, job.ran.outputs) == (2, {"decision": "error", "exit-code": "2"}), job.ran.log
    assert "readiness-gate.toml not found" in job.ran.log
    assert job.traces() == []
    assert TOKEN not in job.ran.log + job.ran.summary


@pytest.mark.parametrize("name", LEADS)
def test_no_variable_of_the_job_leads_anywhere(tmp_path: Path, name: str) -> None:
    """One by one: every Python of the step is isolated, and only what is known to be needed reaches it."""
    workspace = tmp_path / "workspace"
    plant(workspace, tmp_path / "mark")
    value = leads(workspace).get(name, str(workspace))
    if name == "PATH":
        value = os.pathsep.join(["", "bin", str(workspace / "bin"), str(tmp_path / "tools"), os.environ["PATH"]])
    calls = recorded(tmp_path, {name: value}, workspace)
    assert [call.words[2] for call in calls if call.words[1] == "-m"] == ["venv", "pip", "readiness_gate"]
    for call in calls:
        is_gate = call is calls[-1]
        assert call.words[0] == "-I"
        assert set(call.env) <= (WHOLE | OF_THE_GATE if is_gate else WHOLE)
        assert ("JIRA_TOKEN" in call.env) is is_gate
        assert call.cwd == (str(workspace) if is_gate else "/")
        assert not any(str(workspace) in each for key, each in call.env.items() if key not in ("PWD", "OLDPWD"))
    assert not (tmp_path / "mark").exists()


@pytest.mark.parametrize("through", ["plain", "link", "dots"])
def test_the_path_never_leads_into_the_workspace(tmp_path: Path, through: str) -> None:
    """Whatever way a folder of the workspace is named, its commands are not run."""
    workspace = tmp_path / "workspace"
    plant(workspace, tmp_path / "mark")
    (tmp_path / "link").symlink_to(workspace / "bin")
    named = {"plain": workspace / "bin", "link": tmp_path / "link", "dots": tmp_path / "tools/../workspace/bin"}[
        through
    ]
    calls = recorded(
        tmp_path, {"PATH": os.pathsep.join([str(named), str(tmp_path / "tools"), os.environ["PATH"]])}, workspace
    )
    assert calls[-1].words[2] == "readiness_gate"
    assert not (tmp_path / "mark").exists()


def test_a_temporary_folder_in_the_workspace_is_refused(tmp_path: Path) -> None:
    """A change could bring the gate's own environment there."""
    (tmp_path / "runner").mkdir()
    calls = recorded(tmp_path / "runner", {}, tmp_path)
    assert calls == []


def test_git_has_no_secrets(sample: Sample, tmp_path: Path) -> None:
    """The program hands git neither the token nor anything that was not asked for."""
    tools, log = tmp_path / "tools", tmp_path / "log"
    tools.mkdir()
    real = subprocess.run(["sh", "-c", "command -v git"], capture_output=True, text=True, check=True).stdout.strip()
    (tools / "git").write_text(f'#!/bin/sh\nenv >> {log}\nexec {real} "$@"\n')
    (tools / "git").chmod(0o755)
    path = os.pathsep.join([str(tools), os.environ["PATH"]])
    assert sample.check(env={"PATH": path, "JIRA_TOKEN": TOKEN, "HTTPS_PROXY": f"http://u:{TOKEN}@p:1"}).exit == 0
    assert "GIT_TERMINAL_PROMPT=0" in log.read_text()
    assert TOKEN not in log.read_text()
