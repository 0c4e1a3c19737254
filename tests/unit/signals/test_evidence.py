"""Evidence is as old as its oldest source."""

from dataclasses import replace

import pytest
from support.exports import people_settings
from support.git import instant
from support.landings import evidence, issues, landing, mainline, people, read, reason, settings, value
from support.records import provenance

from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.git import GitFacts, Touch
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import PeopleFacts
from readiness_gate.model.facts.records.entries import Entry, EntryFacts
from readiness_gate.model.facts.records.tickets import Ticket, TicketFacts
from readiness_gate.model.facts.records.usage import UsageFacts, Use
from readiness_gate.model.needs import GitNeed, Needs
from readiness_gate.model.reading import Measured, Parameters, Reading, Unavailable
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import When
from readiness_gate.signals import SIGNALS
from readiness_gate.signals.signal import answered

FILES = {"roster.csv": "people/roster.csv", "completions.csv": "people/completions.csv"}
STORY = mainline(
    landing(48, "people/completions.csv"),
    landing(40, "people/roster.csv"),
    tree=list(FILES.values()),
    since=30,
    older={"people/completions.csv": 20, "people/roster.csv": 10},
    files=FILES,
)
BARE = mainline()


@pytest.mark.parametrize(
    ("git", "jira", "who", "day", "age"),
    [
        pytest.param(STORY, issues(45), people(49), 50, 10, id="roster-in-git"),
        pytest.param(STORY, issues(45), people(49), 47, 27, id="completions-in-git-then"),
        pytest.param(STORY, issues(35), people(49), 50, 15, id="export"),
        pytest.param(STORY, issues(), people(49), 40, 20, id="live-issues-are-no-older"),
        pytest.param(STORY, issues(60), people(49), 40, 20, id="export-made-later"),
        pytest.param(BARE, issues(), people(30, 44, 60, roster=[(45, None)]), 50, 6, id="newest-completion"),
        pytest.param(BARE, issues(), people(49, roster=[(30, 60), (20, 31)]), 50, 20, id="newest-row-of-the-roster"),
        pytest.param(BARE, issues(), people(49, roster=[(10, 48), (None, 49)]), 50, 40, id="an-end-is-planned"),
        pytest.param(BARE, issues(60), people(50, roster=[(50, None)]), 50, 0, id="all-of-now"),
        pytest.param(mainline(files=FILES), issues(), people(49, roster=[(48, None)]), 50, 2, id="not-committed"),
    ],
)
def test_evidence_is_as_old_as_its_oldest_source(
    git: GitFacts, jira: JiraFacts, who: PeopleFacts, day: float, age: float
) -> None:
    """A people file as old as its last landing, else as the newest time in it; nothing later exists."""
    assert value(read("evidence.age", day, git, jira, who)) == age


def test_a_roster_alone_is_evidence() -> None:
    """Completions that nobody configured are of no age; where facts have some, their file is asked for."""
    alone = replace(people(roster=[(30, None)]), has_completions=False)
    configured = settings(people=people_settings(roster=PeopleFile("roster.csv"), completions=None))
    sources: dict[str, SourceFacts | Unavailable] = {"git": BARE, "jira": issues(), "people": alone}
    signal = SIGNALS["evidence.age"]
    assert value(answered(signal, Facts(configured, None, sources), instant(50), Parameters())) == 20
    sources["people"] = replace(alone, has_completions=True)
    why = reason(answered(signal, Facts(configured, None, sources), instant(50), Parameters()))
    assert why == "the age of the people files is unknown: add roster and completions to [people]"


def test_a_quiet_repository_is_not_old() -> None:
    """It was read now, and nothing happened."""
    assert value(read("evidence.age", 300, mainline(), issues(), people(300, roster=[(300, None)]))) == 0


