"""Issues that are feedback, tickets and the like become tables of records, or it is said why not."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.csv_export import dates
from support.effort import law
from support.exports import NOW, jira_settings, no_file, page, settings
from support.git import instant
from support.jira_server import FakeJira, Reply, issue, serving, status

from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.records.audits import Audit
from readiness_gate.model.facts.records.barriers import Barrier
from readiness_gate.model.facts.records.benefits import Benefit
from readiness_gate.model.facts.records.design_decisions import DesignDecision
from readiness_gate.model.facts.records.feedback import FeedbackItem
from readiness_gate.model.facts.records.handover import HandoverItem
from readiness_gate.model.facts.records.interviews import Interview
from readiness_gate.model.facts.records.phases import PhaseItem
from readiness_gate.model.facts.records.processes import Process
from readiness_gate.model.facts.records.reality_checks import RealityCheck
from readiness_gate.model.facts.records.remedial_trainings import RemedialTraining
from readiness_gate.model.facts.records.sponsor_acts import SponsorAct
from readiness_gate.model.facts.records.tickets import Ticket
from readiness_gate.model.facts.records.workarounds import Workaround
from readiness_gate.model.headers import plain
from readiness_gate.model.needs import Needs
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings.jira import Collection, IssueFilter
from readiness_gate.model.time import When, iso
from readiness_gate.sources import SOURCES, fetch
from readiness_gate.sources.jira import client

CREATED = instant(10)
DONE = instant(30)
SLA = "customfield_10030"


def at(days: float) -> When:
    """So many days after the creation."""
    moment = CREATED + round(86_400 * days)
    return When(moment, moment)


def said(by: str | None, days: float, **more: Any) -> dict[str, Any]:
    """A comment by an account."""
    author = {} if by is None else {"author": {"accountId": by}}
    return {"created": iso(at(days).start), **author, **more}


def comments(*entries: dict[str, Any], **more: Any) -> dict[str, Any]:
    """All comments on an issue."""
    return {"comments": list(entries), "total": len(entries), "maxResults": len(entries), "startAt": 0, **more}


def ticket(number: int, *entries: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A ticket of somebody."""
    given: dict[str, Any] = {"reporter": {"accountId": "user"}, "comment": comments(*entries), "labels": ["help"]}
    given |= fields
    return issue(number, created=iso(CREATED), **given)


def collected(
    root: Path, name: str, *issues: dict[str, Any], selecting: Collection | None = None, **changes: Any
) -> Any:
    """The table of a collection of an export, by the label `help` where nothing else is said."""
    given: dict[str, Any] = {"name": name, "filter": IssueFilter(labels=("help",)), **changes}
    collection = selecting or Collection(**given)
    (root / "export.json").write_bytes(page(issues, isLast=True))
    configured = settings(root, jira=jira_settings(issues=len(issues), collections=(collection,)))
    return fetch(SOURCES, configured, Needs(frozenset({name})), NOW, no_file)[name]


def why_not(*given: Any, **changes: Any) -> str:
    """Why there is no table."""
    answer = collected(*given, **changes)
    assert isinstance(answer, Unavailable), answer
    return answer.reason


def first_response(root: Path, *entries: dict[str, Any], **changes: Any) -> When | None:
    """The first answer to a ticket with some comments."""
    (record,) = collected(root, "tickets", ticket(1, *entries), **changes).records
    assert isinstance(record, Ticket)
    return record.first_response


