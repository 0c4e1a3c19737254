"""Names of columns are compared as people read them."""

import pytest

from readiness_gate.model.headers import plain, spelled


@pytest.mark.parametrize(
    ("header", "form"),
    [
        ("Completed-At", "completedat"),
        (" completed at ", "completedat"),
        ("COMPLETED_AT", "completedat"),
        ("Score (%)", "score"),
        ("\uff30erson", "person"),
        ("Stra\u00dfe", "strasse"),
        ("Jose\u0301", "jos\u00e9"),
        ("\u041e\u0446\u0435\u043d\u043a\u0430", "\u043e\u0446\u0435\u043d\u043a\u0430"),
        ("123", "123"),
        (" % ", "%"),
        ("-", "-"),
        ("", ""),
    ],
)
def test_letters_and_digits_without_case(header: str, form: str) -> None:
    """A name that has none of them is compared as it is."""
    assert plain(header) == form


@pytest.mark.parametrize(
    ("text", "other"),
    [("C+", "C-"), ("100 %", "10.0 %"), ("\u2265 80", "< 80"), ("\u0e1c\u0e48\u0e32\u0e19", "\u0e1c\u0e32\u0e19")],
)
def test_marks_make_texts_two(text: str, other: str) -> None:
    """Signs of vowels and tones, too."""
    assert spelled(text) != spelled(other)


@pytest.mark.parametrize("other", [" Jos\u00e9  roe ", "JOSE\u0301 ROE", "jose\u0301\u00a0Roe"])
def test_case_blanks_and_the_form_of_accents_make_no_difference(other: str) -> None:
    """Nor the kind of a blank."""
    assert spelled("Jos\u00e9 Roe") == spelled(other)
