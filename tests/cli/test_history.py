"""`readiness-gate history` and `check --record`, as users run them."""

import csv
import hashlib
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from support.console import Call
from support.histories import TAMPERINGS, in_file, tamper, to_be_tampered
from support.program import AS_OF, Sample, issue

from readiness_gate.history import recording
from readiness_gate.history import store as waiting
from readiness_gate.history.statements import MIGRATIONS

FILE = "readiness-history.sqlite"
RECORD = ("history", "record", "go-live", "--as-of", AS_OF)
CHECK = ("check", "go-live", "--as-of", AS_OF)
pytestmark = pytest.mark.usefixtures("program")


def _make_no_go(program: Sample) -> None:
    program.export([issue("CRM-3", "Highest")])


def test_a_verdict_is_recorded_once(program: Sample, call: Call) -> None:
    """Whatever the gate says, the exit code is 0; again, and nothing changes."""
    first = call(*RECORD)
    assert first.exit == 0
    assert first.out.startswith("Recorded go-live as of 2026-04-01 14:00 CEST: GO\nDigest: sha256:")
    again = call(*RECORD)
    assert again.exit == 0
    assert again.out.startswith("Recorded already, nothing changed: go-live as of")
    assert again.out.splitlines()[1] == first.out.splitlines()[1]
    _make_no_go(program)
    assert call(*RECORD).out.startswith("Recorded go-live as of 2026-04-01 14:00 CEST: NO-GO\n")
    shown = call("history", "show", "go-live")
    assert shown.exit == 0
    assert [line.split("  ")[1] for line in shown.out.splitlines() if "CEST" in line] == ["✓ GO", "✗ NO-GO"]
    last = call("history", "show", "--format", "json").json["verdicts"][-1]
    assert (last["decision"], last["as-of"], last["milestone"]) == ("no-go", AS_OF, "go-live")


def test_a_decision_must_be_that_of_its_rules(program: Sample, call: Call) -> None:
    """Else it is shown as undecided, with what to do; beside each verdict stands what it is worth."""
    _make_no_go(program)
    assert call(*RECORD).exit == 0
    with closing(sqlite3.connect(program.path / FILE, isolation_level=None)) as history:
        history.execute("UPDATE verdicts SET decision = 'go', weakened = 5, waived = 2")
    ended = call("history", "show", "go-live")
    text = " ".join(ended.out.split())
    assert (ended.exit, "✓" in text, "CEST ? UNDECIDED go-live" in text) == (3, False, True)
    assert "it says go, and its rules do not. Run `readiness-gate history verify`." in text
    assert "Policy weakened in 5 places, 2 accepted risks (no-go without waivers)." in text
    ended = call("history", "show", "--format", "json")
    [one] = ended.json["verdicts"]
    assert (ended.exit, one["decision"], one["is-edited"]) == (3, "undecided", True)
    assert (one["policy-weakened"], one["accepted-risks"]) == (5, 2)


def test_check_records_what_it_shows(program: Sample, call: Call) -> None:
    """The exit code is the verdict's, and the report is the same."""
    plain = call(*CHECK, "--format", "json")
    ended = call(*CHECK, "--record", "--format", "json")
    assert (ended.exit, ended.err, ended.json["findings"]) == (plain.exit, plain.err, plain.json["findings"])
    _make_no_go(program)
    assert call(*CHECK, "--record", "-q").exit == 1
    found = call("history", "show", "--format", "json").json["verdicts"]
    assert [one["decision"] for one in found] == ["go", "no-go"]
    for key in ("sentence", "evidence-digest", "decision-without-waivers"):
        assert found[0][key] == plain.json[key]
    assert found[0]["policy-digest"] == plain.json["policy"]["digest"]
    program.configure(
        "[git]\n", '[milestones.wave-2]\nkind = "go-live"\ndate = 2026-07-01\npacks = ["starter"]\n\n[git]\n'
    )
    assert call("check", "--all", "--as-of", AS_OF, "--record", "-q").exit == 1
    assert {one["milestone"] for one in call("history", "show", "--format", "json").json["verdicts"]} == {
        "go-live",
        "wave-2",
    }


