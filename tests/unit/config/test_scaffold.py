"""The configuration that a program starts from."""

from dataclasses import replace
from datetime import date
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.policy import BEGIN, gate, loaded, reader

from readiness_gate.config import FILE
from readiness_gate.config.besides import STARTER, besides, facts_of
from readiness_gate.config.lint.check import of_configuration
from readiness_gate.config.packs.catalog import WHOLE, dimensions, paths_of, platforms
from readiness_gate.config.scaffold import Start, mistake, part, starting_configuration
from readiness_gate.errors import BadUse
from readiness_gate.model.policy import Dimension
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.signals import SIGNALS

START = Start("Northwind CRM", "Europe/Berlin", date(2027, 3, 1))
SCHEMA = "readiness-gate.schema.json"
PACKS = gate(BEGIN).policy.packs


def test_it_is_complete() -> None:
    """It has a milestone and the rules of the starter, none of its own, and says where everything comes from."""
    found = loaded(starting_configuration(START, SCHEMA, SIGNALS))
    begun = found.gates["go-live"]
    assert begun.milestone.date == date(2027, 3, 1)
    assert begun.policy.weakened == ()
    assert {rule.id for rule in begun.rules} == set(dimensions(STARTER))
    settings = found.settings
    assert begun.policy.packs == (*PACKS, "platforms/in-house")
    paths = settings.git.paths
    assert paths.config
    assert paths.code
    assert paths.docs
    assert paths.exclude
    assert settings.jira is not None
    assert settings.people is not None
    assert settings.jira.export == "jira-export.json"
    files = {key: file.file for key, file in settings.people.files.items()}
    assert files == {"roster": "people/roster.csv", "completions": "people/completions.csv"}


def test_how_the_dates_of_a_csv_export_are_read_is_to_be_checked() -> None:
    """It is set for a CSV export, and an example beside any other."""
    csv, json = (
        starting_configuration(replace(START, export=name), SCHEMA, SIGNALS) for name in ("Issues.CSV", "issues.json")
    )
    assert "\ncsv = {" in csv
    assert "\n# csv = {" in json
    assert loaded(csv).settings.jira is not None


@pytest.mark.parametrize("platform", sorted(platforms()))
def test_it_begins_on_any_platform(platform: str) -> None:
    """The pack of the platform says which paths are what, and nothing of it is loosened."""
    found = loaded(starting_configuration(replace(START, platforms=(platform,)), SCHEMA, SIGNALS))
    assert found.gates["go-live"].policy.packs[-1] == platform
    assert found.gates["go-live"].policy.weakened == ()
    assert found.settings.git.paths.config


def test_it_begins_on_several_platforms() -> None:
    """Each has its say."""
    both = ("platforms/salesforce", "platforms/sap")
    found = loaded(starting_configuration(replace(START, platforms=both), SCHEMA, SIGNALS))
    assert found.gates["go-live"].policy.packs[-2:] == both
    assert {"**/*-meta.xml", "**/*.clas.xml"} <= set(found.settings.git.paths.config)


def test_what_is_commented_out_is_valid_too() -> None:
    """Whoever takes the mark off a line of example gets a configuration, not a complaint."""
    lines = starting_configuration(START, SCHEMA, SIGNALS).split("\n")
    examples = [line.removeprefix("# ") if _is_example(line) else line for line in lines]
    assert examples != lines
    found = loaded("\n".join(examples))
    settings = found.settings
    assert settings.covers[0].modules == ("quoting",)
    assert settings.jira is not None
    assert (settings.jira.projects, settings.jira.canary) == (("CRM",), ("CRM-1", "CRM-232"))
    assert settings.jira.issues == 232
    assert settings.people is not None
    assert settings.people.required == {"Sales rep": ("basics", "quoting")}
    assert settings.git.paths.code == ("src/**",)
    assert found.gates["go-live"].terms.approvers == ("sponsor@example.com",)
    assert list(found.gates["go-live"].not_measured) == list(besides())
    assert found.gates["go-live"].rules[-1].id == "OWN-01"
    assert of_configuration(FILE, reader({FILE: "\n".join(examples)}), SIGNALS, found, START.go_live) == ()


def test_the_number_of_issues_is_written() -> None:
    """Where somebody said it."""
    assert _jira(START).issues is None
    assert _jira(replace(START, issues=1_234)).issues == 1_234


def _jira(start: Start) -> JiraSettings:
    found = loaded(starting_configuration(start, SCHEMA, SIGNALS)).settings.jira
    assert found is not None
    return found


def _is_example(line: str) -> bool:
    """Whether a line of comment is an example: a header, or a key with a value."""
    return line.startswith("# ") and (line.startswith("# [") or " = " in line)


def test_the_first_line_names_the_schema() -> None:
    """Editors find the schema by the first line."""
    assert starting_configuration(START, SCHEMA, SIGNALS).split("\n")[0] == f"#:schema ./{SCHEMA}"


_TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1).filter(str.strip)


@law(40, few=10)
@given(_TEXTS, _TEXTS, st.dates(date(2000, 1, 1), date(2199, 12, 31)))
def test_whatever_a_program_is_called(name: str, file: str, day: date) -> None:
    """Any name, file and day come out of the file as they went in."""
    start = Start(name, "Asia/Tokyo", day, export=file, roster=file, completions=file)
    found = loaded(starting_configuration(start, SCHEMA, SIGNALS))
    assert (found.settings.program, found.gates["go-live"].milestone.date) == (name, day)
    assert found.settings.jira is not None
    assert found.settings.jira.export == file


@pytest.mark.parametrize("name", ["name", "timezone", "export", "roster", "completions"])
def test_no_text_breaks_out(name: str) -> None:
    """Quotes, newlines and brackets in an answer stay inside it."""
    hostile = '"]\n[waivers]\nmax-days = 366\n[x]\ny = "'
    text = starting_configuration(replace(START, **{name: hostile}), SCHEMA, SIGNALS)  # type: ignore[arg-type]
    assert "\nmax-days" not in text


@given(st.text(max_size=9) | st.text(st.characters(categories=["Cc", "Cf", "Zs"]), max_size=3))
def test_a_mistake_is_what_the_file_would_be_refused_for(text: str) -> None:
    """No text that is let through is refused as a part of the file, and none is kept off that would be taken."""
    start = replace(START, name=text, not_measured={"tests": text})
    try:
        loaded(starting_configuration(start, SCHEMA, SIGNALS))
    except BadUse:
        assert mistake("text", text, "it") is not None
    else:
        assert mistake("text", text, "it") is None


@pytest.mark.parametrize(
    ("kind", "value", "told"),
    [
        ("text", "x" * 4_000, None),
        ("text", "x" * 4_001, "--x has more than 4000 characters"),
        ("text", "\n", "--x must not be empty"),
        ("text", "a\x00", "--x must be without control characters: it has U+0000"),
        ("text", "\ud800", "--x is not text in UTF-8"),
        (
            "text",
            "\u202e",
            "--x: this character reverses the reading direction, so the line is not what it looks like: remove it",
        ),
        ("zone", "Europe/Berlin", None),
        ("zone", "Europe/Berlim", '--x: "Europe/Berlim" is not a time zone; did you mean "Europe/Berlin"?'),
        ("day", date(2000, 1, 1), None),
        ("day", date(1999, 12, 31), "--x: 1999-12-31 is not between 2000 and 2199"),
    ],
)
def test_a_mistake(kind: Literal["text", "zone", "day"], value: str | date, told: str | None) -> None:
    """Is told of what the value is called."""
    assert mistake(kind, value, "--x") == told


@pytest.mark.parametrize("reason", ['"]\n[waivers]\nmax-days = 366\n[x]\ny = "', "\\", "it's 100 % \u00e9", " x "])
def test_no_reason_breaks_out(reason: str) -> None:
    """A reason comes out of the file as it went in."""
    start = replace(START, not_measured={"tests": reason})
    assert gate(starting_configuration(start, SCHEMA, SIGNALS)).not_measured == {"tests": reason}


def _split(measures: frozenset[Dimension]) -> Start:
    """A start that measures some, and leaves out the others."""
    others = [each for each in besides() if each not in measures]
    named = tuple(each for each in besides() if each in measures)
    return replace(START, measures=named, not_measured=dict.fromkeys(others, "the PMO watches it"))


@law(25, few=8)
@given(
    st.frozensets(st.sampled_from(list(besides()))),
    st.sampled_from(sorted(platforms())),
    st.sampled_from(["", "crm-eu", "a/b c"]),
)
def test_no_rule_is_lost_but_by_choice(measures: frozenset[Dimension], platform: str, folder: str) -> None:
    """The gate has every rule of the starter, the platform and the dimensions named, and none on the others; nothing is
    silent, and the linter has nothing to say."""
    start = replace(_split(measures), platforms=(platform,), folder=folder)
    text = starting_configuration(start, SCHEMA, SIGNALS)
    configuration = loaded(text)
    begun = configuration.gates["go-live"]
    rules = {rule.id: rule.dimension for rule in begun.rules}
    assert dimensions(STARTER).items() | dimensions(platform).items() <= rules.items()
    asked = {id_ for id_, each in dimensions(WHOLE).items() if each in measures}
    assert {id_ for id_, each in rules.items() if each in besides()} == asked
    assert set(rules.values()) | set(begun.not_measured) | {"adoption"} >= set(dimensions(WHOLE).values())
    assert start.uncovered == ()
    assert "No rule of the packs above" not in text
    assert of_configuration(FILE, reader({FILE: text}), SIGNALS, configuration, START.go_live) == ()


