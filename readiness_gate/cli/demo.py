"""`readiness-gate demo`: a sample program to look at and to change."""

import click

from readiness_gate.cli import demo_adoption, demo_go_live, demo_portfolio, options
from readiness_gate.cli.check import EXIT_CODES
from readiness_gate.cli.output import display
from readiness_gate.errors import BadUse

_EXAMPLES = options.examples(
    "readiness-gate demo",
    "readiness-gate demo --ready ready-demo",
    "readiness-gate demo --story adoption",
    "readiness-gate demo --story portfolio",
)
_GO_LIVE, _ADOPTION, _PORTFOLIO = "go-live", "adoption", "portfolio"


@click.command("demo", epilog=_EXAMPLES)
@click.argument("folder", required=False)
@click.option(
    "--story",
    type=click.Choice([_GO_LIVE, _ADOPTION, _PORTFOLIO]),
    default=_GO_LIVE,
    help="go-live: a program two weeks before its go-live. adoption: the same program 60 days after it, when hardly "
    "anybody uses the system, and 30 days later. portfolio: three waves, of which the second waits for the first. "
    "Default: go-live.",
)
@click.option("--ready", is_flag=True, help="Build the program of go-live eleven days later, when it is ready.")
@options.display
def command(folder: str | None, story: str, color: str, *, ready: bool, quiet: bool, verbose: bool) -> int:
    """Build a sample program and judge it: no account, no network.

    FOLDER must be empty or new. Default: readiness-demo, or adoption-demo and portfolio-demo for these stories. The
    exit code is that of the last verdict: 1, no-go; with --ready and for the story adoption 0, go.
    """
    screen = display(color, quiet=quiet, verbose=verbose)
    if ready and story != _GO_LIVE:
        shows = "shows both days" if story == _ADOPTION else "shows one day"
        raise BadUse(
            f"--ready belongs to the story go-live: the story {story} {shows}. Leave out --ready, or --story {story}"
        )
    if story == _ADOPTION:
        return EXIT_CODES[demo_adoption.show(folder or demo_adoption.FOLDER, screen)]
    if story == _PORTFOLIO:
        return EXIT_CODES[demo_portfolio.show(folder or demo_portfolio.FOLDER, screen)]
    return EXIT_CODES[demo_go_live.show(folder or demo_go_live.FOLDER, screen, ready=ready)]
