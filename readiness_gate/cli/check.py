"""`readiness-gate check`: judge a milestone's gate."""

import os
from collections.abc import Sequence
from dataclasses import replace

import click

from readiness_gate.cli import options, pipeline
from readiness_gate.cli.edit import with_edit
from readiness_gate.cli.opening import Opened, opened
from readiness_gate.cli.output import display, paired, write
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import Instant, end_of_day
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.reports.spec import Report
from readiness_gate.run import evaluate

_WORST_FIRST = (ExitCode.NO_GO, ExitCode.UNDECIDED, ExitCode.GO)
EXIT_CODES: dict[Decision, ExitCode] = {
    "go": ExitCode.GO,
    "no-go": ExitCode.NO_GO,
    "undecided": ExitCode.UNDECIDED,
}


@click.command("check")
@options.milestone
@click.option("--all", "every", is_flag=True, help="Judge every milestone that lies ahead; ends as the worst does.")
@options.configuration
@options.moment
@options.exported
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORMAT",
    help="text, json or markdown; default: by the ending of --output, else text. Repeatable, with as many --output.",
)
@click.option(
    "--output", "outputs", multiple=True, metavar="FILE", help="Where the format goes; - is stdout, the default."
)
@options.display
def command(
    milestone: str | None,
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    every: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Judge a milestone's gate; the exit code is the verdict.

    MILESTONE defaults to the one with the earliest date that has not passed. In a CI system it must be named when
    another one has passed: a pipeline would turn green on the day after a go-live that was not reached.
    """
    name = options.one_milestone(milestone, named)
    if every and name is not None:
        raise BadUse("--all judges every milestone that lies ahead: leave the name out, or --all")
    program = opened(config, policy_ref, exported_at)
    reports = program.tables.reports(display(color, quiet=quiet, verbose=verbose))
    pairs = paired(formats, outputs, reports.values())
    for format_, _ in pairs:
        if format_ not in reports:
            raise BadUse(f'there is no format "{format_}"; known are: {", ".join(sorted(reports))}')
        if every and reports[format_].join is None:
            raise BadUse(f"--all: {format_} is the report of one milestone; name the milestone")
    for _, output in pairs:
        program.refuse_as_output(output)
    moment = program.as_of(as_of)
    gates = _ahead(program, moment) if every else [program.gate(name, moment)]
    passed = "" if name is not None else _passed_over(program, moment, every=every)
    verdicts = [_judged(program, gate, moment, passed, with_edits=policy_ref is not None) for gate in gates]
    rendered = [(_rendered(reports[format_], verdicts, every=every), format_, output) for format_, output in pairs]
    for content, format_, output in rendered:
        write(content, output, is_text=reports[format_].is_text)
    codes = [EXIT_CODES[verdict.decision] for verdict in verdicts]
    return next(code for code in _WORST_FIRST if code in codes)


def _ahead(program: Opened, moment: Instant) -> list[Gate]:
    gates = program.ahead(moment)
    if not gates:
        raise BadUse("no milestone lies ahead: name one that has passed, or add one with a date to come")
    return gates


def _passed_over(program: Opened, moment: Instant, *, every: bool) -> str:
    """What is to be said of milestones that passed. Raises BadUse in a CI system, where nobody may read it: for every
    one when the next is taken in its place, and with --all for one that was no go on its day."""
    passed = program.passed(moment)
    if not passed:
        return ""
    if pipeline.is_one(os.environ):
        missed = [gate for gate in passed if not every or _was_missed(program, gate)]
        if missed:
            names = [gate.milestone.name for gate in missed]
            ways = " or ".join(f"readiness-gate check {name}" for name in (names[0], *_first_names(program, moment)))
            raise BadUse(f"name the milestone: {_days(missed)} passed, so write {ways}")
    return f"{_days(passed)} passed and is not judged here: readiness-gate check {passed[0].milestone.name} judges it"


def _days(gates: Sequence[Gate]) -> str:
    """Milestones with their days."""
    return ", ".join(f"{gate.milestone.name} of {gate.milestone.date}" for gate in gates)


def _first_names(program: Opened, moment: Instant) -> list[str]:
    return [gate.milestone.name for gate in program.ahead(moment)[:1]]


def _was_missed(program: Opened, gate: Gate) -> bool:
    """Whether the gate of a milestone was no go at the end of its day."""
    return evaluate(program.program, gate, end_of_day(gate.milestone.date, gate.zone)).decision != "go"


def _judged(program: Opened, gate: Gate, moment: Instant, passed: str, *, with_edits: bool) -> Verdict:
    verdict = evaluate(program.program, gate, moment)
    edited = program.with_edits
    if edited is not None:
        verdict = min(verdict, evaluate(edited.program, gate, moment), key=_badness)
    if with_edits:
        verdict = with_edit(program, verdict, moment)
    return replace(verdict, notes=(*([passed] if passed else []), *program.notes))


def _badness(verdict: Verdict) -> int:
    return _WORST_FIRST.index(EXIT_CODES[verdict.decision])


def _rendered(report: Report, verdicts: Sequence[Verdict], *, every: bool) -> bytes:
    """The report of a verdict, or those of several as one."""
    contents = [report.render(verdict) for verdict in verdicts]
    return report.join(contents) if every and report.join is not None else contents[0]
