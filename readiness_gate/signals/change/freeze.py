"""Signals on what landed after the freeze: features, and changes without approval.

A landing that was reverted, so that every file it touched is as before, is neither: people were trained on what is
there.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.commit_types import is_feature, is_typed
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Commit, GitFacts, Landing
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.levers import Work
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Unavailable
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.change.landings import landed
from readiness_gate.signals.change.planned import landed_with
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.backlog import everything
from readiness_gate.signals.views.defect_types import project
from readiness_gate.signals.views.freeze import FROZEN_PATHS, Freeze, freeze
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.issues import approved, is_marked

_BOT = re.compile(r"\[bot\]|bot@|^noreply@github\.com$", re.IGNORECASE)
_ANY = "any"
_FEATURES = "feature"
_UNTYPED = "no commit with a type, so it may bring a feature"
_SORT_OUT = (
    "Look at each landing without a type: revert it if it brings a feature, else accept it with a waiver. From now on, "
    "write types in the titles of commits or pull requests (feat: …, fix: …), or add [jira]."
)


def _needs(parameters: Parameters, as_of: Instant) -> Needs:
    sources = {"git"} if parameters.get("kind") == _ANY else {"git", "jira"}
    git = GitNeed(newest=as_of, since=as_of, oldest=as_of, paths=frozenset({FROZEN_PATHS}), freeze=True)
    return Needs(frozenset(sources), git, issues_since=as_of if "jira" in sources else None)


def after_freeze(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """Return how many landings touched configuration or code after the freeze: all of them, or only those that add
    features and were not reverted."""
    frozen = freeze(facts, as_of)
    if parameters.text("kind") == _ANY:
        summary = f"{counted(len(frozen.landings), 'landing')} touched configuration or code {_after(frozen)}."
        shortfall = f"{counted(len(frozen.landings), 'change')} after the freeze"
        pieces = tuple(_evidence(frozen, one) for one in frozen.landings)
        return Measured(len(frozen.landings), summary, pieces, shortfall=shortfall)
    why, unclear_ones = _features(facts, frozen, as_of)
    bringing = [touching for touching in frozen.left if touching.landing.commit in why]
    unclear = 0 if facts.settings.jira else len(unclear_ones)
    return Measured(
        len(bringing),
        f"{len(bringing) - unclear} of {len(frozen.landings)} landings {_after(frozen)} bring features"
        f"{_perhaps(unclear)}{_without(frozen)}{_by(facts, unclear)}.",
        tuple(_evidence(frozen, touching, why[touching.landing.commit]) for touching in bringing),
        remedy=_SORT_OUT if unclear else "",
        shortfall=f"{counted(len(bringing), 'change')} after the freeze with new features"
        f"{' or without a type' if unclear else ''}",
        not_counted=_not_counted(unclear_ones) if facts.settings.jira else "",
    )


AFTER_FREEZE = Signal(
    name="change.after-freeze",
    unit="landings",
    sources=("git",),
    meaning="Landings that touch configuration or code after the freeze began.",
    needs=_needs,
    measure=after_freeze,
    parameters=(
        Parameter(
            "kind", "choice", _ANY, "any landing, or only those whose features are still there", (_ANY, _FEATURES)
        ),
    ),
    topic="what changed after the freeze",
)


def unapproved(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """Return how many landings after the freeze touched configuration or code, were not reverted, and have no commit
    that names an approved issue."""
    issues = everything(facts, as_of)
    marks = approved(facts.settings.jira)
    frozen = freeze(facts, as_of)
    approved_ones = {issue.key for issue in issues if is_marked(issue, marks)}
    projects = _projects(issues)
    unapproved_ones: list[Evidence] = []
    naming: list[set[str]] = []
    for touching in frozen.left:
        named = _named(landed_with(frozen.mainline.git, touching.landing), projects)
        if approved_ones.isdisjoint(named):
            why = f"names {some(named)}, not approved" if named else "names no issue"
            unapproved_ones.append(_evidence(frozen, touching, why))
            naming.append(set(named))
    return Measured(
        len(unapproved_ones),
        f"{len(unapproved_ones)} of {len(frozen.landings)} landings {_after(frozen)} have no approved issue"
        f"{_without(frozen)}.",
        tuple(unapproved_ones),
        shortfall=f"{counted(len(unapproved_ones), 'change')} after the freeze without approval",
        levers=(_approving(naming, {issue.key for issue in issues}),),
    )


UNAPPROVED = Signal(
    name="change.unapproved",
    unit="landings",
    sources=("git", "jira"),
    meaning="Landings that touch configuration or code after the freeze, are still there, and have no approved issue.",
    needs=_needs,
    measure=unapproved,
    topic="which changes after the freeze are approved",
)


def _approving(naming: list[set[str]], known: set[str]) -> Work:
    """Return the work of getting issues approved, given the issues that each landing names: always the issue that
    most of the remaining landings name. A landing that names no known issue comes last."""
    keys: list[str] = []
    after = [len(naming)]
    while True:
        counts = Counter(key for named in naming for key in named & known)
        if not counts:
            return Work("get approval for", "issue", "issues", tuple(after), tuple(keys), in_order=True)
        best = min(counts, key=lambda key: (-counts[key], key))
        naming = [named for named in naming if best not in named]
        keys.append(best)
        after.append(len(naming))


def _after(frozen: Freeze) -> str:
    return f"after the freeze of {frozen.mainline.day(frozen.began)}"


def _without(frozen: Freeze) -> str:
    """Return a clause that says what does not count."""
    commits = [one.landing.commit for one in frozen.landings if one.landing.commit in frozen.back.commits]
    if not commits:
        return ""
    names = some([abbreviated(commit, 10) for commit in commits])
    return f"; {len(commits)} do not count, because their files have their earlier content again ({names})"


def _evidence(frozen: Freeze, touching: Touching, why: str = "") -> Evidence:
    """Return a landing as evidence, with the reason for naming it and whether a program made it."""
    outside = frozen.back.outside.get(touching.landing.commit)
    reasons = (
        why,
        f"what it brought is now in {outside}, which is in no path set" if outside else "",
        "by a bot" if _is_by_a_bot(frozen.mainline.git, touching.landing) else "",
    )
    return landed(touching, frozen.mainline, "; ".join(reason for reason in reasons if reason))


def _is_by_a_bot(git: GitFacts, landing: Landing) -> bool:
    commits = () if isinstance(git.commits, Unavailable) else git.commits.get(landing.commit, ())
    return any(_BOT.search(commit.author) for commit in commits)


def _features(facts: Facts, frozen: Freeze, as_of: Instant) -> tuple[Mapping[str, str], list[str]]:
    """Return, for each landing that adds features, the reason: a commit of type feat, or one that names an issue
    that is not a defect. Also return the landings that name no issue and have no type; they may add features, and
    without issues, which would make a landing unapproved, each of them counts."""
    issues = everything(facts, as_of) if facts.settings.jira else ()
    defects, projects = {issue.key for issue in of_types(issues, facts.settings.defect_types)}, _projects(issues)
    commits_of = {landing.commit: landed_with(frozen.mainline.git, landing) for landing, _ in frozen.left}
    whys = {landing: _why_feature(commits, projects, defects) for landing, commits in commits_of.items()}
    unclear = [
        name
        for name, commits in commits_of.items()
        if not whys[name] and not _is_typed(commits) and not _named(commits, projects)
    ]
    if not facts.settings.jira:
        if unclear and len(unclear) == len(commits_of):
            raise _unknown(frozen, len(unclear))
        whys |= dict.fromkeys(unclear, _UNTYPED)
    return {landing: why for landing, why in whys.items() if why}, unclear


def _is_typed(commits: Iterable[Commit]) -> bool:
    """Return whether any of the commits that landed together declares its type."""
    return any(is_typed(commit.subject, title=True) or commit.items for commit in commits)


def _perhaps(unclear: int) -> str:
    """Return a clause that says how many landings without a type count."""
    if not unclear:
        return ""
    return f"; {unclear} {'has' if unclear == 1 else 'have'} no type, and may bring features"


def _not_counted(unclear: list[str]) -> str:
    """Return a sentence that says which landings may bring features and do not count; "" for none."""
    if not unclear:
        return ""
    names = some([abbreviated(commit, 10) for commit in unclear])
    one = len(unclear) == 1
    lack = "names no issue and has no type" if one else "name no issue and have no type"
    feature = "a feature" if one else "features"
    return f"{counted(len(unclear), 'landing')} ({names}) {lack}, and may bring {feature}."


def _by(facts: Facts, unclear: int) -> str:
    """Return a clause that says by what features are recognized, without issues."""
    if facts.settings.jira:
        return ""
    count = "commits of the type feat or without a type" if unclear else "commits of the type feat"
    return f"; no issues are configured, so only {count} count"


def _why_feature(commits: Iterable[Commit], projects: set[str], defects: set[str]) -> str:
    """Return why a landing adds a feature, judged by its commits; "" if it does not."""
    if any(is_feature(commit.subject, title=True) or any(map(is_feature, commit.items)) for commit in commits):
        return "a commit of the type feat"
    others = [key for key in _named(commits, projects) if key not in defects]
    return f"names {some(others)}, no defect" if others else ""


def _unknown(frozen: Freeze, landings: int) -> CannotMeasure:
    """Return the error that nothing shows which landings add features."""
    return CannotMeasure(
        f"which of the {counted(landings, 'landing')} {_after(frozen)} bring features is unknown: none of their "
        "commits has a type (feat: …, fix: …), and no issues are configured: write types in the titles of commits or "
        'pull requests, add [jira], or count every landing with kind = "any"'
    )


def _projects(issues: Iterable[Issue]) -> set[str]:
    """Return the projects of the known issues."""
    return {project(issue.key) for issue in issues}


def _named(commits: Iterable[Commit], projects: set[str]) -> list[str]:
    """Return the keys of issues that commits name, limited to known projects: `UTF-8` is not one."""
    mentions = (key for commit in commits for key in commit.mentions)
    return list(dict.fromkeys(key for key in mentions if project(key) in projects))


SIGNALS = (AFTER_FREEZE, UNAPPROVED)
