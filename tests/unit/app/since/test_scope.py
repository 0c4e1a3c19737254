"""What the configuration counts otherwise, and which sources have fewer records."""

from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from support.policy import BEGIN, loaded

from readiness_gate.app.since.rosters import Churn
from readiness_gate.app.since.scope import of_settings, of_sources
from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.people import Membership
from readiness_gate.model.settings import Settings

GIT = '[git]\nmainline = "main"\n[git.paths]\nconfig = ["config/**"]\ncode = ["src/**"]\n'
SEVERAL = '[[git]]\nname = "{}"\nrepository = "../{}"\npaths = {{ config = ["config/**"] }}\n'
JIRA = (
    '[jira]\nexport = "export.json"\nprojects = ["CRM"]\n'
    'severity = { field = "priority", sev1 = ["Highest"], sev2 = ["High"] }\n'
)
PEOPLE = '[people]\nroster = "roster.csv"\ncompletions = "done.csv"\n[people.required]\n"Clerk" = ["basics"]\n'


def _told(then: str, now: str) -> list[tuple[str, str]]:
    before, after = (loaded(BEGIN + text).settings for text in (then, now))
    return [(one.source, one.what) for one in of_settings(before, after)]


@pytest.mark.parametrize(
    ("then", "now", "told"),
    [
        (GIT, GIT.replace('"src/**"', '"lib/**", "src/**"'), [("git", "git.paths.code also has lib/**")]),
        (GIT.replace('"src/**"', '"lib/**", "src/**"'), GIT, [("git", "git.paths.code no longer has lib/**")]),
        (GIT, GIT.replace('"main"', '"trunk"'), [("git", "git.mainline is trunk instead of main")]),
        (
            SEVERAL.format("core", "core") + SEVERAL.format("web", "web"),
            SEVERAL.format("core", "core"),
            [("git", "git.web is removed")],
        ),
        (JIRA, JIRA.replace('"CRM"', '"CRM", "ERP"'), [("jira", "jira.projects also has ERP")]),
        (
            JIRA,
            JIRA.replace("export.json", "other.json"),
            [("jira", "jira.export is other.json instead of export.json")],
        ),
        (
            JIRA,
            JIRA.replace('sev2 = ["High"]', 'sev3 = ["High"]'),
            [("jira", "jira.severity.names.High is sev3 instead of sev2")],
        ),
        ("", JIRA, [("jira", "jira is added")]),
        (JIRA, "", [("jira", "jira is removed")]),
        (
            PEOPLE,
            PEOPLE.replace("roster.csv", "all.csv"),
            [("people", "people.roster.file is all.csv instead of roster.csv")],
        ),
        (PEOPLE, PEOPLE.replace('"basics"', '"basics", "more"'), [("people", "people.required.Clerk also has more")]),
        (PEOPLE, PEOPLE + '[people.tickets]\nfile = "tickets.csv"\n', [("tickets", "people.tickets is added")]),
        (GIT, GIT + '[[covers]]\ndocs = ["a"]\nconfig = ["config/b"]\n', [("git", "covers is added")]),
        (GIT, GIT, []),
    ],
)
def test_what_is_counted_otherwise(then: str, now: str, told: list[tuple[str, str]]) -> None:
    """By the keys of the configuration, with the source that it is about."""
    assert _told(then, now) == told


def test_other_settings() -> None:
    """Of the program, of further sources and of plugins; lists of tables are not listed."""
    then = Settings("P", Path("/program"), ZoneInfo("UTC"), slices={"support": (1,)}, plugins={"ci": {"url": "a"}})
    now = replace(then, zone=ZoneInfo("Europe/Berlin"), slices={"support": (2,)}, plugins={"ci": {"url": "b"}})
    assert [(one.source, one.what) for one in of_settings(then, now)] == [
        ("", "program.timezone is Europe/Berlin instead of UTC"),
        ("support", "support is changed"),
        ("ci", "plugins.ci.url is b instead of a"),
    ]
    assert [one.what for one in of_settings(then, replace(then, slices={"support": (1,), "more": True}))] == [
        "more is true instead of none"
    ]


def _source(name: str, records: int, *, complete: bool = True) -> Provenance:
    return Provenance(name, "a file", "all", records, complete=complete)


def test_sources_with_fewer_records() -> None:
    """Not those that grew, that are of a stretch of time, or that could not be read."""
    then = [_source("jira", 200), _source("tickets", 3), _source("git", 50), _source("usage", 9)]
    now = [_source("jira", 150), _source("tickets", 4), _source("git", 5), _source("usage", 1, complete=False)]
    [smaller] = of_sources(then, now, Churn())
    assert (smaller.kind, smaller.source, smaller.what) == ("smaller", "jira", "jira has 150 records instead of 200")


def test_people_who_left_are_no_smaller_export() -> None:
    """Only what is missing beyond them is; how much, if it is that of few people, is not shown."""
    people = {(f"p{number}", "Clerk"): Membership(f"p{number}", "Clerk") for number in range(8)}
    churn = Churn(people, dict(list(people.items())[:2]))
    then = [_source("people", 20)]
    assert [*of_sources(then, [_source("people", 14)], churn)] == []
    assert [one.what for one in of_sources(then, [_source("people", 9)], churn)] == [
        "people has 9 records instead of 20"
    ]
    assert [one.what for one in of_sources(then, [_source("people", 18)], Churn())] == ["people has fewer records"]
