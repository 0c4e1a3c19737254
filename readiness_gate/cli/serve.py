"""`readiness-gate serve`: answer others for as long as they ask."""

import click

from readiness_gate.cli import options
from readiness_gate.cli.serve_mcp import serve_assistants
from readiness_gate.errors import BadUse

_EXAMPLES = options.examples("readiness-gate serve --mcp", "readiness-gate serve --mcp --policy-ref origin/main")


@click.command("serve", epilog=_EXAMPLES)
@click.option("--mcp", is_flag=True, help="Answer an assistant's client over stdin and stdout, read-only.")
@options.configuration
def command(config: str | None, policy_ref: str | None, *, mcp: bool) -> int:
    """Answer assistants that ask in plain words, read-only.

    Offers check, explain, measure, trend, forecast and impact as tools of the Model Context Protocol, on one
    configuration. A client starts it, and ends it by closing stdin; the exit code is then 0.
    """
    if not mcp:
        raise BadUse("serve needs to know whom to answer: add --mcp")
    return serve_assistants(config, policy_ref)
