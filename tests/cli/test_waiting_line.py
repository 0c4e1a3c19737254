"""The line on stderr that says what takes long."""

import io
import re
import sys
import threading
import time

import pytest

from readiness_gate.cli import waiting_line
from readiness_gate.cli.waiting_line import WaitingLine, is_wanted


class Terminal(io.StringIO):
    """A stderr at which somebody sits."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        """It is one."""
        return True


def _at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Stderr as a terminal, and a line that is impatient."""
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setattr(waiting_line, "PATIENCE", 0.02)
    monkeypatch.setenv("TERM", "xterm")
    return shown


def _until(shown: Terminal, what: str) -> None:
    until = time.monotonic() + 20
    while what not in shown.getvalue():
        assert time.monotonic() < until, shown.getvalue()
        time.sleep(0.01)


def test_a_step_that_takes_long_is_shown_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its newest text, made harmless; at the end the line is blank, the cursor is back, and no thread is left."""
    terminal = _at_a_terminal(monkeypatch)
    line, before = WaitingLine(), threading.active_count()
    line("Reading")
    _until(terminal, "Reading")
    line("Issues: 1\x1b[2J")
    _until(terminal, "Issues: 1\\u001b[2J")
    line("")
    ended = terminal.getvalue()
    assert "\x1b[2J" not in ended
    assert re.search(r"\x1b\[2K(\x1b\[\?25h)?$|\x1b\[\?25h.*\x1b\[2K$", ended.replace("\r", "").replace("\x1b[1A", ""))
    until = time.monotonic() + 20
    while threading.active_count() > before:
        assert time.monotonic() < until
        time.sleep(0.01)
    line("")
    assert terminal.getvalue() == ended


def test_a_short_step_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor what is over before the line is ready."""
    terminal = _at_a_terminal(monkeypatch)
    monkeypatch.setattr(waiting_line, "PATIENCE", 30)
    line = WaitingLine()
    for _ in range(3):
        line("Reading")
        line("")
    line._begin()  # noqa: SLF001 - as if it had been late
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("arguments", "variables", "wanted"),
    [
        (["check", "go-live", "-v"], {"TERM": "xterm"}, True),
        (["check", "-q"], {"TERM": "xterm"}, False),
        (["check", "-vq"], {"TERM": "xterm"}, False),
        (["check", "--quiet"], {"TERM": "xterm"}, False),
        (["check"], {"TERM": "dumb"}, False),
        (["check"], {"TERM": "xterm", "CI": "true"}, False),
    ],
)
def test_who_wants_it(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], variables: dict[str, str], *, wanted: bool
) -> None:
    """A person at a terminal, who did not ask for quiet."""
    terminal = _at_a_terminal(monkeypatch)
    assert is_wanted(arguments, variables) is wanted
    assert terminal.getvalue() == ""


def test_nobody_at_a_pipe_wants_it() -> None:
    """Whatever the variables say."""
    assert not is_wanted(["check"], {"TERM": "xterm", "FORCE_COLOR": "1"})
