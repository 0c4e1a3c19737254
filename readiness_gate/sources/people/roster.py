"""The rows of a roster: who will use the system, in which role, from when until when."""

import re
from dataclasses import field
from datetime import date

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model import headers
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.wording import folded
from readiness_gate.sources.people.declared import ACTIVE, ROSTER
from readiness_gate.sources.people.grid import Row
from readiness_gate.sources.people.identity import Identities
from readiness_gate.sources.people.rows import Rows
from readiness_gate.sources.people.value_names import ValueNames

EARLIEST = date(1940, 1, 1)
"""The first plausible date in a roster: people may have joined long ago."""
_CRITICAL = "critical-process"
_NOBODY = frozenset(
    [
        *("tbd", "tba", "tbc", "tbn", "to be determined", "to be defined", "to be confirmed", "to be announced"),
        *("to be hired", "to be named", "to be nominated", "n.n.", "n. n.", "vacant", "vacancy", "open position"),
        *("unfilled", "unassigned", "unknown", "nobody", "vakant", "unbesetzt", "unbekannt", "vacante", "inconnu"),
    ]
)
"""What people write as the id of somebody who is not known yet, case-insensitive."""
_NO_ID = (
    "is a placeholder for somebody who is not known yet, so several of them would count as one: give each position a "
    'separate id, such as "open-1", or remove the row if nobody will take it'
)
_SEVERAL = re.compile(r"[,;|/+&]|\band\b|\bund\b")


@dataclass(slots=True)
class Roster:
    """The members on a roster."""

    members: list[Membership] = field(default_factory=list[Membership])
    spots: dict[str, int] = field(default_factory=dict[str, int])
    """The first row of each person."""
    left: int = 0
    """How many rows are about people who left."""


def read_roster(rows: Rows) -> Roster:
    """Return the members in the rows of a roster; problems are added to `rows`."""
    roster, namesakes, spelled = Roster(), _Namesakes(rows), dict[str, tuple[str, int]]()
    identities, members = Identities(rows), _Members(rows)
    for row in rows:
        person, role = rows.identifier(row, "person"), rows.name(row, "role")
        if folded(person) in _NOBODY:
            rows.wrong(row, rows.columns.places["person"], _NO_ID)
            continue
        if not namesakes.is_new(row, person, role):
            continue
        identities.check(row, person)
        other, line = spelled.setdefault(folded(person), (person, row.spot.row))
        if other != person:
            rows.wrong(row, None, f"the person of row {line} has another spelling here: use one spelling of the id")
        member = members.member(row, person, role)
        if _is_active(rows, row):
            roster.members.append(member)
            roster.spots.setdefault(person, row.spot.row)
        else:
            roster.left += 1
    return roster


class _Members:
    """Reads what a row says about a person besides the id and the role."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        given = rows.file.values
        self._flags = {column.name: ValueNames.of(column, given.get(column.name, {})) for column in ROSTER.with_values}

    def member(self, row: Row, person: str, role: str) -> Membership:
        """Return the membership in a row."""
        since, until = self._rows.when(row, "from"), self._rows.when(row, "to")
        if since is not None and until is not None and until.end < since.start:
            self._rows.wrong(row, None, "the end of the row is before its start: correct from or to")
        process = self._rows.text(row, _CRITICAL)
        return Membership(
            person,
            role,
            since.start if since else None,
            until.end if until else None,
            critical=bool(process) if _CRITICAL in self._rows.columns else None,
            wave=self._wave(row),
            process=process,
            unit=self._unit(row),
            leader=self._flag(row, "leader"),
            super_user=self._flag(row, "super-user"),
        )

    def _wave(self, row: Row) -> str:
        """Return the only wave of a row; "" if the roster has none."""
        if "wave" not in self._rows.columns:
            return ""
        wave = self._rows.name(row, "wave")
        if _SEVERAL.search(wave):
            self._rows.wrong(
                row,
                None,
                "the row seems to name several waves: give each person one wave, or add the column to ignore",
            )
        return wave

    def _unit(self, row: Row) -> str:
        """Return the unit of a row; in a column that only has this name, whatever its cells have."""
        is_mapped = "unit" in self._rows.file.columns
        return self._rows.text(row, "unit") if is_mapped else self._rows.any_text(row, "unit")

    def _flag(self, row: Row, field: str) -> bool | None:
        """Return whether a row says yes; an empty cell does not. None without such a column."""
        if field not in self._rows.columns:
            return None
        return self._rows.choice(row, field, self._flags[field]) == "yes"


def _is_active(rows: Rows, row: Row) -> bool:
    active = rows.file.active
    if active is None:
        return True
    status = rows.name(row, ACTIVE)
    return headers.plain(status) in {headers.plain(value) for value in active.values}


class _Namesakes:
    """Finds rows with the same person and role that differ elsewhere: they may be two people with the same name."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._first: dict[tuple[str, str], Row] = {}

    def is_new(self, row: Row, person: str, role: str) -> bool:
        """Return whether a row is the first of its person and role; note one that differs from the first as a
        problem."""
        key = folded(person), role
        if not person or key not in self._first:
            self._first[key] = row
            return True
        first, columns = self._first[key], self._rows.columns
        differing = [place for place in columns.compared if first.cells[place] != row.cells[place]]
        if differing and differing != [columns.places["person"]]:
            names = ", ".join(f'"{columns.headers[place]}"' for place in differing)
            self._rows.wrong(
                row,
                None,
                f"rows {first.spot.row} and {row.spot.row} have the same person and role, and differ in {names}: give "
                "two people two ids; for one person keep one row, or add to ignore what may differ",
            )
        return bool(differing)
