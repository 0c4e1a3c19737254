"""What proves that the issues are all there are, and what leaves a doubt."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.exports import jira_settings

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira.whole import Remarks, check_canary, check_export, keys, of_export, of_live


def _crm(*numbers: int, project: str = "CRM") -> list[str]:
    return [f"{project}-{number}" for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "shown", "wide"),
    [
        pytest.param([1], "1 of CRM-1 … CRM-1", False, id="one"),
        pytest.param([2], "1 of CRM-1 … CRM-2", False, id="half"),
        pytest.param([3], "1 of CRM-1 … CRM-3", True, id="less-than-half"),
        pytest.param([3, 9], "2 of CRM-1 … CRM-9", True, id="few-of-nine"),
        pytest.param([9, 10, 2], "3 of CRM-1 … CRM-10", True, id="by-number-and-not-by-text"),
        pytest.param([*range(101, 301)], "200 of CRM-1 … CRM-300", True, id="hundred-missing-at-the-beginning"),
        pytest.param([*range(100, 301)], "201 of CRM-1 … CRM-300", False, id="fewer-missing-at-the-beginning"),
        pytest.param([1, *range(102, 400)], "299 of CRM-1 … CRM-399", True, id="hundred-missing-in-between"),
        pytest.param([*range(101, 1_201)], "1,100 of CRM-1 … CRM-1200", False, id="less-than-a-tenth"),
        pytest.param([*range(1, 900, 2)], "450 of CRM-1 … CRM-899", False, id="every-other"),
    ],
)
def test_gaps_in_keys(numbers: Sequence[int], shown: str, wide: bool) -> None:  # noqa: FBT001
    """Deleted and moved issues leave some; a filter and a permission leave wide ones."""
    [found] = keys(_crm(*numbers))
    assert (found.shown, found.wide) == (shown, wide)


def test_each_project_has_keys_of_its_own() -> None:
    """Sorted by the project; a key is an issue of the project before its last dash."""
    found = keys([*_crm(2, 10), *_crm(7, project="A_B"), *_crm(3)])
    assert [(each.project, each.count, each.lowest, each.highest) for each in found] == [
        ("A_B", 1, "A_B-7", "A_B-7"),
        ("CRM", 3, "CRM-2", "CRM-10"),
    ]


def _why(found: Sequence[str], *, count: int | None = None, **changes: Any) -> str:
    with pytest.raises(CouldNotLook) as refused:
        check_export(keys(found), len(found) if count is None else count, jira_settings(**changes), says_whole=False)
    return str(refused.value)


PROVEN = [
    (_crm(1, 2, 3), ("CRM-1", "CRM-3")),
    (_crm(7), ("CRM-7",)),
    ([*_crm(1, 2), *_crm(5, project="ERP")], ("CRM-1", "ERP-5", "CRM-2")),
    (_crm(9, 10), ("CRM-9", "CRM-10")),
]


@pytest.mark.parametrize(("found", "canary"), PROVEN)
def test_both_ends_of_each_project_prove_an_export(found: list[str], canary: tuple[str, ...]) -> None:
    """And nothing less: without any one of them, nothing does."""
    check_export(keys(found), len(found), jira_settings(canary=canary), says_whole=False)
    for left_out in canary:
        less = tuple(each for each in canary if each != left_out)
        assert "nothing proves that the export export.json is complete" in _why(found, canary=less)


def test_other_proofs_of_an_export() -> None:
    """It says so, or its number of issues is that of Jira, which was compared before."""
    ranges = keys(_crm(1, 2))
    check_export(ranges, 2, jira_settings(), says_whole=True)
    check_export(ranges, 2, jira_settings(issues=2), says_whole=False)


def test_what_is_to_be_pasted() -> None:
    """The number is that of the whole file; the keys are those of each project, to be compared with Jira."""
    why = _why([*_crm(1, 9), *_crm(5, project="ERP")], count=8)
    assert "It has 8 issues: if Jira shows the same number for the search, add issues = 8 to [jira]." in why
    assert "(`project = CRM ORDER BY key`, `project = ERP ORDER BY key`), not in the file." in why
    assert why.endswith(
        "If they are not CRM-1, CRM-9 and ERP-5, issues are missing; if they are, add canary = "
        '["CRM-1", "CRM-9", "ERP-5"]'
    )
    assert _why(_crm(5)).endswith('If it is not CRM-5, issues are missing; if it is, add canary = ["CRM-5"]')
    many = _why([f"P{number}-1" for number in range(12)])
    assert many.endswith(
        "(`project = … ORDER BY key`, for each of the 12 projects), not in the file, and add them as canary = […]"
    )


@given(st.sets(st.integers(1, 60), min_size=2), st.data())
def test_an_export_that_was_cut_off_is_never_proven_by_both_ends(numbers: set[int], data: st.DataObject) -> None:
    """Whatever is missing at either end: the oldest and the newest issue are those of Jira."""
    listed = sorted(numbers)
    canary = (f"CRM-{listed[0]}", f"CRM-{listed[-1]}")
    start = data.draw(st.integers(0, len(listed) - 1))
    end = data.draw(st.integers(start + 1, len(listed)))
    cut = _crm(*listed[start:end])
    configured = jira_settings(canary=canary)

    def proven() -> bool:
        try:
            check_canary(cut, configured, "the export")
            check_export(keys(cut), len(cut), configured, says_whole=False)
        except CouldNotLook:
            return False
        return True

    assert proven() == (len(cut) == len(listed))


def test_doubts_of_an_export() -> None:
    """Wide gaps are a doubt, until the oldest issue and another one are known; then they are to be known."""
    ranges = keys([*_crm(1, 301, 900), *_crm(1, 2, 3, project="ERP")])
    [doubt] = of_export(ranges, jira_settings()).doubts
    assert doubt.startswith("3 of CRM-1 … CRM-900 in the export.")
    assert doubt.endswith(
        'If they are not CRM-1 and CRM-900, issues are missing; if they are, add canary = ["CRM-1", "CRM-900"]'
    )
    for canary in [("CRM-1", "CRM-900"), ("CRM-301", "CRM-1")]:
        proven = of_export(ranges, jira_settings(canary=canary))
        assert proven == Remarks(notes=("3 of CRM-1 … CRM-900 in the export",))
    for other in [("CRM-1", "CRM-1"), ("CRM-301", "CRM-900"), ("CRM-1", "ERP-1")]:
        assert of_export(ranges, jira_settings(canary=other)).doubts == (doubt,)
    alone = keys(_crm(9))
    assert of_export(alone, jira_settings(canary=("CRM-9",))) == Remarks(notes=("1 of CRM-1 … CRM-9 in the export",))
    assert of_export(keys(_crm(1, 2, 3)), jira_settings()) == Remarks()


def test_doubts_of_a_live_jira() -> None:
    """Without an issue that must be visible in each project; with one, wide gaps are to be known."""
    ranges = keys([*_crm(1, 2, 3), *_crm(9, project="ERP")])
    [doubt] = of_live(ranges, jira_settings()).doubts
    assert doubt.startswith("3 of CRM-1 … CRM-3, 1 of ERP-1 … ERP-9 visible. Jira hides issues from an account")
    partly = of_live(ranges, jira_settings(canary=("ERP-9",)))
    assert partly.doubts[0].startswith("3 of CRM-1 … CRM-3 visible.")
    assert partly.notes == ("1 of ERP-1 … ERP-9 visible",)
    assert of_live(keys(_crm(1, 2, 3)), jira_settings(canary=("CRM-2",))) == Remarks()


def test_doubts_about_many_projects_are_short() -> None:
    """The first are named."""
    [doubt] = of_live(keys(f"P{number:02}-1" for number in range(40)), jira_settings()).doubts
    assert "1 of P09-1 … P09-1 and 30 more projects visible." in doubt
    assert "P10" not in doubt
