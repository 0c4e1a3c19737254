"""Describe how the work tree's policy is weaker than the policy of the base, which judges."""

from collections.abc import Iterator

from readiness_gate.config.diff.rules import weakened
from readiness_gate.config.load import Configuration
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Milestone, Settings
from readiness_gate.model.wording import some
from readiness_gate.sources import SOURCES
from readiness_gate.sources.changes import fewer, more, replaced
from readiness_gate.sources.people.weakened import file_edits
from readiness_gate.sources.source import SourceTable


def loosened(base: Configuration, edited: Configuration, milestone: str, sources: SourceTable = SOURCES) -> list[str]:
    """Return everything in which the edited policy demands less of a milestone than the policy of the base."""
    ours, theirs = base.gates[milestone], edited.gates.get(milestone)
    others = list(_other_milestones(base, edited, milestone))
    if theirs is None:
        return [f"the milestone {milestone} is removed", *others]
    changes = (
        *others,
        *replaced("program.timezone", ours.zone.key, theirs.zone.key),
        *_rules(ours, theirs),
        *_milestone(ours.milestone, theirs.milestone),
        *_waivers(ours, theirs),
        *_signoffs(ours, theirs),
        *_earlier(ours, theirs),
        *_sources(base.settings, edited.settings, sources),
    )
    return list(dict.fromkeys(changes))


def _other_milestones(base: Configuration, edited: Configuration, milestone: str) -> Iterator[str]:
    """Yield what an edit weakens in the other milestones: if none is named, the next one by date is judged."""
    judged = base.gates[milestone].milestone
    for name, gate in edited.gates.items():
        if name not in base.gates:
            added = gate.milestone
            yield f"the milestone {name} is added, on {added.date}, {_order(added, judged)} {milestone}"
    for name, gate in base.gates.items():
        if name != milestone:
            yield from _other_milestone(name, gate.milestone, edited.gates.get(name))


def _earlier(base: Gate, edited: Gate) -> Iterator[str]:
    """Yield what an edit loosens in the gates of the earlier milestones of the judged one; removed milestones are
    reported as such."""
    theirs = {gate.milestone.name: gate for gate in edited.earlier}
    for gate in base.earlier:
        name = gate.milestone.name
        if name in theirs:
            yield from _rules(gate, theirs[name])
            yield from (f"for {name}, {what}" for what in _signoffs(gate, theirs[name]))
            yield from _milestone(gate.milestone, theirs[name].milestone)


def _order(added: Milestone, judged: Milestone) -> str:
    if added.date == judged.date:
        return "on the day of"
    return "before" if added.date < judged.date else "after"


def _other_milestone(name: str, base: Milestone, edited: Gate | None) -> Iterator[str]:
    """Yield what an edit weakens in a milestone other than the judged one."""
    if edited is None:
        yield f"the milestone {name} is removed"
        return
    yield from replaced(f"milestones.{name}.date", base.date, edited.milestone.date)
    yield from replaced(f"milestones.{name}.kind", base.kind, edited.milestone.kind)


def _rules(base: Gate, edited: Gate) -> Iterator[str]:
    for dimension in sorted(set(edited.not_measured) - set(base.not_measured)):
        yield f"{dimension} is no longer measured: {edited.not_measured[dimension]}"
    theirs = {rule.id: rule for rule in edited.rules}
    for rule in base.rules:
        if rule.id in theirs:
            yield from weakened(rule, theirs[rule.id])
        elif rule.dimension not in edited.not_measured:
            yield f"{rule.id}: the rule is removed"


def _milestone(base: Milestone, edited: Milestone) -> Iterator[str]:
    for key in ("date", "kind", "freeze", "version", "policy_lock", "go_live"):
        before, after = getattr(base, key), getattr(edited, key)
        follows = key == "go_live" and (before, after) == (base.date, edited.date)
        if before != after and not follows:
            yield f"milestones.{base.name}.{key.replace('_', '-')} is {after or 'gone'} instead of {before or 'none'}"
    for key in ("components", "later_versions"):
        before, after = (sorted(getattr(one, key)) for one in (base, edited))
        if before != after:
            name = f"milestones.{base.name}.{key.replace('_', '-')}"
            yield f"{name} is {some(after) or 'gone'} instead of {some(before) or 'none'}"
    yield from fewer(f"milestones.{base.name}.after", base.after, edited.after)
    yield from fewer(f"milestones.{base.name}.tags", sorted(base.tags), edited.tags)
    yield from file_edits(f"milestones.{base.name}.roster", base.roster, edited.roster)


def _waivers(base: Gate, edited: Gate) -> Iterator[str]:
    for waiver in edited.waivers:
        if waiver not in base.waivers:
            yield f"a waiver of {waiver.rule} is added, approved by {waiver.approved_by}"
    yield from more("waivers.approvers", base.terms.approvers, edited.terms.approvers)
    if edited.terms.max_days > base.terms.max_days:
        yield f"waivers.max-days is {edited.terms.max_days} instead of {base.terms.max_days}"


def _signoffs(base: Gate, edited: Gate) -> Iterator[str]:
    for signoff in edited.signoffs:
        if signoff not in base.signoffs and signoff.milestone == base.milestone.name:
            yield f"a sign-off as {signoff.role} is added, by {signoff.approver}"
    yield from fewer("signoffs.approvers", list(base.signers), edited.signers)
    for role, approvers in base.signers.items():
        yield from more(f"signoffs.approvers.{role}", approvers, edited.signers.get(role, ()))


def _sources(base: Settings, edited: Settings, sources: SourceTable) -> Iterator[str]:
    """Yield what an edit of the sources' settings weakens; if a source cannot say, every edit of them."""
    for name, source in sources.items():
        if source.weakened is not None:
            yield from source.weakened(base, edited)
        elif base.slices.get(name) != edited.slices.get(name):
            yield f"[{name}] is changed"
