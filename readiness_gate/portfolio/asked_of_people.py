"""The load of one program on people, by role and week: only counts, so that no personal data leaves its process.

People who help or approve in several programs are counted by pseudonyms derived from a key of the run: these are equal
across the programs of one run, and differ between runs.
"""

import hashlib
import hmac
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from readiness_gate.app.session import Session
from readiness_gate.errors import GateError
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.people import CalendarFacts, Membership
from readiness_gate.model.facts.people import Session as TrainingSession
from readiness_gate.model.groups import LEAST
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.time import HOUR, Instant, day_of
from readiness_gate.model.wording import folded
from readiness_gate.portfolio.changed import changed
from readiness_gate.run import measure_all
from readiness_gate.signals.views.roster import roster

_GO_LIVE = "go-live"
_DIGITS = 32
_LONGEST = 14 * HOUR
"""The end of a longer session is a day without a time."""
_Group = tuple[str, str]
"""A role and a unit; no unit for the whole role."""


def load(session: Session, gates: Sequence[Gate], as_of: Instant, key: str) -> Mapping[str, Any]:
    """Return the load of a program's gates on people, as JSON data."""
    read = [_Read(gate, _facts(session, gate), as_of) for gate in gates]
    groups: dict[_Group, set[str]] = defaultdict(set)
    for one in read:
        for group, people in one.groups.items():
            groups[group] |= people
    least = max(LEAST, session.program.settings.people.smallest_group if session.program.settings.people else LEAST)
    shown = {group for group, people in groups.items() if len(people) >= least}
    go_lives = _by_group((group, one.go_live) for one in read if one.go_live for group in one.groups)
    sessions, minutes = _of_sessions(each for one in read[:1] for each in one.sessions())
    of_changes = changed(session, _nearest(gates, as_of), as_of)
    helpers = (row.person for one in read for row in one.members if row.super_user)
    approvers = (name for one in read for name in _approvers(one.gate))
    return {
        "roles": [
            {
                "role": role,
                "unit": unit,
                "go-lives": go_lives[role, unit],
                "sessions": sessions[role, ""],
                "minutes": minutes[role, ""],
                "changes": _weekly(of_changes.by_role.get(role, {}), gates[0]),
            }
            for role, unit in sorted(shown)
        ],
        "hidden": len(groups) - len(shown),
        "super-users": _pseudonyms(helpers, key),
        "approvers": _pseudonyms(approvers, key),
        "frozen": of_changes.frozen and dict(zip(("began", "ends"), of_changes.frozen, strict=True)),
        "things": {
            name: [{"at": at, "commit": commit} for at, commit in landed] for name, landed in of_changes.things.items()
        },
        "unknown": list(dict.fromkeys((*(why for one in read for why in one.unknown), *of_changes.unknown))),
    }


def _nearest(gates: Sequence[Gate], as_of: Instant) -> Gate:
    """Return the gate whose freeze counts: that of the next milestone, or of the last one if all have passed."""
    ahead = [gate for gate in gates if gate.milestone.date >= day_of(as_of, gate.zone)]
    return (
        min(ahead, key=lambda gate: gate.milestone.date) if ahead else max(gates, key=lambda gate: gate.milestone.date)
    )


def _weekly(found: Mapping[Instant, int], gate: Gate) -> Mapping[str, int]:
    """Return the counts summed by week, in the gate's time zone."""
    counts: Counter[str] = Counter()
    for moment, count in found.items():
        counts[_monday(day_of(moment, gate.zone))] += count
    return counts


def _facts(session: Session, gate: Gate) -> Facts:
    """Return only the roster and the calendar of a gate."""
    needs = Needs(sources=frozenset({"people", "calendar"}))
    return measure_all(session.program, (), gate.milestone, needs, gate).facts


