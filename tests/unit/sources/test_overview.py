"""What each source shows, and what about it is doubtful."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.exports import NOW, jira_settings, people_settings, settings

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.facts.people import CalendarFacts, Completion, Membership, PeopleFacts, Session
from readiness_gate.model.overview import Overview
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.time import Instant, instant
from readiness_gate.signals.views.void_covers import void_covers
from readiness_gate.sources import SOURCES
from readiness_gate.sources.overview import noted, overviews

HERE = Provenance("test", "", "", 7)
FILE = 0o100644


def settings_with(paths: GitPaths) -> Settings:
    """A program whose configuration has these paths."""
    return replace(settings(), git=GitSettings(paths=paths, written=paths))


_NAMES: Mapping[type, str] = {GitFacts: "git", JiraFacts: "jira", PeopleFacts: "people", CalendarFacts: "calendar"}


def _overviews(facts: Facts, as_of: Instant = NOW) -> list[Overview]:
    return overviews(SOURCES, facts, as_of, void_covers(facts, as_of))


def _shown(found: SourceFacts | Unavailable, configured: Settings | None = None) -> Overview:
    [shown] = _overviews(Facts(configured or settings(), None, {_NAMES.get(type(found), "source"): found}))
    return shown


def _git(tree: Mapping[str, int], **more: Any) -> GitFacts:
    return GitFacts(HERE, (), NOW, {}, tree, {}, NOW - 86_400, **more)


def test_sources_are_told_in_the_order_of_their_names() -> None:
    """Each source that was read, once; that of a plugin with how much it found."""
    facts = Facts(settings(), None, {"git": Unavailable("no repository"), "crm": SourceFacts(HERE)})
    assert _overviews(facts) == [Overview("crm", ("7 records",)), Overview("git", missing="no repository")]


PATHS = GitPaths(config=("config/**", "conf?g/*.xml"), docs=("docs/**",), exclude=("docs/old/**",))


@pytest.mark.parametrize(
    ("git", "shown"),
    [
        pytest.param(
            _git({"config/a.xml": FILE, "docs/a.md": FILE, "docs/old/b.md": FILE}),
            Overview("git", ("the history begins on 2026-04-10", "config: 1 file", "docs: 1 file")),
            id="whole",
        ),
        pytest.param(
            _git({"config/b.txt": FILE, "docs/old/b.md": FILE}, shallow=True),
            Overview(
                "git",
                ("the history begins on 2026-04-10", "config: 1 file", "docs: 0 files"),
                (
                    "the history begins on 2026-04-10, where the clone was cut off: ",
                    "config: no file matches conf?g/*.xml",
                    "docs: no file matches docs/**",
                ),
            ),
            id="cut-off-and-void",
        ),
        pytest.param(
            _git({}, doubtful_from=NOW - 10), Overview("git", missing="a commit of the mainline"), id="from-the-future"
        ),
    ],
)
def test_a_repository_shows_how_many_files_are_what(git: GitFacts, shown: Overview) -> None:
    """Patterns that match nothing are doubtful, and so is a history that was cut off."""
    configured = Settings("Test", settings().root, git=GitSettings(paths=PATHS, written=PATHS))
    found = _shown(git, configured)
    assert (found.source, found.counts) == (shown.source, shown.counts)
    assert len(found.doubts) == len(shown.doubts)
    assert all(told.startswith(begin) for told, begin in zip(found.doubts, shown.doubts, strict=True))
    assert bool(found.missing) == bool(shown.missing)


def _jira(*issues: Issue) -> JiraFacts:
    return JiraFacts(HERE, issues, NOW - 86_400)


def test_issues_show_how_many_are_open_defects_and_what_nobody_mapped() -> None:
    """Severities that nobody mapped, types of which there is none, and states that nobody can tell."""
    found = _jira(
        Issue("CRM-1", "Bug", False, "sev1"),
        Issue("CRM-2", "bug", False, None, "Urgent"),
        Issue("CRM-3", "Bug", False, None, ""),
        Issue("CRM-4", "Bug", False, None, ""),
        Issue("CRM-5", "Bug", True, None, "Old"),
        Issue("CRM-6", "Bug", None),
        Issue("CRM-7", "Story", None),
    )
    assert _shown(found, settings(jira=jira_settings(defect_types=("Bug", "Incident")))) == Overview(
        "jira",
        ("7 issues, 6 of them defects, 4 of these open", "as of 2026-04-10", ""),
        (
            "1 open defect has a severity that is not mapped: Urgent",
            "2 open defects have a severity that is not mapped: empty",
            'no issue has the type "Incident"',
            "1 defect has a status without a category",
        ),
    )


NOT_COUNTED = ("open issues not counted because of their type: 1 Bug",)


def test_issues_of_a_source_that_is_not_configured_are_counted() -> None:
    """Without a section no type is a defect."""
    shown = _shown(_jira(Issue("CRM-1", "Bug", False)))
    assert (shown.counts[0], shown.doubts) == ("1 issue, 0 of them defects, 0 of these open", NOT_COUNTED)


def test_people_show_how_many_hold_which_role() -> None:
    """Roles without requirement, modules that nobody completed, and completions of strangers are doubtful."""
    roster = (
        Membership("ann", "Clerk"),
        Membership("ann", "Clerk"),
        Membership("bob", "Clerk"),
        Membership("x", "Boss"),
    )
    completions = (Completion("ann", "basics", NOW), Completion("y", "basics", NOW), Completion("z", "old", NOW))
    found = PeopleFacts(HERE, roster, completions)
    assert _shown(found, settings(people=people_settings())) == Overview(
        "people",
        ("Boss: 1 person", "Clerk: 2 people", "3 completions"),
        (
            '[people.required] has no modules for the role "Boss"',
            'nobody completed the module "quoting"',
            "2 people with completions are not on the roster",
        ),
    )


@pytest.mark.parametrize("configured", [settings(), settings(people=people_settings(required=None))])
def test_without_requirements_every_role_is_doubtful(configured: Settings) -> None:
    """The roster is shown all the same."""
    found = PeopleFacts(HERE, (Membership("ann", "Clerk"),), ())
    assert _shown(found, configured).doubts == ('[people.required] has no modules for the role "Clerk"',)


def test_a_module_that_is_nearly_called_like_a_required_one() -> None:
    """Is named; one of another name is not."""
    completions = (Completion("ann", "quoting (v2)", NOW), Completion("ann", "old", NOW))
    found = PeopleFacts(HERE, (Membership("ann", "Sales rep"),), completions)
    assert _shown(found, settings(people=people_settings())).doubts == (
        'nobody completed the module "basics"',
        'nobody completed the module "quoting"; did you mean "quoting (v2)"?',
    )


def test_doubts_are_told_in_the_order_of_names() -> None:
    """Roles and modules, the same in every run."""
    found = PeopleFacts(HERE, tuple(Membership(person, role) for role in "FEDCBA" for person in ("ann", "bob")), ())
    configured = settings(people=people_settings(required={"Clerk": tuple("fedcba")}))
    assert _shown(found, configured).doubts == (
        *(f'[people.required] has no modules for the role "{role}"' for role in "ABCDEF"),
        *(f'nobody completed the module "{module}"' for module in "abcdef"),
    )


def test_people_in_the_place_of_roles_are_not_shown() -> None:
    """Ids that came into the column of the roles are counted only."""
    found = PeopleFacts(HERE, (Membership("Clerk", "ann"), Membership("Clerk", "bob")), ())
    shown = _shown(found, settings(people=people_settings()))
    assert shown.counts[0] == "2 roles"
    assert shown.doubts[0].startswith("[people.required] has no entry for the 2 roles of the roster")
    assert "ann" not in str(shown)


def test_a_calendar_shows_when_people_are_trained() -> None:
    """From the first session to the last."""
    sessions = tuple(Session(NOW + day * 86_400, "m", "r") for day in (9, 3, 5))
    assert _shown(CalendarFacts(HERE, sessions)) == Overview("calendar", ("3 sessions, from 2026-04-14 to 2026-04-20",))


def test_days_are_those_of_the_program() -> None:
    """An evening in San Francisco is the next day in UTC."""
    evening = instant("2026-04-14T22:00:00-07:00")
    configured = replace(settings(), zone=ZoneInfo("America/Los_Angeles"))
    shown = _shown(CalendarFacts(HERE, (Session(evening, "m", "r"),)), configured)
    assert shown.counts == ("1 session, from 2026-04-14 to 2026-04-14",)


def _doubts(paths: GitPaths, written: GitPaths | None = None) -> tuple[str, ...]:
    """What is doubtful about a repository with two files; all patterns are the configuration's own unless given."""
    git = GitSettings(paths=paths, written=paths if written is None else written)
    facts = Facts(replace(settings(), git=git), None, {"git": _git({"a/x": FILE, "d/x": FILE})})
    return _overviews(facts)[0].doubts


