"""What landed after the freeze, and what of it is still there."""

from dataclasses import replace
from typing import Any

import pytest
from support.exports import jira_settings
from support.frozen import COMMITS, FROZEN, GIT, JIRA, asked, commits, name, program
from support.git import instant
from support.landings import FILE, evidence, landing, mainline, reason, story, value

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Change, Commit, Landing
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Reading, Unavailable
from readiness_gate.model.settings.jira import Marks
from readiness_gate.signals import SIGNALS


def _days(found: Reading) -> list[str]:
    return [name.rstrip("x") for _, name, _ in evidence(found)]


@pytest.mark.parametrize(
    ("day", "freeze", "days"),
    [
        (60, None, ["60", "50", "30", "21"]),
        (59.9, None, ["50", "30", "21"]),
        (20, None, []),
        (60, 29, ["60", "50", "30"]),
        (60, 30, ["60", "50"]),
        (60, 49, ["60", "50"]),
        (60, 50, ["60"]),
    ],
)
def test_what_landed_after_the_freeze(day: float, freeze: float | None, days: list[str]) -> None:
    """After the end of the milestone's own day, else after the baseline; documents are no part of it."""
    found = asked("change.after-freeze", program(freeze=freeze), day)
    assert (value(found), _days(found)) == (len(days), days)


def test_a_freeze_in_words() -> None:
    """With when it began, and what each landing touched."""
    found = asked("change.after-freeze", program(freeze=30))
    assert isinstance(found, Measured)
    assert found.summary == "2 landings touched configuration or code after the freeze of 2026-01-31."
    assert evidence(found)[1] == ("landing", name(50), "2026-02-20 change: config/a and 1 more")


NO_MILESTONE = Facts(story(GIT).settings, None, {"git": FROZEN})
PROVIDE = "provide freeze = … in [milestones.wave-2], or baseline = … in [git]"
CUT = replace(FROZEN, shallow=True, first_landed=instant(25))
BARE = replace(FROZEN, tree={"docs/x": FILE}, landings=())


@pytest.mark.parametrize(
    ("signal", "facts", "why"),
    [
        (
            "change.after-freeze",
            NO_MILESTONE,
            "there is no milestone to take the freeze",
        ),
        ("change.freeze-days", NO_MILESTONE, "there is no milestone to take the freeze"),
        (
            "change.after-freeze",
            story(FROZEN, 90),
            PROVIDE,
        ),
        (
            "change.freeze-days",
            story(FROZEN, 90),
            PROVIDE,
        ),
        ("change.after-freeze", program(replace(FROZEN, baseline=Unavailable("rewritten"))), "rewritten"),
        ("change.freeze-days", program(replace(FROZEN, baseline=Unavailable("rewritten"))), "rewritten"),
        ("change.since-baseline", program(replace(FROZEN, baseline=Unavailable("rewritten"))), "rewritten"),
        (
            "change.after-freeze",
            program(freeze=60),
            "the freeze begins on 2026-03-02T23:59:59Z, so what will change after it is not known yet",
        ),
        ("change.unapproved", program(freeze=60), "the freeze begins on"),
        (
            "change.after-freeze",
            program(CUT),
            "the clone is shallow",
        ),
        (
            "change.since-baseline",
            program(CUT),
            "the clone is shallow",
        ),
        ("change.freeze-days", program(freeze=91), "after the milestone of 2026-04-01: correct one of them"),
        (
            "change.since-baseline",
            program(BARE),
            "no file of the mainline",
        ),
    ],
)
def test_a_freeze_that_cannot_be_told(signal: str, facts: Facts, why: str) -> None:
    """Not configured, not begun, or not in the history that there is: never taken for a quiet one."""
    assert why in reason(asked(signal, facts))


