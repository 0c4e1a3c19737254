"""A stand-in for a Jira Cloud or Data Center on loopback that answers fast: every page is written before it begins.

    python benchmarks/jira/stand_in.py cloud|server ISSUES FAULTS

Prints its address and how many of its defects are open, and serves until its standard input ends. FAULTS is the share
of answers that are 429 or 5xx, such as 0.05. Two of three issues are defects; every one was moved twice, which its
history tells.
"""

import json
import random
import sys
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Json = dict[str, Any]
PAGE = 100
WITH_HISTORIES = 50
BULK = 1_000
BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
STATUSES = {"1": ("Open", "new"), "3": ("Done", "done")}
PRIORITIES = {"1": "Highest", "2": "High", "3": "Medium", "4": "Low"}
NAMES = {*PRIORITIES.values(), "Bug", "CRM"}


def _iso(minute: int) -> str:
    return f"{BEGIN + timedelta(minutes=minute):%Y-%m-%dT%H:%M:%S.000+0000}"


def _status(id_: str) -> Json:
    name, category = STATUSES[id_]
    address = f"https://northwind.example/rest/api/3/status/{id_}"
    return {
        "self": address,
        "id": id_,
        "name": name,
        "description": "",
        "statusCategory": {"id": 2, "key": category, "name": category, "colorName": "green", "self": address},
    }


def is_open(number: int) -> bool:
    """Whether an issue stands open: every tenth."""
    return number % 10 == 0


def is_defect(number: int) -> bool:
    """Whether an issue is a defect: two of three."""
    return number % 3 != 0


def _issue(number: int) -> Json:
    site = "https://northwind.example/rest/api/3"
    priority = str(number % 4 + 1)
    return {
        "expand": "operations,versionedRepresentations,editmeta,changelog,renderedFields",
        "id": str(10_000 + number),
        "self": f"{site}/issue/{10_000 + number}",
        "key": f"CRM-{number}",
        "fields": {
            "summary": f"Quote {number} shows the discount of another customer after the nightly run",
            "issuetype": {
                "self": f"{site}/issuetype/1",
                "id": "1" if is_defect(number) else "2",
                "name": "Bug" if is_defect(number) else "Story",
                "subtask": False,
                "description": "",
            },
            "status": _status("1" if is_open(number) else "3"),
            "priority": {"self": f"{site}/priority/{priority}", "id": priority, "name": PRIORITIES[priority]},
            "created": _iso(number),
            "updated": _iso(number + 200_000),
            "labels": ["wave-2"],
            "fixVersions": [{"self": f"{site}/version/1", "id": "1", "name": "1.0", "released": False}],
        },
    }


def _histories(number: int) -> list[Json]:
    """Closed, and of every tenth reopened, then closed or open again."""
    ids = ("3", "1") if is_open(number) else ("1", "3")
    steps = [("1", "3"), ids] if is_open(number) else [("3", "1"), ids]
    return [
        {
            "id": str(number * 10 + place),
            "created": _iso(number + (100_000, 200_000)[place]),
            "items": [
                {
                    "field": "status",
                    "fieldtype": "jira",
                    "fieldId": "status",
                    "from": before,
                    "to": after,
                    "fromString": STATUSES[before][0],
                    "toString": STATUSES[after][0],
                }
            ],
        }
        for place, (before, after) in enumerate(steps)
    ]


