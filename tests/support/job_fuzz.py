"""Random jobs: the inputs of the action, the variables of the job and the files of the checkout, all of them hostile,
and how the step of the action then ends. An independent judge says whether it may end with go."""

import os
import random
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from support.console import running
from support.git import Repo, instant
from support.hostile_job import TOKEN, leads, plant
from support.program import AS_OF, Sample, issue
from support.runner import ROOT, Runner

DEADLINE = 60.0
_LOOSE = "".join(f'\n[[rules]]\nid = "DEF-0{number}"\nat-most = 99\n' for number in (1, 2))
_KINDS = ("ready", "ready", "broken", "loosened", "loosened")
_PREFIXES = (
    "PYTHON",
    "PIP_",
    "GIT_",
    "UV_",
    "LD_",
    "LC_",
    "BASH_",
    "GITHUB_X",
    "RG_X",
    "JIRA_X",
    "SSL_",
    "DYLD_",
    "XDG_",
)
_WORDS = (
    *("PATH", "HOME", "CONFIG", "STARTUP", "DIR", "PRELOAD", "AUDIT", "ENV", "TARGET", "SYSTEM_PYTHON", "NO_INDEX"),
    *("CONFIG_FILE", "INDEX_URL", "EXEC_PATH", "TRACE", "SAFEPATH", "OPTIMIZE", "VERBOSE", "ALL", "CTYPE", "UTF8"),
    *("XTRACEFD", "COMPAT", "LOADABLES_PATH", "WARNINGS", "MALLOC", "HASHSEED", "IOENCODING", "DUMPREFS", "CERT_FILE"),
)
_NAMES = (
    *("IFS", "PS4", "SHELLOPTS", "BASHOPTS", "POSIXLY_CORRECT", "BASH_ENV", "ENV", "EXECIGNORE", "GLOBIGNORE", "TMOUT"),
    *("LANG", "LC_ALL", "LC_CTYPE", "LANGUAGE", "LOCPATH", "GCONV_PATH", "TZ", "TZDIR", "TERM", "COLUMNS", "NO_COLOR"),
    *("OPTIND", "OPTERR", "SECONDS", "RANDOM", "UID", "PPID", "LINENO", "CDPATH", "PROMPT_COMMAND", "HISTFILE"),
    *("base", "impact", "published", "posting", "index", "pythons", "options", "here", "junit", "html"),
    *("name", "words", "code", "out", "python", "site", "pause", "line", "network", "workspace", "decision", "kept"),
    *(
        "rest",
        "real",
        "folder",
        "end",
        "ours",
        "new",
        "multi",
        "BASH_FUNC_printf%%",
        "BASH_FUNC_cat()",
        "BASH_FUNC_with%%",
    ),
    *("BASH_FUNC_outputs%%", "BASH_FUNC_[%%", "BASH_FUNC_cd%%", "A-B", "a b", "_", "FORCE_COLOR", "PAGER", "EDITOR"),
    *("HTTPS_PROXY", "https_proxy", "NO_PROXY", "SSL_CERT_FILE", "READINESS_GATE_DEBUG", "_READINESS_GATE_COMPLETE"),
    *("READINESS_GATE_CONFIG", "READINESS_GATE_POLICY_REF", "GITHUB_BASE_REF", "GITHUB_BASE_REF", "TMPDIR", "COLUMNS"),
)
_VALID: Mapping[str, tuple[str, ...]] = {
    "milestone": ("", "", "go-live"),
    "all": ("", "false", "true"),
    "config": ("", "", "readiness-gate.toml", "./readiness-gate.toml"),
    "as-of": (AS_OF, AS_OF, "2026-04-01T14:00:00+02:00"),
    "policy-ref": ("", "main", "refs/heads/main", "refs/remotes/origin/main", "change"),
    "summary": ("steering", "full", "off"),
    "impact": ("auto", "off"),
    "comment": ("off",),
    "check-run": ("false",),
    "python": ("",),
    "wheelhouse": ("",),
}
_OF_THE_CHANGE = ("", "change")
_HARMLESS = ("READINESS_", "_READINESS_", "GITHUB_", "PATH")
"""Beginnings of the variables that may change how a job ends, in spite of inputs that are right."""


