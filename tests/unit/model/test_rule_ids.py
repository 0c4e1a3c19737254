"""Ids of rules, in the case that people type."""

import pytest

from readiness_gate.model.rule_ids import canonical

KNOWN = ("DEF-02", "TRN-01-b", "Own-1", "OWN-1")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("DEF-02", "DEF-02"),
        ("def-02", "DEF-02"),
        ("Trn-01-B", "TRN-01-b"),
        ("OWN-1", "OWN-1"),
        ("Own-1", "Own-1"),
        ("own-1", "own-1"),
        ("def-2", "def-2"),
        (" DEF-02", " DEF-02"),
        ("", ""),
    ],
)
def test_the_known_id(typed: str, meant: str) -> None:
    """The same id comes first, then the only one that differs in case; what could mean two stays as it was typed."""
    assert canonical(typed, KNOWN) == meant
    assert canonical(typed, ()) == typed