@pytest.mark.parametrize("signal", ["change.after-freeze", "change.freeze-days", "change.since-baseline"])
def test_a_baseline_of_later_is_not_known_yet(signal: str) -> None:
    """As of an instant before it landed."""
    assert "the baseline begins on 2026-01-21" in reason(asked(signal, program(), 19))


@pytest.mark.parametrize("signal", ["change.after-freeze", "change.freeze-days", "change.since-baseline"])
def test_without_git_there_is_no_reading(signal: str) -> None:
    """Whatever is asked of it."""
    facts = program(sources={"git": Unavailable("no git")})
    assert reason(asked(signal, facts)) == "no git"


def test_features_by_type_and_by_issue() -> None:
    """A commit of the type feat, or one that names an issue of a known project that is no defect: each says which."""
    found = asked("change.after-freeze", program(), kind="feature")
    assert isinstance(found, Measured)
    assert found.summary == "2 of 4 landings after the freeze of 2026-01-21 bring features."
    assert [(name.rstrip("x"), note.partition(" (")[2]) for _, name, note in evidence(found)] == [
        ("60", "a commit of the type feat)"),
        ("30", "a commit of the type feat)"),
    ]
    plain = commits(d60=[("x", ("CRM-1",))], d50=[("x", ("CRM-9",))], d30=[("x", ("CRM-2",))], d21=[("x", ("OPS-1",))])
    found = asked("change.after-freeze", program(replace(FROZEN, commits=plain)), kind="feature")
    assert [(name.rstrip("x"), note.partition(" (")[2]) for _, name, note in evidence(found)] == [
        ("50", "names CRM-9, no defect)"),
        ("30", "names CRM-2, no defect)"),
    ]


def test_features_without_a_tracker() -> None:
    """Only the type counts, and the reading says so."""
    typed = {name(day): (Commit("c", "a@b", "fix: it"),) for day in (50, 21)}
    git = replace(FROZEN, commits={**COMMITS, **typed})
    found = asked("change.after-freeze", program(git, jira=None), kind="feature")
    assert isinstance(found, Measured)
    assert (_days(found), found.remedy) == (["60", "30"], "")
    assert found.summary.endswith("bring features; no issues are configured, so only commits of the type feat count.")


@pytest.mark.parametrize(
    ("signal", "given"),
    [("change.after-freeze", {"kind": "feature"}), ("change.unapproved", {})],
    ids=["feature", "any"],
)
def test_what_landed_cannot_be_understood(signal: str, given: dict[str, Any]) -> None:
    """Without the issues, the commits, or what was true then, there is no reading."""
    assert reason(asked(signal, program(jira=Unavailable("no export")), **given)) == "no export"
    without = replace(FROZEN, commits=Unavailable("shallow"))
    assert reason(asked(signal, program(without), **given)) == "shallow"
    some = replace(FROZEN, commits={commit: each for commit, each in COMMITS.items() if commit != name(50)})
    assert "the commits that landed with 50xxxxxxxxxx were not read" in reason(asked(signal, program(some), **given))
    none = replace(FROZEN, commits={**COMMITS, name(50): ()})
    assert "were not read" in reason(asked(signal, program(none), **given))
    assert "the export has no histories, and shows" in reason(asked(signal, program(), 44, **given))


def test_landings_without_an_approved_issue() -> None:
    """By a label or by a status of an issue that any commit names which landed with it."""
    found = asked("change.unapproved", program())
    assert isinstance(found, Measured)
    assert found.summary == "2 of 4 landings after the freeze of 2026-01-21 have no approved issue."
    assert [(name.rstrip("x"), note.partition(" (")[2]) for _, name, note in evidence(found)] == [
        ("60", "names CRM-1, not approved)"),
        ("50", "names CRM-1, not approved)"),
    ]
    nameless = replace(FROZEN, commits={**COMMITS, **commits(d60=[("x", ("UTF-8",))])})
    assert evidence(asked("change.unapproved", program(nameless)))[0][2].endswith("(names no issue)")


