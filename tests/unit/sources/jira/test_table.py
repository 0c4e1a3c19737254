"""A CSV export of Jira is read without guessing, or refused with its line."""

import csv
import gzip
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.csv_export import HEADER, PATTERN, dates, exported, how_many
from support.exports import NOW, jira_settings, no_file, open_defects, page, read_export, settings
from support.jira_server import issue, status

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings.jira import Marks, SeverityScheme
from readiness_gate.model.time import iso
from readiness_gate.sources import jira
from readiness_gate.sources.jira import table

SOME = [
    issue(1, labels=["approved", "late"], fixVersions=[{"id": "1", "name": "1.0"}, {"id": "2", "name": "1.1"}]),
    issue(2, status=status("3"), priority={"id": "2", "name": "High"}, labels=["x"]),
    issue(3, priority=None, summary='With a comma, and "quotes"'),
]


def _read(root: Path, content: str | bytes, name: str = "export.csv", **changes: Any) -> JiraFacts:
    content = content if isinstance(content, bytes) else content.encode()
    (root / name).write_bytes(content)
    configured = jira_settings(**{"export": name, "csv": dates(), "issues": how_many(content), **changes})
    return jira.fetch(settings(root, jira=configured), Needs(), NOW, no_file)


def _why(root: Path, content: str | bytes, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(root, content, **changes)
    return str(refused.value)


def test_it_says_what_the_search_api_says(tmp_path: Path) -> None:
    """But for what it does not have: ids, addresses, seconds."""
    told = _read(tmp_path, exported(SOME)).issues
    rows = [{name: value for name, value in row.items() if name != "id"} for row in SOME]
    assert told == read_export(tmp_path, page(rows, isLast=True)).issues
    assert [each.versions for each in told] == [{"1.0", "1.1"}, frozenset(), frozenset()]
    assert [each.labels for each in told] == [{"approved", "late"}, {"x"}, frozenset()]


@pytest.mark.parametrize("taken", [1, 2, 5])
def test_a_stray_quote_takes_no_rows_away(tmp_path: Path, taken: int) -> None:
    """A quote before a summary, and one behind a later summary: the rows between them are not read, and are missed."""
    rest = ",Bug,Open,Highest,11/Jan/26 3:00 AM,30/Mar/26 3:00 AM,To Do"
    rows = [f"S{number},CRM-{number}{rest}" for number in range(1, 9)]
    header = "Summary,Issue key,Issue Type,Status,Priority,Created,Updated,Status Category"
    assert len(_read(tmp_path, "\n".join([header, *rows, ""])).issues) == 8
    rows[1] = f'"{rows[1]}'
    rows[1 + taken] = rows[1 + taken].replace(",", '",', 1)
    why = _why(tmp_path, "\n".join([header, *rows, ""]), issues=None, canary=("CRM-1", "CRM-8"))
    assert "export.csv:3: a cell contains the row of CRM-2, between two stray quotes" in why


@pytest.mark.parametrize("canary", [("CRM-1", "CRM-8")])
@pytest.mark.parametrize("taken", [1, 2, 5])
def test_a_stray_quote_in_a_cell_that_is_not_read(tmp_path: Path, taken: int, canary: tuple[str, ...]) -> None:
    """The first and the last issue prove nothing about those between them."""
    rest = ",Bug,Open,Highest,11/Jan/26 3:00 AM,30/Mar/26 3:00 AM,To Do,"
    rows = [f"S{number},CRM-{number}{rest}text" for number in range(1, 9)]
    header = "Summary,Issue key,Issue Type,Status,Priority,Created,Updated,Status Category,Description"
    assert len(_read(tmp_path, "\n".join([header, *rows, ""])).issues) == 8
    rows[1] = rows[1].replace("text", '"text')
    rows[1 + taken] += '"'
    why = _why(tmp_path, "\n".join([header, *rows, ""]), issues=None, canary=canary)
    assert "export.csv:3: a cell contains the row of CRM-3, between two stray quotes" in why


@pytest.mark.parametrize("name", ["summary", "issuetype", "status"])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\x85", "\u2028", "\v"], ids=ascii)
def test_a_cell_of_one_line_has_no_line_break(tmp_path: Path, name: str, line: str) -> None:
    """In whatever form; a description may have several lines."""
    text = f"one{line}CRM-3,two"
    value: Any = {"summary": text, "issuetype": {"name": text}, "status": {**status("1"), "name": text}}[name]
    column = {"summary": "Summary", "issuetype": "Issue Type", "status": "Status"}[name]
    why = _why(tmp_path, exported([issue(1), issue(2, **{name: value}), issue(4)]))
    assert f'the cell "{column}" has a line break, which Jira never writes there' in why


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "bom"])
def test_it_may_be_packed(tmp_path: Path, mark: bytes) -> None:
    """And begin with a byte order mark, and have the line ends of Windows."""
    content = mark + exported(SOME).replace("\r\n", "\n").encode()
    plain = _read(tmp_path, content)
    assert _read(tmp_path, gzip.compress(content), "export.csv.gz").issues == plain.issues


