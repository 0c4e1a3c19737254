"""The system's users, week by week, before and after the program acted."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, Instant, instant, iso, iso_day

_GO_LIVE: Instant = instant("2026-03-23T00:00:00Z")
_BERLIN = 2 * 3_600
"""The seconds by which days end earlier in Berlin than in UTC in summer."""
_WEEKS = 13
_ACTED = 9
"""The first week with effects of what the program did after the review on day 60."""
_FOLLOWED = (25, 60, 100)
"""The percentages of those who had stayed away who use the system in the weeks from then on; the last one holds for all
later weeks."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role of the people in the program."""

    name: str
    prefix: str
    """The prefix of its people's ids."""
    people: int
    before: int
    """The number of users in each week until the program acted."""
    after: int
    """The final number of users."""
    process: str = ""
    """The critical process that it works in."""
    leads: bool = False


ROLES = (
    Role("Sales rep", "sales", 47, 11, 42, process="Quote to order"),
    Role("Sales manager", "manager", 9, 3, 9, leads=True),
    Role("Service agent", "agent", 24, 12, 23, process="Case to resolution"),
    Role("Back office", "office", 12, 6, 11),
)
_SALES, _OFFICE = ROLES[0], ROLES[3]


def roster() -> str:
    """Return everybody who should use the system; people are numbers, not names."""
    rows = (
        f"{person},{role.name},{role.process},{'yes' if role.leads else 'no'},{iso_day(_GO_LIVE)}"
        for role in ROLES
        for person in _people(role, role.people)
    )
    return _table("person,role,critical-process,leader,from", rows)


def completions() -> str:
    """Return the completions: everybody was trained in the two weeks before go-live."""
    rows = (
        f"{person},basics,{iso_day(_GO_LIVE - (14 - number % 10) * DAY)}"
        for role in ROLES
        for number, person in enumerate(_people(role, role.people))
    )
    return _table("person,module,completed-at", rows)


def usage(until: Instant) -> str:
    """Return the use of the system up to an instant, as the system exports it: one row for each person and week of use,
    dated on the week's last working day."""
    rows = (row for role in ROLES for week in _weeks(until) for row in _used(role, week))
    return _table("person,week,actions,records,complete,late,minimal,rushed,prompted", rows)


def entries(until: Instant) -> str:
    """Return the quotes entered up to an instant. The back office enters the quotes of sales reps who do not use the
    system and phone them in."""
    rows = (row for week in _weeks(until) for row in (*_own_quotes(week), *_quotes_of_others(week)))
    header = "id,created,created-by,owner,happened,process,complete,duplicate,bulk,finished,owner-acted"
    return _table(header, (f"Q-{number},{row}" for number, row in enumerate(rows, start=1)))


def _table(header: str, rows: Iterator[str]) -> str:
    return "\n".join([header, *rows]) + "\n"


def _people(role: Role, count: int) -> Iterator[str]:
    """Yield the first people of a role."""
    return (f"{role.prefix}-{number:02}" for number in range(1, count + 1))


def _weeks(until: Instant) -> Iterator[int]:
    """Yield the weeks since go-live whose last working day ended by an instant."""
    return (week for week in range(_WEEKS) if _friday(week) + DAY - 1 - _BERLIN <= until)


def _monday(week: int) -> Instant:
    return _GO_LIVE + 7 * week * DAY


def _friday(week: int) -> Instant:
    return _monday(week) + 4 * DAY


def _users(role: Role, week: int) -> Iterator[str]:
    """Yield the users of the system in a week."""
    if week < _ACTED:
        return _people(role, role.before)
    followed = _FOLLOWED[min(week - _ACTED, len(_FOLLOWED) - 1)]
    return _people(role, role.before + (role.after - role.before) * followed // 100)


def _used(role: Role, week: int) -> Iterator[str]:
    """Yield the rows of a week. Until the program acts, most users fill in what is mandatory, many after a reminder."""
    for number, person in enumerate(_users(role, week), start=1):
        records = 3 + (7 * number + week) % 6
        actions = 2 * records + number % 5
        reluctant = week < _ACTED and number % 3 > 0
        counts = (actions, records, records, 0, records if reluctant else 1, 0, actions - 2 if reluctant else 2)
        yield ",".join([person, iso_day(_friday(week)), *map(str, counts)])


def _own_quotes(week: int) -> Iterator[str]:
    for number, person in enumerate(_users(_SALES, week)):
        yield _quote(week, number, person, person)


def _quotes_of_others(week: int) -> Iterator[str]:
    using, office = set(_users(_SALES, week)), list(_users(_OFFICE, week))
    others = [person for person in _people(_SALES, _SALES.people) if person not in using]
    for number, person in enumerate(others[week % 3 :: 3]):
        yield _quote(week, number, office[number % len(office)], person)


def _quote(week: int, number: int, creator: str, owner: str) -> str:
    """Return a quote, entered two hours after the work by its owner, or two days after it by somebody else."""
    happened = _monday(week) + (number % 3) * DAY + 9 * 3_600
    own = creator == owner
    created = happened + (2 * 3_600 if own else 2 * DAY)
    acted = "yes" if own else "no"
    cells = (iso(created), creator, owner, iso(happened), _SALES.process, acted, "no", "no", iso(created), acted)
    return ",".join(cells)
