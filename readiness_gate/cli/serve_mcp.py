"""`readiness-gate serve --mcp`: answer assistants over stdin and stdout."""

from functools import partial
from importlib.util import find_spec

from readiness_gate.cli.opening import opened
from readiness_gate.errors import BadUse, ExitCode


def serve_assistants(config: str | None, policy_ref: str | None) -> int:
    """Answer an assistant's client until it closes stdin. Raises BadUse where the package is missing."""
    if find_spec("mcp") is None:
        raise BadUse('serve --mcp needs mcp: pip install "readiness-gate[mcp]"')
    from readiness_gate.assistants.server import serve  # noqa: PLC0415 - an extra

    serve(partial(opened, config, policy_ref))
    return ExitCode.GO
