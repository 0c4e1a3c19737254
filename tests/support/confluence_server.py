"""A stand-in for a Confluence on loopback, Cloud or Data Center: pages with versions and properties, and any fault at
any request.

It knows the requests that the product makes, and answers as the documentation of the REST API v2 of Confluence Cloud
and of the REST API of Confluence Data Center says. It was never compared with a real site.
"""

import json
import re
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlsplit

from support.jira_server import Asked, Reply, quiet_server

Json = dict[str, Any]
Fault = Callable[[Asked, Reply], Reply]
WRITES = ("POST", "PUT")
ME = "712020:the-gate"
NAMES = {ME: "Readiness gate", "557058:jane": "Jane Doe"}
SPACES = {"CRM": "98306"}


@dataclass
class Page:
    """A page with its versions, the newest last: (comment, author, body, whether it was minor)."""

    title: str
    versions: list[tuple[str, str, str, bool]]
    status: str = "current"
    space: str = "CRM"
    parent: str | None = None
    properties: dict[str, tuple[str, Any, int]] = field(default_factory=dict[str, tuple[str, Any, int]])
    """(id, value, version) by key."""

    @property
    def body(self) -> str:
        """What it shows."""
        return self.versions[-1][2]


@dataclass
class FakeConfluence:
    """The state of a stand-in."""

    cloud: bool = True
    pages: dict[str, Page] = field(default_factory=dict[str, Page])
    fault: Fault | None = None
    asked: list[Asked] = field(default_factory=list[Asked])
    replies: list[Reply] = field(default_factory=list[Reply])
    queries: list[str] = field(default_factory=list[str])
    url: str = ""
    readers: tuple[str, ...] = ()
    """Ids of pages that the account may see and not edit."""
    hidden: tuple[str, ...] = ()
    """Ids of pages that it may not see."""

    @property
    def writes(self) -> list[Asked]:
        """The requests that change something."""
        return [one for one in self.asked if one.method in WRITES]

    def restart(self) -> None:
        """Forget all pages and requests."""
        self.pages, self.fault = {}, None
        self.asked.clear()
        self.replies.clear()

    def edit(self, number: str, body: str, author: str = "557058:jane", comment: str = "") -> None:
        """A person edits a page."""
        self.pages[number].versions.append((comment, author, body, False))

    def reply(self, asked: Asked) -> Reply:
        """The answer to a request, perhaps disturbed; what a fault says was not done is not done."""
        before = {
            number: replace(page, versions=list(page.versions), properties=dict(page.properties))
            for number, page in self.pages.items()
        }
        found = self._reply(asked)
        reply = self.fault(asked, found) if self.fault else found
        if reply.status >= 300 and found.status < 300 and not reply.headers.get("X-Done"):
            self.pages = before
        self.replies.append(reply)
        return reply

    def _reply(self, asked: Asked) -> Reply:
        wanted = "Basic " if self.cloud else "Bearer "
        if not asked.headers.get("Authorization", "").startswith(wanted):
            return Reply({"message": "no such login"}, 401)
        routes = _CLOUD if self.cloud else _DATA_CENTER
        for method, pattern, answer in routes:
            match = re.fullmatch(pattern, asked.path)
            if match and method == asked.method:
                if match.groups() and match[1] in self.hidden:
                    return _missing()
                return answer(self, asked, *match.groups())
        return _missing()

    def cloud_page(self, number: str) -> Json:
        """A page as Cloud gives it."""
        page = self.pages[number]
        comment, author, body, _minor = page.versions[-1]
        return {
            "id": number,
            "status": page.status,
            "title": page.title,
            "spaceId": SPACES[page.space],
            "parentId": page.parent,
            "authorId": ME,
            "createdAt": "2027-01-01T08:00:00.000Z",
            "version": {
                "number": len(page.versions),
                "message": comment,
                "minorEdit": False,
                "authorId": author,
                "createdAt": "2027-01-01T08:00:00.000Z",
            },
            "body": {"storage": {"representation": "storage", "value": body}},
            "_links": {"webui": f"/spaces/CRM/pages/{number}"},
        }

    def old_page(self, number: str) -> Json:
        """A page as Data Center gives it, with its body and version expanded."""
        page = self.pages[number]
        comment, author, body, _minor = page.versions[-1]
        return {
            "id": number,
            "type": "page",
            "status": page.status,
            "title": page.title,
            "version": {
                "by": {
                    "type": "known",
                    "username": author,
                    "userKey": f"key of {author}",
                    "displayName": NAMES[author],
                },
                "when": "2027-01-01T08:00:00.000+01:00",
                "message": comment,
                "number": len(page.versions),
                "minorEdit": False,
                "hidden": False,
            },
            "body": {"storage": {"value": body, "representation": "storage"}},
        }

    def made(self, title: str, body: str, parent: str | None) -> str | None:
        """The id of a new page; None where the title is taken."""
        if any(page.title.casefold() == title.casefold() and page.status != "trashed" for page in self.pages.values()):
            return None
        number = str(65_000 + len(self.pages))
        self.pages[number] = Page(title, [("", ME, body, False)], parent=parent)
        return number

    def written(self, number: str, sent: Json, body: str) -> Reply | None:
        """A new version of a page; a refusal where it may not be."""
        page, version = self.pages.get(number), sent["version"]
        if page is None:
            return _missing()
        if number in self.readers:
            return Reply({"message": "may not edit this page"}, 404 if self.cloud else 403)
        if version["number"] != len(page.versions) + 1:
            return Reply({"message": f"Version must be incremented. Current version: {len(page.versions)}"}, 409)
        page.title = sent["title"]
        page.versions.append((version.get("message", ""), ME, body, version.get("minorEdit", False)))
        return None


