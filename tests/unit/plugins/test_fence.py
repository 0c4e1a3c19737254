"""Code that runs in a process of its own ends when nobody waits for its answer any more."""

import subprocess
import sys

import pytest

_PROGRAM = """
import os, sys, time
from readiness_gate.plugins.fence import answer

def outer():
    return answer(work, str, 200) if {nested} else work()

def work():
    print("began", file=sys.stderr, flush=True)
    time.sleep(200)
    return b""

def began(process):
    os.read(0, 1)
    os._exit(7)

answer(outer, str, 100, began)
"""


@pytest.mark.parametrize("nested", [False, True])
def test_a_process_whose_parent_is_gone(nested: bool) -> None:  # noqa: FBT001
    """Ends, too, whenever that was; so does what it waits for itself. Each of them has stderr open as long as it
    lives."""
    words = (sys.executable, "-c", _PROGRAM.format(nested=nested))
    with subprocess.Popen(words, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdin is not None
        assert program.stderr is not None
        assert program.stderr.readline() == b"began\n"
        program.stdin.write(b"x")
        program.stdin.close()
        assert program.stderr.read() == b""
    assert program.returncode == 7
