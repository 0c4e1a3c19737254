"""Issues of collections as records of tables."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.facts.records.audits import Audit, AuditFacts, contradiction
from readiness_gate.model.facts.records.barriers import GROUPS, LEVELS, Barrier, BarrierFacts
from readiness_gate.model.facts.records.benefits import Benefit, BenefitFacts
from readiness_gate.model.facts.records.design_decisions import DesignDecision, DesignDecisionFacts
from readiness_gate.model.facts.records.feedback import FeedbackFacts, FeedbackItem
from readiness_gate.model.facts.records.handover import HandoverFacts, HandoverItem
from readiness_gate.model.facts.records.interviews import Interview, InterviewFacts
from readiness_gate.model.facts.records.phases import PHASES, PhaseFacts, PhaseItem
from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.model.facts.records.reality_checks import RealityCheck, RealityCheckFacts
from readiness_gate.model.facts.records.remedial_trainings import RemedialTraining, RemedialTrainingFacts
from readiness_gate.model.facts.records.sponsor_acts import SponsorAct, SponsorActFacts
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.facts.records.workarounds import Workaround, WorkaroundFacts
from readiness_gate.model.time import When, day, end_of_day, instant, is_day
from readiness_gate.sources.collected.item import Item, at

_Make: TypeAlias = Callable[[Item], Any]
_SECONDS_OF_DAY = 86_399
_ANSWERS = {"yes": True, "true": True, "no": False, "false": False}


def _ticket(item: Item) -> Ticket:
    return Ticket(
        id=item.issue.key,
        created=item.created,
        priority=item.details.priority,
        first_response=item.answered,
        resolved=item.done,
        reopened=item.reopened,
        met_sla=item.details.met_sla,
        link=item.issue.url,
    )


def _feedback(item: Item) -> FeedbackItem:
    links = item.details.links
    changed = None if links is None else any(link.done for link in links)
    return FeedbackItem(item.issue.key, item.created, item.answered, changed, item.issue.url)


def _interview(item: Item) -> Interview:
    return Interview(item.issue.key, _role(item), item.carried_out)


def _role(item: Item) -> str:
    """The role that an issue is about. Raises CouldNotLook without one."""
    role = item.details.values.get("role")
    if not role:
        raise CouldNotLook(f"{item.issue.key} has no role: {_how('role:Sales-rep')}")
    return role


def _how(label: str) -> str:
    """How an issue says something."""
    return f"give it a label such as {label}, or name its field in fields of the collection"


def _barrier(item: Item) -> Barrier:
    """A barrier is assessed when it has a level; who owns it is nobody's business here."""
    group = item.choice("group", GROUPS)
    owner = "assigned" if item.details.assigned else ""
    if "level" not in item.details.values:
        return Barrier(item.issue.key, group, "high", None, owner, item.carried_out)
    return Barrier(item.issue.key, group, item.choice("level", LEVELS), item.created, owner, item.carried_out)


def _process(item: Item) -> Process:
    values = item.details.values
    return Process(
        process=item.issue.summary or item.issue.key,
        critical=bool(values.get("critical")),
        as_is=values.get("as-is", ""),
        to_be=values.get("to-be", ""),
    )


def _phase(item: Item) -> PhaseItem:
    return PhaseItem(item.issue.key, item.choice("phase", PHASES), _started(item), item.carried_out)


def _started(item: Item) -> When | None:
    """When work began: by the field for it, else by the first change of status."""
    if "started" in item.collection.fields:
        return _when(item, item.details.values.get("started", ""))
    if not item.has_history:
        raise CouldNotLook(
            f"when {item.issue.key} began is unknown, as its history was not read: export the issues with their "
            'changelogs, or name the field of the start in fields = { started = "…" } of the collection'
        )
    steps = list(reversed(item.issue.past))
    statuses = [*(past.issue.status for past in steps), item.issue.status]
    changes = (past.until for past, after in zip(steps, statuses[1:], strict=True) if after != statuses[0])
    begun = next(changes, None)
    return None if begun is None else at(begun)


