"""Signals on the description of business processes: the processes, the interviews, and the barriers."""

from collections import Counter
from collections.abc import Iterable, Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.barriers import GROUPS, Barrier, BarrierFacts
from readiness_gate.model.facts.records.interviews import Interview, InterviewFacts
from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.model.headers import plain
from readiness_gate.model.levers import Work, work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, listed, some
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.records import by, check_read
from readiness_gate.signals.views.roster import roster

_FEW = 5
_MANY = 20
"""The most further interviews that a step may ask for."""


def mapped(facts: Facts, _as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the processes, or of the critical ones, that are described both as is and to be."""
    read, critical = facts.require("processes", ProcessFacts), parameters.flag("critical")
    check_read(read, "as_is", "to_be")
    records = [process for process in read.records if process.critical or not critical]
    if not records:
        raise CannotMeasure(
            f"none of {counted(len(read.records), 'process', 'processes')} is critical: say in the column critical "
            "which ones the business stops without"
        )
    lacking = {process.process: why for process in records if (why := _why_not_mapped(process))}
    number, of = len(records), "critical processes" if critical else "processes"
    without = f"; still to describe: {listed(lacking, _FEW)}" if lacking else ""
    return Measured(
        (number - len(lacking)) / number,
        f"{number - len(lacking)} of {number} {of} are described as they are and as they will be{without}.",
        tuple(Evidence("process", name, why) for name, why in lacking.items()),
        shortfall=f"{len(lacking)} of {number} {of} not described",
        levers=(_describing(tuple(lacking), number),),
    )


MAPPED = Signal(
    name="process.mapped",
    unit="share",
    sources=("processes",),
    meaning="The share of processes described as they are and as they will be.",
    needs=all_of("processes"),
    measure=mapped,
    topic="which processes are described",
    parameters=(Parameter("critical", "flag", False, "count only critical processes"),),
)


def interviews(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the number of interviews held with the role that has the fewest, of all roles on the roster; optionally
    within a window."""
    read = facts.require("interviews", InterviewFacts)
    check_read(read, "held_on")
    roles = sorted({row.role for row in roster(facts, as_of).members()})
    since = None if parameters.get("window") is None else as_of - parameters.seconds("window")
    held = Counter(plain(interview.role) for interview in read.records if _is_held(interview, since, as_of))
    counts = {role: held[plain(role)] for role in roles}
    _check_known({interview.role for interview in read.records}, roles)
    lowest = min(counts, key=lambda role: (counts[role], role))
    return Measured(
        counts[lowest],
        f"{counted(counts[lowest], 'interview')} with the role {lowest}, the fewest of {counted(len(roles), 'role')}; "
        f"{sum(counts.values())} in all.",
        tuple(
            Evidence("role", role, counted(counts[role], "interview"))
            for role in sorted(counts, key=counts.__getitem__)
        ),
        shortfall=f"{counted(counts[lowest], 'interview')} with the role {lowest}",
        levers=tuple(map(_interviewing, counts.items())),
    )


INTERVIEWS = Signal(
    name="process.interviews",
    unit="count",
    sources=("interviews", "people"),
    meaning="Interviews on how people work today, of the role with the fewest.",
    needs=all_of("interviews", "people"),
    measure=interviews,
    topic="how people work today",
    parameters=(Parameter("window", "window", None, "only interviews held in that time; left out: all"),),
)


def barriers_assessed(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many of the six groups of barriers are assessed and have an owner for every open high barrier."""
    read = facts.require("barriers", BarrierFacts)
    check_read(read, "assessed_on")
    open_ = {group: _why_not_assessed(group, read.records, as_of) for group in GROUPS}
    lacking: Mapping[str, str] = {group: why for group, why in open_.items() if why}
    number = len(GROUPS) - len(lacking)
    without = f"; still open: {', '.join(lacking)}" if lacking else ""
    return Measured(
        number,
        f"{number} of {len(GROUPS)} groups of barriers are assessed{without}.",
        tuple(Evidence("barriers", group, why) for group, why in lacking.items()),
        shortfall=f"{len(lacking)} of {len(GROUPS)} groups of barriers not assessed",
        levers=(_assessing(tuple(lacking), number),),
    )


BARRIERS_ASSESSED = Signal(
    name="process.barriers-assessed",
    unit="count",
    sources=("barriers",),
    meaning=(
        "Of the six groups of barriers (process, policy, people, communication, incentives, support), those assessed, "
        "with an owner for each high barrier."
    ),
    needs=all_of("barriers"),
    measure=barriers_assessed,
    topic="which barriers are assessed",
)


def _is_held(interview: Interview, since: Instant | None, as_of: Instant) -> bool:
    """Return whether an interview was held by `as_of`, and certainly after `since` if given."""
    held = interview.held_on
    return held is not None and by(held, as_of) and (since is None or held.start > since)


def _why_not_mapped(process: Process) -> str:
    """Return what the description of a process lacks; "" if nothing."""
    missing = [name for name, place in (("as-is", process.as_is), ("to-be", process.to_be)) if not place.strip()]
    return f"no {' and no '.join(missing)}" if missing else ""


def _describing(lacking: tuple[str, ...], number: int) -> Work:
    """Return the work of describing processes."""
    one, many = "process as it is and as it will be", "processes as they are and as they will be"
    return work("describe", one, lacking, of=number, many=many)


def _check_known(interviewed: Iterable[str], roles: Iterable[str]) -> None:
    """Raise CannotMeasure for a role that nobody on the roster holds: it may be misspelled."""
    known = {plain(role) for role in roles}
    strange = sorted(role for role in interviewed if plain(role) not in known)
    if strange:
        raise CannotMeasure(
            f'nobody on the roster has the role "{strange[0]}" of an interview (it has {some(sorted(roles))}): write '
            "it as on the roster"
        )


def _interviewing(of_role: tuple[str, int]) -> Work:
    """Return the work of more interviews with a role."""
    role, held = of_role
    return Work(
        "hold",
        f"more interview with the role {role}",
        f"more interviews with the role {role}",
        tuple(range(held, held + _MANY + 1)),
    )


def _why_not_assessed(group: str, barriers: Iterable[Barrier], as_of: Instant) -> str:
    """Return why a group of barriers does not count as assessed; "" if it does."""
    assessed = [barrier for barrier in barriers if barrier.group == group and by(barrier.assessed_on, as_of)]
    if not assessed:
        return "not assessed"
    unowned = [
        barrier.id
        for barrier in assessed
        if barrier.level == "high" and not barrier.owner.strip() and not by(barrier.closed_on, as_of)
    ]
    return f"high barriers without an owner: {some(unowned)}" if unowned else ""


def _assessing(groups: tuple[str, ...], number: int) -> Work:
    """Return the work on the groups of barriers that are not assessed yet."""
    after = tuple(range(number, number + len(groups) + 1))
    owned = "of barriers, with an owner for each high barrier"
    return Work("assess", f"group {owned}", f"groups {owned}", after, groups)


SIGNALS = (MAPPED, INTERVIEWS, BARRIERS_ASSESSED)
