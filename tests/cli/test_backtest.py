"""`readiness-gate backtest`, as users run it."""

import csv
import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.console import Call
from support.program import Sample

HAND = """
[[past-go-lives]]
name = "Wave 1"
date = 2026-03-31
went-wrong = true
said-by = "j.meyer"

[[past-go-lives]]
name = "Wave 2"
date = 2026-04-02
went-wrong = false
said-by = "j.meyer"
"""
TAGS = """
[[past-go-lives]]
from = "tags"
pattern = "v*"
patch-within = "14d"
"""


def _state(program: Sample, text: str) -> None:
    path = program.path / "readiness-gate.toml"
    path.write_text(path.read_text() + text)


@pytest.fixture
def tried(program: Sample) -> Sample:
    """A program with two past go-lives."""
    _state(program, HAND)
    return program


def _json(call: Call, *words: str) -> Any:
    return json.loads(call("backtest", *words, "--format", "json").out)


@pytest.mark.usefixtures("tried")
def test_each_verdict_is_that_of_check(call: Call, tried: Sample) -> None:
    """On a configuration that has the milestone on that day."""
    path = tried.path / "readiness-gate.toml"
    text = path.read_text()
    ended = call("backtest", "--undated", "as-of-today", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    for day, before in (("2026-03-31", "2026-03-30"), ("2026-04-02", "2026-04-01")):
        path.write_text(text.replace("date = 2026-06-01", f"date = {day}"))
        verdict = json.loads(call("check", "--as-of", before, "--format", "json").out)
        alone = {one["rule"]: one["outcome"] for one in verdict["findings"]}
        there = {row["rule"]: row["outcome"] for row in rows if row["date"] == day}
        assert there
        assert {name: alone[name] for name in there} == there
    assert {row["rule"] for row in rows if row["leakage"] == "true"} == {"TRN-01", "TRN-01-b"}


@pytest.mark.usefixtures("tried")
def test_the_formats(call: Call, tmp_path: Path) -> None:
    """One run writes all of them, and the JSON is as its schema says."""
    outputs = {"text": "b.txt", "json": "b.json", "csv": "b.csv", "html": "b.html"}
    words = [word for name, file in outputs.items() for word in ("--format", name, "--output", str(tmp_path / file))]
    assert call("backtest", *words).out == ""
    assert all((tmp_path / file).stat().st_size for file in outputs.values())
    schema: Any = Draft202012Validator(json.loads(call("rules", "schema", "backtest").out))
    schema.validate(json.loads((tmp_path / "b.json").read_text()))


@pytest.mark.usefixtures("tried")
def test_other_limits(call: Call) -> None:
    """Are tried, and the report says which."""
    usual, other = (
        call("backtest"),
        call("backtest", "--set", "GOV-05.enforcement=info", "--set", "trn-01.at-least=0.5"),
    )
    assert usual.out != other.out
    assert "trn-01.at-least=0.5" in other.out
    assert "GOV-05.enforcement=info" in other.out


@pytest.mark.usefixtures("tried")
def test_all_mistakes_in_options_are_reported_together(call: Call) -> None:
    """Nothing is read."""
    ended = call("backtest", "nope", "--as-of", "2099-01-01", "--format", "nix")
    assert (ended.exit, ended.out) == (2, "")
    for said in ("--as-of", 'no milestone "nope"', 'unknown format "nix"'):
        assert said in ended.err
    ended = call("backtest", "--set", "NOPE.at-most=1", "--set", "DEF-01.at-mots=1")
    assert (ended.exit, ended.out) == (2, "")
    assert 'no rule "NOPE"' in ended.err
    assert "at-most" in ended.err


def test_nothing_is_stated(call: Call, program: Sample) -> None:
    """That is bad use, with an example."""
    ended = call("backtest")
    assert ended.exit == 2
    assert "[[past-go-lives]]" in ended.err
    _state(program, HAND.replace("2026-04-02", "2199-01-01"))
    ended = call("backtest")
    assert ended.exit == 2
    assert 'the go-live "Wave 2" on 2199-01-01 is in the future' in ended.err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param(HAND, 0, id="known"),
        pytest.param(HAND.replace("2026-04-02", "2026-01-05"), 3, id="unknown-rule"),
        pytest.param(TAGS, 3, id="no-tags"),
        pytest.param(HAND + TAGS, 3, id="a-source-without-any"),
        pytest.param('\n[[past-go-lives]]\nname = "W"\ndate = 2026-04-02\n', 3, id="unknown-outcome"),
        pytest.param('\n[[past-go-lives]]\nfrom = "versions"\nexport = "v.json"\npattern = "*"\n', 3, id="missing"),
    ],
)
def test_exit_codes(call: Call, program: Sample, text: str, code: int) -> None:
    """0 where everything is known that was asked for, else 3; and never that of a verdict."""
    _state(program, text)
    ended = call("backtest")
    assert (ended.exit, ended.err) == (code, "")
    assert ended.out


