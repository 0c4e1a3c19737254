"""The decision log is read if it is whole, and has every line that landed."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support.decisions import AT, closed, conditions, decided, written
from support.git import Repo, git, instant

from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.decisions import Closed, Entry
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.repositories import together
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.sources.decisions import SOURCE, fetch
from readiness_gate.sources.decisions.counting import strangers
from readiness_gate.sources.decisions.landed import landed
from readiness_gate.sources.decisions.lines import FILE, LARGEST, line_of, parsed

NOW = instant(100)
LOG: list[Entry] = [
    decided(conditions=conditions(1, "2026-04-20")),
    decided(2, AT + 5, milestone="wave-2"),
    closed(3, "1.1", AT + 10),
]
CONFIG = "readiness-gate.toml"
POLICY = '[waivers]\napprovers = ["Sponsor@example.com"]\n'
LINES = written(LOG).splitlines(keepends=True)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository in which two lines landed, each by itself."""
    made = Repo(tmp_path / "repo")
    made.commit(1, {"other": "1", CONFIG: POLICY})
    made.commit(91, {FILE: LINES[0]})
    made.commit(92, {FILE: b"".join(LINES[:2])})
    return made


def settings(repo: Repo, ref: str = "") -> Settings:
    """A configuration at the top, whose mainline is main."""
    return Settings("P", repo.path, git=GitSettings(mainline="main"), policy_ref=ref)


def facts(repo: Repo, ref: str = "") -> DecisionFacts:
    """What the log says."""
    return fetch(settings(repo, ref), Needs(), NOW, WorkTree(repo.path).read)


def write(repo: Repo, *lines: bytes) -> None:
    """Write the log, and commit nothing."""
    (repo.path / FILE).write_bytes(b"".join(lines))


def test_what_landed_and_what_is_new(repo: Repo) -> None:
    """A line that has not landed yet counts, too."""
    assert list(facts(repo).entries) == LOG[:2]
    write(repo, *LINES)
    found = facts(repo)
    assert list(found.entries) == LOG[:2], "but for one that closes a condition"
    assert [(one.number, one.condition, one.is_early) for one in found.ignored] == [(3, "1.1", True)]
    assert found.ignored[0].why == "has not landed in main, and counts once it has: commit it"
    assert found.provenance.asked == f"what was decided; last line {parsed(b''.join(LINES)).last}"
    assert (found.provenance.identity, found.provenance.records) == (FILE, 3)
    repo.commit(93, {})
    assert isinstance(facts(repo).entries[-1], Closed)
    assert facts(repo).ignored == ()


def test_no_log_now_and_none_that_landed(tmp_path: Path) -> None:
    """Nothing was decided."""
    made = Repo(tmp_path)
    made.commit(1, {"other": "1"})
    assert facts(made).entries == ()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (None, f"{FILE} is missing, and landed in main: restore it from git"),
        ((), "line 1 is missing, and landed in "),
        ((LINES[0],), "line 2 is missing, and landed in "),
        ((LINES[0], LINES[1][:-1]), "line 2 has no end: it was cut off"),
        ((LINES[1],), "line 1 does not follow the line before it"),
        ((written([replace(LOG[0], because="Other")]),), "line 1 is not the line that landed in "),
        ((LINES[0], line_of(decided(2, AT + 5), parsed(LINES[0]).last)), "line 2 is not the line that landed in "),
    ],
)
def test_a_log_that_lost_something(repo: Repo, lines: tuple[bytes, ...] | None, why: str) -> None:
    """Is no log, and its reason says what to do."""
    if lines is None:
        (repo.path / FILE).unlink()
    else:
        write(repo, *lines)
    with pytest.raises(CouldNotLook) as raised:
        facts(repo)
    assert why in str(raised.value)
    assert f"restore {FILE} from git" in str(raised.value) or lines is None


def test_a_line_of_a_time_to_come(repo: Repo) -> None:
    """As of now it would not be known, so its conditions would hide."""
    write(repo, *LINES[:2], line_of(decided(3, NOW + 300), parsed(b"".join(LINES[:2])).last))
    assert len(facts(repo).entries) == 3
    write(repo, *LINES[:2], line_of(decided(3, NOW + 301), parsed(b"".join(LINES[:2])).last))
    with pytest.raises(CouldNotLook, match=r"line 3 of .* by .* is dated in the future, .*: check the clock"):
        facts(repo)


