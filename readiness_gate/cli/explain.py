"""`readiness-gate explain`: why a rule exists, and with a milestone, how it stands today."""

from dataclasses import replace

import click

from readiness_gate.cli import options
from readiness_gate.cli.opening import opened_if_there
from readiness_gate.cli.output import display, write
from readiness_gate.config.packs.catalog import shipped_rules
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports.rule import explanation
from readiness_gate.reports.text import one_finding, over_time
from readiness_gate.run import evaluate_with_past
from readiness_gate.toml.problems import did_you_mean

_WEEK = 7 * 86_400
_WEEKS = 8


@click.command("explain")
@click.argument("rule")
@options.milestone
@options.configuration
@options.moment
@options.exported
@options.display
def command(
    rule: str,
    milestone: str | None,
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Tell why a rule exists, how it is measured, and what unblocks it.

    Without a configuration the shipped rules are explained. With a MILESTONE it also says how the rule stands today in
    its gate and what would flip it, and ends with 3 when the rule could not be measured.
    """
    milestone = options.one_milestone(milestone, named)
    screen = display(color, quiet=quiet, verbose=verbose)
    program, signals = opened_if_there(config, policy_ref, exported_at, needed=milestone is not None)
    packs = {name: {each.id: each for each in rules} for name, rules in shipped_rules(signals).items()}
    known = {id_: each for rules in packs.values() for id_, each in rules.items()}
    if program:
        known |= {each.id: each for gate in program.configuration.gates.values() for each in gate.rules}
    if rule not in known:
        raise BadUse(f'no rule is called "{rule}"{did_you_mean(rule.upper(), known)}')
    packed = [name for name, rules in packs.items() if rule in rules]
    text = explanation(known[rule], signals[known[rule].signal], screen, packed)
    if program is None or milestone is None:
        write(text)
        return ExitCode.GO
    moment = program.as_of(as_of)
    gate = program.gate(milestone, moment)
    ours = next((each for each in gate.rules if each.id == rule), None)
    if ours is None:
        kind, named = gate.milestone.kind, ", ".join(gate.policy.packs) or "none"
        raise BadUse(f"no {rule} is in the gate of {milestone}, of the kind {kind} and with the packs {named}")
    weeks = [moment - number * _WEEK for number in range(_WEEKS + 1)]
    verdict, stood = evaluate_with_past(program.program, gate, ours, weeks)
    verdict = replace(verdict, notes=program.notes)
    finding = next(each for each in verdict.findings if each.rule.id == rule)
    write(f"{text}\n{one_finding(finding, verdict, screen)}\n{over_time(stood, verdict.zone, screen)}")
    return ExitCode.UNDECIDED if isinstance(finding.reading, Unavailable) else ExitCode.GO
