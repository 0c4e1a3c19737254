"""The mainline is read once, as far as the signals need it, and no further."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, git, instant
from support.landings import COVERS, FILE, MODULE, PATHS, PEOPLE, settings

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.git import Baseline, Change, GitFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.sources.git import fetch, process
from readiness_gate.sources.git.process import Repository, Word

NOW = instant(100)
DOCS = frozenset({"docs"})


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Ten landings, ten days apart."""
    made = Repo(tmp_path)
    made.commit(0, {"config/quote": "0", "config/order": "0", "src/a": "0", "docs/quote.md": "0", "other": "0"})
    made.commit(10, {"docs/quote.md": "1", "roster.csv": "1"})
    made.commit(20, {"config/order": "2"})
    made.commit(30, {"src/a": "3"})
    made.commit(40, {"other": "4"})
    made.commit(50, {"config/quote": "5", "completions.csv": "5"})
    made.commit(60, {"config/new": "6"})
    made.commit(70, {"config/quote": None, "config/new": "7"})
    made.commit(80, {"docs/late.md": "8"})
    made.commit(90, {"src/a": "9"})
    return made


def _need(newest: float, since: float | None = None, oldest: float | None = None) -> GitNeed:
    return GitNeed(
        instant(newest),
        instant(newest if since is None else since),
        instant(newest if oldest is None else oldest),
    )


def _fetch(configured: Settings, need: GitNeed | None) -> GitFacts:
    return fetch(configured, Needs(frozenset({"git"}), need), NOW, WorkTree(configured.root).read)


