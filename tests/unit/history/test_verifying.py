"""Whoever edits a history by hand is found, and the row is named."""

from pathlib import Path

import pytest
from support.histories import TAMPERINGS, Tampering, check, fill, in_file, recordings, tamper, to_be_tampered


def test_what_was_recorded_holds(tmp_path: Path) -> None:
    """Also after more is recorded; an empty one holds, too."""
    store = in_file(tmp_path)
    fill(store, [])
    assert check(store).holds
    last = to_be_tampered(store)
    result = check(store, last)
    assert result.holds
    assert (result.programs, result.verdicts, result.decisions, result.last) == (2, 5, 2, last)
    fill(store, recordings(3, "A third"))
    assert check(store, last).holds


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=list(TAMPERINGS))
def test_what_was_edited_is_named(tmp_path: Path, tampering: Tampering) -> None:
    """Each edit, with the row that it was made to."""
    store = in_file(tmp_path)
    to_be_tampered(store)
    tamper(store.path, tampering.statements)
    result = check(store)
    assert not result.holds
    assert any(tampering.says in one for one in result.against), result.against


def test_an_end_that_was_cut_off_is_found_by_its_digest(tmp_path: Path) -> None:
    """The rest holds in itself."""
    store = in_file(tmp_path)
    last = to_be_tampered(store)
    tamper(store.path, ("DELETE FROM readings WHERE verdict = 5", "DELETE FROM verdicts WHERE number = 5"))
    assert check(store).holds
    [against] = check(store, last).against
    assert against == f"no verdict has the digest {last}: the end of the history was cut off, or it was written again"


def test_values_of_other_types_are_edits(tmp_path: Path) -> None:
    """SQLite keeps anything in any column."""
    for column, value in (
        ("as_of", "'soon'"),
        ("decision", "x'00ff'"),
        ("readings", "'many'"),
        ("milestone_date", "1e9"),
    ):
        store = in_file(tmp_path)
        to_be_tampered(store)
        tamper(store.path, (f"UPDATE verdicts SET {column} = {value} WHERE number = 2",))  # noqa: S608
        assert any("verdict 2 (" in one for one in check(store).against), column
        store.path.unlink()


def test_readings_of_no_verdict_are_found(tmp_path: Path) -> None:
    """At the end no number is missing."""
    store = in_file(tmp_path)
    to_be_tampered(store)
    tamper(store.path, ("DELETE FROM verdicts WHERE number = 5",))
    assert check(store).against == ("verdict 5 was removed: its readings are still there",)
