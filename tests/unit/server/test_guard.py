"""What is true of every answer, whatever was asked."""

import asyncio
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from support.served import EVERYBODY, Answer, Client, client, in_folder

from readiness_gate.errors import BadUse
from readiness_gate.history import Store
from readiness_gate.history.sqlite import SqliteStore
from readiness_gate.server.access import Everybody, Grant, Headers, Nobody, Proxied, Viewer
from readiness_gate.server.access_file import network
from readiness_gate.server.app import THREADS
from readiness_gate.server.guard import host_names, without_port

PROXY = "10.0.3.7"
ALWAYS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


def _has_the_headers(answer: Answer) -> bool:
    policy = answer.headers["content-security-policy"]
    parts = (
        "default-src 'none'; ",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "style-src 'sha",
    )
    return ALWAYS.items() <= answer.headers.items() and all(map(policy.__contains__, parts)) and "script" not in policy


def _crash(_request: Request) -> PlainTextResponse:
    raise RuntimeError("the secret inside")


def _hook(request: Request) -> PlainTextResponse:
    return PlainTextResponse(request.method, headers={"cache-control": "public"})


ROUTES = (Route("/crash", _crash, methods=["POST"]), Route("/hook", _hook, methods=["POST"]))


@pytest.mark.parametrize(
    "path", ["/", "/portfolio.json", "/nothing", "/?weeks=2", "/healthz", "/readyz", "//", "/../etc"]
)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "get"])
def test_every_answer_has_the_headers(site: Client, path: str, method: str) -> None:
    """GET and HEAD alone are answered."""
    answer = site.get(path, method=method)
    assert _has_the_headers(answer)
    assert "set-cookie" not in answer.headers
    if method not in ("GET", "HEAD"):
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8080", "127.0.0.1:80", "[::1]:8080", "localhost."])
def test_names_of_this_server(site: Client, host: str) -> None:
    """A browser on this machine may use any of them, and any port."""
    assert site.get("/", host=host).status == 200


@pytest.mark.parametrize(
    "host", ["", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "::1"]
)
def test_a_name_that_was_made_to_lead_here(site: Client, host: str) -> None:
    """A page elsewhere whose own name leads to this machine is not answered; health shows nothing, and is."""
    answer = site.get("/", host=host)
    assert (answer.status, "--hostname" in answer.text) == (421, True)
    assert "Steady" not in answer.text
    assert site.get("/healthz", host=host).status == 200


def test_two_names(site: Client) -> None:
    """Are none."""
    assert site.get("/", [("host", "localhost")]).status == 421


def test_host_names() -> None:
    """The address itself and what was given, besides loopback; an address that is all of them is no name."""
    assert host_names("10.0.0.4", ["Gate.example.com:443"]) >= {"10.0.0.4", "gate.example.com", "localhost"}
    assert host_names("::", []) == host_names("0.0.0.0", []) == {"localhost", "127.0.0.1", "[::1]"}  # noqa: S104
    assert host_names("::1", ["my_host", "10.1.2.3:80", "[fd00::5]:80"]) >= {"my_host", "10.1.2.3", "[fd00::5]"}
    assert "[fd00::4]" in host_names("fd00::4", [])
    assert without_port("[FD00::4]:80") == "[fd00::4]"


@pytest.mark.parametrize(
    "text", ["http://gate", "gate/", "a,b", "*", "", " ", "a b", "-a", "a..b", "::1", "[10.0.0.1]"]
)
def test_no_host_names(text: str) -> None:
    """What nobody can ask by is refused at the start."""
    with pytest.raises(BadUse, match="is not a host name such as"):
        host_names("127.0.0.1", [text])


def test_a_failure_shows_nothing(store: Store) -> None:
    """Neither its text nor where it was; the log has one line, without what was asked."""
    site = client(store, routes=ROUTES)
    answer = site.get("/crash", method="POST")
    assert (answer.status, _has_the_headers(answer)) == (500, True)
    assert not re.search("secret|Traceback|RuntimeError|readiness_gate", answer.text)
    [line] = site.logged
    assert re.fullmatch(r"a request failed: RuntimeError \(test_guard.py:\d+\)", line)


def test_routes_of_others(store: Store) -> None:
    """They are reached by any name and without a proxy's headers, by their own methods; their answers are kept by
    nobody, either."""
    for access in (EVERYBODY, Proxied((network(PROXY),), ())):
        site = client(store, access, ROUTES)
        answer = site.get("/hook", [("x-forwarded-for", "1.2.3.4")], method="POST", host="any.example")
        assert (answer.status, answer.text, _has_the_headers(answer)) == (200, "POST", True)
        assert (site.get("/hook").status, site.get("/hook").headers["allow"]) == (405, "POST")


