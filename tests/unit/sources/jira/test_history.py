"""Issues are undone step by step to how they stood, or nothing is known of what was before."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import jira_settings, page, read_export
from support.git import instant

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.settings.jira import Marks
from readiness_gate.model.time import iso
from readiness_gate.signals.views.issues import issues_as_of
from readiness_gate.sources.jira.changelog import Broken, moment

STATUSES = {"1": ("New", "new"), "2": ("Doing", "indeterminate"), "3": ("Done", "done")}
PRIORITIES = {"1": "Highest", "2": "High", "3": "Medium"}
TYPES = {"1": "Bug", "2": "Story"}
VERSIONS = {"1": "1.0", "2": "1.1"}
JIRA = jira_settings(workaround=Marks(field="customfield_1"))


def _item(
    field: str, before: Any, after: Any, called_before: str | None = "", called_after: str = ""
) -> dict[str, Any]:
    return {
        "field": field,
        "fieldId": field,
        "from": before,
        "to": after,
        "fromString": called_before,
        "toString": called_after,
    }


def _status(id_: str) -> dict[str, Any]:
    name, category = STATUSES[id_]
    return {"id": id_, "name": name, "statusCategory": {"key": category}}


def _row(key: str = "CRM-1", **fields: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "issuetype": {"id": "1", "name": "Bug"},
        "status": _status("1"),
        "priority": {"id": "1", "name": "Highest"},
        "created": "2026-01-11T00:00:00.000+0000",
        "updated": "2026-03-02T00:00:00.000+0000",
        "fixVersions": [],
        "labels": [],
    }
    return {"id": key.partition("-")[2], "key": key, "fields": {**given, **fields}}


OTHERS = [
    _row("CRM-90", status=_status("2"), priority={"id": "2", "name": "High"}, issuetype={"id": "2", "name": "Story"}),
    _row("CRM-91", status=_status("3"), priority={"id": "3", "name": "Medium"}),
    _row("CRM-92", fixVersions=[{"id": "1", "name": "1.0"}, {"id": "2", "name": "1.1"}]),
]
"""Issues of all statuses and values, so that these are known; they never changed."""
UNCHANGED: Mapping[str, Any] = {"changelog": {"startAt": 0, "total": 0, "histories": []}}


def _read(root: Path, row: Mapping[str, Any], histories: Any, **changelog: Any) -> JiraFacts:
    table = {"startAt": 0, "total": len(histories), "histories": histories, **changelog}
    with_changelog = {**row, "changelog": {name: value for name, value in table.items() if value is not None}}
    rows: list[Any] = [with_changelog, *({**each, **UNCHANGED} for each in OTHERS)]
    return read_export(root, page(rows), workaround=JIRA.workaround)


def _at(found: JiraFacts, day: float) -> Issue | str | None:
    """How CRM-1 stood on a day; a text why that is not known."""
    try:
        issues = issues_as_of(found, instant(day))
    except CannotMeasure as error:
        return str(error)
    return next((issue for issue in issues if issue.key == "CRM-1"), None)


def _history(number: int, day: float, *items: dict[str, Any]) -> dict[str, Any]:
    return {"id": str(number), "created": instant(day) * 1000, "items": list(items)}


def test_an_issue_is_undone_by_ids(tmp_path: Path) -> None:
    """What a status or a priority is called today counts, not what it was called then; other fields are passed over."""
    histories = [
        _history(12, 40, _item("status", "2", "1", "In Arbeit", "Neu"), _item("Rank", "", "", "", "Ranked higher")),
        _history(9, 20, _item("status", "1", "2", "Neu", "In Arbeit"), _item("priority", "3", "1", "Mittel", "Hoch")),
        _history(11, 30, _item("labels", None, None, "a", "a b"), _item("fixVersions", None, "2", None, "1.1")),
    ]
    versions = [{"id": "2", "name": "1.1"}]
    found = _read(tmp_path, _row(labels=["b", "a"], fixVersions=versions, updated="2026-02-10T00:00:00Z"), histories)
    seen = [(day, issue) for day in (19, 20, 30, 40) if isinstance(issue := _at(found, day), Issue)]
    told = [(day, each.status, each.severity, sorted(each.labels), sorted(each.versions)) for day, each in seen]
    assert told == [
        (19, "New", "sev3", ["a"], []),
        (20, "Doing", "sev1", ["a"], []),
        (30, "Doing", "sev1", ["a", "b"], ["1.1"]),
        (40, "New", "sev1", ["a", "b"], ["1.1"]),
    ]
    assert _at(found, 9) is None


def test_what_nobody_has_today_is_told_as_it_was_called(tmp_path: Path) -> None:
    """A status that no issue stands in has no category that is known; a priority is mapped by its name then."""
    row = _row(status=_status("2"), updated="2026-01-31T00:00:00Z", issuetype={"id": "1", "name": "Bug"})
    histories = [
        _history(
            1, 30, _item("status", "77", "2", "Waiting", "Doing"), _item("priority", "78", "1", "High", "Highest")
        ),
        _history(2, 25, _item("issuetype", "79", "1", "Incident", "Bug")),
    ]
    found = _read(tmp_path, row, histories)
    before = _at(found, 26)
    assert isinstance(before, Issue)
    assert (before.status, before.done, before.severity, before.type) == ("Waiting", None, "sev2", "Bug")
    first = _at(found, 20)
    assert isinstance(first, Issue)
    assert first.type == "Incident"


def test_a_field_that_tells_a_workaround_has_a_past(tmp_path: Path) -> None:
    """It is filled in when its text is not blank."""
    row = _row(customfield_1="Use the other form", updated="2026-01-31T00:00:00Z")
    found = _read(tmp_path, row, [_history(1, 30, _item("customfield_1", None, None, " ", "Use the other form"))])
    assert [each.workaround for day in (29, 30) if isinstance(each := _at(found, day), Issue)] == [False, True]


def _without_ids(*histories: dict[str, Any]) -> list[dict[str, Any]]:
    return [{name: value for name, value in each.items() if name != "id"} for each in histories]


def test_entries_without_ids_are_ordered_by_their_times(tmp_path: Path) -> None:
    """Whichever way they are listed, and one that is listed twice counts once."""
    histories = _without_ids(
        _history(0, 20, _item("status", "1", "2", "New", "Doing")),
        _history(0, 30, _item("status", "2", "3", "Doing", "Done")),
        _history(0, 30, _item("priority", "2", "1", "High", "Highest")),
        _history(0, 20, _item("status", "1", "2", "New", "Doing")),
    )
    for listed in (histories, histories[::-1]):
        found = _read(tmp_path, _row(status=_status("3"), updated="2026-01-31T00:00:00Z"), listed)
        seen = [issue for day in (19, 20, 30) if isinstance(issue := _at(found, day), Issue)]
        assert [(issue.status, issue.severity) for issue in seen] == [
            ("New", "sev2"),
            ("Doing", "sev2"),
            ("Done", "sev1"),
        ]


def test_entries_of_one_instant_without_ids_are_not_ordered(tmp_path: Path) -> None:
    """What is later is known; that they change the same field at one instant leaves what is before unknown."""
    histories = _without_ids(
        _history(0, 10, _item("status", "1", "2", "New", "Doing")),
        _history(0, 20, _item("status", "2", "1", "Doing", "New")),
        _history(0, 20, _item("status", "1", "3", "New", "Done")),
        _history(0, 30, _item("status", "3", "2", "Done", "Doing")),
    )
    found = _read(tmp_path, _row(status=_status("2"), updated="2026-01-31T00:00:00Z"), histories)
    later = _at(found, 30)
    assert isinstance(later, Issue)
    assert later.status == "Doing"
    assert "entries without ids change its status more than once" in str(_at(found, 19))


def test_an_entry_with_an_id_does_not_order_one_without(tmp_path: Path) -> None:
    """Of two entries at one instant, both need an id."""
    histories = [
        _history(7, 20, _item("status", "1", "2", "New", "Doing")),
        *_without_ids(_history(0, 20, _item("status", "2", "3", "Doing", "Done"))),
    ]
    found = _read(tmp_path, _row(status=_status("3"), updated="2026-01-31T00:00:00Z"), histories)
    assert "so their order is unknown: export its history with ids" in str(_at(found, 19))


BROKEN = "its history is inconsistent"


NO_FIT: list[tuple[Any, dict[str, Any], str]] = [
    ([_history(1, 30, _item("status", "1", "3", "New", "Done"))], {}, BROKEN),
    ([_history(1, 30, _item("priority", "1", "2", "", "High"))], {}, BROKEN),
    ([_history(1, 30, _item("issuetype", "2", None, "Story", "Story"))], {}, BROKEN),
    ([_history(1, 30, _item("labels", None, None, "", "gone"))], {}, BROKEN),
    (
        [_history(1, 30, _item("fixVersions", None, "1", None, "1.0"))],
        {},
        "it got the version '1.0', and does not have it",
    ),
    (
        [_history(1, 30, _item("status", "2", "1")), _history(2, 20, _item("status", "1", "3"))],
        {},
        BROKEN,
    ),
    ([{"id": "1", "created": "yesterday", "items": []}], {}, "its history has an unreadable time"),
    ([{"id": "x", "created": 1, "items": []}], {}, "its history has an entry in an unknown form"),
    ([{"id": "1", "created": 1}], {}, "its history has an entry in an unknown form"),
    ([5], {}, "its history has an entry in an unknown form"),
    ({"a": 1}, {"total": 1}, "its history was not read"),
]


@pytest.mark.parametrize(("histories", "changelog", "why"), NO_FIT)
def test_a_history_that_does_not_fit_tells_nothing(
    tmp_path: Path, histories: Any, changelog: dict[str, Any], why: str
) -> None:
    """Today is known all the same, and all the other issues."""
    found = _read(tmp_path, _row(), histories, **changelog)
    assert why in str(_at(found, 29))
    assert "CRM-1" in str(_at(found, 29))
    today = _at(found, 90)
    assert isinstance(today, Issue)
    assert today.status == "New"


@pytest.mark.parametrize(
    "changelog",
    [{"total": 3}, {"total": 2, "startAt": 1}, {"total": None}, {"total": 1}],
    ids=["fewer-than-all", "not-from-the-start", "no-total", "more-than-all"],
)
def test_a_history_that_was_cut_off_tells_nothing(tmp_path: Path, changelog: dict[str, Any]) -> None:
    """The end at which it was cut is unknown: the newest change may be missing."""
    histories = [_history(2, 40, _item("status", "2", "1")), _history(1, 30, _item("status", "1", "2"))]
    found = _read(tmp_path, _row(), histories, **changelog)
    assert "its history was cut off: it has 2 of" in str(_at(found, 50))


@pytest.mark.parametrize(
    "mark",
    [{"truncated": True}, {"isLast": False}, {"nextPageToken": "x"}, {"hasMore": True}, {"nextPage": "x"}],
    ids=lambda mark: next(iter(mark)),
)
def test_a_history_that_says_that_there_is_more_tells_nothing(tmp_path: Path, mark: dict[str, Any]) -> None:
    """Even where its total fits, as another tool may have counted what it kept."""
    found = _read(tmp_path, _row(), [_history(1, 30, _item("status", "2", "1"))], **mark)
    assert "its history says that it is incomplete" in str(_at(found, 50))


@pytest.mark.parametrize("late", [0.004 / 86_400, 0.03 / 86_400, 1 / 86_400, 23 / 24])
def test_an_entry_may_be_later_than_the_update_of_its_issue(tmp_path: Path, late: float) -> None:
    """The issue is known up to the later of the two times, and as it was before the entry."""
    entry = [_history(1, 60 + late, _item("status", "2", "1"))]
    found = _read(tmp_path, _row(updated="2026-03-02T00:00:00.000+0000"), entry)
    assert isinstance(before := _at(found, 50), Issue)
    assert before.status == "Doing"
    assert found.known_from >= instant(60)


def test_an_entry_that_comes_twice_is_one(tmp_path: Path) -> None:
    """Pages overlap."""
    twice = _history(1, 30, _item("status", "2", "1"))
    before = _at(_read(tmp_path, _row(), [twice, dict(twice)]), 20)
    assert isinstance(before, Issue)
    assert before.status == "Doing"


def test_two_entries_of_one_id_tell_nothing(tmp_path: Path) -> None:
    """One of them is another's, so one entry is missing."""
    entries = [_history(1, 30, _item("status", "2", "1")), _history(1, 20, _item("status", "1", "2"))]
    assert "two different entries with the id 1" in str(_at(_read(tmp_path, _row(), entries), 15))


