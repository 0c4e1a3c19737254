"""The committed rows: CSV files of numbers, ids of commits and names of versions."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

ROWS = Path(__file__).parent / "rows"
Row = Mapping[str, str]


def read(name: str) -> list[Row]:
    """The rows of a table."""
    with (ROWS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> None:
    """Replace a table."""
    path = ROWS / f"{name}.csv"
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def number(row: Row, column: str) -> float | None:
    """A number of a row; None where nothing is known."""
    return float(row[column]) if row[column] else None


def short(value: float) -> str:
    """A number with as many digits as matter."""
    return str(round(value)) if value == round(value) else f"{value:.6g}"
