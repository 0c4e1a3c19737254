"""A stand-in for Azure DevOps on loopback as its checks see it: runs, lines in their logs, and events that end a check.
It takes only what its documentation describes, and answers as that says.

Also the messages that a check sends, as it is to be configured.
"""

import base64
import json
import re
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from readiness_gate.deployments.azure import AzureDevOps
from readiness_gate.model.deployments import Checks, Rule
from support.fake_service import FakeService, Json, gate, headers_of
from support.jira_server import Asked, Reply

CONFIGURED = Path(__file__).parents[2] / "integrations" / "azure-devops" / "check" / "body.json"
PROJECT, REPOSITORY, ENVIRONMENT = "6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c", "crm", "production"
ORGANIZATION, SHA, BUILD = "https://dev.azure.com/octo-org", "ab" * 20, 42
SECRET = b"planted-password-0123456789abcdef"
TOKEN = "eyJplanted0123456789.abcdef.ghijkl"  # noqa: S105 - that of a stand-in
_PLAN = r"/([0-9a-f-]{36})/_apis/distributedtask/hubs/([A-Za-z]+)/plans/([0-9a-f-]{36})"


def checks(url: str = ORGANIZATION, **given: Any) -> Checks:
    """The checks of an environment; what is given is of its gate."""
    return Checks(url, "", 3_600, (Rule(REPOSITORY, PROJECT, ENVIRONMENT, gate(**given)),))


def azure(url: str = ORGANIZATION, **given: Any) -> AzureDevOps:
    """The service."""
    return AzureDevOps(checks(url, **given), SECRET)


def _id(kind: str, build: int) -> str:
    return str(uuid.uuid5(uuid.UUID(PROJECT), f"{kind} {build}"))


def message(url: str = ORGANIZATION, *, build: int = BUILD, sha: str = SHA, **given: object) -> Json:
    """A message, with what the check is configured to send in place of its variables."""
    values = {
        "PlanUrl": f"{url}/",
        "ProjectId": PROJECT,
        "HubName": "checks",
        "PlanId": _id("plan", build),
        "JobId": _id("job", build),
        "TimelineId": _id("timeline", build),
        "TaskInstanceId": _id("task", build),
        "AuthToken": f"{TOKEN}{build}",
        "BuildId": str(build),
        "Repository": REPOSITORY,
        "SourceVersion": sha,
        "Environment": ENVIRONMENT,
    }
    assert set(values) == set(json.loads(CONFIGURED.read_text()))
    return {**values, **given}


def changed(name: str, value: object) -> Json:
    """A message with something else in one place."""
    return {**message(), name: value}


def headers(**given: str) -> dict[str, str]:
    """The headers of a message."""
    basic = base64.b64encode(b"any:" + SECRET).decode()
    return headers_of({"authorization": f"Basic {basic}"}, **given)


def sign(_body: bytes, **given: str) -> dict[str, str]:
    """The same: nothing is signed."""
    return headers(**given)


@dataclass
class FakeAzure(FakeService):
    """The state of a stand-in, and what disturbs it."""

    lines: list[str] = field(default_factory=list[str])
    """What the logs of the runs show."""
    run: Json = field(default_factory=dict[str, Any])
    """What is otherwise in a run."""
    loses_tokens = True

    def answer(self, asked: Asked) -> Reply:
        """As the service documents it."""
        token = re.fullmatch(rf"Bearer {re.escape(TOKEN)}(\d+)", asked.headers.get("Authorization", ""))
        if token is None:
            return Reply(b"<html>Sign in</html>", 203, {"Content-Type": "text/html"})
        build = int(token[1])
        if asked.query != {"api-version": "7.1"}:
            self.wrong.append(f"{asked.path}: {asked.query}")
        if asked.method == "GET" and asked.path == f"/{PROJECT}/_apis/build/builds/{build}":
            project = {"id": PROJECT, "name": "CRM"}
            run = {"id": build, "project": project, "repository": {"id": "1", "name": "crm"}, "sourceVersion": SHA}
            return Reply({**run, **self.run})
        feed = re.fullmatch(rf"{_PLAN}/timelines/([0-9a-f-]{{36}})/records/([0-9a-f-]{{36}})/feed", asked.path)
        if asked.method == "POST" and feed:
            wanted = (PROJECT, "checks", *(_id(kind, build) for kind in ("plan", "timeline", "job")))
            if feed.groups() != wanted or asked.body["count"] != len(asked.body["value"]):
                self.wrong.append(f"a line: {asked.path} {asked.body}")
            self.lines += asked.body["value"]
            return Reply(b"", 200)
        event = re.fullmatch(rf"{_PLAN}/events", asked.path)
        if asked.method == "POST" and event:
            return self._end(asked.body, event.groups(), build)
        self.wrong.append(f"{asked.method} {asked.path}")
        return Reply({"message": "Not found"}, 404)

    def _end(self, body: Json, plan: tuple[str | Any, ...], build: int) -> Reply:
        right = {"name": "TaskCompleted", "taskId": _id("task", build), "jobId": _id("job", build)}
        right_plan = (PROJECT, "checks", _id("plan", build))
        if body.get("result") not in ("succeeded", "failed") or body != {**right, "result": body["result"]}:
            self.wrong.append(f"an event: {body}")
        if plan != right_plan or self.taken[build]:
            self.refused[build].append(body["result"])
            return Reply({"message": "The plan is not found, or has ended"}, 404)
        self.taken[build].append(body["result"])
        return Reply(b"", 200)


__all__ = [
    "BUILD",
    "CONFIGURED",
    "ENVIRONMENT",
    "ORGANIZATION",
    "PROJECT",
    "REPOSITORY",
    "SECRET",
    "SHA",
    "TOKEN",
    "FakeAzure",
    "azure",
    "changed",
    "checks",
    "headers",
    "message",
    "sign",
]
