"""The program that goes live every quarter is the same each time, and nothing of it is later than its day."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from csv import DictReader
from functools import cache
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from support.git import git

from readiness_gate.app.backtest.scores import scores
from readiness_gate.app.backtest.trial import Request, backtest
from readiness_gate.app.locate import Whereabouts
from readiness_gate.app.session import open_session
from readiness_gate.errors import BadUse
from readiness_gate.model.backtest import Scores
from readiness_gate.model.tallies import Outcomes
from readiness_gate.model.time import DAY, instant
from readiness_gate.plugins import tables
from readiness_gate.sample.releases import AS_OF, RELEASES, build, people, went_wrong
from readiness_gate.sample.releases.calendar import GO_LIVE_HOUR, QUARTER, day, workday
from readiness_gate.sample.releases.configuration import CONFIGURATION

pytestmark = pytest.mark.masses
PAST = RELEASES[:-1]
WRONG = ["1.2.0", "2.1.0", "2.3.0", "3.1.0", "4.0.0", "4.2.0"]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program in a folder."""
    folder = tmp_path_factory.mktemp("releases") / "it"
    build(folder, "{}\n")
    return folder


@pytest.fixture(scope="module")
def issues(program: Path) -> Sequence[Mapping[str, Any]]:
    """The issues of its export."""
    found: Sequence[Mapping[str, Any]] = json.loads((program / "jira-export.json").read_text())["issues"]
    return found


