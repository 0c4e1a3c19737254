"""Issues as real Jira sites gave them: what is read of them is what a naive reader counts."""

import gzip
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
from support.effort import heavy_after
from support.exports import jira_settings, lines, no_file, open_defects, page, read_export, settings
from support.jira_server import FakeJira, serving

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.settings.jira import SEVERITIES, Severity, SeverityScheme
from readiness_gate.model.time import instant
from readiness_gate.sources import jira

DATA = Path(__file__).parents[2].parent / "shared" / "data" / "jira"
BUGS = DATA / "tidev-appcelerator-bugs-slim.jsonl.gz"
NEWEST_UPDATE = instant("2021-12-02T13:33:55Z")
BY_NAME: Mapping[str, Severity] = {
    "Critical": "sev1",
    "High": "sev2",
    "Medium": "sev3",
    "Low": "sev4",
    "Trivial": "sev4",
}

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the real issues (../shared/data/jira) are not here"),
    pytest.mark.masses,
]
heavy = pytest.mark.heavy


def _json(name: str) -> Any:
    return json.loads((DATA / name).read_bytes())


@cache
def _bugs() -> Sequence[Any]:
    """The bugs of a Jira Server, read without any help of the product."""
    with gzip.open(BUGS, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _expected(field: str, names: Mapping[str, Severity], project: str = "") -> Counter[str]:
    """How many open bugs may be of each severity, counted naively: one of no known severity may be of any."""
    counted: Counter[str] = Counter()
    for bug in _bugs():
        fields = bug["fields"]
        if fields["status"]["statusCategory"]["key"] != "done" and project in ("", fields["project"]["key"]):
            given = fields[field]["name"] if fields[field] else ""
            counted.update([names[given]] if given in names else SEVERITIES)
    return counted


def _measured(found: JiraFacts) -> Counter[str]:
    """How many open bugs the product says there may be of each severity."""
    readings = {severity: open_defects(found, severity, as_of=NEWEST_UPDATE) for severity in SEVERITIES}
    return Counter(
        {name: int(each.value) for name, each in readings.items() if isinstance(each, Measured) and each.value}
    )


def _counted(bugs: Sequence[Any]) -> bytes:
    """One answer as Data Center gives it: with the total."""
    return page(bugs, total=len(bugs), startAt=0, maxResults=50_000)


def _chained(bugs: Sequence[Any]) -> bytes:
    """Pages as Jira Cloud gives them: each but the last has a token for the next."""
    starts = range(0, len(bugs), 1000)
    told: list[dict[str, Any]] = [{"nextPageToken": str(start)} for start in starts[1:]] + [{"isLast": True}]
    pages = [page(bugs[start : start + 1000], **tells) for start, tells in zip(starts, told, strict=True)]
    return b"[" + b",\n".join(pages) + b"]"


@pytest.mark.parametrize(
    "pack", heavy_after(1, [bytes, partial(gzip.compress, compresslevel=1)]), ids=["plain", "gzip"]
)
@pytest.mark.parametrize(
    "write",
    [
        pytest.param(_counted, id="one-answer"),
        pytest.param(_chained, id="pages"),
        pytest.param(lines, id="lines", marks=heavy),
    ],
)
def test_open_bugs_are_the_same_in_every_form(
    tmp_path: Path, write: Callable[[Sequence[Any]], bytes], pack: Callable[[bytes], bytes]
) -> None:
    """20,959 bugs, of which 1,495 are open: 712 of them have a priority that means nothing, and count for each."""
    found = read_export(tmp_path, pack(write(_bugs())), severity=SeverityScheme("priority", BY_NAME))
    assert (len(found.issues), found.known_from) == (20_959, NEWEST_UPDATE)
    assert _measured(found) == {"sev1": 772, "sev2": 875, "sev3": 843, "sev4": 1_141}
    assert _measured(found) == _expected("priority", BY_NAME)


@pytest.mark.parametrize(
    ("field", "names"),
    [
        pytest.param("priority", {}, id="nothing-mapped"),
        pytest.param("priority", {**BY_NAME, "None": "sev4"}, id="none-is-a-priority", marks=heavy),
        pytest.param(
            "priority",
            {"Critical": "sev4", "High": "sev3", "Medium": "sev2", "Low": "sev1"},
            id="upside-down",
            marks=heavy,
        ),
        pytest.param("status", {"Open": "sev2", "Reopened": "sev3"}, id="another-field", marks=heavy),
    ],
)
def test_open_bugs_follow_the_mapping(tmp_path: Path, field: str, names: Mapping[str, Severity]) -> None:
    """An open bug is of the severity that its priority is mapped to, and without one it may be of any."""
    found = read_export(tmp_path, BUGS.read_bytes(), severity=SeverityScheme(field, names))
    assert _measured(found) == _expected(field, names)
    every = open_defects(found, "any", as_of=NEWEST_UPDATE)
    assert isinstance(every, Measured)
    assert every.value == 1_495


def test_what_is_done_and_what_has_no_priority(tmp_path: Path) -> None:
    """19,424 have a resolution and its date, and 40 have none: all of them are done, by their category alone. 4,445
    have no priority, 4,105 of them in a project without the field; 1,102 have one that is called None."""
    found = read_export(tmp_path, BUGS.read_bytes(), severity=SeverityScheme("priority", BY_NAME))
    done = {issue.key for issue in found.issues if issue.done}
    resolved = {bug["key"] for bug in _bugs() if bug["fields"]["resolution"] and bug["fields"]["resolutiondate"]}
    assert (len(done), len(resolved), len(done - resolved), len(resolved - done)) == (19_464, 19_424, 40, 0)
    unmapped = Counter(issue.severity_given for issue in found.issues if issue.severity is None)
    assert unmapped == {"": 4_445, "None": 1_102}
    assert sum(issue.key.startswith("AC-") for issue in found.issues if not issue.severity_given) == 4_105


def test_the_bugs_of_one_project(tmp_path: Path) -> None:
    """Only the configured project counts."""
    scheme = SeverityScheme("priority", BY_NAME)
    found = read_export(tmp_path, BUGS.read_bytes(), severity=scheme, projects=("TIMOB",))
    assert len(found.issues) == 15_941
    assert _measured(found) == _expected("priority", BY_NAME, "TIMOB")


@pytest.mark.parametrize("cloud", heavy_after(1, [True, False]), ids=["cloud", "data-center"])
def test_the_bugs_read_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:  # noqa: FBT001
    """All five projects, of which one has more issues than a search of Data Center reaches, give the same counts."""
    monkeypatch.setenv("JIRA_TOKEN", "s3cret")
    bugs = sorted(_bugs(), key=lambda bug: (bug["key"].split("-")[0], int(bug["key"].split("-")[1])))
    fake = FakeJira(bugs, cloud, page=1_000, priorities={name: name for name in BY_NAME})
    projects = ("TIMOB", "AC", "ALOY", "MOD", "DAEMON")
    scheme = SeverityScheme("priority", BY_NAME)
    with serving(fake):
        configured = jira_settings(export=None, url=fake.url, projects=projects, severity=scheme, canary=("AC-102",))
        found = jira.fetch(settings(tmp_path, jira=configured), Needs(), NEWEST_UPDATE, no_file)
    assert len(found.issues) == 20_959
    assert _measured(found) == {"sev1": 772, "sev2": 875, "sev3": 843, "sev4": 1_141}
    pages = 16 + 5 + 1 + 1 + 1
    questions_first = 9 if cloud else 11
    to_be_sure = 5 * 2 if cloud else 5 * 1  # the newest issue and the count; or a last page that is empty
    assert len(fake.asked) == questions_first + pages + to_be_sure


def test_a_page_of_the_cloud_without_status_categories_is_no_count(tmp_path: Path) -> None:
    """An answer whose statuses were slimmed tells names only, and names do not tell what is done."""
    found = read_export(tmp_path, (DATA / "jira-cli" / "search.json").read_bytes())
    assert [issue.key for issue in found.issues] == ["TEST-1", "TEST-2", "TEST-3"]
    reading = open_defects(found, "any")
    assert isinstance(reading, Unavailable)
    assert reading.reason.startswith("1 of 1 defects have no status category (TEST-1), so it is unknown")


@pytest.mark.parametrize("write", [page, lines], ids=["one-answer", "lines"])
def test_issues_with_their_histories(tmp_path: Path, write: Callable[[Sequence[Any]], bytes]) -> None:
    """Six stories of a Cloud site with all that it tells of them; one of them is done."""
    stories = [_json(f"jirametrics/sample_issues/SP-{number}.json") for number in (1, 2, 5, 7, 8, 11)]
    found = read_export(tmp_path, write(stories), projects=("SP",), canary=("SP-11",))
    reading = open_defects(found, "sev3", defect_types=("Story",))
    assert isinstance(reading, Measured)
    assert [each.id for each in reading.evidence] == ["SP-1", "SP-2", "SP-7", "SP-8", "SP-11"]
    assert reading.evidence[0].url == "", "a link leads to the configured site, never where the file says"
    assert found.known_from == instant("2021-12-14T00:30:34Z")


def test_an_issue_at_two_times_is_noticed(tmp_path: Path) -> None:
    """The same issue as it stood in August and in December: one of the two does not hold."""
    twice = [_json("jirametrics/SP-1.json"), _json("jirametrics/sample_issues/SP-1.json")]
    with pytest.raises(CouldNotLook, match="SP-1 twice, and differently"):
        read_export(tmp_path, page(twice))


@pytest.mark.parametrize("name", ["jirametrics/SP-1.json", "jira-cli/myself.json", "go-jira/project.json"])
def test_other_answers_of_jira_are_no_export(tmp_path: Path, name: str) -> None:
    """The answer to another request is not taken for that of a search."""
    with pytest.raises(CouldNotLook, match=r"not an answer|an entry is not an issue|a single issue, and not"):
        read_export(tmp_path, (DATA / name).read_bytes())


@pytest.mark.parametrize("name", ["go-jira/all_statuses.json", "jirametrics/sample_statuses.json"])
def test_every_status_of_a_site_is_understood(tmp_path: Path, name: str) -> None:
    """Each status is done when its category is, and none is unclear."""
    statuses = _json(name)
    fields = {"issuetype": {"name": "Bug"}, "priority": None, "updated": "2026-01-01T00:00:00Z"}
    issues = [
        {"key": f"CRM-{number}", "fields": {**fields, "status": status}}
        for number, status in enumerate(statuses, start=100)
    ]
    found = read_export(tmp_path, page(issues))
    assert [issue.done for issue in found.issues] == [each["statusCategory"]["key"] == "done" for each in statuses]
