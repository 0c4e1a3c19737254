"""No byte of an answer, wherever in it, keeps a reading alive beyond its time."""

import threading
import time

import pytest
from support.drip import ANSWERS, dripping
from support.exports import jira_settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.sources.jira import client
from readiness_gate.web.deadline import in_time


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.TOKEN, "s3cret")
    monkeypatch.setattr(client, "_PAUSES", (0.01,))


def _settings(kind: str, port: int, monkeypatch: pytest.MonkeyPatch) -> JiraSettings:
    if kind.startswith("tunnel"):
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{port}")
        return jira_settings(export=None, url="https://jira.example", projects=("CRM",))
    scheme = "https" if kind == "handshake" else "http"
    return jira_settings(export=None, url=f"{scheme}://127.0.0.1:{port}", projects=("CRM",))


@pytest.mark.parametrize("kind", ANSWERS)
def test_a_request_ends_in_its_time(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Status lines, headers, answers before the answer, chunks, trailers, proxies, handshakes."""
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    with dripping(kind) as port:
        begun = time.monotonic()
        with pytest.raises(
            CouldNotLook, match=r"did not finish its answer|did not answer|cannot be reached|answered 103"
        ):
            client.client(_settings(kind, port, monkeypatch)).get("/rest/api/2/serverInfo")
        assert time.monotonic() - begun < 3


@pytest.mark.parametrize("kind", ["header", "continue", "chunks", "silence"])
def test_a_run_ends_in_its_time(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However patient each request may be: the limit of all of them together ends it, and is named."""
    monkeypatch.setattr(client, "DEADLINE", 0.3)
    with dripping(kind) as port:
        asked = client.client(_settings(kind, port, monkeypatch))
        begun = time.monotonic()
        with pytest.raises(CouldNotLook, match=r"did not answer all requests in 0 s|did not answer|cannot be reached"):
            asked.get("/rest/api/2/serverInfo")
        assert time.monotonic() - begun < 3


def test_work_that_ends_in_time() -> None:
    """Its result, or what it raises, comes through."""

    def fails() -> None:
        raise ValueError("no")

    assert in_time(lambda: 3, 5) == 3
    with pytest.raises(ValueError, match="no"):
        in_time(fails, 5)


def test_work_that_never_ends() -> None:
    """It is left behind, and keeps no process alive."""
    never = threading.Event()
    with pytest.raises(TimeoutError):
        in_time(never.wait, 0.01)
    assert all(thread.daemon for thread in threading.enumerate() if thread is not threading.main_thread())
    never.set()
