"""One comment on a pull request or an issue, updated in place."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Literal, TypeAlias

from readiness_gate.publishers.github.bodies import CommentBody
from readiness_gate.publishers.github.hub import Hub, number, text
from readiness_gate.publishers.github.stamp import Stamp, as_stored, key_of, stamped
from readiness_gate.publishers.outcome import NotPublished, Write

Updates: TypeAlias = Literal["sticky", "on-change"]
"""Whether a comment is updated with every new verdict, or only when the decision or the blocking rules changed."""


def comment(hub: Hub, issue: int, mark: Stamp, shown: str, updates: Updates) -> str | None:
    """Write a comment, or update ours, and say what was done; None in a dry run."""
    ours = _ours(hub, issue, mark)
    body = mark.on(as_stored(shown))
    _delete_others(hub, issue, ours[1:])
    if not ours:
        return _write_first(hub, issue, mark, body)
    if _is_current(text(ours[0], "body"), mark, updates):
        return f"Nothing to change: the comment on #{issue}"
    return _update(hub, issue, number(ours[0], "id"), body)


def _ours(hub: Hub, issue: int, mark: Stamp) -> list[Mapping[str, Any]]:
    """Our comments, the oldest first; several where two runs began at the same time."""
    author = hub.author()
    return [one for one in _of_gate(hub, issue, mark) if text(one, "user", "login") == author]


def _of_gate(hub: Hub, issue: int, mark: Stamp) -> list[Mapping[str, Any]]:
    """The comments with the mark of this gate, whoever wrote them."""
    return [one for one in hub.pages(hub.path(f"/issues/{issue}/comments")) if key_of(text(one, "body")) == mark.key]


def _is_current(body: str, mark: Stamp, updates: Updates) -> bool:
    """Whether a comment shows the verdict already, and nobody edited it."""
    found = stamped(body)
    if found is None:
        return False
    return found.state == mark.state if updates == "on-change" else found == mark


def _write_first(hub: Hub, issue: int, mark: Stamp, body: str) -> str | None:
    write = Write(
        f"write a comment on #{issue}",
        "POST",
        hub.path(f"/issues/{issue}/comments"),
        CommentBody(body=body).json_body(),
        repeatable=False,
    )

    def is_there() -> bool:
        found = [one for one in _of_gate(hub, issue, mark) if as_stored(text(one, "body")) == as_stored(body)]
        if found and not any(text(one, "user", "login") == hub.author() for one in found):
            raise NotPublished(
                f"the comment on #{issue} was written as {text(found[-1], 'user', 'login')}, and the next run would "
                f"not find it: add --author {text(found[-1], 'user', 'login')}"
            )
        return bool(found)

    return f"Wrote a comment on #{issue}" if hub.put(write, is_there) else None


def _update(hub: Hub, issue: int, id_: int, body: str) -> str | None:
    path = hub.path(f"/issues/comments/{id_}")
    write = Write(f"update the comment on #{issue}", "PATCH", path, CommentBody(body=body).json_body())

    def is_there() -> bool:
        return as_stored(text(hub.client.read(path).body, "body")) == as_stored(body)

    return f"Updated the comment on #{issue}" if hub.put(write, is_there) else None


def _delete_others(hub: Hub, issue: int, others: list[Mapping[str, Any]]) -> None:
    """Delete our other comments: they would go on showing an old verdict."""
    for one in others:
        path = hub.path(f"/issues/comments/{number(one, 'id')}")
        write = Write(f"delete a second comment on #{issue}", "DELETE", path, {})
        hub.put(write, partial(hub.is_gone, path))


__all__ = ["Updates", "comment"]
