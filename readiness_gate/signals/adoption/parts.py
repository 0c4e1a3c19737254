"""The share of each role's users who meet a condition, and the evidence for it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.adoption.evidence import spectrum
from readiness_gate.signals.signal import Parameter
from readiness_gate.signals.views.diary import export
from readiness_gate.signals.views.known_roles import least_shown
from readiness_gate.signals.views.roster import ALL, WORST
from readiness_gate.signals.views.use import Known, User, users

BY_ROLE = Parameter("role", "role", WORST, 'the role: "worst" (the lowest), "all" (people of every role), or its name')
BY_HIGHEST = Parameter(
    "role", "role", WORST, 'the role: "worst" (the highest), "all" (people of every role), or its name'
)
SOURCES = ("people", "usage")


@dataclass(frozen=True, slots=True)
class Group:
    """The users of a role; an empty name stands for all roles together."""

    role: str
    users: tuple[User, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """The users of a role, and those of them who count; an empty name stands for all roles together."""

    role: str
    people: frozenset[str]
    counting: frozenset[str]

    @property
    def share(self) -> float:
        """The share of the people who count."""
        return len(self.counting) / len(self.people)

    @property
    def which(self) -> str:
        """The role, as the end of a phrase."""
        return f" in the role {self.role}" if self.role else ""

    @property
    def counts(self) -> str:
        """How many of the people count, in words."""
        return f"{len(self.counting)} of {people(len(self.people))}"


def needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    """Return what every signal on use reads."""
    return Needs(frozenset(SOURCES))


def groups(facts: Facts, as_of: Instant, asked: str) -> list[Group]:
    """Return the roles that a parameter selects, at least one; with `all`, all roles as one group."""
    known = users(facts, as_of)
    if asked == ALL:
        return [Group("", known.everybody)]
    found = [Group(role, held) for role, held in known.by_role.items() if asked in (WORST, role)]
    if not found:
        shown = [role for role, held in known.by_role.items() if len(held) >= least_shown(facts)]
        others = f"; the roster has {', '.join(shown)}" if shown else ""
        raise CannotMeasure(f'nobody holds the role "{asked}"{others}')
    return found


def parts(
    of_groups: Iterable[Group], counts: Mapping[User, Known], why: Callable[[Collection[User]], CannotMeasure]
) -> list[Part]:
    """Return each group with those of its users who count. Raises what `why` returns for the users of whom that is
    unknown."""
    found = list(of_groups)
    unknown = {user for group in found for user in group.users if counts[user] is None}
    if unknown:
        raise why(unknown)
    return [_part(group, counts) for group in found]


def _part(group: Group, counts: Mapping[User, Known]) -> Part:
    counting = frozenset(person for person, since in group.users if counts[person, since])
    return Part(group.role, frozenset(person for person, _ in group.users), counting)


def deciding(found: Sequence[Part], *, highest: bool = False) -> tuple[Part, str]:
    """Return the part with the lowest share, or the highest, and the beginning of a sentence about it."""
    sign = -1 if highest else 1
    first = min(found, key=lambda one: (sign * one.share, one.role))
    return first, beginning(first.role, len(found), highest=highest)


def beginning(role: str, of: int, *, highest: bool = False) -> str:
    """Return the beginning of a sentence about the deciding role; empty for all roles together."""
    place = "highest" if highest else "lowest"
    return f"{role}{f', the {place} of {of} roles' if of > 1 else ''}: " if role else ""


def reading(
    facts: Facts,
    as_of: Instant,
    asked: str,
    found: Sequence[Part],
    *,
    highest: bool = False,
    counted_in: Mapping[str, int] | None = None,
) -> Callable[[str, str], Measured]:
    """Return a function that builds the reading of the deciding part from a summary and a shortfall. If only a part
    of a role counts, `counted_in` has the size of that part for every role."""
    decisive, _ = deciding(found, highest=highest)
    worse = [one.counting if highest else one.people - one.counting for one in found]

    def made(summary: str, shortfall: str) -> Measured:
        return Measured(
            decisive.share,
            f"{summary}{left_out(facts, as_of)}.",
            _large_enough(facts, as_of, spectrum(facts, as_of, asked)),
            groups=sizes(facts, as_of, counted_in or {}),
            of_group=decisive.role,
            people=len(decisive.people),
            who=frozenset[str]().union(*worse),
            shortfall=shortfall,
        )

    return made


def _large_enough(facts: Facts, as_of: Instant, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence on roles that are large enough to be shown. A small role in which nobody counts does not
    affect the value, so protecting the value would not hide it."""
    held = users(facts, as_of).by_role
    return tuple(one for one in evidence if len(held[one.id]) >= least_shown(facts))


def sizes(facts: Facts, as_of: Instant, counted_in: Mapping[str, int]) -> dict[str, int]:
    """Return the group sizes that decide whether figures are shown: those of every role, or of the part of it that
    counts.

    Every role is included, whatever was requested: otherwise the figures of a small role could be derived by requesting
    the others one by one.
    """
    return {role: counted_in.get(role, len(held)) for role, held in users(facts, as_of).by_role.items()}


def more_people(
    asked_for: Iterable[Group], found: Iterable[Part], as_of: Instant, of_one: str, of_many: str
) -> tuple[Work, ...]:
    """Return the work of making more people of each part count; none if somebody joins later and cannot do so yet."""
    if any(since > as_of for group in asked_for for _, since in group.users):
        return ()
    return tuple(_more_people(one, of_one, of_many) for one in found)


def _more_people(one: Part, of_one: str, of_many: str) -> Work:
    after = tuple(number / len(one.people) for number in range(len(one.counting), len(one.people) + 1))
    return Work("", f"more person{one.which} {of_one}", f"more people{one.which} {of_many}", after, group=one.role)


def left_out(facts: Facts, as_of: Instant) -> str:
    """Return a clause that says what was not counted and how old the export is."""
    strangers, until = users(facts, as_of).strangers, export(facts).known_to(as_of)
    said = [f"{people(strangers)} in the export of use {agreeing(strangers, 'is', 'are')} not on the roster"]
    notes = said if strangers else []
    if facts.day(until) < facts.day(as_of):
        notes = [*notes, f"the export of use ends on {facts.day(until)}"]
    return f" ({'; '.join(notes)})" if notes else ""


def unknown_use(
    facts: Facts, what: str, unknown: Collection[User], first: Instant, last: Instant, needed: Instant
) -> CannotMeasure:
    """Return why something is unknown that depends on some users' use between two instants, and what to do.

    `what` has {} for the number of users. The export must not end before `needed`.
    """
    observed = export(facts).observed
    it = f"it is unknown {what.format(some_people(facts, len(unknown)))}"
    if observed is not None and observed < needed:
        return CannotMeasure(f"{it}: the export of use is of {facts.day(observed)}. Export it again")
    return CannotMeasure(
        f"{it}: the export of use does not say it, and does not declare itself whole from {facts.day(first)} to "
        f"{facts.day(last)}. Export all use of this time, and set whole = true in [people.usage]"
    )


def some_people(facts: Facts, count: int) -> str:
    """Return a number of people in words, without the number if the group is too small to be shown."""
    return people(count) if count >= least_shown(facts) else "some people"


def people(count: int) -> str:
    """Return a number of people in words."""
    return counted(count, "person", "people")
