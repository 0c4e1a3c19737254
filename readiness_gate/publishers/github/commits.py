"""The status and the check run of a commit. Only *go* is a success, and only if no other gate and no later verdict uses
the same name."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import iso
from readiness_gate.publishers.github.bodies import LONGEST_STATUS, CheckRunBody, CheckRunEdit, OutputBody, StatusBody
from readiness_gate.publishers.github.hub import Hub, number, text
from readiness_gate.publishers.github.marks import Mark, cut, described, external_id, is_ours, of_check_run, of_status
from readiness_gate.publishers.outcome import NotPublished, Write

_SHOWN = 12
"""The number of characters of a commit id in a message."""
_DONE = {"set": "Set", "update": "Updated", "write": "Wrote"}
_MAY_STAY = "An earlier success may still be there"


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a gate to show on a commit."""

    name: str
    """The context of the status, or the name of the check run."""
    decision: Literal["go", "not-go", "error"]
    """`error` if there is no verdict."""
    title: str
    """One line of plain text."""
    verdict: str
    """A key that is equal for equal verdicts."""
    summary: str
    """Markdown."""
    details: str
    """Markdown; "" for none."""
    url: str
    """The address of the run that writes it; "" for none."""
    mark: Mark = Mark()
    """The gate, and the time of the verdict."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A result that a commit shows now, or has shown."""

    found: Mapping[str, Any]
    state: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Place(ABC):
    """A kind of place on a commit that shows results."""

    hub: Hub
    sha: str
    name: str

    @property
    @abstractmethod
    def what(self) -> str:
        """The kind, in words."""

    @abstractmethod
    def seen(self) -> Sequence[Seen]:
        """Return the existing results with the name, newest first."""

    @abstractmethod
    def state(self, result: Result) -> str:
        """Return the name of the result's state on GitHub."""

    @abstractmethod
    def has(self, one: Seen, result: Result) -> bool:
        """Return whether an existing result equals the new one, ignoring its time."""

    @abstractmethod
    def write(self, result: Result, before: Sequence[Seen]) -> Write:
        """Return the request that shows the result."""


class _Status(_Place):
    """A commit status. GitHub keeps the earlier statuses of a name, and ignores case."""

    @property
    def what(self) -> str:
        return f"the status {self.name} of {self.sha[:_SHOWN]}"

    def seen(self) -> Sequence[Seen]:
        self.hub.author()  # the status is compared with the author
        found = self.hub.pages(self.hub.path(f"/commits/{self.sha}/statuses"))
        return [
            Seen(one, text(one, "state"), of_status(text(one, "description")))
            for one in found
            if text(one, "context").casefold() == self.name.casefold()
        ]

    def state(self, result: Result) -> Literal["success", "failure", "error"]:
        return "success" if result.decision == "go" else "failure" if result.decision == "not-go" else "error"

    def has(self, one: Seen, result: Result) -> bool:
        title = described(result.title, replace(result.mark, as_of=one.mark.as_of))
        is_by_us = self.hub.is_author(text(one.found, "creator", "login"))
        return is_by_us and (one.state, text(one.found, "description")) == (self.state(result), title)

    def write(self, result: Result, before: Sequence[Seen]) -> Write:  # noqa: ARG002 - GitHub keeps the earlier statuses
        state = self.state(result)
        title = described(result.title, result.mark)
        body = StatusBody(state=state, description=title, context=self.name, target_url=result.url or None)
        return Write(f"set {self.what} to {state}", "POST", self.hub.path(f"/statuses/{self.sha}"), body.json_body())