def _days(facts: GitFacts) -> list[int]:
    return [(landing.landed - instant(0)) // 86_400 for landing in facts.landings]


def _older(facts: GitFacts) -> dict[str, int]:
    return {path: (touch.landed - instant(0)) // 86_400 for path, touch in facts.older.items()}


def test_a_window_is_read_and_nothing_before(repo: Repo) -> None:
    """The landings in it that touch what was asked for, and the tree at its end."""
    facts = _fetch(settings(repo.path), replace(_need(85, since=20), paths=frozenset({"config", ("src/*",)})))
    assert _days(facts) == [70, 60, 50, 30]
    assert facts.landings[0].changes == (Change("config/new", FILE, FILE), Change("config/quote", FILE, 0))
    assert (facts.older, facts.files) == ({}, {})
    assert facts.tree == {"config/new": FILE, "config/order": FILE, "src/a": FILE}
    assert (facts.since, facts.first_landed, facts.shallow) == (instant(20), instant(0), False)
    assert facts.doubtful_from is None


def test_provenance_tells_ref_commit_and_question(repo: Repo) -> None:
    """So that a reader knows which history a verdict is about."""
    commit = repo.git("rev-parse", "main~1").strip()
    need = replace(_need(85, since=20), paths=frozenset({"config", "docs"}), documents=True)
    found = _fetch(settings(repo.path), need).provenance
    assert (found.source, found.identity, found.records) == ("git", f"main at {commit[:12]}", 4)
    assert (found.observed_at, found.complete) == (NOW, True)
    assert found.asked == (
        "landings since 2026-01-21T00:00:00Z that touch 3 path sets, the last change of every document, "
        "up to 2026-03-27T00:00:00Z"
    )


def test_the_last_landing_of_a_set_is_looked_for_however_old(repo: Repo) -> None:
    """And nothing older than it, once every set has one."""
    configured = settings(repo.path)
    both = replace(_need(65), last=frozenset({"config", ("src/**",)}))
    assert _older(_fetch(configured, both)) == {"config/new": 60, "config/quote": 50, "src/a": 30}
    newest = replace(_need(95), last=frozenset({"code"}))
    assert _older(_fetch(configured, newest)) == {"src/a": 90}
    none = replace(_need(65), last=frozenset({("absent",)}))
    assert _older(_fetch(configured, none)) == {}


def test_documents_are_dated_with_what_they_cover(repo: Repo) -> None:
    """Back to the oldest of their last changes; what was excluded is not read at all."""
    need = replace(_need(100), documents=True, paths=DOCS)
    facts = _fetch(settings(repo.path), need)
    assert _older(facts) == {"docs/late.md": 80, "config/quote": 70, "docs/quote.md": 10}
    assert facts.tree == {"docs/late.md": FILE, "docs/quote.md": FILE}
    paths = GitPaths(PATHS.config, PATHS.code, PATHS.docs, ("docs/q*",))
    assert _older(_fetch(settings(repo.path, paths=paths), need)) == {"docs/late.md": 80, "config/quote": 70}


def test_a_covered_set_is_looked_for_among_what_was_deleted(repo: Repo) -> None:
    """Back to the beginning if nothing of it was ever there."""
    covers = (Cover(("config/quote",), ("docs/late.md",)),)
    need = replace(_need(100), documents=True, paths=DOCS)
    configured = settings(repo.path, paths=GitPaths(docs=("docs/late.md",)), covers=covers)
    assert _older(_fetch(configured, need)) == {"docs/late.md": 80, "config/quote": 70}


@pytest.mark.parametrize(
    ("config", "older"),
    [
        pytest.param(("config/order",), {}, id="there"),
        pytest.param(("config/order", "config/quote"), {"config/quote": 70}, id="one-was-deleted"),
        pytest.param(("config/order", "config/never"), {"config/order": 20}, id="one-never-was"),
        pytest.param(("config/{m}",), {"config/quote": 70, "config/new": 70}, id="the-text-of-a-document"),
        pytest.param(("config/{m}", "config/order"), {"config/quote": 70, "config/new": 70}, id="and-another-pattern"),
    ],
)
def test_each_pattern_is_looked_for(repo: Repo, config: tuple[str, ...], older: dict[str, int]) -> None:
    """Until a file matches it, deleted or not, and until one does for what captures stand for in each document."""
    repo.commit(95, {"docs/quote.md": "9", "docs/late.md": None})
    docs = ("docs/{m}.md",) if "{m}" in config[0] else ("docs/quote.md",)
    need = replace(_need(100), documents=True, paths=DOCS)
    found = _older(_fetch(settings(repo.path, covers=(Cover(config, docs),)), need))
    assert {path: day for path, day in found.items() if path.startswith("config")} == older


def test_an_older_instant_is_read_for_too(repo: Repo) -> None:
    """What was known then is read as far back as then was needed."""
    configured = settings(repo.path)
    need = replace(_need(95, since=85, oldest=25), last=frozenset({"code", "config"}), documents=True)
    facts = _fetch(configured, replace(need, paths=DOCS))
    assert _days(facts) == [90, 80, 70, 60, 50, 30]
    assert _older(facts) == {"config/order": 20, "docs/quote.md": 10, "config/quote": 0, "src/a": 0}
    assert facts.since == instant(25)
    only = _fetch(configured, replace(_need(95, oldest=25), last=frozenset({"config"})))
    assert _older(only) == {"config/order": 20}


def test_documents_that_came_or_went_since_are_judged_as_they_were(repo: Repo) -> None:
    """One that is not there yet need not be looked for, one that has gone must be."""
    repo.commit(95, {"docs/quote.md": None})
    need = replace(_need(100, oldest=75), documents=True, paths=DOCS)
    facts = _fetch(settings(repo.path, covers=()), need)
    assert _older(facts) == {"docs/quote.md": 10}
    assert _days(facts) == [95, 80]


def test_a_document_changed_in_the_window_need_not_be_looked_for(repo: Repo) -> None:
    """Its last change is there already."""
    need = replace(_need(100, since=5), documents=True, paths=DOCS)
    facts = _fetch(settings(repo.path, covers=COVERS), need)
    assert (_days(facts), facts.older) == ([80, 70, 50, 10], {})


@pytest.mark.parametrize(
    ("files", "older"),
    [
        (PEOPLE, {"roster.csv": 10, "completions.csv": 50}),
        (PeopleSettings(PeopleFile("roster.csv")), {"roster.csv": 10}),
        (PeopleSettings(PeopleFile("absent.csv"), PeopleFile("completions.csv")), {"completions.csv": 50}),
        (None, {}),
    ],
    ids=["both", "one", "absent", "none"],
)
def test_people_files_are_dated(repo: Repo, files: PeopleSettings | None, older: dict[str, int]) -> None:
    """By their last landing, if anything needs it."""
    configured = settings(repo.path, people=files)
    facts = _fetch(configured, replace(_need(100), people_files=True))
    assert _older(facts) == older
    assert set(facts.files) == set(older)
    without = _fetch(configured, _need(100))
    assert (without.older, without.files) == ({}, {})


ROWS = "person,role\nanna,Clerk\n"
CRLF = ROWS.replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ({"r.csv": ROWS}, {"r.csv": CRLF}, True),
        ({"r.csv": CRLF}, {"r.csv": ROWS}, True),
        ({"r.csv": ROWS}, {"r.csv": f"\ufeff{CRLF}"}, True),
        ({"r.csv": f"{ROWS}\n"}, {"r.csv": ROWS.rstrip()}, False),
        ({"r.csv": ROWS}, {"r.csv": ROWS.rstrip()}, True),
        ({"old/people.csv": ROWS}, {"old/people.csv": None, "r.csv": ROWS}, True),
        ({"old/people.csv": ROWS}, {"r.csv": CRLF}, True),
        ({"r.csv": ROWS}, {"r.csv": f"{ROWS}ben,Clerk\n"}, False),
        ({"r.csv": ROWS}, {"r.csv": ROWS.replace("anna", "ben")}, False),
    ],
    ids=["crlf", "lf", "mark", "blank-line", "no-end", "moved", "copied", "row", "name"],
)
def test_what_a_people_file_says_is_dated(
    repo: Repo, before: dict[str, str | None], after: dict[str, str | None], *, same: bool
) -> None:
    """By the landing that first brought it to any path, whatever the ends of its lines are."""
    first = repo.commit(85, before)
    last = repo.commit(95, after)
    configured = settings(repo.path, people=PeopleSettings(PeopleFile("r.csv")))
    facts = _fetch(configured, replace(_need(100), people_files=True))
    assert {path: touch.commit for path, touch in facts.first_held.items()} == {"r.csv": first if same else last}


