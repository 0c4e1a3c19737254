"""No text that leaves the process of a program names a person."""

import pytest

from readiness_gate.portfolio.nameless import nameless

NAMES = ("Mallory Smith", "sponsor", "boss@example.com", " ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("line 2 is by mallory.x+y@x.example, who may not decide", "line 2 is by somebody, who may not decide"),
        (
            "o'brien@x.example cannot sign as Owner; approvers: BOSS@example.com",
            "somebody cannot sign as Owner; approvers: somebody",
        ),
        ("Decided go by MALLORY SMITH, against the gate", "Decided go by somebody, against the gate"),
        ("Ask Mallory Smith, not Mallory Smithson", "Ask somebody, not Mallory Smithson"),
        (
            "The sponsor acts; accepted by sponsor until 2026-05-01",
            "The sponsor acts; accepted by somebody until 2026-05-01",
        ),
        ("main@{1} of config/@types and 5 @ 3", "main@{1} of config/@types and 5 @ 3"),
    ],
)
def test_who_is_left_out(text: str, said: str) -> None:
    """Addresses, and known names; a word that is a name only where something is by it."""
    assert nameless(text, NAMES) == said


def test_a_long_text() -> None:
    """Takes no time that grows with its square."""
    assert nameless("a" * 200_000) == "a" * 200_000
