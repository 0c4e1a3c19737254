"""Tables of records that come from a collection of issues, and not from a file."""

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, TypeAlias

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.collections import Comment, Details
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.facts.records import RecordFacts
from readiness_gate.model.facts.records.barriers import GROUPS, LEVELS, Barrier, BarrierFacts
from readiness_gate.model.facts.records.feedback import FeedbackFacts, FeedbackItem
from readiness_gate.model.facts.records.interviews import Interview, InterviewFacts
from readiness_gate.model.facts.records.phases import PHASES, PhaseFacts, PhaseItem
from readiness_gate.model.facts.records.processes import Process, ProcessFacts
from readiness_gate.model.facts.records.sponsor_acts import SponsorAct, SponsorActFacts
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import Collection
from readiness_gate.model.time import Instant, When, day, end_of_day, instant, is_day

_Made: TypeAlias = "Callable[[_Item], Any]"


@dataclass(frozen=True, slots=True)
class _Item:
    """An issue of a collection, with all that is known of it."""

    issue: Issue
    details: Details
    collection: Collection
    settings: Settings

    @property
    def created(self) -> When:
        """When it was created. Raises CouldNotLook when that is unknown."""
        if self.issue.created is None:
            raise CouldNotLook(f"{self.issue.key} has no time of creation: export the field created")
        return _at(self.issue.created)

    @property
    def done(self) -> When | None:
        """When it was done; None while it is not, and where that is unknown (`why_not_done`)."""
        moment = self.details.done_at if self.issue.done else None
        return None if moment is None else _at(moment)

    @property
    def why_not_done(self) -> str:
        """Why it is unknown when it was done; "" where that is known."""
        key, status = self.issue.key, self.issue.status
        if self.issue.done is None:
            return f'whether {key} is done is unknown: its status "{status}" has no category; re-export statusCategory'
        if self.issue.done and self.details.done_at is None:
            return f"when {key} was done is unknown: export the field resolutiondate (in a CSV export, Resolved)"
        return ""

    @property
    def has_history(self) -> bool:
        """Whether everything that became of it is known."""
        begun = self.issue.known_since
        return begun is not None and begun <= self.created.start

    @property
    def answered(self) -> When | None:
        """When somebody else than the reporter answered first, since it was created; None for not yet."""
        counting = (comment for comment in self.details.comments or () if self._counts(comment))
        first = min((comment.created for comment in counting), default=None)
        return None if first is None else _at(first)

    def _counts(self, comment: Comment) -> bool:
        """Whether a comment answers: one that is older than the issue came with it from another system."""
        is_seen = self.collection.internal_counts or not comment.internal
        return is_seen and not comment.by_reporter and not comment.automated and comment.created >= self.created.start

    @property
    def reopened(self) -> int | None:
        """How often it was opened again; None where its history is not known."""
        if not self.has_history:
            return None
        states = [*(past.issue.done for past in reversed(self.issue.past)), self.issue.done]
        return sum(before is True and after is not True for before, after in pairwise(states))

    def choice(self, column: str, options: tuple[str, ...]) -> Any:  # noqa: ANN401 - one of the options
        """The value of a column that has one of some values. Raises CouldNotLook for another, and for none."""
        value = self.details.values.get(column, "").strip().casefold()
        if value not in options:
            named = f'"{value}"' if value else "nothing"
            raise CouldNotLook(
                f"{self.issue.key} has {named} for {column}, and not one of {', '.join(options)}: give it a label such "
                f"as {column}:{options[0]}, or name its field in fields of the collection"
            )
        return value


def _at(moment: Instant) -> When:
    return When(moment, moment)


def _ticket(item: _Item) -> Ticket:
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


def _feedback(item: _Item) -> FeedbackItem:
    links = item.details.links
    changed = None if links is None else any(link.done for link in links)
    return FeedbackItem(item.issue.key, item.created, item.answered, changed, item.issue.url)


def _interview(item: _Item) -> Interview:
    role = item.details.values.get("role")
    if not role:
        raise CouldNotLook(
            f"{item.issue.key} has no role: give it a label such as role:Sales-rep, or name its field in fields of the "
            "collection"
        )
    return Interview(item.issue.key, role, item.done)


