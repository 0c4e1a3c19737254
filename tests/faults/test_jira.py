"""A live Jira through the command line: what is proven decides, and what is not decides nothing."""

import time
from collections.abc import Generator
from email.utils import formatdate

import pytest
from support.faults import is_no_go, is_undecided
from support.jira_faults import FAULTS, short
from support.jira_server import FakeJira, Fault, issue, serving, status
from support.program import AS_OF, Ended, Sample, run

from readiness_gate.cli.main import execute
from readiness_gate.sources.jira import client

RULES = ("DEF-01", "DEF-02", "GOV-05")


@pytest.fixture(name="live")
def _live(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Generator[FakeJira]:
    """The sample program, whose issues are in a Jira that answers on loopback: all done."""
    monkeypatch.setenv("JIRA_TOKEN", "s3cret-of-mine")
    fake = FakeJira([issue(number, status=status("3")) for number in range(1, 151)], date=formatdate(usegmt=True))
    with serving(fake):
        sample.configure('export = "export.json"', f'url = "{fake.url}"\nprojects = ["CRM"]')
        yield fake


def _now(sample: Sample) -> Ended:
    """The gate as of now: a live Jira does not tell the past without its histories."""
    ended = run("check", "go-live", "--format", "json", cwd=sample.path)
    assert "s3cret-of-mine" not in ended.out + ended.err
    return ended


@pytest.mark.parametrize("count", [0, 1])
def test_open_defects_decide(sample: Sample, live: FakeJira, count: int) -> None:
    """A zero that is proven passes the rules on defects, and one open defect fails them."""
    live.issues = [*live.issues[count:], *(issue(500 + number) for number in range(count))]
    finding = _now(sample).finding("DEF-01")
    assert (finding["outcome"], finding["reading"]["value"]) == ("fail" if count else "pass", count)


def test_the_past_is_told_by_histories(sample: Sample, live: FakeJira) -> None:
    """As of an earlier day, an issue that was closed since was open."""
    step = {"field": "status", "fieldId": "status", "from": "1", "to": "3", "fromString": "Open", "toString": "Done"}
    live.issues = [issue(7, status=status("3"), updated="2026-04-20T00:00:00.000+0000"), *live.issues[7:]]
    live.histories = {"CRM-7": [{"id": "1", "created": "2026-04-20T00:00:00.000+0000", "items": [step]}]}
    assert sample.check("go-live").finding("DEF-01")["reading"]["value"] == 1
    assert _now(sample).finding("DEF-01")["reading"]["value"] == 0


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_what_looks_odd_and_is_right(sample: Sample, live: FakeJira, cloud: bool) -> None:  # noqa: FBT001
    """jira-38, 39: another time zone of the account, statuses renamed and translated; jira-09: a field that is null
    counts in the strictest band."""
    live.cloud = cloud
    done = {**status("3"), "name": "Erledigt"}
    live.issues = [issue(number, status=done) for number in range(1, 251)]
    ended = sample.check("go-live", env={"JIRA_TOKEN": "x", "TZ": "Pacific/Auckland"})
    assert (ended.exit, ended.decision) == (0, "go"), ended.err
    live.issues = [*live.issues, issue(300, priority=None)]
    is_no_go(sample.check("go-live"), "because it has no usable priority", "DEF-01")


def test_a_canary_that_a_security_level_hides(sample: Sample, live: FakeJira) -> None:
    """jira-02: seven of ten blockers are seen; the issue that must be visible is not."""
    sample.configure('projects = ["CRM"]', 'projects = ["CRM"]\ncanary = "CRM-9"')
    live.issues = [issue(number, status=status("3")) for number in range(1, 8)]
    is_undecided(sample.check("go-live"), "the issue CRM-9, which must always be visible", RULES)


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_an_account_may_see_its_own_issues_alone(sample: Sample, live: FakeJira, cloud: bool) -> None:  # noqa: FBT001
    """Jira does not say so: every report has the doubt, until an issue of others must be visible."""
    live.cloud = cloud
    live.issues = [issue(number, status=status("3")) for number in (3, 9)]
    ended = sample.check("go-live")
    [source] = [each for each in ended.json["sources"] if each["name"] == "jira"]
    assert (ended.exit, source["complete"]) == (0, False)
    assert source["doubt"].startswith("2 of CRM-1 … CRM-9 visible. Jira hides issues from an account")
    assert "Not proven to be whole: jira: 2 of CRM-1 … CRM-9" in run("check", "go-live", "-q", cwd=sample.path).out
    assert 'add canary = ["CRM-3", "CRM-9"]' in " ".join(run("doctor", cwd=sample.path).out.split())
    sample.configure('projects = ["CRM"]', 'projects = ["CRM"]\ncanary = ["CRM-1", "CRM-9"]')
    is_undecided(sample.check("go-live"), "the issue CRM-1, which must always be visible", RULES)


OWN = """
[[rules]]
id = "A-1"
title = "No open defects"
dimension = "defects"
signal = "defects.open"
at-most = 0
"""
WAIVED = """
[[waivers]]
rule = "A-1"
reason = "r"
requested-by = "p@x"
approved-by = "s@x"
approved-on = {}
expires = {}
"""


def _day(ago: float) -> str:
    return time.strftime("%Y-%m-%d", time.gmtime(time.time() - ago * 86400))


@pytest.mark.parametrize("minutes", [-4 * 1440, -7, -4, 4, 7, 4 * 1440])
def test_a_clock_that_is_not_that_of_jira(
    sample: Sample, live: FakeJira, capsys: pytest.CaptureFixture[str], minutes: int
) -> None:
    """Beyond five minutes it is unknown which waivers have expired: nothing of now is decided, and the past is."""
    live.date = formatdate(time.time() + minutes * 60, usegmt=True)
    live.issues = [*live.issues, issue(500)]
    sample.configure("[jira]", '[waivers]\napprovers = ["s@x"]\n\n[jira]')
    sample.configure('packs = ["starter"]', 'packs = ["starter", "./own.toml"]')
    sample.write("own.toml", OWN)
    sample.write("readiness-waivers.toml", WAIVED.format(_day(9), _day(-2)))

    def judged(*words: str) -> Ended:
        code = execute(["check", "go-live", "--format", "json", "-c", str(sample.path / "readiness-gate.toml"), *words])
        return Ended(code, capsys.readouterr().out, "")

    finding = judged().finding("A-1")
    assert (finding["outcome"], bool(finding["waiver"])) == (("unknown", False) if abs(minutes) > 5 else ("fail", True))
    side = "behind" if minutes > 0 else "ahead of"
    assert (f"the clock here is {abs(minutes)} minutes {side} that of jira" in finding["message"]) is (abs(minutes) > 5)
    assert judged("--as-of", AS_OF).finding("A-1")["outcome"] == "fail"


def test_a_page_that_lacks_an_issue_once(sample: Sample, live: FakeJira) -> None:
    """The second look has it, and it decides."""
    live.issues = [*live.issues, issue(151), issue(152, status=status("3"))]
    live.fault = short("CRM-151", times=1)
    is_no_go(sample.check("go-live"), "1 of 1 open defects are sev1", "DEF-01")


@pytest.mark.parametrize(("field", "where"), [("customfield_77", "customfield_77"), ("Gone", "Gone")])
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_field_that_there_is_not(sample: Sample, live: FakeJira, cloud: bool, field: str, where: str) -> None:  # noqa: FBT001
    """jira-08: unknown to Jira, whether it says so or answers without it."""
    live.cloud = cloud
    sample.configure('field = "priority"', f'field = "{field}"')
    is_undecided(sample.check("go-live"), where, RULES)


@pytest.mark.parametrize(("cloud", "fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_what_is_not_proven_decides_nothing(
    sample: Sample,
    live: FakeJira,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    cloud: bool,  # noqa: FBT001
    fault: Fault,
    reason: str,
) -> None:
    """The gate stays shut, and every rule on issues says the cause; in this process, whose patience can be short."""
    monkeypatch.setattr(client, "_PAUSES", (0.01, 0.01, 0.02))
    monkeypatch.setattr(client, "PATIENCE", 0.5 if "finish its answer" in reason else 5.0)
    live.cloud, live.fault = cloud, fault
    live.issues = [issue(number, status=status("3")) for number in range(1, 251)]
    where = str(sample.path / "readiness-gate.toml")
    code = execute(["check", "go-live", "--as-of", AS_OF, "--format", "json", "-c", where])
    told = capsys.readouterr()
    assert "s3cret" not in told.out + told.err
    is_undecided(Ended(code, told.out, told.err), reason, RULES)


def test_doctor_tells_who_asks_and_what_is_seen(sample: Sample, live: FakeJira) -> None:
    """Before anybody believes a zero."""
    ended = run("doctor", cwd=sample.path)
    assert f"5b10 at {live.url}" in ended.out
    assert "150 issues, 150 of them defects, 0 of these open" in ended.out
    assert live.asked
