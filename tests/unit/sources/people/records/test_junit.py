"""The XML of JUnit as a table, or why it is none."""

import pytest
from support.exports import NOW, people_settings, settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import When
from readiness_gate.sources.people.grid import NoGrid
from readiness_gate.sources.people.records.junit import as_csv
from readiness_gate.sources.people.records.source import fetch_records
from readiness_gate.sources.people.records.tests import ACCEPTANCE_TESTS

XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="s" timestamp="2026-03-01T10:00:00">
    <testcase classname="Quote" name="a"/>
    <testcase classname="Quote" name="b"><failure message="x">no</failure></testcase>
    <testcase name="c" timestamp="2026-03-02T10:00:00+01:00"><error/></testcase>
    <testsuite name="inner"><testcase name="d"><skipped/></testcase></testsuite>
  </testsuite>
</testsuites>
"""


def test_the_tests_of_a_file() -> None:
    """A time without an offset is its day; a skipped test was not run."""
    assert (as_csv(XML.encode()) or b"").decode().splitlines() == [
        "test,result,executed-at",
        "Quote.a,passed,2026-03-01",
        "Quote.b,failed,2026-03-01",
        "c,failed,2026-03-02T10:00:00+01:00",
        "d,not-run,",
    ]


def test_it_is_read_as_a_table() -> None:
    """Like any other file."""
    file = {"acceptance-tests": PeopleFile("uat.xml")}
    configured = settings(people=people_settings(records=file))
    facts = fetch_records(ACCEPTANCE_TESTS, configured, Needs(), NOW, lambda _name, _limit: XML.encode())
    assert facts.provenance.records == 4
    with pytest.raises(CouldNotLook, match="not the results of JUnit"):
        fetch_records(ACCEPTANCE_TESTS, configured, Needs(), NOW, lambda _name, _limit: b"<html></html>")


def test_other_files_are_left_to_others() -> None:
    """Tables and workbooks."""
    assert as_csv(b"test,result\n") is None
    assert as_csv(b"PK\x03\x04") is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("<testsuite><testcase>", "this is not XML that can be read"),
        ("<report/>", "this is XML with <report>, and not the results of JUnit"),
        ('<!DOCTYPE t [<!ENTITY a "b">]><testsuite/>', "document type"),
    ],
)
def test_xml_that_cannot_be_relied_on(content: str, why: str) -> None:
    """Broken, of another kind, or able to expand to anything."""
    with pytest.raises(NoGrid, match=why):
        as_csv(content.encode())


def test_a_test_without_a_time() -> None:
    """Has none."""
    assert as_csv(b"<testsuite><testcase name='a'/></testsuite>") == b"test,result,executed-at\r\na,passed,\r\n"
    assert When(1, 2).start == 1


PYTEST = """\
<?xml version="1.0" encoding="utf-8"?><testsuites name="pytest tests"><testsuite name="pytest" errors="1" failures="1" \
skipped="2" tests="5" time="0.04" timestamp="2026-03-01T10:00:00.123456+01:00" hostname="ci"><testcase \
classname="tests.test_quote" name="test_sum[2-4]" time="0.001" /><testcase classname="tests.test_quote" name="test_tax"\
 time="0.001"><failure message="assert 1 == 2">def test_tax(): ...</failure></testcase><testcase \
classname="tests.test_quote" name="test_open" time="0.001"><error message="failed on teardown">E</error></testcase>\
<testcase classname="tests.test_quote" name="test_later" time="0.0"><skipped message="no">t.py:3</skipped>\
</testcase><testcase classname="tests.test_quote" name="test_known" time="0.0"><skipped type="xfail" />\
</testcase></testsuite></testsuites>"""
SUREFIRE = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuite xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="3.0" name="QuoteTest" time="0.1" tests="4" \
errors="0" skipped="0" failures="1" flakes="1">
  <properties><property name="java.version" value="21"/></properties>
  <testcase name="adds" classname="QuoteTest"><system-out><![CDATA[<failure>no</failure>]]></system-out></testcase>
  <testcase name="taxes" classname="QuoteTest" time="0.01">
    <failure message="expected 2" type="AssertionFailedError"><![CDATA[at QuoteTest]]></failure>
    <rerunFailure message="expected 2" type="AssertionFailedError"><stackTrace>at</stackTrace><system-out>x</system-out>
    </rerunFailure>
  </testcase>
  <testcase name="late" classname="QuoteTest"><flakyFailure type="E"><stackTrace>at</stackTrace></flakyFailure>
    <system-err>slow</system-err></testcase>
  <testcase name="plain" classname="QuoteTest" time="0"/>
</testsuite>
"""
JEST = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="jest tests" tests="3" failures="1" errors="0" time="1.5">
  <testsuite name="Quote" errors="0" failures="1" skipped="1" timestamp="2026-03-01T10:00:00" time="0.5" tests="3">
    <testcase classname="Quote adds" name="Quote adds" time="0.003" status="passed"></testcase>
    <testcase classname="Quote taxes" name="Quote taxes" time="0.002">
      <failure>Error: expected 2</failure><failure>Error: expected 3</failure></testcase>
    <testcase classname="Quote later" name="Quote later" time="0"><skipped/></testcase>
  </testsuite>