def test_the_first_answer_is_by_somebody_else(tmp_path: Path) -> None:
    """Not by the reporter, nor by a program, nor by somebody unknown; not internal, and not older than the ticket."""
    ours = (said("user", 1), said("bot", 2), said("agent", 3, jsdPublic=False), said(None, 4), said("agent", -5))
    assert first_response(tmp_path, *ours, said("agent", 9), said("agent", 8), automation=frozenset({"bot"})) == at(8)
    assert first_response(tmp_path, *ours, automation=frozenset({"bot"})) is None
    assert first_response(tmp_path, *ours) == at(2)
    assert first_response(tmp_path, *ours, automation=frozenset({"bot"}), internal_counts=True) == at(3)
    (record,) = collected(tmp_path, "tickets", ticket(1, said("agent", 1), reporter=None)).records
    assert record.first_response is None


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        (None, "CRM-1 has no field comment, so it is unknown who answered: export the issues with the field comment"),
        (comments(said("agent", 1), total=7), "CRM-1 comes with 1 of 7 comments, so the first answer is unknown"),
        (comments(said("agent", 1), startAt=5), "CRM-1 comes with 1 of 1 comments"),
        ({"comments": []}, "CRM-1 comes with 0 of None comments"),
        (comments(said("agent", 1), isLast=False), 'says that it is incomplete ("isLast": false)'),
        (comments({"created": "soon"}), "CRM-1 has a comment with an unreadable time"),
    ],
)
def test_comments_that_are_not_all_there(tmp_path: Path, comment: Any, why: str) -> None:
    """Nothing is known of the first answer; the rest of the tickets is."""
    table = collected(tmp_path, "tickets", ticket(1, comment=comment), ticket(2, said("agent", 1)))
    assert why in table.lacking["first_response"]
    assert [record.first_response for record in table.records] == [None, at(1)]


def test_a_ticket_as_a_whole(tmp_path: Path) -> None:
    """Its priority, when it was resolved, whether it came back, and its service level."""
    histories = [
        {"id": str(number), "created": iso(at(days).start), "items": [_moved(before, after)]}
        for number, (days, before, after) in enumerate([(2, "1", "3"), (3, "3", "2"), (4, "2", "3")], start=1)
    ]
    whole = ticket(
        1, said("agent", 1), status=status("3"), resolutiondate=iso(at(4).start), **{SLA: _sla((False, None))}
    )
    whole["changelog"] = {"histories": histories, "total": 3}
    table = collected(tmp_path, "tickets", whole, sla=SLA)
    assert table.records == (Ticket("CRM-1", at(0), "Highest", at(1), at(4), 1, True),)
    assert table.lacking == {}
    provenance = table.provenance
    assert (provenance.source, provenance.identity, provenance.records) == (
        "tickets",
        "the collection tickets of export export.json",
        1,
    )


def _moved(before: str, after: str) -> dict[str, Any]:
    names = {id_: status(id_)["name"] for id_ in "123"}
    return {"field": "status", "from": before, "fromString": names[before], "to": after, "toString": names[after]}


def _sla(level: tuple[bool | None, bool | None]) -> dict[str, Any]:
    completed, ongoing = level
    cycles = [] if completed is None else [{"breached": completed}]
    return {"completedCycles": cycles, **({} if ongoing is None else {"ongoingCycle": {"breached": ongoing}})}


@pytest.mark.parametrize(
    ("level", "met"),
    [
        ((False, None), [True]),
        ((True, None), [False]),
        ((False, True), [False]),
        ((None, False), [True]),
        ((None, None), [None]),
    ],
)
def test_service_levels(tmp_path: Path, level: tuple[bool | None, bool | None], met: list[bool | None]) -> None:
    """One cycle that was breached is enough; without a cycle nothing is known."""
    told = ticket(1, **{SLA: _sla(level)})
    assert [record.met_sla for record in collected(tmp_path, "tickets", told, sla=SLA).records] == met
    strange = ticket(1, **{SLA: {"completedCycles": [{}]}})
    assert [record.met_sla for record in collected(tmp_path, "tickets", strange, sla=SLA).records] == [None]


