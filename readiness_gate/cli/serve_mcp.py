"""`readiness-gate serve --mcp`: read-only tools over stdin and stdout."""

from functools import partial
from importlib.util import find_spec

import click
from click.core import ParameterSource

from readiness_gate.cli.output import to_stderr
from readiness_gate.errors import BadUse, ExitCode

_OPTIONS = {"for_assistants", "config", "policy_ref"}

option = click.option(
    "--mcp", "for_assistants", is_flag=True, help="Answer an assistant over stdin and stdout instead (MCP)."
)


def serve_assistants(config: str | None, policy_ref: str | None) -> int:
    """Answer requests until the client closes stdin. Raises BadUse if an option of the pages is used with --mcp."""
    context = click.get_current_context()
    for parameter in context.command.params:
        if parameter.name not in _OPTIONS and _is_given(context, parameter.name):
            raise BadUse(f"--mcp answers over stdin and stdout alone: leave out {parameter.opts[-1]}")
    if find_spec("mcp") is None:
        raise BadUse('serve --mcp needs mcp: pip install "readiness-gate[mcp]"')
    from readiness_gate.assistants.server import serve  # noqa: PLC0415 - only this option needs it
    from readiness_gate.cli.opening import opened  # noqa: PLC0415 - takes memory that the pages do not need

    serve(partial(opened, config, policy_ref), lambda wrong: to_stderr(f"Warning: {wrong}"))
    return ExitCode.GO


def refuse_policy_ref() -> None:
    """Raise BadUse for --policy-ref without --mcp: pages show recorded verdicts, each by the policy of its time."""
    if _is_given(click.get_current_context(), "policy_ref"):
        raise BadUse("--policy-ref needs --mcp: pages show what was recorded, and judge nothing")


def _is_given(context: click.Context, name: str | None) -> bool:
    return name is not None and context.get_parameter_source(name) is ParameterSource.COMMANDLINE
