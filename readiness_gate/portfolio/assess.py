"""Evaluates all programs of a portfolio, and puts together what their gates decided."""

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.portfolio import Assessment, Member, Portfolio
from readiness_gate.model.time import Instant
from readiness_gate.portfolio.answers import state_of
from readiness_gate.portfolio.concerns import concerns, unknown
from readiness_gate.toml.problems import did_you_mean

Run = Callable[[Sequence[str]], list[str]]
"""Returns the answer to each job, in their order."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of every program of a portfolio."""

    root: Path
    """The folder of the portfolio's file, absolute."""
    now: Instant
    as_of: str | None = None
    """As `check --as-of` takes it; a day is one of each program's time zone."""
    in_ci: bool = False
    """Whether nobody may read a note, so that a milestone that passed must be named."""
    seconds: int = 300
    """The time for one program."""
    memory: int = 4_096
    """The memory for one program, in MiB."""


def selected(portfolio: Portfolio, tags: Sequence[str]) -> tuple[Member, ...]:
    """The programs with one of some tags; all without any. Raises BadUse for a tag that no program has."""
    known = sorted({tag for member in portfolio.members for tag in member.tags})
    for tag in tags:
        if tag not in known:
            raise BadUse(f'--tag: no program of the portfolio has the tag "{tag}"{did_you_mean(tag, known)}')
    return tuple(member for member in portfolio.members if not tags or member.tags.intersection(tags))


def assess(portfolio: Portfolio, request: Request, run: Run, tags: Sequence[str] = ()) -> Assessment:
    """The states of all gates of a portfolio, each evaluated apart from all others."""
    members = selected(portfolio, tags)
    key = secrets.token_hex(32)
    answers = run([job(member, request, key) for member in members])
    states = tuple(state_of(member, answer) for member, answer in zip(members, answers, strict=True))
    left_out = tuple(member.name for member in portfolio.members if member not in members)
    return together(Assessment(portfolio.name, request.now, states, tuple(dict.fromkeys(tags)), left_out))


def job(member: Member, request: Request, key: str) -> str:
    """What the process of a program is asked, as one line of JSON. `key` makes the pseudonyms of people, which are
    alike in all programs of one run."""
    return json.dumps(
        {
            "name": member.name,
            "checkout": str(request.root / member.checkout),
            "config": member.config,
            "milestones": member.milestones,
            "policy-ref": member.policy_ref,
            "now": request.now,
            "as-of": request.as_of,
            "in-ci": request.in_ci,
            "seconds": request.seconds,
            "memory": request.memory,
            "key": key,
        },
        ensure_ascii=False,
    )


def together(assessment: Assessment) -> Assessment:
    """The same, with what only several programs together show."""
    return replace(assessment, warnings=concerns(assessment), unknown=tuple(unknown(assessment)))
