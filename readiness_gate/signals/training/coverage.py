"""The signal on how many of the future users completed what their role requires."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import (
    ALL,
    WORST,
    Role,
    Roster,
    named_by,
    role_sizes,
    roles,
    roster,
    trained_in_all,
)

_CRITICAL = "who works in a critical process and is trained"


def coverage(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the roster's people who completed every module that their role requires.

    Anyone missing from the completions counts as untrained. `worst` is the role with the lowest share, `all` counts
    people (trained in every role they hold).
    """
    critical, asked = parameters.flag("critical"), parameters.text("role")
    known = roles(facts, as_of, critical=critical)
    now = roster(facts, as_of)
    left_out, hints = _left_out(facts, as_of), now.people.hints
    sizes = {role.name: len(role.people) for role in known}
    if critical:
        sizes = _with_rests(sizes, role_sizes(facts, as_of))
    reading = _of_all(known, left_out, sizes) if asked == ALL else _of_one(known, asked, left_out, sizes)
    return replace(reading, hints=hints)


COVERAGE = Signal(
    name="training.coverage",
    unit="share",
    sources=("people",),
    meaning=(
        "The share of people who completed every module that their role requires; who is missing counts as untrained."
    ),
    needs=all_of("people"),
    measure=coverage,
    parameters=(
        Parameter("role", "role", WORST, 'the role: "worst" (the lowest), "all" (people of every role), or its name'),
        Parameter("critical", "flag", False, "count only people who work in a critical process", topic=_CRITICAL),
    ),
    topic="how many people are trained",
)


def _with_rests(critical: Mapping[str, int], sizes: Mapping[str, int]) -> dict[str, int]:
    """Return the group sizes that decide whether figures are shown: the people of a role who are not critical are a
    group, too."""
    rests = {name: sizes[name] - people for name, people in critical.items()}
    return {name: min(people, rests[name] or people) for name, people in critical.items()}


def _of_all(known: Sequence[Role], left_out: str, sizes: Mapping[str, int]) -> Measured:
    people = frozenset[str]().union(*(role.people for role in known))
    trained = len(trained_in_all(known))
    return Measured(
        trained / len(people),
        f"{trained} of {len(people)} people completed every module that their roles require{left_out}.",
        _evidence(known),
        groups=sizes,
        people=len(people),
        who=people - trained_in_all(known),
        shortfall=_untrained(len(people) - trained, len(people), ""),
        levers=(_training("", trained, len(people), _missing(known)),),
    )


def _of_one(known: Sequence[Role], asked: str, left_out: str, sizes: Mapping[str, int]) -> Measured:
    worst = min(named_by(known, asked), key=_lowest_first)
    lowest = f", the lowest of {len(known)} roles," if asked == WORST and len(known) > 1 else ":"
    return Measured(
        worst.share,
        f"{worst.name}{lowest} {len(worst.trained)} of {len(worst.people)} people completed every module required"
        f"{left_out}.",
        _evidence(known if asked == WORST else (worst,)),
        groups=sizes,
        of_group=worst.name,
        people=len(worst.people),
        who=frozenset[str]().union(*(role.people - role.trained for role in named_by(known, asked))),
        shortfall=_untrained(len(worst.people) - len(worst.trained), len(worst.people), f" in the role {worst.name}"),
        levers=tuple(
            _training(role.name, len(role.trained), len(role.people), _missing((role,)))
            for role in named_by(known, asked)
        ),
    )


def _untrained(untrained: int, people: int, which: str) -> str:
    return f"{untrained} of {_people(people)}{which} not trained"


def _missing(known: Iterable[Role]) -> tuple[str, ...]:
    """Return the modules that people of the roles still have to complete."""
    return tuple(sorted({module for role in known for module in role.missing}))


def _training(role: str, trained: int, people: int, modules: tuple[str, ...]) -> Work:
    """Return the work of training more people of a role ("" for all roles), as a share of its people."""
    which = f" in the role {role}" if role else ""
    after = tuple(number / people for number in range(trained, people + 1))
    return Work(
        "",
        f"more person{which} completes every required module",
        f"more people{which} complete every required module",
        after,
        modules,
        about=True,
        group=role,
    )


def _lowest_first(role: Role) -> tuple[float, str]:
    return role.share, role.name


def _evidence(known: Sequence[Role]) -> tuple[Evidence, ...]:
    return tuple(Evidence("role", role.name, _note(role)) for role in sorted(known, key=_lowest_first))


def _note(role: Role) -> str:
    lacking = ", ".join(f"{module} {count}" for module, count in sorted(role.missing.items()))
    return f"{len(role.trained)} of {len(role.people)} trained" + (f"; still to complete: {lacking}" if lacking else "")


@once
def _left_out(facts: Facts, as_of: Instant) -> str:
    """Return what was not counted, and what to check, so that nobody looks for it in vain."""
    now = roster(facts, as_of)
    parts = (*_rows_left_out(now), *_completions_left_out(now, as_of), *now.people.uncounted, *now.people.hints)
    return f" ({'; '.join(parts)})" if parts else ""


def _rows_left_out(now: Roster) -> Iterator[str]:
    """Yield which rows of the roster were not counted."""
    rows, day = now.people.roster, now.day
    joining = len({row.person for row in rows if _joins_after(row, day.end)})
    if joining:
        yield f"{_people(joining)} {agreeing(joining, 'joins', 'join')} the roster after {day.name}"
    gone = len({row.person for row in rows if _left_before(row, day.start)})
    if gone:
        yield f"{_people(gone)} on the roster left before {day.name}"
    elsewhere = len(set(rows) - set(now.in_wave))
    if elsewhere:
        yield f"{counted(elsewhere, 'row')} of the roster {_are(elsewhere)} of other waves"


def _joins_after(row: Membership, instant: Instant) -> bool:
    return row.since is not None and row.since > instant


def _left_before(row: Membership, instant: Instant) -> bool:
    return row.until is not None and row.until < instant


def _completions_left_out(now: Roster, as_of: Instant) -> Iterator[str]:
    """Yield which completions were not counted."""
    completions, day = now.people.completions, now.day
    later = sum(completion.completed_at > as_of for completion in completions)
    if later:
        yield f"{counted(later, 'completion')} {_are(later)} dated later"
    expired = sum(day.has_lost(completion) for completion in completions if completion.completed_at <= as_of)
    if expired:
        yield f"{counted(expired, 'completion')} {_are(expired)} expired by {day.name}"
    strangers = {completion.person for completion in completions} - {row.person for row in now.people.roster}
    if strangers:
        yield f"{_people(len(strangers))} with completions {_are(len(strangers))} not on the roster"


def _people(count: int) -> str:
    return counted(count, "person", "people")


def _are(count: int) -> str:
    return agreeing(count, "is", "are")


SIGNALS = (COVERAGE,)
