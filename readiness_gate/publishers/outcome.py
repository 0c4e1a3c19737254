"""What publishers report and request."""

from collections.abc import Callable
from typing import Any, TypeAlias

from readiness_gate.errors import NotWritten
from readiness_gate.lean_dataclass import dataclass

Json: TypeAlias = dict[str, Any]


class NotPublished(NotWritten):
    """A verdict could not be published; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Write:
    """A request that changes something in another system."""

    action: str
    """What it does: `update the comment on #17`."""
    method: str
    path: str
    body: Json
    repeatable: bool = True
    """Whether sending it twice has the same effect as sending it once; not so for a new comment."""


Perform: TypeAlias = Callable[[Write], None]
"""Makes a request, or in a dry run prints it."""
