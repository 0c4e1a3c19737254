"""The people on the roster who lead others."""

from collections.abc import Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.people import Membership


def leaders_of(rows: Sequence[Membership]) -> frozenset[str]:
    """Return the people who lead others, at least one. Raises CannotMeasure if the roster does not say who they are."""
    if any(row.leader is None for row in rows):
        raise CannotMeasure(
            "the roster does not say who leads others: give it a column leader with yes for each of them, empty for "
            "everybody else"
        )
    leaders = frozenset(row.person for row in rows if row.leader)
    if not leaders:
        raise CannotMeasure("the roster's column leader says yes for nobody, so no share can be computed: complete it")
    return leaders
