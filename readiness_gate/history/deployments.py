"""The deployments that ask to go ahead, and what became of each: a queue in the tables of a history.

Rows are added and never changed. A request is open until one of its steps ends it; whoever adds the next step holds it
until the time that the step says, so that a worker that is killed loses nothing. Nobody is named in it.
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from readiness_gate.history.rows import Cell
from readiness_gate.history.store import Rows
from readiness_gate.lean_dataclass import dataclass, replace
from readiness_gate.model.time import Instant

State: TypeAlias = Literal["", "approved", "rejected"]
What: TypeAlias = Literal["taken", "sending", "failed", "answered", "given-up", "superseded", "unclear"]
ENDS: tuple[What, ...] = ("answered", "given-up", "superseded", "unclear")

TABLES = (
    """CREATE TABLE deployments (
  number BIGINT NOT NULL PRIMARY KEY,
  delivery TEXT NOT NULL UNIQUE,
  content TEXT NOT NULL UNIQUE,
  repository TEXT NOT NULL,
  installation BIGINT NOT NULL,
  environment TEXT NOT NULL,
  run BIGINT NOT NULL,
  deployment BIGINT NOT NULL,
  sha TEXT NOT NULL,
  received_at BIGINT NOT NULL
)""",
    """CREATE TABLE deployment_steps (
  deployment BIGINT NOT NULL REFERENCES deployments (number),
  place BIGINT NOT NULL,
  what TEXT NOT NULL,
  state TEXT NOT NULL,
  taken_at BIGINT NOT NULL,
  held_until BIGINT NOT NULL,
  why TEXT NOT NULL,
  PRIMARY KEY (deployment, place)
)""",
)
"""What one version of the tables adds."""

_COLUMNS = "delivery, content, repository, installation, environment, run, deployment, sha, received_at"
_VALUES = ", ".join(f":{name}" for name in _COLUMNS.split(", "))
_ADD = f"INSERT INTO deployments (number, {_COLUMNS}) VALUES (:number, {_VALUES})"  # noqa: S608 - constants
_ADD_STEP = (
    "INSERT INTO deployment_steps (deployment, place, what, state, taken_at, held_until, why) "
    "VALUES (:deployment, :place, :what, :state, :taken_at, :held_until, :why)"
)
_SAME = "SELECT number FROM deployments WHERE delivery = :delivery OR content = :content"
_LAST = "SELECT number FROM deployments ORDER BY number DESC LIMIT 1"
_OPEN = (
    f"SELECT number, {_COLUMNS} FROM deployments AS asked WHERE NOT EXISTS (SELECT 1 FROM deployment_steps AS step "  # noqa: S608 - constants
    "WHERE step.deployment = asked.number AND step.what IN ('answered', 'given-up', 'superseded', 'unclear')) "
    "ORDER BY number"
)
_STEPS = (
    "SELECT place, what, state, taken_at, held_until, why FROM deployment_steps WHERE deployment = :number "
    "ORDER BY place"
)
_LATER = (
    "SELECT number FROM deployments WHERE number > :number AND repository = :repository AND run = :run "
    "AND environment = :environment LIMIT 1"
)
_ALL = f"SELECT number, {_COLUMNS} FROM deployments ORDER BY number"  # noqa: S608 - constants


class NotHeld(Exception):
    """Somebody else holds a request by now, or its time is over: nothing may be done for it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A deployment that asks to go ahead."""

    delivery: str
    """The id of the message that asks; each counts once."""
    content: str
    """The digest of that message, which counts once, too: its id is not signed."""
    repository: str
    installation: int
    environment: str
    run: int
    deployment: int
    sha: str
    received_at: Instant


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done for a request."""

    place: int
    """Its number among the steps of the request, from 1."""
    what: What
    state: State
    """The answer that is being sent, or was; empty for none."""
    taken_at: Instant
    held_until: Instant
    """Until then nobody else does anything for the request; of a failure, the time for the next try."""
    why: str


