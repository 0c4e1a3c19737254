"""Fixtures of the action's tests."""

import sys
from pathlib import Path

import pytest
from support.effort import FULL
from support.hostile_job import HostileJob
from support.runner import Runner


@pytest.fixture(scope="session")
def job(tmp_path_factory: pytest.TempPathFactory) -> HostileJob:
    """A job whose checkout and environment try everything, and how its first run ended, which installs."""
    return HostileJob(tmp_path_factory.mktemp("runner"))


@pytest.fixture(scope="session")
def runner(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """One runner for all tests. In full it has the environment that the hostile job had installed; in the README's
    command, where an installation takes longer than everything else, that of the tests in its place."""
    if FULL:
        job: HostileJob = request.getfixturevalue("job")
        return job.runner
    runner = Runner(tmp_path_factory.mktemp("prepared"))
    runner.prepare(Path(sys.prefix))
    return runner
