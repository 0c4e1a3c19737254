"""The second stage of a run: what the sources say, each read once for all milestones that read it alike."""

import time
from collections.abc import Iterable, Iterator, Mapping
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
from readiness_gate.run.of_gates import EARLIER, NO_GATE, OF_THE_GATE, POLICY, policy_of
from readiness_gate.run.program import ClockDoubt, Fetched, Plan, Program
from readiness_gate.signals.views.document_ages import remarked

_SKEW = 300
"""Seconds by which the clock of a source may differ before nothing is believed that depends on the time."""


@dataclass(frozen=True, slots=True)
class _Read:
    """One read of the sources, for the plans of milestones that have the same settings and the same freeze."""

    settings: Settings
    frozen: Instant | None
    plans: tuple[Plan, ...]
    said: Mapping[str, SourceFacts | Unavailable]
    needs: Needs
    clock_doubt: ClockDoubt | None


def fetch(program: Program, the_plan: Plan) -> Fetched:
    """What every source says, and what was written of the gate; for the earlier milestones of the plan, too."""
    reads = [_read(program, *alike) for alike in _alike(program, (the_plan, *the_plan.earlier))]
    doubt = next((read.clock_doubt for read in reads if read.clock_doubt is not None), None)
    of_plan = {id(plan): _fetched(program, plan, read, doubt) for read in reads for plan in read.plans}
    own = of_plan[id(the_plan)]
    together = frozenset(plan.milestone.name for plan in reads[0].plans if plan.judged and plan.milestone)
    return replace(
        own,
        earlier=tuple(of_plan[id(plan)] for plan in the_plan.earlier),
        shared=together,
        said={**reads[0].said, **_of_sources(own.facts)},
        needs=reads[0].needs,
    )


def _of_sources(facts: Facts) -> dict[str, SourceFacts | Unavailable]:
    """What facts have of sources, with everything that was noted of it."""
    return {name: said for name, said in facts.sources.items() if name not in OF_THE_GATE}


def _alike(program: Program, plans: Iterable[Plan]) -> Iterator[tuple[Settings, Instant | None, tuple[Plan, ...]]]:
    """The plans, grouped by their milestones' settings and by the freeze that the milestones give."""
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


def _read(program: Program, settings: Settings, frozen: Instant | None, plans: tuple[Plan, ...]) -> _Read:
    """Read the sources for some plans."""
    passed = round(time.monotonic() - program.began)
    needs = reduce(Needs.__or__, (plan.needs for plan in plans))
    elsewhere = replace(needs, sources=needs.sources - OF_THE_GATE)
    said = sources.fetch(program.sources, settings, elsewhere, program.now, program.read)
    return _Read(settings, frozen, plans, said, needs, _clock_doubt(said, program.now, passed))


def _fetched(program: Program, plan: Plan, read: _Read, doubt: ClockDoubt | None) -> Fetched:
    """What a plan needs of a read, and no more: some readings are about everything that was read."""
    needs = plan.needs
    said = {name: answer for name, answer in read.said.items() if name in needs.sources}
    if POLICY in needs.sources:
        said[POLICY] = policy_of(plan.gate, program.now)
    if EARLIER in needs.sources and plan.gate is None:
        said[EARLIER] = NO_GATE
    facts = Facts(read.settings, plan.milestone, said)
    if program.covers is None and needs.git is not None and needs.git.documents:  # what was saved has it already
        facts = remarked(facts, needs.git.newest)
    return Fetched(facts, doubt, program.covers)


def _clock_doubt(said: Mapping[str, SourceFacts | Unavailable], now: Instant, passed: Seconds) -> ClockDoubt | None:
    """What follows from the clocks of sources that were asked so many seconds after `now`; None when they agree."""
    for name, facts in said.items():
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