@dataclass(frozen=True, slots=True)
class Held:
    """A request as one worker holds it."""

    number: int
    asked: Asked
    steps: tuple[Step, ...]

    @property
    def tries(self) -> int:
        """How often somebody took it, this time among them."""
        return sum(one.what == "taken" for one in self.steps)

    @property
    def may_be_rejected(self) -> bool:
        """Whether a rejection was sent, or may have been: it is never followed by an approval."""
        return any(one.state == "rejected" for one in self.steps)

    @property
    def held_until(self) -> Instant:
        """When it is free for others."""
        return self.steps[-1].held_until if self.steps else 0

    @property
    def begun_at(self) -> Instant:
        """When somebody first took it; until then it only waited for its turn."""
        return next((one.taken_at for one in self.steps if one.what == "taken"), self.asked.received_at)

    @property
    def is_over(self) -> bool:
        """Whether its last step ended it."""
        return bool(self.steps) and self.steps[-1].what in ENDS


def ask(rows: Rows, asked: Asked) -> bool:
    """Add a request, and say whether it is new: a message that is there by its id or its content changes nothing."""
    if rows.select(_SAME, delivery=asked.delivery, content=asked.content):
        return False
    number = _number(rows.select(_LAST)) + 1
    cells = {name: getattr(asked, name) for name in _COLUMNS.split(", ")}
    rows.add(_ADD, [{**cells, "number": number}])
    return True


FreeAt: TypeAlias = Callable[[Held], Instant]
"""When a worker may take a request at the earliest."""


def _as_held(held: Held) -> Instant:
    return held.held_until


def take(rows: Rows, now: Instant, seconds: int, free_at: FreeAt = _as_held) -> Held | None:
    """Take the first request that is free, for so many seconds; None for none. Those that a later request for the
    same run and environment replaced are ended: an answer would be one to the later request."""
    for held in _open(rows):
        if free_at(held) > now:
            continue
        if _is_superseded(rows, held):
            step(rows, held, "superseded", now, why="a later request for the same run and environment replaced it")
            continue
        return step(rows, held, "taken", now, until=now + seconds)
    return None


def step(
    rows: Rows, held: Held, what: What, now: Instant, *, until: Instant = 0, state: State = "", why: str = ""
) -> Held:
    """Add a step to a request. Raises NotHeld where somebody else added one since, or a later request replaced it."""
    there = _steps(rows, held.number)
    if there != held.steps or (what == "sending" and _is_superseded(rows, held)):
        raise NotHeld
    new = Step(len(there) + 1, what, state, now, until, why)
    rows.add(_ADD_STEP, [{**{name: getattr(new, name) for name in _OF_STEP}, "deployment": held.number}])
    return replace(held, steps=(*there, new))


_OF_STEP = ("place", "what", "state", "taken_at", "held_until", "why")


def next_due(rows: Rows, free_at: FreeAt = _as_held) -> Instant | None:
    """When the next request is free to be taken; None while there is no open one."""
    return min(map(free_at, _open(rows)), default=None)


def everything(rows: Rows) -> list[Held]:
    """Every request with its steps, in the order in which they arrived."""
    return [_held(rows, row) for row in rows.select(_ALL)]


def _open(rows: Rows) -> list[Held]:
    return [_held(rows, row) for row in rows.select(_OPEN)]


def _held(rows: Rows, row: Sequence[Cell]) -> Held:
    number, *cells = row
    found = _whole(number)
    return Held(found, Asked(*cells), _steps(rows, found))  # type: ignore[arg-type]


def _steps(rows: Rows, number: int) -> tuple[Step, ...]:
    return tuple(Step(*cells) for cells in rows.select(_STEPS, number=number))  # type: ignore[arg-type]


def _is_superseded(rows: Rows, held: Held) -> bool:
    asked = held.asked
    return bool(
        rows.select(
            _LATER, number=held.number, repository=asked.repository, run=asked.run, environment=asked.environment
        )
    )


def _number(found: Sequence[Sequence[Cell]]) -> int:
    return _whole(found[0][0]) if found else 0


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else -1


__all__ = [
    "ENDS",
    "TABLES",
    "Asked",
    "FreeAt",
    "Held",
    "NotHeld",
    "State",
    "Step",
    "What",
    "ask",
    "everything",
    "next_due",
    "step",
    "take",
]