@pytest.mark.parametrize("kind", [{"fieldtype": "custom"}, {"fieldtype": "Custom"}, {}], ids=["custom", "case", "none"])
def test_custom_fields_without_ids_may_hide_the_severity(tmp_path: Path, kind: dict[str, Any]) -> None:
    """Some servers name fields without ids; then it is unknown which of them is the severity."""
    item = {"field": "Severity", **kind, "from": "1", "to": "2", "fromString": "High", "toString": "Low"}
    row = {**_row(customfield_5="High"), "changelog": {"startAt": 0, "total": 1, "histories": [_history(1, 30, item)]}}
    rows: list[Any] = [row, *({**each, **UNCHANGED} for each in OTHERS)]
    severity = replace(JIRA.severity, field="customfield_5")
    assert "without ids" in str(_at(read_export(tmp_path, page(rows), severity=severity), 20))
    row = {**_row(), "changelog": {"startAt": 0, "total": 1, "histories": [_history(1, 30, item)]}}
    by_priority = _at(read_export(tmp_path, page([row, *rows[1:]])), 20)
    assert isinstance(by_priority, Issue)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1_790_584_137_824, 1_790_584_137),
        (1_492_070_429, 1_492_070_429),
        ("2026-01-02T01:00:00.000+0100", instant(1)),
        ("2026-01-02T00:00:00Z", instant(1)),
    ],
)
def test_the_times_of_histories(value: object, expected: int) -> None:
    """Milliseconds, seconds, or a time with its offset."""
    assert moment(value) == expected


