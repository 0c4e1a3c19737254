"""What each table of the user's files may say, as it is met in a file."""

from datetime import date

import pytest
from pydantic import BaseModel
from support.policy import BEGIN, PROGRAM, complaint, complaints, loaded

from readiness_gate.config.schema.files import PackFile, WaiversFile, configuration_file, sections_of
from readiness_gate.model.settings.jira import Collection, IssueFilter
from readiness_gate.model.time import instant
from readiness_gate.sources import SOURCES
from readiness_gate.toml.strict_model import kebab, schema

CONFIGURATION = configuration_file(sections_of(SOURCES))

RULE = """\
[[rules]]
id = "OWN-1"
title = "Own"
dimension = "change"
signal = "change.landings"
at-most = 0
"""
JIRA = '[jira]\nexport = "export.json"\n'
COLLECTION = '[[jira.collections]]\nname = "feedback"\nlabels = ["x"]\n'
COVERS = '[[covers]]\nconfig = ["config/**"]\ndocs = ["docs/**"]\n'


@pytest.mark.parametrize(
    ("text", "unknown", "where"),
    [
        pytest.param("version = 99\n" + BEGIN, "version", "", id="top"),
        pytest.param(PROGRAM + "owner = 1", "owner", " in program", id="program"),
        pytest.param(BEGIN + "pack = []", "pack", " in milestones.go-live", id="milestone"),
        pytest.param(BEGIN + "[git]\nbranch = 1", "branch", " in git", id="git"),
        pytest.param(BEGIN + "[git.paths]\nconfigs = 1", "configs", " in git.paths", id="paths"),
        pytest.param(BEGIN + COVERS + "doc = 1", "doc", " in covers[1]", id="covers"),
        pytest.param(BEGIN + JIRA + "token = 1", "token", " in jira", id="jira"),
        pytest.param(BEGIN + JIRA + "severity = { sev0 = 1 }", "sev0", " in jira.severity", id="severity"),
        pytest.param(BEGIN + JIRA + "approved = { label = 1 }", "label", " in jira.approved", id="approved"),
        pytest.param(BEGIN + JIRA + COLLECTION + "x = 1", "x", " in jira.collections[1]", id="collection"),
        pytest.param(BEGIN + JIRA + "workaround = { fields = 1 }", "fields", " in jira.workaround", id="workaround"),
        pytest.param(
            BEGIN + JIRA + 'csv = { timezone = "UTC", dates = "dd/MM/yy HH:mm", x = 1 }', "x", " in jira.csv", id="csv"
        ),
        pytest.param(BEGIN + "[people]\nrooster = 1", "rooster", " in people", id="people"),
        pytest.param(BEGIN + "[waivers]\napprover = 1", "approver", " in waivers", id="waivers"),
        pytest.param(BEGIN + RULE + "at_most = 1", "at_most", " in rules[1]", id="rule-with-underscore"),
        pytest.param(BEGIN + RULE + "max_opne = 1", "max_opne", " in rules[1]", id="rule"),
        pytest.param(BEGIN + RULE + "when = { day = 1 }", "day", " in rules[1].when", id="when"),
        pytest.param(
            BEGIN + RULE + '[[rules.examples]]\nreading = 0\noutcome = "pass"\nwhy = 1',
            "why",
            " in rules[1].examples[1]",
            id="example",
        ),
    ],
)
def test_unknown_keys(text: str, unknown: str, where: str) -> None:
    """A key that nobody knows is refused in every table, where it stands; a typo never falls under the table."""
    found = complaint(text)
    assert found.what.startswith(f'unknown key "{unknown}"{where}; ')
    assert found.marked.startswith(unknown)


