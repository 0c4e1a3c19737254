"""Fifty programs, of which one crashes, one hangs, one takes all memory and one is killed: 46 verdicts, 4 reasons."""

import json
import os
import shutil
from pathlib import Path

import pytest
from support.portfolio import AS_OF, portfolio, program
from support.program import start

NAMES = tuple(f"program-{number:02}" for number in range(46))
BROKEN = {
    "crashes": "ended by signal 11 (SIGSEGV)",
    "killed": "ended by signal 9 (SIGKILL)",
    "hangs": "it was not done after 40 s",
    "grows": "it needs more than 256 MiB of memory",
}
GIT = """\
#!/bin/sh
case "$*" in
  *crashes*) kill -SEGV $PPID; sleep 9 ;;
  *killed*) kill -KILL $PPID; sleep 9 ;;
  *hangs*) sleep 600 ;;
esac
exec {git} "$@"
"""
"""What a program's git does to the process that runs it."""
JIRA = """
[jira]
export = "export.json"
severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low"] }
"""
RULE = """
[[rules]]
id = "OUR-02"
title = "Few of them"
dimension = "defects"
signal = "{signal}"
at-most = 5
"""

pytestmark = [pytest.mark.heavy, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def fifty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The portfolio, with a git that treats some of its programs badly. Every third of the others is no-go."""
    folder = tmp_path_factory.mktemp("fifty")
    for number, name in enumerate(NAMES):
        program(folder, name, trained=2 if number % 3 == 0 else 8)
    for name in BROKEN:
        where = program(folder, name)
        if name == "grows":
            (where / "export.json").write_text(f'{{"issues": [{"[]," * 10_000_000}[]]}}')
            (where / "readiness-gate.toml").write_text((where / "readiness-gate.toml").read_text() + JIRA)
        signal = "defects.open" if name == "grows" else "change.landings"
        (where / "rules.toml").write_text((where / "rules.toml").read_text() + RULE.format(signal=signal))
    (folder / "bin").mkdir()
    (folder / "bin" / "git").write_text(GIT.format(git=shutil.which("git")))
    (folder / "bin" / "git").chmod(0o755)
    portfolio(folder, (*NAMES[:20], *BROKEN, *NAMES[20:]))
    return folder


@pytest.mark.parametrize("executor", ["threads", "processes"])
def test_one_program_touches_no_other(fifty: Path, executor: str) -> None:
    """The verdicts are those of programs that are alone, and each of the four has its reason; no other has one."""
    path = os.pathsep.join([str(fifty / "bin"), os.environ["PATH"]])
    words = ("portfolio", "check", "--as-of", AS_OF, "--format", "json", "--executor", executor, "--jobs", "4")
    limits = ("--timeout", "40", "--memory", "256")
    ended = start(*words, *limits, cwd=fifty, env={"PATH": path}, timeout=500)
    gates = {gate["program"]: gate for gate in json.loads(ended.out)["gates"]}
    assert ended.exit == 1, ended.err
    assert {name: gate["decision"] for name, gate in gates.items() if gate["has-verdict"]} == {
        name: "no-go" if number % 3 == 0 else "go" for number, name in enumerate(NAMES)
    }
    for name, reason in BROKEN.items():
        assert gates[name]["decision"] == "undecided"
        assert reason in gates[name]["sentence"]