@pytest.mark.parametrize(
    "proof",
    [
        pytest.param({"issues": 3}, id="number"),
        pytest.param({"canary": ("CRM-3", "CRM-1")}, id="both-ends"),
        pytest.param({"canary": ("CRM-1", "CRM-2", "CRM-3")}, id="more-than-both-ends"),
    ],
)
def test_it_is_whole_when_that_is_proven(tmp_path: Path, proof: dict[str, Any]) -> None:
    """By the number that Jira shows, or by the oldest and the newest issue."""
    given: dict[str, Any] = {"issues": None, **proof}
    found = _read(tmp_path, exported(SOME), **given)
    assert (len(found.issues), found.provenance.doubts) == (3, ())


@pytest.mark.parametrize(
    ("proof", "why"),
    [
        pytest.param({}, "nothing proves that the export export.csv is complete", id="none"),
        pytest.param({"canary": ("CRM-1",)}, "nothing proves that the export export.csv is complete", id="oldest"),
        pytest.param({"canary": ("CRM-3",)}, "nothing proves that the export export.csv is complete", id="newest"),
        pytest.param({"canary": ("CRM-1", "CRM-2")}, "nothing proves that the export", id="not-the-newest"),
        pytest.param({"canary": ("CRM-1", "CRM-9")}, "the issue CRM-9, which must always be visible", id="not-there"),
        pytest.param({"issues": 4}, "has 3 issues, and jira.issues says 4", id="more"),
        pytest.param({"issues": 2}, "has 3 issues, and jira.issues says 2", id="fewer"),
        pytest.param({"issues": 4, "canary": ("CRM-1", "CRM-3")}, "jira.issues says 4", id="number-beside-both-ends"),
    ],
)
def test_nothing_else_says_that_it_is_whole(tmp_path: Path, proof: dict[str, Any], why: str) -> None:
    """One end proves nothing of the other: a file that was cut off there looks the same."""
    assert why in _why(tmp_path, exported(SOME), **{"issues": None, **proof})


def test_how_to_prove_it_is_said(tmp_path: Path) -> None:
    """With lines to paste, once they were compared with Jira."""
    why = _why(tmp_path, exported(SOME), issues=None)
    assert "It has 3 issues: if Jira shows the same number for the search, add issues = 3 to [jira]." in why
    assert "the first and last key in Jira (`project = CRM ORDER BY key`), not in the file." in why
    assert why.endswith(
        'If they are not CRM-1 and CRM-3, issues are missing; if they are, add canary = ["CRM-1", "CRM-3"]'
    )


@pytest.mark.parametrize("size", [131_072, 131_073, 1 << 20], ids=["limit", "one-more", "much-more"])
def test_a_cell_may_be_long(tmp_path: Path, size: int) -> None:
    """A description, or all comments: the reader's own limit is none of Jira's."""
    limit = csv.field_size_limit()
    found = _read(tmp_path, exported([issue(1, summary="x" * size), issue(2)]))
    assert len(found.issues[0].summary) == size
    assert csv.field_size_limit() == limit


