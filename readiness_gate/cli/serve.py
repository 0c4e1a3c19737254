"""`readiness-gate serve`: answer others for as long as they ask."""

from functools import partial
from importlib.util import find_spec

import click

from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.errors import BadUse, ExitCode

_EXAMPLES = options.examples("readiness-gate serve --mcp", "readiness-gate serve --mcp --policy-ref origin/main")


@click.command("serve", epilog=_EXAMPLES)
@click.option("--mcp", "for_assistants", is_flag=True, help="Answer an assistant's client over stdin and stdout (MCP).")
@options.configuration
def command(config: str | None, policy_ref: str | None, *, for_assistants: bool) -> int:
    """Answer assistants that ask in plain words, and write nothing.

    Offers check, explain, measure, trend, forecast and impact on one configuration, as tools of the Model Context
    Protocol. A client starts it, and ends it by closing stdin; the exit code is then 0.
    """
    if not for_assistants:
        raise BadUse("serve needs --mcp: what is to be served")
    if find_spec("mcp") is None:
        raise BadUse('serve --mcp needs mcp: pip install "readiness-gate[mcp]"')
    from readiness_gate.assistants.server import serve  # noqa: PLC0415 - only this option needs it

    serve(partial(opened, config, policy_ref))
    return ExitCode.GO
