"""The connected Jira to write to, and the account that writes."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.publishers.client import Client, client
from readiness_gate.publishers.outcome import NotPublished, Write
from readiness_gate.sources.jira.client import GATEWAY
from readiness_gate.sources.jira.credentials import Credentials, refuse_stranger
from readiness_gate.sources.jira.shapes import Json, table_of

if TYPE_CHECKING:
    from readiness_gate.publishers.jira.package import Package, Session

_KINDS = ("Cloud", "Server", "DataCenter")
_NAMES = ("accountId", "key", "name")
"""The identifiers of an account by preference: Cloud has the first, Data Center the others."""


@dataclass(frozen=True, slots=True)
class Site:
    """A Jira."""

    package: "Package"
    session: "Session"
    cloud: bool
    account: tuple[str, str]
    """The kind of identifier of the account that writes, and its value."""
    done: Callable[[str], None]
    """Reports what was done."""

    def write(self, action: str, send: Callable[[], object]) -> bool:
        """Make a write request through the package; in a dry run, print it. Return whether it was made."""
        self.session.action = action
        send()
        return not self.session.is_dry

    def is_ours(self, author: object) -> bool:
        """Return whether an author is the account that writes."""
        name, called = self.account
        return table_of(author).get(name) == called


def connected(
    settings: JiraSettings,
    credentials: Credentials,
    planned: Callable[[Write], None] | None,
    done: Callable[[str], None],
) -> Site:
    """Return the configured Jira. If `planned` is given, it gets what would be written, and nothing is sent. Raises
    NotPublished."""
    from readiness_gate.publishers.jira.package import Package, Session  # noqa: PLC0415 - slow to load

    connection = _client(settings, credentials)
    session = Session(connection, planned)
    package = Package(connection, session, 3)
    info = package.optional("serverInfo")
    if info is None:
        package = Package(connection, session, 2)
        info = package.get("serverInfo")
    kind = table_of(info).get("deploymentType")
    if kind not in _KINDS:
        raise NotPublished(
            f"{connection.shown} does not say whether it is Cloud or Data Center ({kind!r}): check jira.url"
        )
    is_cloud = kind == "Cloud"
    package = Package(connection, session, 3 if is_cloud else 2)
    return Site(package, session, is_cloud, _account(connection.shown, table_of(package.myself())), done)


def _client(settings: JiraSettings, credentials: Credentials) -> Client:
    url = settings.url or ""
    base = f"{GATEWAY}/{settings.cloud_id}" if settings.cloud_id else url
    headers = {"X-Atlassian-Token": "no-check"}
    if not credentials.user:
        headers["Authorization"] = f"Bearer {credentials.token}"
    secrets = (credentials.token, f"{credentials.user}:{credentials.token}")
    made = client(base, url, "jira.url", headers, secrets)
    if credentials.user:
        made.connection.session.auth = (credentials.user, credentials.token)

    def check_headers(answered: Mapping[str, str]) -> None:
        try:
            refuse_stranger(url, answered)
        except CouldNotLook as error:
            raise NotPublished(str(error)) from error

    made.check_headers = check_headers
    return made


def _account(shown: str, body: Json) -> tuple[str, str]:
    called: list[tuple[str, Any]] = [(name, body.get(name)) for name in _NAMES]
    found = next(((name, value) for name, value in called if isinstance(value, str) and value), None)
    if found is None:
        raise NotPublished(f"{shown} does not say which account writes: the token belongs to no account")
    return found
