"""`readiness-gate portfolio trend` and `portfolio report`, as users run them."""

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.console import Call, Clock
from support.remembered import program

AS_OF = "2027-03-07T12:00:00Z"
WHEN = ("--as-of", AS_OF, "--since", "2027-02-14T12:00:00Z")


@pytest.fixture
def waves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Path:
    """Three waves, of which one is go, one no-go, and one has no history; the clock is at the last date."""
    states = {"First": "---+", "Second": "+++-", "Third": ""}
    for name, one in states.items():
        program(tmp_path, name, one)
    tables = (
        f'[[programs]]\nname = "{name}"\ncheckout = "{name.lower()}"\nmilestones = ["wave-2"]\ntags = ["{name}"]\n'
        for name in states
    )
    (tmp_path / "portfolio.toml").write_text('[portfolio]\nname = "All waves"\n' + "".join(tables))
    monkeypatch.chdir(tmp_path)
    clock(AS_OF)
    return tmp_path


@pytest.mark.usefixtures("waves")
def test_a_trend(call: Call) -> None:
    """Every gate over time, worst first; 3 where one is not recorded, else 0 whatever was decided."""
    ended = call("portfolio", "trend", *WHEN, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(ended.out, newline="")))
    shown = {name: [row["decision"] for row in rows if row["program"] == name] for name in ("Second", "Third", "First")}
    assert list(dict.fromkeys(row["program"] for row in rows)) == list(shown)
    assert list(shown.values()) == [["go", "go", "go", "no-go"], 4 * [""], ["no-go", "no-go", "no-go", "go"]]
    assert ended.exit == 3
    assert call("portfolio", "trend", *WHEN, "--tag", "Second", "-q").exit == 0


@pytest.mark.usefixtures("waves")
@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("trend", "--as-of", "2027-03-08"), "--as-of: 2027-03-08 is in the future"),
        (("trend", "--every", "0d"), "--every 0d"),
        (("trend", "--tag", "first"), 'no program of the portfolio has the tag "first"; did you mean'),
        (("trend", "--output", "portfolio.toml", "--format", "json"), "would be lost"),
        (("trend", "--store", "mysql://host/x"), "the history cannot be kept"),
        (("report", "--from", "gone.json"), "--from gone.json: No such file"),
        (("report", "--from", "then.json", "--tag", "First"), "Leave out --tag"),
        (("report", "--max-age", "long"), "--max-age"),
        (("report", "-p", "gone.toml"), "gone.toml not found"),
    ],
)
def test_mistakes(call: Call, words: tuple[str, ...], what: str) -> None:
    """Nothing is shown then."""
    ended = call("portfolio", *words)
    assert (ended.exit, ended.out) == (2, "")
    assert what in ended.err


def test_a_report(waves: Path, call: Call) -> None:
    """The newest verdicts as a page, a slide and a table, or as JSON, of which the same reports can be made again."""
    ended = call("portfolio", "report", "--format", "json")
    assert {one["program"]: one["decision"] for one in ended.json["gates"]} == {
        "First": "go",
        "Second": "no-go",
        "Third": "undecided",
    }
    assert ended.exit == 3
    (waves / "then.json").write_text(ended.out)
    names = ("then.html", "then.pptx", "then.csv", "again.json")
    outputs = [word for name in names for word in ("--output", name)]
    assert call("portfolio", "report", "--from", "then.json", *outputs).exit == 3
    assert (waves / "again.json").read_text() == ended.out
    slides = zipfile.ZipFile(waves / "then.pptx")
    assert [name for name in slides.namelist() if name.startswith("ppt/slides/slide")] == ["ppt/slides/slide1.xml"]
    slide = slides.read("ppt/slides/slide1.xml").decode()
    found = [slide.index(one) for one in ("1 gate no-go, 1 undecided, 1 go", "All waves", "Second", "Third", "First")]
    assert found == sorted(found)
    assert call("portfolio", "report", "--tag", "Second", "-q").exit == 0


@pytest.mark.usefixtures("waves")
def test_the_json_of_a_trend_keeps_its_schema(call: Call) -> None:
    """To the last key, also for a program without a history."""
    schema: Any = Draft202012Validator(json.loads(call("rules", "schema", "portfolio-trend").out))
    found: dict[str, Any] = call("portfolio", "trend", *WHEN, "--format", "json").json
    schema.validate(found)
    broken: tuple[dict[str, Any], ...] = ({**found, "score": 1}, {**found, "gates": [{}]}, {**found, "counts": {}})
    assert not any(map(schema.is_valid, broken))


def test_a_report_of_tomorrow(waves: Path, call: Call, clock: Clock) -> None:
    """Is refused, with what to do; so is one that somebody edited."""
    (waves / "then.json").write_text(call("portfolio", "report", "--tag", "First", "--format", "json").out)
    shown = ("portfolio", "report", "--from", "then.json")
    clock("2027-03-06T12:00:00Z")
    ended = call(*shown)
    assert (ended.exit, ended.out) == (2, "")
    assert "evaluated at 2027-03-07T12:00:00Z, and now it is 2027-03-06T12:00:00Z" in ended.err
    clock(AS_OF)
    assert call(*shown).exit == 0
    (waves / "then.json").write_text((waves / "then.json").read_text().replace("First", "Best"))
    ended = call(*shown)
    assert (ended.exit, "its digest does not match its content" in ended.err) == (2, True)


def test_an_old_report(waves: Path, call: Call, clock: Clock) -> None:
    """Says in its first line, and on its page and slide, how old it is."""
    (waves / "then.json").write_text(call("portfolio", "report", "--tag", "First", "--format", "json").out)
    shown = ("portfolio", "report", "--from", "then.json")
    clock("2027-03-15T11:00:00Z")
    assert call(*shown).out.splitlines()[0] == "✓ GO: 1 gate go"
    clock("2027-03-16T13:00:00Z")
    assert call(*shown, "-q").out.splitlines()[0] == "✓ GO: 1 gate go; evaluated 9 days ago"
    call(*shown, "--output", "then.html", "--output", "then.pptx", "--output", "again.json")
    assert "1 gate go; evaluated 9 days ago" in (waves / "then.html").read_text()
    slide = zipfile.ZipFile(waves / "then.pptx").read("ppt/slides/slide1.xml").decode()
    assert "1 gate go; evaluated 9 days ago" in slide
    assert (waves / "again.json").read_bytes() == (waves / "then.json").read_bytes()


@pytest.mark.usefixtures("waves")
def test_an_old_verdict(call: Call, clock: Clock) -> None:
    """Is no verdict, unless somebody allows it."""
    clock("2027-03-20T12:00:00Z")
    tag = ("--tag", "First", "--format", "json")
    ended = call("portfolio", "report", *tag)
    assert (ended.exit, ended.json["decision"]) == (3, "undecided")
    ended = call("portfolio", "report", *tag, "--max-age", "2w")
    assert (ended.exit, ended.json["decision"]) == (0, "go")
