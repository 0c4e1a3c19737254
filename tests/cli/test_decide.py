"""`decide` writes what the committee decided beside what the gate says, and changes no verdict."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from support.console import Call, Clock
from support.program import Ended, Sample, issue

from readiness_gate.sources.decisions.lines import FILE, parsed

BOSS = "sponsor@example.com"
NOW = "2026-04-01T12:00:00Z"
WORDS = ("--by", BOSS, "--because", "Agreed with sales operations")
CONDITION = ("--condition", "Install patch 4.2", "--due", "2026-04-10", "--owner", "CRM team")
LATER = ("--condition", "Train the clerks", "--due", "2026-04-20", "--owner", "Training")


@pytest.fixture
def deciding(program: Sample, clock: Clock) -> Sample:
    """A program of which DEF-02 fails, with a rule on conditions; its policy landed, and two may decide."""
    clock(NOW)
    program.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    program.configure(
        "[git]\n", f'[waivers]\napprovers = ["{BOSS}"]\n\n[decisions]\nby = ["pm@example.com"]\n\n[git]\n'
    )
    program.write("own.toml", 'includes = ["integrity"]\nonly = ["GOV-07"]\n')
    program.export([issue("CRM-1", "High"), issue("CRM-3", kind="Story", category="done")])
    program.repo.commit(89, {}, "the policy")
    return program


def decide(call: Call, *words: str) -> Ended:
    """How the command ends, for a go."""
    return call("decide", "go-live", "go", *WORDS, *words)


def lines(program: Sample) -> list[Any]:
    """The lines of the log, which is whole."""
    content = (program.path / FILE).read_bytes()
    assert parsed(content).problem is None
    return [json.loads(line) for line in content.splitlines()]


def test_a_decision_against_the_gate(deciding: Sample, call: Call, clock: Clock) -> None:
    """Is written with what the gate says, and marked in every later report until its conditions are closed."""
    before = call("check", "--format", "json").json
    ended = decide(call, *CONDITION, *LATER, "--revisit", "2026-04-15")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out.startswith(
        "Wrote a decision to readiness-decisions.jsonl.\n\n"
        "1. go for go-live by sponsor@example.com on 2026-04-01 14:00 CEST, against the\ngate\n"
        "    Agreed with sales operations\n    The gate said no-go as of 2026-04-01 14:00 CEST: No-go, "
    )
    assert ended.out.endswith("\nNext: commit readiness-decisions.jsonl, and land it within two days.\n")
    (line,) = lines(deciding)
    assert line.pop("digest").startswith("sha256:")
    assert line == {
        "schema": 1,
        "number": 1,
        "kind": "decision",
        "program": "Test program",
        "milestone": "go-live",
        "decision": "go",
        "gate": "no-go",
        "against-gate": True,
        "sentence": before["sentence"],
        "evidence": before["evidence-digest"],
        "policy": before["policy"]["digest"],
        "as-of": NOW,
        "conditions": [
            {"id": "1.1", "text": "Install patch 4.2", "due": "2026-04-10", "owner": "CRM team"},
            {"id": "1.2", "text": "Train the clerks", "due": "2026-04-20", "owner": "Training"},
        ],
        "revisit": "2026-04-15",
        "at": NOW,
        "by": BOSS,
        "because": "Agreed with sales operations",
        "before": None,
    }
    clock("2026-04-02T08:00:00Z")
    mark = (
        "Decided go on 2026-04-01 by sponsor@example.com, against the gate (no-go), 2 of 2 conditions are open, "
        "the next due 2026-04-10: Agreed with sales operations"
    )
    assert call("check", "--format", "json").json["notes"] == [mark]
    for words in (("check",), ("check", "-q"), ("check", "--format", "markdown"), ("explain", "DEF-02", "go-live")):
        assert "Decided go on 2026-04-01" in call(*words).out, words
    assert "Decided go on 2026-04-01" in call("trend", "go-live", "--format", "json").out
    assert call("log", "close", "1.1", "--by", "pm@example.com", "--because", "Installed").exit == 0
    clock("2026-04-02T08:00:01Z")
    early = "Line 2 of readiness-decisions.jsonl has not landed in main, and counts once it has: commit it"
    assert call("check", "--format", "json").json["notes"] == [mark, early]
    assert "  Line 2 has not landed in main, and counts once it has: commit it." in call("log").out
    deciding.repo.commit(91, {}, "the first condition is met")
    assert " 1 of 2 conditions is open, the next due 2026-04-20: " in call("check", "--format", "json").json["notes"][0]
    clock("2026-04-21T08:00:00Z")
    assert "open, overdue since 2026-04-20: " in call("check", "--format", "json").json["notes"][0]
    clock("2026-04-02T08:00:01Z")
    assert call("log", "close", "1.2", "--by", BOSS, "--because", "Trained").exit == 0
    clock("2026-04-02T08:00:02Z")
    deciding.repo.commit(91.1, {}, "the second condition is met")
    assert "notes" not in call("check", "--format", "json").json
    assert "Decided go" not in call("check", "--as-of", NOW).out, "what was decided then was not known then"


def test_a_decision_changes_no_verdict(deciding: Sample, call: Call, clock: Clock) -> None:
    """Nor an exit code: neither that of check, nor its own."""
    for choice, gate in (("go", 1), ("no-go", 1), ("postpone", 1)):
        assert call("check").exit == gate
        assert call("decide", "go-live", choice, *WORDS).exit == 0
        clock("2026-04-01T13:00:00Z")
    clock("2026-04-01T14:00:00Z")
    assert call("check").exit == 1
    assert [line["against-gate"] for line in lines(deciding)] == [True, False, False]
    assert "notes" not in call("check", "--format", "json").json, "a later decision replaced the first one"


def test_a_decision_with_the_gate(deciding: Sample, call: Call, clock: Clock) -> None:
    """Is not marked; nor is one that waits in spite of a go."""
    deciding.export([issue("CRM-1", category="done"), issue("CRM-3", kind="Story", category="done")])
    assert call("check").exit == 0
    assert "against the" not in decide(call).out
    assert "against the" not in call("decide", "go-live", "postpone", *WORDS).out
    clock("2026-04-01T13:00:00Z")
    assert "notes" not in call("check", "--format", "json").json


def test_overdue_conditions_block_the_next_gate(deciding: Sample, call: Call, clock: Clock) -> None:
    """From the day after their day, until they are closed; the past stays as it was."""
    deciding.export([issue("CRM-1", category="done"), issue("CRM-3", kind="Story", category="done")])
    assert decide(call, *CONDITION).exit == 0
    clock("2026-04-05T12:00:00Z")
    assert call("check", "--format", "json").finding("GOV-07")["outcome"] == "pass"
    clock("2026-04-12T12:00:00Z")
    said = call("check", "--format", "json").finding("GOV-07")
    assert said["outcome"] == "fail"
    assert [one["id"] for one in said["reading"]["evidence"]] == ["1.1"]
    trend = call("trend", "go-live", "--every", "1d", "--since", "2026-03-31T12:00:00Z", "--format", "json").json
    assert trend is not None
    for day, outcome in (("2026-04-10T12:00:00Z", "pass"), ("2026-04-11T12:00:00Z", "fail")):
        assert call("check", "--as-of", day, "--format", "json").finding("GOV-07")["outcome"] == outcome
    assert call("log", "close", "1.1", "--by", BOSS, "--because", "Installed").exit == 0
    clock("2026-04-12T12:00:01Z")
    said = call("check", "--format", "json").finding("GOV-07")
    assert (said["outcome"], "(line 2 has not landed in main" in said["reading"]["evidence"][0]["note"]) == (
        "fail",
        True,
    )
    deciding.repo.commit(101.5, {}, "the condition is met")
    assert call("check", "--format", "json").finding("GOV-07")["outcome"] == "pass"
    assert call("check", "--as-of", "2026-04-12T12:00:00Z", "--format", "json").finding("GOV-07")["outcome"] == "fail"


def test_a_deleted_log_is_no_log_without_conditions(deciding: Sample, call: Call, clock: Clock) -> None:
    """What had landed is known to be missing: the gate is undecided, says what to do, and nothing new is written."""
    deciding.export([issue("CRM-1", category="done"), issue("CRM-3", kind="Story", category="done")])
    assert decide(call).exit == 0
    deciding.repo.commit(91, {}, "the decision")
    clock("2026-04-02T12:00:00Z")
    assert call("check").exit == 0
    (deciding.path / FILE).unlink()
    ended = call("check", "--format", "json")
    assert (ended.exit, ended.finding("GOV-07")["outcome"]) == (3, "unknown")
    assert "restore it from git" in ended.finding("GOV-07")["message"]
    again = decide(call)
    assert (again.exit, again.out) == (4, "")
    assert "was changed: line 1 is missing, and landed in " in again.err
    assert not (deciding.path / FILE).exists()
    said = call("check", "--format", "json").json
    assert f"{FILE} was changed: line 1 is missing, and landed in" in said["notes"][0]
    ended = call("check", "--format", "attestation", "--subject", "readiness-gate.toml")
    assert ('"predicateType"' in ended.out, "decision-log" in ended.out) == (True, False)


def test_a_condition_that_is_overdue_already(deciding: Sample, call: Call) -> None:
    """As when a decision is written again after a conflict: its day stays what it was. Where no gate has a rule on it,
    that is said."""
    late = (*CONDITION[:3], "2026-03-31", *CONDITION[4:])
    said = decide(call, *late, *LATER).out.splitlines()
    assert said[-2:] == ["Overdue already: 1.1.", f"Next: commit {FILE}, and land it within two days."]
    assert call("check", "--format", "json").finding("GOV-07")["outcome"] == "pass", "known from the next second on"
    deciding.configure('packs = ["starter", "./own.toml"]', 'packs = ["starter"]')
    shown = decide(call, *LATER).out
    assert "No gate has a rule on overdue conditions, so they block nothing." in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "No gate has a rule" not in decide(call).out


def test_a_dry_run(deciding: Sample, call: Call) -> None:
    """Prints the line that would be written, and writes nothing."""
    ended = decide(call, *CONDITION, "--dry-run")
    assert (ended.exit, ended.err, (deciding.path / FILE).exists()) == (0, "", False)
    assert decide(call, *CONDITION).exit == 0
    assert (deciding.path / FILE).read_text() == ended.out


def test_the_state_of_an_earlier_time(deciding: Sample, call: Call) -> None:
    """Is judged with --as-of; the day of the decision is today."""
    assert deciding.path.exists()
    assert decide(call, "--as-of", "2026-03-31T12:00:00Z").exit == 0
    (line,) = lines(deciding)
    assert (line["as-of"], line["at"]) == ("2026-03-31T12:00:00Z", NOW)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--because", "x"), "--by is missing: say who decided, one of waivers.approvers or decisions.by"),
        (("--by", BOSS), "--because is missing: give the reason"),
        (("--by", "x@example.com", "--because", "x"), "--by: x@example.com is not one of waivers.approvers or"),
        (("--by", "x@example.com", "--because", "x"), "which have sponsor@example.com, pm@example.com"),
        (("--by", " pm@example.com", "--because", "x"), '--by: " pm@example.com" begins or ends with a space'),
        ((*WORDS, "--because", " "), "--because: must not be empty"),
        ((*WORDS, "--because", "a\nb"), "--because: must be without line breaks: write one line"),
        ((*WORDS, "--because", "\x1b[31m"), "--because: must be without control characters: it has U+001B"),
        ((*WORDS, "--because", "a\udcff"), "--because: "),
        ((*WORDS, "--because", "x" * 5000), "--because: String should have at most 4000 characters"),
        ((*WORDS, "--condition", "a"), "1 --condition, 0 --due and 0 --owners are given: each condition has a --due"),
        ((*WORDS, *CONDITION, "--due", "2026-05-01"), "1 --condition, 2 --due and 1 --owner are given"),
        ((*WORDS, *CONDITION[:3], "14d", *CONDITION[4:]), '--due: "14d" is not a date in the form'),
        ((*WORDS, *CONDITION[:5], "\x07"), "--owner: must be without control characters"),
        ((*WORDS, "--condition", "", *CONDITION[2:]), "--condition: must not be empty"),
        ((*WORDS, "--revisit", "2026-02-30"), "--revisit: "),
        ((*WORDS, "--revisit", "2026-03-30"), "--revisit 2026-03-30: this day has passed"),
        ((*WORDS, "--policy-ref", "main"), "No such option"),
        ((*WORDS, "--as-of", "2026-04-02"), "--as-of: "),
        ((*WORDS, *CONDITION * 1001), "1001 conditions are given: a decision has 1000 at most"),
        ((*WORDS, *("--condition", "x" * 3000, *CONDITION[2:]) * 100), "this is too long for a line of"),
    ],
)
def test_refused(deciding: Sample, call: Call, words: tuple[str, ...], said: str) -> None:
    """What cannot be written is bad use, with the reason, and nothing is written."""
    ended = call("decide", "go-live", "go", *words)
    assert (ended.exit, ended.out) == (2, "")
    assert said in ended.err
    assert not (deciding.path / FILE).exists()


@pytest.mark.parametrize("words", [("golive", "go"), ("go-live", "maybe"), ("go-live",), ()])
def test_what_is_no_decision(deciding: Sample, call: Call, words: tuple[str, ...]) -> None:
    """Neither of an unknown milestone, nor an unknown choice."""
    assert call("decide", *words, *WORDS).exit == 2
    assert not (deciding.path / FILE).exists()


def test_all_mistakes_are_reported_together(deciding: Sample, call: Call) -> None:
    """In one run."""
    ended = call("decide", "go-live", "go", "--by", "x", "--condition", "a", "--due", "soon", "--revisit", "never")
    assert ended.exit == 2
    assert [line.split()[0] for line in ended.err.splitlines()] == [
        *("Error:", "--because", "1", "--due:", "--revisit:", "Nothing")
    ]
    assert not (deciding.path / FILE).exists()


def test_nobody_may_decide_yet(program: Sample, call: Call, clock: Clock) -> None:
    """The message says how to change that."""
    clock(NOW)
    ended = decide(call)
    assert (ended.exit, (program.path / FILE).exists()) == (2, False)
    assert 'nobody may decide yet: add [decisions] with by = ["…"], or approvers to [waivers]' in ended.err


def test_who_may_decide_by_an_edit_that_has_not_landed(deciding: Sample, call: Call) -> None:
    """Is refused: a line that lands with that edit would not count. Once it has landed they may."""
    deciding.configure('by = ["pm@example.com"]', 'by = ["pm@example.com", "new@example.com"]')
    words = ("decide", "go-live", "go", "--by", "New@example.com", "--because", "x")
    ended = call(*words)
    assert (ended.exit, (deciding.path / FILE).exists()) == (2, False)
    assert "New@example.com may decide by the configuration here, and not by the one in main: a line" in ended.err
    assert "Land that edit first, or pull if it has landed. Nothing was written" in ended.err
    deciding.repo.commit(89.5, {}, "one more")
    assert call(*words).exit == 0


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}\n", "was changed: line 1 was changed"),
        ("x" * 10_000_000, "was changed: line 1 has more than"),
        (b"\xff\n", "was changed: line 1 was changed"),
        ("\n", "was changed: line 1 was changed"),
    ],
)
def test_a_log_that_is_broken(deciding: Sample, call: Call, content: str | bytes, said: str) -> None:
    """Takes no more, every report says so, and the rule on it is unknown."""
    path = deciding.write(FILE, content)
    before = path.read_bytes()
    ended = decide(call)
    assert (ended.exit, ended.out) == (4, "")
    assert said in ended.err
    assert "Run `readiness-gate log verify`" in ended.err
    assert path.read_bytes() == before
    checked = call("check", "--format", "json")
    assert checked.finding("GOV-07")["outcome"] == "unknown"
    assert any("was changed" in note for note in checked.json["notes"])


def test_a_link_in_place_of_the_log(deciding: Sample, call: Call) -> None:
    """Is not followed."""
    (deciding.path / FILE).symlink_to("../elsewhere")
    ended = decide(call)
    assert (ended.exit, ended.out) == (4, "")
    assert "symbolic link" in ended.err
    assert any("The decision log cannot be read" in note for note in call("check", "--format", "json").json["notes"])


@pytest.mark.parametrize("broken", ["fsync", "hardlink_to"])
def test_a_write_that_fails(deciding: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """Is not acknowledged, and nothing is left."""
    there = sorted(deciding.path.iterdir())

    def full(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path if broken == "hardlink_to" else os, broken, full)
        if broken == "hardlink_to":
            patch.setattr(Path, "replace", full)
        ended = decide(call)
    assert (ended.exit, ended.out) == (4, "")
    assert "cannot be written: No space left on device. Nothing was written" in ended.err
    assert sorted(deciding.path.iterdir()) == there


def test_a_clock_that_was_behind(deciding: Sample, call: Call, clock: Clock) -> None:
    """A line is never dated before the one above it; one that is far ahead says that a clock is wrong."""
    assert decide(call).exit == 0
    clock("2026-04-01T11:58:00Z")
    assert decide(call).exit == 0
    assert [line["at"] for line in lines(deciding)] == [NOW, NOW]
    clock("2026-04-01T11:50:00Z")
    ended = decide(call)
    assert (ended.exit, len(lines(deciding))) == (4, 2)
    assert f"line 1 of {FILE} by {BOSS} is dated in the future, {NOW}: check the clock here" in ended.err


def test_a_clock_that_was_ahead(deciding: Sample, call: Call, clock: Clock) -> None:
    """A line that landed with a date to come neither stops the next one, nor hides its conditions."""
    deciding.export([issue("CRM-1", category="done"), issue("CRM-3", kind="Story", category="done")])
    clock("2027-04-01T12:00:00Z")
    assert decide(call, "--condition", "Install", "--due", "2027-05-01", "--owner", "x").exit == 0
    deciding.repo.commit(90.6, {}, "the decision")
    clock("2026-04-02T12:00:00Z")
    assert call("check", "--format", "json").finding("GOV-07")["outcome"] == "pass"
    assert call("log", "close", "1.1", "--by", BOSS, "--because", "Installed").exit == 0
    assert [line["at"] for line in lines(deciding)] == ["2027-04-01T12:00:00Z", "2026-04-02T12:00:00Z"]
    ended = call("log", "verify")
    assert (ended.exit, f"by {BOSS} landed before its date, on 2026-04-01" in " ".join(ended.out.split())) == (1, True)


def test_names_with_escape_sequences(deciding: Sample, call: Call, clock: Clock) -> None:
    """What a log says, whoever wrote it, moves no cursor and reverses no direction."""
    assert decide(call, "--condition", "a\u202eb", *CONDITION[2:], "--because", "c\u202ed \u2028").exit == 0
    content = (deciding.path / FILE).read_text()
    assert "a\\u202eb" in content
    clock("2026-04-01T13:00:00Z")
    for words in (("log",), ("log", "--format", "json"), ("check",), ("check", "--format", "markdown")):
        out = call(*words).out
        assert "\u202e" not in out, words
        assert "\u2028" not in out, words


def test_the_last_line_is_attested_and_on_the_page(deciding: Sample, call: Call, clock: Clock) -> None:
    """So that a log whose end was cut off can be told from a whole one."""
    assert decide(call).exit == 0
    clock("2026-04-01T13:00:00Z")
    assert decide(call, *CONDITION).exit == 0
    clock("2026-04-01T14:00:00Z")
    (deciding.path / "crm.zip").write_bytes(b"package")
    attest = ("check", "--format", "attestation", "--output", "a.intoto.json", "--subject", "crm.zip")
    assert call(*attest).exit == 1
    last = lines(deciding)[-1]["digest"]
    attested = json.loads((deciding.path / "a.intoto.json").read_text())
    assert attested["predicate"]["readinessGate"]["decision-log"] == last
    assert f"Decision log, last line {last}" in " ".join(call("check", "-v").out.split())
    assert last in call("check", "--format", "html").out
    assert call("log", "verify", "--attestation", "a.intoto.json").exit == 0
    path = deciding.path / FILE
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    ended = call("log", "verify", "--attestation", "a.intoto.json")
    assert (ended.exit, call("log", "verify").exit) == (1, 0)
    assert "the end of the log was cut off, or the log was rewritten" in " ".join(ended.out.split())
    assert call("log", "verify", "--last-digest", last).exit == 1


def _overdue(deciding: Sample, call: Call, clock: Clock) -> None:
    """A condition that is overdue has landed, and nothing else is in the way."""
    deciding.export([issue("CRM-1", category="done"), issue("CRM-3", kind="Story", category="done")])
    assert decide(call, *CONDITION).exit == 0
    deciding.repo.commit(91, {}, "the decision")
    clock("2026-04-12T12:00:00Z")


def test_a_change_cannot_drop_an_overdue_condition(deciding: Sample, call: Call, clock: Clock) -> None:
    """Judged by a ref, a condition is open until it is closed there."""
    _overdue(deciding, call, clock)
    deciding.repo.branch("change")
    judged = ("check", "go-live", "--policy-ref", "main", "--format", "json")
    assert call(*judged).finding("GOV-07")["outcome"] == "fail"
    (deciding.path / FILE).unlink()
    said = call(*judged).finding("GOV-07")
    assert (said["outcome"], "in the work tree lacks what main has" in said["message"]) == ("unknown", True)
    deciding.repo.git("checkout", "-q", FILE)
    assert call("log", "close", "1.1", "--by", BOSS, "--because", "Installed").exit == 0
    clock("2026-04-12T12:00:01Z")
    assert call(*judged).finding("GOV-07")["outcome"] == "fail"
    deciding.repo.commit(101, {}, "the condition is met")
    deciding.repo.merge(101, "change")
    assert call(*judged).finding("GOV-07")["outcome"] == "pass"


def test_what_a_change_of_the_log_does(deciding: Sample, call: Call, clock: Clock) -> None:
    """It is read on both sides as the history has it there: closing a condition makes the gate better."""
    _overdue(deciding, call, clock)
    deciding.repo.branch("change")
    assert call("log", "close", "1.1", "--by", BOSS, "--because", "Installed").exit == 0
    deciding.repo.commit(101.4, {}, "the condition is met")
    clock("2026-04-12T12:00:01Z")
    ended = call("impact", "main..change", "--format", "json")
    (changed,) = [one for one in ended.json["rules"] if one["rule"] == "GOV-07"]
    assert (changed["before"]["outcome"], changed["after"]["outcome"]) == ("fail", "pass")


def test_saved_facts_have_the_log(deciding: Sample, call: Call, clock: Clock) -> None:
    """They are judged as the log was."""
    _overdue(deciding, call, clock)
    assert call("facts", "save", "facts.json", "go-live").exit == 0
    (deciding.path / FILE).unlink()
    said = call("check", "go-live", "--facts", "facts.json", "--format", "json").finding("GOV-07")
    assert (said["outcome"], said["reading"]["value"]) == ("fail", 1)


def test_what_changed_since(deciding: Sample, call: Call, clock: Clock) -> None:
    """A condition that became overdue is there now, and was not then."""
    _overdue(deciding, call, clock)
    said = call("check", "go-live", "--since", "2026-04-09T12:00:00Z", "--format", "json").json
    (changed,) = [one for one in said["compared"]["changes"] if one["rule"] == "GOV-07"]
    assert (changed["then"]["outcome"], changed["now"]["outcome"]) == ("pass", "fail")
