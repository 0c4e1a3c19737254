"""The signal on who used the system at all."""

import re
from collections.abc import Collection

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import replace
from readiness_gate.model.facts import Facts
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.signals.adoption.parts import (
    BY_ROLE,
    SOURCES,
    Part,
    deciding,
    groups,
    more_people,
    needs,
    parts,
    reading,
    unknown_use,
)
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.diary import LATEST
from readiness_gate.signals.views.use import User, used

_FAILED = 0.25
"""From the 60th day on, adoption has failed if the share is at most this."""
_FAILED_FROM = 60
_KIND = re.compile(r"adoption-d([0-9]+)")


def active_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a role's people who used the system at all in a window; `worst` is the role with the
    lowest share, `all` counts people."""
    asked, window = parameters.text("role"), parameters.seconds("window")
    days = parameters.in_words("window")

    def why(unknown: Collection[User]) -> CannotMeasure:
        return unknown_use(facts, "whether {} used the system", unknown, as_of - window + 1, as_of, as_of - LATEST)

    asked_for = groups(facts, as_of, asked)
    found = parts(asked_for, used(facts, as_of, window), why)
    lowest, beginning = deciding(found)
    idle = len(lowest.people) - len(lowest.counting)
    failed = f"{_failure(lowest)}. " if _has_failed(facts, as_of, lowest) else ""
    did_not = f"{idle} of {len(lowest.people)} people{lowest.which} did not use the system in the last {days}"
    measured = reading(facts, as_of, asked, found)(
        f"{failed}{beginning}{lowest.counts} used the system in the last {days}",
        f"{_lower(_failure(lowest))} ({len(lowest.counting)} of {len(lowest.people)})" if failed else did_not,
    )
    return replace(measured, levers=more_people(asked_for, found, as_of, "uses the system", "use the system"))


ACTIVE_SHARE = Signal(
    name="adoption.active-share",
    unit="share",
    sources=SOURCES,
    meaning="The share of people who used the system at all in the last weeks. It says nothing about how often.",
    needs=needs,
    measure=active_share,
    parameters=(BY_ROLE, Parameter("window", "window", "28d", "the time in which one use is enough")),
    topic="how many people use the system",
)


def _has_failed(facts: Facts, as_of: Instant, lowest: Part) -> bool:
    """Return whether so few people use the system that adoption has failed. This is decided only at or after a
    milestone at least 60 days after go-live."""
    milestone = facts.milestone
    kind = _KIND.fullmatch(milestone.kind) if milestone else None
    if milestone is None or kind is None or int(kind[1]) < _FAILED_FROM or facts.day(as_of) < milestone.date:
        return False
    return lowest.share <= _FAILED


def _failure(lowest: Part) -> str:
    return f"Adoption has failed: {lowest.share * 100:.0f} % of people{lowest.which} used the system"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


SIGNALS = (ACTIVE_SHARE,)
