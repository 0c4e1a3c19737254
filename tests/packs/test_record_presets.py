"""The presets for tables of records read what each tool exports, and nothing means more than it says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from support import survey_exports as exports
from support import usage_exports as usages
from support.exports import NOW
from support.policy import BEGIN, complaints, loaded, reader
from support.vendor_exports import Table, as_csv

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.needs import Needs
from readiness_gate.sources.people.records import RECORD_TABLES
from readiness_gate.sources.people.records.source import fetch_records
from readiness_gate.sources.people.settings import presets

BY_KEY = {records.key: records for records in RECORD_TABLES}
MOMENT = 1772463909
"""2026-03-02 16:05:09 in Berlin."""
ROLE = f'columns = {{ role = "{exports.ROLE}" }}\nquestions = {{ "{exports.QUESTION}" = "why" }}\n'
OF_QUALTRICS = 'columns = { role = "Q1" }\nquestions = { Q2 = "why" }\n'
DECIDED = f'{OF_QUALTRICS}ignore = ["Status", "Finished"]\n'


def _read(key: str, preset: str, content: bytes, added: str = "", ending: str = "csv") -> Any:
    name = f"export.{ending}"
    text = f'{BEGIN}\n[people.{key}]\nfile = "{name}"\npreset = "{preset}"\n{added}'
    found: Any = fetch_records(BY_KEY[key], loaded(text).settings, Needs(), NOW, reader({name: content}))
    return found.records


def _why(key: str, preset: str, content: bytes, added: str = "", ending: str = "csv") -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(key, preset, content, added, ending)
    return str(refused.value)


def _forms(answers: Iterable[str]) -> Any:
    return _read("surveys", "microsoft-forms", exports.as_workbook(exports.microsoft_forms(answers)), ROLE, "xlsx")


def _google(answers: Iterable[str]) -> Any:
    return _read("surveys", "google-forms", as_csv(exports.google_forms(answers)), ROLE)


def _qualtrics(answers: Iterable[str]) -> Any:
    return _read("surveys", "qualtrics", as_csv(exports.qualtrics(answers)), DECIDED)


SURVEYS = {"microsoft-forms": _forms, "google-forms": _google, "qualtrics": _qualtrics}


def test_every_preset_is_tried() -> None:
    """A preset without an export to read would be a guess."""
    tried = {
        "surveys": set(SURVEYS),
        "acceptance-tests": {"zephyr-squad"},
        "tickets": {"servicenow"},
        "usage": {case.preset for case in USES},
        "entries": {"salesforce", "dynamics-365"},
    }
    of_records = {key: {name for name, file in presets().items() if key in file.forms} for key in BY_KEY}
    assert {key: names for key, names in of_records.items() if names} == tried


@pytest.mark.parametrize(
    ("preset", "scale"),
    [
        ("microsoft-forms", exports.LIKERT),
        ("microsoft-forms", exports.NUMBERS),
        ("google-forms", exports.LIKERT),
        ("google-forms", exports.NUMBERS),
        ("qualtrics", exports.SOMEWHAT),
    ],
)
def test_every_answer_has_its_points(preset: str, scale: Mapping[str, int]) -> None:
    """At the time at which the response was sent."""
    answers = SURVEYS[preset](scale)
    assert [answer.points for answer in answers] == list(scale.values())
    assert {(answer.role, answer.question) for answer in answers} == {("Service agent", "why")}
    assert {answer.answered_at.end for answer in answers} == {MOMENT}


def test_who_answered() -> None:
    """Only where the tool records it; nobody's responses are not those of one person."""
    assert {answer.respondent for answer in _forms(exports.LIKERT)} == {""}
    assert len({answer.respondent for answer in _google(exports.LIKERT)}) == 5
    assert {answer.respondent for answer in _qualtrics(exports.SOMEWHAT)} == {""}


@pytest.mark.parametrize("preset", SURVEYS)
@pytest.mark.parametrize("answer", ["6", "0", "Slightly agree", "Stimme zu", "Always", "10"])
def test_an_answer_of_another_scale_is_refused(preset: str, answer: str) -> None:
    """Never taken for one of five points."""
    with pytest.raises(CouldNotLook, match="is not an answer from 1 to 5"):
        SURVEYS[preset]([answer])


@pytest.mark.parametrize("answer", ["5", "Agree", "Disagree"])
def test_qualtrics_has_words_of_five_points_only(answer: str) -> None:
    """Its numbers may count from the other end, and two of these words are on its scale of seven points."""
    assert "is not an answer from 1 to 5" in _why("surveys", "qualtrics", as_csv(exports.qualtrics([answer])), DECIDED)


