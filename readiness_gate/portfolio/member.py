"""The process that evaluates one program: reads one line of JSON, and writes one answer.

Its checkout is the only folder that the program's files may be in. When its standard input ends, nobody waits for the
answer any more, and it ends with all that it started.
"""

import contextlib
import json
import os
import resource
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from readiness_gate.portfolio.process import too_much_memory

_LARGEST_FILE = 1 << 26
_LARGEST_JOB = 1 << 20
_MIB = 1 << 20
_SPARE_CPU = 5


def main() -> None:
    """Answer the job on standard input, on what was standard output: whatever else is printed goes to stderr."""
    answer_to = os.dup(1)
    os.dup2(2, 1)
    job: Mapping[str, Any] = json.loads(sys.stdin.buffer.readline(_LARGEST_JOB))
    limit(int(job["memory"]), int(job["seconds"]))
    threading.Thread(target=_end_with_input, daemon=True).start()
    content = json.dumps(_answer(job)).encode()
    with os.fdopen(answer_to, "wb") as file:
        file.write(content)


def _end_with_input() -> None:
    """Wait until standard input ends, and end this process with all that it started."""
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def limit(memory: int, seconds: int) -> None:
    """Take no more than so many MiB of memory and seconds of computing, write no large files, and leave no core."""
    limits = (
        (resource.RLIMIT_AS, memory * _MIB),
        (resource.RLIMIT_CPU, seconds + _SPARE_CPU),
        (resource.RLIMIT_FSIZE, _LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        _, hard = resource.getrlimit(kind)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # a system without this limit
            resource.setrlimit(kind, (least, least))


def _answer(job: Mapping[str, Any]) -> Mapping[str, object]:
    """What the gates of the program decided; or why that is unknown."""
    os.environ["GIT_CEILING_DIRECTORIES"] = str(Path(job["checkout"]).parent)
    try:
        from readiness_gate.portfolio.evaluating import evaluation  # noqa: PLC0415 - within the limits

        return evaluation(job)
    except MemoryError:
        return {"undecided": too_much_memory(int(job["memory"]))}
    except Exception as error:  # noqa: BLE001 - whatever a program's files lead to must not read as a verdict
        names = ", ".join(_names(error))
        return {"undecided": f"readiness-gate itself failed ({names}). Run `readiness-gate check` in its checkout"}


def _names(error: BaseException | None) -> Iterator[str]:
    """The kinds of an error and of its causes."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__


if __name__ == "__main__":
    main()
