"""The survey answers that count as of an instant, by role and question."""

from collections.abc import Iterable, Sequence

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.records.surveys import Answer, SurveyFacts
from readiness_gate.model.groups import why_hidden
from readiness_gate.model.time import Instant, Seconds, When
from readiness_gate.model.wording import counted
from readiness_gate.signals.views.known_roles import roles_to_cover
from readiness_gate.signals.views.once import once
from readiness_gate.signals.views.records import maybe_newest
from readiness_gate.signals.views.roster import role_sizes

LEAST = 10
"""The number of answers that is meaningful, for a role with at least as many people."""
LEAST_SHARE = 0.3
"""The share of a role's people who must have answered."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A role's answers to a question, in points from 1 to 5."""

    role: str
    question: str
    points: tuple[int, ...]
    people: int
    """The number of people in the role."""

    @property
    def needed(self) -> int:
        """The fewest meaningful answers: 10, or 30 % of the people if that is more, or everybody in a smaller role."""
        share = -(-self.people * round(LEAST_SHARE * 100) // 100)
        return min(self.people, max(LEAST, share))

    def check(self, least: int) -> None:
        """Raise CannotMeasure if there are too few answers, or more than people; without figures if the role has
        fewer than `least` people."""
        if self.people < least and len(self.points) != self.people:
            raise CannotMeasure(
                f'the answers to "{self.question}" do not suffice in a role that is not shown {why_hidden(least)}: '
                "everybody in a small role must answer once"
            )
        if len(self.points) < self.needed:
            raise CannotMeasure(
                f'{counted(len(self.points), "answer")} to "{self.question}" in the role {self.role} ({self.people} '
                f"people): {self.needed} are needed; ask again"
            )
        if len(self.points) > self.people:
            raise CannotMeasure(
                f'"{self.question}" has {len(self.points)} answers in the role {self.role}, which {self.people} people '
                "hold: give surveys a column respondent, so that each person counts once, or use a shorter window"
            )


@once
def asked(facts: Facts, as_of: Instant, *, window: Seconds, questions: tuple[str, ...] = ()) -> Sequence[Asked]:
    """Return the answers of every role on the roster to all or some questions, given in a window before an instant."""
    surveys = facts.require("surveys", SurveyFacts)
    roles = roles_to_cover(facts, as_of, (answer.role for answer in surveys.records), "surveys")
    wanted = questions or tuple(sorted({answer.question for answer in surveys.records}))
    people = role_sizes(facts, as_of)
    answers = _newest(_timed(surveys), as_of, window)
    points: dict[tuple[str, str], list[int]] = {(role, question): [] for role in roles for question in wanted}
    for answer in answers:
        if (answer.role, answer.question) in points:
            points[answer.role, answer.question].append(answer.points)
    return tuple(Asked(role, question, tuple(given), people[role]) for (role, question), given in points.items())


def _timed(surveys: SurveyFacts) -> list[tuple[Answer, When]]:
    """Return every answer with its time, or the time of its file."""
    of_file = next(iter(surveys.dated.values()), None)
    if of_file is None and any(answer.answered_at is None for answer in surveys.records):
        raise CannotMeasure(
            "when the survey was answered is unknown: give surveys a column answered-at, or add exported-at to "
            "[people.surveys]"
        )
    at_file = When(of_file or 0, of_file or 0)
    return [(answer, answer.answered_at or at_file) for answer in surveys.records]


def _newest(answers: Iterable[tuple[Answer, When]], as_of: Instant, window: Seconds) -> list[Answer]:
    """Return the answers within the window. If a person answered a question several times, the newest counts; if
    several may be the newest, the worst of them."""
    counting = [(answer, when) for answer, when in answers if as_of - window <= when.start and when.end <= as_of]
    anonymous = [answer for answer, _ in counting if not answer.respondent]
    of_person: dict[tuple[str, str], list[tuple[Answer, When]]] = {}
    for answer, when in counting:
        if answer.respondent:
            of_person.setdefault((answer.respondent, answer.question), []).append((answer, when))
    newest = (maybe_newest(given, lambda one: one[1], as_of) for given in of_person.values())
    return [*anonymous, *(min(given, key=lambda one: one[0].points)[0] for given in newest)]