def test_patterns_that_match_nothing_are_doubtful() -> None:
    """Those of the configuration, one by one when they are few; an excluded file counts for none."""
    assert _doubts(GitPaths(("a/**", "b/**"), (), ("d/**",))) == ("config: no file matches b/**",)
    assert _doubts(GitPaths(("a/**",), (), ("d/**",), ("d/*",))) == ("docs: no file matches d/**",)
    many = tuple(f"c{number}/**" for number in range(11))
    assert _doubts(GitPaths(many[1:])) == tuple(f"config: no file matches {glob}" for glob in many[1:])
    assert _doubts(GitPaths((*many, "a/**"))) == (
        "config: no file matches 11 of 12 patterns (c0/**, c1/**, c2/**, c3/**, c4/**, …)",
    )


def test_patterns_of_a_platform_may_match_nothing() -> None:
    """Its pack has more of them than any program uses; what the configuration excludes still counts."""
    shipped = GitPaths(("b/**",), ("c/**",), ("d/**",), ("d/*",))
    assert _doubts(shipped, GitPaths()) == ()
    assert _doubts(shipped, GitPaths(docs=("d/**",))) == ("docs: no file matches d/**",)


@pytest.mark.parametrize(
    ("strangers", "told"), [(1, "1 person with completions is"), (2, "2 people with completions are")]
)
def test_one_stranger_is_a_person(strangers: int, told: str) -> None:
    """And several are people."""
    completions = tuple(Completion(f"p{number}", "basics", NOW) for number in range(strangers))
    found = _shown(PeopleFacts(HERE, (), completions))
    assert found.doubts == (f"{told} not on the roster",)
    assert found.counts == ("1 completion" if strangers == 1 else "2 completions",)


