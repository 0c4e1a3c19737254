"""Path patterns mean what the contract says, and cost no more than their length."""

import time

import pytest

from readiness_gate.model.globs import LONGEST, PathSet, folder, matches, why_invalid
from readiness_gate.model.settings.git import GitPaths

MATCHES = [
    ("docs/guide.md", "docs/guide.md"),
    ("docs/*.md", "docs/guide.md"),
    ("docs/*.md", "docs/.md"),
    ("docs/*", "docs/.hidden"),
    ("*.md", ".md"),
    ("*", ".gitignore"),
    ("?", "ä"),
    ("a?c", "a\nc"),
    ("a*c", "a\n\nc"),
    ("a?c", "a\udce9c"),
    ("*.md", "caf\udce9.md"),
    ("**/*.md", "top.md"),
    ("**/*.md", "a/b/c.md"),
    ("a/**", "a/b"),
    ("a/**", "a/.b/c"),
    ("**", "a"),
    ("**", "a/b\n/c"),
    ("a/**/b", "a/b"),
    ("a/**/b", "a/x/y/b"),
    ("a/**/b", "a/b/b"),
    ("**/a/**/b", "a/a/x/b"),
    ("**/a/**/a/b", "a/a/b"),
    ("**/a/b/**/c", "a/a/b/c"),
    ("**/**/x", "x"),
    ("a/**/**", "a/b"),
    ("**/a*b/c", "x/aab/c"),
    ("*a*b*", "xxaxxbxx"),
    ("*a*a*", "aa"),
    ("*ab", "aab"),
    ("*?b*c", "abbcc"),
    ("a.b+(c)$", "a.b+(c)$"),
    ("Größe/ß*", "Größe/ßx"),
]
MISSES = [
    ("docs/*.md", "Docs/guide.md"),
    ("docs/*.MD", "docs/guide.md"),
    ("docs/*.md", "docs/a/guide.md"),
    ("docs/*.md", "x/docs/guide.md"),
    ("docs/*.md", "docs/guide.md.bak"),
    ("docs/*.md", "docs/guide.md\n"),
    ("?", ""),
    ("?", "/"),
    ("a?b", "a/b"),
    ("a*b", "a/b"),
    ("a/**", "a"),
    ("a/**", "ab/c"),
    ("**/x", "yx"),
    ("**/x", "x/y"),
    ("a/**/b", "ab"),
    ("a/**/b", "a/xb"),
    ("a/*/b", "a/b"),
    ("**/a/**/a/b", "a/b"),
    ("a/**/b/c", "a/b/x/c"),
    ("a.c", "abc"),
    ("straße", "strasse"),
    ("é", "e\u0301"),
    ("*a*b*", "xbxa"),
]
HOSTILE = {
    "20 stars": ("*a" * 20 + "b", "a" * 4_000),
    "20 stars, another end": ("*a" * 20 + "*/b", "a" * 4_000),
    "100 questioned stars": ("?*" * 100 + "b", "a" * 4_000),
    "10 double stars": ("**/a/" * 10 + "b", "a/" * 40 + "c"),
    "100 double stars": ("**/a/" * 100 + "b", "a/" * 2_000 + "c"),
    "double stars and stars": ("**/*a*/" * 70 + "b", "aaaa/" * 800 + "c"),
    "any folders": ("**/*/" * 100 + "b", "a/" * 2_000 + "c"),
    "a long run": ("**/" + "*/" * 250 + "b", "a/" * 2_000 + "c"),
}


@pytest.mark.parametrize(("glob", "path"), MATCHES)
def test_a_path_that_belongs(glob: str, path: str) -> None:
    """The pattern is one that may be written, and matches the path."""
    assert why_invalid(glob) is None
    assert matches((glob,), path)


@pytest.mark.parametrize(("glob", "path"), MISSES)
def test_a_path_that_does_not_belong(glob: str, path: str) -> None:
    """The pattern is one that may be written, and does not match the path."""
    assert why_invalid(glob) is None
    assert not matches((glob,), path)


