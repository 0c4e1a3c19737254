"""Facts of tables whose rows are records of one kind, one module for each topic."""

from typing import TypeAlias

from readiness_gate.model.facts.records.audits import AuditFacts
from readiness_gate.model.facts.records.barriers import BarrierFacts
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.facts.records.benefits import BenefitFacts
from readiness_gate.model.facts.records.design_decisions import DesignDecisionFacts
from readiness_gate.model.facts.records.entries import EntryFacts
from readiness_gate.model.facts.records.feedback import FeedbackFacts
from readiness_gate.model.facts.records.handover import HandoverFacts
from readiness_gate.model.facts.records.interviews import InterviewFacts
from readiness_gate.model.facts.records.kpis import KpiFacts
from readiness_gate.model.facts.records.leader_acts import LeaderActFacts
from readiness_gate.model.facts.records.migration import ReconciliationFacts, RehearsalFacts
from readiness_gate.model.facts.records.modules import ModuleFacts
from readiness_gate.model.facts.records.old_systems import OldSystemFacts
from readiness_gate.model.facts.records.phases import PhaseFacts
from readiness_gate.model.facts.records.processes import ProcessFacts
from readiness_gate.model.facts.records.reality_checks import RealityCheckFacts
from readiness_gate.model.facts.records.remedial_trainings import RemedialTrainingFacts
from readiness_gate.model.facts.records.sessions import SessionFacts
from readiness_gate.model.facts.records.sponsor_acts import SponsorActFacts
from readiness_gate.model.facts.records.surveys import SurveyFacts
from readiness_gate.model.facts.records.task_runs import TaskRunFacts
from readiness_gate.model.facts.records.tests import AcceptanceFacts, RealTaskFacts
from readiness_gate.model.facts.records.tickets import TicketFacts
from readiness_gate.model.facts.records.usage import UsageFacts
from readiness_gate.model.facts.records.workarounds import WorkaroundFacts

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
    | LeaderActFacts
    | WorkaroundFacts
    | RemedialTrainingFacts
    | RealityCheckFacts
    | DesignDecisionFacts
    | BenefitFacts
    | UsageFacts
    | EntryFacts
    | KpiFacts
    | AuditFacts
    | HandoverFacts
    | OldSystemFacts
    | TaskRunFacts
)
"""The facts of every table."""

__all__ = ["AnyRecords", "RecordFacts"]
