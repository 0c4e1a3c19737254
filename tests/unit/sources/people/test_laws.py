"""What holds of every CSV file: one written by the book reads back exactly, and any other surprises nobody."""

import csv
import io
from collections.abc import Sequence
from typing import Literal, TypeAlias

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from support.effort import law
from support.exports import ask, people_settings, read_people
from support.exports import settings as configured
from support.mutation import mutated_bytes

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.reading import Measured
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.sources import SOURCES
from readiness_gate.sources.overview import overviews
from readiness_gate.sources.people.grid import NoGrid
from readiness_gate.sources.people.problems import Spot
from readiness_gate.sources.people.text import grid

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n")
CELL = st.text(LETTERS, max_size=12)
NOTE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
# A line ends where the reader says so: a lone return or newline in a cell must be quoted to be one.
Writer: TypeAlias = tuple[str, Literal[0, 1]]
FILE = PeopleFile("roster.csv")
WRITERS: list[Writer] = [("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL), ("\r\n", csv.QUOTE_ALL)]


@given(
    rows=st.lists(st.tuples(NOTE, CELL, CELL), max_size=8),
    order=st.permutations([0, 1, 2]),
    writer=st.sampled_from(WRITERS),
    mark=st.booleans(),
)
@example(rows=[("a\n\rb", '"', ",")], order=[0, 1, 2], writer=WRITERS[0], mark=True)
def test_what_a_strict_writer_writes_reads_back(
    rows: Sequence[tuple[str, str, str]], order: Sequence[int], writer: Writer, mark: object
) -> None:
    """Every cell, but for the white space around it; rows without any text are none."""
    columns = ("note", "person", "role")
    written = io.StringIO(newline="")
    out = csv.writer(written, lineterminator=writer[0], quoting=writer[1])
    out.writerows([[row[index] for index in order] for row in (columns, *rows)])
    content = written.getvalue().encode("utf-8-sig" if mark else "utf-8")
    read = grid(FILE, content, ("person", "role"))
    found = list(read.rows)
    assert read.header == tuple(columns[index] for index in order)
    expected = [[row[index].strip() for index in order] for row in rows]
    assert [row.cells for row in found] == [cells for cells in expected if any(cells)]
    assert [row.spot.row for row in found] == sorted({row.spot.row for row in found})


@given(cells=st.lists(CELL, min_size=1, max_size=5), line=st.integers(0, 3))
def test_a_row_of_another_length_is_refused_with_its_line(cells: Sequence[str], line: int) -> None:
    """Neither more nor fewer cells than the header has, unless there is no text at all."""
    assume(len(cells) != 2 and any(cell.strip() for cell in cells))
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["person", "role"], *[["ann", "Clerk"]] * line, cells])
    with pytest.raises(NoGrid, match=f"^the row has {len(cells)} cells?, and the header has 2: ") as refused:
        list(grid(FILE, written.getvalue().encode(), ("person", "role")).rows)
    assert refused.value.problem.spot == Spot(line + 2)


ROSTER = (
    "person,role,from,to,critical-process\r\n"
    "ann,Sales rep,2026-01-01,2026-12-31,quote\r\n"
    '"bob ""B"" b","Clerk",,2026-05-01T10:00:00+02:00,\r\n'
    "Jos\u00e9,Clerk,,,\r\n"
)
COMPLETIONS = "person,module,completed-at\nann,quoting,2026-03-01\nJos\u00e9,basics,2026-03-01T10:00:00Z\n"
FILES = [text.encode("utf-8-sig") for text in (ROSTER, COMPLETIONS)]


def _look(roster: bytes, completions: bytes) -> PeopleFacts | None:
    """What is read of the files; every reading of it is one that can be told."""
    try:
        found = read_people(roster, completions)
    except CouldNotLook:
        return None
    section = configured(people=people_settings())
    for critical in (False, True):
        reading = ask("training.coverage", {"people": found}, section, critical=critical)
        assert not isinstance(reading, Measured) or 0 <= reading.value <= 1
    assert overviews(SOURCES, Facts(section, None, {"people": found}), 0)
    return found


def test_the_originals_are_understood() -> None:
    """What is changed below is whole before."""
    found = _look(*FILES)
    assert found is not None
    assert (len(found.roster), len(found.completions)) == (3, 2)


@law(300)
@given(content=st.binary(max_size=200))
def test_random_bytes_surprise_nobody(content: bytes) -> None:
    """Bytes that mean nothing are neither a roster nor completions."""
    assert _look(content, FILES[1]) is None
    assert _look(FILES[0], content) is None


@law(150)
@given(roster=mutated_bytes(FILES), completions=mutated_bytes(FILES[::-1]))
def test_damaged_files_surprise_nobody(roster: bytes, completions: bytes) -> None:
    """Files with some bytes changed are read, or refused with a reason."""
    _look(roster, FILES[1])
    _look(FILES[0], completions)
