"""The digest of a gate's policy: of everything that affects the decision."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_gate.model.digest import digest
from readiness_gate.model.policy import Gate
from readiness_gate.model.repositories import unwritten
from readiness_gate.model.settings import Settings


def sealed(gate: Gate, of_sources: Settings, ref: str | None) -> Gate:
    """Return the gate with the digest of everything that affects its decision: rules, waivers and the sources'
    settings.

    Sign-offs are not part of it, so that signing does not change what was signed. It does not matter whether a path
    pattern comes from the configuration or from a platform's pack.
    """
    decides = replace(gate, signoffs=())
    asked = replace(of_sources, root=Path(), policy_ref="", git=unwritten(of_sources.git))
    return replace(gate, policy=replace(gate.policy, ref=ref, digest=digest((decides, asked))))


def linked(gate: Gate, earlier: Sequence[Gate]) -> Gate:
    """Return the gate with the gates of the milestones that its own comes after. Its digest then covers theirs, and it
    is weakened by whatever weakens them."""
    if not earlier:
        return gate
    of_all = digest([one.policy.digest for one in (gate, *earlier)])
    weakened = (*gate.policy.weakened, *_weakened(gate, earlier))
    return replace(gate, earlier=tuple(earlier), policy=replace(gate.policy, digest=of_all, weakened=weakened))


def resealed(gate: Gate, of_sources: Settings) -> Gate:
    """Return a changed gate, and its earlier gates, with the digests that they would have if they were loaded from a
    configuration."""
    ref = gate.policy.ref
    earlier = [sealed(_unsealed(one), of_sources, ref) for one in gate.earlier]
    return linked(sealed(_unsealed(gate), of_sources, ref), earlier)


def _unsealed(gate: Gate) -> Gate:
    """Return the gate on its own, as it was before it was sealed."""
    names = tuple(f"{one.milestone.name}: " for one in gate.earlier)
    own = tuple(what for what in gate.policy.weakened if not what.startswith(names))
    return replace(gate, earlier=(), policy=replace(gate.policy, ref=None, digest="", weakened=own))


def _weakened(gate: Gate, earlier: Sequence[Gate]) -> Iterator[str]:
    """Yield how only the earlier gates are weakened. Otherwise their go would look like one under the full policy."""
    for one in earlier:
        yield from (f"{one.milestone.name}: {what}" for what in one.policy.weakened if what not in gate.policy.weakened)
