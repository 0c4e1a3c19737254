"""The queue of deployments: each message once, each request held by one worker, and nobody's name in it."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.histories import in_file

from readiness_gate.history import NothingRecorded, Store
from readiness_gate.history.deployments import Asked, Held, NotHeld, ask, everything, next_due, step, still_open, take

ASKED = Asked("d-1", "sha256:1", "octo-org/crm", 4567, "production", 42, 7, "ab" * 20, 100)
OTHER = replace(ASKED, delivery="d-2", content="sha256:2", run=43)


def _take(store: Store, now: int, seconds: int = 10) -> Held | None:
    with store.writing() as rows:
        return take(rows, now, lambda _: seconds)


def _ask(store: Store, *several: Asked) -> list[bool]:
    with store.writing() as rows:
        return [ask(rows, one) for one in several]


def test_each_message_once(tmp_path: Path) -> None:
    """By its id, and by its content."""
    store = in_file(tmp_path)
    assert _ask(store, ASKED, ASKED) == [True, False]
    assert _ask(store, replace(OTHER, delivery="d-1"), replace(OTHER, content="sha256:1"), OTHER) == [
        False,
        False,
        True,
    ]
    with store.reading() as rows:
        assert [held.asked for held in everything(rows)] == [ASKED, OTHER]


def test_each_request_is_held_by_one(tmp_path: Path) -> None:
    """In the order in which they arrived, until its time is over."""
    store = in_file(tmp_path)
    _ask(store, ASKED, OTHER)
    first, second = _take(store, 100), _take(store, 100)
    assert first is not None
    assert second is not None
    assert (first.asked, second.asked) == (ASKED, OTHER)
    assert _take(store, 109) is None
    with store.reading() as rows:
        assert next_due(rows) == 110
    again = _take(store, 110)
    assert again is not None
    assert (again.asked, again.tries) == (ASKED, 2)
    with pytest.raises(NotHeld), store.writing() as rows:
        step(rows, first, "answered", 110)


def test_what_has_ended_is_not_taken_again(tmp_path: Path) -> None:
    """And nothing is due."""
    store = in_file(tmp_path)
    _ask(store, ASKED)
    held = _take(store, 100)
    assert held is not None
    with store.writing() as rows:
        held = step(rows, held, "sending", 101, until=150, state="rejected")
        assert held.may_be_rejected
        assert not held.is_over
        held = step(rows, held, "answered", 102, state="rejected")
    assert held.is_over
    assert _take(store, 10_000) is None
    with store.reading() as rows:
        assert next_due(rows) is None


def test_an_approval_that_is_watched_for_weeks(tmp_path: Path) -> None:
    """Only the steps since its gate was last go are read, and all are kept."""
    store = in_file(tmp_path)
    _ask(store, ASKED)
    for look in range(50):
        held = _take(store, 100 + look)
        assert held is not None
        assert held.tries == 1
        with store.writing() as rows:
            step(rows, held, "watched", 100 + look, state="approved")
    with store.reading() as rows:
        [held], [whole] = still_open(rows), everything(rows)
    assert [one.what for one in held.steps] == ["watched"]
    assert [one.place for one in whole.steps] == [*range(1, 101)]
    assert (held.judged_at, held.is_watched, held.may_hold) == (149, True, True)


def test_a_later_request_for_the_same_run(tmp_path: Path) -> None:
    """The earlier one is ended when it would be taken, and cannot be answered any more."""
    store = in_file(tmp_path)
    _ask(store, ASKED)
    held = _take(store, 100)
    _ask(store, replace(OTHER, run=42))
    assert held is not None
    with pytest.raises(NotHeld), store.writing() as rows:
        step(rows, held, "sending", 101, until=150, state="approved")
    later = _take(store, 110)
    assert later is not None
    assert later.number == 2
    with store.reading() as rows:
        assert [one.steps[-1].what for one in everything(rows)] == ["superseded", "taken"]


def test_no_history_yet(tmp_path: Path) -> None:
    """A reader is told so."""
    with pytest.raises(NothingRecorded), in_file(tmp_path).reading():
        pass
