"""A document is as old as what it says, however its file was touched, moved or brought; configuration that is back at
what it was has not drifted."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo, git, instant
from support.landings import read, reason, settings, value

from readiness_gate.config.reader import WorkTree
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.people import Completion, Membership, PeopleFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.views.document_ages import remarked
from readiness_gate.sources.git import fetch

END, LONG = 300, "Read *this*, and   that.\nThen go on.\n"
IGNORED = ".git-blame-ignore-revs"
ALL = settings(covers=(Cover(("config/**",), ("docs/**",), ("quoting",)),))
TRAINED = PeopleSettings(PeopleFile("r.csv"), PeopleFile("c.csv"), {"rep": ("quoting",)})


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A document, and on day 50 the configuration that it does not describe yet."""
    made = Repo(tmp_path / "made")
    made.commit(0, {"docs/a.md": LONG, "config/a": "0", "other": "0"})
    made.commit(50, {"config/a": "50"})
    return made


def _facts(repo: Repo, *signals: str, day: float = END, configured: Settings = ALL) -> GitFacts:
    needs = Needs()
    for signal in signals or ("docs.stale",):
        needs |= SIGNALS[signal].needs(SIGNALS[signal].with_defaults({}), instant(day))
    return fetch(replace(configured, root=repo.path), needs, instant(END), WorkTree(repo.path).read)


def _stale(repo: Repo, day: float = END, **given: str) -> float:
    """How many documents are stale as of a day, of which the share of fresh ones says the same."""
    return value(read("docs.stale", day, _facts(repo, day=day), configured=ALL, **given))


def _notes(repo: Repo) -> str:
    """What a run notes of the facts that its documents need."""
    settings = replace(ALL, root=repo.path)
    noted = remarked(Facts(settings, None, {"git": _facts(repo)}), instant(END))
    return "\n".join(noted.require_git().provenance.notes)


def _mode(repo: Repo) -> None:
    (repo.path / "docs/a.md").chmod(0o755)
    repo.commit(100, {}, "wip")