@pytest.mark.parametrize("marks", [Marks(), Marks(field="x")])
def test_nobody_says_what_is_approved(marks: Marks) -> None:
    """Then nothing can be told of any landing."""
    facts = program(jira=JIRA)
    configured = replace(facts.settings, jira=jira_settings(approved=marks))
    found = asked("change.unapproved", replace(facts, settings=configured))
    assert "provide approved = { labels = […] } in [jira]" in reason(found)


def test_no_issues_are_configured() -> None:
    """The reason is the source's."""
    assert reason(asked("change.unapproved", program(jira=None))) == 'nothing was read from the source "jira"'


@pytest.mark.parametrize(
    ("signal", "given", "sources", "fields"),
    [
        ("change.after-freeze", {}, {"git"}, {"freeze": True}),
        ("change.after-freeze", {"kind": "feature"}, {"git", "jira"}, {"freeze": True}),
        ("change.unapproved", {}, {"git", "jira"}, {"freeze": True}),
        ("change.freeze-days", {}, {"git"}, {"baseline": True}),
        ("change.since-baseline", {}, {"git"}, {"since_baseline": True}),
    ],
)
def test_what_is_needed(signal: str, given: dict[str, Any], sources: set[str], fields: dict[str, Any]) -> None:
    """The issues only where they are asked about, and of git what landed since."""
    measured = SIGNALS[signal]
    now = instant(60)
    paths = frozenset[str]() if "baseline" in fields else frozenset({"config+code"})
    needs = measured.needs(measured.with_defaults(given), now)
    since = now if "jira" in sources else None
    assert needs == Needs(frozenset(sources), GitNeed(now, now, now, paths=frozenset(paths), **fields), since)


A, B, C, D = "a" * 40, "b" * 40, "c" * 40, "d" * 40
NONE = "0" * 40


def _moves(day: float, *moves: tuple[str, str, str], mode: int = FILE) -> Landing:
    """A landing after which these paths hold something else than before."""
    changes = tuple(Change(path, FILE, mode, (before, after)) for path, before, after in moves)
    return Landing(name(day), instant(day), "change", changes, instant(day))


@pytest.mark.parametrize(
    ("landings", "left"),
    [
        ([_moves(30, ("config/a", A, B)), _moves(40, ("config/a", B, A))], []),
        ([_moves(30, ("config/a", A, B)), _moves(40, ("config/a", B, C))], ["40", "30"]),
        ([_moves(30, ("config/a", A, B)), _moves(40, ("config/a", B, C)), _moves(50, ("config/a", C, B))], ["30"]),
        ([_moves(30, ("config/a", A, B), ("src/b", A, B)), _moves(40, ("config/a", B, A))], ["30"]),
        (
            [
                _moves(30, ("config/a", A, B)),
                _moves(40, ("config/a", B, A)),
                _moves(50, ("config/a", A, B)),
                _moves(55, ("src/b", C, D)),
                _moves(57, ("src/b", D, C)),
            ],
            ["50", "30"],
        ),
        ([_moves(30, ("config/a", A, B)), _moves(40, ("config/a", B, A), mode=0o100755)], ["40", "30"]),
        ([_moves(30, ("config/a", A, B), ("docs/x", A, B)), _moves(40, ("config/a", B, A))], []),
        ([landing(30, "config/a"), _moves(40, ("config/a", B, A))], ["40", "30"]),
        ([_moves(19, ("config/a", A, B)), _moves(30, ("config/a", B, A))], ["30"]),
        ([_moves(30, ("config/a", A, B)), _moves(61, ("config/a", B, A))], ["30"]),
    ],
    ids=[
        "taken-back",
        "changed-on",
        "the-last-taken-back",
        "one-of-two-files",
        "again-and-another",
        "another-mode",
        "documents-are-no-part",
        "contents-not-known",
        "before-the-freeze",
        "later",
    ],
)
def test_what_was_taken_back_does_not_count(landings: list[Landing], left: list[str]) -> None:
    """A landing is gone when every file that it touched came back to what it was before it; so is what took it back.
    Any landing still counts where all are asked for."""
    newest_first = landings[::-1]
    git = replace(
        mainline(*newest_first, tree=["config/a", "src/b"], since=0),
        baseline=FROZEN.baseline,
        commits={each.commit: (Commit("c", "a@b", "feat: x"),) for each in landings},
    )
    assert _days(asked("change.unapproved", program(git))) == left
    assert _days(asked("change.after-freeze", program(git), kind="feature")) == left
    after = [each for each in landings if instant(20) < each.landed <= instant(60)]
    assert value(asked("change.after-freeze", program(git))) == len(after)


