"""Judge the gate that a request waits for, at a commit and in a separate process."""

import json
import math
from pathlib import Path

from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import Gate
from readiness_gate.model.portfolio import GateState, Member
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import Instant
from readiness_gate.portfolio.answers import state_of
from readiness_gate.portfolio.assess import Request, job
from readiness_gate.portfolio.process import evaluated

_ROOT = Path()
"""Unused, because the checkout of a rule is absolute."""


@dataclass(frozen=True, slots=True)
class Judged:
    """The decision of a gate."""

    gate: GateState
    seconds: float = 0.0
    """The duration of its process in seconds, as that process reports it."""


def judged(gate: Gate, asked: Asked, now: Instant) -> Judged:
    """Return the current decision of the gate. If anything fails, the gate is undecided, with the failure as the
    reason."""
    member = Member(asked.repository, gate.checkout, gate.config, (gate.milestone,), gate.policy_ref)
    request = Request(_ROOT, now, in_ci=True, seconds=gate.seconds, memory=gate.memory)
    asking = {**json.loads(job(member, request, "")), "commit": asked.sha}
    answer = evaluated(json.dumps(asking))
    [state] = state_of(member, answer).gates
    return Judged(state, min(_seconds(answer), gate.seconds) if state.has_verdict else 0.0)


def _seconds(answer: str) -> float:
    """Return the duration that the process reports, in seconds; 0 if it reports none."""
    said = (as_mapping(json.loads(answer)) or {}).get("seconds")
    return float(said) if isinstance(said, int | float) and math.isfinite(said) else 0.0
