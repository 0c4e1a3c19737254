"""The state of the mainline as of an instant: the tree, the last changes, and how far back they are known."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from readiness_gate.errors import DEEPEN, CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import NO_TEXT, SUBMODULE, GitFacts, Held, Landing, Touch
from readiness_gate.model.globs import PathSet
from readiness_gate.model.needs import Selector
from readiness_gate.model.reading import Parameters
from readiness_gate.model.repositories import parted
from readiness_gate.model.settings.git import GitSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import some


def check_known(git: GitFacts, as_of: Instant) -> None:
    """Raise CannotMeasure if the mainline, or one of several, is unknown as of an instant."""
    why = git.why_unknown(as_of)
    if why is not None:
        raise CannotMeasure(why)


def check_reaches(git: GitFacts, start: Instant) -> None:
    """Raise CannotMeasure unless all landings after an instant are known."""
    for part in git.repositories:
        if part.shallow and start < part.first_landed:
            raise CannotMeasure(_cut_off(part))
        if start < part.since and part.first_landed <= part.since:
            raise CannotMeasure(part.about(f"landings before {iso(part.since)} were not read"))


def why_cut_off(git: GitFacts) -> str | None:
    """Return why a change without a known landing may precede the first landing; None if there can be none."""
    return next((_cut_off(part) for part in git.repositories if part.shallow), None)


def _cut_off(git: GitFacts) -> str:
    return git.about(
        f"the clone is shallow: it begins on {iso(git.first_landed)}, and earlier changes are needed; {DEEPEN}",
    )


def begins_cut_off(git: GitFacts, paths: Iterable[str]) -> Instant | None:
    """Return since when everything is known about some paths, if history is truncated; else None."""
    names = {parted(path)[0] for path in paths} if git.parts else {git.name}
    return max((part.first_landed for part in git.repositories if part.shallow and part.name in names), default=None)


def path_set(git: GitSettings, selector: Selector) -> PathSet:
    """Return the path set that a parameter names or lists. Raises CannotMeasure if no patterns are configured for
    it."""
    if isinstance(selector, tuple):
        strangers = git.strangers(selector)
        if strangers:
            raise CannotMeasure(
                f'no repository of [[git]] is called "{strangers[0]}": correct the patterns of the rule'
            )
        return git.chosen(selector)
    named = git.paths.named(selector)
    if named.globs:
        return named
    keys = " and ".join(f"{part} = […]" for part in selector.split("+"))
    raise CannotMeasure(
        f"which files count as {selector} is not configured: provide {keys} in {git.table_of_paths}, or "
        "name the pack of your platform in packs, such as platforms/salesforce"
    )


def selected(parameters: Parameters) -> Selector:
    """Return the parameter `paths` of a question."""
    value = parameters["paths"]
    return value if isinstance(value, tuple) else str(value)


class Touching(NamedTuple):
    """A landing with the paths of a set that it touched."""

    landing: Landing
    paths: tuple[str, ...]
    """The paths, sorted; at least one."""


def touching(git: GitFacts, paths: PathSet, start: Instant, end: Instant) -> Iterator[Touching]:
    """Yield the landings in (start, end] that touch a path set, newest first.

    A submodule that moved counts if patterns of the set reach into it: what changed there is unknown.
    """
    first, last = (bisect_left(git.landings, -moment, key=_backwards) for moment in (end, start))
    # Windows that end on the days of a series overlap.
    known = git.always(("touching", paths), dict[int, Touching | None])
    for number in range(first, last):
        if number not in known:
            known[number] = _touching(git.landings[number], paths)
        touched = known[number]
        if touched is not None:
            yield touched


def _touching(landing: Landing, paths: PathSet) -> Touching | None:
    """Return a landing with the paths of a set that it touched; None if there are none."""
    within = filter(paths.reaches_into, submodules(landing))
    touched = tuple(sorted({*paths.of([change.path for change in landing.changes]), *within}))
    return Touching(landing, touched) if touched else None


def submodules(landing: Landing) -> list[str]:
    """Return the submodules that a landing added, moved to another commit, or removed."""
    return [change.path for change in landing.changes if SUBMODULE in (change.before, change.after)]


def _backwards(landing: Landing) -> int:
    """Return the sort key of landings, newest first."""
    return -landing.landed


def begins_inside(git: GitFacts, start: Instant) -> str:
    """Return a clause for a window that begins before the history does; "" for any other."""
    begun = [part for part in git.repositories if start < part.first_landed]
    if not begun:
        return ""
    parts = " and ".join(
        f"the history{f' of {part.name}' if part.name else ''} begins on {iso(part.first_landed)}" for part in begun
    )
    return f" ({parts}, inside that window)"


def check_matches(git: GitFacts, paths: PathSet, as_of: Instant) -> None:
    """Raise CannotMeasure if a path set matches nothing as of an instant: it must not look quiet."""
    if not matches_any(git, paths, as_of):
        raise CannotMeasure(matched_nothing(paths, as_of))


def belonging(git: GitFacts, paths: PathSet) -> Sequence[str]:
    """Return the paths of a set among all known present and past paths of the mainline, sorted."""
    return git.always(("belonging", paths), lambda: paths.of(sorted({*git.ever, *git.older, *git.held})))


def within(git: GitFacts, paths: PathSet, tree: Mapping[str, int]) -> list[str]:
    """Return the paths of a set that a tree of the mainline has, sorted."""
    return [path for path in belonging(git, paths) if path in tree]


def matches_any(git: GitFacts, paths: PathSet, as_of: Instant) -> bool:
    """Return whether a set matches any file as of an instant."""
    known = git.always(("within", paths), dict[str, bool])
    there = (path for path in git.ever if git.existed(path, as_of))
    return any(_is_within(path, paths, known) for path in there)


def _is_within(path: str, paths: PathSet, known: dict[str, bool]) -> bool:
    """Return whether a path belongs to a set; the answer is cached in `known`."""
    if path not in known:
        known[path] = path in paths
    return known[path]


def _shown(paths: PathSet) -> str:
    return f"{some(paths.globs)} (and is not excluded)" if paths.exclude else some(paths.globs)


def documents_at(git: GitFacts, docs: PathSet, as_of: Instant) -> list[str]:
    """Return the documents present as of an instant, sorted: files, never submodules and symbolic links; at
    least one."""
    tree = git.tree_at(as_of)
    matching = within(git, docs, tree)
    if not matching:
        raise CannotMeasure(matched_nothing(docs, as_of))
    documents = [path for path in matching if tree[path] not in NO_TEXT]
    if not documents:
        raise CannotMeasure(
            f"only submodules and symbolic links match {_shown(docs)}, such as {matching[0]}, and these are not "
            "documents: name the files with the text"
        )
    return documents


def matched_nothing(paths: PathSet, as_of: Instant) -> str:
    """Return the message that a path set matches no file, with what to check."""
    return (
        f"no file of the mainline at {iso(as_of)} matches {_shown(paths)}: patterns are case sensitive and begin at "
        "the top of the repository"
    )


def touches(git: GitFacts, as_of: Instant) -> Iterator[tuple[str, Touch]]:
    """Yield every change known as of an instant as (path, its landing), newest first for landings later than
    `git.since`; before that, the newest of each path."""
    for landing in git.landings:
        if landing.landed <= as_of:
            yield from ((change.path, Touch(landing.commit, landing.landed)) for change in landing.changes)
    yield from ((path, touch) for path, touch in git.older.items() if touch.landed <= as_of)


@dataclass(frozen=True, slots=True)
class _Touches:
    """Every known change, and the last change of each path."""

    newest_first: Mapping[str, Sequence[Touch]]
    last: Mapping[str, Touch]
    older: Instant
    """When the newest landed of the changes that are known only as the newest of their path."""


def _touches_by_path(git: GitFacts) -> _Touches:
    by_path: dict[str, list[Touch]] = {}
    for landing in git.landings:
        touch = Touch(landing.commit, landing.landed)
        for change in landing.changes:
            by_path.setdefault(change.path, []).append(touch)
    for path, touch in git.older.items():
        by_path.setdefault(path, []).append(touch)
    older = max((touch.landed for touch in git.older.values()), default=0)
    return _Touches(by_path, {path: touches[0] for path, touches in by_path.items()}, older)


def last_touches(git: GitFacts, as_of: Instant) -> Mapping[str, Touch]:
    """Return the newest change of every path as of an instant."""
    known = git.always("touches by path", lambda: _touches_by_path(git))
    newest = dict(known.last)
    for path in known.last if as_of < known.older else git.changed_later(as_of):
        touch = next((touch for touch in known.newest_first[path] if touch.landed <= as_of), None)
        _put(newest, path, touch)
    return newest


def _put(newest: dict[str, Touch], path: str, touch: Touch | None) -> None:
    """Set the last change of a path, or remove it if there is none."""
    if touch is None:
        newest.pop(path, None)
    else:
        newest[path] = touch


def last_changes(git: GitFacts, as_of: Instant) -> Mapping[str, Touch]:
    """Return the landing that brought the content of each path as of an instant; its newest change if contents are
    unknown. A change of the file mode does not count."""
    known = git.always("last held", lambda: {path: _brought(held) for path, held in git.held.items()})
    touches = last_touches(git, as_of)
    newest = {**touches, **{path: touch for path, touch in known.items() if touch is not None}}
    for path, touch in known.items():
        if touch is None or touch.landed > as_of:
            _put(newest, path, _brought(held_until(git.held[path], as_of)) or touches.get(path))
    return newest


def _brought(held: Sequence[Held]) -> Touch | None:
    """Return the landing that brought a path's last content; None if it had none."""
    return Touch(held[-1].commit, held[-1].landed) if held else None


def held_until(held: Sequence[Held], moment: Instant) -> Sequence[Held]:
    """Return what a path held up to an instant, oldest first."""
    if not held or held[-1].landed <= moment:
        return held
    return held[: bisect_right(held, moment, key=_landed)]


def _landed(held: Held) -> int:
    return held.landed


def written(git: GitFacts, path: str, as_of: Instant, last: Mapping[str, Touch]) -> tuple[Touch, ...]:
    """Return when a document got its content as of an instant: without the commits to be ignored, and with them if
    that differs; its newest change if contents are unknown, and nothing if history is truncated."""
    until = held_until(git.held.get(path, ()), as_of)
    if not until:
        return (last[path],) if path in last else ()
    touches_of = (brought.get(until[-1].content) for brought in (git.unignored, git.written))
    return tuple(touch for touch in touches_of if touch is not None)
