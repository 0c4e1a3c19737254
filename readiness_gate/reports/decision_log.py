"""The decision log as text for a terminal, and as JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from rich.console import RenderableType

from readiness_gate.model.decisions import Closed, Condition, Decided, Entry, Ignored, Other, left_out, open_conditions
from readiness_gate.model.time import iso, local
from readiness_gate.reports import json
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display


def of_milestone(entries: Sequence[Entry], milestone: str | None) -> list[Entry]:
    """Return the entries on a milestone, with those that closed its conditions; all entries without a milestone."""
    of_it = [one for one in entries if isinstance(one, Decided) and milestone in (None, one.milestone)]
    conditions = {condition.id for one in of_it for condition in one.conditions}
    return [one for one in entries if one in of_it or (isinstance(one, Closed) and one.condition in conditions)]


def as_text(
    entries: Sequence[Entry],
    last: str,
    zone: ZoneInfo,
    today: date,
    display: Display,
    ignored: Iterable[Ignored] = (),
    others: Sequence[Other] = (),
) -> str:
    """Return the entries with the state of their conditions, oldest first, and the digest of the log's last line.
    Entries that do not count have the reason; lines that belong to another program are only mentioned."""
    elsewhere = [words(left_out(others))] if others else []
    if not entries:
        return draw([words("Nothing was decided."), *elsewhere], display)
    parts: list[RenderableType] = []
    vain = {one.number: f"Line {one.number} {one.why}." for one in ignored}
    closings = [one for one in entries if isinstance(one, Closed)]
    for entry in entries:
        if isinstance(entry, Decided):
            parts += [*_decision(entry, zone), *([indented(vain[entry.number])] if entry.number in vain else [])]
            parts += _conditions(entry, closings, zone, today, vain)
            parts += [indented(f"Look again on {entry.revisit}.")] if entry.revisit else []
    parts += [*elsewhere, words(f"Last line: {last}", "dim")]
    return draw(parts, display)


def recorded(entry: Entry, zone: ZoneInfo, display: Display) -> str:
    """Return one entry as text, after it was written."""
    if isinstance(entry, Closed):
        return draw([words(f"Closed condition {entry.condition} in line {entry.number}.")], display)
    return draw([*_decision(entry, zone), *(indented(_condition(one)) for one in entry.conditions)], display)


def paragraphs(texts: Iterable[str], display: Display) -> str:
    """Return texts below each other, each wrapped to the width of the display."""
    return draw(map(words, texts), display)


def _decision(entry: Decided, zone: ZoneInfo) -> Iterator[RenderableType]:
    against = ", against the gate" if entry.is_against else ""
    head = f"{entry.number}. {entry.choice} for {entry.milestone} by {entry.by} on {local(entry.at, zone)}{against}"
    yield words(head, "bold")
    yield indented(entry.because)
    yield indented(f"The gate said {entry.gate} as of {local(entry.as_of, zone)}: {entry.sentence}")


def _conditions(
    entry: Decided, closings: Sequence[Closed], zone: ZoneInfo, today: date, vain: Mapping[int, str]
) -> Iterator[RenderableType]:
    closed = {one.condition: one for one in reversed(closings) if one.number not in vain}
    for condition in entry.conditions:
        by = closed.get(condition.id)
        if by is not None:
            yield indented(f"✓ {_condition(condition)}")
            yield indented(f"  closed by {by.by} on {local(by.at, zone)}: {by.because}")
        else:
            state, style = ("✗ overdue", "bold red") if condition.due < today else ("○ open", "")
            yield indented(f"{state} {_condition(condition)}", style)
            of_it = (one.number for one in closings if one.condition == condition.id)
            yield from (indented(f"  {vain[number]}") for number in of_it)


def _condition(condition: Condition) -> str:
    return f"{condition.id} {condition.text} (by {condition.due}, {condition.owner})"


def as_json(entries: Sequence[Entry], last: str, ignored: Sequence[Ignored] = (), others: Sequence[Other] = ()) -> str:
    """Return the entries as JSON, schema 1."""
    vain = {one.number for one in ignored}
    closing = [one for one in entries if isinstance(one, Decided) or one.number not in vain]
    still_open = [condition.id for _, condition in open_conditions(closing)]
    shown = {one.number for one in entries}
    return json.dump(
        {
            "schema": json.SCHEMA,
            "entries": [entry_of(entry) for entry in entries],
            "open-conditions": still_open,
            "not-counted": [{"number": one.number, "why": one.why} for one in ignored if one.number in shown],
            "left-out": others_of(others),
            "last-digest": last or None,
        }
    )


def others_of(others: Iterable[Other]) -> list[json.Json]:
    """Return the lines of other programs, which are left out, as JSON data."""
    return [{"number": one.number, "program": one.program, "configuration": one.configuration} for one in others]


def entry_of(entry: Entry) -> json.Json:
    """Return an entry as JSON data, as in the log but without the digests of lines."""
    said = {"at": iso(entry.at), "by": entry.by, "because": entry.because}
    if isinstance(entry, Closed):
        return {"number": entry.number, "kind": "close", "condition": entry.condition, **said}
    return {
        "number": entry.number,
        "kind": "decision",
        "program": entry.program,
        "milestone": entry.milestone,
        "decision": entry.choice,
        "gate": entry.gate,
        "against-gate": entry.is_against,
        "sentence": entry.sentence,
        "evidence": entry.evidence,
        "policy": entry.policy,
        "as-of": iso(entry.as_of),
        "conditions": [
            {"id": one.id, "text": one.text, "due": one.due.isoformat(), "owner": one.owner} for one in entry.conditions
        ],
        "revisit": entry.revisit.isoformat() if entry.revisit else None,
        **said,
    }
