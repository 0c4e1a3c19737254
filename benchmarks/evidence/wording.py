"""How the page writes numbers: each with its interval, and tables in Markdown."""

from collections.abc import Iterable, Sequence
from math import inf

from readiness_gate.statistics.estimates import Z90, Estimate
from readiness_gate.statistics.proportions import wilson_lower_bound

_MANY = 10**9


def with_interval(estimate: Estimate | None) -> str:
    """An estimate with its 90 % interval."""
    if estimate is None or estimate.value is None:
        return "–"
    return f"{_number(estimate.value)} [{_number(estimate.low)}–{_number(estimate.high)}]"


def between(low: float, high: float) -> str:
    """The two ends of an interval."""
    return f"[{_number(low)}–{_number(high)}]"


def signed(value: float) -> str:
    """A difference."""
    return f"{value:+.2f}".replace("-", "−")


def _number(value: float) -> str:
    return "∞" if value == inf else f"{value:.2f}".replace("-", "−")


def share(part: int, whole: int) -> str:
    """A share with its counts and its 90 % interval, which is Wilson's."""
    if not whole:
        return "– (0 of 0)"
    low = wilson_lower_bound(part, whole, _MANY, Z90)
    high = 1 - wilson_lower_bound(whole - part, whole, _MANY, Z90)
    return f"{100 * part / whole:.0f} % ({part} of {whole}) [{100 * low:.0f}–{100 * high:.0f} %]"


def chance(value: float) -> str:
    """A probability, as small as it can be told."""
    return "< 0.001" if value < 0.001 else f"{value:.3f}"  # noqa: PLR2004 - the smallest that is shown


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def listed(items: Sequence[str]) -> str:
    """Items in a sentence."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"