@dataclass(frozen=True)
class Case:
    """A seed's job: what kind of program is in the checkout, the inputs, and the variables."""

    seed: int
    kind: str
    inputs: Mapping[str, str]
    env: Mapping[str, str]

    @property
    def may_go(self) -> bool:
        """Whether everything is said so that it has a meaning, and the gate is then open."""
        if any(value not in _VALID[name] for name, value in self.inputs.items()):
            return False
        if self.inputs["all"] == "true" and self.inputs["milestone"]:
            return False
        base = self.env.get("GITHUB_BASE_REF", "")
        ref = self.inputs["policy-ref"] or (f"refs/remotes/origin/{base}" if base else "")
        ref = ref or self.env.get("READINESS_GATE_POLICY_REF", "")
        config = self.inputs["config"] or self.env.get("READINESS_GATE_CONFIG", "")
        if config not in _VALID["config"] or ref not in _VALID["policy-ref"]:
            return False
        return self.kind == "ready" or (self.kind == "loosened" and ref in _OF_THE_CHANGE)

    @property
    def must_go(self) -> bool:
        """Whether nothing that is set may keep the gate shut, besides."""
        return self.may_go and not any(name.startswith(_HARMLESS) for name in self.env)


@dataclass(frozen=True)
class Seen:
    """How the step ended, what it wrote and said, and the seconds it took."""

    exit: int
    outputs: Mapping[str, str]
    said: str
    seconds: float


