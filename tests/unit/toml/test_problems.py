"""How a problem is shown, and in which order problems are told."""

import pytest

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.errors import ExitCode
from readiness_gate.toml.problems import Position, Problem, did_you_mean, missing, nearest


@pytest.mark.parametrize(
    ("problem", "shown"),
    [
        pytest.param(Problem("f.toml", "wrong"), "f.toml: wrong", id="no-place"),
        pytest.param(Problem("f.toml", "wrong", Position(2, 3)), "f.toml:2:3: wrong", id="no-text"),
        pytest.param(
            Problem("f.toml", "wrong", Position(2, 3), "a\nb = 1\n"),
            "f.toml:2:3: wrong\n    b = 1\n      ^",
            id="caret",
        ),
        pytest.param(
            Problem("f.toml", "wrong", Position(3, 1), "a\nb"), "f.toml:3:1: wrong", id="beyond-the-last-line"
        ),
        pytest.param(Problem("f.toml", "wrong", Position(1, 1), "  \nb"), "f.toml:1:1: wrong", id="blank-line"),
        pytest.param(
            Problem("f.toml", "wrong", Position(1, 160), "x" * 160),
            f"f.toml:1:160: wrong\n    {'x' * 160}\n    {' ' * 159}^",
            id="widest-line",
        ),
        pytest.param(Problem("f.toml", "wrong", Position(1, 1), "x" * 161), "f.toml:1:1: wrong", id="too-wide"),
        pytest.param(
            Problem("f.toml", "wrong", Position(1, 3), "ab\n"), "f.toml:1:3: wrong\n    ab\n      ^", id="at-the-end"
        ),
        pytest.param(Problem("../f.toml", "wrong", Position(1, 1), "ab"), "../f.toml:1:1: wrong", id="elsewhere"),
        pytest.param(Problem("/a/f.toml", "wrong", Position(1, 1), "ab"), "/a/f.toml:1:1: wrong", id="from-the-top"),
    ],
)
def test_how_a_problem_is_shown(problem: Problem, shown: str) -> None:
    """The place, what is wrong, and where it can be shown, the line with a caret under the place."""
    assert str(problem) == shown


@pytest.mark.parametrize(
    ("before", "shown", "columns"),
    [
        pytest.param("a = ", "a = ", 4, id="plain"),
        pytest.param("\ta = ", "    a = ", 8, id="tab"),
        pytest.param("é = ", "é = ", 4, id="accent"),
        pytest.param("e\u0301 = ", "e\u0301 = ", 4, id="combining"),
        pytest.param("日本 = ", "日本 = ", 7, id="wide"),
        pytest.param("😀", "😀", 2, id="emoji"),
        pytest.param("\u200b", "\u200b", 6, id="shown-as-its-code"),
        pytest.param("\uffff", "\uffff", 6, id="last-with-a-short-code"),
        pytest.param("\U000e0001", "\U000e0001", 10, id="shown-as-its-long-code"),
        pytest.param("\uff21", "\uff21", 2, id="full-width"),
    ],
)
def test_the_caret_stands_under_the_place(before: str, shown: str, columns: int) -> None:
    """The caret is as many columns in as a terminal takes for what stands before the place."""
    problem = Problem("f.toml", "wrong", Position(1, len(before) + 1), f"{before}X")
    assert str(problem).split("\n")[1:] == [f"    {shown}X", f"    {' ' * columns}^"]


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        pytest.param('url = "https://pm:pw@host"', 'url = "https://*****@host"', id="password"),
        pytest.param('url = "https://pm@host"', 'url = "https://**@host"', id="user"),
        pytest.param('a = ["https://x:y@h", "https://z@h"]', 'a = ["https://***@h", "https://*@h"]', id="two"),
        pytest.param('url = "https://host/?token=abc"', 'url = "https://host/?*********"', id="query"),
        pytest.param('url = "https://host/#abc"', 'url = "https://host/#***"', id="fragment"),
        pytest.param('token = "abc" # d', 'token = "***" # d', id="token"),
        pytest.param('{ "API-Key"="abc", x = "y" }', '{ "API-Key"="***", x = "y" }', id="key"),
        pytest.param("jira_password = 'abc'", "jira_password = '***'", id="part-of-a-name"),
        pytest.param('canary = "CRM-1"', 'canary = "CRM-1"', id="no-secret"),
        pytest.param('mail = "pm@example.com"', 'mail = "pm@example.com"', id="mail"),
        pytest.param('why = "Is it so? Yes #1"', 'why = "Is it so? Yes #1"', id="question"),
    ],
)
def test_secrets_are_not_shown(line: str, shown: str) -> None:
    """What may be a secret is shown as stars, as many as there were characters: the caret stays where it belongs."""
    assert str(Problem("f.toml", "wrong", Position(1, 2), line)) == f"f.toml:1:2: wrong\n    {shown}\n     ^"


