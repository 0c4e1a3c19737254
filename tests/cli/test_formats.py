"""Reports for programs, as `check` writes them."""

import json
from pathlib import Path
from typing import Any

import pytest
from support.console import Call
from support.program import AS_OF, Sample, issue

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


def test_a_pack_outside_the_repository_has_no_line(program: Sample, call: Call) -> None:
    """Nothing of that repository can be shown there."""
    (program.path.parent / "outside.toml").write_text(OWN)
    program.configure('packs = ["starter"]', 'packs = ["starter", "../outside.toml"]')
    ended = call("check", "--as-of", AS_OF, "--format", "sarif")
    result = next(each for each in ended.json["runs"][0]["results"] if each["ruleId"] == "OWN-1")
    assert result["locations"] == []


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
