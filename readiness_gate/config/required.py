"""The roles and modules of `[people.required]`, and the other roles in the configuration: an unknown name is a
mistake."""

from collections.abc import Iterator, Mapping, Sequence

from readiness_gate.config.packs.loader import PackRule
from readiness_gate.model.policy import Rule
from readiness_gate.model.settings import Settings
from readiness_gate.signals import Signal
from readiness_gate.sources.people.settings import RESERVED_ROLES
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean


def required(settings: Settings, place: Place) -> Mapping[str, Sequence[str]]:
    """Return the modules that each role requires; empty if there is no such table, or if it has mistakes."""
    given = settings.people.required if settings.people else None
    return given if given and is_intact(place, "people") else {}


def is_intact(place: Place, *path: str | int) -> bool:
    """Return whether nothing at or below a path of the file was dropped as a mistake."""
    where = place.document.original((*place.path, *path))
    return not any(dropped[: len(where)] == where for dropped in place.document.dropped)


def unknown_roles(rule: PackRule, built: Rule, signal: Signal, roles: Mapping[str, object]) -> Iterator[Problem]:
    """Report parameters of a rule that name a role without required modules: they would select nobody."""
    for parameter in signal.parameters:
        value = built.parameters.get(parameter.name)
        if parameter.kind == "role" and value not in (None, *RESERVED_ROLES, *roles):
            hint = did_you_mean(str(value), roles)
            what = f'"{parameter.name}" of {signal.name}: [people.required] has no role "{value}"{hint}'
            yield rule.place.problem(what, "with", parameter.name, at_value=True)
