"""The gates of earlier milestones are judged first, from one read, and nothing of them turns a later gate to go."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.after_live import shown
from support.effort import law
from support.records import provenance
from support.tables import MONDAY, at

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Limit, Policy, Rule, Waiver, WaiverTerms
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.run import Program, evaluate, evaluate_series, plan
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import Source

NOW: Instant = MONDAY + 60 * DAY
NEXT = Rule("ADP-NEXT", "Every earlier milestone is go", "governance", "milestones.earlier-not-go", Limit("at-most", 0))
URGENT = Rule(
    "HYP-01",
    "No P1 ticket is open",
    "support",
    "hypercare.open-p1",
    Limit("at-most", 0),
    parameters=SIGNALS["hypercare.open-p1"].with_defaults({}),
)
SIGNED = Rule(
    "HYP-01-e",
    "The hand-over is signed",
    "support",
    "hypercare.handover-signed",
    Limit("equals", True),
    unit="boolean",
)
TICKETS: dict[str, tuple[Ticket, ...] | None] = {
    "go": (Ticket("T-1", at(1), "P1", resolved=at(2)),),
    "no-go": (Ticket("T-1", at(1), "P1"),),
    "undecided": None,
}


@dataclass
class _Reads:
    """Sources that have these tickets and hand-overs, and count how often they are read, and for what."""

    tickets: tuple[Ticket, ...] | None
    signed: bool = True
    count: Counter[str] = field(default_factory=Counter[str])
    needs: list[Needs] = field(default_factory=list[Needs])

    def fetch_tickets(self, _settings: Settings, needs: Needs, _now: Instant, _read: Reader) -> SourceFacts:
        self.count["tickets"] += 1
        self.needs.append(needs)
        if self.tickets is None:
            raise CouldNotLook("no tickets: export them")
        made = TicketFacts(provenance("tickets", 1), {}, self.tickets)
        return replace(made, provenance=replace(made.provenance, observed_at=NOW))

    def fetch_handovers(self, _settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> SourceFacts:
        self.count["handovers"] += 1
        item = HandoverItem("Support", "IT", at(1) if self.signed else None)
        return HandoverFacts(provenance("handovers", 1), {}, (item,))

    @property
    def program(self) -> Program:
        """A program on these sources."""
        table = {
            "tickets": Source("tickets", self.fetch_tickets),
            "handovers": Source("handovers", self.fetch_handovers),
        }
        return Program(shown(), lambda _path, _limit: None, NOW, SIGNALS, table)


def _gate(name: str, rules: Iterable[Rule], after: tuple[str, ...] = (), **changes: Any) -> Gate:
    milestone = Milestone(name, "go-live", dt.date(2027, 5, 1), after=after, **changes)
    terms = WaiverTerms(("boss@example.com",))
    return Gate("Program", shown().calendar, milestone, tuple(rules), Policy("digest"), terms=terms)


FIRST = _gate("wave-1", [URGENT])
LATER = replace(_gate("wave-2", [NEXT, SIGNED], ("wave-1",)), earlier=(FIRST,))


def _outcome(verdict: Verdict, rule: str = "ADP-NEXT") -> str:
    return next(finding.outcome for finding in verdict.findings if finding.rule.id == rule)


def test_each_source_is_read_once() -> None:
    """Together with what the earlier gates need; and each gate sees of it what it asked for."""
    reads = _Reads(TICKETS["no-go"])
    verdict = evaluate(reads.program, LATER, NOW)
    assert verdict.decision == "no-go"
    assert reads.count == {"tickets": 1, "handovers": 1}
    (finding,) = [one for one in verdict.findings if one.rule.id == "ADP-NEXT"]
    assert finding.message == "1; 0 allowed. wave-1 is no-go: 1 open P1 ticket."
    assert [origin.source for origin in verdict.sources] == ["handovers", "milestones", "tickets"]


@pytest.mark.parametrize(
    ("changes", "reads"),
    [
        pytest.param({"freeze": dt.date(2027, 4, 1)}, 1, id="freeze"),
        pytest.param({"roster": PeopleFile("wave-1.csv")}, 2, id="roster"),
    ],
)
def test_another_roster_is_read_apart(changes: dict[str, Any], reads: int) -> None:
    """As what is read depends on it; what is no git is the same whenever the freeze begins."""
    first = _gate("wave-1", [URGENT, SIGNED], **changes)
    counted = _Reads(TICKETS["go"])
    verdict = evaluate(counted.program, replace(LATER, earlier=(first,)), NOW)
    assert verdict.decision == "go"
    assert counted.count == {"tickets": 1, "handovers": reads}


def test_nothing_is_read_for_a_milestone_that_no_rule_asks_about() -> None:
    """The gate has no such rule."""
    reads = _Reads(TICKETS["no-go"])
    assert evaluate(reads.program, replace(LATER, rules=(SIGNED,)), NOW).decision == "go"
    assert reads.count == {"handovers": 1}


def test_milestones_in_a_row() -> None:
    """The third waits for the second, which waits for the first; each is judged once for an instant."""
    second = _gate("wave-2", [NEXT], ("wave-1",))
    third = replace(_gate("wave-3", [NEXT], ("wave-2", "wave-1")), earlier=(FIRST, second))
    reads = _Reads(TICKETS["no-go"])
    verdict = evaluate(reads.program, third, NOW)
    assert (verdict.decision, _outcome(verdict)) == ("no-go", "fail")
    message = verdict.findings[0].message
    assert message == (
        "2; 0 allowed. wave-2 is no-go: wave-1 is no-go: 1 open P1 ticket. wave-1 is no-go: 1 open P1 ticket."
    )
    assert evaluate(_Reads(TICKETS["go"]).program, third, NOW).decision == "go"


def test_days_before() -> None:
    """As of each of them, the earlier gate is judged as of the same."""
    later = Ticket("T-1", at(50), "P1"), Ticket("T-2", at(1), "P1", resolved=at(2))
    days = [NOW - 20 * DAY, NOW]
    reads = _Reads(later)
    series = evaluate_series(reads.program, LATER, days)
    assert [(one.as_of, _outcome(one)) for one in series.verdicts] == [(NOW - 20 * DAY, "pass"), (NOW, "fail")]
    assert reads.count["tickets"] == 1
    assert series.verdicts == tuple(evaluate(_Reads(later).program, LATER, day) for day in days)
    the_plan = plan(reads.program, [], LATER.milestone, LATER)
    assert the_plan.earlier == ()


def test_measuring_without_a_gate() -> None:
    """There is nothing to wait for, and the reason says what to do."""
    from readiness_gate.model.reading import Question, Unavailable  # noqa: PLC0415
    from readiness_gate.run import measure_all  # noqa: PLC0415

    asked = Question("milestones.earlier-not-go", NOW)
    reading = measure_all(_Reads(None).program, [asked], None).readings[asked]
    assert isinstance(reading, Unavailable)
    assert "name a milestone" in reading.reason


def test_a_gate_without_blocking_rules_is_not_go() -> None:
    """It says so."""
    first = _gate("wave-1", [replace(URGENT, enforcement="warn")])
    verdict = evaluate(_Reads(TICKETS["go"]).program, replace(LATER, earlier=(first,)), NOW)
    assert "wave-1 is undecided: no blocking rule applies to it." in verdict.findings[0].message


WAIVER = Waiver(
    "HYP-01", "r", "pm@example.com", "boss@example.com", dt.date(2027, 4, 20), dt.date(2027, 5, 10), "wave-1"
)


@law(200)
@given(st.sampled_from(sorted(TICKETS)), st.booleans(), st.booleans())
def test_only_a_go_lets_the_later_one_go(of_first: str, waived: bool, signed: bool) -> None:  # noqa: FBT001
    """Whatever is unknown, failing or accepted at the earlier milestone."""
    first = replace(FIRST, waivers=(WAIVER,) if waived else ())
    reads = _Reads(TICKETS[of_first], signed)
    verdict = evaluate(reads.program, replace(LATER, earlier=(first,)), NOW)
    alone = evaluate(reads.program, first, NOW)
    assert alone.decision == ("go" if of_first == "no-go" and waived else of_first)
    assert _outcome(verdict) == ("pass" if alone.decision == "go" else "fail")
    assert verdict.decision == ("go" if alone.decision == "go" and signed else "no-go")
