"""How issues stood before: their histories, undone step by step from how they stand now, by ids and not by names.

A history that was cut off, or whose steps do not lead to how the issue stands, tells nothing of what was before.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.jira import Issue, Past
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import Instant
from readiness_gate.sources.jira.changelog import Broken, Changes, History, Step, newest_first

_CLOCK = 60
"""Seconds by which two times of one change may differ."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in histories are called: values of the severity's field, types and versions by their ids, and
    statuses with whether they are of the done category."""

    severities: dict[str, str]
    types: dict[str, str]
    versions: dict[str, str]
    statuses: dict[str, tuple[str, bool | None]]


@dataclass(frozen=True, slots=True)
class Now:
    """The ids of how an issue stands, which its history must lead to; None where the field was not read."""

    status: str | None
    severity: str | None
    type: str | None
    versions: frozenset[str] | None


@lru_cache(maxsize=4_096)
def _now(status: str | None, severity: str | None, type_: str | None, versions: frozenset[str] | None) -> Now:
    """The ids of how many issues stood, which are kept once."""
    return Now(status, severity, type_, versions)


def with_past(
    issue: Issue, now: Now, told: Changes, names: Names, jira: JiraSettings, categorized: Instant | None = None
) -> Issue:
    """The issue with how it stood before, as far back as its changes fit together.

    `categorized` is when its status last changed category, if Jira says so.
    """
    if isinstance(told, Broken):
        return replace(issue, past=(), known_since=None, why_unknown=str(told))
    past: list[Past] = []
    since: Instant | None = None
    earlier = issue
    try:
        for history in newest_first(told):
            before = earlier
            for step in reversed(history.steps):
                before, now = _before(before, now, step, names, jira)
            if before is not earlier:
                past.append(Past(history.at, before))
                earlier = before
            since = history.at
    except Broken as error:
        # What came after the break is known.
        return replace(issue, past=tuple(past), known_since=since, why_unknown=str(error))
    return _since_category(replace(issue, past=tuple(past), known_since=issue.created), told, categorized)


def _since_category(issue: Issue, told: Sequence[History], categorized: Instant | None) -> Issue:
    """The issue, known only since its status changed category when no entry of its history shows that change."""
    shown = [history.at for history in told for step in history.steps if step.field == "status"]
    last = max(shown, default=issue.created)
    if categorized is None or (last is not None and categorized <= last + _CLOCK):
        return issue
    why = "its status changed category later than its history shows"
    return replace(issue, known_since=categorized, why_unknown=why)


def _before(issue: Issue, now: Now, step: Step, names: Names, jira: JiraSettings) -> tuple[Issue, Now]:
    if step.field == "status":
        _leads_to(now.status, issue.status, step)
        name, done = _status_before(step, names, jira)
        return replace(issue, status=name, done=done), _now(step.before, now.severity, now.type, now.versions)
    if step.field == "severity":
        _leads_to(now.severity, issue.severity_given, step)
        given = names.severities.get(step.before or "", step.called_before)
        severity = jira.severity.of(given, is_set=step.before is not None or given != "")
        return replace(issue, severity=severity, severity_given=given), _now(
            now.status, step.before, now.type, now.versions
        )
    if step.field == "type":
        _leads_to(now.type, issue.type, step)
        type_ = names.types.get(step.before or "", step.called_before).strip()
        return replace(issue, type=type_), _now(now.status, now.severity, step.before, now.versions)
    if step.field == "versions":
        return _before_version(issue, now, step, names)
    return _before_text(issue, step), now


def _status_before(step: Step, names: Names, jira: JiraSettings) -> tuple[str, bool | None]:
    """A status before a change and whether it is of the done category: by its id, else by a name that is the same
    category wherever it occurs, else as configured; None where that is unknown."""
    found = names.statuses.get(step.before or "")
    if found is None:
        called = {done for name, done in names.statuses.values() if name == step.called_before}
        only = called.pop() if step.before is None and len(called) == 1 else None
        found = step.called_before, only
    if found[1] is None and found[0] in jira.statuses:
        return found[0], jira.statuses[found[0]] == "done"
    return found


def _leads_to(id_: str | None, name: str, step: Step) -> None:
    """Raise Broken when a step ends elsewhere than the next begins."""
    same = step.after == id_ if id_ is not None and step.after is not None else step.called_after == name
    if not same:
        raise Broken(
            f"its history does not fit together: a change of its {step.field} to {step.called_after!r} is followed by "
            f"{name!r}"
        )


def _before_version(issue: Issue, now: Now, step: Step, names: Names) -> tuple[Issue, Now]:
    """Versions are many: each step adds one, or takes one out, or both."""
    ids = set(now.versions or ())
    if now.versions is not None and step.after is not None and step.after not in ids:
        raise Broken(f"its history does not fit together: it got the version {step.called_after!r}, and lacks it")
    called = set(issue.versions)
    if step.after is not None:
        ids.discard(step.after)
        called -= {names.versions.get(step.after, step.called_after)}
    if step.before is not None:
        ids.add(step.before)
        called |= {names.versions.get(step.before, step.called_before)}
    return replace(issue, versions=frozenset(called)), _now(now.status, now.severity, now.type, frozenset(ids))


def _before_text(issue: Issue, step: Step) -> Issue:
    if step.field == "labels":
        if frozenset(step.called_after.split()) != issue.labels:
            raise Broken("its history does not fit together: its labels are others than its last change left")
        return replace(issue, labels=frozenset(step.called_before.split()))
    return replace(issue, workaround=bool(step.called_before.strip()))
