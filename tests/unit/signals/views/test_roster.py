"""Training counts the people of the milestone: of its day, its wave, and with what has not expired by then."""

from dataclasses import replace
from datetime import date

import pytest
from support.exports import BERLIN, NOW, people_settings, settings

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.reading import Measured, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.time import day_of
from readiness_gate.signals import SIGNALS, measure
from readiness_gate.signals.views.roster import roster_day

DAY = 86_400
GO_LIVE = Milestone("go-live", "go-live", day_of(NOW + 30 * DAY, BERLIN))
TRAINED = (Completion("ann", "basics", NOW - 9),)


def _facts(
    roster: tuple[Membership, ...],
    completions: tuple[Completion, ...] = TRAINED,
    *,
    tags: tuple[str, ...] = (),
    milestone: Milestone | None = GO_LIVE,
) -> Facts:
    if milestone is not None and tags:
        milestone = Milestone("go-live", "go-live", milestone.date, tags=frozenset(tags))
    found = PeopleFacts(Provenance("people", "files", "all", 1, NOW), roster, completions)
    return Facts(settings(people=people_settings(required={"Clerk": ("basics",)})), milestone, {"people": found})


def _coverage(facts: Facts, as_of: int = NOW) -> Reading:
    signal = SIGNALS["training.coverage"]
    return measure(SIGNALS, facts, Question(signal.name, as_of, signal.with_defaults({})))


def _measured(reading: Reading) -> tuple[object, str]:
    assert isinstance(reading, Measured), reading
    return reading.value, reading.summary


def test_whoever_joins_by_the_milestone_counts() -> None:
    """Who is to use the system on that day must be trained by then."""
    value, _ = _measured(_coverage(_facts((Membership("ann", "Clerk"), Membership("bob", "Clerk", NOW + 30 * DAY)))))
    assert value == 0.5


def test_whoever_leaves_before_it_does_not_count() -> None:
    """And is told."""
    roster = (Membership("ann", "Clerk"), Membership("bob", "Clerk", None, NOW + 9 * DAY))
    value, summary = _measured(_coverage(_facts(roster)))
    assert value == 1
    assert f"1 person on the roster left before {GO_LIVE.date}" in summary


@pytest.mark.parametrize("name", ["training.coverage", "training.window-share", "leadership.leaders-trained"])
def test_without_completions_training_is_unknown(name: str) -> None:
    """A program that only asks who uses the system has a roster alone. That is no training of nobody, and no pass."""
    known = _facts((Membership("ann", "Clerk", leader=True),))
    people = known.require_people()
    without = replace(known, sources={"people": replace(people, completions=(), has_completions=False)})
    signal = SIGNALS[name]
    question = Question(name, NOW, signal.with_defaults({}))
    assert isinstance(measure(SIGNALS, known, question), Measured)
    reading = measure(SIGNALS, without, question)
    assert isinstance(reading, Unavailable)
    assert reading.reason.startswith('no completions are configured: add completions = "…" to [people]')


def test_after_the_milestone_the_question_counts() -> None:
    """So it is without a milestone."""
    passed = Milestone("go-live", "go-live", date(2020, 1, 1))
    for milestone in (passed, None):
        facts = _facts((Membership("ann", "Clerk"), Membership("bob", "Clerk", NOW + DAY)), milestone=milestone)
        assert roster_day(facts, NOW).end == NOW
        assert _measured(_coverage(facts))[0] == 1


def test_what_expires_before_the_milestone_does_not_count() -> None:
    """A certificate must hold on the day itself."""
    until = roster_day(_facts(()), NOW).end
    for expires, value in ((until, 1), (until - 1, 0)):
        completed = (Completion("ann", "basics", NOW - 9, expires),)
        share, summary = _measured(_coverage(_facts((Membership("ann", "Clerk"),), completed)))
        assert share == value
        assert ("1 completion is expired by" in summary) is not bool(value)


WAVES = (Membership("ann", "Clerk", wave="W1"), Membership("bob", "Clerk", wave="w2"))


def test_a_milestone_is_about_its_wave() -> None:
    """By its tags; the others are told."""
    value, summary = _measured(_coverage(_facts(WAVES, tags=("w1", "emea"))))
    assert value == 1
    assert "1 row of the roster is of other waves" in summary
    assert _measured(_coverage(_facts(WAVES, tags=("w2",))))[0] == 0


def test_a_milestone_without_tags_is_about_all_waves() -> None:
    """So is one with its own roster."""
    assert _measured(_coverage(_facts(WAVES)))[0] == 0.5
    own = Milestone("go-live", "go-live", GO_LIVE.date, tags=frozenset({"w1"}), roster=PeopleFile("own.csv"))
    assert _measured(_coverage(_facts(WAVES, milestone=own)))[0] == 0.5


def test_tags_that_name_no_wave_decide_nothing() -> None:
    """One of them may be misspelled, and everybody would count together."""
    others = (Membership("cy", "Clerk", wave="W1"), Membership("dan", "Clerk", wave="w2"))
    reading = _coverage(_facts((*WAVES, *others), tags=("wave-1",)))
    assert isinstance(reading, Unavailable)
    assert reading.reason == (
        "the roster has the waves W1, w2, and the milestone's tags (wave-1) name none of them: add the milestone's "
        "wave to its tags"
    )
