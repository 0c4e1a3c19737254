"""Past states of issues: their histories are undone step by step from the present, by ids and not by names.

A history that is truncated, or whose steps do not lead to the present, says nothing about earlier states.
"""

from collections.abc import Mapping, Sequence
from dataclasses import field
from functools import lru_cache
from typing import Any, TypeAlias

from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.facts.jira import Issue, Past
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import Instant
from readiness_gate.sources.jira.changelog import Broken, Changes, History, Step, newest_first

_CLOCK = 60
"""Seconds by which two times of one change may differ."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the ids in histories."""

    severities: dict[str, str] = field(default_factory=dict[str, str])
    types: dict[str, str] = field(default_factory=dict[str, str])
    versions: dict[str, str] = field(default_factory=dict[str, str])
    """The names of fix versions and affected versions."""
    components: dict[str, str] = field(default_factory=dict[str, str])
    statuses: dict[str, tuple[str, bool | None]] = field(default_factory=dict[str, tuple[str, bool | None]])
    """The names of statuses, and whether they are in the done category; None if unknown."""


@dataclass(frozen=True, slots=True)
class Now:
    """The ids of an issue's present values, which its history must lead to; None if the field was not read."""

    status: str | None
    severity: str | None
    type: str | None
    versions: frozenset[str] | None
    affected: frozenset[str] | None = None
    components: frozenset[str] | None = None


_State: TypeAlias = tuple[Issue, Now]


@lru_cache(maxsize=4_096)
def _changed(now: Now, name: str, value: str | frozenset[str] | None) -> Now:
    """Return the ids of an issue with another value; equal ids of many issues share one object."""
    changed: dict[str, Any] = {name: value}
    return replace(now, **changed)


class Rewind:
    """Undoes the changes of issues, newest first."""

    def __init__(self, names: Names, jira: JiraSettings) -> None:
        self._names = names
        self._jira = jira
        self._undo = {
            "status": self._status,
            "severity": self._severity,
            "type": self._type,
            "versions": self._versions,
            "affected": self._affected,
            "components": self._components,
            "labels": _labels,
            "workaround": _workaround,
        }

    def with_past(self, issue: Issue, now: Now, changes: Changes, categorized: Instant | None = None) -> Issue:
        """Return the issue with its past, as far back as its changes are consistent.

        `categorized` is when its status last changed category, if Jira says so.
        """
        if isinstance(changes, Broken):
            return replace(issue, past=(), known_since=None, why_unknown=str(changes))
        past: list[Past] = []
        since: Instant | None = None
        try:
            for history in newest_first(changes):
                earlier = past[-1].issue if past else issue
                before, now = self._before(earlier, now, history)
                if before is not earlier:
                    past.append(Past(history.at, before))
                since = history.at
        except Broken as error:
            # What came after the break is known.
            return replace(issue, past=tuple(past), known_since=since, why_unknown=str(error))
        since, why = _known_since(issue, changes, categorized)
        return replace(issue, past=tuple(past), known_since=since, why_unknown=why)

    def _before(self, issue: Issue, now: Now, history: History) -> _State:
        """Return the issue before the changes of one instant."""
        for step in reversed(history.steps):
            issue, now = self._undo[step.field](issue, now, step)
        return issue, now

    def _status(self, issue: Issue, now: Now, step: Step) -> _State:
        _check_leads_to(now.status, issue.status, step)
        name, done = self._named_status(step)
        return replace(issue, status=name, done=done), _changed(now, "status", step.before)

    def _named_status(self, step: Step) -> tuple[str, bool | None]:
        """Return a status before a change and whether it is in the done category: by its id, else by its name; None
        if unknown and not configured."""
        known = self._names.statuses.get(step.before or "")
        name, done = (step.called_before, self._category_by_name(step)) if known is None else known
        if done is None and name in self._jira.statuses:
            return name, self._jira.statuses[name] == "done"
        return name, done

    def _category_by_name(self, step: Step) -> bool | None:
        """Return whether a status without an id is in the done category, if its name means the same wherever it
        occurs."""
        categories = {done for name, done in self._names.statuses.values() if name == step.called_before}
        return categories.pop() if step.before is None and len(categories) == 1 else None

    def _severity(self, issue: Issue, now: Now, step: Step) -> _State:
        _check_leads_to(now.severity, issue.severity_given, step)
        given = self._names.severities.get(step.before or "", step.called_before)
        severity = self._jira.severity.of(given, is_set=step.before is not None or given != "")
        return replace(issue, severity=severity, severity_given=given), _changed(now, "severity", step.before)

    def _type(self, issue: Issue, now: Now, step: Step) -> _State:
        _check_leads_to(now.type, issue.type, step)
        type_ = self._names.types.get(step.before or "", step.called_before).strip()
        return replace(issue, type=type_), _changed(now, "type", step.before)

    def _versions(self, issue: Issue, now: Now, step: Step) -> _State:
        if now.versions is not None and step.after is not None and step.after not in now.versions:
            raise Broken(f"its history is inconsistent: it got the version {step.called_after!r}, and does not have it")
        ids, versions = _before_step(step, now.versions or frozenset(), issue.versions, self._names.versions)
        return replace(issue, versions=versions), _changed(now, "versions", ids)

    def _affected(self, issue: Issue, now: Now, step: Step) -> _State:
        """Return the affected versions before; unknown if they were not read, or the step does not lead to them."""
        if issue.affected is None or not _may_lead_to(step, now.affected):
            return replace(issue, affected=None), now
        ids, names = _before_step(step, now.affected or frozenset(), issue.affected, self._names.versions)
        return replace(issue, affected=names), _changed(now, "affected", ids)

    def _components(self, issue: Issue, now: Now, step: Step) -> _State:
        """Return the components before; unknown if they were not read, or the step does not lead to them, for
        example after a component was deleted."""
        if issue.components is None or not _may_lead_to(step, now.components):
            return replace(issue, components=None), now
        ids, names = _before_step(step, now.components or frozenset(), issue.components, self._names.components)
        return replace(issue, components=names), _changed(now, "components", ids)


