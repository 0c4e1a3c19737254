"""The roles of the roster, compared with those that a table names."""

from collections import Counter
from collections.abc import Collection, Iterable
from difflib import get_close_matches

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.views.roster import roster


def least_shown(facts: Facts) -> int:
    """Return the size of the smallest group whose figures are shown."""
    return (facts.settings.people or PeopleSettings()).smallest_group


def roles_to_cover(facts: Facts, as_of: Instant, named: Iterable[str], table: str) -> tuple[str, ...]:
    """Return the roles that people on the roster hold as of an instant, sorted; the records of a table must cover
    each of them. Raises CannotMeasure if the table names a role that nobody on the whole roster has: it may be a
    different spelling."""
    now, counts = roster(facts, as_of), Counter(named)
    whole = {row.role for row in now.people.roster}
    strange = sorted(set(counts) - whole - {""})
    if strange:
        raise _not_on_the_roster(strange[0], counts[strange[0]], whole, table, least_shown(facts))
    return tuple(sorted({row.role for row in now.members()}))


def _not_on_the_roster(role: str, rows: int, known: Collection[str], table: str, least: int) -> CannotMeasure:
    """Return the error for a role that may be a different spelling, or, if few rows have it, free text with a
    person's name."""
    close = get_close_matches(role, known, n=1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    which = f'the role "{role}"' if close or rows >= least else f"a role that {counted(rows, 'row has', 'rows have')}"
    return CannotMeasure(f"{which} in {table} is not on the roster{hint}: write roles identically in both files")
