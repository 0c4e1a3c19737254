"""Whether processes are described, with whom, and what is in the way."""

from typing import Any

from support.exports import people_settings, settings
from support.tables import at, measured, table, why_not

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.barriers import GROUPS, Barrier, BarrierFacts
from readiness_gate.model.facts.records.interviews import Interview, InterviewFacts
from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.model.levers import Work

PEOPLE = PeopleFacts(
    Provenance("people", "roster.csv", "all", 3),
    (Membership("E1", "Sales rep"), Membership("E2", "Clerk"), Membership("E3", "Clerk")),
    (),
)


def _processes(*processes: Process, **lacking: str) -> Any:
    return table(ProcessFacts, "processes", *processes, lacking=lacking)


def _interviews(*interviews: Interview, **lacking: str) -> Any:
    return table(InterviewFacts, "interviews", *interviews, lacking=lacking)


def _barriers(*barriers: Barrier, **lacking: str) -> Any:
    return table(BarrierFacts, "barriers", *barriers, lacking=lacking)


def test_processes_that_are_described() -> None:
    """Both as they are and as they will be; critical ones alone on demand."""
    quote, order, visit = (
        Process("Quote", critical=True, as_is="a.md", to_be="b.md"),
        Process("Order", critical=True, as_is="a.md", to_be=" "),
        Process("Visit", critical=False),
    )
    reading = measured("process.mapped", _processes(quote, order, visit))
    assert reading.value == 1 / 3
    assert reading.summary == (
        "1 of 3 processes are described as they are and as they will be; still to describe: Order, Visit."
    )
    assert [evidence.note for evidence in reading.evidence] == ["no to-be", "no as-is and no to-be"]
    critical = measured("process.mapped", _processes(quote, order, visit), critical=True)
    assert critical.value == 0.5
    one, many = "process as it is and as it will be", "processes as they are and as they will be"
    assert critical.levers == (Work("describe", one, many, (0.5, 1.0), ("Order",)),)
    assert measured("process.mapped", _processes(quote)).summary.endswith(
        "1 of 1 processes are described as they are and as they will be."
    )
    assert "none of 1 process is critical" in why_not("process.mapped", _processes(visit), critical=True)
    assert why_not("process.mapped", _processes(quote, to_be="add it")) == "add it"


def _ask(*interviews: Interview, **lacking: str) -> Any:
    configured = settings(people=people_settings())
    return ("process.interviews", _interviews(*interviews, **lacking), PEOPLE), {"configured": configured}


def test_interviews_of_every_role() -> None:
    """The role with the fewest counts; planned ones do not."""
    asked, given = _ask(
        Interview("I-1", "sales-rep", at(1)), Interview("I-2", "Clerk", at(2)), Interview("I-3", "Clerk", at(3)),
        Interview("I-4", "Sales rep"), Interview("I-5", "Sales rep", at(120)),
    )  # fmt: skip
    reading = measured(*asked, **given)
    assert reading.value == 1
    assert reading.summary == "1 interview with the role Sales rep, the fewest of 2 roles; 3 in all."
    assert [(evidence.id, evidence.note) for evidence in reading.evidence] == [
        ("Sales rep", "1 interview"),
        ("Clerk", "2 interviews"),
    ]
    assert {lever.one for lever in reading.levers if isinstance(lever, Work)} == {
        "more interview with the role Clerk",
        "more interview with the role Sales rep",
    }
    asked, given = _ask(Interview("I-1", "Sales rep", at(80)), Interview("I-2", "Clerk", at(60)))
    assert measured(*asked, **given).value == 1
    assert measured(*asked, **given, window="30d").value == 0
    asked, given = _ask(Interview("I-1", "Sales rep", at(1)))
    assert measured(*asked, **given).value == 0
    asked, given = _ask(Interview("I-1", "Sale rep", at(1)))
    assert 'nobody on the roster has the role "Sale rep"' in why_not(*asked, **given)
    asked, given = _ask(Interview("I-1", "Clerk"), held_on="add it")
    assert why_not(*asked, **given) == "add it"


def test_groups_of_barriers() -> None:
    """A group is assessed when an assessment of it is there, and each high barrier that is open has an owner."""
    every = [Barrier(f"B-{group}", group, "low", at(1)) for group in GROUPS]
    assert measured("process.barriers-assessed", _barriers(*every)).value == 6
    planned = Barrier("B-1", "policy", "absent")
    later = Barrier("B-2", "people", "low", at(120))
    unowned = Barrier("B-3", "support", "high", at(1))
    closed = Barrier("B-4", "process", "high", at(1), "", at(2))
    owned = Barrier("B-5", "incentives", "high", at(1), "Head of sales")
    reading = measured("process.barriers-assessed", _barriers(planned, later, unowned, closed, owned))
    assert reading.value == 2
    assert reading.summary == (
        "2 of 6 groups of barriers are assessed; still open: policy, people, communication, support."
    )
    assert reading.evidence[-1].note == "high barriers without an owner: B-3"
    (lever,) = reading.levers
    assert lever.after == (2, 3, 4, 5, 6)  # type: ignore[union-attr]
    assert why_not("process.barriers-assessed", _barriers(*every, assessed_on="add it")) == "add it"
