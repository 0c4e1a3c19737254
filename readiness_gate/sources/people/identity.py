"""Whether rows with the same id are about the same person, judged by the names and addresses next to the id."""

from readiness_gate.model.headers import plain
from readiness_gate.sources.people.grid import Row
from readiness_gate.sources.people.rows import Rows

_NAMES = """
    name firstname lastname fullname displayname givenname familyname surname username userfullname personname
    employeename learnername participantname email emailaddress mail useremail workemail vorname nachname prenom nom
"""
IDENTIFYING = frozenset(_NAMES.split())
"""Columns that differ between two people, and seldom within the rows of one, by `plain` name."""


class Identities:
    """Finds rows with the same id but different names or addresses: they may be about two people."""

    def __init__(self, rows: Rows) -> None:
        columns = rows.columns
        self._rows = rows
        self._places = [
            place
            for place in sorted(set(columns.compared).difference(columns.places.values()))
            if plain(columns.headers[place]) in IDENTIFYING
        ]
        self._first: dict[str, tuple[int, list[str]]] = {}

    def check(self, row: Row, person: str) -> None:
        """Note a row that has the id of an earlier one, but another name or address."""
        if not self._places or not person:
            return
        names = [plain(str(row.cells[place])) for place in self._places]
        line, first = self._first.setdefault(person, (row.spot.row, names))
        for place, one, other in zip(self._places, first, names, strict=True):
            if one != other:
                what = f"differs from row {line}, which has the same id: give two people two ids, or ignore the column"
                self._rows.wrong(row, place, what)
                return
