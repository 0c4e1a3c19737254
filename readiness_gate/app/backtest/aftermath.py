"""How a go-live turned out: by what people state, and by what facts show."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from readiness_gate.app.backtest import severe
from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.app.backtest.patches import patched
from readiness_gate.app.backtest.signs import Sign, not_known, not_over
from readiness_gate.model.backtest import Aftermath
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.past_go_lives import Label
from readiness_gate.model.reading import Parameters, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, Seconds
from readiness_gate.model.wording import counted
from readiness_gate.run import Asked, Evaluation

ACTIVE = "adoption.active-share"
_RENEW = "export them again, or give the time of the export with --exported-at jira=… if it is newer"
_NOTHING = "The outcome is not stated. Add went-wrong = true or false, or patch-within."


def asked(case: Case, milestone: Milestone, until: Instant) -> Asked:
    """Return what must be read and measured to know how a go-live turned out, for periods that are over by an
    instant."""
    as_of = case.go_live.as_of
    questions: dict[Question, None] = {}
    needs = Needs()
    for claim in case.claims:
        grave, by = claim.signs.grave_defects_within, claim.signs.by
        if grave is not None and as_of + grave <= until:
            needs |= severe.needs(as_of, grave)
        if by is not None and as_of + by <= until:
            questions[_active(as_of + by)] = None
    return Asked(replace(milestone, go_live=case.go_live.date), tuple(questions), needs)


def aftermath(case: Case, found: Evaluation, until: Instant) -> Aftermath:
    """Return how a go-live turned out by an instant: wrong if anything shows it, right if everything requested shows
    it, and else unknown. Facts that a program cannot interpret count only if nobody stated the outcome."""
    signs = [sign for claim in case.claims for sign in _signs(case, claim, found, until)]
    if not signs:
        return Aftermath(None, _NOTHING)
    if any(claim.label is not None for claim in case.claims):
        signs = [sign for sign in signs if not sign.is_unclear]
    wrong = [sign for sign in signs if sign.went_wrong]
    unknown = [sign for sign in signs if sign.went_wrong is None]
    telling, went_wrong = (wrong, True) if wrong else (unknown, None) if unknown else (signs, False)
    against = [sign for sign in signs if sign.said_by and sign not in telling]
    seen = " ".join(dict.fromkeys(sign.seen for sign in (*telling, *against)))
    said_by = ", ".join(dict.fromkeys(sign.said_by for sign in telling if sign.said_by))
    return Aftermath(went_wrong, seen, said_by)


def _signs(case: Case, claim: Claim, found: Evaluation, until: Instant) -> Iterator[Sign]:
    """Yield everything that one table states or requests."""
    signs, as_of = claim.signs, case.go_live.as_of
    if claim.label is not None:
        yield _labelled(claim.label)
    if signs.patch_within is not None:
        yield patched(case, claim, signs.patch_within, until)
    if signs.grave_defects_within is not None:
        yield _raised(as_of, signs.grave_defects_within, found.facts, until)
    if signs.adoption_below is not None and signs.by is not None:
        yield _adopted(as_of, signs.adoption_below, signs.by, found.readings, until)


def _labelled(label: Label) -> Sign:
    because = f": {label.because}" if label.because else ""
    said = f"{label.said_by} says that it went {'wrong' if label.went_wrong else 'well'}{because}."
    return Sign(label.went_wrong, said, label.said_by)


def _raised(as_of: Instant, window: Seconds, facts: Facts, until: Instant) -> Sign:
    """Return whether more severe defects than usual came after a go-live."""
    what, end = "Severe defects count until", as_of + window
    if end > until:
        return not_over(what, end)
    known = severe.known_until(facts)
    if known is not None and known < end:
        return not_known(what, end, "issues", known, _RENEW)
    found, days = severe.raised(facts, as_of, window), counted(window // DAY, "day")
    if isinstance(found, Unavailable):
        return Sign(None, f"Whether more severe defects followed than usual is unknown: {found.reason}.")
    before = f"more than in {found.exceeded} of the {found.windows} times {days} before, median {found.usual:g}"
    bound = "" if found.is_unusual else "; it went wrong with more than in 3 of 4"
    return Sign(found.is_unusual, f"{counted(found.count, 'severe defect')} in {days} ({before}{bound}).")


def _active(as_of: Instant) -> Question:
    return Question(ACTIVE, as_of, Parameters((("role", "all"), ("window", "28d"))))


def _adopted(as_of: Instant, below: float, by: Seconds, readings: Mapping[Question, Reading], until: Instant) -> Sign:
    """Return whether too few people use the system some time after a go-live."""
    days = counted(by // DAY, "day")
    if as_of + by > until:
        return not_over("How many people use the system is measured on", as_of + by)
    reading = readings[_active(as_of + by)]
    if isinstance(reading, Unavailable):
        return Sign(None, f"How many people used the system after {days} is unknown: {reading.reason}.")
    return Sign(reading.value < below, f"After {days}: {reading.summary.rstrip('.')}; {below * 100:g} % expected.")
