"""A stand-in for GitHub on loopback as an app sees it: tokens, and deployments that wait for an answer. Each request is
checked against GitHub's own description, and an answer against the strict form of it.

Also the messages that GitHub sends, made of its description of them.
"""

import copy
import hashlib
import hmac
import json
import os
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from openapi_core.testing import MockRequest

from readiness_gate.deployments.github.secret import Secrets
from readiness_gate.model.deployments import GitHubApp, Rule
from readiness_gate.model.shapes import as_sequence
from support.fake_service import FakeService, Json, gate, headers_of
from support.github_server import described, description
from support.jira_server import Asked, Reply

SCHEMA = Path(__file__).parents[1] / "contract" / "github-webhook.schema.json"
REPOSITORY, ENVIRONMENT, INSTALLATION = "octo-org/crm", "production", 4567
SHA = "ab" * 20
SECRET = b"planted-webhook-secret-0123456789"
TOKEN = "ghs_planted0123456789abcdefghij"  # noqa: S105 - that of a stand-in
RUN = 42


@cache
def key() -> rsa.RSAPrivateKey:
    """The private key of the app; that of the test where this is a process of it."""
    given = os.environ.get("READINESS_TEST_KEY", "")
    if not given:
        return rsa.generate_private_key(65537, 2048)
    found = serialization.load_pem_private_key(given.encode(), None)
    assert isinstance(found, rsa.RSAPrivateKey)
    return found


@cache
def pem() -> str:
    """The same, as GitHub gives it."""
    form = serialization.PrivateFormat.TraditionalOpenSSL
    return key().private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def secrets() -> Secrets:
    """The secrets of the app."""
    return Secrets(pem(), SECRET)


def rule(environment: str = ENVIRONMENT, installation: int = INSTALLATION, **given: Any) -> Rule:
    """The rule of an environment; what else is given is of its gate."""
    return Rule(REPOSITORY, installation, environment, gate(**given))


def app(api: str = "https://api.github.com", *rules: Rule) -> GitHubApp:
    """The app."""
    return GitHubApp(api, "", 3_600, rules or (rule(),), "Iv23liExample", "")


# What GitHub sends --------------------------------------------------------------------------------------------------


@cache
def schema() -> Json:
    """GitHub's description of the message."""
    found: Json = json.loads(SCHEMA.read_text())
    return found


def message(api: str = "https://api.github.com", *, run: int = RUN, deployment: int = 7, sha: str = SHA) -> Json:
    """A message as GitHub sends it."""
    made = copy.deepcopy(_template())
    made["deployment_callback_url"] = f"{api}/repos/{REPOSITORY}/actions/runs/{run}/deployment_protection_rule"
    made["deployment"] |= {"id": deployment, "sha": sha}
    return made


@cache
def _template() -> Json:
    """A message that GitHub's description allows."""
    made: Json = _any({"$ref": "#/definitions/deployment_protection_rule$requested"})
    made |= {
        "environment": ENVIRONMENT,
        "event": "push",
        "deployment_callback_url": f"https://api.github.com/repos/{REPOSITORY}/actions/runs/1/x",
        "deployment": {**_any({"$ref": "#/definitions/deployment"}), "environment": ENVIRONMENT},
        "installation": {"id": INSTALLATION, "node_id": "x"},
    }
    made["repository"]["full_name"] = REPOSITORY
    jsonschema.validate(made, schema())
    return made


def _any(form: Mapping[str, Any]) -> Any:
    """A value that a part of the description allows, with what is required alone."""
    if "$ref" in form:
        return _any(schema()["definitions"][form["$ref"].rpartition("/")[2]])
    for word in ("oneOf", "anyOf", "allOf"):
        if word in form:
            return _any(form[word][0])
    if "enum" in form:
        return form["enum"][0]
    kinds = as_sequence(form["type"])
    kind = str(kinds[0] if kinds else form["type"])
    if kind == "object":
        return {name: _any(form["properties"][name]) for name in form.get("required", ())}
    dated = {"date-time": "2026-03-09T08:00:00Z", "uri": "https://api.github.com/x"}
    texts: Mapping[str, Any] = {"string": dated.get(form.get("format", ""), "x"), "integer": 1, "boolean": False}
    return texts.get(kind, [] if kind == "array" else None)


