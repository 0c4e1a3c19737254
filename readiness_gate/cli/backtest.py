"""`readiness-gate backtest`: a gate tried on past go-lives."""

from collections.abc import Iterator, Sequence

import click

from readiness_gate.app.backtest.scores import scores
from readiness_gate.app.backtest.trial import Request, backtest
from readiness_gate.app.session import Session
from readiness_gate.cli import options
from readiness_gate.cli.mistakes import Mistakes
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import STDOUT, display
from readiness_gate.cli.targets import Target, for_files, targets, write_all
from readiness_gate.errors import ExitCode
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import folded
from readiness_gate.reports.backtest.formats import formats
from readiness_gate.reports.spec import ReportTable

_EXAMPLES = options.examples(
    "readiness-gate backtest",
    "readiness-gate backtest go-live --set DEF-03.at-most=5",
    "readiness-gate backtest --program ../erp/readiness-gate.toml",
    "readiness-gate backtest --output backtest.html",
)


@click.command("backtest", epilog=_EXAMPLES)
@options.milestone
@click.option(
    "--set",
    "changes",
    multiple=True,
    metavar="RULE.KEY=VALUE",
    help="Try the gate with another limit, enforcement or parameter, such as DEF-03.at-most=5. Repeatable.",
)
@click.option(
    "--program",
    "others",
    multiple=True,
    metavar="FILE",
    help="Also try the gate of the milestone with the same name in another program's configuration. Repeatable.",
)
@click.option(
    "--undated",
    type=click.Choice(["unknown", "as-of-today"]),
    default="unknown",
    show_default=True,
    help="Evidence without dates, such as a roster without from and to: leave it unknown, or use today's, and mark "
    "each go-live judged with it as leakage.",
)
@options.configuration
@options.moment
@options.exported
@options.results_of("text, json, csv or html.")
@options.display
def command(
    milestone: str | None,
    named: str | None,
    changes: tuple[str, ...],
    others: tuple[str, ...],
    undated: str,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show which past go-lives a gate would have stopped.

    Judges the gate as of the start of each of the [[past-go-lives]] in the configuration, from the history in the
    sources, and compares the verdict with the outcome. MILESTONE defaults to the only one, or the next one by date. The
    exit code is 3 if any result is unknown, otherwise 0.
    """
    sessions = [opened(config, policy_ref, exported_at), *(opened(other, policy_ref) for other in others)]
    reports, in_a_file = (formats(display(color, output, quiet=quiet, verbose=verbose)) for output in (STDOUT, "FILE"))
    until, chosen, name = _asked(sessions, reports, milestone, named, as_of=as_of, formats_=formats_, outputs=outputs)
    found = [backtest(session, Request(name, until, changes, undated == "as-of-today")) for session in sessions]
    result = scores(found)
    write_all((target.report.render(result), target) for target in for_files(chosen, in_a_file))
    is_whole = result.is_whole and all(one.is_whole for one in found)
    return ExitCode.GO if is_whole else ExitCode.UNDECIDED


def _asked(
    sessions: Sequence[Session],
    reports: ReportTable,
    milestone: str | None,
    named: str | None,
    *,
    as_of: str | None,
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
) -> tuple[Instant, list[Target], str]:
    """Until when is looked, where the reports go, and the name of the milestone. Raises BadUse with all that is wrong
    with the options."""
    mistakes = Mistakes()
    session = sessions[0]

    until = mistakes.tried(lambda: session.as_of(as_of), session.program.now)
    only = next(iter(session.gates)) if len(session.gates) == 1 else None
    name = mistakes.tried(
        lambda: session.gate(options.one_milestone(milestone, named) or only, until).milestone.name, ""
    )
    inputs = [path for one in sessions for path in one.inputs()]
    nowhere: list[Target] = []
    chosen = mistakes.tried(lambda: targets(reports, formats_, outputs, inputs, several=False), nowhere)
    mistakes.add(
        f'--program {other.located}: there is no milestone "{name}"; the configuration has: {_names(other)}'
        for other in sessions[1:]
        if name and name not in other.gates
    )
    mistakes.add(_twice(sessions))
    mistakes.refuse()
    return until, chosen, name


def _twice(sessions: Sequence[Session]) -> Iterator[str]:
    """What is wrong with programs that are there twice: their go-lives would count twice, or be taken for another's."""
    for number, session in enumerate(sessions):
        name = session.configuration.settings.program
        for other in sessions[:number]:
            if session.located.resolve() == other.located.resolve():
                yield f"--program {session.located}: this program is tried already: give it once"
            elif folded(name) == folded(other.configuration.settings.program):
                yield f'--program {session.located}: it is called "{name}", as {other.located} is: rename one'


def _names(session: Session) -> str:
    return ", ".join(sorted(session.gates)) or "none"
