"""Which of two versions is known to be the later one."""

import pytest

from readiness_gate.model.version_names import is_later


@pytest.mark.parametrize(
    ("name", "than", "later"),
    [
        ("1.1", "1.0", True),
        ("2", "1.9", True),
        ("1.0.1", "1.0", True),
        ("1.10", "1.9", True),
        ("Wave 3", "wave  2", True),
        ("2027-04", "2027-03", True),
        ("v2", "v1", True),
        ("1.0", "1.0", False),
        ("1.0.0", "1", False),
        ("0.9", "1.0", False),
        ("v2", "1.0", False),
        ("Wave 3", "Release 2", False),
        ("1.1-RC1", "1.0", False),
        ("1.1", "1.0 beta", False),
        ("2025-12", "1.0", False),
        ("Backlog", "1.0", False),
        ("1.1", "Backlog", False),
    ],
)
def test_only_numbers_after_the_same_words_are_compared(name: str, than: str, *, later: bool) -> None:
    """Of other names it is not known."""
    assert is_later(name, than) is later
