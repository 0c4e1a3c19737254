"""The lines of the decision log: each is a JSON object that contains the digest of the line before and ends with its
own. A line that cannot be parsed is a problem, and is never skipped."""

import json
from datetime import date
from io import BytesIO
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, TypeAdapter, ValidationError

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.decisions import Choice, Closed, Condition, Decided, Entry
from readiness_gate.model.time import Instant, day, instant, iso
from readiness_gate.model.verdict import Decision
from readiness_gate.sources.decisions.problem import Problem
from readiness_gate.sources.decisions.seal import Odd, opened, sealed
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import MANY, Digest, Name, Text, Word

FILE = "readiness-decisions.jsonl"
LARGEST = 1 << 26
LONGEST = 1 << 18
"""The maximum size of a line in bytes: a decision with many conditions needs some tens of thousands."""
SCHEMA = 1
_MARKERS = b"<<<<<<<", b"|||||||", b"=======", b">>>>>>>"
"""The beginnings of the lines that git writes into a file with a merge conflict."""


@dataclass(frozen=True, slots=True)
class Log:
    """The lines of a decision log, up to the first one with a problem."""

    entries: tuple[Entry, ...] = ()
    digests: tuple[str, ...] = ()
    """The digest of each line."""
    size: int = 0
    """The size of these lines in bytes, with line ends of one byte."""
    problem: Problem | None = None

    @property
    def last(self) -> str:
        """The digest of the last line; empty if there are no lines."""
        return self.digests[-1] if self.digests else ""

    @property
    def decisions(self) -> list[Decided]:
        """The lines with a decision."""
        return [entry for entry in self.entries if isinstance(entry, Decided)]

    @property
    def conditions(self) -> frozenset[str]:
        """The ids of all conditions."""
        return frozenset(one.id for entry in self.decisions for one in entry.conditions)


EMPTY = Log()


def unified(content: bytes) -> bytes:
    """Return a log with LF line ends: git may have written CRLF into the work tree. No line contains CR itself."""
    return content.replace(b"\r\n", b"\n")


def parsed(content: bytes, before: Log = EMPTY) -> Log:
    """Return the lines of a log. `before` is an earlier version of it, with which the content must begin."""
    reading, content = _Reading(before), unified(content)
    size = before.size
    for number, line in enumerate(BytesIO(content[size:]), len(before.entries) + 1):
        try:
            reading.add(number, line)
        except Odd as error:
            return reading.log(size, Problem(number, str(error), error.remedy))
        size += len(line)
    return reading.log(size, None)


def line_of(entry: Entry, before: str) -> bytes:
    """Return the line of an entry. `before` is the digest of the line above it; "" for the first line."""
    own = _of_decision(entry) if isinstance(entry, Decided) else {"kind": "close", "condition": entry.condition}
    content = {"schema": SCHEMA, "number": entry.number, **own}
    content |= {"at": iso(entry.at), "by": entry.by, "because": entry.because, "before": before or None}
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Readable in git: printable characters stay as they are, invisible ones are escaped.
    body = "".join(one if one.isprintable() else json.dumps(one)[1:-1] for one in text).encode("utf-8")
    return sealed(body)


def why_no_text(text: str, *, is_name: bool = False) -> str | None:
    """Return why a text cannot be in a line, or with `is_name`, be the name of a decider; None if it can."""
    if not text:
        return "must not be empty"
    if "\n" in text or "\r" in text:
        return "must be without line breaks: write one line"
    kind: TypeAdapter[str] = TypeAdapter(Word if is_name else Text)
    try:
        kind.validate_python(text, strict=True)
    except ValidationError as error:
        return error.errors(include_url=False, include_input=False)[0]["msg"].removeprefix("Value error, ")
    return None


def _of_decision(one: Decided) -> dict[str, object]:
    return {
        "kind": "decision",
        "program": one.program,
        "milestone": one.milestone,
        "decision": one.choice,
        "gate": one.gate,
        "against-gate": one.is_against,
        "sentence": one.sentence,
        "evidence": one.evidence,
        "policy": one.policy,
        "as-of": iso(one.as_of),
        "conditions": [
            {"id": it.id, "text": it.text, "due": it.due.isoformat(), "owner": it.owner} for it in one.conditions
        ],
        "revisit": one.revisit.isoformat() if one.revisit else None,
    }


class _Conflict(Odd):
    """A line is a git conflict marker: two branches wrote a line each."""

    remedy = (
        f"keep the lines that landed (`git checkout --theirs {FILE}` while you merge the mainline, and --ours in place "
        "of --theirs while you rebase onto it), and run `readiness-gate decide` again"
    )


