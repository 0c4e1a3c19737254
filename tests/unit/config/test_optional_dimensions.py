"""What a program can measure besides the dimensions of the starter, and what that takes."""

import pytest
from support.policy import BEGIN, gate

from readiness_gate.config.optional_dimensions import STARTER, FactsToAdd, facts_of, optional_dimensions
from readiness_gate.config.packs.catalog import WHOLE, dimensions, packs_of_dimensions
from readiness_gate.model.policy import ALWAYS_MEASURED, Dimension
from readiness_gate.signals import SIGNALS
from readiness_gate.sources import SOURCES
from readiness_gate.sources.people.all_tables import TABLES

RULES = gate(BEGIN.replace('"starter"', '"baseline"')).rules
OF_STARTER = {source for rule in gate(BEGIN).rules for source in SIGNALS[rule.signal].sources}

each_dimension = pytest.mark.parametrize("dimension", optional_dimensions())


def test_what_the_starter_is_not_about() -> None:
    """Those of the baseline that the starter has no rule on and that may be left out, each with all packs of it."""
    settled = {*ALWAYS_MEASURED, *dimensions(STARTER).values()}
    assert set(optional_dimensions()) == set(dimensions(WHOLE).values()) - settled
    assert (optional_dimensions()["data"], optional_dimensions()["clarity"]) == (("tests",), ("people",))
    for each, packs in optional_dimensions().items():
        assert packs == tuple(name for name, rules in packs_of_dimensions().items() if each in rules.values())


@each_dimension
def test_what_the_rules_read(dimension: Dimension) -> None:
    """All sources of the rules on a dimension, without those of the starter; nothing for which there is no rule."""
    read = {source for rule in RULES if rule.dimension == dimension for source in SIGNALS[rule.signal].sources}
    found = facts_of(dimension, SIGNALS)
    assert {*found.tables, *found.sections} == read - OF_STARTER
    assert len({*found.tables, *found.sections}) == len(found.tables) + len(found.sections)


@each_dimension
def test_each_is_a_table_or_a_section(dimension: Dimension) -> None:
    """Tables are in [people], and each section is one of a source, so that both can be written."""
    found = facts_of(dimension, SIGNALS)
    assert {*found.tables, *found.sections}
    assert set(found.tables) <= TABLES.keys()
    assert set(found.sections) <= {section.key for source in SOURCES.values() for section in source.sections}


def test_the_facts_of_support() -> None:
    """In the order of the rules."""
    assert facts_of("support", SIGNALS) == FactsToAdd(("tickets",), ("support",))
    assert facts_of("tests", SIGNALS).tables == ("acceptance-tests", "real-work-tests")


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        (FactsToAdd((), ()), ""),
        (FactsToAdd(("surveys",), ()), "table surveys"),
        (FactsToAdd(("surveys", "phases"), ()), "tables surveys, phases"),
        (FactsToAdd((), ("support",)), "section [support]"),
        (FactsToAdd(("tickets",), ("support", "leadership")), "table tickets; sections [support], [leadership]"),
    ],
)
def test_in_words(facts: FactsToAdd, words: str) -> None:
    """Short enough for a line of comment."""
    assert facts.in_words() == words


def test_what_is_there_is_not_to_add() -> None:
    """Tables that a configuration has are left out; sections stay."""
    facts = FactsToAdd(("surveys", "phases"), ("support",))
    assert facts.without({"phases": "phases.csv"}) == FactsToAdd(("surveys",), ("support",))
    assert facts.without(()) == facts
