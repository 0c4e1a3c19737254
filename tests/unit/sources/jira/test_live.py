"""A live Jira is read whole, or not at all: every fault, at every request, has its reason."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from support.exports import NOW, jira_settings, no_file, settings
from support.git import instant
from support.jira_server import FakeJira, Fault, Reply, issue, serving, status

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import JiraSettings, Marks
from readiness_gate.signals.issues import stood
from readiness_gate.sources import jira
from readiness_gate.sources.jira import client

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
    """With as few requests as pages, and on Cloud one for the newest issue; what people open is told by the site itself.
    """
    fake = FakeJira(MANY, cloud)
    found = _read(fake)
    assert len(found.issues) == 250
    assert (found.known_from, found.provenance.observed_at, found.provenance.records) == (NOW, NOW, 250)
    assert found.provenance.identity == f"{'5b10' if cloud else 'gate'} at https://northwind.example"
    assert found.issues[0].url == "https://northwind.example/browse/CRM-1"
    preflight = [each.path for each in fake.asked if "search" not in each.path]
    assert len(preflight) == (4 if cloud else 6)
    assert len(fake.asked) - len(preflight) == (4 if cloud else 3)


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
    assert "Jira shows no issue of ERP, so a zero would prove nothing" in _why(fake, projects=projects)


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


def test_scoped_tokens_go_through_the_gateway() -> None:
    """By the id of the site; people still see its address."""
    found = client.client(jira_settings(export=None, url="https://northwind.example", cloud_id="11-22"))
    assert (found.shown, found._base) == (  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
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
        ({"canary": "CRM-9999"}, "the issue CRM-9999, which must always be visible"),
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


def test_names_are_no_queries() -> None:
    """A name that would be one is quoted."""
    fake = FakeJira(MANY)
    assert 'jira.defect-types: x" OR project = "CRM' in _why(fake, defect_types=('x" OR project = "CRM',))
    queries = next(each.body["queries"] for each in fake.asked if each.path.endswith("jql/parse"))
    assert 'issuetype = "x\\" OR project = \\"CRM"' in queries


def _on(part: str, change: Callable[[Reply], Reply], times: int = 10**6, page: int = 1) -> Fault:
    """A fault at some requests whose path has a part: from a number of them on, and so many times."""
    seen = {"count": 0}

    def fault(asked: Any, reply: Reply) -> Reply:
        if part not in asked.path:
            return reply
        seen["count"] += 1
        return change(reply) if page <= seen["count"] < page + times else reply

    return fault


def _body(**changes: Any) -> Callable[[Reply], Reply]:
    """Change keys of a body; None takes one away."""

    def change(reply: Reply) -> Reply:
        body = {**reply.body, **changes}
        return replace(reply, body={name: value for name, value in body.items() if value is not None})

    return change


def _sent(body: Any = b"{}", code: int = 200, **more: Any) -> Callable[[Reply], Reply]:
    return lambda _: Reply(body, code, **more)


CLOUD_FAULTS: Mapping[str, tuple[Fault, str]] = {
    "jira-03-stranger": (
        _on("search", _sent({"issues": []}, headers={"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"})),
        "answered as to a stranger",
    ),
    "jira-03-anonymous": (
        _on("", _sent({"issues": []}, headers={"X-AUSERNAME": "anonymous"})),
        "answered as to a stranger",
    ),
    "jira-04-login-page": (
        _on("search", _sent(b"<html>log in</html>", headers={"Content-Type": "text/html"})),
        "a web page, such as one to log in",
    ),
    "jira-05-captcha": (
        _on("myself", _sent({}, 403, headers={"X-Authentication-Denied-Reason": "CAPTCHA_CHALLENGE"})),
        "wants a person to log in first",
    ),
    "jira-06-strict": (
        _on("search", _sent({"errorMessages": ["The value 'CRM' does not exist"]}, 400)),
        "The value 'CRM' does not exist",
    ),
    "jira-07-warning": (_on("search", _body(issues=[], warningMessages=["unknown value"])), "Jira warned"),
    "jira-11-nothing": (_on("search", _sent({}), page=2), 'it has no list "issues"'),
    "jira-12-empty": (_on("search", _body(issues=[]), page=2), "has no issues, though it is not the only one"),
    "jira-13-no-issues": (_on("search", _body(issues=None)), 'it has no list "issues"'),
    "jira-15-no-token": (_on("search", _body(nextPageToken=None, isLast=False), page=2), "is not the last one"),
    "jira-17-empty-with-token": (_on("search", _body(issues=[], nextPageToken="t200"), page=2), "has no issues"),
    "jira-18-same-token": (_on("search", _body(nextPageToken="t100", isLast=False)), "the pages have no end"),
    "jira-23-huge-wait": (
        _on("search", _sent({}, 429, headers={"Retry-After": "99999"}), page=3),
        "asks to wait 99999 s",
    ),
    "jira-23-for-ever": (_on("search", _sent({}, 429, headers={"Retry-After": "0"})), "answered 429"),
    "jira-24-503": (_on("search", _sent({}, 503), page=2), "answered 503"),
    "jira-24-500": (_on("search", _sent({}, 500), page=2), "answered 500"),
    "jira-25-truncated": (_on("search", lambda reply: replace(reply, cut=True), page=2), "broke off its answer"),
    "jira-28-bomb": (
        _on("search", _sent(gzip.compress(b"0" * (client.LARGEST + 10)), headers={"Content-Encoding": "gzip"})),
        "that is no page",
    ),
    "jira-29-deep": (_on("search", _sent(b"[" * 100_000)), "nests too deeply"),
    "jira-30-bytes": (_on("search", _sent(b'{"issues": "\xff"}')), "is not UTF-8"),
    "jira-31-nan": (_on("search", _sent(b'{"issues": [], "total": NaN}')), "the number NaN"),
    "jira-32-text": (_on("search", _body(total="-1")), "the total '-1' is no number"),
    "jira-35-gone": (
        _on("search", _sent({"errorMessages": ["removed"]}, 410)),
        "no longer answers that (410): removed",
    ),
    "jira-36-elsewhere": (
        _on("search", _sent(b"", 302, headers={"Location": "https://evil.example/x"})),
        "sends elsewhere (evil.example)",
    ),
    "jira-40-flavour": (
        _on("serverInfo", _body(deploymentType=None)),
        "does not say whether it is Cloud or Data Center",
    ),
    "unknown-token": (_on("myself", _sent({"message": "no"}, 401)), "does not know the token (401)"),
    "forbidden": (_on("search", _sent({}, 403)), "refuses this account (403)"),
    "nobody": (_on("myself", _sent({})), "the token is of no account"),
    "names-unchecked": (_on("jql/parse", _sent({"queries": []})), "did not check all the names"),
    "a-list": (_on("search", _sent([1])), 'it has no list "issues"'),
    "a-text": (_on("search", _sent(b'"x"')), "something else than was asked for"),
    "a-bad-token": (_on("search", _body(nextPageToken=5)), "does not tell whether it is the last page"),
}
SERVER_FAULTS: Mapping[str, tuple[Fault, str]] = {
    "jira-12-empty": (_on("search", _body(issues=[]), page=2), "has no issues, though there are 250"),
    "jira-14-no-total": (_on("search", _body(total=None)), "nothing proves that no page is missing"),
    "jira-14-no-numbers": (
        _on("search", _body(total=None, startAt=None, maxResults=None)),
        "does not say how many issues",
    ),
    "jira-20-total-moves": (_on("search", _body(total=249), page=2), "change while they are read"),
    "jira-32-negative": (_on("search", _body(total=-1)), "the total -1 is no number"),
    "no-lists": (_on("priority", _sent({})), "gave no list"),
}


@pytest.mark.parametrize(("fault", "why"), CLOUD_FAULTS.values(), ids=CLOUD_FAULTS)
def test_a_cloud_that_fails(fault: Fault, why: str) -> None:
    """The reason names the cause, and nothing is counted."""
    assert why in _why(FakeJira(MANY, fault=fault))


@pytest.mark.parametrize(("fault", "why"), SERVER_FAULTS.values(), ids=SERVER_FAULTS)
def test_a_data_center_that_fails(fault: Fault, why: str) -> None:
    """The same for what only it does."""
    assert why in _why(FakeJira(MANY, cloud=False, fault=fault))


@pytest.mark.parametrize("kept", [0, 100])
def test_pages_of_a_cloud_that_end_too_early(kept: int) -> None:
    """jira-14: Cloud tells no total, so the newest issue must be among them; a second look may help."""

    def cut(times: int) -> Fault:
        change = _body(issues=MANY[:kept], nextPageToken=None, isLast=True)
        return lambda asked, reply: (
            change(reply)
            if "ASC" in str(asked.body) and sum("ASC" in str(each.body) for each in fake.asked) <= times
            else reply
        )

    fake = FakeJira(MANY)
    fake.fault = cut(10)
    assert f"the newest issue of CRM, CRM-250, is not among the {kept} that Jira gave" in _why(fake)
    fake = FakeJira(MANY)
    fake.fault = cut(1)
    assert len(_read(fake).issues) == 250


def _repeat(fake: FakeJira) -> Fault:
    """The second page has what the first has."""
    return _on("search", lambda reply: replace(reply, body={**reply.body, "issues": fake.issues[:100]}), page=2)


@both
def test_a_page_that_comes_twice(cloud: bool) -> None:  # noqa: FBT001
    """jira-19: the issues in its place were never seen."""
    fake = FakeJira(MANY, cloud)
    fake.fault = _repeat(fake)
    assert "change while they are read" in _why(fake)


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
    fake = FakeJira(MANY, fault=_on("search", _sent({}, 429, headers=headers), times=1, page=2))
    assert len(_read(fake).issues) == 250


def test_a_last_page_that_goes_on_is_followed() -> None:
    """jira-16: a token says more than isLast."""
    assert len(_read(FakeJira(MANY, fault=_on("search", _body(isLast=True)))).issues) == 250


def test_pages_that_are_smaller_than_asked_for() -> None:
    """jira-21: Jira gives what it gives; jira-10: on Data Center the next page begins where this one ended."""
    assert len(_read(FakeJira(MANY, page=7)).issues) == 250
    short = _on("search", lambda reply: replace(reply, body={**reply.body, "issues": reply.body["issues"][:97]}))
    assert len(_read(FakeJira(MANY, cloud=False, fault=short)).issues) == 250


def test_an_answer_that_drips_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    """jira-26: a byte now and then keeps no reading alive."""
    monkeypatch.setattr(client, "PATIENCE", 0.3)
    assert "did not end its answer" in _why(
        FakeJira(MANY, fault=_on("search", lambda reply: replace(reply, drip=0.02)))
    )


def test_a_server_that_is_not_there() -> None:
    """Nobody listens."""
    found = jira_settings(export=None, url="http://127.0.0.1:9", projects=("CRM",))
    with pytest.raises(CouldNotLook, match="cannot be reached, or broke off its answer"):
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
        issues = stood(found, instant(day))
        assert not isinstance(issues, Unavailable), issues
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
    issues = stood(found, instant(20))
    assert not isinstance(issues, Unavailable)
    assert sum(each.done is True for each in issues) == 250
    asked = [each.body for each in fake.asked if "bulkfetch" in each.path]
    assert (len(asked), len(asked[0]["issueIdsOrKeys"])) == (3, 250)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (_sent({}), 'has no list "issueChangeLogs"'),
        (_sent({"issueChangeLogs": [{"issueId": "1"}]}), "does not say of which issue it is"),
        (_body(nextPageToken="h100"), "the pages of the histories have no end"),
        (_body(nextPageToken=5), "the pages of the histories have no end"),
    ],
    ids=["no-list", "no-histories", "same-token", "no-token"],
)
def test_histories_that_cannot_be_proven(change: Callable[[Reply], Reply], why: str) -> None:
    """Are none."""
    fake = FakeJira(MANY, histories={each["key"]: LIFE["CRM-1"] for each in MANY}, fault=_on("bulkfetch", change))
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
            ("its clock is 5 minutes ahead of the one here: one of them is wrong",),
        ),
        (
            {"Date": "Fri, 10 Apr 2026 23:00:00 GMT"},
            ("its clock is 60 minutes behind the one here: one of them is wrong",),
        ),
        ({"Date": "Sat, 11 Apr 2026 00:01:59 GMT"}, ()),
        ({"Date": "nonsense"}, ()),
        (
            {"Date": "nonsense", "X-RateLimit-NearLimit": "true"},
            ("it says that its limit of requests is near: ask less often, or at another time",),
        ),
    ],
    ids=["ahead", "behind", "near", "none", "limit"],
)
def test_what_a_person_should_know(headers: dict[str, str], told: tuple[str, ...]) -> None:
    """Clocks that differ by more than two minutes, and a limit that is near."""
    fake = FakeJira(MANY[:1], fault=lambda _asked, reply: replace(reply, headers={**reply.headers, **headers}))
    assert _read(fake).doubts == told


def test_progress_is_told_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And is wiped at the end."""
    _read(FakeJira(MANY[:1]))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    _read(FakeJira(MANY[:1]))
    told = capsys.readouterr().err
    assert "Issues of CRM: 1" in told
    assert told.endswith("\r\x1b[K")
