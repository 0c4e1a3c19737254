"""Text that others wrote is cleaned, cut, and in one field."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.random_verdicts import HOSTILE

from readiness_gate.assistants.untrusted import MOST, Quoted, as_text, cleaned, untrusted


@law(200)
@given(st.text(st.characters(), max_size=80), st.integers(1, 60), st.booleans())
def test_nothing_that_controls_or_hides(text: str, longest: int, lines: bool) -> None:  # noqa: FBT001 - a property's value
    """Nor more than so many characters."""
    clean = cleaned(text, longest, lines=lines)
    shown = clean.replace("\n", "") if lines else clean
    assert len(clean) <= longest
    assert not [one for one in shown if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")]


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("a\u202eb\u2066c\u200bd\u00ade", "abcde"),
        ("go\U000e0069\U000e0067", "go"),
        ("a\ufe01b\U000e0101c\u3164d\u034fe", "abcde"),
        ("\x1b[2Jred\x07", "[2Jred"),
        ("  two\r\n\tlines ", "two lines"),
        ("Größe, 田中さん", "Größe, 田中さん"),
        ("longer than ten", "longer th…"),
    ],
)
def test_what_is_left(text: str, clean: str) -> None:
    """Letters of all scripts are; marks that carry hidden text are not."""
    assert cleaned(text, 10 if text.startswith("longer") else 100) == clean


def test_texts_are_counted_where_there_are_too_many() -> None:
    """The same is said once, and what is empty is not said."""
    texts = [Quoted(about="A", kind="note", text=f"note {number}") for number in range(MOST + 5)]
    found = untrusted("a\nb\x00", [*texts, *texts[:3], Quoted(about="A", kind="note", text=" ")])
    assert (found.report, len(found.texts), found.left_out) == ("a\nb", MOST, 5)


def test_notes_are_in_the_text() -> None:
    """Before the report, where that has not them: it is cut, or is of one rule."""
    texts = [Quoted(about="A", kind="note", text=f"note {number}") for number in range(2)]
    found = untrusted("the report, note\n1", [*texts, Quoted(about="A", kind="evidence", text="piece")])
    assert as_text(found) == f"{found.what}:\n\nRemarks:\nA: note 0\n\nthe report, note\n1"
    assert as_text(untrusted("the report", [])) == f"{found.what}:\n\nthe report"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_on_one_line(text: str) -> None:
    """Each of them."""
    assert "\n" not in cleaned(text, 1_000)