def test_several_programs(call: Call, tried: Sample, tmp_path: Path) -> None:
    """Are tried together, each on its own go-lives; one without the milestone is refused."""
    other = Sample(tmp_path / "other", like=tried.path)
    other.configure('name = "Test program"', 'name = "Other program"')
    config = os.fspath(other.path / "readiness-gate.toml")
    both, alone = _json(call, "--program", config), _json(call)
    assert len(both["go-lives"]) == 2 * len(alone["go-lives"])
    again = call("backtest", "--program", "readiness-gate.toml", "--program", config, "--program", config)
    assert (again.exit, again.err.count("this program is tried already: give it once")) == (2, 2)
    other.configure('name = "Other program"', 'name = "test  program"')
    called = call("backtest", "--program", config)
    assert (called.exit, 'it is called "test  program", as ' in called.err) == (2, True)
    other.configure("[milestones.go-live]", '[milestones.other]\nkind = "go-live"')
    ended = call("backtest", "--program", config)
    assert ended.exit == 2
    assert f'--program {config}: there is no milestone "go-live"; the configuration has: other' in ended.err


def test_hostile_names(call: Call, program: Sample) -> None:
    """Do not reach the terminal, nor become markup."""
    listed = [{"name": "R <script>\x1b[31m\u202e 1.0", "released": True, "releaseDate": "2026-03-31"}]
    program.write("v.json", json.dumps(listed))
    _state(program, '\n[[past-go-lives]]\nfrom = "versions"\nexport = "v.json"\npattern = "R*"\n')
    for name in ("text", "html", "csv"):
        out = call("backtest", "--format", name).out
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert "<script>" not in call("backtest", "--format", "html").out


def test_an_output_never_overwrites_an_input(call: Call, tried: Sample) -> None:
    """Those of every program."""
    for name in ("readiness-gate.toml", "export.json"):
        ended = call("backtest", "--format", "text", "--output", os.fspath(tried.path / name))
        assert ended.exit == 2


def test_an_output_never_overwrites_the_versions(call: Call, program: Sample) -> None:
    """They are read, too."""
    program.write("v.json", json.dumps([{"name": "1.0", "released": True, "releaseDate": "2026-03-31"}]))
    _state(program, '\n[[past-go-lives]]\nfrom = "versions"\nexport = "v.json"\npattern = "*"\n')
    ended = call("backtest", "--output", os.fspath(program.path / "v.json"))
    assert ended.exit == 2
    assert json.loads((program.path / "v.json").read_text())


def test_a_ref_has_the_policy(call: Call, tried: Sample) -> None:
    """Its go-lives count, and not those that a change writes."""
    tried.repo.git("add", "-A")
    tried.repo.commit(89, {}, "the policy")
    _state(tried, HAND.replace("Wave", "Change").replace("04-02", "04-03").replace("03-31", "04-04"))
    names = {one["name"] for one in _json(call, "--policy-ref", "main")["go-lives"]}
    assert names == {"Wave 1", "Wave 2"}
