"""Signals on what landed after the freeze: features, and what nobody approved.

A landing that was taken back, so that every file it touched stands again as it stood before, is neither: people were
trained on what is there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from readiness_gate.errors import CannotMeasure
from readiness_gate.model.commit_types import is_feature, is_typed
from readiness_gate.model.components import Components
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import Commit, GitFacts, Landing
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.issue_types import of_types
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Unavailable, available
from readiness_gate.model.repositories import abbreviated
from readiness_gate.model.time import Instant, iso_day
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.change.baseline import began_at, not_yet, since
from readiness_gate.signals.change.landings import known, landed
from readiness_gate.signals.signal import Parameter, Signal
from readiness_gate.signals.views.history import Touching
from readiness_gate.signals.views.issues import approved as approved_marks
from readiness_gate.signals.views.issues import is_marked, stood
from readiness_gate.signals.views.taken_back import TakenBack, taken_back

_SET = "config+code"
_BOT = re.compile(r"\[bot\]|bot@|^noreply@github\.com$", re.IGNORECASE)
_ANY = "any"
_FEATURES = "feature"


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What touched configuration or code after the freeze began; of it, what was taken back since."""

    git: GitFacts
    names: Components
    began: Instant
    touching: tuple[Touching, ...]
    back: TakenBack

    @property
    def left(self) -> list[Touching]:
        """The landings that are still there."""
        return [each for each in self.touching if each[0].commit not in self.back.commits]

    @property
    def told(self) -> str:
        return f"after the freeze of {iso_day(self.began)}"

    @property
    def without(self) -> str:
        """What does not count, for the end of a sentence."""
        if not self.back.commits:
            return ""
        commits = [abbreviated(each[0].commit, 10) for each in self.touching if each[0].commit in self.back.commits]
        return f"; {len(commits)} do not count, as their files stand as before them ({some(commits)})"

    def evidence(self, touching: Touching, why: str) -> Evidence:
        """A landing, why it is told, and whether a program made it."""
        commits = self.git.commits
        landing = touching[0]
        authors = [] if isinstance(commits, Unavailable) else [each.author for each in commits.get(landing.commit, ())]
        outside = self.back.outside.get(landing.commit)
        said = [
            why,
            f"what it brought is now in {outside}, which is in no path set" if outside else "",
            "by a bot" if any(_BOT.search(author) for author in authors) else "",
        ]
        return landed(touching, self.names, "; ".join(each for each in said if each))


def _needs(parameters: Parameters, as_of: Instant) -> Needs:
    sources = {"git"} if parameters.get("kind") == _ANY else {"git", "jira"}
    git = GitNeed(as_of, as_of, as_of, paths=frozenset({_SET}), freeze=True)
    return Needs(frozenset(sources), git, issues_since=as_of if "jira" in sources else None)


def after_freeze(facts: Facts, as_of: Instant, parameters: Parameters) -> Measured:
    """How many landings touched configuration or code after the freeze began: all that ever did, or those that bring
    features which are still there."""
    frozen = _frozen(facts, as_of)
    if parameters.text("kind") == _ANY:
        count = len(frozen.touching)
        told = f"{counted(count, 'landing')} touched configuration or code {frozen.told}."
        return Measured(count, told, tuple(frozen.evidence(each, "") for each in frozen.touching))
    why = _features(facts, frozen, as_of)
    bringing = [each for each in frozen.left if each[0].commit in why]
    by = "" if facts.settings.jira else "; as no issues are configured, only commits of the type feat tell"
    told = f"{len(bringing)} of {len(frozen.touching)} landings {frozen.told} bring features{frozen.without}{by}."
    return Measured(len(bringing), told, tuple(frozen.evidence(each, why[each[0].commit]) for each in bringing))


