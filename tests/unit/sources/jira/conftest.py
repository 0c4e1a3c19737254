"""Jira's clock is that of the tests."""

import pytest
from support import jira_server


@pytest.fixture(autouse=True)
def _clock_of_jira(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jira_server, "CLOCK", lambda: "Sat, 11 Apr 2026 00:00:00 GMT")
