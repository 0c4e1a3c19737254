"""A repository on GitHub: read what a publisher needs, and prove each write by reading it back."""

import re
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.publishers.client import Client, Refused, Unclear
from readiness_gate.publishers.outcome import NotPublished, Perform, Write

ACTIONS = "github-actions[bot]"
"""The login that a job's own token writes as."""
_PAGE, _MOST_PAGES = 100, 100
_READ_BACK = (0.2, 1.0, 3.0)
"""Seconds to wait before reading back a write again: GitHub reads from replicas."""
_NEXT = re.compile(r'rel="next"')
_NOT_VALID, _MOVED, _HIDDEN, _GONE = (401,), (301, 307, 308), (403, 404), (404, 410)


@dataclass(slots=True)
class Hub:
    """A repository, accessed by one account."""

    client: Client
    repository: str
    """Owner and name, `octo-org/crm`."""
    show: Perform | None = None
    """Shows a request in a dry run; None to make requests."""
    account: str = ""
    """The login that the token writes as, if known."""

    def path(self, rest: str) -> str:
        """Return the API path of something in the repository."""
        return f"/repos/{self.repository}{rest}"

    def author(self) -> str:
        """Return the login that the token writes as."""
        if not self.account:
            try:
                self.account = text(self.client.read("/user").body, "login") or ACTIONS
            except Refused as error:
                # The token of an app has no user; the token of a job has one.
                if error.status not in _HIDDEN:
                    raise
                self.account = ACTIONS
        return self.account

    def is_author(self, login: str) -> bool:
        """Return whether a login is the one that the token writes as, ignoring case."""
        return login.casefold() == self.author().casefold()

    def pages(self, path: str, key: str = "", **parameters: str | int) -> Iterator[Mapping[str, Any]]:
        """Yield the entries of a list, page by page; `key` is the list's key in the answer, unless the answer is the
        list."""
        for page in range(1, _MOST_PAGES + 1):
            answer = self.client.read(path, **parameters, per_page=_PAGE, page=page)
            entries = as_sequence((as_mapping(answer.body) or {}).get(key) if key else answer.body)
            if entries is None:
                raise Unclear(f"{self.client.shown} answered in an unknown form (GET {path}): check GITHUB_API_URL")
            yield from (as_mapping(entry) or {} for entry in entries)
            if len(entries) < _PAGE and not _NEXT.search(answer.headers.get("Link", "")):
                return
        raise NotPublished(f"{self.client.shown} lists more than {_PAGE * _MOST_PAGES} entries at {path}")

    def pull_request_of(self, head: str, sha: str) -> int:
        """Return the open pull request from a branch (`octocat:fix`) with this last commit; 0 if there is none."""
        found = self.pages(self.path("/pulls"), state="open", head=head)
        numbers = [number(one, "number") for one in found if text(one, "head", "sha") == sha]
        if len(numbers) > 1:
            raise NotPublished(f"{head} has several open pull requests: add --pull-request NUMBER")
        return numbers[0] if numbers else 0

    def put(self, write: Write, is_there: Callable[[], bool]) -> bool:
        """Make a request, and read back its result; in a dry run only show it, and return False.

        If it is unclear whether something was written, check before sending it again. Raises NotPublished unless it is
        there in the end.
        """
        if self.show is not None:
            self.show(write)
            return False
        try:
            self.send(write)
        except Unclear:
            # GitHub may still be processing it, and a repetition could create a duplicate.
            for pause in (0.0,) if write.repeatable else (0.0, *_READ_BACK):
                time.sleep(pause)
                if is_there():
                    return True
            self.send(write)
        for pause in (*_READ_BACK, 0.0):
            if is_there():
                return True
            time.sleep(pause)
        raise NotPublished(
            f"{self.client.shown} accepted to {write.action}, and then shows something else: run this again, and check "
            "what else writes there"
        )

    def is_gone(self, path: str) -> bool:
        """Return whether a path no longer exists."""
        try:
            self.client.read(path)
        except Refused as error:
            if error.status in _GONE:
                return True
            raise
        return False

    def send(self, write: Write) -> None:
        """Make a request without reading it back."""
        self.client.write(write.method, write.path, write.body, repeatable=write.repeatable)


@contextmanager
def permitted(permission: str) -> Generator[None]:
    """Add instructions to a refusal; `permission` is what the token needs, such as `statuses: write`."""
    try:
        yield
    except Refused as error:
        raise NotPublished(f"{error}. {_remedy(error.status, permission)}") from error


def _remedy(status: int, permission: str) -> str:
    if status in _NOT_VALID:
        return "The token is not valid, or expired: correct GITHUB_TOKEN"
    if status in _MOVED:
        return "The repository was renamed or moved: correct --repository"
    if status in _HIDDEN:
        return (
            f"The token needs {permission}: add it to the job's permissions. On a pull request from a fork the token "
            "can only read: publish from a second workflow (docs/publishing.md)"
        )
    return "Nothing was written: correct what GitHub complains about"


def text(value: object, *keys: str) -> str:
    """Return a text from an answer; "" if there is none."""
    for key in keys:
        value = (as_mapping(value) or {}).get(key)
    return value if isinstance(value, str) else ""


def number(value: object, key: str) -> int:
    """Return a number from an answer. Raises Unclear if there is none."""
    found = (as_mapping(value) or {}).get(key)
    if isinstance(found, bool) or not isinstance(found, int):
        raise Unclear(f"GitHub answered without {key}: check GITHUB_API_URL")
    return found


__all__ = ["ACTIONS", "Hub", "number", "permitted", "text"]
