"""One entry point of a plugin, and the calls to it."""

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
"""The exceptions that reading an untrusted answer may raise."""


@dataclass(slots=True)
class Plugin:
    """One entry point, called in separate processes."""

    point: EntryPoint
    given_up: str = ""
    """Why it is no longer called: it hung once."""
    needs: dict[tuple[Parameters, Instant], Needs] = field(default_factory=dict[tuple[Parameters, Instant], Needs])
    """Its earlier answers about needs."""

    def call(self, work: fence.Work, seconds: float | None = None) -> bytes:
        """Return the answer of `work`. Raises NoAnswer with the reason if there is none."""
        if self.given_up:
            raise fence.NoAnswer(self.given_up)
        try:
            return fence.answer(work, reason_of, seconds or fence.LIMIT)
        except fence.TimedOut as error:
            self.given_up = str(error)
            raise


def reason_of(error: BaseException) -> str:
    """Return why a plugin gave no answer: anything it raised is its own fault."""
    if isinstance(error, WrongAnswer | CouldNotLook | fence.NoAnswer) and str(error):
        return str(error)
    return f"it raised {type(error).__name__}: {error}"


def describe(plugin: Plugin, kind: type[_Kind], describing: Callable[[_Kind], Json]) -> Json:
    """Return the description of an entry point from its own process. Raises one of FAULTS if there is none."""
    return described.loaded(plugin.call(lambda: dumped(describing(load(plugin.point, kind)))))


def load(point: EntryPoint, kind: type[_Kind]) -> _Kind:
    """Return the object that an entry point names; call this only inside the fence."""
    target = expect(kind, point.load())
    expect(str, target.name)
    return target
