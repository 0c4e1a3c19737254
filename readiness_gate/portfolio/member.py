"""The process that evaluates one program: reads one line of JSON and writes one answer.

All files of the program must be in its checkout. When standard input closes, nobody is waiting for the answer any
more, so the process ends with everything it started.
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
    """Answer the job from standard input on the original standard output; everything else printed goes to stderr."""
    answer_to = os.dup(1)
    os.dup2(2, 1)
    job: Mapping[str, Any] = json.loads(sys.stdin.buffer.readline(_LARGEST_JOB))
    limit(int(job["memory"]), int(job["seconds"]))
    threading.Thread(target=_end_with_input, daemon=True).start()
    content = json.dumps(_answer(job)).encode()
    with os.fdopen(answer_to, "wb") as file:
        file.write(content)


def _end_with_input() -> None:
    """Wait until standard input closes, then end this process with everything it started."""
    while os.read(0, 1):
        pass
    os.killpg(0, signal.SIGKILL)


def limit(memory: int, seconds: int) -> None:
    """Limit the memory (in MiB) and the CPU seconds of this process, forbid large files, and disable core dumps."""
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
    """Return the decisions of the program's gates, or why they are unknown."""
    os.environ["GIT_CEILING_DIRECTORIES"] = str(Path(job["checkout"]).parent)
    try:
        from readiness_gate.portfolio.evaluating import evaluation  # noqa: PLC0415 - within the limits

        return evaluation(job)
    except MemoryError:
        return {"undecided": too_much_memory(int(job["memory"]))}
    except Exception as error:  # noqa: BLE001 - no error caused by a program's files may look like a verdict
        names = ", ".join(_names(error))
        return {"undecided": f"readiness-gate itself failed ({names}). Run `readiness-gate check` in its checkout"}


def _names(error: BaseException | None) -> Iterator[str]:
    """Yield the type names of an error and of its causes."""
    while error is not None:
        yield type(error).__name__
        error = error.__cause__


if __name__ == "__main__":
    main()