def test_problems_are_told_file_by_file_from_the_top() -> None:
    """Each once, in the order of the files and of the places in them; what has no place comes first."""
    a1, a2, a10 = (Problem("a", "w", Position(line, 1)) for line in (1, 2, 10))
    b0, b1 = Problem("b", "w"), Problem("b", "v", Position(1, 1))
    error = ConfigurationError([a10, b1, a2, a10, b0, a1])
    assert error.problems == (a1, a2, a10, b0, b1)
    assert str(error).startswith("5 problems in the configuration; nothing was evaluated.\na:1:1: w\n")


def test_problems_of_one_place_keep_their_order() -> None:
    """What is said of the same place is told in the order in which it was found."""
    first, second = (Problem("a", what, Position(1, 1)) for what in ("z", "b"))
    assert ConfigurationError([first, second]).problems == (first, second)


def test_what_follows_is_told_only_when_nothing_else_is() -> None:
    """A complaint that another mistake may have brought about is left out beside it, and never lost alone."""
    own, after = Problem("a", "own"), Problem("a", "after", follows=True)
    assert ConfigurationError([after, own]).problems == (own,)
    assert ConfigurationError([after, after]).problems == (after,)


def test_one_problem_is_counted_in_the_singular() -> None:
    """The first line says how many, and that nothing was evaluated; it is bad use."""
    error = ConfigurationError([Problem("a", "wrong")])
    assert str(error) == "1 problem in the configuration; nothing was evaluated.\na: wrong"
    assert error.exit_code == ExitCode.BAD_USE


@pytest.mark.parametrize(
    ("word", "known", "said"),
    [
        pytest.param("at-mots", ["at-most", "at-least"], '; did you mean "at-most"?', id="near"),
        pytest.param("AT-MOST", ["at-most"], '; did you mean "at-most"?', id="another-case"),
        pytest.param("go-live", ["Go-Live"], '; did you mean "Go-Live"?', id="known-in-another-case"),
        pytest.param("version", ["covers", "rules"], "; known are: covers, rules", id="none-near"),
        pytest.param("x", ["b", "a"], "; known are: a, b", id="in-order"),
        pytest.param("x", [], "", id="none-known"),
        pytest.param("x", [f"known-{n}" for n in range(41)], "", id="too-many-to-tell"),
        pytest.param("known-99", [f"known-{n}" for n in range(27)], '; did you mean "known-9"?', id="near-among-many"),
    ],
)
def test_what_may_have_been_meant(word: str, known: list[str], said: str) -> None:
    """The nearest known word is offered; when none is near, the known ones are told if they are few."""
    assert did_you_mean(word, known) == said
    assert nearest(word, known) == (said if "mean" in said else "")


@pytest.mark.parametrize(
    ("names", "table", "said"),
    [
        pytest.param(["a"], "", '"a" is missing', id="one"),
        pytest.param(["a", "b"], "t", '"a" and "b" are missing in t', id="two"),
        pytest.param(["a", "b", "c"], "t", '"a", "b" and "c" are missing in t', id="three"),
    ],
)
def test_missing_keys_are_told_together(names: list[str], table: str, said: str) -> None:
    """The keys that one table lacks make one sentence."""
    assert missing(names, table) == said