@pytest.mark.parametrize("value", [None, True, -1, 1.5, "2026-01-02", 10**30, "now"])
def test_what_is_no_time(value: object) -> None:
    """Is never guessed at."""
    with pytest.raises(Broken, match="an unreadable time"):
        moment(value)


_CHANGES = st.one_of(
    st.tuples(st.just("status"), st.sampled_from(sorted(STATUSES))),
    st.tuples(st.just("priority"), st.sampled_from(sorted(PRIORITIES))),
    st.tuples(st.just("issuetype"), st.sampled_from(sorted(TYPES))),
    st.tuples(st.just("fixVersions"), st.sampled_from(sorted(VERSIONS))),
    st.tuples(st.just("labels"), st.frozensets(st.sampled_from("abc"))),
)


@given(st.lists(st.tuples(st.integers(11, 59), st.lists(_CHANGES, min_size=1, max_size=3)), max_size=8), st.randoms())
def test_any_life_is_told_as_a_fold_tells_it(
    tmp_path_factory: pytest.TempPathFactory, life: list[tuple[int, list[tuple[str, Any]]]], shuffle: Any
) -> None:
    """Whatever the order in which histories are told, as of every day."""
    state: dict[str, Any] = {
        "status": "1",
        "priority": "2",
        "issuetype": "1",
        "fixVersions": frozenset(),
        "labels": frozenset(),
    }
    folded: dict[int, dict[str, Any]] = {10: dict(state)}
    histories: list[dict[str, Any]] = []
    for number, (day, changes) in enumerate(sorted(life, key=lambda each: each[0])):
        items = [_told(state, field, value) for field, value in changes]
        histories.append(_history(number + 1, day, *items))
        folded[day] = dict(state)
    shuffle.shuffle(histories)
    row = _row(
        status=_status(state["status"]),
        priority={"id": state["priority"], "name": PRIORITIES[state["priority"]]},
        issuetype={"id": state["issuetype"], "name": TYPES[state["issuetype"]]},
        fixVersions=[{"id": each, "name": VERSIONS[each]} for each in state["fixVersions"]],
        labels=sorted(state["labels"]),
    )
    found = _read(tmp_path_factory.mktemp("life"), row, histories)
    for day in range(10, 61):
        expected = folded[max(each for each in folded if each <= day)]
        issue = _at(found, day)
        assert isinstance(issue, Issue), issue
        assert issue.status == STATUSES[expected["status"]][0]
        assert issue.severity_given == PRIORITIES[expected["priority"]]
        assert issue.type == TYPES[expected["issuetype"]]
        assert issue.versions == {VERSIONS[each] for each in expected["fixVersions"]}
        assert issue.labels == expected["labels"]