class _CheckRun(_Place):
    """A check run; our newest one is updated in place."""

    @property
    def what(self) -> str:
        return f"the check run {self.name} of {self.sha[:_SHOWN]}"

    def seen(self) -> Sequence[Seen]:
        path = self.hub.path(f"/commits/{self.sha}/check-runs")
        found = self.hub.pages(path, "check_runs", check_name=self.name, filter="latest")
        ours = [one for one in found if is_ours(text(one, "external_id"))]
        return [
            Seen(one, text(one, "conclusion"), of_check_run(text(one, "external_id")))
            for one in sorted(ours, key=lambda one: number(one, "id"), reverse=True)
        ]

    def state(self, result: Result) -> Literal["success", "failure"]:
        return "success" if result.decision == "go" else "failure"

    def has(self, one: Seen, result: Result) -> bool:
        keys = (("external_id",), ("status",), ("output", "title"))
        edit = self._edit(replace(result, mark=replace(result.mark, as_of=one.mark.as_of)), [one])
        shown = (edit.external_id, edit.status, edit.output.title)
        return one.state == edit.conclusion and tuple(text(one.found, *key) for key in keys) == shown

    def write(self, result: Result, before: Sequence[Seen]) -> Write:
        edit, state = self._edit(result, before), self.state(result)
        if before:
            path = self.hub.path(f"/check-runs/{number(before[0].found, 'id')}")
            return Write(f"update {self.what}: {state}", "PATCH", path, edit.json_body())
        new, path = CheckRunBody(head_sha=self.sha, **edit.model_dump()), self.hub.path("/check-runs")
        return Write(f"write {self.what}: {state}", "POST", path, new.json_body(), repeatable=False)

    def _edit(self, result: Result, before: Sequence[Seen]) -> CheckRunEdit:
        title = cut(result.title, LONGEST_STATUS)
        return CheckRunEdit(
            name=self.name,
            conclusion=self.state(result),
            external_id=external_id(result.mark, result.verdict, [one.mark for one in before]),
            output=OutputBody(title=title, summary=result.summary, text=result.details or None),
            details_url=result.url or None,
        )


def status(hub: Hub, sha: str, result: Result) -> str | None:
    """Set a commit status, and return what was done; None in a dry run."""
    return _show(_Status(hub, sha, result.name), result)


def check_run(hub: Hub, sha: str, result: Result) -> str | None:
    """Write a check run, or update ours, and return what was done; None in a dry run."""
    return _show(_CheckRun(hub, sha, result.name), result)


def _show(place: _Place, result: Result) -> str | None:
    """Show a result, unless it is a success that other results contradict, before or after the write."""
    try:
        before = place.seen()
    except NotPublished as error:
        if result.decision != "go":
            _write_unseen(place, result, error)
        raise
    if objection := _objection(place, result, before):
        raise NotPublished(objection)
    if before and _is_current(place, before[0], result):
        return f"Nothing to change: {place.what} is {before[0].state}"
    done = _put(place, result, before)
    if done and (objection := _objection(place, result, after := place.seen())):
        _put(place, replace(result, decision="not-go", title=objection, summary=objection, details=""), after)
        raise NotPublished(objection)
    return done


def _objection(place: _Place, result: Result, seen: Sequence[Seen]) -> str:
    """Return why a success must not be shown, given what other gates or verdicts show; "" if it may be, or if the
    result is no success."""
    if result.decision != "go":
        return ""
    if any(one.mark.gate not in ("", result.mark.gate) for one in seen):
        return (
            f"{place.what} is of another program or milestone, too, which a success would hide: give each of them its "
            "own --name, and require each of these names"
        )
    if (later := max((one.mark.as_of for one in seen if one.state != "success"), default=0)) > result.mark.as_of:
        return f"{place.what} says no as of a later time, {iso(later)}: run this again as of now"
    return ""


def _is_current(place: _Place, newest: Seen, result: Result) -> bool:
    """Return whether the result is already shown; unless it is a success, with the latest time, which older goes are
    compared with."""
    return place.has(newest, result) and (result.decision == "go" or newest.mark.as_of >= result.mark.as_of)


def _put(place: _Place, result: Result, before: Sequence[Seen]) -> str | None:
    """Show a result. If that fails and an earlier success is still shown, report that it is not ours."""
    write = place.write(result, before)

    def is_there() -> bool:
        now = place.seen()
        return bool(now) and place.has(now[0], result) and now[0].mark.as_of >= result.mark.as_of

    try:
        is_done = place.hub.put(write, is_there)
    except NotPublished as error:
        if before and before[0].state == "success":
            error.args = (f"{error}. What {place.what} said before is still there: success",)
        raise
    verb, rest = write.action.split(" ", 1)
    return f"{_DONE[verb]} {rest}" if is_done else None


def _write_unseen(place: _Place, result: Result, error: NotPublished) -> None:
    """Write a result other than success although nothing can be read: an earlier success must not stay, if possible.
    `error` says what is unknown."""
    write = place.write(result, ())
    try:
        if place.hub.show is not None:
            place.hub.show(write)
        else:
            place.hub.send(write)
            error.args = (f"{error}. {place.what} was sent, and could not be read back",)
    except NotPublished as other:
        error.args = (f"{error}. {other}",)
    error.args = (f"{error}. {_MAY_STAY}",)


__all__ = ["Result", "check_run", "status"]
