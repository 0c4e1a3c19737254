"""The provenance of the facts of a run."""

from collections.abc import Sequence
from dataclasses import replace

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.reading import Unavailable
from readiness_gate.run.gate_facts import GATE_SOURCES
from readiness_gate.run.program import Fetched, Program
from readiness_gate.sources.overview import noted


def provenance(program: Program, fetched: Fetched) -> tuple[Provenance, ...]:
    """Return the provenance of a milestone's facts, and then of those facts of earlier milestones that come from
    elsewhere."""
    found = list(_provenance(program, fetched.facts))
    for one in fetched.earlier:
        known = {_place(origin) for origin in found}
        found += [origin for origin in _provenance(program, one.facts) if _place(origin) not in known]
    return tuple(found)


def _place(origin: Provenance) -> tuple[str, ...]:
    return (origin.source,) if origin.source in GATE_SOURCES else (origin.source, origin.identity, origin.repository)


def _provenance(program: Program, facts: Facts) -> tuple[Provenance, ...]:
    """Return the provenance of facts, with every doubt about them, not only in `doctor`."""
    doubted = noted(program.sources, facts)
    return tuple(
        replace(provenance, fetched_at=program.now)
        for name, source in facts.sources.items()
        for provenance in _of_source(name, source, doubted.get(name, ()))
    )


def _of_source(name: str, source: SourceFacts | Unavailable, doubted: Sequence[str]) -> tuple[Provenance, ...]:
    if isinstance(source, Unavailable):
        return (Provenance(name, "", source.reason, 0, None, complete=False),)
    first, *others = source.provenances
    known = {remark for provenance in source.provenances for remark in (*provenance.doubts, *provenance.notes)}
    new = dict.fromkeys(remark for remark in doubted if remark not in known)
    return (replace(first, notes=(*first.notes, *new)), *others)
