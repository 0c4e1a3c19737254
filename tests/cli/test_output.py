"""Where results go, and that they go there whole."""

import os
import stat
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import pytest

from readiness_gate import store
from readiness_gate.cli.output import display, to_stderr, write, write_folder
from readiness_gate.errors import NotWritten
from readiness_gate.reports.spec import Display
from readiness_gate.reports.tables.folder import archive


class Screen:
    """A stdout that may be a terminal, or take no more."""

    encoding = "utf-8"

    def __init__(self, *, terminal: bool = False, encoding: str = "utf-8") -> None:
        self.terminal = terminal
        self.encoding = encoding
        self.written = ""

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return self.terminal

    def write(self, text: str) -> int:
        """Take a text, as far as the encoding has it."""
        self.written += text.encode(self.encoding).decode(self.encoding)
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.mark.parametrize(
    ("color", "terminal", "variables", "expected"),
    [
        ("auto", True, {"TERM": "xterm"}, True),
        ("auto", False, {"TERM": "xterm"}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"TERM": "xterm", "NO_COLOR": "1"}, False),
        ("auto", True, {"TERM": "xterm", "NO_COLOR": ""}, True),
        ("auto", False, {"TERM": "xterm", "FORCE_COLOR": "1"}, True),
        ("auto", True, {"TERM": "dumb", "FORCE_COLOR": "3"}, True),
        ("auto", True, {"TERM": "xterm", "FORCE_COLOR": "0"}, False),
        ("auto", True, {"TERM": "xterm", "FORCE_COLOR": "False"}, False),
        ("auto", True, {"TERM": "xterm", "FORCE_COLOR": ""}, True),
        ("auto", True, {"TERM": "xterm", "NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("auto", False, {"TERM": "xterm", "COLORTERM": "truecolor"}, False),
        ("never", True, {"TERM": "xterm", "FORCE_COLOR": "1"}, False),
        ("always", False, {"TERM": "dumb", "NO_COLOR": "1"}, True),
        ("always", True, {"TERM": "xterm"}, True),
        ("never", True, {"TERM": "xterm"}, False),
    ],
)
def test_colour(
    monkeypatch: pytest.MonkeyPatch, color: str, *, terminal: bool, variables: dict[str, str], expected: bool
) -> None:
    """Colour is decided in one place: on a terminal that wants it, unless it is asked for or refused."""
    monkeypatch.setattr(sys, "stdout", Screen(terminal=terminal))
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert display(color).color is expected


@pytest.mark.parametrize("color", ["auto", "always", "never"])
def test_a_file_has_color_only_on_demand(monkeypatch: pytest.MonkeyPatch, color: str) -> None:
    """Whatever the terminal is like, a file has 80 columns and no links."""
    monkeypatch.setattr(sys, "stdout", Screen(terminal=True))
    for name, value in {"TERM": "xterm", "WT_SESSION": "1", "FORCE_COLOR": "1", "COLUMNS": "100"}.items():
        monkeypatch.setenv(name, value)
    assert display(color, "report.txt") == Display(color=color == "always", width=80)


@pytest.mark.parametrize(
    ("color", "terminal", "variables", "expected"),
    [
        ("auto", True, {"VTE_VERSION": "7600"}, True),
        ("always", True, {"TERM_PROGRAM": "iTerm.app"}, True),
        ("auto", True, {"TERM_PROGRAM": "Apple_Terminal"}, False),
        ("auto", True, {}, False),
        ("always", False, {"VTE_VERSION": "7600"}, False),
        ("auto", True, {"VTE_VERSION": "7600", "TERM": "dumb"}, False),
        ("auto", True, {"VTE_VERSION": "7600", "NO_COLOR": "1"}, False),
        ("never", True, {"VTE_VERSION": "7600"}, False),
    ],
)
def test_links(
    monkeypatch: pytest.MonkeyPatch, color: str, *, terminal: bool, variables: dict[str, str], expected: bool
) -> None:
    """Links are made only on a terminal that is known to make them, and where there is color."""
    monkeypatch.setattr(sys, "stdout", Screen(terminal=terminal))
    for name in ("WT_SESSION", "VTE_VERSION", "KITTY_WINDOW_ID", "KONSOLE_VERSION", "TERM_PROGRAM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **variables}.items():
        monkeypatch.setenv(name, value)
    assert display(color).links is expected


@pytest.mark.parametrize(
    ("terminal", "columns", "width"),
    [
        (True, "100", 100),
        (True, "500", 160),
        (True, "40", 40),
        (True, "7", 40),
        (False, "60", 60),
        (False, "", 80),
        (False, "wide", 80),
    ],
)
def test_width(monkeypatch: pytest.MonkeyPatch, columns: str, width: int, *, terminal: bool) -> None:
    """A terminal has its own width, of 40 to 160 columns; what is piped has 80, or those in COLUMNS."""
    monkeypatch.setattr(sys, "stdout", Screen(terminal=terminal))
    monkeypatch.setenv("COLUMNS", columns)
    assert display("never").width == width


@pytest.mark.parametrize(
    ("quiet", "verbose", "expected"), [(False, False, 1), (True, False, 0), (False, True, 2), (True, True, 0)]
)
def test_verbosity(*, quiet: bool, verbose: bool, expected: int) -> None:
    """Quiet wins over verbose."""
    assert display("never", quiet=quiet, verbose=verbose).verbosity == expected


@pytest.mark.parametrize(("encoding", "told"), [("utf-8", "✗ ü"), ("latin-1", "\\u2717 ü"), ("ascii", "\\u2717 \\xfc")])
def test_a_screen_without_the_letters(monkeypatch: pytest.MonkeyPatch, encoding: str, told: str) -> None:
    """What the terminal's encoding does not have is written as its code, and never ends the program."""
    screen = Screen(encoding=encoding)
    monkeypatch.setattr(sys, "stdout", screen)
    write("✗ ü")
    assert screen.written == told


@pytest.mark.parametrize("text", ["new ✗\n", "", "lone \ud800\n"])
def test_a_file_is_replaced_whole(tmp_path: Path, text: str) -> None:
    """The file has what was written and the usual permissions, and no other file is left beside it."""
    where = tmp_path / "out"
    where.write_text("something longer that was there before")
    write(text, str(where))
    assert where.read_text() == text.replace("\ud800", "\\ud800")
    assert [each.name for each in tmp_path.iterdir()] == ["out"]
    before = os.umask(0)
    os.umask(before)
    assert stat.S_IMODE(where.stat().st_mode) == 0o666 & ~before


@pytest.mark.parametrize("broken", ["fsync", "replace", "fchmod", "fdopen"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "ctrl-c"])
def test_a_file_is_left_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str, error: BaseException
) -> None:
    """Whatever fails on the way, the old file stays, and nothing is left beside it."""
    where = tmp_path / "out"
    where.write_text("old")

    def fails(*_: object) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Path if broken == "replace" else os, broken, fails)
        with pytest.raises(NotWritten if isinstance(error, OSError) else KeyboardInterrupt):
            write("new", str(where))
    assert where.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("missing/out", "No such file or directory"),
        ("a-file/out", "Not a directory"),
        ("a-folder", "Is a directory"),
        ("", "Is a directory"),
        ("x" * 300, "File name too long"),
        pytest.param(
            "/dev/full",
            "No space left on device",
            marks=pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here"),
        ),
        pytest.param(
            "read-only/out",
            "Permission denied",
            marks=pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere"),
        ),
    ],
    ids=["missing", "file", "folder", "empty", "long", "full", "read-only"],
)
def test_a_file_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str) -> None:
    """The reason is told with the name, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a-file").write_text("")
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "read-only").mkdir(mode=0o500)
    with pytest.raises(NotWritten, match=f"there is a result, but .*{name} cannot be written: {told}"):
        write("new", name)
    assert sorted(each.name for each in tmp_path.rglob("*")) == ["a-file", "a-folder", "read-only"]


@pytest.mark.parametrize("fails", [1, 2])
def test_a_folder_is_left_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int) -> None:
    """Whichever of the two renames fails, the old folder is there, and nothing beside it."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("old")
    count = 0
    rename = Path.rename

    def counting(path: Path, target: Path) -> Path:
        nonlocal count
        count += 1
        if count == fails:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", counting)
    with pytest.raises(NotWritten, match="out cannot be written: No space left on device"):
        write_folder(archive({"a": b"new"}), str(tmp_path / "out"))
    assert [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")] == ["out", "out/a"]
    assert (tmp_path / "out" / "a").read_text() == "old"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """What a link points to is written, not the link replaced."""
    (tmp_path / "folder").mkdir()
    link, target = tmp_path / "link", tmp_path / "folder" / "target"
    link.symlink_to(target)
    for text in ("first", "second"):
        write(text, str(link))
        assert (link.is_symlink(), target.read_text()) == (True, text)


def test_a_pipe_or_a_device_is_written_to(tmp_path: Path) -> None:
    """A named pipe and a device stay what they are."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write("through", str(pipe))
    assert os.read(reader, 100) == b"through"
    os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    write("gone", os.devnull)
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def _late(pipe: Path) -> str:
    time.sleep(0.2)
    return pipe.read_text()


def test_a_pipe_from_which_nobody_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader is waited for, and not for ever."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setattr(store, "PATIENCE", 0.1)
    with pytest.raises(NotWritten, match="pipe cannot be written"):
        write("new", str(pipe))
    monkeypatch.setattr(store, "PATIENCE", 10)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(_late, pipe)
        write("new", str(pipe))
        assert read.result() == "new"


def test_what_is_told_is_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    """Diagnostics keep their lines, and nothing else that moves the cursor."""
    to_stderr("one\x1b[2J\ntwo\r")
    assert capsys.readouterr() == ("", "one\\u001b[2J\ntwo\\u000d\n")


def test_what_cannot_be_told_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A stderr that is full is no reason to end otherwise."""

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(click, "echo", full)
    to_stderr("something")
