"""The same for the support of users, their feedback, and super-users."""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support import exports
from support.records import AT, ask, day, provenance, table
from support.tables import with_slices
from support.worlds import COUNTS, DAYS, FEW, LAW, NOW, SHARES, World, check, check_shared, chosen, limits

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.people import Membership, PeopleFacts
from readiness_gate.model.facts.records.feedback import FeedbackFacts, FeedbackItem
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.facts.records.workarounds import Workaround, WorkaroundFacts
from readiness_gate.model.facts.stated import SupportFacts
from readiness_gate.model.policy import Limit
from readiness_gate.model.settings.support import SupportSettings
from readiness_gate.model.time import DAY, Instant, When

TODAY = When(AT, AT)
PARTS = ("channel", "roster", "articles", "exit criteria")
AGE = 20
"""So many days ago, tickets, feedback and workarounds came."""


def _ready(there: frozenset[str]) -> World:
    fields = {part.replace(" ", "_"): (("a.md",) if part == "articles" else "a.md") for part in there}
    given: Any = fields
    sources = {"support": SupportFacts(provenance("support", 1), SupportSettings(**given))}
    return World(lambda _at: ask("support.ready", sources), lambda steps, rng: _ready(there | {*chosen(steps, rng)}))


@LAW
@given(st.frozensets(st.sampled_from(PARTS)).map(_ready), SHARES, st.randoms(use_true_random=False))
def test_adding_any_such_parts(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


Aged = Mapping[str, int]
"""The age in days of tickets, or of feedback, that nobody resolved or answered."""
OPEN = st.dictionaries(st.sampled_from([f"T-{number}" for number in range(9)]), st.sampled_from((1, 14, 15, 30)))


def _tickets(aged: Aged, resolved: frozenset[str] = frozenset()) -> World:
    rows = [Ticket(name, day(ago), resolved=TODAY if name in resolved else None) for name, ago in sorted(aged.items())]
    rows += [Ticket(f"D-{number}", day(40), resolved=day(30)) for number in range(3)]
    sources = {"tickets": table(TicketFacts, *rows)}
    return World(
        lambda _at: ask("support.aged-share", sources, min=3),
        lambda steps, rng: _tickets(aged, resolved | {*chosen(steps, rng)}),
    )


@LAW
@given(OPEN.map(_tickets), FEW, st.randoms(use_true_random=False))
def test_resolving_any_such_tickets(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of the old ones they are."""
    check(world, limit, rng)


def _feedback(aged: Aged, answered: frozenset[str] = frozenset()) -> World:
    rows = [FeedbackItem(name, day(ago), TODAY if name in answered else None) for name, ago in sorted(aged.items())]
    sources = {"feedback": table(FeedbackFacts, FeedbackItem("first", day(40), day(39)), *rows)}
    return World(
        lambda _at: exports.ask("feedback.unanswered", sources, with_slices(), as_of=AT),
        lambda steps, rng: _feedback(aged, answered | {*chosen(steps, rng)}),
    )


@LAW
@given(OPEN.map(_feedback), COUNTS, st.randoms(use_true_random=False))
def test_answering_any_such_feedback(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of what has waited too long."""
    check(world, limit, rng)


def _channel(whens: Sequence[When]) -> World:
    rows = [FeedbackItem(f"F-{number}", when) for number, when in enumerate(whens)]
    sources = {"feedback": table(FeedbackFacts, *rows)}
    return World(lambda at: ask("feedback.channel-days", sources, as_of=at), lambda _steps, _rng: _channel(whens))


def _of_day(ago: int) -> When:
    start: Instant = NOW - ago * DAY
    return When(start, start + DAY - 1)


@LAW
@given(
    st.lists(
        st.one_of(st.integers(0, 40).map(_of_day), st.integers(0, 40).map(lambda ago: When(NOW - ago, NOW - ago)))
    ),
    DAYS,
    st.randoms(use_true_random=False),
)
def test_keeping_the_channel_open(whens: list[When], limit: Limit, rng: Random) -> None:
    """At that very second it was open for long enough, and a second earlier it was not."""
    check(_channel([*whens, _of_day(3)]), limit, rng)


def _workarounds(linked: Sequence[bool]) -> World:
    rows = [Workaround(f"W-{number}", day(AGE), "A-1" if one else "") for number, one in enumerate(linked)]
    sources = {"workarounds": table(WorkaroundFacts, *rows, Workaround("old", day(AGE), closed=day(2)))}

    def linking(steps: Sequence[Step], rng: Random) -> World:
        names = chosen(steps, rng)
        return _workarounds([one or f"W-{number}" in names for number, one in enumerate(linked)])

    return World(lambda _at: ask("support.workarounds-unlinked", sources), linking)


@LAW
@given(st.lists(st.booleans(), max_size=8).map(_workarounds), COUNTS, st.randoms(use_true_random=False))
def test_linking_a_fix_of_any_such_workarounds(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


NAMES = ("Claims", "Quotes")
RATIOS = limits(st.sampled_from((1.0, 1.5, 2.0, 3.0, 5.0)), at_least=False)
SUPER_USERS = limits(st.sampled_from((1.0, 1.0, 2.0, 3.0)), at_least=True)


@st.composite
def helping(draw: st.DrawFn, signal: str, by: str = "") -> World:
    """People of two groups, or of both, of whom some help others; one of each where a ratio needs one."""
    ratio = signal == "support.users-per-super-user"
    groups = st.frozensets(st.sampled_from(NAMES), min_size=1)
    people = [frozenset({name}) for name in NAMES] + draw(st.lists(groups, max_size=9))
    helps = draw(st.sets(st.integers(2 if ratio else 0, len(people)), max_size=2)) | ({0, 1} if ratio else set[int]())
    return _helping(signal, by, tuple(people), frozenset(helps))


def _helping(signal: str, by: str, people: tuple[frozenset[str], ...], helps: frozenset[int]) -> World:
    rows = [
        Membership(f"E{number}", name, critical=True, process=name, unit=name, super_user=number in helps)
        for number, names in enumerate(people)
        for name in sorted(names)
    ]
    sources = {"people": PeopleFacts(provenance("people", len(rows)), tuple(rows), ())}

    def naming(steps: Sequence[Step], rng: Random) -> World:
        now = helps
        for step in steps:
            where = [name for name in NAMES if step.work.many.endswith(f" in {name}")] or NAMES
            others = [
                number for number, names in enumerate(people) if names.intersection(where) and number not in helps
            ]
            now |= {*rng.sample(others, step.count)}
        return _helping(signal, by, people, now)

    given: dict[str, Any] = {"by": by} if by else {}
    return World(lambda _at: ask(signal, sources, **given), naming)


@LAW
@given(
    st.sampled_from(("all", "role", "unit")).flatmap(lambda by: helping("support.users-per-super-user", by)),
    RATIOS,
    st.randoms(use_true_random=False),
)
def test_naming_more_super_users_for_so_many_people(world: World, limit: Limit, rng: Random) -> None:
    """Whichever people of the group."""
    check_shared(world, limit, rng)


@LAW
@given(helping("support.super-users"), SUPER_USERS, st.randoms(use_true_random=False))
def test_naming_super_users_in_every_process(world: World, limit: Limit, rng: Random) -> None:
    """Whichever people who work in it."""
    check_shared(world, limit, rng)
