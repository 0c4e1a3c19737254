"""Names of columns are compared as people read them."""

import pytest

from readiness_gate.model.headers import plain


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