def test_a_cell_has_an_end(tmp_path: Path) -> None:
    """One that is longer than any field of Jira is rows that a stray quote took, and would cost a gigabyte."""
    long = issue(1, summary="x" * ((1 << 20) + 1))
    assert "export.csv:2: a cell has more than 1,048,576 characters, perhaps because a stray quote" in _why(
        tmp_path, exported([long])
    )


def test_a_file_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rows take up to ten times as much memory; the message says how to make it smaller."""
    monkeypatch.setattr(table, "LARGEST", len(exported(SOME).encode()))
    assert len(_read(tmp_path, exported(SOME)).issues) == len(SOME)
    why = _why(tmp_path, exported([*SOME, issue(4)]))
    assert "export.csv has more than 0 MiB" in why
    assert "export the columns that the configuration names" in why


def test_columns_may_stand_in_any_order_and_case(tmp_path: Path) -> None:
    """Exports of chosen fields have another order; servers call the versions otherwise."""
    text = (
        "STATUS CATEGORY,Fix Version/s,Status,Created,Issue Type,Issue Key,Priority\n"
        "Done,1.0,Closed,10/Jan/26 11:24 AM,Bug,CRM-1,High\n"
        "In Progress,,Doing,11/Jan/26 11:24 AM,Bug,CRM-2,\n"
    )
    found = _read(tmp_path, text, exported_at=NOW).issues
    assert [(each.done, each.versions, each.severity) for each in found] == [
        (True, {"1.0"}, "sev2"),
        (False, frozenset(), None),
    ]


def test_custom_fields_are_named_as_their_columns(tmp_path: Path) -> None:
    """An export does not say the ids of fields."""
    text = (
        "Issue key,Issue Type,Status,Status Category,Created,Updated,Custom field (Impact),Custom field (Way round)\n"
        "CRM-1,Bug,Open,To Do,10/Jan/26 11:24 AM,10/Jan/26 11:25 AM,Stops work,\n"
        "CRM-2,Bug,Open,To Do,10/Jan/26 11:24 AM,10/Jan/26 11:25 AM,Other, by hand \n"
    )
    impact = SeverityScheme("Impact", {"Stops work": "sev1", "Other": "sev3"})
    found = _read(tmp_path, text, severity=impact, workaround=Marks(field="Way round")).issues
    assert [(each.severity, each.workaround) for each in found] == [("sev1", False), ("sev3", True)]
    by_id = SeverityScheme("customfield_1", {"Stops work": "sev1"})
    told = _why(tmp_path, text, severity=by_id)
    assert 'export.csv:1: the column "Custom field (customfield_1)" is missing, which [jira] calls' in told


def test_times_without_seconds_are_known_from_the_end_of_their_minute(tmp_path: Path) -> None:
    """The newest update was somewhere in it, but not later than now."""
    found = _read(tmp_path, exported([issue(1, updated="2026-03-30T08:00:40.000+0000"), issue(2)]))
    assert (iso(found.known_from), iso(found.issues[0].created or 0)) == (
        "2026-03-30T08:00:59Z",
        "2026-01-11T08:00:00Z",
    )
    moment = iso(NOW).replace("Z", "+00:00")
    assert _read(tmp_path, exported([issue(1, updated=moment), issue(2)])).known_from == NOW


def test_it_tells_nothing_of_the_past(tmp_path: Path) -> None:
    """It has no histories: before its newest update nobody knows how the issues stood."""
    found = _read(tmp_path, exported(SOME))
    reading = open_defects(found, as_of=found.known_from - 1)
    assert isinstance(reading, Unavailable)
    assert "CRM-1" in reading.reason or "histor" in reading.reason


HEAD = ",".join(HEADER)
GOOD = "Issue key,Issue Type,Status,Status Category,Created,Updated,Priority\n"
ROW = "CRM-1,Bug,Open,To Do,10/Jan/26 11:24 AM,10/Jan/26 11:25 AM,High\n"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "export.csv:1: the file is empty: it needs a header with Issue key, Issue Type, Status, Status Category"),
        (GOOD, "the export export.csv has no issues, so a count of zero would prove nothing"),
        (GOOD.replace(",", ";") + ROW.replace(",", ";"), "the columns are separated by semicolons, not by commas"),
        ("name,mail\nann,x\n", 'export.csv:1: the column "Issue key" is missing from the 2 in the header: export it'),
        (GOOD.replace("Status Category", "X") + ROW, 'export.csv:1: the column "Status Category" is missing'),
        (GOOD.replace("Updated", "Created") + ROW, 'export.csv:1: the column "Created" is in the header 2 times'),
        (GOOD.replace("Priority", "Severity") + ROW, 'the column "Priority" is missing, which [jira] calls "priority"'),
        (GOOD + ROW + "CRM-2,Bug\n", "export.csv:3: the row has 2 cells, and the header 7"),
        (GOOD + ROW.replace("CRM-1", "1"), 'export.csv:2: "1" is not an issue key'),
        (GOOD + ROW.replace("To Do", "Erledigt"), 'export.csv:2: the status category "Erledigt" is not To Do'),
        (GOOD + ROW.replace("10/Jan/26 11:24 AM", ""), 'export.csv:2: the cell "Created" is empty'),
        (GOOD + ROW.replace("Bug", ""), "CRM-1 has no type"),
        (GOOD + ROW + ROW.replace("Open", "Shut"), "export.csv has CRM-1 twice, and differently"),
        (GOOD + ROW.replace("10/Jan/26 11:25", "10/Jan/36 11:25"), "is in the future (it is now 2026-04-11"),
        (GOOD + ROW.replace("10/Jan/26 11:25", "31/Feb/26 11:25"), "export.csv:2: Updated: "),
        (
            GOOD + ROW.replace("10/Jan/26 11:24 AM", "2026-01-10 11:24"),
            (
                '"2026-01-10 11:24" does not have the form of jira.csv.dates, "dd/MMM/yy h:mm a": the form '
                'may be "yyyy-MM-dd'
            ),
        ),
        (
            GOOD + ROW.replace("10/Jan/26 11:24 AM", "6/7/2024 22:51"),
            'the form of jira.csv.dates, "dd/MMM/yy h:mm a": the form may be "M/d/yyyy H:mm" or "d/M/yyyy H:mm"',
        ),
        (GOOD + ROW.replace("10/Jan/26 11:24 AM", "tomorrow"), "write the form that Jira's administration shows"),
        (GOOD + ROW.rstrip("\n")[:-2], "export.csv does not end with a line break"),
        (
            GOOD + ROW.replace("10/Jan/26 11:25", "09/Jan/26 11:25"),
            'export.csv:2: Updated, "09/Jan/26 11:25 AM", is before',
        ),
        (GOOD.encode() + b"\xff", "export.csv:2: the file is not UTF-8"),
        (GOOD + ROW.replace("Bug", "B\0g"), "there is a NUL character"),
        ("PK\x03\x04\0", "this is a zip archive or an Excel workbook"),
        ("<html>log in</html>", "this is a web page, such as a login page"),
        (GOOD + ROW + '"CRM-2,Bug', "export.csv:3: it is not well-formed CSV"),
    ],
)
def test_what_is_doubtful_is_refused(tmp_path: Path, content: str | bytes, why: str) -> None:
    """With its line, and with what to do."""
    assert why in _why(tmp_path, content)


def test_two_forms_of_dates_that_both_fit(tmp_path: Path) -> None:
    """Are proposed both: somebody must look which it is."""
    text = GOOD + ROW.replace("10/Jan/26 11:24 AM", "05/06/2024 22:51")
    assert '"dd/MM/yyyy HH:mm" or "M/d/yyyy H:mm"' in _why(tmp_path, text)


def test_how_dates_are_written_must_be_said(tmp_path: Path) -> None:
    """And is proposed."""
    told = _why(tmp_path, exported(SOME), csv=None)
    assert f'as in csv = {{ timezone = "Europe/Berlin", dates = "{PATTERN}" or "dd/MM' not in told
    assert f'as in csv = {{ timezone = "Europe/Berlin", dates = "{PATTERN}" }}' in told


@pytest.mark.parametrize("count", [999, 1_000, 1_001, 10_000])
def test_an_export_that_ends_where_jira_ends_one(tmp_path: Path, count: int) -> None:
    """May lack the rest, unless Jira shows just this number."""
    text = GOOD + "".join(ROW.replace("CRM-1", f"CRM-{number + 1}") for number in range(count))
    if count in (1_000, 10_000):
        why = _why(tmp_path, text, issues=None, canary=("CRM-1", f"CRM-{count}"))
        assert f"has {count:,} issues, which is exactly where Jira ends an export" in why
        assert f"add issues = {count} to [jira]" in why
    assert len(_read(tmp_path, text).issues) == count


@pytest.mark.parametrize("name", ["export.json", "export.csv"])
def test_json_is_json_whatever_its_name(tmp_path: Path, name: str) -> None:
    """And with `csv` configured beside it."""
    content = page([SOME[0]], isLast=True)
    assert [each.key for each in _read(tmp_path, content, name).issues] == ["CRM-1"]


def test_what_is_no_json_is_told_of_csv(tmp_path: Path) -> None:
    """A name that does not say what a file is."""
    (tmp_path / "export.json").write_text(exported(SOME))
    with pytest.raises(CouldNotLook, match=r"or give a CSV export a name that ends in \.csv"):
        jira.fetch(settings(tmp_path, jira=jira_settings()), Needs(), NOW, no_file)
    configured = replace(jira_settings(), csv=dates(), issues=3)
    assert len(jira.fetch(settings(tmp_path, jira=configured), Needs(), NOW, no_file).issues) == 3


@pytest.mark.parametrize("delimiter", [";", "|", "^", "\t"])
def test_another_delimiter(tmp_path: Path, delimiter: str) -> None:
    """Data Center lets people choose one; the message about it says how to configure it."""
    text = exported(SOME)
    content = io.StringIO()
    csv.writer(content, delimiter=delimiter).writerows(csv.reader(io.StringIO(text, newline="")))
    named = replace(dates(), delimiter=delimiter)
    assert _read(tmp_path, content.getvalue(), csv=named, issues=3).issues == _read(tmp_path, text).issues
    written = delimiter.replace("\t", "\\t")
    assert f'add delimiter = "{written}" to csv in [jira]' in _why(tmp_path, content.getvalue(), issues=3)
    assert 'add delimiter = "," to csv in [jira]' in _why(tmp_path, text, csv=named)


def test_a_row_in_a_cell_is_found_with_any_delimiter(tmp_path: Path) -> None:
    """Between two stray quotes."""
    rows = [
        f"S{number};CRM-{number};Bug;Open;Highest;11/Jan/26 3:00 AM;30/Mar/26 3:00 AM;To Do" for number in (1, 2, 3)
    ]
    rows[0] = rows[0].replace("S1", '"S1')
    rows[2] = rows[2].replace("S3", 'S3"')
    header = "Summary;Issue key;Issue Type;Status;Priority;Created;Updated;Status Category"
    why = _why(tmp_path, "\n".join([header, *rows, ""]), csv=replace(dates(), delimiter=";"), issues=1)
    assert "stray quote" in why


def test_dates_of_no_known_form(tmp_path: Path) -> None:
    """The configured form is never proposed for them."""
    why = _why(tmp_path, GOOD + ROW.replace("10/Jan/26", "10/M\u00e4r/26"))
    assert "with English as the language of the account" in why
    assert "the form may be" not in why
