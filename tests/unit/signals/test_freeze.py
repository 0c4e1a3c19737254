"""Whether the baseline was left alone after the freeze, and for how long."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from support.exports import jira_settings
from support.git import instant
from support.landings import FILE, evidence, landing, mainline, reason, story, value

from readiness_gate.model.facts import Commit, Facts, GitFacts, Issue, JiraFacts, Provenance, Touch
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, ParameterValue, Reading, Unavailable
from readiness_gate.model.settings import GitSettings, Marks
from readiness_gate.signals import SIGNALS

BASELINE = Touch("20".ljust(40, "x"), instant(20))
LANDINGS = (
    landing(60, "config/a"),
    landing(50, "config/a", "src/b"),
    landing(40, "docs/x"),
    landing(30, "src/b"),
    landing(21, "config/deep/c", before=0),
    landing(20, "config/a"),
    landing(10, "config/gone", after=0),
)


def _name(day: float) -> str:
    return f"{day:g}".ljust(40, "x")


def _commits(**subjects: list[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[Commit, ...]]:
    """Commits by the day of their landing (d60): the first line of each message, and what it mentions."""
    return {
        _name(float(day[1:])): tuple(Commit(f"c{number}", "a@b", *each) for number, each in enumerate(commits))
        for day, commits in subjects.items()
    }


COMMITS = _commits(
    d60=[("Merge branch", ()), ("feat(quote)!: totals", ("CRM-1",)), ("fix: totals", ())],
    d50=[("Correct the totals", ("CRM-1", "UTF-8"))],
    d40=[("feat: words", ())],
    d30=[("Feature: more", ("OPS-9",)), ("see CRM-2", ("CRM-2",))],
    d21=[("features of old", ("CRM-3",)), ("not feat: this", ())],
)
GIT = mainline(*LANDINGS, tree=["config/a", "config/deep/c", "src/b", "docs/x"], since=0)
FROZEN = replace(GIT, baseline=BASELINE, commits=COMMITS)
APPROVED = jira_settings(approved=Marks(labels=frozenset({"approved-change"}), statuses=frozenset({"Approved"})))
ISSUES = (
    Issue("CRM-1", "Bug", False),
    Issue("CRM-2", "Story", False, labels=frozenset({"approved-change", "x"})),
    Issue("CRM-3", "bug ", True, status="Approved"),
)
JIRA = JiraFacts(Provenance("jira", "export x", "all", 3), ISSUES, instant(45))
BASED = {"git": GitSettings(mainline="main", baseline="training-1", paths=story(GIT).settings.git.paths)}


def _read(signal: str, facts: Facts, day: float = 60, **given: ParameterValue) -> Reading:
    return SIGNALS[signal].measure(facts, instant(day), SIGNALS[signal].with_defaults(given))


def _story(git: GitFacts = FROZEN, jira: JiraFacts | Unavailable | None = JIRA, **fields: Any) -> Facts:
    """A program with a baseline and issues, for a milestone on day 90."""
    sources = {} if jira is None else {"jira": jira}
    given: Mapping[str, Any] = {**BASED, "jira": APPROVED if jira else None, "sources": sources, **fields}
    return story(git, 90, **given)


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
    found = _read("change.after-freeze", _story(freeze=freeze), day)
    assert (value(found), _days(found)) == (len(days), days)


def test_a_freeze_in_words() -> None:
    """With when it began, and what each landing touched."""
    found = _read("change.after-freeze", _story(freeze=30))
    assert isinstance(found, Measured)
    assert found.summary == "2 landings touched configuration or code after the freeze of 2026-01-31."
    assert evidence(found)[1] == ("landing", _name(50), "2026-02-20 change: config/a and 1 more")


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
            "there is no milestone whose freeze",
        ),
        ("change.freeze-days", NO_MILESTONE, "there is no milestone whose freeze"),
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
        ("change.after-freeze", _story(replace(FROZEN, baseline=Unavailable("rewritten"))), "rewritten"),
        ("change.freeze-days", _story(replace(FROZEN, baseline=Unavailable("rewritten"))), "rewritten"),
        ("change.since-baseline", _story(replace(FROZEN, baseline=Unavailable("rewritten"))), "rewritten"),
        ("change.after-freeze", _story(freeze=60), "the freeze begins on 2026-03-02T23:59:59Z, so nobody can say yet"),
        ("change.unapproved", _story(freeze=60), "the freeze begins on"),
        (
            "change.after-freeze",
            _story(CUT),
            "the clone is shallow",
        ),
        (
            "change.since-baseline",
            _story(CUT),
            "the clone is shallow",
        ),
        ("change.freeze-days", _story(freeze=91), "after the milestone of 2026-04-01: correct one of them"),
        (
            "change.since-baseline",
            _story(BARE),
            "no file of the mainline",
        ),
    ],
)
def test_a_freeze_that_cannot_be_told(signal: str, facts: Facts, why: str) -> None:
    """Not configured, not begun, or not in the history that there is: never taken for a quiet one."""
    assert why in reason(_read(signal, facts))


@pytest.mark.parametrize("signal", ["change.after-freeze", "change.freeze-days", "change.since-baseline"])
def test_a_baseline_of_later_is_not_known_yet(signal: str) -> None:
    """As of an instant before it landed."""
    assert "the baseline begins on 2026-01-21" in reason(_read(signal, _story(), 19))


@pytest.mark.parametrize("signal", ["change.after-freeze", "change.freeze-days", "change.since-baseline"])
def test_without_git_there_is_no_reading(signal: str) -> None:
    """Whatever is asked of it."""
    facts = _story(sources={"git": Unavailable("no git")})
    assert reason(_read(signal, facts)) == "no git"


def test_features_by_type_and_by_issue() -> None:
    """A commit of the type feat, or one that names an issue of a known project that is no defect: each says which."""
    found = _read("change.after-freeze", _story(), kind="feature")
    assert isinstance(found, Measured)
    assert found.summary == "2 of 4 landings after the freeze of 2026-01-21 bring features."
    assert [(name.rstrip("x"), note.partition(" (")[2]) for _, name, note in evidence(found)] == [
        ("60", "a commit of the type feat)"),
        ("30", "a commit of the type feat)"),
    ]
    plain = _commits(d60=[("x", ("CRM-1",))], d50=[("x", ("CRM-9",))], d30=[("x", ("CRM-2",))], d21=[("x", ("OPS-1",))])
    found = _read("change.after-freeze", _story(replace(FROZEN, commits=plain)), kind="feature")
    assert [(name.rstrip("x"), note.partition(" (")[2]) for _, name, note in evidence(found)] == [
        ("50", "names CRM-9, no defect)"),
        ("30", "names CRM-2, no defect)"),
    ]


def test_features_without_a_tracker() -> None:
    """Only the type tells, and the reading says so."""
    found = _read("change.after-freeze", _story(jira=None), kind="feature")
    assert isinstance(found, Measured)
    assert _days(found) == ["60", "30"]
    assert found.summary.endswith("bring features; as no issues are configured, only commits of the type feat tell.")


@pytest.mark.parametrize(
    ("signal", "given"),
    [("change.after-freeze", {"kind": "feature"}), ("change.unapproved", {})],
    ids=["feature", "any"],
)
def test_what_landed_cannot_be_understood(signal: str, given: dict[str, Any]) -> None:
    """Without the issues, the commits, or what was true then, there is no reading."""
    assert reason(_read(signal, _story(jira=Unavailable("no export")), **given)) == "no export"
    without = replace(FROZEN, commits=Unavailable("shallow"))
    assert reason(_read(signal, _story(without), **given)) == "shallow"
    some = replace(FROZEN, commits={name: each for name, each in COMMITS.items() if name != _name(50)})
    assert "the commits that landed with 50xxxxxxxxxx were not read" in reason(_read(signal, _story(some), **given))
    none = replace(FROZEN, commits={**COMMITS, _name(50): ()})
    assert "were not read" in reason(_read(signal, _story(none), **given))
    assert "an export without histories cannot tell" in reason(_read(signal, _story(), 44, **given))


def test_landings_without_an_approved_issue() -> None:
    """By a label or by a status of an issue that any commit names which landed with it."""
    found = _read("change.unapproved", _story())
    assert isinstance(found, Measured)
    assert found.summary == "2 of 4 landings after the freeze of 2026-01-21 have no approved issue."
    assert [(name.rstrip("x"), note.partition(" (")[2]) for _, name, note in evidence(found)] == [
        ("60", "names CRM-1, not approved)"),
        ("50", "names CRM-1, not approved)"),
    ]
    nameless = replace(FROZEN, commits={**COMMITS, **_commits(d60=[("x", ("UTF-8",))])})
    assert evidence(_read("change.unapproved", _story(nameless)))[0][2].endswith("(names no issue)")


@pytest.mark.parametrize("marks", [Marks(), Marks(field="x")])
def test_nobody_says_what_is_approved(marks: Marks) -> None:
    """Then nothing can be told of any landing."""
    facts = _story(jira=JIRA)
    configured = replace(facts.settings, jira=jira_settings(approved=marks))
    found = _read("change.unapproved", replace(facts, settings=configured))
    assert "provide approved = { labels = […] } in [jira]" in reason(found)


def test_no_issues_are_configured() -> None:
    """The reason is the source's."""
    assert reason(_read("change.unapproved", _story(jira=None))) == 'nothing was read from the source "jira"'


