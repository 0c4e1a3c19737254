"""Describe every edit of a milestone's gate, whether it makes the gate weaker or stricter."""

from collections.abc import Iterable, Iterator
from typing import cast

from readiness_gate.config.diff.rules import other_parameters, weakened
from readiness_gate.model.amounts import limit_in_words
from readiness_gate.model.comparison import Edit
from readiness_gate.model.digest import digest
from readiness_gate.model.policy import Gate, Rule, Waiver
from readiness_gate.model.time import DAY, iso
from readiness_gate.model.wording import counted

_MILESTONE_KEYS = (
    "kind",
    "date",
    "freeze",
    "go_live",
    "version",
    "components",
    "later_versions",
    "policy_lock",
    "after",
    "tags",
)


def edits(then: Gate, now: Gate) -> tuple[Edit, ...]:
    """Return every edit of rules and waivers, by rule id, and then the edits of the gate as a whole."""
    ours, theirs = ({rule.id: rule for rule in gate.rules} for gate in (then, now))
    of_rules = (edit for id_ in {**ours, **theirs} for edit in _rule_edits(id_, ours.get(id_), theirs.get(id_)))
    return (*of_rules, *_waiver_edits(then, now), *_gate_edits(then, now))


def _rule_edits(id_: str, then: Rule | None, now: Rule | None) -> Iterator[Edit]:
    if then is None:
        yield Edit(id_, "the rule is added", loosens=False)
    elif now is None:
        yield Edit(id_, "the rule is removed", loosens=True)
    elif digest(then) != digest(now):
        changes = list(_decisive_changes(then, now))
        if changes:
            yield Edit(id_, "; ".join(changes), loosens=bool(weakened(then, now)))


def _decisive_changes(then: Rule, now: Rule) -> Iterator[str]:
    """Yield the edits of a rule that affect decisions, in words."""
    if then.limit != now.limit:
        after, before = (limit_in_words(rule.limit, rule.unit) for rule in (now, then))
        yield f"the limit is {after} instead of {before}"
    if then.enforcement != now.enforcement:
        yield f"it is enforced as {now.enforcement} instead of {then.enforcement}"
    if then.waivable != now.waivable:
        yield "it can be waived" if now.waivable else "it can no longer be waived"
    if then.held_for != now.held_for:
        after, before = (counted(rule.held_for // DAY, "day") for rule in (now, then))
        yield f"it must hold for {after} instead of {before}"
    if then.signal != now.signal:
        yield f"it measures {now.signal} instead of {then.signal}"
    elif then.parameters != now.parameters:
        yield other_parameters(then, now)
    if (then.milestones, then.when) != (now.milestones, now.when):
        yield "it applies to other milestones or times"
    if then.dimension != now.dimension:
        yield f"it counts under {now.dimension} instead of {then.dimension}"


def _waiver_edits(then: Gate, now: Gate) -> Iterator[Edit]:
    before, after = (
        [waiver for waiver in dict.fromkeys(gate.waivers) if waiver.is_for(gate.milestone.name)] for gate in (then, now)
    )
    for waiver in _new(after, before):
        what = f"a waiver is added, approved by {waiver.approved_by} until {waiver.expires}"
        yield Edit(waiver.rule, what, loosens=True)
    for waiver in _new(before, after):
        what = f"a waiver is removed, which {waiver.approved_by} approved until {waiver.expires}"
        yield Edit(waiver.rule, what, loosens=False)


def _new(ones: Iterable[Waiver], others: Iterable[Waiver]) -> list[Waiver]:
    known = {digest(waiver) for waiver in others}
    return [waiver for waiver in ones if digest(waiver) not in known]


def _gate_edits(then: Gate, now: Gate) -> Iterator[Edit]:
    """Yield the edits that affect every rule, and those of the policy itself."""
    for key in _MILESTONE_KEYS:
        before, after = (_shown(getattr(gate.milestone, key)) for gate in (then, now))
        follows = key == "go_live" and all(gate.milestone.go_live == gate.milestone.date for gate in (then, now))
        if before != after and not follows:  # a go-live's date is its day of go-live, and is listed already
            name = f"milestones.{now.milestone.name}.{key.replace('_', '-')}"
            yield Edit("", f"{name} is {after} instead of {before}", loosens=True)
    yield from _additions("{} is no longer measured", then.not_measured, now.not_measured, loosens=True)
    yield from _additions("{} is measured", now.not_measured, then.not_measured, loosens=False)
    had, has = then.terms, now.terms
    yield from _additions("waivers.approvers also has {}", had.approvers, has.approvers, loosens=True)
    yield from _additions("waivers.approvers no longer has {}", has.approvers, had.approvers, loosens=False)
    if had.max_days != has.max_days:
        what = f"waivers.max-days is {has.max_days} instead of {had.max_days}"
        yield Edit("", what, loosens=has.max_days > had.max_days)
    yield from _additions("signoffs.approvers also has {}", _signers(then), _signers(now), loosens=True)
    yield from _additions("signoffs.approvers no longer has {}", _signers(now), _signers(then), loosens=True)
    yield from _additions("a sign-off is added, {}", _signoffs(then), _signoffs(now), loosens=True)
    yield from _additions("a sign-off is removed, {}", _signoffs(now), _signoffs(then), loosens=False)


def _additions(words: str, before: Iterable[str], after: Iterable[str], *, loosens: bool) -> Iterator[Edit]:
    """Yield an edit for each name that is new."""
    known = set(before)
    return (Edit("", words.format(name), loosens) for name in after if name not in known)


def _signers(gate: Gate) -> list[str]:
    return [f"{person} as {role}" for role, people in gate.signers.items() for person in people]


def _signoffs(gate: Gate) -> list[str]:
    here = (signoff for signoff in gate.signoffs if signoff.milestone == gate.milestone.name)
    return [f"by {one.approver} as {one.role} on {iso(one.signed_on)}" for one in here]


def _shown(value: object) -> str:
    """Return a value of a milestone as text; `none` if there is none."""
    if isinstance(value, tuple | frozenset):
        names = cast("Iterable[object]", value)
        return ", ".join(sorted(map(str, names))) or "none"
    return "none" if value is None else str(value)
