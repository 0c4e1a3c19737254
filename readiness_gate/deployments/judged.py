"""Judges the gate that a deployment waits for, in a process of its own, at the commit that would be deployed."""

import json
from pathlib import Path

from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import DeploymentRule
from readiness_gate.model.portfolio import GateState, Member
from readiness_gate.model.time import Instant
from readiness_gate.portfolio.answers import state_of
from readiness_gate.portfolio.assess import Request, job
from readiness_gate.portfolio.process import evaluated

_ROOT = Path()
"""Not used: the checkout of a rule is absolute."""


def judged(rule: DeploymentRule, asked: Asked, now: Instant) -> GateState:
    """What the gate decides now. Whatever goes wrong is a reason why it is undecided."""
    member = Member(rule.repository, rule.checkout, rule.config, (rule.milestone,), rule.policy_ref)
    request = Request(_ROOT, now, in_ci=True, seconds=rule.seconds, memory=rule.memory)
    asking = {**json.loads(job(member, request, "")), "commit": asked.sha}
    [gate] = state_of(member, evaluated(json.dumps(asking))).gates
    return gate
