"""What is kept of a reason: the program's own phrases, times and allowed names, and no word of anybody else's."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law

from readiness_gate.app.history.own_words import own_words
from readiness_gate.errors import DEEPEN


@pytest.mark.parametrize(
    ("reason", "kept"),
    [
        (f"the clone is shallow and begins on 2027-02-01T00:00:00Z: {DEEPEN}",) * 2,
        (
            'people/roster.csv:7: the cell "Ann Müller" is empty: fill it in, or remove the row',
            'people/roster.csv:…: the cell "…" is empty: fill it in, or remove the row',
        ),
        ("[people.required] has no entry for the role “कि” of the roster",) * 2,
        ("Ann Müller", ""),
        ("2027-02-01, in people/roster.csv", ""),
        ("a sheepfold has it", ""),
    ],
)
def test_examples(reason: str, kept: str) -> None:
    """As they are made, with what people wrote in the middle."""
    assert own_words(reason, ("people/roster.csv",)) == kept.replace("“कि”", "…")


def test_a_part_of_a_longer_word_is_none_of_ours() -> None:
    """At neither end."""
    for reason in (f"pre{DEEPEN}", DEEPEN.removesuffix(")") + "ing"):
        assert DEEPEN[:-1] not in own_words(reason)


def test_it_is_of_bounded_length() -> None:
    """Whatever is repeated."""
    found = own_words(f"{DEEPEN}; " * 100)
    assert (len(found), found[-1]) == (1_000, "…")


_ANYBODY = st.text(st.characters(exclude_characters="…", codec="utf-8"), min_size=1, max_size=20)


@law(200, few=20)
@given(_ANYBODY.filter(lambda text: re.search(r"[^\W\d_]{2}", text) is None), _ANYBODY)
def test_no_other_letter_is_kept(first: str, then: str) -> None:
    """Between our own phrases are marks and ellipses alone, whatever a source says."""
    ours = ("the clone is shallow and begins on ", ": fetch the whole history")
    kept = own_words(f"{ours[0]}{first}9{then}{ours[1]}")
    between = kept.replace(ours[0], "").replace(ours[1], "")
    assert not re.search(r"[^\x20-\x7e…]", between)
    assert not re.search(r"[0-9A-Za-z]", between)