def test_responses_of_previews_wait_for_a_decision() -> None:
    """Whether a response is one is in columns that are neither read nor ignored."""
    content = as_csv(exports.qualtrics(exports.SOMEWHAT))
    assert 'the columns are unknown: "Status", "Finished"' in _why("surveys", "qualtrics", content, OF_QUALTRICS)


def test_a_row_of_labels_more_or_less() -> None:
    """Is data that would be skipped, or labels that would be data."""
    table = exports.qualtrics(exports.SOMEWHAT)
    older = as_csv([*table[:2], *table[3:]])
    assert "may be of a row with data, and skip-rows skips it" in _why("surveys", "qualtrics", older, DECIDED)
    assert len(_read("surveys", "qualtrics", older, f"{DECIDED}skip-rows = 1\n")) == 5
    assert 'the cell "RecordedDate" is not a date of the form' in _why(
        "surveys", "qualtrics", as_csv(table), f"{DECIDED}skip-rows = 1\n"
    )


def test_the_sheet_of_google_forms() -> None:
    """In the form of its language; an older form without addresses counts each response."""
    table = [["Timestamp", exports.ROLE, exports.QUESTION], ["3/2/2026 16:05:09", "Service agent", "Agree"]]
    (answer,) = _read("surveys", "google-forms", as_csv(table), f'{ROLE}dates = "M/d/yyyy H:mm:ss"\n')
    assert (answer.points, answer.answered_at.end, answer.respondent) == (4, MOMENT, "")


@pytest.mark.parametrize("when", ["2026/03/02 4:05:09 PM IST", "2026/03/02 4:05:09 PM", "02/03/2026 16:05:09"])
def test_a_time_of_an_unknown_zone_is_refused(when: str) -> None:
    """It may be any of several."""
    table = [["Timestamp", exports.ROLE, exports.QUESTION], [when, "Service agent", "Agree"]]
    assert 'the cell "Timestamp" is not a date' in _why("surveys", "google-forms", as_csv(table), ROLE)


def test_every_status_of_zephyr_squad() -> None:
    """Each execution has a row for each of its steps, which say the same of it."""
    tests = _read("acceptance-tests", "zephyr-squad", as_csv(exports.zephyr_squad(exports.RESULTS)))
    assert {(test.test, test.result) for test in tests} == {
        (f"UAT-{number}", result) for number, result in enumerate(exports.RESULTS.values(), 1)
    }
    assert {test.executed_at and test.executed_at.end for test in tests if test.result == "passed"} == {MOMENT - 9}
    assert [test.executed_at for test in tests if test.result == "not-run"] == [None, None]


def test_a_status_of_a_company_is_refused() -> None:
    """Until the program says what it means."""
    content = as_csv(exports.zephyr_squad(["PASS WITH REMARKS"]))
    assert 'the cell "ExecutionStatus" is none of passed, failed' in _why("acceptance-tests", "zephyr-squad", content)
    added = '[people.acceptance-tests.values.result]\nfailed = ["PASS WITH REMARKS"]\n'
    assert {test.result for test in _read("acceptance-tests", "zephyr-squad", content, added)} == {"failed"}


def test_the_words_of_a_program_come_before_those_of_a_preset() -> None:
    """Where both have the same; the others stay."""
    content = as_csv(exports.zephyr_squad(["PASS", "FAIL", "OK"]))
    added = '[people.acceptance-tests.values.result]\nblocked = ["pass"]\npassed = ["OK"]\n'
    tests = _read("acceptance-tests", "zephyr-squad", content, added)
    assert [test.result for test in tests[::2]] == ["blocked", "failed", "passed"]


# The use of the system.


@dataclass(frozen=True)
class Use:
    """An export of use, what a program must add to the preset, and who used the system in it, until when."""

    preset: str
    table: Table
    used: tuple[tuple[str, int, bool], ...]
    added: str = ""


