"""What became of the requirements since the last meeting."""

from dataclasses import replace

import pytest
from support.compared import COMPARED, SINCE, UNCHANGED, comparison
from support.verdicts import VERDICTS

from readiness_gate.model.comparison import Cause, Change, Comparison, State
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import brief

FAILS, PASSES = State("fail"), State("pass")
INFORMS = "does not pass; the rule only informs now"


def _beside(*changes: Change, of: Verdict = VERDICTS["no-go"]) -> Verdict:
    return replace(of, compared=Comparison(SINCE, "no-go", changes))


def _change(rule: str, then: State | None, now: State | None, *deciding: Cause) -> Change:
    causes: tuple[Cause, ...] = deciding or ("facts",)
    without: tuple[tuple[Cause, State | None], ...] = tuple((cause, then) for cause in causes)
    return Change(rule, f"Title of {rule}", "owner", then, now, causes, causes, apart=True, without=without)


def test_without_a_comparison_nothing_is_said() -> None:
    """No column, and nothing that is done."""
    shown = brief(VERDICTS["no-go"])
    assert (shown.since, shown.settled, {must.became for must in shown.musts}) == ("", (), {""})


def test_what_is_in_the_way_is_open_or_new() -> None:
    """It was there then, or was not; a waiver that is gone makes it new."""
    musts = {must.requirement.rule: must.became for must in brief(_beside()).musts}
    assert set(musts.values()) == {"open"}
    waived = _change("CHG-02", replace(FAILS, waived=True), FAILS)
    changed = _beside(_change("TRN-01", PASSES, FAILS), waived, _change("LDR-01", State("unknown"), FAILS))
    new = {must.requirement.rule: must.became for must in brief(changed).musts}
    assert (new["TRN-01"], new["CHG-02"], new["LDR-01"]) == ("new", "new", "open")


def test_what_is_late_is_overdue() -> None:
    """Also what is new."""
    late = replace(VERDICTS["no-go"], as_of=VERDICTS["no-go"].as_of + 30 * DAY)
    became = {m.requirement.rule: m.became for m in brief(_beside(_change("TRN-01", PASSES, FAILS), of=late)).musts}
    assert (became["TRN-01"], became["LDR-01"]) == ("new, overdue", "overdue")


@pytest.mark.parametrize(
    ("change", "became"),
    [
        (_change("DEF-01", FAILS, PASSES), "done"),
        (_change("DEF-01", State("unknown"), PASSES), "passes; it could not be measured then"),
        (_change("DEF-01", FAILS, PASSES, "facts", "limits"), "passes by an edited limit"),
        (_change("DEF-01", FAILS, PASSES, "counted"), "passes because something else is counted"),
        (_change("DEF-02", FAILS, replace(FAILS, waived=True), "limits"), "accepted until 2027-02-28"),
        (_change("ADP-00", FAILS, State("not-applicable")), "no longer applies"),
        (_change("OLD-01", FAILS, None, "limits"), "the rule was removed"),
        (_change("SUP-02", FAILS, replace(FAILS, enforcement="info"), "limits"), INFORMS),
    ],
)
def test_what_was_in_the_way_is_shown(change: Change, became: str) -> None:
    """And it is called done only where nothing else made it pass."""
    [settled] = brief(_beside(change)).settled
    assert (settled.rule, settled.became) == (change.rule, became)


def test_what_is_still_in_the_way_is_not_done() -> None:
    """Nor what was not in the way then, nor what informs only."""
    changes = (
        _change("TRN-01", FAILS, State("unknown")),
        _change("DEF-01", PASSES, State("not-applicable")),
        _change("NEW-01", None, PASSES),
        _change("SUP-02", replace(FAILS, enforcement="info"), replace(PASSES, enforcement="info")),
    )
    assert brief(_beside(*changes)).settled == ()


def test_those_that_are_done_come_first() -> None:
    """Of a comparison with everything in it."""
    [first, *others] = brief(_beside(*comparison().changes, _change("DEF-01", FAILS, PASSES))).settled
    assert first.became == "done"
    assert "done" not in {one.became for one in others}
    assert brief(COMPARED).since == brief(UNCHANGED).since == "2027-01-31"
