"""Reports for programs, as `check` writes them."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from support.console import Call
from support.program import AS_OF, Sample, issue

from readiness_gate.cli import targets as targets_of_cli

OWN = """\
[[rules]]
id = "OWN-1"
title = "Quiet"
dimension = "change"
signal = "change.landings"
at-most = 0
with = { window = "90d" }
"""


def _lines(text: str) -> dict[str, tuple[str, int]]:
    """The file and the line of each result, by its rule."""
    found: dict[str, tuple[str, int]] = {}
    for result in json.loads(text)["runs"][0]["results"]:
        physical: Any = result["locations"][0]["physicalLocation"]
        found.setdefault(result["ruleId"], (physical["artifactLocation"]["uri"], physical["region"]["startLine"]))
    return found


@pytest.mark.parametrize("folder", [".", "program"])
def test_rules_are_at_their_lines(
    program: Sample, call: Call, folder: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """One of our own where it is written, one that is changed at its change, one as it is shipped at the packs of the
    milestone; each relative to the top of the repository, wherever the command runs."""
    assert tmp_path
    program.write("ours.toml", f"# ours\n{OWN}")
    program.configure('packs = ["starter"]', 'packs = ["starter", "./ours.toml"]')
    program.configure("[program]\n", "[[rules]]\nid = 'DEF-02'\nat-most = 0\nwaivable = false\n\n[program]\n")
    program.export([issue("CRM-1", "Highest"), issue("CRM-2", "High")])
    if folder != ".":
        below = program.path / folder
        below.mkdir()
        for name in ("readiness-gate.toml", "ours.toml", "export.json", "roster.csv", "completions.csv"):
            (program.path / name).rename(below / name)
        monkeypatch.chdir(below)
    ended = call("check", "--as-of", AS_OF, "--format", "sarif")
    assert ended.exit == 1
    found = _lines(ended.out)
    prefix = "" if folder == "." else f"{folder}/"
    text = (program.path / folder / "readiness-gate.toml").read_text().splitlines()
    for rule, name, line in (
        ("readiness-gate/decision", "readiness-gate.toml", text.index("[milestones.go-live]") + 1),
        ("DEF-01", "readiness-gate.toml", text.index('packs = ["starter", "./ours.toml"]') + 1),
        ("DEF-02", "readiness-gate.toml", 1),
        ("OWN-1", "ours.toml", 2),
    ):
        assert found[rule] == (f"{prefix}{name}", line)


def test_a_rule_from_outside_the_repository_is_where_its_milestone_is(program: Sample, call: Call) -> None:
    """Nothing of that repository can be shown there, and hosts refuse a result that is nowhere."""
    (program.path.parent / "outside.toml").write_text(OWN)
    program.configure('packs = ["starter"]', 'packs = ["starter", "../outside.toml"]')
    ended = call("check", "--as-of", AS_OF, "--format", "sarif")
    result = next(each for each in ended.json["runs"][0]["results"] if each["ruleId"] == "OWN-1")
    [place] = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "readiness-gate.toml"


def test_all_reports_are_of_one_verdict(program: Sample, call: Call) -> None:
    """One run writes each, and all have the same decision; nothing else is left in the folder."""
    program.export([issue("CRM-1", "Highest")])
    before = {path.name for path in program.path.iterdir()}
    names = ["a.json", "a.md", "a.xml", "a.sarif", "a.sarif.json", "a.txt"]
    ended = call("check", "--as-of", AS_OF, *(word for name in names for word in ("--output", name)))
    assert (ended.exit, ended.out, ended.err) == (1, "", "")
    assert {path.name for path in program.path.iterdir()} - before == set(names)
    assert json.loads((program.path / "a.json").read_text())["decision"] == "no-go"
    assert 'name="decision" value="no-go"' in (program.path / "a.xml").read_text()
    sarif = (program.path / "a.sarif").read_text()
    assert json.loads(sarif)["runs"][0]["properties"]["decision"] == "no-go"
    assert (program.path / "a.sarif.json").read_text() == sarif


def test_documents_for_a_committee_are_of_one_verdict(program: Sample, call: Call) -> None:
    """A message, slides and a comment from one run, each known by the ending of its file or by its format."""
    program.export([issue("CRM-1", "Highest")])
    outputs = ("--output", "a.eml", "--output", "a.pptx", "--output", "a.txt")
    named = ("--format", "email", "--format", "pptx", "--format", "comment")
    ended = call("check", "--as-of", AS_OF, *named, *outputs)
    assert (ended.exit, ended.out, ended.err) == (1, "", "")
    assert (program.path / "a.eml").read_bytes().startswith(b"Subject: NO-GO: go-live on ")
    assert (program.path / "a.pptx").read_bytes().startswith(b"PK")
    assert (program.path / "a.txt").read_text().startswith("**✗ NO-GO: go-live on ")
    assert call("check", "--as-of", AS_OF, "--output", "b.eml").exit == 1
    assert (program.path / "b.eml").read_bytes() == (program.path / "a.eml").read_bytes()


FILES = [
    "datapackage.json",
    "evaluations.csv",
    "evidence.csv",
    "findings.csv",
    "readings.csv",
    "remarks.csv",
    "sources.csv",
    "waivers.csv",
]
TABLES = ("check", "--as-of", AS_OF, "--format", "tables", "--output")


def test_an_extra_that_is_missing_is_named(program: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the command that brings it, before anything is judged; other formats need none."""
    assert program.path.exists()
    assert call("check", "--as-of", AS_OF, "--format", "ics").out.startswith("BEGIN:VCALENDAR")
    monkeypatch.setattr(targets_of_cli, "find_spec", dict[str, None]().get)
    ended = call("check", "--as-of", AS_OF, "--output", "a.ics", "--output", "a.json")
    assert (ended.exit, ended.out) == (2, "")
    assert '--format ics needs icalendar: pip install "readiness-gate[calendar]"' in ended.err
    ended = call("check", "--as-of", AS_OF, "--output", "a.pdf", "--output", "a.pptx", "--output", "a.eml")
    assert (ended.exit, ended.out) == (2, "")
    assert '--format pdf needs weasyprint: pip install "readiness-gate[pdf]"' in ended.err
    assert '--format pptx needs pptx: pip install "readiness-gate[pptx]"' in ended.err
    assert call("check", "--as-of", AS_OF, "--format", "junit").exit == 0


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_tables_are_a_folder(program: Sample, call: Call) -> None:
    """It is written as a whole, and again in place of itself; nothing is left beside it."""
    before = _names(program.path)
    assert call(*TABLES, "out") == call(*TABLES, "out/")
    assert _names(program.path / "out") == FILES
    (program.path / "out" / "findings.csv").write_text("old")
    (program.path / ".readiness-gate-killed.tmp").mkdir()
    (program.path / ".readiness-gate-killed.tmp" / "findings.csv").write_text("left by a writer that was killed")
    (program.path / "out").chmod(0o750)
    assert call(*TABLES, "out").exit == 0
    assert (program.path / "out" / "findings.csv").read_text().startswith("evaluation,rule,")
    assert (program.path / "out").stat().st_mode & 0o777 == 0o750
    assert _names(program.path) == sorted([*before, "out"])


