"""A source is added with one package and one line in a table, and everything else knows it by that."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from support.git import Repo, instant
from support.toy_source import TOY, WITH_OPEN_RISKS, WITH_TOY, RisksFacts
from support.toy_source.tables import RisksSettings

from readiness_gate.app.compare import with_edit
from readiness_gate.app.doctor import examine
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import Session, open_session
from readiness_gate.cli.output import refuse_input
from readiness_gate.config import FILE, Configuration, ConfigurationError, load
from readiness_gate.config.diff.policy import loosened
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.schema.json_schema import schema
from readiness_gate.errors import BadUse
from readiness_gate.model.overview import Overview
from readiness_gate.model.reading import Measured, Question, Unavailable
from readiness_gate.plugins import Tables
from readiness_gate.reports import FORMATS
from readiness_gate.run import evaluate, measure_all

TABLES = Tables(WITH_OPEN_RISKS, WITH_TOY, FORMATS)
NOW = instant(40)
PROGRAM = """\
[program]
name = "Test program"
timezone = "Europe/Berlin"

[milestones.go-live]
date = 2026-06-01
packs = ["own.toml"]

[git.paths]
config = ["config/**"]
code = ["src/**"]
"""
RISKS = '\n[risks]\nfile = "risks.txt"\naccepted = 1\n'
PACK = """\
[[rules]]
id = "RSK-01"
title = "Few risks are open"
dimension = "change"
signal = "risks.open"
at-most = 0
"""


def _program(folder: Path, configuration: str = PROGRAM + RISKS) -> Repo:
    repo = Repo(folder)
    repo.commit(0, {FILE: configuration, "own.toml": PACK, "risks.txt": "one\ntwo\nthree\n", "config/a": "1"})
    return repo


def _session(folder: Path, policy_ref: str | None = None) -> Session:
    return open_session(TABLES, Whereabouts(folder), NOW, FILE, policy_ref)


def _loaded(folder: Path, configuration: str) -> Configuration:
    (folder / FILE).write_text(configuration, encoding="utf-8")
    return load(FILE, WorkTree(folder).read, WITH_OPEN_RISKS, root=folder, sources=WITH_TOY)


def test_it_is_configured_read_and_measured(tmp_path: Path) -> None:
    """Its table becomes its settings, its facts are what a signal reads, and a rule judges them."""
    _program(tmp_path)
    session = _session(tmp_path)
    assert session.program.settings.of("risks", RisksSettings) == RisksSettings("risks.txt", 1)
    question = Question("risks.open", NOW)
    measured = measure_all(session.program, [question], None)
    assert measured.facts.require("risks", RisksFacts).risks == ("one", "two", "three")
    reading = measured.readings[question]
    assert isinstance(reading, Measured)
    assert reading.value == 2
    verdict = evaluate(session.program, session.gate(None, NOW), NOW)
    assert [(finding.rule.id, finding.outcome) for finding in verdict.findings] == [("RSK-01", "fail")]


def test_without_its_table_nothing_is_read(tmp_path: Path) -> None:
    """It has no settings then, and its rule is unknown for a reason that says what to provide."""
    _program(tmp_path, PROGRAM)
    session = _session(tmp_path)
    question = Question("risks.open", NOW)
    reading = measure_all(session.program, [question], None).readings[question]
    assert isinstance(reading, Unavailable)
    assert 'provide file = "…" in [risks]' in reading.reason
    assert not TOY.configured(session.program.settings)


def test_doctor_shows_it(tmp_path: Path) -> None:
    """With what its own overview says, beside the others that are configured."""
    _program(tmp_path)
    session = _session(tmp_path)
    assert examine(session, NOW).sources[-1] == Overview("risks", ("3 open",))
    assert [shown.source for shown in examine(session, NOW).sources] == ["git", "risks"]
    (tmp_path / "risks.txt").write_text("", encoding="utf-8")
    assert examine(session, NOW).sources[-1].doubts == ("the register is empty",)


def test_its_file_is_guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No report is written over the register, and it is no part of the system that people are trained on."""
    _program(tmp_path, PROGRAM + 'rest = ["**"]\n' + RISKS)
    session = _session(tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadUse, match="the verdict is based on this file"):
        refuse_input("risks.txt", session.inputs())
    refuse_input("verdict.txt", session.inputs())
    assert "**/risks.txt" in session.program.settings.git.paths.noise


