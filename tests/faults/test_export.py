"""Exports with something wrong: by the command line, none of them opens the gate, and each says what is wrong where.

The ids name the fault. A whole export of the same program would go.
"""

import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

import pytest
from support.exports import lines, page
from support.faults import is_no_go, is_undecided
from support.program import AS_OF, Ended, Sample, issue

BUG, STORY, BLOCKER = issue("CRM-1", category="done"), issue("CRM-2", kind="Story"), issue("CRM-3", "Highest")
MANY = [issue(f"CRM-{number}", category="done") for number in range(1, 251)]
RULES = ("DEF-01", "DEF-02", "GOV-05")


def _without(*fields: str, **changed: Any) -> dict[str, Any]:
    found = issue("CRM-7", **changed)
    return {**found, "fields": {name: value for name, value in found["fields"].items() if name not in fields}}


def _pages(*pages: bytes) -> bytes:
    return b"[" + b",".join(pages) + b"]"


def _counted(issues: Sequence[Any], total: object = 250) -> bytes:
    return page(issues, total=total, startAt=0, maxResults=100)


NOT_WHOLE = {
    "jira-01-nothing-visible": (page([]), "export.json has no issue at all, so a zero would prove nothing"),
    "jira-03-anonymous": (page([], total=0, startAt=0, maxResults=50), "export.json has no issue at all"),
    "jira-04-login-page": (
        b"\n<!DOCTYPE html><title>Log in</title>",
        "export.json:2:1: this is a web page, such as one",
    ),
    "jira-05-captcha": (b'{"errorMessages": ["CAPTCHA_CHALLENGE"]}', "Jira warned that the answer is not what was"),
    "jira-06-unknown-project": (
        b'{"errorMessages": ["The value \'X\' does not exist for the field \'project\'."], "errors": {}}',
        "The value 'X' does not exist for the field 'project'.",
    ),
    "jira-07-warning": (page([], total=0, warningMessages=["no such status"]), "['no such status']"),
    "jira-07-warning-beside-issues": (page([BUG], warningMessages=["no such status"]), "['no such status']"),
    "jira-10-short-page": (_pages(_counted(MANY[:100]), _counted(MANY[100:197]), _counted(MANY[200:])), "has 247"),
    "jira-11-no-answer-between": (
        _pages(_counted(MANY[:100]), b"{}", _counted(MANY[100:])),
        "export.json, page 2 is no",
    ),
    "jira-12-empty-page-between": (
        _pages(_counted(MANY[:100]), _counted([]), _counted(MANY[100:])),
        "export.json, page 2 has no issues: a page was lost",
    ),
    "jira-13-no-issues": (b'{"isLast": true}', 'export.json is no answer of the search API: it has no list "issues"'),
    "jira-14-last-too-early": (page(MANY[:100], isLast=True, total=250), "Jira counted 250 issues, and the export has"),
    "jira-15-not-last-without-token": (page([BUG], isLast=False), "export.json is not the last page"),
    "jira-16-last-with-token": (page([BUG], isLast=True, nextPageToken="a"), "export.json is not the last page"),
    "jira-17-empty-page-with-token": (
        _pages(page([BUG], nextPageToken="a"), page([], nextPageToken="b"), page([STORY])),
        "export.json, page 2 has no issues",
    ),
    "jira-18-token-repeats": (
        _pages(page([BUG], nextPageToken="a"), page([STORY], nextPageToken="a"), page([MANY[5]])),
        "export.json, page 2 repeats what a page before it has",
    ),
    "jira-19-page-twice": (_pages(_counted(MANY[:100]), _counted(MANY[:100]), _counted(MANY[200:])), "has 150"),
    "jira-19-page-twice-uncounted": (
        _pages(page([BUG], nextPageToken="a"), page([BUG], nextPageToken="b"), page([STORY], isLast=True)),
        "export.json, page 2 repeats what a page before it has",
    ),
    "jira-20-total-changes": (
        _pages(_counted(MANY[:100]), _counted(MANY[100:249], 249)),
        "export.json, page 1: Jira counted 250 issues, and the export has 249",
    ),
    "jira-21-one-page-of-several": (_counted(MANY[:100]), "Jira counted 250 issues, and the export has 100"),
    "jira-21-full-page-without-total": (page(MANY[:100], startAt=0, maxResults=100), "nothing proves that no page"),
    "jira-25-truncated": (page([BUG, BLOCKER])[:-40], "export.json:1:"),
    "jira-25-truncated-gzip": (
        gzip.compress(page([BUG, BLOCKER]))[:-9],
        "export.json is a damaged or cut-off gzip file",
    ),
    "jira-25-truncated-lines": (lines([BUG, STORY, BLOCKER])[:-9], "export.json:3:"),
    "jira-29-depth": (b"[" * 100_000, "export.json:1: the export nests too deeply"),
    "jira-30-no-utf-8": (page([BUG]).replace(b"Summary", b"\xff"), "export.json:1: the export is not UTF-8"),
    "jira-30-utf-16": (page([BUG]).decode().encode("utf-16"), "export.json:1: the export is not UTF-8"),
    "jira-31-nan": (page([BUG], total=float("nan")), "export.json:1: the export has the number NaN"),
    "jira-31-infinity": (page([BUG], total=float("-inf")), "the number -Infinity"),
    "jira-31-overflow": (page([BUG], total=0).replace(b'"total": 0', b'"total": 1e999'), "the total inf is no number"),
    "jira-32-total-as-text": (page([BUG], total="1"), "export.json: the total '1' is no number of issues"),
    "jira-32-total-negative": (page([BUG], total=-1), "export.json: the total -1 is no number of issues"),
    "jira-35-gone": (b'{"errorMessages": ["The requested API has been removed."]}', "The requested API has been"),
    "empty": (b"", "the export export.json is empty"),
    "white-space": (b" \r\n\t\n", "the export export.json is empty"),
    "null": (b"null", "export.json is no answer of the search API"),
    "single-issue": (json.dumps(BUG, indent=1).encode(), "export.json is a single issue, and no answer to a search"),
    "single-issue-on-a-line": (lines([BUG]), "export.json is a single issue, and no answer to a search"),
    "list-of-issues": (json.dumps([BUG, STORY]).encode(), "export.json, page 1 is no answer of the search API"),
    "answers-behind-each-other": (page([BUG]) + b"\n" + page([STORY]), "export.json:2: another answer begins here"),
    "csv": (b"Summary,Issue key,Status\nx,CRM-1,Done\n", "export.json:1:1: the export is no JSON: write the answers"),
    "no-key": (page([BUG, {"fields": {}}]), "export.json, issue 2: an entry is no issue"),
    "no-fields": (lines([BUG, {"key": "CRM-5"}]), "export.json:2: an entry is no issue"),
    "no-type": (page([BUG, _without("issuetype")]), "export.json: CRM-7 has no type"),
    "no-updated": (page([BUG, _without("updated")]), "1 issues of the export export.json have no time of update"),
    "odd-key": (page([BUG, {**BLOCKER, "key": "crm-3"}]), "export.json, issue 2: 'crm-3' is no key of an issue"),
    "issue-twice-and-otherwise": (
        page([BUG, BLOCKER, issue("CRM-3", category="done")]),
        "CRM-3 twice, and differently",
    ),
    "key-twice": (b'{"issues": [{}], ' + page([BUG])[1:], 'export.json:1: the export has the key "issues" twice'),
    "severity-field-absent": (
        page([_without("priority", category="done")]),
        'has the field "priority" that jira.severity',
    ),
}


