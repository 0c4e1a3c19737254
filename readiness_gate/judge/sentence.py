"""The committee's sentence: the decision, what is in the way, what is unknown, which risks are accepted, and counts.

It uses words instead of rule ids, and claims no more than the findings do.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from readiness_gate.judge.results import result
from readiness_gate.model.policy import TECHNICAL
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.model.wording import agreeing, and_more, counted

MOST = 5
"""The most findings of a kind that the sentence names."""


def parts(verdict: Verdict) -> tuple[str, ...]:
    """Return a verdict in a few sentences, the decision first and the counts last."""
    block = blocking(verdict.findings)
    milestone, today = verdict.milestone, day_of(verdict.as_of, verdict.zone)
    live = "live" if today > milestone.date else "ready"
    results = partial(result, verdict=verdict)
    return (
        f"{verdict.decision.capitalize()}, {_when(milestone, today)}.",
        *([f"Technically {live}, business not ready."] if _only_technically(block) else []),
        *_list("In the way", filter(_fails, block), results),
        *_list("Unknown", (one for one in block if one.outcome == "unknown"), _topic),
        *_accepted([one for one in block if one.waived], results),
        f"{tally(verdict.findings)}.",
    )


def in_the_way(verdict: Verdict) -> tuple[str, ...]:
    """Return what keeps a verdict from being a go, each in a few words: the failures, then the unknowns; at least
    one."""
    block = blocking(verdict.findings)
    failing = (result(one, verdict) for one in block if _fails(one))
    unknown = (f"unknown: {_topic(one)}" for one in block if one.outcome == "unknown")
    return tuple(dict.fromkeys((*failing, *unknown))) or ("no blocking rule applies to it",)


def tally(findings: Sequence[Finding]) -> str:
    """Return the number of blocking rules by outcome, the worst first, and then how many of the others warn."""
    block = blocking(findings)
    if not block:
        return "No blocking rule applies to this milestone"
    groups = (
        (sum(_fails(one) for one in block), "fails", "fail"),
        (sum(one.outcome == "unknown" for one in block), "is unknown", "are unknown"),
        (sum(one.waived for one in block), "is an accepted risk", "are accepted risks"),
    )
    passing = sum(_passes(one) for one in block)
    counts = [group for group in groups if group[0]] + [(passing, "passes", "pass")]
    (number, one, several), *others = counts
    of = f"{number} of {counted(len(block), 'blocking rule')} {agreeing(number, one, several)}"
    return ", ".join([of, *(f"{count} {agreeing(count, *verbs)}" for count, *verbs in others)]) + _warnings(findings)


def _warnings(findings: Iterable[Finding]) -> str:
    """Return how many rules warn; warning rules that are unknown are counted separately."""
    rules = [one for one in findings if one.rule.enforcement != "info"]
    only_warning = [one for one in rules if one.rule.enforcement == "warn"]
    warning = sum(one.outcome == "warn" for one in rules) + sum(one.outcome == "fail" for one in only_warning)
    unknown = sum(one.outcome == "unknown" for one in only_warning)
    return (f"; {counted(warning, 'warning')}" if warning else "") + (
        f"; {counted(unknown, 'warning rule')} unknown" if unknown else ""
    )


def blocking(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings of the blocking rules that apply."""
    return [one for one in findings if one.rule.enforcement == "block" and one.outcome != "not-applicable"]


def _only_technically(block: Sequence[Finding]) -> bool:
    """Return whether the system is ready but its people are not: every blocking rule on the system passes, and one
    on the people fails. A go-live would be a technical milestone, not a business one."""
    technical = [one for one in block if one.rule.dimension in TECHNICAL]
    people = [one for one in block if one.rule.dimension not in (*TECHNICAL, "governance")]
    ready = all(_passes(one) for one in technical)
    return bool(technical) and ready and any(_fails(one) for one in people)


def _fails(finding: Finding) -> bool:
    """Return whether a finding fails without a waiver."""
    return finding.outcome == "fail" and not finding.waived


def _passes(finding: Finding) -> bool:
    return finding.outcome in ("pass", "warn")


def _when(milestone: Milestone, today: date) -> str:
    days = (milestone.date - today).days
    if days == 0:
        return f"on the day of {milestone.name}"
    return f"{counted(abs(days), 'day')} {'before' if days > 0 else 'after'} {milestone.name}"


def _list(head: str, members: Iterable[Finding], phrase: Callable[[Finding], str]) -> Iterator[str]:
    """Yield a sentence that lists the first of some findings, duplicates once; nothing if there are none."""
    phrases = list(dict.fromkeys(map(phrase, members)))
    more = and_more(len(phrases) - MOST)
    if phrases:
        yield f"{head}: {'; '.join(phrases[:MOST])}{';' if more else ''}{more}."


def _topic(finding: Finding) -> str:
    """Return what is unknown if a rule could not be measured."""
    return finding.rule.topic or finding.rule.title


def _accepted(members: Sequence[Finding], results: Callable[[Finding], str]) -> Iterator[str]:
    """Yield the accepted risks, and until when: the first day on which one of them expires."""
    expire = sorted({one.waiver.expires for one in members if one.waiver is not None})
    first = ", the first" if len(expire) > 1 else ""
    risks = f"{counted(len(members), 'risk')} {agreeing(len(members), 'is', 'are')} accepted{first}"
    yield from _list(f"{risks} until {', '.join(map(str, expire[:1]))}", members, results)