def test_tables_may_be_an_archive(program: Sample, call: Call) -> None:
    """A name that ends in .zip is one file; its format is known by that."""
    assert call(*TABLES, "out.zip", "--output", "other.ZIP", "--format", "tables").exit == 0
    assert (program.path / "out.zip").read_bytes() == (program.path / "other.ZIP").read_bytes()
    with ZipFile(program.path / "out.zip") as files:
        assert sorted(files.namelist()) == FILES
    assert call("check", "--as-of", AS_OF, "--output", "third.zip").exit == 0
    assert (program.path / "third.zip").read_bytes().startswith(b"PK")


def test_tables_of_all_milestones(program: Sample, call: Call) -> None:
    """One folder with the rows of each."""
    program.configure(
        "[git]\n", '[milestones.wave-2]\nkind = "go-live"\ndate = 2026-07-01\npacks = ["starter"]\n\n[git]\n'
    )
    assert call("check", "--all", *TABLES[1:], "out").exit == 0
    rows = (program.path / "out" / "evaluations.csv").read_text().splitlines()
    assert [row.split(",")[2] for row in rows] == ["milestone", "go-live", "wave-2"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("docs", "the folder has other files (quoting.md), which would be lost"),
        (".", "the folder has other files (.git and"),
        ("own", "the folder has other files (evidence.csv), which would be lost"),
        ("export.json", "this report is a folder, and there is a file of this name"),
        ("fine/../docs", "the folder has other files"),
        (".git/out", "git keeps its data there"),
        ("link", "the folder has other files (quoting.md)"),
        ("away", "a symbolic link leads out of this folder"),
    ],
)
def test_no_folder_of_others_is_replaced(program: Sample, call: Call, name: str, told: str) -> None:
    """Whatever it has: bad use, and all is as it was."""
    program.write("own/evidence.csv", "a,b\n")
    program.write("fine/datapackage.json", "{}")
    (program.path / "link").symlink_to("docs")
    (program.path / "away").symlink_to(program.path.parent / "elsewhere")
    before = sorted(program.path.rglob("*"))
    ended = call(*TABLES, name)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert sorted(program.path.rglob("*")) == before


def test_a_folder_with_evidence_is_not_replaced(program: Sample, call: Call) -> None:
    """Not even where it looks like one of ours."""
    program.write("facts/datapackage.json", "{}")
    (program.path / "roster.csv").rename(program.path / "facts" / "waivers.csv")
    program.configure('roster = "roster.csv"', 'roster = "facts/waivers.csv"')
    ended = call(*TABLES, "facts")
    assert (ended.exit, ended.out) == (2, "")
    assert "the folder has other files, which would be lost" in ended.err


def test_a_folder_that_cannot_be_written(program: Sample, call: Call) -> None:
    """Exit code 4, with its name."""
    ended = call(*TABLES, "none/out")
    assert ended.exit == 4
    assert "none/out cannot be written: No such file or directory" in ended.err
    assert not (program.path / "none").exists()


def test_a_folder_is_for_tables_only(program: Sample, call: Call) -> None:
    """A name that ends as a folder's is no file for text."""
    ended = call("check", "--as-of", AS_OF, "--output", "new/")
    assert (ended.exit, ended.out) == (2, "")
    assert "--output new/: this is a folder. Name a file, or add --format tables." in ended.err
    assert not (program.path / "new").exists()
