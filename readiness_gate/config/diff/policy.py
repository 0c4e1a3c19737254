"""In words, what an edit of the policy loosens: the policy of the base, which judges, against that of the work tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields

from readiness_gate.config.diff.rules import weakened
from readiness_gate.config.load import Configuration
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.policy import Gate
from readiness_gate.model.repositories import each_of
from readiness_gate.model.settings import Milestone
from readiness_gate.model.settings.git import Cover, GitPaths, GitSettings
from readiness_gate.model.settings.jira import SEVERITIES, IssueFilter, JiraSettings, Marks, Severity
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.wording import listed

_FEW = 3
_KEYS = {"zone": "timezone", "wide": "modules"}
"""The keys of settings of files about people that are called otherwise in the configuration."""


def loosened(base: Configuration, edited: Configuration, milestone: str) -> list[str]:
    """Everything that asks for less in the edited policy than in that of the base, of the gate of one milestone."""
    ours, theirs = base.gates[milestone], edited.gates.get(milestone)
    others = list(_others(base, edited, milestone))
    if theirs is None:
        return [f"the milestone {milestone} is gone", *others]
    return [
        *others,
        *_other("program.timezone", ours.zone.key, theirs.zone.key),
        *_rules(ours, theirs),
        *_milestone(ours.milestone, theirs.milestone),
        *_waivers(ours, theirs),
        *_signoffs(ours, theirs),
        *_git(base.settings.git, edited.settings.git),
        *_covers(base.settings.covers, edited.settings.covers),
        *_jira(base.settings.jira, edited.settings.jira),
        *_people(base.settings.people, edited.settings.people),
    ]


def _others(base: Configuration, edited: Configuration, milestone: str) -> Iterator[str]:
    """What an edit does to the other milestones: the next one by date is judged where none is named."""
    judged = base.gates[milestone].milestone
    for name, gate in edited.gates.items():
        added = gate.milestone
        if name not in base.gates:
            order = "before" if added.date < judged.date else "after" if added.date > judged.date else "on the day of"
            yield f"the milestone {name} is added, on {added.date}, {order} {milestone}"
    for name, gate in base.gates.items():
        theirs = edited.gates.get(name)
        if name != milestone and theirs is None:
            yield f"the milestone {name} is gone"
        elif name != milestone and theirs is not None:
            for key in ("date", "kind"):
                before, after = getattr(gate.milestone, key), getattr(theirs.milestone, key)
                yield from _other(f"milestones.{name}.{key}", before, after)


def shrunk(base: Sequence[Membership], edited: Sequence[Membership]) -> list[str]:
    """What an edit takes from the roster: rows that are gone, or say something else of a person."""
    gone = len(set(base) - set(edited))
    return [f"the roster is without {gone} of {len(set(base))} rows as they were"] if gone else []


def _rules(base: Gate, edited: Gate) -> Iterator[str]:
    for dimension in sorted(set(edited.not_measured) - set(base.not_measured)):
        yield f"{dimension} is no longer measured: {edited.not_measured[dimension]}"
    theirs = {rule.id: rule for rule in edited.rules}
    for rule in base.rules:
        if rule.id in theirs:
            yield from weakened(rule, theirs[rule.id])
        elif rule.dimension not in edited.not_measured:
            yield f"{rule.id}: the rule is gone"


def _milestone(base: Milestone, edited: Milestone) -> Iterator[str]:
    for key in ("date", "kind", "freeze", "version", "policy_lock"):
        before, after = getattr(base, key), getattr(edited, key)
        if before != after:
            yield f"milestones.{base.name}.{key.replace('_', '-')} is {after or 'gone'} instead of {before or 'none'}"
    yield from _fewer(f"milestones.{base.name}.tags", sorted(base.tags), edited.tags)
    yield from _people_file(f"milestones.{base.name}.roster", base.roster, edited.roster)


def _waivers(base: Gate, edited: Gate) -> Iterator[str]:
    for waiver in edited.waivers:
        if waiver not in base.waivers:
            yield f"a waiver of {waiver.rule} is added, approved by {waiver.approved_by}"
    yield from _more("waivers.approvers", base.terms.approvers, edited.terms.approvers)
    if edited.terms.max_days > base.terms.max_days:
        yield f"waivers.max-days is {edited.terms.max_days} instead of {base.terms.max_days}"


def _signoffs(base: Gate, edited: Gate) -> Iterator[str]:
    for signoff in edited.signoffs:
        if signoff not in base.signoffs and signoff.milestone == base.milestone.name:
            yield f"a sign-off as {signoff.role} is added, by {signoff.approver}"
    yield from _fewer("signoffs.approvers", list(base.signers), edited.signers)
    for role, approvers in base.signers.items():
        yield from _more(f"signoffs.approvers.{role}", approvers, edited.signers.get(role, ()))


def _git(base: GitSettings, edited: GitSettings) -> Iterator[str]:
    """What an edit changes in each repository; one that is new is looked at besides."""
    ours, theirs = each_of(base), each_of(edited)
    for name, before in ours.items():
        after = theirs.get(name)
        if after is None:
            yield f"git: the repository {name} is gone" if name else "[git] is gone: the repositories are others"
        else:
            yield from _repository(f"git.{name}" if name else "git", before, after)


def _repository(where: str, base: GitSettings, edited: GitSettings) -> Iterator[str]:
    for key in ("repository", "mainline", "baseline"):
        yield from _other(f"{where}.{key}", getattr(base, key), getattr(edited, key))
    yield from _more(f"{where}.ignore-dates-of", base.ignore_dates_of, edited.ignore_dates_of)
    for field in fields(GitPaths):
        before, after = getattr(base.paths, field.name), getattr(edited.paths, field.name)
        compare = _more if field.name == "exclude" else _fewer
        yield from compare(f"{where}.paths.{field.name}", before, after)


def _covers(base: Sequence[Cover], edited: Sequence[Cover]) -> Iterator[str]:
    gone = [cover for cover in base if cover not in edited]
    if gone:
        yield f"covers: {len(gone)} of {len(base)} tables are gone or changed ({', '.join(gone[0].config[:_FEW])})"


def _jira(base: JiraSettings | None, edited: JiraSettings | None) -> Iterator[str]:
    if base is None or edited is None:
        if base is not None:
            yield "no issues are read any more"
        return
    for key in ("url", "export", "issues"):
        yield from _other(f"jira.{key}", getattr(base, key), getattr(edited, key))
    yield from _other("jira.canary", ", ".join(base.canary), ", ".join(edited.canary))
    yield from _other("jira.exported-at", _iso(base.exported_at), _iso(edited.exported_at))
    yield from ["jira.csv reads dates otherwise"] if base.csv != edited.csv else []
    yield from _projects(base.projects, edited.projects)
    yield from _fewer("jira.defect-types", base.defect_types, edited.defect_types)
    yield from _more("jira.not-defects", base.not_defects, edited.not_defects)
    yield from _more("jira.no-defects", base.no_defects, edited.no_defects)
    done = [[name for name, category in each.statuses.items() if category == "done"] for each in (base, edited)]
    yield from _more("jira.statuses (done)", *done)
    yield from _other("jira.severity.field", base.severity.field, edited.severity.field)
    yield from _severities(base.severity.names, edited.severity.names)
    yield from _unset(base.severity.unset, edited.severity.unset)
    yield from _filter(base.filter, edited.filter)
    if edited.jql is not None:
        yield from _other("jira.jql", base.jql, edited.jql)
    yield from _marks("jira.approved", base.approved, edited.approved)
    yield from _marks("jira.workaround", base.workaround, edited.workaround)


def _projects(base: Sequence[str], edited: Sequence[str]) -> Iterator[str]:
    """Projects that are no longer looked at; none named are all that there are."""
    if edited and not base:
        yield f"jira.projects is {_named(edited)} instead of all"
    elif edited:
        yield from _fewer("jira.projects", base, edited)


def _iso(moment: Instant | None) -> str | None:
    return None if moment is None else iso(moment)


def _severities(base: Mapping[str, Severity], edited: Mapping[str, Severity]) -> Iterator[str]:
    """Values that mean something milder; one that nobody maps is of the strictest severity."""
    for name, after in edited.items():
        before = base.get(name, SEVERITIES[0])
        if SEVERITIES.index(after) > SEVERITIES.index(before):
            yield f'jira.severity: "{name}" is {after} instead of {before}'


def _unset(base: Severity | None, edited: Severity | None) -> Iterator[str]:
    """Issues without a value that mean something milder; where nothing is said, they are of the strictest severity."""
    before, after = base or SEVERITIES[0], edited or SEVERITIES[0]
    if SEVERITIES.index(after) > SEVERITIES.index(before):
        yield f"jira.severity.unset is {after} instead of {before}"


def _filter(base: IssueFilter | None, edited: IssueFilter | None) -> Iterator[str]:
    """Issues that no longer count: a key that is new, values that are gone, or a later day."""
    before, after = (base or IssueFilter()), (edited or IssueFilter())
    for key, values in after.named.items():
        if key in before.named:
            yield from _fewer(f"jira.filter.{key}", before.named[key], values)
        else:
            yield f"jira.filter.{key} is {_named(values)} instead of all"
    if after.created_since is not None and (before.created_since or 0) < after.created_since:
        yield from _other("jira.filter.created-after", before.created_after, after.created_after)


def _marks(where: str, base: Marks, edited: Marks) -> Iterator[str]:
    yield from _more(f"{where}.labels", sorted(base.labels), sorted(edited.labels))
    yield from _more(f"{where}.statuses", sorted(base.statuses), sorted(edited.statuses))
    yield from _other(f"{where}.field", base.field, edited.field)


def _people(base: PeopleSettings | None, edited: PeopleSettings | None) -> Iterator[str]:
    if base is None or edited is None:
        if base is not None:
            yield "no people are read any more"
        return
    for key in ("roster", "completions", "calendar"):
        yield from _people_file(f"people.{key}", base.files.get(key), edited.files.get(key))
    for role, modules in (base.required or {}).items():
        yield from _fewer(f"people.required.{role}", modules, (edited.required or {}).get(role, ()))


def _people_file(where: str, base: PeopleFile | None, edited: PeopleFile | None) -> Iterator[str]:
    """What an edit changes in how a file about people is read: every key of it can change who counts."""
    if base is None or edited is None:
        yield from _other(where, base and base.file, edited and edited.file)
        return
    yield from _other(where, base.file, edited.file)
    changed = [each.name for each in fields(PeopleFile) if getattr(base, each.name) != getattr(edited, each.name)]
    others = [
        _KEYS.get(name, name.replace("_", "-")) for name in changed if name not in ("file", "may_lack", "said_by")
    ]
    if others:
        yield f"{where} is read differently: {', '.join(others)}"


def _fewer(where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    gone = [each for each in before if each not in set(after)]
    if gone:
        yield f"{where} is without {_named(gone)}"


def _more(where: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    new = [each for each in after if each not in set(before)]
    if new:
        yield f"{where} has {_named(new)} besides"


def _other(where: str, before: object, after: object) -> Iterator[str]:
    if before != after:
        yield f"{where} is {after or 'gone'} instead of {before or 'none'}"


def _named(names: Sequence[str]) -> str:
    return listed(names, _FEW)
