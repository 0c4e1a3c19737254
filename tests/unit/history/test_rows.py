"""The rows of a history, as they are read again."""

from dataclasses import replace

import pytest
from support.histories import decision


@pytest.mark.parametrize(("written", "kind"), [("decision", "decision"), ("close", "close"), ("closing", "close")])
def test_the_kind_of_a_line_is_in_the_word_of_the_log(written: str, kind: str) -> None:
    """Also in a row that an earlier version wrote."""
    row = replace(decision(1), what=written)
    assert row.kind == kind
