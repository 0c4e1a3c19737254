"""An assistant's client: the package's own, over the streams of a process, and one that writes lines by hand."""

import json
import subprocess
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import anyio
from mcp.client.session import ClientSession
from mcp.client.stdio import StdioServerParameters, stdio_client

_Answer = TypeVar("_Answer")
WORDS = ("-m", "readiness_gate", "serve", "--mcp")


def conversation(
    folder: Path, talk: Callable[[ClientSession], Awaitable[_Answer]], said: Path, words: Sequence[str] = ()
) -> _Answer:
    """What comes of talking with a server of a folder; what it writes on stderr is in the file `said`."""

    async def talking() -> _Answer:
        server = StdioServerParameters(command=sys.executable, args=[*WORDS, *words], cwd=folder)
        with said.open("w") as errors:
            async with stdio_client(server, errlog=errors) as streams, ClientSession(*streams) as session:
                await session.initialize()
                return await talk(session)

    return anyio.run(talking)


def lines(*messages: Mapping[str, Any]) -> bytes:
    """Messages of the protocol as a client writes them, behind those that begin a session."""
    information = {"name": "test", "version": "1"}
    start = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": information}
    begin: list[Mapping[str, Any]] = [
        {"id": 0, "method": "initialize", "params": start},
        {"method": "notifications/initialized"},
    ]
    return b"".join(json.dumps({"jsonrpc": "2.0", **one}).encode() + b"\n" for one in [*begin, *messages])


def call_of(number: int, name: str, **arguments: object) -> dict[str, Any]:
    """The message that calls a tool."""
    return {"id": number, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def started(folder: Path, *words: str) -> "subprocess.Popen[bytes]":
    """A server in a process of its own, with its streams; its command line goes on with some words."""
    command, pipe = [sys.executable, *WORDS, *words], subprocess.PIPE
    return subprocess.Popen(command, cwd=folder, stdin=pipe, stdout=pipe, stderr=pipe)
