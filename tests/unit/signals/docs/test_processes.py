"""Critical processes of the roster have documents, by [process-documents]."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from support.git import instant
from support.landings import mainline
from support.training import Program

from readiness_gate.model.facts.people import Membership
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Evidence, Parameters
from readiness_gate.signals import SIGNALS

SIGNAL = "docs.process-share"
GIT = mainline(tree=["docs/quote.md", "docs/claims/a.md", "docs/claims/b.md", "config/quote"])
ROSTER = [
    Membership(person, "rep", critical=bool(process), process=process)
    for person, process in (("ann", "Quote to order"), ("bob", "Claims"), ("cai", ""))
]
NAMED = {"Quote to order": ("docs/quote.md",), "Claims": ("docs/claims/**",)}


def _program(named: Mapping[str, tuple[str, ...]]) -> Program:
    return Program(roster=ROSTER, git=GIT, process_documents=named)


def test_every_process_with_a_document_counts() -> None:
    """With its documents as evidence."""
    found = _program(NAMED).measured(SIGNAL)
    assert (found.value, found.summary) == (1, "2 of 2 critical processes have a document.")
    assert found.evidence == (
        Evidence("process", "Claims", "docs/claims/a.md and 1 more"),
        Evidence("process", "Quote to order", "docs/quote.md"),
    )
    assert [lever.after for lever in found.levers] == [(1,)]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("named", "note"),
    [
        pytest.param(
            {"Claims": ("docs/claims/**",), "Quote-to-order": ("docs/quote.md",)},
            '[process-documents] does not name it; did you mean "Quote-to-order"?',
            id="misspelled",
        ),
        pytest.param({"Claims": ("docs/claims/**",)}, "[process-documents] does not name it", id="not-named"),
        pytest.param(
            {**NAMED, "Quote to order": ("docs/qoute.md",)},
            'no document matches docs/qoute.md; did you mean "docs/quote.md"?',
            id="no-such-file",
        ),
        pytest.param(
            {**NAMED, "Quote to order": ("config/quote",)}, "no document matches config/quote", id="no-document"
        ),
    ],
)
def test_a_process_without_a_document_says_why(named: Mapping[str, tuple[str, ...]], note: str) -> None:
    """It comes first."""
    found = _program(named).measured(SIGNAL)
    assert found.value == 0.5
    assert found.evidence[0] == Evidence("process", "Quote to order", note)
    assert found.summary.startswith("1 of 2 critical processes has a document")
    assert [lever.after for lever in found.levers] == [(0.5, 1)]  # type: ignore[union-attr]


def test_processes_of_nobody_are_named() -> None:
    """They may be misspelled."""
    found = _program({**NAMED, "Quoting": ("docs/quote.md",)}).measured(SIGNAL)
    assert found.summary.endswith("; [process-documents] names Quoting, which is not a critical process of the roster.")
    more = _program({**NAMED, "Quoting": ("docs/quote.md",), "A": ("docs/quote.md",)}).measured(SIGNAL)
    assert more.summary.endswith("names A, Quoting, which are not critical processes of the roster.")


def test_what_cannot_be_told() -> None:
    """Is unavailable, and says what to do."""
    assert "is not configured: add [process-documents] with the path patterns" in _program({}).why(SIGNAL)
    nobody = replace(_program(NAMED), roster=ROSTER[2:])
    assert "critical-process is empty for everybody" in nobody.why(SIGNAL)
    assert "no file of the mainline" in replace(_program(NAMED), git=mainline(tree=["x"])).why(SIGNAL)
    early = replace(_program(NAMED), git=mainline(tree=["docs/quote.md"], first=200))
    assert "the first commit of the mainline" in early.why(SIGNAL)


def test_what_is_needed() -> None:
    """People, and the tree of the documents."""
    now = instant(50)
    assert SIGNALS[SIGNAL].needs(Parameters(), now) == Needs(
        frozenset({"git", "people"}), GitNeed(now, now, now, paths=frozenset({"docs"}))
    )
