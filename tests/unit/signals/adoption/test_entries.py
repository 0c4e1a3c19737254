"""The records that people enter: each share against a loop, and every doubt against a go."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.after_live import entries, entry, exported, measured, read, shown, why_not
from support.effort import law
from support.tables import MONDAY, at, day

from readiness_gate.model.facts.records.entries import Entry
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.time import DAY, HOUR, When

LAW = law(300)
COMPLETE, TIMELY, DUPLICATE = "adoption.complete-share", "adoption.timely-share", "adoption.duplicate-share"
PROXY, BULK, UNOWNED = "adoption.proxy-share", "adoption.bulk-share", "adoption.unowned-share"
SHARES = (COMPLETE, TIMELY, DUPLICATE, PROXY, BULK, UNOWNED)
AT_LEAST = (COMPLETE, TIMELY)
BAD: dict[str, dict[str, Any]] = {
    COMPLETE: {"complete": False},
    TIMELY: {"happened": at(48)},
    DUPLICATE: {"duplicate": True},
    PROXY: {"created_by": "bea"},
    BULK: {"bulk": True},
    UNOWNED: {"owner_acted": False},
}
BLANK: dict[str, dict[str, Any]] = {
    COMPLETE: {"complete": None},
    TIMELY: {"happened": None},
    DUPLICATE: {"duplicate": None},
    PROXY: {"owner": ""},
    BULK: {"bulk": None},
    UNOWNED: {"owner_acted": None},
}
SUMMARY = {
    COMPLETE: "19 of 20 records of the last 28 days are complete.",
    TIMELY: "19 of 20 records of the last 28 days were entered within 24 hours of the work.",
    DUPLICATE: "1 of 20 records of the last 28 days are duplicates.",
    PROXY: (
        "1 of 20 records of the last 28 days were not entered by those who did the work, or not soon "
        "(by somebody else 1, in bulk 0, more than 7 days after the work 0)."
    ),
    BULK: "1 of 20 records of the last 28 days came in bulk.",
    UNOWNED: (
        "1 of 20 records with a finished process of the last 28 days were finished without any act of their owner."
    ),
}
each_share = pytest.mark.parametrize("signal", SHARES)


def _twenty(**changes: Any) -> list[Entry]:
    return [entry(0, **changes), *(entry(number) for number in range(1, 20))]


@each_share
def test_a_share_of_the_records(signal: str) -> None:
    """With its counts, and what is in the way."""
    reading = measured(signal, entries(*_twenty(**BAD[signal])))
    assert reading.value == (0.95 if signal in AT_LEAST else 0.05)
    assert reading.summary == SUMMARY[signal]
    assert reading.shortfall.startswith("1 of 20 records")
    good = measured(signal, entries(*_twenty()))
    assert good.value == (1 if signal in AT_LEAST else 0)


@each_share
def test_what_is_not_known_of_one_record_is_unknown(signal: str) -> None:
    """And says what to fill in; so does a column that the file does not have."""
    name = next(iter(BLANK[signal]))
    why = why_not(signal, entries(*_twenty(**BLANK[signal])))
    assert "1 record lacks a value in" in why
    assert name.replace("_", "-") in why
    assert "(R-0 first): fill it in each row of entries, or export it from the system" in why
    assert why_not(signal, entries(*_twenty(), lacking={name: "add it"})) == "add it"


@each_share
def test_too_few_records(signal: str) -> None:
    """There is no share to take, whatever they say."""
    why = why_not(signal, entries(*_twenty()[1:]))
    assert "19 records of the last 28 days count: with fewer than 20 no share can be computed" in why
    assert measured(signal, entries(*_twenty()[1:]), min=19)


@each_share
def test_nobody_of_a_small_group_is_shown(signal: str) -> None:
    """A figure of few people is judged, and not shown; no id is in any text."""
    reading = measured(signal, entries(*_twenty(**BAD[signal])), configured=shown(5))
    assert reading.hidden
    assert not any(person in repr(reading.summary + reading.shortfall) for person in ("ann", "bea"))
    many = [replace(one, owner=f"p{number % 7}", created_by=f"p{number % 7}") for number, one in enumerate(_twenty())]
    assert not measured(signal, entries(*many), configured=shown(5)).hidden


def test_only_the_window_counts() -> None:
    """In doubt, a record counts where it does not help."""
    old, edge_good, edge_bad = entry(30, created=at(30)), entry(31, created=day(32)), entry(32, created=day(32))
    bad = replace(edge_bad, complete=False)
    assert measured(COMPLETE, entries(*_twenty(), old)).summary.startswith("20 of 20")
    assert measured(COMPLETE, entries(*_twenty(), edge_good)).summary.startswith("20 of 20")
    assert measured(COMPLETE, entries(*_twenty(), bad)).summary.startswith("20 of 21")
    assert measured(COMPLETE, entries(*_twenty(), old), window="40d").summary.startswith("21 of 21")
    later = entry(33, created=at(61), complete=None)
    assert measured(COMPLETE, entries(*_twenty(), later)).value == 1
    unfinished = entry(34, finished=None, owner_acted=None)
    assert measured(UNOWNED, entries(*_twenty(), unfinished)).value == 0


def test_days_without_times_are_late_in_doubt() -> None:
    """Only the same day is within 24 hours for certain."""
    same = _twenty(created=day(50), happened=day(50))
    assert measured(TIMELY, entries(*same)).value == 1
    assert measured(TIMELY, entries(*_twenty(created=day(50), happened=day(49)))).value == 0.95
    assert measured(TIMELY, entries(*_twenty(created=day(50), happened=day(49))), within="48h").value == 1
    planned = _twenty(happened=at(55))
    assert measured(TIMELY, entries(*planned)).value == 1


@pytest.mark.parametrize(
    ("changes", "value"),
    [
        ({"created_by": "bea"}, 0.05),
        ({"bulk": True}, 0.05),
        ({"happened": at(42)}, 0.05),
        ({"happened": at(44)}, 0.0),
        ({"created_by": "bea", "bulk": None, "happened": None}, 0.05),
        ({"owner": "", "bulk": True}, 0.05),
        ({"owner": "", "happened": at(20)}, 0.05),
    ],
)
def test_what_a_proxy_is(changes: dict[str, Any], value: float) -> None:
    """Any of three signs suffices, whatever is unknown of the others."""
    assert measured(PROXY, entries(*_twenty(**changes))).value == value


@pytest.mark.parametrize("blank", [{"owner": ""}, {"bulk": None}, {"happened": None}])
def test_no_sign_is_known_only_if_all_are(blank: dict[str, Any]) -> None:
    """A record without an owner may be anybody's."""
    assert isinstance(read(PROXY, entries(*_twenty(**blank))), Unavailable)


