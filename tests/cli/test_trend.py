"""`readiness-gate trend`, as users run it."""

import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.console import Call
from support.program import AS_OF, Sample

WORDS = ("trend", "go-live", "--as-of", AS_OF, "--since", "2026-03-01")


@pytest.mark.usefixtures("program")
def test_the_formats_agree(call: Call, tmp_path: Path) -> None:
    """One run writes all of them, each says the same, and each says which policy judged."""
    text, page, data, one, folder = (tmp_path / name for name in ("t.txt", "t.html", "t.json", "t.csv", "tables"))
    outputs = [("text", text), ("html", page), ("json", data), ("csv", one), ("tables", folder)]
    given = [word for name, place in outputs for word in ("--format", name, "--output", str(place))]
    assert call(*WORDS, *given).exit == 3
    trend = json.loads(data.read_text())
    Draft202012Validator(json.loads(call("rules", "schema", "trend").out)).validate(trend)
    assert [date["as-of"] for date in trend["dates"]][-2:] == ["2026-03-25T12:00:00Z", AS_OF]
    rows = list(csv.DictReader(io.StringIO(one.read_text())))
    assert [row["decision"] for row in rows] == [date["decision"] for date in trend["dates"]]
    assert (folder / "evaluations.csv").read_text() == one.read_text()
    findings = list(csv.DictReader(io.StringIO((folder / "findings.csv").read_text())))
    states = {(row["evaluation"], row["rule"]): row["status"] for row in findings}
    for rule in trend["rules"]:
        assert [states[row["evaluation"], rule["rule"]] for row in rows] == rule["states"]
    said = "today's policy, applied to the facts of each date"
    assert said in text.read_text()
    assert said in trend["policy-in-words"]
    assert said.replace("'", "&#39;") in page.read_text()
    assert all(said in row["sentence"] for row in rows)
    assert said in json.loads((folder / "datapackage.json").read_text())["description"]


@pytest.mark.usefixtures("program")
def test_a_series_has_the_columns_of_a_check(call: Call, tmp_path: Path) -> None:
    """More rows, and never more columns."""
    call(*WORDS, "--format", "tables", "--output", str(tmp_path / "trend"))
    call("check", "--as-of", AS_OF, "--format", "tables", "--output", str(tmp_path / "check"))
    names = sorted(path.name for path in (tmp_path / "check").iterdir())
    assert sorted(path.name for path in (tmp_path / "trend").iterdir()) == names
    for name in (name for name in names if name.endswith(".csv")):
        heads = [(tmp_path / folder / name).read_text().splitlines()[0] for folder in ("trend", "check")]
        assert heads[0] == heads[1]


@pytest.mark.usefixtures("program")
def test_all_mistakes_are_reported_together(call: Call) -> None:
    """Nothing is evaluated."""
    ended = call("trend", "nope", "--every", "0d", "--since", "2030-01-01", "--format", "nix")
    assert (ended.exit, ended.out) == (2, "")
    for said in ("--every 0d", "--since 2030-01-01", 'no milestone "nope"', 'unknown format "nix"'):
        assert said in ended.err


@pytest.mark.usefixtures("program")
def test_the_screen(call: Call) -> None:
    """One row for a rule, no wider than 80 columns; the decision alone with -q, and every date with -v."""
    usual, quiet, verbose = call(*WORDS), call(*WORDS, "-q"), call(*WORDS, "-v")
    assert max(map(len, usual.out.splitlines())) <= 80
    assert "DEF-01   " in usual.out
    assert "DEF-01" not in quiet.out
    assert "Decision" in quiet.out
    assert "2026-03-25 14:00 CET" in verbose.out or "2026-03-25 13:00 CET" in verbose.out


def test_the_policy_as_it_was(program: Sample, call: Call) -> None:
    """What had not landed by then is unknown, with the reason; and what has not landed at all does not count."""
    program.configure('packs = ["starter"]', 'packs = ["starter", "baseline"]')
    ended = call(*WORDS, "--policy", "as-it-was", "--format", "json")
    assert ended.exit == 3
    (first, *_, last) = ended.json["dates"]
    assert first["decision"] == "undecided"
    assert first["policy"] is None
    assert "readiness-gate.toml had not landed yet" in first["sentence"]
    assert last["policy"]["ref"] == program.repo.git("log", "-1", "--format=%H", "--", "readiness-gate.toml").strip()
    assert "CHG-02" not in [rule["rule"] for rule in ended.json["rules"]]
    assert "unknown as of" in ended.json["policy-in-words"]