def _files(day: float, *files: tuple[str, str, str]) -> Landing:
    """A landing that brings files (from nothing), takes them away (to nothing), or changes them."""
    changes = tuple(
        Change(path, FILE * (before != NONE), FILE * (after != NONE), (before, after)) for path, before, after in files
    )
    return Landing(name(day), instant(day), "change", changes, instant(day))


EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


@pytest.mark.parametrize(
    ("landings", "left"),
    [
        pytest.param(
            [_files(30, ("config/a", NONE, B)), _files(40, ("config/a", B, NONE), ("config/x/a", NONE, B))],
            ["40", "30"],
            id="moved",
        ),
        pytest.param(
            [
                _files(30, ("config/a", NONE, B)),
                _files(40, ("config/x/a", NONE, B)),
                _files(50, ("config/a", B, NONE)),
            ],
            ["40", "30"],
            id="copied-then-removed",
        ),
        pytest.param(
            [_files(30, ("config/a", NONE, B)), _files(40, ("config/a", B, NONE), ("config/x/a", NONE, C))],
            ["40", "30"],
            id="moved-and-edited",
        ),
        pytest.param(
            [
                _files(30, ("config/a", NONE, B)),
                _files(40, ("config/a", B, NONE), ("src/a", NONE, B)),
                _files(50, ("src/a", B, NONE)),
            ],
            ["30"],
            id="moved-then-removed",
        ),
        pytest.param(
            [
                _files(30, ("config/a", A, NONE), ("config/b", NONE, B)),
                _files(40, ("config/b", B, NONE), ("config/a", NONE, A)),
            ],
            [],
            id="replaced-and-taken-back",
        ),
        pytest.param(
            [_files(30, ("config/a", A, B)), _files(40, ("config/a", B, A), ("config/x/a", NONE, C))],
            ["40", "30"],
            id="moved-out-of-a-file",
        ),
        pytest.param(
            [
                _files(30, ("config/a", A, B), ("config/b", A, NONE)),
                _files(40, ("config/a", B, A), ("config/b", NONE, A)),
            ],
            [],
            id="a-changed-and-a-removed-file-taken-back",
        ),
        pytest.param(
            [
                _files(30, ("config/a", NONE, EMPTY)),
                _files(40, ("config/a", EMPTY, NONE)),
                _files(50, ("config/b", NONE, EMPTY)),
            ],
            ["50"],
            id="empty-files-are-all-alike",
        ),
    ],
)
def test_what_was_moved_is_there(landings: list[Landing], left: list[str]) -> None:
    """Under another path, as it was or edited on the way: whoever is trained on what was frozen does not know it."""
    git = replace(
        mainline(*landings[::-1], tree=["config/a", "src/b"], since=0),
        baseline=FROZEN.baseline,
        commits={each.commit: (Commit("c", "a@b", "feat: x"),) for each in landings},
    )
    assert _days(asked("change.after-freeze", program(git), kind="feature")) == left


OUT = "which is in no path set"