def _bytes(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".git" not in path.parts:
            yield str(path.relative_to(folder)), sha256(path.read_bytes()).hexdigest()


def test_it_is_the_same_each_time(program: Path, tmp_path: Path) -> None:
    """Every file, every commit and every tag."""
    build(tmp_path / "again", "{}\n")
    assert list(_bytes(tmp_path / "again")) == list(_bytes(program))
    assert git(tmp_path / "again", "show-ref") == git(program, "show-ref")
    assert git(program, "status", "--porcelain") == ""


def test_a_folder_that_is_not_empty(program: Path) -> None:
    """It stays as it is."""
    with pytest.raises(BadUse, match="is not empty"):
        build(program, "{}\n")


def test_the_go_lives() -> None:
    """Sixteen in four years, of which six went wrong, and a planned one; none is on a weekend."""
    assert [release.version for release in PAST if went_wrong(release)] == WRONG
    assert len(PAST) == 16
    days = [day(quarter, QUARTER) for quarter, _ in enumerate(RELEASES)]
    assert days[-1] == instant("2026-03-10T00:00:00Z")
    assert "date = 2026-03-10\n" in CONFIGURATION
    assert f'version = "{RELEASES[-1].version}"\n' in CONFIGURATION
    assert {(at // DAY) % 7 for at in days} == {_weekday("2026-03-10T00:00:00Z")}


def _weekday(time: str) -> int:
    return (instant(time) // DAY) % 7


def test_a_working_day() -> None:
    """A day of a weekend becomes the Monday after it; any other stays."""
    saturday, sunday = _weekday("2026-03-07T00:00:00Z"), _weekday("2026-03-08T00:00:00Z")
    for number in range(QUARTER):
        later = {saturday: 2, sunday: 1}.get((day(3, number) // DAY) % 7, 0)
        assert workday(number) == number + later


def test_nothing_is_later_than_its_day(program: Path, issues: Sequence[Mapping[str, Any]]) -> None:
    """Neither a commit, nor a change of an issue, nor a completion."""
    assert all(int(at) < AS_OF for at in git(program, "log", "--all", "--format=%ct").split())
    for issue in issues:
        fields, histories = issue["fields"], issue["changelog"]["histories"]
        times = [instant(fields["created"]), *(instant(entry["created"]) for entry in histories)]
        assert times == sorted(times)
        assert times[-1] == instant(fields["updated"]) < AS_OF
    rows = list(DictReader(people.completions().splitlines()))
    assert max(instant(f"{row['completed-at']}T00:00:00Z") for row in rows) < AS_OF


def test_its_size(program: Path, issues: Sequence[Mapping[str, Any]]) -> None:
    """A thousand defects and some, and as many landings in a quarter as a team makes."""
    defects = [issue for issue in issues if issue["fields"]["issuetype"]["name"] == "Bug"]
    assert 1_000 <= len(defects) <= 1_500
    landings = git(program, "log", "--first-parent", "--format=%ct").split()
    quarters = Counter((int(at) - day(0, 0)) // (QUARTER * DAY) for at in landings)
    assert set(quarters) == set(range(len(RELEASES)))
    assert max(quarters.values()) <= 45


def test_an_issue_is_what_its_history_says(issues: Sequence[Mapping[str, Any]]) -> None:
    """The last change of each field led to the value that it has."""
    for issue in issues:
        last = {item["fieldId"]: item["to"] for entry in issue["changelog"]["histories"] for item in entry["items"]}
        fields = issue["fields"]
        assert last.get("status", "10000") == fields["status"]["id"]
        assert [last["fixVersions"]] * bool(last) == [version["id"] for version in fields["fixVersions"]]
        assert last.get("priority", fields["priority"]["id"]) == fields["priority"]["id"]


def test_releases_and_patches_are_tagged(program: Path) -> None:
    """Each on a landing of the mainline on its day; a go-live went wrong when a patch followed within 14 days."""
    tags = git(program, "for-each-ref", "--format=%(refname:short) %(*objectname)", "refs/tags").splitlines()
    mainline = dict(line.split() for line in git(program, "log", "--first-parent", "--format=%H %ct").splitlines())
    at = {tag: int(mainline[commit]) for tag, commit in map(str.split, tags)}
    assert [at[f"v{release.version}"] for release in PAST] == [
        day(quarter, QUARTER, GO_LIVE_HOUR) for quarter, _ in enumerate(PAST)
    ]
    patched = [tag.removeprefix("v") for tag in at if re.fullmatch(r"v\d+\.\d+\.[1-9]", tag)]
    soon = {
        f"{line}.0"
        for line, number in (patch.rsplit(".", 1) for patch in patched)
        if at[f"v{line}.{number}"] - at[f"v{line}.0"] <= 14 * DAY
    }
    assert soon == set(WRONG)
    assert len({patch.rsplit(".", 1)[0] for patch in patched}) == len(WRONG) + 2


@pytest.fixture(scope="module")
def tried(program: Path) -> Callable[..., Scores]:
    """Tries its gate on the past go-lives, with some changes; each once."""
    session = open_session(tables(), Whereabouts(program), AS_OF)
    return cache(lambda *changes: scores([backtest(session, Request("go-live", AS_OF, changes))]))


def test_its_gate_before_each_go_live(tried: Callable[..., Scores]) -> None:
    """What was not as it should be is what stops a go-live; the first one, which had no documents yet, is undecided."""
    found = {one.replay.go_live.version: one for one in tried().tried}
    assert list(found) == [release.version for release in PAST]
    for release in PAST:
        one = found[release.version]
        causes = {"DEF-02": release.severe, "CHG-08": release.late, "DOC-01": release.outdated}
        assert set(one.stopped_by) == {
            *(rule for rule, count in causes.items() if count),
            *(["TRN-01"] if release.untrained else []),
        }
        assert one.unknown == (("DOC-01",) if release is PAST[0] else ())
        assert one.replay.aftermath.went_wrong is went_wrong(release)
        outcomes = {finding.rule.id: finding.outcome for finding in one.replay.verdict.findings}
        assert outcomes["DEF-03"] == ("fail" if release.small > 10 else "pass")


def test_it_is_neither_useless_nor_perfect(tried: Callable[..., Scores]) -> None:
    """It stops most of what went wrong and little of what went well; one of its rules tells these apart, another does
    not."""
    result = tried()
    assert result.tally.stopped == Outcomes(wrong=4, well=2)
    assert result.tally.passed == Outcomes(wrong=2, well=7)
    assert result.tally.undecided == Outcomes(well=1)
    stopped = {score.rule.id: score.tally.stopped for score in result.rules}
    assert stopped["DEF-02"] == Outcomes(wrong=4, well=1)
    assert stopped["DEF-03"] == Outcomes(wrong=3, well=6)


@pytest.mark.parametrize(
    ("change", "stopped"),
    [
        ("DEF-03.enforcement=block", Outcomes(wrong=4, well=7)),
        ("CHG-08.at-most=2", Outcomes(wrong=4, well=1)),
    ],
)
def test_what_other_gates_stop(tried: Callable[..., Scores], change: str, stopped: Outcomes) -> None:
    """The changes that the demo proposes: one stops more of what went well, and the other less."""
    assert tried(change).tally.stopped == stopped
    assert tried(change).configured == tried().tally


def test_versions_say_the_same_as_tags(program: Path, tried: Callable[..., Scores], tmp_path: Path) -> None:
    """The other way to state the go-lives, which the configuration mentions; the planned one is left out by name."""
    other = tmp_path / "other"
    copytree(program, other)
    stated = 'from = "versions"\nexport = "jira-versions.json"\nexported-at = 2026-03-05T06:00:00Z'
    text = CONFIGURATION.replace('from = "tags"', stated)
    (other / "readiness-gate.toml").write_text(text.replace('"v*.*.0"', '"*.*.0"'))
    session = open_session(tables(), Whereabouts(other), AS_OF)
    found = scores([backtest(session, Request("go-live", AS_OF))])
    assert found.tally == tried().tally
    assert [one.stopped_by for one in found.tried] == [one.stopped_by for one in tried().tried]
    assert [why.startswith("5.0.0: ") for why in found.backtests[0].left_out] == [True]
