"""Open defects are counted strictly: what is doubtful counts, or nothing is counted at all."""

import re
from collections.abc import Sequence

import pytest
from support.exports import NOW, ask, jira_settings, open_defects, settings

from readiness_gate.model.facts.base import Provenance
from readiness_gate.model.facts.jira import Issue, JiraFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Evidence, Measured, Parameters, Unavailable
from readiness_gate.model.settings.jira import Severity
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.defects.open_defects import open_defects as measured

KNOWN_FROM = NOW - 1000


def _facts(*issues: Issue) -> JiraFacts:
    return JiraFacts(Provenance("jira", "export", "all", len(issues), NOW - 500), issues, KNOWN_FROM)


def _issue(number: int, severity: Severity | None = "sev1", *, done: bool | None = False, kind: str = "Bug") -> Issue:
    return Issue(f"CRM-{number}", kind, done, severity, "Odd" if severity is None else severity, 0, "Title", "address")


def _value(found: object) -> object:
    return found.value if isinstance(found, Measured) else found


def _reason(found: object) -> str:
    assert isinstance(found, Unavailable)
    return found.reason


EACH = _facts(
    _issue(1, "sev1"),
    _issue(2, "sev2"),
    _issue(3, "sev2", done=True),
    _issue(4, "sev3"),
    _issue(5, "sev4"),
    _issue(6, None),
    _issue(7, None, done=True),
    _issue(8, "sev1", kind="Story"),
    _issue(9, "sev2"),
)


@pytest.mark.parametrize(
    ("severity", "keys"),
    [
        pytest.param("sev1", [1, 6], id="sev1-with-what-nobody-mapped"),
        pytest.param("sev2", [6, 2, 9], id="sev2-with-what-nobody-mapped"),
        pytest.param("sev3", [6, 4], id="sev3-with-what-nobody-mapped"),
        pytest.param("sev1+sev2", [1, 6, 2, 9], id="sev1-and-sev2"),
        pytest.param("sev2+sev4+sev2", [6, 2, 9, 5], id="the-same-twice"),
        pytest.param("any", [1, 6, 2, 9, 4, 5], id="any"),
    ],
)
def test_open_defects_of_a_severity_are_counted(severity: str, keys: Sequence[int]) -> None:
    """Only defects, only open ones, and what has no usable severity, which may be any; worst first."""
    found = open_defects(EACH, severity)
    assert isinstance(found, Measured)
    assert [each.id for each in found.evidence] == [f"CRM-{key}" for key in keys]
    assert (found.value, found.unit, found.facts, found.observed_at) == (len(keys), "issues", ("jira",), NOW - 500)


def test_the_severity_is_the_strictest_unless_it_is_asked_for() -> None:
    """Without a parameter the signal counts severity 1."""
    assert _value(ask("defects.open", {"jira": EACH})) == 2


def test_a_reading_says_what_it_counted() -> None:
    """The counts behind a value, and each issue with its severity, its title and its address."""
    found = open_defects(EACH, "sev1")
    assert isinstance(found, Measured)
    assert found.summary == (
        "2 of 6 open defects are sev1 (8 defects among 9 issues read); not counted: 1 open severity 1 issue of types "
        'Story. 1 of these counts as severity 1 because its priority "Odd" is not mapped: map "Odd" in [jira.severity].'
    )
    assert found.evidence == (
        Evidence("issue", "CRM-1", "sev1: Title", "address"),
        Evidence("issue", "CRM-6", 'no usable severity ("Odd"): Title', "address"),
    )
    mapped = open_defects(EACH, "sev2")
    assert isinstance(mapped, Measured)
    assert mapped.summary == (
        "3 of 6 open defects are sev2 (8 defects among 9 issues read); not counted: 1 open severity 1 issue of types "
        'Story. 1 of these counts as sev2 because its priority "Odd" is not mapped: map "Odd" in [jira.severity].'
    )
    any_ = open_defects(_facts(Issue("CRM-1", "Bug", done=False)), "any")
    assert isinstance(any_, Measured)
    assert any_.summary.startswith(
        "1 of 1 open defects are of any severity (1 defects among 1 issues read). 1 of these"
    )
    assert not any_.remedy
    assert any_.evidence == (Evidence("issue", "CRM-1", "no usable severity", ""),)


def test_evidence_is_in_the_order_of_numbers() -> None:
    """CRM-2 stands before CRM-10, projects one after the other, and a key of another form is no crash."""
    keys = ("ERP-1", "CRM-10", "CRM-2", "odd")
    found = open_defects(_facts(*(Issue(key, "Bug", False, "sev1") for key in keys)))
    assert isinstance(found, Measured)
    assert [each.id for each in found.evidence] == ["odd", "CRM-2", "CRM-10", "ERP-1"]


def test_no_open_defect_is_a_measured_zero() -> None:
    """Defects that are all done prove that there was something to look at."""
    assert _value(open_defects(_facts(_issue(1, done=True)))) == 0


