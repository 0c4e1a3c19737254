"""What is wrong with the configuration, where, and what to write instead; all of it told at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from readiness_gate.errors import BadUse

_WIDEST = 160
_FEW = 26


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text; line and column count from 1."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in one file."""

    file: str
    what: str
    at: Position | None = None
    text: str = ""

    def __str__(self) -> str:
        """`file:line:column: what`, the line itself, and a caret under the place."""
        if self.at is None:
            return f"{self.file}: {self.what}"
        head = f"{self.file}:{self.at.line}:{self.at.column}: {self.what}"
        lines = self.text.split("\n")
        if not self.text or self.at.line > len(lines):
            return head
        line = lines[self.at.line - 1]
        if not line.strip() or len(line) > _WIDEST:
            return head
        pad = "".join("\t" if character == "\t" else " " for character in line[: self.at.column - 1])
        return f"{head}\n    {line}\n    {pad}^"


class ConfigurationError(BadUse):
    """The configuration cannot be used; `problems` has all that is wrong with it, in the order of the files."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(dict.fromkeys(problems))
        count = len(self.problems)
        told = "\n".join(str(problem) for problem in self.problems)
        super().__init__(f"{told}\n{count} problem{'s' * (count != 1)} in the configuration; nothing was evaluated")


def nearest(word: str, known: Iterable[str]) -> str:
    """`; did you mean "…"?` for the nearest known word; empty when none is near."""
    close = get_close_matches(word, sorted(known), n=1)
    return f'; did you mean "{close[0]}"?' if close else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest known word, or when none is near and they are few, all that are known."""
    words = sorted(known)
    return nearest(word, words) or (f"; known are: {', '.join(words)}" if 0 < len(words) <= _FEW else "")
