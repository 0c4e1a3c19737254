"""The second stage of a run: fetch what the sources report, once for all milestones with the same settings."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import reduce

from readiness_gate import sources
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.run.gate_facts import EARLIER, GATE_SOURCES, NO_GATE, POLICY, policy_facts
from readiness_gate.run.program import ClockDoubt, Fetched, Plan, Program
from readiness_gate.signals.views.document_ages import remarked

_SKEW = 300
"""The difference in seconds between two clocks from which nothing that depends on the time is trusted."""
_FROZEN = frozenset({"git"})
"""The sources whose facts depend on when the freeze begins."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One read of the sources, for the plans of milestones with the same settings and freeze."""

    settings: Settings
    frozen: Instant | None
    plans: tuple[Plan, ...]
    facts: Mapping[str, SourceFacts | Unavailable]
    needs: Needs
    clock_doubt: ClockDoubt | None


def fetch(program: Program, plan: Plan) -> Fetched:
    """Return the facts of every source and of the gate itself, also for the earlier milestones of the plan."""
    return fetch_all(program, (plan,))[0]


def fetch_all(program: Program, plans: Sequence[Plan]) -> list[Fetched]:
    """Return what `fetch` does for each of several plans, from one read of each source; only git is read once for each
    freeze. Plans that need the same sources share their facts, so that what is derived from them is computed once."""
    everything = [one for plan in plans for one in (plan, *plan.earlier)]
    reads = list(_reads(program, everything))
    doubt = next((read.clock_doubt for read in reads if read.clock_doubt is not None), None)
    fetched = {plan_id: of_plan for read in reads for plan_id, of_plan in _fetched_by_plan(program, read, doubt)}
    read_of = {id(plan): read for read in reads for plan in read.plans}
    return [_with_earlier(fetched, plan, read_of[id(plan)]) for plan in plans]


def _with_earlier(fetched: Mapping[int, Fetched], plan: Plan, read: _Read) -> Fetched:
    """Return what was fetched for a plan, with the same for the earlier milestones, and everything that was read
    together with it."""
    own = fetched[id(plan)]
    together = frozenset(one.milestone.name for one in read.plans if one.judged and one.milestone)
    return replace(
        own,
        earlier=tuple(fetched[id(one)] for one in plan.earlier),
        shared=together,
        all_facts={**read.facts, **_source_facts(own.facts)},
        needs=read.needs,
    )


def _fetched_by_plan(program: Program, read: _Read, doubt: ClockDoubt | None) -> Iterator[tuple[int, Fetched]]:
    """Yield what was fetched for each plan of a read, by the plan's identity."""
    groups: dict[tuple[int, int, frozenset[str]], list[Plan]] = {}
    for plan in read.plans:
        groups.setdefault((id(plan.gate), id(plan.milestone), plan.needs.sources), []).append(plan)
    for plans in groups.values():
        fetched = _fetched(program, plans, read, doubt)
        yield from ((id(plan), fetched) for plan in plans)


def _source_facts(facts: Facts) -> dict[str, SourceFacts | Unavailable]:
    """Return the facts of sources, including their annotations, without those of the gate."""
    return {name: source for name, source in facts.sources.items() if name not in GATE_SOURCES}


def _grouped(program: Program, plans: Iterable[Plan]) -> Iterator[tuple[Settings, Instant | None, tuple[Plan, ...]]]:
    """Return the plans grouped by their milestones' settings and freeze."""
    groups: list[tuple[Settings, Instant | None, list[Plan]]] = []
    for plan in plans:
        settings, milestone = program.settings.of_milestone(plan.milestone), plan.milestone
        frozen = milestone.frozen(settings.zone) if milestone is not None else None
        group = next((group for group in groups if group[:2] == (settings, frozen)), None)
        if group is None:
            groups.append((settings, frozen, [plan]))
        else:
            group[2].append(plan)
    return ((settings, frozen, tuple(members)) for settings, frozen, members in groups)


def _reads(program: Program, plans: Iterable[Plan]) -> Iterator[_Read]:
    """Read the sources for some plans. The facts of git depend on the freeze; all others are the same for all plans
    with the same settings, and are read once."""
    already_read: list[tuple[Settings, Mapping[str, SourceFacts | Unavailable], ClockDoubt | None]] = []
    groups = list(_grouped(program, plans))
    for settings, frozen, members in groups:
        shared = next((one for one in already_read if one[0] == settings), None)
        if shared is None:
            needs = _needs(plan for other, _, others in groups if other == settings for plan in others)
            shared = settings, *_read_all_but_git(program, settings, needs)
            already_read.append(shared)
        _, facts, doubt = shared
        needs = _needs(members)
        git_needs = replace(needs, sources=needs.sources & _FROZEN)
        facts = {**facts, **sources.fetch(program.sources, settings, git_needs, program.now, program.read)}
        yield _Read(settings, frozen, members, dict(sorted(facts.items())), needs, doubt)


def _needs(plans: Iterable[Plan]) -> Needs:
    """Return the combined needs of some plans."""
    return reduce(Needs.__or__, (plan.needs for plan in plans))


def _read_all_but_git(
    program: Program, settings: Settings, needs: Needs
) -> tuple[Mapping[str, SourceFacts | Unavailable], ClockDoubt | None]:
    """Return the facts of all sources but git, and why their clocks are in doubt."""
    passed = round(time.monotonic() - program.began)
    other_needs = replace(needs, sources=needs.sources - GATE_SOURCES - _FROZEN)
    facts = sources.fetch(program.sources, settings, other_needs, program.now, program.read)
    return facts, _clock_doubt(facts, program.now, passed)


def _fetched(program: Program, plans: Sequence[Plan], read: _Read, doubt: ClockDoubt | None) -> Fetched:
    """Return what plans of one gate with the same sources need of a read, and no more: some signals measure everything
    that was read."""
    plan, needs = plans[0], _needs(plans)
    needed = {name: facts for name, facts in read.facts.items() if name in needs.sources}
    if POLICY in needs.sources:
        needed[POLICY] = policy_facts(plan.gate, program.now)
    if EARLIER in needs.sources and plan.gate is None:
        needed[EARLIER] = NO_GATE
    facts = Facts(read.settings, plan.milestone, needed)
    if program.covers is None and needs.git is not None and needs.git.documents:  # saved facts have it already
        facts = remarked(facts, needs.git.newest)
    return Fetched(facts, doubt, program.covers)


def _clock_doubt(
    facts_by_source: Mapping[str, SourceFacts | Unavailable], now: Instant, passed: Seconds
) -> ClockDoubt | None:
    """Return what follows from the clocks of sources that were read `passed` seconds after `now`; None if they
    agree."""
    for name, facts in facts_by_source.items():
        ahead = None if isinstance(facts, Unavailable) else facts.provenance.ahead
        if ahead is not None and abs(ahead - passed) > _SKEW:
            side = "behind" if ahead > passed else "ahead of"
            return ClockDoubt(
                min(now, now + ahead - passed),
                f"the clock here is {round(abs(ahead - passed) / 60)} minutes {side} that of {name}, so it is unknown "
                "what has expired and what lies in a window of time: set the clock that is wrong, and run "
                "again",
            )
    return None
