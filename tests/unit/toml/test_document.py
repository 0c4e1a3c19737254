"""What is accepted as a TOML file, and how what is not is refused."""

import pytest

from readiness_gate.toml.document import DEEPEST, LARGEST, Document, parse
from readiness_gate.toml.problems import Position, Problem

NAME = "rules.toml"
COMMENT = b"# "


def document(data: bytes) -> Document:
    """The document of bytes that are accepted."""
    found = parse(NAME, data)
    assert isinstance(found, Document), str(found)
    return found


def refused(data: bytes) -> Problem:
    """What is said of bytes that are not accepted."""
    found = parse(NAME, data)
    assert isinstance(found, Problem)
    assert found.file == NAME
    return found


@pytest.mark.parametrize(
    ("data", "content"),
    [
        pytest.param(b"", {}, id="empty"),
        pytest.param(b"\xef\xbb\xbfa = 1\n", {"a": 1}, id="byte-order-mark"),
        pytest.param(b"a = 1\r\nb = 2\r\n", {"a": 1, "b": 2}, id="crlf"),
        pytest.param(b'a = """x\r\ny"""', {"a": "x\ny"}, id="crlf-in-a-text"),
        pytest.param(b"a = 1", {"a": 1}, id="no-newline-at-the-end"),
        pytest.param("a = 'é日'\n".encode(), {"a": "é日"}, id="utf-8"),
        pytest.param("a = '\u05e9\u200f'".encode(), {"a": "\u05e9\u200f"}, id="script-that-runs-right-to-left"),
        pytest.param(b"a = { b = 1,\n c = 2, }\n", {"a": {"b": 1, "c": 2}}, id="toml-1.1-inline-table"),
        pytest.param(rb'a = "\e\x41"', {"a": "\x1bA"}, id="toml-1.1-escapes"),
        pytest.param(COMMENT.ljust(LARGEST, b"x"), {}, id="largest"),
        pytest.param(b"a = " + b"[" * (DEEPEST - 1) + b"]" * (DEEPEST - 1), None, id="deepest"),
        pytest.param(b"a = " + b"[" * (DEEPEST - 1) + b"1" + b"]" * (DEEPEST - 1), None, id="deepest-value"),
        pytest.param(b".".join([b"a"] * (DEEPEST - 1)) + b" = {}", None, id="deepest-key"),
        pytest.param(b"a = 99999999999999999999999", {"a": 99999999999999999999999}, id="beyond-64-bits"),
    ],
)
def test_what_is_accepted(data: bytes, content: object) -> None:
    """TOML 1.1 in UTF-8 is read, with or without a byte order mark, with either kind of line end, on every Python."""
    found = document(data)
    assert content in (None, found.content)


@pytest.mark.parametrize(
    ("data", "what", "at"),
    [
        pytest.param(COMMENT.ljust(LARGEST + 1, b"x"), "1048577 bytes", None, id="too-large"),
        pytest.param("a = 1\n".encode("utf-16"), "not UTF-8", Position(1, 1), id="utf-16"),
        pytest.param("a = 1\n".encode("utf-16-le"), "not valid TOML", Position(1, 2), id="utf-16-without-mark"),
        pytest.param(b"a = 1\nb = '\xe9'\n", "not UTF-8", Position(2, 1), id="latin-1"),
        pytest.param(b"\n'\xe9'", "not UTF-8", Position(2, 1), id="latin-1-after-a-blank-line"),
        pytest.param("\n\u202e".encode(), "reverses the reading direction", Position(2, 1), id="turned-on-its-own"),
        pytest.param(
            "\n# \u202e".encode(), "reverses the reading direction", Position(2, 3), id="turned-after-a-blank-line"
        ),
        pytest.param(b'a = "\0"\n', "not valid TOML", Position(1, 6), id="nul"),
        pytest.param("a = 1 # \u202e\n".encode(), "reverses the reading direction", Position(1, 9), id="right-to-left"),
        pytest.param("b = 1\na = '\u2066'".encode(), "reverses the reading direction", Position(2, 6), id="isolate"),
        pytest.param(b"a = 1\rb = 2\n", "not valid TOML", Position(1, 6), id="cr-alone"),
        pytest.param(b"a = 1\nb = \n", "not valid TOML", Position(2, 5), id="no-value"),
        pytest.param(b"[a]\nb.c = 1\n[a.b]\n", "not valid TOML", Position(3, 5), id="dotted-key-again-as-table"),
        pytest.param(b"a = []\n[[a]]\n", "not valid TOML", Position(2, 4), id="list-again-as-array-of-tables"),
        pytest.param(b"a = 1\na = 2\n", "not valid TOML", Position(2, 6), id="key-twice"),
        pytest.param("é = 1\n".encode(), "not valid TOML", Position(1, 1), id="bare-key-not-ascii"),
        pytest.param(b"a = 9" + b"9" * 100_000, "too many digits", None, id="100k-digits"),
        pytest.param(b"a = " + b"[" * 100_000, "too deeply", None, id="100k-brackets"),
        pytest.param(b"a = " + b"[" * DEEPEST + b"]" * DEEPEST, "more than 24 deep", None, id="one-too-deep"),
        pytest.param(b".".join([b"a"] * 20_000) + b" = 1", "too deeply", None, id="20k-part-key"),
        pytest.param(b".".join([b"a"] * 900) + b" = 1", "more than 24 deep", None, id="900-part-key"),
    ],
)
def test_what_is_refused(data: bytes, what: str, at: Position | None) -> None:
    """What no parser is to be trusted with is refused in words, and with its place where that is known."""
    found = refused(data)
    assert what in found.what
    if at is not None:
        assert found.at == at


def test_a_problem_of_a_document() -> None:
    """A problem names the file, the place and the text of its document."""
    found = document(b"[a]\nb = 1\n").problem(("a", "b"), "wrong", at_value=True)
    assert found == Problem(NAME, "wrong", Position(2, 5), "[a]\nb = 1\n", section="a")


def test_a_problem_that_follows() -> None:
    """Where something of a table was dropped, a complaint of what is missing there follows from that."""
    text = "[a]\nb = 1\n"
    found = Document(NAME, text, {"a": {"b": 1}}, frozenset({("a", "b")})).problem(("a", "c"), "missing")
    assert found == Problem(NAME, "missing", Position(1, 1), text, follows=True, section="a")
