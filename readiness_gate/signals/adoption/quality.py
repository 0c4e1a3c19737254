"""Signals on how well people use the system: who does not use it, who enters poor records, and who only complies."""

from collections.abc import Callable, Collection, Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.usage import Use
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.signals.adoption.parts import (
    BY_HIGHEST,
    SOURCES,
    Group,
    deciding,
    groups,
    needs,
    parts,
    reading,
    some_people,
    unknown_use,
)
from readiness_gate.signals.adoption.spectrum import LATELY, Quality, qualities, total
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views.diary import LATEST
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.use import Known, User, Window, used, users, windows

_MINIMAL = 0.80
_SAYS_NOTHING = "fill in the columns {} of [people.usage], and set whole = true if it has all use"


def low_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a role's people who did not use the system in the last 28 days, or whose records are
    incomplete or late; `worst` is the role with the highest share."""
    asked = parameters.text("role")
    lately, well = used(facts, as_of, LATELY), qualities(facts, as_of)

    def why(unknown: Collection[User]) -> CannotMeasure:
        unsure = [user for user in unknown if lately[user] is None]
        if unsure:
            return unknown_use(facts, "whether {} used the system", unsure, as_of - LATELY + 1, as_of, as_of - LATEST)
        columns = _SAYS_NOTHING.format("records, complete and late")
        return CannotMeasure(f"it is unknown how good the records of {some_people(facts, len(unknown))} are: {columns}")

    found = parts(groups(facts, as_of, asked), {user: _is_low(lately[user], well[user]) for user in lately}, why)
    highest, begins = deciding(found, highest=True)
    user_of = {
        user[0]: user for group in groups(facts, as_of, asked) if group.role == highest.role for user in group.users
    }
    none = sum(lately[user_of[person]] is False for person in highest.counting)
    how = _how(none, len(highest.counting) - none)
    return reading(facts, as_of, asked, found, highest=True)(
        f"{begins}{highest.counts} hardly use it{f': {how}' if how else ''}",
        f"{highest.counts}{highest.which} hardly use it{f' ({how})' if how else ''}",
    )


LOW_SHARE = Signal(
    name="adoption.low-share",
    unit="share",
    sources=SOURCES,
    meaning=(
        "The share of people who did not use the system in the last 28 days, or whose records are less than 90 % "
        "complete or more than 25 % late."
    ),
    needs=needs,
    measure=low_share,
    parameters=(BY_HIGHEST,),
    topic="how many people hardly use the system",
)


def minimal_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of the people who entered records in the last 28 days but only comply: 80 % of their records
    have only the mandatory fields, or were entered just before a deadline. `worst` is the role with the highest
    share."""
    asked, known = parameters.text("role"), _minimal(facts, as_of)
    of_roles = groups(facts, as_of, asked)
    entering = [Group(one.role, tuple(user for user in one.users if user in known)) for one in of_roles]

    def why(unknown: Collection[User]) -> CannotMeasure:
        columns = _SAYS_NOTHING.format("records, minimal and rushed")
        return CannotMeasure(f"it is unknown who of {some_people(facts, len(unknown))} only complies: {columns}")

    found = parts((group for group in entering if group.users), known, why)
    if not found:
        raise CannotMeasure("nobody entered records in the last 28 days, so no share can be computed")
    highest, begins = deciding(found, highest=True)
    entering_by_role = {role: sum(user in known for user in held) for role, held in users(facts, as_of).by_role.items()}
    how = "enter mandatory fields only, or just before a deadline"
    return reading(facts, as_of, asked, found, highest=True, counted_in=entering_by_role)(
        f"{begins}{highest.counts} who entered records {how}",
        f"{highest.counts}{highest.which} {how}",
    )


MINIMAL_SHARE = Signal(
    name="adoption.minimal-share",
    unit="share",
    sources=SOURCES,
    meaning=(
        "Of the people who entered records in the last 28 days, the share with 80 % of them in mandatory fields only, "
        "or in the last day before a deadline."
    ),
    needs=needs,
    measure=minimal_share,
    parameters=(BY_HIGHEST,),
    topic="how many people only comply",
)


def _how(none: int, poor: int) -> str:
    """Return how many people did not use the system and how many entered poor records, without the zeros."""
    idle = f"{none} did not use the system in the last 28 days" if none else ""
    return ", ".join(filter(None, (idle, f"{poor} left poor records" if poor else "")))


def _is_low(lately: Known, well: Quality | None) -> Known:
    if not lately:
        return None if lately is None else True
    return None if well in (None, "unknown") else well == "ineffective"


@once
def _minimal(facts: Facts, as_of: Instant) -> Mapping[User, Known]:
    """Return whether each user who entered records lately only complies; None if unknown."""
    found: dict[User, Known] = {}
    for user, window in windows(facts, as_of, LATELY).items():
        shares = _share(window, _minimal_of), _share(window, _rushed_of)
        if any(shares) or None in shares or total([row.records for row in window.certain]):
            found[user] = _only_complies(shares)
    return found


def _only_complies(shares: Collection[float | None]) -> Known:
    if any(share is not None and share >= _MINIMAL for share in shares):
        return True
    return None if None in shares else False


def _share(window: Window, kind: Callable[[Use], int | None]) -> float | None:
    """Return the share of a window's records that are of a kind: 0 without records, None if unknown.

    Rows that may belong to another time add only their records of this kind.
    """
    records = total([row.records for row in window.certain])
    ours = total([kind(row) for row in window.certain])
    more = total([kind(row) for row in window.doubtful])
    if records is None or ours is None or more is None or not window.is_whole:
        return None
    return (ours + more) / (records + more) if records + more else 0.0


def _minimal_of(row: Use) -> int | None:
    return row.minimal


def _rushed_of(row: Use) -> int | None:
    return row.rushed


SIGNALS = (LOW_SHARE, MINIMAL_SHARE)
