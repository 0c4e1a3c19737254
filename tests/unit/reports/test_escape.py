"""Texts of other systems are harmless on a terminal and in what a job prints."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.random_verdicts import HOSTILE, everywhere
from support.reports import rendered
from support.verdicts import AS_OF, readings

from readiness_gate.model.overview import Overview
from readiness_gate.model.policy import Rule
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import Display
from readiness_gate.reports.escape import element, markdown, printable
from readiness_gate.reports.health import as_text as health
from readiness_gate.reports.readings import as_text
from readiness_gate.reports.rule import explanation, table
from readiness_gate.reports.text import one_finding
from readiness_gate.signals import SIGNALS

_OF_COLOR = re.compile(r"\x1b\[[0-9;]*m")
_COMMANDS = re.compile(r"^\s*::[a-z-]+( [^:]*)?::|##\w*\[", re.IGNORECASE | re.MULTILINE)


def raw(told: str) -> set[str]:
    """The characters of a text for a terminal that move, hide or turn around others, and commands to a CI system."""
    shown = _OF_COLOR.sub("", told).replace("\n", "")
    hidden = {each for each in shown if unicodedata.category(each) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")}
    return hidden | {match[0] for match in _COMMANDS.finditer(told)}


def _rules(verdict: Verdict) -> list[Rule]:
    return [each.rule for each in verdict.findings]


SCREENS: dict[str, Callable[[Verdict, Display], str]] = {
    "text": lambda verdict, display: rendered("text", verdict, display),
    "markdown": lambda verdict, display: rendered("markdown", verdict, display),
    "html": lambda verdict, display: rendered("html", verdict, display),
    "measure": lambda verdict, display: as_text(
        readings(verdict), verdict.sources, AS_OF, verdict.zone, display, verdict.notes
    ),
    "standing": lambda verdict, display: "".join(one_finding(each, verdict, display) for each in verdict.findings),
    "explain": lambda verdict, display: explanation(
        _rules(verdict)[0], SIGNALS["defects.open"], display, verdict.policy.packs
    ),
    "rules": lambda verdict, display: table(_rules(verdict), display),
    "doctor": lambda verdict, display: health(
        [Overview("git", (verdict.program,), (verdict.program,)), Overview("jira", missing=verdict.program)],
        [("R-1", verdict.program)],
        display,
        verdict.notes,
    ),
}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("screen", SCREENS)
def test_nothing_raw_reaches_the_screen(text: str, screen: str) -> None:
    """A text planted everywhere shows as what it is: no escape sequence, no carriage return, no turned direction."""
    verdict = everywhere(text)
    for display in (Display(verbosity=0), Display(), Display(width=20, verbosity=2), Display(color=True)):
        assert raw(SCREENS[screen](verdict, display)) == set()


def test_json_has_no_command_for_a_pipeline() -> None:
    """What a job prints as JSON holds no command to the system that runs it."""
    told = rendered("json", everywhere("##vso[task.setvariable variable=x]y\n::set-output name=a::b"))
    assert raw(told) == set()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain – text ✓ ü 漢", "plain – text ✓ ü 漢"),
        ("a\x1b[2J", "a\\u001b[2J"),
        ("a\r\nb\tc", "a\\u000d\\u000ab\\u0009c"),
        ("\u202e", "\\u202e"),
        ("\ud800", "\\ud800"),
        ("\U000e0001", "\\U000e0001"),
        ("std::vector ## x", "std::vector ## x"),
        ("::notice::x ##[group]", "\\u003a:notice::x \\u0023#[group]"),
        ("", ""),
    ],
)
def test_printable(text: str, told: str) -> None:
    """What can be seen stays as it is; what cannot is written as its code."""
    assert printable(text) == told


@given(st.text(st.characters(categories=None)))
def test_printable_keeps_what_can_be_seen(text: str) -> None:
    """Every character that can be seen stays, in its order; nothing raw is left; a second time changes nothing."""
    told = printable(text)
    assert raw(told) == set()
    assert printable(told) == told
    rest = iter(told)
    assert all(each in rest for each in text if each.isprintable() and each not in "#:")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("12.5 % of a_b", r"12.5 % of a\_b"),
        ("a|b", r"a\|b"),
        (r"a\|b", r"a\\\|b"),
        ("[x](y)", r"\[x\](y)"),
        ("<b> & </b>", "&lt;b&gt; &amp; &lt;/b&gt;"),
        ("@team #1 !2", "@&#8203;team #&#8203;1 !&#8203;2"),
        ("GH-7 gh-8 HIGH-7 GH-x", "GH-&#8203;7 gh-&#8203;8 HIGH-7 GH-x"),
        ("https://x www.x", "https:&#8203;//x www&#8203;.x"),
        ("# x", r"\# x"),
        ("- x", r"\- x"),
        ("1. x", r"1\. x"),
        ("1.5 x", "1.5 x"),
        ("  x  ", "x"),
    ],
)
def test_markdown(text: str, told: str) -> None:
    """What would be markup is escaped, and nothing else."""
    assert markdown(text) == told


def test_inside_an_element_nothing_is_escaped_twice() -> None:
    """A summary is HTML: a backslash would be seen there."""
    assert element("a_b|c <i> @x &lt;") == "a_b|c &lt;i&gt; @&#8203;x &amp;&#8203;lt;"
