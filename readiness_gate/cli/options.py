"""The options that commands share."""

from collections.abc import Callable
from typing import Any, TypeVar

import click

from readiness_gate.errors import BadUse

POLICY_REF = "READINESS_GATE_POLICY_REF"
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _together(*options: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def add(command: _Command) -> _Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


file = click.option(
    "-c",
    "--config",
    metavar="FILE",
    envvar="READINESS_GATE_CONFIG",
    show_envvar=True,
    help="Configuration (default: readiness-gate.toml, searched upward to the top of the work tree).",
)
configuration = _together(
    file,
    click.option(
        "--policy-ref",
        metavar="REF",
        envvar=POLICY_REF,
        show_envvar=True,
        help="Read configuration, packs, waivers, sign-offs and the people files it has from this git ref.",
    ),
)
moment = click.option(
    "--as-of",
    metavar="INSTANT",
    help="Evaluate as of this time: ISO 8601 with offset, or a day of the program's time zone. Default: now.",
)
milestone = _together(
    click.argument("milestone", required=False),
    click.option("--milestone", "named", metavar="NAME", help="The milestone, as the argument MILESTONE."),
)


def one_milestone(argument: str | None, option: str | None) -> str | None:
    """The milestone that is named, by the argument or by --milestone. Raises BadUse for two different ones."""
    if argument is not None and option is not None and argument != option:
        raise BadUse(f'the milestone is named twice, "{argument}" and --milestone "{option}": name one')
    return argument if argument is not None else option


exported = click.option(
    "--exported-at",
    multiple=True,
    metavar="SOURCE=TIME",
    help="When people files (people) or issues (jira) were exported: a time as in --as-of. Repeatable.",
)
result = _together(
    click.option(
        "--format",
        "format_",
        type=click.Choice(["text", "json"]),
        help="Default: by the ending of --output, else text.",
    ),
    click.option("--output", default="-", metavar="FILE", help="Where it goes; - is stdout, the default."),
)
display = _together(
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        default="auto",
        show_default=True,
        help="Whether to colour text on stdout.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="Say the decision only, or less."),
    click.option("-v", "--verbose", is_flag=True, help="Say everything, with all the evidence."),
)
