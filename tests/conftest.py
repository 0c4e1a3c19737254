"""Fixtures that all tests share."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.console import Call
from support.effort import FEW, FULL, USUAL, mark
from support.program import Ended, Sample

from readiness_gate.app.ci import VARIABLES
from readiness_gate.cli.main import execute
from readiness_gate.sources.people import settings as people_settings

settings.register_profile(
    "default",
    max_examples=USUAL if FULL else FEW,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("default")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what the README's command tries, and what CI's second run, before pytest selects by marks."""
    mark(items)


@pytest.fixture(scope="session")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a program that is ready, to be copied and never written to."""
    return Sample(tmp_path_factory.mktemp("ready") / "program").path


@pytest.fixture
def sample(tmp_path: Path, ready: Path) -> Sample:
    """A program that is ready: every rule passes."""
    return Sample(tmp_path / "program", like=ready)


@pytest.fixture
def program(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """A program that is ready, and the test is in its folder."""
    monkeypatch.chdir(sample.path)
    return sample


@pytest.fixture
def small_groups_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Figures of single people are shown, for programs of two or three people: what is read of files is looked at."""
    monkeypatch.setattr(people_settings, "LEAST", 1)


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str]) -> Call:
    """Calls the command line in this process: as fast as a function, with its exit code and what it printed."""

    def called(*words: str) -> Ended:
        capsys.readouterr()
        code = execute(words)
        said = capsys.readouterr()
        return Ended(int(code), said.out, said.err)

    return called


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the variables that the product reads, or on git's."""
    for name in os.environ:
        if name.startswith(("GIT_", "READINESS_GATE_")) or name in (
            *VARIABLES,
            "NO_COLOR",
            "FORCE_COLOR",
            "COLUMNS",
            "JIRA_TOKEN",
            "JIRA_EMAIL",
        ):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def _programs_start_fast() -> None:
    """Coverage is that of the functions which the tests call, not of the programs that they start; and what was
    compiled for one of these is kept for the next."""
    for variable in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(variable, None)


@pytest.fixture(autouse=True)
def _masses_are_not_traced(request: pytest.FixtureRequest) -> Iterator[None]:
    """Coverage pauses where the same lines run many thousand times: it would take an hour, and prove little."""
    tracer = sys.gettrace()
    if any(request.node.get_closest_marker(each) for each in ("hypothesis", "masses")):
        sys.settrace(None)
    yield
    sys.settrace(tracer)
