"""Confluence Data Center: the REST API that it has had since version 5.5."""

from urllib.parse import quote

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.client import Client
from readiness_gate.publishers.confluence.pages import Page, Property, Shape, contents, read_if_there
from readiness_gate.publishers.outcome import Json, NotPublished, Write

_API = "/rest/api/content"
_EXPAND = "body.storage,version"


@dataclass(frozen=True, slots=True)
class DataCenter:
    """A Confluence Data Center."""

    client: Client

    def page(self, number: str) -> Page | None:
        """Return the page with an id; None if it does not exist or is not visible."""
        found = read_if_there(self.client, f"{_API}/{number}", status="any", expand=_EXPAND)
        return None if found is None else self._page(found)

    def _page(self, found: Shape) -> Page:
        version = found["version"]
        by = version["by"]
        return Page(
            found["id"].text,
            found["title"].text,
            found["status"].text,
            version["number"].number,
            version["message"].optional,
            by["displayName"].optional or by["username"].optional,
            _key(by),
            contents(found),
        )

    def find(self, space: str, title: str) -> Page | None:
        """Return the page of a space with this title."""
        answer = self.client.read(_API, type="page", spaceKey=space, title=title, expand=_EXPAND)
        found = Shape(self.client, answer.body)["results"].several
        matching = [one for one in found if one["title"].text.casefold() == title.casefold()]
        return self._page(matching[0]) if matching else None

    def person(self, author: str) -> str:
        """Return the name of an author."""
        return author or "an anonymous user"

    def me(self) -> str:
        """Return the user key of the token."""
        key = _key(Shape(self.client, self.client.read("/rest/api/user/current").body))
        if not key:
            raise NotPublished(f"{self.client.shown} does not say whose token it is: set CONFLUENCE_TOKEN again")
        return key

    def remembered(self, number: str, key: str) -> Property | None:
        """Return a content property of a page."""
        found = read_if_there(self.client, f"{_API}/{number}/property/{quote(key, safe='')}", expand="version")
        if found is None:
            return None
        return Property(key, found["value"].raw, found["version"]["number"].number)

    def create(self, space: str, title: str, parent: str | None) -> Write:
        """Return the request for a new, empty page."""
        body: Json = {
            "type": "page",
            "title": title,
            "space": {"key": space},
            "body": {"storage": {"value": "", "representation": "storage"}},
        }
        return Write(
            f'create the page "{title}" in the space {space}',
            "POST",
            _API,
            body | ({"ancestors": [{"id": parent}]} if parent else {}),
            repeatable=False,
        )

    def update(self, page: Page, body: str, message: str, *, minor: bool) -> Write:
        """Return the request for the next version of a page."""
        return Write(
            f'update the page "{page.title}" ({page.id})',
            "PUT",
            f"{_API}/{page.id}",
            {
                "id": page.id,
                "type": "page",
                "status": "current",
                "title": page.title,
                "body": {"storage": {"value": body, "representation": "storage"}},
                "version": {"number": page.version + 1, "message": message, "minorEdit": minor},
            },
        )

    def remember(self, number: str, key: str, value: Json, known: Property | None) -> Write:
        """Return the request that sets a content property; version 1 creates it."""
        return Write(
            f"remember what was written on the page {number}",
            "PUT",
            f"{_API}/{number}/property/{quote(key, safe='')}",
            {
                "key": key,
                "value": value,
                "version": {"number": 1 if known is None else known.version + 1, "minorEdit": True},
            },
        )


def _key(user: Shape) -> str:
    """Return the key of a user, independent of the display name; "" for an anonymous one."""
    return user["userKey"].optional or user["username"].optional


__all__ = ["DataCenter"]
