"""Path patterns as the configuration writes them, matched here and never by git.

Patterns are case sensitive. `*` and `?` stay within one path segment; a segment `**` matches zero or more segments
(`a/**` is everything below `a/`, `**/x` also matches `x` at the top). A leading dot is not special.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from readiness_gate.lean_dataclass import dataclass

LONGEST = 512
_FOLDERS = "(?:[^/]+/)*"


def why_invalid(glob: str) -> str | None:
    """Return why a text is not a valid pattern, and what to write instead; None if it is."""
    return _wrong_characters(glob) or _wrong_segments(glob)


def _wrong_characters(glob: str) -> str | None:
    if not glob or len(glob) > LONGEST:
        return f"a path pattern has 1 to {LONGEST} characters"
    if "\0" in glob or "\\" in glob:
        return "a path pattern has forward slashes only"
    if any(character in glob for character in "[]{}"):
        return "brackets and braces are not special here: write a pattern for each alternative, and ? for a bracket"
    return None


def _wrong_segments(glob: str) -> str | None:
    segments = glob.split("/")
    if glob.endswith("/"):
        return f'"{glob}" names a folder: write "{glob}**" for everything below it'
    if {"", ".", ".."} & set(segments):
        return "a path pattern begins at the top of the repository, without /, ./ or ../"
    if any("**" in segment and segment != "**" for segment in segments):
        return "** stands for whole folders and must be alone between slashes, as in docs/**/*.md"
    return None


def folder(glob: str) -> str:
    """Return the longest leading part of a pattern without wildcards: a folder or file, or "" for the top."""
    literal: list[str] = []
    for segment in glob.split("/"):
        if "*" in segment or "?" in segment:
            break
        literal.append(segment)
    return "/".join(literal)


@dataclass(frozen=True, slots=True)
class PathSet:
    """The paths that match any pattern and none of the excluded ones; paths that match `unless` belong only if they
    match `always`, which is a subset of the patterns."""

    globs: tuple[str, ...]
    exclude: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    always: tuple[str, ...] = ()

    def __contains__(self, path: str) -> bool:
        return matches(self.globs, path) and not matches(self.exclude, path) and self._is_meant(path)

    def _is_meant(self, path: str) -> bool:
        return not matches(self.unless, path) or matches(self.always, path)

    def of(self, paths: Iterable[str]) -> list[str]:
        """Return the paths that belong to the set, in their order."""
        if not self.globs:
            return []
        wanted = _compiled(self.globs).fullmatch
        belonging = [path for path in paths if wanted(path)]
        if self.exclude:
            excluded = _compiled(self.exclude).fullmatch
            belonging = [path for path in belonging if not excluded(path)]
        return [path for path in belonging if self._is_meant(path)] if self.unless else belonging

    def reaches_into(self, path: str) -> bool:
        """Return whether a path that git treats as one entry, such as a submodule, may contain paths of the set."""
        inside = any(_reaches_into(glob, path) for glob in self.globs)
        return inside and path not in self and not matches(self.exclude, path)


def _reaches_into(glob: str, path: str) -> bool:
    segments, parts = glob.split("/"), path.split("/")
    for segment, part in zip(segments, parts, strict=False):
        if segment == "**":
            return True
        if not matches((segment,), part):
            return False
    return len(segments) > len(parts)


def matches(globs: tuple[str, ...], path: str) -> bool:
    """Return whether a path, relative to the top of the repository and with forward slashes, matches any of the
    patterns."""
    return bool(globs) and _compiled(globs).fullmatch(path) is not None


@lru_cache(maxsize=256)
def _compiled(globs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{expression(glob, segment_expression)})" for glob in globs), re.DOTALL)


def expression(glob: str, of_segment: Callable[[str], str]) -> str:
    """Return the regular expression of a pattern, built from its segments from left to right.

    It consists of the part before the first `**`, the parts between each two, and the part after the last. A part in
    between is fixed to its first match: a later one could not match more, and would make the cost grow with every `**`.
    """
    first, *rest = _runs(glob.split("/"), of_segment)
    if not rest:
        return "/".join(first)
    *between, last = rest
    runs = "".join(f"(?>{_FOLDERS}?{_folders(run)})" for run in between)
    return _folders(first) + runs + (_FOLDERS + "/".join(last) if last else ".+")


def _runs(segments: Iterable[str], of_segment: Callable[[str], str]) -> list[list[str]]:
    """Return the expressions of the segments, split at every `**`."""
    runs: list[list[str]] = [[]]
    for segment in segments:
        if segment == "**":
            runs.append([])
        else:
            runs[-1].append(of_segment(segment))
    return runs


def _folders(run: Iterable[str]) -> str:
    return "".join(f"{segment}/" for segment in run)


def segment_expression(segment: str) -> str:
    """Return the expression of one segment: a text between its stars is fixed to its first match."""
    first, *rest = [re.escape(part).replace(r"\?", "[^/]") for part in segment.split("*")]
    if not rest:
        return first
    *middle, last = rest
    return first + "".join(f"(?>[^/]*?{part})" for part in middle) + f"[^/]*{last}"
