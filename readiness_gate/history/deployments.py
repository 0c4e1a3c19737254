"""A queue of requests to go ahead and of their results, in the tables of a history.

Rows are added and never changed. A request is open until one of its steps ends it. The worker that adds the next step
holds the request until the time in that step, so a killed worker loses nothing. No names of people are stored.
"""

from collections.abc import Callable, Sequence
from operator import attrgetter, itemgetter
from typing import Literal, TypeAlias

from readiness_gate.history import deployment_tables as tables
from readiness_gate.history.rows import Cell
from readiness_gate.history.store import Rows
from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.time import Instant

State: TypeAlias = Literal["", "approved", "rejected"]
What: TypeAlias = Literal[
    "taken", "sending", "failed", "watched", "unjudged", "answered", "given-up", "superseded", "unclear"
]
ENDS: tuple[What, ...] = ("answered", "given-up", "superseded", "unclear")
_LOOKED: tuple[What, ...] = ("watched", "unjudged")
"""Steps after another evaluation of an approval's gate, or a failed attempt at one; nothing was sent."""
_PER_COMMIT = ("gitlab",)
"""The services that keep an answer for each commit. Their messages may arrive in any order, so a request for other
commits replaces none."""
HOLDS = "an approval holds until it is taken back"
"""The reason of a step that sends an approval but does not end the request, because the service keeps approvals."""


class NotHeld(Exception):
    """Another worker holds a request now, or the hold expired: nothing may be done for the request."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A deployment or merge request that asks to go ahead."""

    delivery: str
    """The id of the request's message; each id counts once. Empty if the service gives none."""
    content: str
    """The digest of that message, which also counts once, because the id is not signed. Without an id, it counts once
    while the request is open."""
    repository: str
    """The owner and name at GitHub; the path of the project at GitLab."""
    installation: int
    """The id of the app's installation at GitHub, or of the project at GitLab."""
    environment: str
    """The waiting environment, or a status check of GitLab."""
    run: int
    """The number of the workflow run at GitHub, or of the merge request at GitLab."""
    deployment: int
    """The number of the deployment at GitHub, or of the status check at GitLab."""
    sha: str
    received_at: Instant
    service: str = "github"
    """The service that asks and receives the answer."""
    address: str = ""
    """Further data that the service needs: the target branch at GitLab."""

    @property
    def subject(self) -> tuple[str, str, int, str, str]:
        """The subject of the answer. A later request on the same subject replaces an earlier one."""
        return self.service, self.repository, self.run, self.environment, self.commit

    @property
    def commit(self) -> str:
        """The commit that the answer applies to, for a service that keeps an answer for each commit; otherwise a
        pattern that matches all."""
        return self.sha if self.service in _PER_COMMIT else "%"


@dataclass(frozen=True, slots=True)
class Step:
    """An action on a request."""

    place: int
    """Its position among the steps of the request, from 1."""
    what: What
    state: State
    """The answer that was sent or is in transit; empty if there is none."""
    taken_at: Instant
    held_until: Instant
    """Until then no other worker acts on the request; for a failure, the time of the next try."""
    why: str


@dataclass(frozen=True, slots=True)
class Held:
    """A request in the hands of one worker."""

    number: int
    asked: Asked
    steps: tuple[Step, ...]
    """Its steps; for a watched approval, those since its gate was last go. No rejection comes before them."""

    @property
    def tries(self) -> int:
        """The number of times that a worker took it to answer it, including this one."""
        return sum(one.what == "taken" for one in self._current)

    @property
    def may_be_rejected(self) -> bool:
        """Whether a rejection was sent, or may have been; an approval never follows it."""
        return any(one.state == "rejected" for one in self.steps)

    @property
    def held_until(self) -> Instant:
        """When it becomes free for others."""
        return self.steps[-1].held_until if self.steps else 0

    @property
    def begun_at(self) -> Instant:
        """When a worker first took it to answer it; before that, it only waited for its turn."""
        return next((one.taken_at for one in self._current if one.what == "taken"), self.asked.received_at)

    @property
    def watched(self) -> Step | None:
        """The step with the last time when the gate of a watched approval was go; None for other requests."""
        return next((one for one in reversed(self.steps) if one.what == "watched"), None)

    @property
    def judged_at(self) -> Instant:
        """When the gate of a watched approval was last go; 0 for other requests."""
        return 0 if self.watched is None else self.watched.taken_at

    @property
    def is_watched(self) -> bool:
        """Whether its approval counts and only its gate is judged again: no rejection was sent, or may have been."""
        return self.watched is not None and not self.may_be_rejected

    @property
    def is_left_watched(self) -> bool:
        """Whether an approval counts, and no worker is judging its gate again yet."""
        return bool(self.steps) and self.steps[-1].what == "watched"

    @property
    def may_hold(self) -> bool:
        """Whether an approval of it may exist until it is withdrawn: its delivery is not known to have failed."""
        if self.watched is not None:
            return True
        sent = [place for place, one in enumerate(self.steps) if one.what == "sending" and one.why == HOLDS]
        after = [next(iter(self.steps[place + 1 :]), None) for place in sent]
        return any(one is None or one.what != "failed" or one.state != "" for one in after)

    @property
    def _current(self) -> Sequence[Step]:
        """The steps for the current answer: those since the last evaluation without an answer."""
        ends = [count for count, one in enumerate(self.steps, 1) if one.what in _LOOKED]
        return self.steps[ends[-1] if ends else 0 :]

    @property
    def is_sending(self) -> bool:
        """Whether an answer is in transit, or was when a worker was killed."""
        return bool(self.steps) and self.steps[-1].what == "sending"

    @property
    def is_over(self) -> bool:
        """Whether its last step ended it."""
        return bool(self.steps) and self.steps[-1].what in ENDS


