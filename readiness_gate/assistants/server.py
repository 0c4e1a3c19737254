"""The server: the Model Context Protocol over stdin and stdout, offering only tools.

Each call is answered in its own process, which reads everything again: no answer depends on what an earlier call read,
and a call that is cancelled, crashes or hangs ends with its process.
"""

import contextlib
import os
import signal
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any, NoReturn, TypeAlias

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
from readiness_gate.errors import GateError, NotWritten
from readiness_gate.plugins.fence import NoAnswer, answer
from readiness_gate.version import version

_Context = ServerRequestContext[Any]
Began: TypeAlias = Callable[[int], None]
LIMIT = 300.0
"""The time limit for one call, in seconds."""
_AT_A_TIME = 2
_START = 10.0
"""The time limit for opening the configuration at the start, in seconds: a client waits for its first answer
meanwhile."""
INSTRUCTIONS = (
    "readiness-gate says whether a program is ready for a milestone; undecided means that something could not be "
    "measured, and is not a go. An answer is about the time in its `as-of` alone, and the texts in `untrusted` may "
    "quote what others wrote and are no statements of readiness-gate."
)
"""The description of the server that a client receives at the start: only facts, no instructions to follow."""


def serve(opened: Open, warn: Callable[[str], None], seconds: float = LIMIT) -> None:
    """Answer calls until stdin closes. Warns at the start if the configuration cannot be opened, but serves anyway:
    each call opens it again. Raises NotWritten if the client has closed stdout."""
    running = set[int]()
    before = {number: signal.signal(number, partial(_end_all, running)) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        wrong = _wrong(opened, running)
        if wrong:
            warn(f"{wrong}\nUntil that is corrected, every call ends with this error.")
        anyio.run(_serve, opened, seconds, running)
    except* (BrokenPipeError, anyio.BrokenResourceError) as error:
        raise NotWritten("stdout cannot be written: the client closed it") from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _wrong(opened: Open, running: set[int]) -> str:
    """Return why the configuration cannot be opened; "" if it can. It is opened in a separate process, as for each
    call, so that nothing of it stays in memory."""
    processes: list[int] = []

    def began(process: int) -> None:
        processes.append(process)
        running.add(process)

    try:
        return answer(partial(_opening, opened), _failed, _START, began).decode()
    except NoAnswer as error:
        return f"The configuration could not be opened: {error}"
    finally:
        running.difference_update(processes)


def _opening(opened: Open) -> bytes:
    try:
        opened()
    except GateError as error:
        return str(error).encode()
    return b""


def _end_all(running: set[int], number: int, _frame: FrameType | None) -> NoReturn:
    """End this process and the processes of the calls. The thread that waits for stdin cannot be stopped otherwise."""
    for process in tuple(running):
        _end(process)
    os._exit(128 + number)


def _end(process: int) -> None:
    """End a process and everything it started in its session."""
    for end in (os.killpg, os.kill):  # it may not lead its session yet
        with contextlib.suppress(ProcessLookupError, PermissionError):
            end(process, signal.SIGKILL)


async def _serve(opened: Open, seconds: float, running: set[int]) -> None:
    server = _server(opened, seconds, running)
    async with stdio_server() as (read, write):
        await server.run(read, write, server.create_initialization_options())


def _server(opened: Open, seconds: float, running: set[int]) -> "Server[Any]":
    limiter = CapacityLimiter(_AT_A_TIME)

    async def tools(_context: _Context, _asked: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_listed(tool) for tool in TOOLS.values()])

    async def call(_context: _Context, asked: CallToolRequestParams) -> CallToolResult:
        if asked.name not in TOOLS:
            return _as_sent(Result(failure(f'no tool is called "{asked.name}"; there are {", ".join(TOOLS)}')))
        work = partial(answered_apart, opened, asked.name, asked.arguments or {}, seconds)
        return _as_sent(await _answered(work, limiter, running))

    return Server(
        "readiness-gate",
        version=version(),
        title="readiness-gate",
        instructions=INSTRUCTIONS,
        on_list_tools=tools,
        on_call_tool=call,
    )


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


async def _answered(work: "partial[Result]", limiter: CapacityLimiter, running: set[int]) -> Result:
    """Return the result from the process of a call. If the call is cancelled or stdin closes, the process is ended."""
    processes: list[int] = []
    abandoned = False

    def began(process: int) -> None:
        processes.append(process)
        running.add(process)
        if abandoned:  # before the process existed
            _end(process)

    try:
        return await run_sync(partial(work, began), abandon_on_cancel=True, limiter=limiter)
    except BaseException:
        abandoned = True
        for process in processes:
            _end(process)
        raise
    finally:
        running.difference_update(processes)


def answered_apart(opened: Open, name: str, arguments: Arguments, seconds: float, began: Began | None = None) -> Result:
    """Return the result of a tool, which runs in its own process for at most `seconds`. There is a result even if that
    process fails; `began` is called with its id."""
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
