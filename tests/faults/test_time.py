"""Time with something wrong: a clock that is behind or ahead, days that are odd, other zones, and midnight.

The clock is given to the program in this process; where faketime is installed, to a process of its own too.
"""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.exports import ask, people_settings, read_people, settings
from support.program import AS_OF, Ended, Sample, issue, run
from support.tools import skip_where_python_cannot_start

from readiness_gate.cli import clock as clock_of_commands
from readiness_gate.cli.main import execute
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import iso

Check = Callable[..., Ended]


def _at(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


@pytest.fixture(name="check")
def _check(sample: Sample, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Check:
    """Judges the sample's gate in this process, while the clock shows the times given, one at each look."""

    def check(*words: str, clock: Iterator[float]) -> Ended:
        monkeypatch.chdir(sample.path)
        monkeypatch.setattr(clock_of_commands, "time", SimpleNamespace(time=lambda: next(clock)))
        code = execute(["check", "--format", "json", *words])
        said = capsys.readouterr()
        return Ended(code, said.out, said.err)

    return check


CLOCKS = {
    "time-01-two-days-behind": (
        "2026-03-28T08:00:00Z",
        (3, "DEF-01", "the export export.json has CRM-2, created or updated on 2026-03-30"),
    ),
    "time-02-a-month-ahead": ("2026-05-01T12:00:00Z", (1, "GOV-05", "The oldest source is")),
}


@pytest.mark.parametrize(("clock", "expected"), CLOCKS.values(), ids=CLOCKS)
def test_a_wrong_clock_does_not_open_the_gate(check: Check, clock: str, expected: tuple[int, str, str]) -> None:
    """Evidence from the future is no evidence yet, and evidence of last month none any more."""
    ended = check(clock=iter([_at(clock)]))
    code, rule, reason = expected
    assert ended.exit == code
    assert reason in ended.finding(rule)["message"]


@pytest.mark.skipif(shutil.which("faketime") is None, reason="faketime is not installed; the test above is its twin")
@pytest.mark.parametrize(("clock", "expected"), CLOCKS.values(), ids=CLOCKS)
def test_a_wrong_clock_of_the_machine_does_not_open_the_gate(
    sample: Sample, clock: str, expected: tuple[int, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same by the command line, with the clock of a process of its own set."""
    monkeypatch.setenv("TZ", "UTC")
    faked = ["faketime", "-f", f"@{clock[:10]} {clock[11:19]}"]
    words = [sys.executable, "-m", "readiness_gate", "check", "--format", "json"]
    done = subprocess.run([*faked, *words], cwd=sample.path, capture_output=True, text=True, check=False)
    code, rule, reason = expected
    assert done.returncode == code
    assert reason[:60] in Ended(done.returncode, done.stdout, done.stderr).finding(rule)["message"]


def test_the_clock_set_right_opens_the_gate(check: Check) -> None:
    """The same program at its time."""
    assert check(clock=iter([_at(AS_OF)])).exit == 0


DAYS = {
    "leap-day": ("2028-02-29", "Europe/Berlin", "2028-02-29T22:59:59Z"),
    "spring-gap": ("2026-03-29", "Europe/Berlin", "2026-03-29T21:59:59Z"),
    "autumn-fold": ("2026-10-25", "Europe/Berlin", "2026-10-25T22:59:59Z"),
    "gap-at-midnight": ("2026-09-05", "America/Santiago", "2026-09-06T03:59:59Z"),
    "year-end": ("2026-12-31", "Pacific/Kiritimati", "2026-12-31T09:59:59Z"),
    "day-that-was-skipped": ("2011-12-29", "Pacific/Apia", "2011-12-30T09:59:59Z"),
    "time-in-the-gap": ("2026-03-29T02:30:00+01:00", "Europe/Berlin", "2026-03-29T01:30:00Z"),
    "time-in-the-fold": ("2026-10-25T02:30:00+01:00", "Europe/Berlin", "2026-10-25T01:30:00Z"),
}


@pytest.mark.parametrize(("text", "zone", "instant"), DAYS.values(), ids=DAYS)
def test_odd_days_end_when_their_zone_says(text: str, zone: str, instant: str) -> None:
    """time-03: a date means the last second before the next local midnight, however long the day was."""
    found = read_people(
        "person,role\nann,Clerk\n", f"person,module,completed-at\nann,basics,{text}\n", zone=ZoneInfo(zone)
    )
    assert [iso(each.completed_at) for each in found.completions] == [instant]
    section = settings(people=people_settings(required={"Clerk": ("basics",)}))
    moment = found.completions[0].completed_at
    for as_of, share in ((moment - 1, 0.0), (moment, 1.0)):
        reading = ask("training.coverage", {"people": found}, section, as_of=as_of)
        assert isinstance(reading, Measured)
        assert reading.value == share


@pytest.mark.parametrize("day", ["2026-03-29", "2026-10-25", "2026-12-31", "2027-01-01", "2028-02-29"])
def test_a_gate_can_be_asked_as_of_odd_days(check: Check, day: str) -> None:
    """time-03: the day's last second in the program's zone, and no crash."""
    ended = check("--as-of", day, "go-live", clock=iter([_at("2028-03-05T00:00:00Z")]))
    offset = ZoneInfo("Europe/Berlin").utcoffset(datetime.fromisoformat(f"{day}T23:59:59"))
    assert offset is not None
    expected = datetime.fromisoformat(f"{day}T23:59:59+00:00") - offset
    assert ended.json["as-of"] == expected.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ended.exit in (1, 3)


@pytest.mark.parametrize("text", ["2026-12-31T23:59:60Z", "2027-02-29", "2026-04-01T24:00:01Z"])
def test_times_that_do_not_exist_are_refused(sample: Sample, text: str) -> None:
    """time-03: a leap second, and days that this year does not have, are told with their line."""
    sample.write("completions.csv", f"person,module,completed-at\nann,quoting,{text}\n")
    ended = sample.check()
    assert ended.exit == 3
    assert 'completions.csv:2: the cell "completed-at" is not an ISO 8601 day' in ended.finding("TRN-01")["message"]


FETCHED = re.compile(r'"fetched-at": "[^"]*"')
ENVIRONMENTS: dict[str, Mapping[str, str | None]] = {
    "auckland": {"TZ": "Pacific/Auckland"},
    "honolulu": {"TZ": "Pacific/Honolulu", "PYTHONHASHSEED": "1"},
    "odd-zone": {"TZ": "ABC-13:37", "PYTHONHASHSEED": "2"},
    "no-such-zone": {"TZ": "Nowhere/Land"},
    "plain-c": {"TZ": None, "LC_ALL": "C", "PYTHONUTF8": "0"},
    "turkish": {"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
    "bad-locale": {"LC_ALL": "xx_XX"},
}


@pytest.mark.parametrize("environment", ENVIRONMENTS.values(), ids=ENVIRONMENTS)
def test_the_machines_zone_and_locale_do_not_matter(sample: Sample, environment: Mapping[str, str | None]) -> None:
    """time-04: the same bytes everywhere, for findings of every kind, but for the time of the run itself."""
    skip_where_python_cannot_start()
    sample.export([issue("CRM-1", "H\u00f6chste"), issue("CRM-2", "Low", kind="\u0130ssue")])
    sample.write("completions.csv", "person,module,completed-at\nann,quoting,2026-03-01\n")
    plain = sample.start_check(env={"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"})
    other = sample.start_check(env=environment)
    assert (other.exit, other.err) == (plain.exit, plain.err) == (1, "")
    assert FETCHED.sub("", other.out) == FETCHED.sub("", plain.out)


@pytest.mark.parametrize(("zone", "code"), [("Pacific/Kiritimati", 0), ("Europe/Berlin", 1), ("Pacific/Honolulu", 1)])
def test_a_date_without_a_zone_is_one_of_the_programs(sample: Sample, zone: str, code: int) -> None:
    """time-05: whether a day is over by noon UTC depends on program.timezone, which the report tells."""
    sample.configure("Europe/Berlin", zone)
    sample.write("completions.csv", (sample.path / "completions.csv").read_text().replace("2026-03-02", "2026-04-01"))
    ended = sample.check()
    assert (ended.exit, ended.json["timezone"]) == (code, zone)


def test_a_date_without_any_zone_is_bad_configuration(sample: Sample) -> None:
    """time-05: nobody can tell which day is meant."""
    sample.configure('timezone = "Europe/Berlin"\n', "")
    ended = run("check", "--as-of", AS_OF, cwd=sample.path)
    assert (ended.exit, ended.out) == (2, "")
    assert '"timezone" is missing' in ended.err


@pytest.mark.parametrize("words", [[], ["--as-of", "2026-04-01"]], ids=["now", "today"])
def test_midnight_during_a_run_does_not_move_it(check: Check, words: list[str]) -> None:
    """time-06: the clock is read once, and everything is as of then."""
    before_midnight = _at("2026-04-01T21:59:59.999Z")
    looks: list[float] = []

    def clock() -> Iterator[float]:
        for moment in (before_midnight, before_midnight + 1, before_midnight + 86_400):
            looks.append(moment)
            yield moment

    ended = check(*words, clock=clock())
    assert (ended.exit, looks) == (0, [before_midnight])
    assert ended.json["as-of"] == "2026-04-01T21:59:59Z"
    told: list[Any] = [each["fetched-at"] for each in json.loads(ended.out)["sources"]]
    assert told == ["2026-04-01T21:59:59Z"] * 3
