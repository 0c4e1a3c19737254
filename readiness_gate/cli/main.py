"""The command line as a whole, and the one place where every way to end gets its exit code.

click's own defaults end with 1 for a crash, for Ctrl-C and for a closed pipe, which would read as a verdict.
"""

import contextlib
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from readiness_gate.errors import ExitCode, GateError

COMMANDS = {
    "init": "Write readiness-gate.toml and the schema for editors.",
    "check": "Judge a milestone's gate; the exit code is the verdict.",
    "measure": "Print readings without judging them.",
    "explain": "Tell why a rule exists, how it is measured, and what unblocks it.",
    "rules": "List, show and test rules, and print their schema.",
    "doctor": "Tell whether every source can be read, and how much is visible.",
    "demo": "Build a sample program and run its gate: no account, no network.",
}
EXIT_CODES = """\b
Exit codes:
  0  go: every blocking rule passes, or fails and is waived
  1  no-go: at least one blocking rule fails
  2  bad use or bad configuration; nothing was evaluated
  3  undecided: a blocking rule could not be measured, or the program failed
  4  the verdict was reached, but could not be written
"""


_ENDED = "Error: the program was ended from within, before anything was decided."


class Terminated(BaseException):
    """The process was asked to end; no command may mistake that for an error of its own."""


class Commands(click.Group):
    """The commands, each imported when it is called: help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of the commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"readiness_gate.cli.{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - each module has one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """The list of commands for the help text, without importing any."""
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


def run() -> NoReturn:
    """Run the command line of this process and end it with its exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    code = execute(sys.argv[1:])
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        code = ExitCode.NOT_WRITTEN
        # The interpreter flushes once more as it ends, and would change the exit code.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(code)


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def execute(arguments: Sequence[str]) -> int:
    """Run a command line, and tell how it ended as an exit code; never raises."""
    try:
        ended = program.main(list(arguments), prog_name="readiness-gate", standalone_mode=False)
        return ended if isinstance(ended, int) else ExitCode.GO
    except GateError as error:
        return _told(f"Error: {error}", error.exit_code)
    except click.Abort:
        return _told("Interrupted.", ExitCode.INTERRUPTED)
    except KeyboardInterrupt:
        return _told("Interrupted.", ExitCode.INTERRUPTED)
    except Terminated:
        return _told("Terminated.", ExitCode.TERMINATED)
    except click.ClickException as error:
        with contextlib.suppress(OSError):
            error.show()
        return ExitCode.BAD_USE
    except SystemExit:
        # click ends so when the reader of stdout has gone away; so might a plugin, which must not choose the code.
        return ExitCode.NOT_WRITTEN if _stdout_is_gone() else _told(_ENDED, ExitCode.UNDECIDED)
    except Exception as error:  # noqa: BLE001 - the one handler for what nobody foresaw: it must never read as a verdict
        return _told(_crash(error), ExitCode.UNDECIDED)


def _crash(error: Exception) -> str:
    place = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{Path(place.filename).name}:{place.lineno}"
    if os.environ.get("READINESS_GATE_DEBUG"):
        traceback.print_exc()
    return (
        f"Error: readiness-gate itself failed: {type(error).__name__}: {error} ({where}).\n"
        "Nothing was decided. Please report this; READINESS_GATE_DEBUG=1 shows where it happened."
    )


def _stdout_is_gone() -> bool:
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return True
    return type(sys.stdout).__name__ == "PacifyFlushWrapper"


def _told(what: str, code: int) -> int:
    from readiness_gate.reports.escape import printable  # noqa: PLC0415 - only an error needs it

    with contextlib.suppress(OSError):
        click.echo("\n".join(printable(line) for line in what.split("\n")), err=True)
    return code
