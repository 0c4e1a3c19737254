"""Defects that count as the strictest severity for want of a mapping: the reading says so, and what to do first."""

import pytest
from support.exports import jira_settings, settings

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.jira import Issue
from readiness_gate.model.settings.jira import SeverityScheme
from readiness_gate.signals.views.unmapped import Unmapped, unmapped_in


def _found(*given: str, mapped: int = 0, field: str = "priority", known: bool = True) -> Unmapped:
    issues = [Issue(f"CRM-{at}", "Bug", done=False, severity_given=each) for at, each in enumerate(given)]
    issues += [Issue(f"ERP-{at}", "Bug", done=False, severity="sev1") for at in range(mapped)]
    configured = settings(jira=jira_settings(severity=SeverityScheme(field, {}))) if known else settings()
    return unmapped_in(issues, Facts(configured, None))


@pytest.mark.parametrize(
    ("found", "said", "remedy"),
    [
        (_found(mapped=3), "", ""),
        (
            _found("P9", "P9"),
            ' 2 of these count as severity 1 because their priority "P9" is not mapped: map "P9" in [jira.severity].',
            'Map "P9" in [jira.severity], then see what is left.',
        ),
        (
            _found("P9", mapped=2),
            ' 1 of these counts as severity 1 because its priority "P9" is not mapped: map "P9" in [jira.severity].',
            'Map "P9" in [jira.severity], then fix the other 2.',
        ),
        (
            _found("P9", "P8", "P9", known=False),
            (
                ' 3 of these count as severity 1 because their priority is not mapped ("P9" 2, "P8" 1): '
                "map these values in [jira.severity]."
            ),
            "Map these values in [jira.severity], then see what is left.",
        ),
        (
            _found("", field="customfield_1"),
            (
                ' 1 of these counts as severity 1 because it has no usable field "customfield_1": '
                'say what that means, such as unset = "sev3" in [jira.severity].'
            ),
            'Say what that means, such as unset = "sev3" in [jira.severity], then see what is left.',
        ),
    ],
)
def test_what_is_said(found: Unmapped, said: str, remedy: str) -> None:
    """The values with their counts, and the key to change."""
    assert found == Unmapped(said, remedy)


def test_many_values_and_some_without() -> None:
    """The most common ones are named."""
    found = _found("", "", *"abcdefg")
    assert found.said.count('"') == 12
    assert "…" in found.said
    assert "2 of these count as severity 1 because they have no usable priority" in found.said
    assert " and say what that means" in found.remedy
