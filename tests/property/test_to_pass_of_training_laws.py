"""The same for what people learned, attended and completed again, for material, and for leaders."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st
from support.landings import landing, mainline
from support.records import AT, ask, provenance, table
from support.records import day as days_ago
from support.training import Program, attended, completed, day, moment, published
from support.worlds import COUNTS, FEW, LAW, SHARES, World, check, check_shared, chosen

from readiness_gate.judge.to_pass import Step
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.facts.records.leader_acts import LeaderAct, LeaderActFacts
from readiness_gate.model.facts.records.remedial_trainings import RemedialTraining, RemedialTrainingFacts
from readiness_gate.model.facts.records.sessions import Attendance
from readiness_gate.model.policy import Limit
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.time import When

ON = 100.5
"""The day of the check, at noon."""
REQUIRED = {"clerk": ("basics", "quoting"), "rep": ("pipeline", "quoting")}
ASKED = st.sampled_from(("worst", "all", "rep"))
Held = Mapping[str, frozenset[str]]
"""The roles of each person."""
Pairs = frozenset[tuple[str, str]]
"""People with modules."""


@st.composite
def held(draw: st.DrawFn) -> Held:
    """People of two roles, some of whom hold both."""
    roles = st.frozensets(st.sampled_from(sorted(REQUIRED)), min_size=1)
    others = draw(st.lists(roles, max_size=6))
    return {f"p{number}": one for number, one in enumerate([frozenset({"clerk"}), frozenset({"rep"}), *others])}


def _asked(people: Held) -> Pairs:
    """What the roles of people require of them."""
    return frozenset(
        (person, module) for person, roles in people.items() for role in roles for module in REQUIRED[role]
    )


def _program(people: Held, completions: Iterable[Completion] | None = None) -> Program:
    rows = [Membership(person, role) for person, roles in people.items() for role in sorted(roles)]
    done = [completed(*pair, 50) for pair in sorted(_asked(people))] if completions is None else tuple(completions)
    return Program(roster=rows, completions=done, required=REQUIRED)


def _those(people: Held, steps: Sequence[Step], rng: Random, counts: Callable[[str, str], bool]) -> Pairs:
    """So many people of the role of each step, any of those who do not count in it, with the role; with all of their
    roles where the step is of none."""
    pairs: set[tuple[str, str]] = set()
    for step in steps:
        group = step.work.group
        roles = {person: held & {group} if group else held for person, held in people.items()}
        lacking = [person for person, mine in roles.items() if not all(counts(person, role) for role in mine)]
        pairs |= {(person, role) for person in rng.sample(lacking, step.count) for role in roles[person]}
    return frozenset(pairs)


@st.composite
def assessed(draw: st.DrawFn) -> World:
    """Assessments in some modules, which people passed, or failed, or did not take."""
    people, asked = draw(held()), draw(ASKED)
    modules = draw(
        st.sampled_from((("basics", "pipeline", "quoting"), ("quoting",), ("basics", "pipeline"), ("basics",)))
    )
    when = st.sampled_from((day(60), moment(60), moment(100.2)))
    rows = [attended("p9", module, 60, "assessment", passed=False) for module in modules]
    results = st.lists(st.tuples(when, st.booleans()), max_size=2)
    rows += [
        attended(person, module, one, "assessment", passed=passed)
        for person, module in sorted(_asked(people))
        if module in modules
        for one, passed in draw(results)
    ]
    if draw(st.integers(0, 7)) == 0:
        rows.append(attended("p0", modules[0], day(100), "assessment", passed=False))
    return _assessed(people, asked, tuple(rows))


def _assessed(people: Held, asked: str, rows: tuple[Attendance, ...]) -> World:
    program = replace(_program(people), sessions=rows)
    modules = {row.module for row in rows}

    def passed(person: str, role: str) -> bool:
        for module in modules.intersection(REQUIRED[role]):
            mine = [row for row in rows if (row.person, row.module) == (person, module)]
            last = max((row.when.start for row in mine if row.passed), default=0)
            if not last or any(not row.passed and row.when.end >= last for row in mine):
                return False
        return True

    def passing(steps: Sequence[Step], rng: Random) -> World:
        those = _those(people, steps, rng, passed)
        pairs = {(person, module) for person, role in those for module in modules.intersection(REQUIRED[role])}
        new = [attended(*pair, ON, "assessment", passed=True) for pair in sorted(pairs)]
        return _assessed(people, asked, (*rows, *new))

    return World(lambda _at: program.read("training.pass-share", ON, role=asked), passing)


@LAW
@given(assessed(), SHARES, st.randoms(use_true_random=False))
def test_passing_every_assessment(world: World, limit: Limit, rng: Random) -> None:
    """Whichever trained people do, in every role that is below the limit."""
    check_shared(world, limit, rng)


@st.composite
def spread(draw: st.DrawFn) -> World:
    """Sessions of some modules on some days."""
    people, asked = draw(held()), draw(ASKED)
    rows = [attended("p0", "basics", 90)]
    for person, module in sorted(_asked(people)):
        rows += [attended(person, module, one) for one in draw(st.lists(st.sampled_from((90, 91, 94)), max_size=2))]
    return _spread(people, asked, tuple(rows), ON)


def _spread(people: Held, asked: str, rows: tuple[Attendance, ...], on: float) -> World:
    program = replace(_program(people), sessions=rows, milestone=120)

    def is_spread(person: str, role: str) -> bool:
        mine = [row.when.start for row in rows if row.person == person and row.module in REQUIRED[role]]
        return bool(mine) and max(mine) - min(mine) >= 3 * 86_400

    def attending(steps: Sequence[Step], rng: Random) -> World:
        """One more session today, and one in three days."""
        new = [
            attended(person, REQUIRED[role][0], ON + later)
            for person, role in sorted(_those(people, steps, rng, is_spread))
            for later in (0, 3)
        ]
        return _spread(people, asked, (*rows, *new), ON + 3)

    return World(lambda _at: program.read("training.spaced-share", on, role=asked), attending)


@LAW
@given(spread(), SHARES, st.randoms(use_true_random=False))
def test_attending_sessions_some_days_apart(world: World, limit: Limit, rng: Random) -> None:
    """Whichever trained people do, in every role that is below the limit."""
    check_shared(world, limit, rng)


@st.composite
def repeated(draw: st.DrawFn) -> World:
    """Completions of the older and of the newer version of some modules."""
    people, asked = draw(held()), draw(ASKED)
    when = draw(st.one_of(st.sampled_from((40.0, 99.0, 100.1)), st.sampled_from((day(40), day(99), day(100)))))
    newer = frozenset(pair for pair in sorted(_asked(people)) if draw(st.booleans()))
    return _repeated(people, asked, when, newer, frozenset(), named=draw(st.booleans()))


def _repeated(people: Held, asked: str, when: When | float, newer: Pairs, again: Pairs, *, named: bool) -> World:
    versions = [
        published(module, name, one)
        for module in ("basics", "pipeline", "quoting")
        for name, one in (("1", 20), ("2", when))
    ]
    done = [
        completed(*pair, 99.9 if pair in newer else 30, "12"[pair in newer] if named else "")
        for pair in sorted(_asked(people))
    ]
    done += [completed(*pair, ON, "2" if named else "") for pair in sorted(again)]
    program = replace(_program(people, done), versions=versions)
    since = versions[1].published_at.end

    def is_current(person: str, role: str) -> bool:
        pairs = {(person, module) for module in REQUIRED[role]}
        return pairs <= again | (newer if named or since <= moment(99.9).start else frozenset())

    def repeating(steps: Sequence[Step], rng: Random) -> World:
        those = _those(people, steps, rng, is_current)
        pairs = frozenset((person, module) for person, role in those for module in REQUIRED[role])
        return _repeated(people, asked, when, newer, again | pairs, named=named)

    return World(lambda _at: program.read("training.outdated-share", ON, role=asked), repeating)


@LAW
@given(repeated(), FEW, st.randoms(use_true_random=False))
def test_completing_the_newest_versions(world: World, limit: Limit, rng: Random) -> None:
    """Whichever trained people do, in every role that is beyond the limit."""
    check_shared(world, limit, rng)


MODULES = tuple(f"module {number}" for number in range(6))
CHANGED = mainline(*(landing(80 - number, f"config/{name}") for number, name in enumerate(MODULES)))
GIT = replace(CHANGED, tree={f"config/{name}": 0o100644 for name in MODULES})
COVERS = tuple(Cover((f"config/{name}",), modules=(name,)) for name in MODULES)


def _material(republished: frozenset[str], now: frozenset[str] = frozenset()) -> World:
    versions = [published(name, "1", 10) for name in MODULES]
    versions += [published(name, "2", 90) for name in sorted(republished)]
    versions += [published(name, "3", ON) for name in sorted(now)]
    program = Program(versions=versions, git=GIT, covers=COVERS, required={"rep": MODULES})

    def republishing(steps: Sequence[Step], rng: Random) -> World:
        return _material(republished, now | {*chosen(steps, rng)})

    return World(lambda _at: program.read("training.material-overdue", ON, within="7d"), republishing)


@LAW
@given(
    st.frozensets(st.sampled_from(MODULES)).map(_material),
    COUNTS,
    st.randoms(use_true_random=False),
)
def test_republishing_any_such_modules(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)


@st.composite
def leading(draw: st.DrawFn) -> World:
    """Leaders and others, of whom some completed what their roles require."""
    people = draw(held())
    leaders = {"p0", *draw(st.sets(st.sampled_from(sorted(people))))}
    return _leading(
        people, frozenset(leaders), frozenset(pair for pair in sorted(_asked(people)) if draw(st.booleans()))
    )


def _leading(people: Held, leaders: frozenset[str], done: Pairs) -> World:
    program = _program(people, [completed(*pair, 50) for pair in sorted(done)])
    roster = [replace(row, leader=row.person in leaders) for row in program.roster]

    def completing(steps: Sequence[Step], rng: Random) -> World:
        lacking = sorted({person for person, _ in _asked(people) - done if person in leaders})
        those = {person for step in steps for person in rng.sample(lacking, step.count)}
        return _leading(people, leaders, done | {pair for pair in _asked(people) if pair[0] in those})

    return World(lambda _at: replace(program, roster=roster).read("leadership.leaders-trained", ON), completing)


@LAW
@given(leading(), SHARES, st.randoms(use_true_random=False))
def test_training_any_such_leaders(world: World, limit: Limit, rng: Random) -> None:
    """In all roles that they hold."""
    check(world, limit, rng)


LEADERS = tuple(f"p{number}" for number in range(7))


def _acting(acted: Mapping[str, int]) -> World:
    rows = [Membership(person, "rep", leader=True) for person in LEADERS]
    acts = [LeaderAct(person, days_ago(ago) if ago else When(AT, AT)) for person, ago in sorted(acted.items())]
    people = PeopleFacts(provenance("people", len(rows)), tuple(rows), ())
    sources = {"people": people, "leader-acts": table(LeaderActFacts, *acts)}

    def acting(steps: Sequence[Step], rng: Random) -> World:
        idle = [person for person in LEADERS if not 0 <= acted.get(person, 99) < 30]
        return _acting({**acted, **dict.fromkeys([who for step in steps for who in rng.sample(idle, step.count)], 0)})

    return World(lambda _at: ask("leadership.acting-share", sources), acting)


@LAW
@given(
    st.dictionaries(st.sampled_from(LEADERS), st.sampled_from((1, 29, 31, 60))).map(_acting),
    SHARES,
    st.randoms(use_true_random=False),
)
def test_more_leaders_do_something(world: World, limit: Limit, rng: Random) -> None:
    """Whichever of those who did nothing lately."""
    check(world, limit, rng)


def _remedial(linked: Sequence[bool]) -> World:
    rows = [RemedialTraining(f"T-{number}", days_ago(3), "B-1" if one else " ") for number, one in enumerate(linked)]
    sources = {"remedial-trainings": table(RemedialTrainingFacts, *rows)}

    def assessing(steps: Sequence[Step], rng: Random) -> World:
        names = chosen(steps, rng)
        return _remedial([one or f"T-{number}" in names for number, one in enumerate(linked)])

    return World(lambda _at: ask("training.remedial-without-barrier", sources), assessing)


@LAW
@given(st.lists(st.booleans(), max_size=8).map(_remedial), COUNTS, st.randoms(use_true_random=False))
def test_assessing_the_barriers_behind_any_trainings(world: World, limit: Limit, rng: Random) -> None:
    """Whichever they are."""
    check(world, limit, rng)
