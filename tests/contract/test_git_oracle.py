"""Every git signal says what an independent oracle says, over random histories and instants."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.effort import heavy_after
from support.exports import jira_settings
from support.git import git
from support.git_histories import COMPLETIONS, DAY, NOW, PEOPLE, ROSTER, build, drawn
from support.git_oracle import HOUR, Covers, Freeze, Globs, Oracle, Paths, PeopleFile

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, ParameterValue, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings, people
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.jira import Marks
from readiness_gate.model.time import Instant, day_of
from readiness_gate.run import Program, measure_all
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES, Source

pytestmark = pytest.mark.masses

EXPORTED_AT = NOW - 40 * DAY
_MARCH, _FEBRUARY = 1_772_323_200, 1_769_904_000
FILES = (
    PeopleFile(ROSTER.decode(), (_FEBRUARY,), PEOPLE[ROSTER]),
    PeopleFile(COMPLETIONS.decode(), (_MARCH,), PEOPLE[COMPLETIONS]),
)
SECONDS = {"1h": HOUR, "7d": 7 * DAY, "14d": 14 * DAY, "4w": 28 * DAY, "42d": 42 * DAY, "9999d": 9_999 * DAY}
WINDOWS = {"0d": 0, "1h": HOUR, "7d": 7 * DAY, "4w": 28 * DAY, "9999d": 9_999 * DAY}
SETS: tuple[str | Globs, ...] = ("config", "config+code", "docs", ("**",), ("cfg/?*.xml", "src/lib"), ("CFG/**",))
AGES: dict[str | None, int | None] = {None: None, "0d": 0, "20d": 20 * DAY}
GRACES = {"0d": 0, "7d": 7 * DAY}
CONFIGURATIONS = (
    (Paths(("cfg/**",), ("src/**",), ("docs/**",)), (Covers(("cfg/**",), ("docs/**",)),)),
    (
        Paths(("cfg/*", "**/quote.*"), ("src/lib/**", "*.xml"), ("docs/**/*.md",), ("**/skip/**", "**/*\u00fc*")),
        (Covers(("cfg/quote.xml",), ("docs/quote.md",)), Covers(("**/q*.xml", "cfg/**/.*"), ("docs/*",))),
    ),
    (Paths(("**/cfg/**/*.xml",), (), ("docs/q*", "src/**")), (Covers(("cfg/**",), ()),)),
    (Paths(("cfg/**",), ("src/**",), ("docs/**", "cfg/*1.xml")), (Covers(("cfg/{m}/**", "cfg/*"), ("docs/{m}/**",)),)),
)


@dataclass(frozen=True)
class Case:
    """A question with the answer that the oracle gives; None where it must be unavailable."""

    question: Question
    expected: float | None


@dataclass(frozen=True)
class World:
    """A repository with one configuration, as the product and as the oracle see it."""

    program: Program
    oracle: Oracle
    baseline: str
    frozen: Instant | None

    def cases(self, as_of: Instant) -> Iterator[Case]:
        """Every signal with several parameters as of an instant."""
        for paths in SETS:
            days = self.oracle.days_since_last(as_of, paths)
            yield Case(_question("change.days-since-last", as_of, paths=paths), days)
            for window, seconds in WINDOWS.items():
                asked = {"window": window, "paths": paths}
                yield Case(_question("change.landings", as_of, **asked), self.oracle.landings(as_of, seconds, paths))
                yield Case(_question("change.files", as_of, **asked), self.oracle.files(as_of, seconds, paths))
        for max_age, limit in AGES.items():
            for grace, tolerated in GRACES.items():
                given = {"grace": grace, **({"max-age": max_age} if max_age else {})}
                yield Case(_question("docs.stale", as_of, **given), self.oracle.stale(as_of, limit, tolerated))
                share = self.oracle.fresh_share(as_of, limit, tolerated)
                yield Case(_question("docs.fresh-share", as_of, **given), share)
        yield from self._of_pace(as_of)
        began = self.oracle.freeze_of(self.baseline) if self.frozen is None else Freeze(self.frozen)
        yield Case(_question("change.after-freeze", as_of), self.oracle.after_freeze(as_of, began))
        for paths in SETS[:3]:
            share = self.oracle.since_baseline(as_of, self.baseline, paths)
            yield Case(_question("change.since-baseline", as_of, paths=paths), share)
        yield Case(_question("docs.uncovered", as_of), self.oracle.uncovered(as_of))
        for percentile in (1, 50, 90, 100):
            drift = self.oracle.drift_days(as_of, percentile)
            yield Case(_question("docs.drift-days", as_of, percentile=percentile), drift)
        yield Case(_question("evidence.age", as_of), self.oracle.age(as_of, EXPORTED_AT, FILES))

    def _of_pace(self, as_of: Instant) -> Iterator[Case]:
        oracle = self.oracle
        for paths in SETS[:3]:
            for window, seconds in WINDOWS.items():
                lines = oracle.lines(as_of, seconds, paths)
                yield Case(_question("change.lines", as_of, window=window, paths=paths), lines)
            for count in ("files", "landings", "lines"):
                asked: dict[str, ParameterValue] = {"paths": paths, "count": count}
                for window, whole in (("7d", "4w"), ("14d", "42d"), ("4w", "9999d")):
                    share = oracle.late_share(as_of, SECONDS[window], SECONDS[whole], paths, count)
                    yield Case(_question("change.late-share", as_of, window=window, of=whole, **asked), share)
                for window, least in (("7d", 5), ("1h", 1), ("14d", 3)):
                    ratio = oracle.late_vs_median(as_of, SECONDS[window], least, paths, count)
                    yield Case(_question("change.late-vs-median", as_of, window=window, min=least, **asked), ratio)
        for window, days in (("7d", 3), ("4w", 2), ("9999d", 1)):
            bursts = oracle.bursts(as_of, SECONDS[window], days)
            yield Case(_question("change.bursts", as_of, window=window, days=days), bursts)

    def answers(self, cases: Sequence[Case]) -> dict[Question, Reading]:
        """What the product reads, from one read of each source."""
        zone = ZoneInfo("UTC")
        freeze = None if self.frozen is None else day_of(self.frozen, zone)
        milestone = Milestone("go-live", "go-live", day_of(NOW, zone), freeze=freeze)
        return dict(measure_all(self.program, [case.question for case in cases], milestone).readings)


def _question(signal: str, as_of: Instant, **given: ParameterValue) -> Question:
    return Question(signal, as_of, SIGNALS[signal].with_defaults(given))


def _export(_settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> JiraFacts:
    """An export of issues, of which only its age matters here."""
    return JiraFacts(Provenance("jira", "export", "all", 0, EXPORTED_AT), (), 0)


def world(git_dir: Path, paths: Paths, covers: Sequence[Covers], repository: Path | None = None) -> World:
    """The product and the oracle on one repository, with people files that have rows of their own, a baseline, and now
    and then a freeze that begins on a day of its own."""
    oracle = Oracle(git_dir, "main", paths, covers, NOW)
    middle = len(oracle.landed) // 2
    end_of_that_day = oracle.landed[middle] // DAY * DAY + 6 * DAY - 1
    return seen_as(oracle, git_dir, oracle.commit(middle), None if middle % 3 else end_of_that_day, repository)


def seen_as(oracle: Oracle, git_dir: Path, baseline: str, frozen: Instant | None, repository: Path | None) -> World:
    """The product on the repository of an oracle, with a baseline and a freeze."""
    paths, covers = oracle.paths, oracle.covers
    settings = Settings(
        program="test",
        root=repository or git_dir.parent,
        zone=ZoneInfo("UTC"),
        git=GitSettings(
            mainline="main",
            baseline=baseline,
            paths=GitPaths(*astuple(paths)),
        ),
        covers=tuple(Cover(cover.config, cover.docs) for cover in covers),
        people=people.PeopleSettings(people.PeopleFile(FILES[0].path), people.PeopleFile(FILES[1].path)),
    )
    sources = {**SOURCES, "jira": Source("jira", _export)}
    program = Program(settings, lambda name, _limit: PEOPLE[name.encode()], NOW, SIGNALS, sources)
    return World(program, oracle, baseline, frozen)


def instants(seed: int, landed: Sequence[Instant]) -> list[Instant]:
    """Instants to ask about: before the first landing, at landings, right before and after, between, and now."""
    draw = drawn(seed)
    some = draw.sample(landed, min(3, len(landed)))
    chosen = {landed[0] - 1, landed[0], NOW, *(each + draw.choice((-1, 0, 0, 1, 5 * DAY)) for each in some)}
    return sorted(each for each in chosen if 0 <= each <= NOW)


def mismatches(cases: Sequence[Case], answers: dict[Question, Reading]) -> list[tuple[Case, Reading]]:
    """The cases in which the product says something else than the oracle."""
    return [(case, answers[case.question]) for case in cases if not _agree(case.expected, answers[case.question])]


def _agree(expected: float | None, answer: Reading) -> bool:
    if isinstance(answer, Unavailable) or expected is None:
        return isinstance(answer, Unavailable) and expected is None
    return answer.value == pytest.approx(expected, rel=1e-12, abs=0)


def unhinted(answers: Mapping[Question, Reading]) -> dict[Question, Reading]:
    """Answers without the nearest paths in their reasons, and without doubts: those are of what was read, for this
    question or others."""
    return {
        question: Unavailable(re.sub(r'; did you mean "[^"]*"\?$', "", reading.reason))
        if isinstance(reading, Unavailable)
        else replace(reading, doubts=())
        for question, reading in answers.items()
    }


def clone(source: Path, folder: Path, *words: str) -> Path:
    """A bare clone as over a network, so that it may leave something out."""
    git(source, "config", "uploadpack.allowFilter", "true")
    git(source.parent, "clone", "-q", "--bare", "--branch=main", *words, f"file://{source}", str(folder))
    return folder


def worlds(folder: Path, seed: int, *words: str) -> tuple[World, World]:
    """A repository whose clocks run well, and a clone of it."""
    paths, covers = CONFIGURATIONS[seed % len(CONFIGURATIONS)]
    whole = build(folder / "whole", seed, bare=True, calm=True)
    part = clone(whole, folder / "part", *words)
    seen = world(whole, paths, covers, whole)
    return seen, seen_as(Oracle(part, "main", paths, covers, NOW), part, seen.baseline, seen.frozen, part)


@pytest.mark.parametrize("seed", heavy_after(1, range(15)))
def test_the_product_agrees_with_the_oracle(seed: int, tmp_path: Path) -> None:
    """Every reading is the oracle's, at every instant, whether all is read at once, or for an instant or a signal."""
    git_dir = build(tmp_path / "repository", seed, bare=seed % 5 == 4)
    paths, covers = CONFIGURATIONS[seed % len(CONFIGURATIONS)]
    seen = world(git_dir, paths, covers, tmp_path / "repository")
    cases = {as_of: list(seen.cases(as_of)) for as_of in instants(seed, seen.oracle.landed)}
    everything = [case for some in cases.values() for case in some]
    at_once = seen.answers(everything)
    assert mismatches(everything, at_once) == []
    each = {question: reading for some in cases.values() for question, reading in seen.answers(some).items()}
    assert unhinted(each) == unhinted(at_once)
    as_of = drawn(seed).choice(sorted(cases))
    alone = (seen.answers([case for case in cases[as_of] if case.question.signal == name]) for name in SIGNALS)
    one_by_one = {question: reading for some in alone for question, reading in some.items()}
    assert unhinted(one_by_one).items() <= unhinted(at_once).items()
    assert any(isinstance(reading, Measured) for reading in at_once.values())


