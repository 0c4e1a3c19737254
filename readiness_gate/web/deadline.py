"""A time limit for work without one, such as reading an answer whose bytes come one by one."""

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def in_time(work: Callable[[], Result], seconds: float) -> Result:
    """The result of some work, or what it raises. Raises TimeoutError when it takes longer than some seconds.

    The work is then left behind in a thread that ends with the process: what it waits for may never come.
    """
    results: list[Result] = []
    raised: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - it is raised again, where the result is waited for
            raised.append(error)
        done.set()

    threading.Thread(target=run, daemon=True).start()
    if not done.wait(seconds):
        raise TimeoutError
    if raised:
        raise raised[0]
    return results[0]
