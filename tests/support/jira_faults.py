"""Faults of a Jira by their ids in the catalogue of faults, each with what is said of it."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from readiness_gate.sources.jira import client
from support.jira_server import Fault, Reply


def on(part: str, change: Callable[[Reply], Reply], times: int = 10**6, page: int = 1) -> Fault:
    """A fault at some requests whose path has a part: from a number of them on, and so many times. A search is one that
    gives issues, and does not count them."""
    seen = {"count": 0}

    def fault(asked: Any, reply: Reply) -> Reply:
        seen["count"] = 0 if asked.number == 1 else seen["count"]
        if part not in asked.path or "DESC" in str(asked.body) or (part == "search" and "count" in asked.path):
            return reply
        seen["count"] += 1
        return change(reply) if page <= seen["count"] < page + times else reply

    return fault


def body(**changes: Any) -> Callable[[Reply], Reply]:
    """Change keys of a body; None takes one away."""

    def change(reply: Reply) -> Reply:
        table = {**reply.body, **changes}
        return replace(reply, body={name: value for name, value in table.items() if value is not None})

    return change


def sent(content: Any = b"{}", code: int = 200, **more: Any) -> Callable[[Reply], Reply]:
    """Send something else."""
    return lambda _: Reply(content, code, **more)


def _hidden(asked: Any, reply: Reply) -> Reply:
    """The account may not browse the project: Jira answers as if it had no issues."""
    if "mypermissions" in asked.path:
        return replace(reply, body={"permissions": {"BROWSE_PROJECTS": {"havePermission": False}}})
    return replace(reply, body={"issues": [], "isLast": True, "total": 0}) if "search" in asked.path else reply


def _repeated(asked: Any, reply: Reply) -> Reply:
    """The second page has what the first has."""
    is_page = "search" in asked.path and "count" not in asked.path and "DESC" not in str(asked.body)
    is_first = "nextPageToken" not in (asked.body or {}) and asked.query.get("startAt", "0") == "0"
    if is_page and is_first and "key >" not in asked.query.get("jql", ""):
        _FIRST[:] = reply.body["issues"]
    elif is_page:
        return replace(reply, body={**reply.body, "issues": list(_FIRST)})
    return reply


def _fewer(asked: Any, reply: Reply) -> Reply:
    """Beyond a key there is one issue less than the page before it said."""
    is_beyond = "key >" in asked.query.get("jql", "")
    return replace(reply, body={**reply.body, "total": reply.body["total"] - 1}) if is_beyond else reply


def short(key: str, times: int = 10**6) -> Fault:
    """A page lacks an issue, as often as it is asked for."""
    left = {"times": times}

    def fault(asked: Any, reply: Reply) -> Reply:
        if "ASC" not in str(asked.body) or key not in {each["key"] for each in reply.body["issues"]}:
            return reply
        left["times"] -= 1
        return (
            body(issues=[each for each in reply.body["issues"] if each["key"] != key])(reply)
            if left["times"] >= 0
            else reply
        )

    return fault


_FIRST: list[Any] = []
BOTH: Mapping[str, tuple[Fault, str]] = {
    "jira-01-hidden-project": (_hidden, "the account may not browse the project CRM"),
    "jira-03-anonymous": (on("", sent({"issues": []}, headers={"X-AUSERNAME": "anonymous"})), "to an anonymous user"),
    "jira-04-login-page": (on("search", sent(b"<html>", headers={"Content-Type": "text/html"})), "a web page"),
    "jira-05-captcha": (
        on("myself", sent({}, 403, headers={"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE"})),
        "requires a login by a person first",
    ),
    "jira-06-strict": (
        on("search", sent({"errorMessages": ["no such project"]}, 400)),
        "answered 400: no such project",
    ),
    "jira-07-warning": (on("search", body(issues=[], warningMessages=["unknown value"])), "Jira warned"),
    "jira-11-nothing": (on("search", sent({}), page=2), 'it has no list "issues"'),
    "jira-12-empty": (on("search", body(issues=[]), page=2), "so a page was lost"),
    "jira-13-no-issues": (on("search", body(issues=None)), 'it has no list "issues"'),
    "jira-19-twice": (_repeated, "change while they are read"),
    "jira-23-huge-wait": (
        on("search", sent({}, 429, headers={"Retry-After": "99999"}), page=2),
        "asks to wait 99999 s",
    ),
    "jira-23-for-ever": (on("search", sent({}, 429, headers={"Retry-After": "0"})), "answered 429"),
    "jira-24-500": (on("search", sent({}, 500), page=2), "answered 500"),
    "jira-24-503": (on("search", sent({}, 503), page=2), "answered 503"),
    "jira-25-truncated": (on("search", lambda reply: replace(reply, cut=True), page=2), "its answer broke off"),
    "jira-26-drip": (on("search", lambda reply: replace(reply, drip=0.02)), "did not finish its answer"),
    "jira-27-reset": (on("search", lambda reply: replace(reply, reset=True), page=2), "its answer broke off"),
    "jira-28-bomb": (
        on("search", sent(gzip.compress(b"0" * (client.LARGEST + 10)), headers={"Content-Encoding": "gzip"})),
        "MiB in one answer",
    ),
    "jira-29-deep": (on("search", sent(b"[" * 100_000)), "is nested too deeply"),
    "jira-30-bytes": (on("search", sent(b'{"issues": "\xff"}')), "is not UTF-8"),
    "jira-31-nan": (on("search", sent(b'{"issues": [], "total": NaN}')), "the value NaN"),
    "jira-32-text": (on("search", body(total="-1")), "the total '-1' is not a number"),
    "jira-35-gone": (
        on("search", sent({"errorMessages": ["removed"]}, 410)),
        "no longer answers this request (410): removed",
    ),
    "jira-36-elsewhere": (
        on("search", sent(b"", 302, headers={"Location": "https://evil.example/x"})),
        "redirects to another address (evil.example)",
    ),
    "jira-37-downgrade": (
        on("search", sent(b"", 302, headers={"Location": "http://northwind.example/x"})),
        "redirects to another address (northwind.example), which the token is not sent to",
    ),
    "jira-40-flavour": (on("serverInfo", body(deploymentType=None)), "whether it is Cloud or Data Center"),
}
CLOUD: Mapping[str, tuple[Fault, str]] = {
    "jira-10-first-page-short": (short("CRM-1"), "Jira counts 250 issues of CRM, and sent 249"),
    "jira-10-middle-page-short": (short("CRM-150"), "Jira counts 250 issues of CRM, and sent 249"),
    "jira-10-last-page-short": (short("CRM-249"), "Jira counts 250 issues of CRM, and sent 249"),
    "more-are-counted": (on("count", body(count=251)), "Jira counts 251 issues of CRM, and sent 250"),
    "no-count": (on("count", sent({})), "Jira does not say how many issues of CRM there are (None)"),
    "count-as-text": (on("count", body(count="250")), "does not say how many issues of CRM there are ('250')"),
    "count-negative": (on("count", body(count=-1)), "does not say how many issues of CRM there are (-1)"),
    "count-forbidden": (on("count", sent({}, 403)), "refuses this account (403)"),
    "a-mark-of-more": (on("search", body(truncated=True), page=3), 'says that it is incomplete ("truncated": true)'),
    "a-box-of-marks": (
        on("search", body(pageInfo={"hasNextPage": True}), page=3),
        'says that it is incomplete ("pageInfo": {…})',
    ),
    "jira-03-stranger": (
        on("search", sent({"issues": []}, headers={"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"})),
        "answered as to an anonymous user",
    ),
    "jira-14-early-end": (
        on("search", body(isLast=True, nextPageToken=None)),
        "the newest issue of CRM, CRM-250, is not",
    ),
    "jira-15-no-token": (on("search", body(nextPageToken=None, isLast=False), page=2), "is not the last page"),
    "jira-17-empty-with-token": (on("search", body(issues=[], nextPageToken="t200"), page=2), "has no issues"),
    "jira-18-same-token": (on("search", body(nextPageToken="t100", isLast=False)), "the pages have no end"),
    "unknown-token": (on("myself", sent({"message": "no"}, 401)), "does not accept the token (401)"),
    "forbidden": (on("search", sent({}, 403)), "refuses this account (403)"),
    "nobody": (on("myself", sent({})), "the token belongs to no account"),
    "names-unchecked": (on("jql/parse", sent({"queries": []})), "did not check all names"),
    "a-list": (on("search", sent([1])), 'it has no list "issues"'),
    "a-text": (on("search", sent(b'"x"')), "answered in an unknown form"),
    "a-bad-token": (on("search", body(nextPageToken=5)), "does not say whether it is the last page"),
    "a-refusal-that-is-cut-off": (on("search", sent(b"{", 404)), "has nothing at this address (404)"),
}
SERVER: Mapping[str, tuple[Fault, str]] = {
    "jira-14-no-total": (on("search", body(total=None)), "so pages may be missing"),
    "jira-14-no-numbers": (
        on("search", body(total=None, startAt=None, maxResults=None)),
        "does not say how many issues",
    ),
    "jira-20-total-moves": (_fewer, "change while they are read"),
    "jira-20-total-grows": (on("search", body(total=249), page=2), "the page has no issues of 249"),
    "jira-32-negative": (on("search", body(total=-1)), "the total -1 is not a number"),
    "no-lists": (on("priority", sent({})), "sent no list"),
}
FAULTS: Mapping[str, tuple[bool, Fault, str]] = {
    **{f"{name}-cloud": (True, fault, why) for name, (fault, why) in {**BOTH, **CLOUD}.items()},
    **{f"{name}-data-center": (False, fault, why) for name, (fault, why) in {**BOTH, **SERVER}.items()},
}
"""Every fault where it can come up: whether it is a Cloud's, the fault, and a part of the reason that must be told."""
