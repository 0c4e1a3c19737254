"""`log` shows what was decided, names every line that is not as it was written, and judges decisions again."""

import json
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from support.console import Call, Clock
from support.decisions import closed, conditions, decided, written
from support.git import git
from support.program import Sample, issue

from readiness_gate.model.decisions import Decided, Entry
from readiness_gate.model.time import instant
from readiness_gate.sources.decisions.lines import FILE, parsed

BOSS = "sponsor@example.com"
AT = instant("2026-04-01T12:00:00Z")
LOG: list[Entry] = [
    decided(1, AT, conditions=conditions(1, "2026-04-10", "2026-04-20")),
    decided(2, AT + 5, milestone="wave-2", choice="postpone", gate="undecided"),
    closed(3, "1.1", AT + 86_400),
    decided(4, AT + 86_400, because="Again"),
]
LINES = written(LOG).splitlines(keepends=True)
FIRST: Entry = LOG[0]


@pytest.fixture
def logged(program: Sample, clock: Clock) -> Sample:
    """A program whose log landed in two parts, each within two days."""
    clock("2026-04-20T12:00:00Z")
    program.configure("[git]\n", f'[waivers]\napprovers = ["{BOSS}"]\n\n[git]\n')
    program.repo.commit(89, {}, "the policy")
    program.repo.commit(91, {FILE: b"".join(LINES[:2])}, "the first decisions")
    program.repo.commit(92, {FILE: b"".join(LINES)}, "the others")
    return program


def rewritten(**fields: str) -> bytes:
    """The log with another first decision, sealed anew."""
    assert isinstance(FIRST, Decided)
    return written([replace(FIRST, **fields), *LOG[1:]])  # type: ignore[arg-type]


def test_what_was_decided(logged: Sample, call: Call) -> None:
    """Each decision with the state of its conditions, of all milestones or of one."""
    assert logged.path.exists()
    out = call("log").out
    assert out.splitlines()[:9] == [
        "1. go for go-live by sponsor@example.com on 2026-04-01 14:00 CEST, against the",
        "gate",
        "    Agreed",
        "    The gate said no-go as of 2026-04-01 14:00 CEST: 1 of 7 blocking rules",
        "    fails.",
        "    ✓ 1.1 Task 1 (by 2026-04-10, CRM team)",
        "      closed by sponsor@example.com on 2026-04-02 14:00 CEST: Done",
        "    ○ open 1.2 Task 2 (by 2026-04-20, CRM team)",
        "2. postpone for wave-2 by sponsor@example.com on 2026-04-01 14:00:05 CEST",
    ]
    assert out.endswith(f"Last line:\n{parsed(b''.join(LINES)).last}\n")
    said = call("log", "go-live", "--format", "json").json
    assert [entry["number"] for entry in said["entries"]] == [1, 3, 4]
    assert (said["open-conditions"], said["last-digest"]) == (["1.2"], parsed(b"".join(LINES)).last)
    assert call("log", "show").out == out
    assert call("log", "--help").out == call("log", "-h").out != out


def test_an_overdue_condition_and_a_day_to_look_again(logged: Sample, call: Call, clock: Clock) -> None:
    """Both are shown."""
    clock("2026-04-21T12:00:00Z")
    assert "✗ overdue 1.2 Task 2 (by 2026-04-20, CRM team)" in call("log").out
    words = ("--by", BOSS, "--because", "x", "--revisit", "2026-05-01")
    assert call("decide", "go-live", "postpone", *words).exit == 0
    assert "    Look again on 2026-05-01." in call("log").out
    assert logged.path.exists()


def test_without_a_log(program: Sample, call: Call, clock: Clock) -> None:
    """Nothing was decided, and that holds."""
    clock("2026-04-20T12:00:00Z")
    program.repo.commit(89, {}, "the policy")
    assert call("log").out == "Nothing was decided.\n"
    assert call("log", "--format", "json").json["last-digest"] is None
    assert call("log", "nowhere").exit == 2
    ended = call("log", "verify")
    assert (ended.exit, ended.out) == (0, "✓ HOLDS: the decision log, 0 lines\n")
    assert call("log", "close", "1.1", "--by", "x", "--because", "x").exit == 2
    assert call("log", "replay", "1").exit == 2


