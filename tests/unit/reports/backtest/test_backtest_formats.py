"""The trial of a gate in each format: whole, inert, and the same for the same facts."""

import csv
import hashlib
import io
import json
import re
from base64 import b64encode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support.backtests import DEFECTS, GATE, Readings, backtest, many, stories
from support.effort import heavy_after
from support.gates import gate
from support.golden import check_golden
from support.markup import active, elements, links, words
from support.random_verdicts import HOSTILE

from readiness_gate.app.backtest.scores import scores
from readiness_gate.model.backtest import Aftermath, Scores
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.reports.backtest import as_csv, as_json, as_text, curves
from readiness_gate.reports.backtest.formats import formats
from readiness_gate.reports.html import backtest_page
from readiness_gate.reports.html.backtest_page import draw
from readiness_gate.reports.spec import Display

STORIES = stories()
GOLDEN = Path(__file__).parents[3] / "golden" / "reports"
SCHEMA: Any = Draft202012Validator(json.loads(as_json.schema_text()))


def _hostile(text: str) -> Scores:
    """A trial with a text wherever others' texts may stand."""
    rules = tuple(replace(rule, title=text, remedy=text, owner=text) for rule in GATE.rules)
    of = replace(GATE, program=text, rules=rules, milestone=replace(GATE.milestone, name=text))
    outcomes = "x.x..x...x.x.....x.?"
    defects = [Measured(4 if one == "x" else 1, text, unit="issues") for one in outcomes]
    training = [Unavailable(text) if one == "?" else Measured(0.95, text, unit="share") for one in outcomes]
    readings: dict[str, Readings] = {
        "DEF-01": defects,
        "TRN-01": training,
        "LDR-01": [Unavailable(text)] * len(outcomes),
    }
    trial = backtest(outcomes, readings, of, changed=(text,), left_out=(text,), notes=(text,))
    replays = tuple(
        replace(
            one,
            go_live=replace(one.go_live, name=text, origin=text, version=text),
            aftermath=Aftermath(one.aftermath.went_wrong, text, text),
        )
        for one in trial.replays
    )
    return scores([replace(trial, replays=replays)])


HARMLESS = elements(draw(_hostile("plain words")))


@pytest.mark.parametrize("story", STORIES)
def test_the_json_keeps_its_schema(story: str) -> None:
    """And says what the text says."""
    content = json.loads(as_json.render(STORIES[story]))
    SCHEMA.validate(content)
    assert len(content["go-lives"]) == len(STORIES[story].tried)
    assert as_json.render(stories()[story]) == as_json.render(STORIES[story])


@pytest.mark.parametrize("story", ["many", "two-programs", "three", "unknown", "all-stopped"])
def test_the_text_is_as_it_was_read(story: str) -> None:
    """Line by line, with everything that there is to say."""
    check_golden(GOLDEN / f"backtest-{story}.txt", as_text.render(STORIES[story], Display(verbosity=2)))


def test_the_other_formats_are_as_they_were_read() -> None:
    """For programs, spreadsheets and browsers."""
    check_golden(GOLDEN / "backtest-changed.json", as_json.render(STORIES["changed"]))
    check_golden(GOLDEN / "backtest-changed.csv", as_csv.render(STORIES["changed"]).decode())
    check_golden(GOLDEN / "backtest-changed.html", draw(STORIES["changed"]))


def test_leakage_is_marked_everywhere() -> None:
    """In the first paragraphs, at each go-live that was judged with evidence of today, and in every format."""
    trial = backtest("x.x", {"TRN-01": [0.95, 0.95, 0.8], "DEF-01": [0, 3, 0]})
    first, second, third = trial.replays
    leaking = replace(second.aftermath, is_leaking=True)
    replays = (replace(first, leaks=("TRN-01",)), replace(second, aftermath=leaking), third)
    found = scores([replace(trial, replays=replays)])
    said = (
        "Leakage: 2 of 3 go-lives are judged with evidence of today, which nobody had then (TRN-01, how it went). The "
        "real figures may be better, or worse."
    )
    brief, usual = (" ".join(as_text.render(found, Display(verbosity=level)).split()) for level in (0, 1))
    page = draw(found)
    content = json.loads(as_json.render(found))
    SCHEMA.validate(content)
    assert all(said in text for text in (brief, usual, page, content["sentence"]))
    for text in (usual, page):
        assert "leakage: TRN-01" in text
        assert "leakage: how it went" in text
    assert [one["leakage"] for one in content["go-lives"]] == [
        {"rules": ["TRN-01"], "outcome": False},
        {"rules": [], "outcome": True},
        {"rules": [], "outcome": False},
    ]
    marked = [(row["go_live"], row["rule"]) for row in _rows(found) if row["leakage"] == "true"]
    assert marked == [("Release 2.0", "TRN-01")]


