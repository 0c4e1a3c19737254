"""A live Jira is read whole, or not at all: every fault, at every request, has its reason."""

import base64
import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from support.exports import NOW, jira_settings, no_file, settings
from support.git import instant
from support.jira_faults import body, on, sent
from support.jira_server import Asked, FakeJira, Fault, Reply, issue, serving, status

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings.jira import JiraSettings, Marks
from readiness_gate.signals.views.issues import issues_as_of
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client
from readiness_gate.waiting import listening

MANY = [issue(number) for number in range(1, 251)]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(client.TOKEN, "s3cret")
    monkeypatch.delenv(client.EMAIL, raising=False)
    monkeypatch.delenv("HTTPS_PROXY", raising=False)
    monkeypatch.setattr(client, "_PAUSES", (0.01, 0.01, 0.02))
    monkeypatch.setattr(client, "PATIENCE", 3.0)


def _settings(fake: FakeJira, **changes: Any) -> JiraSettings:
    return jira_settings(**{"export": None, "url": fake.url, "projects": ("CRM",), **changes})


def _read(fake: FakeJira, needs: Needs | None = None, **changes: Any) -> JiraFacts:
    with serving(fake):
        return jira.fetch(settings(jira=_settings(fake, **changes)), needs or Needs(), NOW, no_file)


def _why(fake: FakeJira, needs: Needs | None = None, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(fake, needs, **changes)
    assert "s3cret" not in str(refused.value)
    return str(refused.value)


both = pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])


@both
def test_all_issues_are_read(cloud: bool) -> None:  # noqa: FBT001
    """With a request a page, on Cloud two for how many there are and the newest, and on Data Center one for what is
    beyond the last key."""
    fake = FakeJira(MANY, cloud)
    found = _read(fake)
    assert len(found.issues) == 250
    assert (found.known_from, found.provenance.observed_at, found.provenance.records) == (NOW, NOW, 250)
    assert found.provenance.identity == f"{'5b10' if cloud else 'gate'} at {fake.url}"
    assert found.issues[0].url == f"{fake.url}/browse/CRM-1"
    preflight = [each.path for each in fake.asked if "search" not in each.path]
    assert len(preflight) == (5 if cloud else 7)
    assert len(fake.asked) - len(preflight) == (5 if cloud else 4)


@both
@pytest.mark.parametrize("named", ["https://evil.example", "javascript:alert(1)", "http://127.0.0.1:9", None, -5])
def test_issues_are_opened_below_the_configured_address(cloud: bool, named: object) -> None:  # noqa: FBT001
    """Whatever a server says of its own address."""
    fake = FakeJira(MANY[:1], cloud, fault=on("serverInfo", body(baseUrl=named)))
    found = _read(fake)
    assert found.issues[0].url == f"{fake.url}/browse/CRM-1"
    assert str(named) not in found.provenance.identity


@both
@pytest.mark.parametrize("count", [1, 100, 101, 200])
def test_pages_that_are_full(cloud: bool, count: int) -> None:  # noqa: FBT001
    """One issue more or less than a page makes no difference."""
    assert len(_read(FakeJira(MANY[:count], cloud)).issues) == count


def test_more_than_a_search_of_data_center_reaches() -> None:
    """What lies beyond its window is asked for by key."""
    fake = FakeJira([issue(number) for number in range(1, 10_051)], cloud=False, page=1_000)
    assert len(_read(fake).issues) == 10_050
    assert any('key > "CRM-10000"' in each.query.get("jql", "") for each in fake.asked)


def test_several_projects_are_read_one_after_the_other() -> None:
    """Each is proven to be visible, with one request more."""
    fake = FakeJira([*MANY[:3], issue(7, "ERP")])
    assert [each.key for each in _read(fake, projects=("CRM", "ERP")).issues] == ["CRM-1", "CRM-2", "CRM-3", "ERP-7"]


@both
@pytest.mark.parametrize("projects", [("CRM", "ERP"), ("ERP", "CRM"), ("ERP",)])
def test_a_project_that_shows_nothing(cloud: bool, projects: tuple[str, ...]) -> None:  # noqa: FBT001
    """The account may browse it, and security levels hide every issue: that is not a project without defects."""
    fake = FakeJira([*MANY[:3], issue(7, "ERP")], cloud, secret=frozenset({"ERP"}))
    assert "Jira shows no issue of ERP, so a count of zero would prove nothing" in _why(fake, projects=projects)


