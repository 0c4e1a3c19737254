"""The same for processes, barriers and decisions, for those who lead the change, and for their documents."""

from collections.abc import Mapping, Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.landings import mainline
from support.records import AT, ask, day, provenance, roster, table
from support.training import Program
from support.worlds import COUNTS, LAW, SHARES, World, check, chosen, limits

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.barriers import GROUPS, Barrier, BarrierFacts
from readiness_gate.model.facts.records.benefits import Benefit, BenefitFacts
from readiness_gate.model.facts.records.design_decisions import DesignDecision, DesignDecisionFacts
from readiness_gate.model.facts.records.interviews import Interview, InterviewFacts
from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.model.facts.records.reality_checks import RealityCheck, RealityCheckFacts
from readiness_gate.model.facts.records.sponsor_acts import SponsorAct, SponsorActFacts
from readiness_gate.model.facts.stated import LeadershipFacts
from readiness_gate.model.policy import Limit
from readiness_gate.model.settings.leadership import LeadershipSettings
from readiness_gate.model.time import DAY, When

TODAY = When(AT, AT)
NAMES = tuple(f"Name {number}" for number in range(6))
SOME = st.frozensets(st.sampled_from(NAMES))
MANY = limits(st.sampled_from((1.0, 2.0, 3.0, 5.0, 6.0)), at_least=True)
RECENT = limits(st.sampled_from((0.5, 1.0, 7.0, 14.0)), at_least=False)


def _mapped(as_is: frozenset[str], to_be: frozenset[str], *, critical: bool) -> World:
    rows = [
        Process(name, name != NAMES[0], "a.md" if name in as_is else "", "b.md" if name in to_be else " ")
        for name in NAMES
    ]
    sources = {"processes": table(ProcessFacts, *rows)}

    def describing(steps: Sequence[Step], rng: Random) -> World:
        names = {*chosen(steps, rng)}
        return _mapped(as_is | names, to_be | names, critical=critical)

    return World(lambda _at: ask("process.mapped", sources, critical=critical), describing)


@LAW
@given(st.builds(_mapped, SOME, SOME, critical=st.booleans()), SHARES, st.randoms(use_true_random=False))
def test_describing_any_such_processes(world: World, limit: Limit, rng: Random) -> None:
    """As they are and as they will be."""
    check(world, limit, rng)


def _interviewed(held: Mapping[str, int]) -> World:
    rows = [Interview(f"{role} {number}", role, day(3)) for role, count in held.items() for number in range(count)]
    sources = {"interviews": table(InterviewFacts, *rows, Interview("planned", NAMES[0])), "people": roster(*NAMES)}

    def interviewing(steps: Sequence[Step], _rng: Random) -> World:
        more = {role: sum(step.count for step in steps if step.work.many.endswith(f" {role}")) for role in NAMES}
        return _interviewed({role: held.get(role, 0) + more[role] for role in NAMES})

    return World(lambda _at: ask("process.interviews", sources), interviewing)


@LAW
@given(
    st.dictionaries(st.sampled_from(NAMES), st.integers(0, 7)).map(_interviewed),
    MANY,
    st.randoms(use_true_random=False),
)
def test_holding_more_interviews(world: World, limit: Limit, rng: Random) -> None:
    """With every role that had too few."""
    check(world, limit, rng)


def _assessed(barriers: frozenset[Barrier]) -> World:
    sources = {"barriers": table(BarrierFacts, *sorted(barriers, key=lambda one: (one.id, one.level, one.owner)))}

    def assessing(steps: Sequence[Step], rng: Random) -> World:
        groups = {*chosen(steps, rng)}
        owned = {Barrier(one.id, one.group, one.level, one.assessed_on or TODAY, "Ann") for one in barriers}
        new = {Barrier(f"new {group}", group, "absent", TODAY) for group in GROUPS if group in groups}
        return _assessed(
            frozenset(one for one in barriers | new if one.group not in groups) | new | {*_of(owned, groups)}
        )

    return World(lambda _at: ask("process.barriers-assessed", sources), assessing)


def _of(barriers: set[Barrier], groups: set[str]) -> list[Barrier]:
    return [one for one in barriers if one.group in groups]


BARRIERS = st.builds(
    Barrier,
    st.sampled_from(("B-1", "B-2", "B-3")),
    st.sampled_from(GROUPS),
    st.sampled_from(("low", "high")),
    st.sampled_from((None, day(3))),
    st.sampled_from(("", "Ann")),
    st.sampled_from((None, day(1))),
)


@LAW
@given(st.frozensets(BARRIERS, max_size=12).map(_assessed), MANY, st.randoms(use_true_random=False))
def test_assessing_any_such_groups_of_barriers(world: World, limit: Limit, rng: Random) -> None:
    """With an owner for each high barrier."""
    check(world, limit, rng)


