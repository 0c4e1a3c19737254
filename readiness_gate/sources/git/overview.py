"""What `doctor` shows of the repositories."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from readiness_gate.errors import DEEPEN
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.globs import PathSet
from readiness_gate.model.overview import Overview
from readiness_gate.model.time import Instant
from readiness_gate.model.wording import counted, some

_MANY = 10
_SETS = ("config", "code", "docs")
_KINDS = 5


def overview(facts: Facts, as_of: Instant) -> Sequence[Overview]:
    """Return how far back each repository reaches, and how many files each path set has."""
    return [_of(repository, facts, as_of) for repository in facts.require_git().repositories]


def _of(repository: GitFacts, facts: Facts, as_of: Instant) -> Overview:
    settings = facts.settings.git
    source = f"git {repository.name}".strip()
    unknown = repository.why_unknown(as_of)
    if unknown is not None:
        return Overview(source, missing=unknown)
    tree = repository.tree_at(as_of)
    paths, written = settings.within(repository.name), settings.written_in(repository.name)
    sets = {name: paths.named(name) for name in _SETS}
    begins = f"the history begins on {facts.day(repository.first_landed)}"
    left = set(paths.listed(("**",)).of(tree)).difference(*(paths.of(tree) for paths in sets.values()))
    cut_off = [f"{begins}, where the clone was cut off: {DEEPEN}"] if repository.shallow else []
    void = [why for name in sets for why in void_patterns(name, written.named(name).globs, paths.exclude, tree)]
    return Overview(source, (begins, *_sizes(sets, tree), *_in_no_set(left)), (*cut_off, *void))


def _sizes(sets: Mapping[str, PathSet], tree: Iterable[str]) -> Iterator[str]:
    """Yield the number of files in each path set that is not empty."""
    for name, paths in sets.items():
        if paths.globs:
            yield f"{name}: {counted(len(paths.of(tree)), 'file')}"


def void_patterns(
    name: str, written: Sequence[str], exclude: tuple[str, ...], tree: Mapping[str, int]
) -> Iterator[str]:
    """Patterns of a path set that match no file. Only those of the configuration count, because a platform's pack has
    more than any program uses. Long lists are cut."""
    void = [glob for glob in written if not PathSet((glob,), exclude).of(tree)]
    if len(void) <= _MANY:
        yield from (f"{name}: no file matches {glob}" for glob in void)
    else:
        yield f"{name}: no file matches {len(void)} of {len(written)} patterns ({some(void)})"


def _in_no_set(left: Iterable[str]) -> Iterator[str]:
    """Yield how many files are neither configuration, code nor documents, with the most frequent kinds."""
    kinds = [_kind(path) for path in left]
    if kinds:
        most = most_kinds(kinds, _KINDS)
        yield f"in no set: {counted(len(kinds), 'file')}, whose changes are not visible (most are: {most})"


def most_kinds(kinds: Iterable[str], most: int) -> str:
    """Return the most frequent kinds of some things, with their numbers: `12 .md, 3 .csv`."""
    by_number = sorted(Counter(kinds).items(), key=lambda kind: (-kind[1], kind[0]))
    return ", ".join(f"{count} {kind}" for kind, count in by_number[:most])


def _kind(path: str) -> str:
    """Return the extension of a file."""
    return path.rpartition("/")[2].rpartition(".")[2] if "." in path else "no ending"
