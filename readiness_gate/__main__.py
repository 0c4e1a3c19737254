"""`python -m readiness_gate`, and the console script."""

import gc
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

from readiness_gate.cli import streams
from readiness_gate.errors import ExitCode

__all__ = ["run"]

_GARBAGE = (100_000, 50, 100)
"""How many new objects make Python look for cycles of dead ones. Modules and answers of JSON are many objects without
cycles: by its own thresholds, a fifth of the time that a large Jira takes is spent on looking at them. With more, a
server keeps too much."""


def run() -> NoReturn:
    """Run the command line and end the process with its exit code; Python's own for a crash would read as a verdict."""
    gc.set_threshold(*_GARBAGE)
    try:
        main = _main()
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except BaseException as error:  # noqa: BLE001 - also a dependency that ends the process while it is imported
        if streams.wants_traceback(sys.argv[1:]):
            traceback.print_exc()
        streams.say(
            f"Error: readiness-gate cannot start: {streams.in_short(error)}.\n"
            "Nothing was decided. A package that it needs is missing or damaged: install readiness-gate again."
        )
        sys.exit(streams.flushed(ExitCode.UNDECIDED))
    main()


def _main() -> Callable[[], NoReturn]:
    from readiness_gate.cli.main import run  # noqa: PLC0415 - what it imports may be damaged

    return run


if __name__ == "__main__":
    run()