def ask(rows: Rows, asked: Asked) -> bool:
    """Add a request and return whether it is new: a message with a known id or content changes nothing. A message
    without an id counts again once its earlier request has been answered: it asks again."""
    if not asked.delivery:
        return _ask_again(rows, asked)
    if rows.select(tables.SAME, delivery=asked.delivery, content=asked.content):
        return False
    _add(rows, asked)
    return True


def _ask_again(rows: Rows, asked: Asked) -> bool:
    same = [
        _whole(number) for [number] in rows.select(tables.REPEATED, content=asked.content, again=f"{asked.content}#%")
    ]
    if same and any(held.number == same[-1] and held.watched is None for held in still_open(rows)):
        return False
    content = f"{asked.content}#{len(same) + 1}" if same else asked.content
    _add(rows, replace(asked, content=content, delivery=content))
    return True


def _add(rows: Rows, asked: Asked) -> None:
    [[last]] = rows.select(tables.LAST)
    cells = {name: getattr(asked, name) for name in tables.COLUMNS.split(", ")}
    rows.add(tables.ADD, [{**cells, "number": _whole(last) + 1}])


FreeAt: TypeAlias = Callable[[Held], Instant]
"""A function that returns the earliest time at which a worker may take a request."""


_AS_HELD: FreeAt = attrgetter("held_until")


def take(rows: Rows, now: Instant, hold: Callable[[Held], int], free_at: FreeAt = _AS_HELD) -> Held | None:
    """Take the request that has been due for longest, and hold it for `hold` seconds; None if none is due. Requests are
    ended if a later one for the same run and environment replaced them: an answer would apply to the later one. Only a
    later answer replaces an approval that may exist: the later request may end without one. While one worker may send
    an answer, other requests on its subject wait, because the later answer must arrive last."""
    there = still_open(rows)
    newest = {held.asked.subject: held.number for held in there}
    busy = {
        held.asked.subject: held.number
        for held in there
        if held.held_until > now
        and held.steps[-1].what in ("taken", "sending")
        and (held.is_sending or held.may_hold or newest[held.asked.subject] == held.number)
    }
    due: list[tuple[Instant, Held]] = []
    for held in there:
        if free_at(held) > now or busy.get(held.asked.subject, held.number) != held.number:
            continue
        if _is_superseded(rows, held):
            step(rows, held, "superseded", now, why="a later request for the same run and environment replaced it")
        else:
            due.append((max(free_at(held), held.asked.received_at), held))
    if not due:
        return None
    _, first = min(due, key=itemgetter(0))
    return step(rows, first, "taken", now, until=now + hold(first))


def step(
    rows: Rows, held: Held, what: What, now: Instant, *, until: Instant = 0, state: State = "", why: str = ""
) -> Held:
    """Add a step to a request. Raises NotHeld if another worker added one since, or a later request replaced it."""
    there = _steps(rows, held.number, tables.STEPS)
    if there != held.steps or (what == "sending" and _is_superseded(rows, held)):
        raise NotHeld
    new = Step(there[-1].place + 1 if there else 1, what, state, now, until, why)
    rows.add(tables.ADD_STEP, [{**{name: getattr(new, name) for name in _OF_STEP}, "deployment": held.number}])
    return replace(held, steps=(*there, new))


_OF_STEP = ("place", "what", "state", "taken_at", "held_until", "why")


def next_due(rows: Rows, free_at: FreeAt = _AS_HELD) -> Instant | None:
    """Return when the next open request may be taken; None if there is none."""
    return min(map(free_at, still_open(rows)), default=None)


def everything(rows: Rows) -> list[Held]:
    """Return every request with all its steps, in the order of arrival."""
    return [_held(rows, row, tables.ALL_STEPS) for row in rows.select(tables.ALL)]


def still_open(rows: Rows) -> list[Held]:
    """Return every request that no step has ended, in the order of arrival."""
    return [_held(rows, row, tables.STEPS) for row in rows.select(tables.OPEN)]


def _held(rows: Rows, row: Sequence[Cell], steps: str) -> Held:
    number, *cells = row
    found = _whole(number)
    return Held(found, Asked(*cells), _steps(rows, found, steps))  # type: ignore[arg-type]


def _steps(rows: Rows, number: int, steps: str) -> tuple[Step, ...]:
    return tuple(Step(*cells) for cells in rows.select(steps, number=number))  # type: ignore[arg-type]


def _is_superseded(rows: Rows, held: Held) -> bool:
    asked = held.asked
    return bool(
        rows.select(
            tables.LATER_ANSWER if held.may_hold else tables.LATER,
            number=held.number,
            service=asked.service,
            repository=asked.repository,
            run=asked.run,
            environment=asked.environment,
            commit=asked.commit,
        )
    )


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else -1


__all__ = [
    "ENDS",
    "HOLDS",
    "Asked",
    "Held",
    "NotHeld",
    "State",
    "Step",
    "What",
    "ask",
    "everything",
    "next_due",
    "step",
    "still_open",
    "take",
]
