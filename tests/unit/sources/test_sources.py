"""Every source that is needed is read once; one that cannot be read says why, and the others are still read."""

from typing import NoReturn

import pytest
from support.exports import no_file, settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources import SOURCES, Source, fetch
from readiness_gate.sources.people.records import RECORD_TABLES

FOUND = SourceFacts(Provenance("fine", "test", "everything", 1))


def _fine(_settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> SourceFacts:
    return FOUND


def _refused(_settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> NoReturn:
    raise CouldNotLook("the file is torn")


def _broken(_settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> NoReturn:
    raise ZeroDivisionError


TABLE = {each.name: each for each in (Source("fine", _fine), Source("refused", _refused), Source("broken", _broken))}


def test_only_what_is_needed_is_read() -> None:
    """A source that nothing needs is not read, and one that refuses says why."""
    found = fetch(TABLE, settings(), Needs(frozenset({"refused", "fine"})), 0, no_file)
    assert found == {"fine": FOUND, "refused": Unavailable("the file is torn")}


def test_sources_are_told_in_the_order_of_their_names() -> None:
    """Whatever order the needs are in, the answer is the same."""
    assert list(fetch(TABLE, settings(), Needs(frozenset("fedcba")), 0, no_file)) == list("abcdef")


def test_a_source_that_nobody_brings_is_unavailable() -> None:
    """The source of a plugin that is not installed is unavailable, and is named."""
    found = fetch(TABLE, settings(), Needs(frozenset({"crm"})), 0, no_file)
    assert found == {"crm": Unavailable('the source "crm" is unknown: install the plugin that provides it')}


def test_an_unforeseen_error_is_not_hidden() -> None:
    """What nobody foresaw ends the run; it is not told as if a file were at fault."""
    with pytest.raises(ZeroDivisionError):
        fetch(TABLE, settings(), Needs(frozenset({"broken"})), 0, no_file)


def test_every_source_is_listed_by_its_name() -> None:
    """The table has the sources of this package, each under its own name."""
    names = ("git", "jira", "people", "calendar", *(records.key for records in RECORD_TABLES))
    assert list(SOURCES)[: len(names)] == list(names)
    assert set(SOURCES) - set(names) == {"working-time", "support", "leadership", "decisions"}
    assert {name: source.name for name, source in SOURCES.items()} == {each: each for each in SOURCES}
