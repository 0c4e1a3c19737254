"""The configuration that a program starts from."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.policy import BEGIN, gate, loaded

from readiness_gate.config.catalog import platforms
from readiness_gate.config.starting import Start, starting_configuration

START = Start("Northwind CRM", "Europe/Berlin", date(2027, 3, 1))
SCHEMA = "readiness-gate.schema.json"
BASELINE = gate(BEGIN).policy.packs


def test_it_is_complete() -> None:
    """It has a milestone, the default rules and one of its own, and says where everything comes from."""
    found = loaded(starting_configuration(START, SCHEMA))
    begun = found.gates["go-live"]
    assert begun.milestone.date == date(2027, 3, 1)
    assert begun.policy.weakened == ()
    assert begun.rules[-1].id == "OWN-01"
    settings = found.settings
    assert begun.policy.packs == (*BASELINE, "platforms/in-house")
    paths = settings.git.paths
    assert paths.config
    assert paths.code
    assert paths.docs
    assert paths.exclude
    assert settings.jira is not None
    assert settings.people is not None
    assert (settings.jira.export, settings.people.roster, settings.people.completions) == (
        "jira-export.json",
        "people/roster.csv",
        "people/completions.csv",
    )


@pytest.mark.parametrize("platform", sorted(platforms()))
def test_it_begins_on_any_platform(platform: str) -> None:
    """The pack of the platform says which paths are what, and nothing of it is loosened."""
    found = loaded(starting_configuration(replace(START, platforms=(platform,)), SCHEMA))
    assert found.gates["go-live"].policy.packs[-1] == platform
    assert found.gates["go-live"].policy.weakened == ()
    assert found.settings.git.paths.config


def test_it_begins_on_several_platforms() -> None:
    """Each has its say."""
    both = ("platforms/salesforce", "platforms/sap")
    found = loaded(starting_configuration(replace(START, platforms=both), SCHEMA))
    assert found.gates["go-live"].policy.packs[-2:] == both
    assert {"**/*-meta.xml", "**/*.clas.xml"} <= set(found.settings.git.paths.config)


def test_what_is_commented_out_is_valid_too() -> None:
    """Whoever takes the mark off a line of example gets a configuration, not a complaint."""
    lines = starting_configuration(START, SCHEMA).split("\n")
    examples = [line.removeprefix("# ") if _is_example(line) else line for line in lines]
    assert examples != lines
    found = loaded("\n".join(examples))
    settings = found.settings
    assert settings.covers[0].modules == ("quoting",)
    assert settings.jira is not None
    assert (settings.jira.projects, settings.jira.canary) == (("CRM",), "CRM-1")
    assert settings.people is not None
    assert settings.people.required == {"Sales rep": ("basics", "quoting")}
    assert settings.git.paths.code == ("src/**",)
    assert found.gates["go-live"].terms.approvers == ("sponsor@example.com",)


def _is_example(line: str) -> bool:
    """Whether a line of comment is an example: a header, or a key with a value."""
    return line.startswith("# ") and (line.startswith("# [") or " = " in line)


def test_the_first_line_names_the_schema() -> None:
    """Editors find the schema by the first line."""
    assert starting_configuration(START, SCHEMA).split("\n")[0] == f"#:schema ./{SCHEMA}"


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip)


@given(_TEXTS, _TEXTS, st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_whatever_a_program_is_called(name: str, file: str, day: date) -> None:
    """Any name, file and day come out of the file as they went in."""
    start = Start(name, "Asia/Tokyo", day, export=file, roster=file, completions=file)
    found = loaded(starting_configuration(start, SCHEMA))
    assert (found.settings.program, found.gates["go-live"].milestone.date) == (name, day)
    assert found.settings.jira is not None
    assert found.settings.jira.export == file


@pytest.mark.parametrize("name", ["name", "timezone", "export", "roster", "completions"])
def test_no_text_breaks_out(name: str) -> None:
    """Quotes, newlines and brackets in an answer stay inside it."""
    hostile = '"]\n[waivers]\nmax-days = 366\n[x]\ny = "'
    text = starting_configuration(replace(START, **{name: hostile}), SCHEMA)  # type: ignore[arg-type]
    assert "\nmax-days" not in text
