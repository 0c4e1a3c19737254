"""The result of verifying an attestation: for a terminal, and as JSON."""

from rich.console import RenderableType
from rich.text import Text

from readiness_gate.model.attested import Verified
from readiness_gate.model.time import iso
from readiness_gate.model.wording import capitalized
from readiness_gate.reports import json
from readiness_gate.reports.screen import draw, indented, words
from readiness_gate.reports.spec import Display


def as_text(result: Verified, display: Display) -> str:
    """Return whether it holds, what it is about, what speaks against it, and what was not checked."""
    of = result.statement
    mark = ("✓ HOLDS", "bold green") if result.holds else ("✗ DOES NOT HOLD", "bold red")
    head = Text.assemble(mark, words(f": {of.decision} of {of.milestone}, {of.program}, as of {iso(of.created)}"))
    parts: list[RenderableType] = [head]
    parts += [indented(f"{capitalized(one)}.") for one in result.against]
    parts += [words(remark, "dim") for remark in result.remarks]
    return draw(parts, display)


def as_json(result: Verified) -> str:
    """Return the result for programs, schema 1."""
    of = result.statement
    return json.dump(
        {
            "schema": json.SCHEMA,
            "holds": result.holds,
            "against": list(result.against),
            "remarks": list(result.remarks),
            "program": of.program,
            "milestone": of.milestone,
            "decision": of.decision,
            "decision-without-waivers": of.without_waivers,
            "as-of": iso(of.created),
            "holds-until": iso(of.holds_until),
            "policy-digest": of.policy,
            "verifier": of.verifier,
        }
    )
