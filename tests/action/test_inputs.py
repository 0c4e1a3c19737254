"""The inputs of the action that say where it judges and what it shows."""

import shutil
from pathlib import Path

import pytest
from support.effort import heavy_after
from support.git import git
from support.program import Sample, issue
from support.runner import Runner


@pytest.mark.parametrize("asked", heavy_after(1, ["steering", "full", "off"]))
def test_how_much_the_summary_shows(runner: Runner, sample: Sample, asked: str) -> None:
    """The screen for those who decide has all but the details; the file of the output always has everything."""
    sample.export([issue("CRM-1", "Highest", summary="x\n### What to do\n")])
    ran = runner.run(sample.path, {"summary": asked})
    assert ran.exit == 1, ran.log
    whole = Path(ran.outputs["summary-file"]).read_text()
    head, rest = whole.split("### What to do\n", 1)
    details, rests_on = rest.split("### What this rests on\n", 1)
    assert "<details>" in details
    assert ran.summary == {"full": whole, "off": "", "steering": f"{head}### What this rests on\n{rests_on}"}[asked]


@pytest.mark.parametrize("asked", heavy_after(1, ["off", "steering"]))
def test_an_error_is_shown_however_little_is_asked_for(runner: Runner, sample: Sample, asked: str) -> None:
    """Where nothing was decided, the summary says so."""
    assert runner.run(sample.path, {"summary": asked, "milestone": "no-such"}).summary.startswith("## ? ERROR: ")


def test_a_step_that_only_reports_says_so_at_least(runner: Runner, sample: Sample) -> None:
    """Also where the summary shows nothing else."""
    ran = runner.run(sample.path, {"summary": "off", "fail-on": "never"})
    assert ran.summary.strip().startswith("> **Reported only.**")


@pytest.mark.parametrize("name", heavy_after(1, ["./program/", "program", "{whole}"]))
def test_a_folder_of_the_checkout(runner: Runner, sample: Sample, name: str) -> None:
    """The gate runs there, where its configuration is; a relative name is one in the workspace."""
    ran = runner.run(sample.path.parent, {"working-directory": name.format(whole=sample.path)})
    assert (ran.exit, ran.outputs["decision"]) == (0, "go"), ran.log


@pytest.mark.parametrize("name", heavy_after(2, ["-", ".", "no-such", "", "-P", "export.json"]))
def test_a_folder_that_has_no_program(runner: Runner, sample: Sample, name: str) -> None:
    """Decides nothing."""
    ran = runner.run(sample.path.parent, {"working-directory": name})
    assert (ran.exit in (2, 3), ran.outputs["decision"]) == (True, "error"), ran.log


@pytest.mark.parametrize("annotations", heavy_after(1, ["true", "false"]))
def test_a_shallow_checkout(runner: Runner, sample: Sample, annotations: str) -> None:
    """Is never a go, and shows the two lines to add, first in the summary and as an annotation."""
    shallow = sample.path.parent / "shallow"
    git(sample.path.parent, "clone", "-q", "--depth", "1", f"file://{sample.path}", str(shallow))
    shutil.copy(sample.path / "export.json", shallow)
    ran = runner.run(shallow, {"annotations": annotations})
    assert (ran.exit, ran.outputs["decision"]) == (3, "undecided"), ran.log
    assert ran.summary.startswith("> **The checkout is shallow**, ")
    assert ">     with:\n>       fetch-depth: 0\n" in ran.summary
    assert ("::notice title=The checkout is shallow::" in ran.log) == (annotations == "true")
    assert ("%0A  with:%0A    fetch-depth: 0\n" in ran.log) == (annotations == "true")
    missing = runner.run(shallow, {"policy-ref": "refs/remotes/origin/release"})
    assert (missing.exit, missing.outputs["decision"]) == (2, "error"), missing.log
    assert ">       fetch-depth: 0\n" in missing.summary
    assert "shallow" not in runner.run(sample.path, {"milestone": "no-such"}).summary


@pytest.mark.parametrize("wrong", heavy_after(1, [{"fail-on": "sometimes"}, {"milestone": "no-such"}]), ids=str)
def test_no_file_of_an_earlier_run_stays(runner: Runner, sample: Sample, tmp_path: Path, wrong: dict[str, str]) -> None:
    """Where nothing is decided, a later step finds no report of a go."""
    files = {"junit-file": "junit.xml", "html-file": str(tmp_path / "go.html"), "sarif-file": "go.sarif"}
    first = runner.run(sample.path, files)
    assert first.exit == 0, first.log
    kept = [runner.temp / "junit.xml", tmp_path / "go.html", runner.temp / "go.sarif", Path(first.outputs["json-file"])]
    assert all(file.exists() for file in kept)
    assert runner.run(sample.path, {**files, **wrong}).outputs["decision"] == "error"
    assert [file for file in kept if file.exists()] == []


@pytest.mark.parametrize(
    "name", heavy_after(2, ["readiness-gate/impact.md", "../output", "x/../readiness-gate/a/../verdict.json", "link"])
)
def test_a_report_is_in_no_place_of_another_file(runner: Runner, sample: Sample, tmp_path: Path, name: str) -> None:
    """A file of the action or of the runner is neither replaced nor removed, however it is named."""
    runner = runner.again(tmp_path / "runner")
    for folder in ("x", "readiness-gate/a"):
        (runner.temp / folder).mkdir()
    (runner.temp / "link").symlink_to("../output")
    ran = runner.run(sample.path, {"junit-file": name}, already="mine=1\n")
    assert (ran.exit, ran.outputs) == (3, {"decision": "error", "exit-code": "3"}), ran.log
    assert "must not name a file of the action or of the runner" in ran.summary
    assert runner.of_the_step()["mine"] == "1"
