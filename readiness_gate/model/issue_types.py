"""Which issues have which types, however a project spells them."""

from collections.abc import Iterable, Sequence

from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.wording import counted, folded, some


def of_types(issues: Sequence[Issue], types: Iterable[str]) -> list[Issue]:
    """Return the issues of any of these types; projects spell the same type Bug and bug."""
    wanted = {folded(type_) for type_ in types}
    matching = {type_ for type_ in {issue.type for issue in issues} if folded(type_) in wanted}
    return [issue for issue in issues if issue.type in matching]


def not_counted(issues: Iterable[Issue], jira: JiraSettings) -> tuple[str, ...]:
    """Return a line on the open issues of the strictest severity that have other types; empty if there are none."""
    named = {folded(type_) for type_ in (*jira.defect_types, *jira.not_defects)}
    left = [
        issue for issue in issues if not issue.done and issue.severity == "sev1" and folded(issue.type) not in named
    ]
    if not left:
        return ()
    types = some(sorted({issue.type for issue in left}))
    return (f"not counted: {counted(len(left), 'open severity 1 issue')} of types {types}",)
