"""Whatever is sent, set or planted: no go that is not deserved, nothing run, no token shown, nothing beyond its time.

Each case is random, and the same for its seed. READINESS_FUZZ_RUNS=20000 runs so many, READINESS_FUZZ_FROM=5000 begins
with that seed. Of each 100 cases 84 are answers of Jira, 15 are repositories, and one, which takes as long
as fifty answers, is a job.
"""

import os
import shutil
from collections import Counter
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from support import git_fuzz, job_fuzz, wire_fuzz
from support.effort import heavy_after
from support.git_surroundings import MARK, SURROUNDINGS
from support.wire import Wire
from support.wire_faults import FAULTS, TOKEN

RUNS = int(os.environ.get("READINESS_FUZZ_RUNS", "200"))
FROM = int(os.environ.get("READINESS_FUZZ_FROM", "0"))
PARTS = 10
JOBS = 1
"""How many parts the jobs have. Each needs a runner with its checkouts."""


def _seeds(part: int, share: int, parts: int = PARTS) -> range:
    """The seeds of a part of a family that has a share, in percent, of all cases."""
    return range(FROM + part, FROM + max(2 * parts, RUNS * share // 100), parts)


@pytest.fixture(scope="module", name="wire")
def _wire() -> Generator[Wire]:
    with wire_fuzz.wires() as wire:
        yield wire


@pytest.mark.masses
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", heavy_after(1, range(PARTS)))
def test_what_is_read_of_jira_is_the_truth_or_nothing(part: int, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """However its answers are written, cut, repeated or delayed."""
    of = wire_fuzz.configuration(wire)
    cases = map(wire_fuzz.some_case, _seeds(part, 84))
    wrong = [
        f"{case}: {what}" for case in cases for what in _of_answers(case, wire_fuzz.look(case, wire, of, monkeypatch))
    ]
    assert not wrong[:5], f"{len(wrong)} in all"
    assert not wire.leaked


def _of_answers(case: wire_fuzz.Case, seen: wire_fuzz.Seen) -> Iterator[str]:
    """What is wrong with the verdict on a Jira."""
    if seen.decision == "go" and case.truth:
        yield f"a false go: {seen.value} open"
    if seen.value not in (None, case.truth):
        yield f"measured {seen.value}"
    if case.law == "same" and seen.value is None:
        yield f"not measured: {seen.said}"
    if TOKEN in seen.said or (case.user and wire_fuzz.BASIC in seen.said):
        yield f"the token is shown: {seen.said}"
    if seen.wrong:
        yield f"the server failed: {seen.wrong}"
    if seen.leaked:
        yield f"sent to another port: {seen.leaked}"
    if seen.seconds > wire_fuzz.limit(case):
        yield f"took {seen.seconds:.1f} s"


@pytest.mark.masses
def test_the_answers_have_everything() -> None:
    """Every fault is frequent, and so are Jiras with open defects and without any."""
    cases = [wire_fuzz.some_case(seed) for seed in range(2_000)]
    seen = Counter(name for case in cases for name in case.faults)
    assert [name for name in FAULTS if seen[name] < 20] == []
    for each in (Counter(case.truth > 0 for case in cases), Counter(case.law for case in cases)):
        assert len(each) == 2
        assert min(each.values()) > 200


@pytest.fixture(scope="module", name="template")
def _template(tmp_path_factory: pytest.TempPathFactory) -> git_fuzz.Template:
    return git_fuzz.build(tmp_path_factory.mktemp("template") / "program")


@pytest.mark.masses
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", heavy_after(1, range(PARTS)))
def test_a_name_means_one_commit_or_none(
    part: int, template: git_fuzz.Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever refs there are, and whatever lies around the commits."""
    wrong: list[str] = []
    for case in map(git_fuzz.some_case, _seeds(part, 15)):
        folder = tmp_path / str(case.seed) / "program"
        folder.parent.mkdir()
        seen = git_fuzz.look(case, template, folder, monkeypatch)
        wrong += [f"{case}: {what}: {seen.said[:300]}" for what in _of_refs(case, seen)]
        wrong += [f"{case}: {name} is there" for name in (MARK, "trace") if (folder.parent / name).exists()]
        shutil.rmtree(folder.parent)
    assert not wrong[:5], f"{len(wrong)} in all"


def _of_refs(case: git_fuzz.Case, seen: git_fuzz.Seen) -> Iterator[str]:
    """What is wrong with what was made of a name."""
    judge = git_fuzz.Judge(case)
    policy, mainline = judge.policy(case.asked), judge.mainline(case.asked)
    if seen.exit == 0 and policy != frozenset({git_fuzz.LENIENT}) and mainline != frozenset({"quiet"}):
        yield "a false go"
    if seen.policy is not None and seen.policy not in policy:
        yield f"the policy of {seen.policy} is none of {sorted(policy)}"
    known = [git_fuzz.LANDINGS[each] for each in mainline]
    for place, value in enumerate((seen.landings, seen.lines)):
        if value is not None and value not in [each[place] for each in known]:
            yield f"{value} is measured of {sorted(mainline)}"
    if "itself failed" in seen.said or "Traceback" in seen.said:
        yield "a crash"


@pytest.mark.masses
def test_the_repositories_have_everything() -> None:
    """Everything that lies around is frequent, and so are names that mean one commit and names that do not."""
    cases = [git_fuzz.some_case(seed) for seed in range(2_000)]
    seen = Counter(name for case in cases for name in case.around)
    assert [name for name in SURROUNDINGS if seen[name] < 20] == []
    meant = Counter(git_fuzz.Judge(case).policy(case.asked) for case in cases)
    assert min(meant[frozenset(each)] for each in ((), ("base",), ("author",), ("quiet",))) > 200


@pytest.mark.heavy
@pytest.mark.masses
@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(JOBS))
def test_a_job_runs_and_tells_nothing_of_the_checkout(part: int, tmp_path: Path, ready: Path) -> None:
    """Whatever its inputs and its variables are."""
    jobs = job_fuzz.Jobs(tmp_path, ready)
    wrong: list[str] = []
    for case in map(job_fuzz.some_case, _seeds(part, 1, JOBS)):
        seen = jobs.run(case)
        wrong += [f"{what}: {case}: {seen.said[:1_000]}" for what in (*_of_a_job(case, seen), *jobs.traces())]
    assert not wrong[:5], f"{len(wrong)} in all"


def _of_a_job(case: job_fuzz.Case, seen: job_fuzz.Seen) -> Iterator[str]:
    """What is wrong with how a job ended."""
    if seen.exit == 0 and not case.may_go:
        yield "a false go"
    if seen.exit != 0 and case.must_go:
        yield "no go, in spite of inputs that are right"
    decision = {0: ("go",), 1: ("no-go",), 2: ("error",), 3: ("undecided", "error")}.get(seen.exit, ())
    if seen.outputs.get("decision") not in decision or seen.outputs.get("exit-code") != str(seen.exit):
        yield f"ended with {seen.exit}, and says {seen.outputs}"
    if job_fuzz.TOKEN in seen.said:
        yield "the token is shown"
    if seen.seconds > job_fuzz.DEADLINE:
        yield f"took {seen.seconds:.0f} s"


def test_the_jobs_have_everything() -> None:
    """Those that must end with go are frequent, those that may, and those that must not."""
    cases = [job_fuzz.some_case(seed) for seed in range(1_000)]
    assert min(Counter((case.may_go, case.must_go) for case in cases).values()) > 50
    assert {case.kind for case in cases} == {"ready", "broken", "loosened"}
