"""Fixtures of the action's tests."""

import sys
from pathlib import Path

import pytest
from support.hostile_job import HostileJob
from support.runner import Runner


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> HostileJob:
    """A job whose checkout and environment try everything, and how its first run ended, which installs."""
    return HostileJob(tmp_path_factory.mktemp("runner"))


@pytest.fixture(scope="session")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """One runner for all tests. It has the environment of the tests in the place of its own, as an installation takes
    longer than everything else; those that try one have a runner for it."""
    runner = Runner(tmp_path_factory.mktemp("prepared"))
    runner.prepare(Path(sys.prefix))
    return runner
