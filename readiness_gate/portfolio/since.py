"""Compares a portfolio with an earlier report of it: first its programs, then the decisions of their gates."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from readiness_gate import files
from readiness_gate.errors import BadUse
from readiness_gate.model.portfolio import Assessment, GateState, SinceThen
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import instant
from readiness_gate.model.verdict import WORST_FIRST, Decision
from readiness_gate.portfolio.answers import Part, WrongAnswer
from readiness_gate.reports.portfolio.sealing import why_not_sealed

LARGEST = 1 << 26
_HOW = "Give a file that `readiness-gate portfolio check --format json` wrote"
_TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$"
_Text = Annotated[str, Field(min_length=1, max_length=4_000)]


class _Program(Part):
    name: _Text
    checkout: _Text
    config: _Text

    @property
    def place(self) -> tuple[str, str]:
        """The checkout and the configuration that are judged under this name."""
        return self.checkout, self.config


class _Gate(Part):
    program: _Text
    milestone: _Text | None
    decision: Decision
    has_verdict: Annotated[bool, Field(alias="has-verdict")]
    policy_digest: Annotated[str | None, Field(alias="policy-digest")]


class Earlier(Part):
    """What an earlier report is compared by."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    portfolio: _Text
    evaluated_at: Annotated[str, Field(alias="evaluated-at", pattern=_TIME)]
    tags: list[_Text]
    programs: Annotated[list[_Program], Field(max_length=10_000)]
    gates: Annotated[list[_Gate], Field(max_length=100_000)]


def earlier_report(path: Path) -> Earlier:
    """Return the earlier report of a portfolio in a file. Raises BadUse if the file is not a valid report."""
    try:
        found = Earlier.model_validate(unedited(files.content(path, LARGEST)))
        instant(found.evaluated_at)
        _refuse_edited(found)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "its content"
        raise BadUse(f"--since-report {path}: no report of a portfolio ({where}: {first['msg']}). {_HOW}") from error
    except WrongAnswer as error:
        raise BadUse(f"--since-report {path}: {error}. {_HOW}") from error
    except files.NoPlainFile as error:
        raise BadUse(f"--since-report {path}: {error}. {_HOW}") from error
    except OSError as error:
        raise BadUse(f"--since-report {path}: {error.strerror}. {_HOW}") from error
    except (ValueError, RecursionError) as error:
        raise BadUse(f"--since-report {path}: no report of a portfolio. {_HOW}") from error
    return found


def unedited(data: bytes) -> object:
    """Return the content of a report. Raises WrongAnswer if its digest does not match, and ValueError if it is not
    JSON."""
    content: object = json.loads(data)
    table = as_mapping(content)
    wrong = why_not_sealed(table) if table is not None and {"portfolio", "gates"} <= table.keys() else ""
    if wrong:
        raise WrongAnswer(wrong)
    return content


def _refuse_edited(earlier: Earlier) -> None:
    """Raise WrongAnswer if no run can have written the report."""
    refuse_other_gates([one.name for one in earlier.programs], [(one.program, one.milestone) for one in earlier.gates])


def refuse_other_gates(programs: Sequence[str], gates: Sequence[tuple[str, str | None]]) -> None:
    """Raise WrongAnswer unless each program occurs once and has gates, each gate occurs once, and no gate belongs to
    another program."""
    if len({*programs}) != len(programs) or len({*gates}) != len(gates):
        raise WrongAnswer("a program or a gate is in it twice, so somebody edited it")
    if {program for program, _ in gates} != {*programs}:
        raise WrongAnswer("its gates are not those of its programs, so somebody edited it")


def refuse_other(earlier: Earlier, name: str, tags: tuple[str, ...]) -> None:
    """Raise BadUse if the report is of another portfolio, or of another selection of its programs."""
    if earlier.portfolio != name:
        raise BadUse(f'--since-report: the report is of "{earlier.portfolio}", and this portfolio is "{name}"')
    if sorted(earlier.tags) != sorted(tags):
        then = ", ".join(earlier.tags) or "none"
        raise BadUse(f"--since-report: the report is of other programs (its tags: {then}). Give the same --tag options")


def since(earlier: Earlier, assessment: Assessment) -> SinceThen:
    """Return the changes since an earlier report."""
    then = {one.name: one.place for one in earlier.programs}
    now = {one.member.name: (one.member.checkout, one.member.config) for one in assessment.states}
    moved = [name for name, place in now.items() if then.get(name, place) != place]
    before = {(gate.program, gate.milestone or ""): gate for gate in earlier.gates}
    same = [gate for gate in assessment.gates if gate.program not in moved]
    both = [(before[key], gate) for gate in same if (key := (gate.program, gate.milestone)) in before]
    changed = [(old, gate) for old, gate in both if old.has_verdict and gate.has_verdict]
    return SinceThen(
        earlier=earlier.evaluated_at,
        joined=tuple(name for name in now if name not in then),
        left=tuple(one.name for one in earlier.programs if one.name not in now),
        stopped=_stopped(earlier, assessment, {*now}.difference(moved)),
        worse=tuple(_moved(old, gate) for old, gate in changed if _rank(gate.decision) < _rank(old.decision)),
        better=tuple(_moved(old, gate) for old, gate in changed if _rank(gate.decision) > _rank(old.decision)),
        moved=tuple(f"{name} (was {_place(then[name])}, is {_place(now[name])}; not compared)" for name in moved),
        started=_started(earlier, assessment, {*then}.difference(moved)),
    )


def _place(place: tuple[str, str]) -> str:
    """Return a configuration in its checkout as a path: `wave-2/readiness-gate.toml`."""
    return "/".join(place)


def _stopped(earlier: Earlier, assessment: Assessment, now: set[str]) -> tuple[str, ...]:
    """Return the gates, of programs that are still in the portfolio, that had a verdict then and have none now, and
    those that are no longer requested."""
    asked = {(gate.program, gate.milestone) for gate in assessment.gates}
    have = {(gate.program, gate.milestone) for gate in assessment.gates if gate.has_verdict}
    return tuple(
        f"{gate.program}, {gate.milestone} (was {gate.decision})"
        for gate in earlier.gates
        if gate.program in now
        and gate.milestone
        and (gate.program, gate.milestone) not in (have if gate.has_verdict else asked)
    )


def _started(earlier: Earlier, assessment: Assessment, then: set[str]) -> tuple[str, ...]:
    """Return the gates, of programs that were already in the portfolio, that have a verdict now and had none then, and
    those that were not requested then."""
    asked = {(gate.program, gate.milestone) for gate in earlier.gates}
    had = {(gate.program, gate.milestone) for gate in earlier.gates if gate.has_verdict}
    return tuple(
        f"{gate.program}, {gate.milestone} (now {gate.decision})"
        for gate in assessment.gates
        if gate.program in then
        and gate.milestone
        and (gate.program, gate.milestone) not in (had if gate.has_verdict else asked)
    )


def _moved(old: _Gate, gate: GateState) -> str:
    also = ", under another policy" if old.policy_digest != gate.policy_digest else ""
    more = "".join(f", {one}" for one in gate.reservations)
    return f"{gate.program}, {gate.milestone}: {old.decision} to {gate.decision}{also}{more}"


def _rank(decision: Decision) -> int:
    return WORST_FIRST.index(decision)
