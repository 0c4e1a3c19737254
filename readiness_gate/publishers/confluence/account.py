"""The Confluence to write to, and the account to use.

A secret is sent to Confluence only: a token for Jira is not used, although on Cloud it is often the same.
"""

import base64
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.client import client
from readiness_gate.publishers.confluence.cloud import Cloud
from readiness_gate.publishers.confluence.data_center import DataCenter
from readiness_gate.publishers.confluence.pages import Site
from readiness_gate.toml.values import site as checked_address

TOKEN, EMAIL = "CONFLUENCE_TOKEN", "CONFLUENCE_EMAIL"
_SETTING = "--url"
_HEADER = re.compile(r"[\x21-\x7e]+")
_USER = re.compile(r"[^\x00-\x20:\x7f-\x9f]+")
_OF_CLOUD = (".atlassian.net", "api.atlassian.com")
_WIKI = "/wiki"


@dataclass(frozen=True, slots=True, repr=False)
class Account:
    """Where to write, and as which account."""

    url: str
    token: str
    email: str
    """The account's email address on Cloud; "" for Data Center."""

    @classmethod
    def of(cls, url: str, environment: Mapping[str, str]) -> "Account":
        """Return the account that the environment describes."""
        return cls(url, environment.get(TOKEN, ""), environment.get(EMAIL, ""))

    def mistakes(self) -> Iterator[str]:
        """Yield what is wrong with the account."""
        try:
            checked_address(self.url)
        except ValueError as error:
            yield f"{_SETTING}: {error}"
        if not self.token:
            yield f"{TOKEN} is not set. Set it to a token of the account that writes, and on Cloud also set {EMAIL}"
        elif not _HEADER.fullmatch(self.token):
            yield f"{TOKEN} has a space, a line break or a letter that no token has. Set it again"
        if self.email and not _USER.fullmatch(self.email):
            yield f"{EMAIL} is not the email address of an account. Set it as the account's profile shows it"
        if not self.email and (urlsplit(self.url).hostname or "").endswith(_OF_CLOUD):
            yield f"{EMAIL} is not set, and Confluence Cloud wants it with the token. Set it"

    def site(self) -> Site:
        """Return a connection to the Confluence: to Cloud if there is an email address, else to Data Center."""
        if not self.email:
            headers = {"Authorization": f"Bearer {self.token}", "X-Atlassian-Token": "no-check"}
            return DataCenter(client(self.url, self.url.rstrip("/"), _SETTING, headers, (self.token,)))
        base = self.url.rstrip("/")
        base = base if base.endswith(_WIKI) else f"{base}{_WIKI}"
        login = f"{self.email}:{self.token}"
        headers = {"Authorization": f"Basic {base64.b64encode(login.encode()).decode()}"}
        return Cloud(client(base, base, _SETTING, headers, (self.token, login)))


__all__ = ["EMAIL", "TOKEN", "Account"]