def unapproved(facts: Facts, as_of: Instant, _parameters: Parameters) -> Measured:
    """How many landings touched configuration or code after the freeze and are still there, and no commit that landed
    with them names an approved issue."""
    issues = stood(facts.require_jira().unfiltered, as_of)
    marks = approved_marks(facts.settings.jira)
    frozen = _frozen(facts, as_of)
    approved = {each.key for each in issues if is_marked(each, marks)}
    without: list[Evidence] = []
    for each in frozen.left:
        commits = _commits(frozen.git, each[0])
        named = _named(commits, issues)
        if not approved & set(named):
            said = f"names {some(named)}, not approved" if named else "names no issue"
            without.append(frozen.evidence(each, said))
    told = f"{len(without)} of {len(frozen.touching)} landings {frozen.told} have no approved issue{frozen.without}."
    return Measured(len(without), told, tuple(without))


def _frozen(facts: Facts, as_of: Instant) -> _Frozen:
    found = known(facts, as_of, _SET)
    began = began_at(facts, found.git, found.paths, as_of)
    if began.at > as_of:
        raise not_yet("the freeze", began.at)
    touching = since(found, began, as_of)
    outside = [each for each in found.git.outside if each.landed <= as_of]
    return _Frozen(found.git, found.names, began.at, touching, taken_back(touching, outside))


def _features(facts: Facts, frozen: _Frozen, as_of: Instant) -> Mapping[str, str]:
    """Why the landings that bring features do: a commit of that type, or one that names an issue that is no defect."""
    issues = stood(facts.require_jira().unfiltered, as_of) if facts.settings.jira else []
    types = facts.settings.defect_types
    defects = {each.key for each in of_types(issues, types)}
    why: dict[str, str] = {}
    typed = False
    for landing, _ in frozen.touching:
        commits = _commits(frozen.git, landing)
        typed |= any(is_typed(commit.subject) or commit.items for commit in commits)
        other = [key for key in _named(commits, issues) if key not in defects]
        if any(_is_feature(commit) for commit in commits):
            why[landing.commit] = "a commit of the type feat"
        elif other:
            why[landing.commit] = f"names {some(other)}, no defect"
    if frozen.touching and not why and not typed and not facts.settings.jira:
        raise _untyped(frozen)
    return why


def _untyped(frozen: _Frozen) -> CannotMeasure:
    """That nothing says which landings bring features."""
    return CannotMeasure(
        f"which of the {counted(len(frozen.touching), 'landing')} {frozen.told} bring features is unknown: none of "
        "their commits has a type (feat: …, fix: …), and no issues are configured: write types in the titles of "
        'commits or pull requests, add [jira], or count every landing with kind = "any"'
    )


def _is_feature(commit: Commit) -> bool:
    return is_feature(commit.subject, title=True) or any(map(is_feature, commit.items))


def _commits(git: GitFacts, landing: Landing) -> tuple[Commit, ...]:
    commits = available(git.commits).get(landing.commit)
    if not commits:
        raise CannotMeasure(f"the commits that landed with {abbreviated(landing.commit, 12)} were not read")
    return commits


def _named(commits: Iterable[Commit], issues: Sequence[Issue]) -> list[str]:
    """The keys of issues that commits name, of the projects whose issues are known: UTF-8 is none."""
    projects = {each.key.rpartition("-")[0] for each in issues}
    mentions = (key for commit in commits for key in commit.mentions)
    return list(dict.fromkeys(key for key in mentions if key.rpartition("-")[0] in projects))


SIGNALS = (
    Signal(
        "change.after-freeze",
        "landings",
        ("git",),
        "Landings that touch configuration or code after the freeze began.",
        _needs,
        after_freeze,
        (
            Parameter(
                "kind", "choice", _ANY, "any landing, or only those whose features are still there", (_ANY, _FEATURES)
            ),
        ),
    ),
    Signal(
        "change.unapproved",
        "landings",
        ("git", "jira"),
        "Landings that touch configuration or code after the freeze, are still there, and have no approved issue.",
        _needs,
        unapproved,
    ),
)