def _when(item: Item, text: str) -> When | None:
    """The day or time of a field."""
    zone = item.settings.calendar
    try:
        if not text:
            return None
        if not is_day(text):
            return at(instant(text))
        end = end_of_day(day(text), zone)
    except ValueError as error:
        raise CouldNotLook(f"{item.issue.key} has an unreadable time: {error}") from error
    return When(end - _SECONDS_OF_DAY, end)


def _act(item: Item) -> SponsorAct:
    return SponsorAct(item.issue.key, item.carried_out)


def _benefit(item: Item) -> Benefit:
    return Benefit(_role(item), item.issue.summary or item.issue.key)


def _workaround(item: Item) -> Workaround:
    """A fix is any issue that is linked to it."""
    links = item.details.links
    if links is None:
        raise CouldNotLook(f"the links of {item.issue.key} are unknown: export the field issuelinks")
    return Workaround(item.issue.key, item.created, ", ".join(link.key for link in links), item.carried_out)


def _decision(item: Item) -> DesignDecision:
    users = item.details.values.get("users", "")
    return DesignDecision(item.issue.key, item.carried_out, int(users) if users.isdecimal() else None)


def _reality_check(item: Item) -> RealityCheck:
    return RealityCheck(item.issue.key, _role(item), item.carried_out)


def _remedial_training(item: Item) -> RemedialTraining:
    """A barrier is any issue that is linked to it."""
    links = item.details.links
    if links is None:
        raise CouldNotLook(f"the links of {item.issue.key} are unknown: export the field issuelinks")
    return RemedialTraining(item.issue.key, item.created, ", ".join(link.key for link in links))


def _audit(item: Item) -> Audit:
    audit = Audit(
        _needed(item, "day"),
        item.carried_out,
        _yes_or_no(item, "asked-harder"),
        _count(item, "answers"),
        _count(item, "answers-with-issue"),
        item.issue.url,
    )
    problem = contradiction(audit)
    if problem is not None:
        raise CouldNotLook(f"{item.issue.key}: {problem}")
    return audit


def _needed(item: Item, column: str) -> int:
    count = _count(item, column)
    if count is None:
        raise CouldNotLook(f"{item.issue.key} has no {column}: {_how(f'{column}:30')}")
    return count


def _count(item: Item, column: str) -> int | None:
    """The whole number of a column; None where the issue does not say. Raises CouldNotLook for anything else."""
    written = item.details.values.get(column, "").strip()
    if not written:
        return None
    whole = written.removesuffix(".0")
    if not (whole.isascii() and whole.isdecimal()):
        raise CouldNotLook(f'{item.issue.key} has "{written}" for {column}, which is not a whole number: correct it')
    return int(whole)


def _yes_or_no(item: Item, column: str) -> bool | None:
    """The answer of a column; None where the issue does not say. Raises CouldNotLook for anything else."""
    written = item.details.values.get(column, "").strip().casefold()
    if written and written not in _ANSWERS:
        raise CouldNotLook(f'{item.issue.key} has "{written}" for {column}: write yes or no')
    return _ANSWERS.get(written)


def _handover(item: Item) -> HandoverItem:
    receiver = item.details.values.get("receiver")
    if not receiver:
        raise CouldNotLook(f"{item.issue.key} has no receiver: {_how('receiver:Service-desk')}")
    return HandoverItem(item.issue.summary or item.issue.key, receiver, item.carried_out)


KINDS: Mapping[str, tuple[_Make, type[RecordFacts]]] = {
    "tickets": (_ticket, TicketFacts),
    "feedback": (_feedback, FeedbackFacts),
    "interviews": (_interview, InterviewFacts),
    "barriers": (_barrier, BarrierFacts),
    "processes": (_process, ProcessFacts),
    "phases": (_phase, PhaseFacts),
    "sponsor-acts": (_act, SponsorActFacts),
    "benefits": (_benefit, BenefitFacts),
    "workarounds": (_workaround, WorkaroundFacts),
    "design-decisions": (_decision, DesignDecisionFacts),
    "reality-checks": (_reality_check, RealityCheckFacts),
    "remedial-trainings": (_remedial_training, RemedialTrainingFacts),
    "audits": (_audit, AuditFacts),
    "handovers": (_handover, HandoverFacts),
}
"""How an issue of each collection becomes a record, and the facts of these."""
