"""The parts of a path, in a time that grows with the lengths of pattern and path, and no faster."""

import re
import time
from typing import SupportsIndex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from readiness_gate.model.components import Components, Naming, why_no_naming
from readiness_gate.model.naming import parts_of, pieces, walked, wildcards

PIECES = ["{a}", "{b}", "{c}", "*", "?", "[x]", "[ab]", "a", "x", "b", "-"]


def expression(pattern: str) -> str:
    """The pattern as a regular expression, which tries every way: right, and slow."""
    *folders, last = pattern.split("/")

    def of(segment: str) -> str:
        text = re.escape(segment).replace(r"\\*", "[^/]*").replace(r"\\?", "[^/]")
        text = text.replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
        text = re.sub(r"\\\{([a-z]+)\\\}", r"(?P<\1>[^/]+?)", text)
        return re.sub(r"\\\[([a-z]+)\\\]", r"(?:\1)?", text)

    above = "".join("(?:[^/]+/)*" if each == "**" else f"{of(each)}/" for each in folders)
    return above + (".+" if last == "**" else of(last))


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """A pattern of up to four segments, in which no part stands twice."""
    used = set[str]()
    segments: list[str] = []
    for _ in range(draw(st.integers(1, 4))):
        chosen = draw(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5))
        kept = [each for each in dict.fromkeys(chosen) if each not in used]
        used |= {each for each in kept if each[0] == "{"}
        text = re.sub(r"\*+", "*", "".join(kept)) or "a"
        segments.append(draw(st.sampled_from([text, text, "**"])))
    return "/".join(segments)


@pytest.mark.parametrize(
    ("pattern", "path", "parts"),
    [
        ("**/{a}[x]/**", "b/ax/a/b", {"a": "a"}),
        ("**/{a}[x]/**", "b/cx/d", {"a": "c"}),
        ("a/**", "a/", None),
        ("a/**", "a/b/c", {}),
        ("{a}{b}{c}", "abxa", {"a": "a", "b": "b", "c": "xa"}),
        ("{a}{b}", "a", None),
        ("*{a}*{b}", "abxa", {"a": "x", "b": "a"}),
        ("?{a}[x]", "abx", {"a": "b"}),
        ("?", "/", None),
        ("*", "a/b", None),
        ("{a}/b", "/b", None),
        ("**/b", "a//b", None),
    ],
)
def test_the_parts_of_a_path(pattern: str, path: str, parts: dict[str, str] | None) -> None:
    """Stars take as much as they can, parts as little, and both ways find the same."""
    assert parts_of(pattern, path) == walked(pattern, path) == parts


@given(patterns(), st.lists(st.text("abx-", min_size=1, max_size=6), min_size=1, max_size=5).map("/".join))
@example("**/{a}[x]/**", "b/ax/a/b")
@example("{a}{b}{c}", "abxa")
@example("*{a}*{b}", "abxa")
@example("**/**/a", "a/a")
def test_it_finds_what_a_regular_expression_finds(pattern: str, path: str) -> None:
    """The same parts, with the same preferences, and nothing where that finds nothing."""
    match = re.compile(expression(pattern), re.DOTALL).fullmatch(path)
    expected = None if match is None else match.groupdict()
    assert walked(pattern, path) == expected
    assert parts_of(pattern, path) == expected


def _letters(count: int) -> str:
    return "".join(f"{{{letter}}}" for letter in "abcdefghijklmnopqrstuvwxyz"[:count])


SLOW = {
    "twelve parts": (f"cfg/{_letters(12)}zz", "cfg/" + "a" * 2_000),
    "parts and stars": ("cfg/{a}*{b}*{c}*{d}*{e}*{f}*z", "cfg/" + "a" * 2_000),
    "options": ("cfg/{a}" + "[a][aa][aaa]" * 4 + "z", "cfg/" + "a" * 2_000),
    "folders": ("/".join(["**", "a"] * 8) + "/z", "a/" * 1_000 + "y"),
    "folders and parts": ("**/{a}/**/{b}x/**/{c}/**/{d}y/**/{e}z", "ax/" * 700 + "y"),
    "stars": ("*a*a*a*a*a*a*a*b", "a" * 2_000),
    "the last one fails": (f"{_letters(13)}/b", "a" * 2_000 + "/" + "b" * 2_000),
}


@pytest.mark.parametrize(("pattern", "path"), SLOW.values(), ids=SLOW)
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    """Whatever the pattern is made of, and however nearly the path fits."""
    name = "".join(re.findall(r"\{[a-z]+\}", pattern)) or "it"
    assert why_no_naming(pattern, name) is None
    assert wildcards(pattern) <= 16
    begun = time.process_time()
    for length in (390, len(path)):
        assert parts_of(pattern, path[-length:]) is None
    assert Components((Naming(pattern, name),)).named(path) is None
    assert time.process_time() - begun < 2


def test_twice_the_length_takes_about_twice_the_time() -> None:
    """Counted in steps, and not in seconds: a place is looked at once for each piece of the pattern."""
    pattern = f"{_letters(12)}zz"

    class Counted(str):
        """A path that counts how often a letter of it is looked at."""

        looked = 0
        __slots__ = ()

        def __getitem__(self, key: SupportsIndex | slice) -> str:
            Counted.looked += 1
            return super().__getitem__(key)

    for length in (500, 1_000):
        Counted.looked = 0
        assert walked(pattern, Counted("a" * length)) is None
        assert Counted.looked <= len(pieces(pattern)) * (length + 1)


@pytest.mark.parametrize("pattern", [_letters(17), "/".join(["**", "a"] * 17), "[a]" * 17, "*a" * 17])
def test_a_pattern_with_too_many_pieces_is_refused(pattern: str) -> None:
    """Nobody needs so many, and the message says how many may be."""
    name = "".join(re.findall(r"\{[a-z]+\}", pattern)) or "it"
    why = why_no_naming(pattern, name)
    assert why is not None
    assert "more than 16 wildcards, parts and options" in why