def _missing() -> Reply:
    return Reply({"message": "not found, or no permission"}, 404)


def _cloud_get(site: FakeConfluence, _asked: Asked, number: str) -> Reply:
    return Reply(site.cloud_page(number)) if number in site.pages else _missing()


def _cloud_find(site: FakeConfluence, asked: Asked) -> Reply:
    found = [
        number
        for number, page in site.pages.items()
        if page.title == asked.query["title"]
        and SPACES[page.space] == asked.query["space-id"]
        and page.status in ("current", "archived")
        and number not in site.hidden
    ]
    return Reply({"results": [site.cloud_page(number) for number in found], "_links": {}})


def _cloud_spaces(_site: FakeConfluence, asked: Asked) -> Reply:
    found = [
        {"id": id_, "key": key, "name": key, "type": "global", "status": "current"}
        for key, id_ in SPACES.items()
        if key == asked.query["keys"]
    ]
    return Reply({"results": found, "_links": {}})


def _cloud_create(site: FakeConfluence, asked: Asked) -> Reply:
    number = site.made(asked.body["title"], asked.body["body"]["value"], asked.body.get("parentId"))
    if number is None:
        return Reply({"errors": [{"status": 400, "title": "A page with this title already exists"}]}, 400)
    return Reply(site.cloud_page(number))


def _cloud_update(site: FakeConfluence, asked: Asked, number: str) -> Reply:
    return site.written(number, asked.body, asked.body["body"]["value"]) or Reply(site.cloud_page(number))


def _cloud_property(key: str, kept: tuple[str, Any, int]) -> Json:
    id_, value, version = kept
    return {"id": id_, "key": key, "value": value, "version": {"number": version, "message": "", "minorEdit": False}}


def _cloud_properties(site: FakeConfluence, asked: Asked, number: str) -> Reply:
    if number not in site.pages:
        return _missing()
    found = site.pages[number].properties.items()
    results = [_cloud_property(key, kept) for key, kept in found if key == asked.query["key"]]
    return Reply({"results": results, "_links": {}})


def _cloud_new_property(site: FakeConfluence, asked: Asked, number: str) -> Reply:
    key, properties = asked.body["key"], site.pages[number].properties
    if key in properties:
        return Reply({"errors": [{"status": 409, "title": "there is such a property"}]}, 409)
    properties[key] = (str(900 + len(properties)), asked.body["value"], 1)
    return Reply(_cloud_property(key, properties[key]))


def _cloud_set_property(site: FakeConfluence, asked: Asked, number: str, id_: str) -> Reply:
    key, properties = asked.body["key"], site.pages[number].properties
    if key not in properties or properties[key][0] != id_:
        return _missing()
    if asked.body["version"]["number"] != properties[key][2] + 1:
        return Reply({"errors": [{"status": 409, "title": "another version"}]}, 409)
    properties[key] = (id_, asked.body["value"], properties[key][2] + 1)
    return Reply(_cloud_property(key, properties[key]))


def _cloud_user(_site: FakeConfluence, asked: Asked) -> Reply:
    id_ = asked.query["accountId"]
    return Reply({"type": "known", "accountId": id_, "displayName": NAMES[id_]}) if id_ in NAMES else _missing()


def _cloud_me(_site: FakeConfluence, _asked: Asked) -> Reply:
    return Reply({"type": "known", "accountId": ME, "displayName": NAMES[ME]})


def _old_me(_site: FakeConfluence, _asked: Asked) -> Reply:
    return Reply({"type": "known", "username": ME, "userKey": f"key of {ME}", "displayName": NAMES[ME]})


