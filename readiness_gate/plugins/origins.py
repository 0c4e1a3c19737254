"""The provenance of facts from a plugin's source, as plain data."""

from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.time import Instant
from readiness_gate.plugins.described import Json, WrongAnswer, expect, instant_of, text, texts, whole

_AHEAD = 300
"""The seconds by which a plugin's clock, including the duration of its read, may be ahead of the run's."""


def as_provenance(answer: object) -> Json:
    """Return the provenance of a source's facts as JSON."""
    origin = expect(Provenance, expect(SourceFacts, answer).provenance)
    for said in (origin.source, origin.identity, origin.asked, *origin.doubts, *origin.notes):
        expect(str, said)
    for number in (origin.records, 0 if origin.observed_at is None else origin.observed_at):
        expect(int, number)
    if origin.complete is not True:
        raise WrongAnswer("it reports that its facts are not complete")
    names = ("identity", "asked", "records", "observed_at")
    return {
        **{name: getattr(origin, name) for name in names},
        "doubts": list(origin.doubts),
        "notes": list(origin.notes),
    }


def provenance_of(record: Json, source: str, now: Instant) -> Provenance:
    """Return the provenance of the facts of a source. Raises WrongAnswer for facts from the future."""
    observed = instant_of(record.get("observed_at"))
    if observed is not None and observed > now + _AHEAD:
        raise WrongAnswer("its time of reading is in the future")
    return Provenance(
        source=source,
        identity=text(record.get("identity")),
        asked=text(record.get("asked")),
        records=whole(record.get("records")),
        observed_at=None if observed is None else min(observed, now),
        doubts=texts(record.get("doubts")),
        notes=texts(record.get("notes")),
    )
