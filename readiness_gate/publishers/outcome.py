"""What a publisher does, or would do."""

from collections.abc import Callable
from typing import Any, TypeAlias

from readiness_gate.errors import NotWritten
from readiness_gate.lean_dataclass import dataclass

Json: TypeAlias = dict[str, Any]


class NotPublished(NotWritten):
    """There is a verdict, but another system did not accept it: the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Write:
    """One request that changes something in another system."""

    says: str
    """What it does, in words: `update the comment on #17`."""
    method: str
    path: str
    body: Json
    repeatable: bool = True
    """Whether sending it twice has the same effect as once; creating a comment does not."""


Perform: TypeAlias = Callable[[Write], None]
"""Sends a request, or in a dry run prints it."""
