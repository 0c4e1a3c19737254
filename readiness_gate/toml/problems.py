"""Problems in a configuration: what is wrong, where, and what to write instead."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from functools import lru_cache

from readiness_gate.lean_dataclass import dataclass

_WIDEST = 160
_FEW = 40
_NEAR = 0.65
_TAB = "\t"
_SPACES = "    "
_ELSEWHERE = ("/", "../")
_LAST_OF_FOUR = 0xFFFF
# What may be a secret in a line that is shown: credentials and queries of addresses, and values with telling names.
_SECRETS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"""(://)([^/@\s"']+)(?=@)""",
        r"""(://[^\s"'?#]*[?#])([^\s"']+)""",
        r"""((?:token|secret|passw|credential|api[_-]?key)[\w-]*["']?\s*=\s*["'])([^"']+)""",
    )
)


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A position in a text; line and column count from 1, columns in characters."""

    line: int
    column: int


_TOP = Position(0, 0)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in one file."""

    file: str
    what: str
    at: Position | None = None
    text: str = ""
    """The whole text of the file, for showing the line."""
    follows: bool = False
    """Whether another problem of the file may be its cause; then it is shown only if there is no other."""
    section: str = ""
    """The key of the top-level table that contains it."""

    def __str__(self) -> str:
        """Return `file:line:column: what`, the line itself, and a caret under the position."""
        line = self._shown_line()
        if self.at is None or not line:
            return self.line
        pad = sum(_width(character) for character in line[: self.at.column - 1])
        return f"{self.line}\n    {line.replace(_TAB, _SPACES)}\n    {' ' * pad}^"

    def _shown_line(self) -> str:
        """Return the line to show; "" if there is none: files outside the configuration's folder may be private."""
        lines = _lines(self.text)
        if self.at is None or self.file.startswith(_ELSEWHERE) or not self.text or self.at.line > len(lines):
            return ""
        line = lines[self.at.line - 1]
        return _masked(line) if line.strip() and len(line) <= _WIDEST else ""

    @property
    def line(self) -> str:
        """`file:line:column: what`, without a position if there is none."""
        place = f":{self.at.line}:{self.at.column}" if self.at is not None else ""
        return f"{self.file}{place}: {self.what}"


@lru_cache(maxsize=8)
def _lines(text: str) -> list[str]:
    return text.split("\n")


def _masked(line: str) -> str:
    """Return a line of the same length, with stars for possible secrets: it may be printed in a public log."""
    for secret in _SECRETS:
        line = secret.sub(lambda match: match[1] + "*" * len(match[2]), line)
    return line


def _width(character: str) -> int:
    """Return how many terminal columns a character takes; an invisible one is shown as its code."""
    if character == _TAB:
        return len(_SPACES)
    category = unicodedata.category(character)
    if category.startswith("C"):
        return len("\\u0000") if ord(character) <= _LAST_OF_FOUR else len("\\U00000000")
    if category in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def ordered(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return each problem once, by file and from the top down, without those that only follow from others."""
    each_once = list(dict.fromkeys(problems))
    own = [problem for problem in each_once if not problem.follows] or each_once
    files = list(dict.fromkeys(problem.file for problem in own))
    return tuple(sorted(own, key=lambda problem: (files.index(problem.file), problem.at or _TOP)))


def missing(names: Sequence[str], table: str = "") -> str:
    """Return the message that some keys are missing in a table."""
    *most, last = (f'"{name}"' for name in names)
    text = f"{', '.join(most)} and {last} are missing" if most else f"{last} is missing"
    return f"{text} in {table}" if table else text


def nearest(word: str, known: Iterable[str], cutoff: float = _NEAR) -> str:
    """Return `; did you mean "…"?` with the most similar known word; "" if none is similar."""
    folded = {name.casefold(): name for name in sorted(known)}
    close = get_close_matches(word.casefold(), folded, n=1, cutoff=cutoff)
    return f'; did you mean "{folded[close[0]]}"?' if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the hint at the most similar known word; if none is similar and there are few, at all of them."""
    words = sorted(known)
    return nearest(word, words) or (f"; known are: {', '.join(words)}" if 0 < len(words) <= _FEW else "")
