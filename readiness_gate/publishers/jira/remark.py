"""The comment: one for each milestone, updated in place. It is found by who wrote it and by its last line."""

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from readiness_gate.publishers.jira.request import Publication, Target
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.jira.step import Step
from readiness_gate.publishers.outcome import Json, NotPublished
from readiness_gate.sources.jira.shapes import Json as Read
from readiness_gate.sources.jira.shapes import list_of, table_of

Body: TypeAlias = Json | str

_PAGE = 1_000
_MOST_PAGES = 50
_STATE = r"\(state ([0-9a-f]{16})\)\.?\s*"


def steps(site: Site, target: Target, publication: Publication, *, exact: bool) -> list[Step]:
    """What must be done that the issue has the comment."""
    if target.comment == "off":
        return []
    name, body = publication.message.name, _body(site, target, publication)
    before = _ours(site, target.issue, name)
    is_exact = exact and target.comment == "sticky"

    def is_right(comment: Read | None) -> bool:
        if comment is None or state(comment.get("body"), name) != publication.message.state:
            return False
        return not is_exact or words(comment.get("body")) == words(body)

    if is_right(before):
        return []
    library, issue = site.library, target.issue
    if before is None:
        return [
            Step(
                says=f"add a comment to {issue}",
                done=f"Added a comment to {issue}",
                send=lambda: library.comment_on(issue, body),
                is_done=lambda: is_right(_ours(site, issue, name)),
            )
        ]
    id_ = _id(before, issue)
    return [
        Step(
            says=f"update the comment {id_} on {issue}",
            done=f"Updated the comment {id_} on {issue}",
            send=lambda: library.put(f"issue/{issue}/comment/{id_}", {"body": body}),
            is_done=lambda: is_right(table_of(library.get(f"issue/{issue}/comment/{id_}"))),
        )
    ]


def _id(comment: Read, issue: str) -> str:
    id_ = str(comment.get("id"))
    if not (id_.isascii() and id_.isdigit()):
        raise NotPublished(f"Jira gives a comment on {issue} without its number: check jira.url")
    return id_


def _body(site: Site, target: Target, publication: Publication) -> Body:
    """The comment with the address of the report and the last line that it is found by."""
    message = publication.message
    last = f"Kept up to date by {message.name} (state {message.state})."
    if not site.cloud:
        report = [f"[Report|{target.link}]"] if target.link else []
        return "\n\n".join([publication.wiki, *report, last])
    content = [*publication.document]
    if target.link:
        mark: Json = {"type": "link", "attrs": {"href": target.link}}
        content.append({"type": "paragraph", "content": [{"type": "text", "text": "Report", "marks": [mark]}]})
    content.append({"type": "paragraph", "content": [{"type": "text", "text": last}]})
    return {"type": "doc", "version": 1, "content": content}


def _ours(site: Site, issue: str, name: str) -> Read | None:
    """The comment of this account for a milestone; the oldest one, if a person copied it."""
    found = (one for one in _comments(site, issue) if site.is_ours(one.get("author")))
    return next((one for one in found if state(one.get("body"), name)), None)


def _comments(site: Site, issue: str) -> Iterator[Read]:
    """All comments on an issue, the oldest first. Raises NotPublished where they have no end: a second comment of ours
    would else be made."""
    start = 0
    for _page in range(_MOST_PAGES):
        read = table_of(site.library.get(f"issue/{issue}/comment", startAt=start, maxResults=_PAGE, orderBy="created"))
        page, total = list_of(read.get("comments")), read.get("total")
        if not isinstance(total, int) or (not page and start < total):
            raise NotPublished(f"Jira does not give all comments on {issue}: try again later")
        yield from map(table_of, page)
        start += len(page)
        if start >= total:
            return
    raise NotPublished(f"the comments on {issue} have no end: try again later, or leave out --comment")


def state(body: object, name: str) -> str:
    """The state of the verdict that a comment shows, by its last line; "" for a comment of something else."""
    lines = words(body)
    match = re.fullmatch(rf"Kept up to date by {re.escape(name)} {_STATE}", lines[-1]) if lines else None
    return match[1] if match else ""


def words(body: object) -> list[str]:
    """The lines of a comment that have words, without markup that Jira may write in another way."""
    text = body if isinstance(body, str) else "".join(_texts(body))
    return [line.strip() for line in text.splitlines() if line.strip()]


def _texts(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """The texts of a document, each paragraph in a line."""
    table = table_of(node)
    if isinstance(table.get("text"), str):
        yield table["text"].replace("\n", " ")
    for inner in list_of(table.get("content")):
        yield from _texts(inner)
    if table.get("type") == "paragraph":
        yield "\n"
