"""Nobody is measured as trained who is not, however the files about people are written, and whatever goes wrong.

Each world is random, and the same for its seed. READINESS_FUZZ_RUNS=100000 runs so many, READINESS_FUZZ_FROM=5000
begins with that seed.
"""

import itertools
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.effort import heavy_after
from support.people_fuzz import Seen, files, look, some_case
from support.people_judge import NOBODY, Shares, best
from support.people_mutations import IN_FILES
from support.people_sheets import Case
from support.people_world_mutations import IN_WORLD
from support.program import run

RUNS = int(os.environ.get("READINESS_FUZZ_RUNS", "2000"))
FROM = int(os.environ.get("READINESS_FUZZ_FROM", "0"))
PARTS = 40
COMMANDS = 24


def _seeds(part: int) -> range:
    return range(FROM + part, FROM + RUNS, PARTS)


@pytest.mark.masses
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", heavy_after(1, range(PARTS)))
def test_no_file_makes_people_trained(part: int) -> None:
    """Files that tell of a world as it is are measured exactly; others at most as high, or not at all."""
    wrong = [f"seed {seed}: {what}" for seed in _seeds(part) for what in _wrong(seed)]
    assert not wrong[:5], f"{len(wrong)} in all"


def _wrong(seed: int) -> Iterator[str]:
    """What is wrong with what was measured of a case."""
    case = some_case(seed)
    given = files(case)
    seen, truth = look(case, given), best(case.worlds)
    yield from (f"{case.mutations}: {what}" for what in (*_of_values(case, seen, truth), *_of_words(case, seen)))
    if seed % 20 == 0 and not any(each.damage or each.naive for each in case.sheets):
        shuffled = _shuffled(case)
        if look(shuffled, files(shuffled)).values != seen.values:
            yield f"{case.mutations}: another order of rows gives other shares"
    if seed % 20 == 1 and look(some_case(seed), files(some_case(seed))) != seen:
        yield f"{case.mutations}: the same files give another reading"


def _of_values(case: Case, seen: Seen, truth: Shares) -> Iterator[str]:
    expected = {"worst": truth.worst, "all": truth.all, "critical": truth.critical}
    if case.expects == "refuse" and seen.values:
        yield f"measured {seen.values}, and should be refused"
    known = {name: share for name, share in expected.items() if share != NOBODY}
    if not case.world.has_critical:
        known.pop("critical", None)
    if case.expects == "same" and seen.values != known:
        yield f"measured {seen.values}, expected {known}: {seen.said}"
    over = {name for name, value in seen.values.items() if value > expected[name]}
    if "critical" in over and (seen.values["critical"] < 1 or truth.critical == NOBODY):
        over.remove("critical")  # more people may seem critical than are: that raises no share to 1 that is below
    if over:
        go = "a false go: " if seen.passes() and not truth.may_pass() else ""
        yield f"{go}measured {seen.values}, at most {expected}"


def _of_words(case: Case, seen: Seen) -> Iterator[str]:
    """Texts that name somebody; a single role that one person holds is a role, and is named."""
    world = case.world
    ids = {each.person for each in world.members} | {each.person for each in world.completions}
    ids |= {each.lstrip("0") for each in ids} | {
        each.name.split()[-2 if "," in each.name else -1] for each in world.members
    }
    named = [each for each in ids if any(each in text for text in seen.said)]
    if named and len(world.members) > 1:
        yield f"{named[:3]} named in {seen.said}"


def _shuffled(case: Case) -> Case:
    """The same case with its rows in another order."""
    other = some_case(case.seed)
    for sheet in other.sheets:
        random.Random(case.seed).shuffle(sheet.rows)  # noqa: S311 - the same order each time
    return other


@pytest.mark.heavy
@pytest.mark.masses
def test_the_cases_have_everything() -> None:
    """Every mutation is frequent, and so are shares that are measured and shares that are not."""
    cases = [some_case(seed) for seed in range(2_000)]
    seen = Counter(name for case in cases for name in case.mutations)
    assert [name for name in (*IN_WORLD, *IN_FILES) if seen[name] < 5] == []
    expected = Counter(case.expects for case in cases)
    assert min(expected.values()) > 200
    passing = Counter(best(case.worlds).may_pass() for case in cases)
    assert min(passing.values()) > 200


@pytest.mark.masses
def test_the_configuration_is_read_as_a_whole_one_is() -> None:
    """What the cases are looked at with is what the whole configuration says."""
    for case in map(some_case, range(60)):
        given = files(case)
        assert look(case, given, whole=True) == look(case, given), f"seed {case.seed}"


@pytest.mark.parametrize("part", heavy_after(1, range(4)))
def test_the_command_line_measures_the_same(part: int, tmp_path: Path) -> None:
    """What `measure` prints is what was measured here, or that groups are too small to show it."""
    ahead = (case for case in map(some_case, range(1_000)) if case.world.today < case.world.milestone)
    for case in itertools.islice(ahead, part, COMMANDS, 4):
        folder = tmp_path / str(case.seed)
        folder.mkdir()
        for name, content in files(case).items():
            (folder / name).write_bytes(content)
        as_of = case.world.as_of.isoformat()
        ended = run("measure", "training.coverage", "--as-of", as_of, "--format", "json", cwd=folder)
        measured = [each.get("value") for each in ended.json["readings"]] if ended.out else [None]
        if measured != [None] or "to protect groups" not in ended.out:
            assert measured == [look(case, files(case)).values.get("worst")], f"seed {case.seed}: {ended}"
