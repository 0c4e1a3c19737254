"""A stand-in for GitHub on loopback: a repository with comments, statuses, check runs and milestones, and any fault at
any request.

Its answers are the examples of GitHub's own description of its API, with what was written in them, and each request and
answer is checked against that description.
"""

import copy
import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest, MockResponse

from readiness_gate.model.shapes import as_sequence
from readiness_gate.publishers import client
from readiness_gate.publishers.github import hub
from support.jira_server import Asked, Reply, serving

Json = dict[str, Any]
DESCRIPTION = Path(__file__).parents[1] / "contract" / "github.openapi.json"
REPOSITORY = "octo-org/crm"
SHA = "ab" * 20
TOKEN = "ghs_0123456789abcdefghij"  # noqa: S105 - that of a stand-in
BOT = "github-actions[bot]"
WRITES = ("POST", "PATCH", "PUT", "DELETE")
_OF = f"/repos/{REPOSITORY}"

Before = Callable[[Asked], Reply | None]
After = Callable[[Asked, Reply], Reply]


@cache
def described() -> Json:
    """GitHub's description of the requests that the product makes."""
    found: Json = json.loads(DESCRIPTION.read_text())
    return found


@cache
def description() -> OpenAPI:
    """The same, ready to check requests with it."""
    return OpenAPI.from_dict(described())


def example(path: str, method: str, status: str) -> Any:
    """GitHub's example of an answer; of a list its first entry."""
    whole = path if path == "/user" else f"/repos/{{owner}}/{{repo}}{path}"
    content = described()["paths"][whole][method]["responses"][status]["content"]
    value: Any = copy.deepcopy(content["application/json"]["examples"]["default"]["value"])
    several = as_sequence(value)
    return value if several is None else several[0]


