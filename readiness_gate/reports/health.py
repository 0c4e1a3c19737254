"""Whether every source can be read, and how much is visible, for a terminal."""

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.overview import Overview
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display


def as_text(
    sources: Sequence[Overview], unmeasured: Iterable[tuple[str, str]], display: Display, notes: Iterable[str] = ()
) -> str:
    """The sources one after the other, then the rules that could not be measured, with the reason, unless a source that
    is missing says it already, and what is to be known of how the sources were read."""
    parts: list[RenderableType] = []
    for source in sources:
        state = ("✗ ", "bold red") if source.missing else ("! ", "yellow") if source.doubts else ("✓ ", "green")
        parts.append(Text.assemble(state, words(source.source, "bold")))
        told = [source.missing] if source.missing else [*source.counts, *(f"! {doubt}" for doubt in source.doubts)]
        parts += map(indented, told)
    grouped = _grouped(unmeasured)
    parts.append(Text())
    parts += [words(f"✗ {rules} cannot be measured: {_said(why, sources)}") for why, rules in grouped]
    parts += map(words, notes)
    wrong = grouped or any(source.missing for source in sources)
    parts.append(words("Something is missing: see above." if wrong else "Every rule can be measured."))
    return draw(parts, display)


def _said(why: str, sources: Sequence[Overview]) -> str:
    above = [each.source for each in sources if each.missing == why]
    return f"see {' and '.join(above)} above" if above else why


def _grouped(unmeasured: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    reasons: dict[str, list[str]] = {}
    for rule, why in unmeasured:
        told = reasons.setdefault(why, [])
        told += [rule] if rule not in told else []
    return [(why, ", ".join(rules)) for why, rules in reasons.items()]
