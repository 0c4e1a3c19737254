"""Signals on the freeze: whether the baseline that people are trained on was left alone, and for how long.

The freeze begins with the end of the day that the milestone gives, else with the landing of `git.baseline`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness_gate.model.facts import Commit, Facts, GitFacts, JiraFacts, Landing
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings import Marks
from readiness_gate.model.time import DAY, Instant, end_of_day, iso, iso_day
from readiness_gate.signals import history
from readiness_gate.signals.change import PATHS, known, listed
from readiness_gate.signals.churn import component
from readiness_gate.signals.defects import of_types
from readiness_gate.signals.history import Touching
from readiness_gate.signals.spec import Parameter, Signal, some

_SET = "config+code"
# https://www.conventionalcommits.org/en/v1.0.0/: a type, a scope perhaps, a ! perhaps, a colon.
_FEATURE = re.compile(r"feat(ure)?(\([^()]*\))?!?:", re.IGNORECASE)
_ANY = "any"
_FEATURES = "feature"


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What touched configuration or code after the freeze began."""

    git: GitFacts
    began: Instant
    touching: tuple[Touching, ...]

    @property
    def told(self) -> str:
        return f"after the freeze of {iso_day(self.began)}"


def _needs(parameters: Parameters, as_of: Instant) -> Needs:
    sources = {"git"} if parameters.get("kind") == _ANY else {"git", "jira"}
    return Needs(frozenset(sources), GitNeed(as_of, as_of, as_of, paths=frozenset({_SET}), freeze=True))


def _needs_baseline(_parameters: Parameters, as_of: Instant) -> Needs:
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, baseline=True))


def _needs_since_baseline(parameters: Parameters, as_of: Instant) -> Needs:
    paths = frozenset({history.selected(parameters)})
    return Needs(frozenset({"git"}), GitNeed(as_of, as_of, as_of, paths=paths, since_baseline=True))