def test_all_is_measured() -> None:
    """Then there is nothing to leave out, and nothing is said of it."""
    text = starting_configuration(_split(frozenset(besides())), SCHEMA, SIGNALS)
    assert "not-measured" not in text
    assert gate(text).not_measured == {}


def test_what_is_neither_measured_nor_left_out_is_told() -> None:
    """The file names each such dimension and the packs of its rules; to name these gives the gate a rule on each."""
    begun = replace(START, measures=("clarity",), not_measured={"data": "the PMO watches it"})
    text = starting_configuration(begun, SCHEMA, SIGNALS)
    assert (
        "# No rule of the packs above is about tests, and every report says so.\n# To measure them, add these packs:"
        in text
    )
    assert gate(text).not_measured == {"data": "the PMO watches it"}
    text = starting_configuration(START, SCHEMA, SIGNALS)
    assert f"# No rule of the packs above is about {', '.join(besides())}, and" in text
    assert '# To measure them, add these packs: "tests", "people", and what their rules read.\n' in text
    for each in besides():
        assert f"\n# - {each}: pack {besides()[each][0]}; {facts_of(each, SIGNALS).in_words()}\n" in text
    fuller = gate(text.replace('["starter", ', '["starter", "tests", "people", '))
    assert set(besides()) <= {rule.dimension for rule in fuller.rules}
    assert fuller.policy.weakened == ()


def test_the_facts_that_are_still_to_add() -> None:
    """The file names the tables and sections that the rules on each measured dimension read, without what it has."""
    measures: tuple[Dimension, ...] = ("tests", "feedback", "leadership")
    begun = replace(START, measures=measures, templates=("acceptance-tests", "feedback"))
    text = starting_configuration(begun, SCHEMA, SIGNALS)
    _, _, told = text.partition("# Rules on these dimensions are unknown until you add what they read.\n")
    assert "\n# - tests: table real-work-tests\n# - leadership: table sponsor-acts; section [leadership]\n\n" in told
    assert "until you add" not in starting_configuration(START, SCHEMA, SIGNALS)
    alone = replace(START, measures=("feedback",), templates=("feedback",))
    assert "until you add" not in starting_configuration(alone, SCHEMA, SIGNALS)


def test_the_rules_that_the_starter_lacks_are_told() -> None:
    """With the packs that the file names the gate has all rules of the baseline, and each rule once."""
    text = starting_configuration(_split(frozenset(besides())), SCHEMA, SIGNALS)
    told = '"defects", "change", "documentation", "training", "integrity"'
    assert f"add these packs when you are\n# ready: {told}. " in text
    rules = [rule.id for rule in gate(text.replace('["starter", ', f'["starter", {told}, ')).rules]
    whole = [rule.id for rule in gate(text.replace('["starter", "tests", "people", ', '["baseline", ')).rules]
    assert sorted(rules) == sorted(whole)
    assert len(rules) == len(set(rules))


@pytest.mark.parametrize("platform", sorted(platforms()))
@pytest.mark.parametrize("folder", ["crm-eu", "apps/crm [eu] {*}", 'a"b\\c\u202e\udcff', "\u00e9t\u00e9"])
def test_a_folder_is_looked_at_alone(platform: str, folder: str) -> None:
    """Every path set has the same files as the platform's pack would have, were the folder the whole repository, and no
    file of another folder; the reports say so, once."""
    text = starting_configuration(replace(START, platforms=(platform,), folder=folder), SCHEMA, SIGNALS)
    found = loaded(text)
    names = (
        "x-meta.xml",
        "config/a.yml",
        "src/b.py",
        "docs/c.md",
        "vendor/d.md",
        "a.clas.xml",
        "b.abap",
        "e/README.md",
    )
    for kind in ("config", "code", "docs"):
        whole, ours = paths_of([platform]).named(kind), found.settings.git.paths.named(kind)
        assert ours.of(f"{folder}/{name}" for name in names) == [f"{folder}/{name}" for name in whole.of(names)]
        assert ours.of([*names, *(f"crm-us/{name}" for name in names)]) == []
    first, *others = found.gates["go-live"].policy.weakened
    assert (first.startswith("git.paths looks at "), first.endswith("/ only")) == (True, True)
    assert [each.partition(": ")[2] == f"it {first.removeprefix('git.paths ')}" for each in others] == [True] * len(
        others
    )
    assert len(others) == len(dimensions(platform))


def test_a_folder_with_nothing_to_measure_is_no_part() -> None:
    """Neither without configuration and code, nor where a pattern would be too long: the whole repository counts."""
    assert part("crm", ["config/a.yml"], ["platforms/in-house"]) == "crm"
    assert part("", ["config/a.yml"], ["platforms/in-house"]) == ""
    assert part("crm", ["docs/a.md", "x"], ["platforms/in-house"]) == ""
    assert part("crm", ["config/a.yml"], ["platforms/salesforce"]) == ""
    assert part("x" * 505, ["config/a.yml"], ["platforms/in-house"]) == ""