def test_files_in_no_set_are_counted() -> None:
    """By their endings, those with most first."""
    tree: dict[str, int] = dict.fromkeys(("a/x", "b/1.cob", "b/2.cob", "b/3.x", "Makefile", "c.skip"), FILE)
    shown = _overviews(Facts(settings_with(GitPaths(("a/**",), exclude=("*.skip",))), None, {"git": _git(tree)}))[0]
    assert shown.counts[-1] == "in no set: 4 files, whose changes are not visible (most are: 2 cob, 1 no ending, 1 x)"


def test_patterns_of_covers_that_match_nothing_are_listed() -> None:
    """With the nearest path, whether documents or modules depend on it; ten of them, and how many more."""
    tree = {"config/quote.xml": FILE, "docs/quote.md": FILE, "docs/m": 0o160000}
    covers = (
        Cover(("config/qoute.xml",), ("docs/qoute.md", "docs/m")),
        Cover(("config/quote.xml", "conf/*"), modules=("quoting",)),
    )
    configured = replace(settings_with(GitPaths(("config/**",), docs=("docs/**",))), covers=covers)
    documents = ", which [[covers]] names (documents are files of docs in [git.paths], no links)"
    assert _shown(_git(tree), configured).doubts == (
        f'no document matches docs/qoute.md{documents}; did you mean "docs/quote.md"?',
        f'no document matches docs/m{documents}; did you mean "docs/quote.md"?',
        'no configuration matches config/qoute.xml, which [[covers]] names; did you mean "config/quote.xml"?',
        'no configuration matches conf/*, which [[covers]] names; did you mean "config"?',
    )
    many = replace(configured, covers=(Cover(("config/*",), tuple(f"x{number}" for number in range(12))),))
    doubts = _shown(_git(tree), many).doubts
    assert (len(doubts), doubts[-1]) == (11, "2 more in [[covers]] match nothing")


def test_what_is_doubted_of_what_was_read_whole() -> None:
    """Of issues and people, by the source; not of git, of which each reading has a part, nor of what is missing."""
    jira = JiraFacts(HERE, (), NOW)
    sources: dict[str, SourceFacts | Unavailable] = {"git": _git({}), "jira": jira, "people": Unavailable("no roster")}
    facts = Facts(settings(), None, sources)
    assert noted(SOURCES, facts) == {"jira": _overviews(facts)[1].doubts}