@dataclass
class FakeGitHub:
    """The state of a stand-in, and what disturbs it."""

    login: str = BOT
    """Who the token writes as."""
    comments: dict[int, list[Json]] = field(default_factory=dict[int, list[Json]])
    statuses: list[Json] = field(default_factory=list[Json])
    """The newest first."""
    check_runs: list[Json] = field(default_factory=list[Json])
    milestones: list[Json] = field(default_factory=list[Json])
    pulls: list[Json] = field(default_factory=list[Json])
    page: int = 100
    before: Before | None = None
    """Answers in place of the stand-in, which then does nothing."""
    after: After | None = None
    """Changes an answer, once everything is done."""
    asked: list[Asked] = field(default_factory=list[Asked])
    wrong: list[str] = field(default_factory=list[str])
    """What GitHub's description does not allow."""
    url: str = ""
    date: str = ""
    _last: int = 1000

    @property
    def written(self) -> list[Asked]:
        """The requests that ask for a change."""
        return [asked for asked in self.asked if asked.method in WRITES]

    def reply(self, asked: Asked) -> Reply:
        """The answer to a request, perhaps disturbed."""
        self._check(asked)
        reply = self.before(asked) if self.before else None
        if reply is None:
            reply = self._reply(asked)
            if reply.status < 300:
                self._check(asked, (reply.status, reply.content))
            if self.after:
                reply = self.after(asked, reply)
        return reply

    def _check(self, asked: Asked, reply: tuple[int, bytes] | None = None) -> None:
        body = None if asked.body is None else json.dumps(asked.body).encode()
        said = _not_allowed(asked.method.lower(), asked.path, tuple(asked.query.items()), body, reply)
        if said:
            self.wrong.append(f"{asked.method} {asked.path}: {said}")

    def _reply(self, asked: Asked) -> Reply:
        if asked.headers.get("Authorization") != f"Bearer {TOKEN}":
            return Reply({"message": "Bad credentials"}, 401)
        if asked.path == "/user":
            if self.login.endswith("[bot]"):
                return Reply({"message": "Resource not accessible by integration"}, 403)
            return Reply({**example("/user", "get", "200"), "login": self.login, "user_view_type": "private"})
        routes: Sequence[tuple[str, str, Callable[[Asked, str], Reply]]] = (
            ("GET", rf"{_OF}/issues/(\d+)/comments", self._list_comments),
            ("POST", rf"{_OF}/issues/(\d+)/comments", self._add_comment),
            ("GET", rf"{_OF}/issues/comments/(\d+)", self._get_comment),
            ("PATCH", rf"{_OF}/issues/comments/(\d+)", self._edit_comment),
            ("DELETE", rf"{_OF}/issues/comments/(\d+)", self._delete_comment),
            ("GET", rf"{_OF}/commits/({SHA})/statuses", self._list_statuses),
            ("POST", rf"{_OF}/statuses/({SHA})", self._add_status),
            ("GET", rf"{_OF}/commits/({SHA})/check-runs", self._list_check_runs),
            ("POST", rf"{_OF}/check-runs()", self._add_check_run),
            ("PATCH", rf"{_OF}/check-runs/(\d+)", self._edit_check_run),
            ("GET", rf"{_OF}/milestones()", lambda asked, _: self._page(asked, self.milestones)),
            ("GET", rf"{_OF}/milestones/(\d+)", lambda _, which: _found(self.milestones, "number", which)),
            ("PATCH", rf"{_OF}/milestones/(\d+)", self._edit_milestone),
            ("GET", rf"{_OF}/pulls()", self._list_pulls),
        )
        for method, path, answer in routes:
            found = re.fullmatch(path, asked.path)
            if found and method == asked.method:
                return answer(asked, found[1])
        return Reply({"message": "Not Found"}, 404)

    def _page(self, asked: Asked, entries: Sequence[Json], key: str = "") -> Reply:
        size, page = min(int(asked.query["per_page"]), self.page), int(asked.query["page"])
        some = list(entries[(page - 1) * size : page * size])
        more = {"Link": '<https://api.github.com/x?page=2>; rel="next"'} if page * size < len(entries) else {}
        return Reply({"total_count": len(entries), key: some} if key else some, headers=more)

    def _id(self) -> int:
        self._last += 1
        return self._last

    def _list_comments(self, asked: Asked, issue: str) -> Reply:
        return self._page(asked, self.comments.get(int(issue), []))

    def add_comment(self, issue: int, body: str, login: str | None = None) -> Json:
        """A comment that somebody writes; by default the gate."""
        comment = example("/issues/{issue_number}/comments", "post", "201")
        comment |= {"id": self._id(), "body": body}
        comment["user"] |= {"login": login or self.login}
        self.comments.setdefault(issue, []).append(comment)
        found: Json = comment
        return found

    def _add_comment(self, asked: Asked, issue: str) -> Reply:
        return Reply(self.add_comment(int(issue), asked.body["body"]), 201)

    def _get_comment(self, _asked: Asked, id_: str) -> Reply:
        return _found([one for several in self.comments.values() for one in several], "id", id_)

    def _edit_comment(self, asked: Asked, id_: str) -> Reply:
        found = self._get_comment(asked, id_)
        if found.status == 200:
            found.body["body"] = asked.body["body"]
        return found

    def _delete_comment(self, asked: Asked, id_: str) -> Reply:
        found = self._get_comment(asked, id_)
        for several in self.comments.values():
            several[:] = [one for one in several if str(one["id"]) != id_]
        return Reply(b"", 204) if found.status == 200 else found

    def _list_statuses(self, asked: Asked, _sha: str) -> Reply:
        return self._page(asked, self.statuses)

    def add_status(self, login: str | None = None, **given: str | None) -> Json:
        """A status that somebody sets; by default the gate."""
        status = example("/statuses/{sha}", "post", "201")
        status |= {"id": self._id(), **given}
        status["creator"] |= {"login": login or self.login}
        self.statuses.insert(0, status)
        found: Json = status
        return found

    def _add_status(self, asked: Asked, _sha: str) -> Reply:
        return Reply(self.add_status(**asked.body), 201)

    def _list_check_runs(self, asked: Asked, sha: str) -> Reply:
        found = [one for one in self.check_runs if one["head_sha"] == sha and one["name"] == asked.query["check_name"]]
        return self._page(asked, found, "check_runs")

    def add_check_run(self, **given: Any) -> Json:
        """A check run that somebody writes, such as a job of the same name."""
        run = example("/check-runs", "post", "201")
        run |= {"id": self._id(), "head_sha": SHA, **given, "output": {**run["output"], **given.get("output", {})}}
        self.check_runs.append(run)
        found: Json = run
        return found

    def _add_check_run(self, asked: Asked, _none: str) -> Reply:
        return Reply(self.add_check_run(**asked.body), 201)

    def _edit_check_run(self, asked: Asked, id_: str) -> Reply:
        found = _found(self.check_runs, "id", id_)
        if found.status == 200:
            found.body |= {**asked.body, "output": {**found.body["output"], **asked.body["output"]}}
        return found

    def add_milestone(self, title: str, description: str | None = None, state: str = "open") -> Json:
        """A milestone of GitHub's."""
        milestone = example("/milestones/{milestone_number}", "get", "200")
        given = {"number": len(self.milestones) + 1, "title": title, "description": description, "state": state}
        self.milestones.append({**milestone, **given})
        return self.milestones[-1]

    def _edit_milestone(self, asked: Asked, which: str) -> Reply:
        found = _found(self.milestones, "number", which)
        if found.status == 200:
            found.body |= asked.body
        return found

    def _list_pulls(self, asked: Asked, _none: str) -> Reply:
        owner, _, branch = asked.query["head"].partition(":")
        heads = [one["head"] for one in self.pulls]
        chosen = [head["user"]["login"] == owner and head["ref"] == branch for head in heads]
        return self._page(asked, [one for one, is_chosen in zip(self.pulls, chosen, strict=True) if is_chosen])

    def add_pull(self, number: int, owner: str, branch: str, sha: str) -> Json:
        """An open pull request from a branch of somebody's."""
        pull = example("/pulls", "get", "200")
        pull |= {"number": number, "requested_teams": []}  # the team of the example lacks what a team must have
        pull["head"] |= {"ref": branch, "sha": sha}
        pull["head"]["user"] |= {"login": owner}
        self.pulls.append(pull)
        found: Json = pull
        return found


