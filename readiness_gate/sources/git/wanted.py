"""The paths that the signals need, and what the walk must see of them before it may stop."""

from collections.abc import Iterable
from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.captures import Binding, bound, widened
from readiness_gate.model.facts.git import Change, Landing
from readiness_gate.model.globs import PathSet, folder
from readiness_gate.model.needs import GitNeed, Selector
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.git import Cover, GitPaths
from readiness_gate.model.time import Instant, iso

# Git compares every path with every folder, so with more folders than this it is faster to read everything.
_FOLDERS = 20


class Wanted:
    """The paths that the signals need."""

    def __init__(self, settings: Settings, need: GitNeed, files: dict[str, str], policy: tuple[str, ...]) -> None:
        paths = settings.git.paths
        self.need = need
        self.files = files
        self.docs = paths.named("docs")
        describing, teaching = _covers(settings.covers, need)
        taught = [paths.listed(cover.config) for cover in teaching]
        self.covers = [(cover, paths.described(cover.config)) for cover in describing]
        self.covers += [(replace(cover, docs=()), config) for cover, config in zip(teaching, taught, strict=True)]
        self.last = path_sets(paths, need.last) + taught
        described = [paths.listed(widened(cover.config)) for cover in describing]
        self._sets = path_sets(paths, need.paths | need.last) + described + taught
        self._files = frozenset((*files.values(), *policy))
        self._any = _merged(self._sets, paths.exclude)
        held = [self.docs, *(covered for _, covered in self.covers)] if need.documents else taught
        self.held = _joined(held, paths.exclude)
        self._known: dict[str, bool] = {}

    @property
    def description(self) -> str:
        """What is needed, in words."""
        documents = ", the last change of every document" if self.need.documents else ""
        return f"landings since {iso(self.need.since)} that touch {len(self._sets)} path sets{documents}"

    @property
    def anything_older(self) -> bool:
        """Whether anything is needed that may have landed before all landings that are kept."""
        return bool(self.need.documents or self.need.modules or self.need.last or self.files)

    @property
    def folders(self) -> list[str]:
        """The top folders that contain the wanted paths; none for everywhere. Deeper folders would hide a submodule
        that replaces a folder on the way."""
        globs = (glob for paths in (*self._sets, PathSet(tuple(self._files))) for glob in paths.globs)
        return sorted({path.partition("/")[0] for path in folders(globs)})

    def of(self, paths: Iterable[str]) -> list[str]:
        """Return the wanted ones of some paths."""
        listed = dict.fromkeys(paths, False)
        wanted = {*(path for chosen in self._any for path in chosen.of(listed)), *(self._files & listed.keys())}
        self._known.update(listed | dict.fromkeys(wanted, True))
        return sorted(wanted)

    def path(self, path: str) -> bool:
        """Return whether a path is wanted. One that ends with a slash is a submodule, wanted if it may contain any."""
        if path.endswith("/"):
            return any(chosen.reaches_into(path[:-1]) for chosen in self._any)
        known = self._known.get(path)
        if known is None:
            known = self._known[path] = path in self._files or any(path in chosen for chosen in self._any)
        return known


def _covers(covers: Iterable[Cover], need: GitNeed) -> tuple[list[Cover], list[Cover]]:
    """Return the covers whose documents are needed, and those whose training modules are."""
    listed = list(covers)
    describing = [cover for cover in listed if need.documents and cover.docs]
    return describing, [cover for cover in listed if need.modules and cover.modules]


def _merged(sets: Iterable[PathSet], exclude: tuple[str, ...]) -> tuple[PathSet, ...]:
    """Merge path sets into one where possible: all exclude the same paths, but those with exceptions stay separate."""
    listed = list(sets)
    with_exceptions = dict.fromkeys(paths for paths in listed if paths.unless)
    return (_joined([paths for paths in listed if not paths.unless], exclude), *with_exceptions)


def _joined(sets: Iterable[PathSet], exclude: tuple[str, ...]) -> PathSet:
    """Return the union of path sets that exclude the same paths and have no exceptions."""
    return PathSet(tuple(dict.fromkeys(glob for paths in sets for glob in paths.globs)), exclude)


