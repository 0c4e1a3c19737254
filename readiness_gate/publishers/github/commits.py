"""What a commit shows: a status, and a check run. Only *go* is a success."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.github.bodies import CheckRunBody, CheckRunEdit, OutputBody, StatusBody
from readiness_gate.publishers.github.hub import Hub, number, text
from readiness_gate.publishers.outcome import NotPublished, Write

_OURS = "readiness-gate:"
"""What the ids of our check runs begin with: a job is a check run, too."""
_SHOWN = 12
"""Characters of a commit's id in a message."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a commit shows of a gate."""

    name: str
    """The context of the status, the name of the check run."""
    decision: Literal["go", "not-go", "error"]
    """`error` where there is no verdict."""
    title: str
    """In one line of at most 140 characters of plain text."""
    verdict: str
    """The same for the same verdict."""
    summary: str
    """In Markdown."""
    details: str
    """In Markdown; "" for none."""
    url: str
    """Of the run that writes it; "" for none."""


def status(hub: Hub, sha: str, result: Result) -> str | None:
    """Set a commit status, and say what was done; None in a dry run."""
    states: dict[str, Literal["success", "failure", "error"]] = {"go": "success", "not-go": "failure"}
    state = states.get(result.decision, "error")
    body = StatusBody(state=state, description=result.title, context=result.name, target_url=result.url or None)
    before = _newest_status(hub, sha, result.name)
    what = f"the status {result.name} of {sha[:_SHOWN]}"
    if _is_as(before, state, result.title) and text(before, "creator", "login") == hub.author():
        return f"Nothing to change: {what} is {state}"
    write = Write(f"set {what} to {state}", "POST", hub.path(f"/statuses/{sha}"), body.json_body())

    def is_there() -> bool:
        return _is_as(_newest_status(hub, sha, result.name), state, result.title)

    is_done = _put(hub, write, is_there, what, is_green=text(before, "state") == "success")
    return f"Set {what} to {state}" if is_done else None


def _newest_status(hub: Hub, sha: str, name: str) -> Mapping[str, Any] | None:
    """The status of a name, which counts; None without one. GitHub lists the newest first, and heeds no case."""
    found = hub.pages(hub.path(f"/commits/{sha}/statuses"))
    return next((one for one in found if text(one, "context").casefold() == name.casefold()), None)


def _is_as(found: Mapping[str, Any] | None, state: str, title: str) -> bool:
    return found is not None and (text(found, "state"), text(found, "description")) == (state, title)


def check_run(hub: Hub, sha: str, result: Result) -> str | None:
    """Write a check run, or update ours, and say what was done; None in a dry run."""
    conclusion: Literal["success", "failure"] = "success" if result.decision == "go" else "failure"
    edit = CheckRunEdit(
        name=result.name,
        conclusion=conclusion,
        external_id=f"{_OURS}{result.verdict}",
        output=OutputBody(title=result.title, summary=result.summary, text=result.details or None),
        details_url=result.url or None,
    )
    before = _own_check_run(hub, sha, result)
    what = f"the check run {result.name} of {sha[:_SHOWN]}"
    if _has(before, edit):
        return f"Nothing to change: {what} is {conclusion}"
    if before is None:
        new = CheckRunBody(head_sha=sha, **edit.model_dump())
        path, done = hub.path("/check-runs"), "Wrote"
        write = Write(f"write {what}: {conclusion}", "POST", path, new.json_body(), repeatable=False)
    else:
        path, done = hub.path(f"/check-runs/{number(before, 'id')}"), "Updated"
        write = Write(f"update {what} to {conclusion}", "PATCH", path, edit.json_body())

    def is_there() -> bool:
        return _has(_own_check_run(hub, sha, result), edit)

    is_done = _put(hub, write, is_there, what, is_green=text(before, "conclusion") == "success")
    return f"{done} {what}: {conclusion}" if is_done else None


def _own_check_run(hub: Hub, sha: str, result: Result) -> Mapping[str, Any] | None:
    """Our newest check run of a name; None without one."""
    found = hub.pages(hub.path(f"/commits/{sha}/check-runs"), "check_runs", check_name=result.name, filter="latest")
    ours = [one for one in found if text(one, "external_id").startswith(_OURS)]
    return max(ours, key=lambda one: number(one, "id"), default=None)


def _has(found: Mapping[str, Any] | None, edit: CheckRunEdit) -> bool:
    shown = (
        text(found, "external_id"),
        text(found, "status"),
        text(found, "conclusion"),
        text(found, "output", "title"),
    )
    return shown == (edit.external_id, edit.status, edit.conclusion, edit.output.title)


def _put(hub: Hub, write: Write, is_there: Callable[[], bool], what: str, *, is_green: bool) -> bool:
    """Make a request; where that fails and there is a success from before, say so: it must not be taken for ours."""
    try:
        return hub.put(write, is_there)
    except NotPublished as error:
        if is_green:
            error.args = (f"{error}. What {what} said before is still there: success",)
        raise


__all__ = ["Result", "check_run", "status"]
