"""Signals on the versions of training material: who was trained with an older one, and which material is behind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Completion
from readiness_gate.model.facts.records.modules import ModuleFacts, ModuleVersion
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.time import Instant, end_of_day
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.training.trained import (
    Part,
    Trained,
    by_role,
    lowest,
    not_counting,
    parts,
    sizes,
    trained_by_role,
    untrained_roles,
)
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import ALL, Roster, roles, roster

Versions = Mapping[str, Sequence[ModuleVersion]]
"""The versions of each module, in order of publication."""


@once
def versions(facts: Facts, _as_of: Instant) -> Versions:
    """Return every version of every module, published or planned."""
    found: dict[str, list[ModuleVersion]] = {}
    for record in sorted(facts.require("modules", ModuleFacts).records, key=_in_order):
        found.setdefault(record.module, []).append(record)
    return found


def _in_order(record: ModuleVersion) -> tuple[Instant, Instant, str]:
    return record.published_at.end, record.published_at.start, record.version


def check_listed(known: Versions, modules: Iterable[str]) -> None:
    """Raise CannotMeasure if some modules have no version."""
    missing = [module for module in modules if module not in known]
    if missing:
        more = f" (nor of {len(missing) - 1} more)" if len(missing) > 1 else ""
        raise CannotMeasure(
            f'the list of training modules has no version of "{missing[0]}"{more}: add each version with the time of '
            "its publication to the file of [people.modules]"
        )


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest version of a module, and what is known of the others."""

    version: ModuleVersion
    is_first: bool
    names: frozenset[str]
    """The names of all versions."""

    def is_current(self, completion: Completion) -> bool:
        """Return whether a completion is of this version: by its name, or without one by its time. Raises
        CannotMeasure for a name that no version has."""
        published = self.version.published_at
        if not completion.version:
            return completion.earliest >= (published.start if self.is_first else published.end)
        if completion.version not in self.names:
            raise CannotMeasure(
                f'a completion is of a version of "{self.version.module}" that the list of training modules does not '
                "have: write versions the same way in [people.completions] and [people.modules]"
            )
        return completion.version == self.version.version and completion.completed_at >= published.start


def outdated_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the trained people who completed a required module in an older version than the newest
    published by `as_of`. A completion without a version belongs to the version that was the newest then; on the day of
    a publication, to the version before.

    `worst` is the role with the highest share, `all` counts people (trained in every role they hold).
    """
    facts.require_people()
    known_versions, asked = versions(facts, as_of), parameters.text("role")
    known = roles(facts, as_of)
    trained = trained_by_role(known, asked, facts.day(as_of))
    required = sorted({module for group in trained for module in group.modules})
    check_listed(known_versions, required)
    newest = {module: _newest(known_versions[module], as_of) for module in required}
    current = _current(roster(facts, as_of), newest)

    def is_up_to_date(person: str, modules: Sequence[str]) -> bool:
        return all((person, module) in current for module in modules)

    found = parts(by_role(trained, is_up_to_date), asked)
    yesterday = end_of_day(facts.day(as_of) - timedelta(days=1), facts.settings.calendar)
    # What is completed on the day of a publication, at whatever time, may be the version before.
    can_repeat = all(one.version.published_at.end <= yesterday for one in newest.values())
    worst, named = lowest(found, "highest")
    return Measured(
        worst.others / len(worst.people),
        f"{named}{worst.others} of {len(worst.people)} trained people completed a module in an older version than the "
        f"newest{untrained_roles(facts, known, asked)}.",
        tuple(_evidence(facts, trained, newest, current)),
        groups=sizes(known, asked),
        of_group=worst.role,
        people=len(worst.people),
        who=not_counting(found),
        shortfall=f"{worst.others} of {len(worst.people)} trained people{worst.which} with an older version",
        levers=tuple(map(_repeating, found)) if can_repeat else (),
    )


OUTDATED_SHARE = Signal(
    name="training.outdated-share",
    unit="share",
    sources=("people", "modules"),
    meaning="The share of trained people who completed an older version of a module than the newest published.",
    needs=all_of("people", "modules"),
    measure=outdated_share,
    parameters=(
        Parameter("role", "role", ALL, 'the role: "worst" (the highest), "all" (people of every role), or its name'),
    ),
    topic="who was trained with outdated material",
)


def _repeating(part: Part) -> Work:
    """Return the work of training people in the newest versions, as a share of those who still need it."""
    after = tuple(left / len(part.people) for left in range(part.others, -1, -1))
    more = "the newest version of each module"
    one, many = f"more person{part.which} completes {more}", f"more people{part.which} complete {more}"
    return Work("", one, many, after, group=part.role)


def _newest(known: Sequence[ModuleVersion], as_of: Instant) -> _Newest:
    """Return the newest version that may have been published by `as_of`. Raises CannotMeasure if there is none, or
    it is unknown which one it is."""
    published = [record for record in known if record.published_at.start <= as_of]
    if not published:
        raise CannotMeasure(
            f'no version of "{known[0].module}" is published yet by [people.modules], though people completed it: add '
            "the version that they completed"
        )
    last = published[-1]
    rivals = [record for record in published[:-1] if record.published_at.end >= last.published_at.start]
    if rivals:
        raise CannotMeasure(
            f'which of the versions {rivals[0].version} and {last.version} of "{last.module}" is newer is unknown, as '
            "both have the same day: add the time to published-at in the file of [people.modules]"
        )
    return _Newest(last, len(published) == 1, frozenset(record.version for record in known))


def _current(now: Roster, newest: Mapping[str, _Newest]) -> frozenset[tuple[str, str]]:
    """Return each person with each module that the person completed in its newest version."""
    return frozenset(
        (done.person, done.module)
        for done in now.completed
        if done.module in newest and newest[done.module].is_current(done)
    )


def _evidence(
    facts: Facts, trained: Sequence[Trained], newest: Mapping[str, _Newest], current: frozenset[tuple[str, str]]
) -> Iterator[Evidence]:
    """Yield, for each role and module, how many completed an older version; nobody is named."""
    for group in trained:
        for module in dict.fromkeys(group.modules):
            behind = sum((person, module) not in current for person in group.people)
            if behind:
                last = newest[module].version
                day = facts.day(last.published_at.end)
                note = f"{module}: {behind} of {len(group.people)} trained people completed it before version "
                yield Evidence("role", group.role, f"{note}{last.version}, published on {day}")


SIGNALS = (OUTDATED_SHARE,)
