"""Training is outdated when a module was completed in an older version than the newest that is published."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.training import EVERYBODY, Program, completed, day, moment, published

from readiness_gate.model.facts.people import Completion, Membership
from readiness_gate.model.facts.records.modules import ModuleVersion
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.model.time import When
from readiness_gate.signals import SIGNALS

SIGNAL = "training.outdated-share"
SECOND = 1 / 86_400
OLD, NEW = published("quoting", "1", 20), published("quoting", "2", 50)
PIPELINE = published("pipeline", "1", 20)
VERSIONS = [NEW, OLD, PIPELINE]
ONE = Program(roster=[Membership("cai", "clerk")], versions=VERSIONS, required={"clerk": ("quoting",)})


def _of_one(*done: Completion, versions: Sequence[ModuleVersion] = VERSIONS, on: float = 100) -> object:
    return replace(ONE, completions=done, versions=versions).value(SIGNAL, on)


@pytest.mark.parametrize(
    ("done", "outdated"),
    [
        pytest.param(completed("cai", "quoting", 50), False, id="at-the-publication"),
        pytest.param(completed("cai", "quoting", 50 - SECOND), True, id="a-second-before"),
        pytest.param(completed("cai", "quoting", day(50)), False, id="on-the-day-from-its-start"),
        pytest.param(completed("cai", "quoting", day(49)), True, id="on-the-day-before"),
        pytest.param(completed("cai", "quoting", 60, "2"), False, id="in-the-newest"),
        pytest.param(completed("cai", "quoting", 60, "1"), True, id="in-an-older-one-later"),
        pytest.param(completed("cai", "quoting", 50, "2"), False, id="in-the-newest-at-its-publication"),
        pytest.param(completed("cai", "quoting", 50 - SECOND, "2"), True, id="in-the-newest-before-it-was-published"),
        pytest.param(completed("cai", "quoting", day(50), "2"), False, id="in-the-newest-on-its-day"),
    ],
)
def test_a_completion_is_of_a_version(done: Completion, *, outdated: bool) -> None:
    """As it says, or else by the time."""
    assert _of_one(done) == outdated


@pytest.mark.parametrize(
    ("versions", "when", "outdated"),
    [
        pytest.param([OLD, published("quoting", "2", day(50))], day(50), True, id="both-on-one-day"),
        pytest.param([OLD, published("quoting", "2", day(50))], day(51), False, id="on-the-next-day"),
        pytest.param([OLD, published("quoting", "2", day(50))], moment(51 - 2 * SECOND), True, id="late-on-its-day"),
        pytest.param([published("quoting", "1", day(50))], day(50), False, id="the-first-on-its-day"),
        pytest.param([published("quoting", "1", day(50))], day(49), True, id="before-the-first"),
        pytest.param([OLD, published("quoting", "2", 101)], moment(60), False, id="one-to-come"),
        pytest.param([OLD, published("quoting", "2", day(100))], moment(60), True, id="perhaps-published-today"),
    ],
)
def test_where_only_days_are_known_the_worse_counts(
    versions: Sequence[ModuleVersion], when: When, *, outdated: bool
) -> None:
    """Of the publication and of the completion."""
    assert _of_one(completed("cai", "quoting", when), versions=versions, on=100.5) == outdated


def test_any_completion_of_the_newest_version_is_enough() -> None:
    """In any order; what is not valid any more counts for nothing."""
    old, new = completed("cai", "quoting", 30, "1"), completed("cai", "quoting", 60, "2")
    assert _of_one(old, new) == _of_one(new, old) == 0
    expired = replace(new, expires=new.completed_at + 9)
    assert _of_one(expired, old) == 1


def test_the_share_is_that_of_the_role_asked_for() -> None:
    """Of the trained people; a person is outdated by any role."""
    done = [
        done if done.person != "ann" else replace(done, completed_at=NEW.published_at.end - 1) for done in EVERYBODY
    ]
    program = Program(roster=[*Program().roster, Membership("ann", "clerk")], completions=done, versions=VERSIONS)
    found = program.measured(SIGNAL)
    assert found.value == 1 / 3
    assert found.summary == ("1 of 3 trained people completed a module in an older version than the newest.")
    note = "quoting: 1 of 2 trained people completed it before version 2, published on 2026-02-20"
    assert found.evidence == (Evidence("role", "clerk", note), Evidence("role", "rep", note))
    worst = program.measured(SIGNAL, role="worst")
    assert (worst.value, worst.summary[:48]) == (0.5, "clerk, the highest of 2 roles: 1 of 2 trained pe")
    assert [lever.after for lever in worst.levers] == [(0.5, 0), (0.5, 0)]  # type: ignore[union-attr]
    assert program.value(SIGNAL, role="rep") == 0.5


@pytest.mark.parametrize(
    ("program", "why"),
    [
        pytest.param(replace(ONE, versions=None), "nothing was read", id="no-list"),
        pytest.param(ONE, "nobody is trained by", id="nobody-trained"),
        pytest.param(
            Program(completions=EVERYBODY, versions=[PIPELINE]),
            'has no version of "quoting": add each version with the time of its publication to the file of',
            id="a-module-that-is-not-listed",
        ),
        pytest.param(
            Program(completions=EVERYBODY, versions=[published("other", "1", 1)]),
            'has no version of "pipeline" (nor of 1 more): add',
            id="several",
        ),
        pytest.param(
            replace(ONE, completions=EVERYBODY, versions=[published("quoting", "1", 101)]),
            'no version of "quoting" is published yet by [people.modules], though people completed it: add',
            id="none-published",
        ),
        pytest.param(
            replace(ONE, completions=[completed("cai", "quoting", 60, "3")]),
            'a completion is of a version of "quoting" that the list of training modules does not have: write versions',
            id="an-unknown-version",
        ),
        pytest.param(
            replace(ONE, completions=EVERYBODY, versions=[published("quoting", each, day(50)) for each in ("1", "2")]),
            'which of the versions 1 and 2 of "quoting" is newer is unknown, as both have the same day: add the time',
            id="two-on-a-day",
        ),
        pytest.param(
            replace(ONE, completions=EVERYBODY, versions=[OLD, NEW, published("quoting", "3", day(50))]),
            'which of the versions 2 and 3 of "quoting" is newer is unknown',
            id="one-within-the-day-of-another",
        ),
    ],
)
def test_what_cannot_be_told(program: Program, why: str) -> None:
    """Is unavailable, and says what to do."""
    assert why in program.why(SIGNAL)


def test_there_is_a_step_when_it_can_be_done_today() -> None:
    """On the day of a publication a completion may be of the version before."""
    program = replace(ONE, completions=EVERYBODY, versions=[OLD, published("quoting", "2", day(60))])
    assert program.measured(SIGNAL, 60.5).levers == ()
    assert len(program.measured(SIGNAL, 61.5).levers) == 1


def test_what_is_needed() -> None:
    """People and modules."""
    assert SIGNALS[SIGNAL].needs(Parameters(), 1) == Needs(frozenset({"people", "modules"}))
