"""Captures in patterns: which are allowed, and what they stand for."""

import time

import pytest

from readiness_gate.model.captures import bound, captures, filled, why_no_pattern, widened

PATHS = ["sale/readme/a.md", "sale/x", "stock/readme/b/c.md", "stock/readme", "sale stock/readme/d.md", "readme/e.md"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("{m}/readme/**", {("sale",): PATHS[:1], ("stock",): [PATHS[2]], ("sale stock",): [PATHS[4]]}),
        ("s{m}/readme/**", {("ale",): PATHS[:1], ("tock",): [PATHS[2]], ("ale stock",): [PATHS[4]]}),
        ("**/readme/{m}.md", {("a",): PATHS[:1], ("d",): [PATHS[4]], ("e",): [PATHS[5]]}),
        ("{m}/{b}/*.md", {("readme", "sale"): PATHS[:1], ("readme", "sale stock"): [PATHS[4]]}),
        ("sale/*", {(): [PATHS[1]]}),
        ("Sale/{m}", {}),
    ],
)
def test_paths_by_what_captures_stand_for(pattern: str, found: dict[tuple[str, ...], list[str]]) -> None:
    """Texts are in the order of the captures' names; () without any."""
    assert bound(pattern, PATHS) == found


def test_the_order_of_the_names() -> None:
    """Two patterns with the captures in another order bind alike."""
    assert list(bound("{m}/{b}/x", ["one/two/x"])) == list(bound("{b}/{m}/x", ["two/one/x"])) == [("two", "one")]


def test_the_same_capture_twice_is_the_same_text() -> None:
    """Also part of a name, and far apart."""
    paths = ["a/src/a.xml", "a/src/b.xml", "ab/x/y/ab.xml"]
    assert bound("{m}/**/{m}.xml", paths) == {("a",): paths[:1], ("ab",): paths[2:]}


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("{m}/**", None),
        ("**/{m}/x/{n}-guide.md", None),
        ("{m}/**/x", None),
        ("?{m}/**/a*/**/{m}", None),
        ("{m}*/x", '"{m}*" can be split in several ways'),
        ("{m}-{n}/x", '"{m}-{n}" can be split in several ways'),
        ("**/{m}/**", '"{m}" is between two **, so it can be any folder there: replace one ** by folder names'),
        ("{m}**/x", "** stands for whole folders"),
        ("{m}/", '"{m}/" names a folder: write "{m}/**"'),
        ("{}/x", "only a name in small letters may be in braces"),
        ("{M}/x", "only a name in small letters may be in braces"),
        ("[ab]/x", "brackets are not special"),
    ],
)
def test_patterns_that_are_allowed(pattern: str, why: str | None) -> None:
    """Those that say in one way only what a capture stands for; else why not."""
    found = why_no_pattern(pattern)
    assert found is why if why is None else why in str(found)


def test_a_pattern_in_other_forms() -> None:
    """The names in it, each once; with * for each of them; with a text for each of them."""
    assert captures("{b}/{a}/{b}.md") == ("a", "b")
    assert widened(["{b}/{a}-x", "y"]) == ("*/*-x", "y")
    assert filled("{b}/{a}/{b}.md", ("one", "two")) == "two/one/two.md"


SLOW = [
    ("/".join(["**", "a*b"] * 12) + "/{name}/z", "ab/" * 1_000 + "y"),
    ("{name}x/" + "/".join(["**", "*a"] * 12) + "/z", "x" * 500 + "/" + "a/" * 1_000 + "y"),
    ("**/{a}x/{b}x/{c}x/{d}x/z", "xx/" * 1_000 + "y"),
    ("**/{a}/{a}/{a}/z", "x/" * 1_000 + "y"),
    ("/".join(["{a}?", *["**"] * 3, "*x*x*x*x", "z"]), "x" * 1_000 + "/" + "x" * 2_000 + "/y"),
]


@pytest.mark.parametrize(("pattern", "path"), SLOW)
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    """Whatever it is made of, and however nearly the path fits."""
    assert why_no_pattern(pattern) is None
    begun = time.process_time()
    assert bound(pattern, [path]) == {}
    assert time.process_time() - begun < 2
