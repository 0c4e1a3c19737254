"""The files that `[[covers]]` matches: the configuration that each document describes.

A pattern without a match is probably misspelled. The files it was meant for would pass as current, so it makes the
reading unavailable.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from difflib import get_close_matches
from heapq import nlargest
from itertools import accumulate, takewhile

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.captures import Binding, bound, captures, filled, widened
from readiness_gate.model.facts.git import GitFacts, Held, Touch
from readiness_gate.model.globs import PathSet
from readiness_gate.model.settings.git import Cover, GitPaths
from readiness_gate.model.time import Instant, Seconds
from readiness_gate.signals.views import history

_NEAR = 0.6
_MOST = 500
_NAMED = ", which [[covers]] names"

Bound = Mapping[str, Mapping[Binding, Sequence[str]]]
"""The paths that match each pattern, by the values of its captures."""


@dataclass(frozen=True, slots=True)
class Files:
    """A set of configuration files, and when they changed."""

    changes: Sequence[tuple[Instant, str]]
    """When each file last changed, if known, newest first."""
    paths: frozenset[str]
    known_from: Instant | None = None
    """Since when all changes are known, if history is truncated."""
    returning: Sequence[tuple[Instant, str]] = ()
    """The last changes of the files whose present content they also held before."""
    held: Mapping[str, Sequence[Held]] = field(default_factory=dict[str, Sequence[Held]])
    """Every content that these files held."""
    _known: dict[tuple[Instant, Seconds, Seconds], Sequence[tuple[Instant, str]]] = field(
        default_factory=dict[tuple[Instant, Seconds, Seconds], Sequence[tuple[Instant, str]]], compare=False
    )

    def moved(self, moment: Instant, grace: Seconds, span: Seconds = 0) -> Sequence[tuple[Instant, str]]:
        """Return the files that changed more than `grace` after `moment`, newest first, unless their present content
        equals that at `moment` or at the end of the grace period. With a `span`, `moment` is any instant within the
        span, such as a day: one instant with different content is enough."""
        asked = moment, grace, span
        if asked not in self._known:
            later = _later(self.changes, moment + grace)
            away = [change for change in _later(self.returning, moment + grace) if self._is_away(change[1], asked)]
            self._known[asked] = sorted([*later, *away], key=_newest_first) if away else later
        return self._known[asked]

    def _is_away(self, path: str, asked: tuple[Instant, Seconds, Seconds]) -> bool:
        held = self.held[path]
        first, grace, span = asked
        if self.known_from is not None and first < self.known_from:
            return True
        changes = {version.landed - later for version in held for later in (0, grace)} if span else set[Instant]()
        moments = [first, *(change for change in changes if first < change <= first + span)]
        now = held[-1].content
        return any(now not in (_content(held, moment), _content(held, moment + grace)) for moment in moments)


def _content(held: Sequence[Held], moment: Instant) -> str:
    until = history.held_until(held, moment)
    return until[-1].content if until else ""


def _later(changes: Sequence[tuple[Instant, str]], moment: Instant) -> Sequence[tuple[Instant, str]]:
    return changes[: bisect_left(changes, -moment, key=_backwards)]


def _newest_first(change: tuple[Instant, str]) -> tuple[int, str]:
    return -change[0], change[1]


def _backwards(change: tuple[Instant, str]) -> int:
    return -change[0]


def changed_later(groups: Iterable[Files], moment: Instant, grace: Seconds) -> tuple[tuple[Instant, str], int] | None:
    """Return the newest change more than `grace` after `moment`, and the number of files that changed later; None if
    none did.

    Of the largest group only the number is taken, because many documents may share it.
    """
    moved = [(files, later) for files in groups if (later := files.moved(moment, grace))]
    if not moved:
        return None
    largest, most = max(moved, key=lambda group: len(group[1]))
    others = {path for files, later in moved if files is not largest for _, path in later if path not in largest.paths}
    return max(later[0] for _, later in moved), len(most) + len(others)


@dataclass(frozen=True, slots=True)
class Known:
    """The documents of the mainline, and every known present or past path, sorted."""

    paths: GitPaths
    documents: Sequence[str]
    ever: Sequence[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of `[[covers]]` with the documents and the configuration that match its patterns."""

    docs: Bound
    config: Bound


