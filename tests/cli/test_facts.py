"""Saved facts give the verdict that the sources gave, without them, and never one that says more."""

import hashlib
import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from support.program import AS_OF, Sample, issue

from readiness_gate.cli import opening
from readiness_gate.cli.main import execute
from readiness_gate.model.time import DAY, Instant, instant, iso

NOW: Instant = instant("2026-04-02T08:00:00Z")
LATER = iso(NOW + 1)
RULE = """
[[rules]]
id = "OWN-01"
title = "Few landings"
dimension = "change"
signal = "change.landings"
with = { window = "WINDOW" }
at-most = 99
owner = "me"
why = "w"
remedy = "r"
source = "s"
evidence = "convention"
examples = [{ reading = 1, outcome = "pass" }, { reading = 100, outcome = "fail" }]
"""


@dataclass
class Program:
    """A program that is ready, in a run at a time of the test's own."""

    sample: Sample
    output: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def says(self, *words: str, now: Instant = NOW) -> tuple[int, str, str]:
        """How a command ends, and what it says."""
        self.monkeypatch.setattr(opening, "now", lambda: now)
        self.output.readouterr()
        code = execute(words)
        out, err = self.output.readouterr()
        return code, out, err

    def save(self, *words: str, now: Instant = NOW) -> int:
        """Save the facts of the go-live as of the time at which it is ready."""
        return self.says("facts", "save", "facts.json", "go-live", "--as-of", AS_OF, *words, now=now)[0]

    def judged(self, *words: str, as_of: str = AS_OF, now: Instant = NOW) -> Any:
        """The verdict of the go-live as JSON."""
        code, out, err = self.says("check", "go-live", "--as-of", as_of, "--format", "json", *words, now=now)
        assert out, err
        assert code == {"go": 0, "no-go": 1, "undecided": 3}[json.loads(out)["decision"]]
        return json.loads(out)

    def again(self, *words: str, as_of: str = AS_OF, now: Instant = NOW + DAY) -> Any:
        """The verdict on the saved facts, a day later."""
        return self.judged("--facts", "facts.json", *words, as_of=as_of, now=now)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    """A program that is ready."""
    return Sample(tmp_path_factory.mktemp("program"))


