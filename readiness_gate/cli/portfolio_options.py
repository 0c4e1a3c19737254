"""The options that the commands of `portfolio` share: the file, the tags, and the destinations of reports."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import click

from readiness_gate.cli.output import STDOUT, display
from readiness_gate.cli.targets import Target, for_files, targets, write_all
from readiness_gate.config.portfolio import FILE, load
from readiness_gate.config.reader import WorkTree
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import Portfolio
from readiness_gate.reports.spec import Display, ReportTable

file = click.option(
    "-p",
    "--portfolio",
    "file",
    default=FILE,
    show_default=True,
    metavar="FILE",
    help="The file that names the programs.",
)
tags = click.option("--tag", "tags", multiple=True, metavar="TAG", help="Only programs with this tag. Repeatable.")


def portfolio_in(file: str) -> tuple[Path, Portfolio]:
    """Return the absolute path of the portfolio's file, and the portfolio in it."""
    where = Path.cwd() / file
    return where, load(where.name, WorkTree(where.parent).read)


@dataclass(frozen=True, slots=True)
class Destination:
    """The destinations of reports, each with its format."""

    targets: Sequence[Target]
    in_a_file: ReportTable

    def write(self, what: object) -> None:
        """Render a result in each format, and write all reports."""
        write_all((target.report.render(what), target) for target in for_files(self.targets, self.in_a_file))


def destination(
    make: Callable[[Display], ReportTable],
    formats: Sequence[str],
    outputs: Sequence[str],
    inputs: Iterable[Path],
    screen: tuple[str, bool, bool],
) -> Destination:
    """Return the destination of reports; `screen` has the values of --color, -q and -v. Raises BadUse with everything
    that is wrong with the options."""
    color, quiet, verbose = screen
    on_screen, in_a_file = (make(display(color, output, quiet=quiet, verbose=verbose)) for output in (STDOUT, "FILE"))
    return Destination(targets(on_screen, formats, outputs, inputs), in_a_file)


__all__ = ["Destination", "destination", "file", "portfolio_in", "tags"]
