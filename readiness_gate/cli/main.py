"""The whole command line, and the only place that assigns exit codes.

By default, click ends with 1 for a crash, for Ctrl-C and for a closed pipe, which would read as a verdict.
"""

import gc
import importlib
import io
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from difflib import get_close_matches
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from readiness_gate.cli import streams
from readiness_gate.errors import BadUse, ExitCode, GateError

COMMANDS = {
    "init": "Write a first configuration, and its schema for editors.",
    "check": "Judge a milestone's gate; the exit code is the verdict.",
    "impact": "Show how a change affects readiness, before it is merged.",
    "trend": "Show when a milestone was go, and how long rules have failed.",
    "forecast": "Show how likely a milestone is to be ready in time, and when.",
    "backtest": "Show which past go-lives a gate would have stopped.",
    "history": "Record, show and verify verdicts.",
    "portfolio": "Judge many programs together.",
    "serve": "Show a history in a browser, or answer an assistant, read-only.",
    "publish": "Judge a gate, and write the verdict to another system.",
    "verify": "Check whether an attestation still allows a deployment.",
    "measure": "Measure signals, without judging them.",
    "explain": "Show why a rule exists, how it is measured, and how to fix it.",
    "rules": "List, show, test and lint rules; print reference and schemas.",
    "waive": "Accept a risk until a date: write a waiver of a failing rule.",
    "decide": "Record a decision of the committee beside the verdict.",
    "log": "Show, verify and replay decisions; close conditions.",
    "doctor": "Check that every source can be read, and report what is visible.",
    "facts": "Save the facts of all sources; list tables.",
    "demo": "Build a sample program and judge it: no account, no network.",
}
EXIT_CODES = """\b
Exit codes:
  0  go: every blocking rule passes, or fails and is waived
  1  no-go: at least one blocking rule fails
  2  wrong usage or configuration; nothing was judged
  3  undecided: a blocking rule could not be measured, or the program failed
  4  there is a verdict, but it could not be written

\b
Examples:
  readiness-gate demo                         a sample program and its verdict
  readiness-gate init --go-live 2027-03-01    a first configuration for yours
  readiness-gate check                        judge the next milestone
"""


_ENDED = "Error: the program was ended from within, before anything was decided."
_COMPLETE = "_READINESS_GATE_COMPLETE"


class Terminated(BaseException):
    """The process received SIGTERM; a BaseException, so that no command handles it as an error."""


class Commands(click.Group):
    """The commands, imported when called, so that help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command with that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"readiness_gate.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - each module has one
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called, with its arguments; click itself would not know the names to suggest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            hint = "".join(f' Did you mean "{near}"?' for near in get_close_matches(name, COMMANDS, n=1))
            raise click.UsageError(f'No such command "{name}".{hint}', ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the list of commands for the help text, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's signature
    if value:
        from readiness_gate.version import version  # noqa: PLC0415 - only this option needs it

        click.echo(f"readiness-gate {version()}")
        ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]}, epilog=EXIT_CODES)
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def program() -> None:
    """Is the baseline stable enough to train on? Block the go-live milestone when it is not."""
    try:
        Path.cwd()
    except OSError as error:
        raise BadUse(f"the current folder cannot be read ({error.strerror}). Change to a folder that exists") from error


def run() -> NoReturn:
    """Run the command line of this process and end it with its exit code."""
    streams.opened()
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = execute(sys.argv[1:])
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
    except Terminated:  # SIGTERM arrived between the two statements
        code = ExitCode.TERMINATED
    code = streams.flushed(code)
    gc.freeze()  # Python exits faster without a garbage collection of everything that was loaded
    sys.exit(code)


def _terminate(number: int, _frame: FrameType | None) -> NoReturn:
    signal.signal(number, signal.SIG_DFL)  # a second one ends the process immediately
    raise Terminated


def execute(arguments: Sequence[str]) -> int:
    """Run a command line and return its exit code; never raises."""
    stdout = sys.stdout
    try:
        with _waiting_line(arguments):
            ended = program.main(list(arguments), prog_name="readiness-gate", standalone_mode=False)
        return ended if isinstance(ended, int) else _complain(_ENDED, ExitCode.UNDECIDED)
    except GateError as error:
        return _complain(f"Error: {error}", error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return _complain("Interrupted.", ExitCode.INTERRUPTED)
    except Terminated:
        return _complain("Terminated.", ExitCode.TERMINATED)
    except click.ClickException as error:
        return _complain(_complaint(error), ExitCode.BAD_USE)
    except SystemExit:
        return _ended(arguments, lost=sys.stdout is not stdout)
    except BaseException as error:  # noqa: BLE001 - the only handler for unexpected errors, which must never read as a verdict
        return _crashed(error, arguments)


def _waiting_line(arguments: Sequence[str]) -> AbstractContextManager[None]:
    """Return the line that shows what a run is doing, if somebody can see it."""
    if not sys.stderr.isatty():
        return nullcontext()
    from readiness_gate import waiting  # noqa: PLC0415 - only a terminal needs it
    from readiness_gate.cli.waiting_line import WaitingLine, is_wanted  # noqa: PLC0415

    return waiting.listening(WaitingLine()) if is_wanted(arguments) else nullcontext()


def _complaint(error: click.ClickException) -> str:
    said = io.StringIO()
    error.show(said)
    return said.getvalue().rstrip()


def _ended(arguments: Sequence[str], *, lost: bool) -> int:
    """Return the exit code after SystemExit: click raises it when the reader of stdout is gone (it then replaces
    sys.stdout), and after answering a shell's completion. Any other SystemExit is an error."""
    if lost:
        return ExitCode.NOT_WRITTEN
    if _COMPLETE in os.environ and not arguments:
        return ExitCode.GO
    return _complain(_ENDED, ExitCode.UNDECIDED)


def _crashed(error: BaseException, arguments: Sequence[str]) -> int:
    place = traceback.extract_tb(error.__traceback__)[-1]
    if isinstance(error, OSError) and place.filename == click.echo.__code__.co_filename:
        return _complain(f"Error: stdout cannot be written: {error.strerror}", ExitCode.NOT_WRITTEN)
    if streams.wants_traceback(arguments):
        traceback.print_exc()
    return _complain(
        f"Error: readiness-gate itself failed: {streams.in_short(error)} "
        f"({Path(place.filename).name}:{place.lineno}).\n"
        f"Nothing was decided. Please report this; -v, or {streams.DEBUG}=1, shows where it happened.",
        ExitCode.UNDECIDED,
    )


def _complain(what: str, code: int) -> int:
    """Write an error message to stderr, and return the exit code."""
    try:
        from readiness_gate.cli.output import to_stderr  # noqa: PLC0415 - only an error needs it

        to_stderr(what)
    except (Exception, SystemExit):  # noqa: BLE001 - what it imports may itself be damaged
        streams.say(what)
    return code
