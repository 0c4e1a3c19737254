"""What a rule found, in words that claim no more than its value."""

from dataclasses import replace

import pytest
from support.gates import finding_of, gate, judged, measured, rule

from readiness_gate.judge.results import result
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Unit, Value
from readiness_gate.model.verdict import Finding

CALM = "No configuration or code change in the last 14 days"
NONE, TEN, MOST, YES = Limit("at-most", 0), Limit("at-most", 10), Limit("at-least", 0.9), Limit("equals", value=True)


def _result(title: str, value: Value, limit: Limit = NONE, unit: Unit = "issues") -> str:
    verdict = judged(gate(rule(title=title, limit=limit, unit=unit)), {"R-1": replace(measured(value), unit=unit)})
    return result(finding_of(verdict), verdict)


@pytest.mark.parametrize(
    ("title", "value", "unit", "expected"),
    [
        ("No open severity 1 defects", 21, "issues", "21 open severity 1 defects"),
        ("No open severity 1 defects", 1, "issues", "1 open severity 1 defect"),
        ("No open severity 1 defects", 2.0, "issues", "2 open severity 1 defects"),
        ("No severe defect was moved away", 3, "issues", "3 severe defects were moved away"),
        ("No defects are open", 1, "issues", "1 defect is open"),
        ("No defects are open", 2, "issues", "2 defects are open"),
        ("No new tickets", 4, "issues", "4 new tickets"),
        (CALM, 3, "landings", "3 configuration or code changes in the last 14 days"),
        ("No policy change after the lock without sign-off", 1, "landings", ("1 policy change after the lock without "
         "sign-off")),
        ("No guide has gaps", 2, "files", "2 guides have gaps"),
        ("No rollout phase is skipped", 2, "count", "2 rollout phases are skipped"),
    ],
)  # fmt: skip
def test_a_count_of_what_there_must_be_none_of(title: str, value: Value, unit: Unit, expected: str) -> None:
    """The title says what is counted; noun and verb agree with the number."""
    assert _result(title, value, unit=unit) == expected


@pytest.mark.parametrize(
    ("title", "value", "limit", "unit", "expected"),
    [
        ("Few open defects", 12, TEN, "issues", "Few open defects (12 issues; 10 allowed)"),
        ("No open defects", 12, TEN, "issues", "No open defects (12 issues; 10 allowed)"),
        ("No more than three defects", 4, NONE, "issues", "No more than three defects (4 issues; 0 allowed)"),
        ("No surprises", 4, NONE, "issues", "No surprises (4 issues; 0 allowed)"),
        ("No defects", 0.5, NONE, "issues", "No defects (0.5 issues; 0 allowed)"),
        ("No defects", 3, NONE, "share", "No defects (300 %; 0 % allowed)"),
        ("No work leaves the defects", 4, NONE, "days", "No work leaves the defects (4 days; 0 allowed)"),
        ("No change leaves us", 4, NONE, "landings", "No change leaves us (4 landings; 0 allowed)"),
        ("No change is in that is not approved", 2, NONE, "landings",
         "No change is in that is not approved (2 landings; 0 allowed)"),
        ("Guides are current", 0.75, MOST, "share", "Guides are current (75 %; at least 90 % required)"),
        ("Every role at least 90 % trained", 0.625, MOST, "share", "Every role at least 90 % trained (62.5 %)"),
        ("A sponsor is named", False, YES, "boolean", "A sponsor is named (no; yes required)"),
        ("Two leads", 1, Limit("equals", 2), "people", "Two leads (1 person; exactly 2 people required)"),
    ],
)  # fmt: skip
def test_any_other_rule(title: str, value: Value, limit: Limit, unit: Unit, expected: str) -> None:
    """The title with the value and, unless the title has it, what is required."""
    assert _result(title, value, limit, unit) == expected


@pytest.mark.parametrize(
    ("value", "summary", "expected"),
    [
        (
            0.625,
            "Agents are trained (15 of 24); the lowest of 4 roles.",
            "Calm (62.5 %, 15 of 24; at least 90 % required)",
        ),
        (
            0.75,
            "20 of 20 files are described. 9 of 12 guides are fresh.",
            "Calm (75 %, 9 of 12; at least 90 % required)",
        ),
        (0.75, "3 of 12 guides are old.", "Calm (75 %; at least 90 % required)"),
        (0.0, "0 of 0 guides; 0 of 7 people.", "Calm (0 %, 0 of 7; at least 90 % required)"),
    ],
)
def test_a_share_is_shown_with_its_counts(value: float, summary: str, expected: str) -> None:
    """With those of its summary that give exactly this share, and with no others."""
    reading = replace(measured(value), unit="share", summary=summary)
    verdict = judged(gate(rule(title="Calm", limit=MOST, unit="share")), {"R-1": reading})
    assert result(finding_of(verdict), verdict) == expected


def test_nothing_was_measured() -> None:
    """Without a reading there is the title alone."""
    verdict = judged(gate(rule()), {"R-1": measured(0)})
    assert result(Finding(rule(), "unknown", ""), verdict) == "Title of R-1"


def test_a_hidden_share_has_no_counts() -> None:
    """The title says what is in the way, and nothing which share it is."""
    reading = replace(measured(0.625), unit="share", summary="One of 4 roles decides (15 of 24 rows).", hidden=True)
    verdict = judged(gate(rule(title="Every role at least 90 % trained", limit=MOST, unit="share")), {"R-1": reading})
    assert result(finding_of(verdict), verdict) == "Every role at least 90 % trained (not shown)"
