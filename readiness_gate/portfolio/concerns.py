"""Warnings that only several programs together show. They change no gate's decision."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.groups import LEAST
from readiness_gate.model.portfolio import Assessment, Concern, MemberState, RoleLoad, Week
from readiness_gate.model.wording import and_more, counted, folded, listed, listed_programs
from readiness_gate.portfolio.same_configuration import one_repository, same_configuration

_WINDOW = timedelta(days=28)
_NAMES = 5


def concerns(assessment: Assessment) -> tuple[Concern, ...]:
    """Return the warnings of a portfolio, grouped by signal."""
    states = assessment.states
    return (
        *_earlier_waves(states),
        *_change_load(states),
        *same_configuration(assessment),
        *_shared_people(states),
    )


def unknown(assessment: Assessment) -> Iterator[str]:
    """Yield what the warnings cannot take into account, and how to fix it: each reason once, with its programs."""
    programs: dict[str, list[str]] = defaultdict(list)
    for state in assessment.states:
        for why in _unknown(state):
            programs[why].append(state.member.name)
    yield from (f"{listed_programs(names, _NAMES)}: {why}" for why, names in programs.items())
    yield from one_repository(assessment)


def _unknown(state: MemberState) -> Iterator[str]:
    if not any(gate.has_verdict for gate in state.gates):
        yield "what is asked of people, as there is no verdict"
        return
    yield from state.load.unknown
    if state.load.hidden:
        yield f"{counted(state.load.hidden, 'group')} of fewer than {LEAST} people: such groups are not compared"


# Change load --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Ask:
    """The load of one program on a group in one week."""

    program: str
    plan: tuple[str, str]
    """The checkout and configuration of the program. Programs that share them are one plan, which shows its load
    itself."""
    week: Week
    go_lives: int
    sessions: int
    minutes: int
    changes: int


def _change_load(states: Sequence[MemberState]) -> Iterator[Concern]:
    """Yield a warning for each group that several programs load within four weeks, on the group's fullest four
    weeks."""
    for group, asks in sorted(_asks(states).items()):
        none: list[_Ask] = []
        window = max(_windows(asks), key=_fullness, default=none)
        programs = tuple(dict.fromkeys(one.program for one in window))
        if len({one.plan for one in window}) > 1:
            parts = "; ".join(f"{program} ({_asked(program, window)})" for program in programs[:_NAMES])
            parts += and_more(len(programs) - _NAMES)
            yield Concern(
                "portfolio.change-load",
                programs,
                f"{group}: {len(programs)} programs ask for the same people in the {_weeks_from(window)}: {parts}",
                "Move one of them, or agree with their managers who covers for them.",
            )


def _weeks_from(window: Sequence[_Ask]) -> str:
    """Return the weeks of the window that have any load: `two weeks from 2026-06-01`."""
    first, last = (date.fromisoformat(pick(one.week for one in window)) for pick in (min, max))
    weeks = ("week", "two weeks", "three weeks", "four weeks")[(last - first).days // 7]
    return f"{weeks} from {first}"


def _asks(states: Sequence[MemberState]) -> Mapping[str, list[_Ask]]:
    """Return the load of all programs on each group. A unit is compared with the same unit; if a program has no units
    for the role, the whole role is compared."""
    plans = {state.member.name: (state.member.checkout, state.member.config) for state in states}
    roles: dict[str, dict[str, list[RoleLoad]]] = defaultdict(lambda: defaultdict(list))
    for state in states:
        for one in state.load.roles:
            roles[folded(one.role)][state.member.name].append(one)
    found: dict[str, list[_Ask]] = defaultdict(list)
    for by_program in roles.values():
        have_units = all(any(one.unit for one in loads) for loads in by_program.values())
        for program, loads in by_program.items():
            for one in loads:
                if bool(one.unit) == have_units:
                    found[_group(by_program, one)] += _weeks(program, plans[program], one)
    return found


def _group(by_program: Mapping[str, list[RoleLoad]], load: RoleLoad) -> str:
    """Return the name of a group in the spelling of the first program: others may capitalize it differently."""
    same = (one for loads in by_program.values() for one in loads if folded(one.unit) == folded(load.unit))
    first = next(same)
    return f"{first.role} in {first.unit}" if first.unit else first.role


def _weeks(program: str, plan: tuple[str, str], load: RoleLoad) -> Iterator[_Ask]:
    for week in sorted({*load.go_lives, *load.sessions, *load.changes}):
        counts = (each.get(week, 0) for each in (load.go_lives, load.sessions, load.minutes, load.changes))
        yield _Ask(program, plan, week, *counts)


def _windows(asks: Sequence[_Ask]) -> Iterator[list[_Ask]]:
    """Yield the load of the four weeks from each week on, if it includes a go-live or a session: changes that have
    already landed can no longer be moved."""
    for start in sorted({one.week for one in asks}):
        end = (date.fromisoformat(start) + _WINDOW).isoformat()
        window = [one for one in asks if start <= one.week < end]
        if any(one.go_lives or one.sessions for one in window):
            yield window


def _fullness(window: Sequence[_Ask]) -> tuple[int, int]:
    """Return the sort key of a window's fullness: the number of plans, then their total load."""
    return len({one.plan for one in window}), sum(one.go_lives + one.sessions + one.changes for one in window)


