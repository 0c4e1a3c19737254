"""Tables of records: each declared once in the module of its topic, and all read by one reader."""

from readiness_gate.sources.people.records.audits import AUDITS
from readiness_gate.sources.people.records.barriers import BARRIERS
from readiness_gate.sources.people.records.benefits import BENEFITS
from readiness_gate.sources.people.records.design_decisions import DESIGN_DECISIONS
from readiness_gate.sources.people.records.entries import ENTRIES
from readiness_gate.sources.people.records.feedback import FEEDBACK
from readiness_gate.sources.people.records.handovers import HANDOVERS
from readiness_gate.sources.people.records.interviews import INTERVIEWS
from readiness_gate.sources.people.records.kpis import KPIS
from readiness_gate.sources.people.records.leader_acts import LEADER_ACTS
from readiness_gate.sources.people.records.migration import RECONCILIATION, REHEARSALS
from readiness_gate.sources.people.records.modules import MODULES
from readiness_gate.sources.people.records.old_systems import OLD_SYSTEMS
from readiness_gate.sources.people.records.phases import PHASES
from readiness_gate.sources.people.records.processes import PROCESSES
from readiness_gate.sources.people.records.reality_checks import REALITY_CHECKS
from readiness_gate.sources.people.records.record_table import RecordTable
from readiness_gate.sources.people.records.remedial_trainings import REMEDIAL_TRAININGS
from readiness_gate.sources.people.records.sessions import SESSIONS
from readiness_gate.sources.people.records.sponsor_acts import SPONSOR_ACTS
from readiness_gate.sources.people.records.surveys import SURVEYS
from readiness_gate.sources.people.records.task_runs import TASK_RUNS
from readiness_gate.sources.people.records.tests import ACCEPTANCE_TESTS, REAL_WORK_TESTS
from readiness_gate.sources.people.records.tickets import TICKETS
from readiness_gate.sources.people.records.usage import USAGE
from readiness_gate.sources.people.records.workarounds import WORKAROUNDS

RECORD_TABLES: tuple[RecordTable, ...] = (
    MODULES,
    SESSIONS,
    SURVEYS,
    ACCEPTANCE_TESTS,
    REAL_WORK_TESTS,
    RECONCILIATION,
    REHEARSALS,
    TICKETS,
    FEEDBACK,
    INTERVIEWS,
    BARRIERS,
    PROCESSES,
    PHASES,
    SPONSOR_ACTS,
    LEADER_ACTS,
    BENEFITS,
    WORKAROUNDS,
    DESIGN_DECISIONS,
    REALITY_CHECKS,
    REMEDIAL_TRAININGS,
    USAGE,
    ENTRIES,
    KPIS,
    AUDITS,
    HANDOVERS,
    OLD_SYSTEMS,
    TASK_RUNS,
)

__all__ = ["RECORD_TABLES", "RecordTable"]
