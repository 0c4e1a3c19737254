"""`readiness-gate doctor`: can every source be read, and how much is visible."""

import click

from readiness_gate.app import blocked
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, write
from readiness_gate.errors import ExitCode
from readiness_gate.judge import questions
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports.health import as_text
from readiness_gate.run import take
from readiness_gate.signals.visible import visible


@click.command("doctor")
@options.configuration
@options.exported
@options.display
def command(
    config: str | None,
    policy_ref: str | None,
    exported_at: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Tell whether every source can be read, and how much is visible.

    Ends with 3 when a source, or a rule of any milestone, cannot be measured.
    """
    program = opened(config, policy_ref, exported_at)
    settings, now = program.program.settings, program.as_of(None)
    people = settings.people
    configured = {
        "git": True,
        "jira": settings.jira is not None,
        "people": people is not None,
        "calendar": people is not None and people.calendar is not None,
    }
    sources = frozenset(name for name, there in configured.items() if there)
    needs = Needs(sources, GitNeed(now, now, now, paths=frozenset({"config", "code", "docs", ("**",)})))
    gates = program.gates.values()
    needs |= blocked.needed(gates, now) if settings.jira else Needs()
    # A milestone of its own for each gate: signals about a freeze mean that of the milestone.
    taken = [(gate, take(program.program, questions(gate, now), gate.milestone, needs, gate)) for gate in gates]
    facts = taken[0][1].facts if taken else take(program.program, (), None, needs).facts
    shown, notes = visible(facts, now), list(program.notes)
    unmeasured = [
        (rule.id, reading.reason)
        for gate, found in taken
        for rule in gate.rules
        for question, reading in found.readings.items()
        if isinstance(reading, Unavailable) and (question.signal, question.parameters) == (rule.signal, rule.parameters)
    ]
    for gate, found in taken:
        notes += blocked.always_blocked(gate, found.facts, program.program.signals, now)
    write(as_text(shown, unmeasured, display(color, quiet=quiet, verbose=verbose), dict.fromkeys(notes)))
    return ExitCode.UNDECIDED if unmeasured or any(each.missing for each in shown) else ExitCode.GO
