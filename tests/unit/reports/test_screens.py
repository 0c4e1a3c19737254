"""What terminals are shown beside verdicts, and how it is drawn."""

from dataclasses import replace

import pytest
from support.reports import rendered
from support.verdicts import AS_OF, RULES, VERDICTS, readings

from readiness_gate.model.overview import Overview
from readiness_gate.model.policy import Applies
from readiness_gate.reports import Display
from readiness_gate.reports.health import as_text as health
from readiness_gate.reports.readings import as_text
from readiness_gate.reports.rule import explanation
from readiness_gate.reports.screen import draw, words
from readiness_gate.signals import SIGNALS

NO_GO = VERDICTS["no-go"]
_PERIODS = [
    (Applies(), "of every kind"),
    (Applies(days_to_go_at_most=42), "of every kind, from 42 days before it on"),
    (Applies(days_to_go_at_most=1, days_to_go_at_least=0), ", from 1 day before it on, until 0 days before it"),
    (Applies(days_to_go_at_most=-30), ", from 30 days after it on"),
    (Applies(days_to_go_at_least=-1), ", until 1 day after it"),
    (Applies(tags=frozenset({"emea", "apac"})), "of every kind with the tag apac or emea"),
]


@pytest.mark.parametrize(("when", "told"), _PERIODS)
def test_a_rule_tells_when_it_applies(when: Applies, told: str) -> None:
    """The explanation of a rule names the conditions under which it is judged at all."""
    text = explanation(replace(RULES[0], when=when), SIGNALS["defects.open"], Display(width=200))
    assert told in text.splitlines()[1]


def test_a_rule_tells_which_milestones_it_guards() -> None:
    """The kinds of milestones, and that a rule cannot be waived, are told."""
    rule = replace(RULES[0], milestones=frozenset({"go-live", "training-start"}), enforcement="info")
    head = explanation(rule, SIGNALS["defects.open"], Display(width=200)).splitlines()[1]
    assert head == (
        "defects; is shown, and counts for nothing; for milestones of the kind go-live, training-start; "
        "it cannot be waived"
    )


@pytest.mark.parametrize("width", [20, 80, 120])
def test_no_line_is_wider_than_the_screen(width: int) -> None:
    """Whatever the width, no line goes beyond it, and none ends in blanks."""
    for verdict in VERDICTS.values():
        lines = rendered("text", verdict, Display(width=width, verbosity=2)).split("\n")
        assert max(map(len, lines)) <= width
        assert [line for line in lines if line != line.rstrip()] == []


def test_colour_only_where_it_is_wanted() -> None:
    """Without colour there is no escape sequence; with it the words are the same."""
    plain, colored = (rendered("text", NO_GO, Display(color=color)) for color in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[1;31m✗ FAIL" in colored


@pytest.mark.parametrize("name", ["TERM", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "JUPYTER_COLUMNS"])
def test_the_environment_decides_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is drawn depends on the display that is given, not on variables."""
    display = Display(color=True, width=50)
    expected = draw([words("word " * 30, "bold red")], display)
    monkeypatch.setenv(name, "dumb" if name == "TERM" else "1")
    assert draw([words("word " * 30, "bold red")], display) == expected


def test_quiet_readings_have_no_evidence() -> None:
    """The quiet form of measure has the values alone, the verbose one all the evidence."""
    quiet, usual, verbose = (
        as_text(readings(NO_GO), (), AS_OF, NO_GO.zone, Display(verbosity=each)) for each in (0, 1, 2)
    )
    assert "•" not in quiet
    assert "CRM-5" in usual
    assert "CRM-8" not in usual
    assert "CRM-8" in verbose


def test_health_groups_rules_by_their_reason() -> None:
    """Rules that lack the same thing are told together, each once; and a source that is missing is no good end."""
    told = health([], [("R-2", "why"), ("R-1", "why"), ("R-2", "why"), ("R-3", "other")], Display())
    assert "✗ R-2, R-1 cannot be measured: why\n✗ R-3 cannot be measured: other\nSomething is missing" in told
    assert "Something is missing" in health([Overview("git", missing="none")], [], Display())
    assert "Every rule can be measured." in health([Overview("git", ("x",), ("doubt",))], [], Display())


def test_what_is_unknown_for_the_same_reason_is_told_once() -> None:
    """Rules of one owner that lack the same thing share the reason; another owner's rule has its own."""
    text = rendered("text", VERDICTS["undecided"])
    assert text.count("there is no export jira-export.json") == 3
    assert "? UNKNOWN DEF-01    No open severity 1 defects\n? UNKNOWN DEF-02" in text
