"""How issues were before: their histories are undone step by step from the present, by ids and not by names.

A history that was cut off, or whose steps do not lead to the present, shows nothing of what was before.
"""

from collections.abc import Sequence
from dataclasses import field
from functools import lru_cache
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.facts.jira import Issue, Past
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.time import Instant
from readiness_gate.sources.jira.changelog import Broken, Changes, History, Step, newest_first

_CLOCK = 60
"""Seconds by which two times of one change may differ."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in histories are called."""

    severities: dict[str, str] = field(default_factory=dict[str, str])
    types: dict[str, str] = field(default_factory=dict[str, str])
    versions: dict[str, str] = field(default_factory=dict[str, str])
    statuses: dict[str, tuple[str, bool | None]] = field(default_factory=dict[str, tuple[str, bool | None]])
    """With whether they are of the done category; None where that is unknown."""


@dataclass(frozen=True, slots=True)
class Now:
    """The ids of the values that an issue has, which its history must lead to; None where the field was not read."""

    status: str | None
    severity: str | None
    type: str | None
    versions: frozenset[str] | None


_State: TypeAlias = tuple[Issue, Now]


@lru_cache(maxsize=4_096)
def _now(status: str | None, severity: str | None, type_: str | None, versions: frozenset[str] | None) -> Now:
    """The ids of an issue; the same ones of many issues are kept once."""
    return Now(status, severity, type_, versions)


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
            "labels": _labels,
            "workaround": _workaround,
        }

    def with_past(self, issue: Issue, now: Now, changes: Changes, categorized: Instant | None = None) -> Issue:
        """The issue with its past, as far back as its changes are consistent.

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
        """The issue before the changes of one instant."""
        for step in reversed(history.steps):
            issue, now = self._undo[step.field](issue, now, step)
        return issue, now

    def _status(self, issue: Issue, now: Now, step: Step) -> _State:
        _leads_to(now.status, issue.status, step)
        name, done = self._named_status(step)
        return replace(issue, status=name, done=done), _now(step.before, now.severity, now.type, now.versions)

    def _named_status(self, step: Step) -> tuple[str, bool | None]:
        """A status before a change and whether it is of the done category: by its id, else by its name; None where
        that is unknown, and not configured."""
        known = self._names.statuses.get(step.before or "")
        name, done = (step.called_before, self._only_category(step)) if known is None else known
        if done is None and name in self._jira.statuses:
            return name, self._jira.statuses[name] == "done"
        return name, done

    def _only_category(self, step: Step) -> bool | None:
        """Whether a status without an id is of the done category, if its name means the same wherever it occurs."""
        categories = {done for name, done in self._names.statuses.values() if name == step.called_before}
        return categories.pop() if step.before is None and len(categories) == 1 else None

    def _severity(self, issue: Issue, now: Now, step: Step) -> _State:
        _leads_to(now.severity, issue.severity_given, step)
        given = self._names.severities.get(step.before or "", step.called_before)
        severity = self._jira.severity.of(given, is_set=step.before is not None or given != "")
        ids = _now(now.status, step.before, now.type, now.versions)
        return replace(issue, severity=severity, severity_given=given), ids

    def _type(self, issue: Issue, now: Now, step: Step) -> _State:
        _leads_to(now.type, issue.type, step)
        type_ = self._names.types.get(step.before or "", step.called_before).strip()
        return replace(issue, type=type_), _now(now.status, now.severity, step.before, now.versions)

    def _versions(self, issue: Issue, now: Now, step: Step) -> _State:
        """Versions are many: each step adds one, or takes one out, or both."""
        ids = set(now.versions or ())
        if now.versions is not None and step.after is not None and step.after not in ids:
            raise Broken(f"its history is inconsistent: it got the version {step.called_after!r}, and does not have it")
        names, versions = self._names.versions, set(issue.versions)
        if step.after is not None:
            ids.discard(step.after)
            versions.discard(names.get(step.after, step.called_after))
        if step.before is not None:
            ids.add(step.before)
            versions.add(names.get(step.before, step.called_before))
        return replace(issue, versions=frozenset(versions)), _now(now.status, now.severity, now.type, frozenset(ids))


def _labels(issue: Issue, now: Now, step: Step) -> _State:
    if frozenset(step.called_after.split()) != issue.labels:
        raise Broken("its history is inconsistent: its labels are not those after the last change")
    return replace(issue, labels=frozenset(step.called_before.split())), now


def _workaround(issue: Issue, now: Now, step: Step) -> _State:
    return replace(issue, workaround=bool(step.called_before.strip())), now


def _known_since(issue: Issue, changes: Sequence[History], categorized: Instant | None) -> tuple[Instant | None, str]:
    """From when on an issue is known, and why not earlier: its creation, unless its status changed category later than
    any entry of its history shows."""
    if categorized is None:
        return issue.created, ""
    shown = [history.at for history in changes for step in history.steps if step.field == "status"]
    last = max(shown, default=issue.created)
    if last is not None and categorized <= last + _CLOCK:
        return issue.created, ""
    return categorized, "its status changed category later than its history shows"


def _leads_to(id_: str | None, name: str, step: Step) -> None:
    """Raise Broken when a step ends elsewhere than the next begins."""
    same = step.after == id_ if id_ is not None and step.after is not None else step.called_after == name
    if not same:
        raise Broken(
            f"its history is inconsistent: a change of its {step.field} to {step.called_after!r} is followed by "
            f"{name!r}"
        )
