"""Answer a deployment at GitHub, as the installation of an app.

The token of the app is valid for ten minutes. That of the installation serves for one answer: it may write the
deployments of one repository, and nothing else. Both are kept only in memory.
"""

import time
from collections.abc import Callable
from typing import Annotated

from pydantic import Field

from readiness_gate.deployments import answer
from readiness_gate.deployments.answer import Answered, Body, NotSent, connected, not_sent, send
from readiness_gate.deployments.github.secret import Secrets
from readiness_gate.history.deployments import Asked
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.deployments import GitHubApp
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import Instant
from readiness_gate.publishers.client import Client
from readiness_gate.publishers.outcome import NotPublished

_SETTING = "api-url in [app]"
_VERSION = "2022-11-28"
_SKEW, _LIFE = 60, 540
"""The seconds that GitHub's clock may be behind, and those for which a token of the app is valid from now."""
_DONE, _LONGEST = 204, 1_024
_NOTHING_WAITS = (404, 422)


class ReviewBody(Body):
    """An answer. GitHub takes a misspelled state for a remark, and waits on."""

    environment_name: Annotated[str, Field(min_length=1)]
    state: Answered
    comment: Annotated[str, Field(min_length=1, max_length=_LONGEST)]


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends answers as an app."""

    app: GitHubApp
    secrets: Secrets

    def send(self, asked: Asked, state: Answered, comment: str, now: Instant, is_current: Callable[[], bool]) -> None:
        """Send an answer, unless it is no longer current. Raises NotSent if GitHub did not confirm it."""
        until = time.monotonic() + answer.PATIENCE
        body = ReviewBody(environment_name=asked.environment, state=state, comment=comment)
        # The URL consists of our own settings and a number; no URL from a message is ever called.
        path = f"/repos/{asked.repository}/actions/runs/{asked.run}/deployment_protection_rule"
        try:
            hub = self._client(self._token(asked, now, until), until)
        except NotPublished as error:
            raise not_sent(error, is_answer=False) from error
        try:  # the token may have taken a while
            send(hub, path, body, is_current, lambda taken: taken.status == _DONE)
        except NotSent as error:
            error.nothing_waits = error.status in _NOTHING_WAITS
            raise

    def _token(self, asked: Asked, now: Instant, until: float) -> str:
        """Return an installation token for one repository. Raises NotPublished."""
        hub = self._client(_app_token(self.app.id, self.secrets.key, now), until)
        wanted = {"repositories": [asked.repository.partition("/")[2]], "permissions": {"deployments": "write"}}
        path = f"/app/installations/{asked.installation}/access_tokens"
        token = (as_mapping(hub.write("POST", path, wanted, repeatable=True).body) or {}).get("token")
        if not isinstance(token, str) or not token.isascii() or not token.isprintable() or " " in token or not token:
            raise NotPublished(f"{hub.shown} answered without a token: check {_SETTING}")
        return token

    def _client(self, token: str, until: float) -> Client:
        headers = {
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {token}",
            "X-GitHub-Api-Version": _VERSION,
        }
        return connected(self.app.url, _SETTING, headers, token, until=until)


def _app_token(app: str, key: str, now: Instant) -> str:
    """Return a token that identifies the app, signed with its key."""
    import jwt  # noqa: PLC0415 - an extra

    return jwt.encode({"iss": app, "iat": now - _SKEW, "exp": now + _LIFE}, key, algorithm="RS256")


__all__ = ["ReviewBody", "Sender"]
