"""What terminals are shown beside verdicts, and how it is drawn."""

from dataclasses import replace
from typing import Any

import pytest
from support.reports import rendered
from support.verdicts import AS_OF, RULES, VERDICTS, readings

from readiness_gate.model.overview import Overview
from readiness_gate.model.policy import Applies
from readiness_gate.model.reading import Evidence
from readiness_gate.reports import Display
from readiness_gate.reports.health import as_text as health
from readiness_gate.reports.page import page
from readiness_gate.reports.readings import as_text
from readiness_gate.reports.requirement_table import table
from readiness_gate.reports.rule import explanation
from readiness_gate.reports.screen import draw, evidence_list, words
from readiness_gate.reports.words import LABELS, SYMBOLS
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
        "defects; is shown, and does not count; for milestones of the kind go-live, training-start; it cannot be waived"
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


@pytest.mark.parametrize(
    ("url", "is_linked"),
    [
        ("https://jira.example/browse/CRM-7", True),
        ("javascript:alert(1)", False),
        ("https://jira.example/\x1b]0;title\x07", False),
        ("", False),
    ],
)
def test_links_only_where_they_are_wanted(url: str, *, is_linked: bool) -> None:
    """A piece of evidence is a link where the display makes links, and its address is plainly one."""
    evidence = (Evidence("issue", "CRM-7", "sev1: no quote", url),)
    plain, linked = (
        draw([evidence_list(evidence, Display(color=True, links=links))], Display(color=True, links=links))
        for links in (False, True)
    )
    assert "\x1b]" not in plain
    assert (f";{url}\x1b\\CRM-7  sev1: no quote\x1b]8;;\x1b\\" in linked) is is_linked
    assert ("\x1b]" in linked) is is_linked


def test_the_decision_is_first_and_last() -> None:
    """Who sees the end of a log sees the decision, and dimensions come before details."""
    for verdict in VERDICTS.values():
        blocks, called = rendered("text", verdict).split("\n\n"), page(verdict).headline.called
        assert blocks[0].startswith(f"{called}  ")
        assert blocks[-1].startswith(f"{called}: ")
    text = rendered("text", NO_GO)
    assert text.index("Dimensions: ") < text.index("\n\n✗ FAIL  ")


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
    assert "✗ R-2, R-1 cannot be measured: why\n✗ R-3 cannot be measured: other\n3 rules cannot be measured." in told
    assert "Git cannot be read. Fix what is marked" in health([Overview("git", missing="none")], [], Display())
    assert "Every rule can be measured." in health([Overview("git", ("x",), ("doubt",))], [], Display())


def test_what_is_unknown_for_the_same_reason_is_told_once() -> None:
    """Rules that lack the same thing share the reason, and each has its own owner."""
    text = rendered("text", VERDICTS["undecided"])
    assert text.count("there is no export jira-export.json") == 1
    assert text.count("→ as for ") == 3
    first, _, second = text.partition("→ as for DEF-01")
    assert "there is no export jira-export.json" in first.partition("DEF-01")[2]
    assert second.strip().startswith("defect manager, by 2027-03-01")


def test_the_rule_with_the_same_reason_may_stand_further_up() -> None:
    """With another between them that lacks something else."""
    one = next(item for item in page(VERDICTS["undecided"]).requirements if item.unavailable)
    between = replace(one, rule="R-2", unavailable="other", action="do something else")
    shown = draw(table([one, between, replace(one, rule="R-3")], 100), Display(width=100))
    assert shown.count(one.unavailable[:20]) == 1
    assert "→ do something else" in shown.partition("R-2")[2].partition("R-3")[0]
    assert f"→ as for {one.rule}" in shown.partition("R-3")[2]


def _shown(width: int, **fields: Any) -> str:
    return rendered("text", NO_GO, Display(width=width, **fields))


@pytest.mark.parametrize("width", [60, 71, 72, 80, 139, 140, 160])
def test_the_table_has_every_rule_with_its_value_on_any_screen(width: int) -> None:
    """Each rule has its status, value, requirement, what to do and the owner, in columns or below each other."""
    text = " ".join(_shown(width).partition("\n\n✗ FAIL  CHG-02")[0].split())
    for item in page(NO_GO).requirements:
        assert f"{SYMBOLS[item.status]} {LABELS[item.status]} {item.rule} " in text
    assert ("Required" in text, "To pass" in text) == (width >= 72, width >= 72)
    assert ("Owner" in text) == (width >= 140)
    assert ("Now 0 issues, required 0 issues" if width < 72 else " 0 issues 0 issues ") in text
    assert "release manager, by" in text


def test_details_of_the_first_rules_that_need_action() -> None:
    """The usual report has the evidence of three and counts the rest; the verbose one has that of all, and no more to
    count."""
    usual, verbose = _shown(120), _shown(120, verbosity=2)
    assert "Service agent  15 of 24 trained" in usual
    assert "docs/quoting.md" not in usual
    assert "2 more rules need action (run with -v for the details of all)." in usual
    assert "docs/quoting.md" in verbose
    assert "more rules need action" not in verbose


def test_equal_evidence_is_referred_to() -> None:
    """A rule on the same evidence as one above names that one in place of the evidence."""
    first = next(each for each in NO_GO.findings if each.rule.id == "CHG-02")
    again = replace(first, rule=replace(first.rule, id="CHG-02-b"))
    text = rendered("text", replace(NO_GO, findings=(first, again)), Display(width=120))
    assert text.count("fix: round: src/quote.py") == 1
    assert "Evidence: as for CHG-02." in text


def test_the_lead_time_of_a_rule_is_explained() -> None:
    """A rule with a lead time of its own says it beside its owner."""
    lead = replace(RULES[0], owner_due=14 * 86_400)
    text = explanation(lead, SIGNALS["defects.open"], Display(width=120))
    assert "\nOwner\n    defect manager, by 14 days before the milestone\n" in text
