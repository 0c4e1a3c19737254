"""The cells of a Jira CSV export that only collections need, in the shape of the search API's fields.

A comment is written `time;account;text`. On Cloud the account is an id, and the column "Reporter Id" has that of the
reporter, while "Reporter" has a name; on Data Center both have the account name.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from readiness_gate.model.settings.jira import CsvDates, JiraSettings
from readiness_gate.model.time import iso

_COMMENT, _REPORTER, _REPORTER_ID, _ASSIGNEE = "Comment", "Reporter", "Reporter Id", "Assignee"
RESOLVED, _RESOLUTION = "Resolved", "Resolution"
_REST = 59
"""A time without seconds may be up to this much later."""
_CLOUD_ID = re.compile(r"[0-9a-f]{24}|[0-9a-z]+:[0-9A-Za-z:-]+")


def fields(
    jira: JiraSettings, cell: Callable[[str], str], many: Callable[[str], Sequence[str] | None], dates: CsvDates
) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a row; `cell` returns the value of a column, and `many` the values of all columns with a
    name, or None."""
    if not jira.collections:
        return
    yield "priority", {"name": cell("Priority")}
    yield "assignee", cell(_ASSIGNEE)
    if many(_RESOLUTION) is not None:
        yield "resolution", {"name": cell(_RESOLUTION)}
    given = many(_COMMENT)
    if given is None or not _may_be_internal(jira):
        return
    by_id = many(_REPORTER_ID) is not None
    read = list(_comments(filter(None, given), dates, by_id=by_id))
    yield "reporter", {"accountId": cell(_REPORTER_ID)} if by_id else {"name": cell(_REPORTER)}
    yield "comment", {"comments": read, "total": len(read)}


def _may_be_internal(jira: JiraSettings) -> bool:
    """Return whether internal comments count in every collection that reads comments: a CSV export does not show
    which are internal."""
    return all(collection.internal_counts for collection in jira.collections if collection.has_answers)


def _comments(cells: Iterable[str], dates: CsvDates, *, by_id: bool) -> Iterator[dict[str, Any]]:
    for cell in cells:
        time, _, rest = cell.partition(";")
        account = rest.partition(";")[0].strip()
        comparable = by_id or not _CLOUD_ID.fullmatch(account)
        author = {"accountId" if by_id else "name": account} if comparable else {}
        yield {"created": _iso(time.strip(), dates), "author": author}


def _iso(text: str, dates: CsvDates) -> str:
    """Return the time of a comment; the text unchanged if it has another form."""
    try:
        moment = dates.form.read(text, dates.zone)
    except ValueError:
        return text
    return iso(moment if dates.form.exact else moment + _REST)
