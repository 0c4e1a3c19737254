"""Whatever goes wrong, on whatever host: never green. What the gate answers to it is what the real gate answered."""

import os
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from support.git import git
from support.hosts import TEMPLATES, Checkout
from support.program import AS_OF
from support.replay import SUBJECTS, Gate
from support.runner import Runner
from support.tools import needs

from readiness_gate.app.statements import statements
from readiness_gate.app.subjects import subjects
from readiness_gate.errors import GateError
from readiness_gate.judge.attested import verified
from readiness_gate.model.attested import VALID_FOR, Wanted
from readiness_gate.model.time import instant

pytestmark = needs("bash", "sh", "git")


@dataclass(frozen=True)
class Trouble:
    """What goes wrong: what the gate answers, what it does besides, and how the host's surroundings are."""

    answer: str = "go"
    before: str = ""
    """What the gate does before it writes, and after: commands of a shell."""
    after: str = ""
    stop: tuple[signal.Signals, ...] = ()
    """The signals that end all processes of the step, once the gate has begun."""
    is_shallow: bool = False
    in_the_way: bool = False
    """Whether a file cannot be written."""
    inputs: Mapping[str, str] = field(default_factory=dict[str, str])
    """Inputs of the action."""


_WAITS = "touch begun; sleep 60"
TROUBLES = {
    "go": Trouble(),
    "crash": Trouble(after="kill -SEGV $$"),
    "crash-at-once": Trouble(before="echo 'Traceback (most recent call last):' >&2; exit 1"),
    "timeout": Trouble(after=_WAITS, stop=(signal.SIGKILL,)),
    "no-network": Trouble("no network"),
    "bad-token": Trouble("bad token"),
    "shallow-clone": Trouble("shallow", is_shallow=True),
    "empty-Jira": Trouble("empty Jira"),
    "rules-missing": Trouble("rules missing"),
    "rules-edited-in-the-change": Trouble("rules edited"),
    "unwritable-output": Trouble("unwritable", in_the_way=True),
    "unknown-input-value": Trouble("unknown milestone", inputs={"fail-on": "No-go"}),
    "outputs-left-over": Trouble(before="exit 0"),
    "canceled": Trouble(after=_WAITS, stop=(signal.SIGINT, signal.SIGTERM)),
    "terminated": Trouble(after=_WAITS, stop=(signal.SIGTERM,)),
}
"""What goes wrong; the first is what goes right, as else nothing would show that any of this can be green."""
FEW = ("crash", "no-network", "rules-edited-in-the-change", "outputs-left-over", "terminated")
"""What is tried in the README's command with hosts that have the lines of the shell's script."""


class World:
    """A checkout with its whole history, one that is shallow and cannot be completed, and what the gate answers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.gate = Gate(folder / "gate")
        for name in ("whole", "shallow"):
            (folder / name).mkdir()
        self.whole = Checkout(self.gate.ready.path, folder / "whole", None)
        self.shallow = Checkout(self.gate.ready.path, folder / "shallow", None, "--depth=1")
        git(self.shallow.path, "remote", "set-url", "origin", "file:///nowhere")


class Host(ABC):
    """A host with everything that an earlier run left there, which was a go."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gate = world.gate

    def is_green(self, trouble: Trouble) -> bool:
        """Whether anything on this host would let a deployment through after a run."""
        checkout = self.world.shallow if trouble.is_shallow else self.world.whole
        (checkout.path / "begun").unlink(missing_ok=True)
        with self.started(checkout, trouble) as process:
            for number in trouble.stop:
                _wait_for(checkout.path / "begun")
                if process.poll() is None:
                    os.killpg(process.pid, number)
                    time.sleep(0.1)
            log, _ = process.communicate(timeout=60)
        return self.lets_through(checkout, process.returncode, log)

    @abstractmethod
    def started(self, checkout: Checkout, trouble: Trouble) -> "subprocess.Popen[str]":
        """The step, in a process group of its own."""

    @abstractmethod
    def lets_through(self, checkout: Checkout, code: int, log: str) -> bool:
        """Whether the exit code, or what is left, says go."""


class Script(Host):
    """A host that runs one of the scripts. A later job asks the variables."""

    def __init__(self, world: World, name: str) -> None:
        super().__init__(world)
        self.template = TEMPLATES[name]

    def started(self, checkout: Checkout, trouble: Trouble) -> "subprocess.Popen[str]":
        """The script, with the reports of a go. It completes a shallow clone itself, so the gate would see nothing."""
        answer = "go" if trouble.is_shallow else trouble.answer
        checkout.command("readiness-gate", self.gate.command(answer, before=trouble.before, after=trouble.after))
        out = checkout.path / self.template.out
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(parents=True)
        for report in ("verdict.json", "junit.xml", "summary.md", "gate.env", "decision.env", "report.txt"):
            (out / report).write_text("READINESS_GATE_DECISION=go\n")
        if trouble.in_the_way:
            (out / "verdict.json").unlink()
            (out / "verdict.json").mkdir()
        return checkout.process(self.template)

    def lets_through(self, checkout: Checkout, code: int, log: str) -> bool:
        """By the exit code, or by the variables."""
        return code == 0 or checkout.ran(self.template, code, log).decision == "go"