def test_an_issue_that_is_done_at_an_unknown_time(tmp_path: Path) -> None:
    """What was resolved when is then not known of all."""
    done, odd = ticket(1, status=status("3")), ticket(2, status={"id": "9", "name": "Odd"})
    assert "when CRM-1 was done is unknown" in collected(tmp_path, "tickets", done).lacking["resolved"]
    assert 'its status "Odd" has no category' in collected(tmp_path, "tickets", odd).lacking["resolved"]
    dated = ticket(1, status=status("3"), statuscategorychangedate=iso(at(5).start))
    assert collected(tmp_path, "tickets", dated).records[0].resolved == at(5)


def test_feedback_and_what_became_of_it(tmp_path: Path) -> None:
    """By links to issues that are done."""
    linked = [
        {"type": {"name": "Relates"}, "outwardIssue": {"key": "CRM-8", "fields": {"status": status("3")}}},
        {"type": {"name": "Relates"}, "inwardIssue": {"key": "CRM-9", "fields": {"status": status("1")}}},
    ]
    items = (
        ticket(1, said("owner", 2), issuelinks=linked),
        ticket(2, issuelinks=linked[1:]),
        ticket(3),
    )
    assert collected(tmp_path, "feedback", *items).records == (
        FeedbackItem("CRM-1", at(0), at(2), led_to_change=True),
        FeedbackItem("CRM-2", at(0), None, led_to_change=False),
        FeedbackItem("CRM-3", at(0)),
    )


def _done(number: int, *labels: str, **fields: Any) -> dict[str, Any]:
    resolved: dict[str, Any] = {"status": status("3"), "resolutiondate": iso(DONE), "resolution": {"name": "Done"}}
    resolved |= fields
    return issue(number, created=iso(CREATED), labels=["help", *labels], **resolved)


HELD = When(DONE, DONE)


def test_other_collections(tmp_path: Path) -> None:
    """Values come from labels, or from the fields that the collection names."""
    interviews = collected(
        tmp_path, "interviews", _done(1, "role:Sales-rep"), _done(2, "role:Clerk", status=status("1"))
    )
    assert interviews.records == (Interview("CRM-1", "Sales-rep", HELD), Interview("CRM-2", "Clerk"))
    barriers = collected(
        tmp_path, "barriers", _done(1, "group:policy", "level:high", assignee={"name": "x"}), _done(2, "group:people")
    )
    assert barriers.records == (
        Barrier("CRM-1", "policy", "high", at(0), "assigned", HELD),
        Barrier("CRM-2", "people", "high", None, "", HELD),
    )
    fields = {"as-is": "customfield_1", "to-be": "customfield_2"}
    described = _done(1, "Critical", customfield_1={"value": "docs/a.md"}, customfield_2=["x", {"name": "y"}, 3, False])
    plain = _done(2, customfield_1=None, customfield_2={"type": "doc"}, summary="")
    processes = collected(tmp_path, "processes", described, plain, fields=fields)
    assert processes.records == (
        Process("Summary of 1", critical=True, as_is="docs/a.md", to_be="x, y, 3"),
        Process("CRM-2", critical=False, to_be="yes"),
    )
    assert collected(tmp_path, "sponsor-acts", _done(1)).records == (SponsorAct("CRM-1", HELD),)


def test_collections_of_further_questions(tmp_path: Path) -> None:
    """A link to any issue is a fix, or a barrier."""
    linked = [{"type": {"name": "Relates"}, "outwardIssue": {"key": "CRM-8"}}]
    assert collected(tmp_path, "benefits", _done(1, "role:Clerk")).records == (Benefit("Clerk", "Summary of 1"),)
    rows = (_done(1, issuelinks=linked), _done(2, issuelinks=[], status=status("1")))
    assert collected(tmp_path, "workarounds", *rows).records == (
        Workaround("CRM-1", at(0), "CRM-8", HELD),
        Workaround("CRM-2", at(0)),
    )
    assert collected(tmp_path, "remedial-trainings", *rows).records == (
        RemedialTraining("CRM-1", at(0), "CRM-8"),
        RemedialTraining("CRM-2", at(0)),
    )
    decisions = collected(tmp_path, "design-decisions", _done(1, "users:3"), _done(2)).records
    assert decisions == (DesignDecision("CRM-1", HELD, 3), DesignDecision("CRM-2", HELD))
    checks = collected(tmp_path, "reality-checks", _done(1, "role:Clerk")).records
    assert checks == (RealityCheck("CRM-1", "Clerk", HELD),)
    for name in ("workarounds", "remedial-trainings"):
        assert "the links of CRM-1 are unknown: export the field issuelinks" in why_not(tmp_path, name, _done(1))


