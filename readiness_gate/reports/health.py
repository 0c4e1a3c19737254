"""Which sources can be read, and what is visible of them, for a terminal and as JSON."""

from collections.abc import Iterable, Iterator, Sequence
from zoneinfo import ZoneInfo

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.overview import Overview
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import capitalized, counted, joined
from readiness_gate.reports import json
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display
from readiness_gate.reports.words import localized

_UTC = ZoneInfo("UTC")


def as_text(
    sources: Sequence[Overview],
    unmeasured: Iterable[tuple[str, str]],
    display: Display,
    notes: Iterable[str] = (),
    zone: ZoneInfo = _UTC,
) -> str:
    """Return the sources, then the rules that cannot be measured with the reason (unless a missing source above
    gives it), and what a reader must know about how the sources were read."""
    parts: list[RenderableType] = []
    for source in sources:
        parts += _as_text(source, zone)
    by_reason = _by_reason(unmeasured)
    grouped = [(why, ", ".join(rules)) for why, rules in by_reason.items()]
    parts.append(Text())
    parts += [words(localized(f"✗ {rules} cannot be measured: {_said(why, sources)}", zone)) for why, rules in grouped]
    parts += (words(localized(note, zone)) for note in notes)
    missing = [source.source for source in sources if source.missing]
    parts.append(words(_conclusion(missing, len({rule for rules in by_reason.values() for rule in rules}))))
    return draw(parts, display)


def _conclusion(missing: Sequence[str], unmeasured: int) -> str:
    """Return what is missing, and what to do."""
    parts = [f"{joined(missing)} cannot be read"] if missing else []
    parts += [f"{counted(unmeasured, 'rule')} cannot be measured"] if unmeasured else []
    if not parts:
        return "Every rule can be measured."
    said = ", and ".join(parts)
    return f"{capitalized(said)}. Fix what is marked with ✗ above, then run `readiness-gate doctor` again."


def _as_text(source: Overview, zone: ZoneInfo) -> Iterator[RenderableType]:
    state = ("✗ ", "bold red") if source.missing else ("! ", "yellow") if source.doubts else ("✓ ", "green")
    yield Text.assemble(state, words(source.source, "bold"))
    lines = [source.missing] if source.missing else [*source.counts, *(f"! {doubt}" for doubt in source.doubts)]
    yield from (indented(localized(line, zone)) for line in lines)


def as_json(
    sources: Sequence[Overview], unmeasured: Iterable[tuple[str, str]], as_of: Instant, notes: Iterable[str] = ()
) -> str:
    """Return what is visible of each source, or why it is missing, as JSON, schema 1."""
    return json.dump(
        {
            "schema": json.SCHEMA,
            "as-of": iso(as_of),
            "sources": [_as_json(source) for source in sources],
            "unmeasured": [{"rules": rules, "unavailable": why} for why, rules in _by_reason(unmeasured).items()],
            **json.noted(list(notes)),
        }
    )


def _as_json(source: Overview) -> json.Json:
    if source.missing:
        return {"name": source.source, "unavailable": source.missing}
    return {"name": source.source, "visible": list(source.counts), "doubts": list(source.doubts)}


def _said(why: str, sources: Sequence[Overview]) -> str:
    above = [source.source for source in sources if source.missing == why]
    return f"see {' and '.join(above)} above" if above else why


def _by_reason(unmeasured: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the rules that cannot be measured, each once, by reason."""
    reasons: dict[str, list[str]] = {}
    for rule, why in unmeasured:
        rules = reasons.setdefault(why, [])
        rules += [rule] if rule not in rules else []
    return reasons
