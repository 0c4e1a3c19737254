"""What is visible of the issues."""

from collections import Counter
from collections.abc import Iterator, Sequence

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.overview import Overview
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import agreeing, counted


def overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    """Return how many issues and defects there are, and which of them count differently than expected."""
    jira, types = facts.require_jira(), tuple(facts.settings.defect_types)
    return jira.always(("overview", types, facts.settings.calendar), lambda: (_overview(facts, jira, types),))


def _overview(facts: Facts, jira: JiraFacts, types: Sequence[str]) -> Overview:
    defects = of_types(jira.issues, types)
    still_open = [issue for issue in defects if issue.done is False]
    counts = (
        f"{counted(len(jira.issues), 'issue')}, {len(defects)} of them defects, {len(still_open)} of these open",
        f"as of {facts.day(jira.known_from)}",
        jira.provenance.identity,
        *(f"{name}: {len(one.details)}" for name, one in sorted(jira.collections.items()) if not one.why_not),
    )
    doubts = (
        *_unmapped(still_open),
        *(f'no issue has the type "{type_}"' for type_ in types if not of_types(jira.issues, (type_,))),
        *_of_other_types(jira, still_open),
        *_without_category(defects),
        *(one.why_not for _, one in sorted(jira.collections.items()) if one.why_not),
    )
    return Overview("jira", counts, doubts)


def _unmapped(still_open: Sequence[Issue]) -> Iterator[str]:
    """Yield the severities of open defects that the configuration does not map."""
    names = Counter(issue.severity_given or "empty" for issue in still_open if issue.severity is None)
    for name, count in sorted(names.items()):
        yield f"{_have(count, 'open defect')} a severity that is not mapped: {name}"


def _of_other_types(jira: JiraFacts, still_open: Sequence[Issue]) -> Iterator[str]:
    """Yield the types of open issues that are not defects."""
    open_types = Counter(issue.type for issue in jira.issues if issue.done is False)
    others = open_types - Counter(issue.type for issue in still_open)
    if others:
        named = ", ".join(f"{count} {name}" for name, count in sorted(others.items()))
        yield f"open issues not counted because of their type: {named}"


def _without_category(defects: Sequence[Issue]) -> Iterator[str]:
    unclear = sum(issue.done is None for issue in defects)
    if unclear:
        yield f"{_have(unclear, 'defect')} a status without a category"


def _have(count: int, noun: str) -> str:
    return f"{counted(count, noun)} {agreeing(count, 'has', 'have')}"
