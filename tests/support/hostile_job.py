"""A job whose checkout brings code, and whose environment leads to it in every way that is known."""

import os
import sys
from pathlib import Path

from support.runner import Ran, Runner

TOKEN = "s3cr3t-token"  # noqa: S105 - a canary
_PYTHON = """\
import os, sys
open({mark!r}, "a").write(f"{{__file__}} ran: {{sys.argv}}, {{os.environ.get('JIRA_TOKEN')}}\\n")
"""
_SHELL = """\
#!/bin/sh
echo "$0 ran: $*, $JIRA_TOKEN" >> {mark}
"""
_MODULES = ("sitecustomize.py", "usercustomize.py", "startup.py", "pip.py", "venv.py", "ensurepip.py", "encodings.py")
_COMMANDS = ("python3", "python3.11", "python3.12", "python3.13", "python3.14", "git", "mv", "rm", "cat", "env", "bash")
_PIP_CONF = "[global]\nno-index = true\nrequirement = {ws}/extra.txt\n[install]\ntarget = {ws}/target\n"
_PLANTED = ("target", "trace", "pycache", "pip.log")


def leads(ws: Path) -> dict[str, str]:
    """Variables of a job, each of which would run something of a workspace, or change what is run or written."""
    here = str(ws)
    return {
        "PYTHONPATH": f":{here}",
        "PYTHONSTARTUP": f"{here}/startup.py",
        "PYTHONHOME": here,
        "PYTHONUSERBASE": here,
        "PYTHONINSPECT": "1",
        "PYTHONBREAKPOINT": "startup.run",
        "PYTHONPYCACHEPREFIX": f"{here}/pycache",
        "PYTHONTZPATH": f"{here}/zones",
        "PYTHONWARNINGS": "error",
        "PIP_CONFIG_FILE": "pip.conf",
        "PIP_REQUIREMENT": f"{here}/extra.txt",
        "PIP_TARGET": f"{here}/target",
        "PIP_PREFIX": f"{here}/target",
        "PIP_PYTHON": f"{here}/bin/python3",
        "PIP_NO_INDEX": "1",
        "PIP_INDEX_URL": f"file://{here}",
        "PIP_LOG": f"{here}/pip.log",
        "XDG_CONFIG_HOME": here,
        "XDG_CONFIG_DIRS": here,
        "GIT_DIR": f"{here}/bare",
        "GIT_EXEC_PATH": f"{here}/bin",
        "GIT_CONFIG_GLOBAL": f"{here}/.gitconfig",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": "core.fsmonitor",
        "GIT_CONFIG_VALUE_0": f"{here}/bin/env",
        "GIT_EXTERNAL_DIFF": f"{here}/bin/env",
        "GIT_PAGER": f"{here}/bin/env",
        "GIT_TRACE": f"{here}/trace",
        "BASH_ENV": f"{here}/bashenv",
        "ENV": f"{here}/bashenv",
        "CDPATH": here,
        "SHELLOPTS": "xtrace",
        "PS4": f"$({here}/bin/env)",
        "BASH_FUNC_printf%%": f'() {{ {here}/bin/env; builtin printf "$@"; }}',
        "OPENSSL_CONF": f"{here}/openssl.cnf",
        "LD_LIBRARY_PATH": f":{here}",
        "TMPDIR": here,
        "HOME": here,
        "PATH": os.pathsep.join(["", "bin", f"{here}/bin", str(Path(sys.executable).parent), os.environ["PATH"]]),
    }


class HostileJob:
    """A job on a runner of its own; `ran` is how its step ended that had to install, and `mark` a file that is there
    once anything of the workspace was run."""

    def __init__(self, folder: Path) -> None:
        self.runner = Runner(folder)
        self.mark = folder / "mark"
        self.workspace = folder / "workspace"
        plant(self.workspace, self.mark)
        self.ran: Ran = self.runner.run(self.workspace, env={**leads(self.workspace), "JIRA_TOKEN": TOKEN})

    def traces(self) -> list[str]:
        """What was run or written that must not be."""
        written = [name for name in _PLANTED if (self.workspace / name).exists()]
        return written + (self.mark.read_text().splitlines() if self.mark.exists() else [])


def plant(workspace: Path, mark: Path) -> None:
    """Fill a workspace with code that leaves a mark when it is run, under the names that programs look for."""
    (workspace / "bin").mkdir(parents=True)
    for name in _MODULES:
        (workspace / name).write_text(_PYTHON.format(mark=str(mark)))
    (workspace / "evil.pth").write_text(f"import os; os.system('echo pth >> {mark}')\n")
    (workspace / "bashenv").write_text(_SHELL.format(mark=mark))
    for name in _COMMANDS:
        where = workspace / "bin" / name
        where.write_text(_SHELL.format(mark=mark))
        where.chmod(0o755)
    for name in ("pip.conf", "pip/pip.conf", ".config/pip/pip.conf", ".pip/pip.conf"):
        where = workspace / "conf" / name if name.startswith("pip/") else workspace / name
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(_PIP_CONF.format(ws=workspace))
    (workspace / ".gitconfig").write_text(f"[core]\n\tfsmonitor = {workspace}/bin/env\n")
    (workspace / "extra.txt").write_text("nothing-that-is-there\n")


__all__ = ["TOKEN", "HostileJob", "leads", "plant"]