def _moved(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": None, "docs/en/a.md": LONG})


def _moved_twice(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": None, "docs/en/a.md": LONG})
    repo.commit(110, {"docs/en/a.md": None, "docs/b.md": LONG})


def _copied(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": "new", "docs/en/a.md": LONG})


def _out_and_in(repo: Repo) -> None:
    repo.commit(60, {"docs/a.md": None, "manual/a.md": LONG})
    repo.commit(100, {"manual/a.md": None, "docs/a.md": LONG})


def _reverted(repo: Repo) -> None:
    repo.commit(20, {"docs/a.md": "other"})
    repo.commit(100, {"docs/a.md": LONG})


def _deleted_and_restored(repo: Repo) -> None:
    repo.commit(60, {"docs/a.md": None, "docs/b.md": "b"})
    repo.commit(100, {"docs/a.md": LONG, "docs/b.md": None})


def _white(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": LONG.replace("\n", " \r\n\r\n")})


def _white_twice(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": LONG.replace(" ", "\t")})
    repo.commit(110, {"docs/a.md": f"\ufeff{LONG}\n".encode()})


def _white_on_a_branch(repo: Repo) -> None:
    repo.branch("format")
    repo.commit(90, {"docs/a.md": LONG.replace("\n", "\n\n")})
    repo.merge(100, "format")


def _moved_and_reformatted(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": None, "docs/en/a.md": LONG.replace("\n", "\n\n")})


def _back_in_another_layout(repo: Repo) -> None:
    repo.commit(60, {"docs/a.md": "other"})
    repo.commit(100, {"docs/a.md": LONG.replace(" ", "  ")})


def _deleted_and_added_in_another_layout(repo: Repo) -> None:
    repo.commit(60, {"docs/a.md": None, "docs/b.md": "b"})
    repo.commit(100, {"docs/a.md": LONG.replace(" ", "  "), "docs/b.md": None})


def _moved_over_another(repo: Repo) -> None:
    repo.commit(55, {"drafts/a.md": "a draft"})
    repo.commit(98, {"config/a": "98"})
    repo.commit(100, {"drafts/a.md": None, "docs/a.md": "a draft"})


def _copied_from_a_draft(repo: Repo) -> None:
    repo.commit(55, {"drafts/a.md": "a draft"})
    repo.commit(98, {"config/a": "98"})
    repo.commit(100, {"docs/a.md": "a draft"})


def _copied_and_the_draft_deleted(repo: Repo) -> None:
    repo.commit(55, {"drafts/a.md": "a draft"})
    repo.commit(98, {"drafts/a.md": None, "config/a": "98"})
    repo.commit(100, {"docs/a.md": "a draft"})


def _emptied(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": ""})


def _emptied_but_for_a_line(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": " \n"})


def _encoded_otherwise(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": LONG.encode("utf-16")})


def _other_spaces(repo: Repo) -> None:
    repo.commit(100, {"docs/a.md": LONG.replace(" ", "\xa0").replace("t", "t\u200b")})


def _ignored(repo: Repo) -> None:
    formatted = repo.commit(100, {"docs/a.md": LONG.replace("*", "_")})
    repo.commit(101, {IGNORED: f"# the formatter\n\n{formatted}  # markdown\n"})


def _ignored_on_a_branch(repo: Repo) -> None:
    repo.branch("format")
    formatted = repo.commit(90, {"docs/a.md": LONG.replace("*", "_")})
    repo.merge(100, "format")
    repo.commit(101, {IGNORED: f"{'0' * 40}\n{formatted.upper()}\n"})


def _ignored_twice(repo: Repo) -> None:
    one = repo.commit(100, {"docs/a.md": LONG.replace("*", "_")})
    other = repo.commit(101, {"docs/a.md": LONG.replace("*", "+")})
    repo.commit(102, {IGNORED: f"{one}\r\n{other}\r\n"})


def _joined(repo: Repo) -> None:
    """The document comes with a history of its own, in which it is older than the configuration."""
    repo.commit(55, {"docs/a.md": None})
    git(repo.path, "switch", "-q", "--orphan", "theirs")
    repo.commit(10, {"docs/a.md": "theirs"})
    git(repo.path, "switch", "-q", "main")
    git(repo.path, "merge", "-q", "--allow-unrelated-histories", "-m", "join", "theirs", at=instant(100))


def _joined_elsewhere(repo: Repo) -> None:
    """As with a subtree: the history has the document at another path."""
    repo.commit(55, {"docs/a.md": None})
    git(repo.path, "switch", "-q", "--orphan", "theirs")
    repo.commit(10, {"a.md": "theirs"})
    git(repo.path, "switch", "-q", "main")
    words = ("merge", "-q", "-s", "ours", "--no-commit", "--allow-unrelated-histories", "theirs")
    git(repo.path, *words, at=instant(100))
    git(repo.path, "read-tree", "--prefix=docs/", "-u", "theirs")
    repo.commit(100, {}, "join")


@pytest.mark.parametrize(
    "touch",
    [
        *(_mode, _moved, _moved_twice, _out_and_in, _reverted, _deleted_and_restored),
        *(_white, _white_twice, _white_on_a_branch, _ignored, _ignored_on_a_branch, _ignored_twice),
        *(_joined, _joined_elsewhere),
        *(_moved_and_reformatted, _back_in_another_layout, _deleted_and_added_in_another_layout),
        *(_moved_over_another, _copied_from_a_draft, _copied_and_the_draft_deleted),
        *(_emptied, _emptied_but_for_a_line, _encoded_otherwise, _other_spaces),
    ],
)
def test_a_touch_without_new_words_makes_no_document_fresh(repo: Repo, touch: object) -> None:
    """Whatever is done to the file, the document says what it said before the configuration changed."""
    assert callable(touch)
    touch(repo)
    assert _stale(repo) == 1
    facts = _facts(repo, "docs.drift-days", "docs.fresh-share")
    assert value(read("docs.fresh-share", END, facts, configured=ALL)) == 0
    assert value(read("docs.drift-days", END, facts, configured=ALL)) >= 40


def test_a_copy_is_as_old_as_what_was_copied(repo: Repo) -> None:
    """And the original, which got new words, is fresh."""
    _copied(repo)
    assert _stale(repo) == 1


@pytest.mark.parametrize(
    "files",
    [{"docs/a.md": f"{LONG}!"}, {"docs/a.md": None, "docs/b.md": "b"}, {"docs/a.md": LONG.replace("that", "this")}],
)
def test_new_words_make_a_document_fresh(repo: Repo, files: Mapping[str, str | None]) -> None:
    """However few they are, and wherever they land."""
    repo.commit(100, files)
    assert _stale(repo) == 0
    assert _stale(repo, day=99) == 1


def test_what_is_ignored_makes_no_document_fresh_by_an_older_state(repo: Repo) -> None:
    """A document for what was taken back is stale, whoever calls its commit a reformatting."""
    described = repo.commit(60, {"docs/a.md": "for 50"})
    repo.commit(70, {"config/a": "0"})
    assert _stale(repo) == 1
    repo.commit(71, {IGNORED: described})
    assert _stale(repo) == 1


def test_ignored_commits_change_configuration(repo: Repo) -> None:
    """Nothing hides that."""
    repo.commit(60, {"docs/a.md": "for 50"})
    repo.commit(71, {IGNORED: repo.commit(70, {"config/a": "70"})})
    assert _stale(repo) == 1


def test_a_list_of_ignored_commits_that_is_not_understood_is_told(repo: Repo) -> None:
    """Short ids are none; and none of it is taken for a path, or an option."""
    repo.commit(60, {IGNORED: "deadbeef\n--all\n"})
    assert "2 lines of .git-blame-ignore-revs" in _notes(repo)


@pytest.mark.parametrize(
    ("steps", "stale"),
    [
        pytest.param(["50", "60", "50"], 0, id="back"),
        pytest.param(["50", "60", "0"], 1, id="back-at-an-earlier-one"),
        pytest.param(["50", None, "50"], 0, id="restored"),
        pytest.param(["50", "60", "50", "60"], 1, id="and-forth"),
        pytest.param(["50", None], 1, id="deleted"),
    ],
)
def test_configuration_that_is_back_has_not_drifted(repo: Repo, steps: list[str | None], stale: int) -> None:
    """Training holds alike: what counts is what was there when it was written, or learned."""
    repo.commit(60, {"docs/a.md": "for 50"})
    for number, step in enumerate(steps):
        repo.commit(80 + 10 * number, {"config/a": step})
    assert _stale(repo) == stale
    facts = _facts(repo, "training.stale-share")
    completed = (Completion("ann", "quoting", instant(60)),)
    people = PeopleFacts(Provenance("people", "x", "all", 0), (Membership("ann", "rep"),), completed)
    configured = replace(ALL, people=TRAINED)
    assert value(read("training.stale-share", END, facts, Unavailable("none"), people, configured=configured)) == stale


def test_configuration_may_be_back_at_what_the_grace_ended_with(repo: Repo) -> None:
    """A document may be written a few days before what it describes."""
    repo.commit(60, {"docs/a.md": "for 62"})
    repo.commit(62, {"config/a": "62"})
    repo.commit(90, {"config/a": "90"})
    repo.commit(95, {"config/a": "62"})
    assert (_stale(repo), _stale(repo, grace="0d")) == (0, 1)


def test_what_came_and_went_has_not_drifted(repo: Repo) -> None:
    """Neither a file that was added and deleted after the document, nor another mode."""
    repo.commit(60, {"docs/a.md": "for 50"})
    repo.commit(90, {"config/b": "b"})
    (repo.path / "config/a").chmod(0o755)
    repo.commit(95, {"config/b": None})
    assert _stale(repo) == 0


def test_a_history_that_begins_with_everything_is_told(tmp_path: Path) -> None:
    """Of a young one and of an imported one alike nobody knows what was before; it decides nothing."""
    repo = Repo(tmp_path)
    repo.commit(0, {"docs/a.md": "a", "config/a": "a"})
    assert _stale(repo) == 0
    assert "1 document that came with the first commit of a history" in _notes(repo)
    repo.commit(50, {"docs/a.md": "new"})
    assert not _notes(repo)


def test_a_document_written_before_its_configuration_is_told(repo: Repo) -> None:
    """By landing it is fresh."""
    repo.branch("late")
    repo.commit(20, {"docs/a.md": "early", "docs/b.md": "early too"})
    repo.merge(100, "late")
    assert _stale(repo) == 0
    assert _notes(repo) == (
        "docs/a.md landed after config/a changed on 2026-02-20, and was written before, on 2026-01-21 (so did 1 more): "
        "it counts from when it landed"
    )


def test_one_document_written_before_is_told_alone(repo: Repo) -> None:
    """Nothing is said of others."""
    repo.commit(100, {"docs/a.md": "early"}, author_day=20)
    assert "on 2026-01-21: it counts" in _notes(repo)


def test_a_shallow_clone_knows_of_nothing_that_it_is_new(repo: Repo, tmp_path: Path) -> None:
    """It may be what was said before; completions in it are still judged."""
    repo.commit(100, {"docs/a.md": "new"})
    repo.commit(110, {"config/a": "110"})
    repo.commit(120, {"config/a": "50"})
    git(tmp_path, "clone", "-q", "--depth=3", f"file://{repo.path}", "shallow")
    part = Repo(tmp_path / "shallow", is_there=True)
    assert "shallow" in reason(read("docs.stale", END, _facts(part), configured=ALL))
    facts = _facts(part, "training.stale-share")
    configured = replace(ALL, people=TRAINED)
    for day, share in ((105, 0), (90, 1)):
        completed = (Completion("ann", "quoting", instant(day)),)
        people = PeopleFacts(Provenance("people", "x", "all", 0), (Membership("ann", "rep"),), completed)
        found = read("training.stale-share", END, facts, Unavailable("none"), people, configured=configured)
        assert value(found) == share


def test_without_contents_white_space_is_told_not_to_be_known(repo: Repo, tmp_path: Path) -> None:
    """And nothing is fetched."""
    repo.commit(100, {"docs/a.md": LONG.replace(" ", "  "), IGNORED: "0" * 40})
    git(repo.path, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "-q", "--bare", "--filter=blob:none", f"file://{repo.path}", "partial")
    part = Repo(tmp_path / "partial", is_there=True)
    facts = _facts(part)
    assert "a change of white space only counts as a change" in "".join(facts.provenance.notes)
    assert ".git-blame-ignore-revs cannot be read" in "".join(facts.provenance.doubts)


def test_a_large_document_is_not_read(repo: Repo) -> None:
    """A change of its white space counts as one, and that is told."""
    repo.commit(60, {"docs/a.md": "x" * (1 << 20) + "y"})
    repo.commit(100, {"docs/a.md": "x" * (1 << 20) + " y"})
    assert _stale(repo) == 0
    assert "too large" in _notes(repo)


def test_without_documents_or_training_nothing_of_this_is_read(repo: Repo) -> None:
    """Not even where the documents are."""
    assert _facts(repo, "change.landings").held == {}


def test_files_that_came_later_are_nothing_as_of_a_day(repo: Repo) -> None:
    """A question about an earlier day says what it said that day."""
    repo.commit(100, {"docs/a.md": "new", "config/late": "100", "docs/late.md": "late"})
    signal = SIGNALS["docs.stale"]
    needs = [signal.needs(signal.with_defaults({}), instant(day)) for day in (99, 100)]
    facts = fetch(replace(ALL, root=repo.path), needs[0] | needs[1], instant(END), WorkTree(repo.path).read)
    assert value(read("docs.stale", 99, facts, configured=ALL)) == 1
    assert value(read("docs.stale", 100, facts, configured=ALL)) == 0


def test_without_documents_no_age_is_remarked(tmp_path: Path) -> None:
    """The reading says why there is none."""
    repo = Repo(tmp_path)
    repo.commit(0, {"config/a": "a"})
    assert not _notes(repo)
    assert "docs/**" in reason(read("docs.stale", END, _facts(repo), configured=ALL))


def test_the_share_of_configuration_that_is_described(repo: Repo) -> None:
    """In words also where documents are judged; whatever their ages are."""
    repo.commit(60, {f"config/{number}.xml": "x" for number in range(1_203)})
    configured = replace(ALL, covers=(Cover(("config/a", "config/7.xml"), ("docs/**",)),))
    facts = _facts(repo, "docs.covered-share", "docs.fresh-share", configured=configured)
    share = read("docs.covered-share", END, facts, configured=configured)
    assert isinstance(share, Measured)
    assert share.value == 2 / 1_204
    assert share.summary == "2 of 1,204 configuration files are described by a document."
    fresh = read("docs.fresh-share", END, facts, configured=configured)
    assert isinstance(fresh, Measured)
    assert fresh.summary.endswith(f" {share.summary}")
    assert isinstance(read("docs.covered-share", END, Unavailable("no git"), configured=configured), Unavailable)