def test_a_line_that_landed_before_its_date(repo: Repo) -> None:
    """Counts from its landing on: its conditions do not hide until its day, and the lines after it are read."""
    ahead = decided(3, instant(500), conditions=conditions(3, "2026-04-08"))
    log = [*LOG[:2], ahead, closed(4, "3.1", instant(93) + 60)]
    repo.commit(93, {FILE: written(log[:3])})
    assert [entry.at for entry in facts(repo).entries] == [AT, AT + 5, instant(93)]
    repo.commit(94, {FILE: written(log)})
    assert [entry.at for entry in facts(repo).entries[2:]] == [instant(93), instant(93) + 60]


def test_a_line_that_is_dated_before_the_one_above_it(repo: Repo) -> None:
    """Counts no earlier than that one."""
    repo.commit(93, {FILE: b"".join(LINES[:2]) + line_of(closed(3, "1.1", AT - 100), parsed(b"".join(LINES[:2])).last)})
    assert facts(repo).entries[-1].at == AT + 5


def test_a_log_that_cannot_be_read(repo: Repo) -> None:
    """A link is no log."""
    (repo.path / FILE).unlink()
    (repo.path / FILE).symlink_to("nowhere")
    with pytest.raises(CouldNotLook, match="symbolic link that leads nowhere"):
        facts(repo)


def test_an_edit_that_landed(repo: Repo) -> None:
    """Is none of the log, however well it was sealed: what landed first counts, and restoring it makes it whole."""
    repo.commit(93, {FILE: written([replace(LOG[0], because="Other"), LOG[1]])})
    with pytest.raises(CouldNotLook, match="line 1 is not the line that landed in"):
        facts(repo)
    repo.commit(94, {FILE: None})
    with pytest.raises(CouldNotLook, match="is missing, and landed"):
        facts(repo)
    repo.commit(95, {FILE: b"".join(LINES)})
    assert list(facts(repo).entries) == LOG
    days = [(touch.landed - instant(0)) / 86_400 for touch in landed(settings(repo), NOW).touches]
    assert days == [91, 92, 95]


def test_a_line_that_never_followed_never_landed(repo: Repo) -> None:
    """Two branches wrote a second line, and a merge kept both: one of them goes, and the log is whole."""
    other = line_of(decided(2, AT + 5, because="Other"), parsed(LINES[0]).last)
    repo.commit(93, {FILE: b"".join([*LINES[:2], other])})
    with pytest.raises(CouldNotLook, match="line 3 does not follow"):
        facts(repo)
    repo.commit(94, {FILE: b"".join(LINES)})
    assert list(facts(repo).entries) == LOG


def test_a_change_cannot_drop_a_line_of_the_ref(repo: Repo) -> None:
    """The log of the ref counts; that of the work tree must have all of it, and may have more."""
    repo.branch("change")
    write(repo, *LINES)
    assert list(facts(repo, "main").entries) == LOG[:2]
    assert facts(repo, "main").provenance.identity == f"{FILE} at main"
    for lines in ((LINES[0],), (LINES[1],), ()):
        write(repo, *lines)
        with pytest.raises(CouldNotLook, match=r"in the work tree lacks what main has, line . is .*: merge or rebase"):
            facts(repo, "main")
    (repo.path / FILE).unlink()
    with pytest.raises(CouldNotLook, match="line 1 is missing"):
        facts(repo, "main")


def _link(path: Path) -> None:
    path.symlink_to("/etc/passwd")


def _pipe(path: Path) -> None:
    (path / "inside").mkdir(parents=True)


