"""The requests that this server answers now: a few of each kind, so that a slow service delays only itself."""

from dataclasses import field

from readiness_gate.history.deployments import Held
from readiness_gate.lean_dataclass import dataclass

MOST_OF_A_KIND = 2
"""How many requests of one kind are answered at the same time. Each may run one evaluation."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The requests that are being answered, by number."""

    full: dict[int, Held] = field(default_factory=dict[int, Held])

    def has_room(self, held: Held) -> bool:
        """Return whether one more request can be answered now: not if too many of its kind are, or another one with
        the same subject."""
        others = list(self.full.values())
        is_free = all(one.asked.subject != held.asked.subject for one in others)
        return is_free and sum(_kind(one) == _kind(held) for one in others) < MOST_OF_A_KIND

    def take(self, held: Held) -> None:
        """Begin to answer a request."""
        self.full[held.number] = held

    def release(self, held: Held) -> None:
        """End the answer to a request."""
        del self.full[held.number]


def _kind(held: Held) -> tuple[str, bool]:
    """Return the service of a request, and whether an approval of it may exist: new requests and approvals that are
    watched do not wait for each other."""
    return held.asked.service, held.may_hold


__all__ = ["MOST_OF_A_KIND", "Hands"]