@pytest.mark.parametrize("depth", heavy_after(1, [2, 1, 5]))
@pytest.mark.parametrize("seed", heavy_after(1, range(4)))
def test_a_shallow_clone_says_the_same_as_the_whole_or_nothing(seed: int, depth: int, tmp_path: Path) -> None:
    """A reading from a shallow clone is the oracle's for the clone, and when there is one, that of the whole."""
    whole, part = worlds(tmp_path, seed, f"--depth={depth}")
    moments = instants(seed, whole.oracle.landed)
    cases = [case for as_of in moments for case in part.cases(as_of)]
    answers = part.answers(cases)
    assert mismatches(cases, answers) == []
    measured = [
        case for as_of in moments for case in whole.cases(as_of) if isinstance(answers[case.question], Measured)
    ]
    assert mismatches(measured, answers) == []


@pytest.mark.parametrize("seed", heavy_after(1, range(3)))
def test_a_clone_without_contents_says_all_and_one_without_trees_nothing(seed: int, tmp_path: Path) -> None:
    """No reading but of lines needs the contents of files; every reading needs the trees."""
    whole, part = worlds(tmp_path, seed, "--filter=blob:none")
    asked = [case for as_of in instants(seed, whole.oracle.landed) for case in whole.cases(as_of)]
    cases = [each for each in asked if "lines" not in (each.question.signal[7:], each.question.parameters.get("count"))]
    assert mismatches(cases, part.answers(cases)) == []
    bare = clone(tmp_path / "whole", tmp_path / "treeless", "--filter=tree:0")
    program = replace(part.program, settings=replace(part.program.settings, root=bare))
    readings = replace(whole, program=program).answers(cases).values()
    reasons = {reading.reason for reading in readings if isinstance(reading, Unavailable)}
    assert len(readings) == sum(isinstance(reading, Unavailable) for reading in readings)
    assert all("objects are missing; fetch them all" in reason for reason in reasons)


