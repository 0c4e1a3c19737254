"""`readiness-gate explain`: why a rule exists, and with a milestone, its current result."""

import click

from readiness_gate.app.explain import Course, KnownRule, course, known_rule
from readiness_gate.cli import options
from readiness_gate.cli.names import people_named, refuse_names
from readiness_gate.cli.opening import opened_if_there
from readiness_gate.cli.output import display, is_json, refuse_input, write
from readiness_gate.errors import ExitCode
from readiness_gate.model.reading import Unavailable
from readiness_gate.reports import Display, json, rules_json
from readiness_gate.reports.rule import explanation
from readiness_gate.reports.text import one_finding, over_time

_EXAMPLES = options.examples(
    "readiness-gate explain DOC-01",
    "readiness-gate explain DOC-01 go-live",
    "readiness-gate explain DOC-01 go-live --as-of -4w",
    "readiness-gate explain TRN-01 go-live --names",
)


@click.command("explain", epilog=_EXAMPLES)
@options.rule
@options.milestone
@options.configuration
@options.moment
@options.exported
@options.result
@options.display
@click.option(
    "--names",
    "with_names",
    is_flag=True,
    help="Also print the ids of the people who still have something to do. Only as of now, and only as text.",
)
def command(
    rule: str,
    milestone: str | None,
    named: str | None,
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
    with_names: bool,
) -> int:
    """Show why a rule exists, how it is measured, and how to fix it.

    Without a configuration, explains the shipped rules. With a MILESTONE, also shows the rule's current result, the
    weeks before, and what is needed to pass; the exit code is then 3 if the rule could not be measured.
    """
    milestone = options.one_milestone(milestone, named)
    session, signals = opened_if_there(config, policy_ref, exported_at, needed=milestone is not None)
    refuse_input(output, session.inputs() if session else ())
    as_for_programs = is_json(format_, output)
    known = known_rule(rule, signals, session)
    ours = (
        course(session, known.rule.id, milestone, session.as_of(as_of)) if session and milestone is not None else None
    )
    if with_names:
        refuse_names(session, ours, as_of, as_for_programs=as_for_programs)
    if as_for_programs:
        write(_as_json(known, ours), output)
    else:
        names = people_named(ours) if with_names and ours else ""
        screen = display(color, output, quiet=quiet, verbose=verbose)
        write(f"{_as_text(known, ours, screen)}{names}", output)
    return ExitCode.UNDECIDED if ours and isinstance(ours.finding.reading, Unavailable) else ExitCode.GO


def _as_text(known: KnownRule, ours: Course | None, screen: Display) -> str:
    text = explanation(known.rule, known.signal, screen, known.packs)
    if ours is None:
        return text
    standing, past = one_finding(ours.finding, ours.verdict, screen), over_time(ours.weeks, ours.verdict.zone, screen)
    return f"{text}\n{standing}\n{past}"


def _as_json(known: KnownRule, ours: Course | None) -> str:
    standing = rules_json.standing(ours.finding, ours.verdict, ours.weeks) if ours else {}
    return json.dump(rules_json.explained(known.rule, known.signal, known.packs) | standing)
