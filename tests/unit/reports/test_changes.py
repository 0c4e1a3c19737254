"""What changed, in words."""

from dataclasses import replace

import pytest
from support.compared import COMPARED, JOINED, SINCE, UNCHANGED, comparison
from support.verdicts import VERDICTS

from readiness_gate.model.comparison import Change, Comparison, Counted, Edit, State
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.changes import in_a_sentence, since, when


def test_without_a_comparison_there_are_no_words() -> None:
    """In no form."""
    assert since(VERDICTS["go"]) is None
    assert in_a_sentence(VERDICTS["go"]) == ""


def test_a_day_is_called_so() -> None:
    """Another time is given in full."""
    assert when(SINCE, VERDICTS["go"]) == "2027-01-31"
    assert when(SINCE - 3599, VERDICTS["go"]) == "2027-01-31 23:00 CET"


def _of(*rules: str, policy: bool = True) -> Verdict:
    changes = tuple(change for change in comparison().changes if change.rule in rules)
    known = None if policy else Unavailable("the policy is unknown")
    return replace(VERDICTS["no-go"], compared=Comparison(SINCE, "go", changes, policy=known))


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ((), "no rule has another result or value."),
        (("DEF-03",), "1 rule changed without another result."),
        (("TRN-01",), "Only because something else is counted: TRN-01 (30 people joined the roster)."),
        (("DEF-02", "CHG-02"), "By an edited policy: DEF-02. By new facts: CHG-02."),
        (("DOC-01",), "Partly because something else is counted: DOC-01. By new facts: DOC-01."),
    ],
)
def test_in_a_sentence(rules: tuple[str, ...], told: str) -> None:
    """Each cause with its rules, what only counts something else first."""
    assert in_a_sentence(_of(*rules)) == f"Since 2027-01-31, when it was go: {told}"


def test_an_unknown_policy_comes_before_all() -> None:
    """A sentence may be cut."""
    told = in_a_sentence(_of("TRN-01", policy=False))
    assert told.startswith("Since 2027-01-31, when it was go by today's rules (whether they were edited is unknown): ")


def test_edits_without_another_result_are_named() -> None:
    """A limit may have been loosened that no value has reached yet."""
    rules = "DOC-01, the milestone or who approves"
    assert f" Edited without another result: {rules}. 1 more rule " in in_a_sentence(COMPARED)


def test_all_of_them_only_count_something_else() -> None:
    """Then it is said once."""
    block = since(_of("TRN-01"))
    assert block is not None
    assert block.summary == "1 rule changed only because something else is counted. The gate was go then."


def test_what_changed_nothing_is_named_too() -> None:
    """Edits and other counting, besides those that a rule names."""
    block, nothing = since(COMPARED), since(UNCHANGED)
    assert block is not None
    assert nothing is not None
    assert [text.partition(":")[0] for text in block.besides] == [
        "Read as it is today, because git did not have it on 2027-01-31",
        *["Edited, and no result changed by it"] * 2,
        "Counted otherwise, and no result changed by it",
    ]
    assert (nothing.changed, nothing.besides) == ((), ())


def test_what_came_of_settings_may_be_unknown() -> None:
    """Where both times are read as configured today, nothing says that they changed no result."""
    changed = Counted("setting", "people", "people.roster is removed")
    compared = Comparison(SINCE, "go", (), counted=(JOINED, changed), as_configured_today=True)
    judged = replace(VERDICTS["no-go"], compared=compared)
    block = since(judged)
    assert block is not None
    assert block.summary == "no rule changed. The gate was go then, as configured today."
    assert block.besides == (
        "Counted otherwise, and no result changed by it: 30 people joined the roster",
        "Counted otherwise, which results changed by it is unknown: people.roster is removed",
    )
    assert in_a_sentence(judged).startswith("Since 2027-01-31, when it was go as configured today (it read other ")


def test_a_rule_that_no_longer_blocks_says_so() -> None:
    """Though it fails as before; and what it would do without the edit."""
    fails = State("fail", value=4, unit="landings")
    edit = Edit("CHG-02", "it is enforced as info instead of block", loosens=True)
    change = Change(
        "CHG-02", "", "", fails, replace(fails, enforcement="info"), ("limits",), ("limits",), apart=True,
        without=(("limits", fails),), edits=(edit,)
    )  # fmt: skip
    judged = replace(VERDICTS["go"], compared=Comparison(SINCE, "no-go", (change,), (edit,)))
    block = since(judged)
    assert block is not None
    [changed] = block.changed
    assert (changed.outcome, changed.decides) == ("FAIL (blocks) → FAIL (informs)", True)
    assert changed.reasons[0].text.endswith("(not merged yet). Without this: FAIL (blocks)")
    assert in_a_sentence(judged) == "Since 2027-01-31, when it was no-go: By an edited policy: CHG-02."
    assert block.besides == ()
