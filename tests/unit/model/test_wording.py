"""Phrases that many rooms need."""

import pytest

from readiness_gate.model.wording import agreeing, and_more, capitalized, counted, folded, listed, some


@pytest.mark.parametrize(
    ("count", "shown"), [(0, ""), (1, "0"), (5, "0, 1, 2, 3, 4"), (6, "0, 1, 2, 3, 4, …"), (50, "0, 1, 2, 3, 4, …")]
)
def test_some_names_stand_for_many(count: int, shown: str) -> None:
    """Five names at most, and a sign that there are more."""
    assert some([str(number) for number in range(count)]) == shown


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        pytest.param(" Sales\u00a0 \tRep ", "sales rep", id="white-space"),
        pytest.param("STRASSE Stra\u00dfe", "strasse strasse", id="capitals"),
        pytest.param("\uff22ug", "bug", id="wide"),
        pytest.param("Zoe\u0308", "zo\u00eb", id="composed"),
        pytest.param("Bu\u200bg\u00ad", "bug", id="invisible"),
        pytest.param("\u0412ug", "\u0432ug", id="letters-of-other-scripts-stay"),
        pytest.param("Bug-1", "bug-1", id="marks-stay"),
    ],
)
def test_a_folded_name_is_what_the_eye_sees(name: str, seen: str) -> None:
    """Names that look the same are the same."""
    assert folded(name) == seen


@pytest.mark.parametrize(
    ("count", "most", "shown"),
    [
        (0, 1, ""),
        (1, 1, "0"),
        (2, 1, "0 and 1 more"),
        (3, 3, "0, 1, 2"),
        (4, 3, "0, 1, 2 and 1 more"),
        (50, 2, "0, 1 and 48 more"),
    ],
)
def test_a_list_says_how_many_are_left_out(count: int, most: int, shown: str) -> None:
    """The first names, and how many there are besides; of any iterable."""
    assert listed((str(number) for number in range(count)), most) == shown


@pytest.mark.parametrize(("rest", "shown"), [(-3, ""), (0, ""), (1, " and 1 more"), (12, " and 12 more")])
def test_nothing_is_said_of_none_left_out(rest: int, shown: str) -> None:
    """Only what is left out is counted."""
    assert and_more(rest) == shown


@pytest.mark.parametrize(
    ("amount", "row", "person"), [(0, "0 rows", "0 people"), (1, "1 row", "1 person"), (2, "2 rows", "2 people")]
)
def test_a_noun_agrees_with_its_number(amount: int, row: str, person: str) -> None:
    """One is singular, everything else plural; some plurals are words of their own."""
    assert (counted(amount, "row"), counted(amount, "person", "people")) == (row, person)


@pytest.mark.parametrize(("amount", "verb"), [(-1, "are"), (0, "are"), (1, "is"), (2, "are")])
def test_a_verb_agrees_with_its_number(amount: int, verb: str) -> None:
    """As nouns do."""
    assert agreeing(amount, "is", "are") == verb


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("", ""),
        ("close 2 defects", "Close 2 defects"),
        ("jira: cannot be read", "Jira: cannot be read"),
        ("so-called", "So-called"),
        ("a", "A"),
        ("2 of 3", "2 of 3"),
        ("CRM-7 is open", "CRM-7 is open"),
    ],
)
def test_the_beginning_of_a_sentence(text: str, shown: str) -> None:
    """A word gets a capital; numbers and keys of issues stay."""
    assert capitalized(text) == shown


@pytest.mark.parametrize(
    "name",
    ["readiness-gate.toml", "people/roster.csv:1:", "jira.export", "readiness-gate", "waivers_2", "docs/*.md"],
)
def test_a_name_at_the_beginning_of_a_sentence(name: str) -> None:
    """A file, a key and the command stay as they are written: Readiness-gate.toml would be another file."""
    assert capitalized(f"{name} is missing") == f"{name} is missing"