def test_what_a_people_file_says_is_dated_without_earlier_contents(repo: Repo, tmp_path: Path) -> None:
    """A clone that was made without them knows what landed, if not what it says."""
    first = repo.commit(85, {"old/people.csv": ROWS, "other": "1"})
    repo.commit(95, {"old/people.csv": None, "r.csv": CRLF, "other": "2"})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repo.git("clone", "-q", "--filter=blob:none", f"file://{repo.path}", str(clone))
    facts = _fetch(settings(clone, people=PeopleSettings(PeopleFile("r.csv"))), replace(_need(100), people_files=True))
    assert {path: touch.commit for path, touch in facts.first_held.items()} == {"r.csv": first}


def test_a_people_file_of_another_mode_or_that_is_back_again(repo: Repo) -> None:
    """It says nothing new; nor does a file that a branch brought, before it landed."""
    repo.branch("change")
    repo.commit(84, {"r.csv": ROWS})
    merged = repo.merge(85, "change")
    (repo.path / "r.csv").chmod(0o755)
    repo.commit(90, {})
    repo.commit(91, {"r.csv": "person,role\n"})
    repo.commit(92, {"r.csv": ROWS})
    configured = settings(repo.path, people=PeopleSettings(PeopleFile("r.csv")))
    facts = _fetch(configured, replace(_need(100), people_files=True))
    assert {path: touch.commit for path, touch in facts.first_held.items()} == {"r.csv": merged}


