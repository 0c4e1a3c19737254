"""The issues that count are those that jira.filter selects, by what each has now; every report says so."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from support.csv_export import dates, exported
from support.exports import NOW, jira_settings, no_file, open_defects, page, read_export, settings
from support.jira_server import KNOWN, FakeJira, serving
from support.jira_server import issue as live_issue
from support.program import issue

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured
from readiness_gate.model.settings.jira import IssueFilter, SeverityScheme
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client

NAMED: dict[str, Any] = {
    "components": [{"id": "1", "name": "Billing"}],
    "fixVersions": [{"name": "2.0"}],
    "versions": [{"name": "1.0"}],
}
NONE: dict[str, Any] = {"labels": [], "components": [], "fixVersions": [], "versions": []}
HAVING: dict[str, dict[str, Any]] = {
    "CRM-1": {**NONE, **NAMED, "labels": ["go-live"]},
    "CRM-2": {**NONE, "labels": ["later", "Go-Live"]},
    "CRM-3": {**NONE, **NAMED},
    "ERP-4": {**NONE, "created": "2026-02-01T00:00:00.000+0000"},
}
ISSUES = [issue(key, "Highest", **fields) for key, fields in HAVING.items()]


def _keys(root: Path, wanted: IssueFilter, issues: list[Any] = ISSUES) -> list[str]:
    return [each.key for each in _read(root, wanted, issues).issues]


def _read(root: Path, wanted: IssueFilter, issues: list[Any] = ISSUES) -> JiraFacts:
    return read_export(root, page(issues, isLast=True), filter=wanted)


def _why(root: Path, wanted: IssueFilter, issues: list[Any] = ISSUES) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(root, wanted, issues)
    return str(refused.value)


def _since(day: dt.date) -> IssueFilter:
    midnight = dt.datetime.combine(day, dt.time(), dt.UTC)
    return IssueFilter(created_after=day, created_since=int(midnight.timestamp()))


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        (IssueFilter(labels=("go-live",)), ["CRM-1", "CRM-2"]),
        (IssueFilter(labels=("go-live", "later")), ["CRM-1", "CRM-2"]),
        (IssueFilter(components=("billing",)), ["CRM-1", "CRM-3"]),
        (IssueFilter(fix_versions=("2.0",)), ["CRM-1", "CRM-3"]),
        (IssueFilter(affected_versions=("1.0",)), ["CRM-1", "CRM-3"]),
        (IssueFilter(labels=("go-live",), components=("Billing",)), ["CRM-1"]),
        (_since(dt.date(2026, 2, 1)), ["ERP-4"]),
        (_since(dt.date(2026, 1, 2)), ["CRM-1", "CRM-2", "CRM-3", "ERP-4"]),
    ],
)
def test_the_issues_that_count(tmp_path: Path, wanted: IssueFilter, keys: list[str]) -> None:
    """Any of the values of a key, and of every key; the others are kept apart, for commits that name them."""
    found = _read(tmp_path, wanted)
    assert [each.key for each in found.issues] == keys
    assert {each.key for each in found.unfiltered.issues} == {"CRM-1", "CRM-2", "CRM-3", "ERP-4"}


def test_the_report_shows_the_filter(tmp_path: Path) -> None:
    """Whoever reads a zero must know of what."""
    wanted = IssueFilter(labels=("go-live", "later"), created_after=dt.date(2026, 1, 1), created_since=0)
    (note,) = _read(tmp_path, wanted).provenance.notes
    assert note == (
        'only issues with label "go-live" or "later", created on 2026-01-01 or later count, 2 of 4 (jira.filter)'
    )
    (note,) = _read(tmp_path, _since(dt.date(2026, 2, 1))).provenance.notes
    assert note == "only issues created on 2026-02-01 or later count, 1 of 4 (jira.filter)"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (IssueFilter(labels=("go-live",)), "labels"),
        (IssueFilter(components=("Billing",)), "components"),
        (IssueFilter(fix_versions=("2.0",)), "fixVersions"),
        (IssueFilter(affected_versions=("1.0",)), "versions"),
        (_since(dt.date(2026, 1, 2)), "created"),
    ],
)
def test_a_field_that_is_not_there(tmp_path: Path, wanted: IssueFilter, field: str) -> None:
    """One issue without the field is neither in nor out, and the field is named."""
    without = issue("CRM-9", "Highest", **NONE)
    del without["fields"][field]
    found = _why(tmp_path, wanted, [*ISSUES, without])
    assert f'CRM-9 in the export export.json does not have the field "{field}"' in found


@pytest.mark.parametrize("odd", ["go-live", 5, {"name": "go-live"}, [5], [None], [{"id": "1"}]])
def test_a_field_of_another_form(tmp_path: Path, odd: object) -> None:
    """It says nothing that can be relied on."""
    assert '"labels"' in _why(tmp_path, IssueFilter(labels=("go-live",)), [*ISSUES, issue("CRM-9", labels=odd)])


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        (IssueFilter(labels=("go-live",)), {"labels": ["go-live urgent"]}),
        (IssueFilter(labels=("go-live",)), {"labels": ["urgent, Go-Live"]}),
        (IssueFilter(components=("Billing",)), {"components": [{"name": "Sales;Billing"}]}),
        (IssueFilter(fix_versions=("2.0",)), {"fixVersions": [{"name": "1.9 | 2.0"}]}),
        (IssueFilter(affected_versions=("1.0",)), {"versions": [{"name": "1.0\n1.1"}]}),
    ],
)
def test_several_values_in_one_text(tmp_path: Path, wanted: IssueFilter, given: dict[str, Any]) -> None:
    """A tool that joins the values of a field would take an issue out of what counts."""
    joined = issue("CRM-9", "Highest")
    joined["fields"].update({**NONE, **given})
    assert "CRM-9 in the export export.json has the" in _why(tmp_path, wanted, [*ISSUES, joined])


def test_a_value_with_a_blank_or_a_comma(tmp_path: Path) -> None:
    """Is a value like any other where none of its parts is asked for, and where the filter names the whole of it."""
    odd = issue("CRM-9", "Highest", labels=[], components=[{"name": "Billing, old"}])
    assert _keys(tmp_path, IssueFilter(labels=("later",)), [*ISSUES, odd]) == ["CRM-2"]
    wanted = IssueFilter(components=("Billing", "Billing, old"))
    assert _keys(tmp_path, wanted, [*ISSUES, odd]) == ["CRM-1", "CRM-3", "CRM-9"]


def test_a_field_that_is_empty(tmp_path: Path) -> None:
    """Null is no label, and no lack of one."""
    assert _keys(tmp_path, IssueFilter(labels=("later",)), [*ISSUES, issue("CRM-9", labels=None)]) == ["CRM-2"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (IssueFilter(labels=("go-live", "go-livee")), 'has the label "go-livee" of jira.filter'),
        (IssueFilter(components=("Biling",)), 'has the component "Biling"'),
        (IssueFilter(fix_versions=("2.0", "3.0")), 'has the fix version "3.0"'),
        (IssueFilter(affected_versions=("9",)), 'has the affected version "9"'),
        (IssueFilter(labels=("later",), components=("Billing",)), "matches jira.filter"),
        (_since(dt.date(2027, 1, 1)), "matches jira.filter (created on 2027-01-01 or later)"),
    ],
)
def test_what_matches_nothing(tmp_path: Path, wanted: IssueFilter, said: str) -> None:
    """A zero of it would prove nothing: the value is probably misspelt."""
    assert said in _why(tmp_path, wanted)


def test_a_csv_export(tmp_path: Path) -> None:
    """Has the same columns, or lacks one, which is named."""

    def read(wanted: IssueFilter) -> JiraFacts:
        rows = [live_issue(1, labels=["go-live"]), live_issue(2)]
        (tmp_path / "export.csv").write_text(exported(rows))
        given = jira_settings(export="export.csv", csv=dates(), filter=wanted, issues=2)
        return jira.fetch(settings(tmp_path, jira=given), Needs(), NOW, no_file)

    assert [each.key for each in read(IssueFilter(labels=("go-live",))).issues] == ["CRM-1"]
    with pytest.raises(CouldNotLook, match='the column "Components" is missing, which'):
        read(IssueFilter(components=("Billing",)))


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_live_jira(monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:  # noqa: FBT001
    """The fields are asked for, and a query is put behind the project's, in brackets."""
    monkeypatch.setenv(client.TOKEN, "s3cret")
    monkeypatch.setattr("support.jira_server.KNOWN", {*KNOWN, "b"})
    labeled: list[dict[str, Any]] = [{**NONE, "labels": ["a"] * (number == 1)} for number in (1, 2)]
    fake = FakeJira([live_issue(number, **fields) for number, fields in enumerate(labeled, start=1)], cloud)
    wanted: dict[str, Any] = {
        "filter": IssueFilter(labels=("a",), affected_versions=()),
        "jql": 'summary ~ "b" OR labels = a',
    }
    with serving(fake):
        given = jira_settings(export=None, url=fake.url, projects=("CRM",), **wanted)
        found = jira.fetch(settings(jira=given), Needs(), NOW, no_file)
    assert [each.key for each in found.issues] == ["CRM-1"]
    assert found.provenance.asked == "issues of CRM"
    assert found.provenance.notes[-1] == 'only issues that match summary ~ "b" OR labels = a now are read (jira.jql)'
    bodies: list[dict[str, Any]] = [each.body or {} for each in fake.asked]
    queries = [
        str(body.get("jql") or each.query.get("jql") or "") for body, each in zip(bodies, fake.asked, strict=True)
    ]
    searches = [each for each in queries if each]
    assert searches
    assert all(each.startswith('(project = "CRM") AND (summary ~ "b" OR labels = a)') for each in searches)


