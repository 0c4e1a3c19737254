"""How good forecasts of weekly counts are on a real issue tracker: coverage of 80 % intervals, PIT and CRPS.

    python -m benchmarks.evidence.forecast FOLDER [--courses N] [--every WEEKS]

FOLDER has `tidev-timob-flow-slim.jsonl.gz` and `tidev-support-slim.jsonl.gz`: issues with when they were created and
resolved. Each series of weekly counts is forecast 4, 8 and 13 weeks ahead, from a date every few weeks, by three
methods: what usual tools do (weeks drawn from the last 12, all as likely), one log-normal level without regard to how
old a week is (`plain`), and the method of the product. CRPS is relative to that of usual tools: below 1 is better.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from math import exp, log
from pathlib import Path
from random import Random
from statistics import fmean, pstdev
from typing import Any

from benchmarks.evidence import tables
from readiness_gate.statistics.levels import deviations
from readiness_gate.statistics.scores import crps, holds
from readiness_gate.statistics.simulation import Start, Stretch, chance_of, courses

WEEK = 7 * 86_400
BEGIN = int(datetime(2011, 5, 2, tzinfo=UTC).timestamp())
"""A Monday, two weeks after the tracker was filled with the issues of another one."""
WEEKS, FIRST = 545, 61
HORIZONS = (4, 8, 13)
PLAIN = {4: 0.7, 8: 1.0, 13: 1.3}

Method = Callable[[Sequence[int], int, int, Random], list[float]]


def usual(past: Sequence[int], ahead: int, number: int, chance: Random) -> list[float]:
    """Sums of weeks drawn from the last 12."""
    recent = past[-12:]
    return [sum(recent[int(chance.random() * 12)] for _ in range(ahead)) for _ in range(number)]


def plain(past: Sequence[int], ahead: int, number: int, chance: Random) -> list[float]:
    """Weeks drawn from the last 26 with Dirichlet weights, times one level whose deviation is that of the logarithms of
    ratios of successive blocks of as many weeks as lie ahead."""
    recent, year = past[-26:], past[-52:]
    sums = [sum(year[end - ahead : end]) + 0.5 for end in range(len(year), ahead - 1, -ahead)]
    wide = PLAIN[ahead] * pstdev(log(sooner / later) for sooner, later in pairwise(sums))
    found: list[float] = []
    for _ in range(number):
        weights = [-log(1 - chance.random()) for _ in recent]
        drawn = sum(chance.choices(recent, weights, k=ahead))
        found.append(drawn * exp(chance.gauss(0, 1) * wide - wide * wide / 2))
    return found


def product(past: Sequence[int], ahead: int, number: int, chance: Random) -> list[float]:
    """The method of `forecast`, on one series."""
    weeks = tuple(Stretch(count, 0, (), ()) for count in past[-26:])
    start = Start((), weeks, (), ahead, deviations(past, ahead), (0.0,) * ahead)
    return [
        sum(raised for raised, _ in course.flows)
        for course in courses(start, number, with_flows=True, seed=chance.random())
    ]


METHODS: Mapping[str, Method] = {"usual": usual, "plain": plain, "product": product}
COLUMNS = ("series", "weeks", "date", *(f"{method}-{what}" for method in METHODS for what in ("held", "crps", "pit")))


def weekly(moments: Iterator[int]) -> list[int]:
    """How many of the times lie in each week."""
    counts = [0] * WEEKS
    for moment in moments:
        week = (moment - BEGIN) // WEEK
        if 0 <= week < WEEKS:
            counts[week] += 1
    return counts


def series(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """The weekly counts of what was raised and closed, of each kind of issue."""
    product_issues = list(_issues(folder / "tidev-timob-flow-slim.jsonl.gz"))
    bugs = [issue for issue in product_issues if issue["type"] == "Bug"]
    kinds = {
        "bugs": bugs,
        "severe bugs": [issue for issue in bugs if issue["priority"] in ("Critical", "High")],
        "other types": [issue for issue in product_issues if issue["type"] != "Bug"],
        "support": list(_issues(folder / "tidev-support-slim.jsonl.gz")),
    }
    for name, issues in kinds.items():
        for event, field in (("raised", "created"), ("closed", "resolved")):
            yield f"{name} {event}", weekly(_moment(issue[field]) for issue in issues if issue[field])


def _issues(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _moment(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%f%z").timestamp())


def write(folder: Path, number: int = 500, every: int = 4) -> None:
    """Forecast each series from every date, and keep how good each forecast was."""
    tables.write("forecast", COLUMNS, _rows(folder, number, every))


def _rows(folder: Path, number: int, every: int) -> Iterator[Mapping[str, object]]:
    for name, counts in series(folder):
        for ahead in HORIZONS:
            for date in range(FIRST, len(counts) - ahead + 1, every):
                came = sum(counts[date : date + ahead])
                row: dict[str, object] = {"series": name, "weeks": ahead, "date": date}
                for method in METHODS:
                    sample = METHODS[method](counts[:date], ahead, number, chance_of(method, ahead, date))
                    row[f"{method}-held"] = int(holds(sample, came))
                    row[f"{method}-crps"] = tables.short(round(crps(sample, came), 4))
                    row[f"{method}-pit"] = f"{_place(sample, came):.3f}"
                yield row


def _place(sample: Sequence[float], came: float) -> float:
    """The share of a forecast that is below what came, with half of what is the same: the probability integral
    transform, which is spread evenly where forecasts are right."""
    below, same = sum(value < came for value in sample), sum(value == came for value in sample)
    return (below + same / 2) / len(sample)


def main() -> None:
    """Print coverage and relative CRPS of each method on each series, and their means."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--courses", type=int, default=500)
    parser.add_argument("--every", type=int, default=4)
    given = parser.parse_args()
    write(given.folder, given.courses, given.every)
    total: dict[tuple[int, str], list[tuple[float, float]]] = {}
    for (name, ahead), scores in scored(tables.read("forecast")).items():
        usual_score = scores["usual"][1]
        cells = [f"{method} {cover:.2f} ({score / usual_score:.2f})" for method, (cover, score) in scores.items()]
        print(f"{name:18} {ahead:2} weeks  {'  '.join(cells)}", flush=True)
        for method, (cover, score) in scores.items():
            total.setdefault((ahead, method), []).append((cover, score / usual_score))
    for (ahead, method), found in total.items():
        covers, ratios = [cover for cover, _ in found], [ratio for _, ratio in found]
        lowest = f"lowest {min(covers):.2f}, highest {max(covers):.2f}"
        print(f"mean, {ahead:2} weeks, {method:8} {fmean(covers):.3f} ({lowest}), CRPS {fmean(ratios):.3f}")


def scored(rows: Sequence[tables.Row]) -> dict[tuple[str, int], dict[str, tuple[float, float]]]:
    """For each series and horizon, the share of intervals that held and the mean CRPS of each method."""
    of: dict[tuple[str, int], list[tables.Row]] = {}
    for row in rows:
        of.setdefault((row["series"], int(row["weeks"])), []).append(row)
    return {
        cell: {
            method: (
                fmean(int(row[f"{method}-held"]) for row in some),
                fmean(float(row[f"{method}-crps"]) for row in some),
            )
            for method in METHODS
        }
        for cell, some in of.items()
    }


if __name__ == "__main__":
    main()
