"""Texts name days as the program counts them, and leave other instants to the reports."""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.landings import evidence, landing, mainline, read, settings

import readiness_gate.signals
from readiness_gate.model.reading import Measured

AUCKLAND = replace(settings(), zone=ZoneInfo("Pacific/Auckland"))
GIT = mainline(landing(40.75, "config/quote"), tree=["config/quote"])


@pytest.mark.parametrize("signal", ["change.landings", "change.files", "change.days-since-last"])
def test_a_day_is_one_of_the_program(signal: str) -> None:
    """What landed at 18:00 UTC landed the next day in Auckland."""
    found = read(signal, 50.75, GIT, configured=AUCKLAND)
    assert isinstance(found, Measured)
    assert found.summary.endswith(("2026-02-21.", "2026-02-11."))
    assert evidence(found)[0][2].startswith("2026-02-11")


def test_no_signal_names_a_day_of_another_calendar() -> None:
    """`iso_day` names those of UTC."""
    folder = Path(readiness_gate.signals.__file__).parent
    using = [module.name for module in folder.rglob("*.py") if "iso_day" in module.read_text()]
    assert not using
