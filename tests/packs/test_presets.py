"""The presets read what each vendor exports: who completed counts, and nobody else does."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from support import vendor_exports as vendors
from support.exports import NOW
from support.policy import BEGIN, loaded, reader

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.headers import plain
from readiness_gate.model.needs import Needs
from readiness_gate.model.time import When
from readiness_gate.sources import SOURCES, fetch, people
from readiness_gate.sources.people.columns import IRRELEVANT
from readiness_gate.sources.people.settings import columns_of, presets

WRITERS = {"csv": vendors.as_csv, "xlsx": vendors.as_xlsx}
ROSTER = "person,role\nann,Service agent\n"
DAY = 1772492399
"""The last second of 2026-03-02 in Berlin."""
MOMENT = 1772463909
"""2026-03-02 16:05:09 in Berlin."""
MINUTE = 1772463900
"""2026-03-02 16:05 in Berlin."""
OF_COMPLETIONS = [name for name, file in presets().items() if file.completions is not None]
DECIDED = """\
dates = "M/d/yyyy"
completed = ["COURSE-COMPLETE"]
ignore = ["Entity ID", "Completion Status", "Grade", "Comments"]
"""
"""What a program must add to the preset successfactors."""


@dataclass(frozen=True)
class Case:
    """An export with the preset that reads it, what a program must add to the preset, and what counts in it: when each
    of the people completed."""

    preset: str
    export: Callable[[], vendors.Table]
    completed: frozenset[str]
    when: int
    added: str = ""
    name: str = ""


CASES = [
    Case(
        "cornerstone",
        vendors.cornerstone,
        vendors.CORNERSTONE_COMPLETED,
        MINUTE,
        'dates = "M/d/yyyy h:mm a"\n',
    ),
    Case(
        "cornerstone",
        lambda: vendors.cornerstone(title_lines=6),
        vendors.CORNERSTONE_COMPLETED,
        MINUTE,
        'dates = "M/d/yyyy h:mm a"\nheader-row = 7\n',
        "cornerstone-below-a-title",
    ),
    Case(
        "cornerstone-sections",
        vendors.cornerstone_sections,
        vendors.CORNERSTONE_COMPLETED,
        DAY,
        'dates = "MM/dd/yyyy"\n',
    ),
    Case("moodle", vendors.moodle, vendors.MOODLE_COMPLETED, MOMENT),
    Case("docebo", vendors.docebo, vendors.DOCEBO_COMPLETED, MOMENT),
    Case(
        "successfactors",
        vendors.successfactors,
        vendors.SUCCESSFACTORS_COMPLETED,
        DAY,
        DECIDED,
    ),
    Case("workday", vendors.workday, vendors.WORKDAY_COMPLETED, DAY),
]


def _read(kind: str, preset: str, content: bytes, ending: str = "csv", added: str = "") -> PeopleFacts:
    """What is read of an export, beside a file of the gate's own form."""
    name = f"export.{ending}"
    own = {"roster": "completions", "completions": "roster"}[kind]
    files = {
        name: content,
        "roster.csv": ROSTER.encode(),
        "completions.csv": b"person,module,completed-at\n",
    }
    text = (
        f'{BEGIN}\n[people]\n{own} = "{own}.csv"\n[people.required]\n"Service agent" = ["{vendors.MODULE}"]\n'
        f'[people.{kind}]\nfile = "{name}"\npreset = "{preset}"\n{added}'
    )
    return people.fetch(loaded(text).settings, Needs(), NOW, reader(files))


def _refused(kind: str, preset: str, table: vendors.Table, added: str = "") -> str:
    with pytest.raises(CouldNotLook) as refused:
        _read(kind, preset, vendors.as_csv(table), added=added)
    return str(refused.value)


def test_every_preset_is_tried() -> None:
    """A preset without an export to read would be a guess."""
    assert {case.preset for case in CASES} == set(OF_COMPLETIONS)


