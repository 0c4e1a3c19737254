"""Confluence Cloud: the REST API v2, and v1 only for user names."""

from urllib.parse import urlencode

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.client import Client
from readiness_gate.publishers.confluence.pages import Page, Property, Shape, contents, read_if_there
from readiness_gate.publishers.outcome import Json, NotPublished, Write

_API = "/api/v2"
_STATUSES = ("current", "archived", "trashed", "draft")


@dataclass(frozen=True, slots=True)
class Cloud:
    """A site of Confluence Cloud."""

    client: Client

    def page(self, number: str) -> Page | None:
        """Return the page with an id; None if it does not exist or is not visible."""
        query = urlencode([("body-format", "storage"), *(("status", one) for one in _STATUSES)])
        found = read_if_there(self.client, f"{_API}/pages/{number}?{query}")
        return None if found is None else self._page(found)

    def _page(self, found: Shape) -> Page:
        version = found["version"]
        return Page(
            found["id"].text,
            found["title"].text,
            found["status"].text,
            version["number"].number,
            version["message"].optional,
            version["authorId"].optional,
            version["authorId"].optional,
            contents(found),
        )

    def find(self, space: str, title: str) -> Page | None:
        """Return the page of a space with this title, among current and archived ones."""
        query = {"space-id": self._space(space), "title": title, "body-format": "storage"}
        found = Shape(self.client, self.client.read(f"{_API}/pages", **query).body)
        matching = [one for one in found["results"].several if one["title"].text.casefold() == title.casefold()]
        return self.page(matching[0]["id"].text) if matching else None

    def _space(self, key: str) -> str:
        """Return the id of a space."""
        found = Shape(self.client, self.client.read(f"{_API}/spaces", keys=key).body)
        ids = [one["id"].text for one in found["results"].several if one["key"].text.casefold() == key.casefold()]
        if not ids:
            raise NotPublished(
                f"{self.client.shown} has no space {key} that this account may see: correct --space, or give the "
                "account the permission to view it"
            )
        return ids[0]

    def person(self, author: str) -> str:
        """Return the name of an account; its id if the name is hidden."""
        try:
            found = Shape(self.client, self.client.read("/rest/api/user", accountId=author).body)
            return found["displayName"].optional or f"the account {author}"
        except NotPublished:
            return f"the account {author}"

    def me(self) -> str:
        """Return the account id of the token."""
        return Shape(self.client, self.client.read("/rest/api/user/current").body)["accountId"].text

    def remembered(self, number: str, key: str) -> Property | None:
        """Return a content property of a page."""
        found = Shape(self.client, self.client.read(f"{_API}/pages/{number}/properties", key=key).body)
        for one in found["results"].several:
            if one["key"].text == key:
                return Property(one["id"].text, one["value"].raw, one["version"]["number"].number)
        return None

    def create(self, space: str, title: str, parent: str | None) -> Write:
        """Return the request for a new, empty page."""
        body: Json = {
            "spaceId": self._space(space),
            "status": "current",
            "title": title,
            "body": {"representation": "storage", "value": ""},
        }
        return Write(
            f'create the page "{title}" in the space {space}',
            "POST",
            f"{_API}/pages",
            body | ({"parentId": parent} if parent else {}),
            repeatable=False,
        )

    def update(self, page: Page, body: str, message: str, *, minor: bool) -> Write:
        """Return the request for the next version of a page."""
        return Write(
            f'update the page "{page.title}" ({page.id})',
            "PUT",
            f"{_API}/pages/{page.id}",
            {
                "id": page.id,
                "status": "current",
                "title": page.title,
                "body": {"representation": "storage", "value": body},
                "version": {"number": page.version + 1, "message": message, "minorEdit": minor},
            },
        )

    def remember(self, number: str, key: str, value: Json, known: Property | None) -> Write:
        """Return the request that sets a content property."""
        says, path = f"remember what was written on the page {number}", f"{_API}/pages/{number}/properties"
        if known is None:
            return Write(says, "POST", path, {"key": key, "value": value})
        version = {"number": known.version + 1, "message": ""}
        return Write(says, "PUT", f"{path}/{known.id}", {"key": key, "value": value, "version": version})


__all__ = ["Cloud"]
