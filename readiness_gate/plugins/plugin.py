"""One entry point of a plugin, and what its process is asked."""

from collections.abc import Callable
from dataclasses import field
from importlib.metadata import EntryPoint
from typing import TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Parameters
from readiness_gate.model.time import Instant
from readiness_gate.plugins import described, fence
from readiness_gate.plugins.described import Json, WrongAnswer, dumped, expect
from readiness_gate.plugins.report import Report
from readiness_gate.signals import Signal
from readiness_gate.sources import Source

_Kind = TypeVar("_Kind", Signal, Source, Report)
FAULTS = (fence.NoAnswer, WrongAnswer, ValueError, TypeError, LookupError, OSError)
"""What reading an untrusted answer may raise."""


@dataclass(slots=True)
class Plugin:
    """One entry point, called in processes of its own."""

    point: EntryPoint
    given_up: str = ""
    """Why it is not called any more: it hung once."""
    needs: dict[tuple[Parameters, Instant], Needs] = field(default_factory=dict[tuple[Parameters, Instant], Needs])
    """What it answered before to what it needs."""

    def call(self, work: fence.Work, seconds: float | None = None) -> bytes:
        """What `work` answers. Raises NoAnswer with the reason when it does not."""
        if self.given_up:
            raise fence.NoAnswer(self.given_up)
        try:
            return fence.answer(work, reason_of, seconds or fence.LIMIT)
        except fence.TimedOut as error:
            self.given_up = str(error)
            raise


def reason_of(error: BaseException) -> str:
    """Why a plugin gave no answer: whatever it raised is its own fault."""
    if isinstance(error, WrongAnswer | CouldNotLook | fence.NoAnswer) and str(error):
        return str(error)
    return f"it raised {type(error).__name__}: {error}"


def describe(plugin: Plugin, kind: type[_Kind], describing: Callable[[_Kind], Json]) -> Json:
    """What an entry point is, as its own process describes it. Raises one of FAULTS when it does not."""
    return described.loaded(plugin.call(lambda: dumped(describing(load(plugin.point, kind)))))


def load(point: EntryPoint, kind: type[_Kind]) -> _Kind:
    """What an entry point names; only to be called inside the fence."""
    target = expect(kind, point.load())
    expect(str, target.name)
    return target
