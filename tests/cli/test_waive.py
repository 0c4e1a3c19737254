"""`waive` appends a waiver that counts, shows what the gate then says, and writes nothing else."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from support.console import Call, Clock
from support.program import Ended, Sample, issue

from readiness_gate import store
from readiness_gate.config.waivers import FILE
from readiness_gate.run import Measurement, measure_all
from readiness_gate.toml.document import as_toml

BOSS, ASKER = "sponsor@example.com", "pm@example.com"
WORDS = {
    "--reason": "Agreed with sales operations",
    "--requested-by": ASKER,
    "--approved-by": BOSS,
    "--expires": "14d",
}
OLD = (
    b'# ours\r\n\r\n[[waivers]]\nrule = "DEF-03"\nreason = "r"\nrequested-by = "a"\napproved-by = "b"\n'
    b"approved-on = 2026-01-01\nexpires = 2026-01-02 # the end"
)


@pytest.fixture
def failing(program: Sample, clock: Clock) -> Sample:
    """A program of which DEF-02 fails and all else passes, on 2026-04-01; two may approve waivers."""
    clock("2026-04-01T22:30:00Z")
    program.configure("[git]\n", f'[waivers]\napprovers = ["{BOSS}", "deputy@example.com"]\n\n[git]\n')
    program.export([issue("CRM-1", "High"), issue("CRM-2", "High"), issue("CRM-3", kind="Story", category="done")])
    return program


def waived(call: Call, rule: str = "DEF-02", changed: Mapping[str, str] | None = None, *more: str) -> Ended:
    """How the command ends, with some options changed; one that is changed to nothing is left out."""
    options = {**WORDS, **(changed or {})}
    return call("waive", rule, *(word for option in options.items() if option[1] for word in option), *more)


def written(program: Sample) -> list[dict[str, object]]:
    """The waivers that the file has."""
    found: list[dict[str, object]] = tomli.loads((program.path / FILE).read_text())["waivers"]
    return found


def test_a_waiver_as_of_a_past_time(failing: Sample, call: Call, clock: Clock) -> None:
    """It is tried on the state of then, and approved on that day."""
    clock("2026-06-01T00:00:00Z")
    before = "2026-04-01T22:30:00Z"
    ended = waived(call, "DEF-02", None, "--as-of", before)
    assert (ended.exit, ended.err) == (0, "")
    assert [(entry["approved-on"], entry["expires"]) for entry in written(failing)] == [
        (date(2026, 4, 2), date(2026, 4, 16))
    ]
    assert "is an accepted risk" in call("check", "--as-of", before).out
    late = waived(call, "DEF-02", None, "--as-of", "2026-06-01T00:00:01Z")
    assert (late.exit, "is in the future" in late.err) == (2, True)


def test_a_waiver_that_counts(failing: Sample, call: Call) -> None:
    """It is written, from today in the program's zone, and what the gate says is told with and without it."""
    assert call("check").exit == 1
    ended = waived(call)
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out == (
        "Wrote a waiver of DEF-02 to readiness-waivers.toml.\n\n"
        "✓ GO  go-live on 2026-06-01, in 60 days\n"
        "Test program, as of 2026-04-02 00:30 CEST\n\n"
        "1 risk is accepted until 2026-04-16: 2 open severity 2 defects.\n"
        "1 of 7 blocking rules is an accepted risk, 6 pass.\n"
        "Without the risks that were accepted: no-go.\n\n"
        "Waiver of DEF-02, in force: accepted by sponsor@example.com until 2026-04-16\n"
        "Accepted by sponsor@example.com until 2026-04-16: Agreed with sales operations\n"
        "\nNext: commit readiness-waivers.toml.\n"
    )
    assert (failing.path / FILE).read_text() == (
        '[[waivers]]\nrule = "DEF-02"\nreason = "Agreed with sales operations"\nrequested-by = "pm@example.com"\n'
        'approved-by = "sponsor@example.com"\napproved-on = 2026-04-02\nexpires = 2026-04-16\n'
    )
    assert call("check").exit == 0


