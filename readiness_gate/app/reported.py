"""Read a verdict that another run reported, as a message: anybody may have written it, so it is read strictly, shown
as harmless text, and never treated as judged."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from readiness_gate import files
from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.policy import Enforcement, Outcome
from readiness_gate.model.time import instant
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers.message import Message
from readiness_gate.reports.escape import markdown
from readiness_gate.reports.words import DECISIONS, labeled, short

LIMIT = 16 * 2**20
"""The most bytes of a file with a verdict."""
_SENTENCE, _TITLE, _NAME, _ROOM = 1_000, 120, 100, 20_000
_HOW = "Give a file that check --format json wrote for one milestone"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
_Text = Annotated[str, Field(min_length=1, max_length=100_000)]
_Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
_RuleId = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]


class _Part(BaseModel):
    """A part of a verdict; unknown keys are ignored."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class _Finding(_Part):
    rule: _RuleId
    title: _Text
    enforcement: Enforcement
    outcome: Outcome
    waived: bool
    message: _Text


class _Milestone(_Part):
    name: _Text
    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]


class _Policy(_Part):
    digest: _Digest


class _Verdict(_Part):
    schema_: Annotated[Literal[1], Field(alias="schema")]
    program: _Text
    milestone: _Milestone
    as_of: Annotated[str, Field(alias="as-of", pattern=_TIME)]
    decision: Decision
    decision_without_waivers: Annotated[Decision, Field(alias="decision-without-waivers")]
    sentence: _Text
    findings: Annotated[list[_Finding], Field(max_length=10_000)]
    policy: _Policy
    evidence_digest: Annotated[_Digest, Field(alias="evidence-digest")]


def reported(path: str) -> Message:
    """Return the message of a verdict in a file.

    Raises Unreadable if there is no such file, and CouldNotLook if it has no verdict, or a contradictory one.
    """
    try:
        content = files.content(Path(path), LIMIT)
    except files.NoPlainFile as error:
        raise Unreadable(f"{path} {error}") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"{path}: {getattr(error, 'strerror', None) or error}") from error
    try:
        verdict = _Verdict.model_validate(json.loads(content))
        as_of = instant(verdict.as_of)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "its content"
        raise CouldNotLook(f"{path} has no verdict ({where}: {first['msg']}). {_HOW}") from error
    except (ValueError, RecursionError) as error:
        raise CouldNotLook(f"{path} has no verdict. {_HOW}") from error
    message = _message(verdict, as_of)
    if verdict.decision == "go" and (message.failing or message.unknown):
        raise CouldNotLook(f"{path} contradicts itself: its decision is not that of its rules. {_HOW}")
    return message


def _message(verdict: _Verdict, as_of: int) -> Message:
    block = [one for one in verdict.findings if one.enforcement == "block"]
    name, program = short(verdict.milestone.name, _NAME), short(verdict.program, _NAME)
    title = f"{DECISIONS[verdict.decision]}: {name} on {verdict.milestone.date}"
    sentence = short(verdict.sentence, _SENTENCE)
    head = f"## Reported: {markdown(title)}\n\n**{markdown(program)}**, as of {verdict.as_of}\n\n{markdown(sentence)}\n"
    return Message(
        program=program,
        milestone=name,
        date=verdict.milestone.date,
        as_of=as_of,
        decision=verdict.decision,
        decision_without_waivers=verdict.decision_without_waivers,
        title=title,
        sentence=sentence,
        failing=_ids(one for one in block if one.outcome == "fail" and not one.waived),
        unknown=_ids(one for one in block if one.outcome == "unknown"),
        waived=_ids(one for one in block if one.waived),
        policy_digest=verdict.policy.digest,
        evidence_digest=verdict.evidence_digest,
        markdown=f"{head}{_list(block)}",
        short=head,
        trust="reported",
    )


def _ids(findings: Iterator[_Finding]) -> tuple[str, ...]:
    return tuple(sorted(one.rule for one in findings))


def _list(block: list[_Finding]) -> str:
    """Return the rules that block, as many as fit, and how many do not."""
    text, left_out = "", 0
    for one in (one for one in block if one.outcome in ("fail", "unknown")):
        status = "waived" if one.waived else one.outcome
        line = f"\n- {labeled(status)} {markdown(short(f'{one.rule} {one.title}', _TITLE))}"
        line += f": {markdown(short(one.message))}"
        if left_out or len((text + line).encode()) > _ROOM:
            left_out += 1
        else:
            text += line
    return text + (f"\n- {left_out} more: see the whole report" if left_out else "") + "\n"


__all__ = ["LIMIT", "reported"]
