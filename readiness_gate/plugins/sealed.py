"""The facts of plugins, which this process does not unpickle."""

import pickle
from dataclasses import field, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts


@dataclass(frozen=True, slots=True)
class Sealed(SourceFacts):
    """The facts of a plugin's source, which only plugin processes unpickle."""

    content: bytes = field(repr=False)


def opened(facts: Facts) -> Facts:
    """Return the facts with those of plugins unpickled; call this only inside the fence."""
    sources = {
        name: pickle.loads(given.content) if isinstance(given, Sealed) else given  # noqa: S301 - inside the fence
        for name, given in facts.sources.items()
    }
    return replace(facts, sources=sources)
