"""Facts of tables whose rows are records of one kind: what their files say, row by row. One module for each topic."""

from typing import TypeAlias

from readiness_gate.model.facts.records.barriers import BarrierFacts
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.facts.records.feedback import FeedbackFacts
from readiness_gate.model.facts.records.interviews import InterviewFacts
from readiness_gate.model.facts.records.migration import ReconciliationFacts, RehearsalFacts
from readiness_gate.model.facts.records.modules import ModuleFacts
from readiness_gate.model.facts.records.phases import PhaseFacts
from readiness_gate.model.facts.records.processes import ProcessFacts
from readiness_gate.model.facts.records.sessions import SessionFacts
from readiness_gate.model.facts.records.sponsor_acts import SponsorActFacts
from readiness_gate.model.facts.records.surveys import SurveyFacts
from readiness_gate.model.facts.records.tests import AcceptanceFacts, RealTaskFacts
from readiness_gate.model.facts.records.tickets import TicketFacts

AnyRecords: TypeAlias = (
    ModuleFacts
    | SessionFacts
    | SurveyFacts
    | AcceptanceFacts
    | RealTaskFacts
    | ReconciliationFacts
    | RehearsalFacts
    | TicketFacts
    | FeedbackFacts
    | InterviewFacts
    | BarrierFacts
    | ProcessFacts
    | PhaseFacts
    | SponsorActFacts
)
"""The facts of every table."""

__all__ = ["AnyRecords", "RecordFacts"]