@dataclass(frozen=True, slots=True)
class _Read:
    """The facts that were read for one gate."""

    gate: Gate
    facts: Facts
    as_of: Instant

    @property
    def members(self) -> Sequence[Membership]:
        """The roster rows of the people who hold a role on the milestone's day, or as of `as_of` if that day has
        passed; empty if unknown."""
        try:
            return roster(self.facts, self.as_of).members()
        except GateError:
            return ()

    @property
    def groups(self) -> Mapping[_Group, set[str]]:
        """The people of each role, and of each of its units."""
        found: dict[_Group, set[str]] = defaultdict(set)
        for row in self.members:
            found[row.role, ""].add(row.person)
            if row.unit:
                found[row.role, row.unit].add(row.person)
        return found

    @property
    def go_live(self) -> str:
        """The Monday of the milestone's go-live week; empty without a go-live, or if it has passed."""
        milestone = self.gate.milestone
        day = milestone.go_live or (milestone.date if milestone.kind == _GO_LIVE else None)
        return _monday(day) if day is not None and day >= day_of(self.as_of, self.gate.zone) else ""

    @property
    def is_live(self) -> bool:
        """Whether the go-live has passed: a training calendar is no longer expected."""
        day = self.gate.milestone.go_live
        return day is not None and day < day_of(self.as_of, self.gate.zone)

    def sessions(self) -> Iterator[tuple[_Group, str, int]]:
        """Yield the role, the week and the minutes of each upcoming training session; 0 minutes if only the day is
        known, or no end."""
        calendar = self.facts.sources.get("calendar")
        if isinstance(calendar, CalendarFacts):
            for one in calendar.sessions:
                if one.begins >= self.as_of:
                    yield (one.role, ""), _monday(day_of(one.earliest, self.gate.zone)), _minutes(one)

    @property
    def unknown(self) -> Iterator[str]:
        """What is unknown, and how to fix it."""
        try:
            roster(self.facts, self.as_of).members()
        except GateError as error:
            yield f"its roles: {error}"
        if not self.is_live and not isinstance(self.facts.sources.get("calendar"), CalendarFacts):
            people = self.facts.settings.people
            has_one = people is not None and people.calendar is not None
            why = "`readiness-gate doctor` says why they cannot be read" if has_one else "add calendar to [people]"
            yield f"its training sessions: {why}"
        if not all(minutes for _, _, minutes in self.sessions()):
            yield (
                "its training hours: some of its sessions have no length. Give times in starts-at and ends-at of the "
                "calendar"
            )


def _minutes(session: TrainingSession) -> int:
    """Return the length of a session in minutes; 0 if unknown."""
    if session.started_at is not None or session.ends is None or session.ends - session.begins > _LONGEST:
        return 0
    return (session.ends - session.begins) // 60


def _of_sessions(
    events: Iterable[tuple[_Group, str, int]],
) -> tuple[Mapping[_Group, Mapping[str, int]], Mapping[_Group, Mapping[str, int]]]:
    """Return the number of sessions of each group by week, and the minutes of those with a known length."""
    counts: dict[_Group, Counter[str]] = defaultdict(Counter)
    lengths: dict[_Group, Counter[str]] = defaultdict(Counter)
    for group, week, minutes in events:
        counts[group][week] += 1
        if minutes:
            lengths[group][week] += minutes
    return counts, lengths


def _by_group(events: Iterable[tuple[_Group, str]]) -> Mapping[_Group, Mapping[str, int]]:
    """Return the number of events of each group by week."""
    counts: dict[_Group, Counter[str]] = defaultdict(Counter)
    for group, week in events:
        counts[group][week] += 1
    return counts


def _monday(day: date) -> str:
    return (day - timedelta(days=day.weekday())).isoformat()


def _approvers(gate: Gate) -> Iterator[str]:
    """Yield the people who may approve a waiver or sign the evidence."""
    yield from gate.terms.approvers
    for names in gate.signers.values():
        yield from names


def _pseudonyms(names: Iterable[str], key: str) -> list[str]:
    """Return the pseudonyms of the names, sorted, without duplicates."""
    return sorted(
        {hmac.new(key.encode(), folded(name).encode(), hashlib.sha256).hexdigest()[:_DIGITS] for name in names}
    )