@pytest.mark.parametrize(
    ("text", "what", "marked"),
    [
        pytest.param(
            BEGIN + "[[jira]]", "jira must be a table, not a list: write [jira]", "jira]]", id="array-for-a-table"
        ),
        pytest.param(
            BEGIN + "[rules]\nid = 1",
            "rules must be a list: write [[rules]] above each entry",
            "[rules]",
            id="table-for-array",
        ),
        pytest.param(
            BEGIN + "[[milestones.x]]",
            "milestones.x must be a table, not a list: write [milestones.x]",
            "x]]",
            id="array-for-a-milestone",
        ),
        pytest.param(
            '[program]\nname = "P"\n[[milestones]]',
            "milestones must be a table, not a list: write [milestones.NAME]",
            "milestones]]",
            id="array-for-milestones",
        ),
        pytest.param(
            BEGIN.replace("2027-03-01", '"2027-03-01"'),
            "milestones.go-live.date must be a date without quotes, such as 2027-02-14",
            '"2027-03-01"',
            id="date-in-quotes",
        ),
        pytest.param(
            BEGIN.replace("2027-03-01", "2027-03-01T00:00:00"),
            "milestones.go-live.date must be a date",
            "2027-03-01T00:00:00",
            id="local-time-for-a-date",
        ),
        pytest.param(
            BEGIN.replace("2027-03-01", "9999-12-31"),
            "9999-12-31 is not between 2000 and 2199",
            "9999-12-31",
            id="year-9999",
        ),
        pytest.param(BEGIN + RULE.replace("= 0", "= nan"), "rules[1].at-most must be a finite", "nan", id="nan"),
        pytest.param(BEGIN + RULE.replace("= 0", "= -inf"), "rules[1].at-most must be a finite", "-inf", id="inf"),
        pytest.param(BEGIN + RULE.replace("= 0", "= 1e999"), "rules[1].at-most must be a finite", "1e999", id="1e999"),
        pytest.param(
            BEGIN + RULE.replace("= 0", '= "nan"'), "rules[1].at-most must be a finite", '"nan"', id="text-nan"
        ),
        pytest.param(BEGIN + RULE.replace("= 0", '= "3"'), "rules[1].at-most must be a finite", '"3"', id="digits"),
        pytest.param(BEGIN + RULE.replace("= 0", "= true"), "at-most must be a number", "true", id="flag"),
        pytest.param(BEGIN + RULE.replace("= 0", "= -1"), "at-most is below 0", "-1", id="minus-one"),
        pytest.param(BEGIN + RULE + "for = 7", "rules[1].for must be a text", "7", id="number-for-a-duration"),
        pytest.param(BEGIN + RULE + 'enforcement = "blok"', 'did you mean "block"?', '"blok"', id="enforcement"),
        pytest.param(BEGIN + RULE + 'waivable = "no"', "waivable must be true or false", '"no"', id="waivable"),
        pytest.param(
            BEGIN + RULE + "when = { days-to-go-at-most = 10.0 }", "must be a whole number", "10.0", id="part-of-a-day"
        ),
        pytest.param(
            BEGIN + RULE + "when = { days-to-go-at-most = 3, days-to-go-at-least = 4 }",
            "rules[1].when: is never: no day has at most 3 and at least 4 days to go",
            "{ days-to-go-at-most = 3",
            id="never",
        ),
        pytest.param(
            BEGIN + RULE + "[[rules.examples]]\nreading = inf\noutcome = 'pass'",
            "rules[1].examples[1].reading must be a finite",
            "inf",
            id="example",
        ),
        pytest.param(
            BEGIN + RULE.replace('"change"', '"chnage"'), 'did you mean "change"?', '"chnage"', id="dimension"
        ),
        pytest.param(BEGIN + "[git]\nmainline = '--output=x'", "git.mainline: ", "'--output=x'", id="option-as-a-ref"),
        pytest.param(BEGIN + "[git]\nbaseline = 'a..b'", "git.baseline: ", "'a..b'", id="range-as-a-ref"),
        pytest.param(BEGIN + "[git.paths]\ndocs = []", "git.paths.docs must not be empty", "[]", id="no-docs"),
        pytest.param(BEGIN + "[git.paths]\nexclude = ['a/']", "git.paths.exclude[1]: ", "'a/'", id="exclude"),
        pytest.param(BEGIN + "[waivers]\nmax-days = 0", "waivers.max-days must be at least 1", "0", id="no-days"),
        pytest.param(
            BEGIN + "[waivers]\nmax-days = 367", "waivers.max-days must be at most 366", "367", id="many-days"
        ),
        pytest.param(BEGIN + "[waivers]\nmax-days = true", "must be a whole number", "true", id="flag-for-days"),
        pytest.param(BEGIN + "[waivers]\napprovers = []", "waivers.approvers must not be empty", "[]", id="nobody"),
        pytest.param(
            BEGIN + "[not-measured]\nfeedback = ''", "not-measured.feedback must not be empty", "''", id="no-reason"
        ),
        pytest.param(
            BEGIN + "[not-measured]\nFeedback = 'x'", 'did you mean "feedback"?', "Feedback", id="dimension-in-capitals"
        ),
        pytest.param(
            BEGIN + "[people.required]\nall-staff = []",
            "people.required.all-staff must not be empty",
            "[]",
            id="no-module",
        ),
        pytest.param(
            BEGIN + "[people.required]\n'S\u0430les' = ['a']",
            "mixes Latin and Cyrillic",
            "'S\u0430les'",
            id="lookalike-role",
        ),
        pytest.param(
            BEGIN + "[milestones.'go-l\u0456ve']\ndate = 2027-03-01\npacks = ['baseline']",
            "CYRILLIC SMALL LETTER BYELORUSSIAN-UKRAINIAN I",
            "[milestones.'go-l\u0456ve']",
            id="lookalike-milestone",
        ),
        pytest.param(BEGIN + "kind = 'g\u043e-live'", "CYRILLIC SMALL LETTER O", "'g\u043e-live'", id="lookalike-kind"),
        pytest.param(
            BEGIN.replace('"starter"', '"b\u0430seline"'),
            "mixes Latin and Cyrillic",
            '"b\u0430seline"',
            id="lookalike-pack",
        ),
    ],
)
def test_wrong_values(text: str, what: str, marked: str) -> None:
    """A value of the wrong type, or out of bounds, is refused where it stands; nothing is made into something else."""
    found = complaint(text)
    assert what in found.what
    assert found.marked.startswith(marked)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(PROGRAM + "milestones.go-live.date = 2027-03-01", id="dotted-below-another-header"),
        pytest.param(BEGIN + 'git = "x"\n[git]\n', id="key-and-table"),
        pytest.param(BEGIN + "[milestones]\ngo-live.date = 2027-03-02\n", id="date-given-again"),
        pytest.param(BEGIN + RULE + "[rules.with]\n[rules.with]\n", id="table-twice"),
        pytest.param(BEGIN + "rules = []\n" + RULE, id="rules-of-a-milestone"),
    ],
)
def test_unusual_toml_says_nothing_twice(text: str) -> None:
    """Nothing that is given twice, in whatever form, is taken from its last place."""
    assert complaints(text)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            'program = { name = "P", timezone = "UTC" }\n'
            'milestones = { go-live = { date = 2027-03-01, packs = ["starter"] } }\n',
            id="inline",
        ),
        pytest.param(
            'program.name = "P"\nprogram.timezone = "UTC"\n'
            'milestones.go-live.date = 2027-03-01\nmilestones.go-live.packs = ["starter"]\n',
            id="dotted",
        ),
        pytest.param(
            '["program"]\n"name" = \'P\'\ntimezone = """\\\n  UTC"""\n[milestones]\n'
            '[milestones."go-live"]\ndate = 2027-03-01\npacks = [\n  "starter", # the defaults\n]\n',
            id="quoted-keys",
        ),
    ],
)
def test_the_forms_of_a_table(text: str) -> None:
    """Tables with headers, inline tables and dotted keys say the same."""
    usual = '[program]\nname = "P"\ntimezone = "UTC"\n[milestones.go-live]\ndate = 2027-03-01\npacks = ["starter"]\n'
    assert loaded(text) == loaded(usual)


