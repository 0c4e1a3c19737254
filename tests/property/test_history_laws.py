"""Laws of a history: nobody is named in it, any edit is found, and what comes out is what went in."""

import csv
import io
import json
import re
import sqlite3
import tempfile
import unicodedata
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.histories import check, fill, in_file, recordings, verdict_rows
from support.random_verdicts import TEXTS, verdicts
from support.verdicts import RULES, verdict, waiver

from readiness_gate.app.history import whole
from readiness_gate.history.recording import record
from readiness_gate.history.statements import MIGRATIONS
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import recorded_name
from readiness_gate.reports.history.as_tables import tables
from readiness_gate.reports.tables.folder import render, unpacked

MARK = "zq7"
NAMES = st.sampled_from(("Ann {}", "{}@example.com", "{}", "Ö. {} Müller", "user-{}")).map(lambda one: one.format(MARK))
EVIDENCE = st.builds(Evidence, st.just("issue"), NAMES, NAMES, NAMES, NAMES)


REASONS = st.lists(
    st.one_of(
        NAMES, st.sampled_from(("the clone is shallow and begins on ", ": export it again", " ", '"', ", ", "; "))
    ),
    min_size=1,
    max_size=6,
).map("".join)


def _readings(rule: Rule) -> st.SearchStrategy[Reading]:
    value = st.booleans() if rule.unit == "boolean" else st.integers(0, 1_000)
    people = st.frozensets(NAMES, max_size=3)
    measured = st.builds(
        Measured,
        value,
        NAMES,
        st.lists(EVIDENCE, max_size=3).map(tuple),
        doubts=st.lists(NAMES, max_size=2).map(tuple),
        remedy=NAMES,
        groups=st.dictionaries(NAMES, st.integers(1, 3), max_size=2),
        of_group=NAMES,
        who=people,
        hidden=st.booleans(),
        hints=st.lists(NAMES, max_size=2).map(tuple),
        not_counted=NAMES,
    )
    return st.one_of(st.builds(Unavailable, REASONS.filter(str.strip)), measured)


@st.composite
def named(draw: st.DrawFn) -> Verdict:
    """A verdict in which people are named wherever they may be: everywhere but in what a program, its milestones and
    its rules are called."""
    owned = tuple(
        replace(
            rule,
            owner=draw(NAMES),
            remedy=draw(NAMES),
            why=draw(NAMES),
            source=draw(NAMES),
        )
        for rule in RULES
    )
    waivers = tuple(
        waiver(rule.id, reason=draw(NAMES), issue=draw(NAMES), requested_by=draw(NAMES), approved_by=draw(NAMES))
        for rule in draw(st.lists(st.sampled_from(RULES), max_size=3, unique_by=lambda rule: rule.id))
    )
    found = verdict(
        {rule.id: draw(_readings(rule)) for rule in RULES},
        rules=owned,
        waivers=waivers,
        not_measured={"feedback": draw(NAMES)},
    )
    source = Provenance(draw(NAMES), draw(NAMES), draw(NAMES), 1, found.as_of, complete=True, notes=(draw(NAMES),))
    policy = replace(found.policy, ref=draw(NAMES), weakened=(draw(NAMES),), edit=draw(NAMES), packs=(draw(NAMES),))
    asked = Parameters((("author", draw(NAMES)),))
    findings = tuple(replace(one, rule=replace(one.rule, parameters=asked)) for one in found.findings)
    return replace(found, findings=findings, sources=(source,), notes=(draw(NAMES),), policy=policy)


@law(30)
@given(st.lists(named(), min_size=1, max_size=3))
def test_nobody_is_named(judged: list[Verdict]) -> None:
    """Neither in the file, nor in what is written ahead of it, nor in what is exported."""
    with tempfile.TemporaryDirectory() as folder:
        store = in_file(Path(folder))
        with store.writing() as rows:
            for one in verdict_rows(judged):
                record(rows, one)
                assert all((row.state == "unavailable") == bool(row.why) for row in one.readings)
        with closing(sqlite3.connect(store.path)) as kept:  # the log stays while somebody reads
            kept.execute("SELECT number FROM verdicts").fetchall()
            fill(store, recordings(1, "Another"))
            files = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        assert f"{store.path.name}-wal" in files
        assert all(MARK.encode() not in content for content in files.values())
        assert all(MARK.encode() not in content for content in unpacked(tables(whole(store))).values())


_TABLES = ("programs", "verdicts", "readings")


