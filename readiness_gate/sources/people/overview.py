"""The numbers of people and trainings that `doctor` shows."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import CalendarFacts, PeopleFacts
from readiness_gate.model.overview import Overview
from readiness_gate.model.roles import held_by, perhaps_people, unnamed
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.toml.problems import nearest


def overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    """Return the people in each role, the completions, and the roles and people that the configuration does not
    know."""
    people = facts.require_people()
    required = (facts.settings.people.required if facts.settings.people else None) or {}
    least = (facts.settings.people or PeopleSettings()).smallest_group
    if not people.has_completions:
        counts, _ = _roles(held_by(people.roster), required, least)
        return (Overview("people", (*counts, "no completions")),)
    counts, doubts = _roles(held_by(people.roster), required, least)
    completed = {completion.module for completion in people.completions}
    modules = {module for required_modules in required.values() for module in required_modules}
    others = sorted(completed - modules)
    doubts += [
        f'nobody completed the module "{module}"{nearest(module, others)}' for module in sorted(modules - completed)
    ]
    doubts += _unmatched_people(people)
    return (Overview("people", (*counts, counted(len(people.completions), "completion")), tuple(doubts)),)


def _roles(held: Mapping[str, Collection[str]], required: Collection[str], least: int) -> tuple[list[str], list[str]]:
    """Return how many people hold each role that is large enough to be shown, and which roles require nothing."""
    if perhaps_people(held, required):
        return [f"{len(held)} roles"], [unnamed(held)]
    counts = [f"{role}: {_size(len(holders), least)}" for role, holders in sorted(held.items())]
    unknown = sorted(set(held).difference(required))
    return counts, [f'[people.required] has no modules for the role "{role}"' for role in unknown]


def _unmatched_people(people: PeopleFacts) -> Iterator[str]:
    strangers = {completion.person for completion in people.completions} - {row.person for row in people.roster}
    if strangers:
        yield f"{_persons(len(strangers))} with completions {agreeing(len(strangers), 'is', 'are')} not on the roster"


def _size(people: int, least: int) -> str:
    return f"fewer than {least} people" if people < least else _persons(people)


def _persons(count: int) -> str:
    return counted(count, "person", "people")


def calendar_overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    """Return how many training sessions there are, and their period."""
    days = [session.begins for session in facts.require("calendar", CalendarFacts).sessions]
    sessions = f"{counted(len(days), 'session')}, from {facts.day(min(days))} to {facts.day(max(days))}"
    return (Overview("calendar", (sessions,)),)
