"""Tables of records that come from a collection of issues, and not from a file."""

from collections.abc import Iterator, Sequence

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import Collection
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.wording import agreeing, counted, some
from readiness_gate.sources.collected.item import Item
from readiness_gate.sources.collected.makers import KINDS

_ANSWERED = {"tickets": "first_response", "feedback": "answered"}
"""The field of a record that comments give."""
_DONE = {
    "tickets": "resolved",
    "interviews": "held_on",
    "barriers": "closed_on",
    "phases": "done",
    "sponsor-acts": "held_on",
    "workarounds": "closed",
    "design-decisions": "decided_on",
    "reality-checks": "held_on",
    "audits": "held_on",
    "handovers": "signed_on",
}
"""The field of a record that says when an issue was done."""
_HOWEVER = ("tickets",)
"""The collections of issues that are done however they ended."""


def collections(settings: Settings) -> dict[str, Collection]:
    """The tables that come from issues, by their names."""
    return {collection.name: collection for collection in settings.jira.collections} if settings.jira else {}


def twice(settings: Settings) -> Iterator[tuple[int, str]]:
    """The collections, by their places, whose table also comes from a file, and what to do."""
    files = (settings.people or PeopleSettings()).records
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
        Item(issues[details.key], details, collection, settings)
        for details in collected.details
        if details.key in issues
    ]
    make, kind = KINDS[name]
    origin = jira.provenance
    provenance = Provenance(
        source=name,
        identity=f"the collection {name} of {origin.identity}",
        asked=f"every issue of the collection {name}",
        records=len(items),
        observed_at=origin.observed_at,
        doubts=origin.doubts,
        notes=tuple(_declined(name, items)),
    )
    return kind(provenance, {}, tuple(map(make, items)), _lacking(name, items))


def _declined(name: str, items: Sequence[Item]) -> Iterator[str]:
    """What a reader must know of issues that are done and were not carried out."""
    declined = [item for item in items if item.is_declined]
    if declined and name in _DONE and name not in _HOWEVER:
        keys = some([f"{item.issue.key}, {item.details.resolution}" for item in declined])
        yield (
            f"{counted(len(declined), 'issue')} of the collection {name} {agreeing(len(declined), 'is', 'are')} closed "
            f"without being carried out ({keys}) and {agreeing(len(declined), 'counts', 'count')} as not done"
        )


def _lacking(name: str, items: Sequence[Item]) -> dict[str, str]:
    """The fields that are not known of every issue, with what to do."""
    no_comments = [item.details.why_no_comments for item in items if item.details.why_no_comments]
    unknown = (item.why_not_done if name in _HOWEVER else item.why_unknown for item in items)
    not_done = list(filter(None, unknown))
    whys = ((_ANSWERED.get(name), no_comments), (_DONE.get(name), not_done))
    return {field: why[0] for field, why in whys if field is not None and why}