@law(100, few=20)
@given(st.data())
def test_any_edit_is_found(data: st.DataObject) -> None:
    """Of any cell of any row, whatever it is changed to."""
    with tempfile.TemporaryDirectory() as folder:
        store = in_file(Path(folder))
        fill(store, recordings(3))
        table = data.draw(st.sampled_from(_TABLES))
        with closing(sqlite3.connect(store.path)) as connection:
            cursor = connection.execute(f"SELECT rowid, * FROM {table}")  # noqa: S608 - one of ours
            names = [name for name, *_ in cursor.description]
            row = data.draw(st.sampled_from(cursor.fetchall()))
        column = data.draw(st.integers(1, len(names) - 1))
        new = data.draw(
            st.one_of(st.integers(-(2**62), 2**62), st.text("abc'ö 1", max_size=9), st.none(), st.booleans())
        )
        before = row[column]
        if not _is_changed(store.path, table, names[column], row[0], before, new):
            return
        assert not check(store).holds, (table, names[column], before, new)


def _is_changed(path: Path, table: str, column: str, row: int, before: object, new: object) -> bool:
    """Whether the file took another value for a cell, as its columns see it."""
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            changed = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"  # noqa: S608 - ours
            connection.execute(changed, (new, row))
            [(after,)] = connection.execute(f"SELECT {column} FROM {table} WHERE rowid = ?", (row,))  # noqa: S608
    except sqlite3.IntegrityError:
        return False
    return bool(after != before)


@law(50, few=10)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=12), st.integers(1, 4))
def test_in_any_order_and_any_number_of_times(order: list[int], at_once: int) -> None:
    """Each verdict is recorded once, and the chain holds."""
    known = recordings(7)
    with tempfile.TemporaryDirectory() as folder:
        store = in_file(Path(folder))
        for begin in range(0, len(order), at_once):
            fill(store, [known[number] for number in order[begin : begin + at_once]])
        result = check(store)
        assert result.holds
        assert result.verdicts == len(set(order))
        found = {one.verdict: tuple(readings) for one, readings in whole(store)}
        assert found == {known[number].verdict: known[number].readings for number in set(order)}


@law(50)
@given(verdicts())
def test_what_is_exported_is_what_trend_writes(judged: Verdict) -> None:
    """Of each column that a history keeps, whatever is in it; the others are empty."""
    with tempfile.TemporaryDirectory() as folder:
        store = in_file(Path(folder))
        fill(store, verdict_rows([judged]))
        named = replace(judged, program=recorded_name(judged.program))
        ours, theirs = unpacked(tables(whole(store))), unpacked(render(named))
    package = json.loads(ours["datapackage.json"])
    for resource in package["resources"]:
        if resource["path"] not in theirs:  # what was decided, which is in no verdict
            continue
        optional = {field["name"] for field in resource["schema"]["fields"] if not field["constraints"]["required"]}
        rows, expected = (_rows(files[resource["path"]]) for files in (ours, theirs))
        assert len(rows) == len(expected)
        for row, wanted in zip(rows, expected, strict=True):
            origins = row.pop("policy_source", None), row.pop("facts_source", None)
            assert origins == (("work-tree", "sources") if resource["name"] == "evaluations" else (None, None))
            assert row.keys() == wanted.keys()
            for name, value in row.items():
                assert value == wanted[name] or (not value and name in optional) or name in _OWN, name


_OWN = {"evaluation", "result", "message", "unavailable"}
"""The key of a verdict is one over texts as they are shown; a result is in fewer words, and a reason in our own."""


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


@law(50)
@given(TEXTS, TEXTS)
def test_any_text_is_kept_on_any_store(program: str, title: str) -> None:
    """No character is left that a database refuses."""
    rules = tuple(replace(rule, title=title) for rule in RULES)
    [one] = verdict_rows([verdict({}, program=program, rules=rules)])
    texts = [one.verdict.program, *(row.title for row in one.readings)]
    assert not any(unicodedata.category(letter) in ("Cc", "Cs") for text in texts for letter in text)
    with tempfile.TemporaryDirectory() as folder:
        store = in_file(Path(folder))
        fill(store, [one])
        assert check(store).holds


def test_no_statement_changes_a_row() -> None:
    """Rows are added, and nothing else; the tables are made, and none is dropped."""
    source = Path(__file__).parents[2] / "readiness_gate" / "history"
    words = " ".join(path.read_text() for path in source.glob("*.py")).upper()
    for statement in ("UPDATE ", "DELETE FROM", "DROP ", "TRUNCATE", "REPLACE INTO", "ON CONFLICT"):
        assert not any(f"{quote}{statement}" in words for quote in ('"', "'")), statement
    made = [one for version in MIGRATIONS for one in version]
    assert all(
        re.match(r"CREATE TABLE |ALTER TABLE \w+ ADD COLUMN \w+ TEXT( NOT NULL DEFAULT '\w*')?$", one) for one in made
    )
    assert words.count("ALTER ") == sum(one.startswith("ALTER ") for one in made)
