"""Fixtures of the tests of hosts."""

import pytest
from support.program import Sample, issue


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A program that is ready on the day of `AS_OF`."""
    return Sample(tmp_path_factory.mktemp("origin") / "program")


@pytest.fixture(scope="session")
def unready(program: Sample, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """The same with a grave defect."""
    sample = Sample(tmp_path_factory.mktemp("unready") / "program", like=program.path)
    sample.export([issue("CRM-1", "Highest"), issue("CRM-2", kind="Story", category="done")])
    return sample
