"""Rules judge readings; pure."""

from readiness_gate.judge.findings import questions
from readiness_gate.judge.verdict import judge

__all__ = ["judge", "questions"]