def test_the_steps() -> None:
    """Records can be completed, and duplicates merged, as long as enough are left to take a share of."""
    reading = measured(COMPLETE, entries(*_twenty(complete=False)))
    assert reading.levers == (Work("complete", "record", "records", (0.95, 1.0)),)
    doubled = [entry(number, duplicate=number < 3) for number in range(22)]
    (step,) = measured(DUPLICATE, entries(*doubled)).levers
    assert isinstance(step, Work)
    assert step.after == (3 / 22, 2 / 21, 1 / 20)
    assert measured(COMPLETE, entries(*_twenty(complete=False))).who == {"ann"}


RECORDS = st.lists(
    st.builds(
        Entry,
        st.integers(0, 99).map(str),
        st.one_of(st.integers(0, 60).map(day), st.integers(0, 60 * 24).map(lambda hours: at(hours / 24))),
        st.sampled_from(("ann", "bob", "cai")),
        st.sampled_from(("ann", "bob", "")),
        st.one_of(st.none(), st.integers(0, 60).map(day), st.integers(0, 60).map(at)),
        complete=st.sampled_from((True, False, True, None)),
        duplicate=st.sampled_from((True, False, False, None)),
        bulk=st.sampled_from((True, False, False, None)),
        finished=st.one_of(st.none(), st.integers(0, 60).map(at)),
        owner_acted=st.sampled_from((True, False, True, None)),
    ),
    max_size=14,
)