def test_a_whole_log_holds(logged: Sample, call: Call) -> None:
    """For people and for programs, by a ref too; every line that was ever last is in it."""
    assert logged.path.exists()
    for digest in parsed(b"".join(LINES)).digests:
        assert call("log", "verify", "--last-digest", digest).exit == 0
    assert call("log", "verify", "--policy-ref", "main").exit == 0
    ended = call("log", "verify", "--last-digest", "6f1c0d3a5be2")
    assert (ended.exit, '"6f1c0d3a5be2" is not a digest such as sha256:…' in ended.err) == (2, True)
    assert call("log", "verify", "--format", "json").json == {
        "schema": 1,
        "holds": True,
        "lines": 4,
        "first-broken-line": None,
        "last-digest": parsed(b"".join(LINES)).last,
        "against": [],
        "left-out": [],
        "unknown": None,
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"".join(LINES).replace(b"Agreed", b"agreed", 1), "Line 1 was changed"),
        (b"".join(LINES[1:]), "Line 1 does not follow the line before it"),
        (b"".join([LINES[0], *LINES[2:]]), "Line 2 does not follow the line before it"),
        (b"".join([LINES[1], LINES[0], *LINES[2:]]), "Line 1 does not follow the line before it"),
        (b"".join([*LINES[:2], LINES[1], *LINES[2:]]), "Line 3 does not follow the line before it"),
        (rewritten(because="Other"), "Line 1 is not the line that landed in "),
        (b"".join(LINES[:3]), "Line 4 is missing, and landed in "),
        (b"", "Line 1 is missing, and landed in "),
        (None, "The file readiness-decisions.jsonl is missing, and landed in main"),
        (b"x" * 10_000_000, "Line 1 has more than 262144 bytes"),
    ],
)
def test_a_line_that_is_not_as_it_was_written(logged: Sample, call: Call, content: bytes | None, said: str) -> None:
    """Is named; the exit code is 1."""
    if content is None:
        (logged.path / FILE).unlink()
    else:
        logged.write(FILE, content)
    ended = call("log", "verify")
    assert ended.exit == 1
    assert ended.out.startswith("✗ DOES NOT HOLD: the decision log, ")
    assert said in " ".join(ended.out.split())
    assert call("log", "verify", "--format", "json").json["holds"] is False


@pytest.mark.parametrize(
    ("content", "lines", "broken"),
    [
        (b"".join(LINES).replace(b"Agreed", b"agreed", 1), 4, 1),
        (b"".join([*LINES[:2], b"{}\n", b"no end"]), 4, 3),
        (b"".join(LINES[:3]), 3, 4),
    ],
)
def test_the_first_problem_and_the_length_of_the_file(
    logged: Sample, call: Call, content: bytes, lines: int, broken: int
) -> None:
    """Both are in the first line of the result, also if no line before the problem is left."""
    logged.write(FILE, content)
    first = call("log", "verify").out.splitlines()[0]
    assert first == f"✗ DOES NOT HOLD: the decision log, {lines} lines; the first problem is in line {broken}"
    result = call("log", "verify", "--format", "json").json
    assert (result["lines"], result["first-broken-line"]) == (lines, broken)


@pytest.mark.parametrize("landed", [False, True])
def test_an_edit_that_landed_is_named(logged: Sample, call: Call, landed: bool) -> None:  # noqa: FBT001
    """However well it was sealed: the mainline has what landed first."""
    logged.write(FILE, rewritten(because="Other"))
    if landed:
        logged.repo.commit(93, {}, "nothing to see here")
    ended = call("log", "verify")
    assert (ended.exit, "Line 1 is not the line that landed in" in ended.out) == (1, True)


def test_a_log_that_git_stores_only_as_a_link(logged: Sample, call: Call) -> None:
    """Is named, though all of its lines are there; nothing is written to it."""
    (logged.path / FILE).rename(logged.path / "real.jsonl")
    (logged.path / FILE).symlink_to("real.jsonl")
    logged.repo.commit(93, {}, "a link")
    ended = call("log", "verify")
    assert (ended.exit, "Line 1 is not in git, which stores something else" in ended.out) == (1, True)
    ended = call("log", "close", "1.2", "--by", BOSS, "--because", "Done")
    assert (ended.exit, "Nothing was written" in ended.err) == (4, True)
    assert (logged.path / "real.jsonl").read_bytes() == b"".join(LINES)


