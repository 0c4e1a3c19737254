"""The roster as of an instant: who counts for the milestone, in which role, and what they have completed."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.headers import plain
from readiness_gate.model.roles import held_by, perhaps_people, unnamed
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import Instant, end_of_day
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.views.once import once

WORST = "worst"
ALL = "all"
_DIGITS = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True)
class Day:
    """The day on which people must be ready."""

    start: Instant
    end: Instant
    name: str

    def has_lost(self, completion: Completion) -> bool:
        """Return whether a completion expires before the end of the day."""
        return completion.expires is not None and completion.expires < self.end


@dataclass(frozen=True, slots=True)
class Roster:
    """The rows of the roster that count for the milestone's wave, and what was completed by an instant."""

    people: PeopleFacts
    day: Day
    in_wave: Sequence[Membership]
    counting: tuple[Completion, ...]
    """The distinct completions that are still valid on the day."""

    @property
    def completed(self) -> tuple[Completion, ...]:
        """The distinct completions that are still valid on the day. Raises CannotMeasure if none are configured."""
        if not self.people.has_completions:
            raise CannotMeasure(
                'no completions are configured: add completions = "…" to [people], a file with person, module, '
                "completed-at"
            )
        return self.counting

    def members(self, *, critical: bool = False) -> list[Membership]:
        """Return the rows of those who hold a role on the day, at least one; with `critical`, only those in a
        critical process."""
        held = [row for row in self.in_wave if _holds(row, self.day)]
        if not held:
            rows = counted(len(self.in_wave), "row")
            raise CannotMeasure(f"nobody is on the roster on {self.day.name} ({rows} in all): no share can be computed")
        return _critical(held) if critical else held


@dataclass(frozen=True, slots=True)
class Role:
    """The people who hold a role, the modules it requires, and who lacks them."""

    name: str
    modules: tuple[str, ...]
    people: frozenset[str]
    trained: frozenset[str]
    missing: Mapping[str, int]
    """For each module, how many of the people lack it."""

    @property
    def share(self) -> float:
        """The share of its people who are trained."""
        return len(self.trained) / len(self.people)


@once
def roster(facts: Facts, as_of: Instant) -> Roster:
    """Return the roster as of an instant. Raises CannotMeasure if the milestone's wave is unknown."""
    people, day = facts.require_people(), roster_day(facts, as_of)
    completed = (
        completion
        for completion in people.always("completions", lambda: dict.fromkeys(people.completions))
        if completion.completed_at <= as_of and not day.has_lost(completion)
    )
    return Roster(people, day, _in_wave(facts, people), tuple(completed))


@once
def done_by(facts: Facts, as_of: Instant) -> Mapping[str, set[str]]:
    """Return the modules that each person has completed as of an instant, if the completions are still valid."""
    done: dict[str, set[str]] = defaultdict(set)
    for completion in roster(facts, as_of).completed:
        done[completion.person].add(completion.module)
    return dict(done)


def roles(facts: Facts, as_of: Instant, *, critical: bool = False) -> list[Role]:
    """Return the roles of the roster as of an instant, sorted by name, with who is trained in them; each requires
    modules. With `critical`, only people who work in a critical process count."""
    return _known_roles(facts, as_of, critical)


@once
def _known_roles(facts: Facts, as_of: Instant, critical: bool) -> list[Role]:  # noqa: FBT001 - a key to remember by
    facts.require_people()
    required = facts.settings.people.required if facts.settings.people else None
    if not required:
        raise CannotMeasure("which modules a role requires is not configured: provide them in [people.required]")
    now = roster(facts, as_of)
    members = now.members(critical=critical)
    held = held_by(now.people.roster)
    if perhaps_people(held, required):
        raise CannotMeasure(unnamed(held))
    known = _roles(members, required, done_by(facts, as_of))
    of_other_waves = {row.role for row in now.people.roster} - {row.role for row in now.in_wave}
    absent = sorted(set(required) - {role.name for role in known} - of_other_waves)
    if absent and not critical:
        raise CannotMeasure(
            f'nobody on the roster holds the role "{absent[0]}", which [people.required] names: complete the roster, '
            "or take the role out"
        )
    return known


def role_sizes(facts: Facts, as_of: Instant) -> dict[str, int]:
    """Return how many people hold each role as of an instant."""
    return {role: len(people) for role, people in held_by(roster(facts, as_of).members()).items()}


