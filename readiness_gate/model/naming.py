"""Match a path against a pattern of `components` in time linear in their lengths.

A regular expression tries every way to divide a path, which can be far too many. It is used only where there are few,
because it is fast; otherwise no position of the path is tried twice for the same piece of the pattern.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass

PART = re.compile(r"\{([a-z]+)\}")
OPTION = re.compile(r"\[([^\[\]/{}*?]+)\]")
_WILD = re.compile(rf"(\*|\?|\{{[a-z]+\}}|{OPTION.pattern.replace('(', '(?:')})")
MOST = 16
"""The most wildcards, parts and options of a pattern."""

_LENGTH, _NAME, _FOLDERS = 400, 100, 20
"""The most letters of a usual path and of a name in it, and its most folders."""
_FEW = 1 << 22

Kind: TypeAlias = Literal["text", "option", "any", "star", "part", "more", "folders", "rest"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a pattern: a literal `text`, an optional text, one letter (`any`), letters up to the next slash, as
    many as possible (`star`) or at least one and as few as possible (`part`, and `more` of it once it has one),
    whole folders, or everything that is left."""

    kind: Kind
    text: str = ""


@lru_cache(maxsize=256)
def pieces(pattern: str) -> tuple[Piece, ...]:
    """Return the pieces of a pattern; each part is followed by a piece that has more of it."""
    return tuple(_pieces(pattern))


def _pieces(pattern: str) -> Iterator[Piece]:
    *folders, last = pattern.split("/")
    for folder in folders:
        if folder == "**":
            yield Piece("folders")
        else:
            yield from _of_segment(folder)
            yield Piece("text", "/")
    if last == "**":
        yield Piece("rest")
    else:
        yield from _of_segment(last)


def _of_segment(segment: str) -> Iterator[Piece]:
    for token in filter(None, _WILD.split(segment)):
        part, option = PART.fullmatch(token), OPTION.fullmatch(token)
        if part:
            yield Piece("part", part[1])
            yield Piece("more", part[1])
        elif option:
            yield Piece("option", option[1])
        else:
            yield {"*": Piece("star"), "?": Piece("any")}.get(token, Piece("text", token))


def wildcards(pattern: str) -> int:
    """Return how many pieces of a pattern can be divided in several ways."""
    return sum(piece.kind in ("option", "star", "part", "folders") for piece in pieces(pattern))


def parts_of(pattern: str, path: str) -> Mapping[str, str] | None:
    """Return the texts of a pattern's parts in a path; None if the path does not match."""
    quick = _expression(pattern) if is_usual(path) else None
    if quick is None:
        return walked(pattern, path)
    match = quick.fullmatch(path)
    return None if match is None else match.groupdict()


@lru_cache(maxsize=1)  # one path is asked about for all patterns, one after the other
def is_usual(path: str) -> bool:
    """Return whether a path has a usual length."""
    return len(path) <= _LENGTH and path.count("/") < _FOLDERS and max(map(len, path.split("/"))) <= _NAME


@lru_cache(maxsize=256)
def _expression(pattern: str) -> re.Pattern[str] | None:
    """Return the regular expression of a pattern; None if a usual path could be divided in too many ways."""
    free, options, folders = 0, 0, 0
    text = ""
    for segment in pattern.split("/"):
        own = [*_of_segment(segment)] if segment != "**" else []
        folders += segment == "**"
        options += sum(piece.kind == "option" for piece in own)
        free += max(sum(piece.kind in ("star", "part") for piece in own) - 1, 0)
        text += "".join(map(_token, own)) + "/" if segment != "**" else "(?:[^/]+/)*"
    if _LENGTH * _FOLDERS**folders * _NAME**free * 2**options > _FEW:
        return None
    text = text.removesuffix("(?:[^/]+/)*") + ".+" if pattern.endswith("**") else text.removesuffix("/")
    return re.compile(text, re.DOTALL)


def _token(piece: Piece) -> str:
    text = re.escape(piece.text)
    how = {"star": "[^/]*", "any": "[^/]", "part": f"(?P<{piece.text}>[^/]+?)", "more": "", "option": f"(?:{text})?"}
    return how.get(piece.kind, text)


def walked(pattern: str, path: str) -> Mapping[str, str] | None:
    """Return the same as `parts_of`, found position by position."""
    all_pieces = pieces(pattern)
    seen: set[tuple[int, int]] = set()
    # Stack of states to continue from, best on top: piece, position, and the spans of the parts, last part first.
    ahead: list[tuple[int, int, _Spans]] = [(0, 0, None)]
    while ahead:
        number, at, spans = ahead.pop()
        if (number, at) in seen:
            continue  # already failed from here
        seen.add((number, at))
        if number == len(all_pieces):
            if at == len(path):
                return _texts(path, spans)
            continue
        ahead += reversed([*_after(all_pieces[number], number, path, at, spans)])
    return None


_Spans: TypeAlias = "tuple[str, int, int, _Spans] | None"
_Place: TypeAlias = tuple[int, int, _Spans]


def _after(piece: Piece, number: int, path: str, at: int, spans: _Spans) -> Iterator[_Place]:
    """Yield where a piece may end or continue, best first."""
    if piece.kind == "folders":
        end = path.find("/", at) + 1
        if end > at + 1:
            yield number, end, spans
        yield number + 1, at, spans
    elif piece.kind == "rest":
        if at < len(path):
            yield number + 1, len(path), spans
    elif piece.kind in ("text", "option"):
        if path.startswith(piece.text, at):
            yield number + 1, at + len(piece.text), spans
        if piece.kind == "option":
            yield number + 1, at, spans
    else:
        has_letter = at < len(path) and path[at] != "/"
        yield from _letter(piece, number, at, spans, has_letter=has_letter)


def _letter(piece: Piece, number: int, at: int, spans: _Spans, *, has_letter: bool) -> Iterator[_Place]:
    """Yield where a piece that consumes letter by letter may end or continue."""
    one_more = _with_one_more(piece, number, at, spans) if has_letter else []
    may_end = [(number + 1, at, spans)] if piece.kind in ("star", "more") else []
    yield from (*may_end, *one_more) if piece.kind == "more" else (*one_more, *may_end)


def _with_one_more(piece: Piece, number: int, at: int, spans: _Spans) -> list[_Place]:
    """Return where a piece continues after one more letter."""
    if piece.kind == "any":
        return [(number + 1, at + 1, spans)]
    if piece.kind == "star":
        return [(number, at + 1, spans)]
    if piece.kind == "part":
        return [(number + 1, at + 1, (piece.text, at, at + 1, spans))]
    return [] if spans is None else [(number, at + 1, (piece.text, spans[1], at + 1, spans[3]))]


def _texts(path: str, spans: _Spans) -> dict[str, str]:
    parts: dict[str, str] = {}
    while spans is not None:
        name, begin, end, spans = spans
        parts[name] = path[begin:end]
    return parts
