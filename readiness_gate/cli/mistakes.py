"""Collects the mistakes in the options of a command, so that one run reports all of them."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from readiness_gate.errors import BadUse, refuse

_Value = TypeVar("_Value")


class Mistakes:
    """The mistakes found in the options."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def tried(self, make: Callable[[], _Value], otherwise: _Value) -> _Value:
        """Return the value of `make`; if it raises BadUse, note the mistake and return `otherwise`, so that the other
        options can still be checked."""
        try:
            return make()
        except BadUse as error:
            self._found.append(str(error))
            return otherwise

    def add(self, mistakes: Iterable[str]) -> None:
        """Add mistakes."""
        self._found += mistakes

    def refuse(self) -> None:
        """Raise BadUse with all mistakes, if there are any."""
        refuse(self._found)


__all__ = ["Mistakes"]
