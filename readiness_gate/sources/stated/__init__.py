"""What the configuration itself states: working time, the support of users, and who leads the change."""

from readiness_gate.sources.stated.leadership import LEADERSHIP
from readiness_gate.sources.stated.support import SUPPORT
from readiness_gate.sources.stated.working_time import WORKING_TIME

STATED = (WORKING_TIME, SUPPORT, LEADERSHIP)

__all__ = ["STATED"]
