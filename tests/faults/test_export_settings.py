"""Configurations that do not fit the export: none of them opens the gate, and each says what is wrong."""

import os

import pytest
from support.exports import page
from support.faults import is_no_go, is_undecided
from support.program import Sample, issue

RULES = ("DEF-01", "DEF-02", "GOV-05")
EXPORT = 'export = "export.json"'
CONFIGURED = {
    "jira-02-canary-hidden": (f'{EXPORT}\ncanary = "CRM-9"', "the issue CRM-9, which must always be visible"),
    "jira-01-project-hidden": (f'{EXPORT}\nprojects = ["CRM", "ERP"]', "has no issue of the project ERP (it has: CRM)"),
    "project-misspelt": (f'{EXPORT}\nprojects = ["crm"]', "has no issue of the project crm (it has: CRM)"),
    "missing": ('export = "exports.json"', "the export exports.json is missing"),
    "missing-folder": ('export = "exports/export.json"', "the export exports/export.json is missing"),
    "folder": ('export = "docs"', "the export docs is not a file"),
    "endless-device": ('export = "/dev/zero"', "the export /dev/zero is not a file"),
    "not-an-export": ('export = "roster.csv"', 'roster.csv:1: the column "Issue key" is missing'),
    "no-export": ('url = "https://jira.example"\nprojects = ["CRM"]', "JIRA_TOKEN is not set"),
    "exported-before-the-newest-update": (
        f"{EXPORT}\nexported-at = 2026-03-29",
        "an issue created or updated on 2026-03-30T08:00:00Z, after jira.exported-at (2026-03-29T21:59:59Z)",
    ),
    "exported-in-the-future": (f"{EXPORT}\nexported-at = 2199-01-01", "(2199-01-01T22:59:59Z) is in the future"),
}


@pytest.mark.parametrize(("new", "reason"), CONFIGURED.values(), ids=CONFIGURED)
def test_a_configuration_that_does_not_fit_the_export_decides_nothing(sample: Sample, new: str, reason: str) -> None:
    """What the configuration promises must be in the file."""
    sample.configure(EXPORT, new)
    is_undecided(sample.check(), reason, RULES)


NAMES = {
    "defect-type-misspelt": (
        f'{EXPORT}\ndefect-types = ["Defect"]',
        "none of 2 issues is of a type in jira.defect-types",
    ),
    "one-defect-type-misspelt": (
        f'{EXPORT}\ndefect-types = ["Bug", "Storry"]',
        'no issue is of the type "Storry" that jira.defect-types names, and there are issues of the type "Story"',
    ),
}


@pytest.mark.parametrize(("new", "reason"), NAMES.values(), ids=NAMES)
def test_a_misspelt_type_decides_nothing(sample: Sample, new: str, reason: str) -> None:
    """A type that is not found, and one that is almost called so."""
    sample.configure(EXPORT, new)
    is_undecided(sample.check(), reason, ("DEF-01", "DEF-02"))


def test_a_misspelt_severity_field_decides_nothing(sample: Sample) -> None:
    """The field must be in the export."""
    sample.configure('field = "priority"', 'field = "Severity"')
    is_undecided(sample.check(), 'no issue in the export export.json has the field "Severity"', RULES)


@pytest.mark.parametrize(
    ("configured", "updated"),
    [
        pytest.param(
            f"{EXPORT}\nexported-at = 2026-03-25T11:59:59Z", "2026-03-01T00:00:00Z", id="by-its-time-of-export"
        ),
        pytest.param(EXPORT, "2026-03-25T11:59:59Z", id="by-its-newest-update"),
    ],
)
def test_a_stale_export_is_no_go(sample: Sample, configured: str, updated: str) -> None:
    """GOV-05: evidence of more than seven days, by a second."""
    sample.export([issue("CRM-1", category="done", updated=updated)])
    sample.configure(EXPORT, configured)
    is_no_go(sample.check(), "export export.json, of 2026-03-25T11:59:59Z", "GOV-05")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_an_export_without_permission_decides_nothing(sample: Sample) -> None:
    """The system's own words say why."""
    sample.write("export.json", page([issue("CRM-1", category="done")])).chmod(0)
    is_undecided(sample.check(), "the export export.json cannot be read: Permission denied", RULES)