@pytest.mark.parametrize(
    ("field", "key"),
    [("at_most", "at-most"), ("with_", "with"), ("id", "id"), ("days_to_go_at_most", "days-to-go-at-most")],
)
def test_keys_in_files(field: str, key: str) -> None:
    """A key joins its words by hyphens, and has no mark to keep it off Python's words."""
    assert kebab(field) == key


@pytest.mark.parametrize("model", [CONFIGURATION, PackFile, WaiversFile])
def test_no_schema_says_null(model: type[BaseModel]) -> None:
    """No schema offers a null, which TOML does not have."""
    assert "null" not in str(schema(model))
    assert "None" not in str(schema(model))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[[jira.collections]]\nname = "feedback"\n', "selects every issue: give a key"),
        ('[[jira.collections]]\nname = "ideas"\ntypes = ["Idea"]\n', "jira.collections[1].name"),
        (COLLECTION + COLLECTION, 'there are two collections "feedback": put what they select into one'),
        (
            COLLECTION + 'fields = { role = "customfield_1" }\n',
            '"role" is not a column of feedback that a field can fill; these are: none',
        ),
        (
            COLLECTION.replace("feedback", "barriers") + 'fields = { kind = "customfield_1" }\n',
            '"kind" is not a column of barriers that a field can fill; these are: group, level',
        ),
        (
            COLLECTION + '[people]\nfeedback = "feedback.csv"\n',
            '"feedback" also comes from feedback.csv: remove this collection, or feedback in [people]',
        ),
    ],
)
def test_collections_that_cannot_be(text: str, what: str) -> None:
    """What they select, and what has the values of their columns, is known, and a table comes from one place."""
    assert what in str(complaints(BEGIN + JIRA + text))


def test_a_collection() -> None:
    """Has a filter, and says which field has which value."""
    text = COLLECTION.replace("feedback", "interviews") + (
        'projects = ["CRM"]\ntypes = ["Interview"]\ncomponents = ["c"]\nfix-versions = ["1"]\n'
        'affected-versions = ["0"]\n'
        'created-after = 2026-01-01\nautomation = ["bot"]\ninternal = "counts"\nsla = "customfield_9"\n'
        'fields = { role = "customfield_1" }\nresolutions = ["Erledigt"]\n'
    )
    jira = loaded(BEGIN + JIRA + text).settings.jira
    assert jira is not None
    created = IssueFilter(("x",), ("c",), ("1",), ("0",), date(2026, 1, 1), instant("2026-01-01T00:00:00+01:00"))
    whole = Collection(
        "interviews",
        ("CRM",),
        ("Interview",),
        created,
        {"role": "customfield_1"},
        frozenset({"bot"}),
        internal_counts=True,
        sla="customfield_9",
        resolutions=("Erledigt",),
    )
    assert jira.collections == (whole,)
    assert jira.custom_fields == ("priority", "customfield_1", "customfield_9")
    assert whole.with_fields({"customfield_1": "a", "customfield_9": "b"}).custom_fields == ("a", "b")
    without_zone = (PROGRAM + JIRA + text).replace('timezone = "Europe/Berlin"\n', "")
    assert '"timezone" is missing' in str(complaints(without_zone))