def _told(state: dict[str, Any], field: str, value: Any) -> dict[str, Any]:
    """Change a field, and tell how Jira tells that; a version is added, or taken out when it is there."""
    before = state[field]
    if field == "fixVersions":
        state[field] = before ^ {value}
        return _item(field, value, None, "x") if value in before else _item(field, None, value, "", "x")
    state[field] = value
    if field == "labels":
        return _item(field, None, None, " ".join(before), " ".join(value))
    return _item(field, before, value, "then", "now")


def test_a_break_limits_only_what_is_known_before_it(tmp_path: Path) -> None:
    """What came after the break is known; of what was before nothing is."""
    told = [_history(1, 20, _item("status", "1", "3")), _history(2, 40, _item("status", "2", "1"))]
    found = _read(tmp_path, _row(), told)
    assert isinstance(_at(found, 50), Issue)
    assert "is inconsistent" in str(_at(found, 30))


@pytest.mark.parametrize("day", [20, 40, 59])
def test_a_change_of_category_that_no_entry_shows_limits_what_is_known(tmp_path: Path, day: int) -> None:
    """An issue without any entry was not unchanged when its status changed category."""
    found = _read(tmp_path, _row(statuscategorychangedate=instant_text(day)), [])
    assert isinstance(_at(found, day), Issue)
    assert "changed category later than its history shows" in str(_at(found, day - 1))


