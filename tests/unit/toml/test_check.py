"""How the content of a file is held against its model, and what is left of it when there are mistakes."""

import datetime as dt
from typing import Annotated, Any, Literal

import pytest
from pydantic import Field
from support.policy import Told, told

from readiness_gate.config.schema.files import PackFile, configuration_file, sections_of
from readiness_gate.sources import SOURCES
from readiness_gate.toml.check import Keys, complaints, parsed
from readiness_gate.toml.partial import StandIns
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Id, Name

CONFIGURATION = configuration_file(sections_of(SOURCES))


class Item(StrictModel):
    """A table in a list."""

    id: Id
    size: int | None = Field(default=None, ge=1, le=3)
    in_words: Literal["one", "two"] | None = None


class Head(StrictModel):
    """A table that a file must have."""

    name: Annotated[str, Field(min_length=2, max_length=4)]
    on: dt.date | None = None
    flag: bool | None = None


class File(StrictModel):
    """A file with a bit of everything."""

    head: Head
    items: list[Item] = Field(default_factory=list[Item], max_length=3)
    named: dict[Name, Head] = Field(default_factory=dict[Name, Head])
    some: Annotated[list[str], Field(min_length=1)] | None = None
    ratio: float | None = None
    what_not: dict[str, Any] = Field(default_factory=dict[str, Any])


NONE: StandIns = {}
HEAD = 'head = { name = "abc" }\n'


def read(text: str, stand_ins: StandIns = NONE) -> tuple[File | None, list[Told]]:
    """What can be used of a file, and what is complained of."""
    problems: list[Problem] = []
    found = parsed("f.toml", text.encode(), File, problems, stand_ins)
    return found[1] if found else None, [told(problem) for problem in problems]


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        pytest.param("what = 1", 'unknown key "what"; did you mean "what-not"?', "what = 1", id="unknown-at-the-top"),
        pytest.param(
            "what_not = {}", 'unknown key "what_not"; did you mean "what-not"?', "what_not = {}", id="underscore"
        ),
        pytest.param(
            '"[key]" = 1',
            'unknown key "[key]"; known are: head, items, named, ratio, some, what-not',
            '"[key]" = 1',
            id="unknown-and-odd",
        ),
        pytest.param(
            "[[items]]\nid = 'A'\nsiez = 1",
            'unknown key "siez" in items[1]; did you mean "size"?',
            "siez = 1",
            id="in-a-list",
        ),
        pytest.param(
            "[named.x]\nname = 'abc'\nnon = 1",
            'unknown key "non" in named.x; did you mean "on"?',
            "non = 1",
            id="below-any-key",
        ),
        pytest.param("[[items]]", '"id" is missing in items[1]', "[[items]]", id="missing"),
        pytest.param("[named.x]", '"name" is missing in named.x', "[named.x]", id="missing-below-any-key"),
        pytest.param("named = 1", "named must be a table", "1", id="no-dictionary"),
        pytest.param("[[items]]\nid=3", "items[1].id must be a text in quotes", "3", id="no-text"),
        pytest.param("items = {}", "items must be a list in square brackets", "{}", id="no-list"),
        pytest.param("items = [1]", "items[1] must be a table", "1]", id="no-table"),
        pytest.param(
            "items = [{id='A'}, {id='B'}, {id='C'}, {id='D'}]",
            "items has more than 3 entries",
            "[{id='A'}, {id='B'}, {id='C'}, {id='D'}]",
            id="too-long",
        ),
        pytest.param("some = []", "some must not be empty", "[]", id="too-short"),
        pytest.param("ratio = nan", "ratio is not valid: Input should be a finite number", "nan", id="another-kind"),
        pytest.param(
            "[[items]]\nid = 'A'\nsize = 1.0",
            "items[1].size must be a whole number, without quotes",
            "1.0",
            id="no-int",
        ),
        pytest.param("[[items]]\nid = 'A'\nsize = 0", "items[1].size must be at least 1", "0", id="too-small"),
        pytest.param("[[items]]\nid = 'A'\nsize = 4", "items[1].size must be at most 3", "4", id="too-great"),
        pytest.param(
            "[[items]]\nid = 'A'\nin-words = 'tow'",
            'items[1].in-words is not one of one, two; did you mean "two"?',
            "'tow'",
            id="another-word",
        ),
        pytest.param(
            "[[items]]\nid = 'A'\nin-words = true", "items[1].in-words is not one of one, two", "true", id="no-word"
        ),
        pytest.param("[named.x]\nname = 'a'", "named.x.name must not be empty", "'a'", id="too-few-characters"),
        pytest.param(
            "[named.x]\nname = 'abcde'", "named.x.name has more than 4 characters", "'abcde'", id="too-many-characters"
        ),
        pytest.param(
            "[named.x]\nname = 'abc'\non = 2027-01-01T00:00:00",
            "named.x.on must be a date without quotes, such as 2027-02-14",
            "2027-01-01T00:00:00",
            id="no-date",
        ),
        pytest.param("[named.x]\nname = 'abc'\nflag = 1", "named.x.flag must be true or false", "1", id="no-flag"),
        pytest.param(
            "[[items]]\nid = '1A'",
            "items[1].id must be made of letters A to Z, digits, hyphens, dots and underscores, at most 64, "
            "and begin with a letter",
            "'1A'",
            id="no-id",
        ),
        pytest.param(
            "[named.'é x']\nname = 'abc'",
            '"é x" must be made of letters A to Z, digits, hyphens, dots and underscores, at most 64, '
            'and begin with a letter or a digit; "é" is LATIN SMALL LETTER E WITH ACUTE',
            "[named.'é x']",
            id="key-of-another-form",
        ),
        pytest.param(
            "[named.'[key]']\nname = 'abc'",
            '"[key]" must be made of letters A to Z, digits, hyphens, dots and underscores, at most 64, '
            "and begin with a letter or a digit",
            "[named.'[key]']",
            id="key-named-like-pydantic-marks-them",
        ),
        pytest.param(
            "[named.a.'b c']\n[named.a]\nname = 'abc'",
            'unknown key "b c" in named.a; known are: flag, name, on',
            "[named.a.'b c']",
            id="quoted-key",
        ),
        pytest.param(
            "[named.'b c']\nname = 3", 'named."b c".name must be a text in quotes', "3", id="below-a-quoted-key"
        ),
    ],
)
def test_a_complaint(text: str, what: str, marked: str) -> None:
    """Each kind of mistake is told in words that say what to write, at the key or the value that is wrong."""
    _, complaints = read(HEAD + text)
    assert Told("f.toml", what, marked) in complaints


