"""Measure how much processor time the signals on use take, for a large program at many dates.

`python benchmarks/adoption.py` generates 5,000 people in 12 roles and 60 weeks of their use, and measures every such
signal as of 26 dates, a week apart. Nothing is asserted.
"""

import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.usage import Period, UsageFacts, Use
from readiness_gate.model.reading import Measured, ParameterValue, Question
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import DAY, When
from readiness_gate.signals import SIGNALS, measure

PEOPLE, ROLES, WEEKS, DATES = 5_000, 12, 60, 26
BEGIN = int(datetime(2026, 1, 5, tzinfo=UTC).timestamp())
"""A Monday, the day of the go-live."""
NOON, POOR = DAY // 2, 0.2
_BY_ROLE: Sequence[Mapping[str, ParameterValue]] = ({"role": "worst"}, {"role": "all"})
_QUESTIONS: Mapping[str, Sequence[Mapping[str, ParameterValue]]] = {
    "adoption.active-share": (*_BY_ROLE, {"role": "worst", "window": "7d"}),
    "adoption.habit-share": _BY_ROLE,
    "adoption.power-share": _BY_ROLE,
    "adoption.habit-gap": _BY_ROLE,
    "adoption.low-share": _BY_ROLE,
    "adoption.minimal-share": _BY_ROLE,
    "adoption.voluntary-share": _BY_ROLE,
    "adoption.leader-gap": ({},),
}
QUESTIONS = [(name, given) for name, asked in _QUESTIONS.items() for given in asked]


def origin(source: str) -> Provenance:
    """Where generated facts come from."""
    return Provenance(source, "generated", "everything", 1, BEGIN + WEEKS * 7 * DAY)


def rows(rng: random.Random) -> Iterator[Use]:
    """A row of each person for each week with use, with a day or a time."""
    for number in range(PEOPLE):
        often = rng.choice((0.0, 0.2, 0.6, 0.75, 0.9, 1.0))
        for week in range(WEEKS):
            if rng.random() < often:
                start = BEGIN + (week * 7 + rng.randrange(5)) * DAY
                at = start + rng.randrange(DAY)
                records = rng.randrange(1, 20)
                yield Use(
                    f"p{number}",
                    When(at, at) if number % 2 else When(start, start + DAY - 1),
                    actions=rng.randrange(1, 40),
                    records=records,
                    complete=records - (rng.random() < POOR),
                    late=int(rng.random() < POOR),
                    minimal=rng.randrange(records + 1),
                    rushed=0,
                    prompted=0,
                    features=rng.randrange(1, 10),
                    features_of_role=10,
                )


def program(rng: random.Random) -> Facts:
    """The facts of the whole program."""
    roster = tuple(
        Membership(
            f"p{number}",
            f"role {number % ROLES}",
            since=BEGIN + rng.randrange(WEEKS) * 7 * DAY if number % 4 == 0 else None,
            leader=number % 20 == 0,
        )
        for number in range(PEOPLE)
    )
    sources = {
        "people": PeopleFacts(origin("people"), roster, ()),
        "usage": UsageFacts(origin("usage"), {}, tuple(rows(rng)), whole=(Period(BEGIN, BEGIN + WEEKS * 7 * DAY),)),
    }
    settings = Settings("large", Path(), ZoneInfo("UTC"), people=PeopleSettings(PeopleFile("roster.csv")))
    milestone = Milestone("after", "adoption-d90", date(2026, 4, 5), go_live=date(2026, 1, 5))
    return Facts(settings, milestone, sources)


def dates() -> list[int]:
    """The instants of the questions: noon on Wednesdays."""
    last = BEGIN + (WEEKS * 7 - 5) * DAY + NOON
    return [last - 7 * number * DAY for number in reversed(range(DATES))]


def main() -> None:
    """Print the processor time of all dates, and how much of it is for each signal."""
    facts = program(random.Random(1))  # noqa: S311 - the same each time
    spent, values = [0.0] * len(QUESTIONS), 0
    for as_of in dates():
        for number, (name, given) in enumerate(QUESTIONS):
            question = Question(name, as_of, SIGNALS[name].with_defaults(given))
            begun = time.process_time()
            values += isinstance(measure(SIGNALS, facts, question), Measured)
            spent[number] += time.process_time() - begun
    out = sys.stdout.write
    usage = facts.require("usage", UsageFacts)
    out(f"{PEOPLE:,} people, {ROLES} roles, {WEEKS} weeks, {len(usage.records):,} rows of use\n")
    out(f"{DATES} dates: {sum(spent):.1f} s of processor time; {values} of {DATES * len(QUESTIONS)} values\n")
    for (name, given), seconds in zip(QUESTIONS, spent, strict=True):
        out(f"{name} {given or ''}: {seconds:.2f} s\n")


if __name__ == "__main__":
    main()
