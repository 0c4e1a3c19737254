"""The pages of a Confluence and their content properties, for both of its APIs."""

from typing import Protocol

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.publishers.client import Client
from readiness_gate.publishers.outcome import Json, NotPublished, Write

KEY = "readiness-gate"
"""The key of the content property that records what was written last."""


@dataclass(frozen=True, slots=True)
class Page:
    """The current version of a page."""

    id: str
    title: str
    status: str
    version: int
    message: str
    """The comment on its version."""
    author: str
    """The author of its version: an account id on Cloud, a name on Data Center."""
    writer: str
    """The author as `Site.me` names accounts; "" if unknown."""
    body: str
    """Its content in storage format."""


@dataclass(frozen=True, slots=True)
class Property:
    """A content property of a page."""

    id: str
    value: object
    version: int


class Site(Protocol):
    """A Confluence, through one of its APIs."""

    @property
    def client(self) -> Client:
        """The connection."""
        ...

    def page(self, number: str) -> Page | None:
        """Return the page with an id; None if it does not exist, or is not visible."""
        ...

    def find(self, space: str, title: str) -> Page | None:
        """Return the page of a space with a title."""
        ...

    def person(self, author: str) -> str:
        """Return the name of an author."""
        ...

    def me(self) -> str:
        """Return the account that owns the token, as the pages' writers are named."""
        ...

    def remembered(self, number: str, key: str) -> Property | None:
        """Return a content property of a page."""
        ...

    def create(self, space: str, title: str, parent: str | None) -> Write:
        """Return the request for a new, empty page."""
        ...

    def update(self, page: Page, body: str, message: str, *, minor: bool) -> Write:
        """Return the request for the next version of a page; watchers are not notified of minor ones."""
        ...

    def remember(self, number: str, key: str, value: Json, known: Property | None) -> Write:
        """Return the request that sets a content property of a page, replacing the known one."""
        ...


class Shape:
    """Read an answer, and refuse an unexpected structure."""

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
        """The optional text; "" if there is none."""
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


def contents(page: Shape) -> str:
    """Return the content of a page in storage format. A current page without content is refused: it would look empty,
    and be overwritten."""
    body = page["body"]["storage"]["value"]
    return body.text if page["status"].text == "current" else body.optional


__all__ = ["KEY", "Page", "Property", "Shape", "Site", "contents"]
