"""Tables of records: each declared once in the module of its topic, and read by one reader."""

from readiness_gate.sources.people.records.migration import RECONCILIATION, REHEARSALS
from readiness_gate.sources.people.records.modules import MODULES
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.records.sessions import SESSIONS
from readiness_gate.sources.people.records.surveys import SURVEYS
from readiness_gate.sources.people.records.tests import ACCEPTANCE_TESTS, REAL_WORK_TESTS

RECORD_TABLES: tuple[RecordTable, ...] = (
    MODULES,
    SESSIONS,
    SURVEYS,
    ACCEPTANCE_TESTS,
    REAL_WORK_TESTS,
    RECONCILIATION,
    REHEARSALS,
)

__all__ = ["RECORD_TABLES", "RecordTable"]
