"""The options that commands share, and their examples."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from readiness_gate.cli import completion
from readiness_gate.errors import BadUse

POLICY_REF = "READINESS_GATE_POLICY_REF"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Return a decorator that adds some options to a command, in their order."""

    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def examples(*lines: str) -> str:
    """Return the examples of a command, for the end of its help; click keeps their lines."""
    return "\n".join(["\b", "Examples:", *map("  {}".format, lines)])


file = click.option(
    "-c",
    "--config",
    metavar="FILE",
    envvar="READINESS_GATE_CONFIG",
    show_envvar=True,
    help="The configuration. Default: readiness-gate.toml in this folder, or the nearest one above it.",
)
configuration = together(
    file,
    click.option(
        "--policy-ref",
        metavar="REF",
        envvar=POLICY_REF,
        show_envvar=True,
        help="Read the configuration, packs, waivers, sign-offs, and the people files in git from this ref, such as "
        "origin/main: a change then cannot edit the rules that judge it.",
    ),
)
moment = click.option(
    "--as-of",
    metavar="TIME",
    help="Show the state at this time: a day (2027-02-14), a time with offset (2027-02-14T09:00:00+01:00), or a "
    "duration before now (-7d, -2w, -12h). Default: now.",
)
milestone = together(
    click.argument("milestone", required=False, shell_complete=completion.milestones),
    click.option(
        "--milestone",
        "named",
        metavar="NAME",
        shell_complete=completion.milestones,
        help="The same as the argument MILESTONE.",
    ),
)


rule = click.argument("rule", shell_complete=completion.rules)


def one_milestone(argument: str | None, option: str | None) -> str | None:
    """Return the milestone named by the argument or --milestone. Raises BadUse for two different ones."""
    if argument is not None and option is not None and argument != option:
        raise BadUse(f'two milestones are given, "{argument}" and --milestone "{option}". Give one of them')
    return argument if argument is not None else option


exported = click.option(
    "--exported-at",
    multiple=True,
    metavar="SOURCE=TIME",
    help="When the people files (people) or the issues (jira) were exported; a time as in --as-of. Repeatable.",
)


def result_as(*formats: str) -> Callable[[_Command], _Command]:
    """Return a decorator that adds the options for a result's format and output."""
    return together(
        click.option(
            "--format",
            "format_",
            type=click.Choice(formats),
            help="Default: the format of the ending of --output, else text.",
        ),
        click.option("--output", default="-", metavar="FILE", help="The file to write; - is stdout, the default."),
    )


result = result_as("text", "json")
store = click.option(
    "--store",
    metavar="STORE",
    envvar="READINESS_GATE_HISTORY",
    show_envvar=True,
    help="The history: a file, or postgresql://USER@HOST/DATABASE. Default: that of the configuration, or else "
    "readiness-history.sqlite beside it.",
)
subject = click.option(
    "--subject",
    "given",
    multiple=True,
    metavar="NAME=DIGEST",
    help="What is to be let through: NAME=sha256:DIGEST, NAME=gitCommit:ID, or a file. Repeatable.",
)
color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to color text on stdout.",
)
display = together(
    color,
    click.option("-q", "--quiet", is_flag=True, help="Show the decision only."),
    click.option("-v", "--verbose", is_flag=True, help="Show everything, with all the evidence."),
)
