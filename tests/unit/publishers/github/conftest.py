"""A stand-in for GitHub, and a repository on it to publish to."""

from collections.abc import Iterator

import pytest
from support.github_server import REPOSITORY, TOKEN, FakeGitHub, on_github

from readiness_gate.publishers.client import client
from readiness_gate.publishers.github.hub import Hub


@pytest.fixture
def github(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeGitHub]:
    """The stand-in."""
    with on_github(monkeypatch) as fake:
        yield fake


@pytest.fixture
def hub(github: FakeGitHub) -> Hub:
    """Its repository."""
    headers = {"Authorization": f"Bearer {TOKEN}"}
    return Hub(client(github.url, github.url, "GITHUB_API_URL", headers, (TOKEN,)), REPOSITORY)
