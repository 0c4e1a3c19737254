"""Takes the credentials out of what comes from outside: a server or a proxy may repeat in an answer what it was asked
with, and answers are quoted in messages and reports."""

import base64
import urllib.parse
from collections.abc import MutableMapping
from dataclasses import dataclass

_SHORTEST = 8
"""A shorter secret is not looked for: it may be a part of any text."""
_INSTEAD = "***"


@dataclass(frozen=True, slots=True)
class Hidden:
    """The forms in which the credentials may be repeated."""

    forms: tuple[str, ...] = ()

    def text(self, text: str) -> str:
        """A text without the credentials."""
        for form in self.forms:
            text = text.replace(form, _INSTEAD)
        return text

    def content(self, content: bytes) -> bytes:
        """The content of an answer without the credentials."""
        for form in self.forms:
            content = content.replace(form.encode(), _INSTEAD.encode())
        return content

    def headers(self, headers: MutableMapping[str, str]) -> None:
        """Take the credentials out of the headers of an answer."""
        for name, value in [*headers.items()]:
            headers[name] = self.text(value)


def hidden(token: str, user: str) -> Hidden:
    """What hides a token, which is sent by itself or with the name of a user: as it is, and as it is encoded."""
    pair = f"{user}:{token}"
    encoded = (base64.b64encode(each.encode("latin-1", errors="replace")).decode() for each in (pair, token))
    forms = (*encoded, pair, token, urllib.parse.quote(token, safe=""), token.replace("/", "\\/"))
    return Hidden(tuple(dict.fromkeys(form for form in forms if len(form) >= _SHORTEST and len(token) >= _SHORTEST)))