def test_a_category_of_the_day_of_creation_or_of_an_entry_is_no_change(tmp_path: Path) -> None:
    """The times of one change differ by less than a minute."""
    assert isinstance(_at(_read(tmp_path, _row(statuscategorychangedate="2026-01-11T00:00:01Z"), []), 15), Issue)
    entry = [_history(1, 40, _item("status", "2", "1"))]
    assert isinstance(_at(_read(tmp_path, _row(statuscategorychangedate=instant_text(40)), entry), 15), Issue)


def test_a_status_of_the_past_is_read_by_its_name_or_as_configured(tmp_path: Path) -> None:
    """Without an id by the name that today's issues have; of one that no issue has, the configured category."""
    by_name = _read(tmp_path, _row(), [_history(1, 40, _item("status", None, None, "Done", "New"))])
    assert isinstance(before := _at(by_name, 30), Issue)
    assert before.done is True
    row = {**_row(), "changelog": {"total": 1, "histories": [_history(1, 40, _item("status", "9", "1", "Review"))]}}
    for category, done in (("indeterminate", False), ("done", True), (None, None)):
        statuses = {"Review": category} if category else {}
        found = read_export(tmp_path, page([row]), statuses=statuses)
        assert isinstance(before := _at(found, 30), Issue)
        assert before.done is done


def test_a_translated_built_in_type_is_a_defect(tmp_path: Path) -> None:
    """By its untranslated name, unless its own name is configured."""
    row = _row(issuetype={"id": "1", "name": "Fehler", "untranslatedName": "Bug"})
    assert [each.type for each in read_export(tmp_path, page([row])).issues] == ["Bug"]
    named = read_export(tmp_path, page([row]), not_defects=("Fehler",))
    assert [each.type for each in named.issues] == ["Fehler"]


def instant_text(day: int) -> str:
    """The start of a day as Jira writes it."""
    return iso(instant(day))


def _with(field: str, value: Any) -> dict[str, Any]:
    row = _row()
    row["fields"][field] = value
    return row


FIELDS = [("versions", "affected", "Version"), ("components", "components", "Component")]


@pytest.mark.parametrize(("field", "kept", "called"), FIELDS)
@pytest.mark.parametrize("with_ids", [True, False])
def test_affected_versions_and_components_are_undone(
    field: str, kept: str, called: str, tmp_path: Path, *, with_ids: bool
) -> None:
    """By the field's id, or by its name where an export leaves the id out; what it is called today counts."""
    steps = [_item(field, None, "7", None, "New"), _item(field, "8", None, "Old")]
    if not with_ids:
        steps = [{**step, "field": called, "fieldId": None, "fieldtype": "jira"} for step in steps]
    found = _read(tmp_path, _with(field, [{"id": "7", "name": "Newer"}]), [_history(1, 30, *steps)])
    now, before = _at(found, 40), _at(found, 20)
    assert isinstance(now, Issue)
    assert isinstance(before, Issue)
    assert getattr(now, kept) == {"Newer"}
    assert getattr(before, kept) == {"Old"}


@pytest.mark.parametrize(("field", "kept", "called"), FIELDS)
@pytest.mark.parametrize(
    "given",
    [
        pytest.param({}, id="not-read"),
        pytest.param({"value": [{"id": "9", "name": "Other"}]}, id="another-one-now"),
        pytest.param({"value": [{"id": "7"}]}, id="without-a-name"),
    ],
)
def test_where_they_were_is_unknown(field: str, kept: str, called: str, tmp_path: Path, given: dict[str, Any]) -> None:
    """Of a field that was not read, or whose history does not lead to it; the rest of the issue stays known."""
    row = _with(field, given["value"]) if given else _row()
    found = _read(tmp_path, row, [_history(1, 30, _item(field, None, "7", None, called))])
    before = _at(found, 20)
    assert isinstance(before, Issue)
    assert getattr(before, kept) is None


def test_an_empty_field_is_known(tmp_path: Path) -> None:
    """Jira sends null for a field without a value."""
    found = _at(_read(tmp_path, _row(versions=None, components=[]), []), 20)
    assert isinstance(found, Issue)
    assert (found.affected, found.components) == (frozenset(), frozenset())
