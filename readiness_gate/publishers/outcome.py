"""What a publisher does, or would do."""

from collections.abc import Callable
from typing import Any, TypeAlias

from readiness_gate.errors import NotWritten
from readiness_gate.lean_dataclass import dataclass

Json: TypeAlias = dict[str, Any]


class NotPublished(NotWritten):
    """There is a verdict, and another system did not take it: its text is why, and what to do."""


@dataclass(frozen=True, slots=True)
class Write:
    """One request that changes something at another system."""

    says: str
    """What it does, in words: `update the comment on #17`."""
    method: str
    path: str
    body: Json
    repeatable: bool = True
    """Whether sending it twice does the same as sending it once; a new comment is not."""


Perform: TypeAlias = Callable[[Write], None]
"""Makes a request, or in a dry run prints it."""
