"""A report that has room in a comment, however many rules there are."""

from dataclasses import replace

from support.verdicts import VERDICTS

from readiness_gate.app.publish import bounded, message
from readiness_gate.publishers.github import LARGEST
from readiness_gate.reports import comment


def test_a_long_report_is_cut_and_says_so() -> None:
    """Whole lines are left out, and counted; the decision is there."""
    verdict = VERDICTS["no-go"]
    many = replace(verdict, findings=verdict.findings * 500)
    text = bounded(many, LARGEST)
    assert len(text.encode()) <= LARGEST < len(message(many).markdown.encode())
    assert "NO-GO" in text
    assert "more rules: see the JSON" in text


def test_where_nothing_has_room_it_is_the_short_one() -> None:
    """Such as under a sentence that is longer than all of it."""
    verdict = VERDICTS["no-go"]
    assert bounded(verdict, 1_000) == comment.render(verdict)
    assert bounded(verdict, LARGEST) == message(verdict).markdown
