"""The one place where every way to end gets its exit code."""

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import click
import pytest
from support.console import Call
from support.program import AS_OF, Sample, start

from readiness_gate.cli import check, main
from readiness_gate.cli.main import COMMANDS, Terminated, execute, program
from readiness_gate.errors import BadUse, CouldNotLook, GateError, NotWritten, Unreadable


class _Unspeakable(Exception):
    """An error that cannot say what it is."""

    def __str__(self) -> str:
        raise ValueError


@pytest.fixture
def raising(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Lets check raise something where it evaluates."""

    def raises(error: BaseException) -> None:
        def evaluate(*_: object) -> NoReturn:
            raise error

        monkeypatch.setattr("readiness_gate.app.check.evaluate_series", evaluate)

    return raises


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (RuntimeError("boom"), 3, "Error: readiness-gate itself failed: RuntimeError: boom (test_main.py:"),
        (MemoryError(), 3, "readiness-gate itself failed: MemoryError (test_main.py:"),
        (RecursionError("deep"), 3, "readiness-gate itself failed: RecursionError: deep"),
        (AssertionError("no"), 3, "readiness-gate itself failed: AssertionError: no"),
        (OSError(28, "No space left on device"), 3, "readiness-gate itself failed: OSError"),
        (ValueError("\x1b[2J✓ GO\nEverything passes"), 3, "\\u001b[2J✓ GO Everything passes (test_main.py"),
        (asyncio.CancelledError(), 3, "readiness-gate itself failed: CancelledError (test_main.py:"),
        (GeneratorExit("x"), 3, "readiness-gate itself failed: GeneratorExit: x (test_main.py:"),
        (BaseExceptionGroup("x", [KeyboardInterrupt()]), 3, "readiness-gate itself failed: BaseExceptionGroup: x ("),
        (_Unspeakable(), 3, "readiness-gate itself failed: _Unspeakable (test_main.py:"),
        (SystemExit(0), 3, "Error: the program was ended from within"),
        (SystemExit(1), 3, "Error: the program was ended from within"),
        (SystemExit(), 3, "Error: the program was ended from within"),
        (KeyboardInterrupt(), 130, "Interrupted."),
        (EOFError(), 130, "Interrupted."),
        (click.Abort(), 130, "Interrupted."),
        (Terminated(), 143, "Terminated."),
        (click.UsageError("what"), 2, "Error: what"),
        (click.ClickException("what"), 2, "Error: what"),
        (BadUse("wrong"), 2, "Error: wrong"),
        (Unreadable("wrong"), 2, "Error: wrong"),
        (CouldNotLook("down"), 3, "Error: down"),
        (GateError("down"), 3, "Error: down"),
        (NotWritten("full"), 4, "Error: full"),
    ],
    ids=lambda value: f"{type(value).__name__}" if isinstance(value, BaseException) else "",
)
@pytest.mark.usefixtures("program")
def test_whatever_is_raised(
    call: Call, raising: Callable[[BaseException], None], error: BaseException, code: int, told: str
) -> None:
    """Each has its exit code and its words, without a traceback; a crash is never a verdict."""
    raising(error)
    ended = call("check", "--as-of", AS_OF)
    assert (ended.exit, ended.out) == (code, "")
    assert told in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("words", [(), ("-v",), ("--verbose",), ("-qv",)], ids=["variable", "v", "verbose", "qv"])
@pytest.mark.usefixtures("program")
def test_a_crash_is_shown_where_it_happened_when_asked(
    call: Call,
    raising: Callable[[BaseException], None],
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
) -> None:
    """-v and READINESS_GATE_DEBUG show the traceback, and change nothing else."""
    raising(RuntimeError("boom"))
    if not words:
        monkeypatch.setenv("READINESS_GATE_DEBUG", "1")
    ended = call("check", "--as-of", AS_OF, *words)
    assert (ended.exit, ended.out) == (3, "")
    assert "Traceback" in ended.err
    assert "RuntimeError: boom (test_main.py:" in ended.err


@pytest.mark.parametrize(
    ("module", "content", "words"),
    [
        ("click", "raise ImportError('half installed')", ("check",)),
        ("click", "raise SystemExit(0)", ("check",)),
        ("click", "import asyncio\nraise asyncio.CancelledError", ("--help",)),
        ("pydantic", "raise SystemExit(0)", ("check",)),
        ("rich", "raise GeneratorExit('x')", ("check", "--as-of", AS_OF)),
        ("tomli", "1 / 0", ("check", "-v")),
    ],
)
def test_a_damaged_dependency_decides_nothing(
    sample: Sample, tmp_path: Path, module: str, content: str, words: tuple[str, ...]
) -> None:
    """A package that raises or exits when it is imported: 3, a short message, and a traceback with -v alone."""
    damaged = tmp_path / "damaged"
    damaged.mkdir()
    (damaged / f"{module}.py").write_text(content)
    path = os.pathsep.join([str(damaged), *filter(None, [os.environ.get("PYTHONPATH")])])
    ended = start(*words, cwd=sample.path, env={"PYTHONPATH": path})
    assert (ended.exit, ended.out) == (3, "")
    assert "Error: " in ended.err
    assert ("Traceback" in ended.err) is ("-v" in words)
    assert len(ended.err) < 400 or "-v" in words


def test_a_command_that_says_nothing_of_its_end_is_no_go(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that returns no exit code has not decided anything."""
    nothing = click.Command("check", callback=lambda: None)
    monkeypatch.setattr(check, "command", nothing)
    assert call("check").exit == 3


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(call: Call, command: str) -> None:
    """-h and --help explain each command on stdout, ending with 0; the list of commands says the same of it."""
    ended = call(command, "--help")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out == call(command, "-h").out
    context = click.Context(program)
    found = program.get_command(context, command)
    assert found is not None
    assert found.get_short_help_str(200) == COMMANDS[command]
    assert COMMANDS[command] in call("--help").out


def test_the_help_as_a_whole(call: Call) -> None:
    """The help names every command, in the order of use, and the exit codes; no line is wider than 80 columns."""
    ended = call("--help")
    assert ended.exit == 0
    commands = ended.out.partition("\nCommands:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in commands.splitlines()] == list(COMMANDS)
    codes = ended.out.partition("Exit codes:\n")[2].partition("\n\n")[0]
    assert [line.split()[0] for line in codes.splitlines()] == list("01234")
    assert max(map(len, ended.out.splitlines())) <= 80


def test_the_version(call: Call) -> None:
    """--version prints the name and a version, and nothing else."""
    ended = call("--version")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out.startswith("readiness-gate ")
    assert ended.out.count("\n") == 1


@pytest.mark.parametrize("words", [(), ("check",), ("check", "--as-of", AS_OF)], ids=["none", "check", "gate"])
@pytest.mark.usefixtures("program")
def test_completion(call: Call, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    """A shell that completes gets its answer; the variable never makes a gate go."""
    monkeypatch.setenv("_READINESS_GATE_COMPLETE", "bash_source")
    ended = call(*words)
    assert ended.exit == (3 if words else 0)
    assert "_readiness_gate_completion" in ended.out
    monkeypatch.setenv("_READINESS_GATE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "readiness-gate ch")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert call().out == "plain,check\n"


@pytest.fixture
def ended_with(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], int]]:
    """The exit code of the process when execute ends with a code, or raises."""
    before = signal.getsignal(signal.SIGTERM)

    def run(code: int) -> int:
        def execute(_: object) -> int:
            return code

        monkeypatch.setattr(main, "execute", execute)
        with pytest.raises(SystemExit) as ended:
            main.run()
        return int(ended.value.code or 0)

    yield run
    signal.signal(signal.SIGTERM, before)


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 130, 143])
def test_the_process_ends_with_the_code(ended_with: Callable[[int], int], code: int) -> None:
    """The exit code is what execute says; SIGTERM then ends the process as usual."""
    assert ended_with(code) == code
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_terminated_at_the_last_moment(ended_with: Callable[[int], int], monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM between the verdict and the end is still told as 143; a second one ends the process at once."""

    def terminated(_: object) -> int:
        os.kill(os.getpid(), signal.SIGTERM)
        raise AssertionError("not reached")

    assert ended_with(0) == 0
    monkeypatch.setattr(main, "execute", terminated)
    with pytest.raises(SystemExit) as ended:
        main.run()
    assert ended.value.code == 143
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL


def test_executing_twice_is_as_once() -> None:
    """Nothing is left behind by a command line that another one would see."""
    assert [execute(["--version"]) for _ in range(2)] == [0, 0]


@pytest.mark.parametrize("words", [("check",), ("init",), ("doctor",), ("rules", "list"), ("demo", "x")])
def test_a_folder_that_is_gone(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    """Nothing can be decided there, and nothing of it is a fault of the program."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    ended = call(*words)
    assert (ended.exit, ended.out) == (2, "")
    assert "the current folder cannot be read (No such file or directory). Change to a folder" in ended.err
