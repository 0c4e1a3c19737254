"""In words, what a rule of a configuration loosens against the rule of the pack that it overrides."""

from collections.abc import Iterable, Sequence

from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import ALWAYS_MEASURED, ENFORCEMENTS, Limit, Rule
from readiness_gate.sources.git.platforms import only_folder


def weakened(shipped: Rule, ours: Rule) -> list[str]:
    """Every way in which our rule asks for less, or for something else, than the shipped one."""
    told: list[str] = []
    if _looser(shipped.limit, ours.limit):
        before, after = (limit_in_words(rule.limit, rule.unit) for rule in (shipped, ours))
        told.append(f"the limit is {after} instead of {before}")
    if ENFORCEMENTS.index(ours.enforcement) > ENFORCEMENTS.index(shipped.enforcement):
        told.append(f"it is enforced as {ours.enforcement} instead of {shipped.enforcement}")
    if ours.waivable and not shipped.waivable:
        told.append("it can be waived")
    if ours.held_for < shipped.held_for:
        told.append("it must hold for a shorter time")
    if (ours.signal, ours.parameters) != (shipped.signal, shipped.parameters):
        folder = _only_below(shipped, ours)
        told.append(f"it looks at {folder}/ only" if folder else "something else is measured")
    if ours.dimension != shipped.dimension:
        told.append(f"it counts under {ours.dimension} instead of {shipped.dimension}")
    if (ours.milestones, ours.when) != (shipped.milestones, shipped.when):
        told.append("it applies to other milestones or times")
    return [f"{ours.id}: {each}" for each in told]


def unguarded(kind: str, guarded: Sequence[Sequence[str]]) -> list[str]:
    """What the packs do not ask of a milestone because its kind is none that they know; `guarded` has the kinds that
    each of their rules is for, none for every kind."""
    others = [kinds for kinds in guarded if kinds]
    if not others or any(kind in kinds for kinds in others):
        return []
    named = ", ".join(sorted({each for kinds in others for each in kinds}))
    count = f"{len(others)} rules are" if len(others) > 1 else "1 rule is"
    return [f"{count} for milestones of other kinds ({named}), and none of them for {kind}"]


def unwatched(dimensions: Iterable[str]) -> list[str]:
    """The dimensions that no program may leave out and of which a gate has no rule; `dimensions` are those it has."""
    found = set(dimensions)
    return [f"no rule of this gate is about {each}" for each in sorted(ALWAYS_MEASURED) if each not in found]


def _only_below(shipped: Rule, ours: Rule) -> str:
    """The folder for which our rule has the shipped rule's paths, and nothing else is changed; "" if there is none."""
    before, after = (dict(rule.parameters.values) for rule in (shipped, ours))
    wanted, got = before.pop("paths", None), after.pop("paths", None)
    if (ours.signal, after) != (shipped.signal, before) or not isinstance(wanted, tuple) or not isinstance(got, tuple):
        return ""
    return only_folder(wanted, got)


def _looser(shipped: Limit, ours: Limit) -> bool:
    if ours.bound != shipped.bound or ours.bound == "equals":
        return ours != shipped
    return shipped.is_worse(ours.value, shipped.value) or _warns_later(shipped, ours)


def _warns_later(shipped: Limit, ours: Limit) -> bool:
    if shipped.warn_at is None:
        return False
    return shipped.is_worse(ours.value if ours.warn_at is None else ours.warn_at, shipped.warn_at)
