"""Write results: only the result goes to stdout; a file is written completely or not at all."""

import contextlib
import errno
import os
import shutil
import sys
import time
from collections.abc import Iterable, Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from readiness_gate import store
from readiness_gate.errors import BadUse, NotWritten
from readiness_gate.model.links import leads_out
from readiness_gate.model.wording import listed
from readiness_gate.reports import reports
from readiness_gate.reports.escape import printable
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.tables.folder import unpacked

STDOUT = "-"
TEXT, JSON = "text", "json"
_NARROWEST, _USUAL, _WIDEST = 40, 80, 160
_OFF = ("0", "false")
_LINKING = ("WT_SESSION", "VTE_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION")
"""The environment variables of terminals that support links: Windows Terminal, GNOME's, kitty and Konsole."""
_LINKING_PROGRAMS = ("iTerm.app", "WezTerm", "ghostty", "vscode")
_PAUSE = 0.05


def display(color: str, output: str = STDOUT, *, quiet: bool = False, verbose: bool = False) -> Display:
    """Return the capabilities of the screen: color by --color, else by the environment, and 40 to 160 columns. A file
    has 80 columns, and color only if --color asks for it."""
    on_screen, verbosity = output == STDOUT, 0 if quiet else 1 + verbose
    colored = color == "always" or (color == "auto" and on_screen and _is_colored())
    width = max(_NARROWEST, min(_columns(), _WIDEST)) if on_screen else _USUAL
    return Display(colored, width, verbosity, links=colored and on_screen and _makes_links())


def _is_colored() -> bool:
    """Return whether stdout gets color: NO_COLOR takes precedence over FORCE_COLOR, and both over the terminal."""
    if os.environ.get("NO_COLOR"):
        return False
    forced = os.environ.get("FORCE_COLOR", "")
    if forced:
        return forced.casefold() not in _OFF
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _makes_links() -> bool:
    """Return whether stdout is a terminal that is known to support links (OSC 8)."""
    known = any(os.environ.get(name) for name in _LINKING) or os.environ.get("TERM_PROGRAM") in _LINKING_PROGRAMS
    return sys.stdout.isatty() and known


def _columns() -> int:
    """Return the columns of the terminal, or those in COLUMNS; else 80."""
    is_known = sys.stdout.isatty() or os.environ.get("COLUMNS")
    return shutil.get_terminal_size().columns if is_known else _USUAL


def format_of(output: str, reports: Iterable[Report]) -> str:
    """Return the format for an output's ending; text for stdout and for a name without an ending. Raises BadUse for an
    unknown ending, and for the name of a folder."""
    if output.endswith("/"):
        folders = "".join(f", or add --format {report.name}" for report in reports if report.files)
        raise BadUse(f"--output {output}: this is a folder. Name a file{folders}.")
    ending = "" if output == STDOUT else Path(output).suffix.lower()
    if not ending:
        return TEXT
    known = _by_ending(reports)
    matching = [one for one in known if Path(output).name.lower().endswith(one)]
    if matching:
        return known[max(matching, key=len)]
    choice = ", ".join(f"{known_ending} ({name})" for known_ending, name in sorted(known.items()))
    raise BadUse(f'--output {output}: no format has the ending "{ending}". Known endings: {choice}. Or add --format.')


def is_json(format_: str | None, output: str) -> bool:
    """Return whether to write JSON rather than text: by --format, else by the ending of the output."""
    return one_of(format_, output, (TEXT, JSON)) == JSON


def one_of(format_: str | None, output: str, formats: Iterable[str]) -> str:
    """Return the format to write, one of `formats`: by --format, else by the output's ending. Raises BadUse for an
    ending that has none, and for a format whose package is missing."""
    known = reports(Display())
    chosen = format_ or format_of(output, [known[name] for name in formats])
    extra = known[chosen].extra
    if extra is not None and find_spec(extra[0]) is None:
        raise BadUse(needed(known[chosen]))
    return chosen


def needed(report: Report) -> str:
    """Return which package a format needs, and how to install it; "" if it is there."""
    package, extra = report.extra or ("", "")
    return f'--format {report.name} needs {package}: pip install "readiness-gate[{extra}]"'


