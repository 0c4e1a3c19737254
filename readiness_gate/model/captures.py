"""Captures: `{name}` in the patterns of a `[[covers]]` entry matches the same text wherever it occurs in the entry.

A capture is a whole folder or file name, or a part of one, and never spans folders. To make its text unambiguous, it
must be the only wildcard in its segment, and precede the first `**` or follow the last one.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from readiness_gate.model.globs import expression, segment_expression, why_invalid
from readiness_gate.model.naming import PART

Binding: TypeAlias = tuple[str, ...]
"""The texts of a pattern's captures, in the order of their names; () for a pattern without captures."""

_ANY = "[^/]+"
_SYNTAX = (
    "only a name in small letters may be in braces, as in {module}, and brackets are not special: write a pattern for "
    "each alternative"
)


def captures(pattern: str) -> tuple[str, ...]:
    """Return the distinct names of a pattern's captures, sorted."""
    return tuple(sorted(set(PART.findall(pattern))))


def widened(patterns: Iterable[str]) -> tuple[str, ...]:
    """Return the patterns with `*` for every capture: they match everything that the patterns match, and maybe more."""
    return tuple(PART.sub("*", pattern) for pattern in patterns)


def why_no_pattern(pattern: str) -> str | None:
    """Return why a text is not a valid pattern with captures, and what to write instead; None if it is."""
    why = why_invalid(PART.sub("x", pattern))
    if pattern.endswith("/"):
        return f'"{pattern}" names a folder: write "{pattern}**" for everything below it'
    if why is not None:
        return _SYNTAX if "brace" in why else why
    return _why_ambiguous(pattern.split("/"))


def _why_ambiguous(segments: Sequence[str]) -> str | None:
    """Return why a capture could match several texts; None if it cannot."""
    stars = [index for index, segment in enumerate(segments) if segment == "**"]
    for index, segment in enumerate(segments):
        count = len(PART.findall(segment))
        if count and count + segment.count("*") > 1:
            return f'"{segment}" can be split in several ways: use one capture in a name, and no * beside it'
        if count and stars and stars[0] < index < stars[-1]:
            return f'"{segment}" is between two **, so it can be any folder there: replace one ** by folder names'
    return None


def bound(pattern: str, paths: Iterable[str]) -> dict[Binding, list[str]]:
    """Return the paths that match a pattern, in their order, by the texts of its captures."""
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
    """Return the pattern with the texts of a binding in place of its captures, for people to read."""
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