@pytest.mark.parametrize(
    ("root", "repository", "roster", "path"),
    [
        ("", None, "people/r.csv", "people/r.csv"),
        ("deep/in", None, "r.csv", "deep/in/r.csv"),
        ("deep/in", None, "../../people/r.csv", "people/r.csv"),
        ("deep/in", "..", "r.csv", "deep/in/r.csv"),
        ("deep", "../people", "r.csv", "deep/r.csv"),
        ("", None, "..people/r.csv", "..people/r.csv"),
        ("", None, "../r.csv", None),
        ("", None, "..", None),
    ],
)
def test_people_files_are_found_from_the_configuration(
    repo: Repo, root: str, repository: str | None, roster: str, path: str | None
) -> None:
    """Relative to it, wherever it lies in the repository; what lies outside is in no history."""
    repo.commit(95, {f"{folder}/r.csv": "x" for folder in ("deep", "deep/in", "people", "..people")})
    configured = settings(repo.path / root, repository=repository, people=PeopleSettings(PeopleFile(roster)))
    facts = _fetch(configured, replace(_need(100), people_files=True))
    assert facts.files == ({roster: path} if path else {})


@pytest.mark.parametrize("content", [b"1 ", b"", b"changed", None], ids=["longer", "empty", "other", "gone"])
def test_a_people_file_that_differs_from_the_mainline_is_not_dated_by_it(repo: Repo, content: bytes | None) -> None:
    """Its landing says nothing of what stands in it here; the other one keeps its own."""
    if content is None:
        (repo.path / "roster.csv").unlink()
    else:
        (repo.path / "roster.csv").write_bytes(content)
    facts = _fetch(settings(repo.path), replace(_need(100), people_files=True))
    assert facts.files == {"completions.csv": "completions.csv"}


def test_a_people_file_that_cannot_be_read_is_not_dated(repo: Repo) -> None:
    """Why not is for the source of people to tell."""
    (repo.path / "roster.csv").unlink()
    (repo.path / "roster.csv").mkdir()
    facts = _fetch(settings(repo.path), replace(_need(100), people_files=True))
    assert facts.files == {"completions.csv": "completions.csv"}


def test_a_people_file_in_a_repository_of_another_hash_is_dated(tmp_path: Path) -> None:
    """Contents are compared by the names that the repository gives them."""
    git(tmp_path, "init", "-q", "-b", "main", "--object-format=sha256")
    (tmp_path / "roster.csv").write_text("1")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "x", at=instant(1))
    facts = _fetch(settings(tmp_path), replace(_need(100), people_files=True))
    assert facts.files == {"roster.csv": "roster.csv"}


@pytest.fixture
def frozen(repo: Repo) -> Repo:
    """A baseline on day 50; then a branch of two commits, begun before it, lands on day 95 with a merge."""
    repo.git("tag", "baseline", "main~4")
    repo.git("checkout", "-q", "-b", "side", "main~5")
    repo.commit(45, {"config/side": "1"}, "feat(quote): CRM-7 and UTF-8, see crm-9 and ABC-0\n\nAlso CRM-12, x_CRM-3.")
    repo.commit(55, {"config/side": "2"}, "fix: it")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge branch CRM-1-quote", "side", at=instant(95))
    return repo


FREEZE = replace(_need(100), paths=frozenset({"config+code"}), freeze=True)


def _with(repo: Repo, baseline: str | None) -> Settings:
    configured = settings(repo.path)
    return replace(configured, git=replace(configured.git, baseline=baseline))


