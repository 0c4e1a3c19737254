"""Where keys, values and tables stand."""

from typing import Any

import pytest
import toml_rs
import tomli
from hypothesis import given
from hypothesis import strategies as st

from readiness_gate.model.shapes import as_mapping
from readiness_gate.toml.positions import Path, position

TABLES = '''\
top = 1
dotted.key.deep = 2
"quoted key" = { inner = [10, 11], "日本" = 12, x = 13 }
[program]
"näme" = "Träger"   # comment
	tabbed = true
list = [
  "one",
  [3],
[4],
]
[a.b.c]
d = 1
[a.b]
e = 2
[[rules]]
id = "A"
[[rules.examples]]
reading = 1
[[rules.examples]]
reading = 2
[[rules]]
id = "B"
why = """
[program]
[[rules]]
"""
when.tags = ["x"]
[rules.with]
window = "7d"
[[rules]]
'''


@pytest.mark.parametrize(
    ("path", "at_value", "line", "column"),
    [
        pytest.param(("top",), False, 1, 1, id="key"),
        pytest.param(("top",), True, 1, 7, id="value"),
        pytest.param(("dotted", "key", "deep"), False, 2, 12, id="last-part-of-a-dotted-key"),
        pytest.param(("dotted", "key"), False, 2, 8, id="middle-part-of-a-dotted-key"),
        pytest.param(("dotted",), False, 2, 1, id="first-part-of-a-dotted-key"),
        pytest.param(("dotted", "key"), True, 2, 8, id="value-of-a-table-is-where-it-begins"),
        pytest.param(("dotted", "other"), False, 2, 1, id="missing-below-a-dotted-key"),
        pytest.param(("quoted key",), False, 3, 1, id="quoted-key"),
        pytest.param(("quoted key",), True, 3, 16, id="inline-table"),
        pytest.param(("quoted key", "inner"), False, 3, 18, id="key-in-an-inline-table"),
        pytest.param(("quoted key", "inner", 1), False, 3, 31, id="item"),
        pytest.param(("quoted key", "inner", 1), True, 3, 31, id="item-as-value"),
        pytest.param(("quoted key", "日本"), True, 3, 43, id="value-after-wide-characters"),
        pytest.param(("quoted key", "x"), False, 3, 47, id="key-after-wide-characters"),
        pytest.param(("program",), False, 4, 1, id="table"),
        pytest.param(("program", "näme"), True, 5, 10, id="value-after-an-umlaut"),
        pytest.param(("program", "tabbed"), False, 6, 2, id="key-after-a-tab"),
        pytest.param(("program", "timezone"), False, 4, 1, id="missing-key-is-at-its-table"),
        pytest.param(("program", "list", 0), True, 8, 3, id="item-on-a-line-of-its-own"),
        pytest.param(("program", "list", 2, 0), True, 10, 2, id="item-that-looks-like-a-header"),
        pytest.param(("a",), False, 12, 1, id="table-that-only-its-inner-ones-name"),
        pytest.param(("a", "b"), False, 14, 1, id="table-after-its-inner-one"),
        pytest.param(("a", "b", "c", "d"), False, 13, 1, id="key-in-a-deep-table"),
        pytest.param(("rules",), False, 16, 3, id="array-of-tables"),
        pytest.param(("rules", 0), False, 16, 1, id="first-table-of-an-array"),
        pytest.param(("rules", 0, "title"), False, 16, 1, id="missing-in-the-first-table"),
        pytest.param(("rules", 0, "examples", 1, "reading"), True, 21, 11, id="array-in-an-array"),
        pytest.param(("rules", 0, "examples", 0, "outcome"), False, 18, 1, id="missing-in-an-array-in-an-array"),
        pytest.param(("rules", 1, "id"), True, 23, 6, id="second-table-of-an-array"),
        pytest.param(("rules", 1, "why"), True, 24, 7, id="text-of-several-lines"),
        pytest.param(("rules", 1, "when", "tags", 0), True, 28, 14, id="item-below-a-dotted-key"),
        pytest.param(("rules", 1, "with"), False, 29, 1, id="table-in-a-table-of-an-array"),
        pytest.param(("rules", 1, "with", "paths"), False, 29, 1, id="missing-in-that-table"),
        pytest.param(("rules", 2, "id"), False, 31, 1, id="table-after-a-text-with-headers-in-it"),
        pytest.param(("rules", 9, "id"), False, 16, 3, id="beyond-the-last"),
    ],
)
def test_where_a_path_stands(path: Path, at_value: bool, line: int, column: int) -> None:  # noqa: FBT001 - from the table
    """A path is found at its key or its value; one that is not there at the nearest table that is."""
    found = position(TABLES, path, at_value=at_value)
    assert found is not None
    assert (found.line, found.column) == (line, column)


@pytest.mark.parametrize("path", [(), ("nothing",)], ids=["whole-file", "missing-at-the-top"])
def test_no_place(path: Path) -> None:
    """The file as a whole, and a key that is missing at its top, have no place."""
    assert position(TABLES, path, at_value=False) is None


def test_where_the_other_parser_disagrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """When toml-rs does not read what tomli read, tables are still found by their headers."""

    def refuse(_text: str) -> None:
        raise toml_rs.TOMLDecodeError("younger", "", 0)

    monkeypatch.setattr(toml_rs, "load_with_metadata", refuse)
    text = "[one]\nkey = [\n[1],\n]\n[one.two]\n"
    found = position(text, ("one", "key"), at_value=True)
    assert found is not None
    assert (found.line, found.column) == (1, 1)


_KEYS = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=6)
_LEAVES = st.booleans() | st.integers(-9, 9) | st.text("ab[]=\n# é日", max_size=8)
_TABLES = st.dictionaries(
    _KEYS,
    st.recursive(
        _LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3), max_leaves=8
    ),
    max_size=4,
)


def _leaves(content: object, path: Path = ()) -> list[tuple[Path, object]]:
    table = as_mapping(content)
    if table is None:
        return [(path, content)]
    return [leaf for key, item in table.items() for leaf in _leaves(item, (*path, key))]


@given(_TABLES)
def test_every_value_is_found(content: dict[str, Any]) -> None:
    """Whatever a file holds and however it is written, each value is where its place says."""
    text = toml_rs.dumps(content)
    for path, value in _leaves(tomli.loads(text)):
        found = position(text, path, at_value=True)
        assert found is not None
        rest = "\n".join(text.split("\n")[found.line - 1 :])[found.column - 1 :]
        assert _begins_with(rest, value)


def _begins_with(text: str, value: object) -> bool:
    """Whether a text begins with a value as TOML writes it."""
    return any(_read(text[:end]) == [value] for end in range(1, len(text) + 1))


def _read(text: str) -> object:
    try:
        return list(tomli.loads(f"x = {text}").values())
    except tomli.TOMLDecodeError:
        return None