def _may_lead_to(step: Step, ids: frozenset[str] | None) -> bool:
    """Return whether a step may lead to the present values."""
    return step.after is None or ids is None or step.after in ids


def _before_step(
    step: Step, ids: frozenset[str], values: frozenset[str], names: Mapping[str, str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return the ids and names before a step that adds one value, removes one, or both."""
    if step.after is not None:
        ids -= {step.after}
        values -= {names.get(step.after, step.called_after)}
    if step.before is not None:
        ids |= {step.before}
        values |= {names.get(step.before, step.called_before)}
    return ids, values


def _labels(issue: Issue, now: Now, step: Step) -> _State:
    if frozenset(step.called_after.split()) != issue.labels:
        raise Broken("its history is inconsistent: its labels are not those after the last change")
    return replace(issue, labels=frozenset(step.called_before.split())), now


def _workaround(issue: Issue, now: Now, step: Step) -> _State:
    return replace(issue, workaround=bool(step.called_before.strip())), now


def _known_since(issue: Issue, changes: Sequence[History], categorized: Instant | None) -> tuple[Instant | None, str]:
    """Return since when an issue is known, and why not earlier: since its creation, unless its status changed
    category later than any entry of its history shows."""
    if categorized is None:
        return issue.created, ""
    shown = [history.at for history in changes for step in history.steps if step.field == "status"]
    last = max(shown, default=issue.created)
    if last is not None and categorized <= last + _CLOCK:
        return issue.created, ""
    return categorized, "its status changed category later than its history shows"


def _check_leads_to(id_: str | None, name: str, step: Step) -> None:
    """Raise Broken if a step does not end where the next begins."""
    same = step.after == id_ if id_ is not None and step.after is not None else step.called_after == name
    if not same:
        raise Broken(
            f"its history is inconsistent: a change of its {step.field} to {step.called_after!r} is followed by "
            f"{name!r}"
        )