def folders(globs: Iterable[str]) -> list[str]:
    """Return the folders and files that patterns begin with; none for everywhere."""
    first = {folder(glob) for glob in globs}
    if len(first) > _FOLDERS:
        first = {path.partition("/")[0] for path in first}
    return [] if "" in first or len(first) > _FOLDERS else sorted(first)


def path_set(paths: GitPaths, selector: Selector) -> PathSet:
    """Return the path set that a selector names or lists."""
    return paths.listed(selector) if isinstance(selector, tuple) else paths.named(selector)


def path_sets(paths: GitPaths, selectors: Iterable[Selector]) -> list[PathSet]:
    """Return the path sets of some selectors, in a fixed order."""
    return [path_set(paths, selector) for selector in sorted(selectors, key=repr)]


@dataclass(slots=True)
class _Unmatched:
    """The patterns of a cover's configuration, and the bindings of its documents, that have matched no path so far."""

    config: tuple[str, ...]
    files: PathSet
    patterns: set[str]
    bindings: set[Binding]

    @property
    def settled(self) -> bool:
        return not self.patterns and not self.bindings

    def see(self, paths: Iterable[str]) -> None:
        touched = self.files.of(paths)
        for pattern in self.config:
            matching = bound(pattern, touched)
            self.bindings.difference_update(matching)
            if matching:
                self.patterns.discard(pattern)


@dataclass(slots=True)
class Undecided:
    """What was not seen yet: last changes of documents and files, last landings of path sets, covered paths."""

    paths: set[str]
    sets: list[PathSet]
    covers: list[_Unmatched]

    @property
    def settled(self) -> bool:
        """Whether everything was seen."""
        return not self.paths and not self.sets and not self.covers

    def see(self, changes: Iterable[Change]) -> None:
        """Remove what a landing changed."""
        touched = [change.path for change in changes]
        self.paths.difference_update(touched)
        self.sets = [paths for paths in self.sets if not paths.of(touched)]
        for cover in self.covers:
            cover.see(touched)
        self.covers = [cover for cover in self.covers if not cover.settled]


def undecided_by(wanted: Wanted, present: dict[str, int], recent: list[Landing]) -> Undecided:
    """Return what is still to be seen after the landings later than `since`, for the oldest instant that is needed."""
    oldest = wanted.need.oldest
    then = _at(oldest, present, recent)
    there = {path for path, mode in then.items() if mode}
    seen = {change.path for landing in recent if landing.landed <= oldest for change in landing.changes}
    dated = {*(wanted.docs.of(then) if wanted.need.documents else ()), *wanted.files.values()}
    last = [paths for paths in wanted.last if not paths.of(seen)]
    return Undecided((dated & there) - seen, last, _undecided_covers(wanted, {*then, *seen}, there | seen))


def _undecided_covers(wanted: Wanted, ever: Iterable[str], known: Iterable[str]) -> list[_Unmatched]:
    """Return the covers of which something was not seen yet. `ever` are all paths of the oldest instant and before
    it, `known` those of them that exist or were changed."""
    documents = wanted.docs.of(ever)
    covers = (_unmatched(cover, files, documents, known) for cover, files in wanted.covers)
    return [cover for cover in covers if not cover.settled]


def _at(oldest: Instant, present: dict[str, int], recent: list[Landing]) -> dict[str, int]:
    """Return the file modes at an instant, computed from the present ones; 0 for files that came later."""
    then = dict(present)
    for landing in recent:
        if landing.landed > oldest:
            then.update({change.path: change.before for change in landing.changes})
    return then


def _unmatched(cover: Cover, files: PathSet, documents: list[str], known: Iterable[str]) -> _Unmatched:
    """Return what is left of a cover after the known paths."""
    bindings = {binding for pattern in cover.docs for binding in bound(pattern, documents)}
    unmatched = _Unmatched(cover.config, files, set(cover.config), bindings - {()})
    unmatched.see(known)
    return unmatched
