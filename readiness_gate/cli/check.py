"""`readiness-gate check`: judge a milestone's gate."""

import os
import pickle
import time
from collections.abc import Sequence
from dataclasses import replace

import click

from readiness_gate.cli import options, pipeline
from readiness_gate.cli.edit import with_edit
from readiness_gate.cli.opening import Opened, opened
from readiness_gate.cli.output import display, paired, write
from readiness_gate.errors import BadUse, ExitCode, Unreadable
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Instant, end_of_day
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.plugins.fence import LIMIT, NoAnswer, answer
from readiness_gate.reports.json import several
from readiness_gate.reports.spec import Display, Report
from readiness_gate.run import evaluate
from readiness_gate.sources.git.facts_reader import FactsReader

_WORST_FIRST = (ExitCode.NO_GO, ExitCode.UNDECIDED, ExitCode.GO)
_MARGIN = 4
"""How many times as long as the ref's own files the change's may take, besides the limit of every answer."""
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
    reports = program.tables.reports
    pairs = paired(formats, outputs, reports.values())
    for format_, _ in pairs:
        if format_ not in reports:
            raise BadUse(f'there is no format "{format_}"; known are: {", ".join(sorted(reports))}')
    for _, output in pairs:
        program.refuse_as_output(output)
    moment = program.as_of(as_of)
    gates = _ahead(program, moment) if every else [program.gate(name, moment)]
    passed = "" if name is not None else _passed_over(program, moment, every=every)
    verdicts = [_judged(program, gate, moment, passed, with_edits=policy_ref is not None) for gate in gates]
    screen = display(color, quiet=quiet, verbose=verbose)
    rendered = [(_rendered(reports[format_], verdicts, screen, every=every), output) for format_, output in pairs]
    for text, output in rendered:
        write(text, output)
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
    began = time.monotonic()
    verdict = evaluate(program.program, gate, moment)
    edited = program.with_edits
    if edited is not None:
        patience = LIMIT + _MARGIN * (time.monotonic() - began)
        verdict = min(verdict, _of_change(edited, gate, moment, patience), key=_badness)
    if with_edits:
        verdict = with_edit(program, verdict, moment)
    return replace(verdict, notes=(*([passed] if passed else []), *program.notes))


def _of_change(edited: Opened, gate: Gate, moment: Instant, seconds: float) -> Verdict:
    """The verdict on the change's own files, which may ask for any amount of work: so they are judged in a process of
    its own, and for a limited time. Without an answer they count as files that cannot be read."""
    try:
        content = answer(lambda: pickle.dumps(evaluate(edited.program, gate, moment)), _failed, seconds)
    except NoAnswer as error:
        return evaluate(replace(edited.program, read=_without_edits(edited.program.read, str(error))), gate, moment)
    verdict: Verdict = pickle.loads(content)  # noqa: S301 - of our own code, which was forked
    return verdict


def _failed(error: BaseException) -> str:
    return f"it failed ({type(error).__name__})"


def _without_edits(read: Reader, why: str) -> Reader:
    """The same reader, which refuses the files that the change edited."""
    edited = read.edited if isinstance(read, FactsReader) else frozenset[str]()

    def refusing(path: str, limit: int) -> bytes | None:
        if path in edited:
            raise Unreadable(f"{path} as this change has it was not judged, as {why}: export fewer issues to it")
        return read(path, limit)

    return refusing


def _badness(verdict: Verdict) -> int:
    return _WORST_FIRST.index(EXIT_CODES[verdict.decision])


def _rendered(report: Report, verdicts: Sequence[Verdict], screen: Display, *, every: bool) -> str:
    """The report of a verdict, or those of several, one after the other; of JSON a list of them."""
    texts = [report.render(verdict, screen) for verdict in verdicts]
    if not every:
        return texts[0]
    return several(texts) if report.name == "json" else "\n".join(texts)
