"""Results of tests in the XML of JUnit, which most tools for tests write, as a table in the standard form.

There is no specification of its own; the elements are those that https://github.com/testmoapp/junitxml collects.
"""

import csv
import io
from xml.parsers import expat

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.people.grid import MOST_ROWS, NoGrid
from readiness_gate.sources.people.parts import refuse_doctype

_DAY = 10
"""So many characters of an ISO 8601 time are its day."""
_RESULTS = {"failure": "failed", "error": "failed", "skipped": "not-run"}
_SUITES = ("testsuites", "testsuite")


def as_csv(content: bytes) -> bytes | None:
    """The tests of an XML file as CSV, with the columns test, result and executed-at; None for another kind of file.

    A time without an offset counts as its day, as its zone is unknown. Raises NoGrid for broken XML, for a document
    type, and for XML of another kind.
    """
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    reader = _Reader()
    parser = expat.ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise NoGrid(f"this is not XML that can be read ({error}): export it again") from error
    text = io.StringIO()
    csv.writer(text).writerows([("test", "result", "executed-at"), *reader.rows])
    return text.getvalue().encode()


@dataclass(frozen=True, slots=True)
class _Case:
    """A test, and the time of its suite."""

    name: str
    time: str


class _Reader:
    """Follows the suites and tests of a file."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, str, str]] = []
        self._times: list[str] = []
        self._case: _Case | None = None
        self._result = ""
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth += 1
        if self._depth == 1 and tag not in _SUITES:
            raise NoGrid(f"this is XML with <{tag[:40]}>, and not the results of JUnit: export a table instead")
        if tag in _SUITES:
            inherited = self._times[-1] if self._times else ""
            self._times.append(attributes.get("timestamp") or inherited)
        elif tag == "testcase":
            self._case = _Case(_name(attributes), _time(attributes.get("timestamp") or self._times[-1]))
            self._result = "passed"
        elif self._case is not None and tag in _RESULTS:
            self._result = _RESULTS[tag]

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if tag in _SUITES:
            self._times.pop()
        elif tag == "testcase" and self._case is not None:
            self.rows.append((self._case.name, self._result, "" if self._result == "not-run" else self._case.time))
            self._case = None
            if len(self.rows) > MOST_ROWS:
                raise NoGrid(f"the file has more than {MOST_ROWS} tests: split it")


def _name(attributes: dict[str, str]) -> str:
    """The name of a test, with that of its class."""
    return ".".join(filter(None, (attributes.get("classname"), attributes.get("name"))))


def _time(written: str) -> str:
    """A time with its offset, or the day of one without."""
    after_day = written[_DAY:]
    return written if after_day.endswith("Z") or "+" in after_day or "-" in after_day else written[:_DAY]
