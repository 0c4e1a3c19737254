"""Verdicts with the weeks before them, and with what is measured for charts."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from readiness_gate.model.reading import Measured, ParameterValue, Question, Reading, Unavailable
from readiness_gate.model.settings.jira import SEVERITIES
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.verdict import Verdict
from readiness_gate.signals import SIGNALS
from support.verdicts import AS_OF, VERDICTS

WEEK = 7 * DAY
WEEKS = tuple(AS_OF - number * WEEK for number in range(26, -1, -1))
"""The instants of half a year, oldest first, and that of the verdicts."""


def ask(signal: str, as_of: Instant = AS_OF, **given: ParameterValue) -> Question:
    """A question with the defaults of its signal."""
    return Question(signal, as_of, SIGNALS[signal].with_defaults(given))


def weekly(
    signal: str, values: Sequence[float | None], why: str = "not exported", **given: ParameterValue
) -> dict[Question, Reading]:
    """The readings of a signal as of the last weeks, oldest first; None for what could not be measured."""
    instants, unit = WEEKS[-len(values) :], SIGNALS[signal].unit
    readings = (Unavailable(why) if value is None else Measured(value, "", unit=unit) for value in values)
    return {ask(signal, instant, **given): one for instant, one in zip(instants, readings, strict=True)}


def of_role(signal: str, role: str, part: int, whole: int, *, hidden: bool = False) -> dict[Question, Reading]:
    """The share of a role's people."""
    people = 0 if hidden else whole
    return {ask(signal, role=role): Measured(part / whole, "", unit="share", people=people, hidden=hidden)}


def charted(text: str = "plain words") -> dict[Question, Reading]:
    """What is measured for all charts, with a text wherever others' texts may be."""
    rising = [*[None] * 4, *range(23)]
    found: dict[Question, Reading] = {}
    for place, severity in enumerate(SEVERITIES):
        values = [None if one is None else 1 + one % (3 + place) for one in rising]
        found |= weekly("defects.open", values, text, severity=severity)
    found |= weekly("defects.unmapped", [None if one is None else one % 2 for one in rising], text)
    found |= weekly("defects.raised", rising, text)
    found |= weekly("defects.closed", [*[None] * 6, *[3] * 10, *[0] * 11], text)
    found |= weekly("change.landings", [0, None, *[9] * 15, *[1] * 10], text)
    found |= weekly("docs.fresh-share", [*[None] * 3, *(number / 24 for number in range(24))], text)
    found |= {ask("change.freeze-days"): Measured(60.0, ""), ask("change.baseline-lead"): Measured(5.0, "")}
    for number, role in enumerate((text, f"{text} 2", f"{text} 3")):
        found |= of_role("training.coverage", role, 3 + number, 7) | of_role(
            "training.stale-share", role, 1, 3 + number
        )
    return found | of_role("training.coverage", "tiny role", 1, 2, hidden=True)


def past(of: Callable[[int], str]) -> tuple[Verdict, ...]:
    """Verdicts of the shared table as of the weeks before: the name of each, by how many weeks ago it is."""
    return tuple(replace(VERDICTS[of(ago)], as_of=AS_OF - ago * WEEK) for ago in range(26, 0, -1))


def developed(of: Verdict, text: str = "plain words") -> Verdict:
    """A verdict with a half-year before it, and with every chart."""
    names = {0: "go", 1: "no-go", 2: "undecided"}
    return replace(of, past=past(lambda ago: names[(ago // 4) % 3]), charted=charted(text))
