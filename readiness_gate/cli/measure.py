"""`readiness-gate measure`: print readings without judging them."""

from collections.abc import Sequence

import click

from readiness_gate.cli import options
from readiness_gate.cli.opening import Opened, opened
from readiness_gate.cli.output import STDOUT, display, format_of, write
from readiness_gate.config.problems import did_you_mean, nearest
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import ParameterValue, Question, Unavailable
from readiness_gate.model.time import Instant
from readiness_gate.reports import reports
from readiness_gate.reports.readings import as_json, as_text
from readiness_gate.run import take
from readiness_gate.signals import Parameter, Signal, SignalTable
from readiness_gate.signals.spec import PATH_SETS

_FORMATS = ("text", "json")


@click.command("measure")
@click.argument("signals", nargs=-1, metavar="[SIGNAL]...")
@click.option(
    "--with", "given", multiple=True, metavar="NAME=VALUE", help="A parameter, for every signal named that has it."
)
@options.configuration
@options.moment
@options.exported
@click.option("--format", "format_", type=click.Choice(_FORMATS), help="Default: by the ending of --output, else text.")
@click.option("--output", default=STDOUT, metavar="FILE", help="Where it goes; - is stdout, the default.")
@options.display
def command(
    signals: tuple[str, ...],
    given: tuple[str, ...],
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    format_: str | None,
    output: str,
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Print readings without judging them: of the signals named, or all.

    Without a SIGNAL these are all that a source feeds. Ends with 3 when any of them is unavailable.
    """
    program = opened(config, policy_ref, exported_at)
    program.refuse_as_output(output)
    screen = display(color, quiet=quiet, verbose=verbose)
    ours = reports(screen)
    form = format_ or format_of(output, [ours[name] for name in _FORMATS])
    table = program.tables.signals
    chosen = [_signal(table, name) for name in signals] or [each for each in table.values() if each.fed]
    parameters = _parameters(chosen, given)
    moment = program.as_of(as_of)
    asked = [Question(each.name, moment, each.with_defaults(parameters[each.name])) for each in chosen]
    gate = _next_gate(program, moment)
    taken = take(program.program, asked, gate.milestone if gate else None, gate=gate)
    readings = taken.readings
    if form == "json":
        write(as_json(readings, taken.sources, moment, program.notes), output)
    else:
        write(as_text(readings, taken.sources, moment, screen, program.notes), output)
    missing = any(isinstance(reading, Unavailable) for reading in readings.values())
    return ExitCode.UNDECIDED if missing else ExitCode.GO


def _signal(table: SignalTable, name: str) -> Signal:
    if name not in table:
        hint = nearest(name, table) or did_you_mean(name, [each.name for each in table.values() if each.fed])
        raise BadUse(f'no signal is called "{name}"{hint}')
    return table[name]


def _parameters(chosen: Sequence[Signal], given: Sequence[str]) -> dict[str, dict[str, ParameterValue]]:
    """For each signal the parameters that it has, of those given. Raises BadUse for one that none of them has."""
    parameters: dict[str, dict[str, ParameterValue]] = {signal.name: {} for signal in chosen}
    for text in given:
        name, separator, value = text.partition("=")
        takers = [(signal, parameter) for signal in chosen if (parameter := signal.parameter(name))]
        if not separator or not takers:
            raise BadUse(f'--with {text}: none of the signals has a parameter "{name}" (write NAME=VALUE)')
        for signal, parameter in takers:
            parameters[signal.name][name] = _value(parameter, value)
    return parameters


_LONG = 10


def _value(parameter: Parameter, text: str) -> ParameterValue:
    value: ParameterValue = text
    if parameter.kind == "flag":
        value = {"true": True, "false": False}.get(text, text)
    elif parameter.kind in ("count", "percent") and text.isdecimal() and len(text) < _LONG:
        value = int(text)
    elif parameter.kind == "share":
        value = _number(text)
    elif parameter.kind == "paths" and text not in PATH_SETS:
        value = tuple(text.split(","))
    why = parameter.problem(value)
    if why is not None:
        raise BadUse(f"--with {parameter.name}={text}: {why}")
    return value


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _next_gate(program: Opened, moment: Instant) -> Gate | None:
    """The gate of the next milestone, if there is just one: signals about a milestone are read for it."""
    try:
        return program.gate(None, moment)
    except BadUse:
        return None
