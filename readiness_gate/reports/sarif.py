"""The verdict as SARIF 2.1.0, for code scanning and viewers: results at the lines of the policy and in documents.

There is a result for each rule that fails, warns or is unknown, and one for a decision that is not a go. As the
standard requires, a result that cannot be decided has the kind `open`, only the kind `fail` has a level, and an
accepted risk is a suppressed failure. The decision is an error unless it is a go: hosts block by level, and would let
an `open` result through.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import Enforcement
from readiness_gate.model.reading import Evidence
from readiness_gate.model.repositories import parted
from readiness_gate.model.time import iso
from readiness_gate.model.verdict import Finding, Line, Verdict
from readiness_gate.reports.escape import printable
from readiness_gate.reports.footnote import MUST_KNOW
from readiness_gate.reports.json import Json, dump, reading_of, tool
from readiness_gate.reports.page import Requirement, page
from readiness_gate.reports.places import files
from readiness_gate.reports.spec import Display, Report
from readiness_gate.reports.words import short

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_DECISION = "readiness-gate/decision"
_TOP = "%SRCROOT%"
_LEVELS: Mapping[Enforcement, str] = {"block": "error", "warn": "warning", "info": "note"}
_LONGEST = 4_000
_FILES = 5_000
"""The most files with results of their own: hosts show no more."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a result says about its rule: `level` is `none` for every kind except `fail`."""

    kind: str
    level: str = "none"


def report(_display: Display) -> Report:
    """Return the report for code scanning."""
    return Report(
        "sarif",
        "application/json",
        lambda verdict: render(verdict).encode(),
        (".sarif", ".sarif.json"),
        together,
        wants_lines=True,
    )


def render(verdict: Verdict) -> str:
    """Return the verdict as one run."""
    return _log([_run(verdict)])


def together(reports: Sequence[bytes]) -> bytes:
    """Return the runs of several verdicts in one log; each has a category of its own."""
    return _log([run for one in reports for run in json.loads(one)["runs"]]).encode()


def _log(runs: Sequence[Json]) -> str:
    return dump({"$schema": _SCHEMA, "version": "2.1.0", "runs": runs})


def _run(verdict: Verdict) -> Json:
    drawn = page(verdict)
    pairs = list(zip(drawn.requirements, verdict.findings, strict=True))
    results = list(_results(pairs, verdict))
    notes = [_notification(note.text) for note in drawn.footnotes if note.kind in MUST_KNOW]
    bases = {base for result in results for base in _bases(result)} | {_TOP}
    return {
        "tool": {"driver": {**tool(), "rules": [_descriptor_of_decision(), *map(_descriptor, verdict.findings)]}},
        "automationDetails": {"id": f"readiness-gate/{quote(verdict.milestone.name, safe='', errors='replace')}/"},
        "originalUriBaseIds": {base: {"description": _message(_base(base))} for base in sorted(bases)},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": notes}],
        "results": results,
        "properties": {
            "program": printable(verdict.program),
            "milestone": printable(verdict.milestone.name),
            "date": verdict.milestone.date.isoformat(),
            "as-of": iso(verdict.as_of),
            "decision": verdict.decision,
            "decision-without-waivers": verdict.decision_without_waivers,
            "policy-digest": verdict.policy.digest,
            "evidence-digest": verdict.evidence_digest,
        },
    }


# Rules --------------------------------------------------------------------------------------------------------------


def _descriptor_of_decision() -> Json:
    what = "The milestone may go live"
    help_ = "Every blocking rule must pass, or fail and be waived. The other results say what is in the way."
    return {
        "id": _DECISION,
        "shortDescription": _message(what),
        "fullDescription": _message(what),
        "help": _message(help_),
        "defaultConfiguration": {"level": "error"},
    }


def _descriptor(finding: Finding) -> Json:
    rule = finding.rule
    return {
        "id": printable(rule.id),
        "shortDescription": _message(rule.title),
        "fullDescription": _message(rule.why or rule.title),
        "help": _message(rule.remedy or rule.title),
        "defaultConfiguration": {"level": _LEVELS[rule.enforcement]},
        "properties": {
            "tags": [rule.dimension],
            "signal": rule.signal,
            "limit": limit_in_words(rule.limit, rule.unit),
            "owner": printable(rule.owner),
        },
    }