@dataclass(frozen=True, slots=True)
class Void:
    """A pattern without a match."""

    what: str
    pattern: str
    candidates: Sequence[str]
    """The paths that it may have been meant for."""
    why: str
    of_config: bool
    """Whether it is for configuration, which history that was not fetched may contain."""

    @property
    def sentence(self) -> str:
        """A sentence with the closest existing path."""
        return f"{self.what}{self.why}{self.hint}"

    @property
    def hint(self) -> str:
        """The closest existing path, as a question."""
        return closest(self.pattern, self.candidates)


def entry(cover: Cover, known: Known, *, with_documents: bool = False) -> Entry:
    """Return an entry with its matches. Documents are not configuration, unless requested."""
    listed = known.paths.listed(widened(cover.config))
    config = listed if with_documents or not cover.docs else known.paths.described(cover.config)
    docs = PathSet(widened(cover.docs))
    return Entry(_bound(cover.docs, docs, known.documents), _bound(cover.config, config, known.ever))


def described(
    covers: Iterable[Cover], known: Known, git: GitFacts, last: Mapping[str, Touch], as_of: Instant
) -> dict[str, list[Files]]:
    """Return the configuration, present or deleted, that each document describes."""
    entries = [(cover, entry(cover, known)) for cover in covers if cover.docs]
    check_void(git, [void for _, matched in entries for void in voids(matched, known)])
    files_by_document: dict[str, list[Files]] = {}
    for cover, matched in entries:
        within = files_of(git, modules_within(git, known.paths.described(cover.config)), last, as_of)
        config = {binding: files_of(git, paths, last, as_of) for binding, paths in _joined(matched.config).items()}
        for binding, documents in _joined(matched.docs).items():
            groups = [config[key] for key in dict.fromkeys((binding, ())) if key in config] + [within]
            for document in documents:
                files_by_document.setdefault(document, []).extend(groups)
    return files_by_document


def modules_within(git: GitFacts, config: PathSet) -> list[str]:
    """Return the submodules that patterns reach into, for any captures: if a submodule moved, configuration in it
    may have changed."""
    return [path for path in sorted(git.modules) if config.reaches_into(path)]


def described_by_any(covers: Iterable[Cover], known: Known) -> set[str]:
    """Return the configuration that any document describes."""
    entries = (entry(cover, known, with_documents=True) for cover in covers)
    return {path for matched in entries for path in _described_by(matched)}


def _described_by(matched: Entry) -> Iterator[str]:
    """Yield the configuration that the documents of an entry describe."""
    config, documents = _joined(matched.config), _joined(matched.docs)
    bindings = (*documents, ()) if documents else ()
    return (path for binding in bindings for path in config.get(binding, ()))


def voids(matched: Entry, known: Known) -> Iterator[Void]:
    """Yield every pattern of an entry without a match, for any captures or for those of a document."""
    for pattern, documents in matched.docs.items():
        if not documents:
            why = " (documents are files of docs in [git.paths], no links)"
            yield Void(f"no document matches {pattern}", pattern, known.documents, f"{_NAMED}{why}", of_config=False)
    yield from (_void(pattern, known) for pattern, paths in matched.config.items() if not paths)
    config = _joined(matched.config)
    for binding, describing in _joined(matched.docs).items():
        if binding and binding not in config:
            where = filled(next(pattern for pattern in matched.config if captures(pattern)), binding)
            why = f", which {describing[0]} describes by [[covers]]"
            yield Void(f"no configuration matches {where}", where, known.ever, why, of_config=True)


