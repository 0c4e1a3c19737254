"""The whole table of waivers: what each kind of waiver is worth, to the second and in every zone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from support.gates import APPROVER, AS_OF, MILESTONE, REQUESTER, UNKNOWN, gate, judged, measured, rule, waiver

from readiness_gate.model.policy import Gate, Limit, Rule, Waiver, WaiverTerms
from readiness_gate.model.reading import Reading
from readiness_gate.model.time import DAY, Instant, instant
from readiness_gate.model.verdict import Decision, WaiverState

AT_LEAST = rule(limit=Limit("at-least", 10))
EQUALS = rule(limit=Limit("equals", 10))
HELD = rule(held_for=2 * DAY)
THREE = measured(3, "CRM-1", "CRM-2", "CRM-3")


@dataclass(frozen=True)
class Case:
    """Waivers on one rule with its reading, or its reading of each day back; `expected` has their states in the order
    given. The gate without waivers is a no-go unless said otherwise."""

    expected: Sequence[WaiverState]
    waivers: Sequence[Waiver]
    decision: Decision = "no-go"
    without: Decision = "no-go"
    of: Rule = field(default_factory=rule)
    reading: Reading | Sequence[Reading] = THREE
    as_of: Instant = AS_OF
    gate: dict[str, Any] = field(default_factory=dict[str, Any])


def _one(state: WaiverState, case: dict[str, Any] | None = None, **fields: Any) -> Case:
    decision: Decision = "go" if state == "in-force" else "no-go"
    return replace(Case((state,), (waiver(**fields),), decision), **(case or {}))


def _two(first: WaiverState, second: WaiverState, *fields: dict[str, Any], decision: Decision = "no-go") -> Case:
    return Case((first, second), [waiver(**each) for each in fields], decision)


def _known_as(name: str) -> dict[str, Any]:
    """A gate whose approvers are written in another way."""
    return {"gate": {"terms": WaiverTerms((name,), 30)}}


MARCH_20, MARCH_21, APRIL_1, APRIL_10 = date(2026, 3, 20), date(2026, 3, 21), date(2026, 4, 1), date(2026, 4, 10)

APPROVAL = {
    "in force": _one("in-force"),
    "approved today": _one("in-force", approved_on=APRIL_1),
    "approved tomorrow": _one("not-yet-approved", approved_on=date(2026, 4, 2)),
    "expires today": _one("in-force", expires=APRIL_1),
    "expired yesterday": _one("expired", expires=date(2026, 3, 31)),
    "one day": _one("in-force", approved_on=APRIL_1, expires=APRIL_1),
    "ends before it begins, past": _one("expired", approved_on=MARCH_21, expires=MARCH_20),
    "ends before it begins, around today": _one(
        "not-yet-approved", approved_on=date(2026, 4, 2), expires=date(2026, 3, 31)
    ),
    "30 days": _one("in-force", approved_on=date(2026, 3, 11)),
    "31 days": _one("over-long", approved_on=date(2026, 3, 10)),
    "for ever": _one("over-long", expires=date.max),
    "from the beginning of time": _one("over-long", approved_on=date.min),
    "self-approved": _one("self-approved", requested_by=APPROVER),
    "self-approved, other case": _one("self-approved", requested_by="Sponsor@Example.COM"),
    "self-approved, spaces": _one("self-approved", requested_by="  sponsor@example.com\t"),
    "self-approved, inner space": _one("self-approved", requested_by="sponsor @example.com"),
    "self-approved, no-break space": _one("self-approved", requested_by="\u00a0sponsor@example.com"),
    "self-approved, invisible letter": _one("self-approved", requested_by="spon\u200bsor@example.com"),
    "self-approved, byte order mark": _one("self-approved", requested_by="\ufeffsponsor@example.com"),
    "self-approved, mailto": _one("self-approved", requested_by="MailTo:sponsor@example.com"),
    "self-approved, mailto with a name": _one("self-approved", requested_by="The Sponsor <mailto:sponsor@example.com>"),
    "self-approved, Cyrillic letters": _one("self-approved", requested_by="sp\u043ens\u043er@\u0415xample.com"),
    "self-approved, Greek letters": _one("self-approved", requested_by="sp\u03bfns\u03bfr@\u0395xample.com"),
    "self-approved, soft hyphen": _one("self-approved", requested_by="spon\u00adsor@example.com"),
    "self-approved, control character": _one("self-approved", requested_by="sponsor@example.com\x00"),
    "self-approved, wide letters": _one("self-approved", requested_by="ｓｐｏｎｓｏｒ＠example.com"),
    "self-approved, with a name": _one("self-approved", requested_by="The Sponsor <sponsor@example.com>"),
    "self-approved, with a tag": _one("self-approved", requested_by="sponsor+crm@example.com"),
    "self-approved, approver's case": _one("self-approved", approved_by="SPONSOR@example.com", requested_by=APPROVER),
    "another domain": _one("in-force", requested_by="sponsor@other.example"),
    "another person": _one("in-force", requested_by="sponsor2@example.com"),
    "approver in other case": _one("in-force", approved_by="Sponsor@EXAMPLE.com "),
    "approver listed in other case": _one("in-force", _known_as(" SPONSOR@Example.com")),
    "unknown approver": _one("unknown-approver", approved_by="boss@example.com"),
    "approver with a tag": _one("unknown-approver", approved_by="sponsor+crm@example.com"),
    "approver with a name": _one("unknown-approver", approved_by="Sponsor <sponsor@example.com>"),
    "approver with an invisible letter": _one("unknown-approver", approved_by="spon\u200bsor@example.com"),
    "approver in Cyrillic letters": _one("unknown-approver", approved_by="sp\u043ensor@example.com"),
    "the requester approves": _one("self-approved", approved_by=REQUESTER),
    "nobody may approve": _one("unknown-approver", {"gate": {"terms": WaiverTerms()}}),
}
UNCLEAR = (
    *("sponsor@example.com (Anna)", "(Anna) sponsor@example.com", "sponsor(x)@example.com", '"sponsor"@example.com'),
    *("sponsor@example.com.", "sponsor.@example.com", ".sponsor@example.com", "spon..sor@example.com"),
    *("sponsor@example.com, pm@example.com", "pm@example.com; sponsor@example.com", "sponsor@example.com pm"),
    *("sponsor@example.com <pm@example.com>", "Pm <pm@example.com>, <sponsor@example.com>", "pm@sponsor@example.com"),
    *("'sponsor@example.com'", "sponsor@example.com;", "_sponsor@example.com_", "sponsor@[example.com]", "sponsor@"),
    *("@example.com", "sponsor", "sponsor at example.com", "sponsor%example.com@relay", "", "<>", "<pm@example.com> x"),
)
APPROVAL.update({f"unclear requester, {each}": _one("self-approved", requested_by=each) for each in UNCLEAR})
APPROVAL.update(
    {
        f"unclear approver, {each}": _one("self-approved", _known_as(each), approved_by=each)
        for each in ("sponsor", "sponsor@example.com (Anna)", "sponsor@example.com.")
    }
)
APPROVAL.update(
    {
        f"another person, {each}": _one("in-force", requested_by=each)
        for each in (
            "Pm <pm@example.com>",
            "o'neil@example.com",
            "j.doe-smith+crm@mail.example.com",
            "j\u00fcrgen@example.com",
        )
    }
)
APPROVAL["two names"] = _one("in-force", _known_as("sponsor"), approved_by="sponsor", requested_by="Project office")
APPROVAL["two names, the same"] = _one("self-approved", _known_as("pm"), approved_by="pm", requested_by="PM ")
MATCH = {
    "no other rule": Case(("unmatched",), (waiver("R-2"),)),
    "not the rule in other case": Case(("unmatched",), (waiver("r-1"),)),
    "this milestone": _one("in-force", milestone=MILESTONE.name),
    "another milestone": _one("unmatched", milestone="wave-1"),
    "a kind is no milestone": _one("unmatched", milestone=MILESTONE.kind),
    "not waivable": _one("not-waivable", {"of": rule(waivable=False)}),
    "unknown": _one("unmatched", {"reading": UNKNOWN, "decision": "undecided", "without": "undecided"}),
    "missing": _one("unmatched", {"reading": (), "decision": "undecided", "without": "undecided"}),
    "unknown and not waivable": _one(
        "not-waivable",
        {"of": rule(waivable=False), "reading": UNKNOWN, "decision": "undecided", "without": "undecided"},
    ),
    "the rule passes": _one("unmatched", {"reading": measured(0), "decision": "go", "without": "go"}),
    "the rule warns": _one("unmatched", {"of": rule(limit=Limit("at-most", 5, 1)), "decision": "go", "without": "go"}),
    "expired and the rule passes": _one(
        "unmatched", {"reading": measured(0), "decision": "go", "without": "go"}, expires=MARCH_21
    ),
}
READ = {
    "accepts more": _one("in-force", accepts=4),
    "accepts as much": _one("in-force", accepts=3),
    "accepts as much, a float": _one("in-force", accepts=3.0),
    "worsened": _one("worsened", accepts=2),
    "worsened by a hair": _one("worsened", accepts=2.9999999999999996),
    "accepts nothing": _one("worsened", accepts=0),
    "at least: accepts less": _one("in-force", {"of": AT_LEAST}, accepts=2),
    "at least: accepts as much": _one("in-force", {"of": AT_LEAST}, accepts=3),
    "at least: worsened": _one("worsened", {"of": AT_LEAST}, accepts=4),
    "equals accepts no worst value": _one("worsened", {"of": EQUALS}, accepts=3),
    "equals": _one("in-force", {"of": EQUALS}),
    "all evidence": _one("in-force", evidence=frozenset({"CRM-1", "CRM-2", "CRM-3"})),
    "more than the evidence": _one("in-force", evidence=frozenset({"CRM-1", "CRM-2", "CRM-3", "CRM-4"})),
    "new evidence": _one("new-evidence", evidence=frozenset({"CRM-1", "CRM-2"})),
    "evidence in other case": _one("new-evidence", evidence=frozenset({"crm-1", "CRM-2", "CRM-3"})),
    "no evidence accepted": _one("new-evidence", evidence=frozenset[str]()),
    "the reading names no evidence": _one("new-evidence", {"reading": measured(3)}, evidence=frozenset({"CRM-1"})),
    "evidence and worsened": _one("worsened", accepts=2, evidence=frozenset({"CRM-1", "CRM-2", "CRM-3"})),
    "accepted, and new evidence": _one("new-evidence", accepts=3, evidence=frozenset({"CRM-1"})),
}
DAYS = {
    "fails on two days": _one("in-force", {"of": HELD, "reading": [THREE, measured(0), THREE]}),
    "failed before": _one("in-force", {"of": HELD, "reading": [measured(0), THREE, measured(0)]}, accepts=3),
    "was worse before": _one("worsened", {"of": HELD, "reading": [THREE, measured(4, "CRM-1"), THREE]}, accepts=3),
    "other evidence before": _one(
        "new-evidence",
        {"of": HELD, "reading": [measured(1, "CRM-1"), measured(1, "CRM-2"), measured(0)]},
        evidence=frozenset({"CRM-1"}),
    ),
    "was unknown before": _one("unmatched", {"of": HELD, "reading": [THREE, measured(0), UNKNOWN]}),
    "is unknown, failed before": _one("unmatched", {"of": HELD, "reading": [UNKNOWN, THREE, measured(0)]}),
}
SEVERAL = {
    "the newest counts": _two("superseded", "in-force", {}, {"approved_on": MARCH_21}, decision="go"),
    "whatever their order": _two("in-force", "superseded", {"approved_on": MARCH_21}, {}, decision="go"),
    "a newer one that is worsened is not replaced": _two(
        "superseded", "worsened", {"accepts": 9}, {"approved_on": MARCH_21, "accepts": 2}
    ),
    "a newer one with new evidence is not replaced": _two(
        "superseded", "new-evidence", {}, {"approved_on": MARCH_21, "evidence": frozenset({"CRM-1"})}
    ),
    "they never add up": _two(
        "new-evidence",
        "new-evidence",
        {"evidence": frozenset({"CRM-1", "CRM-2"})},
        {"evidence": frozenset({"CRM-3"})},
    ),
    "of the same day, both cover": _two("in-force", "in-force", {"accepts": 3}, {"accepts": 4}, decision="go"),
    "of the same day, one does not": _two("superseded", "worsened", {"accepts": 3}, {"accepts": 2}),
    "of the same day, one has new evidence": _two("superseded", "new-evidence", {}, {"evidence": frozenset({"CRM-1"})}),
    "a newer one that is self-approved": _two(
        "in-force", "self-approved", {}, {"approved_on": MARCH_21, "requested_by": APPROVER}, decision="go"
    ),
    "a newer one by a stranger": _two(
        "in-force", "unknown-approver", {}, {"approved_on": MARCH_21, "approved_by": "boss@example.com"}, decision="go"
    ),
    "a newer one that is not yet approved": _two(
        "in-force", "not-yet-approved", {}, {"approved_on": date(2026, 4, 2)}, decision="go"
    ),
    "a newer one that has expired": _two(
        "in-force", "expired", {}, {"approved_on": MARCH_21, "expires": date(2026, 3, 31)}, decision="go"
    ),
    "a newer one that is over-long": _two(
        "in-force", "over-long", {}, {"approved_on": MARCH_21, "expires": date(2027, 1, 1)}, decision="go"
    ),
    "a newer one for another milestone": _two(
        "in-force", "unmatched", {}, {"approved_on": MARCH_21, "milestone": "wave-1"}, decision="go"
    ),
    "a newer one for this milestone alone": _two(
        "superseded", "worsened", {}, {"approved_on": MARCH_21, "milestone": "wave-2", "accepts": 1}
    ),
    "a newer one on another rule": Case(
        ("in-force", "unmatched"), (waiver(), waiver("R-2", approved_on=MARCH_21)), "go"
    ),
}
ENDS = [
    ("UTC", "2026-03-29", "2026-03-29T00:00:00Z", "2026-03-29T23:59:59Z"),
    ("UTC", "2028-02-29", "2028-02-29T00:00:00Z", "2028-02-29T23:59:59Z"),
    ("Pacific/Kiritimati", "2026-03-29", "2026-03-28T10:00:00Z", "2026-03-29T09:59:59Z"),
    ("Etc/GMT+12", "2026-03-29", "2026-03-29T12:00:00Z", "2026-03-30T11:59:59Z"),
    ("Europe/Berlin", "2026-03-28", "2026-03-27T23:00:00Z", "2026-03-28T22:59:59Z"),
    ("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z", "2026-03-29T21:59:59Z"),
    ("Europe/Berlin", "2026-10-25", "2026-10-24T22:00:00Z", "2026-10-25T22:59:59Z"),
    ("Europe/Berlin", "2026-12-31", "2026-12-30T23:00:00Z", "2026-12-31T22:59:59Z"),
    ("America/New_York", "2026-03-08", "2026-03-08T05:00:00Z", "2026-03-09T03:59:59Z"),
    ("America/New_York", "2026-11-01", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z"),
    ("Pacific/Auckland", "2026-04-05", "2026-04-04T11:00:00Z", "2026-04-05T11:59:59Z"),
    ("Pacific/Auckland", "2026-09-27", "2026-09-26T12:00:00Z", "2026-09-27T10:59:59Z"),
]
AROUND: list[tuple[int, int, WaiverState]] = [
    (2, -1, "not-yet-approved"),
    (2, 0, "in-force"),
    (2, 1, "in-force"),
    (3, -1, "in-force"),
    (3, 0, "in-force"),
    (3, 1, "expired"),
]


def _around_the_ends() -> Iterator[tuple[str, Case]]:
    """A waiver for one day, a second before, at and after the first and the last second of that day."""
    for row in ENDS:
        zone, day = ZoneInfo(row[0]), date.fromisoformat(row[1])
        for column, after, state in AROUND:
            more: dict[str, Any] = {"as_of": instant(row[column]) + after, "gate": {"zone": zone}}
            yield f"{zone}, {row[column]} {after:+}", _one(state, more, approved_on=day, expires=day)


CASES = {**APPROVAL, **MATCH, **READ, **DAYS, **SEVERAL, **dict(_around_the_ends())}


def _gate(case: Case) -> Gate:
    return gate(case.of, **{"waivers": tuple(case.waivers), **case.gate})


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_a_waiver_is_worth(case: Case) -> None:
    """Only a waiver in force covers the fail; a void one covers nothing, and is listed with its state and why."""
    verdict = judged(_gate(case), {"R-1": case.reading}, case.as_of)
    states = {each.waiver: each.state for each in verdict.waivers}
    assert [states[each] for each in case.waivers] == list(case.expected)
    assert all(each.why for each in verdict.waivers)
    assert (verdict.decision, verdict.decision_without_waivers) == (case.decision, case.without)
    assert verdict.findings[0].waived == ("in-force" in case.expected)