def test_a_reading_names_every_source_oldest_first() -> None:
    """With the time each is of."""
    found = read("evidence.age", 50, STORY, issues(45), people())
    assert isinstance(found, Measured)
    assert found.summary == "The oldest source is roster.csv, of 2026-02-10T00:00:00Z."
    assert evidence(found) == [
        ("source", "roster.csv", "of 2026-02-10T00:00:00Z"),
        ("source", "export x", "of 2026-02-15T00:00:00Z"),
        ("source", "completions.csv", "of 2026-02-18T00:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("sources", "why"),
    [
        ((Unavailable("no git"), issues(), people(1)), "no git"),
        ((STORY, Unavailable("no issues"), people(1)), "no issues"),
        ((STORY, issues(), Unavailable("no people")), "no people"),
        ((mainline(first=60), issues(), people(1)), "the first commit of the mainline landed on"),
        ((mainline(doubtful_from=50), issues(), people(1)), "of the mainline is in the future"),
        (
            (BARE, issues(), people(1)),
            "the age of roster.csv is unknown: it is not on the mainline as it is here, and neither its name nor",
        ),
        ((BARE, issues(), people(roster=[(1, None)])), "the age of completions.csv is unknown: it is not on"),
        ((BARE, issues(), people(1, roster=[(51, 52)])), "the age of roster.csv is unknown: it is not on the"),
        ((BARE, issues(), people(1, roster=[(None, 49)])), "the age of roster.csv is unknown: it is not on the"),
        ((mainline(tree=list(FILES.values()), files=FILES), issues(), people(1)), "the age of roster.csv is unknown"),
        (
            (mainline(tree=list(FILES.values()), files=FILES, shallow=True), issues(), people(1)),
            "the clone is shallow: it begins on 2026-01-01",
        ),
    ],
    ids=[
        "git",
        "jira",
        "people",
        "early",
        "doubtful",
        "roster",
        "completions",
        "only-later",
        "only-ends",
        "undated",
        "shallow",
    ],
)
def test_what_cannot_be_told(sources: tuple[GitFacts | Unavailable, ...], why: str) -> None:
    """Is unavailable, with the reason."""
    assert why in reason(read("evidence.age", 50, *sources))


@pytest.mark.parametrize("named", [None, PeopleSettings(PeopleFile("r")), PeopleSettings(None, PeopleFile("c"))])
def test_people_from_no_file_have_no_age(named: PeopleSettings | None) -> None:
    """The product reads no people then; other tables of sources might."""
    found = read("evidence.age", 50, BARE, issues(), people(), configured=settings(people=named))
    assert "the age of the people files is unknown" in reason(found)


def test_what_is_needed() -> None:
    """Every source, and of git the landings of the people files."""
    now = instant(50)
    signal = SIGNALS["evidence.age"]
    need = GitNeed(now, now, now, people_files=True)
    assert signal.needs(signal.with_defaults({}), now) == Needs(frozenset({"git", "jira", "people"}), need)


@pytest.mark.parametrize("said_by", ["", "--exported-at"])
def test_a_time_of_export_that_is_said(said_by: str) -> None:
    """Counts, whoever says it; a file that landed before it contradicts it, and the reason says what to correct."""

    def found(day: float) -> Reading:
        roster, completions = (
            PeopleFile(f"{name}.csv", exported_at=instant(day), said_by=said_by) for name in ("roster", "completions")
        )
        named = settings(people=PeopleSettings(roster, completions))
        return read("evidence.age", 50, STORY, issues(), people(), configured=named)

    assert value(found(38)) == 12
    assert f"cannot have been exported later, on 2026-02-14T00:00:00Z: correct {said_by or 'exported-at'}" in reason(
        found(44)
    )


def _held_since(day: float, git: GitFacts = STORY) -> GitFacts:
    """The same facts, where the text of the roster first landed on a day."""
    return replace(git, first_held={"people/roster.csv": Touch("c" * 40, instant(day))})


def test_a_people_file_that_was_only_touched() -> None:
    """It is as old as its text, and never younger than its last landing makes it."""
    for day, age in ((5, 45), (40, 10), (41, 10)):
        assert value(read("evidence.age", 50, _held_since(day), issues(45), people(49))) == age


def test_a_text_that_a_clone_was_cut_off_with() -> None:
    """It may have landed at any time before; one that came later is known."""
    shallow = replace(STORY, shallow=True, first_landed=instant(8))
    assert "the clone is shallow" in reason(read("evidence.age", 50, _held_since(8, shallow), issues(45), people(49)))
    assert value(read("evidence.age", 50, _held_since(9, shallow), issues(45), people(49))) == 41


def test_tables_that_change_every_day() -> None:
    """Count where rules read them from a file; an old one hides what came since."""
    tickets = TicketFacts(provenance("tickets", 1), {}, (Ticket("T-1", When(instant(20), instant(20))),), {})
    file = {"tickets": PeopleFile("tickets.csv"), "modules": PeopleFile("modules.csv")}
    configured = settings(people=replace(people_settings(), records=file))
    sources = {"git": BARE, "jira": issues(), "people": people(49, roster=[(49, None)]), "tickets": tickets}

    def asked(**more: SourceFacts) -> Reading:
        facts = Facts(configured, None, {**sources, **more})
        return answered(SIGNALS["evidence.age"], facts, instant(50), Parameters())

    assert value(asked()) == 30
    assert value(asked(tickets=replace(tickets, dated={"tickets.csv": instant(48)}))) == 2
    landed = mainline(landing(47, "t.csv"), tree=["t.csv"], files={"tickets.csv": "t.csv"})
    assert value(asked(git=landed)) == 3
    assert value(asked(tickets=SourceFacts(provenance("tickets", 1)))) == 1
    assert set(configured.people.aging if configured.people else ()) == {"roster", "completions", "tickets"}


def test_old_use_is_old_evidence() -> None:
    """What people did since, and what they entered, is in none of it."""
    use = UsageFacts(provenance("usage", 1), {}, (Use("ann", When(instant(30), instant(30))),), {})
    entry = Entry("O-1", When(instant(20), instant(20)), "ann", finished=When(instant(25), instant(25)))
    entries = EntryFacts(provenance("entries", 1), {}, (entry,), {})
    files = {"usage": PeopleFile("usage.csv"), "entries": PeopleFile("entries.csv"), "kpis": PeopleFile("kpis.csv")}
    configured = settings(people=replace(people_settings(), records=files))
    sources = {"git": BARE, "jira": issues(), "people": people(49, roster=[(49, None)])}

    def asked(**more: SourceFacts) -> float:
        facts = Facts(configured, None, {**sources, **more})
        return value(answered(SIGNALS["evidence.age"], facts, instant(50), Parameters()))

    assert asked() == 1
    assert asked(usage=use) == 20
    assert asked(usage=use, entries=entries) == 25
    assert set(configured.people.aging if configured.people else ()) == {"roster", "completions", "usage", "entries"}
    later = Entry("O-2", When(instant(60), instant(60)), "ann", happened=When(instant(49), instant(49)))
    assert asked(usage=use, entries=replace(entries, records=(entry, later))) == 25
