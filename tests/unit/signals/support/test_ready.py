"""Whether the support is prepared."""

from dataclasses import replace

from support.tables import measured

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.stated import SupportFacts
from readiness_gate.model.settings.support import SupportSettings

WHOLE = SupportSettings("#crm-help", "support/roster.csv", "docs/hypercare-exit.md", ("docs/quotes.md",))


def _facts(**changes: object) -> SupportFacts:
    return SupportFacts(Provenance("support", "[support]", "all", 1), replace(WHOLE, **changes))  # type: ignore[arg-type]


def test_all_parts_are_there() -> None:
    """The share is one."""
    reading = measured("support.ready", _facts())
    assert (reading.value, reading.summary) == (1, "4 of 4 parts of the support are in place (1 article).")


def test_what_is_missing_is_named() -> None:
    """With what to do."""
    reading = measured("support.ready", _facts(channel="", articles=()))
    assert reading.value == 0.5
    assert reading.summary == "2 of 4 parts of the support are in place (0 articles); missing: channel, articles."
    (lever,) = reading.levers
    assert (lever.names, lever.after) == (("channel", "articles"), (0.5, 0.75, 1.0))  # type: ignore[union-attr]