@pytest.mark.parametrize("ending", WRITERS)
@pytest.mark.parametrize("case", [pytest.param(case, id=case.name or case.preset) for case in CASES])
def test_who_completed_counts_and_nobody_else(case: Case, ending: str) -> None:
    """Every known status is in the export once, and each row has a date."""
    found = _read("completions", case.preset, WRITERS[ending](case.export()), ending, case.added)
    assert {(each.person, each.module, each.completed_at) for each in found.completions} == {
        (person, vendors.MODULE, case.when) for person in case.completed
    }


@pytest.mark.parametrize(
    ("preset", "table", "column"),
    [
        pytest.param("docebo", vendors.docebo(archived=True), "Archived Enrollment (Yes / No)", id="archived"),
        pytest.param("successfactors", vendors.successfactors(), "Completion Status", id="second-status"),
    ],
)
def test_columns_that_could_say_otherwise_wait_for_a_decision(preset: str, table: vendors.Table, column: str) -> None:
    """They are neither read nor ignored, so the file is refused and names them."""
    assert column in _refused("completions", preset, table, 'dates = "M/d/yyyy"\n')


def test_a_status_of_another_language_does_not_count() -> None:
    """The statuses are English; an export in another language has no completions, and never wrong ones."""
    table = [[cell.replace("Completed", "Abgeschlossen") for cell in row] for row in vendors.workday()]
    assert _read("completions", "workday", vendors.as_csv(table)).completions == ()


def test_the_row_of_labels_is_nobody() -> None:
    """The second row of a user data file has labels; the people who are not active have left."""
    found = _read("roster", "successfactors", vendors.as_csv(vendors.successfactors_roster()))
    assert {each.person for each in found.roster} == vendors.SUCCESSFACTORS_ACTIVE


def test_workers_are_on_the_roster() -> None:
    """Each with the job profile as the role."""
    found = _read("roster", "workday", vendors.as_csv(vendors.workday_roster()))
    assert {(each.person, each.role) for each in found.roster} == {
        (person, "Service agent") for person in vendors.WORKDAY_PEOPLE.values()
    }


@pytest.mark.parametrize("name", presets())
def test_presets_contradict_themselves_nowhere(name: str) -> None:
    """No column is both read and ignored, none is listed that every file may have, and the list has each once."""
    form = presets()[name]
    for kind, described in form.forms.items():
        ignored = [plain(each) for each in described.ignore or ()]
        read = {plain(each) for each in columns_of(described).values()}
        assert not read & set(ignored)
        assert len(ignored) == len(set(ignored))
        assert kind not in ("roster", "completions", "calendar") or not set(ignored) & IRRELEVANT


@pytest.mark.parametrize("name", OF_COMPLETIONS)
def test_presets_ignore_nothing_that_takes_a_completion_back(name: str) -> None:
    """Columns on statuses, archives, exemptions and expiry are never ignored."""
    telling = ("status", "archiv", "exempt", "remov", "revok", "waive", "expir", "valid until", "progress", "score")
    form = presets()[name].completions
    ignored = form.ignore if form else None
    assert [each for each in ignored or () if any(word in each.casefold() for word in telling)] == []


SERVICENOW = """\
"number","opened_at","short_description","caller_id","priority","resolved_at","reopen_count","made_sla"
"INC0010001","2026-03-02 16:05:09","Cannot log in","Abel Tuter","1 - Critical","2026-03-02 16:35:09","1","true"
"INC0010002","2026-03-02 16:05:09","No access","Beth Anglin","3 - Moderate","","0","false"
"""


def test_incidents_of_servicenow() -> None:
    """Their times are local, whether they made the service level is true or false, and no first answer is known."""
    table = '[people.tickets]\nfile = "incident.csv"\npreset = "servicenow"\n'
    configured = loaded(BEGIN + table).settings
    found = fetch(SOURCES, configured, Needs(frozenset({"tickets"})), NOW, reader({"incident.csv": SERVICENOW}))[
        "tickets"
    ]
    assert isinstance(found, TicketFacts)
    moment, later = When(MOMENT, MOMENT), When(MOMENT + 1_800, MOMENT + 1_800)
    assert found.records == (
        Ticket("INC0010001", moment, "1 - Critical", None, later, 1, met_sla=True),
        Ticket("INC0010002", moment, "3 - Moderate", None, None, 0, met_sla=False),
    )
    assert list(found.lacking) == ["first_response"]
