"""Signals on what people say about the change: whether they know the reason for it, and what the first barrier is."""

from collections.abc import Mapping, Sequence
from statistics import median

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.groups import hidden_groups, why_hidden
from readiness_gate.model.reading import Evidence, Measured, Parameters
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted
from readiness_gate.signals.signal import Parameter, Signal, all_of
from readiness_gate.signals.views.answers import Asked, asked
from readiness_gate.signals.views.known_roles import least_shown
from readiness_gate.signals.views.roster import WORST
from readiness_gate.statistics.proportions import wilson_lower_bound

_FAVOURABLE = 4
"""An answer of at least this many of five points is favorable."""
_BARRIER = 3
"""An element of change whose median is at most this, of five points, is a barrier (Prosci's barrier point)."""
_ELEMENTS: Mapping[str, str] = {
    "awareness": "Training does not help here. Explain why the system is introduced, and what happens without it",
    "desire": "Training does not help here. Find out what people lose, and change that or say what they gain",
    "knowledge": "Train people in what they have to do, with their own tasks",
    "ability": "Give people time and coaching to practice with their own work",
    "reinforcement": "Have managers notice and support the new way of working",
}
"""What helps if an element of change is the first barrier, in the order in which people need the elements. Source:
J. M. Hiatt, ADKAR (2006)."""
_WINDOW = Parameter("window", "window", "42d", "how old answers may be")


@dataclass(frozen=True, slots=True)
class _Favourable:
    """How a role answered a question."""

    asked: Asked

    @property
    def count(self) -> int:
        """The number of favorable answers."""
        return sum(points >= _FAVOURABLE for points in self.asked.points)

    @property
    def bound(self) -> float:
        """The lower bound of the share of the role's people who would answer favorably."""
        return wilson_lower_bound(self.count, len(self.asked.points), self.asked.people)

    @property
    def lowest_first(self) -> tuple[float, str, str]:
        """The sort key that puts the lowest bound first."""
        return self.bound, self.asked.role, self.asked.question

    @property
    def counts(self) -> str:
        """The counts in words."""
        answers = counted(len(self.asked.points), "answer")
        return f"{self.count} of {answers} ({self.asked.people} people hold the role)"


def favourable(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return a lower bound of the share of a role's people who would answer a question favorably: for the lowest
    role or one role, and for the lowest question or one question."""
    role, question = parameters.text("role"), parameters.get("question")
    questions = () if question is None else (str(question),)
    answers = asked(facts, as_of, window=parameters.seconds("window"), questions=questions)
    roles = {one.role for one in answers}
    if role not in (WORST, *roles):
        raise CannotMeasure(f'nobody holds the role "{role}"; the roster has {", ".join(sorted(roles))}')
    chosen = [one for one in answers if role in (WORST, one.role)]
    for one in chosen:
        one.check(least_shown(facts))
    by_bound = sorted(map(_Favourable, chosen), key=lambda one: one.lowest_first)
    worst = by_bound[0]
    return Measured(
        worst.bound,
        f'{worst.asked.role}, "{worst.asked.question}": {worst.counts} are favorable; with 90 % confidence, at least '
        "this share of the role would say so.",
        tuple(Evidence("role", one.asked.role, f"{one.asked.question}: {one.counts} favorable") for one in by_bound),
        groups={one.role: one.people for one in answers},
        of_group=worst.asked.role,
        people=worst.asked.people,
        shortfall=f'only {worst.count} of {len(worst.asked.points)} answers to "{worst.asked.question}" favorable in '
        f"the role {worst.asked.role}",
    )


FAVOURABLE = Signal(
    name="clarity.favourable",
    unit="share",
    sources=("surveys", "people"),
    meaning=(
        "A lower bound of the share of favorable answers to a survey (Wilson, one-sided, 90 %), of roles with answers "
        "of 30 % of their people, and of 10 at least."
    ),
    needs=all_of("surveys", "people"),
    measure=favourable,
    topic="whether people know what the system is for",
    parameters=(
        Parameter("question", "text", None, "the question; left out: the one with the lowest share"),
        Parameter("role", "role", WORST, 'the role: "worst" (the lowest), or its name'),
        _WINDOW,
    ),
)


def barrier(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many roles have a barrier: an element of change whose median answer is at most 3 of 5 points.

    Only the first barrier of each role is named, because the later elements depend on it.
    """
    elements = _elements(facts)
    if not elements:
        raise CannotMeasure(
            "which questions are about awareness, desire, knowledge, ability and reinforcement is not configured: add "
            "elements to [people.surveys]"
        )
    questions = tuple(sorted({question for ours in elements.values() for question in ours}))
    answers = asked(facts, as_of, window=parameters.seconds("window"), questions=questions)
    for one in answers:
        one.check(least_shown(facts))
    sizes = {one.role: one.people for one in answers}
    hidden = hidden_groups(sizes, least_shown(facts))
    roles = sorted(sizes)
    first = {role: element for role in roles if (element := _first_barrier(role, answers, elements)) is not None}
    shown = {role: element for role, element in first.items() if role not in hidden}
    named = f" ({'; '.join(f'{role}: {element}' for role, element in shown.items())})" if shown else ""
    others = f"; {counted(len(hidden), 'role')} not shown {why_hidden(least_shown(facts))}" if hidden else ""
    seen = [role for role in roles if role not in hidden]
    return Measured(
        len(first),
        f"{len(shown)} of {counted(len(seen), 'role')} have a barrier{named}{others}.",
        tuple(Evidence("role", role, _medians_in_words(role, answers, elements)) for role in seen),
        hidden=bool(hidden),
        remedy=_remedy(shown),
        shortfall=f"a barrier in {counted(len(shown), 'role')}{named}{others}",
    )


BARRIER = Signal(
    name="clarity.barrier",
    unit="count",
    sources=("surveys", "people"),
    meaning="Roles in which an element of change (awareness, desire, knowledge, ability, reinforcement) is a barrier.",
    needs=all_of("surveys", "people"),
    measure=barrier,
    topic="which barriers people have",
    parameters=(_WINDOW,),
)


def _elements(facts: Facts) -> Mapping[str, tuple[str, ...]]:
    """Return the questions on each element of change; empty without a configured survey."""
    survey = (facts.settings.people or PeopleSettings()).records.get("surveys")
    return survey.elements if survey else dict[str, tuple[str, ...]]()


def _first_barrier(role: str, answers: Sequence[Asked], elements: Mapping[str, Sequence[str]]) -> str | None:
    medians = _medians(role, answers, elements)
    return next((element for element in _ELEMENTS if medians.get(element, _BARRIER + 1) <= _BARRIER), None)


def _medians(role: str, answers: Sequence[Asked], elements: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Return the median answer of a role on each element."""
    given = {
        element: [points for one in answers if one.role == role and one.question in questions for points in one.points]
        for element, questions in elements.items()
    }
    return {element: median(points) for element, points in given.items()}


def _medians_in_words(role: str, answers: Sequence[Asked], elements: Mapping[str, Sequence[str]]) -> str:
    medians = _medians(role, answers, elements)
    shown = ", ".join(f"{element} {medians[element]:g}" for element in _ELEMENTS if element in medians)
    return f"median of 5 points: {shown}"


def _remedy(first: Mapping[str, str]) -> str:
    """Return what helps first: the remedy for the earliest barrier, with its roles."""
    earliest = next((element for element in _ELEMENTS if element in first.values()), None)
    if earliest is None:
        return ""
    roles = ", ".join(role for role, element in first.items() if element == earliest)
    return f"{_ELEMENTS[earliest]} ({roles})."


SIGNALS = (FAVOURABLE, BARRIER)