def test_the_schema_is_one() -> None:
    """And lets nothing through that lacks a field."""
    Draft202012Validator.check_schema(json.loads(as_json.schema_text()))
    content = json.loads(as_json.render(STORIES["many"]))
    del content["rules"][0]["counts"]
    assert not SCHEMA.is_valid(content)


def test_the_numbers_for_programs() -> None:
    """Counts, ratios with null for what has no bound, limits, and a suggestion only where there is one."""
    content = json.loads(as_json.render(STORIES["told-apart"]))
    rule = content["rules"][0]
    assert rule["rule"] == "DEF-01"
    assert rule["counts"]["stopped"] == {"went-wrong": 6, "went-well": 0, "unknown": 0}
    assert rule["skill"]["risk-ratio"] == {"value": None, "low": pytest.approx(6.2, abs=0.1), "high": None}
    assert rule["limits"][0] == {"limit": 1, "stopped": {"went-wrong": 6, "went-well": 0, "unknown": 0}}
    assert rule["choice"] is None or rule["choice"]["suggested-limit"] is None
    assert "p-holm" not in content["gate"]["skill"]
    better = json.loads(as_json.render(STORIES["better-limit"]))["rules"][0]["choice"]
    assert better["suggested-limit"] == 1
    assert json.loads(as_json.render(STORIES["three"]))["gate"]["skill"] is None
    assert json.loads(as_json.render(STORIES["none"]))["programs"][0]["left-out"]


def _rows(found: Scores) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv.render(found).decode(), newline="")))


def test_the_table_has_a_row_for_each_rule_at_each_go_live() -> None:
    """With a value where there is one, and whether the rule is set aside."""
    rows = _rows(STORIES["many"])
    assert len(rows) == 38 * 4
    assert {row["set_aside"] for row in rows if row["rule"] == "LDR-01"} == {"true"}
    assert {row["set_aside"] for row in rows if row["rule"] == "DEF-01"} == {"false"}
    assert {row["value"] for row in rows if row["outcome"] == "unknown"} == {""}
    assert {row["went_wrong"] for row in rows} == {"true", "false", ""}
    assert _rows(STORIES["none"]) == []
    assert as_csv.render(STORIES["none"]).decode().startswith("program,go_live,date,")


def test_a_value_that_is_not_shown_is_in_no_format() -> None:
    """It protects a small group."""
    hidden = [Measured(7_777, "Not shown.", unit="issues", hidden=True)] * 12
    found = scores([backtest("x.x..x...x..", {"DEF-01": hidden}, gate(DEFECTS))])
    for report in formats(Display(verbosity=2)).values():
        assert b"7777" not in report.render(found).replace(b",", b"")


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("width", heavy_after(2, [80, 60, 40, 120, 160]))
def test_no_line_is_wider_than_the_screen(story: str, width: int) -> None:
    """Whatever is to be shown."""
    for verbosity in (0, 1, 2):
        text = as_text.render(STORIES[story], Display(width=width, verbosity=verbosity))
        assert max(map(len, text.splitlines())) <= width


def test_the_text_says_more_when_asked() -> None:
    """The paragraphs alone; the go-lives and the rules; how it is counted, and what shows how each went."""
    least, usual, most = (
        as_text.render(STORIES["many"], Display(width=120, verbosity=verbosity)) for verbosity in (0, 1, 2)
    )
    assert "Release 2.1 " not in least
    assert re.search(r"2024-01-29  Release 2\.1 +stopped +went wrong +caught +DEF-01\n", usual)
    assert re.search(r"DEF-01\* +9 +3 +0 +23 +3 +8\.7 \(3\.9 to 21\)  Few open severity 1 defects", usual)
    assert "2.4.1 followed after 6 days." not in usual
    assert "2.4.1 followed after 6 days." in most
    assert "How this is counted" in most
    assert "How this is counted" not in usual
    few = as_text.render(STORIES["three"], Display(width=80))
    assert "ratio" not in few
    assert "is more than chance" not in few
    assert re.search(r"undecided +went well +unknown: TRN-01", as_text.render(STORIES["changed"], Display()))
    assert re.search(r"undecided +went wrong +no rule is known", as_text.render(STORIES["unknown"], Display()))


