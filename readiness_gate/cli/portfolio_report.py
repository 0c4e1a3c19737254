"""`readiness-gate portfolio report`: what was judged or recorded before, for those who decide."""

from dataclasses import replace
from pathlib import Path

import click

from readiness_gate.cli import options
from readiness_gate.cli import portfolio_options as shared
from readiness_gate.cli.clock import now
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.portfolio import Assessment
from readiness_gate.model.time import DAY, duration
from readiness_gate.portfolio.assess import selected, together
from readiness_gate.portfolio.recorded import Age, states
from readiness_gate.portfolio.remembered import remembered
from readiness_gate.portfolio.saved import saved
from readiness_gate.reports.portfolio.formats import NAMES, formats

_USUAL = "8d"


@click.command(
    "report",
    epilog=options.examples(
        "readiness-gate portfolio report --output portfolio.html --output portfolio.pptx",
        "readiness-gate portfolio report --from portfolio.json --output portfolio.pdf",
    ),
)
@shared.file
@shared.tags
@click.option(
    "--from",
    "report",
    metavar="FILE",
    help="Show this report, which `portfolio check --format json` wrote, and read no history.",
)
@click.option(
    "--max-age",
    metavar="DURATION",
    help=f"How old a recorded verdict may be, such as 36h or 2w; an older one is undecided. Default: {_USUAL}.",
)
@options.store
@options.results_as(NAMES)
@options.display
def command(
    file: str,
    tags: tuple[str, ...],
    report: str | None,
    max_age: str | None,
    store: str | None,
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write a page, a slide or a table of earlier verdicts.

    Shows the newest recorded verdict of each gate, or an earlier report, and judges nothing again. The exit code is 3
    if a gate has no verdict, else 0, whatever the gates say: use `portfolio check` as a gate.
    """
    screen = (color, quiet, verbose)
    if report is not None:
        if tags or max_age is not None:
            raise BadUse("--from shows a report as it is. Leave out --tag and --max-age")
        to = shared.destination(formats, formats_, outputs, (Path(report),), screen)
        time = now()
        found = saved(Path(report), time)
        old = time - found.evaluated_at
        found = replace(found, days_ago=old // DAY if old > _seconds(_USUAL) else 0)
    else:
        where, portfolio = shared.portfolio_in(file)
        to = shared.destination(formats, formats_, outputs, (where,), screen)
        members = selected(portfolio, tags)
        age = Age(now(), _seconds(max_age or _USUAL))
        left_out = tuple(member.name for member in portfolio.members if member not in members)
        recorded = states(
            [one for one in remembered(portfolio.members, where.parent, store) if one.member in members], age
        )
        found = together(Assessment(portfolio.name, age.now, recorded, tuple(dict.fromkeys(tags)), left_out))
    to.write(found)
    return ExitCode.GO if all(gate.has_verdict for gate in found.gates) else ExitCode.UNDECIDED


def _seconds(text: str) -> int:
    try:
        return duration(text)
    except ValueError as error:
        raise BadUse(f"--max-age: {error}") from error
