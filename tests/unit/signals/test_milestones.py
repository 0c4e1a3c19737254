"""Whether the milestones that another comes after are go."""

import datetime as dt
from dataclasses import replace

from support.after_live import MILESTONE, measured, read, why_not
from support.records import provenance
from support.tables import MONDAY

from readiness_gate.model.governance import EarlierDecision, EarlierFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Decision
from readiness_gate.signals import SIGNALS

NAME = "milestones.earlier-not-go"
LATER = replace(MILESTONE, after=("wave-1", "wave-0"))
NOW: Instant = MONDAY + 60 * DAY


def _facts(*decisions: EarlierDecision) -> EarlierFacts:
    return EarlierFacts(provenance("milestones", len(decisions)), decisions)


def _decided(name: str, decision: Decision, *why: str, at: Instant = NOW) -> EarlierDecision:
    return EarlierDecision(name, at, decision, why)


def test_all_are_go() -> None:
    """Nothing waits."""
    reading = measured(NAME, _facts(_decided("wave-1", "go"), _decided("wave-0", "go")), milestone=LATER)
    assert (reading.value, reading.summary, reading.shortfall) == (0, "Go: wave-1, wave-0.", "")
    assert reading.evidence == ()


def test_a_go_with_waivers() -> None:
    """It names what was accepted there: a reader of the later gate would take it for passed."""
    waived = replace(_decided("wave-1", "go"), waived=("ADP-00", "ADP-01"))
    reading = measured(NAME, _facts(waived, _decided("wave-0", "go")), milestone=LATER)
    assert (reading.value, reading.summary) == (0, "Go: wave-1 (waived: ADP-00, ADP-01), wave-0.")


def test_some_are_not() -> None:
    """Each with what is in its way; one that is undecided is not go."""
    waiting = _facts(
        _decided("wave-0", "undecided", "unknown: how many people are trained"),
        _decided("wave-1", "no-go", "23 % of people used the system", "3 open defects", "no sponsor"),
    )
    reading = measured(NAME, waiting, milestone=LATER)
    assert reading.value == 2
    assert reading.summary == (
        "wave-1 is no-go: 23 % of people used the system; 3 open defects and 1 more. "
        "wave-0 is undecided: unknown: how many people are trained."
    )
    assert reading.shortfall == "wave-1 is no-go: 23 % of people used the system and 2 more and 1 more"
    assert reading.evidence[0].note.endswith("3 open defects; no sponsor")
    names = ("wave-1", "wave-0")
    assert reading.levers == (Work("", "earlier milestone is go", "earlier milestones are go", (2, 1, 0), names),)


def test_a_decision_that_is_missing_is_unknown() -> None:
    """Or is of another instant."""
    some = _facts(_decided("wave-1", "go"), _decided("wave-0", "go", at=NOW - 1))
    why = why_not(NAME, some, milestone=LATER)
    assert why == "the gate of wave-0 was not judged as of 2027-04-30T08:00:00Z: run readiness-gate check d60"


def test_without_an_earlier_milestone() -> None:
    """It says how to name one; a name with a dot is quoted."""
    why = why_not(NAME, _facts(), milestone=Milestone("wave-2.live", "go-live", dt.date(2027, 5, 1)))
    assert why == (
        'wave-2.live comes after no other milestone: add after = "…" with the name of an earlier one to '
        '[milestones."wave-2.live"]'
    )
    assert isinstance(read(NAME, _facts(), milestone=None), Unavailable)


def test_what_it_needs() -> None:
    """How the earlier gates are judged as of that instant."""
    signal = SIGNALS[NAME]
    assert signal.needs(signal.with_defaults({}), NOW) == Needs(frozenset({"milestones"}), earlier=frozenset({NOW}))
