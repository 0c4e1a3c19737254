"""What readers must know about the ages of documents that pass as fresh."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import DAY, Instant
from readiness_gate.model.wording import counted, some
from readiness_gate.signals.views import covers
from readiness_gate.signals.views.documents import Documents, documents

_GRACE = 7 * DAY


@dataclass(frozen=True, order=True, slots=True)
class _Earlier:
    """A document that landed after the configuration it describes changed, but was written before."""

    path: str
    written: Instant
    changed: Instant
    other: str


def remarked(facts: Facts, as_of: Instant) -> Facts:
    """Return the facts, with git notes on the ages of documents that readers must know."""
    git = facts.git
    if isinstance(git, Unavailable):
        return facts
    notes = tuple(_remarks(facts, as_of))
    first = [_noting(part, notes) for part in git.parts[:1]]
    git = replace(_noting(git, notes), parts=(*first, *git.parts[1:]))
    return replace(facts, sources={**facts.sources, "git": git})


def _noting(git: GitFacts, notes: tuple[str, ...]) -> GitFacts:
    return replace(git, provenance=replace(git.provenance, notes=(*git.provenance.notes, *notes)))


def _remarks(facts: Facts, as_of: Instant) -> Iterator[str]:
    """Yield the documents that history begins with, together with what they describe, and those that landed after
    what they describe changed but were written before."""
    try:
        described = documents(facts, as_of)
    except CannotMeasure:
        return
    newest = {path: described.written[path][0] for path in described.covered if described.written[path]}
    fresh = {path: own for path, own in newest.items() if not _is_behind(described, path, own)}
    yield from _on_beginnings([path for path, own in fresh.items() if _began_together(described, path, own)])
    yield from _on_earlier(
        described, [late for path, own in fresh.items() for late in _written_earlier(described, path, own)]
    )


def _on_beginnings(began: Sequence[str]) -> Iterator[str]:
    if began:
        yield (
            f"{counted(len(began), 'document')} that came with the first commit of a history, together with what they "
            f"describe, have not changed since ({some(sorted(began))}): which of the two is older, git does not know"
        )


def _on_earlier(described: Documents, earlier: Sequence[_Earlier]) -> Iterator[str]:
    if earlier:
        first = min(earlier)
        more = f" (so did {len(earlier) - 1} more)" if len(earlier) > 1 else ""
        changed, written = described.day(first.changed), described.day(first.written)
        yield (
            f"{first.path} landed after {first.other} changed on {changed}, and was written before, on {written}"
            f"{more}: it counts from when it landed"
        )


def _is_behind(described: Documents, path: str, own: Touch) -> bool:
    return covers.changed_later(described.covered[path], own.landed, _GRACE) is not None


def _began_together(described: Documents, path: str, own: Touch) -> bool:
    """Return whether history begins with a document and with something that it describes."""
    roots = described.git.roots
    others = (other for files in described.covered[path] for other in files.paths)
    return own.commit in roots and any(described.last[other].commit in roots for other in others)


def _written_earlier(described: Documents, path: str, own: Touch) -> Iterator[_Earlier]:
    written = described.git.authored.get(described.content(path), own.landed)
    moved = covers.changed_later(described.covered[path], written, _GRACE)
    if moved:
        yield _Earlier(path, written, *moved[0])
