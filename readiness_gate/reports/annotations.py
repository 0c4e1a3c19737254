"""The verdict as GitHub annotations: workflow commands for its runner, at lines of the policy and of documents.

GitHub shows at most ten of a level for each step and silently drops the rest, so the last one says how many more there
are.
"""

from collections.abc import Iterator, Sequence
from typing import Literal, TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.repositories import parted
from readiness_gate.model.verdict import Line, Verdict
from readiness_gate.model.wording import counted
from readiness_gate.reports.escape import printable
from readiness_gate.reports.page import Requirement, page
from readiness_gate.reports.places import files
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import short

_Level: TypeAlias = Literal["error", "warning"]
_MOST = 10
_LONGEST = 1_000
_IN_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_PROPERTIES = {**_IN_DATA, ":": "%3A", ",": "%2C"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """A message at a line of a file, or on the whole job."""

    level: _Level
    title: str
    text: str
    at: Line | None = None


def report(_display: Display) -> Report:
    """Return the report for the log of a job on GitHub."""
    return Report("github", "text/plain; charset=utf-8", lambda verdict: render(verdict).encode(), wants_lines=True)


def render(verdict: Verdict) -> str:
    """Return the commands, one per line; empty for a go without warnings."""
    found = list(annotations(verdict))
    kept = [*_first(found, "error"), *_first(found, "warning")]
    return "".join(f"{_command(one)}\n" for one in kept)


def annotations(verdict: Verdict) -> Iterator[Annotation]:
    """Yield the decision, each rule that blocks it or warns, and each stale file."""
    top = verdict.lines.get("")
    if verdict.decision != "go":
        yield Annotation("error", f"{verdict.milestone.name}: {verdict.decision}", verdict.sentence, top)
    for item, finding in zip(page(verdict).requirements, verdict.findings, strict=True):
        blocks = item.status in ("fail", "unknown") and finding.rule.enforcement == "block"
        if blocks or item.status in ("fail", "unknown", "warn"):
            text = " ".join(part for part in (item.message, item.to_do) if part)
            level: _Level = "error" if blocks else "warning"
            yield Annotation(level, _title(item), text, verdict.lines.get(finding.rule.id, top))
            for piece in files(finding):
                repository, path = parted(piece.path)
                if not repository:
                    yield Annotation("warning", _title(item), piece.note or piece.id, Line(path, piece.line or 1))


def _title(item: Requirement) -> str:
    return f"{item.rule}: {item.title}"


def _first(found: Sequence[Annotation], level: _Level) -> list[Annotation]:
    """Return the annotations of a level, as many as are shown."""
    ours = [one for one in found if one.level == level]
    if len(ours) <= _MOST:
        return ours
    rest = counted(len(ours) - _MOST + 1, "more annotation")
    return [*ours[: _MOST - 1], Annotation(level, rest, f"{rest} of this level: the job summary has everything.")]


def _command(one: Annotation) -> str:
    place = {} if one.at is None else {"file": one.at.path, "line": str(one.at.number)}
    properties = {**place, "title": one.title}
    written = ",".join(f"{name}={_escaped(value, _IN_PROPERTIES)}" for name, value in properties.items())
    return f"::{one.level} {written}::{_escaped(one.text, _IN_DATA)}"


def _escaped(text: str, codes: dict[str, str]) -> str:
    return "".join(codes.get(letter, letter) for letter in printable(short(text, _LONGEST)))
