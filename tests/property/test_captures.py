"""A capture stands for what trying every text gives, for any pattern and path."""

import re
from itertools import product

from hypothesis import assume, event, given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.model.captures import bound, captures, filled, why_no_pattern, widened
from readiness_gate.model.globs import matches

_PLAIN = st.sampled_from(["a", "b", "ab", "*", "**", "**", "a*", "?"])
_CAPTURING = st.sampled_from(["{m}", "{m}", "a{m}", "{m}b", "a{m}b", "?{m}", "{n}", "{n}.b"])
_PATTERNS = st.lists(_PLAIN | _CAPTURING, min_size=1, max_size=6).map("/".join)
_NAMES = st.sampled_from(["a", "b", "ab", "aab", "abb", "a.b", "a*", "a b", "\udce9b", "a\nb"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=6).map("/".join)


def _means(segments: list[str], names: list[str], texts: dict[str, str]) -> bool:
    """Whether a pattern's segments match a path's when each capture is a given text, tried in every way."""
    if not segments or not names:
        return not segments and not names
    first, *rest = segments
    if first == "**":
        return not rest or _means(rest, names, texts) or _means(segments, names[1:], texts)
    return _name_means(first, names[0], texts) and _means(rest, names[1:], texts)


def _name_means(segment: str, name: str, texts: dict[str, str]) -> bool:
    if not segment or not name:
        return not name and not segment.strip("*")
    if segment[0] == "*":
        return _name_means(segment[1:], name, texts) or _name_means(segment, name[1:], texts)
    if segment[0] == "{":
        text = texts[segment[1]]
        return name.startswith(text) and _name_means(segment[3:], name[len(text) :], texts)
    return segment[0] in ("?", name[0]) and _name_means(segment[1:], name[1:], texts)


def _bindings(pattern: str, path: str) -> set[tuple[str, ...]]:
    """Every text for each capture, taken from anywhere in the path, with which the pattern means the path."""
    names = sorted(set(re.findall(r"\{(.)\}", pattern)))
    some = {name[a:b] for name in path.split("/") for a in range(len(name)) for b in range(a + 1, len(name) + 1)}
    tried = (dict(zip(names, texts, strict=True)) for texts in product(sorted(some), repeat=len(names)))
    return {tuple(texts.values()) for texts in tried if _means(pattern.split("/"), path.split("/"), texts)}


@law(1_000)
@given(_PATTERNS, _PATHS)
def test_a_capture_stands_for_one_text_at_most(pattern: str, path: str) -> None:
    """A pattern that is allowed binds a path in the only way there is, or not at all."""
    assume(why_no_pattern(pattern) is None)
    expected = _bindings(pattern, path)
    event(f"bound: {len(expected)}, captures: {len(captures(pattern))}")
    assert len(expected) <= 1
    assert set(bound(pattern, [path])) == expected
    if expected:
        assert matches(widened((pattern,)), path)


@given(st.lists(_CAPTURING, min_size=1, max_size=5).map("/".join), st.lists(_PATHS, max_size=5))
def test_paths_are_grouped_in_their_order(pattern: str, paths: list[str]) -> None:
    """Each path is in the group of its text, and the pattern filled with that is the path but for its wildcards."""
    for binding, group in bound(pattern, paths).items():
        assert group == [path for path in paths if _bindings(pattern, path) == {binding}]
        assert all(len(filled(pattern, binding)) == len(path) for path in group)