def test_audits_and_what_is_handed_over(tmp_path: Path) -> None:
    """When an issue was done it was held, or signed."""
    labels = ("day:30", "asked-harder", "answers:3", "answers-with-issue:2")
    audits = collected(tmp_path, "audits", _done(1, *labels), _done(2, "day:60", status=status("1")))
    first, second = audits.records
    assert first == Audit(30, HELD, True, 3, 2, first.link)
    assert (second.day, second.held_on, second.asked_harder, second.answers) == (60, None, None, None)
    fields = {"day": "customfield_1", "asked-harder": "customfield_2"}
    (of_fields,) = collected(tmp_path, "audits", _done(1, customfield_1=7.0, customfield_2="No"), fields=fields).records
    assert (of_fields.day, of_fields.asked_harder) == (7, False)
    receiver = collected(tmp_path, "handovers", _done(1, "receiver:Service-desk"))
    assert receiver.records == (HandoverItem("Summary of 1", "Service-desk", HELD),)
    assert collected(tmp_path, "handovers", _done(1, "receiver:IT", status=status("1"))).records[0].signed_on is None
    undated = collected(tmp_path, "handovers", _done(1, "receiver:IT", resolutiondate=None))
    assert "when CRM-1 was done is unknown" in undated.lacking["signed_on"]


def _signed(root: Path, resolution: str | None, **changes: Any) -> Any:
    """The table of a hand-over that is closed with a resolution."""
    named = None if resolution is None else {"name": resolution}
    return collected(root, "handovers", _done(1, "receiver:IT", resolution=named), **changes)


@pytest.mark.parametrize("resolution", ["Done", "Fixed", "COMPLETED", "done "])
def test_what_was_carried_out(tmp_path: Path, resolution: str) -> None:
    """By its resolution, in any spelling."""
    table = _signed(tmp_path, resolution)
    assert ([one.signed_on for one in table.records], table.lacking, table.provenance.notes) == ([HELD], {}, ())


@pytest.mark.parametrize("resolution", ["Won't Do", "Won\u2019t fix", "Duplicate", "Declined", "cannot reproduce"])
def test_what_was_declined_is_not_done(tmp_path: Path, resolution: str) -> None:
    """And a reader is told why."""
    table = _signed(tmp_path, resolution)
    assert ([one.signed_on for one in table.records], table.lacking) == ([None], {})
    (note,) = table.provenance.notes
    assert note == (
        f"1 issue of the collection handovers is closed without being carried out (CRM-1, {resolution}) and counts as "
        "not done"
    )


@pytest.mark.parametrize(("resolution", "shown"), [("Erledigt", "Erledigt"), (None, "Unresolved"), ("", "Unresolved")])
def test_what_may_have_been_carried_out(tmp_path: Path, resolution: str | None, shown: str) -> None:
    """Another resolution, and none, say nothing; unless the collection names them."""
    table = _signed(tmp_path, resolution)
    assert [one.signed_on for one in table.records] == [None]
    assert table.lacking == {
        "signed_on": f'whether CRM-1 was carried out is unknown, as its resolution is "{shown}": set another one, such '
        "as Done or Won't Do, or add this one to resolutions of the collection handovers in jira.collections if it "
        "stands for what was carried out"
    }
    named = _signed(tmp_path, resolution, resolutions=(shown,))
    assert ([one.signed_on for one in named.records], named.lacking) == ([HELD], {})
    assert "signed_on" in _signed(tmp_path, "Done", resolutions=(shown,)).lacking