def test_missing_keys_of_one_table() -> None:
    """All the keys that a table lacks are told in one complaint."""
    _, complaints = read("[head]\n[named.x]\n")
    assert [each.what for each in complaints] == ['"name" is missing in head', '"name" is missing in named.x']


def test_the_rest_is_given() -> None:
    """Of a file with mistakes, everything else is given, a list without its broken items and never a part of one."""
    text = "[[items]]\nid = 'A'\nsize = 9\n[[items]]\nsize = 1\n[[items]]\nid = 'C'\nin-words = 'two'\n"
    file, complaints = read(f"nothing = 1\nsome = [3]\n{HEAD}{text}")
    assert len(complaints) == 4
    assert file == File(
        head=Head(name="abc"), items=[Item(id="A"), Item.model_validate({"id": "C", "in-words": "two"})]
    )


def test_places_in_the_rest() -> None:
    """What is complained of later, in the rest, is placed by where it stands in the whole file."""
    problems: list[Problem] = []
    text = HEAD + "[[items]]\nsize = 1\n[[items]]\nid = 'B'\n[[items]]\nid = 'C'\nsiez = 1\n"
    found = parsed("f.toml", text.encode(), File, problems)
    assert found is not None
    document, file = found
    assert [item.id for item in file.items] == ["B", "C"]
    assert told(document.problem(("items", 0, "id"), "b", at_value=True)).marked == "'B'"
    assert not document.problem(("items", 0), "b").follows
    assert document.problem(("items", 1), "c").follows


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("ratio = 1.5\n", id="missing"),
        pytest.param("head = 3\nratio = 1.5\n", id="no-table"),
        pytest.param("ratio = 1.5\n[head]\n", id="empty"),
        pytest.param("ratio = 1.5\n[head]\nname = true\n", id="broken"),
    ],
)
def test_a_stand_in(text: str) -> None:
    """For what a file must have and that cannot be used, something else stands in, so that the rest is read."""
    file, complaints = read(text, {("head",): {"name": "none"}, ("head", "name"): "none"})
    assert len(complaints) == 1
    assert file == File(head=Head(name="none"), ratio=1.5)


def test_nothing_can_be_used() -> None:
    """Without a table that it must have, and with nothing to stand in, nothing is left of a file."""
    assert read("ratio = 1.5\n") == (None, [Told("f.toml", '"head" is missing', "")])


def test_no_toml() -> None:
    """What is no TOML is told once, and nothing is left of it."""
    file, complaints = read("a = = 1\n")
    assert file is None
    assert [(each.file, each.marked) for each in complaints] == [("f.toml", "= 1")]


def test_a_file_without_mistakes() -> None:
    """Nothing is complained of, and nothing is dropped."""
    problems: list[Problem] = []
    found = parsed("f.toml", HEAD.encode(), File, problems)
    assert found is not None
    assert (found[1], found[0].dropped, problems) == (File(head=Head(name="abc")), frozenset(), [])


@pytest.mark.parametrize(
    ("model", "path", "keys"),
    [
        pytest.param(File, (), {"head", "items", "named", "ratio", "some", "what-not"}, id="top"),
        pytest.param(File, ("items", 7), {"id", "size", "in-words"}, id="item"),
        pytest.param(File, ("named", "any"), {"name", "on", "flag"}, id="any-key"),
        pytest.param(File, ("what-not",), set[str](), id="anything"),
        pytest.param(File, ("ratio", "x"), set[str](), id="no-table"),
        pytest.param(File, ("ratio", 0), set[str](), id="no-list"),
        pytest.param(
            CONFIGURATION, ("rules", 0, "when"), {"days-to-go-at-most", "days-to-go-at-least", "tags"}, id="rule"
        ),
        pytest.param(CONFIGURATION, ("people", "required"), set[str](), id="roles"),
        pytest.param(PackFile, (), {"includes", "only", "markers", "paths", "components", "rules"}, id="pack"),
    ],
)
def test_known_keys(model: type[StrictModel], path: tuple[str | int, ...], keys: set[str]) -> None:
    """The keys that a table may have are known wherever it stands."""
    assert set(Keys(model).at(path)) == keys


class _Table(StrictModel):
    days: int


def test_complaints_of_a_table_by_itself() -> None:
    """At their paths in the file that has the table; none of one that fits."""
    assert complaints(_Table, {"days": 3}) == []
    wrong = {complaint.path: complaint.what for complaint in complaints(_Table, {"days": "x", "dais": 1}, ("t",))}
    assert wrong.keys() == {("t", "days"), ("t", "dais")}
    assert all(wrong.values())