def test_saved_facts_are_recorded(call: Call) -> None:
    """As the verdict that they give, with the remark that no source was read, also when the sources say the same."""
    assert call("facts", "save", "facts.json", "go-live", "--as-of", AS_OF).exit == 0
    assert call(*RECORD, "--facts", "facts.json").exit == 0
    [shown] = call("history", "show", "--format", "json").json["verdicts"]
    assert shown["facts-source"] == f"sha256:{hashlib.sha256(Path('facts.json').read_bytes()).hexdigest()}"
    assert "Judged from a file of facts, without reading the sources" in call("history", "show").out
    assert call(*RECORD).out.startswith("Recorded already")
    assert call(*RECORD, "--facts", "facts.json", "--policy-ref", "HEAD").exit == 2


def test_where_it_is_kept(program: Sample, call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the configuration, where that says, or where the caller says: first the option, then the variable."""
    program.configure("[program]", '[history]\nstore = "kept/h.sqlite"\n\n[program]')
    (program.path / "kept").mkdir()
    below = program.path / "docs"
    monkeypatch.chdir(below)
    assert call(*RECORD).exit == 0
    assert (program.path / "kept" / "h.sqlite").exists()
    assert call(*RECORD, "--store", "own.sqlite").exit == 0
    assert (below / "own.sqlite").exists()
    monkeypatch.setenv("READINESS_GATE_HISTORY", str(tmp_path / "of-all.sqlite"))
    assert call(*CHECK, "--record", "-q").exit == 0
    assert (tmp_path / "of-all.sqlite").exists()
    monkeypatch.chdir(tmp_path)  # no configuration is needed to look at all of it
    assert call("history", "verify").exit == 0
    assert call("history", "export", "--output", "tables").exit == 0
    monkeypatch.delenv("READINESS_GATE_HISTORY")
    assert call("history", "verify").exit == 2


def test_links_lead_nowhere_else(program: Sample, call: Call, tmp_path: Path) -> None:
    """A repository could have a link at the place of the history."""
    (program.path / FILE).symlink_to(tmp_path / "elsewhere.sqlite")
    ended = call(*RECORD)
    assert (ended.exit, "a symbolic link leads out of the folder" in ended.err) == (2, True)
    assert call(*CHECK, "--record").exit == 2
    assert not (tmp_path / "elsewhere.sqlite").exists()


def test_nothing_was_recorded(call: Call) -> None:
    """What to run is said, and nothing is made."""
    for words in (("show",), ("verify",), ("export", "--output", "tables"), ("show", "go-live", "--format", "json")):
        ended = call("history", *words)
        assert (ended.exit, ended.out) == (3, ""), words
        assert "nothing has been recorded yet. Run `readiness-gate history record`" in ended.err
    assert not Path(FILE).exists()
    call(*RECORD)
    assert (
        "nothing of wave-9 was recorded. Run `readiness-gate history record wave-9`"
        in call("history", "show", "wave-9").err
    )
    ended = call("history", "show", "go-live", "--since", "2026-05-01")
    assert (ended.exit, "as of 2026-05-01T" in ended.err) == (3, True)
    assert call("history", "show", "go-live", "--since", "2026-03-01").exit == 0


def test_why_a_rule_was_unknown(program: Sample, call: Call) -> None:
    """And what to do, in the program's own words: the file of the configuration, and nothing that is in it."""
    program.export([issue("zq7", "Highest")])
    assert call(*CHECK, "--record", "-q").exit == 3
    with in_file(program.path).reading() as rows:
        [one] = recording.verdicts(rows, "Test program")
        reasons = {row.why for row in recording.readings(rows, one.number) if row.outcome == "unknown"}
    assert any("export.json, " in why and "…' is not an issue key" in why for why in reasons if why)
    assert b"zq7" not in (program.path / FILE).read_bytes()
    assert call("history", "export", "--output", "tables").exit == 0
    assert reasons == {row["unavailable"] for row in _rows(program.path / "tables" / "readings.csv")} - {""}


def test_decisions_are_recorded_with_the_verdict(program: Sample, call: Call) -> None:
    """Each line once, and without who decided, who must do something, and what they wrote."""
    program.configure("[program]", '[decisions]\nby = ["zq7@example.com"]\n\n[program]')
    program.repo.commit(89, {}, "who may decide")
    _make_no_go(program)
    by = ("--by", "zq7@example.com", "--because", "zq7 said so")
    condition = ("--condition", "zq7 fixes it", "--due", "2199-01-01", "--owner", "zq7")
    assert call("decide", "go-live", "go", *by, *condition).exit == 0
    assert call(*RECORD).exit == 0
    assert call("log", "close", "1.1", *by).exit == 0
    for _ in range(2):
        assert call(*CHECK, "--record", "-q").exit == 1
    assert call("history", "verify", "--format", "json").json["decisions"] == 2
    assert call("history", "export", "--output", "tables").exit == 0
    first, then = _rows(program.path / "tables" / "decisions.csv")
    assert (first["choice"], first["gate"], first["against_gate"], first["closes"]) == ("go", "no-go", "true", "")
    assert (then["kind"], then["closes"], then["milestone"], then["as_of"]) == ("close", "1.1", "", "")
    [of_it] = _rows(program.path / "tables" / "conditions.csv")
    assert (of_it.pop("condition"), of_it.pop("due")) == ("1.1", "2199-01-01")
    assert of_it == {name: first[name] for name in ("program", "line", "digest")}
    [evaluation] = _rows(program.path / "tables" / "evaluations.csv")
    assert (evaluation["policy_source"], evaluation["facts_source"]) == ("work-tree", "sources")
    package = json.loads((program.path / "tables" / "datapackage.json").read_text())
    keys = {one["name"]: one["schema"].get("foreignKeys", []) for one in package["resources"]}
    assert keys["decisions"] == []
    assert [one["reference"]["resource"] for one in keys["conditions"]] == ["decisions"]
    assert b"zq7" not in b"".join(path.read_bytes() for path in (program.path / "tables").iterdir())
    with in_file(program.path).reading() as rows:
        decided, closed = recording.decisions(rows, "Test program")
    assert (decided.what, decided.choice, decided.gate, decided.against) == ("decision", "go", "no-go", 1)
    assert (decided.milestone, decided.conditions) == ("go-live", '[["1.1", "2199-01-01"]]')
    assert (closed.what, closed.closes, closed.line) == ("close", "1.1", 2)
    assert b"zq7" not in b"".join(path.read_bytes() for path in program.path.glob(f"{FILE}*"))
    log = program.path / "readiness-decisions.jsonl"
    log.write_bytes(log.read_bytes().replace(b"said so", b"said no"))
    ended = call(*RECORD, "--store", "other.sqlite")
    assert ended.exit == 4
    assert "the verdict was recorded, and not every decision" in ended.err
    assert call("history", "verify", "--store", "other.sqlite", "--format", "json").json["verdicts"] == 1
    log.unlink()
    log.mkdir()
    assert "the decision log cannot be read" in call(*RECORD).err


# What cannot be written --------------------------------------------------------------------------------------------


def _foreign(where: Path) -> None:
    with closing(sqlite3.connect(where)) as connection, connection:
        connection.execute("CREATE TABLE x (y)")


def _newer(where: Path) -> None:
    to_be_tampered(in_file(where.parent))
    tamper(where, (f"PRAGMA user_version = {len(MIGRATIONS) + 1}",))


def _damaged(where: Path) -> None:
    where.write_bytes(b"SQLite format 3\0" + os.urandom(5_000))


def _folder(where: Path) -> None:
    where.mkdir()


def _triggered(where: Path) -> None:
    to_be_tampered(in_file(where.parent))
    tamper(where, ("CREATE TRIGGER t AFTER INSERT ON verdicts BEGIN SELECT 1; END",))


@pytest.mark.parametrize("spoil", [_foreign, _newer, _damaged, _folder, _triggered])
def test_what_cannot_be_used(program: Sample, call: Call, spoil: "object") -> None:
    """4 for whoever records and 3 for whoever reads, each with a sentence; the verdict is shown all the same."""
    assert callable(spoil)
    spoil(program.path / FILE)
    verdict = call(*CHECK)
    recorded, checked = call(*RECORD), call(*CHECK, "--record")
    assert (recorded.exit, recorded.out) == (4, "")
    assert (checked.exit, checked.out) == (4, verdict.out)
    for ended in (recorded, checked):
        assert ended.err.startswith("Error: nothing was recorded: ")
        assert "Traceback" not in ended.err
    for words in (("show",), ("verify",), ("export", "--output", "tables")):
        ended = call("history", *words)
        assert (ended.exit, ended.out, "Traceback" in ended.err) == (3, "", False), words
    assert not (program.path / "tables").exists()


def test_a_locked_history(program: Sample, call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """4 after some time."""
    monkeypatch.setattr(waiting, "PATIENCE", 0.1)
    call(*RECORD)
    _make_no_go(program)
    with closing(sqlite3.connect(FILE, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        ended = call(*CHECK, "--record", "-q")
        assert ended.exit == 4
        assert "has been locked by another program" in ended.err
        assert ended.out.startswith("✗ NO-GO")
        assert call("history", "show").exit == 0
    assert call(*CHECK, "--record", "-q").exit == 1


def test_both_may_fail(program: Sample, call: Call) -> None:
    """The report and the record; both are said."""
    _foreign(program.path / FILE)
    ended = call(*CHECK, "--record", "--output", "no/such/folder.json")
    assert ended.exit == 4
    assert "cannot be written" in ended.err
    assert "nothing was recorded" in ended.err
    call(*CHECK, "--record", "--store", "other.sqlite", "--output", "no/such/folder.json")
    assert call("history", "verify", "--store", "other.sqlite").exit == 0


def test_an_address_with_a_password(program: Sample, call: Call) -> None:
    """Is refused before anything is judged, and not repeated."""
    for words in (RECORD, (*CHECK, "--record"), ("history", "show"), ("history", "verify")):
        ended = call(*words, "--store", "postgresql://gate:zq7@db.example/history")
        assert (ended.exit, ended.out) == (2, "")
        assert "Put it into PGPASSWORD or ~/.pgpass" in ended.err
        assert "zq7" not in ended.err
    program.configure("[program]", '[history]\nstore = "postgresql://gate:zq7@db.example/h"\n\n[program]')
    ended = call(*CHECK)
    assert (ended.exit, "zq7" in ended.err + ended.out) == (2, False)


def _nothing(_name: str) -> None:
    """No package is found."""


def test_a_missing_extra(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    """Says what to install, before anything is judged."""
    monkeypatch.setattr("readiness_gate.history.address.find_spec", _nothing)
    ended = call(*CHECK, "--record", "--store", "postgresql://db.example/history")
    assert ended.exit == 2
    assert 'pip install "readiness-gate[postgres]"' in ended.err
    assert call(*CHECK, "--record").exit == 0


# Verify and export -------------------------------------------------------------------------------------------------


def test_verify(call: Call) -> None:
    """What holds, what does not, and the digest that was written down."""
    digest = call(*RECORD).out.split()[-1]
    held = call("history", "verify", "--last-digest", digest)
    assert (held.exit, held.out.startswith("✓ HOLDS")) == (0, True)
    assert call("history", "verify", "--format", "json").json == {
        "schema": 1,
        "holds": True,
        "against": [],
        "programs": 1,
        "verdicts": 1,
        "readings": len(call(*CHECK, "--format", "json").json["findings"]),
        "decisions": 0,
        "last-digest": digest,
    }
    other = call("history", "verify", "--last-digest", f"sha256:{'0' * 64}")
    assert (other.exit, "the end of the history was cut off" in " ".join(other.out.split())) == (1, True)
    assert call("history", "verify", "--last-digest", "0").exit == 2
    tamper(Path(FILE), ("UPDATE verdicts SET decision = 'no-go'",))
    broken = call("history", "verify")
    assert broken.exit == 1
    assert "Verdict 1 (go-live as of 2026-04-01T12:00:00Z, Test program)" in " ".join(broken.out.split())
    assert call("history", "verify", "--format", "json").json["holds"] is False


def test_every_edit_is_named(program: Sample, call: Call) -> None:
    """One of them by the command; tests/unit/history has all."""
    tampering = TAMPERINGS["decision-edited"]
    to_be_tampered(in_file(program.path))
    tamper(program.path / FILE, tampering.statements)
    ended = call("history", "verify", "--format", "json")
    assert ended.exit == 1
    assert any(tampering.says in one for one in ended.json["against"])


def test_export(program: Sample, call: Call) -> None:
    """A folder or an archive; again, and it is replaced. A folder with anything else in it is left alone."""
    call(*RECORD)
    call(*CHECK, "--format", "tables", "--output", "check")
    assert call("history", "export", "--output", "tables").exit == 0
    assert call("history", "export", "--output", "tables").exit == 0
    assert call("history", "export", "--output", "tables.zip").exit == 0
    assert call("history", "export", "--output", FILE).exit == 2
    assert call("history", "export", "--output", "docs").exit == 2
    for name in ("evaluations", "findings", "readings"):
        ours, theirs = (_rows(program.path / folder / f"{name}.csv") for folder in ("tables", "check"))
        assert len(ours) == len(theirs) > 0
        assert all(one["evaluation"] == other["evaluation"] for one, other in zip(ours, theirs, strict=True))
    [evaluation] = _rows(program.path / "tables" / "evaluations.csv")
    assert (evaluation["policy_source"], evaluation["facts_source"]) == ("work-tree", "sources")
    package = json.loads((program.path / "tables" / "datapackage.json").read_text())
    assert package["description"] == "Recorded verdicts and decisions. Columns in which people may be named are empty."


def test_a_policy_that_is_read_from_a_ref(program: Sample, call: Call) -> None:
    """Is kept as the commit of that ref, and without the ref's name. The first record of a verdict says it."""
    assert call(*RECORD, "--policy-ref", "refs/heads/main").exit == 0
    assert call(*RECORD, "--as-of", "-1d").exit == 0
    commit = program.repo.git("rev-parse", "main").strip()
    shown = call("history", "show", "--format", "json").json["verdicts"]
    assert [one["policy-source"] for one in shown] == [commit, "work-tree"]
    assert b"refs/heads" not in (program.path / FILE).read_bytes()


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def test_the_history_is_not_overwritten(call: Call) -> None:
    """By a report that somebody sends there by accident."""
    call(*RECORD)
    ended = call(*CHECK, "--format", "json", "--output", FILE)
    assert (ended.exit, "would be lost" in ended.err) == (2, True)
    assert call("history", "verify").exit == 0


# What the sources say today ----------------------------------------------------------------------------------------


def _against(call: Call) -> tuple[int, list[str], str]:
    """The exit code, what the sources say of each verdict, and all of it as text."""
    shown = call("history", "show", "go-live", "--against-sources", "--format", "json")
    text = call("history", "show", "go-live", "--against-sources")
    assert text.exit == shown.exit
    today = [one["today"] for one in shown.json["verdicts"]]
    words = {True: "same", False: "rewritten", None: "unknown"}
    return shown.exit, [words[one["same"]] for one in today], " ".join(text.out.split())


def test_sources_that_still_say_it(call: Call) -> None:
    """As of each time that was recorded."""
    for day in ("2026-03-31T12:00:00Z", AS_OF):
        call("history", "record", "go-live", "--as-of", day)
    code, today, text = _against(call)
    assert code in (0, 3)
    assert today[-1] == "same"
    assert "The sources still say this." in text


def test_sources_that_were_rewritten(program: Sample, call: Call) -> None:
    """The rules that say something else today are named, with what they said."""
    call(*RECORD)
    assert _against(call)[:2] == (0, ["same"])
    _make_no_go(program)
    code, today, text = _against(call)
    assert (code, today) == (1, ["rewritten"])
    assert "Rewritten since: DEF-01 was pass (0), and is fail (1)" in text
    assert "Judged today, the decision is no-go." in text


def test_sources_that_forgot(program: Sample, call: Call) -> None:
    """What was known and is unknown today was not rewritten."""
    call(*RECORD)
    (program.path / "export.json").unlink()
    code, today, text = _against(call)
    assert (code, today) == (3, ["unknown"])
    assert "No longer known to the sources: DEF-01 was pass (0)" in text


def test_a_policy_that_is_gone(program: Sample, call: Call) -> None:
    """By today's policy, a time that another one judged would differ for no fault of the sources; the one that had
    landed by then is not the one that judged, either."""
    program.configure('packs = ["starter"]', 'packs = ["starter", "training"]')
    call(*RECORD)
    program.configure('packs = ["starter", "training"]', 'packs = ["starter", "people"]')
    code, today, text = _against(call)
    assert (code, today) == (3, ["unknown"])
    assert "Cannot be compared: it was judged by a policy that is not today's" in text


def test_a_policy_that_had_landed(program: Sample, call: Call) -> None:
    """Judges the time that it judged then."""
    program.repo.commit(89, {}, "configure")
    call(*RECORD)
    program.configure('packs = ["starter"]', 'packs = ["starter", "training"]')
    program.repo.commit(92, {}, "measure more")
    assert _against(call)[:2] == (0, ["same"])


def test_what_is_not_needed_is_not_loaded() -> None:
    """Neither SQLite, where nothing is recorded, nor what talks to databases."""
    packages = ("sqlite3", "sqlalchemy", "alembic", "psycopg")
    code = f"import sys; import readiness_gate.cli.check; print([one for one in {packages} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
