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