def test_a_line_by_somebody_who_might_not_decide(logged: Sample, call: Call) -> None:
    """Is named, closes nothing, and decides nothing, though it landed; nothing that was written since goes away."""
    stranger = {"by": "mallory@evil.example"}
    log = [*LOG, closed(5, "1.2", AT + 86_401, **stranger), decided(6, AT + 86_402, choice="no-go", **stranger)]
    logged.repo.commit(93, {FILE: written(log)}, "nothing to see here")
    ended = call("log", "verify")
    said = " ".join(ended.out.split())
    assert ended.exit == 1
    who = "is by mallory@evil.example, who might not decide before it landed, and does not count: somebody of"
    for number, command in ((5, "log close 1.2"), (6, "decide")):
        assert (
            f"Line {number} {who} waivers.approvers or decisions.by must run `readiness-gate {command}` again" in said
        )
    shown = " ".join(call("log").out.split())
    assert f"○ open 1.2 Task 2 (by 2026-04-20, CRM team) Line 5 {who}" in shown
    assert shown.count("6. no-go for go-live by mallory@evil.example") == shown.count(f"Line 6 {who}") == 1
    listed = call("log", "--format", "json").json
    assert (listed["open-conditions"], [one["number"] for one in listed["not-counted"]]) == (["1.2"], [5, 6])
    notes = call("check", "go-live", "--format", "json").json["notes"]
    assert [note[:16] for note in notes] == ["Decided go on 20", "Line 5 of readin", "Line 6 of readin"]
    assert call("history", "record", "go-live").exit == 0
    assert call("history", "verify", "--format", "json").json["decisions"] == 4
    assert call("log", "close", "1.2", "--by", BOSS, "--because", "Done").exit == 0


def test_another_program_in_the_folder(logged: Sample, call: Call) -> None:
    """Has lines of its own in the same file."""
    other = {"program": "Other", "conditions": conditions(5, "2026-04-10")}
    config = (logged.path / "readiness-gate.toml").read_text().replace("Test program", "Other")
    log = written([*LOG, decided(5, AT + 86_401, **other)])
    logged.repo.commit(93, {FILE: log, "other.toml": config}, "another program")
    left_out = [{"number": 5, "program": "Other", "configuration": "other.toml"}]
    for words, numbers, others in (((), [1, 2, 3, 4], left_out), (("-c", "other.toml"), [1, 2, 3, 4, 5], [])):
        said = call("log", *words, "--format", "json").json
        assert ([one["number"] for one in said["entries"]], said["left-out"]) == (numbers, others)
        assert call("log", "verify", *words, "--format", "json").json["left-out"] == others
    for command in ("log", "log verify"):
        ended = call(*command.split())
        said = " ".join(ended.out.split())
        assert (ended.exit, said.count('Left out as another program\'s: line 5 of "Other" (other.toml).')) == (0, 1)
    assert call("log", "close", "5.1", "--by", BOSS, "--because", "Done").exit == 2
    assert call("log", "verify").exit == 0


_STORIES = {
    "go-live": ("2026-03-09T08:00:00Z", "2026-03-02T08:00:00Z", "2026-02-09T08:00:00Z"),
    "adoption": ("2026-06-20T08:00:00Z", "2026-05-22T08:00:00Z", "2026-04-20T08:00:00Z"),
    "releases": ("2026-03-05T08:00:00Z", "2026-02-26T08:00:00Z", "2025-12-01T08:00:00Z"),
    "portfolio": ("2026-05-22T08:00:00Z", "2026-04-24T08:00:00Z"),
}
"""The times as of which something is decided in each story of the demo; none of them has a log itself."""


@pytest.mark.heavy
@pytest.mark.parametrize("story", _STORIES)
def test_every_decision_of_the_demo(
    call: Call, clock: Clock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, story: str
) -> None:
    """On every milestone of every program, is judged again to the same byte, on the state of whatever day."""
    monkeypatch.chdir(tmp_path)
    assert call("demo", "--story", story, "--quiet", "all").exit in (0, 1)
    for folder in sorted(path.parent for path in (tmp_path / "all").rglob("readiness-gate.toml")):
        config = (folder / "readiness-gate.toml").read_text()
        decided = _decided_in_demo(folder, config, _STORIES[story], call, clock, monkeypatch)
        for number in range(1, decided + 1):
            ended = call("log", "replay", str(number), "--format", "json")
            assert (ended.exit, ended.json["holds"], ended.json["unknown"]) == (0, True, None), (folder.name, number)
            assert json.dumps(ended.json["then"]) == json.dumps(ended.json["now"])
            assert call("log", "replay", str(number), "--format", "json").out == ended.out


