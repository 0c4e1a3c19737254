"""The same for people who repeat a module or need a session, for exports, waivers and sign-offs."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from support.decisions import closed, decided
from support.exports import people_settings
from support.gates import TERMS, gate, judged, rule, waiver
from support.git import instant
from support.landings import issues, landing, mainline, people, read, settings, story
from support.worlds import (
    AGES,
    COUNTS,
    DAY_OF_CHECK,
    FEW,
    LAW,
    NOW,
    SHARES,
    World,
    better_than,
    check,
    check_shared,
    finding,
)

from readiness_gate.judge.to_pass import Pause, Step, to_pass
from readiness_gate.model.decisions import Condition, Entry
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.facts.people import CalendarFacts, Completion, Membership, PeopleFacts, Session
from readiness_gate.model.governance import PolicyFacts
from readiness_gate.model.policy import Limit, SignOff, Waiver
from readiness_gate.model.reading import Reading, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.time import Instant
from readiness_gate.signals import SIGNALS, seeing
from readiness_gate.signals.signal import answered

REQUIRED = {"Clerk": ("basics", "quoting"), "Sales rep": ("quoting",)}
COVERS = tuple(Cover((f"config/{module}",), modules=(module,)) for module in ("basics", "quoting"))
GIT = mainline(landing(50, "config/quoting"), landing(40, "config/basics"), tree=["config/quoting", "config/basics"])
Done = frozenset[tuple[str, str, int]]


@st.composite
def trained(draw: st.DrawFn) -> World:
    """Trained people of two roles, some of them before the configuration changed."""
    asked = draw(st.sampled_from(("worst", "all", "Clerk")))
    rows = [Membership("p0", "Clerk"), Membership("p1", "Sales rep")]
    for person in range(2, draw(st.integers(2, 7))):
        held = draw(st.sets(st.sampled_from(sorted(REQUIRED)), min_size=1))
        rows += [Membership(f"p{person}", role) for role in sorted(held)]
    days = st.sampled_from((30, 45, 55))
    done = {(row.person, module): draw(days) for row in rows for module in REQUIRED[row.role]}
    return _trained(asked, tuple(rows), frozenset((*pair, day) for pair, day in done.items()))


def _trained(asked: str, rows: tuple[Membership, ...], done: Done) -> World:
    configured = settings(covers=COVERS, people=people_settings(required=REQUIRED))

    def measured(_at: Instant) -> Reading:
        completions = tuple(Completion(person, module, instant(day)) for person, module, day in sorted(done))
        facts = PeopleFacts(Provenance("people", "x", "all", 0), rows, completions)
        no_issues = Unavailable("no issues")
        return read("training.stale-share", DAY_OF_CHECK, GIT, no_issues, facts, configured=configured, role=asked)

    def repeated(steps: Sequence[Step], rng: Random) -> World:
        now = done
        for step in steps:
            held = {row.person for row in rows if f"in the role {row.role} " in step.work.many or asked == "all"}
            stale = sorted({person for person, module, day in now if person in held and day < _changed(module)})
            chosen = rng.sample(stale, min(step.count, len(stale)))
            now |= {(person, module, DAY_OF_CHECK) for person, module, _ in done if person in chosen}
            now = _newest(now)
        return _trained(asked, rows, now)

    return World(measured, repeated)


def _changed(module: str) -> int:
    return {"basics": 40, "quoting": 50}[module]


def _newest(done: Done) -> Done:
    newest: dict[tuple[str, str], int] = {}
    for person, module, day in done:
        newest[person, module] = max(day, newest.get((person, module), day))
    return frozenset((*pair, day) for pair, day in newest.items())


@LAW
@given(trained(), FEW, st.randoms(use_true_random=False))
def test_training_any_such_people_again(world: World, limit: Limit, rng: Random) -> None:
    """In every role that is beyond the limit, whoever repeats what changed; one fewer of a role that shares nobody."""
    check_shared(world, limit, rng)


@st.composite
def sessions(draw: st.DrawFn) -> World:
    """Roles, of which some have a session after the milestone."""
    roles = [f"Role {number}" for number in range(draw(st.integers(1, 6)))]
    return _sessions(roles, frozenset(draw(st.sets(st.sampled_from(roles)))))


def _sessions(roles: Sequence[str], planned: frozenset[str]) -> World:
    def measured(at: Instant) -> Reading:
        rows = tuple(Membership(f"of {role}", role) for role in roles)
        known = PeopleFacts(Provenance("people", "x", "all", 0), rows, ())
        early = Session(instant(80), "quoting", roles[0])
        held = (early, *(Session(instant(100), "quoting", role) for role in sorted(planned)))
        calendar = CalendarFacts(Provenance("calendar", "x", "all", 0), held)
        facts = story(GIT, 90, sources={"people": known, "calendar": calendar})
        signal = SIGNALS["training.reinforced-share"]
        return answered(signal, facts, at, signal.with_defaults({}))

    def planning(steps: Sequence[Step], rng: Random) -> World:
        chosen = {role for step in steps for role in rng.sample(step.work.names, step.count)}
        return _sessions(roles, planned | chosen)

    return World(measured, planning)


@LAW
@given(sessions(), SHARES, st.randoms(use_true_random=False))
def test_planning_sessions_for_any_such_roles(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of them get one, so that a share is met."""
    check(world, limit, rng)


def _exported(export: int, completed: int) -> World:
    def measured(_at: Instant) -> Reading:
        who = people(completed, roster=[(completed, None)])
        return read("evidence.age", DAY_OF_CHECK, mainline(), issues(export), who)

    return World(measured, lambda steps, _rng: _exported(DAY_OF_CHECK if _count(steps) else export, completed))


