"""What is written to GitHub, and what is left alone."""

from dataclasses import replace

import pytest
from support.github_server import BOT, SHA, Asked, FakeGitHub, Reply
from support.messages import message

from readiness_gate.publishers.github import Wanted, publish, publish_error
from readiness_gate.publishers.github.comments import Updates
from readiness_gate.publishers.github.hub import Hub
from readiness_gate.publishers.github.stamp import stamp
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import NotPublished, Write

COMMENT = Wanted("sticky", pull_request=17)
COMMIT = Wanted(status=True, check_run=True, sha=SHA)
MILESTONE = Wanted(milestone="Wave 2", reopens=True)
NO_GO, GO, UNDECIDED = message("no-go"), message("go"), message("undecided")


def _lines(hub: Hub, shown: Message, wanted: Wanted) -> list[str]:
    return list(publish(hub, shown, wanted))


@pytest.mark.parametrize(
    "shown", [NO_GO, UNDECIDED, replace(GO, trust="reported")], ids=["no-go", "undecided", "report"]
)
def test_only_a_go_that_was_judged_is_a_success(github: FakeGitHub, hub: Hub, shown: Message) -> None:
    """A required check passes with neutral and skipped, too: neither is ever written."""
    list(publish(hub, shown, COMMIT))
    assert [one["state"] for one in github.statuses] == ["failure"]
    assert [one["conclusion"] for one in github.check_runs] == ["failure"]
    if shown.trust == "judged":
        list(publish(hub, GO, COMMIT))
        assert [one["state"] for one in github.statuses] == ["success", "failure"]


def _shown(github: FakeGitHub) -> tuple[str, str]:
    """What a commit shows: its newest status, and its check run."""
    return github.statuses[0]["state"], github.check_runs[-1]["conclusion"]


OTHER_GO, OTHER_NO_GO = message("go", program="ERP"), message("no-go", program="ERP")


@pytest.mark.parametrize("before", [[NO_GO], [GO], [NO_GO, OTHER_NO_GO], [OTHER_GO, NO_GO, OTHER_NO_GO]])
@pytest.mark.parametrize("decision", ["go", "error"])
def test_a_success_never_hides_another_program(
    github: FakeGitHub, hub: Hub, before: list[Message], decision: str
) -> None:
    """Two programs, or two milestones with one --name, in one repository."""
    for shown in before:
        list(publish(hub, shown, COMMIT))
    if decision == "error":
        list(publish_error(hub, GO.name, COMMIT))
    there = _shown(github)
    with pytest.raises(NotPublished, match="--name"):
        list(publish(hub, OTHER_GO, COMMIT))
    assert _shown(github) == there
    list(publish(hub, OTHER_NO_GO, COMMIT))
    assert _shown(github) == ("failure", "failure")
    assert list(publish(hub, OTHER_GO, replace(COMMIT, name="erp")))


def test_a_slow_go_does_not_replace_an_error_after_a_later_no_go(github: FakeGitHub, hub: Hub) -> None:
    """The error says nothing of the time itself."""
    list(publish(hub, replace(NO_GO, as_of=GO.as_of + 60), COMMIT))
    list(publish_error(hub, GO.name, COMMIT))
    assert all(line.startswith("Nothing") for line in publish_error(hub, GO.name, COMMIT))
    with pytest.raises(NotPublished, match="later time"):
        list(publish(hub, GO, COMMIT))
    assert _shown(github) == ("error", "failure")


def test_a_slow_go_does_not_replace_a_later_no_go(github: FakeGitHub, hub: Hub) -> None:
    """Also where the later one changed nothing but its time; a later go does."""
    list(publish(hub, NO_GO, COMMIT))
    assert all(line.startswith("Nothing") for line in publish(hub, NO_GO, COMMIT))
    list(publish(hub, replace(NO_GO, as_of=NO_GO.as_of + 660), COMMIT))
    assert all(line.startswith("Nothing") for line in publish(hub, NO_GO, COMMIT))
    with pytest.raises(NotPublished, match="2027-02-14T09:11:00Z"):
        list(publish(hub, replace(GO, as_of=NO_GO.as_of + 600), COMMIT))
    assert _shown(github) == ("failure", "failure")
    list(publish(hub, replace(GO, as_of=NO_GO.as_of + 720), COMMIT))
    assert _shown(github) == ("success", "success")
    written = len(github.written)
    list(publish(hub, replace(GO, as_of=NO_GO.as_of + 780), COMMIT))
    assert len(github.written) == written


