"""`readiness-gate portfolio trend`: what the gates of many programs decided, as it was recorded."""

from zoneinfo import ZoneInfo

import click

from readiness_gate.app.moments import moment
from readiness_gate.app.trend import dates_in
from readiness_gate.cli import options
from readiness_gate.cli import portfolio_options as shared
from readiness_gate.cli.clock import now
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.model.time import duration
from readiness_gate.portfolio.remembered import remembered
from readiness_gate.portfolio.trend import Dates, trend
from readiness_gate.reports.portfolio.trend.formats import NAMES, formats

_UTC = ZoneInfo("UTC")


@click.command(
    "trend",
    epilog=options.examples(
        "readiness-gate portfolio trend",
        "readiness-gate portfolio trend --store history.sqlite --output trend.html",
        "readiness-gate portfolio trend --since -8w --every 1d --format csv",
    ),
)
@shared.file
@shared.tags
@options.dates
@options.moment
@options.store
@options.results_as(NAMES)
@options.display
def command(
    file: str,
    tags: tuple[str, ...],
    every: str,
    since: str | None,
    as_of: str | None,
    store: str | None,
    formats_: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    *,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show what every gate decided over time, worst first.

    Reads the histories of the programs, and judges nothing again. Days are in UTC. The exit code is 3 if a gate
    has no verdict for the last date, or an edited one, else 0.
    """
    where, portfolio = shared.portfolio_in(file)
    to = shared.destination(formats, formats_, outputs, (where,), (color, quiet, verbose))
    time = now()
    last = time if as_of is None else moment("--as-of", as_of, _UTC, time)
    if last > time:
        raise BadUse(f"--as-of: {as_of} is in the future")
    instants = Dates(tuple(dates_in(_UTC, time, last, every, since)), duration(every))
    found = trend(portfolio, remembered(portfolio.members, where.parent, store), instants, tags)
    to.write(found)
    is_unknown = found.count(None) or any(gate.is_edited for gate in found.gates)
    return ExitCode.UNDECIDED if is_unknown else ExitCode.GO
