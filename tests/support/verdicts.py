"""Verdicts of every kind for the tests of reports: one table, so that each report is held to the same cases."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from readiness_gate.judge import judge, questions
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.levers import Expiry, Work, work
from readiness_gate.model.policy import Applies, Gate, Limit, Policy, Rule, Waiver, WaiverTerms
from readiness_gate.model.reading import Evidence, Measured, Parameters, Question, Reading, Unavailable
from readiness_gate.model.settings import Milestone
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.model.verdict import Verdict

AS_OF: Instant = instant("2027-02-14T09:00:00Z")
APPROVER = "sponsor@example.com"
POLICY = Policy(f"sha256:{'0' * 64}", ("starter", "./our-rules.toml"))
MILESTONE = Milestone("wave-2", "go-live", date(2027, 3, 1), POLICY.packs)
MISSING = Unavailable("there is no export jira-export.json: write one, or correct jira.export")

RULES = (
    Rule(
        "DEF-01",
        "No open severity 1 defects",
        "defects",
        "defects.open",
        Limit("at-most", 0),
        "issues",
        Parameters((("severity", "sev1"),)),
        waivable=False,
        owner="defect manager",
        why="People learn workarounds, and lose trust in the system in the first days.",
        remedy="Fix, retest and close each of these defects.",
        source="Common exit criteria for user acceptance tests",
        evidence="secondary",
    ),
    Rule(
        "DEF-02",
        "No open severity 2 defects",
        "defects",
        "defects.open",
        Limit("at-most", 0),
        "issues",
        Parameters((("severity", "sev2"),)),
        owner="defect manager",
        remedy="Fix each of these defects, or accept individual ones with a waiver that expires.",
    ),
    Rule(
        "DEF-03",
        "Few open severity 3 defects",
        "defects",
        "defects.open",
        Limit("at-most", 10),
        "issues",
        Parameters((("severity", "sev3"),)),
        enforcement="warn",
        owner="defect manager",
        remedy="Close what can be closed.",
    ),
    Rule(
        "CHG-02",
        "Change is slowing down",
        "change",
        "change.landings",
        Limit("at-most", 6, 3),
        "landings",
        Parameters((("paths", ("config/**", "src/**")), ("window", "14d"))),
        held_for=2 * DAY,
        owner="release manager",
        remedy="Merge nothing more before the milestone.",
    ),
    Rule(
        "DOC-01",
        "Documentation is current",
        "documentation",
        "docs.fresh-share",
        Limit("at-least", 0.9, 0.95),
        "share",
        Parameters((("grace", "7d"),)),
        owner="documentation lead",
        remedy="Update each of these documents.",
    ),
    Rule(
        "TRN-01",
        "Every role at least 90 % trained",
        "training",
        "training.coverage",
        Limit("at-least", 0.9),
        "share",
        Parameters((("critical", False), ("role", "worst"))),
        remedy="Have the people of the lowest role complete the modules that they still need.",
    ),
    Rule(
        "LDR-01",
        "A sponsor is named",
        "leadership",
        "leadership.sponsor-named",
        Limit("equals", value=True),
        "boolean",
        owner="program manager",
        remedy="Name the sponsor.",
    ),
    Rule(
        "SUP-02",
        "The first response is quick",
        "support",
        "support.first-response",
        Limit("at-most", 4),
        "hours",
        enforcement="info",
    ),
    Rule(
        "ADP-00",
        "People use the system",
        "adoption",
        "adoption.active-share",
        Limit("at-least", 0.8),
        "share",
        when=Applies(days_to_go_at_most=-30),
    ),
)

GOOD: Mapping[str, Reading] = {
    "DEF-01": Measured(0, "0 of 11 open defects are sev1 (136 defects among 232 issues read)."),
    "DEF-02": Measured(0, "0 of 11 open defects are sev2 (136 defects among 232 issues read)."),
    "DEF-03": Measured(1, "1 of 11 open defects is sev3.", (Evidence("issue", "CRM-7", "sev3: Import is slow"),)),
    "CHG-02": Measured(2, "2 landings in the 14 days to 2027-02-14."),
    "DOC-01": Measured(0.97, "97 of 100 documents judged are fresh."),
    "TRN-01": Measured(0.95, "Clerk, the lowest of 2 roles, 19 of 20 people completed every module required."),
    "LDR-01": Measured(value=True, summary="The roster names a sponsor."),
    "SUP-02": Measured(3.25, "Nine in ten were answered within that time."),
}
ISSUES = tuple(
    Evidence("issue", f"CRM-{number}", f"sev2: Defect {number}", f"https://crm.example/browse/CRM-{number}")
    for number in range(1, 9)
)
LANDINGS = (
    Evidence("landing", "0123456789abcdef0123456789abcdef01234567", "2027-02-12 feat: show totals: config/quote.xml"),
    Evidence("landing", "fedcba9876543210fedcba9876543210fedcba98", "2027-02-10 fix: round: src/quote.py and 3 more"),
)
BAD: Mapping[str, Reading] = {
    **GOOD,
    "DEF-02": Measured(
        8,
        "8 of 11 open defects are sev2 (136 defects among 232 issues read).",
        ISSUES,
        levers=(work("close", "defect", tuple(issue.id for issue in ISSUES)),),
    ),
    "DEF-03": Measured(12, "12 of 20 open defects are sev3."),
    "CHG-02": Measured(
        7,
        "7 landings in the 14 days to 2027-02-14.",
        LANDINGS,
        levers=(
            Expiry(
                "merge nothing more",
                "landing leaves the window",
                "landings leave the window",
                tuple(AS_OF + number * DAY for number in range(1, 8)),
                tuple(range(7, -1, -1)),
            ),
        ),
    ),
    "DOC-01": Measured(
        0.93,
        "93 of 100 documents judged are fresh; 7 describe configuration that changed after them.",
        (Evidence("document", "docs/quoting.md", "last changed 2026-12-30; config/quote.xml changed 2027-02-12"),),
        levers=(work("update", "document", tuple(f"docs/{number}.md" for number in range(7)), of=100),),
    ),
    "TRN-01": Measured(
        0.625,
        "Service agent, the lowest of 2 roles, 15 of 24 people completed every module required.",
        (
            Evidence("role", "Service agent", "15 of 24 trained; still to complete: service 9"),
            Evidence("role", "Clerk"),
        ),
        levers=(
            Work(
                "",
                "more person in the role Service agent completes every required module",
                "more people in the role Service agent complete every required module",
                tuple(number / 24 for number in range(15, 25)),
                ("service",),
                about=True,
            ),
        ),
    ),
    "LDR-01": Measured(value=False, summary="The roster names no sponsor."),
    "SUP-02": Measured(30, "Nine in ten were answered within that time."),
}
SOURCES = (
    Provenance("git", "main at 0123456789ab", "landings since 2027-01-31", 7, AS_OF, fetched_at=AS_OF),
    Provenance("jira", "export jira-export.json", "issues of projects CRM", 232, AS_OF - DAY, fetched_at=AS_OF),
    Provenance("people", "", "there is no file roster.csv: write it", 0, complete=False, fetched_at=AS_OF),
)


def waiver(rule: str, **fields: Any) -> Waiver:
    """A waiver of a rule that is in force on the day of the verdicts."""
    given = Waiver(rule, "Workaround agreed", "pm@example.com", APPROVER, date(2027, 2, 11), date(2027, 2, 28))
    return replace(given, **fields)


WAIVERS = (
    waiver("DEF-02"),
    waiver("DEF-01"),
    waiver("TRN-01", expires=date(2027, 2, 13)),
    waiver("LDR-01", requested_by=APPROVER),
    waiver("CHG-02", accepts=6),
)


def verdict(readings: Mapping[str, Reading], **fields: Any) -> Verdict:
    """The verdict of the gate of all rules, given readings by the rules' ids; `fields` are changes of the gate."""
    terms = WaiverTerms((APPROVER,), 30)
    gate = replace(Gate("Northwind CRM", ZoneInfo("Europe/Berlin"), MILESTONE, RULES, POLICY, terms=terms), **fields)
    return judge(gate, {each: _answer(each, readings) for each in questions(gate, AS_OF)}, AS_OF, SOURCES)