def _decided_in_demo(
    folder: Path, config: str, times: Sequence[str], call: Call, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> int:
    """Decide on every milestone of a program as of some times, and land it all; the number of lines."""
    monkeypatch.chdir(folder)
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "-b", "main")
    if "approvers" not in config:
        (folder / "readiness-gate.toml").write_text(f'{config}\n[decisions]\nby = ["sponsor@northwind.example"]\n')
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Say who decides", at=instant("2026-06-30T10:00:00Z"))
    clock("2026-06-30T12:00:00Z")
    milestones = tomllib.loads(config)["milestones"]
    words = ("--by", "sponsor@northwind.example", "--because", "x", "--as-of")
    for name in milestones:
        for time in times:
            assert call("decide", name, "go", *words, time).exit == 0, (folder.name, name, time)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "Decide", at=instant("2026-06-30T14:00:00Z"))
    clock("2026-07-30T12:00:00Z")
    return len(milestones) * len(times)


@pytest.mark.parametrize(
    ("day", "entry", "said"),
    [
        (
            96,
            decided(5, AT + 3 * 86_400),
            "line 5 of 2026-04-04T12:00:00Z landed late, on 2026-04-07T00:00:00Z, more than two days",
        ),
        (95, decided(5, AT + 3 * 86_400), ""),
        (
            95,
            decided(5, AT + 9 * 86_400),
            "line 5 of 2026-04-10T12:00:00Z by sponsor@example.com landed before its date, on 2026-04-06",
        ),
        (92.5, decided(5, AT), "line 5 of 2026-04-01T12:00:00Z is before the line above it: its date was changed"),
        (None, decided(5, instant("2026-04-18T12:00:00Z")), ""),
        (
            None,
            decided(5, instant("2026-04-18T11:59:59Z")),
            "line 5 of 2026-04-18T11:59:59Z has not landed in main, and two days have passed: commit it",
        ),
        (
            None,
            decided(5, instant("2026-04-20T12:05:01Z")),
            "line 5 of 2026-04-20T12:05:01Z by sponsor@example.com is dated in the future",
        ),
    ],
)
def test_when_a_line_landed(logged: Sample, call: Call, day: int | None, entry: Entry, said: str) -> None:
    """No later than two days after its date, and not before it; one that has not landed has two days."""
    content = written([*LOG, entry])
    if day is None:
        logged.write(FILE, content)
    else:
        logged.repo.commit(day, {FILE: content}, "one more")
    against = call("log", "verify", "--format", "json").json["against"]
    assert len(against) == bool(said)
    assert not said or against[0].startswith(said)


def _shallow(logged: Sample) -> Path:
    git(logged.path.parent, "clone", "-q", "--depth", "1", f"file://{logged.path}", "clone")
    return logged.path.parent / "clone"


def _without_git(logged: Sample) -> Path:
    folder = logged.path.parent / "plain"
    folder.mkdir()
    for name in ("readiness-gate.toml", FILE):
        (folder / name).write_bytes((logged.path / name).read_bytes())
    return folder


@pytest.mark.parametrize(
    ("made", "why"), [(_shallow, "The clone is shallow"), (_without_git, "There is no git repository")]
)
def test_what_cannot_be_determined(
    logged: Sample, call: Call, monkeypatch: pytest.MonkeyPatch, made: Callable[[Sample], Path], why: str
) -> None:
    """Without the history the chain alone is known: that says nothing of what was rewritten whole."""
    monkeypatch.chdir(made(logged))
    ended = call("log", "verify")
    assert (ended.exit, why in ended.out) == (3, True)
    assert ended.out.startswith("? CANNOT BE DETERMINED: the decision log, 4 lines\n")
    assert call("log", "verify", "--format", "json").json["holds"] is None
    Path(FILE).write_bytes(b"".join(LINES[1:]))
    assert call("log", "verify").exit == 1, "what is broken is known to be"


def test_a_log_that_cannot_be_read(logged: Sample, call: Call) -> None:
    """Is neither whole nor broken."""
    (logged.path / FILE).unlink()
    (logged.path / FILE).mkdir()
    for words in (("log", "verify"), ("log",), ("log", "replay", "1")):
        ended = call(*words)
        assert (ended.exit, ended.out, "is not a file" in ended.err) == (3, "", True), words


def test_a_broken_log_is_not_shown(logged: Sample, call: Call) -> None:
    """As part of it may be forged."""
    logged.write(FILE, b"".join(LINES[1:]))
    ended = call("log")
    assert (ended.exit, ended.out) == (3, "")
    assert "Run `readiness-gate log verify`" in ended.err


