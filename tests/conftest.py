"""Fixtures that all tests share."""

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import made_once, traced
from support.console import Call
from support.effort import FEW, FULL, USUAL, mark
from support.git_answers import IS_TRIED, Answers
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

SETTINGS = frozenset({*VARIABLES, "NO_COLOR", "FORCE_COLOR", "COLUMNS", "JIRA_TOKEN", "JIRA_EMAIL"})
"""What else the product reads."""
GIT_ANSWERS = Answers()
"""What git answered to this process."""


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Have every second process read the tests from the end: to rewrite their assertions takes long, and what one has
    written the others read."""
    number = getattr(parent.config, "workerinput", {"workerid": "gw0"})["workerid"].removeprefix("gw")
    if int(number) % 2 == 0:
        return None
    folder = pytest.Dir.from_parent(parent, path=path)
    collect = folder.collect
    setattr(folder, "collect", lambda: list(collect())[::-1])  # noqa: B010 - the class is final
    return folder


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart() -> None:
    """No garbage is collected while tests are: what is read then stays."""
    gc.disable()


def pytest_configure(config: pytest.Config) -> None:
    """Take the lock from coverage: a signal whose handler raises while it is held leaves it locked, and the next line
    waits for ever. What it guards is written out when no other thread runs."""
    coverage = sys.modules.get("coverage")
    current = None if coverage is None else coverage.Coverage.current()
    collector = getattr(current, "_collector", None)
    if collector is not None:
        collector.data_lock = None
    traced.pause(config)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say what the README's command tries, and what CI's second run, before pytest selects by marks."""
    items.sort(key=lambda item: item.path.parts)
    mark(items)


def pytest_collection_finish() -> None:
    """Let the garbage collector forget what is there until the end: a full collection takes a second with the tests."""
    gc.collect()
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """No test depends on the variables that the product reads, or on git's. As fixtures, every test would make them."""
    for name in [each for each in os.environ if each in SETTINGS or each.startswith(("GIT_", "READINESS_GATE_"))]:
        del os.environ[name]
    GIT_ANSWERS.remembers = not item.nodeid.startswith(IS_TRIED)


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


@pytest.fixture(scope="session", autouse=True)
def _programs_start_fast() -> None:
    """Coverage is that of the functions which the tests call, not of the programs that they start; and what was
    compiled for one of these is kept for the next."""
    for variable in ("COVERAGE_PROCESS_START", "COVERAGE_PROCESS_CONFIG", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(variable, None)


@pytest.fixture(scope="session", autouse=True)
def _what_a_program_makes_once() -> Iterator[None]:
    """A program that ends after one command makes some things once, as the tests do."""
    with pytest.MonkeyPatch.context() as patch:
        made_once.keep(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _git_is_asked_once() -> Iterator[None]:
    """The same of the same repository, where git itself is not what is tried."""
    with pytest.MonkeyPatch.context() as patch:
        GIT_ANSWERS.patch(patch)
        yield
