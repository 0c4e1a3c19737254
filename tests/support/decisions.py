"""Entries of the decision log, and logs of random entries."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from hypothesis import strategies as st

from readiness_gate.model.decisions import Choice, Closed, Condition, Decided, Entry
from readiness_gate.model.time import instant
from readiness_gate.model.verdict import Decision
from readiness_gate.sources.decisions.lines import line_of, parsed

AT = instant("2026-04-01T12:00:00Z")
DIGEST = "sha256:" + "0" * 64


def decided(number: int = 1, at: int = AT, **fields: Any) -> Decided:
    """A go on a no-go without conditions, unless fields say otherwise."""
    given: dict[str, Any] = {
        "by": "sponsor@example.com",
        "because": "Agreed",
        "milestone": "go-live",
        "choice": "go",
        "gate": "no-go",
        "sentence": "1 of 7 blocking rules fails.",
        "evidence": DIGEST,
        "policy": DIGEST,
        "as_of": at,
        "program": "P",
    }
    return Decided(number, at, **{**given, **fields})


def closed(number: int, condition: str, at: int = AT, **fields: Any) -> Closed:
    """A line that closes a condition."""
    return Closed(number, at, **{"by": "sponsor@example.com", "because": "Done", **fields}, condition=condition)


def conditions(number: int, *due: str) -> tuple[Condition, ...]:
    """Conditions of the decision with a number, each with its day."""
    return tuple(
        Condition(f"{number}.{place}", f"Task {place}", date.fromisoformat(day), "CRM team")
        for place, day in enumerate(due, 1)
    )


def written(entries: Iterable[Entry]) -> bytes:
    """The log of some entries."""
    content, last = b"", ""
    for entry in entries:
        content += line_of(entry, last)
        last = parsed(content).last
    return content


_LETTERS = st.characters(codec="utf-8", exclude_categories=["Cc"])
_TEXTS = st.text(_LETTERS, min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
_CHOICES: tuple[Choice, ...] = ("go", "no-go", "postpone")
_GATES: tuple[Decision, ...] = ("go", "no-go", "undecided")
_DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@st.composite
def entries(draw: st.DrawFn, least: int = 1, most: int = 6) -> list[Entry]:
    """Decisions and closed conditions, as they follow from each other."""
    found: list[Entry] = []
    still_open: list[str] = []
    at = AT
    for number in range(1, draw(st.integers(least, most)) + 1):
        at += draw(st.integers(0, 400_000))
        closes = draw(st.booleans())
        if still_open and closes:
            condition = still_open.pop(draw(st.integers(0, len(still_open) - 1)))
            found.append(closed(number, condition, at, because=draw(_TEXTS)))
            continue
        several = tuple(
            Condition(f"{number}.{place}", draw(_TEXTS), draw(_DAYS), draw(_TEXTS))
            for place in range(1, draw(st.integers(0, 3)) + 1)
        )
        still_open += [one.id for one in several]
        one = decided(number, at, because=draw(_TEXTS), sentence=draw(_TEXTS), conditions=several)
        choice, gate = draw(st.sampled_from(_CHOICES)), draw(st.sampled_from(_GATES))
        found.append(replace(one, choice=choice, gate=gate, revisit=draw(st.none() | _DAYS)))
    return found


__all__ = ["AT", "DIGEST", "closed", "conditions", "decided", "entries", "written"]
