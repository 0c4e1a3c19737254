"""What is written to Jira for which verdict, in which order, and what is left alone."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from support.jira_published import GO, NO_GO, NOW, TOKEN, UNDECIDED, WHOLE, at_hand, later, run, settings
from support.jira_server import Asked, Json, Reply, serving
from support.jira_writes import GATE, ISSUE, OPTIONS, UNTIL, WritableJira, meta, options
from support.random_verdicts import everywhere
from support.verdicts import MILESTONE

from readiness_gate.app.publish import for_jira
from readiness_gate.model.time import DAY, HOUR
from readiness_gate.publishers import client
from readiness_gate.publishers.jira import Publication, Target, connected, remark, step, withdraw
from readiness_gate.publishers.jira.record import LARGEST, record
from readiness_gate.sources.jira.credentials import Credentials

UNTIL_TIME = "2027-02-15T09:00:00.000+0000"
BARE = Target(ISSUE, field="Readiness gate")


@pytest.fixture(autouse=True)
def _hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "_PAUSES", (0.0, 0.001))
    monkeypatch.setattr(step, "PAUSES", (0.0, 0.001))


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_go_opens_the_field_last(cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """Over a real connection: everything is there, and the field is the last."""
    jira = WritableJira(cloud=cloud)
    with serving(jira):
        found = run(jira, GO)
    assert (found.failed, found.changed) == ("", True)
    related = ["POST version/10001/relatedwork"] if cloud else []
    assert jira.written == [
        "POST issue/GL-1/remotelink",
        "POST issue/GL-1/comment",
        "PUT version/10001",
        *related,
        "PUT issue/GL-1/properties/readiness-gate",
        "PUT issue/GL-1",
    ]
    assert (jira.says, jira.values[UNTIL]) == ("Go", UNTIL_TIME)
    assert len(found.said) == len(jira.written)
    assert found.said[-1] == 'Set "Readiness gate" of GL-1 to "Go"'
    kept = jira.properties["readiness-gate"]
    assert (kept["decision"], kept["asOf"], kept["validUntil"]) == (
        "go",
        "2027-02-14T09:00:00Z",
        "2027-02-15T09:00:00Z",
    )
    assert jira.versions[1]["description"].splitlines()[0] == "For Oslo."


@pytest.mark.parametrize(("publication", "word"), [(NO_GO, "No-go"), (UNDECIDED, "Undecided")])
def test_anything_but_go_closes_the_field_first(publication: Publication, word: str) -> None:
    """And empties the other."""
    jira = WritableJira()
    jira.set_go(UNTIL_TIME)
    with at_hand(jira):
        found = run(jira, publication)
    assert found.failed == ""
    assert jira.written[0] == "PUT issue/GL-1"
    assert (jira.says, jira.values[UNTIL]) == (word, None)
    assert "validUntil" not in jira.properties["readiness-gate"]
    assert jira.links[0]["object"]["status"] == {"resolved": False}


def test_a_newer_go_closes_the_field_while_it_writes() -> None:
    """And opens it again, for longer."""
    jira = WritableJira()
    with at_hand(jira):
        run(jira, GO)
        jira.asked.clear()
        found = run(jira, later(GO, DAY), now=NOW + DAY)
    assert found.failed == ""
    assert (jira.written[0], jira.written[-1]) == ("PUT issue/GL-1", "PUT issue/GL-1")
    assert found.said[0] == 'Set "Readiness gate" of GL-1 to "Undecided"'
    assert (jira.says, jira.values[UNTIL]) == ("Go", "2027-02-16T09:00:00.000+0000")


@pytest.mark.parametrize("publication", [GO, NO_GO, UNDECIDED], ids=["go", "no-go", "undecided"])
@pytest.mark.parametrize("seconds", [0, HOUR - 1])
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_the_second_run_writes_nothing(publication: Publication, seconds: int, cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """Neither the same verdict, nor the same soon after; but the time of one that is not go is always recorded."""
    jira = WritableJira(cloud=cloud)
    with at_hand(jira):
        run(jira, publication)
        jira.asked.clear()
        found = run(jira, later(publication, seconds), now=NOW + seconds)
    is_older = seconds > 0 and not publication.is_go
    written = ["PUT issue/GL-1/properties/readiness-gate"] if is_older else []
    assert (found.failed, found.changed, jira.written) == ("", is_older, written)


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_an_older_go_does_not_replace_an_equal_no_go(cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """The second of two equal verdicts is the newer one, although it changes nothing but its time."""
    jira = WritableJira(cloud=cloud)
    with at_hand(jira):
        for seconds in (0, 660):
            assert run(jira, later(NO_GO, seconds), now=NOW + seconds).failed == ""
        found = run(jira, later(GO, 600), now=NOW + 700)
    assert "shows a newer verdict (2027-02-14T09:11:00Z)" in found.failed
    assert jira.says == "No-go"


def test_an_older_no_go_does_not_hide_the_time_of_a_newer_one() -> None:
    """By which a go from between the two is refused. It closes the field all the same."""
    jira = WritableJira()
    with at_hand(jira):
        run(jira, later(NO_GO, 660), now=NOW + 660)
        jira.set_go()
        found = run(jira, later(UNDECIDED, 0), now=NOW + 700)
        assert "shows a newer verdict" in found.failed
        assert jira.says == "Undecided"
        assert "shows a newer verdict" in run(jira, later(GO, 600), now=NOW + 710).failed
    assert jira.says == "Undecided"


def test_a_go_does_not_replace_the_record_of_a_run_in_the_meantime() -> None:
    """The other run began later, and ends while this one writes its link."""
    jira = WritableJira()

    def meanwhile(asked: Asked) -> None:
        if asked.method == "POST" and asked.path.endswith("/remotelink"):
            jira.after = None
            assert run(jira, later(NO_GO, 30), BARE).failed == ""

    jira.after = meanwhile
    with at_hand(jira):
        found = run(jira, GO)
    assert "another run writes a verdict to GL-1 at the same time" in found.failed
    assert (jira.says, jira.properties["readiness-gate"]["decision"]) == ("No-go", "no-go")


@pytest.mark.parametrize("start", [None, GO, NO_GO], ids=["first", "go", "no-go"])
@pytest.mark.parametrize("publication", [later(GO, DAY), later(NO_GO, DAY)], ids=["to-go", "to-no-go"])
def test_a_dry_run_writes_nothing(start: Publication | None, publication: Publication) -> None:
    """It prints the requests that a run would make."""
    jira = WritableJira()
    with at_hand(jira):
        if start:
            run(jira, start)
        jira.asked.clear()
        dry = run(jira, publication, dry=True, now=NOW + DAY)
        assert jira.written == []
        wet = run(jira, publication, now=NOW + DAY)
    assert (dry.failed, dry.said, wet.failed) == ("", [], "")
    assert [f"{one.method} {one.path.partition('/api/')[2][2:]}" for one in dry.planned] == jira.written
    assert [one.body for one in dry.planned] == [one.body for one in jira.asked if one.method in ("PUT", "POST")]
    assert [one.path for one in dry.planned if not one.repeatable] == [
        one.path for one in dry.planned if one.method == "POST" and one.path.endswith(("/comment", "/relatedwork"))
    ]


def test_only_what_is_asked_for_is_written() -> None:
    """Without a field, no field is read."""
    jira = WritableJira()
    with at_hand(jira):
        assert run(jira, GO, Target(ISSUE)).failed == ""
        assert run(jira, GO, Target(ISSUE)).changed is False
    assert jira.written == ["PUT issue/GL-1/properties/readiness-gate"]
    assert jira.values[GATE] is None


@pytest.mark.parametrize("kind", ["textfield", "radiobuttons"])
@pytest.mark.parametrize("date", ["datepicker", "datetime"])
def test_kinds_of_fields(kind: str, date: str) -> None:
    """A short text, radio buttons; a day, a time."""
    more = {} if kind == "textfield" else {"allowedValues": options()}
    metas = {GATE: meta(GATE, "Readiness gate", kind, **more), UNTIL: meta(UNTIL, "Gate until", date)}
    jira = WritableJira(metas=metas)
    with at_hand(jira):
        for publication, word, until in (
            (GO, "Go", "2027-02-15" if date == "datepicker" else UNTIL_TIME),
            (later(GO, 60), "Go", "2027-02-15" if date == "datepicker" else UNTIL_TIME),
            (NO_GO, "No-go", None),
        ):
            assert run(jira, publication, replace(WHOLE, field=GATE)).failed == ""
            assert (jira.says, jira.values[UNTIL]) == (word, until)


@pytest.mark.parametrize("date", ["datepicker", "datetime"])
def test_an_expired_go_is_renewed(date: str) -> None:
    """Although the record is fresh."""
    jira = WritableJira()
    jira.metas[UNTIL] = meta(UNTIL, "Gate until", date)
    with at_hand(jira):
        run(jira, GO)
        right, jira.values[UNTIL] = jira.values[UNTIL], "2027-02-13" if date == "datepicker" else "2027-02-13T01:00:00Z"
        assert run(jira, later(GO, 60)).changed
    assert jira.values[UNTIL][:10] == right[:10]


def _with(change: Any) -> WritableJira:
    jira = WritableJira()
    jira.set_go()
    change(jira)
    return jira


PROBLEMS: Mapping[str, tuple[Callable[[WritableJira], object], str]] = {
    "no-field": (lambda jira: jira.metas.pop(GATE), 'no custom field "Readiness gate" that this account may edit'),
    "two-fields": (
        lambda jira: jira.metas.update({"customfield_7": meta("customfield_7", "Readiness gate", "select")}),
        "several fields",
    ),
    "paragraph": (
        lambda jira: jira.metas.update({GATE: meta(GATE, "Readiness gate", "textarea")}),
        "cannot hold a verdict (textarea)",
    ),
    "no-until": (lambda jira: jira.metas.pop(UNTIL), 'no custom field "Gate until"'),
    "until-text": (
        lambda jira: jira.metas.update({UNTIL: meta(UNTIL, "Gate until", "textfield")}),
        "is not a date field",
    ),
    "no-go-option": (
        lambda jira: jira.metas[GATE].update(allowedValues=options("No-go", "Undecided")),
        "has no option Go",
    ),
    "only-go": (lambda jira: jira.metas[GATE].update(allowedValues=options("Go")), "has no option No-go, Undecided"),
    "hidden": (lambda jira: jira.values.pop(GATE), "does not say what"),
    "no-version": (lambda jira: jira.versions.pop(), 'no version "Wave 2"'),
    "long-version": (lambda jira: jira.versions[1].update(description="x" * 16_380), "no room"),
    "other-milestone": (
        lambda jira: jira.properties.update({"readiness-gate": {"program": "P", "milestone": "pilot"}}),
        "shows the verdict of the milestone 'pilot' of 'P'",
    ),
}
WRITABLE = sorted(set(PROBLEMS) - {"no-field", "two-fields", "paragraph", "hidden"})


@pytest.mark.parametrize("publication", [GO, NO_GO], ids=["go", "no-go"])
@pytest.mark.parametrize("problem", PROBLEMS)
def test_problems_close_the_field(problem: str, publication: Publication) -> None:
    """Each is reported, and where the field can be written, it does not say Go any more."""
    change, why = PROBLEMS[problem]
    jira = _with(change)
    with at_hand(jira):
        found = run(jira, publication)
    assert why in found.failed
    if problem in WRITABLE:
        assert not jira.is_open
    elif not publication.is_go:
        assert "may still say Go" in found.failed


def test_an_issue_is_taken_over() -> None:
    """With the option for it."""
    jira = _with(PROBLEMS["other-milestone"][0])
    with at_hand(jira):
        assert run(jira, GO, replace(WHOLE, take_over=True)).failed == ""
    assert jira.is_open


@pytest.mark.parametrize(
    ("shown", "is_refused"), [("2027-02-14T09:00:30Z", True), ("2099-01-01T00:00:00Z", False), ("soon", False)]
)
def test_a_go_is_not_written_over_a_newer_verdict(shown: str, *, is_refused: bool) -> None:
    """But a record from the future is nonsense."""
    jira = WritableJira()
    with at_hand(jira):
        run(jira, later(NO_GO, 30))
        jira.properties["readiness-gate"]["asOf"] = shown
        found = run(jira, GO)
    assert ("newer verdict (2027-02-14T09:00:30Z)" in found.failed) is is_refused
    assert jira.is_open is not is_refused


def test_what_the_property_says_never_keeps_a_field_open() -> None:
    """A no-go is written over a newer record."""
    jira = WritableJira()
    with at_hand(jira):
        run(jira, later(GO, 30))
        assert run(jira, NO_GO).failed == ""
    assert jira.says == "No-go"


def test_a_field_that_goes_back_is_noticed() -> None:
    """An automation rule opens it again."""
    jira = WritableJira()
    jira.set_go()
    jira.after = lambda _: jira.set_go()
    with at_hand(jira):
        found = run(jira, NO_GO, BARE)
    assert "although" not in found.failed
    assert "Jira accepted a change and does not show it" in found.failed
    assert "may still say Go" in found.failed


def test_a_gate_that_cannot_be_judged_closes_the_field() -> None:
    """Once."""
    jira = WritableJira()
    jira.set_go(UNTIL_TIME)
    with at_hand(jira):
        site = connected(settings(jira), Credentials(TOKEN), None, list[str]().append)
        assert withdraw(site, WHOLE, GO.zone)
        assert not withdraw(site, WHOLE, GO.zone)
    assert (jira.says, jira.values[UNTIL]) == ("Undecided", None)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (
            Reply({"errorMessages": ["expired"]}, 401),
            'answered 401 to GET /rest/api/3/myself: ["expired"]: check JIRA_TOKEN',
        ),
        (Reply({}, headers={"X-AUSERNAME": "anonymous"}), "answered as to an anonymous user"),
        (Reply({}, 403, headers={"X-Authentication-Denied-Reason": "CAPTCHA"}), "requires a login by a person first"),
        (Reply(b"", 302, headers={"Location": "https://evil.example/"}), "which the token is not sent to"),
        (Reply(b"<html>", headers={"Content-Type": "text/html"}), "with a web page"),
        (Reply({"token": TOKEN}), "repeats the token"),
        (Reply({}), "the token belongs to no account"),
        (Reply({}, 418), "answered 418"),
    ],
)
def test_strange_answers(reply: Reply, why: str) -> None:
    """Each says what to do, and none shows the token."""
    jira = WritableJira(before=lambda asked: reply if asked.path.endswith("/myself") else None)
    with at_hand(jira):
        found = run(jira, GO)
    assert why in found.failed
    assert TOKEN not in found.failed
    assert jira.written == []


def test_an_unknown_flavor() -> None:
    """Neither Cloud nor Data Center."""
    jira = WritableJira(before=lambda asked: Reply({}) if "serverInfo" in asked.path else None)
    with at_hand(jira):
        assert "does not say whether it is Cloud or Data Center (None)" in run(jira, GO).failed


def test_the_token_goes_to_jira_only() -> None:
    """Basic on Cloud, Bearer where the token alone says whose it is; the address in an answer is not followed."""
    for cloud, scheme in ((True, "Basic"), (False, "Bearer")):
        jira = WritableJira(cloud=cloud)
        with at_hand(jira):
            run(jira, GO)
        assert {one.headers["Authorization"].split()[0] for one in jira.asked} == {scheme}
        assert {one.path.split("/")[1] for one in jira.asked} == {"rest"}


def test_the_record_has_room() -> None:
    """However many rules fail."""
    many = tuple(f"RULE-{number:05}" for number in range(20_000))
    publication = replace(NO_GO, message=replace(NO_GO.message, failing=many, sentence="ä" * 100_000))
    found = record(WHOLE, publication, "1")
    assert found["failing"]["count"] == 20_000
    assert 0 < len(found["failing"]["ids"]) < 20_000
    jira = WritableJira()
    with at_hand(jira):
        assert run(jira, publication, BARE).failed == ""
    assert len(str(jira.properties["readiness-gate"])) <= LARGEST
    assert OPTIONS["11"] == jira.says


def test_a_comment_is_found_by_its_author_and_its_line() -> None:
    """A person's copy, and a text that only repeats our line, are left alone."""
    jira = WritableJira(page=2)
    with at_hand(jira):
        run(jira, GO)
        body = jira.remarks.pop()["body"]
        jira.comment(body, {"accountId": "a person"})
        jira.comment({"type": "doc", "version": 1, "content": [_said(f"See: {remark.words(body)[-1]}")]})
        jira.comment({"type": "doc", "version": 1, "content": []})
        ours = jira.comment(body)
        assert run(jira, later(NO_GO, DAY), now=NOW + DAY).failed == ""
    assert len(jira.remarks) == 4
    assert "NO-GO" in str(ours["body"])
    assert all("NO-GO" not in str(one["body"]) for one in jira.remarks[:3])