@pytest.mark.parametrize(
    ("landings", "outside", "told"),
    [
        pytest.param([], [_files(40, ("old/a", NONE, B))], {"30": "old/a"}, id="moved"),
        pytest.param([], [_files(35, ("old/x", NONE, B))], {"30": "old/x"}, id="copied"),
        pytest.param([], [_files(40, ("old/a", NONE, C))], {"30": "old/a"}, id="moved-and-edited"),
        pytest.param([], [_files(40, ("old/b", NONE, C))], {}, id="another-file"),
        pytest.param([], [_files(41, ("old/a", NONE, C))], {}, id="another-landing"),
        pytest.param([], [_files(40, ("old/a", C, A))], {}, id="a-file-that-was-there"),
        pytest.param([], [_files(40, ("old/a", NONE, B)), _files(50, ("old/a", B, NONE))], {}, id="then-removed"),
        pytest.param(
            [], [_files(40, ("old/a", NONE, C)), _files(50, ("old/a", C, NONE))], {}, id="edited-then-removed"
        ),
        pytest.param([], [_files(61, ("old/a", NONE, B))], {}, id="later"),
        pytest.param([], [_files(40, ("old/b", NONE, EMPTY))], {}, id="an-empty-file"),
        pytest.param(
            [_files(50, ("config/a", NONE, B))], [_files(40, ("old/a", NONE, B))], {"50": "", "30": ""}, id="came-again"
        ),
    ],
)
def test_what_left_all_path_sets_is_there(
    landings: list[Landing], outside: list[Landing], told: dict[str, str]
) -> None:
    """Where the content is elsewhere, or a file of that name came in its place, the feature is still in the repository:
    the evidence says where."""
    first = [_files(30, ("config/a", NONE, B)), _files(40, ("config/a", B, NONE))]
    git = replace(
        mainline(*[*first, *landings][::-1], tree=["config/a", "src/b"], since=0),
        baseline=FROZEN.baseline,
        commits={each.commit: (Commit("c", "a@b", "feat: x"),) for each in [*first, *landings]},
        outside=tuple(outside[::-1]),
    )
    found = asked("change.after-freeze", program(git), kind="feature")
    assert _days(found) == list(told)
    for (_, _, why), path in zip(evidence(found), told.values(), strict=True):
        assert (f"what it brought is now in {path}, {OUT}" in why) is bool(path)
        assert (OUT in why) is bool(path)


UNTYPED = {name(day): (Commit("c", "a@b", "Add a screen", items=()),) for day in (60, 50, 30, 21)}


def test_without_types_and_issues_features_are_unknown() -> None:
    """No landing says what it is, so a zero would mean nothing; a quiet mainline has no features."""
    why = reason(asked("change.after-freeze", program(replace(FROZEN, commits=UNTYPED), jira=None), kind="feature"))
    assert "which of the 4 landings after the freeze of 2026-01-21 bring features is unknown" in why
    assert 'count every landing with kind = "any"' in why
    assert value(asked("change.after-freeze", program(replace(FROZEN, commits=UNTYPED)), kind="feature")) == 0
    assert value(asked("change.after-freeze", program(jira=None), 20, kind="feature")) == 0


@pytest.mark.parametrize(
    ("typed", "days", "bring"),
    [
        pytest.param(
            Commit("c", "a@b", "Merge", items=("fix: it",)),
            ["60", "30", "21"],
            "0 of 4 landings after the freeze of 2026-01-21 bring features; 3 have no type, and may",
            id="a-fix",
        ),
        pytest.param(
            Commit("c", "a@b", "feat: it"),
            ["60", "50", "30", "21"],
            "1 of 4 landings after the freeze of 2026-01-21 bring features; 3 have no type, and may",
            id="a-feature",
        ),
    ],
)
def test_without_issues_a_landing_without_a_type_may_bring_a_feature(
    typed: Commit, days: list[str], bring: str
) -> None:
    """One commit with a type, such as that of a bot, says nothing about the others."""
    git = replace(FROZEN, commits={**UNTYPED, name(50): (typed,)})
    found = asked("change.after-freeze", program(git, jira=None), kind="feature")
    assert isinstance(found, Measured)
    assert _days(found) == days
    assert found.summary.startswith(bring)
    assert found.summary.endswith("only commits of the type feat or without a type count.")
    assert "revert it if it brings a feature, else accept it with a waiver" in found.remedy
    assert evidence(found)[0][2].endswith("(no commit with a type, so it may bring a feature)")
    assert found.shortfall.endswith("after the freeze with new features or without a type")


