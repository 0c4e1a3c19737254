"""The comment: one for each milestone, updated in place. It is recognized by its author and a line of its own."""

import re
from collections.abc import Callable, Iterator
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
_STATE = r"\(state ([0-9a-f]{16})\)"


def steps(site: Site, target: Target, publication: Publication, *, exact: bool) -> list[Step]:
    """Return the steps that leave the issue with the comment, and none about an earlier verdict."""
    if target.comment == "off":
        return []
    name, body = publication.message.name, _body(site, target, publication)
    ours = _ours(site, target.issue, name)
    is_exact = exact and target.comment == "sticky"

    def is_right(comment: Read) -> bool:
        if state(comment.get("body"), name) != publication.message.state:
            return False
        return not is_exact or words(comment.get("body")) == words(body)

    package, issue = site.package, target.issue
    if not ours:
        return [
            Step(
                action=f"add a comment to {issue}",
                done=f"Added a comment to {issue}",
                send=lambda: package.comment_on(issue, body),
                is_done=lambda: any(map(is_right, _ours(site, issue, name))),
            )
        ]
    shown, *others = ours
    id_ = _id(shown, issue)
    # Duplicates from concurrent runs, or from when an edit hid the first comment.
    spent = [_update(site, issue, _id(other, issue), _retired(site, id_), _is_retired(name)) for other in others]
    if is_right(shown) and not _is_edited(site, shown):
        return spent
    return [_update(site, issue, id_, body, is_right), *spent]


def _update(site: Site, issue: str, id_: str, body: Body, is_right: Callable[[Read], bool]) -> Step:
    path = f"issue/{issue}/comment/{id_}"
    return Step(
        action=f"update the comment {id_} on {issue}",
        done=f"Updated the comment {id_} on {issue}",
        send=lambda: site.package.put(path, {"body": body}),
        is_done=lambda: is_right(table_of(site.package.get(path))),
    )


def _is_edited(site: Site, comment: Read) -> bool:
    """Return whether somebody else edited our comment."""
    editor = comment.get("updateAuthor")
    return editor is not None and not site.is_ours(editor)


def _retired(site: Site, id_: str) -> Body:
    """Return the new text of a duplicate of our comment. Without our line, it is not recognized again."""
    text = f"Replaced by the comment {id_} of this issue."
    return _document(_paragraph(text)) if site.cloud else text


def _is_retired(name: str) -> Callable[[Read], bool]:
    return lambda comment: bool(comment) and not state(comment.get("body"), name)


def _id(comment: Read, issue: str) -> str:
    id_ = str(comment.get("id"))
    if not (id_.isascii() and id_.isdigit()):
        raise NotPublished(f"Jira gives a comment on {issue} without its number: check jira.url")
    return id_


def _body(site: Site, target: Target, publication: Publication) -> Body:
    """Return the comment with the address of the report and the line by which it is recognized."""
    message = publication.message
    last = f"Kept up to date by {message.name} (state {message.state})."
    if not site.cloud:
        report = [f"[Report|{target.link}]"] if target.link else []
        return "\n\n".join([publication.wiki, *report, last])
    content = [*publication.document]
    if target.link:
        mark: Json = {"type": "link", "attrs": {"href": target.link}}
        content.append({"type": "paragraph", "content": [{"type": "text", "text": "Report", "marks": [mark]}]})
    return _document(*content, _paragraph(last))


def _document(*content: Json) -> Json:
    return {"type": "doc", "version": 1, "content": list(content)}


def _paragraph(text: str) -> Json:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def _ours(site: Site, issue: str, name: str) -> list[Read]:
    """Return the comments by this account for a milestone, oldest first."""
    found = [one for one in _comments(site, issue) if site.is_ours(one.get("author"))]
    return [one for one in found if state(one.get("body"), name)]


def _comments(site: Site, issue: str) -> Iterator[Read]:
    """Yield all comments on an issue, oldest first. Raises NotPublished if there is no end to them, because a duplicate
    of ours could then be created."""
    start = 0
    for _page in range(_MOST_PAGES):
        read = table_of(site.package.get(f"issue/{issue}/comment", startAt=start, maxResults=_PAGE, orderBy="created"))
        page, total = list_of(read.get("comments")), read.get("total")
        if not isinstance(total, int) or (not page and start < total):
            raise NotPublished(f"Jira does not give all comments on {issue}: try again later")
        yield from map(table_of, page)
        start += len(page)
        if start >= total:
            return
    raise NotPublished(f"the comments on {issue} have no end: try again later, or leave out --comment")


def state(body: object, name: str) -> str:
    """Return the state of the verdict in a comment; "" if it is about something else. The state is on the last line of
    its kind: an earlier one may be in somebody else's text, because people and apps add to comments."""
    mark = re.compile(rf"Kept up to date by {re.escape(name)} {_STATE}")
    matches = [match for line in words(body) if (match := mark.match(line))]
    return matches[-1][1] if matches else ""


def words(body: object) -> list[str]:
    """Return the lines of a comment that have words, without markup that Jira may write differently."""
    text = body if isinstance(body, str) else "".join(_texts(body))
    return [line.strip() for line in text.splitlines() if line.strip()]


def _texts(node: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the texts of a document, one line for each paragraph."""
    table = table_of(node)
    if isinstance(table.get("text"), str):
        yield table["text"].replace("\n", " ")
    for inner in list_of(table.get("content")):
        yield from _texts(inner)
    if table.get("type") == "paragraph":
        yield "\n"
