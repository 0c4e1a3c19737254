"""Signals that are declared before a source feeds them: their rules can be read, and are unknown."""

from collections.abc import Mapping
from dataclasses import dataclass

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Parameters, Unit
from readiness_gate.model.time import Instant
from readiness_gate.signals.spec import Parameter, Signal

_LACKING: Mapping[str, str] = {
    "tests": "results of acceptance tests",
    "data": "reports on migrated data",
    "clarity": "surveys",
    "process": "descriptions of processes",
    "support": "support tickets and no plan of the support",
    "feedback": "feedback of users",
    "leadership": "records of sponsors, owners and leaders",
    "phases": "phases of the rollout",
    "training": "results of assessments and no attendance of sessions",
}
"""What nobody reads, by the first part of a signal's name."""
_WATCHED = "leave the dimension {} out in [not-measured], with the reason and who watches it instead"
_ALWAYS = 'set enforcement = "info" for the rule in [[rules]], or use the pack starter'
_HELD: Mapping[str, str] = {"phases": _WATCHED.format("clarity"), "training": _ALWAYS}
"""What to do instead, where the first part of the name is no dimension that can be left out."""


@dataclass(frozen=True, slots=True)
class Unfed:
    """Measures a signal that no source feeds: it says why."""

    reason: str

    def __call__(self, _facts: Facts, _as_of: Instant, _parameters: Parameters) -> Measured:
        """Raises CannotMeasure."""
        raise CannotMeasure(self.reason)


def _declared(name: str, unit: Unit, meaning: str, *parameters: Parameter) -> Signal:
    """A signal that reads nothing, and says so."""
    family = name.partition(".")[0]
    why = f"this version reads no {_LACKING[family]}: {_HELD.get(family) or _WATCHED.format(family)}"
    return Signal(name, unit, (), meaning, _needs, Unfed(why), parameters, fed=False)


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs()


_CRITICAL = Parameter("critical", "flag", False, "count only what belongs to a critical process")
_ROLE = Parameter("role", "role", "worst", 'the role: "worst" (the lowest), or its name')

SIGNALS = (
    _declared("tests.uat-executed", "share", "The share of planned acceptance tests that were run.", _CRITICAL),
    _declared("tests.uat-passed", "share", "The share of acceptance tests run that passed.", _CRITICAL),
    _declared(
        "tests.uat-roles",
        "share",
        "The share of roles of which business users tested with migrated data and their true security roles.",
    ),
    _declared("tests.unaided", "share", "The share of real tasks that people finished without help.", _ROLE),
    _declared("tests.fallback", "share", "The share of real tasks in which people went back to their old ways."),
    _declared("data.reconciled", "share", "The share of migrated records that agree with where they came from."),
    _declared("data.unexplained", "count", "Sums of money that differ after the migration, and nobody explained."),
    _declared("data.rehearsals", "count", "Rehearsals of the whole cutover that left no grave defect open."),
    _declared("data.rehearsal-age", "days", "Days since the last rehearsal of the whole cutover."),
    _declared(
        "clarity.favourable",
        "share",
        "A lower bound of the share of favourable answers to a survey (Wilson, one-sided, 90 %), of roles with answers "
        "of 30 % of their people, and of 10 at least.",
        Parameter("question", "text", None, "the question; left out: the one with the lowest share"),
        _ROLE,
    ),
    _declared(
        "process.mapped", "share", "The share of processes described as they are and as they will be.", _CRITICAL
    ),
    _declared("process.interviews", "count", "Interviews on how people work today, of the role with the fewest."),
    _declared(
        "process.barriers-assessed",
        "count",
        "Of the six groups of barriers (process, policy, people, communication, incentives, support), those assessed.",
    ),
    _declared(
        "support.ready",
        "share",
        "Of a channel, a roster, articles and written exit criteria of the support after go-live, the share in place.",
    ),
    _declared(
        "support.first-response",
        "hours",
        "Hours from a ticket to its first answer, at a percentile of the tickets.",
        Parameter("priority", "text", None, "the priority of the tickets; left out: any"),
        Parameter("percentile", "percent", 90, "the percentile"),
    ),
    _declared("support.sla-share", "share", "The share of support tickets that were answered in the time agreed."),
    _declared("support.reopen-rate", "share", "Support tickets that were opened again, by tickets closed."),
    _declared("support.users-per-super-user", "people", "How many users there are for each super-user."),
    _declared("support.super-users", "people", "Super-users of the critical process that has the fewest."),
    _declared(
        "feedback.answered-share",
        "share",
        "The share of feedback that was answered in time.",
        Parameter("within", "count", 10, "the time for an answer, in business days"),
    ),
    _declared("feedback.channel-days", "days", "Days for which people have had a channel for their feedback."),
    _declared("leadership.sponsor-named", "boolean", "Whether a sponsor is named."),
    _declared("leadership.sponsor-days", "days", "Days since the sponsor last acted where people saw it."),
    _declared("leadership.owners", "share", "The share of units in which somebody is named who owns the adoption."),
    _declared("leadership.leaders-trained", "share", "The share of leaders who completed what their role requires."),
    _declared(
        "phases.in-order",
        "boolean",
        "Whether introduction, implementation and adoption follow each other, and none is skipped.",
    ),
    _declared("training.pass-share", "share", "The share of trained people who passed an assessment."),
    _declared(
        "training.spaced-share",
        "share",
        "The share of trained people whose sessions were spread over several days.",
        Parameter("sessions", "count", 2, "how many sessions"),
        Parameter("gap", "duration", "3d", "how far apart they are at least"),
    ),
)