def test_an_edit_that_weakens_its_settings_is_reported(tmp_path: Path) -> None:
    """In the words of the source; and a source that does not say what weakens it has every edit of it reported."""
    _program(tmp_path)
    base = _loaded(tmp_path, PROGRAM + RISKS)
    milder = _loaded(tmp_path, PROGRAM + RISKS.replace("accepted = 1", "accepted = 2"))
    stricter = _loaded(tmp_path, PROGRAM + RISKS.replace("accepted = 1", "accepted = 0"))
    assert loosened(base, milder, "go-live", WITH_TOY) == ["risks.accepted is 2 instead of 1"]
    assert loosened(base, stricter, "go-live", WITH_TOY) == []
    silent = {**WITH_TOY, "risks": replace(TOY, weakened=None)}
    for edited in (milder, stricter, _loaded(tmp_path, PROGRAM)):
        assert loosened(base, edited, "go-live", silent) == ["[risks] is changed"]
    assert loosened(base, base, "go-live", silent) == []


def test_an_edit_of_where_it_is_read_is_not_evaluated(tmp_path: Path) -> None:
    """The policy of a ref judges, and nothing is read from a file that only the edit names."""
    _program(tmp_path)
    edited = (PROGRAM + RISKS).replace("risks.txt", "mine.txt").replace("accepted = 1", "accepted = 9")
    (tmp_path / FILE).write_text(edited, encoding="utf-8")
    session = _session(tmp_path, "HEAD")
    verdict = with_edit(session, evaluate(session.program, session.gate(None, NOW), NOW), NOW)
    assert verdict.decision == "no-go"
    assert "in the work tree, risks.accepted is 9 instead of 1" in verdict.policy.weakened
    assert verdict.policy.edit.endswith("was not evaluated: it reads from other sources.")


def test_its_settings_count_for_the_digest(tmp_path: Path) -> None:
    """Of a configuration that has them."""
    _program(tmp_path)
    digests = {
        _loaded(tmp_path, PROGRAM + text).gates["go-live"].policy.digest
        for text in ("", RISKS, RISKS.replace("accepted = 1", "accepted = 2"))
    }
    assert len(digests) == len(("none", "one", "two"))


def test_its_table_is_in_the_schema() -> None:
    """With the descriptions of its keys, and without the table in that of the sources that are shipped."""
    found = schema("configuration", WITH_TOY)
    Draft202012Validator.check_schema(found)
    assert found["$defs"]["Risks"]["properties"]["accepted"]["description"] == "how many may be open"
    shipped = schema("configuration")
    assert [key for key in found["properties"] if key not in shipped["properties"]] == ["risks"]
    assert "Risks" not in shipped["$defs"]


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        pytest.param("acepted = 1", ':15:1: unknown key "acepted" in risks; did you mean "accepted"?', id="key"),
        pytest.param("accepted = 21", ":15:12: risks.accepted must be at most 20", id="value"),
        pytest.param('accepted = "1"', ":15:12: risks.accepted must be a whole number, without quotes", id="type"),
        pytest.param('file = "risks.doc"', ':15:8: "risks.doc" is no text file', id="conversion"),
    ],
)
def test_mistakes_are_told_at_their_place(tmp_path: Path, table: str, complaint: str) -> None:
    """By line and column, as in the tables of any other source."""
    needed = "" if table.startswith("file") else 'file = "risks.txt"'
    _program(tmp_path)
    with pytest.raises(ConfigurationError, match=re.escape(complaint)):
        _loaded(tmp_path, f"{PROGRAM}\n[risks]\n{needed or '# no more'}\n{table}\n")


def test_a_day_of_its_table_needs_a_time_zone(tmp_path: Path) -> None:
    """As every day does."""
    _program(tmp_path)
    text = '[program]\nname = "P"\n[risks]\nfile = "risks.txt"\n'
    assert _loaded(tmp_path, text).settings.zone is None
    with pytest.raises(ConfigurationError, match='"timezone" is missing in program'):
        _loaded(tmp_path, f"{text}reviewed = 2026-01-01\n")