@pytest.mark.parametrize("other", [OTHER_NO_GO, replace(NO_GO, as_of=GO.as_of + 60)], ids=["program", "later"])
def test_a_success_is_taken_back_where_another_run_wrote_first(github: FakeGitHub, hub: Hub, other: Message) -> None:
    """Both began before either had written anything."""
    list(publish(hub, other, COMMIT))
    status, run = github.statuses.pop(), github.check_runs.pop()

    def write_first(asked: Asked) -> None:
        if asked.method == "POST":
            github.statuses[:], github.check_runs[:] = [status], [run]
            github.before = None

    for wanted in (Wanted(status=True, sha=SHA), Wanted(check_run=True, sha=SHA)):
        github.statuses.clear()
        github.check_runs.clear()
        github.before = write_first
        with pytest.raises(NotPublished):
            list(publish(hub, GO, wanted))
        assert _shown(github) == ("failure", "failure")


@pytest.mark.parametrize("status", [403, 500])
def test_a_failure_is_written_even_where_nothing_can_be_read(github: FakeGitHub, hub: Hub, status: int) -> None:
    """A success from before would stay else."""
    list(publish(hub, GO, COMMIT))
    github.before = lambda asked: Reply({"message": "no"}, status) if asked.method == "GET" else None
    with pytest.raises(NotPublished, match=r"could not be read back\. An earlier success may still be there"):
        list(publish(hub, NO_GO, COMMIT))
    assert _shown(github) == ("failure", "failure")
    written = len(github.written)
    with pytest.raises(NotPublished):
        list(publish(hub, GO, COMMIT))
    assert len(github.written) == written
    github.before = lambda _: Reply({"message": "no"}, status)
    with pytest.raises(NotPublished, match="An earlier success may still be there"):
        list(publish(hub, NO_GO, COMMIT))
    hub.show = (shown := list[Write]()).append
    with pytest.raises(NotPublished):
        list(publish(hub, NO_GO, COMMIT))
    assert [one.method for one in shown] == ["POST", "POST"]


def test_what_is_not_judged_is_an_error(github: FakeGitHub, hub: Hub) -> None:
    """A success from before does not stay."""
    list(publish(hub, GO, COMMIT))
    assert len(list(publish_error(hub, GO.name, COMMIT))) == 2
    assert github.statuses[0]["state"] == "error"
    assert "success" not in {one["conclusion"] for one in github.check_runs}


def test_a_comment_of_what_is_not_judged(github: FakeGitHub, hub: Hub) -> None:
    """That of its milestone, or of all, but not what was only reported; nothing is written where nothing was."""
    assert list(publish_error(hub, "", COMMENT)) == ["Nothing to change: no comment on #17 shows a verdict"]
    others = (GO, replace(GO, milestone="wave-3"), replace(GO, trust="reported"))
    for shown in others:
        list(publish(hub, shown, COMMENT))
    github.add_comment(17, "People's.", "octocat")
    before = [one["body"] for one in github.comments[17]]

    def changed() -> list[bool]:
        return [one["body"] != body for one, body in zip(github.comments[17], before, strict=True)]

    assert list(publish_error(hub, "", COMMENT, "wave-1")) == ["Nothing to change: no comment on #17 shows a verdict"]
    assert list(publish_error(hub, "", COMMENT, GO.milestone)) == ["Updated the comment on #17"]
    assert changed() == [True, False, False, False]
    github.comments[17][0]["body"] = f"{before[0]}\nI agree."
    assert len(list(publish_error(hub, "", COMMENT))) == 1
    assert changed() == [True, True, False, False]
    assert "GO" not in github.comments[17][0]["body"]
    with pytest.raises(NotPublished, match="later time"):
        list(publish(hub, replace(GO, as_of=GO.as_of - 1), COMMENT))
    list(publish(hub, GO, COMMENT))
    assert changed() == [False, True, False, False]