@pytest.mark.parametrize(
    ("day", "freeze", "days"), [(60, None, 71 - 1 / 86_400), (60, 30, 60), (60, 90, 0), (10, 62, 28)]
)
def test_the_length_of_the_freeze(day: float, freeze: float | None, days: float) -> None:
    """To the end of the milestone's day; a freeze that is planned has a length, too."""
    assert value(_read("change.freeze-days", _story(freeze=freeze), day)) == pytest.approx(days, abs=1e-9)


def test_the_length_of_the_freeze_in_words() -> None:
    """With both its ends."""
    found = _read("change.freeze-days", _story(freeze=30))
    assert isinstance(found, Measured)
    assert found.summary == "The freeze of 2026-01-31 lies 60.0 days before 2026-04-01."


def test_without_a_time_zone_there_is_no_day() -> None:
    """And no length of days."""
    facts = _story()
    found = _read("change.freeze-days", replace(facts, settings=replace(facts.settings, zone=None)))
    assert "there is no milestone" in reason(found)


@pytest.mark.parametrize(
    ("day", "paths", "share", "names"),
    [
        (60, "config+code", 1, ["config", "config/deep", "src"]),
        (49, "config+code", 2 / 3, ["config/deep", "src"]),
        (25, "config+code", 1 / 3, ["config/deep"]),
        (20, "config+code", 0, []),
        (60, "docs", 1, ["docs"]),
    ],
)
def test_components_that_changed_since_the_baseline(day: float, paths: str, share: float, names: list[str]) -> None:
    """By all that there are then."""
    found = _read("change.since-baseline", _story(), day, paths=paths)
    assert value(found) == pytest.approx(share)
    assert [name for _, name, _ in evidence(found)] == names


def test_components_that_are_gone_changed() -> None:
    """The share stays a share."""
    git = replace(
        mainline(landing(30, "config/a"), landing(25, "src/b", after=0), tree=["config/a"], since=0), baseline=BASELINE
    )
    found = _read("change.since-baseline", _story(git))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (1, "2 components changed since the baseline of 2026-01-21; there are 1.")


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
    assert needs == Needs(frozenset(sources), GitNeed(now, now, now, paths=frozenset(paths), **fields))