@pytest.mark.parametrize("types", [("Bug",), ("bug",), (" BUG ",), ("\uff22ug",)])
@pytest.mark.parametrize("kind", ["Bug", "bug", "\uff22\uff35\uff27", "Bug\u200b"])
def test_a_type_written_otherwise_is_the_same_type(types: tuple[str, ...], kind: str) -> None:
    """Capitals, white space around, and forms of the same letters do not hide a defect."""
    assert _value(open_defects(_facts(_issue(1, kind=kind)), defect_types=types)) == 1


def test_no_defect_at_all_proves_nothing() -> None:
    """Issues that are all of other types: either the types are misspelt, or the query left the defects out."""
    found = _facts(*(_issue(number, kind=f"Kind {number}") for number in range(7)))
    assert _reason(open_defects(found, defect_types=("Bug", "Defect"))) == (
        "none of 7 issues is of a type in jira.defect-types (Bug, Defect), so a zero would prove nothing; the types "
        "seen are: Kind 0, Kind 1, Kind 2, Kind 3, Kind 4, …"
    )


@pytest.mark.parametrize(
    ("types", "kinds", "close"),
    [
        pytest.param(("Bug", "Defct"), ("Bug", "Defect"), ("Defct", "Defect"), id="letter-missing"),
        pytest.param(("Bug", "defects"), ("Bug", "Defect"), ("defects", "Defect"), id="plural"),
        pytest.param(
            ("Bug", "Defect 9", "Defect 7", "Defect 5", "Defect 3", "Defect 1"),
            ("Bug", "Defect 8", "Defect 6", "Defect 4", "Defect 2", "Defect 0"),
            ("Defect 1", "Defect 8"),
            id="the-first-of-many",
        ),
        pytest.param(("Bug", "Defect"), ("Bug", "Deffect", "Story"), ("Defect", "Deffect"), id="misspelt-in-jira"),
    ],
)
def test_a_type_that_is_almost_called_so_is_doubtful(
    types: tuple[str, ...], kinds: Sequence[str], close: tuple[str, str]
) -> None:
    """One type is found, and another, which is misspelt, would be left out of the count."""
    found = _facts(*(_issue(number, kind=kind) for number, kind in enumerate(kinds)))
    reason = _reason(open_defects(found, defect_types=types))
    assert reason.startswith(f'no issue is of the type "{close[0]}" that jira.defect-types names')
    assert f'there are issues of the type "{close[1]}"' in reason


@pytest.mark.parametrize(
    ("types", "kinds"),
    [
        pytest.param(("Bug", "Incident"), ("Bug", "Story", "Epic"), id="none-yet"),
        pytest.param(("Bug", "Bugs"), ("Bug",), id="close-to-one-that-counts"),
        pytest.param(("Bug", "Sub-bug"), ("Bug", "Sub-task"), id="not-close-enough"),
    ],
)
def test_a_type_of_which_there_is_none_yet_is_fine(types: tuple[str, ...], kinds: Sequence[str]) -> None:
    """A configured type may have no issue, as long as no other is almost called so."""
    found = _facts(*(_issue(number, kind=kind) for number, kind in enumerate(kinds)))
    assert _value(open_defects(found, defect_types=types)) == 1


def test_a_defect_without_a_category_makes_the_count_unknown() -> None:
    """Nobody can tell whether it is open; the first such issues are named, and those of other types do not matter."""
    unclear = [_issue(number, done=None) for number in range(7)]
    reason = _reason(open_defects(_facts(_issue(8), *unclear, _issue(9, done=None, kind="Story"))))
    why = "so it is unknown whether they are open"
    assert reason.startswith(f"7 of 8 defects have no status category (CRM-0, CRM-1, CRM-2, CRM-3, CRM-4, …), {why}")
    assert _value(open_defects(_facts(_issue(8), _issue(9, done=None, kind="Story")))) == 1


def test_an_export_answers_only_from_its_newest_update_on() -> None:
    """Before it, issues stood otherwise, and an export does not say how."""
    assert _value(open_defects(EACH, as_of=KNOWN_FROM)) == 2
    reason = _reason(open_defects(EACH, as_of=KNOWN_FROM - 1))
    assert re.match(r"the state of \d+ issues at 2026-04-10T23:43:19Z is unknown", reason)
    assert "shows the issues as of 2026-04-10T23:43:20Z; export them with their changelogs" in reason


def test_without_issues_there_is_no_reading() -> None:
    """What could not be read, or was not, is unavailable, by the signal itself too."""
    assert ask("defects.open", {"jira": Unavailable("torn")}) == Unavailable("torn")
    assert _reason(ask("defects.open", {})) == 'nothing was read from the source "jira"'


def test_without_a_section_no_type_is_a_defect() -> None:
    """Issues of a source that is not configured count nothing."""
    assert "none of 9 issues is of a type" in _reason(ask("defects.open", {"jira": EACH}, settings()))


def test_the_signal_needs_the_issues_only() -> None:
    """Whatever the parameters, only Jira is read."""
    signal = SIGNALS["defects.open"]
    assert signal.measure is measured
    assert signal.needs(Parameters(), NOW) == Needs(frozenset({"jira"}), issues_since=NOW)
    assert jira_settings().defect_types == ("Bug",)
