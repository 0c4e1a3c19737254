"""The parts of a workbook, bounded before anything reads them: an archive of some bytes can unpack to any number."""

import zipfile
from xml.parsers import expat

from readiness_gate.sources.people.grid import NoGrid

MOST_BYTES = 150 << 20
"""The most bytes that a workbook may unpack to."""
_MOST_PARTS = 2_000
_MOST_OF_STRINGS = 16 << 20
_MOST_OF_ANOTHER = 2 << 20
_PROLOG = 1 << 14
_NOT_BEGUN = (3, 5)
"""What expat says of a text that ends before its first element, and of one that ends within a comment."""
SHEETS = "xl/worksheets/"
_STRINGS = "sharedstrings.xml"


def check_parts(archive: zipfile.ZipFile) -> None:
    """Raise NoGrid for what would unpack to too much, and for a document type, which could expand to anything.

    An archive never unpacks to more than its directory says.
    """
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise NoGrid(f"the workbook unpacks to more than {MOST_BYTES >> 20} MiB: save only the sheet with the people")
    for part in parts:
        is_strings = part.filename.casefold().endswith(_STRINGS)
        most = _MOST_OF_STRINGS if is_strings else _MOST_OF_ANOTHER
        is_read = part.filename.endswith((".xml", ".rels"))
        if is_read and not part.filename.startswith(SHEETS) and part.file_size > most:
            raise NoGrid(
                f"{part.filename} in the workbook has more than {most >> 20} MiB: copy the people to a new one"
            )
        with archive.open(part) as content:
            _check_prolog(content.read(_PROLOG))


def _check_prolog(beginning: bytes) -> None:
    """Raise NoGrid for a document type, which can only be before the first element, and for so much before that element
    that one may come later. A part that is not XML has neither."""
    begun = False

    def begins(*_element: object) -> None:
        nonlocal begun
        begun = True

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = begins
    try:
        parser.Parse(beginning, True)
    except expat.ExpatError as error:
        if not begun and len(beginning) == _PROLOG and error.code in _NOT_BEGUN:
            raise NoGrid("a part of the workbook begins with too much that says nothing: export it again") from error


def refuse_doctype(*_declared: object) -> None:
    """Raise NoGrid: no program writes a document type into a workbook."""
    raise NoGrid("the workbook has an XML document type, which is not safe to read: export it again")
