"""What a finding asks for when its number is due to the configuration."""

from dataclasses import replace

from support.verdicts import VERDICTS

from readiness_gate.model.reading import Measured
from readiness_gate.reports.words import to_do

NO_GO = VERDICTS["no-go"]


def test_a_remedy_of_the_reading_comes_in_place_of_the_rules() -> None:
    """Nobody is asked to fix what the configuration must only map."""
    failing = next(each for each in NO_GO.findings if each.outcome == "fail" and isinstance(each.reading, Measured))
    assert isinstance(failing.reading, Measured)
    said = to_do(replace(failing, reading=replace(failing.reading, remedy='Map "P9" first.')), NO_GO)
    assert said.startswith('Map "P9" first. Owner: ')
    assert "To pass" not in said
