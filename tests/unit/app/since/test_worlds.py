"""Sources are read once for all worlds that ask the same, and files as git had them."""

from dataclasses import replace
from pathlib import Path

import pytest
from support.git import Repo

from readiness_gate.app.since.worlds import FilesThen, Once
from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.sources.git.reader import at_ref

SETTINGS = Settings("P", Path("/program"))
FACTS = SourceFacts(Provenance("toy", "a toy", "all", 1, ahead=3))


def _nothing(_path: str, _limit: int) -> bytes | None:
    return None


class _Source:
    """Counts how often it is read."""

    def __init__(self, facts: SourceFacts | None) -> None:
        self.facts, self.reads = facts, 0

    def fetch(self, _settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> SourceFacts:
        """The facts, if there are any."""
        self.reads += 1
        if self.facts is None:
            raise CouldNotLook("there are none")
        return self.facts


def test_a_source_is_read_once_for_the_same_question() -> None:
    """Wherever the configuration is; another need, or other settings, are another question."""
    source = _Source(FACTS)
    once = Once(source.fetch, ("toy", True, None), {})
    for settings in (SETTINGS, replace(SETTINGS, root=Path("/elsewhere")), SETTINGS):
        assert once(settings, Needs(), 0, _nothing) == FACTS
    assert source.reads == 1
    once(replace(SETTINGS, program="Q"), Needs(), 0, _nothing)
    once(SETTINGS, Needs(versions=frozenset({"1"})), 0, _nothing)
    assert source.reads == 3
    assert Once(source.fetch, ("toy", False, None), once.answers)(SETTINGS, Needs(), 0, _nothing) == FACTS
    assert source.reads == 4


def test_facts_without_a_clock_stay_as_they_are() -> None:
    """Only what says how far its clock is ahead is corrected for the time that has passed."""
    facts = replace(FACTS, provenance=replace(FACTS.provenance, ahead=None))
    once = Once(_Source(facts).fetch, (), {})
    assert once(SETTINGS, Needs(), 0, _nothing) is facts


def test_a_source_that_cannot_be_read_is_asked_once() -> None:
    """It fails each time."""
    source = _Source(None)
    once = Once(source.fetch, (), {})
    for _ in range(2):
        with pytest.raises(CouldNotLook, match="there are none"):
            once(SETTINGS, Needs(), 0, _nothing)
    assert source.reads == 1


def test_files_are_read_as_git_had_them(tmp_path: Path) -> None:
    """One that git did not have is read as it is, and noted; one that is nowhere is not."""
    repo = Repo(tmp_path / "program")
    repo.commit(1, {"roster.csv": "old"}, "begin")
    here = {"roster.csv": b"new", "people.csv": b"here", "../out.csv": b"outside"}
    files = FilesThen(at_ref(repo.path, "main"), lambda path, _limit: here.get(path))
    assert [files.read(path, 100) for path in (*here, "nowhere.csv")] == [b"old", b"here", b"outside", None]
    assert files.not_there == {"people.csv", "../out.csv"}
