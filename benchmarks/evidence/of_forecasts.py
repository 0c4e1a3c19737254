"""The section of the page about forecasts of defects raised and closed."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from benchmarks.evidence import tables
from benchmarks.evidence.forecast import HORIZONS
from benchmarks.evidence.wording import between, share, table
from readiness_gate.statistics.scores import Interval, paired
from readiness_gate.statistics.simulation import chance_of

_PARTS = 5
_EVERY = 4
_SERIES = (
    "bugs raised",
    "bugs closed",
    "severe bugs raised",
    "severe bugs closed",
    "other types raised",
    "other types closed",
    "support raised",
    "support closed",
)

Cells = Mapping[tuple[str, int], Sequence[tables.Row]]


def cells() -> Cells:
    """The forecasts of each series and horizon, in the order of time."""
    of: dict[tuple[str, int], list[tables.Row]] = {}
    for row in tables.read("forecast"):
        of.setdefault((row["series"], int(row["weeks"])), []).append(row)
    return of


def forecast(of: Cells) -> Iterator[str]:
    """How often intervals held, how large the error was, and where what came lies in the forecasts."""
    yield table(
        ("weeks ahead", "common tools: held", "forecast: held", "lowest, highest series", "error, relative"),
        (_row(of, ahead) for ahead in HORIZONS),
    )
    yield "Each series for itself:"
    yield table(
        ("series", *(f"{ahead} weeks: held, error" for ahead in HORIZONS)),
        ((name, *(_cell(of[name, ahead]) for ahead in HORIZONS)) for name in _SERIES),
    )
    yield (
        "Where forecasts are right, a fifth of what comes lies in each fifth of the forecast (PIT). More at both ends "
        "means that intervals are too narrow, and more in the middle that they are too wide:"
    )
    yield table(
        ("weeks ahead", *(f"fifth {number}" for number in range(1, _PARTS + 1))),
        (_pit(of, ahead) for ahead in HORIZONS),
    )


def held(of: Cells, ahead: int, method: str = "product") -> tuple[int, int]:
    """How many 80 % intervals held, over all series, and of how many."""
    rows = [row for name in _SERIES for row in of[name, ahead]]
    return sum(int(row[f"{method}-held"]) for row in rows), len(rows)


def _row(of: Cells, ahead: int) -> Sequence[object]:
    rates = [fmean(int(row["product-held"]) for row in of[name, ahead]) for name in _SERIES]
    span = f"{100 * min(rates):.0f}–{100 * max(rates):.0f} %"
    ratios = [_relative(of[name, ahead]) for name in _SERIES]
    errors = f"{fmean(one.mean for one in ratios):.2f} (series: {min(one.mean for one in ratios):.2f}–"
    errors += f"{max(one.mean for one in ratios):.2f})"
    return ahead, share(*held(of, ahead, "usual")), share(*held(of, ahead)), span, errors


def _cell(rows: Sequence[tables.Row]) -> str:
    number, relative = sum(int(row["product-held"]) for row in rows), _relative(rows)
    return f"{share(number, len(rows))}; {relative.mean:.2f} {between(relative.low, relative.high)}"


def _relative(rows: Sequence[tables.Row]) -> Interval:
    """The error (CRPS) of the forecast by that of common tools, with the interval of the difference of both."""
    usual = fmean(float(row["usual-crps"]) for row in rows)
    apart = [float(row["product-crps"]) - float(row["usual-crps"]) for row in rows]
    blocks = -(-int(rows[0]["weeks"]) // _EVERY)
    gain = paired(apart, blocks, chance_of("evidence", rows[0]["series"], rows[0]["weeks"]))
    return Interval(1 + gain.mean / usual, 1 + gain.low / usual, 1 + gain.high / usual)


def _pit(of: Cells, ahead: int) -> Sequence[object]:
    places = [float(row["product-pit"]) for name in _SERIES for row in of[name, ahead]]
    counts = [0] * _PARTS
    for place in places:
        counts[min(int(place * _PARTS), _PARTS - 1)] += 1
    return ahead, *(share(count, len(places)) for count in counts)