def test_by_a_ref_a_change_cannot_drop_a_line(logged: Sample, call: Call) -> None:
    """The log of the ref is checked, and that of the work tree has all of it."""
    logged.repo.branch("change")
    logged.write(FILE, b"".join(LINES[:3]))
    ended = call("log", "verify", "--policy-ref", "main")
    assert ended.exit == 1
    said = "The log in the work tree lacks what main has, line 4 is missing"
    assert said in " ".join(ended.out.split())


def test_an_attestation_that_names_no_line(logged: Sample, call: Call) -> None:
    """Cannot show anything; nor can a file that is none."""
    (logged.path / FILE).unlink()
    (logged.path / "crm.zip").write_bytes(b"package")
    call("check", "--format", "attestation", "--output", "a.json", "--subject", "crm.zip")
    ended = call("log", "verify", "--attestation", "a.json")
    assert (ended.exit, f"a.json names no line of {FILE}" in ended.err) == (3, True)
    assert call("log", "verify", "--attestation", "gone.json").exit == 2


# Close ----------------------------------------------------------------------------------------------------------------


def test_closing_a_condition(logged: Sample, call: Call) -> None:
    """Appends a line of its own kind."""
    ended = call("log", "close", "1.2", "--by", BOSS, "--because", "Done, too")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out == (
        "Closed condition 1.2 in line 5.\nNext: commit readiness-decisions.jsonl, and land it within two days. The\n"
        "condition is open until it has landed.\n"
    )
    line = json.loads((logged.path / FILE).read_text().splitlines()[-1])
    assert (line["kind"], line["condition"], line["because"]) == ("close", "1.2", "Done, too")
    assert (call("log", "verify").exit, call("log", "--format", "json").json["open-conditions"]) == (0, ["1.2"])
    assert call("log", "close", "1.2", "--by", BOSS, "--because", "Again").exit == 2
    logged.repo.commit(109, {}, "the closed condition")
    assert call("log", "--format", "json").json["open-conditions"] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1.1", "--by", BOSS, "--because", "x"), '"1.1" is not an open condition of readiness-decisions.jsonl. Open'),
        (("1.2\x1b[31m", "--by", BOSS, "--because", "x"), "Open conditions: 1.2. Nothing was written"),
        (("1.2", "--because", "x"), "--by is missing"),
        (("1.2", "--by", BOSS), "--because is missing"),
        (("1.2", "--by", "x@example.com", "--because", "x"), "--by: x@example.com is not one of"),
    ],
)
def test_what_closes_nothing(logged: Sample, call: Call, words: tuple[str, ...], said: str) -> None:
    """Is refused, and the log stays as it is."""
    ended = call("log", "close", *words)
    assert (ended.exit, ended.out, said in ended.err) == (2, "", True), ended.err
    assert "\x1b" not in ended.err
    assert (logged.path / FILE).read_bytes() == b"".join(LINES)


# Replay ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def replaying(program: Sample, clock: Clock, call: Call) -> Sample:
    """A program that decided a go against the gate, twelve days ago."""
    clock("2026-04-01T12:00:00Z")
    program.configure("[git]\n", f'[waivers]\napprovers = ["{BOSS}"]\n\n[git]\n')
    program.export([issue("CRM-1", "High"), issue("CRM-3", kind="Story", category="done")])
    program.repo.commit(89, {}, "the policy")
    assert call("decide", "go-live", "go", "--by", BOSS, "--because", "x").exit == 0
    clock("2026-04-13T12:00:00Z")
    return program


def test_the_same_evidence(replaying: Sample, call: Call) -> None:
    """As of then, by the policy of then, whatever was decided on the policy since."""
    replaying.repo.commit(95, {}, "the decision")
    ended = call("log", "replay", "1")
    assert (ended.exit, ended.err) == (0, "")
    assert ended.out == "✓ HOLDS: the evidence is the same as of 2026-04-01 14:00 CEST (go-live)\n"
    replaying.configure('packs = ["starter"]', 'packs = ["defects"]')
    replaying.repo.commit(96, {}, "another policy")
    said = call("log", "replay", "1", "--format", "json").json
    assert (said["holds"], said["unknown"], said["then"]) == (True, None, said["now"])