def _large(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


@pytest.mark.parametrize(
    ("make", "why"), [(_link, "is a symbolic link"), (_pipe, "is not a file"), (_large, "has more than")]
)
def test_what_is_no_file_in_the_work_tree(repo: Repo, make: Callable[[Path], None], why: str) -> None:
    """Is no log that has all lines of the ref."""
    (repo.path / FILE).unlink()
    make(repo.path / FILE)
    with pytest.raises(CouldNotLook, match=why):
        facts(repo, "main")


def test_a_ref_whose_log_was_edited_or_removed(repo: Repo) -> None:
    """Is unknown, too."""
    repo.commit(93, {FILE: None})
    with pytest.raises(CouldNotLook, match="is missing, and landed in main"):
        facts(repo, "main")
    repo.commit(94, {FILE: LINES[0]})
    with pytest.raises(CouldNotLook, match="line 2 is missing"):
        facts(repo, "main")


def test_a_change_that_brings_the_first_log(tmp_path: Path) -> None:
    """It does not count before it landed, and is no fault."""
    made = Repo(tmp_path)
    made.commit(1, {"other": "1"})
    made.branch("change")
    made.commit(2, {FILE: LINES[0]})
    assert facts(made, "main").entries == ()
    assert len(facts(made).entries) == 1


@pytest.mark.parametrize("landed_too", [False, True])
def test_lines_that_end_with_cr_and_lf(repo: Repo, landed_too: bool) -> None:  # noqa: FBT001
    """Git writes them where it is told to, as on Windows: the lines are the same, and so are their digests."""
    write(repo, b"".join(LINES).replace(b"\n", b"\r\n"))
    if landed_too:
        repo.commit(93, {})
    found = facts(repo)
    assert (list(found.entries), found.provenance.asked[-71:]) == (
        LOG if landed_too else LOG[:2],
        parsed(b"".join(LINES)).last,
    )
    assert facts(repo, "main").entries == tuple(LOG if landed_too else LOG[:2])
    write(repo, b"".join(LINES))
    assert facts(repo).provenance.records == 3
    write(repo, LINES[0].replace(b"\n", b"\r\r\n"))
    with pytest.raises(CouldNotLook, match="line 1 was changed"):
        facts(repo)


def test_a_merge_that_dropped_lines(repo: Repo) -> None:
    """A merge can make the mainline its second parent, and keep nothing of it. Restoring the log makes it whole."""
    repo.branch("side", "main~2")
    repo.commit(93, {"other": "2"})
    repo.git("merge", "-q", "-s", "ours", "-m", "merge", "main", at=instant(94))
    repo.git("branch", "-f", "main")
    merge = repo.git("rev-parse", "HEAD").strip()[:12]
    with pytest.raises(CouldNotLook, match=f"{FILE} is missing, and was dropped by the commit {merge}: add its"):
        facts(repo)
    for ref in ("", "main"):
        write(repo)
        with pytest.raises(CouldNotLook, match=f"line 1 is missing, and was dropped by the commit {merge}|is missing"):
            facts(repo, ref)
    write(repo, *LINES)
    repo.commit(95, {CONFIG: POLICY})
    repo.git("branch", "-f", "main")
    assert list(facts(repo).entries) == LOG


def test_a_merge_inside_a_branch_that_dropped_lines(repo: Repo) -> None:
    """Is found, too, however the mainline reaches it; nothing that lost a race is taken for it."""
    repo.branch("side", "main~2")
    repo.commit(93, {"other": "2"})
    repo.git("merge", "-q", "-s", "ours", "-m", "merge", "main", at=instant(94))
    repo.branch("top", "main~2")
    repo.git("merge", "-q", "--no-ff", "-m", "merge", "side", at=instant(95))
    repo.git("branch", "-f", "main")
    with pytest.raises(CouldNotLook, match="is missing, and was dropped by the commit"):
        facts(repo)


def test_a_log_that_was_removed_before_the_merge(repo: Repo) -> None:
    """On a branch of which the merge keeps nothing: neither parent has it, and no landing ever had."""
    repo.branch("removed")
    removed = repo.commit(93, {FILE: None})[:12]
    repo.branch("side", "main~2")
    repo.commit(93.5, {"other": "2"})
    repo.git("merge", "-q", "-s", "ours", "-m", "merge", "removed", at=instant(94))
    repo.git("branch", "-f", "main")
    with pytest.raises(CouldNotLook, match=f"{FILE} is missing, and was dropped by the commit {removed}: add its"):
        facts(repo)
    repo.commit(95, {FILE: b"".join(LINES), CONFIG: POLICY})
    repo.git("branch", "-f", "main")
    assert list(facts(repo).entries) == LOG


@pytest.mark.parametrize("mainline", ["main", "HEAD"])
def test_a_clone_that_is_behind_what_it_fetched(repo: Repo, mainline: str) -> None:
    """What was fetched counts: pull. A clone that is ahead, or has all of it, lacks nothing."""
    git(repo.path.parent, "clone", "-q", f"file://{repo.path}", "clone")
    clone = Repo(repo.path.parent / "clone", is_there=True)
    of_clone = replace(settings(clone), git=GitSettings(mainline=mainline))
    assert list(fetch(of_clone, Needs(), NOW, WorkTree(clone.path).read).entries) == LOG[:2]
    clone.git("reset", "-q", "--hard", "HEAD~1")
    with pytest.raises(CouldNotLook, match=r"line 2 is missing, and is in origin/main as fetched: pull"):
        fetch(of_clone, Needs(), NOW, WorkTree(clone.path).read)
    clone.git("reset", "-q", "--hard", "HEAD~1")
    with pytest.raises(CouldNotLook, match=f"{FILE} is missing, and is in origin/main as fetched: pull"):
        fetch(of_clone, Needs(), NOW, WorkTree(clone.path).read)


@pytest.mark.parametrize("program", ["P", "Q"])
@pytest.mark.parametrize("together", [False, True])
def test_a_configuration_that_moved_without_its_log(repo: Repo, program: str, together: bool) -> None:  # noqa: FBT001
    """Its log is that of its old place: it goes along, with the time at which its lines landed, whatever program its
    lines name: nothing reads them there any more."""
    config = f'[program]\nname = "{program}"\n' + POLICY
    repo.commit(93, {"readiness-gate.toml": config, "x.toml": "= no TOML"})
    if together:
        repo.commit(94, {"gate/readiness-gate.toml": config, "readiness-gate.toml": None, FILE: None})
    else:
        repo.commit(94, {"gate/readiness-gate.toml": config})
    of_gate = replace(settings(repo), root=repo.path / "gate", policy_files=("readiness-gate.toml",))
    if not together:
        assert fetch(of_gate, Needs(), NOW, WorkTree(of_gate.root).read).entries == (), "the log is still read there"
        repo.commit(95, {"readiness-gate.toml": None})
    with pytest.raises(
        CouldNotLook, match=r"is missing, and landed as readiness-decisions.jsonl, which .*move it here"
    ):
        fetch(of_gate, Needs(), NOW, WorkTree(of_gate.root).read)
    repo.commit(99, {f"gate/{FILE}": b"".join(LINES)})
    assert list(fetch(of_gate, Needs(), NOW, WorkTree(of_gate.root).read).entries) == LOG
    days = [(touch.landed - instant(0)) / 86_400 for touch in landed(of_gate, NOW).touches]
    assert days == [91, 92, 99]


@pytest.mark.parametrize("named", ["old", "change", "HEAD"])
def test_a_change_that_names_another_mainline(repo: Repo, named: str) -> None:
    """One without the log, or its own branch: it counts once that edit has landed on the one that was named before."""
    repo.git("branch", "old", "main~2")
    repo.commit(93, {CONFIG: f'{POLICY}[git]\nmainline = "main"\n'})
    repo.branch("change")
    repo.commit(94, {FILE: None, CONFIG: f'{POLICY}[git]\nmainline = "{named}"\n'})
    of_change = replace(settings(repo), git=GitSettings(mainline=named))
    read = WorkTree(repo.path).read
    with pytest.raises(CouldNotLook, match=f"git.mainline is {named} here, and main in the .* landed in main: {named}"):
        fetch(of_change, Needs(), NOW, read)
    repo.commit(95, {FILE: b"".join(LINES[:2])})
    repo.git("branch", "-f", "main")
    if named != "old":
        assert list(fetch(of_change, Needs(), NOW, read).entries) == LOG[:2]
    repo.git("branch", "-D", "main")
    fetch(of_change, Needs(), NOW, read)


SECOND = LINES[0] + line_of(decided(2, because="Other"), parsed(LINES[0]).last)


@pytest.mark.parametrize("ours", [None, b"", LINES[0], SECOND])
def test_another_mainline_that_never_had_all_lines(repo: Repo, ours: bytes | None) -> None:
    """And becomes the one by an edit that landed: the lines of the former are still those of the log."""
    repo.git("branch", "old", "main~2")
    last = repo.head()[:12]
    repo.commit(93, {CONFIG: f'{POLICY}[git]\nmainline = "main"\n'})
    if ours is not None:
        repo.git("switch", "-q", "old")
        repo.commit(93, {FILE: ours})
        repo.git("switch", "-q", "main")
    repo.commit(94, {FILE: None, CONFIG: f'{POLICY}[git]\nmainline = "old"\n'})
    of_old = replace(settings(repo), git=GitSettings(mainline="old"))
    read = WorkTree(repo.path).read
    for name in ("main", "gone"):
        with pytest.raises(CouldNotLook) as raised:
            fetch(of_old, Needs(), NOW, read)
        assert "main, the mainline before" in str(raised.value)
        remedy = f"restore it (`git show {last}:{FILE}` prints it)"
        remedy = "set git.mainline to main again, and write again there what old has" if ours == SECOND else remedy
        assert remedy in str(raised.value)
        repo.git("branch", "-m", name)
    if ours == SECOND:
        return
    write(repo, *LINES[:2])
    repo.git("switch", "-q", "-f", "old")
    repo.commit(95, {FILE: b"".join(LINES[:2]), CONFIG: f'{POLICY}[git]\nmainline = "old"\n'})
    assert list(fetch(of_old, Needs(), NOW, read).entries) == LOG[:2]


_HERE = f'{POLICY}[git]\nmainline = "main"\n'
_TWO = '[[git]]\nname = "a"\n{}\n[[git]]\nname = "b"\nrepository = "../other"\nmainline = "main"\n'


@pytest.mark.parametrize(
    "before",
    [
        _HERE,
        f'{_HERE}repository = "."\n',
        f'{_HERE}repository = "src"\n',
        f'{_HERE}repository = "../repo"\n',
        POLICY + _TWO.format('mainline = "main"'),
    ],
)
@pytest.mark.parametrize("now", ["one", "several", "gone"])
def test_a_change_that_judges_another_repository(repo: Repo, before: str, now: str) -> None:
    """Has no history by which its log could be judged: it would be what is checked out, which closes conditions of its
    own. It counts once that edit has landed."""
    Repo(repo.path.parent / "other").commit(1, {"other": "1"})
    elsewhere = GitSettings(repository="../gone" if now == "gone" else "../other", mainline="main")
    repo.commit(93, {CONFIG: before, "src/x.py": "x"})
    repo.branch("change")
    repo.commit(94, {FILE: b"".join(LINES), CONFIG: f'{_HERE}repository = "../other"\n'})
    of_change = replace(settings(repo), git=together({"b": elsewhere}) if now == "several" else elsewhere)
    read = WorkTree(repo.path).read
    with pytest.raises(CouldNotLook) as raised:
        fetch(of_change, Needs(), NOW, read)
    assert str(raised.value) == (
        "the configuration here judges another repository than the one that it is in, and that of main judges main "
        f"itself: {FILE} is read by what is checked out once that edit has landed in main"
    )
    repo.git("branch", "-f", "main")
    assert list(fetch(of_change, Needs(), NOW, read).entries) == LOG


@pytest.mark.parametrize("link", [False, True])
def test_a_folder_that_a_change_replaces(repo: Repo, link: bool) -> None:  # noqa: FBT001
    """By a link to another repository, or by that repository: the configuration is as it was."""
    Repo(repo.path.parent / "other").commit(1, {"other": "1"})
    repo.commit(93, {CONFIG: f'{_HERE}repository = "src"\n', "src/x.py": "x"})
    repo.branch("change")
    repo.commit(94, {FILE: b"".join(LINES), "src/x.py": None})
    if link:
        (repo.path / "src").rmdir()
        (repo.path / "src").symlink_to("../other")
    else:
        (repo.path.parent / "other").rename(repo.path / "src")
    of_change = replace(settings(repo), git=GitSettings(repository="src", mainline="main"))
    with pytest.raises(CouldNotLook, match="the configuration here judges another repository"):
        fetch(of_change, Needs(), NOW, WorkTree(repo.path).read)


def test_a_configuration_that_never_judged_its_own_repository(repo: Repo) -> None:
    """Goes by what is checked out, as ever; so does one whose mainline was that."""
    other = Repo(repo.path.parent / "other")
    other.commit(1, {"other": "1"})
    of_other = replace(settings(repo), git=GitSettings(repository="../other", mainline="main"))
    for day, git_table in enumerate(('repository = "../other"\nmainline = "main"', 'mainline = "HEAD"'), 93):
        repo.commit(day, {CONFIG: f"{POLICY}[git]\n{git_table}\n"})
        assert list(fetch(of_other, Needs(), NOW, WorkTree(repo.path).read).entries) == LOG[:2]


def test_one_of_several_repositories_with_another_mainline(repo: Repo) -> None:
    """Is a change that names another mainline."""
    repo.commit(93, {CONFIG: POLICY + _TWO.format('mainline = "main"')})
    repo.branch("change")
    repo.commit(94, {FILE: b"".join(LINES), CONFIG: POLICY + _TWO.format('mainline = "change"')})
    of_change = replace(settings(repo), git=together({"a": GitSettings(mainline="change")}))
    with pytest.raises(CouldNotLook, match=r"git\.mainline is change here, and main in the .* landed in main: change"):
        fetch(of_change, Needs(), NOW, WorkTree(repo.path).read)


def test_a_line_that_lost_a_race(repo: Repo) -> None:
    """Two branches wrote a second line, and the merge kept the one that landed."""
    repo.branch("change", "main~1")
    repo.commit(93, {FILE: LINES[0] + line_of(decided(2, AT + 5, because="Other"), parsed(LINES[0]).last)})
    repo.git("switch", "-q", "main")
    repo.git("merge", "-q", "-s", "ours", "-m", "merge", "change", at=instant(94))
    assert list(facts(repo).entries) == LOG[:2]


OTHER = line_of(decided(3, AT + 7, because="Other"), parsed(b"".join(LINES[:2])).last)
NEXT = line_of(decided(4, AT + 8), parsed(b"".join(LINES)).last)


def test_a_line_that_was_replaced_on_a_branch(repo: Repo) -> None:
    """Is no line that lost a race: nobody else wrote the one in its place. Restoring it makes the log whole."""
    repo.branch("change")
    repo.commit(93, {FILE: b"".join([*LINES[:2], OTHER])})
    replaced = repo.commit(94, {FILE: b"".join([*LINES, NEXT])})[:12]
    assert facts(repo, "main").entries == tuple(LOG[:2]), "it has not landed"
    repo.merge(95, "change")
    for ref in ("", "main"):
        with pytest.raises(CouldNotLook) as raised:
            facts(repo, ref)
        said = str(raised.value)
        assert (
            f"line 3 is not the line that was replaced by the commit {replaced}: restore the file that had it" in said
        )
        blob = said.partition("`git cat-file blob ")[2][:12]
        assert repo.git("cat-file", "blob", blob).encode() == b"".join([*LINES[:2], OTHER])
    repo.commit(96, {FILE: b"".join([*LINES[:2], OTHER])})
    assert facts(repo).entries[2].because == "Other"


def test_a_line_that_was_replaced_and_restored(repo: Repo) -> None:
    """On the same branch: the log is whole."""
    repo.branch("change")
    for day, lines in enumerate(([OTHER], [LINES[2], NEXT], [OTHER]), 93):
        repo.commit(day, {FILE: b"".join([*LINES[:2], *lines])})
    repo.merge(96, "change")
    assert len(facts(repo).entries) == 3


@pytest.mark.parametrize(
    "kept", [OTHER, LINES[2] + NEXT, line_of(decided(3, AT + 9), parsed(b"".join(LINES[:2])).last)]
)
def test_two_branches_that_wrote_a_line_each(repo: Repo, kept: bytes) -> None:
    """And were merged before one of them landed: one of the two stays, and not a third in their place."""
    repo.branch("one")
    repo.commit(93, {FILE: b"".join([*LINES[:2], OTHER])})
    repo.branch("two", "main")
    repo.commit(93.5, {FILE: b"".join(LINES)})
    repo.git("merge", "-q", "--no-commit", "-s", "ours", "one")
    (repo.path / FILE).write_bytes(b"".join(LINES[:2]) + kept)
    repo.commit(94, {}, "merge")
    repo.merge(95, "two")
    if kept.startswith((OTHER, LINES[2])):
        assert len(facts(repo).entries) == 2 + kept.count(b"\n")
        return
    with pytest.raises(CouldNotLook, match="line 3 is not the line that was replaced by the commit"):
        facts(repo)


def test_a_shallow_clone(repo: Repo) -> None:
    """It is unknown what was there before."""
    git(repo.path.parent, "clone", "-q", "--depth", "1", f"file://{repo.path}", "shallow")
    with pytest.raises(CouldNotLook, match="the clone is shallow"):
        facts(Repo(repo.path.parent / "shallow", is_there=True))


def test_what_doctor_shows(repo: Repo) -> None:
    """How many decisions and open conditions there are."""
    assert SOURCE.overview is not None
    said = facts(repo)
    (shown,) = SOURCE.overview(Facts(settings(repo), None, {"decisions": said}), NOW)
    assert shown.counts == ("2 decisions", "1 open condition")


# What counts ---------------------------------------------------------------------------------------------------------

MALLORY = "mallory@evil.example"


def _verified(repo: Repo) -> list[str]:
    """The lines by somebody who might not decide."""
    read = WorkTree(repo.path).read
    content = read(FILE, LARGEST) or b""
    return list(strangers(parsed(content), landed(settings(repo), NOW), settings(repo), read))


def test_who_might_not_decide_closes_nothing(repo: Repo) -> None:
    """The condition is open until somebody closes it who may, also in a log that landed."""
    log = [*LOG[:2], closed(3, "1.1", AT + 10, by=MALLORY)]
    repo.commit(93, {FILE: written(log)})
    why = (
        f"is by {MALLORY}, who might not decide before it landed, and does not count: somebody of waivers.approvers or "
        "decisions.by must run `readiness-gate log close 1.1` again"
    )
    assert list(facts(repo).entries) == LOG[:2]
    assert [(one.number, one.condition, one.why) for one in facts(repo).ignored] == [(3, "1.1", why)]
    assert _verified(repo) == [f"line 3 {why}"]
    log.append(closed(4, "1.1", AT + 20, by="SPONSOR@example.com"))
    repo.commit(94, {FILE: written(log)})
    assert [entry.number for entry in facts(repo).entries] == [1, 2, 4]


def test_who_might_not_decide_decides_nothing(repo: Repo) -> None:
    """Whoever wrote it, its conditions are open: nobody drops one by writing another name beside it."""
    log = [*LOG[:2], decided(3, AT + 10, by=MALLORY, conditions=conditions(3, "2026-04-20"))]
    write(repo, written(log))
    assert list(facts(repo).entries) == log
    why = f"is by {MALLORY}, who may not decide by the configuration in main, and does not count: somebody"
    assert facts(repo).ignored[0].why.startswith(why)
    assert facts(repo).ignored[0].why.endswith("must run `readiness-gate decide` again")
    assert _verified(repo)[0].startswith(f"line 3 is by {MALLORY}")


def test_the_policy_is_the_one_when_it_landed(repo: Repo) -> None:
    """Whoever left since could decide then; whoever may decide since could not."""
    repo.commit(93, {CONFIG: f'[decisions]\nby = ["{MALLORY}"]\n'})
    repo.commit(94, {FILE: b"".join(LINES)})
    assert [one.number for one in facts(repo).ignored] == [3], "the sponsor left before"
    repo.commit(95, {CONFIG: POLICY})
    assert [one.number for one in facts(repo).ignored] == [3], "and came back later"


@pytest.mark.parametrize("landed_too", [False, True])
def test_a_change_that_lets_its_author_decide(repo: Repo, landed_too: bool) -> None:  # noqa: FBT001
    """Lets nobody write what it brings along: neither before it has landed nor after it. What lands later counts."""
    edited = POLICY.replace('"]', f'", "{MALLORY}"]')
    log = [*LOG[:2], closed(3, "1.1", AT + 10, by=MALLORY)]
    repo.branch("change")
    repo.commit(93, {CONFIG: edited})
    repo.commit(94, {FILE: written(log)})
    if landed_too:
        repo.merge(95, "change")
    (ignored,) = facts(repo).ignored
    who = "might not decide before it landed" if landed_too else "may not decide by the configuration in main"
    assert (ignored.number, ignored.condition, f"is by {MALLORY}, who {who}" in ignored.why) == (3, "1.1", True)
    assert len(_verified(repo)) == 1
    if landed_too:
        repo.commit(96, {FILE: written([*log, closed(4, "1.1", AT + 20, by=MALLORY)])})
        assert [entry.number for entry in facts(repo).entries] == [1, 2, 4]


def test_a_log_that_lands_with_the_first_configuration(tmp_path: Path) -> None:
    """Counts: nobody else might say who decides. So do lines that land before any configuration."""
    made = Repo(tmp_path)
    made.commit(1, {"other": "1"})
    made.commit(93, {CONFIG: POLICY, FILE: b"".join(LINES[:2])})
    assert (list(facts(made).entries), facts(made).ignored) == (LOG[:2], ())
    made.commit(94, {CONFIG: f'[decisions]\nby = ["{MALLORY}"]\n', FILE: b"".join(LINES)})
    assert (list(facts(made).entries), facts(made).ignored) == (LOG, ())


def test_a_policy_that_cannot_be_read_before(repo: Repo) -> None:
    """The last that could says who might decide, and not the one that lands with the line."""
    repo.commit(93, {CONFIG: "= no TOML"})
    edited = POLICY.replace('"]', f'", "{MALLORY}"]')
    repo.commit(94, {CONFIG: edited, FILE: written([*LOG[:2], closed(3, "1.1", AT + 10, by=MALLORY)])})
    assert [one.number for one in facts(repo).ignored] == [3]


@pytest.mark.parametrize("then", ["= no TOML", None])
def test_a_policy_of_then_that_cannot_be_read(tmp_path: Path, then: str | None) -> None:
    """Today's counts, and nobody is blamed."""
    made = Repo(tmp_path)
    made.commit(1, {"other": "1", CONFIG: then} if then else {"other": "1"})
    made.commit(93, {FILE: b"".join(LINES)})
    made.commit(94, {CONFIG: POLICY})
    assert (list(facts(made).entries), facts(made).ignored) == (LOG, ())
    made.commit(95, {CONFIG: "waivers = 1\ndecisions = { by = 1 }\n"})
    assert [one.number for one in facts(made).ignored] == [1, 2, 3]
    assert _verified(made) == []
    (made.path / CONFIG).unlink()
    assert [one.number for one in facts(made).ignored] == [1, 2, 3]


@pytest.mark.parametrize("folder", ["", "gates/"])
def test_a_change_that_moves_the_configuration_and_names_itself(repo: Repo, folder: str) -> None:
    """Names another mainline: what it writes counts once that edit has landed, whatever its file is called."""
    named = f'[program]\nname = "P"\n{POLICY}'
    repo.commit(93, {CONFIG: f'{named}[git]\nmainline = "main"\n'})
    repo.branch("change")
    moved: dict[str, str | bytes | None] = {CONFIG: None, FILE: None if folder else b"".join(LINES[:2])}
    repo.commit(94, {**moved, f"{folder}gate.toml": f'{named}[git]\nmainline = "change"\n'})
    repo.commit(95, {f"{folder}{FILE}": b"".join(LINES)})
    root = repo.path / folder
    of_change = replace(settings(repo), root=root, git=GitSettings(mainline="change"), policy_files=("gate.toml",))
    with pytest.raises(CouldNotLook, match=r"git\.mainline is change here, and main in the .* landed in main: change"):
        fetch(of_change, Needs(), NOW, WorkTree(root).read)
    repo.git("branch", "-f", "main", "change")
    assert list(fetch(of_change, Needs(), NOW, WorkTree(root).read).entries) == LOG
