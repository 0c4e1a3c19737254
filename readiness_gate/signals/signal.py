"""What a signal is: its name and unit, its parameters, what it needs, and how it is measured."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal, TypeAlias

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.globs import why_invalid
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters, ParameterValue, Question, Reading, Unavailable, Unit
from readiness_gate.model.settings.jira import SEVERITIES
from readiness_gate.model.shapes import as_sequence
from readiness_gate.model.time import Instant, day, duration
from readiness_gate.signals.protection import protected

ParameterKind: TypeAlias = Literal[
    "duration", "window", "day", "severity", "paths", "text", "role", "flag", "choice", "count", "percent", "share"
]
PATH_SETS = ("config", "code", "docs", "config+code")
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a signal."""

    name: str
    kind: ParameterKind
    """A `role` is "worst", "all" or a name in `[people.required]`; a `window` is a nonzero duration."""
    default: ParameterValue | None
    """None if leaving the parameter out has a meaning of its own."""
    meaning: str
    options: tuple[str, ...] = ()
    """The allowed values of a choice."""
    topic: str = ""
    """What is unknown if a reading with this flag is unavailable; "" for the signal's own topic."""

    def problem(self, value: object) -> str | None:
        """Return why a value is not valid for this parameter, in words that say what to write; None if it is valid."""
        if self.kind == "choice":
            return None if value in self.options else f"must be one of {', '.join(self.options)}"
        return _PROBLEMS[self.kind](value)


def _no_duration(value: object) -> str | None:
    if not isinstance(value, str):
        return 'must be a duration such as "28d"'
    try:
        duration(value)
    except ValueError as error:
        return str(error)
    return None


def _no_window(value: object) -> str | None:
    why = _no_duration(value)
    if why is None and duration(str(value)) == 0:
        return f'"{value}" is an empty stretch of time, in which nothing is ever counted: write one such as "28d"'
    return why


def _no_day(value: object) -> str | None:
    if not isinstance(value, str):
        return 'must be a day such as "2027-03-01"'
    try:
        day(value)
    except ValueError as error:
        return str(error)
    return None


def _no_severity(value: object) -> str | None:
    if isinstance(value, str) and (value == "any" or set(value.split("+")) <= set(SEVERITIES)):
        return None
    return 'must be "sev1" to "sev4", several of them joined as in "sev1+sev2", or "any"'


def _no_paths(value: object) -> str | None:
    if isinstance(value, str):
        return None if value in PATH_SETS else f"must be one of {', '.join(PATH_SETS)}, or a list of path patterns"
    globs = as_sequence(value)
    if not globs or not all(isinstance(glob, str) for glob in globs):
        return f"must be one of {', '.join(PATH_SETS)}, or a list of path patterns"
    return next((why for glob in globs if (why := why_invalid(glob))), None)


def _no_text(value: object) -> str | None:
    return None if isinstance(value, str) and value.strip() else "must be a text"


def _no_flag(value: object) -> str | None:
    return None if isinstance(value, bool) else "must be true or false"


def _no_count(value: object) -> str | None:
    return None if _is_whole(value, 1, _MOST) else "must be a whole number, 1 or more"


def _no_percent(value: object) -> str | None:
    return None if _is_whole(value, 1, 100) else "must be a whole number from 1 to 100"


def _no_share(value: object) -> str | None:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
    return None if fits else "must be a number from 0 to 1"


def _is_whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


_PROBLEMS: dict[ParameterKind, Callable[[object], str | None]] = {
    "duration": _no_duration,
    "window": _no_window,
    "day": _no_day,
    "severity": _no_severity,
    "paths": _no_paths,
    "text": _no_text,
    "role": _no_text,
    "flag": _no_flag,
    "count": _no_count,
    "percent": _no_percent,
    "share": _no_share,
}

NeedsOf: TypeAlias = Callable[[Parameters, Instant], Needs]


@dataclass(frozen=True, slots=True)
class _All:
    sources: frozenset[str]

    def __call__(self, _parameters: Parameters, _as_of: Instant) -> Needs:
        return Needs(self.sources)


