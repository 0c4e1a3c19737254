"""Whether every source can be read, and how much is visible, for a terminal."""

from collections.abc import Iterable, Sequence

from rich.padding import Padding
from rich.text import Text

from readiness_gate.reports.escape import printable
from readiness_gate.reports.spec import Display
from readiness_gate.reports.text import draw
from readiness_gate.signals.visible import Visible


def as_text(sources: Iterable[Visible], unmeasured: Sequence[tuple[str, str]], display: Display) -> str:
    """The sources one after the other, then the rules that could not be measured, each with the reason."""
    parts: list[Text | Padding] = []
    for source in sources:
        state = ("✗ ", "bold red") if source.missing else ("! ", "yellow") if source.doubts else ("✓ ", "green")
        parts.append(Text.assemble(state, (source.source, "bold")))
        told = [source.missing] if source.missing else [*source.counts, *(f"! {doubt}" for doubt in source.doubts)]
        parts += [Padding(Text(printable(line)), (0, 0, 0, 4)) for line in told]
    parts.append(Text())
    parts += [Text(printable(f"✗ {rules} cannot be measured: {why}")) for why, rules in _grouped(unmeasured)]
    parts.append(Text("Something is missing: see above." if unmeasured else "Every rule can be measured."))
    return draw(parts, display)


def _grouped(unmeasured: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    reasons: dict[str, list[str]] = {}
    for rule, why in unmeasured:
        told = reasons.setdefault(why, [])
        told += [rule] if rule not in told else []
    return [(why, ", ".join(rules)) for why, rules in reasons.items()]
