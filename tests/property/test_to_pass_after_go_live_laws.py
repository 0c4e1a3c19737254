"""The same for the time after go-live."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.after_live import in_processes, shown
from support.records import provenance
from support.worlds import COUNTS, DAYS, FEW, LAW, NOW, SHARES, World, check, chosen

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.audits import Audit, AuditFacts
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.model.facts.records.kpis import Kpi, KpiFacts
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.facts.records.workarounds import Workaround, WorkaroundFacts
from readiness_gate.model.governance import EarlierDecision, EarlierFacts
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Question, Reading
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, When, day_of
from readiness_gate.signals import SIGNALS, measure

YES = Limit("equals", True)
NAMES = ("a", "b", "c", "d")
SOME = st.frozensets(st.sampled_from(NAMES))
ZONE = shown().calendar
LIVE = Milestone("d60", "adoption-d60", dt.date(2027, 1, 1), go_live=day_of(NOW - 40 * DAY, ZONE), after=NAMES)


def _ago(days: float) -> When:
    return When(NOW - round(days * DAY), NOW - round(days * DAY))


def _table(kind: type[RecordFacts], name: str, *records: object, observed: Instant = NOW) -> Any:
    return kind(replace(provenance(name, len(records)), observed_at=observed), {}, records, {})


def _ask(signal: str, *facts: Any, at: Instant = NOW, milestone: Milestone = LIVE, **given: Any) -> Reading:
    sources: Mapping[str, Any] = {one.provenance.source: one for one in facts}
    asked = Question(signal, at, SIGNALS[signal].with_defaults(given))
    return measure(SIGNALS, Facts(shown(), milestone, sources), asked)


def _entered(complete: Sequence[bool]) -> World:
    rows = [Entry(f"R-{number}", _ago(3), "ann", complete=one) for number, one in enumerate(complete)]

    def completing(steps: Sequence[Step], rng: Random) -> World:
        bad = [number for number, one in enumerate(complete) if not one]
        done = set(rng.sample(bad, sum(step.count for step in steps)))
        return _entered([one or number in done for number, one in enumerate(complete)])

    return World(lambda _at: _ask("adoption.complete-share", _table(EntryFacts, "entries", *rows), min=3), completing)


@LAW
@given(st.lists(st.booleans(), min_size=3, max_size=9).map(_entered), SHARES, st.randoms(use_true_random=False))
def test_completing_any_such_records(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


def _doubled(originals: int, doubles: int) -> World:
    rows = [Entry(f"R-{number}", _ago(3), "ann", duplicate=number < doubles) for number in range(originals + doubles)]
    return World(
        lambda _at: _ask("adoption.duplicate-share", _table(EntryFacts, "entries", *rows), min=3),
        lambda steps, _rng: _doubled(originals, doubles - sum(step.count for step in steps)),
    )


@LAW
@given(st.integers(0, 9), st.integers(0, 5), FEW, st.randoms(use_true_random=False))
def test_merging_any_such_duplicates(originals: int, doubles: int, limit: Limit, rng: Random) -> None:
    """Each leaves one record less, and enough to take a share of."""
    check(_doubled(originals, doubles), limit, rng)


def _captured(there: frozenset[str]) -> World:
    rows = [Kpi(f"of {name}", name, True, 1, _ago(1), 2, _ago(1)) for name in sorted(there)]
    kpis = _table(KpiFacts, "kpis", *rows, Kpi("other"))
    before = replace(LIVE, go_live=day_of(NOW + 9 * DAY, ZONE))
    return World(
        lambda _at: _ask("adoption.baselines-share", kpis, in_processes(*NAMES), milestone=before),
        lambda steps, rng: _captured(there | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_captured), SHARES, st.randoms(use_true_random=False))
def test_capturing_baselines_of_any_such_processes(world: World, limit: Limit, rng: Random) -> None:
    """Before go-live."""
    check(world, limit, rng)


def _answered(answers: int, with_issue: int) -> World:
    asked = Audit(7, _ago(33), True, answers, with_issue)
    return World(
        lambda _at: _ask("adoption.harder-asked", _table(AuditFacts, "audits", asked)),
        lambda steps, _rng: _answered(answers, with_issue + sum(step.count for step in steps)),
    )


@LAW
@given(st.integers(1, 3), st.integers(0, 3), st.randoms(use_true_random=False))
def test_creating_issues_for_any_such_answers(answers: int, with_issue: int, rng: Random) -> None:
    """All of them."""
    check(_answered(answers, min(answers, with_issue)), YES, rng)


def _worked_around(closed: frozenset[str]) -> World:
    rows = [Workaround(name, _ago(9), closed=_ago(1) if name in closed else None) for name in NAMES]
    return World(
        lambda _at: _ask("adoption.workarounds-open", _table(WorkaroundFacts, "workarounds", *rows)),
        lambda steps, rng: _worked_around(closed | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_worked_around), COUNTS, st.randoms(use_true_random=False))
def test_closing_any_such_workarounds(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


def _urgent(resolved: frozenset[str]) -> World:
    rows = [Ticket(name, _ago(9), "P1", resolved=_ago(1) if name in resolved else None) for name in NAMES]
    return World(
        lambda _at: _ask("hypercare.open-p1", _table(TicketFacts, "tickets", *rows)),
        lambda steps, rng: _urgent(resolved | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_urgent), COUNTS, st.randoms(use_true_random=False))
def test_resolving_any_such_tickets(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


def _quiet(ages: Sequence[float]) -> World:
    rows = [Ticket(f"T-{number}", _ago(age), "P1") for number, age in enumerate(ages)]

    def reading(at: Instant) -> Reading:
        return _ask("hypercare.quiet-days", _table(TicketFacts, "tickets", *rows, observed=at), at=at)

    return World(reading, lambda _steps, _rng: _quiet(ages))


@LAW
@given(st.lists(st.floats(0, 60), min_size=1, max_size=4), DAYS, st.randoms(use_true_random=False))
def test_days_without_an_urgent_ticket(ages: list[float], limit: Limit, rng: Random) -> None:
    """At that very second enough days have passed, as long as the tickets are exported again."""
    check(_quiet(ages), limit, rng)


def _handed_over(signed: frozenset[str]) -> World:
    rows = [HandoverItem(name, "IT", _ago(1) if name in signed else None) for name in NAMES]
    return World(
        lambda _at: _ask("hypercare.handover-signed", _table(HandoverFacts, "handovers", *rows)),
        lambda steps, rng: _handed_over(signed | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_handed_over), st.randoms(use_true_random=False))
def test_signing_all_such_hand_overs(world: World, rng: Random) -> None:
    """One that is missing is one too many."""
    check(world, YES, rng)


def _earlier(go: frozenset[str]) -> World:
    decided = (EarlierDecision(name, NOW, "go" if name in go else "no-go", ("why",)) for name in NAMES)
    facts = EarlierFacts(provenance("milestones", len(NAMES)), tuple(decided))
    return World(
        lambda _at: _ask("milestones.earlier-not-go", facts),
        lambda steps, rng: _earlier(go | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_earlier), COUNTS, st.randoms(use_true_random=False))
def test_bringing_any_such_milestones_to_go(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)
