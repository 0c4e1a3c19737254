"""The options that commands share, and the format of their examples."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from readiness_gate.cli import completion
from readiness_gate.errors import BadUse

POLICY_REF = "READINESS_GATE_POLICY_REF"
_FORMAT = "Default: by the ending of --output, otherwise text. Repeatable, one for each --output."
_Command = TypeVar("_Command", bound=Callable[..., Any])


def together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    """Return a decorator that adds several options to a command, in the given order."""

    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def examples(*lines: str) -> str:
    """Return the examples of a command, for the end of its help; click keeps their line breaks."""
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
    help="Use the state at this time: a day (2027-02-14), a time with offset (2027-02-14T09:00:00+01:00), or a "
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
    """Return the milestone named by the argument or --milestone. Raises BadUse if both are given and differ."""
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
            help="Default: by the ending of --output, otherwise text.",
        ),
        click.option("--output", default="-", metavar="FILE", help="The file to write; - is stdout, the default."),
    )


result = result_as("text", "json")


def results(formats: str, **kind: Any) -> Callable[[_Command], _Command]:  # noqa: ANN401 - as click accepts it
    """Return a decorator that adds repeatable options for a result's formats and outputs. `formats` is the sentence in
    the help that lists them; `kind` has click's arguments for the name of a format."""
    return together(
        click.option(
            "--format",
            "formats_",
            multiple=True,
            help=f"{formats} {_FORMAT}".lstrip(),
            **kind,
        ),
        click.option(
            "--output",
            "outputs",
            multiple=True,
            metavar="FILE",
            help="The file to write; - is stdout, the default. Repeatable.",
        ),
    )


def results_of(formats: str) -> Callable[[_Command], _Command]:
    """Return the decorator of `results` for a command that reports a wrong name together with all other mistakes."""
    return results(formats, metavar="FORMAT")


def results_as(names: Iterable[str]) -> Callable[[_Command], _Command]:
    """Return the decorator of `results` for a command whose help lists the names."""
    return results("", type=click.Choice(list(names)))


dates = together(
    click.option(
        "--every",
        default="7d",
        show_default=True,
        metavar="DURATION",
        help="The time between two dates, such as 1d, 7d or 4w. The last date is that of --as-of.",
    ),
    click.option(
        "--since",
        metavar="TIME",
        help="The earliest date; a time as in --as-of. Default: 26 weeks before the last date.",
    ),
)
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
    help="The artifact that the verdict allows: NAME=sha256:DIGEST, NAME=gitCommit:ID, or a file. Repeatable.",
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
