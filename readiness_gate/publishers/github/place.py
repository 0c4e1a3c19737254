"""Where to publish: the repository, the commit and the pull request of a GitHub Actions job."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from readiness_gate import files
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping
from readiness_gate.publishers.github.hub import text

API = "https://api.github.com"
LARGEST_EVENT = 32 << 20
"""The maximum size in bytes of the event file."""
_REPOSITORY = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*/(?!\.{1,2}$)[A-Za-z0-9._-]+")
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_TOKEN = re.compile(r"[!-~]+")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Place:
    """What a job's environment says about it; "" and 0 if it does not."""

    api: str
    repository: str
    token: str
    sha: str
    """The commit to mark; for a pull request its last commit, not the test merge that was checked out."""
    pull_request: int
    event: str
    """The name of the event that started the job; "" outside of GitHub Actions."""
    is_event_known: bool
    """Whether the event file could be read."""
    head: str
    """The branch whose workflow reported, `octocat:fix`; "" unless another workflow started this one."""
    head_sha: str
    """The commit of that branch."""
    run_url: str


def place(environment: Mapping[str, str]) -> Place:
    """Return the place that the environment of a job describes."""
    event = environment.get("GITHUB_EVENT_NAME", "")
    known = _payload(environment.get("GITHUB_EVENT_PATH", ""))
    payload = known or {}
    change = as_mapping(payload.get("pull_request")) or {}
    other = as_mapping(payload.get("workflow_run")) or {}
    is_of_change = bool(change) or event.startswith("pull_request")
    head_sha = "" if event == "pull_request_target" else text(change, "head", "sha")
    owner, branch = text(other, "head_repository", "owner", "login"), text(other, "head_branch")
    return Place(
        api=environment.get("GITHUB_API_URL", "") or API,
        repository=environment.get("GITHUB_REPOSITORY", ""),
        token=environment.get("GITHUB_TOKEN", "").strip(),
        sha=head_sha if is_of_change else environment.get("GITHUB_SHA", ""),
        pull_request=_number(change),
        event=event,
        is_event_known=known is not None,
        head=f"{owner}:{branch}" if event == "workflow_run" and owner and branch else "",
        head_sha=text(other, "head_sha"),
        run_url=_run_url(environment),
    )


def _payload(path: str) -> Mapping[str, Any] | None:
    """Return the event; None if there is none, or it is unreadable: its content must then be given as options."""
    try:
        return as_mapping(json.loads(files.content(Path(path), LARGEST_EVENT))) if path else None
    except (files.NoPlainFile, OSError, ValueError, RecursionError):
        return None


def _number(change: Mapping[str, Any]) -> int:
    found = change.get("number")
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else 0


def _run_url(environment: Mapping[str, str]) -> str:
    server, repository, run = (
        environment.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    )
    is_known = server.startswith("https://") and is_repository(repository) and run.isdecimal()
    return f"{server}/{repository}/actions/runs/{run}" if is_known else ""


def is_repository(name: str) -> bool:
    """Return whether a text is an owner and a name."""
    return _REPOSITORY.fullmatch(name) is not None


def is_sha(sha: str) -> bool:
    """Return whether a text is a full commit id."""
    return _SHA.fullmatch(sha) is not None


def is_token(token: str) -> bool:
    """Return whether a text can be a token: it has no blanks and no line ends."""
    return _TOKEN.fullmatch(token) is not None


def is_api(address: str) -> bool:
    """Return whether a token may be sent to an address: over https, or on this machine."""
    try:
        parts = urlsplit(address)
        is_here = parts.scheme == "http" and parts.hostname in _LOOPBACK
        return (parts.scheme == "https" or is_here) and bool(parts.hostname) and not (parts.query or parts.username)
    except ValueError:
        return False


__all__ = ["API", "Place", "is_api", "is_repository", "is_sha", "is_token", "place"]