def void_config(cover: Cover, known: Known) -> Iterator[Void]:
    """Yield the patterns of an entry's configuration that match nothing, not even documents."""
    config = entry(cover, known, with_documents=True).config
    yield from (_void(pattern, known) for pattern, paths in config.items() if not paths)


def _void(pattern: str, known: Known) -> Void:
    """Return a pattern that matches no configuration, or only documents."""
    if bound(pattern, known.paths.listed(widened((pattern,))).of(known.ever)):
        return Void(f"only documents match {pattern}", pattern, (), f"{_NAMED} as config", of_config=True)
    return Void(f"no configuration matches {pattern}", pattern, known.ever, _NAMED, of_config=True)


def check_void(git: GitFacts, void: Sequence[Void]) -> None:
    """Raise CannotMeasure if some patterns match nothing. If history was not fetched, it may contain the
    configuration, and that is the reason given."""
    if not void:
        return
    of_docs = [pattern for pattern in void if not pattern.of_config]
    cut_off = history.why_cut_off(git)
    if cut_off and not of_docs:
        raise CannotMeasure(cut_off)
    first = (of_docs or void)[0]
    more = f"; {len(void) - 1} more match nothing: `readiness-gate doctor` lists them" if len(void) > 1 else ""
    syntax = "patterns are case sensitive and begin at the top of the repository"
    raise CannotMeasure(f"{first.what}{first.why}: {syntax}{more}{first.hint}")


def closest(pattern: str, paths: Iterable[str]) -> str:
    """Return `; did you mean "…"?` for the file or folder that is most like a pattern; "" if none is."""
    words = pattern.split("/")
    while len(words) > 1 and not words[-1].strip("*"):
        words.pop()
    target = "/".join(words).casefold()
    there = (folder for path in paths for folder in accumulate(path.split("/"), "{}/{}".format))
    by_folded = {folder.casefold(): folder for folder in there if not pattern.startswith(f"{folder}/")}
    near = nlargest(_MOST, by_folded, key=lambda folded: _alike(folded, target))
    close = get_close_matches(target, near, n=1, cutoff=_NEAR)
    return f'; did you mean "{by_folded[close[0]]}"?' if close else ""


def _alike(one: str, other: str) -> int:
    """Return the length of the common prefix of two texts."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _bound(patterns: Iterable[str], files: PathSet, paths: Iterable[str]) -> Bound:
    matching = files.of(paths)
    return {pattern: bound(pattern, matching) for pattern in patterns}


def _joined(matching: Bound) -> dict[Binding, list[str]]:
    """Return the paths of all patterns together by the values of the captures, each path once."""
    joined: dict[Binding, dict[str, None]] = {}
    for by_binding in matching.values():
        for binding, paths in by_binding.items():
            joined.setdefault(binding, {}).update(dict.fromkeys(paths))
    return {binding: list(paths) for binding, paths in joined.items()}


def files_of(git: GitFacts, paths: Iterable[str], last: Mapping[str, Touch], as_of: Instant) -> Files:
    """Return some configuration as of an instant, given the last change of each file."""
    changes: list[tuple[Instant, str]] = []
    returning: list[tuple[Instant, str]] = []
    held: dict[str, Sequence[Held]] = {}
    for path in paths:
        if path not in last:
            continue
        until = history.held_until(git.held.get(path, ()), as_of)
        if until and _is_back(until):
            held[path] = until
            returning.append((last[path].landed, path))
        else:
            changes.append((last[path].landed, path))
    everything = frozenset(path for _, path in (*changes, *returning))
    known_from = history.begins_cut_off(git, everything)
    return Files(sorted(changes, key=_newest_first), everything, known_from, sorted(returning, key=_newest_first), held)


def _is_back(until: Sequence[Held]) -> bool:
    """Return whether a path held its present content before; a deleted path holds nothing."""
    now = until[-1].content
    return not now or (len(until) > 1 and any(earlier.content == now for earlier in until[:-1]))