def test_a_rule_id_in_any_case(failing: Sample, call: Call) -> None:
    """The id that the rule has is written, and shown."""
    ended = waived(call, "def-02")
    assert ended.out.startswith("Wrote a waiver of DEF-02 to ")
    assert [waiver["rule"] for waiver in written(failing)] == ["DEF-02"]
    failing.write(FILE, (failing.path / FILE).read_text().replace("DEF-02", "Def-02"))
    ended = call("check")
    assert (ended.exit, "Def-02" in ended.out) == (0, False)


def test_all_that_it_may_say(failing: Sample, call: Call) -> None:
    """Every option has its key; a text in the list of evidence is one piece of evidence."""
    more = {"--milestone": "go-live", "--accepts": "2.5", "--issue": "CRM-88", "--approved-on": "2026-03-30"}
    ended = waived(call, "DEF-02", {**more, "--expires": "2026-04-03"}, "--evidence", "CRM-1", "--evidence", "CRM-2")
    assert ended.exit == 0
    (found,) = written(failing)
    told = {key: str(value) for key, value in found.items()}
    assert told == {
        "rule": "DEF-02",
        "reason": WORDS["--reason"],
        "requested-by": ASKER,
        "approved-by": BOSS,
        "approved-on": "2026-03-30",
        "expires": "2026-04-03",
        "milestone": "go-live",
        "accepts": "2.5",
        "evidence": "['CRM-1', 'CRM-2']",
        "issue": "CRM-88",
    }


def test_a_rule_on_waivers_counts_this_one(failing: Sample, call: Call) -> None:
    """What the gate says is what it says with the waiver written, of rules on waivers too."""
    rule = 'id = "OWN-01"\ntitle = "T"\ndimension = "governance"\nsignal = "waivers.in-force"\nat-most = 0\n'
    failing.configure("[git]\n", f"[[rules]]\n{rule}\n[git]\n")
    ended = waived(call)
    assert (ended.exit, ended.err) == (0, "")
    assert "In the way: 1 waiver in force.\n" in ended.out
    assert "1 of 8 blocking rules fails, 1 is an accepted risk, 6 pass." in ended.out
    assert "1 risk is accepted until 2026-04-16: " in ended.out
    assert call("check").exit == 1


def test_quiet(failing: Sample, call: Call) -> None:
    """The decision, that without waivers, and what the waiver is worth."""
    assert failing.path.exists()
    assert waived(call, "DEF-02", None, "--quiet").out == (
        "✓ GO\nWithout the risks that were accepted: no-go.\n"
        "Waiver of DEF-02, in force: accepted by sponsor@example.com until 2026-04-16\n"
    )


