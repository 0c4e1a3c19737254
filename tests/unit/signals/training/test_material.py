"""Training material is overdue when configuration changed, and it was not republished in time."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from support.git import instant
from support.landings import landing, mainline
from support.training import Program, at, day, published

from readiness_gate.model.facts.git import GitFacts, Held
from readiness_gate.model.facts.records.modules import ModuleVersion
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Parameters, Unavailable
from readiness_gate.model.settings.git import Cover
from readiness_gate.signals import SIGNALS

SIGNAL = "training.material-overdue"
SECOND = 1 / 86_400
TREE = ["config/quote", "config/quote2", "config/lead"]
COVERS = (Cover(("config/quote*",), modules=("quoting",)), Cover(("config/lead",), modules=("pipeline",)))
BARE = mainline(landing(60, "config/quote"), tree=TREE, since=55, older={"config/quote2": 5, "config/lead": 5})
PIPELINE = published("pipeline", "1", 20)


def _held(*contents: tuple[float, str]) -> tuple[Held, ...]:
    """What a file held from each day on."""
    return tuple(Held(f"{when:g}".ljust(40, "x"), at(when), content) for when, content in contents)


GIT = replace(BARE, held={"config/quote": _held((5, "a"), (60, "b"))})


def _program(*versions: ModuleVersion, git: GitFacts = GIT, covers: Sequence[Cover] = COVERS) -> Program:
    return Program(versions=[*versions, PIPELINE], git=git, covers=covers)


@pytest.mark.parametrize(
    ("on", "versions", "overdue"),
    [
        pytest.param(90, [published("quoting", "1", 20)], 0, id="at-the-end-of-the-time"),
        pytest.param(90 + SECOND, [published("quoting", "1", 20)], 1, id="a-second-later"),
        pytest.param(59, [published("quoting", "1", 20)], 0, id="before-the-change"),
        pytest.param(99, [published("quoting", "1", 60)], 0, id="republished-with-the-change"),
        pytest.param(99, [published("quoting", "1", 60 - SECOND)], 1, id="a-second-before-it"),
        pytest.param(99, [published("quoting", "1", 20), published("quoting", "2", 95)], 0, id="republished-late"),
        pytest.param(99, [published("quoting", "1", 20), published("quoting", "2", 101)], 1, id="to-be-republished"),
        pytest.param(99.5, [published("quoting", "1", 20), published("quoting", "2", day(99))], 1, id="perhaps-today"),
        pytest.param(99, [published("quoting", "1", day(59))], 1, id="on-the-day-before"),
    ],
)
def test_material_is_overdue_when_it_was_not_republished_in_time(
    on: float, versions: Sequence[ModuleVersion], overdue: int
) -> None:
    """Counted from the change; where only the day of publication is known, from its start."""
    assert _program(*versions).value(SIGNAL, on) == overdue


def test_the_first_change_counts_and_not_the_last() -> None:
    """Whoever keeps changing does not begin the time again; where only the last change is known, it was long ago."""
    git = mainline(landing(95, "config/quote"), tree=TREE, since=90, older={"config/quote2": 5, "config/lead": 5})
    held = {"config/quote": _held((5, "a"), (60, "b"), (95, "c"))}
    program = _program(published("quoting", "1", 20), git=replace(git, held=held))
    assert program.value(SIGNAL, 90) == 0
    assert program.value(SIGNAL, 96) == 1
    assert replace(program, git=git).value(SIGNAL, 96) == 1
    later = replace(git, held={"config/quote": _held((5, "a"), (95, "c"))})
    assert replace(program, git=later).value(SIGNAL, 96) == 0


def test_what_is_back_at_what_it_was_needs_no_new_material() -> None:
    """As for people who are trained."""
    held = {"config/quote": _held((5, "a"), (40, "b"), (60, "a"))}
    assert _program(published("quoting", "1", 20), git=replace(GIT, held=held)).value(SIGNAL, 99) == 0


def test_a_reading_says_which_modules_and_why() -> None:
    """With the day of the last version, and of the first change."""
    git = mainline(
        landing(60, "config/quote", "config/quote2"),
        landing(50, "config/lead"),
        tree=TREE,
        since=45,
        older={"config/quote": 5, "config/quote2": 5, "config/lead": 5},
    )
    held = {path: _held((5, "a"), (60, "b")) for path in TREE[:2]} | {"config/lead": _held((5, "a"), (50, "b"))}
    program = _program(published("quoting", "1", 20), git=replace(git, held=held))
    found = program.measured(SIGNAL, within="7d")
    assert found.value == 2
    assert found.summary == "2 of 2 training modules were not republished within 7d of a change of their configuration."
    assert found.evidence == (
        Evidence("module", "pipeline", "last published on 2026-01-21; config/lead changed from 2026-02-20 on"),
        Evidence(
            "module", "quoting", "last published on 2026-01-21; config/quote and 1 more changed from 2026-03-02 on"
        ),
    )
    assert [lever.after for lever in found.levers] == [(2, 1, 0)]  # type: ignore[union-attr]


def test_a_module_that_no_entry_names_is_named_as_not_judged() -> None:
    """It needs no version then."""
    found = _program(published("quoting", "1", 65), covers=COVERS[:1]).measured(SIGNAL)
    assert found.value == 0
    assert found.summary.endswith("configuration; not judged, as no [[covers]] entry names them: pipeline.")


@pytest.mark.parametrize(
    ("program", "why"),
    [
        pytest.param(replace(_program(), versions=None), "nothing was read from the source", id="no-list"),
        pytest.param(_program(), 'has no version of "quoting": add each version', id="a-module-that-is-not-listed"),
        pytest.param(
            _program(published("quoting", "1", 101)),
            'no version of "quoting" is published by 2026-04-11: publish one, or correct published-at',
            id="none-published",
        ),
        pytest.param(_program(covers=()), "provide modules = […] in [[covers]]", id="no-covers"),
        pytest.param(
            _program(covers=(Cover(("config/lead",), modules=("other",)),)), "no [[covers]] entry says", id="of-others"
        ),
        pytest.param(replace(_program(), required=None), "provide them in [people.required]", id="nothing-required"),
        pytest.param(_program(git=mainline(tree=TREE, first=200)), "the first commit of the mainline", id="early"),
    ],
)
def test_what_cannot_be_told(program: Program, why: str) -> None:
    """Is unavailable, and says what to do."""
    assert why in program.why(SIGNAL)


def test_a_shallow_clone_may_hide_a_change() -> None:
    """Unless one is known that is overdue."""
    git = mainline(landing(60, "config/quote"), tree=TREE[::2], since=45, first=40, shallow=True)
    for quoting, pipeline, expected in ((65, 40, 0), (65, 39, None), (20, 40, 1), (41, 39, None)):
        versions = [published("quoting", "1", quoting), published("pipeline", "1", pipeline)]
        found = Program(versions=versions, git=git, covers=COVERS).read(SIGNAL)
        if expected is None:
            assert isinstance(found, Unavailable)
            assert "the clone is shallow" in found.reason
        else:
            assert found.value == expected  # type: ignore[union-attr]


def test_what_is_needed() -> None:
    """The list of modules, and the last landings that touched what they depend on."""
    now = instant(50)
    assert SIGNALS[SIGNAL].needs(Parameters(), now) == Needs(
        frozenset({"git", "modules"}), GitNeed(now, now, now, modules=True)
    )
