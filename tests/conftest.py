"""Fixtures that all tests share."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.program import Sample

settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("default")


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    """A program that is ready: every rule passes."""
    return Sample(tmp_path / "program")


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the variables that the product reads, or on git's."""
    for name in os.environ:
        if name.startswith(("GIT_", "READINESS_GATE_")) or name in ("CI", "NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)
