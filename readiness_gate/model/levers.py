"""What moves a value: work that people can do, and time that can pass, each with the resulting values.

A signal returns its levers without knowing any limit. The judge compares the values with the limit of a rule.
"""

from collections.abc import Iterable
from typing import TypeAlias

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant

_Number: TypeAlias = bool | int | float


@dataclass(frozen=True, slots=True)
class Work:
    """Pieces of work of one kind, such as defects to close, and the value after each of them.

    A reading may have several, for example one for each role. Each must reach the limit on its own.
    """

    verb: str
    """What to do: `close`; "" if `one` and `many` say it."""
    one: str
    """A piece of this work: `defect`."""
    many: str
    after: tuple[_Number, ...]
    """The value now, after one piece, after two, and so on."""
    names: tuple[str, ...] = ()
    """What a reader sees: the names of the pieces, or with `about`, what the work is about."""
    in_order: bool = False
    """Whether the pieces must be done in the order of their names; otherwise any of them counts."""
    about: bool = False
    """Whether the names are not those of the pieces: people are counted, and modules named."""
    group: str = ""
    """The group of people whose work it is; "" for anybody."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """Things that stop counting by themselves, such as landings that leave a window, as long as none are added."""

    rule: str
    """What to do in the meantime: `merge nothing more`."""
    one: str
    """One of them, and what it does: `landing leaves the window`."""
    many: str
    leaves: tuple[Instant, ...]
    """When each of them stops counting, earliest first."""
    after: tuple[_Number, ...]
    """The value now, after the first one has left, and so on."""
    instead: str = ""
    """What people can do for any number of them instead of waiting: `fix what {} covers`; "" for nothing."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Days since something happened: the value grows by one each day, as long as people follow the rule."""

    rule: str
    """What to do in the meantime: `merge nothing more`."""
    since: Instant


Lever: TypeAlias = Work | Expiry | Quiet


def expiry(rule: str, one: str, many: str, leaves: Iterable[Instant]) -> Expiry:
    """Return an expiry for things whose number is the value, and each of which stops counting at an instant."""
    ordered = tuple(sorted(leaves))
    return Expiry(rule, one, many, ordered, tuple(range(len(ordered), -1, -1)))


def work(verb: str, one: str, names: tuple[str, ...], *, of: int | None = None, many: str = "") -> Work:
    """Return the work of removing things in any order: their number is the value or, with `of`, the share of all
    that are not among them."""
    number = len(names)
    left = range(number, -1, -1)
    after = tuple(left) if of is None else tuple((of - rest) / of for rest in left)
    return Work(verb, one, many or f"{one}s", after, names)
