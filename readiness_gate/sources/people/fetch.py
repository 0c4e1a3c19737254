"""The facts of people: the roster and the training completions, from CSV files."""

from collections.abc import Iterator

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Completion, Membership, PeopleFacts, Provenance
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.signals.spec import plain
from readiness_gate.sources.people import table
from readiness_gate.sources.people.rows import Rows
from readiness_gate.sources.people.table import Row

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
    roster = Rows(roster_file, settings.zone, ("person", "role"), ("from", "to", _CRITICAL)).read(read)
    members = tuple(_members(roster))
    completions = Rows(completions_file, settings.zone, ("person", "module", "completed-at"), ()).read(read)
    completed = tuple(_completions(completions))
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


def _members(rows: Rows) -> Iterator[Membership]:
    """The rows of a roster."""
    first: dict[str, Row] = {}
    for row in rows.whole():
        other = first.setdefault(plain(row.cells["person"]), row)
        if other.cells["person"] != row.cells["person"]:
            rows.is_wrong(row.line, f"the person of line {other.line} is written otherwise here")
        since, until = rows.time(row, "from"), rows.time(row, "to")
        if since is not None and until is not None and until < since:
            rows.is_wrong(row.line, "the row ends before it begins")
        critical = bool(row.cells[_CRITICAL]) if _CRITICAL in row.cells else None
        yield Membership(row.cells["person"], row.cells["role"], since, until, critical)


def _completions(rows: Rows) -> Iterator[Completion]:
    """The rows of completions."""
    for column in rows.columns:
        if table.plain(column) in _RESULTS:
            what = f'the column "{column}" may say who did not pass, and is not read: take out these people and it'
            rows.is_wrong(1, what)
    for row in rows.whole():
        completed_at = rows.time(row, "completed-at")
        if completed_at is not None:
            yield Completion(row.cells["person"], row.cells["module"], completed_at)
