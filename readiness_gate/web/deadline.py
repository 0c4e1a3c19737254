"""A time limit for work that has none, such as reading an answer that arrives byte by byte."""

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


def in_time(work: Callable[[], Result], seconds: float) -> Result:
    """Return the result of some work, or raise its error. Raises TimeoutError if it takes longer than `seconds`.

    The work then continues in a thread that ends with the process, because it may never finish.
    """
    results: list[Result] = []
    raised: list[BaseException] = []
    done = threading.Event()

    def run() -> None:
        try:
            results.append(work())
        except BaseException as error:  # noqa: BLE001 - raised again in the waiting thread
            raised.append(error)
        done.set()

    threading.Thread(target=run, daemon=True).start()
    if not done.wait(seconds):
        raise TimeoutError
    if raised:
        raise raised[0]
    return results[0]