@pytest.mark.parametrize(
    ("user", "scheme"), [("pm@example.com", "Basic cG1AZXhhbXBsZS5jb206czNjcmV0"), ("", "Bearer s3cret")]
)
def test_credentials_come_from_the_environment(monkeypatch: pytest.MonkeyPatch, user: str, scheme: str) -> None:
    """A token with an address, or alone."""
    monkeypatch.setenv(client.EMAIL, user)
    fake = FakeJira(MANY[:1])
    _read(fake)
    assert {each.headers["Authorization"] for each in fake.asked} == {scheme}


def test_nothing_else_of_the_environment_is_believed(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """A netrc would replace the token, a proxy for http would see it."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login evil password evil\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    fake = FakeJira(MANY[:1])
    _read(fake)
    assert {each.headers["Authorization"] for each in fake.asked} == {"Bearer s3cret"}


@pytest.mark.parametrize(
    ("token", "why"),
    [(None, "JIRA_TOKEN is not set"), ("", "JIRA_TOKEN is not set"), ("a\nb", "JIRA_TOKEN has a space")],
)
def test_without_a_token_nothing_is_asked(monkeypatch: pytest.MonkeyPatch, token: str | None, why: str) -> None:
    """Jira would answer as if there were no issues."""
    monkeypatch.delenv(client.TOKEN)
    if token is not None:
        monkeypatch.setenv(client.TOKEN, token)
    fake = FakeJira(MANY)
    assert why in _why(fake)
    assert fake.asked == []


@pytest.mark.parametrize(
    ("user", "letter"),
    [
        ("中@x", "'\\u4e2d'"),
        ("a@x\n", "'\\n'"),
        ("a:b", "':'"),
        ("a\udcff@x", "'\\udcff'"),
        ("a @x", "' '"),
        ("ő", "'\\u0151'"),
    ],
    ids=["letter", "line", "colon", "byte", "space", "latin-2"],
)
def test_an_address_that_cannot_be_sent(monkeypatch: pytest.MonkeyPatch, user: str, letter: str) -> None:
    """The character is shown, and nothing is asked."""
    monkeypatch.setenv(client.EMAIL, user)
    fake = FakeJira(MANY)
    assert _why(fake).startswith(f"JIRA_EMAIL has the character {letter}, which cannot be sent to Jira: ")
    assert fake.asked == []


def test_a_letter_of_latin_1_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    """As it always was."""
    monkeypatch.setenv(client.EMAIL, "jörg")
    fake = FakeJira(MANY[:1])
    _read(fake)
    assert {each.headers["Authorization"] for each in fake.asked} == {"Basic avZyZzpzM2NyZXQ="}


def test_scoped_tokens_go_through_the_gateway() -> None:
    """By the id of the site; people still see its address."""
    found = client.client(jira_settings(export=None, url="https://northwind.example", cloud_id="11-22"))
    assert (found.shown, found.connection.base) == (
        "https://northwind.example",
        "https://api.atlassian.com/ex/jira/11-22",
    )


@both
@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"projects": ("ERP",)}, "the account may not browse the project ERP"),
        ({"severity": replace(jira_settings().severity, names={"Blocker": "sev1"})}, "jira.severity: Blocker"),
        ({"approved": Marks(statuses=frozenset({"Approved"}))}, "jira.approved: Approved"),
        ({"canary": ("CRM-9999",)}, "the issue CRM-9999, which must always be visible"),
    ],
    ids=["project", "priority", "status", "canary"],
)
def test_names_that_jira_does_not_know(cloud: bool, changes: dict[str, Any], why: str) -> None:  # noqa: FBT001
    """Are told before anything is counted."""
    assert why in _why(FakeJira(MANY, cloud), **changes)


def test_other_names_that_jira_does_not_know() -> None:
    """Types, fields and versions."""
    assert "jira.defect-types: Bgu" in _why(FakeJira(MANY), defect_types=("Bgu",))
    needs = Needs(versions=frozenset({"9.9"}))
    for cloud in (True, False):
        assert "the version of a milestone: 9.9" in _why(FakeJira(MANY, cloud), needs)
    field = replace(jira_settings().severity, field="customfield_77")
    assert "Jira has no field customfield_77" in _why(FakeJira(MANY, cloud=False), severity=field)


@both
def test_fields_may_be_called_as_people_see_them(cloud: bool) -> None:  # noqa: FBT001
    """For one request more on Cloud, where their list is not needed otherwise; a name that two have is no name."""
    rows = [issue(1, customfield_2={"id": "1", "value": "Highest"}, customfield_1="by hand")]
    impact = replace(jira_settings().severity, field="Impact")
    fake = FakeJira(rows, cloud)
    [found] = _read(fake, severity=impact, workaround=Marks(field="Way round")).issues
    assert (found.severity, found.workaround) == ("sev1", True)
    assert sum(each.path.endswith("/field") for each in fake.asked) == 1
    twice = replace(impact, field="Twice")
    assert "has several fields Twice (customfield_3, customfield_4)" in _why(FakeJira(rows, cloud), severity=twice)
    assert "Jira has no field Gone" in _why(FakeJira(rows, cloud), workaround=Marks(field="Gone"))


def test_names_are_no_queries() -> None:
    """A name that would be one is quoted."""
    fake = FakeJira(MANY)
    assert 'jira.defect-types: x" OR project = "CRM' in _why(fake, defect_types=('x" OR project = "CRM',))
    queries = next(each.body["queries"] for each in fake.asked if each.path.endswith("jql/parse"))
    assert 'issuetype = "x\\" OR project = \\"CRM"' in queries


@pytest.mark.parametrize("kept", [0, 100])
def test_pages_of_a_cloud_that_end_too_early(kept: int) -> None:
    """jira-14: Cloud tells no total, so the newest issue must be among them; a second look may help."""

    def cut(times: int) -> Fault:
        change = body(issues=MANY[:kept], nextPageToken=None, isLast=True)
        return lambda asked, reply: (
            change(reply)
            if "ASC" in str(asked.body) and sum("ASC" in str(each.body) for each in fake.asked) <= times
            else reply
        )

    fake = FakeJira(MANY)
    fake.fault = cut(10)
    assert f"the newest issue of CRM, CRM-250, is not among the {kept} that Jira sent" in _why(fake)
    fake = FakeJira(MANY)
    fake.fault = cut(1)
    assert len(_read(fake).issues) == 250


@both
@pytest.mark.parametrize("status_", [429, 502, 503, 504])
def test_what_passes_is_asked_again(cloud: bool, status_: int) -> None:  # noqa: FBT001
    """A failure now and then costs nothing but time."""
    fake = FakeJira(MANY, cloud, fault=lambda asked, reply: Reply({}, status_) if asked.number % 2 else reply)
    assert len(_read(fake).issues) == 250


@pytest.mark.parametrize(
    "wait",
    ["0", "0.01", "Sat, 11 Apr 2026 00:00:00 GMT", "nonsense", ""],
    ids=["0", "float", "date", "nonsense", "empty"],
)
def test_every_form_of_retry_after(wait: str) -> None:
    """Is honoured; a date by the clock of the server itself."""
    headers = {"Retry-After": wait}
    fake = FakeJira(MANY, fault=on("search", sent({}, 429, headers=headers), times=1, page=2))
    assert len(_read(fake).issues) == 250


def test_a_last_page_that_goes_on_is_followed() -> None:
    """jira-16: a token says more than isLast."""
    assert len(_read(FakeJira(MANY, fault=on("search", body(isLast=True)))).issues) == 250


def test_pages_that_are_smaller_than_asked_for() -> None:
    """jira-21: Jira gives what it gives; jira-10: on Data Center the next page begins where this one ended."""
    assert len(_read(FakeJira(MANY, page=7)).issues) == 250
    short = on("search", lambda reply: replace(reply, body={**reply.body, "issues": reply.body["issues"][:97]}))
    assert len(_read(FakeJira(MANY, cloud=False, fault=short)).issues) == 250


def test_an_answer_that_drips_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """jira-26: a byte now and then keeps no reading alive."""
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    assert "did not finish its answer" in _why(
        FakeJira(MANY, fault=on("search", lambda reply: replace(reply, drip=0.02)))
    )


def test_a_server_that_is_not_there() -> None:
    """Nobody listens."""
    found = jira_settings(export=None, url="http://127.0.0.1:9", projects=("CRM",))
    with pytest.raises(CouldNotLook, match="cannot be reached, or its answer broke off"):
        jira.fetch(settings(jira=found), Needs(), NOW, no_file)


LIFE = {
    "CRM-1": [
        {
            "id": "2",
            "created": instant(50) * 1000,
            "items": [
                {"field": "status", "fieldId": "status", "from": "2", "to": "1", "fromString": "x", "toString": "y"}
            ],
        },
        {
            "id": "1",
            "created": instant(30),
            "items": [
                {"field": "status", "fieldId": "status", "from": "3", "to": "2", "fromString": "x", "toString": "y"}
            ],
        },
    ]
}


@both
def test_histories_are_read_when_the_past_is_asked_about(cloud: bool) -> None:  # noqa: FBT001
    """And only then; a status in which no issue stands is looked up."""
    fake = FakeJira([issue(1), issue(2, status=status("1"))], cloud, LIFE)
    found = _read(fake, Needs(issues_since=instant(20)))
    for day, name, done in ((20, "Done", True), (40, "Doing", False), (60, "Open", False)):
        issues = issues_as_of(found, instant(day))
        assert (issues[0].status, issues[0].done) == (name, done)
    fake = FakeJira([issue(1)], cloud, LIFE)
    _read(fake, Needs(issues_since=NOW))
    assert not any("changelog" in f"{each.path}{each.query}" for each in fake.asked)


def test_histories_of_many_issues_come_in_pages() -> None:
    """Each issue's, wherever it stands; those that did not change since are not asked about."""
    old = [issue(number, updated="2026-01-12T00:00:00Z") for number in range(300, 310)]
    histories = {each["key"]: LIFE["CRM-1"] for each in MANY}
    fake = FakeJira([*MANY, *old], histories=histories)
    found = _read(fake, Needs(issues_since=instant(20)))
    issues = issues_as_of(found, instant(20))
    assert sum(each.done is True for each in issues) == 250
    asked = [each.body for each in fake.asked if "bulkfetch" in each.path]
    assert (len(asked), len(asked[0]["issueIdsOrKeys"])) == (3, 250)


def _of_one(**more: Any) -> Callable[[Reply], Reply]:
    """The histories of one issue that has none, with something else beside them."""
    return sent({"issueChangeLogs": [{"issueId": "1", "changeHistories": [], **more}]})


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (sent({}), 'has no list "issueChangeLogs"'),
        (sent({"issueChangeLogs": [{"issueId": "1"}]}), "does not say which issue it is about"),
        (sent({"issueChangeLogs": [], "hasMore": True}), 'says that it is incomplete ("hasMore": true)'),
        (sent({"issueChangeLogs": [], "warningMessages": ["some are missing"]}), "Jira warned that the answer is not"),
        (sent({"issueChangeLogs": [], "errorMessages": ["some are missing"]}), "Jira warned that the answer is not"),
        (_of_one(total=5), 'the history of the issue 1 says that it is incomplete ("total": 5)'),
        (_of_one(isLast=False), 'says that it is incomplete ("isLast": false)'),
        (_of_one(nextPageToken="x"), 'says that it is incomplete ("nextPageToken": x)'),
        (_of_one(issueId="4711"), "Jira sent the history of the issue 4711, which was not requested"),
        (body(nextPageToken="h100"), "the pages of the histories have no end"),
        (body(nextPageToken=5), "the pages of the histories have no end"),
    ],
    ids=[
        *("no-list", "no-histories", "more", "warning", "error", "of-more", "not-last", "next-of-an-issue"),
        *("another-issue", "same-token", "no-token"),
    ],
)
def test_histories_that_cannot_be_proven(change: Callable[[Reply], Reply], why: str) -> None:
    """Are none."""
    fake = FakeJira(MANY, histories={each["key"]: LIFE["CRM-1"] for each in MANY}, fault=on("bulkfetch", change))
    assert why in _why(fake, Needs(issues_since=instant(20)))


