"""The option of `init` for the templates of hosts."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from click.core import ParameterSource

from readiness_gate.app.hosts import HOSTS, refuse_existing_templates, write_hosts
from readiness_gate.cli.asking import lines
from readiness_gate.cli.output import write
from readiness_gate.config import FILE
from readiness_gate.errors import ExitCode

option = click.option(
    "--host",
    "hosts",
    multiple=True,
    metavar="NAME",
    type=click.Choice(list(HOSTS)),
    help="Also write the template that runs the gate on this host. Repeatable. With a configuration that exists, "
    f"only that. Choices: {', '.join(HOSTS)}.",
)


def only_hosts(hosts: Sequence[str]) -> bool:
    """Return whether only templates of hosts were requested, and there is a configuration. Raises BadUse for a file
    that a template would overwrite."""
    refuse_existing_templates(Path.cwd(), hosts)
    context = click.get_current_context()
    given = {name for name in context.params if context.get_parameter_source(name) is ParameterSource.COMMANDLINE}
    return given == {"hosts"} and Path(FILE).is_file()


def write_only(hosts: Sequence[str]) -> int:
    """Write the templates, and report them."""
    hosts = tuple(dict.fromkeys(hosts))
    write_hosts(Path.cwd(), hosts)
    write(lines(*host_lines(hosts)))
    return ExitCode.GO


def host_lines(hosts: Sequence[str]) -> Iterator[str]:
    """Yield which templates were written, and what to do with them."""
    for name in hosts:
        yield f"Wrote {HOSTS[name].target} for {name}. {HOSTS[name].next}"
