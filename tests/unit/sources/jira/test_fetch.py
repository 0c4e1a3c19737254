"""Issues as the configuration understands them, or why the export cannot be relied on."""

from pathlib import Path
from typing import Any

import pytest
from support.exports import NOW, SCHEME, jira_settings, no_file, page, read_export, settings
from support.git import instant
from support.program import issue

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import SeverityScheme
from readiness_gate.sources import jira
from readiness_gate.sources.jira.fields import id_of

CREATED = instant(1) + 8 * 3600
UPDATED = instant(88) + 8 * 3600


def _fields(**fields: Any) -> dict[str, Any]:
    """An issue CRM-2 whose fields are changed; None takes one away."""
    found: dict[str, Any] = issue("CRM-2")
    found["fields"] = {name: value for name, value in {**found["fields"], **fields}.items() if value is not None}
    return found


def _why(root: Path, *issues: Any, now: int = NOW, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        read_export(root, page(issues), now=now, **changes)
    return str(refused.value)


def test_an_issue_is_read_with_all_that_is_asked_of_it(tmp_path: Path) -> None:
    """Key, type, severity, state, time, title and address; the issues in the order of their keys."""
    found = read_export(tmp_path, page([issue("CRM-2", "Urgent", "done", "Story"), issue("CRM-1", "High")]))
    assert found.issues == (
        Issue("CRM-1", "Bug", False, "sev2", "High", CREATED, "Summary of CRM-1", "", "new"),
        Issue("CRM-2", "Story", True, None, "Urgent", CREATED, "Summary of CRM-2", "", "done"),
    )


@pytest.mark.parametrize(
    ("given", "labels"),
    [
        (["approved-change", "x"], ["approved-change", "x"]),
        ([], []),
        (None, []),
        ("approved-change", []),
        (["a", 5, None], ["a"]),
    ],
)
def test_the_labels_of_an_issue(tmp_path: Path, given: object, labels: list[str]) -> None:
    """They are those that are texts; what is no list has none."""
    (found,) = read_export(tmp_path, page([issue("CRM-1", labels=given)])).issues
    assert found.labels == frozenset(labels)


def test_provenance_tells_what_was_asked_and_of_when(tmp_path: Path) -> None:
    """What was read, how many, and the instant up to which it is known."""
    found = read_export(tmp_path, page([issue("CRM-1")]), projects=("CRM",))
    asked = "issues of projects CRM, as of 2026-03-30T08:00:00Z"
    assert found.provenance == Provenance("jira", "export export.json", asked, 1, UPDATED)
    assert found.known_from == UPDATED
    found = read_export(tmp_path, page([issue("CRM-1")]), exported_at=instant(99))
    assert found.provenance.asked == "issues of every project in it, as of 2026-04-10T00:00:00Z"
    found = read_export(tmp_path, page([issue("CRM-1")]), exported_at=instant(99), said_by="--exported-at")
    assert found.provenance.asked == "issues of every project in it, as of 2026-04-10T00:00:00Z, by --exported-at"


@pytest.mark.parametrize(
    ("configured", "why"),
    [
        pytest.param(settings(), "no issues are configured: add url", id="no-section"),
        pytest.param(
            settings(jira=jira_settings(export=None, url="https://jira.example", projects=("CRM",))),
            "JIRA_TOKEN is not set",
            id="no-export",
        ),
    ],
)
def test_nothing_configured_is_told_with_what_to_provide(configured: Settings, why: str) -> None:
    """Without an export there are no facts, and the reason names the key to write."""
    with pytest.raises(CouldNotLook, match=why):
        jira.fetch(configured, Needs(), NOW, no_file)


@pytest.mark.parametrize(
    ("status", "done"),
    [
        pytest.param({"statusCategory": {"key": "new"}}, False, id="new"),
        pytest.param({"statusCategory": {"key": "indeterminate"}}, False, id="indeterminate"),
        pytest.param({"statusCategory": {"key": "undefined"}}, False, id="undefined"),
        pytest.param({"name": "Erledigt", "statusCategory": {"key": "done"}}, True, id="done-and-translated"),
        pytest.param({"name": "Done", "statusCategory": {"key": "new"}}, False, id="done-by-name-only"),
        pytest.param({"statusCategory": {"key": "Done"}}, None, id="other-case"),
        pytest.param({"statusCategory": {"key": "done "}}, None, id="trailing-space"),
        pytest.param({"statusCategory": {"key": ["done"]}}, None, id="list"),
        pytest.param({"statusCategory": {"id": 3, "name": "Done"}}, None, id="no-key"),
        pytest.param({"statusCategory": "done"}, None, id="category-as-text"),
        pytest.param({"name": "Done"}, None, id="no-category"),
        pytest.param("Done", None, id="status-as-text"),
        pytest.param(None, None, id="no-status"),
    ],
)
def test_only_the_category_done_is_done(tmp_path: Path, status: object, done: object) -> None:
    """The status's category decides, to the letter; names are translated, and anything else is not known."""
    assert read_export(tmp_path, page([_fields(status=status)])).issues[0].done is done


@pytest.mark.parametrize(
    ("value", "severity", "given"),
    [
        pytest.param({"name": "Low"}, "sev4", "Low", id="priority"),
        pytest.param({"value": "Low"}, "sev4", "Low", id="option"),
        pytest.param("Low", "sev4", "Low", id="text"),
        pytest.param({"name": "low"}, None, "low", id="other-case"),
        pytest.param({"name": "Low "}, None, "Low ", id="trailing-space"),
        pytest.param({"name": None, "value": "Low"}, None, "", id="name-null"),
        pytest.param(4, None, "", id="number"),
        pytest.param([{"value": "Low"}], None, "", id="list"),
        pytest.param(None, None, "", id="absent"),
    ],
)
def test_a_severity_is_one_that_the_configuration_names(
    tmp_path: Path, value: object, severity: object, given: str
) -> None:
    """A text, a priority or an option; what nobody mapped has no severity, and keeps what was given."""
    found = read_export(tmp_path, page([issue("CRM-1"), _fields(priority=value)])).issues[1]
    assert (found.severity, found.severity_given) == (severity, given)


@pytest.mark.parametrize(
    ("named", "severity"),
    [("Minor", None), ("Minor -> Data loss", "sev2"), ("Data loss", None), ("Minor -> Other", None)],
)
def test_a_severity_in_a_cascading_list(tmp_path: Path, named: str, severity: str | None) -> None:
    """Has the names of both options: the first one alone may be less severe."""
    chosen = {"id": "1", "value": "Minor", "child": {"id": "2", "value": "Data loss"}}
    scheme = SeverityScheme("customfield_1", {named: "sev2"})
    (found,) = read_export(tmp_path, page([_fields(customfield_1=chosen)]), severity=scheme).issues
    assert (found.severity, found.severity_given) == (severity, "Minor -> Data loss")


def test_options_of_a_cascading_list_differ_in_the_past() -> None:
    """Although they share the id of the first option."""
    assert [id_of({"id": "1", "value": "Minor", "child": child}) for child in (None, {"id": "2"}, {"id": "3"})] == [
        "1",
        "1 -> 2",
        "1 -> 3",
    ]


def test_the_severity_field_must_be_in_the_export(tmp_path: Path) -> None:
    """A misspelt field would else make every defect one of the strictest band, or of none."""
    scheme = SeverityScheme("Priority", SCHEME)
    assert 'no issue in the export export.json has the field "Priority"' in _why(
        tmp_path, issue("CRM-1"), severity=scheme
    )
    assert read_export(tmp_path, page([issue("CRM-1", None)])).issues[0].severity is None


@pytest.mark.parametrize(
    "type_",
    [None, {}, {"name": None}, {"name": " \u00a0"}, 3, ["Bug"]],
    ids=["none", "{}", "null", "blank", "3", "list"],
)
def test_an_issue_without_a_type_is_refused(tmp_path: Path, type_: object) -> None:
    """Nobody could tell whether it is a defect; the issue is named."""
    why = _why(tmp_path, issue("CRM-1"), _fields(issuetype=type_))
    assert why.startswith("export.json: CRM-2 has no type, so it may or may not be a defect")


def test_white_space_around_a_type_does_not_count(tmp_path: Path) -> None:
    """A type is its name."""
    assert read_export(tmp_path, page([_fields(issuetype={"name": " Bug\u00a0"})])).issues[0].type == "Bug"


def test_a_title_may_be_missing(tmp_path: Path) -> None:
    """A title says nothing about the state."""
    assert [each.summary for each in read_export(tmp_path, page([_fields(summary=None)])).issues] == [""]


@pytest.mark.parametrize(
    "self",
    [
        "https://jira.example/rest/api/3/issue/1",
        "http://jira:8080/x/rest/api/2/issue/1",
        "https://evil.example/rest/api/2/issue/1",
        "javascript:alert(1)/rest/x",
        None,
        5,
    ],
)
def test_an_issue_is_opened_below_the_configured_address(tmp_path: Path, self: object) -> None:
    """Whatever site an export names: without jira.url there is no link."""
    found = {**issue("CRM-1"), "self": self}
    assert read_export(tmp_path, page([found])).issues[0].url == ""
    configured = read_export(tmp_path, page([found]), url="https://our.example/jira")
    assert configured.issues[0].url == "https://our.example/jira/browse/CRM-1"


def test_only_the_configured_projects_are_read(tmp_path: Path) -> None:
    """Issues of other projects are left alone, whatever is wrong with them."""
    stranger = {**_fields(issuetype=None, updated="?"), "key": "ERP-1"}
    found = read_export(tmp_path, page([issue("CRM-1"), stranger, issue("CRM2-1")]), projects=("CRM",))
    assert [each.key for each in found.issues] == ["CRM-1"]


def test_every_configured_project_must_be_there(tmp_path: Path) -> None:
    """A project that the export does not show may be one that its account cannot see."""
    why = _why(
        tmp_path, issue("CRM-1"), issue("HR-1"), projects=("CRM", *(f"ERP{number}" for number in range(9, 1, -1)))
    )
    assert why.startswith("the export export.json has no issue of the project ERP2 (it has: CRM, HR)")


def test_the_canary_must_be_there(tmp_path: Path) -> None:
    """The issue that must always be visible proves that the account sees what it should."""
    assert read_export(tmp_path, page([issue("CRM-1")]), canary=("CRM-1",)).issues
    why = _why(tmp_path, issue("CRM-1"), canary=("CRM-9",))
    assert why.startswith("the issue CRM-9, which must always be visible (jira.canary), is not in the export")


def _times(updated: str | None, created: str | None = None) -> dict[str, Any]:
    return _fields(
        updated=updated and f"2026-03-{updated}T00:00:00Z", created=created and f"2026-03-{created}T00:00:00Z"
    )


@pytest.mark.parametrize(
    ("issues", "exported_at", "known_from", "observed_at"),
    [
        pytest.param([_times("05"), issue("CRM-1")], None, UPDATED, UPDATED, id="newest-update"),
        pytest.param([_times("05", "07")], None, instant(65), instant(65), id="created-after-its-update"),
        pytest.param([_times("05")], instant(70), instant(63), instant(70), id="exported-later"),
        pytest.param([_times("05")], instant(63), instant(63), instant(63), id="exported-at-that-instant"),
        pytest.param([_times(None, "05")], instant(70), instant(70), instant(70), id="no-update"),
        pytest.param([_times(None)], instant(70), instant(70), instant(70), id="no-time-at-all"),
        pytest.param([_times("05")], NOW + 43_200, instant(63), NOW, id="exported-today"),
        pytest.param([_times(None)], NOW + 43_200, NOW, NOW, id="exported-today-no-update"),
    ],
)
def test_issues_are_known_from_their_newest_change_on(
    tmp_path: Path, issues: list[Any], exported_at: int | None, known_from: int, observed_at: int
) -> None:
    """Before the newest change the issues stood otherwise; they were looked at when they were exported."""
    found = read_export(tmp_path, page(issues), exported_at=exported_at)
    assert (found.known_from, found.provenance.observed_at) == (known_from, observed_at)


def _changed(moment: str) -> dict[str, Any]:
    item = {"field": "status", "fieldId": "status", "from": "1", "to": "3", "fromString": "a", "toString": "b"}
    changes = [{"id": "1", "created": moment, "items": [item]}]
    return {**_times("05"), "changelog": {"startAt": 0, "maxResults": 1, "total": 1, "histories": changes}}


@pytest.mark.parametrize("exported_at", [None, instant(70)], ids=["unsaid", "exported-at"])
@pytest.mark.parametrize(
    "row",
    [
        _fields(updated="2027-05-15T00:00:00Z"),
        _fields(updated="2026-04-11T00:05:01Z"),
        _fields(created="2026-04-12T00:00:00Z"),
        _changed("2026-05-01T00:00:00Z"),
        _fields(updated="2026-04-11T02:00:00-0800"),
    ],
    ids=["updated", "minutes", "created", "history", "offset"],
)
def test_a_time_in_the_future_makes_the_age_unknown(tmp_path: Path, row: Any, exported_at: int | None) -> None:
    """An old export would be new until then; a clock that differs by minutes does not matter."""
    why = _why(tmp_path, issue("CRM-1"), row, exported_at=exported_at)
    assert why.startswith("the export export.json has CRM-2, created or updated on 202")
    assert "so the age of the export is unknown: edit that issue in Jira and export again" in why
    near = read_export(tmp_path, page([_fields(updated="2026-04-11T00:05:00Z")]))
    assert (near.known_from, near.provenance.observed_at) == (NOW, NOW)


@pytest.mark.parametrize(
    ("issues", "exported_at", "why"),
    [
        pytest.param([_times(None)], None, "1 issue of the export export.json has no time of update", id="no-time"),
        pytest.param(
            [issue("CRM-1"), _times(None, "05")],
            None,
            "1 issue of the export export.json has no time",
            id="one-of-two",
        ),
        pytest.param(
            [_times("05")],
            instant(63) - 1,
            "an issue created or updated on 2026-03-05T00:00:00Z, after jira.exported-at (2026-03-04T23:59:59Z)",
            id="exported-before",
        ),
        pytest.param(
            [issue("CRM-1"), _times(None)],
            instant(70),
            "updated on 2026-03-30T08:00:00Z, after",
            id="before-a-known-one",
        ),
        pytest.param([_times("05")], NOW + 86_400, "is in the future (it is now 2026-04-11T00:00:00Z)", id="future"),
        pytest.param([_fields(updated="")], None, "CRM-2 has an unreadable time updated", id="blank"),
        pytest.param([_fields(updated=1_590_000_000_000)], None, "CRM-2 has an unreadable time updated", id="number"),
        pytest.param([_fields(updated="2026-03-05T00:00:00")], None, "has no offset from UTC", id="no-zone"),
        pytest.param([_fields(created="05/Mar/26")], None, "CRM-2 has an unreadable time created", id="created"),
    ],
)
def test_times_that_cannot_be_are_refused(tmp_path: Path, issues: list[Any], exported_at: int | None, why: str) -> None:
    """Nothing is known of an instant that nobody can name, and no export is newer than now."""
    assert why in _why(tmp_path, *issues, exported_at=exported_at)


def test_the_day_of_an_export_is_one_of_the_programs_zone(tmp_path: Path) -> None:
    """The last second of a day is no future on that day, as the program's zone has it; without one, in UTC."""
    midnight_in_berlin = instant(99) - 2 * 3600
    end_of_that_day = midnight_in_berlin + 86_399
    found = read_export(tmp_path, page([issue("CRM-1")]), now=midnight_in_berlin, exported_at=end_of_that_day)
    assert found.provenance.observed_at == midnight_in_berlin
    why = _why(tmp_path, issue("CRM-1"), now=midnight_in_berlin - 1, exported_at=end_of_that_day)
    assert "is in the future" in why
    in_utc = settings(tmp_path, zone=None, jira=jira_settings(exported_at=end_of_that_day, issues=1))
    assert jira.fetch(in_utc, Needs(), instant(99), no_file).provenance.observed_at == instant(99)
    with pytest.raises(CouldNotLook, match="is in the future"):
        jira.fetch(in_utc, Needs(), midnight_in_berlin, no_file)
