"""A live Jira through the command line: what is proven decides, and what is not decides nothing."""

from collections.abc import Generator

import pytest
from support.faults import is_undecided
from support.jira_server import FakeJira, Fault, Reply, issue, serving, status
from support.program import Ended, Sample, run

RULES = ("DEF-01", "DEF-02", "GOV-05")


@pytest.fixture(name="live")
def _live(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> Generator[FakeJira]:
    """The sample program, whose issues are in a Jira that answers on loopback: all done."""
    monkeypatch.setenv("JIRA_TOKEN", "s3cret-of-mine")
    fake = FakeJira([issue(number, status=status("3")) for number in range(1, 151)])
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


FAULTS: dict[str, tuple[Fault, str]] = {
    "jira-01-hidden-project": (
        lambda asked, reply: (
            Reply({"permissions": {"BROWSE_PROJECTS": {"havePermission": False}}})
            if "mypermissions" in asked.path
            else reply
        ),
        "the account may not browse the project CRM",
    ),
    "jira-03-stranger": (
        lambda _asked, _reply: Reply({"issues": []}, headers={"X-AUSERNAME": "anonymous"}),
        "stranger",
    ),
    "jira-04-login-page": (
        lambda _asked, _reply: Reply(b"<html>", headers={"Content-Type": "text/html"}),
        "a web page, such as one to log in",
    ),
    "jira-12-lost-page": (
        lambda asked, reply: Reply({"issues": [], "isLast": True}) if asked.number == 7 else reply,
        "a page was lost",
    ),
    "jira-35-gone": (lambda _asked, _reply: Reply({}, 410), "no longer answers that (410)"),
}


@pytest.mark.parametrize(("fault", "reason"), FAULTS.values(), ids=FAULTS)
def test_what_is_not_proven_decides_nothing(sample: Sample, live: FakeJira, fault: Fault, reason: str) -> None:
    """The reason names the cause."""
    live.fault = fault
    is_undecided(_now(sample), reason, RULES)


def test_doctor_tells_who_asks_and_what_is_seen(sample: Sample, live: FakeJira) -> None:
    """Before anybody believes a zero."""
    ended = run("doctor", cwd=sample.path)
    assert "5b10 at https://northwind.example" in ended.out
    assert "150 issues, 150 of them defects, 0 of these open" in ended.out
    assert live.asked
