"""Measure signals without judging them."""

from collections.abc import Mapping, Sequence
from dataclasses import field

from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.reading import ParameterValue, Question
from readiness_gate.model.time import Instant
from readiness_gate.run import Measurement, measure_all
from readiness_gate.signals import Parameter, Signal, SignalTable
from readiness_gate.signals.signal import PATH_SETS
from readiness_gate.toml.problems import did_you_mean

_ALL = ": `readiness-gate measure` shows all signals"
_LONG = 10
"""A number with more digits than this is not meant."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A signal, with the parameters that were given for it."""

    signal: Signal
    parameters: dict[str, ParameterValue] = field(default_factory=dict[str, ParameterValue])


def chosen(signals: SignalTable, names: Sequence[str], given: Sequence[str]) -> list[Chosen]:
    """Return the named signals, or all of them, each with its share of the parameters (NAME=VALUE). Raises BadUse
    for unknown names."""
    choice = [Chosen(_signal(signals, name)) for name in names or signals]
    for text in given:
        _give(choice, text)
    return choice


def _give(choice: Sequence[Chosen], text: str) -> None:
    """Give a parameter to every signal that has it. Raises BadUse if none has."""
    name, separator, value = text.partition("=")
    takers = [(one, parameter) for one in choice if (parameter := one.signal.parameter(name))]
    if not separator or not takers:
        raise BadUse(f'--with {text}: none of the signals has a parameter "{name}" (write NAME=VALUE)')
    for one, parameter in takers:
        one.parameters[name] = _value(parameter, value)


def measured(session: Session, choice: Sequence[Chosen], as_of: Instant, milestone: str | None = None) -> Measurement:
    """Return the readings of the signals as of an instant. Signals about a milestone are measured for the named one,
    or for the next one if there is just one. Raises BadUse for an unknown milestone."""
    asked = [Question(one.signal.name, as_of, one.signal.with_defaults(one.parameters)) for one in choice]
    gate = session.next_gate(as_of) if milestone is None else session.gate(milestone, as_of)
    return measure_all(session.program, asked, gate.milestone if gate else None, gate=gate)


def _signal(signals: SignalTable, name: str) -> Signal:
    if name not in signals:
        raise BadUse(f'no signal is called "{name}"{did_you_mean(name, signals) or _ALL}')
    return signals[name]


def _value(parameter: Parameter, text: str) -> ParameterValue:
    value = _typed(parameter, text)
    why = parameter.problem(value)
    if why is not None:
        raise BadUse(f"--with {parameter.name}={text}: {why}")
    return value


def _typed(parameter: Parameter, text: str) -> ParameterValue:
    """Return a text as the type of value that the parameter takes; unchanged if it is not one."""
    if parameter.kind == "flag":
        return _FLAGS.get(text, text)
    if parameter.kind in ("count", "percent"):
        return int(text) if text.isdecimal() and len(text) < _LONG else text
    if parameter.kind == "share":
        return _number(text)
    return tuple(text.split(",")) if parameter.kind == "paths" and text not in PATH_SETS else text


_FLAGS: Mapping[str, bool] = {"true": True, "false": False}


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text
