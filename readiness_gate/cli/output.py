"""Where results go: stdout has the result and nothing else; a file is written whole or not at all."""

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from readiness_gate.errors import BadUse, NotWritten
from readiness_gate.reports import Display

STDOUT = "-"
_WIDEST = 120


def display(color: str, *, quiet: bool = False, verbose: bool = False) -> Display:
    """What the screen can show: colour only on a terminal that wants it, and never more than 120 columns."""
    terminal = sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and "NO_COLOR" not in os.environ
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST) if sys.stdout.isatty() else 80
    return Display(color == "always" or (color == "auto" and terminal), width, 0 if quiet else 1 + verbose)


def paired(formats: Sequence[str], outputs: Sequence[str]) -> list[tuple[str, str]]:
    """Each format with where it goes, in their order; one format alone goes to stdout."""
    formats = formats or ("text",)
    outputs = outputs or (STDOUT,)
    if len(formats) != len(outputs):
        raise BadUse(
            f"{len(formats)} of --format and {len(outputs)} of --output: give as many of each, in the same order"
        )
    if len(set(outputs)) != len(outputs):
        raise BadUse("two formats cannot go to the same --output")
    return list(zip(formats, outputs, strict=True))


def write(text: str, output: str) -> None:
    """Write a result to stdout, or to a file whole or not at all. Raises NotWritten when that fails."""
    try:
        if output == STDOUT:
            _to_stdout(text)
        else:
            _to_file(text, output)
    except OSError as error:
        where = "stdout" if output == STDOUT else output
        raise NotWritten(f"the result was reached, but {where} cannot be written: {error.strerror or error}") from error


def _to_stdout(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, errors="backslashreplace").decode(encoding), nl=False)
    sys.stdout.flush()


def _to_file(text: str, output: str) -> None:
    handle, name = tempfile.mkstemp(prefix=".readiness-gate-", dir=Path(output).absolute().parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(output)
    except BaseException:
        temporary.unlink()
        raise
