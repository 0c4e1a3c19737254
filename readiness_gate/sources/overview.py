"""What `doctor` shows of every source that was read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness_gate.model.facts import Facts
from readiness_gate.model.overview import Overview
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.sources.source import SourceTable

_NO_REMARKS: Mapping[str, tuple[str, ...]] = {}


def overviews(
    table: SourceTable, facts: Facts, as_of: Instant, remarks: Mapping[str, tuple[str, ...]] = _NO_REMARKS
) -> list[Overview]:
    """The overviews of the sources that were read, as of an instant. `remarks` are further doubts by source."""
    return [shown for name in sorted(facts.sources) for shown in _of(table, name, facts, as_of, remarks.get(name, ()))]


def _of(table: SourceTable, name: str, facts: Facts, as_of: Instant, remarks: tuple[str, ...]) -> Iterator[Overview]:
    answer = facts.sources[name]
    if isinstance(answer, Unavailable):
        yield Overview(name, missing=answer.reason)
        return
    first, *others = _shown(table, name, facts, as_of)
    for shown, provenance in zip((first.doubting(remarks), *others), answer.provenances, strict=True):
        yield shown.noting(provenance)


def _shown(table: SourceTable, name: str, facts: Facts, as_of: Instant) -> Sequence[Overview]:
    """The overviews of one source; the number of its records if it has none."""
    source, answer = table.get(name), facts.sources[name]
    if source is not None and source.overview is not None:
        return source.overview(facts, as_of)
    records = 0 if isinstance(answer, Unavailable) else answer.provenance.records
    return (Overview(name, (counted(records, "record"),)),)


def noted(table: SourceTable, facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """The doubts that every report notes, by source, of the sources that were read."""
    names = [name for name, source in table.items() if source.is_noted and name in facts.sources]
    read = [name for name in names if not isinstance(facts.sources[name], Unavailable)]
    return {name: _doubts(_shown(table, name, facts, 0)) for name in read}


def _doubts(overviews: Iterable[Overview]) -> tuple[str, ...]:
    return tuple(doubt for shown in overviews for doubt in shown.doubts)
