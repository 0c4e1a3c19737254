"""`readiness-gate demo`: a sample program to look at and to change."""

import click

from readiness_gate.cli import demo_adoption, demo_go_live, demo_portfolio, demo_releases, options
from readiness_gate.cli.check import EXIT_CODES
from readiness_gate.cli.output import display
from readiness_gate.errors import BadUse

_EXAMPLES = options.examples(
    "readiness-gate demo",
    "readiness-gate demo --ready ready-demo",
    "readiness-gate demo --story adoption",
    "readiness-gate demo --story releases",
    "readiness-gate demo --story portfolio",
)
_GO_LIVE = "go-live"
_OTHERS = {"adoption": demo_adoption, "releases": demo_releases, "portfolio": demo_portfolio}
"""The stories other than that of one program before go-live, by name."""


@click.command("demo", epilog=_EXAMPLES)
@click.argument("folder", required=False)
@click.option(
    "--story",
    type=click.Choice([_GO_LIVE, *_OTHERS]),
    default=_GO_LIVE,
    help="go-live: a program two weeks before its go-live. adoption: the same program 60 days after it, when hardly "
    "anybody uses the system, and 30 days later. releases: a program that goes live every quarter, whose gate can be "
    "tried on four years of go-lives. portfolio: three waves, of which the second waits for the first. Default: "
    "go-live.",
)
@click.option("--ready", is_flag=True, help="Build the program of go-live eleven days later, when it is ready.")
@options.display
def command(folder: str | None, story: str, color: str, *, ready: bool, quiet: bool, verbose: bool) -> int:
    """Build a sample program and judge it: no account, no network.

    FOLDER must be empty or new. Default: readiness-demo, or adoption-demo, releases-demo or portfolio-demo for these
    stories. The exit code is that of the last verdict: 1, no-go; with --ready and for the story adoption 0, go.
    """
    screen = display(color, quiet=quiet, verbose=verbose)
    other = _OTHERS.get(story)
    if other is None:
        return EXIT_CODES[demo_go_live.show(folder or demo_go_live.FOLDER, screen, ready=ready)]
    if ready:
        raise BadUse(f"--ready belongs to the story go-live: leave out --ready, or --story {story}")
    return EXIT_CODES[other.show(folder or other.FOLDER, screen)]