def _at(number: int, broken: Reply) -> Fault:
    """A fault at one request."""
    return lambda asked, reply: broken if asked.number == number else reply


@both
@pytest.mark.parametrize(
    "broken", [Reply({}, 500), Reply(b"<html>", headers={"Content-Type": "text/html"})], ids=["500", "page"]
)
def test_whatever_request_fails_nothing_is_counted(cloud: bool, broken: Reply) -> None:  # noqa: FBT001
    """The k-th request, for every k until the reading completes."""
    needs = Needs(issues_since=instant(20), versions=frozenset({"1.0"}))
    number = 0
    while True:
        number += 1
        fake = FakeJira(MANY, cloud, LIFE, fault=_at(number, broken))
        try:
            found = _read(fake, needs)
        except CouldNotLook:
            continue
        assert len(fake.asked) < number
        assert len(found.issues) == 250
        break
    assert number > 8


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        (
            {"Date": "Sat, 11 Apr 2026 00:05:00 GMT"},
            ("its clock is 5 minutes ahead of that of this machine: correct the one that is wrong",),
        ),
        (
            {"Date": "Fri, 10 Apr 2026 23:00:00 GMT"},
            ("its clock is 60 minutes behind that of this machine: correct the one that is wrong",),
        ),
        ({"Date": "Sat, 11 Apr 2026 00:01:59 GMT"}, ()),
        ({"Date": "nonsense"}, ()),
        (
            {"Date": "nonsense", "X-RateLimit-NearLimit": "true"},
            ("it is close to its limit of requests: run less often, or at another time",),
        ),
    ],
    ids=["ahead", "behind", "near", "none", "limit"],
)
def test_what_a_person_should_know(headers: dict[str, str], told: tuple[str, ...]) -> None:
    """Clocks that differ by more than two minutes, and a limit that is near."""
    fake = FakeJira(MANY[:1], fault=lambda _asked, reply: replace(reply, headers={**reply.headers, **headers}))
    assert _read(fake).provenance.notes == told


