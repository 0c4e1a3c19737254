"""The signal on earlier milestones: whether their own gates passed."""

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.governance import EarlierDecision, EarlierFacts
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import and_more, keyed
from readiness_gate.signals.signal import Signal

_MOST = 2
"""How many reasons the summary gives for another milestone."""


def _needs(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"milestones"}), earlier=frozenset({as_of}))


def earlier_not_go(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many of the milestones that must come before this one are not go as of the same instant, judged by
    their own rules. An undecided one counts too: nothing shows that it is go."""
    milestone = facts.require_milestone("earlier milestones")
    decided = _decided(milestone, facts.require("milestones", EarlierFacts), as_of)
    waiting = [one for one in decided if one.decision != "go"]
    states = [f"{one.milestone} is {_state(one, _MOST)}." for one in waiting]
    return Measured(
        len(waiting),
        " ".join(states) if states else f"Go: {', '.join(map(_accepted, decided))}.",
        tuple(Evidence("milestone", one.milestone, _state(one, len(one.why))) for one in waiting),
        shortfall="".join(f"{one.milestone} is {_state(one, 1)}" for one in waiting[:1]) + and_more(len(waiting) - 1),
        levers=(_reaching_go(tuple(one.milestone for one in waiting)),),
    )


EARLIER_NOT_GO = Signal(
    name="milestones.earlier-not-go",
    unit="count",
    sources=("milestones",),
    meaning="Milestones named in `after` whose own gates are not go.",
    needs=_needs,
    measure=earlier_not_go,
    topic="whether earlier milestones are go",
)


def _decided(milestone: Milestone, read: EarlierFacts, as_of: Instant) -> list[EarlierDecision]:
    """Return the decision on each milestone that directly precedes this one; at least one."""
    if not milestone.after:
        raise CannotMeasure(
            f'{milestone.name} comes after no other milestone: add after = "…" with the name of an earlier one to '
            f"[milestones.{keyed(milestone.name)}]"
        )
    known = {one.milestone: one for one in read.decisions if one.as_of == as_of}
    missing = [name for name in milestone.after if name not in known]
    if missing:
        raise CannotMeasure(
            f"the gate of {missing[0]} was not judged as of {iso(as_of)}: run readiness-gate check {milestone.name}"
        )
    return [known[name] for name in milestone.after]


def _state(one: EarlierDecision, most: int) -> str:
    """Return a decision with its first reasons: `no-go: 2 open severity 1 defects and 1 more`."""
    return f"{one.decision}: {'; '.join(one.why[:most])}{and_more(len(one.why) - most)}"


def _accepted(one: EarlierDecision) -> str:
    """Return a milestone that is go, with the rules that were waived there: `wave-1 (waived: ADP-00)`."""
    return f"{one.milestone} (waived: {', '.join(one.waived)})" if one.waived else one.milestone


def _reaching_go(names: tuple[str, ...]) -> Work:
    """Return the work at the earlier milestones."""
    after = tuple(range(len(names), -1, -1))
    return Work("", "earlier milestone is go", "earlier milestones are go", after, names)


SIGNALS = (EARLIER_NOT_GO,)
