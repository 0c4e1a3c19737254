"""Signals on the records that people enter: whether they are complete, timely, and entered by those who do the work.

Each is a share of the records of a window. If it is unclear whether a record belongs to the window, it counts only if
it speaks against a go. If any record cannot be classified, the whole share is unknown.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant, Seconds, When, duration_in_words
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.records import check_read, check_recent

_EVERYBODY = "everybody"
_WINDOW = Parameter("window", "window", "28d", "only records of that time")
_MIN = Parameter("min", "count", 20, "the fewest records to take a share of")
_Against: TypeAlias = Callable[[Entry], bool | None]
"""Returns whether a record speaks against a go; None if unknown."""


@dataclass(frozen=True, slots=True)
class _Counted:
    """The records that a share counts."""

    against: tuple[Entry, ...]
    others: tuple[Entry, ...]
    window: str
    """The window in words: `the last 28 days`."""

    @property
    def number(self) -> int:
        """The number of records."""
        return len(self.against) + len(self.others)


def _reading(found: _Counted, is_good: str, is_bad: str, *, of: str = "", good: bool) -> Measured:
    """Return the share of the good records, or with `good=False` of the bad ones, described by the phrase for them."""
    number, bad = found.number, len(found.against)
    shown = len(found.others) if good else bad
    everybody = frozenset(map(_person, (*found.against, *found.others)))
    return Measured(
        shown / number,
        f"{shown} of {counted(number, 'record')}{of} of {found.window} {is_good if good else is_bad}.",
        groups={_EVERYBODY: len(everybody)},
        people=len(everybody),
        who=frozenset(map(_person, found.against)),
        shortfall=f"{bad} of {counted(number, 'record')}{of} {is_bad}",
    )


def _person(entry: Entry) -> str:
    """Return the person whose work a record is, if known."""
    return entry.owner or entry.created_by


def _created(entry: Entry) -> When | None:
    return entry.created


def _finished(entry: Entry) -> When | None:
    return entry.finished


def _count(
    facts: Facts,
    as_of: Instant,
    parameters: Parameters,
    against: _Against,
    *fields: str,
    when: Callable[[Entry], When | None] = _created,
) -> _Counted:
    """Return the records of the window, classified by the given fields. Raises CannotMeasure if any record cannot be
    classified, or there are too few."""
    read = facts.require("entries", EntryFacts)
    check_recent(facts, read, as_of)
    check_read(read, *fields)
    begin = as_of - parameters.seconds("window")
    there = [(entry, when(entry), against(entry)) for entry in read.records]
    perhaps = [(entry, is_against) for entry, time, is_against in there if time and _may_be_in(time, begin, as_of)]
    unknown = [entry.id for entry, is_against in perhaps if is_against is None]
    if unknown:
        raise CannotMeasure(_why_unknown(unknown, fields))
    bad = tuple(entry for entry, is_against in perhaps if is_against)
    good = tuple(
        entry
        for entry, time, is_against in there
        if time and is_against is False and _is_certainly_in(time, begin, as_of)
    )
    number, least = len(bad) + len(good), parameters.number("min")
    window = f"the last {parameters.in_words('window')}"
    if number < least:
        raise CannotMeasure(
            f"{counted(number, 'record')} of {window} {agreeing(number, 'counts', 'count')}, but at least {least} are "
            "needed: export all records of that time, or set a longer window on the rule"
        )
    return _Counted(bad, good, window)


def _may_be_in(when: When, begin: Instant, end: Instant) -> bool:
    return when.end > begin and when.start <= end


def _is_certainly_in(when: When, begin: Instant, end: Instant) -> bool:
    """Return whether a time is certainly in the window (begin, end]."""
    return begin < when.start and when.end <= end


def _why_unknown(ids: Sequence[str], fields: Sequence[str]) -> str:
    columns = " and ".join(field.replace("_", "-") for field in fields)
    return (
        f"{counted(len(ids), 'record')} {agreeing(len(ids), 'lacks', 'lack')} a value in {columns} ({ids[0]} first): "
        "fill it in each row of entries, or export it from the system"
    )


def _is_incomplete(entry: Entry) -> bool | None:
    return None if entry.complete is None else not entry.complete


def complete_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the records that have everything their process needs."""
    found = _count(facts, as_of, parameters, _is_incomplete, "complete")
    number, good = found.number, len(found.others)
    after = tuple(whole / number for whole in range(good, number + 1))
    reading = _reading(found, "are complete", "are not complete", good=True)
    return replace(reading, levers=(Work("complete", "record", "records", after),))


COMPLETE_SHARE = Signal(
    name="adoption.complete-share",
    unit="share",
    sources=("entries",),
    meaning="The share of records with everything that their process needs.",
    needs=all_of("entries"),
    measure=complete_share,
    parameters=(_WINDOW, _MIN),
    topic="how many records are complete",
)


def _is_late(within: Seconds, entry: Entry) -> bool | None:
    """Return whether a record may have been entered more than `within` after the work."""
    return None if entry.happened is None else entry.created.end - entry.happened.start > within