@pytest.mark.parametrize(("content", "reason"), NOT_WHOLE.values(), ids=NOT_WHOLE)
def test_an_export_that_is_not_whole_decides_nothing(sample: Sample, content: bytes, reason: str) -> None:
    """Undecided, with the reason in every finding that rests on the issues."""
    sample.write("export.json", content)
    is_undecided(sample.check(), reason, RULES)


UNCLEAR = {
    "no-status": (page([BUG, _without("status")]), "1 of 2 defects have no status category (CRM-7)"),
    "no-status-category": (page([BUG, issue("CRM-7", status={"name": "Done"})]), "no status category (CRM-7)"),
    "category-in-capitals": (page([BUG, issue("CRM-7", category="Done")]), "no status category (CRM-7)"),
    "no-defects": (page([STORY]), "none of 1 issues is of a type in jira.defect-types (Bug)"),
    "updated-after-the-question": (
        page([BUG, issue("CRM-7", category="done", updated="2026-04-01T12:00:01Z")]),
        "the issues are known as they stood at 2026-04-01T12:00:01Z, and not at 2026-04-01T12:00:00Z",
    ),
    "created-after-the-question": (
        page([BUG, issue("CRM-7", category="done", created="2026-04-02T00:00:00Z")]),
        "the issues are known as they stood at 2026-04-02T00:00:00Z",
    ),
}