@pytest.mark.parametrize(
    ("unset", "given", "count"),
    [(None, None, 2), ("sev3", None, 1), ("sev1", None, 2), ("sev3", "P9", 2), ("sev3", 5, 2), ("sev3", {}, 2)],
)
def test_what_no_value_counts_as(tmp_path: Path, unset: Any, given: Any, count: int) -> None:
    """As what the configuration says, if it does; a value that cannot be read is a value."""
    scheme = SeverityScheme("priority", {"Highest": "sev1"}, unset)
    odd = issue("CRM-2")
    odd["fields"]["priority"] = {"name": given} if isinstance(given, str) else given
    found = read_export(tmp_path, page([issue("CRM-1", "Highest"), odd], isLast=True), severity=scheme)
    reading = open_defects(found)
    assert isinstance(reading, Measured)
    assert reading.value == count


def test_a_field_that_an_export_lacks_is_no_empty_one(tmp_path: Path) -> None:
    """Nobody knows what such an issue has."""
    scheme = SeverityScheme("priority", {"Highest": "sev1"}, "sev3")
    without = issue("CRM-2")
    del without["fields"]["priority"]
    found = read_export(tmp_path, page([issue("CRM-1", "Highest"), without], isLast=True), severity=scheme)
    assert [each.severity for each in found.issues] == ["sev1", None]
