"""Facts of tables whose rows are records of one kind: what their files say, row by row. One module for each table."""

from typing import TypeAlias

from readiness_gate.model.facts.records.barriers import BarrierFacts
from readiness_gate.model.facts.records.base import RecordFacts
from readiness_gate.model.facts.records.benefits import BenefitFacts
from readiness_gate.model.facts.records.design_decisions import DesignDecisionFacts
from readiness_gate.model.facts.records.feedback import FeedbackFacts
from readiness_gate.model.facts.records.interviews import InterviewFacts
from readiness_gate.model.facts.records.modules import ModuleFacts
from readiness_gate.model.facts.records.phases import PhaseFacts
from readiness_gate.model.facts.records.processes import ProcessFacts
from readiness_gate.model.facts.records.reality_checks import RealityCheckFacts
from readiness_gate.model.facts.records.remedial_trainings import RemedialTrainingFacts
from readiness_gate.model.facts.records.sponsor_acts import SponsorActFacts
from readiness_gate.model.facts.records.tickets import TicketFacts
from readiness_gate.model.facts.records.workarounds import WorkaroundFacts

AnyRecords: TypeAlias = (
    ModuleFacts
    | TicketFacts
    | FeedbackFacts
    | InterviewFacts
    | BarrierFacts
    | ProcessFacts
    | PhaseFacts
    | SponsorActFacts
    | BenefitFacts
    | WorkaroundFacts
    | DesignDecisionFacts
    | RealityCheckFacts
    | RemedialTrainingFacts
)
"""The facts of every table."""

__all__ = ["AnyRecords", "RecordFacts"]
