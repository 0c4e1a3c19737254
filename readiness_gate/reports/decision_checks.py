"""The results of checking the decision log and of judging a decision again, as text for a terminal and as JSON."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from readiness_gate.model.decision_checks import LogCheck, Replayed
from readiness_gate.model.decisions import Decided, left_out
from readiness_gate.model.time import iso, local
from readiness_gate.model.verdict import Decision, Verdict
from readiness_gate.model.wording import capitalized, counted
from readiness_gate.reports import json
from readiness_gate.reports.decision_log import others_of
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display

_MARKS = {
    True: ("✓ HOLDS", "bold green"),
    False: ("✗ DOES NOT HOLD", "bold red"),
    None: ("? CANNOT BE DETERMINED", "bold magenta"),
}
_EVIDENCE = {
    True: "the evidence is the same",
    False: "the evidence is different",
    None: "whether the evidence is the same",
}
_CONTRADICTED = "the evidence is the same, but the gate's verdict is different"


def check_as_text(check: LogCheck, display: Display) -> str:
    """Return as text whether the log holds, its length, and what is wrong or unknown."""
    mark, style = _MARKS[check.holds]
    broken = f"; the first problem is in line {check.broken}" if check.broken else ""
    parts: list[RenderableType] = [words(f"{mark}: the decision log, {counted(check.lines, 'line')}{broken}", style)]
    parts += [indented(_sentence(one)) for one in (*check.against, check.unknown) if one]
    parts += [indented(left_out(check.others))] if check.others else []
    last = "Last unchanged line" if check.broken else "Last line"
    parts += [words(f"{last}: {check.last}", "dim")] if check.last else []
    return draw(parts, display)


def check_as_json(check: LogCheck) -> str:
    """Return the result for programs, schema 1."""
    return json.dump(
        {
            "schema": json.SCHEMA,
            "holds": check.holds,
            "lines": check.lines,
            "first-broken-line": check.broken,
            "last-digest": check.last or None,
            "against": list(check.against),
            "left-out": others_of(check.others),
            "unknown": check.unknown or None,
        }
    )


def replay_as_text(replay: Replayed, zone: ZoneInfo, display: Display) -> str:
    """Return as text whether judging a decision again gives the same evidence and the same sentence, and what
    differs."""
    mark, style = _MARKS[replay.holds]
    entry, same = replay.entry, _CONTRADICTED if replay.is_contradicted else _EVIDENCE[replay.holds]
    head = f"{mark}: {same} as of {local(entry.as_of, zone)} ({entry.milestone})"
    return draw([words(head, style), *map(indented, _differences(replay))], display)


def _differences(replay: Replayed) -> Iterator[str]:
    """Yield the gate's verdict from the log, the verdict as of that time by today's sources, and the possible reason
    for the difference."""
    entry, verdict = replay.entry, replay.verdict
    if replay.holds:
        if verdict is not None and verdict.policy.digest != entry.policy:
            yield "The policy that had landed by then is not the one that judged, and decides the same."
        return
    if verdict is not None:
        yield f"{'The line' if replay.is_contradicted else 'Then'}: {entry.gate}. {entry.sentence}"
        yield f"Now: {verdict.decision}. {verdict.sentence}"
        if verdict.policy.digest != entry.policy:
            yield "The policy that had landed by then is not the one that judged."
    if replay.holds is None:
        yield _sentence(replay.unknown)
    elif verdict is not None and replay.is_contradicted:
        yield f"{_contradiction(entry, verdict)}: see who wrote it, and decide again."
    elif verdict is not None and verdict.policy.digest == entry.policy:
        yield "The policy is the same, so the sources were rewritten since."


def _contradiction(entry: Decided, verdict: Verdict) -> str:
    """Return why a line may differ from the gate on the same evidence."""
    if verdict.policy.digest != entry.policy:
        return "The policy of the line had not landed, or the line misstates the verdict"
    if verdict.decision != entry.gate:
        return "The line misstates the verdict"
    return "The line does not have the gate's sentence, unless another version of readiness-gate worded it"


def replay_as_json(replay: Replayed) -> str:
    """Return the result for programs, schema 1."""
    entry, verdict = replay.entry, replay.verdict
    return json.dump(
        {
            "schema": json.SCHEMA,
            "holds": replay.holds,
            "number": entry.number,
            "milestone": entry.milestone,
            "as-of": iso(entry.as_of),
            "then": _result(entry.gate, entry.sentence, entry.evidence, entry.policy),
            "now": _result(verdict.decision, verdict.sentence, verdict.evidence_digest, verdict.policy.digest)
            if verdict is not None
            else None,
            "unknown": replay.unknown if replay.holds is None else None,
        }
    )


def _result(decision: Decision, sentence: str, evidence: str, policy: str) -> json.Json:
    return {"decision": decision, "sentence": sentence, "evidence": evidence, "policy": policy}


def _sentence(text: str) -> str:
    end = "" if text.endswith(".") else "."
    return f"{capitalized(text)}{end}"