def _answer(question: Question, readings: Mapping[str, Reading]) -> Reading:
    rule = next(each for each in RULES if (each.signal, each.parameters) == (question.signal, question.parameters))
    found = readings.get(rule.id, Unavailable(f"provide what {rule.signal} reads"))
    return replace(found, unit=rule.unit, facts=("git",), observed_at=AS_OF) if isinstance(found, Measured) else found


def readings(of: Verdict) -> dict[Question, Reading]:
    """The readings that a verdict rests on."""
    return {
        Question(each.rule.signal, AS_OF, each.rule.parameters): each.reading for each in of.findings if each.reading
    }


VERDICTS: Mapping[str, Verdict] = {
    "go": verdict(GOOD),
    "warn": verdict({**GOOD, "DEF-03": BAD["DEF-03"], "DOC-01": BAD["DOC-01"], "SUP-02": MISSING}),
    "go-with-waiver": verdict({**GOOD, "DEF-02": BAD["DEF-02"]}, waivers=(waiver("DEF-02"),)),
    "no-go": verdict(
        BAD,
        waivers=WAIVERS,
        policy=replace(POLICY, ref="origin/main", weakened=("DEF-03: the limit is at most 10 instead of at most 5",)),
        not_measured={"feedback": "measured by the CRM board"},
    ),
    "no-go-and-unknown": verdict({"TRN-01": BAD["TRN-01"]}),
    "undecided": verdict({**GOOD, "DEF-01": MISSING, "DEF-02": MISSING, "DEF-03": MISSING, "LDR-01": MISSING}),
    "undecided-without-rules": verdict({}, rules=()),
}

__all__ = ["AS_OF", "BAD", "GOOD", "MISSING", "RULES", "SOURCES", "VERDICTS", "readings", "verdict", "waiver"]