def _said(text: str) -> Json:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


def _added(body: Any, text: str) -> Any:
    """A comment to which somebody added a line."""
    return f"{body}\r\n\r\n{text}" if isinstance(body, str) else {**body, "content": [*body["content"], _said(text)]}


@pytest.mark.parametrize("mode", ["sticky", "on-change"])
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_comment_that_somebody_added_to_is_ours(mode: Any, cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """It gets the next verdict, so that no old one stays in our name."""
    jira, target = WritableJira(cloud=cloud), replace(WHOLE, comment=mode)
    with at_hand(jira):
        run(jira, GO, target)
        jira.remarks[0]["body"] = _added(jira.remarks[0]["body"], "thanks!")
        assert run(jira, later(NO_GO, 60), target, now=NOW + 60).failed == ""
    (only,) = jira.remarks
    assert "NO-GO" in str(only["body"])
    assert "thanks!" not in str(only["body"])


@pytest.mark.parametrize("mode", ["sticky", "on-change"])
@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_an_edited_comment_is_restored(mode: Any, cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """Although the verdict is the same, and its line is still there."""
    jira, target = WritableJira(cloud=cloud), replace(WHOLE, comment=mode)
    with at_hand(jira):
        run(jira, NO_GO, target)
        before = jira.remarks[0]["body"]
        edited = (
            before.replace("NO-GO", "GO") if isinstance(before, str) else {**before, "content": before["content"][-1:]}
        )
        jira.remarks[0].update(body=edited, updateAuthor={"accountId": "a person", "name": "jane"})
        assert run(jira, NO_GO, target).failed == ""
        assert jira.remarks[0]["body"] == before
        assert run(jira, NO_GO, target).changed is False


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_second_comment_of_ours_says_which_replaces_it(cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """Once."""
    jira = WritableJira(cloud=cloud)
    with at_hand(jira):
        run(jira, GO)
        second = jira.comment(jira.remarks[0]["body"])
        assert run(jira, later(NO_GO, 60), now=NOW + 60).failed == ""
        assert run(jira, later(NO_GO, 60), now=NOW + 60).changed is False
    assert "NO-GO" in str(jira.remarks[0]["body"])
    assert remark.words(second["body"]) == ["Replaced by the comment 20000 of this issue."]


@pytest.mark.parametrize("mode", ["sticky", "on-change"])
def test_when_a_comment_is_rewritten(mode: Any) -> None:
    """With every verdict, or when the decision or the blocking rules change."""
    jira, target = WritableJira(), replace(WHOLE, comment=mode)
    with at_hand(jira):
        run(jira, GO, target)
        first = jira.remarks[0]["body"]
        run(jira, later(GO, DAY), target, now=NOW + DAY)
        assert (jira.remarks[0]["body"] == first) is (mode == "on-change")
        run(jira, later(NO_GO, 2 * DAY), target, now=NOW + 2 * DAY)
        assert jira.remarks[0]["body"] != first
    assert len(jira.remarks) == 1


_EMPTY: list[Json] = []
ENDLESS: Mapping[str, tuple[Json, str]] = {
    "fewer": ({"comments": _EMPTY, "total": 5}, "does not give all comments"),
    "no-total": ({"comments": _EMPTY}, "does not give all comments"),
    "no-end": ({"comments": [{"id": "1"}], "total": 10**9}, "have no end"),
    "no-number": ({"comments": [{"id": "x/../y"}], "total": 1}, ""),
}


@pytest.mark.parametrize(("answer", "why"), ENDLESS.values(), ids=list(ENDLESS))
def test_comments_that_cannot_be_read_to_the_end(answer: Any, why: str) -> None:
    """No second comment is made."""

    def before(asked: Asked) -> Reply | None:
        return Reply(answer) if asked.method == "GET" and asked.path.endswith("/comment") else None

    jira = WritableJira(before=before)
    with at_hand(jira):
        found = run(jira, NO_GO)
    assert why in found.failed
    assert ("POST issue/GL-1/comment" in jira.written) is (why == "")


def test_a_comment_without_a_number() -> None:
    """Its number goes into an address."""
    jira = WritableJira()
    with at_hand(jira):
        run(jira, GO)
        jira.remarks[0]["id"] = "1/../../2"
        assert "without its number" in run(jira, later(NO_GO, DAY)).failed


def test_links_in_a_list_are_known() -> None:
    """Jira's example shows a list, and its schema one link."""

    def fault(asked: Asked, reply: Reply) -> Reply:
        is_links = asked.method == "GET" and asked.path.endswith("/remotelink")
        return Reply(list(jira.links)) if is_links else reply

    jira = WritableJira(fault=fault)
    with at_hand(jira):
        assert run(jira, GO).failed == ""
        assert run(jira, later(NO_GO, DAY)).failed == ""
    assert len(jira.links) == 1


def test_related_work_gets_a_new_address() -> None:
    """In place."""
    jira = WritableJira()
    with at_hand(jira):
        run(jira, NO_GO)
        run(jira, NO_GO, replace(WHOLE, link="https://ci.example/runs/2"))
    assert [one["url"] for one in jira.related] == ["https://ci.example/runs/2"]


def test_a_busy_jira_is_asked_again() -> None:
    """Also for a comment, which it refused before doing anything."""
    refused: set[str] = set()

    def before(asked: Asked) -> Reply | None:
        is_first = asked.path not in refused and asked.method != "GET"
        refused.add(asked.path if is_first else "")
        return Reply({}, 429, headers={"Retry-After": "0"}) if is_first else None

    jira = WritableJira(before=before)
    with at_hand(jira):
        assert run(jira, GO).failed == ""
    assert jira.is_open


@pytest.mark.parametrize("cloud", [True, False], ids=["cloud", "data-center"])
def test_a_planted_last_line_is_none(cloud: bool) -> None:  # noqa: FBT001 - one of the two kinds
    """A title that reads like the line that we find our comment by."""
    text = f"x\nKept up to date by {NO_GO.message.name} (state 0123456789abcdef)."
    planted = for_jira(replace(everywhere(text), milestone=MILESTONE))  # the name of which the configuration checks
    jira = WritableJira(cloud=cloud)
    with at_hand(jira):
        assert run(jira, planted).failed == ""
        assert run(jira, later(planted, DAY)).failed == ""
    (only,) = jira.remarks
    assert remark.state(only["body"], planted.message.name) == planted.message.state
