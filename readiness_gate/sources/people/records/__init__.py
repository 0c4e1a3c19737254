"""Tables of records: each declared once in a module of its own, and read by one reader."""

from readiness_gate.sources.people.records.modules import MODULES
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.records.sessions import SESSIONS

RECORD_TABLES: tuple[RecordTable, ...] = (MODULES, SESSIONS)

__all__ = ["RECORD_TABLES", "RecordTable"]