class Jobs:
    """A runner with an environment that is installed already, and a checkout of each kind full of traps."""

    def __init__(self, folder: Path, ready: Path) -> None:
        self.runner = Runner(folder)
        self.mark = folder / "mark"
        env = folder / "environment"
        subprocess.run([sys.executable, "-I", "-m", "venv", "--without-pip", str(env)], check=True)
        words = [str(env / "bin" / "python"), "-I", "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
        site = subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()
        (Path(site) / "action.pth").write_text(f"{ROOT}\n{sysconfig.get_path('purelib')}\n")
        self.runner.prepare(env)
        self.workspaces = {kind: self._workspace(folder / kind, ready, kind) for kind in set(_KINDS)}

    def _workspace(self, folder: Path, ready: Path, kind: str) -> Path:
        shutil.copytree(ready, folder, symlinks=True)
        sample = Sample.__new__(Sample)
        sample.path, sample.repo = folder, Repo(folder, is_there=True)
        if kind != "ready":
            sample.export([issue("CRM-1", "High"), issue("CRM-2", "Highest")])
        sample.repo.git("add", "-A")
        sample.repo.git("commit", "-q", "-m", "the policy", at=instant(89))
        sample.repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        sample.repo.branch("change")
        if kind == "loosened":
            sample.write("readiness-gate.toml", (folder / "readiness-gate.toml").read_text() + _LOOSE)
            sample.repo.git("commit", "-q", "-a", "-m", "loosen", at=instant(89.1))
        plant(folder, self.mark)
        return folder

    def run(self, case: Case) -> Seen:
        """Run the step as the case says; {ws} stands for its checkout, and {mark} for the file that must not appear."""
        workspace = self.workspaces[case.kind]
        names = {"{ws}": str(workspace), "{mark}": str(self.mark)}
        env = {name: _filled(value, names) for name, value in case.env.items()}
        inputs = {name: _filled(value, names) for name, value in case.inputs.items()}
        options = self.runner.options(workspace, inputs, {**env, "JIRA_TOKEN": TOKEN, "JIRA_EMAIL": "gate@example.com"})
        begun = time.monotonic()
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        with running(options.pop("args"), **options, **pipes) as process:
            out, err = process.communicate(timeout=DEADLINE + 30)
        seconds = time.monotonic() - begun
        written = (self.runner.folder / "summary", self.runner.folder / "output", *self.runner.temp.glob("*/*.*"))
        files = b"".join(each.read_bytes() for each in written if each.is_file())
        said = (out + err + files).decode(errors="replace")
        return Seen(process.returncode, self.runner.outputs(), said, seconds)

    def traces(self) -> list[str]:
        """What was run, or written into the checkouts, that must not be."""
        ran = self.mark.read_text(errors="replace").splitlines() if self.mark.exists() else []
        self.mark.unlink(missing_ok=True)
        names = ("target", "trace", "pycache", "pip.log", "__pycache__")
        return ran + [f"{each / name}" for each in self.workspaces.values() for name in names if (each / name).exists()]


def _filled(value: str, names: Mapping[str, str]) -> str:
    for name, meaning in names.items():
        value = value.replace(name, meaning)
    return value


def some_case(seed: int) -> Case:
    """The random case of a seed."""
    rng = random.Random(seed)  # noqa: S311 - the same draws each time are what is wanted
    inputs = {name: rng.choice(values) for name, values in _VALID.items()}
    for name in rng.sample(sorted(inputs), rng.choice((0, 0, 0, 1, 1, 2))):
        inputs[name] = _hostile(rng)
    known = leads(Path("{ws}"))
    env: dict[str, str] = {}
    for _ in range(rng.randint(0, 25)):
        form = rng.random()
        if form < 0.4:
            name = rng.choice(sorted(known))
            env[name] = known[name]
        elif form < 0.7:
            name = rng.choice(_NAMES)
            env[name] = rng.choice(("main", "change", _hostile(rng))) if name.startswith(_HARMLESS) else _hostile(rng)
        else:
            env[rng.choice(_PREFIXES) + rng.choice(_WORDS)] = rng.choice(("1", "{ws}", _hostile(rng)))
    return Case(seed, rng.choice(_KINDS), inputs, env)


def _hostile(rng: random.Random) -> str:
    """A value that programs may take for more than a text."""
    run = rng.choice(("touch {mark}", "{ws}/bin/env", "echo $JIRA_TOKEN | tee {mark}", "python3 -c 1"))
    forms = (
        *(
            f"$({run})",
            f"`{run}`",
            f'"; {run}; "',
            f"'; {run}; '",
            f"x\n{run}\n",
            f"x[$({run})]",
            f"| {run}",
            f"&& {run} #",
        ),
        *(
            f"() {{ :; }}; {run}",
            f"() {{ {run}; }}",
            f"a=b {run}",
            "${JIRA_TOKEN}",
            "$JIRA_TOKEN",
            "%s%n",
            "-c",
            "-",
            "--",
        ),
        *(
            "--help",
            "--policy-ref=change",
            "-e",
            "{ws}",
            "{ws}/bin",
            ":{ws}",
            "..",
            "/",
            "/dev/stdin",
            "/proc/self/environ",
        ),
        *(
            "/dev/zero",
            "x::set-output name=decision::go",
            "decision=go",
            "x\ndecision=go\nexit-code=0",
            "decision<<EOF\ngo",
        ),
        *(
            "\u202e\u2066go",
            "\U0001f600",
            "caf\u00e9",
            "bytes-\udcff\udcfe",
            "\x1b[2J\x07",
            "\r\n",
            " ",
            "\t",
            "'",
            '"',
            "\\",
        ),
        *(
            "go-live\n",
            " go-live",
            "GO-LIVE",
            "true ",
            "TRUE",
            "1",
            "0",
            "main ",
            "main\n",
            "{ws}/evil.pth",
            "~",
            "*",
            "?",
        ),
        *(
            "x" * 100_000,
            "$(" * 9_000,
            "../" * 3_000 + "etc/passwd",
            "{ws}/readiness-gate.toml/..",
            "bashenv",
            "0x7fffffff",
        ),
        *("xtrace", "posix", "nounset", "errexit:noexec", "expand_aliases", "tr_TR.UTF-8", "C", "../../x", "inf", "-1"),
    )
    return (
        rng.choice(forms) if rng.random() < 0.9 else os.fsdecode(rng.randbytes(rng.randint(1, 60)).replace(b"\0", b"x"))
    )


__all__ = ["DEADLINE", "TOKEN", "Case", "Jobs", "Seen", "some_case"]
