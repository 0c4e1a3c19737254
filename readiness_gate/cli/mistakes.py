"""Collects what is wrong with the options of a command, so that one run reports all of it."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from readiness_gate.errors import BadUse

_Value = TypeVar("_Value")


class Mistakes:
    """The mistakes so far."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def tried(self, make: Callable[[], _Value], otherwise: _Value) -> _Value:
        """What is made of an option; of a wrong one, a stand-in to check the others with."""
        try:
            return make()
        except BadUse as error:
            self._found.append(str(error))
            return otherwise

    def add(self, mistakes: Iterable[str]) -> None:
        """Add some."""
        self._found += mistakes

    def refuse(self) -> None:
        """Raise BadUse with all of them, if there are any."""
        if self._found:
            raise BadUse("\n".join(self._found))


__all__ = ["Mistakes"]
