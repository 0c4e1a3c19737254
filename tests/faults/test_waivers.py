"""Waivers with something wrong, through the command line: a risk that nobody properly accepted opens no gate."""

import json
from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

import pytest
from support.program import AS_OF, Ended, Sample, issue

from readiness_gate.cli import clock as clock_of_commands
from readiness_gate.cli.main import execute

Judge = Callable[..., Ended]
WAIVER = """\
[[waivers]]
rule = "DEF-02"
reason = "A workaround was agreed"
requested-by = "pm@example.com"
approved-by = "sponsor@example.com"
approved-on = 2026-03-20
expires = 2026-04-10
"""


@pytest.fixture
def judge(sample: Sample, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Judge:
    """Judges the sample, in which one rule fails, with these waivers; at a time, in a zone, in a format."""
    sample.export([issue("CRM-1", "High")])
    sample.configure("[git]", '[waivers]\napprovers = ["sponsor@example.com", "cfo@example.com"]\n[git]')
    monkeypatch.chdir(sample.path)

    def judged(waivers: str, as_of: str = AS_OF, zone: str = "Europe/Berlin", form: str = "json") -> Ended:
        text = (sample.path / "readiness-gate.toml").read_text()
        sample.write("readiness-gate.toml", text.replace('timezone = "Europe/Berlin"', f'timezone = "{zone}"'))
        sample.write("readiness-waivers.toml", waivers)
        clock = datetime.fromisoformat(as_of).timestamp()
        monkeypatch.setattr(clock_of_commands, "time", SimpleNamespace(time=lambda: clock))
        code = execute(["check", "go-live", "--format", form])
        said = capsys.readouterr()
        sample.write("readiness-gate.toml", text)
        return Ended(code, said.out, said.err)

    return judged


def _states(ended: Ended) -> list[str]:
    return [each["state"] for each in ended.json["waivers"]]


def test_a_good_waiver_opens_the_gate(judge: Judge) -> None:
    """Else the tests below would prove nothing; told is what the decision would be without it."""
    ended = judge(WAIVER)
    assert (ended.exit, ended.decision, _states(ended)) == (0, "go", ["in-force"])
    assert ended.json["decision-without-waivers"] == "no-go"


ZONES = {
    "UTC": "2026-04-11T00:00:00Z",
    "Pacific/Kiritimati": "2026-04-10T10:00:00Z",
    "Etc/GMT+12": "2026-04-11T12:00:00Z",
    "Europe/Berlin": "2026-04-10T22:00:00Z",
    "America/New_York": "2026-04-11T04:00:00Z",
    "Asia/Kolkata": "2026-04-10T18:30:00Z",
}


@pytest.mark.parametrize(("zone", "midnight"), ZONES.items(), ids=ZONES)
def test_waiver_01_the_end_of_the_expiry_day(judge: Judge, zone: str, midnight: str) -> None:
    """One instant, in the program's zone: the second before the next midnight counts, that midnight does not."""
    moment = datetime.fromisoformat(midnight).timestamp()
    for second, state in ((-1, "in-force"), (0, "expired")):
        as_of = datetime.fromtimestamp(moment + second, tz=datetime.fromisoformat(midnight).tzinfo).isoformat()
        assert _states(judge(WAIVER, as_of, zone)) == [state]


@pytest.mark.parametrize(
    ("old", "new", "code", "told"),
    [
        ("expires = 2026-04-10\n", "", 2, '"expires" is missing'),
        ("2026-04-10", "9999-12-31", 2, "is not between"),
        ("2026-04-10", "2199-12-31", 1, "over-long"),
        ("2026-04-10", "2026-04-31", 2, ""),
        ('"pm@example.com"', '"sponsor@example.com"', 1, "self-approved"),
        ('"pm@example.com"', '"Sponsor+me@EXAMPLE.com"', 1, "self-approved"),
        ('"sponsor@example.com"', '"me@example.com"', 1, "unknown-approver"),
        ("[[waivers]]", '[[waivers]]\nmilestone = "wave-7"', 1, "unmatched"),
        ("[[waivers]]", "[[waivers]]\naccepts = 0", 1, "worsened"),
        ("[[waivers]]", '[[waivers]]\nevidence = ["CRM-7"]', 1, "new-evidence"),
        ("DEF-02", "DEF-01", 1, "not-waivable"),
        ("2026-03-20", "2026-04-05", 1, "not-yet-approved"),
    ],
    ids=[
        "waiver-02-no-expiry",
        "waiver-02-for-ever",
        "waiver-02-too-long",
        "waiver-02-no-day",
        "waiver-03-self",
        "waiver-03-alias",
        "waiver-03-anybody",
        "waiver-04-another-milestone",
        "worsened",
        "new-evidence",
        "not-waivable",
        "not-yet",
    ],
)
def test_a_waiver_that_is_void(judge: Judge, old: str, new: str, code: int, told: str) -> None:
    """It covers nothing, and the report says why; a malformed one stops everything."""
    assert old in WAIVER
    ended = judge(WAIVER.replace(old, new))
    assert ended.exit == code
    assert (told in ended.err) if code == 2 else (_states(ended) == [told])


@pytest.mark.parametrize(("as_of", "code"), [(AS_OF, 0), ("2026-04-11T12:00:00Z", 1)], ids=["in-force", "expired"])
def test_waiver_05_every_report_says_the_same(judge: Judge, as_of: str, code: int) -> None:
    """A waiver counts in all of them, or in none."""
    word = {0: "GO", 1: "NO-GO"}[code]
    for form in ("text", "markdown", "json"):
        ended = judge(WAIVER, as_of, form=form)
        assert ended.exit == code
        said = json.loads(ended.out)["decision"].upper() if form == "json" else ended.out.split("\n")[0]
        assert word in said.replace("#", "").split(":")[0].split("  ")[0]


def test_waiver_06_two_on_one_rule(judge: Judge) -> None:
    """The newest decides alone, the stricter or the looser; they never add up."""
    stricter = WAIVER.replace("[[waivers]]", "[[waivers]]\naccepts = 0").replace("2026-03-20", "2026-03-25")
    looser = WAIVER.replace("sponsor@", "cfo@").replace("2026-03-20", "2026-03-26")
    assert judge(WAIVER + stricter).exit == 1
    assert judge(stricter + looser).exit == 0
    assert _states(judge(WAIVER + looser)) == ["in-force", "superseded"]


def test_waiver_07_a_text_that_changes_after_the_approval(judge: Judge, sample: Sample) -> None:
    """Judged by a ref, the waiver is what was approved there, whatever the change makes of it."""
    sample.repo.git("add", "-A")
    sample.repo.git("commit", "-q", "-m", "no waiver yet")
    judge(WAIVER)
    assert execute(["check", "go-live", "--policy-ref", "HEAD", "--as-of", AS_OF]) == 1


def test_waiver_08_what_could_not_be_measured(judge: Judge, sample: Sample) -> None:
    """A waiver covers a fail, never missing evidence."""
    sample.write("export.json", "{}")
    ended = judge(WAIVER)
    assert (ended.exit, ended.decision, _states(ended)) == (3, "undecided", ["unmatched"])
