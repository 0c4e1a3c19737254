"""What is in a page of HTML: its elements with their attributes, and its words."""

from functools import lru_cache
from html.parser import HTMLParser

_LOADS = {"src", "srcset", "action", "formaction", "data", "poster", "background", "ping", "style"}


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.active: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = " ".join(name for name, _ in attrs)
        self.elements.append(f"{tag} {names}".strip())
        given = {name: value or "" for name, value in attrs}
        if tag in ("script", "iframe", "object", "embed", "form", "base", "img") or set(given) & _LOADS:
            self.active.append(tag)
        self.active += [name for name in given if name.startswith("on")]
        if tag == "a":
            self.links.append(given["href"])

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@lru_cache(maxsize=2)  # a test asks for several things of one page, or compares two
def _parsed(page: str) -> _Parser:
    parser = _Parser()
    parser.feed(page)
    parser.close()
    return parser


def elements(page: str) -> list[str]:
    """The elements of a page in their order, each with the names of its attributes."""
    return _parsed(page).elements


def active(page: str) -> list[str]:
    """What would run, load or send something."""
    return _parsed(page).active


def links(page: str) -> list[str]:
    """The addresses that a page links to."""
    return _parsed(page).links


def words(page: str) -> str:
    """What is read on a page, with single spaces."""
    return " ".join("".join(_parsed(page).words).split())


__all__ = ["active", "elements", "links", "words"]
