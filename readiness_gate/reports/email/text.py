"""The text part of the message, in lines that every program shows unchanged."""

import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from readiness_gate.reports.committee.asks import Ask
from readiness_gate.reports.committee.musts import URGENCIES, Must
from readiness_gate.reports.committee.since_then import Settled
from readiness_gate.reports.committee.standing import AcceptedRisk, DimensionState, SourceState, Uncovered
from readiness_gate.reports.escape import printable
from readiness_gate.reports.excerpt import Excerpt, without
from readiness_gate.reports.words import NOTHING, labeled, short

_WIDTH = 76
_NAME, _LINE, _ANSWER = 80, 240, 300


def text(cut: Excerpt) -> str:
    """Return the first screen of a committee's page as text.

    Every line with other people's words is indented, so that none of them can look like the decision.
    """
    head = cut.brief.headline
    lines = [
        f"{head.called}: {_short(head.milestone, _NAME)} on {head.when}",
        f"{_short(head.program, _NAME)}, as of {head.as_of}",
    ]
    for one in cut.brief.answers:
        lines += ["", one.question, *_wrapped(_short(one.text, _ANSWER))]
    lines += _section("What you are asked to decide", cut, "asks", _ask)
    lines += _section("What must become true", cut, "musts", _must)
    if cut.brief.since:
        lines += _section(f"No longer in the way since {cut.brief.since}", cut, "settled", _settled)
    lines += _section("What a go does not cover", cut, "uncovered", _uncovered)
    lines += _section("Dimensions", cut, "dimensions", _dimension)
    lines += _section("Accepted risks", cut, "waivers", _waiver)
    lines += _section("Data", cut, "sources", _source)
    lines += _section("Remarks", cut, "remarks", lambda note: _short(note.text))
    lines += _section("What this rests on", cut, "origins", lambda note: _short(note.text))
    return "".join(f"{line}\n" for line in lines)


def _section(title: str, cut: Excerpt, name: str, drawn: Callable[[Any], str]) -> Iterator[str]:
    """Yield a list with its title; a message if it is empty, and how many entries do not fit."""
    yield from ("", title, "-" * len(title))
    entries = [line for one in cut.lists[name] for line in _wrapped(drawn(one), "- ")]
    yield from entries or _wrapped(without(name, cut.brief))
    if cut.more[name]:
        yield f"  {cut.more[name]} (the JSON report has them all)"


def _wrapped(words: str, mark: str = "  ") -> list[str]:
    """Return a text wrapped into short lines, all indented except the mark of the first one."""
    return textwrap.wrap(
        words.replace(" %", "\u00a0%"), _WIDTH, initial_indent=mark, subsequent_indent="  ", break_on_hyphens=False
    )


def _short(words: str, most: int = _LINE) -> str:
    return short(printable(words.strip()), most)


def _ask(ask: Ask) -> str:
    return f"{_short(ask.what)}. If you decide nothing: {_short(ask.otherwise)}"


def _must(must: Must) -> str:
    item = must.requirement
    now = f"{_short(item.now, _NAME)}; " if item.now != NOTHING else ""
    figures = f"({now}required: {_short(item.required, _NAME)})"
    became = f", {must.became}" if must.became else ""
    grade = f"{must.urgency.upper()}, {URGENCIES[must.urgency]}{became}:"
    action = f" → {_short(item.action)}" if item.action else ""
    owner = f"({_short(item.owner, _NAME)}, {item.due})"
    return f"{grade} {_short(item.rule, _NAME)} {_short(item.title)} {figures}{action} {owner}"


def _settled(one: Settled) -> str:
    owner = f" ({_short(one.owner, _NAME)})" if one.owner else ""
    return f"{_short(one.rule, _NAME)} {_short(one.title)}: {_short(one.became, _NAME)}{owner}"


def _uncovered(one: Uncovered) -> str:
    return f"{one.dimension}: {_short(one.watched) or 'no rule, and nobody is named who watches this'}"


def _dimension(one: DimensionState) -> str:
    figures = f"{_short(one.now, _NAME)}; required: {_short(one.required, _NAME)} ({_short(one.rule, _NAME)})"
    return f"{one.name}: {labeled(one.status)}, {figures}; {one.rules}"


def _waiver(one: AcceptedRisk) -> str:
    if not one.in_force:
        return _short(one.what)
    return f"{_short(one.rule, _NAME)} until {one.expires}, by {_short(one.approved_by, _NAME)}: {_short(one.what)}"


def _source(one: SourceState) -> str:
    known = (one.age, f"{one.records} records", _short(one.identity, _NAME))
    rest = f": {_short(one.asked)}" if one.asked else "".join(f", {word}" for word in known if word)
    return f"{_short(one.name, _NAME)}: {one.state}{rest}"


__all__ = ["text"]
