"""One comment on a pull request or an issue, updated in place, even if the gate can no longer be judged."""

from collections.abc import Container, Mapping
from functools import partial
from typing import Any, Literal, TypeAlias

from readiness_gate.publishers.github.bodies import CommentBody
from readiness_gate.publishers.github.hub import Hub, number, text
from readiness_gate.publishers.github.stamp import (
    Stamp,
    as_stored,
    begins,
    digest,
    keys_in,
    noted,
    of_error,
    refuse_older,
    stamped,
    with_note,
)
from readiness_gate.publishers.outcome import NotPublished, Write

Updates: TypeAlias = Literal["sticky", "on-change"]
"""Whether to update a comment with every verdict, or only when the decision or the blocking rules change."""
_BOT = "[bot]"
"""The suffix of every app's login, which no person's login has."""


def comment(hub: Hub, issue: int, mark: Stamp, shown: str, updates: Updates, decision: str) -> str | None:
    """Write a comment, or update ours, and return what was done; None in a dry run."""
    of_gate = _of_gate(hub, issue, mark.key)
    ours = _ours(hub, of_gate)
    body = mark.on(as_stored(shown))
    if not ours:
        _refuse_other_bot(issue, of_gate)
        return _write_first(hub, issue, mark, body, {number(one, "id") for one in of_gate})
    now = text(ours[0], "body")
    refuse_older(mark, stamped(now), decision, f"the comment on #{issue}")
    _delete_others(hub, issue, [one for one in ours[1:] if _begins_with_mark(one)])
    if _is_current(now, mark, updates):
        return f"Nothing to change: the comment on #{issue}"
    return update(hub, issue, number(ours[0], "id"), _with_note_of(now, body))


def not_judged(hub: Hub, issue: int, milestone: str, shown: str) -> str | None:
    """Mark our comment as not judged, and return what was done; None in a dry run. Without the milestone's name, this
    covers all our comments on judged gates."""
    done: list[str | None] = []
    for one in stickies(hub, issue):
        now = text(one, "body")
        was = begins(now)
        if was is None:
            raise NotPublished(f"somebody edited the mark of our comment on #{issue}: delete the comment")
        mark = of_error(was)
        if was.of != (digest(milestone) if milestone else was.of) or was.of == was.key or stamped(now) == mark:
            continue
        done.append(update(hub, issue, number(one, "id"), _with_note_of(now, mark.on(as_stored(shown)))))
    return done[0] if done else f"Nothing to change: no comment on #{issue} shows a verdict"


def _with_note_of(before: str, body: str) -> str:
    """Return a new text for a comment, with the note of its old text, unless somebody edited that."""
    return with_note(body, noted(before)[1] if stamped(before) else "")


def sticky(hub: Hub, issue: int, key: str) -> Mapping[str, Any] | None:
    """Return the comment that is updated for a gate; None if there is none."""
    return next(iter(_ours(hub, _of_gate(hub, issue, key))), None)


def stickies(hub: Hub, issue: int) -> list[Mapping[str, Any]]:
    """Return the comments that are updated for any gate."""
    found = [one for one in hub.pages(hub.path(f"/issues/{issue}/comments")) if _begins_with_mark(one)]
    return _ours(hub, found)


def _ours(hub: Hub, of_gate: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [one for one in of_gate if hub.is_author(text(one, "user", "login"))]


def _of_gate(hub: Hub, issue: int, key: str) -> list[Mapping[str, Any]]:
    """Return the comments with the mark of this gate, by any author: those that begin with it first, then by age,
    oldest first. A mark further down is in a comment that somebody edited, or that quotes ours."""
    found = [one for one in hub.pages(hub.path(f"/issues/{issue}/comments")) if key in keys_in(text(one, "body"))]
    return sorted(found, key=lambda one: not _begins_with_mark(one))


def _begins_with_mark(one: Mapping[str, Any]) -> bool:
    return text(one, "body").lstrip().startswith("<!-- readiness-gate:")


def _refuse_other_bot(issue: int, of_gate: list[Mapping[str, Any]]) -> None:
    """Raise NotPublished if another app has a comment for this gate: there would be two, one of them outdated."""
    for login in (text(one, "user", "login") for one in of_gate):
        if login.endswith(_BOT):
            raise NotPublished(
                f"the comment on #{issue} is by {login}: add --author {login} if GITHUB_TOKEN is of that app, or "
                "delete the comment"
            )


def _is_current(body: str, mark: Stamp, updates: Updates) -> bool:
    """Return whether a comment already shows the verdict, unedited."""
    found = stamped(body)
    if found is None:
        return False
    return found.state == mark.state if updates == "on-change" else found == mark


def _write_first(hub: Hub, issue: int, mark: Stamp, body: str, before: Container[int]) -> str | None:
    write = Write(
        f"write a comment on #{issue}",
        "POST",
        hub.path(f"/issues/{issue}/comments"),
        CommentBody(body=body).json_body(),
        repeatable=False,
    )

    def is_there() -> bool:
        written = [
            text(one, "user", "login")
            for one in _of_gate(hub, issue, mark.key)
            if number(one, "id") not in before and as_stored(text(one, "body")) == as_stored(body)
        ]
        other = next((login for login in written if login.endswith(_BOT) and not hub.is_author(login)), "")
        if other:
            raise NotPublished(
                f"the comment on #{issue} was written as {other}, and the next run would not find it: add --author "
                f"{other}"
            )
        return any(map(hub.is_author, written))

    return f"Wrote a comment on #{issue}" if hub.put(write, is_there) else None


def update(hub: Hub, issue: int, id_: int, body: str) -> str | None:
    """Replace the text of a comment, and return what was done; None in a dry run."""
    path = hub.path(f"/issues/comments/{id_}")
    write = Write(f"update the comment on #{issue}", "PATCH", path, CommentBody(body=body).json_body())

    def is_there() -> bool:
        return as_stored(text(hub.client.read(path).body, "body")) == as_stored(body)

    return f"Updated the comment on #{issue}" if hub.put(write, is_there) else None


def _delete_others(hub: Hub, issue: int, others: list[Mapping[str, Any]]) -> None:
    """Delete our other comments, which would keep showing an old verdict."""
    for one in others:
        path = hub.path(f"/issues/comments/{number(one, 'id')}")
        write = Write(f"delete a second comment on #{issue}", "DELETE", path, {})
        hub.put(write, partial(hub.is_gone, path))


__all__ = ["Updates", "comment", "not_judged", "stickies", "sticky", "update"]
