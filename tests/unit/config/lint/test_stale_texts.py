"""Titles and reasons that state a number of a pack's rule, where the configuration changes it."""

from datetime import date

import pytest
from support.policy import NONE, PROGRAM, ROOT, Files, Told, reader, told

from readiness_gate.config import FILE, load
from readiness_gate.config.lint.check import of_configuration
from readiness_gate.signals import SIGNALS

BEGIN = f'{PROGRAM}[milestones.go-live]\ndate = 2027-03-01\npacks = ["baseline", "./own.toml"]\n'
OWN = """\
[[rules]]
id = "OWN-01"
title = "{title}"
dimension = "change"
signal = "{signal}"
{limit}
owner = "o"
why = "{why}"
remedy = "r"
source = "s"
"""


def own(title: str, limit: str, signal: str = "defects.open", why: str = "w") -> Files:
    """A pack with one rule."""
    return {"own.toml": OWN.format(title=title, limit=limit, signal=signal, why=why)}


ANY = own("T", "at-most = 9")


def linted(rule: str, change: str, files: Files = ANY, key: str = "id") -> list[Told]:
    """What is found in a configuration that changes a rule."""
    read = reader({**NONE, **files, FILE: f'{BEGIN}[[rules]]\n{key} = "{rule}"\n{change}\n'})
    configuration = load(FILE, read, SIGNALS, root=ROOT)
    return [told(problem) for problem in of_configuration(FILE, read, SIGNALS, configuration, date(2027, 2, 1))]


@pytest.mark.parametrize(
    ("rule", "change", "says", "title"),
    [
        ("TRN-01", "at-least = 0.8", '"90 %", but at-least is now 80 %', "Every role at least 80 % trained"),
        ("TRN-01", "at-least = 0.925", '"90 %", but at-least is now 92.5 %', "Every role at least 92.5 % trained"),
        ("TRN-01-b", "at-least = 0.99", '"95 %", but at-least is now 99 %', "At least 99 % of all people trained"),
        ("GOV-04", "at-most = 5", '"three", but at-most is now 5', "No more than five waivers in force"),
        ("GOV-04", "at-most = 1", '"three", but at-most is now 1', "No more than one waiver in force"),
        ("GOV-04", "at-most = 20", '"three", but at-most is now 20', "No more than 20 waivers in force"),
        ("GOV-05", "at-most = 14", '"7 days", but at-most is now 14 days', "Evidence is no older than 14 days"),
        ("GOV-05", "at-most = 1", '"7 days", but at-most is now 1 day', "Evidence is no older than 1 day"),
        ("GOV-05", "at-most = 2.5", '"7 days", but at-most is now 2.5 days', "Evidence is no older than 2.5 days"),
        (
            "CHG-04",
            "at-least = 21",
            '"four weeks", but at-least is now 21 days',
            "The freeze lasts at least three weeks",
        ),
        ("CHG-04", "at-least = 20", '"four weeks", but at-least is now 20 days', "The freeze lasts at least 20 days"),
        (
            "CHG-04-b",
            "at-least = 7",
            '"two weeks", but at-least is now 7 days',
            "Training starts at least one week after the freeze",
        ),
        (
            "CHG-08",
            'with = { window = "7d" }',
            '"14 days", but window is now 7 days',
            "No configuration or code change in the last 7 days",
        ),
        (
            "SUP-04-b",
            "at-least = 1",
            '"two", but at-least is now 1 person',
            "Every critical process has at least one super-user",
        ),
        (
            "FBK-01-b",
            "at-least = 84",
            '"four weeks", but at-least is now 84 days',
            "The feedback channel has been open for twelve weeks",
        ),
        ("DAT-02", "at-least = 1", '"twice", but at-least is now 1', "The cutover was rehearsed at least once"),
        ("DAT-02", "at-least = 4", '"twice", but at-least is now 4', "The cutover was rehearsed at least four times"),
        (
            "SUP-02",
            "at-most = 0.25",
            '"30 minutes", but at-most is now 0.25 hours',
            "Urgent tickets are answered within 15 minutes",
        ),
        (
            "SUP-02",
            "at-most = 1",
            '"30 minutes", but at-most is now 1 hour',
            "Urgent tickets are answered within 60 minutes",
        ),
    ],
)
def test_titles_of_shipped_rules(rule: str, change: str, says: str, title: str) -> None:
    """The number, and a title with the one that counts, in the manner of the first; its rule then has no problem."""
    (found,) = linted(rule, change)
    assert found == Told(FILE, f'the title of {rule} says {says}: write title = "{title}"', "[[rules]]")
    assert linted(rule, f'{change}\ntitle = "{title}"') == []


