"""What became of a go-live: by what somebody says, and by what facts show."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from readiness_gate.app.backtest import severe
from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import Aftermath
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.past_go_lives import Label
from readiness_gate.model.reading import Parameters, Question, Reading, Unavailable
from readiness_gate.model.releases import called, is_patch
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, HOUR, Instant, Seconds, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.run import Asked, Evaluation

ACTIVE = "adoption.active-share"
_SLACK = HOUR + 1
"""By how much the beginning of a later day may be further away than whole days: a day may have 25 hours, and a go-live
on a day is judged as of the second before it."""
_NOTHING = "Nothing says what became of it: add went-wrong = true or false, or patch-within."


@dataclass(frozen=True, slots=True)
class _Sign:
    """What one sign shows."""

    went_wrong: bool | None
    seen: str
    said_by: str = ""


def asked(case: Case, milestone: Milestone, until: Instant) -> Asked:
    """What is asked to know what became of a go-live, of times that are over by an instant."""
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
    """What became of a go-live by an instant: wrong if anything says so, right if everything that was asked for says
    so, and else unknown."""
    signs = [sign for claim in case.claims for sign in _signs(claim, case.go_live.as_of, found, until)]
    if not signs:
        return Aftermath(None, _NOTHING)
    wrong = [sign for sign in signs if sign.went_wrong]
    unknown = [sign for sign in signs if sign.went_wrong is None]
    telling, went_wrong = (wrong, True) if wrong else (unknown, None) if unknown else (signs, False)
    seen = " ".join(dict.fromkeys(sign.seen for sign in telling))
    said_by = ", ".join(dict.fromkeys(sign.said_by for sign in telling if sign.said_by))
    return Aftermath(went_wrong, seen, said_by)


def _signs(claim: Claim, as_of: Instant, found: Evaluation, until: Instant) -> Iterator[_Sign]:
    """Everything that one table says, or asks for."""
    signs = claim.signs
    if claim.label is not None:
        yield _labelled(claim.label)
    if signs.patch_within is not None:
        yield _patched(claim, as_of, signs.patch_within, until)
    if signs.grave_defects_within is not None:
        yield _raised(as_of, signs.grave_defects_within, found.facts, until)
    if signs.adoption_below is not None and signs.by is not None:
        yield _adopted(as_of, signs.adoption_below, signs.by, found.readings, until)


def _labelled(label: Label) -> _Sign:
    because = f": {label.because}" if label.because else ""
    said = f"{label.said_by} says that it went {'wrong' if label.went_wrong else 'well'}{because}."
    return _Sign(label.went_wrong, said, label.said_by)


def _not_over(what: str, end: Instant) -> _Sign:
    return _Sign(None, f"{what} {iso_day(end)}, which is still to come.")


def _patched(claim: Claim, as_of: Instant, within: Seconds, until: Instant) -> _Sign:
    """Whether a patch came in time: one that did is a sign even before that time is over."""
    if claim.why_no_releases:
        return _Sign(None, f"Whether it was patched is unknown: {claim.why_no_releases}.")
    own = called(claim.release, claim.releases)
    if len(own) != 1:
        named = f"several releases may be {claim.release}: {some([one.name for one in own])}"
        why = named if own else f"no tag or version is called {claim.release}: correct its version"
        return _Sign(None, f"Whether it was patched is unknown: {why}.")
    patches = [release for release in claim.releases if is_patch(release.name, own[0].name)]
    dated = sorted((patch.at, patch.name) for patch in patches if patch.at is not None and patch.at > as_of)
    days = counted(within // DAY, "day")
    if dated and dated[0][0] <= min(as_of + within + _SLACK, until):
        when, name = dated[0]
        return _Sign(True, f"{name} followed {_after(when - as_of)} later.")
    if as_of + within > until:
        return _not_over(f"Patches of {own[0].name} count until", as_of + within)
    undated = [patch.name for patch in patches if patch.at is None]
    if undated:
        return _Sign(None, f"Whether it was patched is unknown: {some(undated)} has no date.")
    return _Sign(False, f"No patch of {own[0].name} in {days}.")


def _after(seconds: Seconds) -> str:
    days = seconds // DAY
    return counted(days, "day") if days else "less than a day"


def _raised(as_of: Instant, window: Seconds, facts: Facts, until: Instant) -> _Sign:
    """Whether more severe defects came after a go-live than usual."""
    if as_of + window > until:
        return _not_over("Severe defects count until", as_of + window)
    found, days = severe.raised(facts, as_of, window), counted(window // DAY, "day")
    if isinstance(found, Unavailable):
        return _Sign(None, f"Whether more severe defects followed than usual is unknown: {found.reason}.")
    usually = f"usual: {found.usual:g}, the median of {found.windows} times {days} before"
    return _Sign(found.count > found.usual, f"{counted(found.count, 'severe defect')} in {days} ({usually}).")


def _active(as_of: Instant) -> Question:
    return Question(ACTIVE, as_of, Parameters((("role", "all"), ("window", "28d"))))


def _adopted(as_of: Instant, below: float, by: Seconds, readings: Mapping[Question, Reading], until: Instant) -> _Sign:
    """Whether too few people use the system some time after a go-live."""
    days = counted(by // DAY, "day")
    if as_of + by > until:
        return _not_over("How many people use the system is measured on", as_of + by)
    reading = readings[_active(as_of + by)]
    if isinstance(reading, Unavailable):
        return _Sign(None, f"How many people used the system after {days} is unknown: {reading.reason}.")
    return _Sign(reading.value < below, f"After {days}: {reading.summary.rstrip('.')}; {below * 100:g} % expected.")