def test_colors_are_for_what_the_gate_got_wrong() -> None:
    """A go-live that it missed is the worst line, and one that it let pass and that went well is quiet; that it stopped
    one is no failure."""
    text = as_text.render(STORIES["two-programs"], Display(color=True, width=100))
    lines = text.splitlines()
    red, yellow = (next(line for line in lines if f"m{word}" in line) for word in ("missed", "false alarm"))
    assert re.search(r"\x1b\[1;31mmissed", red)
    assert re.search(r"\x1b\[1;33mfalse alarm", yellow)
    assert not any("31m" in line or "32m" in line for line in lines if "mmissed" not in line)
    page = draw(STORIES["two-programs"])
    assert '<span class="badge fail">missed</span>' in page
    assert '<span class="badge warn">false alarm</span>' in page
    assert '<span class="badge caught">caught</span>' in page
    assert "badge pass" not in page.partition("</style>")[2]


def test_programs_read_what_the_paragraphs_say() -> None:
    """What wrong means, the rules that are left out, and both gates of a trial."""
    trial, without = (json.loads(as_json.render(STORIES[name])) for name in ("changed", "left-out"))
    assert trial["programs"][0]["went-wrong-means"] == ["a patch within 14 days"]
    assert trial["gate"]["counts"]["stopped"] == {"went-wrong": 1, "went-well": 1, "unknown": 0}
    assert trial["gate"]["configured"]["stopped"] == {"went-wrong": 4, "went-well": 1, "unknown": 0}
    assert without["gate"]["configured"] is None
    assert without["gate"]["left-out"] == [{"rule": "GOV-05", "why": "is about the evidence of today"}]
    assert [one["rule"] for one in without["rules"]] == ["DEF-01"]
    assert without["rules-looked-at"] == 1
    assert without["gate"]["undecided"]["risk-ratio-if-stopped"]["value"] is None
    assert without["gate"]["undecided"]["risk-ratio-if-let-pass"]["value"] == 6
    assert {row["set_aside"] for row in _rows(STORIES["left-out"]) if row["rule"] == "GOV-05"} == {"true"}


@pytest.mark.parametrize("text", heavy_after(8, HOSTILE))
def test_hostile_texts_are_inert(text: str) -> None:
    """In every format, wherever they stand."""
    found = _hostile(text)
    for report in formats(Display(color=False, verbosity=2)).values():
        shown = report.render(found).decode()
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
        if report.name == "json":
            SCHEMA.validate(json.loads(shown))
    page = draw(found)
    assert elements(page) == HARMLESS
    assert active(page) == links(page) == []
    assert not any(
        cell.startswith(("=", "+", "-", "@")) for row in _rows(found) for cell in row.values() if len(cell) > 1
    )


@pytest.mark.parametrize("story", STORIES)
def test_the_page_allows_nothing_from_outside(story: str) -> None:
    """Its policy forbids all but its own style, by the digest."""
    page = draw(STORIES[story])
    style = page.partition("<style>")[2].partition("</style>")[0]
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'; " in page
    assert active(page) == links(page) == []


def test_the_page_says_what_the_text_says() -> None:
    """With the figures, and a chart of the limits of each rule that has others."""
    shown = words(draw(STORIES["many"]))
    assert "11 of 12 bad go-lives caught, 11 of 23 good ones held up" in shown
    assert "This gate would have stopped 22 of 38 go-lives and let 16 pass." in shown
    assert "How this is counted" in shown
    assert "6.5 (1.7 to 30)" in shown
    assert draw(STORIES["many"]).count("<svg") == 3
    assert "What other limits would have stopped" not in words(draw(STORIES["two-programs"]))
    assert "unknown It is unknown whether" in words(draw(STORIES["unknown"])).replace("CRM rollout ", "").replace(
        "wave-2: tried on past go-lives ", ""
    )
    assert "only warns" in shown


def test_a_page_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what it leaves out."""
    monkeypatch.setattr(backtest_page, "MOST", 10)
    monkeypatch.setattr(curves, "MOST", 2)
    shown = words(draw(STORIES["many"]))
    assert "28 more go-lives (the JSON report has them all)" in shown
    assert "1 more rules (the JSON report has them all)" in shown


def test_a_chart_marks_the_configured_limit() -> None:
    """And says in words what it shows."""
    chart = next(one for one in curves.curves(scores([many()])) if one.id == "limits-DEF-01")
    assert chart.marks[0].name == "this gate: at most 2 issues"
    assert chart.columns[int(chart.marks[0].place)] == "at most 2 issues"
    assert "that of this gate, at most 2 issues, 9, of which 9 went wrong." in chart.summary
    assert len(chart.columns) == len(chart.lines[0].points)


def test_the_formats_by_name_and_ending() -> None:
    """As the other reports have them."""
    assert {name: report.endings for name, report in formats(Display()).items()} == {
        "text": (".txt",),
        "json": (".json",),
        "csv": (".csv",),
        "html": (".html", ".htm"),
    }
