"""What is known of decisions, what is open, and which one is against the gate."""

from support.decisions import AT, closed, conditions, decided

from readiness_gate.model.decisions import Entry, against_gate, known, open_conditions

AGAINST = decided(conditions=conditions(1, "2026-04-10", "2026-04-20"))
LOG: list[Entry] = [AGAINST, closed(2, "1.1", AT + 10), closed(3, "1.2", AT + 20)]


def test_what_is_known_as_of_an_instant() -> None:
    """What was decided before it: an entry of that second was made on what was known before."""
    assert known(LOG, AT) == []
    assert known(LOG, AT + 1) == LOG[:1]
    assert known(LOG, AT + 11) == LOG[:2]


def test_what_is_open() -> None:
    """Each with its decision, until it is closed; a later decision closes nothing."""
    assert [one.id for _, one in open_conditions(LOG[:1])] == ["1.1", "1.2"]
    assert [one.id for _, one in open_conditions(LOG[:2])] == ["1.2"]
    assert open_conditions(LOG) == []
    assert len(open_conditions([AGAINST, decided(2)])) == 2


def test_only_a_go_that_the_gate_did_not_give_is_against_it() -> None:
    """To wait is not."""
    found = {(choice, gate) for choice in ("go", "no-go", "postpone") for gate in ("go", "no-go", "undecided")}
    assert {one for one in found if decided(choice=one[0], gate=one[1]).is_against} == {
        ("go", "no-go"),
        ("go", "undecided"),
    }


def test_until_when_a_decision_is_against_the_gate() -> None:
    """Until all of its conditions are closed, or another decision on the milestone replaces it."""
    assert against_gate(LOG[:1], "go-live") == AGAINST
    assert against_gate(LOG[:2], "go-live") == AGAINST
    assert against_gate(LOG, "go-live") is None
    assert against_gate(LOG[:1], "wave-2") is None
    assert against_gate([], "go-live") is None
    bare = decided()
    assert against_gate([bare], "go-live") == bare
    assert against_gate([bare, decided(2, milestone="wave-2")], "go-live") == bare
    assert against_gate([bare, decided(2, choice="postpone")], "go-live") is None
