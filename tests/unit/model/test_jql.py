"""A query that somebody wrote is put between brackets into another one, or refused."""

import pytest

from readiness_gate.model.jql import quoted, why_no_part


@pytest.mark.parametrize(
    ("name", "text"), [("CRM", '"CRM"'), ('a "b"', '"a \\"b\\""'), ("a\\", '"a\\\\"'), ('") OR ("', '"\\") OR (\\""')]
)
def test_a_name_is_no_more_than_a_name(name: str, text: str) -> None:
    """Quotes and backslashes in it end nothing."""
    assert quoted(name) == text
    assert why_no_part(f"label = {text}") is None


@pytest.mark.parametrize(
    "text",
    [
        "labels = a",
        "(labels = a) OR (labels = b AND (c = d))",
        'summary ~ "order by) ("',
        "summary ~ 'it is \"so\" ('",
        'summary ~ "a \\" ) b"',
        'text ~ "a" AND "order byte" = 1',
        "reorder = by",
    ],
)
def test_a_query_that_can_be_a_part(text: str) -> None:
    """What is in quotes is text."""
    assert why_no_part(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("labels = a ORDER BY key", "ORDER BY"),
        ("labels = a order\n by key", "ORDER BY"),
        ('labels = "a"order by key', "ORDER BY"),
        ("labels = a) OR (labels = b", "brackets"),
        ("(labels = a", "brackets"),
        ("labels = a)", "brackets"),
        ('labels = "a', "quotation mark"),
        ("labels = 'a\"", "quotation mark"),
        ('labels = "a\\"', "quotation mark"),
    ],
)
def test_a_query_that_cannot(text: str, said: str) -> None:
    """It would say something else between brackets than alone."""
    assert said in (why_no_part(text) or "")