def _count(steps: Sequence[Step]) -> int:
    return sum(step.count for step in steps)


@LAW
@given(st.builds(_exported, st.integers(20, 59), st.integers(20, 59)), AGES, st.randoms(use_true_random=False))
def test_exporting_the_issues_again(world: World, limit: Limit, rng: Random) -> None:
    """Where they are the oldest source, and the others are not too old."""
    check(world, limit, rng)


BEGINS = date(2026, 3, 2)
"""The day of the check."""


@st.composite
def promised(draw: st.DrawFn) -> World:
    """Conditions of decisions, some of them overdue."""
    days = draw(st.lists(st.integers(-20, 20), min_size=1, max_size=7))
    conditions = tuple(
        Condition(f"1.{place}", "x", BEGINS + timedelta(days=day), "y") for place, day in enumerate(days, 1)
    )
    return _promised((decided(at=0, conditions=conditions),))


def _promised(entries: tuple[Entry, ...]) -> World:
    def measured(at: Instant) -> Reading:
        said = DecisionFacts(Provenance("decisions", "x", "all", 0), entries)
        facts = Facts(Settings("P", Path()), None, {"decisions": said})
        return answered(SIGNALS["decisions.overdue"], facts, at, SIGNALS["decisions.overdue"].with_defaults({}))

    def done(steps: Sequence[Step], rng: Random) -> World:
        now = list(entries)
        for step in steps:
            for name in rng.sample(step.work.names, step.count):
                now.append(closed(len(now) + 1, name, 0))
        return _promised(tuple(now))

    return World(measured, done)


@LAW
@given(promised(), COUNTS, st.randoms(use_true_random=False))
def test_closing_any_conditions_that_are_overdue(world: World, limit: Limit, rng: Random) -> None:
    """So many of them, and one fewer does not."""
    check(world, limit, rng)


@st.composite
def accepted(draw: st.DrawFn) -> PolicyFacts:
    """Waivers that are in force, over, or still to come."""
    days = st.integers(-20, 20)
    waivers = [
        waiver(f"R-{number}", approved_on=BEGINS + timedelta(days=first), expires=BEGINS + timedelta(days=last))
        for number in range(draw(st.integers(1, 7)))
        for first, last in [sorted((draw(days), draw(days)))]
    ]
    return _policy(waivers)


def _policy(waivers: Sequence[Waiver]) -> PolicyFacts:
    zone = ZoneInfo("Europe/Berlin")
    return PolicyFacts(Provenance("policy", "x", "all", 0), tuple(waivers), replace(TERMS, max_days=60), zone)


def _accepting(policy: PolicyFacts) -> World:
    def measured(at: Instant) -> Reading:
        facts = Facts(Settings("P", Path()), None, {"policy": policy})
        return answered(SIGNALS["waivers.in-force"], facts, at, SIGNALS["waivers.in-force"].with_defaults({}))

    return World(measured, lambda _steps, _rng: _accepting(policy))


@LAW
@given(accepted(), COUNTS, st.randoms(use_true_random=False))
def test_waiting_until_waivers_have_run_out(policy: PolicyFacts, limit: Limit, rng: Random) -> None:
    """At that very second few enough are in force, and a second earlier too many. What is to be done instead helps at
    once, and one fewer does not."""
    world = _accepting(policy)
    check(world, limit, rng)
    before = finding(world, limit, NOW)
    passing = to_pass(before, NOW)
    assert passing is not None
    (step,) = passing.steps
    assert isinstance(step, Pause)
    counting = [one for one in policy.waivers if one.approved_on <= BEGINS <= one.expires]
    for count, helps in ((step.needed, True), (step.needed - 1, False)):
        removed = rng.sample(counting, count)
        left = _policy([one for one in policy.waivers if one not in removed])
        assert (finding(_accepting(left), limit, NOW).outcome in better_than(before)) is helps


ROLES = ("sponsor", "operations", "program manager")


def _signing(signed: frozenset[str]) -> World:
    signers = {role: (f"{role}@example.com",) for role in ROLES}

    def measured(at: Instant) -> Reading:
        verdict = replace(judged(gate(rule()), {}), as_of=at, findings=(), evidence_digest="sha256:now")
        passing = finding(World(lambda _at: MEASURED, lambda _steps, _rng: _signing(signed)), Limit("at-most", 0), at)
        standing = {at: replace(verdict, findings=(passing,))}
        signoffs = tuple(SignOff("wave-2", role, f"{role}@example.com", at, "sha256:now") for role in sorted(signed))
        policy = replace(_policy(()), signers=signers, signoffs=signoffs)
        signal = seeing(standing)["governance.signoffs-missing"]
        return answered(signal, Facts(Settings("P", Path()), None, {"policy": policy}), at, signal.with_defaults({}))

    def signing(steps: Sequence[Step], rng: Random) -> World:
        return _signing(signed | {role for step in steps for role in rng.sample(step.work.names, step.count)})

    return World(measured, signing)


MEASURED = _exported(DAY_OF_CHECK, DAY_OF_CHECK).read(NOW)


@LAW
@given(st.builds(_signing, st.frozensets(st.sampled_from(ROLES))), COUNTS, st.randoms(use_true_random=False))
def test_getting_any_such_sign_offs(world: World, limit: Limit, rng: Random) -> None:
    """Whichever roles sign what holds now."""
    check(world, limit, rng)
