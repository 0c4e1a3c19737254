"""The parts of a workbook, limited before anything reads them: a small archive can unpack to any size."""

import posixpath
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping
from xml.parsers import expat

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.sources.people.grid import NoGrid

MOST_BYTES = 150 << 20
"""The most bytes that a workbook may unpack to."""
_MOST_PARTS = 2_000
_MOST_OF_STRINGS = 16 << 20
_MOST_OF_ANOTHER = 2 << 20
_MOST_TOGETHER = 32 << 20
"""The most bytes of all XML parts that are not sheets: these are read as a whole, sheets row by row."""
_MOST_OF_ROLES = 8 << 20
"""The most bytes of the parts that declare the others."""
_PROLOG = 1 << 14
_NOT_BEGUN = (3, 5)
"""The expat errors for a text that ends before its first element, and within a comment."""
SHEETS = "xl/worksheets/"
_STRINGS = "sharedstrings.xml"
_NONE = frozenset[str]()
_OF_SHEETS, _OF_STRINGS = frozenset({"worksheet+xml"}), frozenset({"sharedStrings+xml"})
_TYPES = "[Content_Types].xml"
_RELATIONS = ".rels"


def check_parts(archive: zipfile.ZipFile) -> None:
    """Raise NoGrid if a workbook would unpack to too much, or has a document type, which could expand to anything.

    An archive never unpacks to more than its directory says. Only a part that the workbook declares as a sheet, and as
    nothing else, may be as large as a sheet.
    """
    parts = archive.infolist()
    _refuse_others({part.filename for part in parts})
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_BYTES:
        raise NoGrid(f"the workbook unpacks to more than {MOST_BYTES >> 20} MiB: save only the sheet with the people")
    of_roles = [part for part in parts if part.filename == _TYPES or part.filename.endswith(_RELATIONS)]
    _check_sizes(of_roles, _MOST_OF_ROLES)
    of_xml = [part for part in parts if _is_xml(archive, part)]
    _check_read_whole(of_xml, _roles(archive))


def _refuse_others(names: Collection[str]) -> None:
    """Raise NoGrid for an archive that is another kind of workbook, or none."""
    if "xl/workbook.bin" in names:
        raise NoGrid("this is a binary workbook (.xlsb): save it as .xlsx")
    if _TYPES not in names and "content.xml" in names:
        raise NoGrid("this is an OpenDocument spreadsheet (.ods): save it as .xlsx")
    if not any(name == _TYPES or name.startswith("xl/") for name in names):
        raise NoGrid("this is a zip archive, not an .xlsx workbook: unpack it, and name the file that is in it")


def _check_read_whole(parts: Iterable[zipfile.ZipInfo], roles: "_Roles") -> None:
    """Raise NoGrid for parts that are too large to be read as a whole, as everything except sheets is."""
    read_whole = [part for part in parts if not roles.is_sheet(part.filename)]
    for part in read_whole:
        _check_size(part, _MOST_OF_STRINGS if roles.is_strings(part.filename) else _MOST_OF_ANOTHER)
    _check_sizes(read_whole, _MOST_TOGETHER)


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is XML, by its beginning or its name. Raises NoGrid like `_check_prolog`."""
    with archive.open(part) as content:
        return _check_prolog(content.read(_PROLOG)) or part.filename.endswith((".xml", _RELATIONS))


def _check_sizes(parts: Iterable[zipfile.ZipInfo], most: int) -> None:
    if sum(part.file_size for part in parts) > most:
        raise NoGrid(f"the workbook has more than {most >> 20} MiB beside its sheets: copy the people to a new one")


def _check_size(part: zipfile.ZipInfo, most: int) -> None:
    if part.file_size > most:
        raise NoGrid(f"{part.filename} in the workbook has more than {most >> 20} MiB: copy the people to a new one")


@dataclass(frozen=True, slots=True)
class _Roles:
    """The roles of a workbook's parts."""

    types: Mapping[str, frozenset[str]]
    """The endings of the declared types, by the name of the part."""
    relations: Mapping[str, frozenset[str]]
    """The endings of the relations to a part."""

    def is_sheet(self, name: str) -> bool:
        """Return whether a part is a sheet of cells, and nothing else."""
        is_one = self.types.get(name, _NONE) == _OF_SHEETS and self.relations.get(name, _NONE) <= {"worksheet"}
        return is_one and name.startswith(SHEETS) and name.endswith(".xml")

    def is_strings(self, name: str) -> bool:
        """Return whether a part is the table of texts, and nothing else."""
        return self.types.get(name, _NONE) == _OF_STRINGS and name.casefold().endswith(_STRINGS)


def _roles(archive: zipfile.ZipFile) -> _Roles:
    types: dict[str, frozenset[str]] = {}
    relations: dict[str, frozenset[str]] = {}

    def add(roles: dict[str, frozenset[str]], name: str, role: str) -> None:
        roles[name] = roles.get(name, _NONE) | {role}

    def declared(attributes: Mapping[str, str]) -> None:
        add(types, attributes.get("PartName", "")[1:], attributes.get("ContentType", "").split(".")[-1])

    for name in archive.namelist():
        if name == _TYPES:
            _elements(archive.read(name), "Override", declared)
        elif name.endswith(_RELATIONS):
            folder = posixpath.dirname(posixpath.dirname(name))

            def related(attributes: Mapping[str, str], folder: str = folder) -> None:
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", ""))).lstrip("/")
                add(relations, target, posixpath.basename(attributes.get("Type", "")))

            _elements(archive.read(name), "Relationship", related)
    return _Roles(types, relations)


def _elements(xml: bytes, name: str, see: Callable[[Mapping[str, str]], None]) -> None:
    """Pass the attributes of every element with a name to `see`. Invalid XML has none; openpyxl will refuse it."""

    def begins(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == name:
            see(attributes)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler = begins
    try:
        parser.Parse(xml, True)
    except expat.ExpatError:
        return


def _check_prolog(beginning: bytes) -> bool:
    """Return whether a part is XML. Raises NoGrid for a document type, which can only precede the first element, and
    for so much before that element that one may come later."""
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
            raise NoGrid("a part of the workbook has no content at its beginning: export it again") from error
    return begun


def doctype_refused(kind: str) -> Callable[..., None]:
    """Return a parser handler that refuses a document type in a kind of file with NoGrid: no program writes one, and
    it could expand to anything."""

    def refuse(*_declared: object) -> None:
        raise NoGrid(f"the {kind} has an XML document type, which is not safe to read: export it again")

    return refuse


refuse_doctype = doctype_refused("workbook")
"""Refuses a document type in a workbook."""