@pytest.mark.parametrize(
    ("rule", "changed", "told"),
    [
        (
            "DEF-02",
            {"--approved-by": "PM+x@Example.com"},
            "would be void (self approved): PM+x@Example.com approved their",
        ),
        ("DEF-02", {"--approved-by": "boss@example.com"}, "(unknown approver): boss@example.com is not one of"),
        ("DEF-02", {"--approved-by": "boss@example.com"}, "approvers: sponsor@example.com, deputy@example.com."),
        ("DEF-02", {"--expires": "31d"}, "(over long): it would last 31 days; at most 30 are allowed"),
        (
            "DEF-02",
            {"--approved-on": "2026-03-01", "--expires": "30d"},
            "(expired): it expired at the end of 2026-03-31",
        ),
        ("DEF-02", {"--approved-on": "2026-04-03"}, "(not yet approved): it is not approved before 2026-04-03"),
        ("DEF-02", {"--approved-on": "3 April"}, '--approved-on: "3 April" is not a date in the form'),
        ("DEF-02", {"--expires": "2026-04-01"}, "--expires: 2026-04-01 is before the day of the approval (2026-04-02)"),
        ("DEF-02", {"--expires": "36h"}, '"36h" is not a number of whole days'),
        ("DEF-02", {"--expires": "soon"}, '"soon" is neither a day such as 2027-02-14 nor a duration such as "14d"'),
        ("DEF-02", {"--expires": "99999w", "--approved-on": "9990-01-01"}, "is neither a day such as"),
        ("DEF-02", {"--expires": "2026-02-30"}, "--expires: "),
        ("DEF-02", {"--expires": "99999d"}, "--expires: 2300-01-15 is not between 2000 and 2199"),
        ("DEF-02", {"--reason": " \n"}, "--reason must not be empty"),
        ("DEF-02", {"--reason": "a\x1b[31m"}, "--reason must be without control characters: it has U+001B"),
        ("DEF-02", {"--reason": "a\u202eb"}, "reverses the reading direction"),
        ("DEF-02", {"--reason": "a\udcff"}, "--reason is not text in UTF-8"),
        ("DEF-02", {"--evidence": "\udcff"}, "--evidence is not text in UTF-8"),
        ("DEF-02", {"--requested-by": " x"}, '--requested-by: " x" begins or ends with a space'),
        ("DEF-02", {"--accepts": "nan"}, '--accepts: "nan" is not a number'),
        ("DEF-02", {"--accepts": "9" * 400}, "is not a number"),
        ("DEF-02", {"--accepts": "1e13"}, "--accepts must be a finite number"),
        ("DEF-02", {"--accepts": "two"}, '--accepts: "two" is not a number'),
        ("DEF-02", {"--accepts": "1"}, "(worsened): it accepts 1, and the reading is 2; give another --accepts"),
        ("DEF-02", {"--evidence": "CRM-1"}, "(new evidence): it does not cover CRM-2; name all with --evidence"),
        ("DEF-02", {"--milestone": "golive"}, 'there is no milestone "golive"; the configuration has: go-live'),
        ("DEF-2", {}, 'no rule "DEF-2" guards go-live; did you mean "DEF-02"?'),
        ("def-2", {}, 'no rule "def-2" guards go-live; did you mean "DEF-02"?'),
        ("DEF 02", {}, "RULE must be made of letters"),
        ("DEF-01", {}, "(not waivable): DEF-01 cannot be waived"),
        ("DOC-01", {}, "DOC-01 does not fail today (it is: pass). 100 %; at least 90 % required."),
        ("DEF-02", {"--reason": ""}, "1 required option is missing. Nothing was written to readiness-waivers.toml."),
        ("DEF-02", {"--policy-ref": "main"}, "No such option"),
    ],
)
def test_refused(failing: Sample, call: Call, rule: str, changed: dict[str, str], told: str) -> None:
    """What would cover nothing is refused with the reason, and the file stays as it was: not there."""
    ended = waived(call, rule, changed)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert not (failing.path / FILE).exists()


@pytest.mark.parametrize("given", [(), ("--reason",), ("--requested-by", "--expires"), tuple(WORDS)[1:]])
def test_all_missing_options_are_reported_together(failing: Sample, call: Call, given: tuple[str, ...]) -> None:
    """In one run, with what to give for each; nothing is written."""
    ended = waived(call, changed={name: "" for name in WORDS if name not in given})
    missing = [name for name in WORDS if name not in given]
    assert (ended.exit, ended.out) == (2, "")
    assert f"{len(missing)} required option" in ended.err
    assert [line.split()[0] for line in ended.err.splitlines()[1:]] == missing
    assert not (failing.path / FILE).exists()


def test_a_rule_that_could_not_be_measured(failing: Sample, call: Call) -> None:
    """A waiver covers a fail, never an unknown."""
    (failing.path / "export.json").write_text("{")
    ended = waived(call)
    assert (ended.exit, ended.out) == (2, "")
    assert "DEF-02 is unknown today, and a waiver covers only a failing rule. Could not be measured: " in ended.err
    assert not (failing.path / FILE).exists()


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n", b"\n\n\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["", "bom"])
def test_what_stood_there_stays(failing: Sample, call: Call, mark: bytes, end: bytes) -> None:
    """To the byte, with comments and ends of lines of any kind; only an end of line that is missing is added."""
    before = mark + OLD + end
    failing.write(FILE, before)
    assert waived(call).exit == 0
    after = (failing.path / FILE).read_bytes()
    assert after.startswith(before)
    assert after[len(before) :].lstrip().startswith(b"[[waivers]]\r\nrule = ")
    found = tomli.loads(after.decode("utf-8-sig"))["waivers"]
    assert [each["rule"] for each in found] == ["DEF-03", "DEF-02"]


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("waivers = []\n", "readiness-waivers.toml:1:1: the waivers are in a list, so no table can be added"),
        ("[[waivers]]\nrule = 1\n", "readiness-waivers.toml:2:8: "),
        ("waivers = [", "this is not valid TOML"),
        ("# " + "x" * 1_048_500, "a policy file has at most 1048576"),
    ],
    ids=["list", "invalid", "torn", "full"],
)
def test_a_file_that_takes_no_more(failing: Sample, call: Call, before: str, told: str) -> None:
    """It is told why, and stays as it is."""
    failing.write(FILE, before)
    ended = waived(call)
    assert (ended.exit, ended.out) == (2, "")
    assert told in ended.err
    assert (failing.path / FILE).read_text() == before


