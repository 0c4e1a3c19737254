"""The roles of the roster, beside those that a table of records names."""

from collections.abc import Iterable
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.time import Instant
from readiness_gate.signals.views.roster import roster


def roles_to_cover(facts: Facts, as_of: Instant, named: Iterable[str], table: str) -> tuple[str, ...]:
    """The roles that people on the roster hold as of an instant, sorted, each of which the records of a table must
    cover. Raises CannotMeasure where the table names a role that nobody on the whole roster has: it may be another
    spelling of one."""
    now = roster(facts, as_of)
    whole = {row.role for row in now.people.roster}
    strange = sorted(set(named) - whole - {""})
    if strange:
        close = get_close_matches(strange[0], whole, n=1)
        hint = f'; did you mean "{close[0]}"?' if close else ""
        raise CannotMeasure(
            f'the role "{strange[0]}" in {table} is not on the roster{hint}: write roles identically in both files'
        )
    return tuple(sorted({row.role for row in now.members()}))
