"""Describe how a rule is weaker than the rule of a pack that it overrides."""

from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.policy import ALWAYS_MEASURED, ENFORCEMENTS, UNWATCHED, Limit, Rule
from readiness_gate.model.time import DAY
from readiness_gate.model.wording import agreeing, counted
from readiness_gate.sources.git.platforms import only_folder


def weakened(shipped: Rule, ours: Rule) -> list[str]:
    """Return every way in which our rule demands less than the shipped one, or something else."""
    changes = (*_enforced(shipped, ours), *_measured(shipped, ours), *_applied(shipped, ours))
    return [f"{ours.id}: {change}" for change in changes]


def _enforced(shipped: Rule, ours: Rule) -> Iterator[str]:
    """Yield what has become easier to pass."""
    if _is_looser(shipped.limit, ours.limit):
        before, after = (limit_in_words(rule.limit, rule.unit) for rule in (shipped, ours))
        yield f"the limit is {after} instead of {before}"
    if ENFORCEMENTS.index(ours.enforcement) > ENFORCEMENTS.index(shipped.enforcement):
        yield f"it is enforced as {ours.enforcement} instead of {shipped.enforcement}"
    if ours.waivable and not shipped.waivable:
        yield "it can be waived"
    if ours.held_for < shipped.held_for:
        before, after = (counted(rule.held_for // DAY, "day") for rule in (shipped, ours))
        yield f"it must hold for {after} instead of {before}"


def _measured(shipped: Rule, ours: Rule) -> Iterator[str]:
    """Yield what is measured instead."""
    if ours.signal != shipped.signal:
        yield f"it measures {ours.signal} instead of {shipped.signal}"
    elif ours.parameters != shipped.parameters and not _counts_everything(shipped, ours):
        folder = _only_below(shipped, ours)
        yield f"it looks at {folder}/ only" if folder else other_parameters(shipped, ours)


def _counts_everything(shipped: Rule, ours: Rule) -> bool:
    """Return whether our rule has the shipped rule's parameters except its scope, and counts all defects."""
    before, after = (dict(rule.parameters.values) for rule in (shipped, ours))
    before.pop("scope", None)
    return after.pop("scope", "all") == "all" and after == before


def other_parameters(shipped: Rule, ours: Rule) -> str:
    """Return which parameters of a signal differ, in words."""
    before, after = dict(shipped.parameters.values), dict(ours.parameters.values)
    names = sorted(name for name in {*before, *after} if before.get(name) != after.get(name))
    return f"it measures {ours.signal} with another {' and '.join(names)}"


def _applied(shipped: Rule, ours: Rule) -> Iterator[str]:
    """Yield where and when the rule applies instead."""
    if ours.dimension != shipped.dimension:
        yield f"it counts under {ours.dimension} instead of {shipped.dimension}"
    if (ours.milestones, ours.when) != (shipped.milestones, shipped.when):
        yield "it applies to other milestones or times"


def unguarded(kind: str, guarded: Sequence[Sequence[str]]) -> list[str]:
    """Return the warning that the packs demand less of a milestone, because they do not know its kind.

    `guarded` has the kinds that each of their rules guards, none for every kind.
    """
    others = [kinds for kinds in guarded if kinds]
    known = sorted({name for kinds in others for name in kinds})
    if not others or kind in known:
        return []
    guards = f"{counted(len(others), 'rule')} {agreeing(len(others), 'guards', 'guard')}"
    return [f"{guards} milestones of other kinds ({', '.join(known)}), and none guards {kind}"]


def unwatched(dimensions: Iterable[str]) -> list[str]:
    """Return, in one phrase, the mandatory dimensions that no rule of a gate covers."""
    missing = sorted(ALWAYS_MEASURED.difference(dimensions))
    names = " or ".join(filter(None, (", ".join(missing[:-1]), *missing[-1:])))
    return [f"{UNWATCHED}{names}"] if missing else []


def _only_below(shipped: Rule, ours: Rule) -> str:
    """Return the folder to which our rule limits the shipped rule's paths, if nothing else is changed; else ""."""
    before, after = (dict(rule.parameters.values) for rule in (shipped, ours))
    wanted, got = before.pop("paths", None), after.pop("paths", None)
    if after != before or not isinstance(wanted, tuple) or not isinstance(got, tuple):
        return ""
    return only_folder(wanted, got)


def _is_looser(shipped: Limit, ours: Limit) -> bool:
    if ours.bound != shipped.bound or ours.bound == "equals":
        return ours != shipped
    return shipped.is_worse(ours.value, shipped.value) or _warns_later(shipped, ours)


def _warns_later(shipped: Limit, ours: Limit) -> bool:
    if shipped.warn_at is None:
        return False
    return shipped.is_worse(ours.value if ours.warn_at is None else ours.warn_at, shipped.warn_at)
