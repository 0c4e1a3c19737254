"""A server in a process of its own that answers what waits for a gate."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path


def committed(where: Path) -> str:
    """The commit that has all files of a program."""
    for words in (("init", "-q", "-b", "main"), ("add", "."), ("commit", "-q", "-m", "Begin")):
        who = ("-c", "user.name=dev", "-c", "user.email=dev@example.com")
        subprocess.run(["git", "-C", where, *who, *words], check=True)
    done = subprocess.run(["git", "-C", where, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    return done.stdout.strip()


@contextmanager
def served(
    folder: Path, words: Sequence[str], variables: Mapping[str, str]
) -> Generator[tuple[str, "subprocess.Popen[str]"]]:
    """A server, and the address that it listens at."""
    command = [sys.executable, "-m", "readiness_gate", *words]
    environment = {**os.environ, **variables}
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
    with process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, (folder / "log").read_text()
            yield found[0].rstrip("/"), process
        finally:
            process.kill()


def until(is_so: Callable[[], object]) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)


__all__ = ["committed", "served", "until"]