def test_a_listener_is_told_how_far_the_read_is() -> None:
    """And when it is over, also by an error."""
    told: list[str] = []
    with listening(told.append):
        _read(FakeJira(MANY[:1]))
        assert any(what.startswith("Issues of CRM: 1") for what in told)
        assert told[-1] == ""
        told.clear()
        with pytest.raises(CouldNotLook):
            _read(FakeJira(MANY[:1], fault=lambda _asked, _reply: Reply({}, 403)))
        assert (told[0], told[-1]) == ("Reading the issues", "")


SECRET = "s3cret-of-mine"  # noqa: S105 - a canary
BASIC = base64.b64encode(f"pm@example.com:{SECRET}".encode()).decode()


@pytest.mark.parametrize(
    "reply",
    [
        Reply({"errorMessages": [f"no: Bearer {SECRET}"]}, 400),
        Reply({"errorMessages": [f"no: Basic {BASIC}"]}, 401),
        Reply(b"", 302, headers={"Location": f"https://{SECRET}.example/"}),
        Reply({}, 403, headers={"X-Authentication-Denied-Reason": f"Basic {BASIC}"}),
        Reply({"deploymentType": SECRET}),
        Reply({}, 503, headers={"X-Seraph-LoginReason": SECRET}),
    ],
    ids=["refusal", "login", "redirect", "denial", "value", "busy"],
)
def test_an_answer_that_repeats_the_token(monkeypatch: pytest.MonkeyPatch, reply: Reply) -> None:
    """Nothing of it is shown."""
    monkeypatch.setenv(client.EMAIL, "pm@example.com")
    monkeypatch.setenv(client.TOKEN, SECRET)
    why = _why(FakeJira(MANY, fault=lambda _asked, _found: reply))
    assert "repeats JIRA_TOKEN in its answer" in why
    assert SECRET not in why
    assert BASIC not in why