def all_of(*sources: str) -> NeedsOf:
    """Return the needs of a signal that reads everything in some sources, whatever the question."""
    return _All(frozenset(sources))


MeasuredBy: TypeAlias = Callable[[Facts, Instant, Parameters], Reading]


@dataclass(frozen=True, slots=True)
class Signal:
    """A quantity that can be measured from facts as of an instant."""

    name: str
    """`family.quantity`."""
    unit: Unit
    sources: tuple[str, ...]
    """The names of the sources that it reads."""
    meaning: str
    """One sentence for the reader of a report."""
    needs: NeedsOf
    """Returns what a question will read, before anything is fetched."""
    measure: MeasuredBy
    """Pure; it raises CannotMeasure rather than returning Unavailable."""
    parameters: tuple[Parameter, ...] = ()
    above_one: bool = False
    """Whether this share is a ratio that may exceed 1."""
    below_zero: bool = False
    """Whether this quantity may be negative."""
    topic: str = ""
    """What is unknown if the signal cannot be measured, for the middle of a sentence: `how many people are trained`."""
    only_now: str = ""
    """Why it cannot be measured for a past go-live, as the rest of a sentence that begins with its rule; "" if it
    can."""

    def parameter(self, name: str) -> Parameter | None:
        """Return the parameter with this name."""
        return next((one for one in self.parameters if one.name == name), None)

    def topic_of(self, parameters: Parameters) -> str:
        """Return what is unknown if a question cannot be answered."""
        flags = (one for one in self.parameters if one.topic and parameters.get(one.name) is True)
        return next((one.topic for one in flags), self.topic)

    def with_defaults(self, given: Mapping[str, ParameterValue]) -> Parameters:
        """Return the parameters of a question, sorted by name: the given ones, and defaults for the others."""
        defaults = {one.name: one.default for one in self.parameters if one.default is not None}
        return Parameters(tuple(sorted({**defaults, **given}.items())))


SignalTable: TypeAlias = Mapping[str, Signal]


def measure(table: SignalTable, facts: Facts, question: Question) -> Reading:
    """Return the answer to a question, stamped with its unit, its sources, and how current they are."""
    signal = table.get(question.signal)
    if signal is None:
        return Unavailable(f'no signal is called "{question.signal}"')
    for source in signal.sources:
        answer = facts.sources.get(source)
        if isinstance(answer, Unavailable):
            return answer
    reading = answered(signal, facts, question.as_of, question.parameters)
    if isinstance(reading, Unavailable):
        return reading
    if isinstance(reading.value, bool) != (signal.unit == "boolean"):
        return Unavailable(f"{signal.name} gave {reading.value!r}, which is not a value in {signal.unit}")
    return replace(
        reading,
        unit=signal.unit,
        facts=signal.sources,
        observed_at=_observed(facts, signal, question.as_of),
        doubts=tuple(f"{origin.source}: {doubt}" for origin in _provenance(facts, signal) for doubt in origin.doubts),
    )


def answered(signal: Signal, facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """Return what a signal measures; if it cannot, the reason becomes an unavailable reading."""
    try:
        reading = signal.measure(facts, as_of, parameters)
    except CannotMeasure as error:
        return Unavailable(str(error))
    return protected(facts, reading) if isinstance(reading, Measured) and reading.groups else reading


def _provenance(facts: Facts, signal: Signal) -> list[Provenance]:
    """Return where the facts of a signal come from, for the sources that were read."""
    answers = (facts.sources.get(name) for name in signal.sources)
    return [answer.provenance for answer in answers if isinstance(answer, SourceFacts)]


def _observed(facts: Facts, signal: Signal, as_of: Instant) -> Instant | None:
    """Return the earliest instant up to which all of the sources are known; never later than the reading itself."""
    times = [origin.observed_at for origin in _provenance(facts, signal)]
    return min([as_of, *(time for time in times if time is not None)]) if times and None not in times else None
