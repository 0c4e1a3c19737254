"""Signals on training: who of those who are to use the system has completed what the role requires."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.headers import plain
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.roles import held_by, perhaps_people, unnamed
from readiness_gate.model.time import Instant, end_of_day, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.signal import Parameter, Signal

WORST = "worst"
ALL = "all"
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Role:
    """The people who hold a role, the modules it requires, and for each module how many of them lack it."""

    name: str
    modules: tuple[str, ...]
    people: frozenset[str]
    trained: frozenset[str]
    missing: Mapping[str, int]

    @property
    def share(self) -> float:
        """The share of its people who are trained."""
        return len(self.trained) / len(self.people)


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"people"}))


def coverage(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """The share of the roster's people who completed every module that their role requires.

    Who is missing from the completions counts as untrained. `worst` is the role with the lowest share, `all` counts
    people (trained in every role they hold).
    """
    people = facts.require_people()
    roles = roles_of(facts, people, as_of, critical=parameters.flag("critical"))
    return _read(roles, parameters.text("role"), _left_out(facts, people, as_of))


def roles_of(facts: Facts, people: PeopleFacts, as_of: Instant, *, critical: bool = False) -> list[Role]:
    """The roles of the roster as of an instant, sorted by name, with who is trained in them; each requires modules."""
    required = facts.settings.people.required if facts.settings.people else None
    if not required:
        raise CannotMeasure("which modules a role requires is not configured: provide them in [people.required]")
    members = members_of(facts, people, as_of, critical=critical)
    held = held_by(people.roster)
    if perhaps_people(held, required):
        raise CannotMeasure(unnamed(held))
    roles = _roles(members, required, completed_by(facts, people, as_of))
    absent = sorted(set(required) - {role.name for role in roles})
    if absent and not critical:
        raise CannotMeasure(
            f'nobody on the roster holds the role "{absent[0]}", which [people.required] names: complete the roster, '
            "or take the role out"
        )
    return roles


@dataclass(frozen=True, slots=True)
class Day:
    """The day whose people count, from its first to its last instant, and how people call it."""

    start: Instant
    end: Instant
    name: str


def roster_day(facts: Facts, as_of: Instant) -> Day:
    """The milestone's day, or where that has passed, or there is no milestone, the instant of the question: who is to
    use the system on the day of the go-live must be trained by then."""
    milestone, zone = facts.milestone, facts.settings.zone
    if milestone is not None and zone is not None:
        end = end_of_day(milestone.date, zone)
        if end > as_of:
            return Day(max(end_of_day(milestone.date - timedelta(days=1), zone) + 1, as_of), end, f"{milestone.date}")
    return Day(as_of, as_of, iso_day(as_of))


def members_of(facts: Facts, people: PeopleFacts, as_of: Instant, *, critical: bool = False) -> list[Membership]:
    """The rows of the roster that count for the milestone, at least one."""
    in_wave = _in_wave(facts, people)
    day = roster_day(facts, as_of)
    held = [row for row in in_wave if _holds(row, day)]
    if not held:
        rows = counted(len(in_wave), "row")
        raise CannotMeasure(f"nobody is on the roster on {day.name} ({rows} in all): there is no share to take")
    if not critical:
        return held
    if any(row.critical is None for row in held):
        raise CannotMeasure(
            "the roster does not say who works in a critical process: give it a column critical-process with the "
            "name of that process, empty for everybody else"
        )
    critical_ones = [row for row in held if row.critical]
    if not critical_ones:
        raise CannotMeasure("the roster's column critical-process is empty for everybody, so there is no share to take")
    return critical_ones


def _in_wave(facts: Facts, people: PeopleFacts) -> Sequence[Membership]:
    """The rows of the milestone's wave, by its tags; all rows where the roster has no waves, or it has no tags."""
    waves = Counter(row.wave for row in people.roster if row.wave)
    tags = facts.milestone.tags if facts.milestone else frozenset[str]()
    if not waves or not tags or (facts.milestone is not None and facts.milestone.roster is not None):
        return people.roster
    names = {_wave(tag) for tag in tags}
    if not any(_wave(wave) in names for wave in waves):
        once = 2 * sum(count == 1 for count in waves.values()) > len(waves)  # perhaps people, who are not named
        has = counted(len(waves), "wave") if once else f"the waves {some(sorted(waves))}"
        raise CannotMeasure(
            f"the roster has {has}, and the milestone's tags ({some(sorted(tags))}) name none of them: add the "
            "milestone's wave to its tags"
        )
    return [row for row in people.roster if _wave(row.wave) in names]


def _wave(name: str) -> tuple[str, ...]:
    """A wave as people read it: "Wave 1" is "wave-1", and 1.1 is not 11."""
    return plain(name), *_DIGITS.findall(name)


def _holds(row: Membership, day: Day) -> bool:
    return (row.since is None or row.since <= day.end) and (row.until is None or day.start <= row.until)


def completed_by(facts: Facts, people: PeopleFacts, as_of: Instant) -> list[Completion]:
    """What was completed by an instant, and still counts on the milestone's day."""
    day = roster_day(facts, as_of)
    return [
        each
        for each in people.completions
        if each.completed_at <= as_of and (each.expires is None or each.expires >= day.end)
    ]


