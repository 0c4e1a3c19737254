"""`check --since`: what changed since an earlier time, and which of facts, limits and counting did it."""

import json
import shutil
from collections.abc import Mapping
from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from support import since
from support.console import Call, Clock
from support.git import Repo, instant

from readiness_gate.app.check import check
from readiness_gate.app.since import compared
from readiness_gate.cli.opening import opened
from readiness_gate.model.time import instant as moment
from readiness_gate.reports.json import schema_text

LESS = "instead of at most 0 issues"
SINCE = ("check", "--since", since.SINCE)


@pytest.fixture(scope="session")
def _history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("since") / "program"
    since.build(folder)
    return folder


@pytest.fixture
def repo(_history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Repo:
    """The program with its history, on day 14; the test is in its folder."""
    shutil.copytree(_history, tmp_path / "program", symlinks=True)
    monkeypatch.chdir(tmp_path / "program")
    clock(since.AS_OF)
    return Repo(tmp_path / "program", is_there=True)


def _compared(call: Call, *words: str) -> Any:
    """What the JSON report says of the changes; it keeps its schema."""
    ended = call(*SINCE, "--format", "json", *words)
    report = json.loads(ended.out)
    validator: Any = Draft202012Validator(json.loads(schema_text()))
    validator.validate(report)
    return report["compared"]


def _by_rule(of: Any) -> Mapping[str, Any]:
    return {change["rule"]: change for change in of["changes"]}


def test_three_causes_are_named_separately(repo: Repo, call: Call) -> None:
    """A limit was loosened on day 5, thirty people joined on day 9, and a defect was raised on day 12."""
    of = _compared(call)
    by_rule = _by_rule(of)
    assert [edit["what"] for edit in of["edits"]] == ["the limit is at most 3 issues instead of at most 0 issues"]
    assert [one["what"] for one in of["counted"]] == ["30 people joined the roster"]
    training, defects = by_rule["TRN-01"], by_rule["DEF-02"]
    assert (training["causes"], training["only-counted"], training["deciding"]) == (["counted"], True, ["counted"])
    assert (training["then"]["outcome"], training["now"]["outcome"]) == ("pass", "fail")
    assert training["without"]["counted"]["outcome"] == "pass"
    assert (defects["causes"], defects["deciding"], defects["separable"]) == (["facts", "limits"], ["limits"], True)
    assert (defects["then"]["value"], defects["now"]["value"]) == (1, 2)
    assert [piece["id"] for piece in defects["appeared"]] == ["CRM-3"]
    [edit] = defects["edits"]
    commits = repo.git("log", "--format=%H %s").splitlines()
    assert f"{edit['commit']} Allow three of them" in commits
    assert edit["landed"] == "2026-01-06T00:00:00Z"
    assert edit["loosens"]
    assert defects["without"]["limits"]["outcome"] == "fail"
    assert (of["policy"], of["unknown"], of["decision"]) == (None, [], "no-go")


def test_what_only_counts_something_else_comes_first(repo: Repo, call: Call) -> None:
    """In each format for people."""
    assert repo.head()
    assert [change["rule"] for change in _compared(call)["changes"]][:2] == ["TRN-01", "TRN-01-b"]
    text = " ".join(call(*SINCE).out.split())
    block = text[text.index("Since 2026-01-03") : text.index("Rule →")]
    assert block.index("Only because something else is counted: 30 people") < block.index("Policy: the limit")
    assert "5 rules changed, 2 of them only because something else is counted. The gate was no-go then." in block
    markdown = call(*SINCE, "--format", "markdown").out
    assert markdown.index("Only because something else is counted") < markdown.index("- Policy: the limit is")
    html = call(*SINCE, "--format", "html").out
    assert "Only because something else is counted: TRN-01, TRN-01-b (30 people joined the roster)." in html
    assert "No longer in the way since 2026-01-03" in html
    assert "passes by an edited limit" in html


def test_nothing_of_it_appears_unasked(repo: Repo, call: Call) -> None:
    """Neither a field, nor a column, nor a table."""
    assert "compared" not in json.loads(call("check", "--format", "json").out)
    assert "Since" not in call("check").out
    assert "No longer in the way" not in call("check", "--format", "html").out
    call("check", "--output", "tables.d", "--format", "tables")
    assert not (repo.path / "tables.d" / "changes.csv").exists()
    call(*SINCE, "--output", "tables.d", "--format", "tables")
    assert (repo.path / "tables.d" / "changes.csv").read_text().count("\n") == 1 + len(_compared(call)["changes"])


def test_a_verdict_beside_itself_has_no_changes(repo: Repo) -> None:
    """The same time, the same policy, the same files."""
    session = opened(None, None)
    as_of = moment(since.AS_OF)
    [verdict] = check(session, None, as_of)
    same = compared(session, verdict, as_of).compared
    assert same is not None
    assert (same.changes, same.edits, same.counted, same.policy) == ((), (), (), None)
    assert repo.head()


@pytest.mark.parametrize("text", [since.AS_OF, "2026-01-15", "2026-01-16T00:00:00Z", "2027-01-01", "-0d", "soon", ""])
def test_it_must_be_earlier(repo: Repo, call: Call, text: str) -> None:
    """Not the time that is judged, not later, not in the future, and a time at all."""
    ended = call("check", f"--since={text}")
    assert (ended.exit, ended.out) == (2, "")
    assert "--since" in ended.err
    assert repo.head()


def test_it_must_be_earlier_than_a_past_time(repo: Repo, call: Call) -> None:
    """The time that is judged may be in the past itself."""
    assert call("check", "--as-of", "2026-01-10T00:00:00Z", "--since", "2026-01-11").exit == 2
    of = _by_rule(_compared(call, "--as-of", "2026-01-10T00:00:00Z"))
    assert "TRN-01" in of
    assert repo.head()


def test_saved_facts_are_of_one_time(repo: Repo, call: Call) -> None:
    """They cannot be compared."""
    call("facts", "save", "facts.json")
    ended = call(*SINCE, "--facts", "facts.json")
    assert (ended.exit, "Leave out one" in ended.err) == (2, True)
    assert repo.head()


def test_a_ref_and_all_milestones(repo: Repo, call: Call) -> None:
    """The policy of a ref has a history, too; each of several milestones is compared."""
    assert "DEF-02" in _by_rule(_compared(call, "--policy-ref", "main"))
    report = json.loads(call(*SINCE, "--all", "--format", "json").out)
    assert [verdict["compared"]["decision"] for verdict in report["verdicts"]] == ["no-go"]
    assert repo.head()


def test_two_versions_of_an_export_are_not_compared(repo: Repo, call: Call) -> None:
    """Where a change edits one, check judges both."""
    repo.branch("change")
    repo.commit(13, {"export.json": since.export(2)}, "Export something else")
    ended = call(*SINCE, "--policy-ref", "main")
    assert (ended.exit, ended.out) == (2, "")
    assert "--since: this change edits export.json" in ended.err


def test_an_edit_that_has_not_landed(repo: Repo, call: Call) -> None:
    """It is named as such, and what it does is known."""
    where = repo.path / "readiness-gate.toml"
    where.write_text(where.read_text().replace("at-most = 3", "at-most = 1"))
    landed, here = _compared(call)["edits"]
    assert (landed["what"], bool(landed["commit"])) == (f"the limit is at most 3 issues {LESS}", True)
    assert (here["what"].partition(" instead")[0], here["commit"]) == ("the limit is at most 1 issue", None)
    assert "(not merged yet)" in " ".join(call(*SINCE).out.split())


def test_a_policy_that_git_does_not_know(repo: Repo, call: Call) -> None:
    """Then it is said so, and never that nothing was edited."""
    of = _compared(call, "--since", "2025-12-20")
    assert of["policy"]["unavailable"].startswith("the policy as of 2025-12-20T22:59:59Z is unknown")
    assert of["edits"] == []
    assert "The rules of today judge both times" in " ".join(call("check", "--since", "2025-12-20").out.split())
    assert (
        "by today&#39;s rules (whether they were edited is unknown)"
        in call("check", "--since", "2025-12-20", "--format", "html").out
    )
    assert repo.head()


def test_without_git_all_is_read_as_it_is(repo: Repo, call: Call) -> None:
    """And this is said."""
    shutil.rmtree(repo.path / ".git")
    of = _compared(call)
    assert "Files are read as they are today" in of["unknown"][0]
    assert of["policy"] is not None


def test_files_outside_git_have_one_state(repo: Repo, call: Call) -> None:
    """Both times count by it, and this is said."""
    repo.git("rm", "-q", "--cached", "roster.csv")
    repo.git("commit", "-q", "--amend", "-m", "Forget the roster", at=instant(12))
    shutil.copy(repo.path / "roster.csv", repo.path / "people.csv")
    where = repo.path / "readiness-gate.toml"
    where.write_text(where.read_text().replace('roster = "roster.csv"', 'roster = "people.csv"'))
    of = _compared(call)
    assert any("people.csv" in text for text in of["unknown"])


def test_few_people_are_not_counted_in_words(repo: Repo, call: Call) -> None:
    """How many joined would show, with the two values, what each of them did."""
    repo.commit(13, {"roster.csv": since.roster(43)}, "Some leave again")
    of = _compared(call)
    assert [one["what"] for one in of["counted"]] == ["fewer than 5 people joined the roster"]
    training = _by_rule(of)["TRN-01"]
    assert training["then"]["value"] is None
    assert training["now"]["value"] is not None
    assert training["without"]["counted"]["value"] is None
    assert training["causes"] == ["counted"]


def test_a_path_that_is_no_longer_counted(repo: Repo, call: Call) -> None:
    """The landing that dropped it is named, and changes no facts."""
    repo.commit(2.4, {"src/quote.py": "2"}, "Change the code")
    text = (repo.path / "readiness-gate.toml").read_text()
    commit = repo.commit(
        13, {"readiness-gate.toml": text.replace('code = ["src/**"]', 'code = ["lib/**"]')}, "Look away"
    )
    [fewer, more] = [one for one in _compared(call)["counted"] if one["kind"] == "setting"]
    assert fewer["what"] == "git.paths.code no longer has src/**"
    assert more["what"] == "git.paths.code also has lib/**"
    assert {fewer["commit"], more["commit"]} == {commit}


def test_an_export_that_got_smaller(repo: Repo, call: Call) -> None:
    """A defect that is no longer in it was not fixed."""
    repo.commit(13, {"export.json": since.export(12)}, "Export fewer issues")
    of = _compared(call, "--since", "2026-01-13")
    assert "jira has 2 records instead of 3" in [one["what"] for one in of["counted"]]
    defects = _by_rule(of)["DEF-02"]
    assert defects["causes"][0] == "counted"
    assert (defects["then"]["value"], defects["now"]["value"]) == (2, 1)


def test_a_source_that_is_read_from_elsewhere(repo: Repo, call: Call) -> None:
    """Nothing is read from a place that the configuration no longer names; the edit is named."""
    text = (repo.path / "readiness-gate.toml").read_text()
    changed = text.replace('export = "export.json"', 'export = "other.json"')
    repo.commit(13, {"readiness-gate.toml": changed, "other.json": since.export(2, 12)}, "Another file")
    of = _compared(call)
    assert any("Both times are read as configured today" in text for text in of["unknown"])
    assert "which results changed by it is unknown: jira.export is" in " ".join(call(*SINCE).out.split())
    assert "jira.export is other.json instead of export.json" in [one["what"] for one in of["counted"]]


@pytest.mark.parametrize("what", [*chain.from_iterable(combinations(since.EVENTS, size) for size in range(4))])
def test_nothing_is_blamed_that_did_not_happen(
    what: tuple[since.Event, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clock: Clock, call: Call
) -> None:
    """Of any of three things that happen in a history, each is named that did, and no other. Time passes always."""
    since.build(tmp_path / "other", what)
    monkeypatch.chdir(tmp_path / "other")
    clock(since.AS_OF)
    of = _compared(call)
    assert bool(of["edits"]) is ("limit" in what)
    assert bool(of["counted"]) is ("people" in what)
    happened = {"facts", *(["limits"] if "limit" in what else []), *(["counted"] if "people" in what else [])}
    changes = _by_rule(of)
    assert {cause for change in changes.values() for cause in change["causes"]} <= happened
    assert ("TRN-01" in changes) is ("people" in what)
    assert ("DEF-02" in changes) is ("limit" in what or "defect" in what)
    if "limit" in what and "defect" not in what:
        assert changes["DEF-02"]["causes"] == ["limits"]