@pytest.mark.parametrize(
    "where",
    [
        "http://127.0.0.1:4:%20http://127.0.0.1:80/",
        "http://[",
        "http://x:99999/",
        "http://[::1/x",
        "//\u2100.example/",
        "",
        "mailto:a@b",
        "http://" + "x" * 5_000,
    ],
)
@pytest.mark.parametrize("code", [301, 302, 307, 399])
def test_an_address_to_go_to_that_is_none(where: str, code: int) -> None:
    """However it is written, it is not followed, and nothing fails."""
    reply = Reply(b"", code, headers={"Location": where.encode().decode("latin-1")})
    assert "redirects to another address (" in _why(FakeJira(MANY, fault=lambda _asked, _found: reply))


def test_a_redirect_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has the bounds of every other answer."""
    monkeypatch.setattr(client, "LARGEST", 1 << 20)
    packed = gzip.compress(b" " * (1 << 24))
    reply = Reply(packed, 302, headers={"Location": "/x", "Content-Encoding": "gzip"})
    assert "MiB in one answer" in _why(FakeJira(MANY, fault=lambda _asked, _found: reply))


def test_a_short_token_may_be_in_an_answer() -> None:
    """It is there by accident."""
    fake = FakeJira([issue(1, summary="a s3cret of all")])
    assert [each.key for each in _read(fake).issues] == ["CRM-1"]


@pytest.mark.parametrize(
    ("part", "doubled"),
    [
        ('"status": ', '"status": {"name": "Done", "statusCategory": {"key": "done"}}, "status": '),
        ('"issues": ', '"issues": [], "issues": '),
        ('"isLast": true', '"isLast": true, "isLast": true'),
        ('"summary": ', '"summ\\u0061ry": "x", "summary": '),
    ],
    ids=["status", "issues", "last", "escaped"],
)
def test_a_key_that_an_answer_has_twice(part: str, doubled: str) -> None:
    """One of the two would be lost, as in an export."""

    def fault(asked: Asked, reply: Reply) -> Reply:
        if "search/jql" not in asked.path:
            return reply
        return Reply(json.dumps(reply.body).replace(part, doubled, 1).encode())

    assert "twice in one object" in _why(FakeJira(MANY[:1], fault=fault))
