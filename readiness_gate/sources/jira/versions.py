"""The versions of the projects, as Jira lists them: fetched, or from a file with its answer."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from readiness_gate.errors import CouldNotLook
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.links import leads_out
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import day
from readiness_gate.sources.jira import files
from readiness_gate.sources.jira.client import client
from readiness_gate.sources.jira.shapes import Json, table_of
from readiness_gate.sources.jira.values import values

_YEARS = range(1971, 9_000)
_PATHS = ("/rest/api/3/project/{}/versions", "/rest/api/2/project/{}/versions")


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a project."""

    name: str
    released: bool
    date: dt.date | None
    """The day of its release; None if Jira has none, or one in an implausible year."""


def live(settings: JiraSettings) -> list[Version]:
    """Return the versions of all projects. Raises CouldNotLook if Jira does not return them."""
    connection = client(settings)
    found: list[Version] = []
    for project in settings.projects:
        newer, older = (path.format(project) for path in _PATHS)
        answer = connection.optional(newer) or connection.get(older)
        found += _versions(answer.body.get("values"), f"{connection.shown}, versions of {project}")
    return found


def saved(settings: Settings, name: str, read: Reader) -> list[Version]:
    """Return the versions in a file. Raises CouldNotLook if it is missing, is not an answer of Jira, or is
    incomplete."""
    if settings.policy_ref:
        content = files.read_with(read, name)
    elif leads_out(settings.root, name):
        raise CouldNotLook(f"the export {name} leads out of its folder through a symbolic link: name the file itself")
    else:
        content = files.read(Path(settings.root) / name, name)
    found = list(values(content, name))
    if len(found) != 1:
        raise CouldNotLook(f"{name} is not one list: save Jira's answer, or put several pages into one list, [ … , … ]")
    return _listed(found[0][1], name)


def _listed(value: object, where: str) -> list[Version]:
    """Return the versions in a list of them, in a page, or in a list of pages."""
    listed = as_sequence(value)
    if listed is None:
        return _paged([table_of(value)], where)
    if listed and all("values" in table_of(one) for one in listed):
        return _paged([table_of(one) for one in listed], where)
    return _versions(value, where)


def _paged(pages: Sequence[Json], where: str) -> list[Version]:
    """Return the versions of pages. Raises CouldNotLook if a page is missing."""
    found = [version for page in pages for version in _versions(page.get("values"), where)]
    _refuse_twice(found, where)
    totals = {page.get("total") for page in pages}
    last = pages[-1].get("isLast")
    if totals not in ({None}, {len(found)}) or last not in (None, True) or (totals == {None} and last is None):
        raise CouldNotLook(f"{where} does not have all pages of the versions ({len(found)} are here): save all of them")
    return found


def _versions(value: object, where: str) -> list[Version]:
    listed = as_sequence(value)
    if listed is None:
        raise CouldNotLook(f"{where} is not a list of versions: save the answer of /rest/api/3/project/KEY/versions")
    found = list(_read(listed, where))
    _refuse_twice(found, where)
    return found


def _read(listed: Iterable[object], where: str) -> Iterator[Version]:
    for number, one in enumerate(listed, start=1):
        table = as_mapping(one)
        name = table.get("name") if table is not None else None
        if table is None or not isinstance(name, str) or not name.strip():
            raise CouldNotLook(f"{where}: entry {number} has no name, so it is not a version of Jira: save it again")
        yield Version(name, _is_released(table, where, name), _date(table, where, name))


def _is_released(table: Mapping[str, object], where: str, name: str) -> bool:
    released = table.get("released")
    if not isinstance(released, bool):
        raise CouldNotLook(f'{where}: the version "{name}" does not say whether it is released: save the whole answer')
    return released


def _date(table: Mapping[str, object], where: str, name: str) -> dt.date | None:
    date = table.get("releaseDate")
    if date is None:
        return None
    try:
        released = day(str(date))
    except ValueError as error:
        raise CouldNotLook(f'{where}: the releaseDate of the version "{name}": {error}') from error
    return released if released.year in _YEARS else None


def _refuse_twice(found: Sequence[Version], where: str) -> None:
    """Raise CouldNotLook for a duplicate version: a page was saved twice, and another is missing."""
    seen = Counter(version.name for version in found)
    twice = next((name for name in seen if seen[name] > 1), None)
    if twice is not None:
        raise CouldNotLook(f'{where} has the version "{twice}" twice: save the answer again')
