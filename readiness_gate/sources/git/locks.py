"""When the policy was locked, by every version of the configuration that landed: to move a lock does not undo it."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import tomli

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import PolicyVersion
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import Instant, end_of_day
from readiness_gate.sources.git import process
from readiness_gate.sources.git.chain import Chain
from readiness_gate.sources.git.process import Repository
from readiness_gate.sources.git.walk import LOG, MAINLINE

_MISSING = (
    "earlier versions of the configuration were not fetched, so nobody can tell whether its lock was moved: fetch them "
    "(git fetch --refetch --no-filter; in CI without a filter)"
)


def versions(repository: Repository, chain: Chain, path: str) -> tuple[PolicyVersion, ...] | Unavailable:
    """Every version of the configuration that landed, oldest first, with the locks that it declared."""
    words = (*LOG, *MAINLINE, "--format=%H", "--end-of-options", chain.commits[-1], "--", path)
    try:
        told = process.whole(repository, *words).split(b"\0")
        return tuple(_versions(repository, chain, path, [each.strip().decode() for each in told if each.strip()]))
    except CouldNotLook as error:
        return Unavailable(str(error))


def _versions(repository: Repository, chain: Chain, path: str, commits: list[str]) -> Iterator[PolicyVersion]:
    places = {commit: place for place, commit in enumerate(chain.commits)}
    for commit in reversed(commits):
        blob = process.output(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}:{path}")
        content = process.output(repository, "cat-file", "blob", blob.decode().strip()) if blob else b""
        if content is None:
            raise CouldNotLook(_MISSING)
        locks = _locks(content)
        if locks is not None:
            yield PolicyVersion(chain.landed[places[commit]], locks)


def _locks(content: bytes) -> dict[str, Instant | None] | None:
    """The end of the day that each milestone's policy is locked on, None without one; nothing of a version that is no
    configuration: it judged nothing, and undid no lock."""
    try:
        table = tomli.loads(content.decode())
        zone = ZoneInfo(str((as_mapping(table.get("program")) or {}).get("timezone") or "UTC"))
    except (ValueError, OSError, RecursionError):
        return None
    milestones = as_mapping(table.get("milestones"))
    if milestones is None:
        return None
    return {name: _lock((as_mapping(each) or {}).get("policy-lock"), zone) for name, each in milestones.items()}


def _lock(day: object, zone: ZoneInfo) -> Instant | None:
    if not isinstance(day, dt.date) or isinstance(day, dt.datetime):
        return None
    return end_of_day(day, zone)
