"""`readiness-gate portfolio`: many programs together, each judged apart from all others."""

import os
import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from readiness_gate.app import ci
from readiness_gate.app.moments import moment
from readiness_gate.cli import options, portfolio_report, portfolio_trend
from readiness_gate.cli import portfolio_options as shared
from readiness_gate.cli.check import EXIT_CODES
from readiness_gate.cli.clock import now
from readiness_gate.errors import BadUse
from readiness_gate.portfolio.assess import Request, assess
from readiness_gate.portfolio.executors import NAMES as EXECUTORS
from readiness_gate.portfolio.executors import evaluate
from readiness_gate.portfolio.since import earlier_report, refuse_other, since
from readiness_gate.reports.portfolio.formats import NAMES, formats
from readiness_gate.waiting import doing

_EXAMPLES = options.examples(
    "readiness-gate portfolio check",
    "readiness-gate portfolio check --tag europe --output portfolio.html",
    "readiness-gate portfolio check --format json --output portfolio.json",
    "readiness-gate portfolio check --since-report portfolio.json",
)
_MOST_JOBS = 64
_ADDRESS = re.compile(r"(?:tcp|tls)://[\w.:\[\]-]+:[0-9]{1,5}", re.ASCII)


def _executor(_ctx: click.Context, _parameter: click.Parameter, value: str) -> str:
    """The name of an executor, or the address of a dask scheduler; anything else is refused."""
    if value in EXECUTORS or _ADDRESS.fullmatch(value):
        return value
    raise click.BadParameter(
        f'"{value}" is neither threads nor processes, nor the address of a dask scheduler, such as tls://scheduler:8786'
    )


@click.group("portfolio", epilog=_EXAMPLES)
def command() -> None:
    """Judge many programs together."""


@command.command("check", epilog=_EXAMPLES)
@shared.file
@shared.tags
@options.moment
@click.option(
    "--since-report",
    metavar="FILE",
    help="Show what changed since this report, which an earlier run wrote with --format json.",
)
@click.option(
    "--executor",
    callback=_executor,
    default="threads",
    show_default=True,
    metavar="EXECUTOR",
    help="What starts the processes of the programs: threads, processes, or the dask cluster whose scheduler is at "
    "this address, such as tls://scheduler:8786.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, _MOST_JOBS),
    metavar="N",
    help="How many programs are judged at the same time. Default: the number of processors, or of the dask cluster's "
    "threads.",
)
@click.option(
    "--timeout",
    "seconds",
    type=click.IntRange(1, 86_400),
    default=300,
    show_default=True,
    metavar="SECONDS",
    help="The time for one program.",
)
@click.option(
    "--memory",
    type=click.IntRange(256, 1_048_576),
    default=4_096,
    show_default=True,
    metavar="MIB",
    help="The memory for one program.",
)
@options.results_as(NAMES)
@options.display
def check(
    file: str,
    tags: tuple[str, ...],
    as_of: str | None,
    since_report: str | None,
    executor: str,
    jobs: int | None,
    seconds: int,
    memory: int,
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Judge the gates of all programs of a portfolio.

    Each program is judged in its own process: one that crashes, hangs or takes too much memory is undecided, and does
    not affect the others. The exit code is 1 if any gate is no-go, else 3 if any is undecided, else 0.
    """
    where, portfolio = shared.portfolio_in(file)
    inputs = (where, *([Path(since_report)] if since_report else ()))
    to = shared.destination(formats, formats_, outputs, inputs, (color, quiet, verbose))
    earlier = earlier_report(Path(since_report)) if since_report is not None else None
    if earlier is not None:
        refuse_other(earlier, portfolio.name, tags)
    time = now()
    _refuse_future(as_of, time)
    request = Request(where.parent, time, as_of, ci.is_one(os.environ), seconds, memory)
    run = partial(evaluate, executor=executor, most=jobs)
    with doing(f"Evaluating {len(portfolio.members)} programs"):
        assessment = assess(portfolio, request, run, tags)
    if earlier is not None:
        assessment = replace(assessment, since=since(earlier, assessment))
    to.write(assessment)
    return EXIT_CODES[assessment.decision]


command.add_command(portfolio_report.command)
command.add_command(portfolio_trend.command)


def _refuse_future(as_of: str | None, time: int) -> None:
    """Raise BadUse for a time that no program can be judged at."""
    if as_of is not None and moment("--as-of", as_of, ZoneInfo("UTC"), time) > time + 86_400:
        raise BadUse(f"--as-of: {as_of} is in the future")
