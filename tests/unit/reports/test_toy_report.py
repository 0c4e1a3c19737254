"""A report is added with one module and one line of a table, and may be any bytes."""

import sys
from pathlib import Path

import pytest
from support.program import AS_OF, Sample
from support.toy_report import MAGIC, report
from support.verdicts import VERDICTS

from readiness_gate import plugins
from readiness_gate.cli.main import execute
from readiness_gate.reports import FORMATS, Display
from readiness_gate.reports.spec import table

WITH_TOY = (*FORMATS, report)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sample:
    """A program that is ready, in a run that knows the report."""
    monkeypatch.setattr(plugins, "FORMATS", WITH_TOY)
    monkeypatch.setattr(sys, "argv", ["readiness-gate"])
    made = Sample(tmp_path)
    monkeypatch.chdir(made.path)
    return made


def test_it_is_one_of_the_reports() -> None:
    """By its name, for a reader's screen, beside ours."""
    reports = table(WITH_TOY, Display(width=99))
    assert [*reports][-1] == "toy"
    assert reports["toy"].render(VERDICTS["go"]) == MAGIC + b"99 go"
    assert not reports["toy"].is_text


def test_its_bytes_are_written_as_they_are(sample: Sample) -> None:
    """To a file, known by its ending, beside a report of ours."""
    page, text = sample.path / "a.toy", sample.path / "a.txt"
    assert execute(["check", "go-live", "--as-of", AS_OF, "--output", str(page), "--output", str(text)]) == 0
    assert page.read_bytes() == MAGIC + b"80 go"
    assert text.read_text().startswith("✓ GO")


def test_its_bytes_go_to_stdout_as_they_are(sample: Sample, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Whatever encoding a text would have there."""
    assert sample.path.is_dir()
    assert execute(["check", "go-live", "--as-of", AS_OF, "--format", "toy"]) == 0
    assert capfdbinary.readouterr().out == MAGIC + b"80 go"


def test_of_several_milestones_there_is_none(sample: Sample, capsys: pytest.CaptureFixture[str]) -> None:
    """A report that cannot be joined is refused with --all, before anything is judged."""
    assert sample.path.is_dir()
    assert execute(["check", "--all", "--as-of", AS_OF, "--format", "toy"]) == 2
    assert "--all: the format toy shows one milestone. Name the milestone" in capsys.readouterr().err