def _roles(
    members: Sequence[Membership], required: Mapping[str, tuple[str, ...]], completed: Sequence[Completion]
) -> list[Role]:
    held = held_by(members)
    if set(held) - set(required):
        raise _strange(held, required)
    done: dict[str, set[str]] = {}
    for completion in completed:
        done.setdefault(completion.person, set()).add(completion.module)
    return [_role(name, held[name], required[name], done) for name in sorted(held)]


def _strange(held: Mapping[str, set[str]], required: Mapping[str, tuple[str, ...]]) -> CannotMeasure:
    """Why roles of the roster are unknown."""
    strange = sorted(set(held) - set(required))
    close = get_close_matches(strange[0], required, n=1)
    hint = f'; did you mean "{close[0]}"? (names must be equal to the letter)' if close else ""
    others = f" (and of {some(strange[1:])})" if len(strange) > 1 else ""
    return CannotMeasure(f'[people.required] says nothing of the role "{strange[0]}" of the roster{others}{hint}')


def _role(name: str, held: set[str], modules: tuple[str, ...], done: Mapping[str, set[str]]) -> Role:
    lacking = {person: set(modules) - done.get(person, set[str]()) for person in held}
    missing = Counter(module for modules_lacking in lacking.values() for module in modules_lacking)
    trained = frozenset(person for person, modules_lacking in lacking.items() if not modules_lacking)
    return Role(name, modules, frozenset(held), trained, missing)


def _read(roles: Sequence[Role], asked: str, left_out: str) -> Measured:
    evidence = tuple(_evidence(role) for role in sorted(roles, key=lambda role: (role.share, role.name)))
    if asked == ALL:
        people = frozenset[str]().union(*(role.people for role in roles))
        trained = len(trained_in_all(roles))
        return Measured(
            trained / len(people),
            f"{trained} of {len(people)} people completed every module that their roles require{left_out}.",
            evidence,
        )
    named = named_by(roles, asked)
    worst = min(named, key=lambda role: (role.share, role.name))
    lowest = f", the lowest of {len(roles)} roles," if asked == WORST and len(roles) > 1 else ":"
    told = f"{len(worst.trained)} of {len(worst.people)} people"
    return Measured(
        worst.share,
        f"{worst.name}{lowest} {told} completed every module required{left_out}.",
        evidence if asked == WORST else (_evidence(worst),),
    )


def trained_in_all(roles: Sequence[Role]) -> frozenset[str]:
    """The people who are trained in every role that they hold."""
    untrained = frozenset[str]().union(*(role.people - role.trained for role in roles))
    return frozenset[str]().union(*(role.trained for role in roles)) - untrained


def named_by(roles: Sequence[Role], asked: str) -> list[Role]:
    """The roles that a parameter names, at least one: the one of that name, or every one for the worst of them."""
    named = [role for role in roles if asked in (role.name, WORST)]
    if not named:
        raise CannotMeasure(f'nobody holds the role "{asked}"; the roster has {", ".join(role.name for role in roles)}')
    return named


def _left_out(facts: Facts, people: PeopleFacts, as_of: Instant) -> str:
    """What was not counted, and what to check: a reader would else look for it in vain."""
    day = roster_day(facts, as_of)
    later = sum(completion.completed_at > as_of for completion in people.completions)
    expired = sum(
        completion.completed_at <= as_of and completion.expires is not None and completion.expires < day.end
        for completion in people.completions
    )
    strangers = {completion.person for completion in people.completions} - {row.person for row in people.roster}
    joining = len({row.person for row in people.roster if row.since is not None and row.since > day.end})
    gone = len({row.person for row in people.roster if row.until is not None and row.until < day.start})
    elsewhere = len(set(people.roster) - set(_in_wave(facts, people)))
    parts = [
        f"{_people(joining)} join the roster after {day.name}" if joining > 1 else "",
        f"1 person joins the roster after {day.name}" if joining == 1 else "",
        f"{_people(gone)} on the roster left before {day.name}" if gone else "",
        f"{counted(elsewhere, 'row')} of the roster {_are(elsewhere)} of other waves" if elsewhere else "",
        f"{counted(later, 'completion')} {_are(later)} dated later" if later else "",
        f"{counted(expired, 'completion')} {_are(expired)} expired by {day.name}" if expired else "",
        f"{_people(len(strangers))} with completions {_are(len(strangers))} not on the roster" if strangers else "",
        *people.uncounted,
        *people.hints,
    ]
    listed = "; ".join(part for part in parts if part)
    return f" ({listed})" if listed else ""


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count} people"


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _evidence(role: Role) -> Evidence:
    lacking = ", ".join(f"{module} {count}" for module, count in sorted(role.missing.items()))
    note = f"{len(role.trained)} of {len(role.people)} trained" + (f"; still to complete: {lacking}" if lacking else "")
    return Evidence("role", role.name, note)


SIGNALS = (
    Signal(
        "training.coverage",
        "share",
        ("people",),
        "The share of people who completed every module that their role requires; who is missing counts as untrained.",
        _needs,
        coverage,
        (
            Parameter(
                "role", "role", WORST, 'the role: "worst" (the lowest), "all" (people of every role), or its name'
            ),
            Parameter("critical", "flag", False, "count only people who work in a critical process"),
        ),
    ),
)
