"""Signals on whether a sponsor and the owners of adoption are named."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.stated import LeadershipFacts
from readiness_gate.model.levers import Work, work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import listed
from readiness_gate.signals.signal import Signal, all_of

_FEW = 5


def sponsor_named(facts: Facts, _as_of: Instant, _parameters: Parameters) -> Measured:
    """Return whether [leadership] names a sponsor."""
    named = bool(facts.require("leadership", LeadershipFacts).stated.sponsor)
    summary = "A sponsor is named." if named else "No sponsor is named: add sponsor to [leadership]."
    naming = Work("name", "sponsor in [leadership]", "sponsors in [leadership]", (named,) if named else (False, True))
    return Measured(named, summary, shortfall="no sponsor named", levers=(naming,))


SPONSOR_NAMED = Signal(
    name="leadership.sponsor-named",
    unit="boolean",
    sources=("leadership",),
    meaning="Whether a sponsor is named.",
    needs=all_of("leadership"),
    measure=sponsor_named,
    topic="who the sponsor is",
)


def owners(facts: Facts, _as_of: Instant, _parameters: Parameters) -> Measured:
    """Return the share of units whose owner [leadership.owners] names. Raises CannotMeasure if no units are known."""
    stated = facts.require("leadership", LeadershipFacts).stated
    if not stated.units:
        raise CannotMeasure("which units use the system is not configured: add units = […] to [leadership]")
    without = tuple(unit for unit in stated.units if unit not in stated.owners)
    number = len(stated.units)
    lacking = f"; without: {listed(without, _FEW)}" if without else ""
    return Measured(
        (number - len(without)) / number,
        f"{number - len(without)} of {number} units have an adoption owner{lacking}.",
        tuple(Evidence("unit", unit, stated.owners.get(unit, "no owner")) for unit in stated.units),
        shortfall=f"{len(without)} of {number} units without an adoption owner",
        levers=(work("name an owner for", "unit", without, of=number),),
    )


OWNERS = Signal(
    name="leadership.owners",
    unit="share",
    sources=("leadership",),
    meaning="The share of units in which somebody is named who owns the adoption.",
    needs=all_of("leadership"),
    measure=owners,
    topic="which units have an adoption owner",
)

SIGNALS = (SPONSOR_NAMED, OWNERS)