def test_with_issues_a_landing_without_issue_and_type_is_named() -> None:
    """It does not count, as it is unapproved. Every report says so. A landing that names a defect, or has another
    type, brings no feature."""
    known = {
        name(50): (Commit("c", "a@b", "Correct CRM-1", ("CRM-1",)),),
        name(21): (Commit("c", "a@b", "[Chore] tidy up"),),
    }
    found = asked("change.after-freeze", program(replace(FROZEN, commits={**UNTYPED, **known})), kind="feature")
    assert isinstance(found, Measured)
    assert (found.value, found.remedy) == (0, "")
    assert found.not_counted == (
        "2 landings (60xxxxxxxx, 30xxxxxxxx) name no issue and have no type, and may bring features."
    )
    one = replace(FROZEN, commits={**UNTYPED, **known, name(60): known[name(50)]})
    found = asked("change.after-freeze", program(one), kind="feature")
    assert isinstance(found, Measured)
    assert found.not_counted == ("1 landing (30xxxxxxxx) names no issue and has no type, and may bring a feature.")
    all_known = replace(FROZEN, commits=dict.fromkeys(UNTYPED, known[name(50)]))
    found = asked("change.after-freeze", program(all_known), kind="feature")
    assert isinstance(found, Measured)
    assert found.not_counted == ""


def test_one_landing_without_a_type_in_words() -> None:
    """The verb follows the number."""
    git = replace(
        FROZEN, commits={**{day: (Commit("c", "a@b", "fix: it"),) for day in UNTYPED}, name(50): UNTYPED[name(50)]}
    )
    found = asked("change.after-freeze", program(git, jira=None), kind="feature")
    assert isinstance(found, Measured)
    assert "; 1 has no type, and may bring features;" in found.summary
    assert found.remedy.endswith("(feat: …, fix: …), or add [jira].")


def test_what_landed_at_once_with_the_baseline_and_after_it_counts() -> None:
    """Behind a commit whose clock was ahead, everything lands when that one did; what came before it does not count."""
    at_once = [
        replace(landing(20, path), place=instant(20) + beyond) for path, beyond in (("config/b", 1), ("src/b", -1))
    ]
    git = replace(mainline(*at_once, tree=["config/b", "src/b"], since=0), baseline=FROZEN.baseline, commits={})
    for day in (20, 60):
        found = asked("change.after-freeze", program(git), day)
        assert [note for _, _, note in evidence(found)] == ["2026-01-21 change: config/b"]
        assert [each for _, each, _ in evidence(asked("change.since-baseline", program(git), day))] == ["config"]
    assert value(asked("change.after-freeze", program(git, freeze=19))) == 2


@pytest.mark.parametrize(("signal", "given"), [("change.after-freeze", {"kind": "feature"}), ("change.unapproved", {})])
def test_what_was_taken_back_is_told(signal: str, given: dict[str, Any]) -> None:
    """The reading says what it left out."""
    landings = [_moves(40, ("config/a", B, A)), _moves(30, ("config/a", A, B))]
    git = replace(
        mainline(*landings, tree=["config/a"], since=0),
        baseline=FROZEN.baseline,
        commits={each.commit: (Commit("c", "a@b", "x"),) for each in landings},
    )
    found = asked(signal, program(git), **given)
    assert isinstance(found, Measured)
    told = "; 2 do not count, because their files have their earlier content again (40xxxxxxxx, 30xxxxxxxx)."
    assert found.summary.startswith("0 of 2 landings after the freeze of 2026-01-21 ")
    assert found.summary.endswith(told)


