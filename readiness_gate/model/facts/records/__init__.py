"""Facts of tables whose rows are records of one kind: what their files say, row by row. One module for each table."""

from typing import TypeAlias

from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.facts.records.modules import ModuleFacts
from readiness_gate.model.facts.records.sessions import SessionFacts

AnyRecords: TypeAlias = ModuleFacts | SessionFacts
"""The facts of every table."""

__all__ = ["AnyRecords", "RecordFacts"]
