"""The functions that a worker of a dask cluster runs: plain text in, plain text out.

The worker drives a process for the program, as a local thread does; its own process evaluates nothing.
"""

import json
import secrets
from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as version_of

from readiness_gate.portfolio.installed import code
from readiness_gate.portfolio.process import evaluated
from readiness_gate.version import version

_ME = secrets.token_hex(8)
"""Differs in each process: a worker that was restarted at the same address is a different one."""
MOVED = "moved"
"""The answer of a worker that was not the intended one: dask moved the work to it, and it was not done."""


def introduced() -> str:
    """Return the id of this worker and its versions, as JSON."""
    try:
        dask = version_of("distributed")
    except PackageNotFoundError:
        dask = ""
    return json.dumps({"worker": _ME, "readiness-gate": version(), "code": code(), "dask": dask})


def answered(job: str, worker: str) -> str:
    """Return the answer to a job if it is meant for this worker; otherwise `MOVED`."""
    return evaluated(job) if worker == _ME else MOVED
