"""Facts cache what is computed from them."""

from collections.abc import Callable, Hashable
from typing import TypeVar, cast

from readiness_gate.model.time import Instant

MOST_INSTANTS = 64
"""For how many instants results are cached: a longer backtest computes some again."""

_NO_INSTANT = None
_Result = TypeVar("_Result")


class Remembering:
    """An immutable value with a cache of what was computed from it.

    The cache is not part of the value: comparisons, copies, replacements and pickles are without it, and it is dropped
    with the value.
    """

    __slots__ = ("_remembered",)
    _remembered: dict[Instant | None, dict[Hashable, object]]

    def once(self, as_of: Instant | None, what: Hashable, work_out: Callable[[], _Result]) -> _Result:
        """Return what was computed as of an instant, from the cache if possible."""
        of_instant = self._remembered_of(as_of)
        if what not in of_instant:
            of_instant[what] = work_out()
        return cast("_Result", of_instant[what])

    def always(self, what: Hashable, work_out: Callable[[], _Result]) -> _Result:
        """Return what was computed independently of any instant, from the cache if possible."""
        return self.once(_NO_INSTANT, what, work_out)

    def _remembered_of(self, as_of: Instant | None) -> dict[Hashable, object]:
        if not hasattr(self, "_remembered"):
            object.__setattr__(self, "_remembered", {})
        if as_of not in self._remembered:
            instants = [instant for instant in list(self._remembered) if instant is not _NO_INSTANT]
            for oldest in instants[: 1 - MOST_INSTANTS]:
                self._remembered.pop(oldest, None)
        return self._remembered.setdefault(as_of, {})