def test_a_comment_whose_mark_somebody_edited(github: FakeGitHub, hub: Hub) -> None:
    """Nobody knows of which milestone it is, and it may show a go."""
    list(publish(hub, GO, COMMENT))
    github.comments[17][0]["body"] = github.comments[17][0]["body"].replace(" state=", " ")
    with pytest.raises(NotPublished, match="edited the mark of our comment on #17: delete"):
        list(publish_error(hub, "", COMMENT))


def test_a_check_run_is_updated_and_that_of_a_job_left_alone(github: FakeGitHub, hub: Hub) -> None:
    """A job has a check run, too; one of the same name is not ours."""
    github.add_check_run(name=NO_GO.name, conclusion="success", external_id="ca395085-040a-526b")
    assert _lines(hub, NO_GO, Wanted(check_run=True, sha=SHA))[0].startswith("Wrote")
    assert _lines(hub, GO, Wanted(check_run=True, sha=SHA))[0].startswith("Updated")
    assert [one["conclusion"] for one in github.check_runs] == ["success", "success"]
    assert len(github.check_runs) == 2


def test_the_status_of_somebody_else_is_replaced(github: FakeGitHub, hub: Hub) -> None:
    """A ruleset may ask who set it."""
    list(publish(hub, GO, Wanted(status=True, sha=SHA)))
    forged = github.add_status(
        login="mallory", **{key: github.statuses[0][key] for key in ("state", "description", "context")}
    )
    assert _lines(hub, GO, Wanted(status=True, sha=SHA))[0].startswith("Set")
    assert github.statuses[1] == forged
    assert github.statuses[0]["creator"]["login"] == BOT


def test_one_comment_is_updated(github: FakeGitHub, hub: Hub) -> None:
    """In place; what others wrote stays, even with our mark, and on later pages."""
    github.page = 2
    forged = github.add_comment(17, stamp(NO_GO).on("GO, says the gate."), login="mallory")["body"]
    for number in range(3):
        github.add_comment(17, f"Comment {number}", login="octocat")
    assert _lines(hub, NO_GO, COMMENT) == ["Wrote a comment on #17"]
    assert _lines(hub, NO_GO, COMMENT) == ["Nothing to change: the comment on #17"]
    assert _lines(hub, GO, COMMENT) == ["Updated the comment on #17"]
    bodies = [one["body"] for one in github.comments[17]]
    assert bodies[:4] == [forged, "Comment 0", "Comment 1", "Comment 2"]
    assert len(bodies) == 5
    assert "## GO" in bodies[4]


def test_a_comment_that_somebody_edited_is_corrected(github: FakeGitHub, hub: Hub) -> None:
    """Those who may write to a repository may edit its comments, and could write another decision into ours."""
    list(publish(hub, NO_GO, COMMENT))
    ours = github.comments[17][0]
    ours["body"] = ours["body"].replace("## NO-GO", "## GO")
    assert _lines(hub, NO_GO, replace(COMMENT, updates="on-change")) == ["Updated the comment on #17"]
    assert "## NO-GO" in ours["body"]


@pytest.mark.parametrize(("updates", "says"), [("sticky", "Updated"), ("on-change", "Nothing to change:")])
def test_on_change_waits_for_a_change_of_the_state(hub: Hub, updates: Updates, says: str) -> None:
    """Other evidence for the same decision is none; another rule that blocks is."""
    wanted = replace(COMMENT, updates=updates)
    list(publish(hub, NO_GO, wanted))
    newer = replace(NO_GO, evidence_digest=f"sha256:{'1' * 64}", markdown="## NO-GO\n\nLater.")
    assert _lines(hub, newer, wanted) == [f"{says} the comment on #17"]
    assert _lines(hub, replace(newer, failing=("DEF-02",)), wanted) == ["Updated the comment on #17"]


def test_a_second_comment_of_ours_is_deleted(github: FakeGitHub, hub: Hub) -> None:
    """Two runs that began together; the one that is left would go on showing an old verdict."""
    list(publish(hub, GO, COMMENT))
    github.add_comment(17, github.comments[17][0]["body"])
    assert _lines(hub, NO_GO, COMMENT) == ["Updated the comment on #17"]
    assert ["## NO-GO" in one["body"] for one in github.comments[17]] == [True]