class Answers:
    """What is answered, written beforehand where it is long."""

    def __init__(self, count: int, *, cloud: bool) -> None:
        self.count = count
        self.apis = ("/rest/api/3", "/rest/api/2") if cloud else ("/rest/api/2",)
        self.kind = "Cloud" if cloud else "Server"
        self._rows = [json.dumps(_issue(number)) for number in range(1, count + 1)]
        self._past = [json.dumps(_histories(number)) for number in range(1, count + 1)]

    def answer(self, path: str, query: dict[str, str], body: Json) -> str:
        """The JSON of an answer."""
        name = next((path.removeprefix(api) for api in self.apis if path.startswith(api)), "")
        if name == "/search/jql":
            if "DESC" in body.get("jql", ""):
                return f'{{"issues":[{self._rows[-1]}],"nextPageToken":"1"}}'
            return self._cloud_page(int((query | body).get("nextPageToken", 0)))
        if name == "/search":
            most = WITH_HISTORIES if "expand" in query else PAGE
            return self._server_page(int(query.get("startAt", 0)), most, query["jql"], "expand" in query)
        if name == "/changelog/bulkfetch":
            numbers = [int(each) - 10_000 for each in body["issueIdsOrKeys"]]
            start = int(body.get("nextPageToken", 0))
            logs = ",".join(
                f'{{"issueId":"{10_000 + each}","changeHistories":{self._past[each - 1]}}}'
                for each in numbers[start : start + BULK]
            )
            return f'{{"issueChangeLogs":[{logs}]}}'
        return json.dumps(self._short(name, query, body))

    def _short(self, name: str, query: dict[str, str], body: Json) -> object:
        if name == "/jql/parse":
            parsed: list[Json] = [{"query": each, "structure": {}} for each in body["queries"]]
            return {"queries": parsed}
        known: dict[str, object] = {
            "/serverInfo": {
                "baseUrl": "https://northwind.example",
                "deploymentType": self.kind,
                "version": "9.12.0",
                "versionNumbers": [9, 12, 0],
            },
            "/myself": {"accountId": "5b10", "name": "gate", "key": "gate"},
            "/mypermissions": {"permissions": {query.get("permissions", ""): {"havePermission": True}}},
            "/status": [_status(each) for each in STATUSES],
            "/issuetype": [{"id": "1", "name": "Bug"}, {"id": "2", "name": "Story"}],
            "/search/approximate-count": {"count": self.count},
            "/priority": [{"id": id_, "name": each} for id_, each in PRIORITIES.items()],
            "/field": [{"id": "priority", "name": "Priority", "custom": False, "schema": {"type": "priority"}}],
        }
        return known.get(name)

    def _cloud_page(self, start: int) -> str:
        end = start + PAGE
        more = f'"nextPageToken":"{end}","isLast":false' if end < self.count else '"isLast":true'
        return f'{{"issues":[{",".join(self._rows[start:end])}],{more}}}'

    def _server_page(self, start: int, most: int, query: str, with_past: bool) -> str:  # noqa: FBT001
        # Keys are sorted as numbers, as Jira does; a query may ask for those beyond one of them.
        beyond = int(query.partition('key > "CRM-')[2].partition('"')[0] or 0)
        first = beyond + start
        rows = self._rows[first : first + most]
        if with_past:
            past = self._past[first : first + most]
            rows = [
                f'{row[:-1]},"changelog":{{"startAt":0,"maxResults":2,"total":2,"histories":{each}}}}}'
                for row, each in zip(rows, past, strict=True)
            ]
        return f'{{"startAt":{start},"maxResults":{most},"total":{self.count - beyond},"issues":[{",".join(rows)}]}}'


def _handler(answers: Answers, faults: float) -> type[BaseHTTPRequestHandler]:
    chance = random.Random(7)  # noqa: S311 - no secret

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1

        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body: Json = json.loads(self.rfile.read(length)) if length else {}
            parts = urlsplit(self.path)
            query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            status = chance.choice([429, 502, 503, 504]) if chance.random() < faults else 200
            text = answers.answer(parts.path, query, body) if status == 200 else "{}"  # noqa: PLR2004
            content = text.encode()
            self.send_response(404 if text == "null" else status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            if status != 200:  # noqa: PLR2004
                self.send_header("Retry-After", "0")
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = _answer  # noqa: N815 - the names that the server calls

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the server's name
            pass

    return Handler


def main() -> None:
    """Serve until standard input ends."""
    kind, count, faults = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    answers = Answers(count, cloud=kind == "cloud")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(answers, faults))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    expected = sum(is_open(number) and is_defect(number) for number in range(1, count + 1))
    print(f"http://127.0.0.1:{server.server_address[1]}", expected, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