def test_a_resolution_that_was_not_read(tmp_path: Path) -> None:
    """Of an issue that is not done, none is needed; nor of a ticket, which is resolved however it ended."""
    issues = _done(1, "receiver:IT"), _done(2, "receiver:IT", status=status("1"), resolution=None)
    del issues[0]["fields"]["resolution"]
    table = collected(tmp_path, "handovers", *issues)
    assert table.lacking == {
        "signed_on": "whether CRM-1 was carried out is unknown: export the field resolution (in a CSV export, "
        "Resolution)"
    }
    assert collected(tmp_path, "handovers", issues[1]).lacking == {}
    told = ticket(1, said("agent", 1), status=status("3"), resolutiondate=iso(DONE), resolution={"name": "Won't Do"})
    tickets = collected(tmp_path, "tickets", told)
    assert ([one.resolved for one in tickets.records], tickets.lacking, tickets.provenance.notes) == ([HELD], {}, ())


@law(60)
@given(st.text(st.characters(categories=["L", "N", "P", "Zs"]), max_size=12), st.sampled_from(["audits", "handovers"]))
def test_no_other_resolution_ever_counts(resolution: str, name: str) -> None:
    """Whatever it is called, an issue counts as done only with one of the resolutions that are named."""
    with TemporaryDirectory() as folder:
        done = _done(1, "receiver:IT", "day:30", resolution={"name": resolution})
        table = collected(Path(folder), name, done)
    (record,) = table.records
    counts = plain(resolution) in ("done", "fixed", "completed")
    assert ((record.signed_on if name == "handovers" else record.held_on) == HELD) is counts
    assert bool(table.lacking or table.provenance.notes) is not counts


@pytest.mark.parametrize(
    ("name", "labels", "why"),
    [
        ("audits", (), "CRM-1 has no day: give it a label such as day:30, or name its field in fields"),
        ("audits", ("day:thirty",), 'CRM-1 has "thirty" for day, which is not a whole number: correct it'),
        ("audits", ("day:30", "answers:-1"), 'CRM-1 has "-1" for answers, which is not a whole number'),
        ("audits", ("day:30", "asked-harder:perhaps"), 'CRM-1 has "perhaps" for asked-harder: write yes or no'),
        ("audits", ("day:0",), "CRM-1: day is counted from go-live and begins at 1"),
        ("audits", ("day:30", "answers:2", "answers-with-issue:3"), "CRM-1: answers-with-issue is more than answers"),
        ("handovers", (), "CRM-1 has no receiver: give it a label such as receiver:Service-desk"),
    ],
)
def test_audits_that_contradict_themselves(tmp_path: Path, name: str, labels: tuple[str, ...], why: str) -> None:
    """Nothing of the table is known."""
    assert why in why_not(tmp_path, name, _done(1, *labels))


def test_work_of_phases(tmp_path: Path) -> None:
    """It begins with its first change of status, or at the time of a field."""
    begun = _done(1, "phase:introduction")
    begun["changelog"] = {
        "histories": [
            {"id": "1", "created": iso(at(2).start), "items": [_moved("1", "2")]},
            {"id": "2", "created": iso(DONE), "items": [_moved("2", "3")]},
        ],
        "total": 2,
    }
    waiting = _done(2, "phase:adoption", status=status("1"))
    waiting["changelog"] = {"histories": [], "total": 0}
    assert collected(tmp_path, "phases", begun, waiting).records == (
        PhaseItem("CRM-1", "introduction", at(2), HELD),
        PhaseItem("CRM-2", "adoption"),
    )
    fields = {"started": "customfield_1"}
    rows = [_done(number, "phase:adoption", customfield_1=text) for number, text in enumerate(("2026-01-12", None), 1)]
    rows.append(_done(3, "phase:adoption", customfield_1=iso(at(3).start)))
    days = collected(tmp_path, "phases", *rows, fields=fields).records
    assert [item.started for item in days] == [When(1768172400, 1768258799), None, at(3)]
    wrong = _done(1, "phase:adoption", customfield_1="soon")
    assert "CRM-1 has an unreadable time" in why_not(tmp_path, "phases", wrong, fields=fields)
    assert "when CRM-1 began is unknown" in why_not(tmp_path, "phases", _done(1, "phase:adoption"))


