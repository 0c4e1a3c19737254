"""Several repositories as one: each is read by itself, with its own patterns. Then its name is added to all its paths
and commits."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeAlias, TypeVar

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.git import NOT_ASKED, Baseline, Change, GitFacts, Held, Landing, Touch
from readiness_gate.model.needs import GitNeed, Selector
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.repositories import Repositories, commit_in, inside
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover
from readiness_gate.model.time import Instant
from readiness_gate.sources.git import named, process

One: TypeAlias = Callable[[Settings, GitNeed], GitFacts]
"""Reads one repository."""
_Lines: TypeAlias = Mapping[str, Mapping[str, int]]
_Value = TypeVar("_Value")
_Known = TypeVar("_Known")
_WATCHED = frozenset({"config", "code"})


def fetch(settings: Settings, git: Repositories, need: GitNeed, one: One) -> GitFacts:
    """Read the mainlines of several repositories. Raises CouldNotLook with every repository that cannot be read,
    because the others alone are not everything."""
    parts: list[GitFacts] = []
    wrong: list[str] = []
    holder = _policy_repository(settings, git) if need.policy else None
    seen: dict[str, str] = {}
    for name in git.by_name:
        asked = replace(need_of(need, git, name), policy=name == holder)
        try:
            _check_place(settings, git, name, seen)
            parts.append(qualified(name, one(settings_of(settings, git, name), asked)))
        except CouldNotLook as error:
            wrong.append(f'the repository "{name}" cannot be read: {error}')
    if wrong:
        raise CouldNotLook("; ".join(wrong))
    return combined(parts, _in_no_repository(settings) if need.policy and holder is None else NOT_ASKED)


def _check_place(settings: Settings, git: Repositories, name: str, seen: dict[str, str]) -> None:
    """Refuse a folder that is not the top of a repository, such as one where a repository was not checked out: git
    would use the repository above. `seen` has the names of the repositories so far, by their git directories."""
    given = git.by_name[name].repository
    repository = process.find(settings.root / (given or ""))
    if given is not None and repository.prefix:
        raise CouldNotLook(
            f"{given} is not the top of a repository, but the folder {repository.prefix} of another one: check the "
            "repository out there, or correct repository in [[git]]"
        )
    other = seen.setdefault(repository.git_dir, name)
    if other != name:
        raise CouldNotLook(
            f'it is the same repository as "{other}", and its landings would count twice: keep one of the two'
        )


def settings_of(settings: Settings, git: Repositories, name: str) -> Settings:
    """Return the settings for one repository. Patterns of covers that name another repository match nothing in it."""
    covers = (_cover(cover, git, name) for cover in settings.covers)
    return replace(settings, git=git.by_name[name], covers=tuple(cover for cover in covers if cover.config))


def _cover(cover: Cover, git: Repositories, name: str) -> Cover:
    docs = tuple(chain.from_iterable(git.of(name, (glob,)) or (glob,) for glob in cover.docs))
    return replace(cover, config=git.of(name, cover.config), docs=docs)


def need_of(need: GitNeed, git: Repositories, name: str) -> GitNeed:
    """Return what is needed of one repository. Where configuration or code is needed, all of both is."""
    paths = git.by_name[name].paths

    def own(selectors: Iterable[Selector]) -> frozenset[Selector]:
        named_sets = {selector for selector in selectors if isinstance(selector, str) and paths.named(selector).globs}
        lists = {git.of(name, selector) for selector in selectors if not isinstance(selector, str)}
        return frozenset[Selector](named_sets | (lists - {()}))

    watched = frozenset[Selector]({"config+code"} if _WATCHED & (need.paths | need.last) else ())
    return replace(need, paths=own(need.paths | watched), last=own(need.last), line_paths=own(need.line_paths))


def _policy_repository(settings: Settings, git: Repositories) -> str | None:
    """Return the repository that contains the configuration and the custom packs; None if none contains all."""
    for name, repository in git.by_name.items():
        place = settings.root / (repository.repository or "")
        try:
            prefix = process.find(place).prefix
        except CouldNotLook:
            continue
        if named.holds(settings, place, prefix):
            return name
    return None


def _in_no_repository(settings: Settings) -> Unavailable:
    return Unavailable(
        f"{settings.policy_files[0]} and the packs beside it are not all in one repository of [[git]], so their "
        "edits are unknown: add the repository that contains them to [[git]]"
    )


def qualified(name: str, git: GitFacts) -> GitFacts:
    """Return the facts of a repository, with its name in all paths, commits and texts."""
    changes: dict[Change, Change] = {}

    def path(given: str) -> str:
        return inside(name, given)

    def change(given: Change) -> Change:
        if given not in changes:
            changes[given] = replace(given, path=path(given.path))
        return changes[given]

    def landing(given: Landing) -> Landing:
        return replace(given, commit=commit_in(name, given.commit), changes=tuple(map(change, given.changes)))

    def touches(given: Mapping[str, Touch]) -> dict[str, Touch]:
        return {key: replace(touch, commit=commit_in(name, touch.commit)) for key, touch in given.items()}

    def by_path(given: Mapping[str, _Value]) -> dict[str, _Value]:
        return {path(key): value for key, value in given.items()}

    def held(versions: Iterable[Held]) -> tuple[Held, ...]:
        return tuple(replace(version, commit=commit_in(name, version.commit)) for version in versions)

    return replace(
        git,
        provenance=_provenance(name, git.provenance),
        landings=tuple(map(landing, git.landings)),
        older=by_path(touches(git.older)),
        tree=by_path(git.tree),
        first_held=by_path(touches(git.first_held)),
        files={file: path(where) for file, where in git.files.items()},
        baseline=_baseline(name, git.baseline),
        commits=_by_commit(name, git.commits),
        lines=_lines(name, git.lines),
        policy=_policy(name, git.policy),
        versions=_with_reason(name, git.versions),
        renamed=_with_reason(name, git.renamed),
        held=by_path({key: held(versions) for key, versions in git.held.items()}),
        written=touches(git.written),
        unignored=touches(git.unignored),
        roots=frozenset(commit_in(name, root) for root in git.roots),
        modules=frozenset(map(path, git.modules)),
        outside=tuple(map(landing, git.outside)),
        policy_beside=_qualified_beside(name, git.policy_beside),
        name=name,
    )


def _qualified_beside(name: str, git: GitFacts | Unavailable | None) -> GitFacts | Unavailable | None:
    if isinstance(git, Unavailable):
        return _reason(name, git)
    return None if git is None else qualified(name, git)


def _policy(name: str, policy: Mapping[str, str] | Unavailable) -> Mapping[str, str] | Unavailable:
    if isinstance(policy, Unavailable):
        return _reason(name, policy)
    return {file: inside(name, path) for file, path in policy.items()}


def _provenance(name: str, provenance: Provenance) -> Provenance:
    return replace(
        provenance,
        identity=f"{name}: {provenance.identity}",
        doubts=tuple(f"{name}: {doubt}" for doubt in provenance.doubts),
        notes=tuple(f"{name}: {note}" for note in provenance.notes),
        repository=name,
    )


def _reason(name: str, why: Unavailable) -> Unavailable:
    return why if why == NOT_ASKED else Unavailable(f"{name}: {why.reason}".replace("in [git]", "in [[git]]"))


def _with_reason(name: str, known: _Known | Unavailable) -> _Known | Unavailable:
    return _reason(name, known) if isinstance(known, Unavailable) else known


def _baseline(name: str, baseline: Baseline | Unavailable) -> Baseline | Unavailable:
    if isinstance(baseline, Unavailable):
        return _reason(name, baseline)
    return replace(baseline, commit=commit_in(name, baseline.commit))


def _by_commit(name: str, known: Mapping[str, _Value] | Unavailable) -> Mapping[str, _Value] | Unavailable:
    if isinstance(known, Unavailable):
        return _reason(name, known)
    return {commit_in(name, commit): value for commit, value in known.items()}


def _lines(name: str, lines: _Lines | Unavailable) -> _Lines | Unavailable:
    if isinstance(lines, Unavailable):
        return _reason(name, lines)
    return {
        commit_in(name, commit): {inside(name, path): count for path, count in counts.items()}
        for commit, counts in lines.items()
    }


def combined(parts: Sequence[GitFacts], policy: Unavailable) -> GitFacts:
    """Return the facts of all repositories. What is unknown of one of them is unknown."""
    first = _first_doubtful(parts)
    holder = next((part for part in parts if part.policy != NOT_ASKED), None)
    whole = _combined_files(parts)
    if holder is not None:
        whole = replace(whole, policy=holder.policy, versions=holder.versions, renamed=holder.renamed)
    else:
        whole = replace(whole, policy=policy, versions=policy, renamed=policy)
    return replace(
        whole,
        shallow=any(part.shallow for part in parts),
        doubtful_from=first.doubtful_from,
        doubtful_commit=first.doubtful_commit,
        commits=_known(part.commits for part in parts),
        lines=_known(part.lines for part in parts),
        parts=tuple(parts),
    )


def _first_doubtful(parts: Sequence[GitFacts]) -> GitFacts:
    """Return the repository with the earliest doubtful date; the first one if no date is doubtful."""
    doubtful = [part for part in parts if part.doubtful_from is not None]
    return min(doubtful, key=lambda part: part.doubtful_from or 0, default=parts[0])


def _combined_files(parts: Sequence[GitFacts]) -> GitFacts:
    """Return the landings of all repositories, and what their files contained."""
    return GitFacts(
        _provenances(parts),
        landings=_newest_first(part.landings for part in parts),
        since=max(part.since for part in parts),
        older=_united(part.older for part in parts),
        tree=_united(part.tree for part in parts),
        first_held=_united(part.first_held for part in parts),
        files=_united(part.files for part in reversed(parts)),
        first_landed=min(part.first_landed for part in parts),
        held=_united(part.held for part in parts),
        written=_written(parts, [part.written for part in parts]),
        unignored=_written(parts, [part.unignored for part in parts]),
        authored=_first_authored(parts),
        roots=frozenset(chain.from_iterable(part.roots for part in parts)),
        modules=frozenset(chain.from_iterable(part.modules for part in parts)),
        outside=_newest_first(part.outside for part in parts),
    )


def _newest_first(several: Iterable[Sequence[Landing]]) -> tuple[Landing, ...]:
    return tuple(sorted(chain.from_iterable(several), key=lambda landing: -landing.landed))


def _provenances(parts: Sequence[GitFacts]) -> Provenance:
    provenances = [part.provenance for part in parts]
    first = provenances[0]
    return Provenance(
        source=first.source,
        identity="; ".join(provenance.identity for provenance in provenances),
        asked=first.asked,
        records=sum(provenance.records for provenance in provenances),
        observed_at=first.observed_at,
        doubts=tuple(chain.from_iterable(provenance.doubts for provenance in provenances)),
        notes=tuple(chain.from_iterable(provenance.notes for provenance in provenances)),
    )


def _united(tables: Iterable[Mapping[str, _Value]]) -> dict[str, _Value]:
    return {key: value for table in tables for key, value in table.items()}


def _known(tables: Iterable[Mapping[str, _Value] | Unavailable]) -> Mapping[str, _Value] | Unavailable:
    """Return what is known by landing, in all repositories that were asked for it."""
    asked = [table for table in tables if table != NOT_ASKED]
    unknown = next((table for table in asked if isinstance(table, Unavailable)), None if asked else NOT_ASKED)
    return unknown or _united(table for table in asked if not isinstance(table, Unavailable))


def _written(parts: Sequence[GitFacts], tables: Iterable[Mapping[str, Touch]]) -> dict[str, Touch]:
    """Return when contents were first written, in any repository. Unknown for contents of a shallow clone, which may
    be older than the clone shows."""
    cut_off = {held.content for part in parts if part.shallow for paths in part.held.values() for held in paths}
    first: dict[str, Touch] = {}
    for content, touch in chain.from_iterable(table.items() for table in tables):
        first[content] = min(first.get(content, touch), touch, key=lambda known: known.landed)
    return {content: touch for content, touch in first.items() if content not in cut_off}


def _first_authored(parts: Sequence[GitFacts]) -> dict[str, Instant]:
    first: dict[str, Instant] = {}
    for content, moment in chain.from_iterable(part.authored.items() for part in parts):
        first[content] = min(first.get(content, moment), moment)
    return first
