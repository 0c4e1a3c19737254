"""Signals on habitual use: often and regularly, not just once. A high activity rate can hide that nobody has the
habit."""

from collections.abc import Collection, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import replace
from readiness_gate.model.facts import Facts
from readiness_gate.model.levers import Work
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.time import Instant
from readiness_gate.signals.adoption.evidence import spectrum
from readiness_gate.signals.adoption.parts import (
    BY_HIGHEST,
    BY_ROLE,
    SOURCES,
    Group,
    Part,
    beginning,
    deciding,
    groups,
    left_out,
    more_people,
    needs,
    parts,
    people,
    reading,
    sizes,
    some_people,
    unknown_use,
)
from readiness_gate.signals.adoption.spectrum import LATELY, habits
from readiness_gate.signals.signal import Signal
from readiness_gate.signals.views.diary import LATEST, export, monday_of
from readiness_gate.signals.views.use import FEWEST_WEEKS, User, first_week, last_week, used, weeks_in_question

_DEFINED = "9 of the last 12 weeks, or each of the last 4"


def habit_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a role's people who use the system habitually. People with fewer than 4 weeks cannot have
    the habit yet."""
    asked_for, found = _habitual(facts, as_of, parameters.text("role"))
    lowest, begins = deciding(found)
    measured = reading(facts, as_of, parameters.text("role"), found)(
        f"{begins}{lowest.counts} used the system in {_DEFINED}{_newcomers(facts, as_of, asked_for, lowest.role)}",
        f"{len(lowest.people) - len(lowest.counting)} of {len(lowest.people)} people{lowest.which} without the habit",
    )
    return replace(measured, levers=_more_habits(asked_for, found, as_of))


HABIT_SHARE = Signal(
    name="adoption.habit-share",
    unit="share",
    sources=SOURCES,
    meaning=f"The share of people who used the system in {_DEFINED}; newcomers have no habit yet.",
    needs=needs,
    measure=habit_share,
    parameters=(BY_ROLE,),
    topic="how many people use the system as a habit",
)


def power_share(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a role's people who have the habit and average 15 or more actions a week."""
    known = habits(facts, as_of)
    asked_for = _not_all_new(facts, as_of, parameters.text("role"))
    counts = {user: known[user].power if not known[user].is_new else False for user in known}

    def why(unknown: Collection[User]) -> CannotMeasure:
        unsure = [user for user in unknown if known[user].habit is None]
        if unsure:
            return _unknown_habit(facts, as_of, unsure)
        return CannotMeasure(
            f"it is unknown how often {some_people(facts, len(unknown))} with the habit used the system: add a column "
            "actions to [people.usage]"
        )

    found = parts(asked_for, counts, why)
    lowest, begins = deciding(found)
    new = _newcomers(facts, as_of, asked_for, lowest.role)
    return reading(facts, as_of, parameters.text("role"), found)(
        f"{begins}{lowest.counts} have the habit, and 15 actions a week or more{new}",
        f"{len(lowest.people) - len(lowest.counting)} of {len(lowest.people)} people{lowest.which} do less",
    )


POWER_SHARE = Signal(
    name="adoption.power-share",
    unit="share",
    sources=SOURCES,
    meaning="The share of people who use the system as a habit, with 15 actions a week or more on average.",
    needs=needs,
    measure=power_share,
    parameters=(BY_ROLE,),
    topic="how many people use the system a lot",
)


