"""What publishers pass on: the verdict of a gate in the texts that reports render."""

from collections.abc import Callable, Iterable

from readiness_gate.judge.sentence import blocking
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.publishers.confluence.written import Contents
from readiness_gate.publishers.jira import Publication
from readiness_gate.publishers.message import Message
from readiness_gate.reports import comment, jira_comment, markdown, storage
from readiness_gate.reports.page import headline


def message(verdict: Verdict) -> Message:
    """Return a verdict in the form in which it is published."""
    head, rules = headline(verdict), blocking(verdict.findings)
    return Message(
        program=verdict.program,
        milestone=verdict.milestone.name,
        date=verdict.milestone.date.isoformat(),
        as_of=verdict.as_of,
        decision=verdict.decision,
        decision_without_waivers=verdict.decision_without_waivers,
        title=f"{head.called}: {head.milestone} on {head.when}",
        sentence=" ".join(head.reasons),
        failing=_ids(rules, lambda one: one.outcome == "fail" and not one.waived),
        unknown=_ids(rules, lambda one: one.outcome == "unknown"),
        waived=_ids(rules, lambda one: one.waived),
        policy_digest=verdict.policy.digest,
        evidence_digest=verdict.evidence_digest,
        markdown=markdown.render(verdict),
        short=comment.render(verdict),
    )


def bounded(verdict: Verdict, most: int) -> str:
    """Return the report in GitHub-flavored Markdown, in at most `most` bytes: the short one if even the most
    important part of the complete one does not fit."""
    whole = markdown.render(verdict, most)
    return whole if len(whole.encode()) <= most else comment.render(verdict)


def for_jira(verdict: Verdict) -> Publication:
    """Return a verdict in the form that Jira shows."""
    blocks = jira_comment.blocks(verdict)
    return Publication(message(verdict), verdict.zone, jira_comment.document(blocks), jira_comment.wiki(blocks))


def contents_of_page(verdict: Verdict, said: Message) -> Contents:
    """Return a verdict as a Confluence page."""
    return Contents(said, storage.render(verdict), storage.LAYOUT)


def _ids(rules: Iterable[Finding], is_one: Callable[[Finding], bool]) -> tuple[str, ...]:
    return tuple(sorted(one.rule.id for one in rules if is_one(one)))
