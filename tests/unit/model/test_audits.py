"""What contradicts itself in an audit."""

import pytest
from support.records import day

from readiness_gate.model.facts.records.audits import Audit, contradiction

HELD = day(3)


@pytest.mark.parametrize(
    ("audit", "why"),
    [
        (Audit(0), "day is counted from go-live and begins at 1"),
        (Audit(30, asked_harder=False), "has answers and no time in held-on"),
        (Audit(30, answers=1), "has answers and no time in held-on"),
        (Audit(30, HELD, asked_harder=False, answers=1), "has answers, and asked-harder is no"),
        (Audit(30, HELD, answers=4), "answers counts the most frequent answers, 3 at most"),
        (Audit(30, HELD, answers=2, answers_with_issue=3), "answers-with-issue is more than answers"),
        (Audit(30, HELD, answers_with_issue=1), "answers-with-issue is more than answers"),
    ],
)
def test_an_audit_that_contradicts_itself(audit: Audit, why: str) -> None:
    """Says what to correct."""
    assert why in (contradiction(audit) or "")


@pytest.mark.parametrize(
    "audit",
    [
        Audit(90),
        Audit(90, answers=0, answers_with_issue=0),
        Audit(30, HELD),
        Audit(30, HELD, asked_harder=False, answers=0),
        Audit(30, HELD, asked_harder=True, answers=3, answers_with_issue=3),
        Audit(1, HELD, answers=3, answers_with_issue=0),
    ],
)
def test_an_audit_that_does_not(audit: Audit) -> None:
    """Planned, held, or with answers."""
    assert contradiction(audit) is None