def test_the_same_waiver_twice(failing: Sample, call: Call) -> None:
    """It stands there already; one that is older than one in force would not count."""
    assert waived(call).exit == 0
    before = (failing.path / FILE).read_bytes()
    assert "this waiver is in readiness-waivers.toml already" in waived(call).err
    older = waived(call, "DEF-02", {"--approved-on": "2026-04-01"})
    assert (older.exit, older.out) == (2, "")
    assert "(superseded): a waiver of 2026-04-02 on this rule is newer; give a later --approved-on" in older.err
    assert (failing.path / FILE).read_bytes() == before


@pytest.mark.parametrize("broken", ["fsync", "replace"])
def test_a_write_that_fails(failing: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """The old file is there as it was, and nothing beside it."""
    failing.write(FILE, OLD)
    there = sorted(failing.path.iterdir())

    def full(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path if broken == "replace" else os, broken, full)
    ended = waived(call)
    assert (ended.exit, ended.out) == (4, "")
    assert "cannot be written: No space left on device" in ended.err
    assert (failing.path / FILE).read_bytes() == OLD
    assert sorted(failing.path.iterdir()) == there


def test_a_file_that_another_changes_meanwhile(failing: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else wrote while the sources were read is not lost."""

    def slow(*words: Any, **options: Any) -> Measurement:
        failing.write(FILE, OLD)
        return measure_all(*words, **options)

    monkeypatch.setattr("readiness_gate.app.waive.measure_all", slow)
    ended = waived(call)
    assert (ended.exit, ended.out) == (2, "")
    assert "was changed by another program meanwhile" in ended.err
    assert (failing.path / FILE).read_bytes() == OLD


def test_a_file_that_another_replaces_at_once(failing: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told is what the files say, not what was meant to stand there."""

    def another(_where: Path, _content: bytes) -> None:
        failing.write(FILE, OLD)

    monkeypatch.setattr(store, "create", another)
    ended = waived(call)
    assert (ended.exit, ended.out) == (3, "")
    assert "was changed by another program just now" in ended.err


def test_from_another_folder(failing: Sample, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file stands beside the configuration, wherever the command is called; a policy ref does not reach it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("READINESS_GATE_POLICY_REF", "main")
    ended = waived(call, "DEF-02", {"--config": str(failing.path / "readiness-gate.toml")})
    assert ended.exit == 0
    assert len(written(failing)) == 1
    assert not (tmp_path / FILE).exists()


def test_a_rule_of_which_another_gate_would_say_otherwise(failing: Sample, call: Call) -> None:
    """Without a milestone the next gate judges; with one that gate does, and the waiver is for it alone."""
    failing.configure(
        "[git]\n", '[milestones.later]\nkind = "go-live"\ndate = 2026-07-01\npacks = ["starter"]\n\n[git]\n'
    )
    assert waived(call, "DEF-02", {"--milestone": "later"}).out.splitlines()[2].startswith("✓ GO  later (go-live)")
    assert call("check", "later").exit == 0
    assert call("check", "go-live").exit == 1


@pytest.mark.parametrize(
    "reason",
    ['"quoted" \\ and \'\'\' """', "line\nline\n", "tab\tü 🙂 #", "a = [1]\n[[waivers]]", "C:\\new\\u0041", "a\u2028b"],
)
def test_any_text_is_kept(failing: Sample, call: Call, reason: str) -> None:
    """The file has the reason to the letter, whatever it looks like in TOML."""
    assert waived(call, "DEF-02", {"--reason": reason}).exit == 0
    (found,) = written(failing)
    assert found["reason"] == reason


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_every_text_is_written_as_toml(text: str) -> None:
    """What is written reads back as it was."""
    assert tomli.loads(f"a = {as_toml(text)}\nb = {as_toml((text, text))}") == {"a": text, "b": [text, text]}
    assert "\n" not in as_toml(text)
