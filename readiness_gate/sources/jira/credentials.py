"""The account that reads Jira. Its secret is only ever put into requests: an answer that repeats it is refused."""

import base64
import os
import re
from collections.abc import Mapping
from urllib.parse import quote

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass

TOKEN, EMAIL = "JIRA_TOKEN", "JIRA_EMAIL"
_SHORTEST = 8
"""A shorter token may occur in an answer by accident."""
_SHOWN = 200
"""The most characters that a message repeats of an answer."""
_HEADER = re.compile(r"[\x21-\x7e]+")
_USER = re.compile(r"[^\x21-\x39\x3b-\x7e\xa1-\xac\xae-\xff]")
"""Characters that a user name cannot have: white space, a colon, and anything outside Latin-1."""


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """The account that reads Jira."""

    token: str
    user: str = ""
    """The owner of the token; "" if the token alone identifies them."""

    def refuse_echo(self, shown: str, content: bytes, headers: Mapping[str, str], reason: str | None) -> None:
        """Raise CouldNotLook for an answer that contains the token: a message or a report would show it."""
        if len(self.token) < _SHORTEST:
            return
        basic = base64.b64encode(f"{self.user}:{self.token}".encode("latin-1")).decode()
        forms = (self.token, basic, quote(self.token, safe=""), self.token.replace("/", "\\/"))
        head = f"{reason} {' '.join(headers.values())}"
        if any(secret in head or secret.encode() in content for secret in forms):
            raise CouldNotLook(
                f"{shown} repeats {TOKEN} in its answer, so the answer is not shown: find what sends requests back "
                "(a proxy, or a debugging setting), and replace the token, which others may have seen"
            )


def credentials() -> Credentials:
    """Return the credentials from the environment. Raises CouldNotLook if there are none that can be sent."""
    token, user = os.environ.get(TOKEN, ""), os.environ.get(EMAIL, "")
    if not token:
        raise CouldNotLook(
            f"{TOKEN} is not set, and without a token Jira answers as if there were no issues: set it, and on Cloud "
            f"{EMAIL}"
        )
    if not _HEADER.fullmatch(token):
        raise CouldNotLook(f"{TOKEN} has a space, a line break or a letter that no token has: set it again")
    wrong = _USER.search(user)
    if wrong is not None:
        raise CouldNotLook(
            f"{EMAIL} has the character {wrong[0]!a}, which cannot be sent to Jira: set it to the email address "
            "of the account, as its profile shows it"
        )
    return Credentials(token, user)


def refuse_stranger(shown: str, headers: Mapping[str, str]) -> None:
    """Raise CouldNotLook for an answer to an anonymous request, or to an account that must log in first."""
    denied = headers.get("X-Authentication-Denied-Reason")
    if denied:
        raise CouldNotLook(f"{shown} requires a login by a person first ({denied[:_SHOWN]}): log in with a browser")
    reason, name = headers.get("X-Seraph-LoginReason", "OK"), headers.get("X-AUSERNAME", "")
    if reason.strip().upper() != "OK" or name.strip().lower() == "anonymous":
        raise CouldNotLook(
            f"{shown} answered as to an anonymous user ({reason if reason != 'OK' else name}): {TOKEN} is "
            "expired or wrong; renew it"
        )
