"""The short form: never longer than a host takes, the decision first, each entry whole or counted."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from support.effort import law
from support.markdown import active_words, structure
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import VERDICTS

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.comment import LARGEST, render
from readiness_gate.reports.words import DECISIONS

PARTS = {
    f"{part}_{end}" for part in ("paragraph", "strong", "em", "bullet_list", "list_item") for end in ("open", "close")
}


def _size(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _entries(of: Verdict) -> tuple[int, int]:
    """How many entries are shown, and how many are counted."""
    text = render(of)
    left_out = re.search(r"^_(\d+) more: see the whole report\._$", text, re.MULTILINE)
    return len(re.findall(r"^- [✗?!] (?:FAIL|UNKNOWN|WARN) ", text, re.MULTILINE)), int(left_out[1]) if left_out else 0


@pytest.mark.parametrize("name", VERDICTS)
def test_each_verdict(name: str) -> None:
    """The decision with its milestone, what it is worth, the counts, and every requirement that is not met."""
    of = VERDICTS[name]
    text = render(of)
    assert text.startswith(f"**{DECISIONS[of.decision]}: wave-2 on 2027-03-01, in 15 days**\n")
    assert _size(text) <= LARGEST
    assert ("Without the risks that were accepted: **no-go**." in text) == (name == "go-with-waiver")
    assert ("The policy is weakened in 1 place." in text) == (name == "no-go")
    open_ = [
        one for one in of.findings if one.rule.enforcement != "info" and one.outcome in ("fail", "warn", "unknown")
    ]
    assert sum(_entries(of)) == len([one for one in open_ if not one.waived])


@pytest.mark.parametrize("text", [*HOSTILE, "\U0001f600" * 400, "&@" * 400])
def test_a_planted_text_is_words(text: str) -> None:
    """It brings no markup, however long it is, and the decision stays."""
    said = render(everywhere(text))
    assert said.startswith("**✗ NO-GO: ")
    assert _size(said) <= LARGEST
    assert {one.split()[0] for one in structure(said)} <= PARTS
    assert active_words(said) == []


@given(verdicts())
@law(50)
def test_any_verdict_fits(of: Verdict) -> None:
    """In 1,024 characters, without markup of others, and with a count of what has no room."""
    said = render(of)
    assert _size(said) <= LARGEST
    assert said.startswith(f"**{DECISIONS[of.decision]}: wave-2")
    assert {one.split()[0] for one in structure(said)} <= PARTS
    assert active_words(said) == []


def test_very_many_rules_are_counted() -> None:
    """The first entries, and how many more there are."""
    of = VERDICTS["no-go"]
    shown, left_out = _entries(replace(of, findings=of.findings * 1_000))
    assert shown >= 3
    assert shown + left_out == 5_000
