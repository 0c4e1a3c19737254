"""What a worker of a dask cluster runs: plain texts come in, plain texts go out.

The worker drives a process for the program, as a thread does here; its own process evaluates nothing.
"""

import json
import secrets
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from readiness_gate.portfolio.installed import code
from readiness_gate.portfolio.process import evaluated
from readiness_gate.version import version

_ME = secrets.token_hex(8)
"""Is new in each process: a worker that was started again at the same address is another one."""
MOVED = "moved"
"""The answer of a worker that is not the one that was asked: the work was moved to it, and is not done."""


def introduced() -> str:
    """Which worker this is, and what it has, as JSON."""
    try:
        dask = version_of("distributed")
    except PackageNotFoundError:
        dask = ""
    return json.dumps({"worker": _ME, "readiness-gate": version(), "code": code(), "dask": dask})


def answered(job: str, worker: str) -> str:
    """The answer to a job by the worker that it is for, and by no other."""
    return evaluated(job) if worker == _ME else MOVED
