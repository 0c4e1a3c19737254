"""What waits on a queue for services that a server does not answer."""

from collections import Counter
from collections.abc import Collection, Mapping

from readiness_gate.history.deployments import still_open
from readiness_gate.history.store import Rows


def unanswered(rows: Rows, answered: Collection[str]) -> Mapping[str, str]:
    """Return what waits for each service that is not among those answered, by its name. An approval to watch counts
    until it is taken back."""
    kinds = Counter((held.asked.service, held.may_hold) for held in still_open(rows))
    return {
        name: f"{kinds[name, False]} to answer, {kinds[name, True]} to watch"
        for name in sorted({name for name, _ in kinds} - {*answered})
    }


__all__ = ["unanswered"]