def after_freeze(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """How many landings touched configuration or code after the freeze began: all, or those that bring features."""
    frozen = _frozen(facts, as_of)
    if isinstance(frozen, Unavailable):
        return frozen
    if parameters.text("kind") == _ANY:
        count = len(frozen.touching)
        told = f"{count} landings touched configuration or code {frozen.told}."
        return Measured(count, told, tuple(_evidence(each, "") for each in frozen.touching))
    why = _features(facts, frozen, as_of)
    if isinstance(why, Unavailable):
        return why
    bringing = [each for each in frozen.touching if each[0].commit in why]
    by = "" if facts.settings.jira else "; as no issues are configured, only commits of the type feat tell"
    told = f"{len(bringing)} of {len(frozen.touching)} landings {frozen.told} bring features{by}."
    return Measured(len(bringing), told, tuple(_evidence(each, why[each[0].commit]) for each in bringing))


def unapproved(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """How many landings touched configuration or code after the freeze, and no commit that landed with them names an
    approved issue."""
    jira, marks = _issues(facts, as_of), facts.settings.jira.approved if facts.settings.jira else Marks()
    if isinstance(jira, Unavailable):
        return jira
    if not marks.labels and not marks.statuses:
        return Unavailable(
            "what marks an approved change is not configured: provide approved = { labels = […] } in [jira]"
        )
    frozen = _frozen(facts, as_of)
    if isinstance(frozen, Unavailable):
        return frozen
    approved = {each.key for each in jira.issues if each.labels & marks.labels or each.status in marks.statuses}
    without: list[Evidence] = []
    for each in frozen.touching:
        commits = _commits(frozen.git, each[0])
        if isinstance(commits, Unavailable):
            return commits
        named = _named(commits, jira)
        if not approved & set(named):
            said = f"names {some(named)}, not approved" if named else "names no issue"
            without.append(_evidence(each, said))
    told = f"{len(without)} of {len(frozen.touching)} landings {frozen.told} have no approved issue."
    return Measured(len(without), told, tuple(without))


def freeze_days(facts: Facts, as_of: Instant, _parameters: Parameters) -> Reading:
    """Days from the beginning of the freeze to the end of the milestone's day."""
    git = facts.git
    if isinstance(git, Unavailable):
        return git
    began = _began(facts, git, as_of)
    if isinstance(began, Unavailable):
        return began
    milestone, zone = facts.milestone, facts.settings.zone
    if milestone is None or zone is None:
        return _NO_MILESTONE
    days = (end_of_day(milestone.date, zone) - began) / DAY
    if days < 0:
        return Unavailable(
            f"the freeze begins on {iso_day(began)}, after the milestone of {milestone.date}: correct one of them"
        )
    return Measured(days, f"The freeze of {iso_day(began)} lies {days:.1f} days before {milestone.date}.")


def since_baseline(facts: Facts, as_of: Instant, parameters: Parameters) -> Reading:
    """The share of the components that changed since the baseline landed, of those that there are."""
    found = known(facts, as_of, history.selected(parameters))
    if isinstance(found, Unavailable):
        return found
    git, paths = found
    if isinstance(git.baseline, Unavailable):
        return git.baseline
    landed = git.baseline.landed
    if landed > as_of:
        return _not_yet("the baseline", landed)
    short = history.reaches(git, landed)
    if short is not None:
        return short
    changed: dict[str, set[str]] = {}
    for _, touched in history.touching(git, paths, landed, as_of):
        for path in touched:
            changed.setdefault(component(path), set()).add(path)
    present = {component(path) for path in paths.of(history.tree_at(git, as_of))}
    # Components that are gone count as changed; with many of them the share would else be above 1.
    share = min(len(changed) / len(present), 1.0)
    told = f"{len(changed)} components changed since the baseline of {iso_day(landed)}; there are {len(present)}."
    return Measured(share, told, tuple(_component(name, changed[name]) for name in sorted(changed)))


def _component(name: str, paths: Iterable[str]) -> Evidence:
    return Evidence("component", name, listed(sorted(paths)))


def _frozen(facts: Facts, as_of: Instant) -> _Frozen | Unavailable:
    found = known(facts, as_of, _SET)
    if isinstance(found, Unavailable):
        return found
    git, paths = found
    began = _began(facts, git, as_of)
    if isinstance(began, Unavailable):
        return began
    if began > as_of:
        return _not_yet("the freeze", began)
    return history.reaches(git, began) or _Frozen(git, began, _after(git, paths, began, as_of))


def _after(git: GitFacts, paths: PathSet, began: Instant, as_of: Instant) -> tuple[Touching, ...]:
    return tuple(history.touching(git, paths, began, as_of))


_NO_MILESTONE = Unavailable("there is no milestone whose freeze is meant: configure one, with a date that lies ahead")


def _not_yet(what: str, began: Instant) -> Unavailable:
    return Unavailable(f"{what} begins on {iso(began)}, so nobody can say yet what will change after it")


def _began(facts: Facts, git: GitFacts, as_of: Instant) -> Instant | Unavailable:
    """When the freeze begins. What a baseline that landed later will be is not known yet."""
    if facts.milestone is None:
        return _NO_MILESTONE
    given = facts.milestone.frozen(facts.settings.zone)
    if given is not None:
        return given
    if facts.settings.git.baseline is None:
        return Unavailable(
            f"when the freeze begins is not configured: provide freeze = … in [milestones.{facts.milestone.name}], or "
            "baseline = … in [git]"
        )
    if isinstance(git.baseline, Unavailable):
        return git.baseline
    return _not_yet("the baseline", git.baseline.landed) if git.baseline.landed > as_of else git.baseline.landed


def _features(facts: Facts, frozen: _Frozen, as_of: Instant) -> Mapping[str, str] | Unavailable:
    """Why the landings that bring features do: a commit of that type, or one that names an issue that is no defect."""
    jira: JiraFacts | Unavailable | None = _issues(facts, as_of) if facts.settings.jira else None
    if isinstance(jira, Unavailable):
        return jira
    types = facts.settings.jira.defect_types if facts.settings.jira else ()
    defects = {each.key for each in of_types(jira.issues, types)} if jira else set[str]()
    why: dict[str, str] = {}
    for landing, _ in frozen.touching:
        commits = _commits(frozen.git, landing)
        if isinstance(commits, Unavailable):
            return commits
        other = [key for key in _named(commits, jira) if key not in defects] if jira else []
        if any(_FEATURE.match(commit.subject) for commit in commits):
            why[landing.commit] = "a commit of the type feat"
        elif other:
            why[landing.commit] = f"names {some(other)}, no defect"
    return why


def _issues(facts: Facts, as_of: Instant) -> JiraFacts | Unavailable:
    """The issues, if they are known as they stood at an instant."""
    jira = facts.jira
    if isinstance(jira, JiraFacts) and as_of < jira.known_from:
        return Unavailable(
            f"the issues are known as they stood at {iso(jira.known_from)}, and not at {iso(as_of)}: which of them "
            "were approved then, an export without histories cannot tell"
        )
    return jira


def _commits(git: GitFacts, landing: Landing) -> tuple[Commit, ...] | Unavailable:
    if isinstance(git.commits, Unavailable):
        return git.commits
    found = git.commits.get(landing.commit)
    return found or Unavailable(f"the commits that landed with {landing.commit[:12]} were not read")


def _named(commits: Iterable[Commit], jira: JiraFacts) -> list[str]:
    """The keys of issues that commits name, of the projects whose issues are known: UTF-8 is none."""
    projects = {each.key.rpartition("-")[0] for each in jira.issues}
    mentions = (key for commit in commits for key in commit.mentions)
    return list(dict.fromkeys(key for key in mentions if key.rpartition("-")[0] in projects))


def _evidence(touching: Touching, why: str) -> Evidence:
    landing, touched = touching
    note = f"{iso_day(landing.landed)} {landing.subject}: {listed(touched)}"
    return Evidence("landing", landing.commit, f"{note} ({why})" if why else note)


def _signals() -> Iterator[Signal]:
    kind = Parameter("kind", "choice", _ANY, "any landing, or only those that bring a feature", (_ANY, _FEATURES))
    yield Signal(
        "change.after-freeze",
        "landings",
        ("git",),
        "Landings that touch configuration or code after the freeze began.",
        _needs,
        after_freeze,
        (kind,),
    )
    yield Signal(
        "change.unapproved",
        "landings",
        ("git", "jira"),
        "Landings that touch configuration or code after the freeze, and have no approved issue.",
        _needs,
        unapproved,
    )
    yield Signal(
        "change.freeze-days",
        "days",
        ("git",),
        "Days from the beginning of the freeze to the milestone.",
        _needs_baseline,
        freeze_days,
    )
    yield Signal(
        "change.since-baseline",
        "share",
        ("git",),
        "The share of the components that changed since the baseline that training is built on.",
        _needs_since_baseline,
        since_baseline,
        (PATHS,),
    )


SIGNALS = tuple(_signals())