@pytest.mark.parametrize("seed", heavy_after(2, range(10)))
def test_what_is_still_there_of_what_landed_after_the_freeze(seed: int, tmp_path: Path) -> None:
    """Without any approval, every landing counts whose changes were not taken back."""
    git_dir = build(tmp_path / "repository", seed, bare=True)
    paths, covers = CONFIGURATIONS[seed % len(CONFIGURATIONS)]
    seen = world(git_dir, paths, covers, git_dir)
    marked = jira_settings(approved=Marks(labels=frozenset({"approved"})))
    program = replace(seen.program, settings=replace(seen.program.settings, jira=marked))
    began = seen.oracle.freeze_of(seen.baseline) if seen.frozen is None else Freeze(seen.frozen)
    cases = [
        Case(_question("change.unapproved", as_of), seen.oracle.still_there(as_of, began))
        for as_of in instants(seed, seen.oracle.landed)
    ]
    assert mismatches(cases, replace(seen, program=program).answers(cases)) == []


@pytest.mark.parametrize("seed", heavy_after(2, range(15)))
def test_every_commit_landed_with_one_landing(seed: int, tmp_path: Path) -> None:
    """The commits that landed with each landing are those that the landing before did not have."""
    git_dir = build(tmp_path / "repository", seed, bare=True)
    paths, covers = CONFIGURATIONS[0]
    seen = world(git_dir, paths, covers, git_dir)
    question = _question("change.after-freeze", NOW)
    milestone = Milestone("go-live", "go-live", day_of(NOW, ZoneInfo("UTC")))
    git_facts = measure_all(seen.program, [question], milestone).facts.git
    assert isinstance(git_facts, GitFacts)
    assert not isinstance(git_facts.commits, Unavailable)
    landed = seen.oracle.landed
    began = seen.oracle.freeze_of(seen.baseline)
    assert began is not None
    assert began.number is not None
    expected = {
        seen.oracle.commit(number): seen.oracle.landed_with(number)
        for number in range(began.number + 1, len(landed))
        if landed[number] <= NOW
    }
    assert {landing: {each.id for each in commits} for landing, commits in git_facts.commits.items()} == expected