@pytest.mark.parametrize(
    ("author", "told"),
    [
        ("49699333+dependabot[bot]@users.noreply.github.com", True),
        ("renovate-bot@example.com", True),
        ("noreply@github.com", True),
        ("ann@example.com", False),
        ("123+ann@users.noreply.github.com", False),
        ("abbot@example.com.evil", True),
    ],
)
def test_what_a_bot_landed_counts_and_says_so(author: str, *, told: bool) -> None:
    """A program that changes the system changes it for the people who are trained on it."""
    git = replace(FROZEN, commits={**COMMITS, name(60): (Commit("c", "ann@b", "x"), Commit("d", author, "y"))})
    for signal, why in (("change.unapproved", "names no issue; "), ("change.after-freeze", "")):
        note = evidence(asked(signal, program(git)))[0][2]
        assert note.endswith(f" ({why}by a bot)") == told


@pytest.mark.parametrize(
    ("subject", "items", "feature"),
    [
        ("feat: x", (), True),
        ("Feature(ui)!: x", (), True),
        ("Merged PR 12: feat: x", (), True),
        ('Reapply "feat: x"', (), True),
        ('Revert "Revert "feat: x""', (), True),
        ('Revert "feat: x"', (), False),
        ('Revert "Revert "Revert "feat: x"""', (), False),
        ("Squash of a branch", ("fix: a", "feat: b"), True),
        ("Squash of a branch", ("fix: a", "defeat: b"), False),
        ("fix: x", (), False),
    ],
)
def test_what_is_a_feature(subject: str, items: tuple[str, ...], *, feature: bool) -> None:
    """By its type, behind the prefix of a pull request, among squashed commits, or brought again."""
    commit = Commit("c", "a@b", subject, (), items)
    git = replace(FROZEN, commits={**COMMITS, name(50): (commit,)})
    assert ("50" in _days(asked("change.after-freeze", program(git, jira=None), kind="feature"))) == feature


def test_whoever_brings_a_content_again_brings_back_whose_it_was() -> None:
    """A feature that was taken back and landed again by another name is there, and so is who brought it again."""
    landings = [_moves(50, ("config/a", A, B)), _moves(40, ("config/a", B, A)), _moves(30, ("config/a", A, B))]
    git = replace(
        mainline(*landings, tree=["config/a"], since=0),
        baseline=FROZEN.baseline,
        commits={
            name(30): (Commit("c", "a@b", "feat: x"),),
            name(40): (Commit("d", "a@b", 'Revert "feat: x"'),),
            name(50): (Commit("e", "a@b", "fix: CRM-1 small", ("CRM-1",)),),
        },
    )
    assert _days(asked("change.after-freeze", program(git), kind="feature")) == ["30"]
    assert _days(asked("change.unapproved", program(git))) == ["50", "30"]


@pytest.mark.parametrize(("signal", "given"), [("change.after-freeze", {"kind": "feature"}), ("change.unapproved", {})])
def test_commits_may_name_issues_outside_the_filter(signal: str, given: dict[str, Any]) -> None:
    """What these are is known all the same: a filter hides no feature, and no approval."""
    plain = commits(d60=[("x", ("CRM-1",))], d50=[("x", ("CRM-9",))], d30=[("x", ("CRM-2",))], d21=[("x", ("OPS-1",))])
    facts = program(replace(FROZEN, commits=plain))
    jira = facts.jira
    assert isinstance(jira, JiraFacts)
    narrow = replace(jira, issues=jira.issues[:1], outside=jira.issues[1:])
    assert asked(signal, replace(facts, sources={**facts.sources, "jira": narrow}), **given) == asked(
        signal, facts, **given
    )