def test_through_a_proxy(store: Store) -> None:
    """What one may not see is not there, in no list and no count, and by no address; health needs no headers."""
    access = Proxied((network(PROXY),), (Grant("a", frozenset({"Steady", "Torn"})), Grant("b", frozenset({"*"}))))
    site = client(store, access, peer=PROXY)

    def seen(path: str, groups: str) -> Answer:
        return site.get(path, [("X-Forwarded-User", "jane"), ("X-Forwarded-Groups", groups)])

    everything = {
        gate["program"]["key"]: gate["program"]["name"] for gate in seen("/portfolio.json", "b").json["gates"]
    }
    mine = seen("/portfolio.json", "a").json
    assert {one["name"] for one in mine["programs"]} == {"Steady", "Torn"}
    assert {gate["program"]["name"] for gate in mine["gates"]} == {"Steady", "Torn"}
    assert mine["headline"] == "1 gate undecided, 1 whose day is over without a go, 1 go"
    assert "Failing" not in str(mine)
    assert "Failing" not in seen("/", "a").text
    for key, name in everything.items():
        expected = 200 if name in ("Steady", "Torn") else 404
        assert seen(f"/programs/{key}", "a").status == expected
        assert seen(f"/programs/{key}/decisions.json", "a").status == expected
        gates = [gate["milestone"]["key"] for gate in seen(f"/programs/{key}.json", "b").json["gates"]]
        for gate in gates:
            assert seen(f"/programs/{key}/gates/{gate}", "a").status == expected
            rules = [rule["key"] for rule in seen(f"/programs/{key}/gates/{gate}.json", "b").json["rules"]]
            assert seen(f"/programs/{key}/gates/{gate}/rules/{rules[0]}.json", "a").status == expected
    nothing = seen("/", "c")
    assert (nothing.status, "Ask the owner of the access file" in nothing.text) == (403, True)
    assert site.get("/").status == 401
    assert client(store, access).get("/", [("X-Forwarded-User", "jane"), ("X-Forwarded-Groups", "b")]).status == 401
    assert site.get("/readyz").status == 200


def test_a_server_for_deployments(store: Store) -> None:
    """Shows nobody a page, as a proxy without a login is before it; health and its own route are answered."""
    site = client(store, Nobody(), ROUTES)
    for path in ("/", "/portfolio.json", "/nothing"):
        answer = site.get(path)
        assert (answer.status, "--auth proxy" in answer.text, "Steady" in answer.text) == (403, True, False)
    assert [site.get(path).status for path in ("/healthz", "/readyz")] == [200, 200]
    assert site.get("/hook", method="POST").status == 200


def test_a_page_that_is_known_already(site: Client) -> None:
    """Is not sent again; another one is."""
    first = site.get("/")
    tag = first.headers["etag"]
    for given in (tag, f'"x", W/{tag}', "*"):
        again = site.get("/", [("If-None-Match", given)])
        assert (again.status, again.text, again.headers["etag"], _has_the_headers(again)) == (304, "", tag, True)
    assert site.get("/", [("If-None-Match", '"x"')]).text == first.text
    assert site.get("/portfolio.json", [("If-None-Match", tag)]).status == 200
    assert "etag" not in site.get("/nothing").headers


def test_a_history_that_is_gone(tmp_path: Path) -> None:
    """Nothing of where it is kept is shown; the log says it."""
    site = client(SqliteStore(tmp_path / "gone.sqlite"))
    answers = [site.get("/"), site.get("/portfolio.json"), site.get("/readyz")]
    assert [answer.status for answer in answers] == [503] * 3
    assert not any("gone.sqlite" in answer.text for answer in answers)
    assert all("gone.sqlite" in line for line in site.logged)
    assert len(site.logged) == 3
    assert site.get("/healthz").status == 200


def test_a_history_that_is_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps a page waiting for seconds, and keeps health and the routes of others waiting for nothing."""
    monkeypatch.setattr("readiness_gate.server.site.PATIENCE", 0.5)
    store = in_folder(tmp_path)
    site = client(store, routes=ROUTES)

    async def asked() -> list[float]:
        begun = time.monotonic()
        pages = [asyncio.create_task(site.asked("/")) for _ in range(THREADS)]
        await asyncio.sleep(0.05)
        took: list[float] = []
        for path, method in (("/healthz", "GET"), ("/hook", "POST"), ("/nothing", "GET")):
            assert (await site.asked(path, method)).status != 503
            took.append(time.monotonic() - begun)
        assert {(await page).status for page in pages} == {503}
        return [*took, time.monotonic() - begun]

    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        *others, last = asyncio.run(asked())
    assert max(others) < 0.5 <= last < 10
    assert all("has been locked by another program for 0 s" in line for line in site.logged)


@pytest.mark.parametrize(
    "headers",
    [
        [("content-length", "5")],
        [("transfer-encoding", "chunked")],
        [("content-length", "0"), ("transfer-encoding", "chunked")],
        [("content-length", "5"), ("transfer-encoding", "identity")],
    ],
)
@pytest.mark.parametrize("path", ["/", "/portfolio.json", "/healthz", "/nothing"])
def test_a_body_of_a_page(site: Client, path: str, headers: list[tuple[str, str]]) -> None:
    """Ends the connection: the request after it would not be the proxy's, and could name anybody."""
    answer = site.get(path, headers)
    assert (answer.status, answer.headers["connection"], _has_the_headers(answer)) == (400, "close", True)
    assert site.get(path, [("content-length", "0")]).status in (200, 404)


def test_a_message_of_two_lengths(store: Store) -> None:
    """Is none, also for routes that read a body."""
    site = client(store, routes=ROUTES)
    lengths = [("content-length", "5"), ("transfer-encoding", "chunked")]
    assert site.get("/hook", lengths, method="POST").status == 400
    for one in lengths:
        assert site.get("/hook", [one], method="POST").status == 200


def test_a_failure_to_know_who_asks(store: Store) -> None:
    """Shows nothing, like any other."""

    class Broken(Everybody):
        def viewer(self, peer: str, headers: Headers) -> Viewer:  # noqa: ARG002 - whoever asks
            raise RecursionError("the secret inside")

    site = client(store, Broken())
    answer = site.get("/")
    assert (answer.status, _has_the_headers(answer), "secret" in answer.text) == (500, True, False)
    assert site.logged[0].startswith("a request failed: RecursionError (test_guard.py")
