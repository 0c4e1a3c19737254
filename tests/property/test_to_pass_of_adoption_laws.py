"""The same for people who use the system, and do so as a habit, and for leaders."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.adoption import Adoption, at, use, weekly
from support.worlds import LAW, SHARES, World, check, check_shared, limits

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.facts.records.usage import Use
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Measured

ON, LATER = 84.375, 84.375 + 13 * 7
"""The day of the check, and 13 weeks later."""
ASKED = st.sampled_from(("worst", "all", "rep"))
GAPS = limits(st.sampled_from((-0.5, -0.25, 0.0, 0.3, 0.5)), at_least=True)
ALL = range(12)


@st.composite
def rosters(draw: st.DrawFn, *, leaders: bool = False, most: int = 2) -> tuple[Membership, ...]:
    """People of two roles, some of whom hold both, or joined later than others."""
    held = draw(st.lists(st.frozensets(st.sampled_from(("clerk", "rep")), min_size=1, max_size=most), max_size=6))
    since = st.sampled_from((None, None, at(30), at(70), at(80)))
    rows = [
        Membership(f"p{number}", role, since=draw(since))
        for number, roles in enumerate([frozenset({"clerk"}), frozenset({"rep"}), *held])
        for role in sorted(roles)
    ]
    if not leaders:
        return tuple(rows)
    leading = {"p0", *draw(st.sets(st.sampled_from(sorted({row.person for row in rows} - {"p1"}))))}
    return tuple(Membership(row.person, row.role, leader=row.person in leading) for row in rows)


def _those(
    roster: Iterable[Membership], steps: Sequence[Step], rng: Random, counting: Mapping[str, frozenset[str]]
) -> set[str]:
    """So many people of the role of each step, any of those who do not count in it."""
    chosen: set[str] = set()
    for step in steps:
        group = step.work.group
        people = {row.person for row in roster if group in ("", row.role)}
        chosen |= {*rng.sample(sorted(people - counting[group]), step.count)}
    return chosen


def _counting(program: Adoption, signal: str, on: float) -> dict[str, frozenset[str]]:
    """The people who count in each role, and in all of them; nobody where all of them are too new."""
    found: dict[str, frozenset[str]] = {}
    for group in ("", "clerk", "rep"):
        people = frozenset(row.person for row in program.roster if group in ("", row.role))
        reading = program.read(signal, on, role=group or "all")
        found[group] = people - reading.who if isinstance(reading, Measured) else frozenset()
    return found


@st.composite
def using(draw: st.DrawFn) -> World:
    """People who used the system lately, long ago, or not."""
    roster = draw(rosters())
    when = st.sampled_from((10, 60, 75, 83.0))
    uses = [use(row.person, draw(when)) for row in roster if draw(st.booleans())]
    return _using(roster, (*uses, use("p0", 5)), draw(ASKED))


def _using(roster: tuple[Membership, ...], uses: tuple[Use, ...], asked: str) -> World:
    program = Adoption(roster, uses)

    def more(steps: Sequence[Step], rng: Random) -> World:
        counting = _counting(program, "adoption.active-share", ON)
        new = [use(person, ON) for person in sorted(_those(roster, steps, rng, counting))]
        return _using(roster, (*uses, *new), asked)

    return World(lambda _at: program.read("adoption.active-share", ON, role=asked), more)


@LAW
@given(using(), SHARES, st.randoms(use_true_random=False))
def test_more_people_use_the_system(world: World, limit: Limit, rng: Random) -> None:
    """Whichever do, in every role that is below the limit."""
    check_shared(world, limit, rng)


@st.composite
def habitual(draw: st.DrawFn) -> World:
    """People who used the system in many weeks, or in few. Who joined one of two roles later has a habit in it without
    doing more, so that here each has one."""
    roster = draw(rosters(most=1))
    weeks = st.sampled_from((ALL, range(3, 12), range(6, 12), range(8, 12), range(11, 12)))
    uses = [row for person in sorted({row.person for row in roster}) for row in weekly(person, draw(weeks))]
    return _habitual(roster, tuple(uses), draw(ASKED), ON)


def _habitual(roster: tuple[Membership, ...], uses: tuple[Use, ...], asked: str, on: float) -> World:
    program = Adoption(roster, uses, observed=on - 0.125)

    def more(steps: Sequence[Step], rng: Random) -> World:
        """These people use the system every week from now on, and so do those who had the habit; nobody else does."""
        counting = _counting(program, "adoption.habit-share", on)
        going_on = counting[""].union(*counting.values()) | _those(roster, steps, rng, counting)
        new = [row for person in sorted(going_on) for row in weekly(person, range(12, 25))]
        return _habitual(roster, (*uses, *new), asked, LATER)

    return World(lambda _at: program.read("adoption.habit-share", on, role=asked), more)


@LAW
@given(habitual(), SHARES, st.randoms(use_true_random=False))
def test_more_people_use_the_system_as_a_habit(world: World, limit: Limit, rng: Random) -> None:
    """In the next weeks, while the others keep their habit."""
    check_shared(world, limit, rng)


@st.composite
def leading(draw: st.DrawFn) -> World:
    """Leaders and others, some of whom used the system."""
    roster = draw(rosters(leaders=True))
    uses = [use(row.person, 80) for row in roster if draw(st.booleans())]
    return _leading(roster, (*uses, use("p0", 5)))


def _leading(roster: tuple[Membership, ...], uses: tuple[Use, ...]) -> World:
    program = Adoption(roster, uses)

    def more(steps: Sequence[Step], rng: Random) -> World:
        lacking = sorted(program.measured("adoption.leader-gap", ON).who)
        those = {person for step in steps for person in rng.sample(lacking, step.count)}
        return _leading(roster, (*uses, *(use(person, ON) for person in sorted(those))))

    return World(lambda _at: program.read("adoption.leader-gap", ON), more)


@LAW
@given(leading(), GAPS, st.randoms(use_true_random=False))
def test_more_leaders_use_the_system(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of those who do not."""
    check(world, limit, rng)
