"""The rows of a trend: states, and how long they were red."""

from dataclasses import replace

import pytest
from support.random_verdicts import HOSTILE, everywhere
from support.verdicts import AS_OF, VERDICTS

from readiness_gate.model.policy import UNKNOWN_POLICY, Policy
from readiness_gate.model.time import DAY
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.html.strip import Mark, stretches, strip
from readiness_gate.reports.spec import Display
from readiness_gate.reports.trend.formats import formats
from readiness_gate.reports.trend.rows import DECISION, rows
from readiness_gate.reports.trend.stated import AS_IT_WAS, TODAY, stated
from readiness_gate.reports.trend.words import beside

UNKNOWN = replace(VERDICTS["undecided"], findings=(), policy=Policy(UNKNOWN_POLICY), sentence="The policy is unknown.")


def _series(*verdicts: Verdict) -> Verdict:
    dated = [replace(one, as_of=AS_OF - ago * 7 * DAY) for ago, one in enumerate(reversed(verdicts))][::-1]
    return replace(dated[-1], past=tuple(dated[:-1]))


def _decision(*names: str) -> str:
    verdict = _series(*(UNKNOWN if name == "unknown" else VERDICTS[name] for name in names))
    return beside(rows(verdict)[0], verdict)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (("go", "go"), "GO"),
        (("go", "no-go"), "red since "),
        (("no-go", "no-go"), " or before (7+ days)"),
        (("unknown", "no-go"), " or before"),
        (("no-go", "no-go", "no-go", "go", "no-go"), "; longest 14+ days"),
        (("go", "no-go", "go"), "GO; longest red 1 date, to "),
        (("no-go", "undecided"), "UNDECIDED; longest red 1 date"),
    ],
)
def test_how_long_it_was_red(names: tuple[str, ...], said: str) -> None:
    """At least from the first red date to the last; maybe before where nothing is known of that."""
    assert said in _decision(*names)


def test_a_longer_time_of_which_there_are_several_is_the_last() -> None:
    """And the current one is not named twice."""
    verdict = _series(VERDICTS["no-go"], VERDICTS["go"], VERDICTS["no-go"])
    (decision, *_) = rows(verdict)
    assert decision.longest == decision.now
    assert "longest" not in beside(decision, verdict)


def test_rules_that_come_and_go() -> None:
    """Are absent; where the policy is unknown, so are they."""
    less = replace(VERDICTS["no-go"], findings=VERDICTS["no-go"].findings[1:])
    gone = VERDICTS["no-go"].findings[0].rule.id
    found = {row.name: row for row in rows(_series(UNKNOWN, VERDICTS["no-go"], less))}
    assert found[gone].states[0] == "unknown"
    assert found[gone].states[2] == "absent"
    assert next(iter(found)) == DECISION
    assert list(found)[-1] == gone
    assert "no longer in the gate" in beside(found[gone], less)


def test_which_policy_is_stated() -> None:
    """With the number of dates of which it is unknown."""
    assert stated(VERDICTS["go"], TODAY) == "Policy: today's policy, applied to the facts of each date."
    verdict = _series(UNKNOWN, VERDICTS["go"])
    assert stated(verdict, AS_IT_WAS).endswith("It is unknown as of 1 date, which is undecided.")


@pytest.mark.parametrize("width", [40, 60, 80, 160])
@pytest.mark.parametrize("verbosity", [0, 1, 2])
def test_no_line_is_wider_than_the_screen(width: int, verbosity: int) -> None:
    """However many dates there are; the oldest are left out."""
    verdict = _series(*[VERDICTS["no-go"], VERDICTS["go"]] * 100)
    report = formats(Display(width=width, verbosity=verbosity), TODAY)["text"]
    text = report.render(verdict).decode()
    assert max(map(len, text.splitlines())) <= width
    assert "are not shown" in text.replace("\n", " ")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_inert(text: str) -> None:
    """In every format."""
    verdict = _series(everywhere(text), replace(everywhere(text), notes=(text,)))
    for report in formats(Display(), TODAY).values():
        content = report.render(verdict)
        if report.name in ("text", "html", "csv"):
            shown = content.decode()
            assert "\x1b" not in shown
            assert "\u202e" not in shown
            assert "<script" not in shown or report.name != "html"


def test_a_strip_of_many_dates() -> None:
    """Each of few dates has its symbol; of many, each wide stretch has one. The description has every stretch."""
    few = [
        Mark(f"day {number}", "fail" if number < 3 else "pass", "✗" if number < 3 else "✓", "S") for number in range(5)
    ]
    assert strip("T", few).count("<text") == 5
    many = [Mark(f"day {number}", "fail" if number == 3 else "pass", "x", "S") for number in range(300)]
    drawn = strip("T<", many)
    assert drawn.count("<rect") == 3
    assert drawn.count("<text") == 1
    assert "<title>T&lt;</title>" in drawn
    assert "S on day 3; S on 296 dates, day 4 to day 299" in drawn
    assert stretches(many)[1] == ("day 3", "day 3", "x S")
