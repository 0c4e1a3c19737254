"""Pages of a Confluence and their content properties, whichever API they come from."""

from typing import Protocol

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.publishers.client import Client, Refused
from readiness_gate.publishers.outcome import Json, NotPublished, Write

KEY = "readiness-gate"
"""The key of the content property that records what was written last."""
_NOT_FOUND = 404


@dataclass(frozen=True, slots=True)
class Page:
    """One page in its present version."""

    id: str
    title: str
    status: str
    version: int
    message: str
    """The comment of its version."""
    author: str
    """The author of its version: an account id on Cloud, a name on Data Center."""
    writer: str
    """The author in the form of `Site.me`; "" if the site does not say who it was."""
    body: str
    """Its contents in storage format."""


@dataclass(frozen=True, slots=True)
class Property:
    """A content property of a page."""

    id: str
    value: object
    version: int


class Site(Protocol):
    """A Confluence, with the requests of its API."""

    @property
    def client(self) -> Client:
        """The connection to it."""
        ...

    def page(self, number: str) -> Page | None:
        """Return the page with an id; None if it does not exist or is not visible."""
        ...

    def find(self, space: str, title: str) -> Page | None:
        """Return the page of a space with this title."""
        ...

    def person(self, author: str) -> str:
        """Return the name of an author."""
        ...

    def me(self) -> str:
        """Return the account of the token, in the form of `Page.writer`."""
        ...

    def remembered(self, number: str, key: str) -> Property | None:
        """Return a content property of a page."""
        ...

    def create(self, space: str, title: str, parent: str | None) -> Write:
        """Return the request for a new, empty page."""
        ...

    def update(self, page: Page, body: str, message: str, *, minor: bool) -> Write:
        """Return the request for the next version of a page; watchers are not notified of a minor one."""
        ...

    def remember(self, number: str, key: str, value: Json, known: Property | None) -> Write:
        """Return the request that sets a content property of a page, replacing the known one."""
        ...


class Shape:
    """Reads an answer, and refuses one with an unknown form."""

    def __init__(self, client: Client, value: object) -> None:
        self._client = client
        self._value = value

    def __getitem__(self, name: str) -> "Shape":
        mapping = as_mapping(self._value)
        return Shape(self._client, None if mapping is None else mapping.get(name))

    @property
    def text(self) -> str:
        """The required text."""
        if not isinstance(self._value, str):
            raise self._unknown()
        return self._value

    @property
    def optional(self) -> str:
        """The text; "" for none."""
        return "" if self._value is None else self.text

    @property
    def number(self) -> int:
        """The required whole number."""
        if not isinstance(self._value, int) or isinstance(self._value, bool):
            raise self._unknown()
        return self._value

    @property
    def several(self) -> list["Shape"]:
        """The required list."""
        found = as_sequence(self._value)
        if found is None:
            raise self._unknown()
        return [Shape(self._client, one) for one in found]

    @property
    def raw(self) -> object:
        """The value itself."""
        return self._value

    def _unknown(self) -> NotPublished:
        return NotPublished(f"{self._client.shown} answered in an unknown form: check that --url is a Confluence")


def read_if_there(client: Client, path: str, **parameters: str | int) -> Shape | None:
    """Return an answer; None if there is nothing at that path."""
    try:
        return Shape(client, client.read(path, **parameters).body)
    except Refused as error:
        if error.status == _NOT_FOUND:
            return None
        raise


def contents(page: Shape) -> str:
    """Return the contents of a page in storage format. A current page without any is refused: it would be taken for
    an empty one and overwritten."""
    body = page["body"]["storage"]["value"]
    return body.text if page["status"].text == "current" else body.optional


__all__ = ["KEY", "Page", "Property", "Shape", "Site", "contents"]
