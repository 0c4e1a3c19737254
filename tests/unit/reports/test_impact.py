"""What a change does, as text, Markdown and JSON: golden texts, and every judgement."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator
from support.golden import check_golden
from support.verdicts import AS_OF, BAD, GOOD, MILESTONE, POLICY, RULES, VERDICTS, verdict

from readiness_gate.app.impact.costs import by_rule, clocks
from readiness_gate.app.impact.worse import WhatReads, effects, undetermined
from readiness_gate.app.since.rosters import Churn
from readiness_gate.model.impact import Clock, Delay, Documents, Edited, Impact, Landing, Measures, Retraining, Training
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Measured, Unavailable
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.impact.as_json import as_json, schema_text
from readiness_gate.reports.impact.as_markdown import as_markdown
from readiness_gate.reports.impact.as_text import as_text
from readiness_gate.reports.spec import Display

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
GATE = Gate("Northwind CRM", ZoneInfo("Europe/Berlin"), MILESTONE, RULES, POLICY)
LANDING = Landing("origin/main", "HEAD", "0123456789ab" + "0" * 28, "fedcba987654" + "0" * 28, "", 3, 12, 4, ("r.csv",))
TRAINING = Training(
    (Retraining("Sales rep", 214, 380, ("quoting",)), Retraining("Clerk", 5, 9, ("a", "b", "c", "d"))), 12, hidden=True
)
DOCUMENTS = Documents(("docs/a.md", "docs/b.md", "docs/c.md", "docs/d.md"), ("docs/e.md",), ("docs/f.md",))
CLOCKS = (
    Clock("CHG-03", "The freeze holds", "change.days-since-last", 9.4, 0, 14),
    Clock("", "No change of configuration or code", "change.days-since-last", 20.2, 12.1),
)
DELAYS = (
    Delay("CHG-03", "The freeze holds", AS_OF + 3 * 86_400, AS_OF + 14 * 86_400),
    Delay("CHG-02", "Change is slowing down", None, AS_OF + 16 * 86_400),
)
UNKNOWN = Unavailable("the clone is shallow and begins on 2027-02-01T00:00:00Z: fetch the whole history")


def measures(before: Verdict, after: Verdict, **fields: Any) -> Measures:
    """What differs between two verdicts of one gate."""
    found = by_rule(before.findings), by_rule(after.findings)
    reading = WhatReads(frozenset(rule.signal for rule in RULES))
    given = Measures(
        before,
        after,
        TRAINING,
        DOCUMENTS,
        CLOCKS,
        DELAYS,
        tuple(effects(*found, Churn())),
        tuple(undetermined(*found, reading, Churn())),
    )
    return replace(given, **fields)


IMPACTS = {
    "impact": Impact(
        LANDING,
        GATE,
        AS_OF,
        measures(
            verdict(GOOD),
            verdict(BAD),
            edited=Edited(
                ("DEF-03: the limit is at most 99 issues",), "Under the policy of the change this would be: go."
            ),
        ),
        ("Exported: people 2027-02-14T08:00:00Z (given by --exported-at)",),
    ),
    "impact-unknown": Impact(Landing("main", "HEAD", "", ""), GATE, AS_OF, UNKNOWN),
    "impact-none": Impact(
        replace(LANDING, commits=1, files=1, seen=0, read=()),
        GATE,
        AS_OF,
        measures(
            VERDICTS["no-go"], VERDICTS["no-go"], training=Training(), documents=Documents(), clocks=(), delays=()
        ),
    ),
    "impact-undetermined": Impact(
        LANDING,
        GATE,
        AS_OF,
        measures(
            VERDICTS["undecided"],
            VERDICTS["undecided"],
            training=UNKNOWN,
            documents=UNKNOWN,
            clocks=(),
            delays=(),
        ),
    ),
}


@pytest.mark.parametrize("name", IMPACTS)
def test_golden_texts(name: str) -> None:
    """One for each judgement, and the JSON keeps its schema."""
    found = IMPACTS[name]
    check_golden(GOLDEN / f"{name}.txt", as_text(found, Display()))
    check_golden(GOLDEN / f"{name}.md", as_markdown(found))
    written = as_json(found)
    schema: Any = Draft202012Validator(json.loads(schema_text()))
    schema.validate(json.loads(written))
    version = json.loads(written)["tool"]["version"]
    check_golden(GOLDEN / f"{name}.json", written.replace(f'"{version}"', '"VERSION"'))


def test_each_judgement() -> None:
    """A rule that fails, or a decision that is worse; unknown where nothing is worse."""
    assert {name: found.judgement for name, found in IMPACTS.items()} == {
        "impact": "worse",
        "impact-unknown": "unknown",
        "impact-none": "not-worse",
        "impact-undetermined": "unknown",
    }
    only_decided = measures(VERDICTS["go"], VERDICTS["no-go"], effects=(), undetermined=())
    assert Impact(LANDING, GATE, AS_OF, only_decided).judgement == "worse"


def test_everything_is_shown_where_it_is_wanted() -> None:
    """Every document, and what the rules say; few lines where little is wanted."""
    found = IMPACTS["impact"]
    verbose, quiet = (as_text(found, Display(verbosity=level)) for level in (2, 0))
    assert "docs/d.md" in verbose
    assert "docs/d.md" not in as_text(found, Display())
    assert "15 of 24 people completed" in " ".join(verbose.split())
    assert "DEF-02  No open" not in quiet


def test_much_is_cut_and_counted() -> None:
    """More rules and remarks than there is room for."""
    many = replace(IMPACTS["impact"], notes=tuple(f"note {number}" for number in range(40)))
    assert "more: see the JSON" in as_markdown(many)
    measured = many.measured
    assert isinstance(measured, Measures)
    rows = replace(many, measured=replace(measured, effects=measured.effects * 20))
    assert as_markdown(rows).count("more: see the JSON") == 2
    assert "more rules change (-v shows all" in as_text(rows, Display())


def test_an_equal_that_is_further_away() -> None:
    """A failing value of `equals` is worse where it is further from what it must be."""
    rule = next(rule for rule in RULES if rule.limit.bound == "equals")
    before = verdict({**GOOD, rule.id: Measured(value=False, summary="")})
    after = verdict({**GOOD, rule.id: Measured(value=False, summary="")})
    assert list(effects(by_rule(before.findings), by_rule(after.findings), Churn())) == []


def test_a_rule_that_must_hold_for_days_begins_again() -> None:
    """One that passes without the change, and fails with it."""
    before, after = (by_rule(verdict(each).findings) for each in (GOOD, BAD))
    assert before["CHG-02"].outcome == "pass"
    found = [clock for clock in clocks(before, after, (UNKNOWN, UNKNOWN)) if clock.rule == "CHG-02"]
    assert [(clock.held, clock.after, clock.required) for clock in found] == [(2, 0, 2)]
