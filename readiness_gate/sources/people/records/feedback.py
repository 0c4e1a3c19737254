"""User feedback, each piece with its first answer."""

from readiness_gate.model.facts.records.feedback import FeedbackFacts, FeedbackItem
from readiness_gate.sources.people.declaration import Column, Table
from readiness_gate.sources.people.records.order import first_before
from readiness_gate.sources.people.records.record_table import RecordTable


def _problem(item: FeedbackItem) -> str | None:
    """Return a problem if something happened before the feedback came."""
    return first_before(item.created, {"answered": item.answered})


FEEDBACK = RecordTable(
    Table(
        "feedback",
        "a list of feedback",
        "which feedback came or was answered when",
        (
            Column(
                "id",
                "the number or key of the feedback",
                "id",
                required=True,
                aliases="id number key issuekey feedbackid ideaid reference",
            ),
            Column(
                "created",
                "when a user gave it",
                "when",
                required=True,
                aliases="created createdat createdon submitted submittedat submittedon received receivedon date",
            ),
            Column(
                "answered",
                "when somebody answered; empty: not yet",
                "when",
                aliases="answered answeredat answeredon firstresponse responded respondedat respondedon repliedat",
            ),
            Column(
                "led-to-change",
                "whether something was changed because of it",
                "flag",
                aliases="ledtochange changed acted actedon implemented",
            ),
        ),
        examples=(
            ("FB-1", "2026-01-04", "2026-01-08", "yes"),
            ("FB-2", "2026-01-12", "", "no"),
        ),
        unique=("id",),
    ),
    FeedbackItem,
    FeedbackFacts,
    _problem,
)
