"""Captures: `{name}` in the patterns of a `[[covers]]` entry stands for the same text wherever the entry has it.

A capture is a whole folder or file name, or a part of one, and never spans folders. It is placed so that a path says
in one way only what it stands for: alone in its segment but for fixed text, and before the first `**` or after the
last one.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from readiness_gate.model.globs import expression, segment_expression, why_invalid
from readiness_gate.model.naming import PART

Binding: TypeAlias = tuple[str, ...]
"""What the captures of a pattern stand for, in the order of their names; () for a pattern without any."""

_ANY = "[^/]+"
_SYNTAX = (
    "only a name in small letters may be in braces, as in {module}, and brackets are not special: write a pattern for "
    "each alternative"
)


def captures(pattern: str) -> tuple[str, ...]:
    """The names of a pattern's captures, sorted, each once."""
    return tuple(sorted(set(PART.findall(pattern))))


def widened(patterns: Iterable[str]) -> tuple[str, ...]:
    """Patterns with `*` for every capture: they match whatever the patterns match, and may match more."""
    return tuple(PART.sub("*", pattern) for pattern in patterns)


def why_no_pattern(pattern: str) -> str | None:
    """Why a text is no pattern with captures, with what to write instead; None when it is one."""
    why = why_invalid(PART.sub("x", pattern))
    if pattern.endswith("/"):
        return f'"{pattern}" names a folder: write "{pattern}**" for everything below it'
    if why is not None:
        return _SYNTAX if "brace" in why else why
    return _why_ambiguous(pattern.split("/"))


def _why_ambiguous(segments: Sequence[str]) -> str | None:
    """Why a capture could stand for several texts; None when it cannot."""
    stars = [index for index, segment in enumerate(segments) if segment == "**"]
    for index, segment in enumerate(segments):
        count = len(PART.findall(segment))
        if count and count + segment.count("*") > 1:
            return f'"{segment}" can be split in several ways: use one capture in a name, and no * beside it'
        if count and stars and stars[0] < index < stars[-1]:
            return f'"{segment}" is between two **, so it can be any folder there: replace one ** by folder names'
    return None


def bound(pattern: str, paths: Iterable[str]) -> dict[Binding, list[str]]:
    """The paths that match a pattern, in their order, by what its captures stand for."""
    names, match = captures(pattern), _compiled(pattern).fullmatch
    if not names:
        without = [path for path in paths if match(path)]
        return {(): without} if without else {}
    matching: dict[Binding, list[str]] = {}
    for path in paths:
        matched = match(path)
        if matched is not None:
            matching.setdefault(matched.group(*names) if len(names) > 1 else matched.groups(), []).append(path)
    return matching


def filled(pattern: str, binding: Binding) -> str:
    """The pattern with the text of a binding for each capture, to be read by people."""
    texts = dict(zip(captures(pattern), binding, strict=True))
    return PART.sub(lambda part: texts[part[1]], pattern)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def of_segment(segment: str) -> str:
        before, *rest = PART.split(segment)
        if not rest:
            return segment_expression(segment)
        name, after = rest
        capture = f"(?P={name})" if name in seen else f"(?P<{name}>{_ANY})"
        seen.add(name)
        return f"{segment_expression(before)}{capture}{segment_expression(after)}"

    return re.compile(expression(pattern, of_segment), re.DOTALL)