def test_a_comment_of_another_app_asks_for_its_name(github: FakeGitHub, hub: Hub) -> None:
    """An app's token does not say who it is: the next run would write a second comment."""
    github.login = "our-gate[bot]"
    hub.account = BOT
    for _ in range(2):
        with pytest.raises(NotPublished, match=r"--author our-gate\[bot\]"):
            list(publish(hub, GO, COMMENT))
        assert len(github.comments[17]) == 1
    hub.account = "Our-Gate[bot]"
    assert _lines(hub, NO_GO, COMMENT) == ["Updated the comment on #17"]


def test_a_copy_of_our_comment_is_not_taken_for_ours(github: FakeGitHub, hub: Hub) -> None:
    """Not even where our own is lost: nobody is asked to write as the one who copied it."""
    list(publish(hub, GO, COMMENT))
    github.comments[17][0]["user"] = {**github.comments[17][0]["user"], "login": "mallory"}
    github.after = lambda asked, reply: Reply({}, 502) if asked.method == "POST" else reply
    assert _lines(hub, GO, COMMENT) == ["Wrote a comment on #17"]
    assert [one["user"]["login"] for one in github.comments[17]] == ["mallory", BOT]


def test_a_comment_that_is_written_late_is_not_written_twice(github: FakeGitHub, hub: Hub) -> None:
    """The answer is lost, and the comment is seen only when it is looked for again."""
    left = [2]

    def late(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "POST":
            return Reply({}, 502)
        if github.written and left[0]:
            left[0] -= 1
            return Reply([])
        return reply

    github.after = late
    assert _lines(hub, GO, COMMENT) == ["Wrote a comment on #17"]
    assert len(github.comments[17]) == 1


def test_a_line_before_our_mark_hides_no_old_go(github: FakeGitHub, hub: Hub) -> None:
    """The comment is restored; one that quotes ours is left alone once there is ours."""
    list(publish(hub, GO, COMMENT))
    ours = github.comments[17][0]
    ours["body"] = f"See below.\r\n\r\n{ours['body']}"
    assert _lines(hub, NO_GO, COMMENT) == ["Updated the comment on #17"]
    quoted = f"Somebody wrote:\n{ours['body']}"
    github.add_comment(17, quoted)
    github.comments[17].reverse()
    assert _lines(hub, NO_GO, COMMENT) == ["Nothing to change: the comment on #17"]
    assert [one["body"] for one in github.comments[17]] == [quoted, ours["body"]]


@pytest.mark.parametrize("wanted", [COMMENT, MILESTONE], ids=["comment", "milestone"])
def test_an_older_go_replaces_no_text_of_a_later_time(github: FakeGitHub, hub: Hub, wanted: Wanted) -> None:
    """A run that took long; a no of it does."""
    list(publish(hub, replace(NO_GO, as_of=GO.as_of + 60), wanted))
    written = len(github.written)
    with pytest.raises(NotPublished, match="2027-02-14T09:01:00Z"):
        list(publish(hub, GO, wanted))
    assert len(github.written) == written
    assert _lines(hub, replace(NO_GO, failing=("DEF-02",)), wanted)[0].startswith("Updated")


def test_a_person_is_known_by_the_token(github: FakeGitHub, hub: Hub) -> None:
    """A personal token says whose it is."""
    github.login = "octocat"
    list(publish(hub, GO, COMMENT))
    assert _lines(hub, GO, COMMENT) == ["Nothing to change: the comment on #17"]
    assert hub.account == "octocat"


def test_a_report_says_that_it_is_one(github: FakeGitHub, hub: Hub) -> None:
    """It has a comment of its own, whatever names it makes up."""
    list(publish(hub, NO_GO, COMMENT))
    for name in ("wave-2", "wave-3"):
        list(publish(hub, message("go", milestone=name, trust="reported"), COMMENT))
    ours, reported = (one["body"] for one in github.comments[17])
    assert "Reported by the workflow" in reported
    assert "Reported by the workflow" not in ours


def test_a_report_of_other_names_is_a_change(github: FakeGitHub, hub: Hub) -> None:
    """It replaces the comment of another milestone, also where both say the same."""
    wanted = replace(COMMENT, updates="on-change")
    list(publish(hub, message("go", trust="reported"), wanted))
    for other in ({"milestone": "wave-3"}, {"program": "ERP"}, {"date": "2027-04-01"}):
        report = message("go", trust="reported", markdown=f"## GO of {other}", **other)
        assert _lines(hub, report, wanted) == ["Updated the comment on #17"]
        assert f"GO of {other}" in github.comments[17][0]["body"]
    assert _lines(hub, replace(report, as_of=0), wanted) == ["Nothing to change: the comment on #17"]


def test_a_milestone_keeps_what_people_wrote(github: FakeGitHub, hub: Hub) -> None:
    """Before and after our part; it is reopened unless the gate is go."""
    assert _lines(hub, GO, MILESTONE) == ['Updated the milestone "Wave 2"']
    found = github.milestones[1]
    assert found["state"] == "closed"
    found["description"] = found["description"].replace("\n", "\r\n") + "\r\n\r\nAfter it."
    assert _lines(hub, GO, MILESTONE) == ['Nothing to change: the milestone "Wave 2"']
    assert _lines(hub, UNDECIDED, MILESTONE) == ['Reopened the milestone "Wave 2"']
    assert found["state"] == "open"
    assert found["description"].startswith("What we deliver.\n\nBy people.\n\n<!-- readiness-gate:")
    assert found["description"].endswith("-->\n\nAfter it.")
    assert found["description"].count("**UNDECIDED**") == 1
    found["state"] = "closed"
    assert _lines(hub, NO_GO, replace(MILESTONE, reopens=False)) == ['Updated the milestone "Wave 2"']
    assert found["state"] == "closed"


@pytest.mark.parametrize("damage", ["end", "begin", "twice", "order"])
def test_a_damaged_part_is_not_guessed_at(github: FakeGitHub, hub: Hub, damage: str) -> None:
    """What people wrote could be lost."""
    list(publish(hub, GO, MILESTONE))
    found = github.milestones[1]
    text: str = found["description"]
    at, end = text.index("<!-- readiness-gate:"), text.index("<!-- /readiness-gate:")
    found["description"] = {
        "end": text[:end],
        "begin": text[end:],
        "twice": text + text,
        "order": text[end:] + text[at:end],
    }[damage]
    before = found["description"]
    with pytest.raises(NotPublished, match="damaged"):
        list(publish(hub, NO_GO, MILESTONE))
    assert found["description"] == before


def test_an_unknown_milestone_is_not_made(github: FakeGitHub, hub: Hub) -> None:
    """It may be a typing error."""
    with pytest.raises(NotPublished, match='no milestone "Wave 9"'):
        list(publish(hub, NO_GO, replace(MILESTONE, milestone="Wave 9")))
    assert github.written == []


def test_a_dry_run_writes_nothing(github: FakeGitHub, hub: Hub) -> None:
    """It shows each request that it would make."""
    list(publish(hub, GO, COMMENT))
    github.add_comment(17, github.comments[17][0]["body"])
    github.asked.clear()
    shown = list[Write]()
    hub.show = shown.append
    wanted = Wanted("sticky", 17, 5, status=True, check_run=True, sha=SHA, milestone="Wave 2", reopens=True)
    assert _lines(hub, NO_GO, wanted) == []
    assert github.written == []
    assert [write.method for write in shown] == ["POST", "POST", "PATCH", "DELETE", "PATCH", "POST"]


def test_a_long_description_is_cut(github: FakeGitHub, hub: Hub) -> None:
    """At 140 characters as GitHub counts them, and never inside one."""
    list(publish(hub, replace(NO_GO, sentence="🚀" * 200), Wanted(status=True, sha=SHA)))
    cut: str = github.statuses[0]["description"]
    assert 137 <= len(cut.encode("utf-16-le")) // 2 <= 140
    assert "🚀… [" in cut


def test_lists_have_an_end(github: FakeGitHub, hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that goes on for ever is not a place to write to."""
    monkeypatch.setattr("readiness_gate.publishers.github.hub._MOST_PAGES", 2)
    github.page = 1
    for number in range(3):
        github.add_comment(17, f"Comment {number}")
    with pytest.raises(NotPublished, match="more than 200 entries"):
        list(publish(hub, GO, COMMENT))
    assert github.written == []
