"""The server: the Model Context Protocol over stdin and stdout, with nothing but the tools.

Each call is answered in a process of its own, which reads everything again: no answer rests on what an earlier call
read, and a call that is cancelled, crashes or hangs ends with its process.
"""

import contextlib
import os
import signal
from collections.abc import Callable
from functools import partial
from typing import Any, TypeAlias

import anyio
from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    ToolAnnotations,
)
from mcp.types import Tool as Listed

from readiness_gate.assistants.calls import Arguments, Open, Result, called, failure, result
from readiness_gate.assistants.tool import Tool
from readiness_gate.assistants.tools import TOOLS
from readiness_gate.errors import NotWritten
from readiness_gate.plugins.fence import NoAnswer, answer
from readiness_gate.version import version

_Context = ServerRequestContext[Any]
Began: TypeAlias = Callable[[int], None]
LIMIT = 300.0
"""Seconds for one call."""
_AT_A_TIME = 2


def serve(opened: Open, seconds: float = LIMIT) -> None:
    """Answer until stdin ends. Raises NotWritten when nobody reads stdout any more."""
    try:
        anyio.run(_serve, opened, seconds)
    except* (BrokenPipeError, anyio.BrokenResourceError) as error:
        raise NotWritten("stdout cannot be written: the client closed it") from error


async def _serve(opened: Open, seconds: float) -> None:
    server = _server(opened, seconds, CapacityLimiter(_AT_A_TIME))
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def _server(opened: Open, seconds: float, limiter: CapacityLimiter) -> "Server[Any]":
    async def tools(_context: _Context, _asked: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool) for tool in TOOLS.values()])

    async def call(_context: _Context, asked: CallToolRequestParams) -> CallToolResult:
        if asked.name not in TOOLS:
            return _as_sent(Result(failure(f'no tool is called "{asked.name}"; there are {", ".join(TOOLS)}')))
        return _as_sent(
            await _answered(partial(answered_apart, opened, asked.name, asked.arguments or {}, seconds), limiter)
        )

    return Server("readiness-gate", version=version(), title="readiness-gate", on_list_tools=tools, on_call_tool=call)


def _listed(tool: Tool) -> Listed:
    return Listed(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.wanted.model_json_schema(by_alias=True),
        output_schema=tool.answer.model_json_schema(by_alias=True, mode="serialization"),
        annotations=ToolAnnotations(
            title=tool.title, read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=True
        ),
    )


async def _answered(work: "partial[Result]", limiter: CapacityLimiter) -> Result:
    """What a process of its own answers. When the call is cancelled, or stdin ends, that process ends, too."""
    processes: list[int] = []
    ended = False
    try:
        found = await run_sync(partial(work, processes.append), abandon_on_cancel=True, limiter=limiter)
        ended = True
    finally:
        for process in processes if not ended else ():
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
    return found


def answered_apart(opened: Open, name: str, arguments: Arguments, seconds: float, began: Began | None = None) -> Result:
    """What a tool answers in a process of its own, which has so many seconds. Whatever becomes of that process, there
    is a result; `began` gets its id."""
    try:
        return result(answer(partial(called, opened, name, arguments), _failed, seconds, began))
    except NoAnswer as error:
        return Result(failure(f"{name} gave no answer: {error}. Nothing was decided. Run readiness-gate {name}"))


def _failed(error: BaseException) -> str:
    return f"readiness-gate itself failed ({type(error).__name__})"


def _as_sent(found: Result) -> CallToolResult:
    texts = [found.text, found.untrusted] if found.untrusted else [found.text]
    return CallToolResult(
        content=[TextContent(text=text) for text in texts],
        structured_content=found.content,
        is_error=found.content is None,
    )
