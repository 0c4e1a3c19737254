"""A portfolio as it was last recorded: no verdict is older than it may be, or other than its rules."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from support.histories import tamper
from support.remembered import DATES, member, program, record, together, verdicts
from support.verdicts import VERDICTS

from readiness_gate.history import recording
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.model.portfolio import GateState, Member, Portfolio
from readiness_gate.model.time import DAY
from readiness_gate.portfolio.recorded import Age, states
from readiness_gate.portfolio.remembered import remembered
from readiness_gate.portfolio.trend import Dates, trend

NOW = DATES[-1] + DAY


def gates(
    root: Path, *members: Member, most: int = 8 * DAY, now: int = NOW, store: Path | None = None
) -> list[GateState]:
    """The gates of some programs."""
    where = remembered(members, root, None if store is None else str(store))
    return [gate for one in states(where, Age(now, most)) for gate in one.gates]


def test_the_newest_verdict_counts(tmp_path: Path) -> None:
    """With its rules, as `portfolio check` shows them, and why a rule is unknown; an old history does not say that."""
    portfolio = together(tmp_path, {"A": "---+", "B": "+++-", "C": "+++?"}, "wave-2")
    go, no_go, undecided = gates(tmp_path, *portfolio.members)
    assert (go.decision, go.open, go.as_of, go.has_verdict) == ("go", (), "2027-03-07T09:00:00Z", True)
    assert (no_go.decision, no_go.sentence) == ("no-go", VERDICTS["no-go"].sentence)
    assert [one.rule for one in no_go.open] == ["CHG-02", "LDR-01", "TRN-01"]
    assert no_go.waived == ("DEF-02",)
    assert all(one.message for one in no_go.open)
    assert {one.outcome for one in undecided.open} == {"unknown"}
    assert all("history" not in one.message for one in undecided.open)
    with closing(sqlite3.connect(tmp_path / "c" / "readiness-history.sqlite", isolation_level=None)) as older:
        older.execute("UPDATE readings SET why = NULL")
    *_, undecided = gates(tmp_path, *portfolio.members)
    assert "the history does not say why" in undecided.open[0].message
    assert go.passed > no_go.passed > 0


@pytest.mark.parametrize(
    ("statements", "why"),
    [
        (("UPDATE readings SET title = zeroblob(5000000)",), "has more than 4 MiB to be read"),
        (tuple(f"CREATE TABLE t{number} (x)" for number in range(100)), "has tables that readiness-gate did not make"),
        (
            ("DROP TABLE readings", "CREATE VIEW readings AS SELECT * FROM verdicts, verdicts AS more"),
            "has tables that readiness-gate did not make",
        ),
    ],
)
def test_a_hostile_history(tmp_path: Path, statements: tuple[str, ...], why: str) -> None:
    """Takes away the verdict of its own program, and of no other."""
    portfolio = together(tmp_path, {"A": "---+", "B": "+++-"}, "wave-2")
    tamper(tmp_path / "a" / "readiness-history.sqlite", statements)
    hostile, other = gates(tmp_path, *portfolio.members)
    assert (hostile.decision, hostile.has_verdict, why in hostile.sentence) == ("undecided", False, True)
    assert (other.decision, other.has_verdict) == ("no-go", True)
    [shown, _] = sorted(
        trend(portfolio, remembered(portfolio.members, tmp_path, None), Dates(DATES, 7 * DAY)).gates,
        key=lambda gate: gate.program,
    )
    assert shown.decision is None or shown.program == "A"


def test_a_damaged_history(tmp_path: Path) -> None:
    """Whatever page of it is damaged: the program has no verdict, or the one that was recorded, and nothing else."""
    portfolio = together(tmp_path, {"A": "---+"}, "wave-2")
    path = tmp_path / "a" / "readiness-history.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = path.read_bytes()
    [before] = gates(tmp_path, *portfolio.members)
    kept = 0
    for begin in range(0, len(whole), 1_024):
        path.write_bytes(whole[:begin] + b"\xff" * 64 + whole[begin + 64 :])
        [gate] = gates(tmp_path, *portfolio.members)
        kept += gate.has_verdict
        assert gate.decision in ("undecided", before.decision), begin
    assert 0 < kept < len(whole) // 1_024


def test_an_old_verdict_is_none(tmp_path: Path) -> None:
    """A go that may be older than its evidence is undecided, and says how old it is and what to do."""
    together(tmp_path, {"A": "+"})
    for most, decision in ((22 * DAY, "go"), (22 * DAY - 1, "undecided")):
        [gate] = gates(tmp_path, member("A", "wave-2"), most=most)
        assert (gate.decision, gate.has_verdict) == (decision, decision == "go")
    assert gate.sentence == (
        "the last verdict that was recorded is go, as of 2027-02-14T09:00:00Z, 22 days ago, which is too old. Run "
        "`readiness-gate history record wave-2` in its checkout, or allow more with --max-age"
    )


def test_a_decision_must_be_that_of_its_rules(tmp_path: Path) -> None:
    """Else somebody edited the history."""
    together(tmp_path, {"A": "----"})
    with closing(sqlite3.connect(tmp_path / "a" / "readiness-history.sqlite", isolation_level=None)) as edited:
        edited.execute("UPDATE verdicts SET decision = 'go'")
    [gate] = gates(tmp_path, member("A"), now=DATES[0])
    assert (gate.decision, gate.has_verdict) == ("undecided", False)
    assert "Run `readiness-gate history verify`" in gate.sentence


def test_a_file_of_facts_is_remembered(tmp_path: Path) -> None:
    """So that a decision which no source supports is not taken for more."""
    portfolio = together(tmp_path, {"A": "---+"}, "wave-2")
    store = tmp_path / "a" / "readiness-history.sqlite"
    [before] = gates(tmp_path, *portfolio.members)
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute(f"UPDATE verdicts SET facts_source = 'sha256:{'0' * 64}'")  # noqa: S608 - ours
    [after] = gates(tmp_path, *portfolio.members)
    assert after.sentence == f"Judged from a file of facts, without reading the sources. {before.sentence}"


def test_a_weakened_policy_is_remembered(tmp_path: Path) -> None:
    """In as many places as were recorded."""
    folder = program(tmp_path, "A")
    weakened = (
        replace(one, policy=replace(one.policy, weakened=("OUR-01 warns only", "OUR-02 is not judged")))
        for one in verdicts("The A", "+")
    )
    record(folder / "readiness-history.sqlite", weakened)
    [gate] = gates(tmp_path, member("A"), now=DATES[0])
    assert (gate.decision, gate.weakened) == ("go", 2)
    assert "policy weakened in 2 places" in gate.reservations


def test_of_two_verdicts_the_worse_counts(tmp_path: Path) -> None:
    """Whichever was recorded last, and the report says so."""
    folder = program(tmp_path, "A", "-")
    other = (replace(one, evidence_digest="sha256:" + 64 * "0") for one in verdicts("The A", "+"))
    record(folder / "readiness-history.sqlite", other)
    [gate] = gates(tmp_path, member("A"), now=DATES[0])
    assert (gate.decision, gate.has_verdict) == ("no-go", True)
    assert gate.sentence.startswith("Judged twice as of 2027-02-14T09:00:00Z: no-go, and go ")
    assert gate.sentence.endswith(f" The worse one counts. {VERDICTS['no-go'].sentence}")


def test_a_go_that_lies_ahead_is_none(tmp_path: Path) -> None:
    """A clock is wrong."""
    program(tmp_path, "A", "+")
    [gate] = gates(tmp_path, member("A"), now=DATES[0] - 1)
    assert (gate.decision, gate.has_verdict) == ("undecided", False)
    assert "which is in the future: a clock is wrong" in gate.sentence


@pytest.mark.parametrize("written", ["Caf\u00e9", "Cafe\u0301", " Caf\u00e9\u00a0", "Cafe\u0301 "])
def test_names_that_look_the_same_are_the_same(tmp_path: Path, written: str) -> None:
    """In the history, and where it is read."""
    folder = program(tmp_path, "A")
    (folder / "readiness-gate.toml").write_text(f'[program]\nname = "{written}"\n')
    store = folder / "readiness-history.sqlite"
    record(store, verdicts(written, "+"))
    with SqliteStore(store).reading() as rows:
        assert recording.programs(rows) == ["Caf\u00e9"]
    [gate] = gates(tmp_path, member("A", "wave-2"), now=DATES[0])
    assert gate.decision == "go"


def test_programs_of_one_name_are_undecided(tmp_path: Path) -> None:
    """In a history that they share, neither has a verdict, in the report and in the trend; one plan is one program."""
    store = tmp_path / "shared.db"
    for name in ("A", "B", "C"):
        program(tmp_path, name)
    (tmp_path / "b" / "readiness-gate.toml").write_bytes((tmp_path / "a" / "readiness-gate.toml").read_bytes())
    record(store, verdicts("The A", "+"))
    record(store, verdicts("The C", "+"))
    members = (member("A", "wave-2"), member("B", "wave-2"), member("C", "wave-2"))
    found = gates(tmp_path, *members, now=DATES[0], store=store)
    assert [(one.decision, one.has_verdict) for one in found] == [("undecided", False)] * 2 + [("go", True)]
    assert found[0].sentence.startswith('2 configurations have the program name "The A", and record into one history (')
    where = remembered(members, tmp_path, str(store))
    over = trend(Portfolio("All", members), where, Dates(DATES[:1], DAY))
    assert {(one.program, one.decision) for one in over.gates} == {("A", None), ("B", None), ("C", "go")}
    assert over.left == ()
    again = replace(member("A", "wave-2"), name="Again")
    found = gates(tmp_path, member("A", "wave-2"), again, now=DATES[0], store=store)
    assert [one.decision for one in found] == ["go", "go"]


def test_the_next_milestone(tmp_path: Path) -> None:
    """Of a program that names none: the next one by date that was recorded, or those of one date."""
    folder = program(tmp_path, "A", "+++")
    [gate] = gates(tmp_path, member("A"), now=DATES[2])
    assert (gate.milestone, gate.decision) == ("wave-2", "go")
    record(folder / "readiness-history.sqlite", verdicts("The A", "..-", "another"))
    both = gates(tmp_path, member("A"), now=DATES[2])
    assert [(one.milestone, one.decision) for one in both] == [("another", "no-go"), ("wave-2", "go")]
    [gate] = gates(tmp_path, member("A"))
    assert (gate.milestone, gate.decision) == ("", "undecided")
    assert gate.sentence == "every milestone that was recorded has passed. Name its milestones in the portfolio"


@pytest.mark.parametrize("how", ["nothing", "damaged", "another", "gone"])
def test_nothing_is_known(tmp_path: Path, how: str) -> None:
    """Without a history, with one that cannot be read, or with one of another milestone; the reason says what to do."""
    portfolio = together(tmp_path, {"A": "+" if how == "another" else ""})
    if how == "damaged":
        (tmp_path / "a" / "readiness-history.sqlite").write_text("no database")
    one = member("Gone") if how == "gone" else portfolio.members[0]
    [gate] = gates(tmp_path, member(one.name, "wave-3"))
    assert (gate.milestone, gate.decision, gate.has_verdict) == ("wave-3", "undecided", False)
    expected = {"damaged": "is damaged", "gone": "Clone it again"}
    assert expected.get(how, "Run `readiness-gate history record wave-3` in its checkout") in gate.sentence
