"""What only several programs together show: it warns, and decides no gate."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.groups import LEAST
from readiness_gate.model.portfolio import Assessment, Concern, MemberState, RoleLoad, Week
from readiness_gate.model.wording import and_more, counted, folded, listed
from readiness_gate.portfolio.same_configuration import one_repository, same_configuration

_WINDOW = timedelta(days=28)
_NAMES = 5


def concerns(assessment: Assessment) -> tuple[Concern, ...]:
    """The warnings of a portfolio, by their signals."""
    states = assessment.states
    return (
        *_earlier_waves(states),
        *_change_load(states),
        *same_configuration(assessment),
        *_shared_people(states),
    )


def unknown(assessment: Assessment) -> Iterator[str]:
    """What the warnings cannot know, and what to do; each reason once, with the programs that it is about."""
    programs: dict[str, list[str]] = defaultdict(list)
    for state in assessment.states:
        for why in _unknown(state):
            programs[why].append(state.member.name)
    yield from (f"{listed(names, _NAMES)}: {why}" for why, names in programs.items())
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
    """What one program asks of a group in one week."""

    program: str
    plan: tuple[str, str]
    """The configuration of the program: one that several share is one plan, which shows this by itself."""
    week: Week
    go_lives: int
    sessions: int
    minutes: int
    changes: int


def _change_load(states: Sequence[MemberState]) -> Iterator[Concern]:
    """Groups of whom several programs ask something within four weeks: for each group the fullest four weeks."""
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
    """The weeks in which something is asked: `two weeks from 2026-06-01`."""
    first, last = (date.fromisoformat(pick(one.week for one in window)) for pick in (min, max))
    weeks = ("week", "two weeks", "three weeks", "four weeks")[(last - first).days // 7]
    return f"{weeks} from {first}"


def _asks(states: Sequence[MemberState]) -> Mapping[str, list[_Ask]]:
    """What is asked of each group by all programs. A unit is compared with the same unit; where one of the programs has
    no units for the role, the whole role is compared."""
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
    """A group as the first program writes it: others may write it with other capitals."""
    same = (one for loads in by_program.values() for one in loads if folded(one.unit) == folded(load.unit))
    first = next(same)
    return f"{first.role} in {first.unit}" if first.unit else first.role


def _weeks(program: str, plan: tuple[str, str], load: RoleLoad) -> Iterator[_Ask]:
    for week in sorted({*load.go_lives, *load.sessions, *load.changes}):
        counts = (each.get(week, 0) for each in (load.go_lives, load.sessions, load.minutes, load.changes))
        yield _Ask(program, plan, week, *counts)


def _windows(asks: Sequence[_Ask]) -> Iterator[list[_Ask]]:
    """What falls into the four weeks from each week on, where something of it lies ahead: what has only landed before
    can no longer be moved."""
    for start in sorted({one.week for one in asks}):
        end = (date.fromisoformat(start) + _WINDOW).isoformat()
        window = [one for one in asks if start <= one.week < end]
        if any(one.go_lives or one.sessions for one in window):
            yield window


def _fullness(window: Sequence[_Ask]) -> tuple[int, int]:
    """How full a time is: by the programs, and then by all that they ask."""
    return len({one.plan for one in window}), sum(one.go_lives + one.sessions + one.changes for one in window)


def _asked(program: str, window: Sequence[_Ask]) -> str:
    """What a program asks in some weeks: `go-live in the week of 2026-06-01, 3 training sessions (at least 4.5 h) from
    the week of 2026-06-08, 2 changes of what they are trained on`."""
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
    """Pairs of programs that count on the same people to help, or to approve."""
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
    """Programs that are go while an earlier wave is not adopted."""
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
    """Why an earlier wave is not known to be adopted; empty where it is."""
    outcomes = {gate.adoption for gate in earlier.gates}
    if "fail" in outcomes:
        return "fails on adoption"
    if "unknown" in outcomes or not any(gate.has_verdict for gate in earlier.gates):
        return "is unknown on adoption"
    return "" if "pass" in outcomes else "judges no milestone on adoption: add one to its milestones"
