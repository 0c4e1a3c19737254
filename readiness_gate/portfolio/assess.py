"""Evaluates all programs of a portfolio and combines the decisions of their gates."""

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
"""Returns the answer to each job, in the order of the jobs."""


@dataclass(frozen=True, slots=True)
class Request:
    """The options of an evaluation, equal for every program of a portfolio."""

    root: Path
    """The folder of the portfolio's file, absolute."""
    now: Instant
    as_of: str | None = None
    """As in `check --as-of`; a day is one in each program's time zone."""
    in_ci: bool = False
    """Whether the run is in CI, where nobody may read a note: a milestone that has passed must be named."""
    seconds: int = 300
    """The time limit for one program."""
    memory: int = 4_096
    """The memory limit for one program, in MiB."""


def selected(portfolio: Portfolio, tags: Sequence[str]) -> tuple[Member, ...]:
    """Return the programs with any of the tags; all programs without tags. Raises BadUse if no program has a tag."""
    known = sorted({tag for member in portfolio.members for tag in member.tags})
    for tag in tags:
        if tag not in known:
            raise BadUse(f'--tag: no program of the portfolio has the tag "{tag}"{did_you_mean(tag, known)}')
    return tuple(member for member in portfolio.members if not tags or member.tags.intersection(tags))


def assess(portfolio: Portfolio, request: Request, run: Run, tags: Sequence[str] = ()) -> Assessment:
    """Return the states of all gates of a portfolio; each program is evaluated separately."""
    members = selected(portfolio, tags)
    key = secrets.token_hex(32)
    answers = run([job(member, request, key) for member in members])
    states = tuple(state_of(member, answer) for member, answer in zip(members, answers, strict=True))
    left_out = tuple(member.name for member in portfolio.members if member not in members)
    return together(Assessment(portfolio.name, request.now, states, tuple(dict.fromkeys(tags)), left_out))


def job(member: Member, request: Request, key: str) -> str:
    """Return the job for the process of a program, as one line of JSON. `key` makes the pseudonyms of people, which
    are equal in all programs of one run."""
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
    """Return the assessment with the warnings, and the unknowns, that only several programs together show."""
    return replace(assessment, warnings=concerns(assessment), unknown=tuple(unknown(assessment)))