def _found(facts: GitFacts) -> dict[int, list[str]]:
    """For each landing with commits, by its day, their subjects."""
    assert not isinstance(facts.commits, Unavailable)
    days = {landing.commit: (landing.landed - instant(0)) // 86_400 for landing in facts.landings}
    return {days[name]: [each.subject for each in commits] for name, commits in facts.commits.items() if name in days}


def test_what_landed_since_the_baseline_is_read_with_its_commits(frozen: Repo) -> None:
    """All of a branch with the merge that landed it, whenever it was begun."""
    facts = _fetch(_with(frozen, "baseline"), FREEZE)
    assert isinstance(facts.baseline, Baseline)
    assert facts.baseline.landed == instant(50)
    assert _days(facts) == [95, 90, 70, 60, 50]  # some may have landed at once with the baseline
    assert _found(facts)[95] == [
        "Merge branch CRM-1-quote",
        "fix: it",
        "feat(quote): CRM-7 and UTF-8, see crm-9 and ABC-0",
    ]
    assert not isinstance(facts.commits, Unavailable)
    merged = facts.commits[facts.landings[0].commit]
    assert [each.mentions for each in merged] == [
        ("CRM-1",),
        (),
        ("CRM-7", "UTF-8", "CRM-9", "CRM-12", "X_CRM-3", "CRM-3"),
    ]
    assert {each.author for each in merged} == {"test@example.com"}


def test_a_freeze_of_the_milestone_counts_more_than_the_baseline(frozen: Repo) -> None:
    """What landed later than it is read, and the baseline is told all the same."""
    facts = _fetch(_with(frozen, "baseline"), replace(FREEZE, frozen=instant(75)))
    assert _days(facts) == [95, 90]
    assert set(_found(facts)) == {95, 90}
    assert isinstance(facts.baseline, Baseline)
    none = _fetch(_with(frozen, None), replace(FREEZE, frozen=instant(200)))
    assert (none.commits, none.landings) == ({}, ())


@pytest.mark.parametrize(
    ("need", "days"),
    [
        (replace(FREEZE, freeze=False, since=instant(65), commits=instant(65)), {95, 90, 70}),
        (replace(FREEZE, since=instant(65), frozen=instant(75), commits=instant(65)), {95, 90, 70}),
        (replace(FREEZE, frozen=instant(75), commits=instant(92)), {95, 90}),
    ],
    ids=["without-a-freeze", "before-the-freeze", "after-it"],
)
def test_commits_are_read_from_the_earlier_of_two_times(frozen: Repo, need: GitNeed, days: set[int]) -> None:
    """The freeze, and since when they are asked for; with all of a branch."""
    found = _found(_fetch(_with(frozen, None), need))
    assert set(found) == days
    assert len(found[95]) == 3


@pytest.mark.parametrize(
    ("baseline", "day"),
    [("main~4", 60), ("main~10", 0), ("main", 95)],
    ids=["landing", "root", "tip"],
)
def test_the_baseline_lands_with_what_brought_it(frozen: Repo, baseline: str, day: int) -> None:
    """A commit of the mainline landed by itself."""
    commit = frozen.git("rev-parse", baseline).strip()
    facts = _fetch(_with(frozen, commit), replace(_need(100), baseline=True))
    assert isinstance(facts.baseline, Baseline)
    assert (facts.baseline.landed - instant(0)) // 86_400 == day
    assert isinstance(facts.commits, Unavailable)


def test_changes_since_the_baseline_are_read_with_contents(frozen: Repo) -> None:
    """So that a change that was reverted can be recognized. Nothing earlier needs them."""
    need = replace(_need(100), paths=frozenset({"config+code"}), since_baseline=True)
    facts = _fetch(_with(frozen, "baseline"), need)
    known = {
        (landing.landed - instant(0)) // 86_400: all(change.contents for change in landing.changes)
        for landing in facts.landings
    }
    assert {day for day, has_contents in known.items() if has_contents} == {day for day in known if day > 50}


@pytest.fixture
def skewed(tmp_path: Path) -> Repo:
    """A repository in which a branch of eight commits was begun long ago, by a clock that then ran years behind: git's
    own search by dates gives up before it finds the older commits again."""
    repo = Repo(tmp_path / "skewed")
    first = repo.commit(10, {"config/a": "0"})
    for number in range(8):
        repo.commit(11 + number, {f"side/{number}": "1"}, f"feat: early {number}")
    repo.branch("side")
    for number in range(12):
        repo.commit(-4_000, {"side/x": str(number)}, "behind")
    repo.git("switch", "-q", "main")
    repo.git("reset", "-q", "--hard", first)
    repo.merge(30, "side")
    repo.commit(40, {"config/a": "2"})
    repo.branch("late", "main~1^2~12")
    for number in range(3):
        repo.commit(41, {"config/late": str(number)}, "late")
    repo.git("switch", "-q", "main")
    repo.merge(50, "late")
    return repo


def test_clocks_that_ran_behind_hide_no_baseline(skewed: Repo) -> None:
    """Whatever the dates of the commits between, a commit that landed is found, with the first landing that had it."""
    skewed.git("switch", "-q", "--detach", "main~1")
    skewed.git("branch", "-f", "main")
    for commit in skewed.git("rev-list", "main").split():
        facts = _fetch(_with(skewed, commit), replace(_need(100), baseline=True))
        assert isinstance(facts.baseline, Baseline), facts.baseline
        assert skewed.git("merge-base", "--is-ancestor", commit, facts.baseline.commit) == ""
        chain = skewed.git("rev-list", "--first-parent", "main").split()[::-1]
        assert chain[facts.baseline.place] == facts.baseline.commit
        before = chain[: facts.baseline.place]
        assert commit not in (skewed.git("rev-list", before[-1]).split() if before else [])


def test_clocks_that_ran_behind_bring_no_older_commits(skewed: Repo) -> None:
    """What had landed before does not land again with a later merge."""
    facts = _fetch(_with(skewed, None), replace(FREEZE, frozen=instant(45)))
    assert not isinstance(facts.commits, Unavailable)
    assert [[each.subject for each in commits] for commits in facts.commits.values()] == [["Merge late", *["late"] * 3]]


@pytest.mark.parametrize("baseline", ["side", "side~1"])
def test_a_baseline_beside_what_landed_is_none(frozen: Repo, baseline: str) -> None:
    """What landed on the mainline before the branch did is not in it, and would count as if it were."""
    commit = frozen.git("rev-parse", baseline).strip()
    need = replace(_need(100), baseline=True, paths=frozenset({"config+code"}))
    facts = _fetch(_with(frozen, commit), need)
    assert isinstance(facts.baseline, Unavailable)
    assert "is a commit inside a branch" in facts.baseline.reason


@pytest.mark.parametrize("baseline", ["main", "HEAD"])
def test_a_baseline_that_moves_is_none(frozen: Repo, baseline: str) -> None:
    """Nothing would ever land after it."""
    facts = _fetch(_with(frozen, baseline), FREEZE)
    assert isinstance(facts.baseline, Unavailable)
    assert "may move with the mainline" in facts.baseline.reason


@pytest.mark.parametrize(
    ("baseline", "why"),
    [
        (None, "set baseline = … in [git] to the tag or commit that training is built on"),
        ("no-such", 'no branch, tag or commit is called "no-such"'),
        ("apart", 'the baseline "apart" ('),
    ],
)
def test_a_baseline_that_is_not_there(frozen: Repo, baseline: str | None, why: str) -> None:
    """Not configured, unknown, or left behind by a mainline that was rewritten: said, and everything else is read."""
    frozen.git("checkout", "-q", "-b", "beside", "main~3")
    frozen.commit(96, {"config/beside": "1"})
    frozen.git("tag", "apart")
    frozen.git("checkout", "-q", "main")
    facts = _fetch(_with(frozen, baseline), FREEZE)
    assert isinstance(facts.baseline, Unavailable)
    assert why in facts.baseline.reason
    assert isinstance(facts.commits, Unavailable)
    assert facts.tree


def test_a_shallow_clone_knows_no_commits_of_branches(frozen: Repo, tmp_path: Path) -> None:
    """Some of a branch may have been cut off; a baseline where the history begins may have landed before."""
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{frozen.path}", "part")
    part = settings(tmp_path / "part")
    facts = _fetch(
        replace(part, git=replace(part.git, baseline=frozen.git("rev-parse", "main~2").strip())),
        replace(FREEZE, frozen=instant(92)),
    )
    assert isinstance(facts.commits, Unavailable)
    assert "the clone is shallow, so the commits that landed with a merge may not all be here" in facts.commits.reason
    assert isinstance(facts.baseline, Unavailable)
    assert "landed where it was cut off or before: fetch the whole history" in facts.baseline.reason


def test_a_shallow_clone_does_not_tell_with_what_a_baseline_of_a_branch_landed(frozen: Repo, tmp_path: Path) -> None:
    """An earlier landing may have had it, by a way that was cut off: the freeze would then begin too late."""
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{frozen.path}", "part")
    part = settings(tmp_path / "part")
    side = frozen.git("rev-parse", "side").strip()
    facts = _fetch(replace(part, git=replace(part.git, baseline=side)), replace(_need(100), baseline=True))
    assert isinstance(facts.baseline, Unavailable)
    assert "the clone is shallow, so it is unknown which landing brought" in facts.baseline.reason


def test_lines_are_counted_by_landing_and_path(repo: Repo) -> None:
    """Added and deleted together; a file that is no text has none, and what was not asked for is left out."""
    repo.commit(97, {"config/quote": "1\n2\n3\n", "config/order": None, "config/new": "7\n", "other": "x"})
    (repo.path / "config/image").write_bytes(bytes(range(256)))
    repo.commit(98, {"src/a": "9\n"})
    both = frozenset({"config+code"})
    need = replace(_need(100, since=95), paths=both, lines=instant(96), line_paths=both)
    facts = _fetch(settings(repo.path), need)
    assert not isinstance(facts.lines, Unavailable)
    newer, older = (facts.lines[landing.commit] for landing in facts.landings)
    assert older == {"config/quote": 3, "config/order": 1, "config/new": 2}
    assert newer == {"src/a": 2}
    assert _fetch(settings(repo.path), replace(need, lines=instant(99))).lines == {}


def test_lines_need_the_contents_of_files(repo: Repo, tmp_path: Path) -> None:
    """A clone without them says so, fetches nothing, and all else is read."""
    repo.git("config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repo.path}", "part")
    config = frozenset({"config"})
    need = replace(_need(100, since=65), paths=config, lines=instant(65), line_paths=config)
    facts = _fetch(settings(tmp_path / "part"), need)
    assert isinstance(facts.lines, Unavailable)
    assert "changed lines cannot be counted, because contents of these files are missing" in facts.lines.reason
    assert "without a filter" in facts.lines.reason
    assert _days(facts) == [70]


def test_lines_need_no_other_contents(repo: Repo, tmp_path: Path) -> None:
    """Whatever else is read, the contents of files are needed where lines are asked of, and nowhere else."""
    repo.commit(97, {"assets/big": "x" * 999, "config/quote": "1\n2\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--no-checkout", "--filter=blob:limit=500", f"file://{repo.path}", "part")
    need = replace(
        _need(100, since=65), paths=frozenset({("**",)}), lines=instant(65), line_paths=frozenset({"config"})
    )
    facts = _fetch(settings(tmp_path / "part"), need)
    assert not isinstance(facts.lines, Unavailable)
    assert facts.lines[facts.landings[0].commit].keys() == {"config/quote"}
    whole = _fetch(settings(tmp_path / "part"), replace(need, line_paths=frozenset({("**",)})))
    assert isinstance(whole.lines, Unavailable)


def test_before_the_first_landing_there_is_nothing(repo: Repo) -> None:
    """But the time of the first landing is told."""
    facts = _fetch(settings(repo.path), replace(_need(-1, since=-9), paths=frozenset({"config"}), documents=True))
    assert (facts.landings, facts.older, facts.tree, facts.first_landed) == ((), {}, {}, instant(0))


def test_nothing_is_needed(repo: Repo) -> None:
    """Then nothing but the chain is read."""
    facts = _fetch(settings(repo.path), None)
    assert (facts.landings, facts.older, facts.tree, facts.first_landed) == ((), {}, {}, instant(0))


def test_a_commit_from_the_future_is_told(repo: Repo) -> None:
    """With the landing before it."""
    repo.commit(200, {"config/quote": "1"})
    assert _fetch(settings(repo.path), _need(100)).doubtful_from == instant(90)


def test_a_clone_that_was_cut_off_is_told(repo: Repo, tmp_path: Path) -> None:
    """And what its first commit changed is not known."""
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{repo.path}", "part")
    facts = _fetch(settings(tmp_path / "part"), replace(_need(100, since=-99), paths=frozenset({"config", "docs"})))
    assert (facts.shallow, facts.first_landed, _days(facts)) == (True, instant(70), [80])


PAGES = tuple(f"docs/page-{number}.md" for number in range(21))


@pytest.mark.parametrize(
    ("globs", "folders", "paths"),
    [
        (("config/**", "docs/*.md"), ["config", "docs"], ["config/a/b", "docs/page-3.md"]),
        (("config/a/**", "other"), ["config", "other"], ["config/a/b", "other"]),
        (("config/**", "**/page*"), [], ["config/a/b", "docs/page-3.md"]),
        (("k\u00fcche/**",), ["k\u00fcche"], ["k\u00fcche/b"]),
        (PAGES, ["docs"], ["docs/page-3.md"]),
        (PAGES[1:], ["docs"], ["docs/page-3.md"]),
        ((*(f"folder-{number}/x" for number in range(20)), "other"), [], ["other"]),
    ],
    ids=["folders", "a-file", "anywhere", "not-ascii", "too-many-files", "not-too-many", "too-many-folders"],
)
def test_git_looks_where_the_patterns_begin(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, globs: tuple[str, ...], folders: list[str], paths: list[str]
) -> None:
    """At the top only, as a folder on the way may be a submodule. It compares every path with every folder, so few are
    named, or none; what is found is the same."""
    added = dict.fromkeys(("config/a/b", "docs/page-3.md", "k\u00fcche/b", "other"), "9")
    repo.commit(99, {"config/order": None, "config/new": None, **added})
    asked: list[list[object]] = []
    stream_of, whole_of = process.stream, process.whole

    def stream(repository: Repository, separator: bytes, *words: Word) -> AbstractContextManager[Iterator[bytes]]:
        asked.append([*words])
        return stream_of(repository, separator, *words)

    def whole(repository: Repository, *words: Word) -> bytes:
        asked.append([*words])
        return whole_of(repository, *words)

    monkeypatch.setattr(process, "stream", stream)
    monkeypatch.setattr(process, "whole", whole)
    need = replace(_need(100, since=98), paths=frozenset({globs}))
    facts = _fetch(settings(repo.path, paths=GitPaths(exclude=("docs/late.md", "docs/quote.md"))), need)
    looked = [words[words.index("--") + 1 :] for words in asked if "--" in words]
    assert looked[:2] == [folders, folders]
    assert looked[2:] in ([[]] * 2, [])  # what is in no path set is looked for everywhere
    assert sorted(facts.tree) == paths
    assert {path for path in paths if path in added} <= {change.path for change in facts.landings[0].changes}


def test_a_submodule_is_one_path(repo: Repo) -> None:
    """Its files are in another history."""
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},config/module")
    repo.git("commit", "-q", "-m", "module", at=instant(95))
    facts = _fetch(settings(repo.path), replace(_need(100, since=92), paths=frozenset({"config"})))
    assert facts.landings[0].changes == (Change("config/module", 0, MODULE),)
    assert facts.tree["config/module"] == MODULE


def test_a_tree_that_is_missing_is_no_empty_tree(repo: Repo) -> None:
    """Facts are whole, or there are none."""
    tree = repo.git("rev-parse", "main^{tree}").strip()
    (repo.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    with pytest.raises(CouldNotLook, match="objects are missing"):
        _fetch(settings(repo.path), replace(_need(100), paths=frozenset({"config"})))