def _benefits(stated: frozenset[str]) -> World:
    rows = [Benefit(role, "less typing") for role in sorted(stated)]
    sources = {"benefits": table(BenefitFacts, *rows), "people": roster(*NAMES)}
    return World(
        lambda _at: ask("process.roles-without-benefit", sources),
        lambda steps, rng: _benefits(stated | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_benefits), COUNTS, st.randoms(use_true_random=False))
def test_writing_down_what_people_get(world: World, limit: Limit, rng: Random) -> None:
    """In any such roles."""
    check(world, limit, rng)


def _decided(with_users: frozenset[str]) -> World:
    rows = [DesignDecision(name, day(3), int(name in with_users)) for name in NAMES]
    sources = {"design-decisions": table(DesignDecisionFacts, *rows, DesignDecision("open"))}
    return World(
        lambda _at: ask("process.decisions-without-users", sources),
        lambda steps, rng: _decided(with_users | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_decided), COUNTS, st.randoms(use_true_random=False))
def test_taking_up_any_such_decisions_again(world: World, limit: Limit, rng: Random) -> None:
    """With users."""
    check(world, limit, rng)


def _checked(held: frozenset[str], now: frozenset[str] = frozenset()) -> World:
    rows = [RealityCheck(f"of {role}", role, TODAY if role in now else day(3)) for role in sorted(held | now)]
    planned = RealityCheck("planned", NAMES[0])
    sources = {"reality-checks": table(RealityCheckFacts, *rows, planned), "people": roster(*NAMES)}
    return World(
        lambda _at: ask("process.reality-check-share", sources),
        lambda steps, rng: _checked(held, now | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_checked), SHARES, st.randoms(use_true_random=False))
def test_holding_a_reality_check_in_any_such_roles(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


def _stated(signal: str, sponsor: str, owned: frozenset[str]) -> World:
    stated = LeadershipSettings(sponsor, dict.fromkeys(owned, "Ann"), NAMES)
    sources = {"leadership": LeadershipFacts(provenance("leadership", 1), stated)}

    def naming(steps: Sequence[Step], rng: Random) -> World:
        if signal == "leadership.owners":
            return _stated(signal, sponsor, owned | {*chosen(steps, rng)})
        return _stated(signal, "Ann" if sum(step.count for step in steps) else sponsor, owned)

    return World(lambda _at: ask(signal, sources), naming)


@LAW
@given(st.builds(_stated, st.just("leadership.owners"), st.just(""), SOME), SHARES, st.randoms(use_true_random=False))
def test_naming_owners_for_any_such_units(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


@LAW
@given(st.just(Limit("equals", True)), st.randoms(use_true_random=False))
def test_naming_a_sponsor(limit: Limit, rng: Random) -> None:
    """One is enough."""
    check(_stated("leadership.sponsor-named", "", frozenset()), limit, rng)


def _seen(days: Sequence[int], now: When | None) -> World:
    rows = [SponsorAct(f"A-{number}", day(ago)) for number, ago in enumerate(days)]
    sources = {"sponsor-acts": table(SponsorActFacts, *rows, SponsorAct("now", now))}

    def acting(steps: Sequence[Step], rng: Random) -> World:
        acts = sum(step.count for step in steps)
        return _seen(days, rng.choice((TODAY, day(0))) if acts else None)

    as_of = AT if now is None else now.end
    return World(lambda _at: ask("leadership.sponsor-days", sources, as_of=as_of), acting)


@LAW
@given(
    st.lists(st.integers(1, 40), min_size=1, max_size=4).map(lambda days: _seen(days, None)),
    RECENT,
    st.randoms(use_true_random=False),
)
def test_an_act_of_the_sponsor(world: World, limit: Limit, rng: Random) -> None:
    """Of a day, too, by its end."""
    check(world, limit, rng)
    assert day(0).end - day(0).start < DAY


def _documented(with_document: frozenset[str]) -> World:
    rows = [Membership(f"of {name}", "rep", critical=True, process=name) for name in NAMES]
    tree = ["docs/other.md", *(f"docs/{name}.md" for name in sorted(with_document))]
    named = {name: (f"docs/{name}.md",) for name in NAMES if name != NAMES[0] or name in with_document}
    program = Program(roster=rows, git=mainline(tree=tree), process_documents=named)
    return World(
        lambda _at: program.read("docs.process-share"),
        lambda steps, rng: _documented(with_document | {*chosen(steps, rng)}),
    )


@LAW
@given(SOME.map(_documented), SHARES, st.randoms(use_true_random=False))
def test_writing_documents_for_any_such_processes(world: World, limit: Limit, rng: Random) -> None:
    """Named in the table."""
    check(world, limit, rng)
