"""A stand-in for GitLab on loopback as its status checks see it: branches, answers, and notes of merge requests. It
takes only what GitLab's documentation describes, and answers as it says; the newest answer for a commit counts.

Also the messages that GitLab sends, in the form of its documentation.
"""

import copy
import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from readiness_gate.deployments.gitlab import GitLab
from readiness_gate.deployments.gitlab.secret import Secrets
from readiness_gate.model.deployments import GitLabChecks, Rule
from support.fake_service import FakeService, Json, gate, headers_of
from support.jira_server import Asked, Reply

EXAMPLE = Path(__file__).parents[1] / "contract" / "gitlab-status-check.json"
"""A message with every field that GitLab documents for one."""
PROJECT, PROJECT_ID, CHECK, MERGE_REQUEST = "flightjs/Flight", 6, 1, 4
HEAD, NEWEST = "14" * 20, "ab" * 20
SECRET = b"planted-shared-secret-0123456789"
TOKEN = "glpat-planted0123456789abcd"  # noqa: S105 - that of a stand-in
USER, OTHER = 99, 100
_MERGE = rf"/api/v4/projects/{PROJECT_ID}/merge_requests/(\d+)"


def checks(url: str = "https://gitlab.com", *, notes: bool = True, **given: Any) -> GitLabChecks:
    """The status checks of a project; what is given is of its gate."""
    branch = given.pop("target_branch", "main")
    rule = Rule(PROJECT, PROJECT_ID, branch, gate(**{"valid_for": 3_600, **given}))
    return GitLabChecks(url, "", 3_600, (rule,), "", notes)


def gitlab(url: str = "https://gitlab.com", *, notes: bool = True, **given: Any) -> GitLab:
    """The service."""
    return GitLab(checks(url, notes=notes, **given), Secrets(TOKEN, SECRET))


def message(*, iid: int = MERGE_REQUEST, sha: str = HEAD, state: str = "opened", **given: Any) -> Json:
    """A message as GitLab sends it."""
    made: Json = copy.deepcopy(json.loads(EXAMPLE.read_text()))
    made["object_attributes"] |= {"iid": iid, "state": state, **given}
    made["object_attributes"]["last_commit"]["id"] = sha
    return made


def signed(body: bytes, **given: str) -> dict[str, str]:
    """The headers of a message."""
    digest = hmac.new(SECRET, body, hashlib.sha256).hexdigest()
    return headers_of({"x-gitlab-signature": digest}, **given)


@dataclass
class FakeGitLab(FakeService):
    """The state of a stand-in, and what disturbs it."""

    notes: list[Json] = field(default_factory=list[Json])
    heads: dict[int, str] = field(default_factory=dict[int, str])
    """The newest commit of a merge request, where it is another one."""
    changed: dict[int, Json] = field(default_factory=dict[int, Json])
    """What GitLab says of a merge request besides: its state, its target branch."""
    branches: dict[str, str] = field(default_factory=lambda: {"main": NEWEST, "release/2": NEWEST})
    may_note: bool = True
    counts_newest = True

    def answer(self, asked: Asked) -> Reply:
        """As the service documents it."""
        if asked.headers.get("PRIVATE-TOKEN") != TOKEN:
            return Reply({"message": "401 Unauthorized"}, 401)
        if asked.method == "GET" and asked.path == "/api/v4/user":
            return Reply({"id": USER, "username": "project_6_bot"})
        branch = re.fullmatch(rf"/api/v4/projects/{PROJECT_ID}/repository/branches/([^/]+)", asked.path)
        if asked.method == "GET" and branch:
            name = unquote(branch[1])
            if name not in self.branches:
                return Reply({"message": "404 Branch Not Found"}, 404)
            return Reply({"name": name, "commit": {"id": self.branches[name]}, "protected": True})
        merge = re.fullmatch(_MERGE, asked.path)
        if asked.method == "GET" and merge:
            return self._merge_request(int(merge[1]))
        answer = re.fullmatch(rf"{_MERGE}/status_check_responses", asked.path)
        if asked.method == "POST" and answer:
            return self._answer(asked.body, int(answer[1]))
        note = re.fullmatch(rf"{_MERGE}/notes(?:/(\d+))?", asked.path)
        if note:
            return self._note(asked, int(note[1]), int(note[2] or 0))
        self.wrong.append(f"{asked.method} {asked.path}")
        return Reply({"message": "404 Not Found"}, 404)

    def _merge_request(self, iid: int) -> Reply:
        usual = {"state": "opened", "target_branch": "main", "sha": self.heads.get(iid, HEAD)}
        return Reply({"id": 144, "iid": iid, "project_id": PROJECT_ID, **usual, **self.changed.get(iid, {})})

    def _answer(self, body: Json, iid: int) -> Reply:
        if set(body) != {"sha", "external_status_check_id", "status"} or body["status"] not in ("passed", "failed"):
            self.wrong.append(f"an answer: {body}")
            return Reply({"error": "status does not have a valid value"}, 400)
        if body["external_status_check_id"] != CHECK:
            return Reply({"message": "404 Not found"}, 404)
        head = self.heads.get(iid, HEAD)
        if body["sha"] != head:
            return Reply({"message": f"SHA does not match HEAD of source branch: {head}"}, 409)
        self.taken[iid].append(body["status"])
        check = {"id": CHECK, "name": "QA", "project_id": PROJECT_ID, "external_url": "https://x.example", "hmac": True}
        return Reply({"id": 1, "merge_request": {"id": 144, "iid": iid}, "external_status_check": check}, 201)

    def _note(self, asked: Asked, iid: int, number: int) -> Reply:
        if asked.method == "GET":
            size, page = int(asked.query["per_page"]), int(asked.query["page"])
            of_merge = [one for one in self.notes if one.get("noteable_iid", MERGE_REQUEST) == iid]
            return Reply(of_merge[size * (page - 1) : size * page])
        if not self.may_note:
            return Reply({"message": "403 Forbidden"}, 403)
        if set(asked.body) != {"body"}:
            self.wrong.append(f"a note: {asked.body}")
        if any(line.startswith("/") for line in asked.body["body"].splitlines()):
            self.wrong.append("a note with a command")
        if asked.method == "POST":
            made: Json = {"id": len(self.notes) + 1, "body": asked.body["body"], "author": {"id": USER}}
            made["noteable_iid"] = iid
            self.notes.append(made)
            return Reply(made, 201)
        [found] = [one for one in self.notes if one["id"] == number]
        found["body"] = asked.body["body"]
        return Reply(found)


__all__ = [
    "CHECK",
    "HEAD",
    "MERGE_REQUEST",
    "NEWEST",
    "OTHER",
    "PROJECT",
    "PROJECT_ID",
    "SECRET",
    "TOKEN",
    "USER",
    "FakeGitLab",
    "checks",
    "gitlab",
    "message",
    "signed",
]
