"""What the configuration states itself: working time, support, and who leads the change."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from support.exports import BERLIN, NOW, settings
from support.policy import BEGIN, complaints, loaded

from readiness_gate.config.diff.policy import loosened
from readiness_gate.errors import Unreadable
from readiness_gate.model.business_time import WorkingTime
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.stated import LeadershipFacts, SupportFacts, WorkingTimeFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.leadership import LeadershipSettings
from readiness_gate.model.settings.support import SupportSettings, Target
from readiness_gate.sources import SOURCES, fetch
from readiness_gate.sources.overview import overviews

SUPPORT = (
    '[support]\nchannel = "#help"\nroster = "HTTPS://wiki/x"\nexit-criteria = "exit.md"\narticles = ["a.md", "b.md"]\n'
)
FILES: Mapping[str, bytes] = {"exit.md": b"Criteria", "a.md": b"A", "b.md": b"B"}


def _slices(text: str) -> Mapping[str, object]:
    return loaded(BEGIN + text).settings.slices


def _read(name: str, text: str, files: Mapping[str, bytes] = FILES) -> object:
    def read(file: str, _limit: int) -> bytes | None:
        if file == "locked.md":
            raise Unreadable("locked.md cannot be read")
        return files.get(file)

    return fetch(SOURCES, replace(settings(), slices=_slices(text)), Needs(frozenset({name})), NOW, read)[name]


def test_working_time() -> None:
    """Has hours, days and holidays, each with a default."""
    assert _slices("[calendar]\n") == {"working-time": WorkingTime(BERLIN)}
    text = '[calendar]\nhours = "08:30-24:00"\ndays = ["Sun", "Mon"]\nholidays = [2026-12-24]\n'
    whole = WorkingTime(BERLIN, 510, 1_440, frozenset({0, 6}), frozenset({date(2026, 12, 24)}))
    assert _slices(text) == {"working-time": whole}
    facts = _read("working-time", text)
    assert isinstance(facts, WorkingTimeFacts)
    assert facts.stated == whole
    missing = _read("working-time", "")
    assert isinstance(missing, Unavailable)
    assert 'add [calendar] with hours = "09:00-17:00"' in missing.reason


@pytest.mark.parametrize(
    ("hours", "why"),
    [
        ("17:00-09:00", "ends before it begins"),
        ("09:00-09:00", "ends before it begins"),
        ("9-17", "is not the hours of a day"),
        ("09:00", "is not the hours of a day"),
        ("09:60-17:00", "is not the hours of a day"),
        ("09:00-24:01", "is not the hours of a day"),
        ("09:0-17:00", "is not the hours of a day"),
        ("a:00-17:00", "is not the hours of a day"),
    ],
)
def test_hours_that_are_none(hours: str, why: str) -> None:
    """Are refused at their place."""
    assert why in str(complaints(BEGIN + f'[calendar]\nhours = "{hours}"\n'))


def test_working_hours_need_a_time_zone() -> None:
    """They are hours of some place."""
    text = (BEGIN + "[calendar]\n").replace('timezone = "Europe/Berlin"\n', "")
    assert '"timezone" is missing' in str(complaints(text))


def test_support() -> None:
    """Its places, and what priorities and targets mean."""
    text = SUPPORT + (
        '[support.priorities]\nP1 = ["Highest"]\nP2 = ["High", "Medium"]\n'
        "[support.targets]\nP1 = { hours = 0.5 }\nP2 = { business-hours = 4 }\n"
    )
    stated = SupportSettings(
        "#help",
        "HTTPS://wiki/x",
        "exit.md",
        ("a.md", "b.md"),
        {"P1": ("Highest",), "P2": ("High", "Medium")},
        {"P1": Target(1_800), "P2": Target(14_400, is_working_time=True)},
    )
    assert _slices(text) == {"support": stated}
    facts = _read("support", text)
    assert isinstance(facts, SupportFacts)
    assert facts.stated == stated
    assert _slices("[support.targets]\nP1 = { hours = 1 }\n") == {
        "support": SupportSettings(targets={"P1": Target(3_600)})
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[support.targets]\nP1 = {}\n", "needs hours or business-hours, and not both"),
        ("[support.targets]\nP1 = { hours = 1, business-hours = 1 }\n", "needs hours or business-hours, and not both"),
        ("[support.targets]\nP1 = { hours = 0 }\n", "hours"),
        ('[support.priorities]\nP1 = ["High"]\nP2 = ["high"]\n', '"high" is P1 already: a name means one priority'),
        (
            '[support.priorities]\nP1 = ["High"]\n[support.targets]\nP2 = { hours = 1 }\n',
            '"P2" is not in [support.priorities]: add it there',
        ),
        (
            '[leadership]\nunits = ["Sales"]\n[leadership.owners]\nService = "Ann"\n',
            '"Service" is not one of leadership.units: add it there',
        ),
    ],
)
def test_what_contradicts_itself(text: str, why: str) -> None:
    """Is refused at its place."""
    assert why in str(complaints(BEGIN + text))


@pytest.mark.parametrize(
    ("text", "files", "why"),
    [
        ("", FILES, 'add [support] with channel = "…"'),
        (SUPPORT, {**FILES, "exit.md": b" \n"}, "exit.md, exit-criteria in [support], is empty: write it"),
        (
            SUPPORT,
            {"exit.md": b"x"},
            "a.md, articles in [support], does not exist: write it, or correct articles; b.md, articles in [support]",
        ),
        ('[support]\nroster = "locked.md"\n', FILES, "roster in [support]: locked.md cannot be read"),
    ],
)
def test_support_that_is_not_there(text: str, files: Mapping[str, bytes], why: str) -> None:
    """A file that is named exists, and says something."""
    answer = _read("support", text, files)
    assert isinstance(answer, Unavailable)
    assert why in answer.reason


def test_leadership() -> None:
    """A sponsor, units and their owners."""
    text = '[leadership]\nsponsor = "CSO"\nunits = ["Sales", "Sales"]\n[leadership.owners]\nSales = "Ann"\n'
    facts = _read("leadership", text)
    assert isinstance(facts, LeadershipFacts)
    assert facts.stated == LeadershipSettings("CSO", {"Sales": "Ann"}, ("Sales",))
    assert _slices("[leadership]\n") == {"leadership": LeadershipSettings()}
    missing = _read("leadership", "")
    assert isinstance(missing, Unavailable)
    assert 'add [leadership] with sponsor = "…"' in missing.reason


def test_what_doctor_shows() -> None:
    """What is stated, and nothing of what is not configured."""
    configured = replace(settings(), slices=_slices(SUPPORT + '[leadership]\n[leadership.owners]\nSales = "Ann"\n'))
    names = frozenset(name for name, source in SOURCES.items() if source.configured(configured))
    assert names == {"git", "support", "leadership"}
    names -= {"git"}
    facts = Facts(configured, None, fetch(SOURCES, configured, Needs(names), NOW, lambda name, _: FILES.get(name)))
    assert [shown.counts for shown in overviews(SOURCES, facts, NOW)] == [
        ("no sponsor is named", "1 unit with an owner"),
        ("channel", "roster", "exit criteria", "2 articles"),
    ]
    sponsor = Settings("P", configured.root, slices={"leadership": LeadershipSettings("CSO")})
    (shown,) = overviews(
        SOURCES,
        Facts(sponsor, None, fetch(SOURCES, sponsor, Needs(frozenset({"leadership"})), NOW, lambda *_: None)),
        NOW,
    )
    assert shown == Overview("leadership", ("a sponsor is named", "0 units with an owner"))


def test_edits_are_shown() -> None:
    """Every edit of these sections may make a gate weaker."""
    base = loaded(BEGIN)
    for section in ("calendar", "support", "leadership"):
        assert loosened(base, loaded(BEGIN + f"[{section}]\n"), "go-live") == [f"[{section}] is changed"]
    assert loosened(base, base, "go-live") == []
