"""Fixtures of the action's tests."""

import pytest
from support.hostile_job import HostileJob
from support.runner import Runner


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> HostileJob:
    """A job whose checkout and environment try everything, and how its first run ended, which installs."""
    return HostileJob(tmp_path_factory.mktemp("runner"))


@pytest.fixture
def runner(job: HostileJob) -> Runner:
    """One runner for all tests, with the environment that the hostile job had installed."""
    return job.runner
