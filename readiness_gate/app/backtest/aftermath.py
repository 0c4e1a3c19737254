"""What became of a go-live: by what somebody says, and by what facts show."""

import statistics
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from readiness_gate.app.backtest.cases import Case, Claim
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.backtest import Aftermath, PastGoLive
from readiness_gate.model.past_go_lives import Label
from readiness_gate.model.reading import Measured, Parameters, Question, Reading, Unavailable
from readiness_gate.model.releases import called, is_patch
from readiness_gate.model.time import DAY, Instant, Seconds, iso_day
from readiness_gate.model.wording import counted, some

RAISED, ACTIVE = "defects.raised", "adoption.active-share"
FEWEST_WINDOWS, MOST_WINDOWS = 6, 13
"""How many earlier windows say what is usual: fewer are too few, and more are not looked at."""
_NOTHING = "Nothing says what became of it: add went-wrong = true or false, or patch-within."

Readings = Mapping[Question, Reading]


@dataclass(frozen=True, slots=True)
class _Sign:
    """What one sign shows."""

    went_wrong: bool | None
    seen: str
    said_by: str = ""


def questions(case: Case, until: Instant) -> tuple[Question, ...]:
    """What is asked to know what became of a go-live, of times that are over by an instant."""
    asked: dict[Question, None] = {}
    for claim in case.claims:
        grave, by = claim.signs.grave_defects_within, claim.signs.by
        if grave is not None and case.go_live.as_of + grave <= until:
            asked |= dict.fromkeys((_raised(case.go_live.as_of + grave, grave), *_before(case.go_live.as_of, grave)))
        if by is not None and case.go_live.as_of + by <= until:
            asked[_active(case.go_live.as_of + by)] = None
    return tuple(asked)


def aftermath(case: Case, readings: Readings, until: Instant) -> Aftermath:
    """What became of a go-live by an instant: wrong if anything says so, right if everything that was asked for says
    so, and else unknown."""
    signs = [sign for claim in case.claims for sign in _signs(claim, case.go_live, readings, until)]
    if not signs:
        return Aftermath(None, _NOTHING)
    wrong = [sign for sign in signs if sign.went_wrong]
    unknown = [sign for sign in signs if sign.went_wrong is None]
    telling, went_wrong = (wrong, True) if wrong else (unknown, None) if unknown else (signs, False)
    seen = " ".join(dict.fromkeys(sign.seen for sign in telling))
    said_by = ", ".join(dict.fromkeys(sign.said_by for sign in telling if sign.said_by))
    return Aftermath(went_wrong, seen, said_by)


def _signs(claim: Claim, go_live: PastGoLive, readings: Readings, until: Instant) -> Iterator[_Sign]:
    """Everything that one table says, or asks for."""
    signs = claim.signs
    if claim.label is not None:
        yield _labelled(claim.label)
    if signs.patch_within is not None:
        yield _patched(claim, go_live.as_of, signs.patch_within, until)
    if signs.grave_defects_within is not None:
        yield _raised_defects(go_live.as_of, signs.grave_defects_within, readings, until)
    if signs.adoption_below is not None and signs.by is not None:
        yield _adopted(go_live.as_of, signs.adoption_below, signs.by, readings, until)


def _labelled(label: Label) -> _Sign:
    because = f": {label.because}" if label.because else ""
    said = f"{label.said_by} says that it went {'wrong' if label.went_wrong else 'well'}{because}."
    return _Sign(label.went_wrong, said, label.said_by)


def _not_over(what: str, end: Instant) -> _Sign:
    return _Sign(None, f"{what} until {iso_day(end)}, which is not over.")


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
    if dated and dated[0][0] <= min(as_of + within, until):
        when, name = dated[0]
        return _Sign(True, f"{name} followed {_after(when - as_of)} later.")
    if as_of + within > until:
        return _not_over(f"No patch yet of {own[0].name}; they count", as_of + within)
    undated = [patch.name for patch in patches if patch.at is None]
    if undated:
        return _Sign(None, f"Whether it was patched is unknown: {some(undated)} has no date.")
    return _Sign(False, f"No patch of {own[0].name} in {days}.")


def _after(seconds: Seconds) -> str:
    days = seconds // DAY
    return counted(days, "day") if days else "less than a day"


def _raised(as_of: Instant, window: Seconds) -> Question:
    values = (("severity", "sev1+sev2"), ("window", f"{window // DAY}d"))
    return Question(RAISED, as_of, Parameters(values))


def _before(as_of: Instant, window: Seconds) -> Iterator[Question]:
    """The same of the windows before a go-live, the last first, and one more: a window counts if there were defects
    before it."""
    return (_raised(as_of - ago * window, window) for ago in range(MOST_WINDOWS + 1))


def _raised_defects(as_of: Instant, window: Seconds, readings: Readings, until: Instant) -> _Sign:
    """Whether more severe defects came after a go-live than usual."""
    if as_of + window > until:
        return _not_over("Severe defects count", as_of + window)
    after = readings[_raised(as_of + window, window)]
    if isinstance(after, Unavailable):
        return _Sign(None, f"How many severe defects followed is unknown: {after.reason}.")
    usual = _usual([readings[question] for question in _before(as_of, window)])
    days = counted(window // DAY, "day")
    if isinstance(usual, Unavailable):
        return _Sign(None, f"How many severe defects are usual in {days} is unknown: {usual.reason}.")
    median, windows = usual
    count = int(after.value)
    usually = f"usual: {median:g}, the median of {windows} times {days} before"
    return _Sign(count > median, f"{counted(count, 'severe defect')} in {days} ({usually}).")


def _usual(before: Sequence[Reading]) -> tuple[float, int] | Unavailable:
    """The median number of severe defects in the windows before, and how many windows that is of; or why it is
    unknown."""
    known = list(takewhile(lambda reading: isinstance(reading, Measured), before))
    values = [reading.value for reading in known[:-1] if isinstance(reading, Measured)]
    if len(values) >= FEWEST_WINDOWS:
        return statistics.median(values), len(values)
    first = before[len(known)] if len(known) < len(before) else None
    why = f": {first.reason}" if isinstance(first, Unavailable) else ""
    return Unavailable(
        f"{counted(len(values), 'window')} before it can be counted, and {FEWEST_WINDOWS} are needed{why}"
    )


def _active(as_of: Instant) -> Question:
    return Question(ACTIVE, as_of, Parameters((("role", "all"), ("window", "28d"))))


def _adopted(as_of: Instant, below: float, by: Seconds, readings: Readings, until: Instant) -> _Sign:
    """Whether too few people use the system some time after a go-live."""
    days = counted(by // DAY, "day")
    if as_of + by > until:
        return _not_over(f"How many people use the system counts after {days},", as_of + by)
    reading = readings[_active(as_of + by)]
    if isinstance(reading, Unavailable):
        return _Sign(None, f"How many people used the system after {days} is unknown: {reading.reason}.")
    return _Sign(reading.value < below, f"After {days}: {reading.summary.rstrip('.')}; {below:.0%} expected.")
