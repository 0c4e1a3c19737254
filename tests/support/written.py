"""What writers of a history must have done, on whichever store."""

import json
import os
import subprocess
import sys
from typing import Any

from support import history_writers
from support.history_writers import SHARED

KILLS = int(os.environ.get("READINESS_KILLS", "120"))
"""How often a writer is killed in a heavy test."""


def said(*words: object) -> Any:
    """What the writers say that they did."""
    command = [sys.executable, history_writers.__file__, *map(str, words)]
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ)
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


def all_are_there(found: Any, writers: int) -> None:
    """Every verdict of every writer, and each of the shared ones once: one writer was the first."""
    own = [number for first in (100, 1_100) for number in range(first, first + writers)]
    strange = {what for *_, what in found["said"]} - {"new", "there"}
    assert not strange, strange
    assert len(found["said"]) == writers * (SHARED + 2)
    assert sorted(found["there"]) == sorted([*range(SHARED), *own])
    assert sum(what == "new" for *_, what in found["said"]) == len(found["there"])
    assert found["against"] == [], found["against"]


def nothing_is_lost(found: Any) -> None:
    """What was acknowledged is there; what is there is so once, and whole."""
    assert found["killed"]
    assert set(found["acknowledged"]) <= set(found["there"])
    assert len(set(found["there"])) == len(found["there"])
    assert found["against"] == []