def signed(body: bytes, delivery: str = "d-1", **given: str) -> dict[str, str]:
    """The headers of a message."""
    usual = {
        "x-github-event": "deployment_protection_rule",
        "x-github-delivery": delivery,
        "x-hub-signature-256": "sha256=" + hmac.new(SECRET, body, hashlib.sha256).hexdigest(),
    }
    return headers_of(usual, **given)


# GitHub -------------------------------------------------------------------------------------------------------------


@dataclass
class FakeGitHubApp(FakeService):
    """The state of a stand-in, and what disturbs it."""

    comments: list[str] = field(default_factory=list[str])

    @property
    def states(self) -> list[str]:
        """All answers that arrived, in their order."""
        return [one.body["state"] for one in self.asked if "deployment_protection_rule" in one.path]

    def check(self, asked: Asked) -> None:
        """Whether GitHub's description allows it."""
        request = MockRequest(
            "https://api.github.com",
            asked.method.lower(),
            asked.path,
            headers={},
            data=json.dumps(asked.body).encode(),
            content_type="application/json",
        )
        try:
            description().validate_request(request)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            self.wrong.append(f"{asked.method} {asked.path}: {error.__cause__ or error}"[-400:])

    def answer(self, asked: Asked) -> Reply:
        """As the service documents it."""
        given = asked.headers.get("Authorization", "").removeprefix("Bearer ")
        tokens = re.fullmatch(r"/app/installations/(\d+)/access_tokens", asked.path)
        if tokens and asked.method == "POST":
            return self._token(asked, given, int(tokens[1]))
        review = re.fullmatch(rf"/repos/{REPOSITORY}/actions/runs/(\d+)/deployment_protection_rule", asked.path)
        if review and asked.method == "POST":
            if given != TOKEN:
                return Reply({"message": "Bad credentials"}, 401)
            return self._review(asked, int(review[1]))
        return Reply({"message": "Not Found"}, 404)

    def _token(self, asked: Asked, given: str, installation: int) -> Reply:
        try:
            said = jwt.decode(given, key().public_key(), algorithms=["RS256"], options={"require": ["exp", "iat"]})
        except jwt.PyJWTError as error:
            return Reply({"message": f"Bad credentials: {type(error).__name__}"}, 401)
        if said["iss"] != app().id or said["exp"] - said["iat"] > 600 or said["exp"] > time.time() + 600:
            return Reply({"message": "'Expiration time' claim ('exp') is too far in the future"}, 401)
        if installation != INSTALLATION:
            return Reply({"message": "Not Found"}, 404)
        if asked.body != {"repositories": ["crm"], "permissions": {"deployments": "write"}}:
            self.wrong.append(f"a token for {asked.body}")
        found = described()["paths"]["/app/installations/{installation_id}/access_tokens"]["post"]["responses"]["201"]
        value = found["content"]["application/json"]["examples"]["default"]["value"]
        return Reply({**value, "token": TOKEN, "permissions": {"deployments": "write", "metadata": "read"}}, 201)

    def _review(self, asked: Asked, run: int) -> Reply:
        strict = {**described()["components"]["schemas"]["review-custom-gates-state-required"]}
        try:
            jsonschema.validate(asked.body, {**strict, "additionalProperties": False})
        except jsonschema.ValidationError as error:
            self.wrong.append(f"an answer: {error.message}")
        if len(asked.body["comment"].encode("utf-16-le")) > 2 * 1024 or asked.body["environment_name"] != ENVIRONMENT:
            return Reply({"message": "Validation Failed"}, 422)
        if self.taken[run]:
            self.refused[run].append(asked.body["state"])
            return Reply({"message": "No pending deployment requests to approve or reject"}, 422)
        self.taken[run].append(asked.body["state"])
        self.comments.append(asked.body["comment"])
        return Reply(b"", 204)


__all__ = [
    "ENVIRONMENT",
    "INSTALLATION",
    "REPOSITORY",
    "RUN",
    "SECRET",
    "SHA",
    "TOKEN",
    "FakeGitHubApp",
    "app",
    "key",
    "message",
    "pem",
    "rule",
    "secrets",
    "signed",
]
