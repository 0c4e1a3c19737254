"""Rules judge readings. Everything here is pure."""

from readiness_gate.judge.evidence import signed_part
from readiness_gate.judge.findings import asked_by, finding, questions
from readiness_gate.judge.sentence import in_the_way
from readiness_gate.judge.verdict import judge

__all__ = ["asked_by", "finding", "in_the_way", "judge", "questions", "signed_part"]
