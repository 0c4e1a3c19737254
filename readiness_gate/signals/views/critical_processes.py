"""The critical processes of the roster as of an instant, with the people who work in them."""

from collections.abc import Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.time import Instant
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.roster import roster

_SEPARATOR = ";"
_ANSWERS = frozenset(
    ("", "x", "y", "yes", "true", "1", "j", "ja", "o", "oui", "si", "critical", "n", "no", "false", "0", "nein")
)
"""The spellings of yes and no that people use."""


@once
def critical_processes(facts: Facts, as_of: Instant) -> Mapping[str, tuple[Membership, ...]]:
    """Return the rows of the people in each critical process, sorted by process; at least one. Raises CannotMeasure
    if the roster does not name processes."""
    now = roster(facts, as_of)
    found: dict[str, list[Membership]] = {}
    for row in now.members(critical=True):
        names = [name for part in row.process.split(_SEPARATOR) if (name := part.strip())]
        for name in names or [""]:
            found.setdefault(name, []).append(row)
    if any(name.casefold() in _ANSWERS for name in found):
        raise CannotMeasure(
            "the roster's column critical-process says who works in a critical process, but not in which: write the "
            "name of the process in it"
        )
    if not {row.person for row in now.people.roster}.isdisjoint(found):
        raise CannotMeasure(
            "the roster's column critical-process has ids of people: map the column with the name of the process in "
            "[people.roster]"
        )
    return {name: tuple(found[name]) for name in sorted(found)}
