"""Readings without the figures of groups that are too small to be shown. Rules still judge the full value."""

from dataclasses import replace

from readiness_gate.model.facts import Facts
from readiness_gate.model.groups import hidden_groups, why_hidden
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Evidence, Measured
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.wording import agreeing, counted


def protected(facts: Facts, reading: Measured) -> Measured:
    """Return a reading with only the figures that may be shown, given the group sizes in it."""
    groups, least = reading.groups, (facts.settings.people or PeopleSettings()).smallest_group
    hidden = hidden_groups(groups, least)
    is_hidden = reading.of_group in hidden or 0 < reading.people < least
    shown = replace(
        reading,
        evidence=(*(one for one in reading.evidence if one.id not in hidden), *_others(len(hidden), least)),
        levers=tuple(one for one in reading.levers if not (isinstance(one, Work) and one.group in hidden)),
        hidden=is_hidden,
        groups={},
        hints=(),
    )
    return _without_figures(shown, reading.hints, len(groups), least) if is_hidden else shown


def _without_figures(reading: Measured, hints: tuple[str, ...], groups: int, least: int) -> Measured:
    of_files = f" ({'; '.join(hints)})" if hints else ""
    which = f"One of {counted(groups, 'role')}" if groups > 1 else "A group"
    return replace(
        reading,
        of_group="",
        people=0,
        summary=f"{which} decides, which is not shown {why_hidden(least)}{of_files}.",
        shortfall="",
        levers=(),
        remedy="",
    )


def _others(number: int, least: int) -> tuple[Evidence, ...]:
    """Return evidence for the groups that are not shown; empty if there are none."""
    if not number:
        return ()
    not_shown = f"{counted(number, 'role')} {agreeing(number, 'is', 'are')} not shown"
    return (Evidence("role", not_shown, why_hidden(least)),)