def timely_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the records that were entered soon after the work. If only days are known, only the same
    day is certainly within 24 hours."""
    within = parameters.text("within")
    found = _count(facts, as_of, parameters, partial(_is_late, parameters.seconds("within")), "happened")
    spoken = f"within {duration_in_words(within)} of the work"
    return _reading(found, f"were entered {spoken}", f"were not entered {spoken}", good=True)


TIMELY_SHARE = Signal(
    name="adoption.timely-share",
    unit="share",
    sources=("entries",),
    meaning="The share of records that were entered soon after the work that they are about.",
    needs=all_of("entries"),
    measure=timely_share,
    parameters=(_WINDOW, Parameter("within", "window", "24h", "how long after the work is in time"), _MIN),
    topic="how soon records are entered",
)


def _is_duplicate(entry: Entry) -> bool | None:
    return entry.duplicate


def duplicate_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the records that nearly duplicate another one."""
    found = _count(facts, as_of, parameters, _is_duplicate, "duplicate")
    number, bad = found.number, len(found.against)
    most = min(bad, number - parameters.number("min"))
    after = tuple((bad - merged) / (number - merged) for merged in range(most + 1))
    work = Work("merge", "duplicate into its original", "duplicates into their originals", after)
    return replace(_reading(found, "are not duplicates", "are duplicates", good=False), levers=(work,))


DUPLICATE_SHARE = Signal(
    name="adoption.duplicate-share",
    unit="share",
    sources=("entries",),
    meaning="The share of records that are about the same as another one.",
    needs=all_of("entries"),
    measure=duplicate_share,
    parameters=(_WINDOW, _MIN),
    topic="how many records are duplicates",
)


def _is_proxy(backdated: Seconds, entry: Entry) -> bool | None:
    """Return whether a record was entered by someone other than its owner, in bulk, or long after the work; None if
    none of these is known to be true and one is unknown."""
    signs = (_is_of_another(entry), entry.bulk, _is_late(backdated, entry))
    return True if True in signs else None if None in signs else False


def _is_of_another(entry: Entry) -> bool | None:
    return entry.created_by != entry.owner if entry.owner else None


def proxy_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the records that were entered by someone other than the owner, in bulk, or long after the
    work. The owners of these records do not work in the system, whatever it shows."""
    against = partial(_is_proxy, parameters.seconds("backdated"))
    found = _count(facts, as_of, parameters, against, "owner", "bulk", "happened")
    by_others = sum(_is_of_another(entry) is True for entry in found.against)
    in_bulk = sum(entry.bulk is True for entry in found.against)
    late = sum(_is_late(parameters.seconds("backdated"), entry) is True for entry in found.against)
    after = parameters.in_words("backdated")
    how = f"by somebody else {by_others}, in bulk {in_bulk}, more than {after} after the work {late}"
    return _reading(
        found,
        "were entered by those who did the work, and soon",
        f"were not entered by those who did the work, or not soon ({how})",
        good=False,
    )


PROXY_SHARE = Signal(
    name="adoption.proxy-share",
    unit="share",
    sources=("entries",),
    meaning="The share of records entered by somebody else than their owner, in bulk, or long after the work.",
    needs=all_of("entries"),
    measure=proxy_share,
    parameters=(_WINDOW, Parameter("backdated", "window", "7d", "how long after the work is too long"), _MIN),
    topic="who enters the records",
)


def _is_bulk(entry: Entry) -> bool | None:
    return entry.bulk


def bulk_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the records that came from an import or a mass upload: the work was done elsewhere."""
    found = _count(facts, as_of, parameters, _is_bulk, "bulk")
    return _reading(found, "were entered one by one", "came in bulk", good=False)


BULK_SHARE = Signal(
    name="adoption.bulk-share",
    unit="share",
    sources=("entries",),
    meaning="The share of records that came by an import or a mass upload, because the work is done elsewhere.",
    needs=all_of("entries"),
    measure=bulk_share,
    parameters=(_WINDOW, _MIN),
    topic="how many records come in bulk",
)


def _is_unowned(entry: Entry) -> bool | None:
    return None if entry.owner_acted is None else not entry.owner_acted


def unowned_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the records whose process was finished without any action by their owner: someone else
    collected the data by phone and mail."""
    found = _count(facts, as_of, parameters, _is_unowned, "finished", "owner_acted", when=_finished)
    return _reading(
        found,
        "were finished with an act of their owner",
        "were finished without any act of their owner",
        of=" with a finished process",
        good=False,
    )


UNOWNED_SHARE = Signal(
    name="adoption.unowned-share",
    unit="share",
    sources=("entries",),
    meaning="The share of finished processes in which the owner of the record did nothing in the system.",
    needs=all_of("entries"),
    measure=unowned_share,
    parameters=(_WINDOW, _MIN),
    topic="who does the work in the system",
)

SIGNALS = (COMPLETE_SHARE, TIMELY_SHARE, DUPLICATE_SHARE, PROXY_SHARE, BULK_SHARE, UNOWNED_SHARE)
