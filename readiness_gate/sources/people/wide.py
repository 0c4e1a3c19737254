"""The columns of a wide file: one for each module, with the date in its cells; or two, with a status and the date."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.headers import plain, spelled
from readiness_gate.sources.people.header import undashed


@dataclass(frozen=True, slots=True)
class ModuleColumn:
    """The positions of a module's columns in a wide file."""

    module: str
    dated: int
    """The position of the date."""
    status: int | None
    """The position of the status; None if there is none."""


def module_columns(
    names: Mapping[int, str], modules: Iterable[str], suffix: str
) -> tuple[tuple[ModuleColumn, ...], list[int]]:
    """Return the columns of modules among the named columns, and the positions that are left.

    With a `suffix`, the column with the dates has the name of the module and that suffix.
    """
    left = {spelled(name): index for index, name in names.items()}
    columns: list[ModuleColumn] = []
    for module in modules:
        dated = left.pop(_name_of_date(module, suffix, left), None)
        if dated is not None:
            columns.append(ModuleColumn(module, dated, left.pop(spelled(module), None) if suffix else None))
    return tuple(columns), sorted(left.values())


def _name_of_date(module: str, suffix: str, left: Iterable[str]) -> str:
    """Return the name of the column with the dates of a module: its own name with the suffix, whose dashes and
    blanks may differ."""
    name, whole = spelled(module), spelled(module + suffix)
    if not suffix:
        return whole
    alike = [other for other in left if other.startswith(name) and _joined(other[len(name) :]) == _joined(suffix)]
    return alike[0] if whole not in alike and len(alike) == 1 else whole


def _joined(name: str) -> str:
    """Return a name without blanks and dashes."""
    return undashed(name).replace(" ", "")


def problems(
    header: Sequence[str], columns: Sequence[ModuleColumn], unread: Iterable[int], modules: Sequence[str], suffix: str
) -> Iterator[str]:
    """Yield the problems in the header of a wide file, some of whose columns are `unread`."""
    if suffix:
        yield from _without_status(header, columns)
    if not columns:
        yield f"no column is a module of [people.required] ({', '.join(modules) or 'none'}): give both the same names"
    alike = {plain(name): name for module in modules for name in (module, module + suffix)}
    for name in (header[index] for index in unread):
        if plain(name) in alike:
            wanted = f'"{alike[plain(name)]}" as in [people.required]'
            yield f'the column "{name}" is not called {wanted}: write both the same way'


def _without_status(header: Sequence[str], columns: Iterable[ModuleColumn]) -> Iterator[str]:
    """Yield modules with a date but without the status next to it: the date alone may belong to a failure."""
    for column in columns:
        if column.status is None:
            where = f'with the status for the date in "{header[column.dated]}"'
            yield f'the column "{column.module}" is missing, {where}: export it'
