"""Facts remember what was worked out from them, so that it is worked out once."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from readiness_gate.model.time import Instant

MOST_INSTANTS = 64
"""As of how many instants is remembered at once: a backtest over more of them works some out again."""

_NO_INSTANT = None
_Result = TypeVar("_Result")


class Remembering:
    """Something that never changes, and remembers what was worked out from it.

    What is remembered is no part of the value: comparisons, copies, replacements and pickles are without it, and it
    goes when the value goes.
    """

    __slots__ = ("_remembered",)
    _remembered: dict[Instant | None, dict[Hashable, object]]

    def once(self, as_of: Instant | None, what: Hashable, work_out: Callable[[], _Result]) -> _Result:
        """What was worked out as of an instant, for the first time or then."""
        of_instant = self._remembered_of(as_of)
        if what not in of_instant:
            of_instant[what] = work_out()
        return cast("_Result", of_instant[what])

    def always(self, what: Hashable, work_out: Callable[[], _Result]) -> _Result:
        """What was worked out as of no instant, for the first time or then."""
        return self.once(_NO_INSTANT, what, work_out)

    def _remembered_of(self, as_of: Instant | None) -> dict[Hashable, object]:
        if not hasattr(self, "_remembered"):
            object.__setattr__(self, "_remembered", {})
        if as_of not in self._remembered:
            instants = [instant for instant in list(self._remembered) if instant is not _NO_INSTANT]
            for oldest in instants[: 1 - MOST_INSTANTS]:
                self._remembered.pop(oldest, None)
        return self._remembered.setdefault(as_of, {})
