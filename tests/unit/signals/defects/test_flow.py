"""How many defects came and went in a window."""

from support.landings import evidence, reason, value
from support.tracker import asked, lived, tracker

from readiness_gate.model.reading import Measured

DONE, OPEN = {"done": True}, {"done": False}
ISSUES = (
    lived("CRM-1", (60, {}), (95, DONE)),
    lived("CRM-2", (94, {})),
    lived("CRM-3", (93, {}), (94, DONE), (96, OPEN), (97, DONE)),
    lived("CRM-4", (93.5, {}), kind="Story"),
)


def test_what_was_raised() -> None:
    """In the window, whose beginning does not count; what is no defect does not, either."""
    found = asked("defects.raised", tracker(*ISSUES))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (1, "1 defect raised in the 7 days to 2026-04-11.")
    assert found.shortfall == "1 defect raised in 7 days"
    assert evidence(found) == [("issue", "CRM-2", "raised 2026-04-05: Summary of CRM-2")]
    assert value(asked("defects.raised", tracker(*ISSUES), window="8d")) == 2
    assert value(asked("defects.raised", tracker(*ISSUES), day=93.9)) == 1


def test_what_was_closed() -> None:
    """Each time that it was, the newest first."""
    found = asked("defects.closed", tracker(*ISSUES))
    assert isinstance(found, Measured)
    assert (found.value, found.summary) == (3, "3 defects closed in the 7 days to 2026-04-11.")
    assert evidence(found) == [
        ("issue", "CRM-3", "closed 2026-04-08"),
        ("issue", "CRM-1", "closed 2026-04-06"),
        ("issue", "CRM-3", "closed 2026-04-05"),
    ]


def test_both_are_unknown_without_histories() -> None:
    """What is known of today alone says nothing of a week."""
    unknown = tracker(lived("CRM-1", (60, {}), (95, DONE), known=False))
    for signal in ("defects.raised", "defects.closed"):
        assert "export them with their changelogs" in reason(asked(signal, unknown))


def test_the_weeks_agree_with_those_that_converge() -> None:
    """Week by week, the same numbers as the evidence of `defects.converging-weeks`."""
    weeks = [note for _, _, note in evidence(asked("defects.converging-weeks", tracker(*ISSUES)))]
    for ago, note in enumerate(weeks):
        day = 100 - 7 * ago
        raised, closed = (value(asked(f"defects.{what}", tracker(*ISSUES), day=day)) for what in ("raised", "closed"))
        assert note == f"to this day: {raised} raised, {closed} closed"
