"""Facts of tables whose rows are records of one kind: what their files say, row by row. One module for each topic."""

from typing import TypeAlias

from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.facts.records.migration import ReconciliationFacts, RehearsalFacts
from readiness_gate.model.facts.records.modules import ModuleFacts
from readiness_gate.model.facts.records.sessions import SessionFacts
from readiness_gate.model.facts.records.surveys import SurveyFacts
from readiness_gate.model.facts.records.tests import AcceptanceFacts, RealTaskFacts

AnyRecords: TypeAlias = (
    ModuleFacts | SessionFacts | SurveyFacts | AcceptanceFacts | RealTaskFacts | ReconciliationFacts | RehearsalFacts
)
"""The facts of every table."""

__all__ = ["AnyRecords", "RecordFacts"]
