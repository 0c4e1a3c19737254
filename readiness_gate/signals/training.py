"""Signals on training: who of those who are to use the system has completed what the role requires."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from readiness_gate.model.facts import Facts, Membership, PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.time import Instant, iso_day
from readiness_gate.signals.spec import Parameter, Signal

WORST = "worst"
ALL = "all"


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


def coverage(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """The share of the roster's people who completed every module that their role requires.

    Who is missing from the completions counts as untrained. `worst` is the role with the lowest share, `all` counts
    people (trained in every role they hold).
    """
    people = facts.people
    if isinstance(people, Unavailable):
        return people
    roles = roles_of(facts, people, as_of, critical=parameters.flag("critical"))
    if isinstance(roles, Unavailable):
        return roles
    return _read(roles, parameters.text("role"), _left_out(people, as_of))


def roles_of(facts: Facts, people: PeopleFacts, as_of: Instant, *, critical: bool = False) -> list[Role] | Unavailable:
    """The roles of the roster as of an instant, sorted by name, with who is trained in them; each requires modules."""
    required = facts.settings.people.required if facts.settings.people else None
    if not required:
        return Unavailable("which modules a role requires is not configured: provide them in [people.required]")
    members = members_of(people, as_of, critical=critical)
    if isinstance(members, Unavailable):
        return members
    roles = _roles(people, members, required, as_of)
    if isinstance(roles, Unavailable):
        return roles
    absent = sorted(set(required) - {role.name for role in roles})
    if absent and not critical:
        return Unavailable(
            f'nobody on the roster holds the role "{absent[0]}", which [people.required] names: complete the roster, '
            "or take the role out"
        )
    return roles


def members_of(people: PeopleFacts, as_of: Instant, *, critical: bool = False) -> list[Membership] | Unavailable:
    """The rows of the roster that hold as of an instant, at least one."""
    held = [row for row in people.roster if _holds(row, as_of)]
    if not held:
        return Unavailable(
            f"nobody is on the roster on {iso_day(as_of)} ({len(people.roster)} rows in all): there is no share to take"
        )
    if not critical:
        return held
    if any(row.critical is None for row in held):
        return Unavailable(
            "the roster does not say who works in a critical process: give it a column critical-process with the "
            "name of that process, empty for everybody else"
        )
    return [row for row in held if row.critical] or Unavailable(
        "the roster's column critical-process is empty for everybody, so there is no share to take"
    )


def _holds(row: Membership, as_of: Instant) -> bool:
    return (row.since is None or row.since <= as_of) and (row.until is None or as_of <= row.until)


def _roles(
    people: PeopleFacts, members: Sequence[Membership], required: Mapping[str, tuple[str, ...]], as_of: Instant
) -> list[Role] | Unavailable:
    held: dict[str, set[str]] = {}
    for row in members:
        held.setdefault(row.role, set()).add(row.person)
    strange = sorted(set(held) - set(required))
    if strange:
        close = get_close_matches(strange[0], required, n=1)
        hint = f'; did you mean "{close[0]}"? (names must be equal to the letter)' if close else ""
        return Unavailable(f'[people.required] says nothing of the role "{strange[0]}" of the roster{hint}')
    done: dict[str, set[str]] = {}
    for completion in people.completions:
        if completion.completed_at <= as_of:
            done.setdefault(completion.person, set()).add(completion.module)
    return [_role(name, held[name], required[name], done) for name in sorted(held)]


def _role(name: str, held: set[str], modules: tuple[str, ...], done: Mapping[str, set[str]]) -> Role:
    lacking = {person: set(modules) - done.get(person, set[str]()) for person in held}
    missing = Counter(module for modules_lacking in lacking.values() for module in modules_lacking)
    trained = frozenset(person for person, modules_lacking in lacking.items() if not modules_lacking)
    return Role(name, modules, frozenset(held), trained, missing)


def _read(roles: Sequence[Role], asked: str, left_out: str) -> Reading:
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
    if isinstance(named, Unavailable):
        return named
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


def named_by(roles: Sequence[Role], asked: str) -> list[Role] | Unavailable:
    """The roles that a parameter names, at least one: the one of that name, or every one for the worst of them."""
    named = [role for role in roles if asked in (role.name, WORST)]
    return named or Unavailable(
        f'nobody holds the role "{asked}"; the roster has {", ".join(role.name for role in roles)}'
    )


def _left_out(people: PeopleFacts, as_of: Instant) -> str:
    """What the completions say that was not counted: a reader would else look for it in vain."""
    later = sum(completion.completed_at > as_of for completion in people.completions)
    strangers = {completion.person for completion in people.completions} - {row.person for row in people.roster}
    joining = len({row.person for row in people.roster if row.since is not None and row.since > as_of})
    parts = [
        f"{joining} people join the roster later" if joining else "",
        f"{later} completions are dated later" if later else "",
        f"{len(strangers)} people with completions are not on the roster" if strangers else "",
    ]
    told = " and ".join(part for part in parts if part)
    return f" ({told})" if told else ""


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