def test_values_that_an_issue_lacks(tmp_path: Path) -> None:
    """Nothing of the table is known."""
    assert "CRM-1 has no role: give it a label such as role:Sales-rep" in why_not(tmp_path, "interviews", _done(1))
    assert "CRM-1 has nothing for group, and not one of process, policy" in why_not(tmp_path, "barriers", _done(1))
    assert 'CRM-1 has "end" for phase, and not one of introduction' in why_not(
        tmp_path, "phases", _done(1, "phase:end")
    )
    undated = issue(1, labels=["help"], created=None)
    assert "CRM-1 has no time of creation" in why_not(tmp_path, "tickets", undated)


def test_what_a_collection_selects(tmp_path: Path) -> None:
    """By types, projects and everything that a filter has; a value that no issue has is no empty collection."""
    story: dict[str, Any] = {"issuetype": {"id": "2", "name": "Story"}}
    issues = (ticket(1), ticket(2, **story), issue(3, **story), issue(4))

    def keys(**changes: Any) -> list[str]:
        given: dict[str, Any] = {"name": "feedback", **changes}
        chosen = Collection(**given)
        return [record.id for record in collected(tmp_path, "feedback", *issues, selecting=chosen).records]

    assert keys(types=("story",)) == ["CRM-2", "CRM-3"]
    assert keys(projects=("CRM",), types=("Bug",)) == ["CRM-1", "CRM-4"]
    assert keys(types=("Story",), filter=IssueFilter(labels=("help",))) == ["CRM-2"]
    assert keys(filter=IssueFilter(created_since=CREATED + 60)) == ["CRM-3", "CRM-4"]

    def why(**changes: Any) -> str:
        given: dict[str, Any] = {"name": "feedback", **changes}
        chosen = Collection(**given)
        return why_not(tmp_path, "feedback", *issues, selecting=chosen)

    assert 'has the label "ideas" of the collection feedback in jira.collections' in why(
        filter=IssueFilter(labels=("ideas",))
    )
    assert "no issue in the export export.json belongs to the collection feedback in jira.collections" in why(
        types=("Idea",)
    )
    assert "(the types of issue are Bug, Story)" in why(projects=("OPS",))
    assert 'CRM-1 in the export export.json does not have the field "components"' in why(
        filter=IssueFilter(components=("CRM",))
    )


