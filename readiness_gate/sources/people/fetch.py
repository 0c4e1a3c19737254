"""The facts of people: the roster and the training completions, from CSV files."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from readiness_gate.errors import CouldNotLook, Unreadable
from readiness_gate.model.facts import Completion, Membership, PeopleFacts, Provenance
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant, day, end_of_day, instant, is_day
from readiness_gate.signals.spec import plain
from readiness_gate.sources.people import table
from readiness_gate.sources.people.table import LARGEST, Refused, Row

_CRITICAL = "critical-process"
# What a learning system calls the column that says whether somebody passed: who failed would count as trained.
_RESULTS = ("status", "completionstatus", "state", "result", "outcome", "passed", "success", "score", "grade")


def fetch(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> PeopleFacts:
    """The roster and the completions. Raises CouldNotLook when either is not configured, or cannot be relied on."""
    people = settings.people
    roster_file, completions_file = (people.roster, people.completions) if people else (None, None)
    if roster_file is None:
        raise CouldNotLook('no roster is configured: provide roster = "…" in [people], a CSV file with person, role')
    if completions_file is None:
        raise CouldNotLook(
            'no completions are configured: provide completions = "…" in [people], a CSV file with person, module, '
            "completed-at"
        )
    roster = _Table(
        roster_file, settings.zone, _content(roster_file, read), ("person", "role"), ("from", "to", _CRITICAL)
    )
    members = tuple(roster.members())
    completions = _Table(
        completions_file, settings.zone, _content(completions_file, read), ("person", "module", "completed-at"), ()
    )
    completed = tuple(completions.completions())
    roster.refuse()
    completions.refuse()
    if not members:
        raise CouldNotLook(f"the roster {roster_file} has nobody on it, so there is no share to take")
    times = [each for row in members for each in (row.since, row.until) if each] + [
        each.completed_at for each in completed
    ]
    provenance = Provenance(
        source="people",
        identity=f"{roster_file}, {completions_file}",
        asked="everybody on the roster, and every completion",
        records=len(members) + len(completed),
        observed_at=max((time for time in times if time <= now), default=None),
    )
    return PeopleFacts(provenance, members, completed)


def _content(name: str, read: Reader) -> bytes:
    try:
        content = read(name, LARGEST)
    except Unreadable as error:
        raise CouldNotLook(str(error)) from error
    if content is None:
        raise CouldNotLook(f"there is no file {name}: write it, or correct its name in [people]")
    return content


class _Table:
    """The rows of one file as facts, and what is wrong with them."""

    def __init__(
        self, name: str, zone: ZoneInfo | None, content: bytes, required: tuple[str, ...], optional: tuple[str, ...]
    ) -> None:
        self._name = name
        self._zone = zone
        self._required = required
        self._rows = table.read(name, content, required, optional)
        self._problems: list[tuple[int, str]] = []

    def refuse(self) -> None:
        """Raise Refused when any row has a problem."""
        if self._problems:
            raise Refused(self._name, sorted(set(self._problems)))

    def members(self) -> Iterator[Membership]:
        """The rows of a roster."""
        first: dict[str, Row] = {}
        for row in self._whole_rows():
            other = first.setdefault(plain(row.cells["person"]), row)
            if other.cells["person"] != row.cells["person"]:
                self._problems.append((row.line, f"the person of line {other.line} is written otherwise here"))
            since, until = self._time(row, "from"), self._time(row, "to")
            if since is not None and until is not None and until < since:
                self._problems.append((row.line, "the row ends before it begins"))
            critical = bool(row.cells[_CRITICAL]) if _CRITICAL in row.cells else None
            yield Membership(row.cells["person"], row.cells["role"], since, until, critical)

    def completions(self) -> Iterator[Completion]:
        """The rows of completions."""
        for column in self._rows[0].cells if self._rows else ():
            if table.plain(column) in _RESULTS:
                what = f'the column "{column}" may say who did not pass, and is not read: take out these people and it'
                self._problems.append((1, what))
        for row in self._whole_rows():
            completed_at = self._time(row, "completed-at")
            if completed_at is not None:
                yield Completion(row.cells["person"], row.cells["module"], completed_at)

    def _whole_rows(self) -> Iterator[Row]:
        for row in self._rows:
            empty = [column for column in self._required if not row.cells[column]]
            self._problems += [(row.line, f'the cell "{column}" is empty') for column in empty]
            yield row

    def _time(self, row: Row, column: str) -> Instant | None:
        text = row.cells.get(column, "")
        if not text:
            return None
        try:
            if not is_day(text):
                return instant(text)
            if self._zone is not None:
                return end_of_day(day(text), self._zone)
            what = f'"{text}" is a day in no time zone: give timezone in [program]'
        except ValueError as error:
            what = f"{column}: {error} (write dates as 2027-02-14, times with their offset from UTC)"
        self._problems.append((row.line, what))
        return None