def roster_day(facts: Facts, as_of: Instant) -> Day:
    """Return the milestone's day; if it has passed or there is no milestone, the instant of the question. Whoever is
    to use the system on go-live day must be trained by then."""
    milestone, zone = facts.milestone, facts.settings.zone
    if milestone is not None and zone is not None:
        end = end_of_day(milestone.date, zone)
        if end > as_of:
            return Day(max(end_of_day(milestone.date - timedelta(days=1), zone) + 1, as_of), end, f"{milestone.date}")
    return Day(as_of, as_of, f"{facts.day(as_of)}")


def _critical(held: Sequence[Membership]) -> list[Membership]:
    if any(row.critical is None for row in held):
        raise CannotMeasure(
            "the roster does not say who works in a critical process: give it a column critical-process with the "
            "name of that process, empty for everybody else"
        )
    critical_ones = [row for row in held if row.critical]
    if not critical_ones:
        raise CannotMeasure("the roster's column critical-process is empty for everybody, so no share can be computed")
    return critical_ones


def _no_wave(waves: Counter[str], milestone: Milestone) -> CannotMeasure:
    return CannotMeasure(
        f"the roster has {_shown(waves)}, and the milestone's tags ({some(sorted(milestone.tags))}) name none of "
        "them: add the milestone's wave to its tags"
    )


def _in_wave(facts: Facts, people: PeopleFacts) -> Sequence[Membership]:
    """Return the rows of the milestone's wave, by its tags; all rows if the roster has no waves, or the milestone
    has no tags."""
    milestone, waves = facts.milestone, Counter(row.wave for row in people.roster if row.wave)
    if not waves or milestone is None or not milestone.tags or milestone.roster is not None:
        return people.roster
    names = {_wave(tag) for tag in milestone.tags}
    if names.isdisjoint(map(_wave, waves)):
        raise _no_wave(waves, milestone)
    return [row for row in people.roster if _wave(row.wave) in names]


def _shown(waves: Counter[str]) -> str:
    """Return the waves of a roster in words. If most have a single row, they may be people, so they are not named."""
    once_each = 2 * sum(count == 1 for count in waves.values()) > len(waves)
    return counted(len(waves), "wave") if once_each else f"the waves {some(sorted(waves))}"


def _wave(name: str) -> tuple[str, ...]:
    """Return a wave as people read it: "Wave 1" equals "wave-1", but 1.1 does not equal 11."""
    return plain(name), *_DIGITS.findall(name)


def _holds(row: Membership, day: Day) -> bool:
    return (row.since is None or row.since <= day.end) and (row.until is None or day.start <= row.until)


def _roles(
    members: Sequence[Membership], required: Mapping[str, tuple[str, ...]], done: Mapping[str, set[str]]
) -> list[Role]:
    held = held_by(members)
    if set(held) - set(required):
        raise _unknown_roles(held, required)
    return [_role(name, held[name], required[name], done) for name in sorted(held)]


def _unknown_roles(held: Mapping[str, set[str]], required: Mapping[str, tuple[str, ...]]) -> CannotMeasure:
    """Return why roles of the roster are unknown."""
    strange = sorted(set(held) - set(required))
    close = get_close_matches(strange[0], required, n=1)
    hint = f'; did you mean "{close[0]}"? (names must be equal to the letter)' if close else ""
    others = f" (and of {some(strange[1:])})" if len(strange) > 1 else ""
    return CannotMeasure(f'[people.required] says nothing of the role "{strange[0]}" of the roster{others}{hint}')


def _role(name: str, held: set[str], modules: tuple[str, ...], done: Mapping[str, set[str]]) -> Role:
    required, nothing = frozenset(modules), frozenset[str]()
    lacking = {person: required.difference(done.get(person, nothing)) for person in held}
    missing = Counter(module for modules_lacking in lacking.values() for module in modules_lacking)
    trained = frozenset(person for person, modules_lacking in lacking.items() if not modules_lacking)
    return Role(name, modules, frozenset(held), trained, missing)


def trained_in_all(roles_held: Sequence[Role]) -> frozenset[str]:
    """Return the people who are trained in every role that they hold."""
    untrained = frozenset[str]().union(*(role.people - role.trained for role in roles_held))
    return frozenset[str]().union(*(role.trained for role in roles_held)) - untrained


def named_by(known: Sequence[Role], asked: str) -> list[Role]:
    """Return the roles that a parameter selects, at least one: the named role, or every role to find the worst."""
    named = [role for role in known if asked in (role.name, WORST)]
    if not named:
        raise CannotMeasure(f'nobody holds the role "{asked}"; the roster has {", ".join(role.name for role in known)}')
    return named