def habit_gap(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return the share of a role's people who used the system in the last 28 days, minus the share of those with the
    habit; `worst` is the role with the largest gap."""
    asked = parameters.text("role")
    asked_for, habitual = _habitual(facts, as_of, asked)

    def why(unknown: Collection[User]) -> CannotMeasure:
        return unknown_use(facts, "whether {} used the system", unknown, as_of - LATELY + 1, as_of, as_of - LATEST)

    found = parts(asked_for, used(facts, as_of, LATELY), why)
    gaps = [
        Part(active.role, active.people, active.counting - habit.counting)
        for active, habit in zip(found, habitual, strict=True)
    ]
    widest, _ = deciding(gaps, highest=True)
    active = next(one for one in found if one.role == widest.role)
    begins = beginning(widest.role, len(gaps), highest=True)
    counts = f"{active.counts} used the system in the last 28 days, {len(active.counting - widest.counting)} as a habit"
    return Measured(
        widest.share,
        f"{begins}{counts}{left_out(facts, as_of)}.",
        spectrum(facts, as_of, asked),
        groups=sizes(facts, as_of, {}),
        of_group=widest.role,
        people=len(widest.people),
        who=frozenset[str]().union(*(one.counting for one in gaps)),
        shortfall=f"{len(widest.counting)} of {len(widest.people)} people{widest.which} use it without a habit",
    )


HABIT_GAP = Signal(
    name="adoption.habit-gap",
    unit="share",
    sources=SOURCES,
    meaning="The share of people who used the system in the last 28 days, but not as a habit.",
    needs=needs,
    measure=habit_gap,
    parameters=(BY_HIGHEST,),
    topic="how far use is from a habit",
)


def _habitual(facts: Facts, as_of: Instant, asked: str) -> tuple[list[Group], list[Part]]:
    """Return the requested groups, and for each the people with the habit."""
    known = habits(facts, as_of)
    asked_for = _not_all_new(facts, as_of, asked)
    counts = {user: known[user].habit if not known[user].is_new else False for user in known}
    return asked_for, parts(asked_for, counts, lambda unknown: _unknown_habit(facts, as_of, unknown))


def _unknown_habit(facts: Facts, as_of: Instant, unknown: Collection[User]) -> CannotMeasure:
    """Return why it is unknown whether these users have the habit: it depends on weeks that the export does not
    cover completely."""
    first, last = weeks_in_question(facts, as_of)
    over = export(facts).monday(last_week(export(facts), as_of) + 1) - 1
    return unknown_use(facts, f"whether {{}} used the system in {_DEFINED}", unknown, first, last, over)


def _not_all_new(facts: Facts, as_of: Instant, asked: str) -> list[Group]:
    """Return the requested groups. Raises CannotMeasure if nobody has enough weeks for a habit yet."""
    known, found = habits(facts, as_of), groups(facts, as_of, asked)
    everybody = [user for group in found for user in group.users]
    if all(known[user].is_new for user in everybody):
        days = _from(facts, as_of, everybody)
        raise CannotMeasure(
            f"nobody has had {FEWEST_WEEKS} whole calendar weeks to use the system yet: ask again from {days} on"
        )
    return found


def _newcomers(facts: Facts, as_of: Instant, asked_for: Sequence[Group], role: str) -> str:
    """Return a clause that says how many people of a role cannot have the habit yet, and from which day they can."""
    known = habits(facts, as_of)
    new = [user for group in asked_for for user in group.users if group.role == role and known[user].is_new]
    if not new:
        return ""
    count = "1 person has" if len(new) == 1 else f"{people(len(new))} have"
    return f"; {count} fewer than {FEWEST_WEEKS} whole weeks yet, and can count from {_from(facts, as_of, new)} on"


def _from(facts: Facts, as_of: Instant, new: Collection[User]) -> str:
    """Return the first day on which any of the newcomers can have the habit, and the last such day if it differs."""
    exported = export(facts)
    last = last_week(exported, as_of)
    days = [monday_of(first_week(exported, since, last) + FEWEST_WEEKS) for _, since in new]
    return f"{min(days)}" if min(days) == max(days) else f"{min(days)} to {max(days)}"


def _more_habits(asked_for: Sequence[Group], found: Sequence[Part], as_of: Instant) -> tuple[Work, ...]:
    """Return the work of getting more people into the habit, assuming that those who have it keep it."""
    return more_people(asked_for, found, as_of, "uses the system as a habit", "use the system as a habit")


SIGNALS = (HABIT_SHARE, POWER_SHARE, HABIT_GAP)
