"""What a finding asks for when its number is due to the configuration."""

from dataclasses import replace

import pytest
from support.gates import AS_OF, rule
from support.verdicts import VERDICTS

from readiness_gate.model.levers import Lever, Quiet, expiry, work
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import Instant, instant
from readiness_gate.model.verdict import Finding
from readiness_gate.reports.to_pass import to_pass_in_words
from readiness_gate.reports.words import to_do

NO_GO = VERDICTS["no-go"]


def test_a_remedy_of_the_reading_comes_in_place_of_the_rules() -> None:
    """Nobody is asked to fix what the configuration must only map."""
    failing = next(each for each in NO_GO.findings if each.outcome == "fail" and isinstance(each.reading, Measured))
    assert isinstance(failing.reading, Measured)
    said = to_do(replace(failing, reading=replace(failing.reading, remedy='Map "P9" first.')), NO_GO)
    assert said.startswith('Map "P9" first. Owner: ')
    assert "To pass" not in said


def _words(lever: Lever, value: float, limit: Limit) -> str:
    """The steps of a rule in words, in the time zone of Berlin."""
    finding = Finding(rule(limit=limit), "fail", "", Measured(value, "", levers=(lever,)), AS_OF)
    return to_pass_in_words(finding, replace(NO_GO, as_of=AS_OF))


@pytest.mark.parametrize(
    ("leaves", "until"),
    [
        ("2026-04-02T12:00:00Z", "2026-04-02 14:00"),
        ("2026-04-02T12:00:01Z", "2026-04-02 14:01"),
        ("2026-04-02T22:00:00Z", "2026-04-03"),
        ("2026-04-02T21:59:30Z", "2026-04-03"),
        ("2027-04-02T12:00:00Z", "2027-04-02 14:00 (after the milestone)"),
    ],
)
def test_the_time_until_which_to_wait(leaves: str, until: str) -> None:
    """A day of the program, with the first whole minute, unless that is midnight."""
    moment: Instant = instant(leaves)
    lever = expiry("merge nothing more", "landing has left", "landings have left", [moment, moment])
    assert _words(lever, 2, Limit("at-most", 0)) == f"merge nothing more until {until}, when 2 landings have left"


def test_what_to_do_instead_of_waiting() -> None:
    """As many as are needed, though more of them leave at once."""
    moment = instant("2026-04-02T12:00:00Z")
    lever = replace(expiry("wait", "one has left", "many have left", [moment, moment]), instead="fix {} of them")
    said = "wait until 2026-04-02 14:00, when 2 many have left, or fix 1 of them"
    assert _words(lever, 2, Limit("at-most", 1)) == said


def test_days_to_wait_for() -> None:
    """Until enough of them have passed."""
    assert _words(Quiet("wait", AS_OF), 0, Limit("at-least", 2)) == "wait until 2026-04-03 14:00"


def test_a_name_that_several_pieces_have() -> None:
    """It is named once, and each piece is counted."""
    lever = work("describe", "file", ("object Quote", "object Quote", "page Order"))
    assert _words(lever, 3, Limit("at-most", 0)) == "describe 3 files (object Quote, page Order)"