@pytest.mark.timeout(20)
@pytest.mark.parametrize(("glob", "path"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_patterns_end(glob: str, path: str) -> None:
    """No pattern that may be written takes a time beyond its length times the path's."""
    assert why_invalid(glob) is None
    assert not matches((glob,), path)


def test_any_of_several_patterns_suffices() -> None:
    """A path belongs when any pattern matches; without patterns nothing belongs."""
    assert matches(("a", "b/*"), "b/c")
    assert not matches(("a", "b/*"), "c")
    assert not matches((), "a")


@pytest.mark.parametrize(
    ("glob", "why"),
    [
        ("", "1 to 512 characters"),
        ("a" * (LONGEST + 1), "1 to 512 characters"),
        ("a\0b", "forward slashes only"),
        ("a\\b", "forward slashes only"),
        ("a[bc]", "brackets and braces"),
        ("a]", "brackets and braces"),
        ("{a,b}", "brackets and braces"),
        ("a}", "brackets and braces"),
        ("docs/", 'write "docs/**"'),
        ("/docs", "begins at the top"),
        ("a//b", "begins at the top"),
        ("./a", "begins at the top"),
        ("a/./b", "begins at the top"),
        ("../a", "begins at the top"),
        ("a/..", "begins at the top"),
        ("a**", "alone between slashes"),
        ("**.md", "alone between slashes"),
        ("docs/**.md", "alone between slashes"),
        ("***", "alone between slashes"),
    ],
)
def test_what_is_no_pattern(glob: str, why: str) -> None:
    """A text that is no pattern is refused with what to write instead."""
    assert why in (why_invalid(glob) or "")


@pytest.mark.parametrize("glob", ["a" * LONGEST, "...", "a/.b", "..a", " ", "a,b", "!a"])
def test_what_is_a_pattern(glob: str) -> None:
    """Names that look odd, and the longest pattern, are patterns all the same."""
    assert why_invalid(glob) is None


@pytest.mark.parametrize(
    ("glob", "expected"),
    [("docs/a.md", "docs/a.md"), ("docs/*.md", "docs"), ("a/b?/c", "a"), ("**", ""), ("*", ""), ("a/b/**/c", "a/b")],
)
def test_the_folder_before_the_first_wildcard(glob: str, expected: str) -> None:
    """Everything that a pattern can match lies at or below its folder."""
    assert folder(glob) == expected


def test_exclusion_wins() -> None:
    """A path set has the paths that match and are not excluded, in their order."""
    paths = PathSet(("**/*.xml",), ("**/translations/**",))
    assert paths.of(["b.xml", "a/translations/b.xml", "a/b.xml", "b.txt"]) == ["b.xml", "a/b.xml"]
    assert "x/translations/y.xml" not in paths


def test_what_only_belongs_when_it_always_does() -> None:
    """A document or noise is no part of the rest, but may match a pattern of its own."""
    chosen = PathSet(("src/**", "**"), ("**/vendor/**",), unless=("**/*.md", "LICENSE"), always=("src/**",))
    paths = ["src/a.md", "b.md", "LICENSE", "Makefile", "src/vendor/c"]
    assert chosen.of(paths) == ["src/a.md", "Makefile"] == [path for path in paths if path in chosen]
    assert "packages/core" in chosen
    assert chosen.reaches_into("LICENSE")


@pytest.mark.parametrize(
    ("globs", "exclude", "of"),
    [
        ((), (), []),
        ((), ("a/**",), []),
        (("**",), (), ["a/x", "a/skip/y", "b"]),
        (("a/**",), ("**/skip/**",), ["a/x"]),
        (("b", "a/x"), ("c",), ["a/x", "b"]),
    ],
)
def test_those_of_some_paths(globs: tuple[str, ...], exclude: tuple[str, ...], of: list[str]) -> None:
    """The paths that are in the set, in their order; a set without patterns has none."""
    paths, chosen = ["a/x", "a/skip/y", "b"], PathSet(globs, exclude)
    assert chosen.of(paths) == of == [path for path in paths if path in chosen]


@pytest.mark.parametrize(
    ("glob", "path", "inside"),
    [
        ("**/objects/**", "packages/core", True),
        ("packages/core/objects/*.xml", "packages/core", True),
        ("packages/*/objects/a", "packages/core", True),
        ("packages/other/**", "packages/core", False),
        ("packages/*", "packages/core", False),
        ("packages/core", "packages/core", False),
        ("packages", "packages/core", False),
    ],
)
def test_a_pattern_may_reach_inside_a_submodule(glob: str, path: str, *, inside: bool) -> None:
    """Its path is one entry for git; what the pattern means may lie below it, unless that is excluded."""
    assert PathSet((glob,)).reaches_into(path) is inside
    assert not PathSet((glob,), ("packages/**",)).reaches_into(path)


SLOW = [
    ("/".join(["**", "a"] * 60) + "/z", "a/" * 1_500 + "y"),
    ("*a" * 100 + "b", "a" * 4_000),
    ("**/" + "*a" * 60 + "/" + "?" * 60 + "z", ("a" * 60 + "/") * 60 + "y"),
    ("**/*/**/*/**/*/**/z", "a/" * 1_500 + "y"),
]


@pytest.mark.parametrize(("glob", "path"), SLOW)
def test_no_pattern_takes_long(glob: str, path: str) -> None:
    """Whatever it is made of, and however nearly the path fits."""
    assert why_invalid(glob) is None
    begun = time.process_time()
    assert not matches((glob,), path)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("config", ["a.xml"]),
        ("code", ["b.py", "docs/c.py", "Makefile"]),
        ("docs", ["docs/c.py", "docs/d"]),
        ("config+code", ["a.xml", "b.py", "docs/c.py", "Makefile"]),
    ],
)
def test_the_rest_is_code(name: str, of: list[str]) -> None:
    """What is configuration, a document or noise is none, unless a pattern of the code itself matches."""
    paths = GitPaths(("*.xml",), ("**/*.py",), ("docs/**",), ("vendor/**",), ("**",), ("LICENSE",))
    assert paths.named(name).of(["a.xml", "b.py", "docs/c.py", "docs/d", "LICENSE", "Makefile", "vendor/x"]) == of