def test_issues_that_were_not_read(tmp_path: Path) -> None:
    """Have no collections either."""
    configured = settings(tmp_path, jira=jira_settings(collections=(Collection("feedback"),)))
    answers = fetch(SOURCES, configured, Needs(frozenset({"feedback"})), NOW, no_file)
    assert answers["feedback"] == answers["jira"]
    assert isinstance(answers["jira"], Unavailable)
    without = fetch(SOURCES, settings(), Needs(frozenset({"feedback"})), NOW, no_file)
    assert without["feedback"] == Unavailable(
        'a list of feedback is not configured: add feedback = "…" to [people], a file with id, created, or '
        '[[jira.collections]] with name = "feedback"'
    )
    assert list(without) == ["feedback"]


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_live_jira_is_asked_for_what_collections_need(monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:  # noqa: FBT001
    """Comments, and fields by the names that people see; without collections none of it."""
    monkeypatch.setenv(client.TOKEN, "s3cret")
    rows = [ticket(1, said("agent", 1), customfield_2="Clerk"), issue(2)]
    fake = FakeJira(rows, cloud)
    collections = (
        Collection("tickets", filter=IssueFilter(labels=("help",))),
        Collection("interviews", filter=IssueFilter(labels=("help",)), fields={"role": "Impact"}),
    )
    with serving(fake):
        live = jira_settings(export=None, url=fake.url, projects=("CRM",), collections=collections)
        answers = fetch(SOURCES, settings(jira=live), Needs(frozenset({"tickets", "interviews"})), NOW, no_file)
    tickets, interviews, issues = (answers[name] for name in ("tickets", "interviews", "jira"))
    assert [record.first_response for record in tickets.records] == [at(1)]  # type: ignore[union-attr]
    assert [record.role for record in interviews.records] == ["Clerk"]  # type: ignore[union-attr]
    assert isinstance(issues, JiraFacts)
    asked = [wanted for one in fake.asked if "search" in one.path for wanted in [_fields(one)] if "summary" in wanted]
    assert all({"comment", "reporter", "customfield_2", "resolutiondate", "resolution"} <= wanted for wanted in asked)


def _live(monkeypatch: pytest.MonkeyPatch, fake: FakeJira) -> Any:
    monkeypatch.setenv(client.TOKEN, "s3cret")
    collections = (
        Collection("tickets", filter=IssueFilter(labels=("help",))),
        Collection("sponsor-acts", filter=IssueFilter(labels=("help",))),
    )
    with serving(fake):
        live = jira_settings(export=None, url=fake.url, projects=("CRM",), collections=collections)
        return fetch(SOURCES, settings(jira=live), Needs(frozenset({"tickets"})), NOW, no_file)["tickets"]


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_comments_that_a_search_cuts_off_are_read_to_the_end(monkeypatch: pytest.MonkeyPatch, cloud: bool) -> None:  # noqa: FBT001
    """Page by page, of each such issue in a collection."""
    told = [said("user", day) for day in range(1, 5)] + [said("agent", 6), said("agent", 5)]
    cut = ticket(1, comment=comments(*told[:2], total=6))
    fake = FakeJira([cut, ticket(2, said("agent", 1))], cloud, comments={"CRM-1": told}, page=4)
    table = _live(monkeypatch, fake)
    assert [record.first_response for record in table.records] == [at(5), at(1)]
    assert table.lacking == {}
    assert sum(one.path.endswith("/comment") for one in fake.asked) == 2


@pytest.mark.parametrize(
    "broken",
    [
        Reply({"errorMessages": ["no"]}, 404),
        Reply({"comments": [], "total": 6}),
        Reply({"comments": [said("agent", 5)]}),
        Reply({"comments": [said("agent", 5)], "total": 60}),
    ],
)
def test_comments_that_cannot_be_read_to_the_end(monkeypatch: pytest.MonkeyPatch, broken: Reply) -> None:
    """Stay unknown, and nothing else does."""
    cut = ticket(1, comment=comments(said("user", 1), total=6))
    fake = FakeJira([cut, ticket(2, said("agent", 1))], comments={"CRM-1": []})
    fake.fault = lambda asked, reply: broken if asked.path.endswith("/comment") else reply
    table = _live(monkeypatch, fake)
    assert "comments, so the first answer is unknown" in table.lacking["first_response"]
    assert [record.first_response for record in table.records] == [None, at(1)]


def _fields(asked: Any) -> set[str]:
    body: dict[str, Any] = asked.body or {}
    given: list[str] = body.get("fields") or asked.query.get("fields", "").split(",")
    return set(given)


CSV = (
    "Issue key,Issue Type,Status,Priority,Created,Updated,Status Category,Labels,Reporter Id,Comment,Comment,Resolved\n"
    'CRM-1,Bug,Open,Highest,11/Jan/26 3:00 AM,30/Mar/26 3:00 AM,To Do,help,user,"11/Jan/26 4:00 AM;user;Any news?",'
    '"12/Jan/26 3:00 AM;agent;Done; see above",\n'
    "CRM-2,Bug,Done,Low,11/Jan/26 3:00 AM,30/Mar/26 3:00 AM,Done,help,user,,,13/Jan/26 3:00 AM\n"
)


def _of_csv(root: Path, text: str, **changes: Any) -> Any:
    (root / "export.csv").write_text(text)
    given: dict[str, Any] = {"filter": IssueFilter(labels=("help",)), "internal_counts": True, **changes}
    collection = Collection("tickets", **given)
    read = jira_settings(export="export.csv", csv=dates(), issues=2, collections=(collection,))
    return fetch(SOURCES, settings(root, jira=read), Needs(frozenset({"tickets"})), NOW, no_file)["tickets"]


def test_a_csv_export(tmp_path: Path) -> None:
    """Has comments in columns, each with its time and account, and no mark of internal ones."""
    one, other = _of_csv(tmp_path, CSV).records
    created = one.created.start
    assert one.first_response == When(created + 86_459, created + 86_459)
    assert (other.first_response, other.resolved, other.priority) == (
        None,
        When(created + 172_800, created + 172_800),
        "Low",
    )
    assert "internal" in _of_csv(tmp_path, CSV, internal_counts=False).lacking["first_response"]
    assert "no field comment" in _of_csv(tmp_path, CSV.replace("Comment", "Remark")).lacking["first_response"]
    unreadable = _of_csv(tmp_path, CSV.replace("12/Jan/26 3:00 AM;agent", "2026-01-12;agent"))
    assert "CRM-1 has a comment with an unreadable time" in unreadable.lacking["first_response"]


def test_the_resolutions_of_a_csv_export(tmp_path: Path) -> None:
    """Have a column; without it, or in an empty cell, nothing is known of what was done."""
    (tmp_path / "export.csv").write_text(
        "Issue key,Issue Type,Status,Status Category,Created,Updated,Priority,Labels,Resolved,Resolution\n"
        "CRM-1,Task,Done,Done,11/Jan/26 1:00 AM,13/Jan/26 1:00 AM,Low,help,13/Jan/26 1:00 AM,Done\n"
        "CRM-2,Task,Done,Done,11/Jan/26 1:00 AM,13/Jan/26 1:00 AM,Low,help,13/Jan/26 1:00 AM,\n"
    )
    collection = Collection("sponsor-acts", filter=IssueFilter(labels=("help",)))
    read = jira_settings(export="export.csv", csv=dates(), issues=2, collections=(collection,))

    def table() -> Any:
        return fetch(SOURCES, settings(tmp_path, jira=read), Needs(frozenset({"sponsor-acts"})), NOW, no_file)[
            "sponsor-acts"
        ]

    assert [record.held_on is None for record in table().records] == [False, True]
    assert 'CRM-2 was carried out is unknown, as its resolution is "Unresolved"' in table().lacking["held_on"]
    where = tmp_path / "export.csv"
    where.write_text(where.read_text().replace("Resolution", "Remark"))
    assert "CRM-1 was carried out is unknown: export the field resolution" in table().lacking["held_on"]


def test_a_csv_export_of_a_server(tmp_path: Path) -> None:
    """Names accounts in the column Reporter; ids of Cloud are compared with Reporter Id alone."""
    server = CSV.replace("Reporter Id", "Reporter")
    assert [record.first_response is None for record in _of_csv(tmp_path, server).records] == [False, True]
    cloud = server.replace(";agent;", ";557058:0b1c-7d;")
    assert [record.first_response for record in _of_csv(tmp_path, cloud).records] == [None, None]


def test_a_csv_export_without_a_field_that_is_named(tmp_path: Path) -> None:
    """Is refused."""
    answer = _of_csv(tmp_path, CSV, sla="Time to first response")
    assert isinstance(answer, Unavailable)
    assert 'the column "Custom field (Time to first response)" is missing' in answer.reason
