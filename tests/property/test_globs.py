"""Patterns match what the contract's words say, for any pattern and path."""

from hypothesis import event, given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.model.globs import folder, matches, why_invalid

_SEGMENTS = st.sampled_from(["a", "b", "ab", "*", "**", "**", "a*", "*b", "?", "*a*b", "*a*a*", "?*b", ".a", "a?*"])
_GLOBS = st.lists(_SEGMENTS, min_size=1, max_size=6).map("/".join)
_NAMES = st.sampled_from(["a", "b", "ab", "aab", "abb", ".a", "a\nb", "\udce9b", "c"])
_PATHS = st.lists(_NAMES, min_size=1, max_size=6).map("/".join)


def _means(segments: list[str], names: list[str]) -> bool:
    """Whether a pattern's segments match a path's, tried in every way; `**` at the end is everything below."""
    if not segments or not names:
        return not segments and not names
    first, *rest = segments
    if first == "**":
        return not rest or _means(rest, names) or _means(segments, names[1:])
    return _segment_means(first, names[0]) and _means(rest, names[1:])


def _segment_means(segment: str, name: str) -> bool:
    if not segment or not name:
        return not name and not segment.strip("*")
    if segment[0] == "*":
        return _segment_means(segment[1:], name) or _segment_means(segment, name[1:])
    return segment[0] in ("?", name[0]) and _segment_means(segment[1:], name[1:])


@law(2_000)
@given(_GLOBS, _PATHS)
def test_a_pattern_matches_what_it_means(glob: str, path: str) -> None:
    """Matching is what trying every way gives, and what matches lies at or below the pattern's folder."""
    assert why_invalid(glob) is None
    expected = _means(glob.split("/"), path.split("/"))
    event(f"matches: {expected}")
    assert matches((glob,), path) == expected
    if expected:
        assert f"{path}/".startswith(f"{folder(glob)}/".lstrip("/"))
