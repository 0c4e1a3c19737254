"""A program that froze its baseline, with what landed afterwards and the issues that it named."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import Baseline, Commit, GitFacts
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.reading import ParameterValue, Reading, Unavailable
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.settings.jira import Marks
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered
from support.exports import jira_settings
from support.git import instant
from support.landings import landing, mainline, story

BASELINE = Baseline("20".ljust(40, "x"), instant(20), instant(20))
LANDINGS = (
    landing(60, "config/a"),
    landing(50, "config/a", "src/b"),
    landing(40, "docs/x"),
    landing(30, "src/b"),
    landing(21, "config/deep/c", before=0),
    landing(20, "config/a"),
    landing(10, "config/gone", after=0),
)


def name(day: float) -> str:
    """The commit of the landing of a day."""
    return f"{day:g}".ljust(40, "x")


def commits(**subjects: list[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[Commit, ...]]:
    """Commits by the day of their landing (d60): the first line of each message, and what it mentions."""
    return {
        name(float(day[1:])): tuple(Commit(f"c{number}", "a@b", *each) for number, each in enumerate(some))
        for day, some in subjects.items()
    }


COMMITS = commits(
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


def asked(signal: str, facts: Facts, day: float = 60, **given: ParameterValue) -> Reading:
    """A signal's reading as of a day."""
    return answered(SIGNALS[signal], facts, instant(day), SIGNALS[signal].with_defaults(given))


def program(git: GitFacts = FROZEN, jira: JiraFacts | Unavailable | None = JIRA, **fields: Any) -> Facts:
    """A program with a baseline and issues, for a milestone on day 90."""
    sources = {} if jira is None else {"jira": jira}
    given: Mapping[str, Any] = {**BASED, "jira": APPROVED if jira else None, "sources": sources, **fields}
    return story(git, 90, **given)