# Results ------------------------------------------------------------------------------------------------------------


def _results(pairs: Sequence[tuple[Requirement, Finding]], verdict: Verdict) -> Iterator[Json]:
    """Yield the result of the decision, those of the rules, and those of the files that block it."""
    top = verdict.lines.get("")
    if verdict.decision != "go":
        yield _result((_DECISION, 0), _State("fail", "error"), verdict.sentence, verdict, _at(top))
    left = _FILES
    for index, (item, finding) in enumerate(pairs, start=1):
        state = _state(item, finding)
        if state is None:
            continue
        rule, found_in = finding.rule, list(files(finding))[:left]
        left -= len(found_in)
        place = (rule.id, index)
        found = _result(place, state, _said(item), verdict, _at(verdict.lines.get(rule.id, top)))
        yield {**found, **_suppressed(item), "properties": _properties(item, finding, verdict)}
        for piece in found_in:
            said = f"{rule.title}: {piece.note}" if piece.note else rule.title
            yield {**_result(place, state, said, verdict, _in_file(piece), piece.id), **_suppressed(item)}


def _state(item: Requirement, finding: Finding) -> _State | None:
    """Return what the result of a rule says; None for a rule without a result, because it does not block anything."""
    if finding.outcome == "unknown":
        return _State("open")
    if item.status in ("fail", "waived"):
        return _State("fail", "error")
    return _State("fail", "warning") if item.status == "warn" else None


def _said(item: Requirement) -> str:
    return " ".join(part for part in (f"{item.title}.", item.message, item.accepted or item.to_do) if part)


def _result(
    place: tuple[str, int], state: _State, said: str, verdict: Verdict, locations: Sequence[Json], about: str = ""
) -> Json:
    """Return a result of a rule, by its id and its index among the rules. Its fingerprint is stable as long as it is
    `about` the same file, so that a host recognizes it."""
    rule, index = place
    known = json.dumps([verdict.milestone.name, rule, about])
    return {
        "ruleId": printable(rule),
        "ruleIndex": index,
        "kind": state.kind,
        "level": state.level,
        "message": _message(said),
        "locations": list(locations),
        "partialFingerprints": {"primaryLocationLineHash": f"{hashlib.sha256(known.encode()).hexdigest()[:16]}:1"},
    }


def _suppressed(item: Requirement) -> Json:
    if not item.accepted:
        return {}
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": _text(item.accepted)}]}


def _properties(item: Requirement, finding: Finding, verdict: Verdict) -> Json:
    return {
        "outcome": item.status,
        "enforcement": finding.rule.enforcement,
        "value": (reading_of(finding) or {}).get("value"),
        "unit": finding.rule.unit,
        "owner": printable(finding.rule.owner),
        "due": finding.rule.due(verdict.milestone).isoformat(),
    }


def _notification(said: str) -> Json:
    return {"level": "warning", "message": _message(said)}


# Texts and places ---------------------------------------------------------------------------------------------------


def _message(said: str) -> Json:
    return {"text": _text(said)}


def _text(said: str) -> str:
    """Return a text on one line without anything that a viewer takes for a link: SARIF uses those of Markdown, even
    in plain texts."""
    return printable(short(said, _LONGEST)).replace("](", "] (")


def _in_file(piece: Evidence) -> list[Json]:
    repository, path = parted(piece.path)
    return _located(path, piece.line or 1, repository or _TOP)


def _at(line: Line | None) -> list[Json]:
    return _located(line.path, line.number, _TOP) if line is not None else []


def _located(path: str, line: int, base: str) -> list[Json]:
    return [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": _uri(path), "uriBaseId": printable(base)},
                "region": {"startLine": line},
            }
        }
    ]


def _uri(path: str) -> str:
    """Return a path as a relative reference; bytes that are not UTF-8 are preserved."""
    try:
        return quote(path.encode(errors="surrogateescape"))
    except UnicodeEncodeError:
        return quote(path.encode(errors="replace"))


def _bases(result: Json) -> Iterable[str]:
    return (one["physicalLocation"]["artifactLocation"]["uriBaseId"] for one in result["locations"])


def _base(name: str) -> str:
    return "The top of the repository" if name == _TOP else f"The top of the repository {name}"
