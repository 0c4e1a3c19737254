"""The releases of the program, one in each quarter, and its state before each go-live."""

from datetime import UTC, datetime

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import DAY, HOUR, Instant, seconds_of

MILESTONE = "go-live"
QUARTER = 91
"""The days of a quarter: thirteen weeks."""
_BEGIN: Instant = seconds_of(datetime(2021, 12, 14, tzinfo=UTC))
_SATURDAY, _SUNDAY = 4, 5
"""The positions of these days in a week that begins as the quarters do, on a Tuesday."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release, and the state of the program on its day of go-live."""

    version: str
    patched: tuple[int, ...] = ()
    """The days after its go-live on which patches of it went live."""
    severe: int = 0
    """The number of open defects of severity 2."""
    planned: int = 0
    """The number of open defects of severity 2 that were planned for the next release."""
    small: int = 0
    """The number of open defects of severity 3."""
    late: tuple[int, ...] = ()
    """The days of its quarter on which configuration changed during the freeze."""
    outdated: tuple[str, ...] = ()
    """The areas with outdated documents."""
    untrained: int = 0
    """The number of people who joined shortly before, and were not yet trained."""


RELEASES = (
    Release("1.0.0", small=14),
    Release("1.1.0", small=6),
    Release("1.2.0", patched=(3, 9), severe=2, small=13, late=(79, 80, 84, 86)),
    Release("1.3.0", small=11, planned=1),
    Release("2.0.0", patched=(24,), small=15, late=(80,)),
    Release("2.1.0", patched=(6,), severe=1, small=8, late=(78, 80, 84, 87)),
    Release("2.2.0", small=12),
    Release("2.3.0", patched=(10,), small=5),
    Release("3.0.0", small=16, planned=1),
    Release("3.1.0", patched=(2, 7), severe=3, small=14, untrained=3),
    Release("3.2.0", patched=(34,), small=8),
    Release("3.3.0", severe=1, small=5, outdated=("service",)),
    Release("4.0.0", patched=(8,), small=4),
    Release("4.1.0", small=12, planned=1),
    Release("4.2.0", patched=(3, 13), severe=2, small=17, late=(80, 83, 84, 85, 86), outdated=("quoting",)),
    Release("4.3.0", small=7),
    Release("5.0.0", severe=1, small=13),
)
"""Oldest first; the last one is planned."""

WRONG_WITHIN = 14
"""A go-live went wrong if a patch followed within this number of days."""


def day(quarter: int, number: int, hour: int = 0, minute: int = 0) -> Instant:
    """Return the instant on a day of a quarter, both counted from 0. The go-live of the quarter's release is on the
    first day of the next quarter."""
    return _BEGIN + (QUARTER * quarter + number) * DAY + hour * HOUR + minute * 60


def workday(number: int) -> int:
    """Return a day of a quarter, or the following Monday if it is on a weekend."""
    return number + {_SATURDAY: 2, _SUNDAY: 1}.get(number % 7, 0)


def patches(release: Release) -> list[tuple[str, int]]:
    """Return the version of each patch of a release, and how many days after the go-live it went live."""
    line = release.version.rpartition(".")[0]
    return [(f"{line}.{number}", on) for number, on in enumerate(release.patched, start=1)]


def went_wrong(release: Release) -> bool:
    """Return whether an early patch shows that the go-live went wrong."""
    return any(number <= WRONG_WITHIN for number in release.patched)


GO_LIVE_HOUR = 5
"""The hour of the go-live in UTC."""
AS_OF: Instant = day(len(RELEASES) - 1, 86, 8)
"""The current time of the story: five days before the planned go-live."""
