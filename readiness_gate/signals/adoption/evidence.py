"""The spectrum of use of each role, as evidence: how many people are in each category. Nobody is named."""

from collections import Counter
from collections.abc import Iterable, Sequence

from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Evidence
from readiness_gate.model.time import Instant
from readiness_gate.signals.adoption.spectrum import FREQUENCIES, LATELY, QUALITIES, habits, qualities
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import ALL, WORST
from readiness_gate.signals.views.use import User, has_begun, used, users


def spectrum(facts: Facts, as_of: Instant, asked: str) -> tuple[Evidence, ...]:
    """Return the spectrum of each requested role, sorted by role."""
    return tuple(one for one in _spectrum(facts, as_of) if asked in (WORST, ALL, one.id))


@once
def _spectrum(facts: Facts, as_of: Instant) -> Sequence[Evidence]:
    if not has_begun(facts, as_of, LATELY):
        return ()
    return [Evidence("role", role, _note(facts, as_of, held)) for role, held in users(facts, as_of).by_role.items()]


def _note(facts: Facts, as_of: Instant, held: Sequence[User]) -> str:
    lately, frequency, quality = used(facts, as_of, LATELY), habits(facts, as_of), qualities(facts, as_of)
    using = sum(lately[user] is True for user in held)
    habitual = sum(frequency[user].habit is True for user in held)
    often = _counts((frequency[user].frequency for user in held), FREQUENCIES)
    well = _counts((quality[user] for user in held), QUALITIES)
    records = f"; records: {well}" if well else ""
    return f"{using} of {len(held)} used the system in the last 28 days, {habitual} as a habit; use: {often}{records}"


def _counts(found: Iterable[str | None], order: Sequence[str]) -> str:
    """Return the number of people in each category, without the empty ones."""
    counts = Counter(found)
    return ", ".join(f"{name} {counts[name]}" for name in order if counts[name])
