"""The threats that SECURITY.md lists are each held by tests that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = re.findall(r"`(tests/[^`]*)`", (ROOT / "SECURITY.md").read_text())


def test_every_test_of_a_threat_exists() -> None:
    """A test that was renamed, or deleted, is missed here."""
    assert TESTS
    for named in TESTS:
        file, _, function = named.partition("::")
        assert f"def {function}(" in (ROOT / file).read_text() if function else (ROOT / file).is_file(), named


def test_every_threat_has_a_test() -> None:
    """A row without one is a heading."""
    rows = [line for line in (ROOT / "SECURITY.md").read_text().splitlines() if re.match(r"\| [^*|-]", line)]
    table = rows[rows.index("| threat | held by |") + 1 :]
    assert table
    assert [row for row in table if "`tests/" not in row] == []