class Action(Host):
    """GitHub, with the step of the action. A later step asks the outputs."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.runner = Runner(world.folder / "runner")
        self.python = world.folder / "env" / "bin" / "python"
        self.python.parent.mkdir(parents=True)
        self.runner.prepare(world.folder / "env")

    def started(self, checkout: Checkout, trouble: Trouble) -> "subprocess.Popen[str]":
        """The step, with the files of a go, and outputs that say go."""
        answer = "go" if trouble.inputs else trouble.answer
        self.python.write_text(self.gate.command(answer, before=trouble.before, after=trouble.after))
        self.python.chmod(0o755)
        out = self.runner.temp / "readiness-gate"
        shutil.rmtree(out / "verdict.json", ignore_errors=True)
        for name, form in (("verdict.json", "json"), ("summary.md", "markdown"), ("outputs.env", "dotenv")):
            shutil.copy(self.gate.answer("go") / form, out / name)
        if trouble.in_the_way:
            (out / "verdict.json").unlink()
            (out / "verdict.json").mkdir()
        inputs = {**trouble.inputs, "policy-ref": "refs/remotes/origin/main"}
        options = self.runner.options(checkout.path, inputs, already="decision=go\nexit-code=0\n")
        return subprocess.Popen[str](
            **options, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )

    def lets_through(self, checkout: Checkout, code: int, log: str) -> bool:  # noqa: ARG002
        """By the end of the step, or by its output."""
        return code == 0 or self.runner.outputs().get("decision") == "go"


class Attestation(Host):
    """A host that deploys what an attestation says: a go of an earlier package is there already."""

    def started(self, checkout: Checkout, trouble: Trouble) -> "subprocess.Popen[str]":
        """The gate. An attestation is the last thing that it writes, so what happens to it happens before."""
        before = "; ".join(filter(None, (trouble.before, trouble.after)))
        checkout.command("readiness-gate", self.gate.command(trouble.answer, before=before))
        file = checkout.path / "go.intoto.json"
        shutil.rmtree(file, ignore_errors=True)
        if trouble.in_the_way:
            file.unlink(missing_ok=True)
            file.mkdir()
        else:
            shutil.copy(self.gate.answer("earlier go") / "attestation", file)
            assert _holds(file, "of an earlier one")
        words = ["check", "--policy-ref=refs/remotes/origin/main", "--format", "attestation", "--output", str(file)]
        return subprocess.Popen[str](
            [str(checkout.bin / "readiness-gate"), *words],
            cwd=checkout.path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def lets_through(self, checkout: Checkout, code: int, log: str) -> bool:  # noqa: ARG002
        """By what `verify` says of what is left."""
        return _holds(checkout.path / "go.intoto.json", "of this run")


def _holds(file: Path, package: str) -> bool:
    """Whether an attestation lets a package through."""
    try:
        wanted = Wanted(subjects([SUBJECTS[package]]), instant(AS_OF), VALID_FOR, "go-live")
        return verified(statements(str(file)), wanted).holds
    except GateError:
        return False


def _wait_for(file: Path) -> None:
    until = time.monotonic() + 60
    while not file.exists() and time.monotonic() < until:
        time.sleep(0.02)


SCRIPTS = tuple(sorted(TEMPLATES))
HOSTS = ("action", *SCRIPTS, "attestation")


@pytest.fixture(scope="session")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Host]:
    """All hosts, of one world."""
    world = World(tmp_path_factory.mktemp("world"))
    scripts = {name: Script(world, name) for name in SCRIPTS}
    return {"action": Action(world), **scripts, "attestation": Attestation(world)}


def _cells() -> Iterator[Any]:
    """What goes wrong with each host; those that share the shell's lines are tried with all of it in full only."""
    for trouble in TROUBLES:
        for host in HOSTS:
            is_heavy = host in SCRIPTS and host != "shell" and trouble not in FEW
            yield pytest.param(trouble, host, id=f"{trouble}-{host}", marks=pytest.mark.heavy if is_heavy else ())


@pytest.mark.parametrize(("trouble", "host"), list(_cells()))
def test_never_green(hosts: Mapping[str, Host], trouble: str, host: str) -> None:
    """Each begins with what a go has left; only a go is green again."""
    assert hosts[host].is_green(TROUBLES[trouble]) == (trouble == "go")