</testsuites>
"""
PLAYWRIGHT = """\
<testsuites id="" name="" tests="2" failures="1" skipped="0" errors="0" time="3.1">
<testsuite name="quote.spec.ts" timestamp="2026-03-01T09:00:00.500Z" hostname="chromium" tests="2" failures="1" \
time="3" errors="0">
<testcase name="quote \u203a adds" classname="quote.spec.ts" time="1.1">
<properties><property name="issue" value="CRM-1"/></properties><system-out><![CDATA[[[ATTACHMENT|a.png]]]]></system-out>
</testcase>
<testcase name="quote \u203a taxes" classname="quote.spec.ts" time="2">
<failure message="quote.spec.ts:3:1 taxes" type="FAILURE"><![CDATA[  Error: expect(2)]]></failure>
</testcase>
</testsuite>
</testsuites>
"""
GOOGLETEST = """\
<testsuites tests="3" failures="0" disabled="1" errors="0" timestamp="2026-03-01T10:00:00.000" name="AllTests">
  <testsuite name="Quote" tests="3" failures="0" disabled="1" skipped="1" errors="0">
    <testcase name="Adds" status="run" result="completed" classname="Quote" />
    <testcase name="DISABLED_Taxes" status="notrun" result="suppressed" classname="Quote" />
    <testcase name="Later" status="run" result="skipped" classname="Quote" />
  </testsuite>
</testsuites>
"""
TOOLS = {
    "pytest": (
        PYTEST,
        ["test_sum[2-4],passed", "test_tax,failed", "test_open,failed", "test_later,not-run", "test_known,not-run"],
        "2026-03-01T10:00:00.123456+01:00",
    ),
    "surefire": (SUREFIRE, ["adds,passed", "taxes,failed", "late,passed", "plain,passed"], ""),
    "jest": (JEST, ["Quote adds,passed", "Quote taxes,failed", "Quote later,not-run"], "2026-03-01"),
    "playwright": (PLAYWRIGHT, ["quote \u203a adds,passed", "quote \u203a taxes,failed"], "2026-03-01T09:00:00.500Z"),
    "googletest": (GOOGLETEST, ["Adds,passed", "DISABLED_Taxes,not-run", "Later,not-run"], "2026-03-01"),
}


@pytest.mark.parametrize(("content", "rows", "time"), TOOLS.values(), ids=TOOLS)
def test_what_tools_write(content: str, rows: list[str], time: str) -> None:
    """Each in the form of its tool; only what ran and did not fail passed."""
    read = (as_csv(content.encode()) or b"").decode().splitlines()[1:]
    assert len(read) == len(rows)
    for line, row in zip(read, rows, strict=True):
        at = "" if row.endswith("not-run") else time
        assert line.endswith(f"{row},{at}")
    configured = settings(people=people_settings(records={"acceptance-tests": PeopleFile("uat.xml")}))
    facts = fetch_records(ACCEPTANCE_TESTS, configured, Needs(), NOW, lambda _name, _limit: content.encode())
    assert facts.provenance.records == len(rows)


def test_the_worst_that_a_test_has_counts() -> None:
    """In whatever order the file has it."""
    case = "<testsuite><testcase name='a' status='passed'><failure/><skipped/></testcase></testsuite>"
    assert b"a,failed," in (as_csv(case.encode()) or b"")


def test_an_error_outside_the_tests_of_a_suite() -> None:
    """Is a failed test: the suite was not run as it should be."""
    suite = "<testsuite name='s' errors='1'><testcase name='a'/><error>no</error></testsuite>"
    assert (as_csv(suite.encode()) or b"").decode().splitlines()[1:] == ["a,passed,", "s,failed,"]
    skipped = "<testsuite name='s'><testcase name='a'/><skipped/></testsuite>"
    assert (as_csv(skipped.encode()) or b"").decode().splitlines()[1:] == ["a,passed,"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (
            "<testsuite failures='1' errors='1'><testcase name='a'><failure/></testcase></testsuite>",
            "counts 2 failures",
        ),
        ("<testsuite><testcase name='a' status='maybe'/></testsuite>", 'what the status "maybe" of a test means'),
        ("<testsuite><testcase name='a'><failure/><testcase name='b'/></testcase></testsuite>", "within a test"),
    ],
)
def test_results_that_contradict_themselves(content: str, why: str) -> None:
    """A suite that did not run counts an error, and has no test with one."""
    with pytest.raises(NoGrid, match=why):
        as_csv(content.encode())


def test_numbers_that_are_none_count_nothing() -> None:
    """Tools write anything there."""
    content = "<testsuite failures='many' errors='\u0661'><testcase name='a'/></testsuite>"
    assert b"a,passed," in (as_csv(content.encode()) or b"")


@pytest.mark.parametrize(
    "content",
    [
        '<testsuite tests="10"><testcase name="a"/></testsuite>',
        '<testsuites tests="2"><testsuite><testcase name="a"/></testsuite></testsuites>',
        '<testsuite tests="3"><testsuite><testcase name="a"/></testsuite><testcase name="b"/></testsuite>',
    ],
)
def test_a_suite_with_fewer_tests_than_it_counts(content: str) -> None:
    """The results of the others are missing, and may be failures."""
    with pytest.raises(NoGrid, match="so results are missing: export it again, with every test"):
        as_csv(content.encode())


def test_a_failure_that_its_tool_counts_as_a_test() -> None:
    """Pytest counts a test that passed and whose cleanup failed twice; the test failed."""
    content = b'<testsuite tests="2" errors="1"><testcase name="a"><error/></testcase></testsuite>'
    assert as_csv(content) == b"test,result,executed-at\r\na,failed,\r\n"


@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        ('<robot generator="Robot"/>', "rebot --xunit results.xml output.xml"),
        ('<TestRun xmlns="http://microsoft.com/schemas/VisualStudio/TeamTest/2010"/>', "--logger junit"),
        ("<testng-results/>", "the folder junitreports"),
    ],
)
def test_tools_that_can_also_write_the_results_of_junit(content: str, remedy: str) -> None:
    """The message says how."""
    with pytest.raises(NoGrid, match=remedy):
        as_csv(content.encode())
