"""Markdown as a host tool reads it: CommonMark with the tables of GitHub, its HTML, and what else becomes of words."""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.token import Token

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
# What GitHub and GitLab make links of, though it is no markup: addresses, mentions, references.
_ACTIVE = re.compile(r"(?:https?|ftp)://|\bwww\.\S|@[\w-]|(?<!\w)[#!%&~$]\w|\w[#!]\d", re.IGNORECASE)


def structure(text: str) -> list[str]:
    """Everything that a text of Markdown is made of but for its words: blocks, markup, HTML tags, addresses."""
    return list(_structure(_READER.parse(text)))


def active_words(text: str) -> list[str]:
    """What a host tool makes a mention, a reference or an address of, in the words of a text of Markdown."""
    words = (word for token in _READER.parse(text) for word in _words(token))
    return [match[0] for word in words for match in _ACTIVE.finditer(word)]


def table(text: str) -> list[list[str]]:
    """The cells of the first table, row by row, the head first."""
    rows: list[list[str]] = []
    for before, token in zip([None, *_READER.parse(text)], _READER.parse(text), strict=False):
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and before is not None and before.type in ("td_open", "th_open"):
            rows[-1].append("".join(_words(token)))
        elif token.type == "table_close":
            break
    return rows


def _structure(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type in ("html_block", "html_inline"):
            yield from _tags(token.content)
        elif token.type == "inline":
            yield from _structure(token.children or [])
        elif token.type not in ("text", "text_special"):
            yield f"{'  ' * token.level}{token.type} {token.tag} {token.attrs.get('href', '')}".rstrip()


def _words(token: Token) -> Iterator[str]:
    if token.type == "html_block":
        yield html.unescape(re.sub(r"<[^>]*>", " ", token.content))
    elif token.type == "inline":
        yield "".join(child.content for child in token.children or [] if child.type != "html_inline")


def _tags(content: str) -> list[str]:
    reader = _Tags()
    reader.feed(content)
    reader.close()
    return reader.found


class _Tags(HTMLParser):
    """Gathers what is not text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self.found.append(f"<{tag} {attrs}>")

    def handle_endtag(self, tag: str) -> None:
        """An element ends."""
        self.found.append(f"</{tag}>")

    def handle_comment(self, data: str) -> None:
        """A comment."""
        self.found.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        """A declaration."""
        self.found.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        """A processing instruction."""
        self.found.append(f"<?{data}>")


__all__ = ["active_words", "structure", "table"]
