"""The reason for an answer as a note on the merge request. There is one note for each status check; later reasons edit
it."""

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from readiness_gate.history.deployments import Asked
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.publishers.client import Client
from readiness_gate.publishers.outcome import NotPublished

_PAGE, _PAGES = 100, 20
_COMMAND = re.compile(r"^(\s*)/", re.MULTILINE)
"""The beginning of a line that GitLab would run as a quick action."""
_PASSING = re.compile(r" as of [0-9TZ:-]+$|^Evidence: .*$", re.MULTILINE)
"""The parts that change with every evaluation. If only they differ, the note is not edited, because an edit may make
GitLab ask again."""


def note(hub: Client, asked: Asked, said: str) -> None:
    """Show the reason. Raises NotPublished if it may not have been shown."""
    mark = f"<!-- readiness-gate:{asked.environment} "
    first = f"{mark}{hashlib.sha256(_PASSING.sub('', said).encode()).hexdigest()[:16]} -->"
    body = {"body": f"{first}\n{_COMMAND.sub(_escaped, said)}\n\nThe status check says what counts."}
    path = f"/projects/{asked.installation}/merge_requests/{asked.run}/notes"
    ours = _id(hub.read("/user").body)
    there = [one for one in _notes(hub, path) if _is_ours(one, ours, mark)]
    for one in there:
        if not _is_ours(one, ours, first):
            hub.write("PUT", f"{path}/{_id(one)}", body, repeatable=True)
    if not there:
        hub.write("POST", path, body, repeatable=False)


def _escaped(found: "re.Match[str]") -> str:
    return f"{found[1]}\\/"


def _notes(hub: Client, path: str) -> Iterator[Any]:
    for page in range(1, _PAGES + 1):
        found = as_sequence(hub.read(path, sort="asc", per_page=_PAGE, page=page).body)
        if found is None:
            raise NotPublished(f"{hub.shown} answered without the notes of the merge request")
        yield from found
        if len(found) < _PAGE:
            return
    raise NotPublished(f"the merge request has more than {_PAGE * _PAGES} notes, so ours cannot be found")


def _is_ours(one: object, ours: int, mark: str) -> bool:
    given = as_mapping(one) or {}
    author, body = as_mapping(given.get("author")) or {}, given.get("body")
    return author.get("id") == ours and isinstance(body, str) and body.startswith(mark)


def _id(one: object) -> int:
    number = (as_mapping(one) or {}).get("id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise NotPublished("GitLab answered without the number of what it was asked for")
    return number


__all__ = ["note"]