def test_sources_that_were_rewritten(replaying: Sample, call: Call) -> None:
    """Today they say something else of then: the exit code is 1, and both sentences are shown."""
    replaying.export([issue("CRM-1", category="done"), issue("CRM-3", kind="Story", category="done")])
    ended = call("log", "replay", "1")
    assert ended.exit == 1
    assert ended.out.startswith("✗ DOES NOT HOLD: the evidence is different as of 2026-04-01 14:00 CEST (go-live)\n")
    out = " ".join(ended.out.split())
    assert "Then: no-go. No-go, 61 days before go-live. In the way: 1 open severity 2 defect." in out
    assert "Now: go. Go, 61 days before go-live." in out
    assert out.endswith("The policy is the same, so the sources were rewritten since.")
    said = call("log", "replay", "1", "--format", "json").json
    assert (said["holds"], said["then"]["decision"], said["now"]["decision"]) == (False, "no-go", "go")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"gate": "go"}, "The line misstates the verdict: see who wrote it"),
        (
            {"gate": "go", "policy": "sha256:" + "0" * 64},
            "The policy of the line had not landed, or the line misstates the verdict: see",
        ),
        (
            {"sentence": "7 of 7 blocking rules pass."},
            "The line does not have the gate's sentence, unless another version",
        ),
    ],
)
def test_a_line_that_says_of_the_gate_what_it_did_not(
    replaying: Sample, call: Call, said: dict[str, str], why: str
) -> None:
    """However well it was sealed: on its own evidence the gate contradicts it."""
    (line,) = parsed((replaying.path / FILE).read_bytes()).entries
    assert isinstance(line, Decided)
    replaying.write(FILE, written([replace(line, **said)]))  # type: ignore[arg-type]
    ended = call("log", "replay", "1")
    out = " ".join(ended.out.split())
    assert (ended.exit, why in out) == (1, True)
    assert out.startswith("✗ DOES NOT HOLD: the evidence is the same, but the gate's verdict is different")
    assert "Now: no-go. No-go, 61 days before go-live." in out
    assert call("log", "replay", "1", "--format", "json").json["holds"] is False


def test_another_policy_that_decides_the_same(replaying: Sample, call: Call) -> None:
    """Holds, and is named."""
    (line,) = parsed((replaying.path / FILE).read_bytes()).entries
    assert isinstance(line, Decided)
    replaying.write(FILE, written([replace(line, policy="sha256:" + "0" * 64)]))
    ended = call("log", "replay", "1")
    assert (ended.exit, "judged, and decides the same." in " ".join(ended.out.split())) == (0, True)


def test_a_policy_that_had_not_landed(replaying: Sample, call: Call) -> None:
    """Another one judges, and that is said."""
    replaying.configure("[git]\n", '[[rules]]\nid = "DEF-03"\nat-most = 5\n\n[git]\n')
    replaying.repo.commit(90.4, {}, "just before")
    ended = call("log", "replay", "1")
    assert ended.exit == 1
    assert "The policy that had landed by then is not the one that judged." in ended.out


def test_evidence_that_is_lost(replaying: Sample, call: Call) -> None:
    """What cannot be read today may have been the same: the exit code is 3, and the reason is given."""
    replaying.write("export.json", "{")
    ended = call("log", "replay", "1")
    assert ended.exit == 3
    assert ended.out.startswith("? CANNOT BE DETERMINED: whether the evidence is the same as of ")
    assert "DEF-01: " in ended.out
    assert "DEF-01: " in call("log", "replay", "1", "--format", "json").json["unknown"]


def test_a_policy_that_is_unknown(replaying: Sample, call: Call) -> None:
    """Nothing is judged by another in its place."""
    replaying.write(FILE, written([decided(1, instant("2025-06-01T12:00:00Z"))]))
    ended = call("log", "replay", "1")
    assert ended.exit == 3
    out = " ".join(ended.out.split())
    assert "The policy as of 2025-06-01T12:00:00Z is unknown: nothing had landed" in out
    assert out.endswith("Without the policy of that time, the evidence cannot be compared.")
    said = call("log", "replay", "1", "--format", "json").json
    assert (said["holds"], said["now"], "is unknown" in said["unknown"]) == (None, None, True)


@pytest.mark.parametrize(("number", "said"), [("2", "Decisions: 1"), ("0", "Decisions: 1"), ("-1", ""), ("x", "")])
def test_no_such_decision(replaying: Sample, call: Call, number: str, said: str) -> None:
    """Is bad use."""
    assert replaying.path.exists()
    ended = call("log", "replay", number)
    assert (ended.exit, said in ended.err) == (2, True)
