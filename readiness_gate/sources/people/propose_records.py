"""What the columns of surveys and the words of tests probably mean, for proposals that a person confirms."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from readiness_gate.model.headers import spelled
from readiness_gate.sources.people import cells
from readiness_gate.sources.people.cells import BadCell
from readiness_gate.sources.people.declaration import Table
from readiness_gate.sources.people.grid import Row, Value
from readiness_gate.sources.people.value_names import ValueNames

Words: TypeAlias = tuple[dict[str, dict[str, tuple[str, ...]]], tuple[str, ...]]
"""The words for each value of each column, and the ambiguous ones."""

LIKERT: Mapping[str, int] = {
    **{str(points): points for points in range(1, 6)},
    "Strongly disagree": 1,
    "Disagree": 2,
    "Neutral": 3,
    "Neither agree nor disagree": 3,
    "Agree": 4,
    "Strongly agree": 5,
}
"""The answers by which a question is recognized if no preset knows the file."""
_WORDS: Mapping[str, Mapping[str, str]] = {
    "result": {
        "passed": "pass passed ok success successful",
        "failed": "fail failed failure",
        "blocked": "blocked",
        "in-progress": "executing wip in-progress running started",
        "not-run": "todo to-do unexecuted not-executed not-run untested no-run",
    },
    "active": {
        "yes": "success successful succeeded ja oui",
        "no": "failed failure invalid-password locked nein non",
    },
}
"""The words of test tools and login logs for the values of a column."""
_LONGEST_ID = 30
_ROLE = re.compile(r"\brole\b", re.IGNORECASE)


def questions(header: Sequence[str], rows: Sequence[Row], scale: Iterable[str]) -> dict[str, str]:
    """Return a short id for each column of a survey that is probably a question: all its answers are on a scale."""
    answers = set(map(spelled, scale))
    found: dict[str, str] = {}
    for place, name in enumerate(header):
        given = {answer for row in rows if (answer := _text(row.cells[place]))}
        if name and given and given <= answers:
            found[name] = _id(name, found.values())
    return found


def scale_of(header: Sequence[str], rows: Sequence[Row], asked: Iterable[str]) -> Mapping[str, int]:
    """Return the points of the answers to the questions; empty if all are numbers from 1 to 5."""
    places = [header.index(name) for name in asked]
    are_numbers = all(_text(row.cells[place]).isdigit() for row in rows for place in places if _text(row.cells[place]))
    return {} if are_numbers else LIKERT


def role_column(header: Iterable[str]) -> str | None:
    """Return the only column whose name contains the word role; None if there is none, or several."""
    named = [name for name in header if _ROLE.search(name)]
    return named[0] if len(named) == 1 else None


def words(table: Table, columns: Mapping[str, str], header: Sequence[str], rows: Sequence[Row]) -> Words:
    """Return a file's words for the values of its columns, with their probable meaning."""
    proposed: dict[str, dict[str, tuple[str, ...]]] = {}
    unknown: list[str] = []
    for column in table.with_values:
        if column.name in columns:
            ours = ValueNames.of(column, {})
            written = _distinct(row.cells[header.index(columns[column.name])] for row in rows)
            for word in (word for word in written if ours.value(word) is None):
                value = _meaning(column.name, word)
                if value is None:
                    unknown.append(word)
                else:
                    of_column = proposed.setdefault(column.name, {})
                    of_column[value] = (*of_column.get(value, ()), word)
    return proposed, tuple(unknown)


def _meaning(column: str, word: str) -> str | None:
    dashed = spelled(word).replace(" ", "-")
    values = _WORDS.get(column, {})
    return next((value for value, known in values.items() if dashed in known.split()), None)


def _distinct(values: Iterable[Value]) -> Iterator[str]:
    """Yield the distinct texts of the cells, ignoring case."""
    seen: dict[str, str] = {}
    for value in values:
        if _text(value):
            seen.setdefault(_text(value), str(value))
    return iter(seen.values())


def _text(value: Value) -> str:
    """Return the text of a cell; "" if it has none."""
    try:
        return spelled(cells.text(value))
    except BadCell:
        return ""


def _id(name: str, taken: Iterable[str]) -> str:
    """Return a short id of a question, from its first words."""
    parts = re.findall(r"[a-z0-9]+", name.casefold()) or ["question"]
    short = parts[0][:_LONGEST_ID]
    for part in parts[1:]:
        if len(short) + len(part) >= _LONGEST_ID:
            break
        short = f"{short}-{part}"
    others = set(taken)
    numbered = (short if number == 1 else f"{short}-{number}" for number in range(1, len(others) + 2))
    return next(candidate for candidate in numbered if candidate not in others)