def _found(entries: Sequence[Json], key: str, value: str) -> Reply:
    found = next((one for one in entries if str(one[key]) == value), None)
    return Reply({"message": "Not Found"}, 404) if found is None else Reply(found)


@cache
def _not_allowed(
    method: str, path: str, query: tuple[tuple[str, str], ...], body: bytes | None, reply: tuple[int, bytes] | None
) -> str:
    """What GitHub's description does not allow in a request, or in an answer to it. Most tests ask what others ask."""
    request = MockRequest(
        "https://api.github.com",
        method,
        path,
        args=dict(query),
        headers={},
        data=body,
        content_type="application/json",
    )
    try:
        if reply is None:
            description().validate_request(request)
        else:
            status, content = reply
            shown = MockResponse(data=content, status_code=status, content_type="application/json", headers={})
            description().validate_response(request, shown)
    except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
        return f"{type(error).__name__}: {error.__cause__ or error}"[-400:]
    return ""


@contextmanager
def on_github(monkeypatch: pytest.MonkeyPatch) -> Generator[FakeGitHub]:
    """A stand-in with two milestones, and the environment of a job on it; retries do not wait. At the end, everything
    that was asked is as GitHub describes it."""
    monkeypatch.setattr(client, "_PAUSES", (0.001, 0.001))
    monkeypatch.setattr(hub, "_READ_BACK", (0.001, 0.001))
    for name in ("HTTPS_PROXY", "https_proxy", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"):
        monkeypatch.delenv(name, raising=False)
    with serving(FakeGitHub()) as fake:
        for name, value in job(fake).items():
            monkeypatch.setenv(name, value)
        fake.add_milestone("Wave 1", "Not this one.")
        fake.add_milestone("Wave 2", "What we deliver.\n\nBy people.", state="closed")
        yield fake
        assert not fake.wrong, fake.wrong


def job(fake: FakeGitHub, **given: str) -> Mapping[str, str]:
    """The environment of a job on that GitHub."""
    return {
        "GITHUB_API_URL": fake.url,
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_SHA": SHA,
        "GITHUB_TOKEN": TOKEN,
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RUN_ID": "42",
        **given,
    }


__all__ = [
    "BOT",
    "REPOSITORY",
    "SHA",
    "TOKEN",
    "WRITES",
    "Asked",
    "FakeGitHub",
    "Reply",
    "described",
    "description",
    "job",
    "on_github",
]
