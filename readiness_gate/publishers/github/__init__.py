"""Publish a verdict on GitHub as a comment, a check run, a commit status and a milestone, as requested."""

from collections.abc import Callable, Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.github.comments import Updates, comment, not_judged
from readiness_gate.publishers.github.commits import Result, check_run, status
from readiness_gate.publishers.github.hub import Hub, permitted
from readiness_gate.publishers.github.marks import Mark
from readiness_gate.publishers.github.milestones import milestone
from readiness_gate.publishers.github.stamp import stamp
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import NotPublished

LARGEST = 60_000
"""The maximum size in bytes of a report, so that a comment and a check run have room for additions."""
_REPORTED = (
    "> **Reported by the workflow of this change itself**, which can report anything. It does not unlock anything."
)

_NOT_JUDGED = (
    "## ? ERROR: no verdict\n\nThe gate could not be judged, so no earlier verdict holds any longer. The log of the "
    "run says why."
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to write, and where."""

    updates: Updates | None = None
    """When to update the comment on the pull request; None for no comment."""
    pull_request: int = 0
    issue: int = 0
    """An issue that gets the same comment; 0 for none."""
    status: bool = False
    check_run: bool = False
    sha: str = ""
    """The commit of the check run and the commit status."""
    name: str = ""
    """Their name; "" for the milestone's name."""
    milestone: str = ""
    """The title of a GitHub milestone; "" for none."""
    reopens: bool = False
    """Whether to reopen that milestone unless the gate is go."""
    url: str = ""
    """The address of the run that writes all this; "" for none."""


def publish(hub: Hub, message: Message, wanted: Wanted) -> Iterator[str]:
    """Write a verdict, and yield what was done, line by line. A failure does not prevent the other writes; NotPublished
    is raised at the end, with all failures."""
    yield from _all(_tasks(hub, message, wanted))


def publish_error(hub: Hub, name: str, wanted: Wanted, milestone: str = "") -> Iterator[str]:
    """Mark a commit and our comments as not judged: what they showed before, such as a success, no longer holds. This
    covers the comments of one milestone, or of all if its name is unknown."""
    title = "ERROR: the gate could not be judged"
    result = Result(name, "error", title, "error", f"{title}. The log of the run says why.", "", wanted.url)
    yield from _all(_error_tasks(hub, result, wanted, milestone))


_Task = tuple[str, Callable[[], str | None]]


def _error_tasks(hub: Hub, result: Result, wanted: Wanted, milestone: str) -> Iterator[_Task]:
    yield from _of_commit(hub, result, wanted)
    shown = _with_run(_NOT_JUDGED, wanted.url)
    if wanted.updates is not None and wanted.pull_request:
        yield "pull-requests: write", lambda: not_judged(hub, wanted.pull_request, milestone, shown)
    if wanted.issue:
        yield "issues: write", lambda: not_judged(hub, wanted.issue, milestone, shown)


def _all(tasks: Iterator[_Task]) -> Iterator[str]:
    failed: list[str] = []
    for permission, task in tasks:
        try:
            with permitted(permission):
                done = task()
        except NotPublished as error:
            failed.append(str(error))
        else:
            if done is not None:
                yield done
    if failed:
        raise NotPublished("\n".join(failed))


def _tasks(hub: Hub, message: Message, wanted: Wanted) -> Iterator[_Task]:
    """Yield the tasks, each with the permission that it needs, beginning with those that block or allow a merge."""
    yield from _of_commit(hub, _result(message, wanted), wanted)
    mark, decision = stamp(message), message.decision
    if wanted.milestone:
        reopens = wanted.reopens and decision != "go"
        yield (
            "issues: write",
            lambda: milestone(hub, wanted.milestone, mark, message.short, decision, is_reopened=reopens),
        )
    shown = _shown(message, wanted.url)
    if wanted.updates is not None and wanted.pull_request:
        updates = wanted.updates
        yield "pull-requests: write", lambda: comment(hub, wanted.pull_request, mark, shown, updates, decision)
    if wanted.issue:
        yield "issues: write", lambda: comment(hub, wanted.issue, mark, shown, wanted.updates or "sticky", decision)


def _of_commit(hub: Hub, result: Result, wanted: Wanted) -> Iterator[_Task]:
    if wanted.status:
        yield "statuses: write", lambda: status(hub, wanted.sha, result)
    if wanted.check_run:
        yield "checks: write", lambda: check_run(hub, wanted.sha, result)


def _result(message: Message, wanted: Wanted) -> Result:
    mark = stamp(message)
    return Result(
        name=wanted.name or message.name,
        decision="go" if message.decision == "go" and message.trust == "judged" else "not-go",
        title=f"{message.title}. {message.sentence}",
        verdict=mark.verdict,
        summary=message.short,
        details=message.markdown,
        url=wanted.url,
        mark=Mark(mark.key[:8], message.as_of),
    )


def _shown(message: Message, url: str) -> str:
    """Return the text of a comment."""
    lead = f"{_REPORTED}\n\n" if message.trust == "reported" else ""
    return _with_run(f"{lead}{message.markdown.strip()}", url)


def _with_run(text: str, url: str) -> str:
    return f"{text}\n\n[The run that wrote this]({url})" if url else text


__all__ = ["LARGEST", "Wanted", "publish", "publish_error"]
