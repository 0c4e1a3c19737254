"""What asks for a gate in tests: each service, the messages that it sends, and its stand-in."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from readiness_gate.deployments.answer import Answered
from readiness_gate.deployments.github import GitHub
from readiness_gate.deployments.service import Service
from readiness_gate.history.deployments import Asked
from readiness_gate.model.deployments import GitHubApp
from support import azure_checks, github_app, gitlab_checks
from support.azure_checks import FakeAzure
from support.github_app import FakeGitHubApp
from support.gitlab_checks import FakeGitLab

Message = tuple[bytes, dict[str, str]]
_LONGEST = 29 * 86_400


@dataclass(frozen=True)
class Asking:
    """A service as tests see it."""

    service: Callable[[str], Service]
    """What answers it, at the address of a stand-in."""
    message: Callable[[str, int], Message]
    """The body and the headers of a message of its own."""
    fake: Callable[[], Any]
    """A stand-in: `taken` has the answers that counted, by number, and `refused` those that came too late."""
    since: int = 0
    """The time at the first start."""


class _NowAtGitHub(GitHub):
    """GitHub looks at the real time."""

    def send(self, asked: Asked, state: Answered, comment: str, now: int, is_current: Callable[[], bool]) -> None:
        """As always, by the real time."""
        del now
        super().send(asked, state, comment, int(time.time()), is_current)


@cache
def _of_github() -> str:
    return json.dumps(github_app.message("http://url", run=123_456, deployment=123_456))


def _github_message(url: str, number: int) -> Message:
    content = _of_github().replace("http://url", url).replace("123456", str(number)).encode()
    return content, github_app.signed(content, f"d-{number}")


def _github(url: str) -> Service:
    app = GitHubApp(url, "", _LONGEST, (github_app.rule(),), "Iv23liExample", "")
    return _NowAtGitHub(app, github_app.secrets())


@cache
def _of_gitlab() -> str:
    return json.dumps(gitlab_checks.message(iid=123_456))


def _gitlab_message(_url: str, number: int) -> Message:
    content = _of_gitlab().replace("123456", str(number)).encode()
    return content, gitlab_checks.signed(content)


def _azure_message(url: str, number: int) -> Message:
    content = json.dumps(azure_checks.message(url, build=number)).encode()
    return content, azure_checks.headers()


ASKING: Mapping[str, Asking] = {
    "github": Asking(_github, _github_message, FakeGitHubApp),
    "azure": Asking(azure_checks.azure, _azure_message, FakeAzure),
    "gitlab": Asking(lambda url: gitlab_checks.gitlab(url, notes=False), _gitlab_message, FakeGitLab),
}

__all__ = ["ASKING", "Asking", "Message"]
