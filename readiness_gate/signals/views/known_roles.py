"""The roles of the roster, beside those that a table of records names."""

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
    """The fewest people of a group that is shown."""
    return (facts.settings.people or PeopleSettings()).smallest_group


def roles_to_cover(facts: Facts, as_of: Instant, named: Iterable[str], table: str) -> tuple[str, ...]:
    """The roles that people on the roster hold as of an instant, sorted, each of which the records of a table must
    cover. Raises CannotMeasure where the table names a role that nobody on the whole roster has: it may be another
    spelling of one."""
    now, counts = roster(facts, as_of), Counter(named)
    whole = {row.role for row in now.people.roster}
    strange = sorted(set(counts) - whole - {""})
    if strange:
        raise _not_on_the_roster(strange[0], counts[strange[0]], whole, table, least_shown(facts))
    return tuple(sorted({row.role for row in now.members()}))


def _not_on_the_roster(role: str, rows: int, known: Collection[str], table: str, least: int) -> CannotMeasure:
    """A role that is another spelling of one, or that few rows have and that may be free text with a name in it."""
    close = get_close_matches(role, known, n=1)
    hint = f'; did you mean "{close[0]}"?' if close else ""
    which = f'the role "{role}"' if close or rows >= least else f"a role that {counted(rows, 'row has', 'rows have')}"
    return CannotMeasure(f"{which} in {table} is not on the roster{hint}: write roles identically in both files")
