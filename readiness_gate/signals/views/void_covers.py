"""The patterns of `[[covers]]` that match nothing."""

from collections.abc import Mapping

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.git import NO_TEXT, GitFacts
from readiness_gate.model.time import Instant
from readiness_gate.signals.views import covers, history

_MANY = 10


def void_covers(facts: Facts, as_of: Instant) -> Mapping[str, tuple[str, ...]]:
    """Return the patterns that match nothing as of an instant, in words, by the source in which they should match."""
    git = facts.git
    if not isinstance(git, GitFacts) or (not git.parts and git.why_unknown(as_of) is not None):
        return {}
    paths, tree = facts.settings.git.paths, git.tree_at(as_of)
    documents = sorted(path for path in paths.named("docs").of(tree) if tree[path] not in NO_TEXT)
    known = covers.Known(paths, documents, sorted({*tree, *history.last_touches(git, as_of)}))
    void = [pattern for cover in facts.settings.covers for pattern in covers.voids(covers.entry(cover, known), known)]
    more = [f"{len(void) - _MANY} more in [[covers]] match nothing"] if len(void) > _MANY else []
    return {"git": (*(pattern.sentence for pattern in void[:_MANY]), *more)}
