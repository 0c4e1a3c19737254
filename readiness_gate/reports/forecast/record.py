"""How good such forecasts were on the program's own past, in words: weaknesses come first."""

from collections.abc import Iterator, Sequence

from readiness_gate.model.forecast import Forecast, Tried
from readiness_gate.model.wording import capitalized, counted, joined

FEWEST = 12
"""With fewer past dates, methods are not compared."""
_TOO_WIDE, _TOO_NARROW = 0.9, 0.7
"""Bounds for a share that should be 80 %: past dates overlap, so smaller differences may be chance."""


def record(forecast: Forecast) -> str:
    """Return how good such forecasts were on the program's own past, in a few sentences."""
    if not forecast.tried:
        return f"Not tried on the program's own past. {_sentence(forecast.untried)}".strip()
    first = forecast.tried[0].ahead
    of_first = [one for one in forecast.tried if one.ahead == first]
    said = f"On the program's own past, {counted(first, 'week')} ahead: {_held(of_first)}"
    if of_first[0].dates < FEWEST:
        return f"{said}. Of {counted(of_first[0].dates, 'past date')}, that says little."
    further = [one for one in forecast.tried if one.ahead != first]
    return " ".join((f"{said}{_as_it_should(of_first)}.", *_compared(of_first), *_clearly_worse(further)))


def share(held: int, number: int) -> str:
    """Return a share of past dates: `67 %`."""
    return f"{held * 100 / number:.0f} %"


def _held(tried: Sequence[Tried]) -> str:
    held, number = sum(one.held for one in tried), sum(one.dates for one in tried)
    return (
        f"ranges of defects raised and closed that should hold in 80 % of cases held in {held} of {number} "
        f"({share(held, number)})"
    )


def _as_it_should(tried: Sequence[Tried]) -> str:
    """Return what the share of ranges that held says about them."""
    held = sum(one.held for one in tried) / sum(one.dates for one in tried)
    if held > _TOO_WIDE:
        return ", so they are too wide"
    return ", so they are too narrow: do not rely on them" if held < _TOO_NARROW else ""


def _sentence(text: str) -> str:
    """Return a reason as a sentence of its own."""
    return f"{capitalized(text)}{'' if text.endswith('.') else '.'}" if text else ""


def _compared(tried: Sequence[Tried]) -> Iterator[str]:
    """Yield how a common tool would have done for each quantity: first where it would have been better."""
    for one in sorted(tried, key=lambda each: each.better[0]):
        mean, low, high = one.better
        percent = round(mean * 100)
        chance = ": may be chance" if low <= 0 <= high else ""
        span = f"90 % interval {_range(one)}{chance}"
        if not percent:
            yield f"For defects {one.quantity}, it was as good as a common forecasting tool ({span})."
            continue
        tool = "worse" if percent > 0 else "better"
        error = f"error {abs(percent)} % {'smaller' if percent > 0 else 'larger'} here, {span}"
        yield f"For defects {one.quantity}, a common forecasting tool would have been {tool} ({error})."


def _clearly_worse(tried: Sequence[Tried]) -> Iterator[str]:
    """Yield the other times ahead at which a common tool would have been better, beyond chance."""
    for quantity in dict.fromkeys(one.quantity for one in tried):
        ahead = [f"{one.ahead}" for one in tried if one.quantity == quantity and _is_clearly_worse(one)]
        if ahead:
            yield f"At {joined(ahead)} weeks ahead, such a tool would have been clearly better for defects {quantity}."


def _is_clearly_worse(one: Tried) -> bool:
    return one.dates >= FEWEST and one.better[2] < 0


def _range(one: Tried) -> str:
    """Return the interval of the difference in error, the lower end first."""
    mean, low, high = one.better
    ends = (-high, -low) if round(mean * 100) < 0 else (low, high)
    return " to ".join(f"{end * 100:.0f}".replace("-0", "0") for end in ends)


def interval_of(tried: Tried) -> str:
    """Return by how much the error is below that of common tools, with the 90 % interval: `12 % [3 to 20]`."""
    if tried.dates < FEWEST:
        return "too few dates"
    mean, low, high = (f"{value * 100:.0f}".replace("-0", "0") for value in tried.better)
    return f"{mean} % [{low} to {high}]"