AT, END_OF_DAY = MOMENT, 1772492399
SALESFORCE = 'ignore = ["LoginType", "Application"]\n'
EVENTS = 'ignore = ["LOGIN_TYPE", "LOGIN_SUB_TYPE"]\n'
PURVIEW = 'ignore = ["RecordType", "Operation"]\n'
FAILED = '[people.usage.values.active]\nno = ["Invalid Password", "LOGIN_ERROR_INVALID_PASSWORD"]\n'
SAP = 'dates = "dd.MM.yyyy"\n'
ANN_AT = ((usages.ANN, AT, True),)
USER_ID = "0055j00000AT6I1AAL"
USES = [
    Use("salesforce", usages.salesforce_logins("Success"), ((USER_ID, AT, True),), SALESFORCE),
    Use(
        "salesforce",
        usages.salesforce_logins("Success", "Invalid Password"),
        ((USER_ID, AT, True), (USER_ID, AT, False)),
        SALESFORCE + FAILED,
    ),
    Use(
        "salesforce-login-events",
        usages.salesforce_login_events("LOGIN_NO_ERROR", "LOGIN_ERROR_INVALID_PASSWORD"),
        ((usages.ANN, AT, True), (usages.ANN, AT, False)),
        EVENTS + FAILED,
    ),
    Use(
        "salesforce-users",
        usages.salesforce_users(),
        ((usages.ANN, AT - 9, True),),
        'dates = "M/d/yyyy h:mm a"\n',
    ),
    Use(
        "microsoft-365",
        usages.microsoft_teams(),
        ((usages.ANN, END_OF_DAY, True),),
        'ignore = ["Is Deleted"]\n',
    ),
    Use(
        "microsoft-365",
        usages.microsoft_sharepoint(),
        ((usages.ANN, END_OF_DAY, True),),
        'ignore = ["Is Deleted"]\n',
    ),
    Use("microsoft-purview", usages.microsoft_purview(), ANN_AT * 2, PURVIEW),
    Use(
        "sap-audit-log",
        usages.sap_audit_log("AU1", "AU2", "AU3", "AU5", "AU6"),
        tuple(("AMILLER", END_OF_DAY, used) for used in (True, False, True, False, False)),
        SAP,
    ),
    Use("pendo", usages.pendo_visitors(), ANN_AT),
]


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.preset}-{n}") for n, case in enumerate(USES)])
def test_who_used_the_system(case: Use) -> None:
    """At the time that the export has; a person without a time never did."""
    found = _read("usage", case.preset, as_csv(case.table), case.added)
    assert tuple((use.person, use.week.end, use.active) for use in found) == case.used


@pytest.mark.parametrize(
    ("preset", "table", "added", "why"),
    [
        ("salesforce", usages.salesforce_logins("Success"), "", 'the columns are unknown: "LoginType", "Application"'),
        (
            "salesforce",
            usages.salesforce_logins("Success", "Restricted IP"),
            SALESFORCE,
            'the cell "Status" is none of yes, no',
        ),
        (
            "salesforce-login-events",
            usages.salesforce_login_events("LOGIN_ERROR_X"),
            EVENTS,
            'the cell "LOGIN_STATUS" is none of yes, no',
        ),
        ("salesforce-users", usages.salesforce_users(), "", 'the cell "Last Login" is not an ISO 8601 day or time'),
        ("microsoft-365", usages.microsoft_teams(), "", 'the column is unknown: "Is Deleted"'),
        ("microsoft-purview", usages.microsoft_purview(), "", 'the columns are unknown: "RecordType", "Operation"'),
        ("sap-audit-log", usages.sap_audit_log("AUW"), SAP, 'the cell "Event" is none of yes, no'),
        ("sap-audit-log", usages.sap_audit_log("AU1"), "", 'the cell "Date" is not an ISO 8601 day or time'),
    ],
)
def test_what_may_be_no_use_waits_for_a_decision(preset: str, table: Table, added: str, why: str) -> None:
    """Nothing counts as use because nobody looked at it."""
    assert why in _why("usage", preset, as_csv(table), added)


@pytest.mark.parametrize("preset", ["salesforce-users", "microsoft-365", "pendo"])
def test_a_list_of_last_uses_is_never_whole(preset: str) -> None:
    """It has one use of each person only."""
    (told,) = complaints(f'{BEGIN}\n[people.usage]\nfile = "u.csv"\npreset = "{preset}"\nwhole = true\n')
    assert "a list of the last use of each person has not every use: remove whole" in told.what


def test_records_of_salesforce() -> None:
    """By whom and for whom, with the ids of users."""
    found = _read("entries", "salesforce", as_csv(usages.salesforce_records()))
    assert [(entry.id, entry.created_by, entry.owner, entry.created.end) for entry in found] == [
        ("0065j00000AAAAAAA1", USER_ID, USER_ID, AT),
        ("0065j00000AAAAAAA2", f"{USER_ID[:-1]}M", USER_ID, AT),
    ]
    assert {(entry.happened, entry.complete, entry.bulk) for entry in found} == {(None, None, None)}


def test_records_of_dynamics() -> None:
    """The id is in a column that is called like the table."""
    content = exports.as_workbook(usages.dynamics_records())
    added = 'columns = { id = "(Do Not Modify) Opportunity" }\nignore = ["Topic"]\n'
    (entry,) = _read("entries", "dynamics-365", content, added, "xlsx")
    assert (entry.id, entry.created_by, entry.owner, entry.created.end) == ("6f1c-01", "Ann Miller", "Bob Jones", AT)
    assert 'the column is missing: "id"' in _why("entries", "dynamics-365", content, 'ignore = ["Topic"]\n', "xlsx")