def _asked(program: str, window: Sequence[_Ask]) -> str:
    """Return the load of a program in a window, in words: `go-live in the week of 2026-06-01, 3 training sessions (at
    least 4.5 h) from the week of 2026-06-08, 2 changes of what they are trained on`."""
    own = [one for one in window if one.program == program]
    live = [f"go-live in the week of {one.week}" for one in own if one.go_lives]
    sessions = sum(one.sessions for one in own)
    weeks = [one.week for one in own if one.sessions]
    minutes, changes = sum(one.minutes for one in own), sum(one.changes for one in own)
    hours = f" (at least {minutes / 60:.3g} h)" if minutes else ""
    training = [f"{counted(sessions, 'training session')}{hours} from the week of {weeks[0]}"] if sessions else []
    landed = [f"{counted(changes, 'change')} of what they are trained on"] if changes else []
    return ", ".join([*live, *training, *landed])


# Shared people ------------------------------------------------------------------------------------------------------


def _shared_people(states: Sequence[MemberState]) -> Iterator[Concern]:
    """Yield a warning for each pair of programs that rely on the same super-users or approvers."""
    for one, other in combinations(states, 2):
        kinds = (
            ("super-user", one.load.super_users & other.load.super_users),
            ("approver", one.load.approvers & other.load.approvers),
        )
        for noun, both in kinds:
            if both:
                many = str(len(both)) if len(both) >= LEAST else f"1 to {LEAST - 1}"
                names = (one.member.name, other.member.name)
                yield Concern(
                    "portfolio.shared-people",
                    names,
                    f"{names[0]} and {names[1]} count on the same people: {many} {noun}s are in both",
                    "Agree how much of their time each program gets, or name others.",
                )


# Waves --------------------------------------------------------------------------------------------------------------


def _earlier_waves(states: Sequence[MemberState]) -> Iterator[Concern]:
    """Yield a warning for each program that is go while an earlier wave is not adopted."""
    by_name = {state.member.name: state for state in states}
    for state in states:
        ready = [gate.milestone for gate in state.gates if gate.decision == "go"]
        for name in state.member.after if ready else ():
            earlier = by_name.get(name)
            why = "was not evaluated" if earlier is None else _not_adopted(earlier)
            if why:
                yield Concern(
                    "portfolio.earlier-wave",
                    (state.member.name, name),
                    f"{state.member.name} is go for {listed(ready, _NAMES)}, and its earlier wave {name} {why}",
                    f"Find out why {name} is not used before more people get the same system; a gate that must wait "
                    "for it names its milestone in `after`.",
                )


def _not_adopted(earlier: MemberState) -> str:
    """Return why an earlier wave is not known to be adopted; empty if it is."""
    outcomes = {gate.adoption for gate in earlier.gates}
    if "fail" in outcomes:
        return "fails on adoption"
    if "unknown" in outcomes or not any(gate.has_verdict for gate in earlier.gates):
        return "is unknown on adoption"
    return "" if "pass" in outcomes else "judges no milestone on adoption: add one to its milestones"
