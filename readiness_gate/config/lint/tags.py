"""Find rules that never apply, because none of the milestones that they guard has one of their tags."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from readiness_gate.config.packs.loader import PackRule
from readiness_gate.config.packs.overrides import MISSPELT
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.settings import Milestone
from readiness_gate.model.wording import listed
from readiness_gate.toml.place import Place
from readiness_gate.toml.positions import Path
from readiness_gate.toml.problems import Problem, nearest

_FEW = 3


class _Guard(NamedTuple):
    """A rule that guards a milestone, and where it is written."""

    place: Place
    rule: Rule
    milestone: Milestone


def never_tagged(judged: Mapping[str, Sequence[PackRule]], gates: Mapping[str, Gate]) -> Iterator[Problem]:
    """Report rules whose tags none of their milestones has, although another milestone has such a tag, or a similar
    one.

    A tag that no milestone of this program has is no mistake: a pack may be meant for other programs, too.
    """
    tags = {tag for gate in gates.values() for tag in gate.milestone.tags}
    for guards in _by_rule(judged, gates):
        applies = any(guard.rule.when.tags & guard.milestone.tags for guard in guards)
        problem = None if applies else _no_tag(guards, tags)
        if problem is not None:
            yield problem


def _no_tag(guards: Sequence[_Guard], tags: AbstractSet[str]) -> Problem | None:
    """Return the problem that a rule never applies; None if this program has no tag like the rule's."""
    wanted = {tag for guard in guards for tag in guard.rule.when.tags}
    hint = _hint(wanted, tags)
    if not hint:
        return None
    first, names = guards[0], sorted(guard.milestone.name for guard in guards)
    shown = " or ".join(f'"{tag}"' for tag in sorted(first.rule.when.tags))
    why = "; other milestones have it, and this rule does not guard them" if wanted & tags else hint
    what = f"{first.rule.id} never applies: it guards {listed(names, _FEW)}, without the tag {shown}{why}"
    return first.place.problem(what, "when", "tags", at_value=True)


def _hint(wanted: Iterable[str], tags: AbstractSet[str]) -> str:
    """Return the hint for the first tag that is similar to a wanted one; "" if there is none."""
    return next((near for tag in sorted(wanted) if (near := nearest(tag, tags, MISSPELT))), "")


def _by_rule(judged: Mapping[str, Sequence[PackRule]], gates: Mapping[str, Gate]) -> Iterable[Sequence[_Guard]]:
    """Return the rules that apply by tag, each with the milestones that it guards."""
    guards: dict[tuple[str, Path], list[_Guard]] = {}
    for name, gate in gates.items():
        by_tags = {rule.id: rule for rule in gate.rules if rule.when.tags}
        for rule in judged.get(name, ()):
            if rule.entry.id in by_tags:
                where = (rule.place.document.name, rule.place.path)
                guards.setdefault(where, []).append(_Guard(rule.place, by_tags[rule.entry.id], gate.milestone))
    return guards.values()