def test_a_title_of_ones_own_that_is_outdated() -> None:
    """It is reported where it is written, unless it states the new number as well."""
    (found,) = linted("TRN-01", 'at-least = 0.8\ntitle = "At least 90 % of each role"')
    assert found.marked == '"At least 90 % of each role"'
    assert 'write title = "At least 80 % of each role"' in found.what
    assert linted("TRN-01", 'at-least = 0.8\ntitle = "At least 80 % of each role, for now not 90 %"') == []


def test_a_why_that_is_outdated() -> None:
    """It is named beside the title; what to write there instead is for its author to say."""
    title, why = linted("DEF-06", "at-least = 21")
    assert 'write title = "No new severe defects in the last 21 days"' in title.what
    assert why.what == 'the why of DEF-06 says "two quiet weeks", but at-least is now 21 days: write a why that fits'
    (why,) = linted("CHG-01", 'with = { window = "21d" }')
    assert 'the why of CHG-01 says "two weeks", but window is now 21 days' in why.what


@pytest.mark.parametrize(
    ("rule", "change"),
    [
        ("TRN-01", 'owner = "somebody else"'),
        ("DEF-03", "at-most = 5"),
        ("DEF-02", "at-most = 2"),
        ("TRN-01-c", "at-least = 0.9"),
        ("LDR-01", 'enforcement = "warn"'),
        ("CHG-08", "at-most = 1"),
        ("SUP-02", "with = { percentile = 80 }"),
    ],
)
def test_numbers_that_no_text_states(rule: str, change: str) -> None:
    """Nothing is found."""
    assert linted(rule, change) == []


@pytest.mark.parametrize(
    ("title", "limit", "change", "better"),
    [
        ("At most 3 open severity 3 defects", "at-most = 3", "at-most = 5", "At most 5 open severity 3 defects"),
        ("No severity 3 defects", "at-most = 3", "at-most = 5", None),
        ("Level-3 defects, type 3.5, in 3 days", "at-most = 3", "at-most = 5", None),
        ("Two open defects at most", "at-most = 2", "at-most = 1", "One open defect at most"),
        ("Few: 12 are many", "at-most = 12\nwarn-above = 8", "at-most = 11\nwarn-above = 8", "Few: 11 are many"),
        ("8 warn", "at-most = 12\nwarn-above = 8", "at-most = 12\nwarn-above = 6", "6 warn"),
        ("Below 8, better 4", "at-most = 8\nwarn-above = 4", "at-most = 6\nwarn-above = 3", "Below 6, better 3"),
    ],
)
def test_numbers_without_a_noun(title: str, limit: str, change: str, better: str | None) -> None:
    """A bare number counts where it stands alone, in titles only; the last suggestion has all that changed."""
    found = linted("OWN-01", change, own(title, limit, why="3, 2, 12, 8 or 4"))
    assert [problem.what.rpartition("title = ")[2] for problem in found[-1:]] == ([f'"{better}"'] if better else [])


def test_a_rule_that_extends_another() -> None:
    """The text that it takes over is compared, too; one of another signal says something else anyway."""
    (found,) = linted("TRN-01", 'id = "OWN-02"\nat-least = 0.7', key="extends")
    assert 'the title of OWN-02 says "90 %", but at-least is now 70 %' in found.what
    assert linted("OWN-01", 'signal = "change.files"\nat-most = 4', own("At most 3", "at-most = 3")) == []


def test_longer_durations() -> None:
    """Hours may be stated in days."""
    files = own("Answered within two days", "at-most = 48", next(s for s in SIGNALS if SIGNALS[s].unit == "hours"))
    (found,) = linted("OWN-01", "at-most = 72", files)
    assert 'write title = "Answered within three days"' in found.what
    (found,) = linted("OWN-01", "at-most = 36", files)
    assert 'write title = "Answered within 36 hours"' in found.what