def _late(record: Entry, most: int) -> bool | None:
    return None if record.happened is None else record.created.end - record.happened.start > most


def _proxy(record: Entry) -> bool | None:
    if (record.owner and record.owner != record.created_by) or record.bulk or _late(record, 7 * DAY):
        return True
    return None if not record.owner or record.bulk is None or record.happened is None else False


def _not(value: bool | None) -> bool | None:  # noqa: FBT001
    return None if value is None else not value


NAIVE: dict[str, Callable[[Entry], bool | None]] = {
    COMPLETE: lambda record: _not(record.complete),
    TIMELY: lambda record: _late(record, 24 * HOUR),
    DUPLICATE: lambda record: record.duplicate,
    PROXY: _proxy,
    BULK: lambda record: record.bulk,
    UNOWNED: lambda record: _not(record.owner_acted),
}


def _by_hand(signal: str, records: Sequence[Entry], now: int) -> float | None:
    """The share by a loop over the records; None where it is unknown."""
    bad = good = 0
    for record in records:
        when = record.finished if signal == UNOWNED else record.created
        if when is None or when.end <= now - 28 * DAY or when.start > now:
            continue
        against = NAIVE[signal](record)
        if against is None:
            return None
        if against:
            bad += 1
        elif when.start > now - 28 * DAY and when.end <= now:
            good += 1
    if bad + good < 3:
        return None
    return (good if signal in AT_LEAST else bad) / (bad + good)


@LAW
@given(st.sampled_from(SHARES), RECORDS)
def test_the_shares_agree_with_a_loop(signal: str, records: list[Entry]) -> None:
    """Whatever is known of the records."""
    reading = read(signal, entries(*records), min=3)
    expected = _by_hand(signal, records, MONDAY + 60 * DAY)
    assert (reading.value if isinstance(reading, Measured) else None) == expected


FIELDS = ("owner", "happened", "complete", "duplicate", "bulk", "owner_acted")


@LAW
@given(st.sampled_from(SHARES), RECORDS, st.integers(0, 13), st.sampled_from(FIELDS))
def test_a_missing_field_never_helps(signal: str, records: list[Entry], which: int, field: str) -> None:
    """It makes the share unknown, or leaves it as it was."""
    before = read(signal, entries(*records), min=3)
    if not records or not isinstance(before, Measured):
        return
    index = which % len(records)
    blank: Any = {field: "" if field == "owner" else None}
    poorer = [replace(record, **blank) if number == index else record for number, record in enumerate(records)]
    after = read(signal, entries(*poorer), min=3)
    assert isinstance(after, Unavailable) or after.value == before.value


def test_a_time_of_its_own() -> None:
    """Of a window that begins in the middle of a day."""
    begins = MONDAY + 32 * DAY
    on_it = entry(40, created=When(begins, begins), complete=False)
    assert measured(COMPLETE, entries(*_twenty(), on_it)).value == 1


@pytest.mark.parametrize("signal", SHARES)
def test_an_old_export_is_not_of_the_window(signal: str) -> None:
    """The records of its first days say nothing about those of its last."""
    twenty = entries(*(entry(number) for number in range(20)))
    assert "entries.csv is of 2027-04-23, more than 7 days old" in why_not(signal, exported(twenty, 52.9))
    assert isinstance(read(signal, exported(twenty, 53)), Measured)
    assert isinstance(read(signal, exported(twenty, None)), Measured)