def _old_get(site: FakeConfluence, asked: Asked, number: str) -> Reply:
    is_there = number in site.pages and (asked.query.get("status") == "any" or site.pages[number].status == "current")
    return Reply(site.old_page(number)) if is_there else _missing()


def _old_find(site: FakeConfluence, asked: Asked) -> Reply:
    found = [
        number
        for number, page in site.pages.items()
        if page.title == asked.query["title"]
        and page.space == asked.query["spaceKey"]
        and page.status == "current"
        and number not in site.hidden
    ]
    results = [site.old_page(number) for number in found]
    return Reply({"results": results, "start": 0, "limit": 25, "size": len(results), "_links": {}})


def _old_create(site: FakeConfluence, asked: Asked) -> Reply:
    if asked.body["space"]["key"] not in SPACES:
        return _missing()
    parent = asked.body["ancestors"][0]["id"] if "ancestors" in asked.body else None
    number = site.made(asked.body["title"], asked.body["body"]["storage"]["value"], parent)
    if number is None:
        return Reply({"statusCode": 400, "message": "A page with this title already exists"}, 400)
    return Reply(site.old_page(number))


def _old_update(site: FakeConfluence, asked: Asked, number: str) -> Reply:
    return site.written(number, asked.body, asked.body["body"]["storage"]["value"]) or Reply(site.old_page(number))


def _old_property(site: FakeConfluence, _asked: Asked, number: str, key: str) -> Reply:
    kept = site.pages[number].properties.get(key) if number in site.pages else None
    if kept is None:
        return _missing()
    return Reply({"id": kept[0], "key": key, "value": kept[1], "version": {"number": kept[2], "minorEdit": False}})


def _old_set_property(site: FakeConfluence, asked: Asked, number: str, key: str) -> Reply:
    properties = site.pages[number].properties
    id_, _value, version = properties.get(key, (str(900 + len(properties)), None, 0))
    if asked.body["version"]["number"] != version + 1:
        return Reply({"statusCode": 409, "message": "another version"}, 409)
    properties[key] = (id_, asked.body["value"], version + 1)
    return _old_property(site, asked, number, key)


_ID, _KEY = "([0-9]+)", "([^/]+)"
_CLOUD: tuple[tuple[str, str, Callable[..., Reply]], ...] = (
    ("GET", f"/wiki/api/v2/pages/{_ID}", _cloud_get),
    ("GET", "/wiki/api/v2/pages", _cloud_find),
    ("GET", "/wiki/api/v2/spaces", _cloud_spaces),
    ("POST", "/wiki/api/v2/pages", _cloud_create),
    ("PUT", f"/wiki/api/v2/pages/{_ID}", _cloud_update),
    ("GET", f"/wiki/api/v2/pages/{_ID}/properties", _cloud_properties),
    ("POST", f"/wiki/api/v2/pages/{_ID}/properties", _cloud_new_property),
    ("PUT", f"/wiki/api/v2/pages/{_ID}/properties/{_ID}", _cloud_set_property),
    ("GET", "/wiki/rest/api/user", _cloud_user),
    ("GET", "/wiki/rest/api/user/current", _cloud_me),
)
_DATA_CENTER: tuple[tuple[str, str, Callable[..., Reply]], ...] = (
    ("GET", "/rest/api/user/current", _old_me),
    ("GET", f"/rest/api/content/{_ID}", _old_get),
    ("GET", "/rest/api/content", _old_find),
    ("POST", "/rest/api/content", _old_create),
    ("PUT", f"/rest/api/content/{_ID}", _old_update),
    ("GET", f"/rest/api/content/{_ID}/property/{_KEY}", _old_property),
    ("PUT", f"/rest/api/content/{_ID}/property/{_KEY}", _old_set_property),
)


def _handler(site: FakeConfluence) -> type[BaseHTTPRequestHandler]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            with lock:
                asked = Asked(len(site.asked) + 1, self.command, parts.path, query, body, dict(self.headers))
                site.asked.append(asked)
                site.queries.append(parts.query)
                reply = site.reply(asked)
            self._send(reply)

        def _send(self, reply: Reply) -> None:
            content = reply.content
            if reply.drip:
                threading.Event().wait(reply.drip)
            self.send_response_only(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2] if reply.cut else content)
            self.wfile.flush()
            self.close_connection = self.close_connection or reply.cut

        do_GET = do_POST = do_PUT = _answer  # noqa: N815 - the names that the server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
            pass

    return Handler


@contextmanager
def serving(site: FakeConfluence) -> Generator[FakeConfluence]:
    """The stand-in, answering on a free port of loopback."""
    with quiet_server(_handler(site)) as url:
        site.url = url
        yield site


__all__ = ["ME", "NAMES", "SPACES", "WRITES", "FakeConfluence", "Fault", "Page", "serving"]