def _by_ending(reports: Iterable[Report]) -> dict[str, str]:
    """Return the names of reports by the endings of their files; the first report with an ending wins."""
    names: dict[str, str] = {}
    for report in reports:
        for ending in report.endings:
            names.setdefault(ending, report.name)
    return names


def refuse_input(output: str, inputs: Iterable[Path]) -> None:
    """Raise BadUse for an output that would overwrite evidence: a file that the verdict is based on, or git's data."""
    if output == STDOUT:
        return
    where = Path(os.path.realpath(output))
    if leads_out(Path.cwd(), output):
        raise BadUse(f"--output {output}: a symbolic link leads out of this folder. Name the file itself")
    if store.in_git(where):
        raise BadUse(f"--output {output}: git keeps its data there. Name another file")
    if any(_is_same(where, path) for path in inputs):
        raise BadUse(f"--output {output}: the verdict is based on this file, which would be lost. Name another file")


def refuse_folder(output: str, names: Sequence[str], inputs: Iterable[Path]) -> None:
    """Raise BadUse for a folder that a report cannot replace without loss: it is a file, or contains anything that no
    such report wrote. `names` are the report's files; the first of them marks its folder."""
    where = Path(os.path.realpath(output))
    if not where.exists():
        return
    if not where.is_dir():
        raise BadUse(f"--output {output}: this report is a folder, and there is a file of this name. Name a folder")
    present = sorted(path.name for path in where.iterdir())
    others = [name for name in present if name not in names or names[0] not in present]
    if others or any(path.resolve().is_relative_to(where) for path in inputs):
        what = f" ({listed(others)})" if others else ""
        raise BadUse(f"--output {output}: the folder has other files{what}, which would be lost. Name a new folder")


def _is_same(one: Path, other: Path) -> bool:
    """Return whether two paths are the same file, including hard links."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def to_stderr(message: str) -> None:
    """Write a message to stderr, apart from the result; failing to do so changes nothing."""
    with contextlib.suppress(OSError):
        click.echo("\n".join(printable(line) for line in message.split("\n")), err=True)


def write(result: str | bytes, output: str = STDOUT, *, is_text: bool = True) -> None:
    """Write a result to stdout, in its encoding, or to a file, completely or not at all. Raises NotWritten if that
    fails."""
    content = result.encode(errors="backslashreplace") if isinstance(result, str) else result
    try:
        if output == STDOUT:
            _to_stdout(content, is_text=is_text)
        elif Path(output).exists() and not Path(output).is_file():
            _to_device(content, Path(output))  # a device or a pipe must not be replaced by a file
        else:
            _to_file(content, Path(os.path.realpath(output)))
    except OSError as error:
        where = "stdout" if output == STDOUT else output
        raise NotWritten(f"there is a result, but {where} cannot be written: {error.strerror or error}") from error


def write_folder(archive: bytes, output: str) -> None:
    """Write the files of a ZIP archive as a folder, replacing an existing one, completely or not at all. Raises
    NotWritten if that fails."""
    contents = unpacked(archive)
    where = Path(os.path.realpath(output))
    try:
        with store.locked(where.parent):
            store.replace_folder(where, contents)
    except OSError as error:
        raise NotWritten(f"there is a result, but {output} cannot be written: {error.strerror or error}") from error


def _to_stdout(content: bytes, *, is_text: bool) -> None:
    if is_text:
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(content.decode().encode(encoding, errors="backslashreplace").decode(encoding))
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
    sys.stdout.flush()


def _to_file(content: bytes, where: Path) -> None:
    with store.locked(where.parent):
        store.replace(where, content)


def _to_device(content: bytes, output: Path) -> None:
    """Write to a device, or to a pipe once it has a reader."""
    until = time.monotonic() + store.PATIENCE
    while True:
        try:
            handle = os.open(output, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
        except OSError as error:
            if error.errno != errno.ENXIO or time.monotonic() > until:
                raise
            time.sleep(_PAUSE)
        else:
            break
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