def _barrier(item: _Item) -> Barrier:
    """A barrier is assessed when it has a level; who owns it is nobody's business here."""
    group = item.choice("group", GROUPS)
    owner = "assigned" if item.details.assigned else ""
    if "level" not in item.details.values:
        return Barrier(item.issue.key, group, "high", None, owner, item.done)
    return Barrier(item.issue.key, group, item.choice("level", LEVELS), item.created, owner, item.done)


def _process(item: _Item) -> Process:
    values = item.details.values
    return Process(
        process=item.issue.summary or item.issue.key,
        critical=bool(values.get("critical")),
        as_is=values.get("as-is", ""),
        to_be=values.get("to-be", ""),
    )


def _phase(item: _Item) -> PhaseItem:
    return PhaseItem(item.issue.key, item.choice("phase", PHASES), _started(item), item.done)


def _started(item: _Item) -> When | None:
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
    return None if begun is None else _at(begun)


def _when(item: _Item, text: str) -> When | None:
    """The day or time of a field."""
    zone = item.settings.calendar
    try:
        if not text:
            return None
        if not is_day(text):
            return _at(instant(text))
        end = end_of_day(day(text), zone)
    except ValueError as error:
        raise CouldNotLook(f"{item.issue.key} has an unreadable time: {error}") from error
    return When(end - _SECONDS_OF_DAY, end)


_SECONDS_OF_DAY = 86_399


def _act(item: _Item) -> SponsorAct:
    return SponsorAct(item.issue.key, item.done)


_KINDS: Mapping[str, tuple[_Made, type[RecordFacts]]] = {
    "tickets": (_ticket, TicketFacts),
    "feedback": (_feedback, FeedbackFacts),
    "interviews": (_interview, InterviewFacts),
    "barriers": (_barrier, BarrierFacts),
    "processes": (_process, ProcessFacts),
    "phases": (_phase, PhaseFacts),
    "sponsor-acts": (_act, SponsorActFacts),
}
_ANSWERED = {"tickets": "first_response", "feedback": "answered"}
"""The field of a record that comments give."""
_DONE = {
    "tickets": "resolved",
    "interviews": "held_on",
    "barriers": "closed_on",
    "phases": "done",
    "sponsor-acts": "held_on",
}
"""The field of a record that says when an issue was done."""


def collections(settings: Settings) -> dict[str, Collection]:
    """The tables that come from issues, by their names."""
    return {collection.name: collection for collection in settings.jira.collections} if settings.jira else {}


def twice(settings: Settings) -> Iterator[tuple[int, str]]:
    """The collections, by their places, whose table also comes from a file, and what to do."""
    files = settings.people.records if settings.people else {}
    for index, name in enumerate(collections(settings)):
        if name in files:
            yield index, f'"{name}" also comes from {files[name].file}: remove this collection, or {name} in [people]'


def records(name: str, settings: Settings, jira: SourceFacts | Unavailable) -> SourceFacts:
    """The table of a collection. Raises CouldNotLook when its issues are unknown."""
    if isinstance(jira, Unavailable):
        raise CouldNotLook(jira.reason)
    if not isinstance(jira, JiraFacts) or name not in jira.collections:
        raise CouldNotLook(f"the collection {name} was not read: check the name in jira.collections")
    collected, collection = jira.collections[name], collections(settings)[name]
    if collected.why_not:
        raise CouldNotLook(collected.why_not)
    issues = {issue.key: issue for issue in jira.unfiltered.issues}
    items = [
        _Item(issues[details.key], details, collection, settings)
        for details in collected.details
        if details.key in issues
    ]
    make, kind = _KINDS[name]
    origin = jira.provenance
    provenance = Provenance(
        source=name,
        identity=f"the collection {name} of {origin.identity}",
        asked=f"every issue of the collection {name}",
        records=len(items),
        observed_at=origin.observed_at,
        doubts=origin.doubts,
    )
    return kind(provenance, {}, tuple(map(make, items)), _lacking(name, items))


def _lacking(name: str, items: list[_Item]) -> dict[str, str]:
    """The fields that are not known of every issue, with what to do."""
    no_comments = [item.details.why_no_comments for item in items if item.details.why_no_comments]
    not_done = list(filter(None, (item.why_not_done for item in items)))
    whys = ((_ANSWERED.get(name), no_comments), (_DONE.get(name), not_done))
    return {field: why[0] for field, why in whys if field is not None and why}
