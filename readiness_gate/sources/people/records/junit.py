"""Test results in JUnit XML, which most test tools write, as a table in the standard form.

The format has no specification of its own; the elements are those that https://github.com/testmoapp/junitxml collects.
"""

import csv
import io
from collections.abc import Mapping
from xml.parsers import expat

from readiness_gate.sources.people.grid import MOST_ROWS, NoGrid
from readiness_gate.sources.people.parts import doctype_refused

_DAY = 10
"""The number of characters of an ISO 8601 date."""
_ELEMENTS = {"failure": "failed", "error": "failed", "skipped": "not-run"}
_STATUSES = {
    **dict.fromkeys(["", "run", "passed", "pass", "ok", "success", "successful", "completed"], "passed"),
    **dict.fromkeys(["failed", "fail", "failure", "error", "broken"], "failed"),
    **dict.fromkeys(["notrun", "disabled", "skipped", "ignored", "suppressed", "pending", "todo"], "not-run"),
}
"""What some tools write as the attribute `status` or `result` of a test: GoogleTest marks tests that were not run
only in this way."""
_AS_JUNIT = {
    "robot": "let Robot Framework write them, with `rebot --xunit results.xml output.xml`",
    "TestRun": "let `dotnet test` write them, with `--logger junit` (package JunitXml.TestLogger)",
    "testng-results": "take those in the folder junitreports that TestNG writes next to this file",
}
"""How to get the results of JUnit from a tool that writes other XML, by its first element."""
_WORST_FIRST = ("failed", "not-run", "passed")
_SUITES = ("testsuites", "testsuite")


def as_csv(content: bytes) -> bytes | None:
    """Return the tests of an XML file as CSV, with the columns test, result and executed-at; None for another kind of
    file.

    A time without an offset counts as its day, because its zone is unknown. A suite with an error outside its tests is
    a failed test. Raises NoGrid for broken XML, for a document type, for other XML, and for a suite that counts more
    tests or failures than it has.
    """
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = doctype_refused("file")
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NoGrid(f"this is not XML that can be read ({error}): export it again") from error
    text = io.StringIO()
    csv.writer(text).writerows([("test", "result", "executed-at"), *reader.rows])
    return text.getvalue().encode()


class _Scope:
    """A suite or a test: its name, its time, and its results so far."""

    def __init__(self, attributes: Mapping[str, str], outer: "_Scope | None", results: set[str]) -> None:
        self.name = ".".join(filter(None, (attributes.get("classname"), attributes.get("name"))))
        self.time: str = attributes.get("timestamp") or (outer.time if outer else "")
        self.results = results
        self.counted = _number(attributes, "failures") + _number(attributes, "errors")
        self.failures = 0
        self.tests_counted = _number(attributes, "tests")
        self.tests = 0

    def check(self) -> None:
        """Raise NoGrid for a suite that counts more tests or failures than it has. A failure may count as a test, too:
        pytest counts a test that passed and whose cleanup failed twice."""
        if self.counted > self.failures:
            what = f"a suite counts {self.counted} failures and errors, and its tests have {self.failures}"
            raise NoGrid(f"{what}: export it again")
        if self.tests_counted > self.tests + self.failures:
            what = f"a suite counts {self.tests_counted} tests, and has {self.tests}, so results are missing"
            raise NoGrid(f"{what}: export it again, with every test")

    @property
    def row(self) -> tuple[str, str, str]:
        """The test, its result, and when it was run."""
        result = next(result for result in _WORST_FIRST if result in self.results)
        return self.name, result, "" if result == "not-run" else _time(self.time)


class _Reader:
    """Follows the suites and tests of a file."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self._suites: list[_Scope] = []
        self._test: _Scope | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Handle the start of an element."""
        outer = self._suites[-1] if self._suites else None
        if outer is None and tag not in _SUITES:
            how = _AS_JUNIT.get(tag, "export a table instead")
            raise NoGrid(f"this is XML with <{tag[:40]}>, and not the results of JUnit: {how}")
        if self._test is not None and tag in (*_SUITES, "testcase"):
            raise NoGrid(f"a <{tag}> is within a test, which the results of JUnit never have: export them again")
        if tag in _SUITES:
            self._suites.append(_Scope(attributes, outer, set()))
        elif tag == "testcase":
            self._test = _Scope(attributes, outer, set(_said(attributes)))
        elif tag in _ELEMENTS:
            self._found(tag)

    def _found(self, tag: str) -> None:
        """Handle a failure, an error or a skip of a test or a whole suite."""
        scope = self._test or self._suites[-1]
        scope.results.add(_ELEMENTS[tag])
        if tag != "skipped":
            for suite in self._suites:
                suite.failures += 1

    def end(self, tag: str) -> None:
        """Handle the end of an element."""
        if tag in _SUITES:
            suite = self._suites.pop()
            suite.check()
            if "failed" in suite.results:
                self._add(suite)
        elif tag == "testcase" and self._test is not None:
            self._add(self._test)
            self._test = None
            for suite in self._suites:
                suite.tests += 1

    def _add(self, scope: _Scope) -> None:
        self.rows.append(scope.row)
        if len(self.rows) > MOST_ROWS:
            raise NoGrid(f"the file has more than {MOST_ROWS} tests: split it")


def _said(attributes: Mapping[str, str]) -> list[str]:
    """Return the results in the attributes of a test. Raises NoGrid for an unknown one."""
    said = [attributes.get(name, "").strip().casefold() for name in ("status", "result")]
    unknown = next((word for word in said if word not in _STATUSES), None)
    if unknown is not None:
        raise NoGrid(f'what the status "{unknown[:40]}" of a test means is unknown: export a table instead')
    return [_STATUSES[word] for word in said]


def _number(attributes: Mapping[str, str], name: str) -> int:
    """Return the number in an attribute; 0 if there is none."""
    written = attributes.get(name, "")
    return int(written) if written.isascii() and written.isdigit() and len(written) < _DAY else 0


def _time(written: str) -> str:
    """Return a time with its offset, or the day of a time without one."""
    after_day = written[_DAY:]
    return written if after_day.endswith("Z") or "+" in after_day or "-" in after_day else written[:_DAY]
