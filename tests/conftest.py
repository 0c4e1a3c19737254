"""Fixtures that all tests share."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support.console import Call
from support.effort import FEW, FULL, USUAL, mark
from support.program import Ended, Sample

from readiness_gate.app.ci import VARIABLES
from readiness_gate.cli.main import execute
from readiness_gate.config import besides, scaffold
from readiness_gate.config.packs import catalog
from readiness_gate.sources.people import settings as people_settings
from readiness_gate.toml import check
from readiness_gate.toml.strict_model import schema

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


def pytest_collection_finish() -> None:
    """Let the garbage collector forget what is there until the end: a full collection takes a second with the tests."""
    gc.collect()
    gc.freeze()


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


@pytest.fixture(scope="session", autouse=True)
def _what_a_program_makes_once() -> Iterator[None]:
    """A program that ends after one command makes these once, as the tests do in a process that runs thousands: the
    JSON Schema of a model, which is asked for the known keys, and a shipped pack as it is written. Neither changes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(check, "schema", cache(schema))
        written = cache(catalog.written)
        for module in (catalog, besides, scaffold):
            patch.setattr(module, "written", written)
        yield


@pytest.fixture(autouse=True)
def _masses_are_not_traced(request: pytest.FixtureRequest) -> Iterator[None]:
    """Coverage pauses where the same lines run many thousand times: it would take an hour, and prove little."""
    tracer = sys.gettrace()
    if any(request.node.get_closest_marker(each) for each in ("hypothesis", "masses")):
        sys.settrace(None)
    yield
    sys.settrace(tracer)
