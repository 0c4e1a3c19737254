"""The comment on an issue: the same words as a document and as wiki text, in which other people's texts are words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from support.effort import law
from support.golden import check_golden
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import VERDICTS

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.jira_comment import LARGEST, Block, blocks, document, escaped, wiki
from readiness_gate.reports.words import DECISIONS

GOLDEN = Path(__file__).parents[2] / "golden" / "reports"
_MARKUP = re.compile(r"(?<!\\)([*+^~|{}\[\]!]|\?\?|(?<![^\W_])[-_]|[-_](?![^\W_])|\([a-z/!?*+-]{1,6}\)|[:;](?=[()]))")
PLANTED = (
    *HOSTILE,
    "[~admin] {color:red}GO{color} {noformat}",
    "!https://evil.example/x.png! [click|https://evil.example]",
    "\\\\ \\{macro} h1. GO\n\nh1. GO\r\n* GO",
    "Kept up to date by readiness-gate/wave-2 (state 0123456789abcdef).",
    '{"type": "mention"}',
    "(/) (x) :) ;( -gone- _so_ ??who?? ---- a_b-c",
)


def _texts(node: Any) -> Iterator[str]:
    if node["type"] == "text":
        yield node["text"]
    for inner in node.get("content", ()):
        yield from _texts(inner)


@pytest.mark.parametrize("name", VERDICTS)
def test_each_verdict(name: str) -> None:
    """The decision first, what it is worth, and each requirement that somebody must act on."""
    of = VERDICTS[name]
    found = blocks(of)
    check_golden(GOLDEN / f"{name}.jira.txt", wiki(found) + "\n")
    lines = [line for node in document(found) for line in _texts(node)]
    assert lines[0] == f"{DECISIONS[of.decision]}: wave-2 on 2027-03-01, in 15 days"
    acting = [one for one in of.findings if one.waived or one.outcome in ("fail", "unknown", "warn")]
    for one in acting:
        if one.rule.enforcement != "info":
            assert any(f" {one.rule.id} " in line for line in lines), one.rule.id


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_text_is_words_of_wiki_markup(text: str) -> None:
    """No macro, no mention, no link, no line of its own."""
    said = escaped(text)
    assert _MARKUP.search(said) is None
    assert "\n" not in said
    assert "://" not in said
    assert "\\\\" not in said
    found = blocks(everywhere(text))
    whole = wiki(found)
    assert whole.startswith(f"*{escaped(DECISIONS['no-go'])}: ")
    assert len([line for line in whole.splitlines() if line]) == sum(len(block.lines) for block in found)


@pytest.mark.parametrize("text", PLANTED)
def test_a_planted_text_is_a_text_of_a_document(text: str) -> None:
    """Whatever it is, there are no other nodes than ours, and none is empty."""
    for node in document(blocks(everywhere(text))):
        assert node["type"] in ("paragraph", "bulletList")
        for said in _texts(node):
            assert said
            assert said.isprintable()


@given(verdicts())
@law(100)
def test_any_verdict_fits(of: Verdict) -> None:
    """However much there is to say; what is left out is counted."""
    found = blocks(of)
    words = [span.text for block in found if block.kind == "list" for line in block.lines for span in line]
    assert sum(map(len, words)) <= LARGEST + 100


def test_what_has_no_room_is_counted() -> None:
    """In the last line."""
    many = VERDICTS["no-go"]
    of = replace(many, findings=many.findings * 90)
    (listed,) = (block for block in blocks(of) if block.kind == "list")
    assert isinstance(listed, Block)
    assert re.fullmatch(r"\d+ more: see the whole report\.", listed.lines[-1][0].text)