class _Reading:
    """Reads the lines one by one. Each must follow from the lines before it."""

    def __init__(self, before: Log) -> None:
        self._entries = list(before.entries)
        self._digests = list(before.digests)
        self._conditions = set(before.conditions)

    def log(self, size: int, problem: Problem | None) -> Log:
        """Return the lines read."""
        return Log(tuple(self._entries), tuple(self._digests), size, problem)

    def add(self, number: int, line: bytes) -> None:
        """Read a line. Raises Odd if it does not follow from the lines before it."""
        if line.startswith(_MARKERS):
            raise _Conflict("is that of a merge conflict")
        if len(line) > LONGEST:
            raise Odd(f"has more than {LONGEST} bytes")
        content, digest = opened(line)
        try:
            read = (_DecisionLine if content.get("kind") == "decision" else _ClosingLine).model_validate(content)
        except ValidationError as error:
            raise Odd(f"is not understood: {_in_words(error)}") from error
        if read.before != (self._digests[-1] if self._digests else None):
            raise Odd("does not follow the line before it: a line was changed, removed, inserted or moved")
        if read.number != number:
            raise Odd(f"has the number {read.number}: a line was removed or inserted")
        entry = _closed(read, self._conditions) if isinstance(read, _ClosingLine) else _decided(read)
        self._conditions |= {one.id for one in entry.conditions} if isinstance(entry, Decided) else set[str]()
        self._entries.append(entry)
        self._digests.append(digest)


def _in_words(error: ValidationError) -> str:
    """Return the first error in a line, and where it is."""
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, first["loc"])) or "the line"
    return f"{where}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _written(text: object) -> Instant:
    """Return an instant from the one form in which this program writes it. Raises ValueError for any other form."""
    moment = instant(text) if isinstance(text, str) else 0
    if iso(moment) != text:
        raise ValueError("must be a time such as 2027-02-14T09:00:00Z")
    return moment


def _day(text: object) -> date:
    if not isinstance(text, str):
        raise ValueError("must be a day such as 2027-02-14")  # noqa: TRY004 - pydantic reports a ValueError
    return day(text)


_Time = Annotated[Instant, BeforeValidator(_written)]
_Day = Annotated[date, BeforeValidator(_day)]


class _ConditionPart(StrictModel):
    id: str
    text: Text
    due: _Day
    owner: Text


class _Line(StrictModel):
    """What every line has."""

    version: Literal[1] = Field(alias="schema")
    number: int
    at: _Time
    by: Word
    because: Text
    before: Digest | None


class _DecisionLine(_Line):
    kind: Literal["decision"]
    program: Text
    milestone: Name
    decision: Choice
    gate: Decision
    against_gate: bool
    sentence: Text
    evidence: Digest
    policy: Digest
    as_of: _Time
    conditions: Annotated[list[_ConditionPart], Field(max_length=MANY)]
    revisit: _Day | None


class _ClosingLine(_Line):
    kind: Literal["close"]
    condition: str


def _decided(read: _DecisionLine) -> Decided:
    """Return the entry of a line. Raises Odd if the line contradicts itself."""
    conditions = tuple(Condition(one.id, one.text, one.due, one.owner) for one in read.conditions)
    entry = Decided(
        number=read.number,
        at=read.at,
        by=read.by,
        because=read.because,
        milestone=read.milestone,
        choice=read.decision,
        gate=read.gate,
        sentence=read.sentence,
        evidence=read.evidence,
        policy=read.policy,
        as_of=read.as_of,
        conditions=conditions,
        revisit=read.revisit,
        program=read.program,
    )
    if entry.is_against != read.against_gate:
        raise Odd("contradicts itself on whether it is against the gate")
    if [one.id for one in conditions] != [f"{read.number}.{place}" for place in range(1, len(conditions) + 1)]:
        raise Odd("has conditions with other ids than its own")
    if read.as_of > read.at:
        raise Odd(f"decides on a state of {iso(read.as_of)}, which was still to come")
    return entry


def _closed(read: _ClosingLine, conditions: set[str]) -> Closed:
    """Return the entry of a line. A condition may be closed twice, as a line may not count. Raises Odd if unknown."""
    if read.condition not in conditions:
        raise Odd(f'closes "{read.condition}", which is not a condition of a line above it')
    return Closed(read.number, read.at, read.by, read.because, read.condition)