@pytest.mark.parametrize(("content", "reason"), UNCLEAR.values(), ids=UNCLEAR)
def test_issues_that_do_not_tell_decide_nothing(sample: Sample, content: bytes, reason: str) -> None:
    """The export is whole, and does not say what is asked of it."""
    sample.write("export.json", content)
    is_undecided(sample.check(), reason, ("DEF-01", "DEF-02"))


WORSE = {
    "jira-09-no-priority": (
        page([BUG, issue("CRM-7", None)]),
        "1 of these counts as severity 1 because it has no usable priority",
    ),
    "jira-09-priority-renamed": (page([issue("CRM-7", "P1")]), 'because its priority "P1" is not mapped'),
    "priority-absent": (page([BUG, _without("priority")]), "because it has no usable priority"),
    "priority-with-a-space": (page([issue("CRM-7", "Low ")]), 'because its priority "Low " is not mapped'),
    "priority-as-number": (
        page([issue("CRM-7")]).replace(b'"Medium"', b"4"),
        "because it has no usable priority",
    ),
    "type-with-a-space": (page([BUG, issue("CRM-7", "Highest", kind="Bug ")]), "1 of 1 open defects are sev1"),
    "type-in-small-letters": (page([BUG, issue("CRM-7", "Highest", kind="bug")]), "1 of 1 open defects are sev1"),
    "jira-39-named-done-and-open": (
        page([issue("CRM-7", "Highest", status={"name": "Done", "statusCategory": {"key": "new"}})]),
        "1 of 1",
    ),
    "blocker-on-the-second-page": (
        _pages(page([BUG], nextPageToken="a"), page([BLOCKER])),
        "1 of 1 open defects are sev1",
    ),
    "jira-16-token-followed": (_pages(page([BUG], isLast=True, nextPageToken="a"), page([BLOCKER])), "1 of 1 open"),
}


@pytest.mark.parametrize(("content", "reason"), WORSE.values(), ids=WORSE)
def test_what_is_doubtful_counts_as_the_worst(sample: Sample, content: bytes, reason: str) -> None:
    """Where a count can be strict, the gate stays shut by a failing rule."""
    sample.write("export.json", content)
    is_no_go(sample.check(), reason, "DEF-01")


FINE = {
    "jira-30-byte-order-mark": b"\xef\xbb\xbf" + page([BUG]),
    "jira-39-translated-status": page(
        [issue("CRM-1", "Highest", status={"name": "Erledigt", "statusCategory": {"key": "done"}})]
    ),
    "jira-21-pages-of-any-size": _pages(_counted(MANY[:7]), _counted(MANY[7:])),
    "jira-19-duplicates-with-a-total": _pages(_counted(MANY), _counted(MANY[:9])),
    "gzip": gzip.compress(page([BUG])),
    "lines": lines([BUG, STORY]),
}


@pytest.mark.parametrize("content", FINE.values(), ids=FINE)
def test_what_only_looks_wrong_is_read(sample: Sample, content: bytes) -> None:
    """The right value is read, and the gate opens."""
    sample.write("export.json", content)
    ended = sample.check()
    assert (ended.exit, ended.decision) == (0, "go")


MEASURED = """
import resource, subprocess, sys
ended = subprocess.run([sys.executable, "-m", "readiness_gate", *sys.argv[1:]])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(ended.returncode)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told in another unit")
@pytest.mark.parametrize(
    ("filling", "times", "reason"),
    [
        pytest.param(b"\0", 7, "export.json:1:1: the export is no JSON", id="112-MB-of-zeros"),
        pytest.param(b" ", 64, "export.json has more than 256 MiB", id="1-GB-of-spaces"),
    ],
)
def test_a_gzip_bomb_is_refused_in_bounded_memory(sample: Sample, filling: bytes, times: int, reason: str) -> None:
    """jira-28: the process never holds much more than the limit for an export, however much there is to unpack."""
    sample.write("export.json", gzip.compress(filling * (1 << 24)) * times)
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, "check", "--as-of", AS_OF, "--format", "json"],
        cwd=sample.path,
        capture_output=True,
        text=True,
        check=False,
    )
    *said, kibibytes = done.stderr.split()
    is_undecided(Ended(done.returncode, done.stdout, " ".join(said)), reason, RULES)
    assert int(kibibytes) << 10 < 400 << 20