@pytest.fixture
def program(
    tmp_path: Path, made: Sample, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Program:
    """The same, to be changed."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.delenv("READINESS_GATE_POLICY_REF", raising=False)
    monkeypatch.chdir(tmp_path)
    sample = Sample(tmp_path / "program", made.path)
    monkeypatch.chdir(sample.path)
    return Program(sample, capsys, monkeypatch)


def _reasons(verdict: Any) -> set[str]:
    """Why rules are unknown."""
    readings = [finding["reading"] for finding in verdict["findings"] if finding["outcome"] == "unknown"]
    return {reading["unavailable"] for reading in readings}


@pytest.mark.parametrize("form", ["json", "text", "markdown"])
def test_the_same_verdict_without_any_source(program: Program, form: str) -> None:
    """To the byte, but for the note that says where the facts are from; with no repository and no file there."""
    words = ("check", "go-live", "--as-of", AS_OF, "--format", form, "-v")
    live = program.says(*words)
    assert program.save() == 0
    shutil.rmtree(program.sample.path / ".git")
    for name in ("export.json", "roster.csv", "completions.csv"):
        (program.sample.path / name).unlink()
    code, out, _ = program.says(*words, "--facts", "facts.json", now=NOW + 9 * DAY)
    assert code == live[0] == 0
    digest = hashlib.sha256((program.sample.path / "facts.json").read_bytes()).hexdigest()
    note = f"No source was read: the facts are those of facts.json (sha256:{digest}), fetched at 2026-04-02T08:00:00Z"
    if form == "json":
        told = json.loads(out)
        assert told.pop("notes") == [note]
        assert json.dumps(told) == json.dumps(json.loads(live[1]))
    else:
        unwrapped = " ".join(out.split())
        assert digest in unwrapped
        assert len(out.splitlines()) > len(live[1].splitlines())
        assert [line for line in live[1].splitlines() if line not in out.splitlines()] == []


def test_every_report_shows_the_file(program: Program) -> None:
    """Also the shortest one."""
    program.save()
    _, out, _ = program.says("check", "go-live", "--as-of", AS_OF, "--facts", "facts.json", "-q")
    assert "the facts are those of facts.json" in " ".join(out.split())


def test_an_earlier_time_is_judged_as_it_would_be_live(program: Program) -> None:
    """Where the file has what that needs; a window that reaches further back is unknown."""
    program.save()
    earlier = iso(instant(AS_OF) - DAY)
    live, again = program.judged(as_of=earlier), program.again(as_of=earlier)
    outcomes = {finding["rule"]: finding["outcome"] for finding in live["findings"]}
    for finding in again["findings"]:
        assert finding["outcome"] in (outcomes[finding["rule"]], "unknown")


def test_nothing_is_known_of_what_came_later(program: Program) -> None:
    """Not by default, when the time is now, and not one second after the facts were fetched."""
    program.save()
    program.sample.export([issue("CRM-3", "Highest")])
    for as_of in (LATER, iso(NOW + DAY)):
        verdict = program.again(as_of=as_of)
        assert verdict["decision"] == "undecided"
        assert all("so nothing is known as of" in why for why in _reasons(verdict))
    code, out, _ = program.says("check", "go-live", "--facts", "facts.json", now=NOW + DAY)
    assert code == 3
    assert "--as-of 2026-04-02T08:00:00Z" in " ".join(out.split())


CHANGES: Mapping[str, tuple[str, str, str]] = {
    "severity": ('sev1 = ["Highest"]', 'sev1 = ["Blocker"]', "the settings of the sources were changed"),
    "paths": ('docs = ["docs/**"]', 'docs = ["papers/**"]', "the settings of the sources were changed"),
    "covers": ('config = ["config/quote*"]', 'config = ["config/x*"]', "the settings of the sources were changed"),
    "required": ('"Sales rep" = ["quoting"]', '"Sales rep" = ["x"]', "the settings of the sources were changed"),
    "zone": ("Europe/Berlin", "Asia/Tokyo", "the settings of the sources were changed"),
    "program": ("Test program", "Other program", "the settings of the sources were changed"),
    "date": ("date = 2026-06-01", "date = 2026-06-02", "the milestone go-live was changed"),
    "freeze": ("date = 2026-06-01", "date = 2026-06-01\nfreeze = 2026-03-01", "the milestone go-live was changed"),
    "tags": ("date = 2026-06-01", 'date = 2026-06-01\ntags = ["emea"]', "the milestone go-live was changed"),
    "version": ("date = 2026-06-01", 'date = 2026-06-01\nversion = "1"', "the milestone go-live was changed"),
    "lock": ("date = 2026-06-01", "date = 2026-06-01\npolicy-lock = 2026-03-01", "the milestone go-live was changed"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_facts_are_for_one_configuration(program: Program, name: str) -> None:
    """Under other settings, or for a milestone with other dates, nothing is known."""
    old, new, why = CHANGES[name]
    program.save()
    program.sample.configure(old, new)
    verdict = program.again()
    assert verdict["decision"] == "undecided"
    assert all(reason.startswith(why) for reason in _reasons(verdict))
    assert not [each for each in verdict["findings"] if each["outcome"] in ("pass", "warn")]


def test_facts_are_for_one_milestone(program: Program) -> None:
    """Another one, on the same day, may need other facts."""
    program.sample.configure(
        "[git]", '[milestones.other]\nkind = "go-live"\ndate = 2026-06-01\npacks = ["starter"]\n[git]'
    )
    program.save()
    code, out, _ = program.says("check", "other", "--as-of", AS_OF, "--facts", "facts.json", "--format", "json")
    assert code == 3
    assert all('has the facts for the milestone "go-live"' in why for why in _reasons(json.loads(out)))
    assert program.again()["decision"] == "go"


@pytest.mark.parametrize(
    ("saved", "judged", "known"), [("20d", "10d", True), ("20d", "20d", True), ("5d", "80d", False)]
)
def test_a_rule_of_a_wider_window_is_unknown(program: Program, saved: str, judged: str, *, known: bool) -> None:
    """One of a narrower window is measured as it would be live; the other rules stay known in any case."""
    configuration = program.sample.path / "readiness-gate.toml"
    before = configuration.read_text()
    configuration.write_text(before + RULE.replace("WINDOW", saved))
    program.save()
    configuration.write_text(before + RULE.replace("WINDOW", judged))
    live, again = program.judged(), program.again()
    own = next(finding for finding in again["findings"] if finding["rule"] == "OWN-01")
    if known:
        assert own["reading"] == next(each for each in live["findings"] if each["rule"] == "OWN-01")["reading"]
        assert again["decision"] == live["decision"] == "go"
    else:
        assert own["reading"]["unavailable"].startswith("this needs more than was fetched when facts.json was saved")
        assert [each["rule"] for each in again["findings"] if each["outcome"] == "unknown"] == ["OWN-01"]
        assert again["decision"] == "undecided"


def test_a_rule_on_another_source_is_unknown(program: Program) -> None:
    """What was not asked is not known to be nothing."""
    program.sample.configure('packs = ["starter"]', 'packs = ["change"]')
    program.save()
    program.sample.configure('packs = ["change"]', 'packs = ["starter"]')
    unknown = {each["rule"] for each in program.again()["findings"] if each["outcome"] == "unknown"}
    assert {"DOC-01", "TRN-01"} <= unknown


def test_another_limit_judges_the_same_facts(program: Program) -> None:
    """That is what they are kept for; the digest of the policy says that it is another."""
    configuration = program.sample.path / "readiness-gate.toml"
    before = configuration.read_text()
    configuration.write_text(before + RULE.replace("WINDOW", "80d"))
    program.save()
    assert program.again()["decision"] == "go"
    configuration.write_text(before + RULE.replace("WINDOW", "80d").replace("at-most = 99", "at-most = 0"))
    verdict = program.again()
    assert verdict["decision"] == "no-go"
    assert verdict["policy"]["digest"] == program.judged()["policy"]["digest"]


def test_edits_of_the_policy_are_not_hidden(program: Program) -> None:
    """Whether the policy was edited is read from its files: when these differ, what was saved of them says nothing."""
    configuration = program.sample.path / "readiness-gate.toml"
    locked = configuration.read_text().replace("date = 2026-06-01", "date = 2026-06-01\npolicy-lock = 2026-04-01")
    edits = RULE.replace("change.landings", "policy.edits-after-lock").replace('with = { window = "WINDOW" }\n', "")
    configuration.write_text(locked + edits.replace('dimension = "change"', 'dimension = "governance"'))
    program.sample.repo.commit(89, {"readiness-gate.toml": configuration.read_text()}, "agree on the policy")
    program.save()

    def own(verdict: Any) -> Any:
        return next(finding for finding in verdict["findings"] if finding["rule"] == "OWN-01")

    assert own(program.again())["reading"] == own(program.judged())["reading"]
    configuration.write_text(configuration.read_text() + "\n# loosened\n")
    assert "readiness-gate.toml changed since" in own(program.again())["reading"]["unavailable"]


def test_a_source_that_said_nothing_still_says_nothing(program: Program) -> None:
    """The file has the reason, and saving ends with 3."""
    (program.sample.path / "export.json").unlink()
    live = program.judged()
    assert program.save() == 3
    program.sample.export([issue("CRM-1", category="done")])
    assert _reasons(program.again()) == _reasons(live)


@pytest.mark.parametrize("words", [("--policy-ref", "HEAD"), ("--all",)])
def test_what_cannot_go_with_facts(program: Program, words: tuple[str, ...]) -> None:
    """A policy that a change cannot touch is worth nothing on facts that it can; and a file is of one milestone."""
    program.save()
    name = () if words == ("--all",) else ("go-live",)
    code, out, err = program.says("check", *name, "--facts", "facts.json", *words)
    assert (code, out) == (2, "")
    assert f"Leave out {'--all' if words == ('--all',) else 'one of the two'}" in " ".join(err.split())


def test_the_variable_of_the_policy_ref_counts_too(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipeline sets it once for all of its commands."""
    program.save()
    monkeypatch.setenv("READINESS_GATE_POLICY_REF", "HEAD")
    assert program.says("check", "go-live", "--facts", "facts.json")[0] == 2


def _edited(change: Callable[[Any], object], *, signed: bool = False) -> Callable[[bytes], bytes]:
    def edit(content: bytes) -> bytes:
        envelope = json.loads(content)
        change(envelope["value"])
        if signed:
            text = json.dumps(envelope["value"], separators=(",", ":"))
            envelope["digest"] = f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
        return f"{json.dumps(envelope, separators=(',', ':'))}\n".encode()

    return edit


EDITS: list[tuple[Callable[[bytes], bytes], str]] = [
    (lambda _: b"", "it cannot be read as JSON"),
    (lambda content: content[:-20], "it cannot be read as JSON"),
    (lambda content: content + b" ", "was not written in this form"),
    (lambda content: content.replace(b'"schema":1', b'"schema":2'), "schema: must be 1, not 2"),
    (lambda content: content.replace(b'"record":"facts"', b'"record":"verdict"'), "must be 'facts'"),
    (_edited(lambda value: value["sources"]["jira"]["value"].update(issues=[])), "the file was changed"),
    (_edited(lambda value: value.update(fetched_at=NOW + 99)), "the file was changed"),
    (_edited(lambda value: value.update(extra=1), signed=True), "unknown field 'extra'"),
    (_edited(lambda value: value.pop("needs"), signed=True), "the field 'needs' is missing"),
    (_edited(lambda value: value["sources"].update(git=None), signed=True), "facts.sources['git']: must be"),
    (_edited(lambda value: value.update(tool="0.0.1"), signed=True), "saved by version 0.0.1"),
    (_edited(lambda value: value.update(fetched_at=NOW + 99 * DAY), signed=True), "is in the future"),
]


@pytest.mark.parametrize(("edit", "why"), EDITS)
def test_another_file_is_refused(program: Program, edit: Callable[[bytes], bytes], why: str) -> None:
    """One that was cut off, edited, or written by another version, and one of a time to come: nothing is evaluated."""
    program.save()
    where = program.sample.path / "facts.json"
    where.write_bytes(edit(where.read_bytes()))
    code, out, err = program.says("check", "go-live", "--as-of", AS_OF, "--facts", "facts.json", now=NOW + DAY)
    assert (code, out) == (2, "")
    assert why in " ".join(err.split())


@pytest.mark.parametrize("name", ["none.json", "..", "/dev/null", "a\0b"])
def test_what_is_no_file(program: Program, name: str) -> None:
    """It is said, and nothing waits for it."""
    code, out, err = program.says("check", "go-live", "--facts", name)
    assert (code, out) == (2, "")
    assert "--facts" in err


def test_nothing_is_written_over(program: Program) -> None:
    """Neither the facts by a report, nor what the facts are read from by the facts."""
    program.save()
    code, _, err = program.says(
        "check", "go-live", "--facts", "facts.json", "--output", "facts.json", "--format", "json"
    )
    assert (code, "the verdict is based on this file" in err) == (2, True)
    for name in ("readiness-gate.toml", "roster.csv", "export.json", ".git/config"):
        assert program.says("facts", "save", name, "go-live")[0] == 2
    assert program.says("facts", "save", "-", "go-live")[0] == 2


def test_the_same_facts_are_the_same_bytes(program: Program) -> None:
    """At the same time; and what is said beside them is how to judge them."""
    program.save()
    first = (program.sample.path / "facts.json").read_bytes()
    _, out, err = program.says("facts", "save", "facts.json", "go-live", "--as-of", AS_OF)
    assert (program.sample.path / "facts.json").read_bytes() == first
    assert out == f"To judge these facts: readiness-gate check go-live --facts facts.json --as-of {AS_OF}\n"
    assert err == ""


def test_when_sources_were_exported_belongs_to_the_facts(program: Program) -> None:
    """Facts saved with a time that the command line gave are judged with the same one only."""
    given = ("--exported-at", "people=2026-03-31")
    assert program.save(*given) == 0
    assert program.again(*given)["decision"] == program.judged(*given)["decision"]
    assert program.again()["decision"] == "undecided"
