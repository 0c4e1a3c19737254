"""A page of a Confluence is written when the verdict changed, and only if it is ours."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.confluence import BY_TITLE, TOKEN, confluence, contents, publisher
from support.confluence_server import ME, FakeConfluence, Fault, Page
from support.jira_server import Asked, Reply

from readiness_gate.publishers.confluence.pages import KEY
from readiness_gate.publishers.confluence.written import Written
from readiness_gate.publishers.outcome import NotPublished, Write


@pytest.fixture(params=[True, False], ids=["cloud", "data-center"])
def site(request: pytest.FixtureRequest) -> Iterator[FakeConfluence]:
    """A Confluence with an empty page."""
    with confluence(cloud=request.param) as found:
        yield found


def test_an_empty_page_is_written_and_proven(site: FakeConfluence) -> None:
    """It shows the verdict, and the property says what was written."""
    done = publisher(site).publish()
    page = site.pages["700"]
    assert done == 'Updated the page "Readiness" (700), now version 2'
    assert page.body == contents().body
    kept = page.properties[KEY][1]
    assert kept["evidence"] == contents().message.evidence_digest
    assert (kept["decision"], kept["version"], kept["milestone"]) == ("no-go", 2, "wave-2")
    assert site.asked[-1].method == "GET"


def test_the_same_verdict_is_not_written_again(site: FakeConfluence) -> None:
    """The second run reads only; a later time is no change of a go."""
    publisher(site, "go").publish()
    site.asked.clear()
    again = publisher(site, "go", as_of=contents().message.as_of + 86_400)
    assert again.publish() == 'Nothing to change: the page "Readiness" (700) shows this verdict in version 2'
    assert site.writes == []


def test_a_no_go_that_stays_refuses_a_go_from_before(site: FakeConfluence) -> None:
    """The page is not written again, but its property says until when it was so."""
    publisher(site).publish()
    at = contents().message.as_of
    publisher(site, as_of=at + 59).publish()
    site.asked.clear()
    planned: list[Write] = []
    later = publisher(site, as_of=at + 600)
    assert (later.planned(planned.append) or "").startswith("Nothing to change")
    assert later.publish().startswith("Nothing to change")
    assert [one.body for one in site.writes] == [one.body for one in planned]
    assert len(planned) == 1
    with pytest.raises(NotPublished, match="shows a later verdict"):
        publisher(site, "go", as_of=at + 300).publish()
    assert publisher(site, "go", as_of=at + 601).publish().startswith("Updated")


@pytest.mark.parametrize(
    "changed",
    [
        {"evidence_digest": f"sha256:{'1' * 64}"},
        {"policy_digest": f"sha256:{'1' * 64}"},
        {"decision": "go"},
        {"decision_without_waivers": "go"},
        {"failing": ("X-1",)},
        {"unknown": ("X-1",)},
        {"waived": ()},
        {"date": "2027-04-01"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_decides_is_a_change(changed: dict[str, Any]) -> None:
    """The same evidence under another policy or with other sign-offs can decide otherwise."""
    assert contents(**changed).basis != contents().basis


def test_another_layout_is_written_again(site: FakeConfluence) -> None:
    """Although the verdict is the same."""
    first = publisher(site)
    first.publish()
    newer = replace(first, contents=replace(contents(), layout=99))
    assert newer.publish().startswith("Updated")


def test_watchers_hear_of_another_decision_only(site: FakeConfluence) -> None:
    """The first version, and each with another decision, is no minor one."""
    publisher(site).publish()
    publisher(site, failing=("X-1",)).publish()
    publisher(site, "go").publish()
    assert [minor for _, _, _, minor in site.pages["700"].versions[1:]] == [False, True, False]


def test_a_missing_title_is_created_below_its_parent(site: FakeConfluence) -> None:
    """And then kept up to date."""
    done = publisher(site, target=BY_TITLE).publish()
    number, page = next((number, page) for number, page in site.pages.items() if page.title == BY_TITLE.title)
    assert done == f'Created the page "Go-live readiness" ({number}), now version 2'
    assert (page.parent, page.body) == ("12", contents().body)
    assert publisher(site, target=BY_TITLE).publish().startswith("Nothing to change")
    assert publisher(site, "go", target=BY_TITLE).publish().startswith("Updated")


def test_what_a_person_changed_is_not_overwritten(site: FakeConfluence) -> None:
    """It says who and which version, also when the verdict is the same; --overwrite goes on."""
    publisher(site).publish()
    site.edit("700", "<p>Ours is better</p>")
    site.asked.clear()
    for name in ("no-go", "go"):
        with pytest.raises(NotPublished, match=r"changed by Jane Doe \(version 3\) after .* wrote version 2"):
            publisher(site, name).publish()
    assert site.writes == []
    assert publisher(site, overwrite=True).publish() == 'Updated the page "Readiness" (700), now version 4'
    assert publisher(site).publish().startswith("Nothing to change")


def test_a_page_that_a_person_emptied_is_not_overwritten(site: FakeConfluence) -> None:
    """Nothing would be lost, but they had a reason."""
    publisher(site).publish()
    site.edit("700", "<p />")
    with pytest.raises(NotPublished, match="changed by Jane Doe"):
        publisher(site).publish()


def test_a_copied_stamp_is_not_ours(site: FakeConfluence) -> None:
    """A person who copies the comment of our version does not make theirs ours."""
    publisher(site).publish()
    site.edit("700", "<p>GO</p>", comment=site.pages["700"].versions[-1][0])
    with pytest.raises(NotPublished, match="Jane Doe"):
        publisher(site).publish()


def test_a_version_of_a_person_is_not_ours_whatever_it_proves(site: FakeConfluence) -> None:
    """They can compute the stamp, or set the property: the account is missing."""
    publisher(site).publish()
    stamp = contents().stamp("700", 3)
    site.edit("700", contents().body.replace("NO-GO", "GO"), comment=stamp)
    with pytest.raises(NotPublished, match=r"changed by Jane Doe \(version 3\)"):
        publisher(site).publish()
    id_, value, version = site.pages["700"].properties[KEY]
    site.pages["700"].properties[KEY] = (id_, {**value, "version": 3}, version)
    with pytest.raises(NotPublished, match=r"written by Jane Doe \(version 3\), and this token is of another account"):
        publisher(site).publish()
    assert publisher(site, overwrite=True).publish().startswith("Updated")


def test_a_stamp_without_a_time_is_none(site: FakeConfluence) -> None:
    """Also not of our own account."""
    what = f"go as of 2027-99-01T00:00:00Z, {'0' * 16}"
    check = hashlib.sha256(f"700\n2\n{what}".encode()).hexdigest()[:8]
    site.edit("700", contents().body, ME, f"readiness-gate: {what}-{check}")
    with pytest.raises(NotPublished, match="was not written by readiness-gate"):
        publisher(site).publish()


def test_an_account_that_is_not_said(site: FakeConfluence) -> None:
    """Nothing is written that the next run could not tell from an edit."""
    site.fault = lambda asked, reply: replace(reply, status=401) if asked.path.endswith("/current") else reply
    with pytest.raises(NotPublished, match=r"answered 401 .*CONFLUENCE_TOKEN.* scope read:content-details:confluence"):
        publisher(site).publish()
    site.fault = lambda asked, reply: (
        replace(reply, body={"type": "anonymous"}) if asked.path.endswith("/current") else reply
    )
    with pytest.raises(NotPublished, match="unknown form" if site.cloud else "does not say whose token it is"):
        publisher(site).publish()
    assert site.writes == []


def test_a_page_of_others_is_not_overwritten(site: FakeConfluence) -> None:
    """One that we never wrote."""
    site.edit("700", "<p>Minutes</p>")
    with pytest.raises(NotPublished, match=r"was not written by readiness-gate, but by Jane Doe \(version 2\)"):
        publisher(site).publish()
    assert site.writes == []
    publisher(site, overwrite=True).publish()


def test_a_page_of_another_milestone_is_not_overwritten(site: FakeConfluence) -> None:
    """Two gates that share a page by mistake would hide each other."""
    publisher(site).publish()
    with pytest.raises(NotPublished, match="shows the milestone wave-2 of Northwind CRM"):
        publisher(site, milestone="wave-3").publish()


def test_an_older_verdict_does_not_replace_a_later_one(site: FakeConfluence) -> None:
    """A run that took long, or one as of a past time: what was go must not hide what is not."""
    publisher(site).publish()
    earlier = contents().message.as_of - 1
    with pytest.raises(NotPublished, match="shows a later verdict, as of 2027-02-14T09:00:00Z"):
        publisher(site, "go", as_of=earlier).publish()
    assert site.pages["700"].body == contents().body
    publisher(site, "go", as_of=earlier, overwrite=True).publish()


@pytest.mark.parametrize(
    ("status", "how"),
    [("trashed", "restore it from the trash"), ("archived", "restore it,"), ("draft", "publish it")],
)
def test_a_page_that_people_do_not_see_is_not_written(site: FakeConfluence, status: str, how: str) -> None:
    """A trashed page would be restored with its old text, and say that it was updated."""
    site.pages["700"].status = status
    with pytest.raises(NotPublished, match=f"is {status}, so people do not see it: {how}"):
        publisher(site, overwrite=True).publish()
    assert site.writes == []


def test_a_page_that_may_not_be_seen_or_edited(site: FakeConfluence) -> None:
    """The permission is named."""
    site.hidden = ("700",)
    with pytest.raises(NotPublished, match="has no page 700 that this account may see"):
        publisher(site).publish()
    site.hidden, site.readers = (), ("700",)
    with pytest.raises(NotPublished, match="edit"):
        publisher(site).publish()
    assert site.pages["700"].body == "<p />"


def test_an_unknown_space() -> None:
    """It says what to correct, on either API."""
    for cloud in (True, False):
        with confluence(cloud=cloud) as site, pytest.raises(NotPublished, match="space"):
            publisher(site, target=replace(BY_TITLE, space="XXX")).publish()


def test_a_title_that_an_invisible_page_has(site: FakeConfluence) -> None:
    """Nothing is there to write, and it says why."""
    site.pages["701"] = Page(BY_TITLE.title, [("", ME, "", False)])
    site.hidden = ("701",)
    with pytest.raises(NotPublished, match="A page of this title may be there"):
        publisher(site, target=BY_TITLE).publish()


def test_a_dry_run_writes_nothing(site: FakeConfluence) -> None:
    """It reads, and shows the writes in their order; and why there are none."""
    planned: list[Write] = []
    assert publisher(site, target=BY_TITLE).planned(planned.append) is None
    assert [one.method for one in planned] == ["POST", "PUT", "POST" if site.cloud else "PUT"]
    planned.clear()
    assert publisher(site).planned(planned.append) is None
    assert planned[0].path.endswith("/700")
    assert contents().body in str(planned[0].body)
    assert site.writes == []
    publisher(site).publish()
    planned.clear()
    assert (publisher(site).planned(planned.append) or "").startswith("Nothing to change")
    site.edit("700", "<p>x</p>")
    with pytest.raises(NotPublished, match="Jane"):
        publisher(site).planned(planned.append)
    assert planned == []


def test_a_run_that_was_stopped_is_completed(site: FakeConfluence) -> None:
    """The page was written, and its property was not: the stamp says that it is ours."""
    publisher(site).publish()
    publisher(site, "go").publish()
    id_, value, version = site.pages["700"].properties[KEY]
    site.pages["700"].properties[KEY] = (id_, {**value, "version": 2, "decision": "no-go", "basis": "0"}, version)
    assert publisher(site, "go").publish().startswith("Nothing to change")
    assert site.pages["700"].properties[KEY][1] == value
    del site.pages["700"].properties[KEY]
    assert publisher(site, "undecided").publish().startswith("Updated")


def test_a_property_that_is_not_ours_proves_nothing(site: FakeConfluence) -> None:
    """Whatever somebody put there."""
    site.edit("700", "<p>Minutes</p>")
    values: list[Any] = [{"layout": 1}, {"layout": 1, "version": True}, "x", None, [], {**_value(2), "version": "2"}]
    values += [{**_value(2), "as-of": None}, {**_value(2), "layout": 2}]
    for value in values:
        site.pages["700"].properties[KEY] = ("900", value, 1)
        with pytest.raises(NotPublished, match="was not written by readiness-gate"):
            publisher(site).publish()


def _value(version: int) -> dict[str, Any]:
    said = contents().message
    return {
        "layout": 1,
        "program": said.program,
        "milestone": said.milestone,
        "decision": said.decision,
        "basis": contents().basis,
        "evidence": said.evidence_digest,
        "version": version,
        "as-of": said.as_of,
    }


def test_a_site_that_drops_comments_is_known_by_the_property(site: FakeConfluence) -> None:
    """The version that the property names is ours; but it is not proven, since nothing came back."""
    publisher(site).publish()
    _, author, body, minor = site.pages["700"].versions[-1]
    site.pages["700"].versions[-1] = ("", author, body, minor)
    assert publisher(site).publish().startswith("Nothing to change")
    assert publisher(site, "go").publish().startswith("Updated")


def test_a_page_that_lost_its_digest_is_written_again(site: FakeConfluence) -> None:
    """A page is not current because a comment says so, and neither because it has the digest below another decision."""
    publisher(site).publish()
    ours = contents().body
    for other in ("<p>GO</p>", ours.replace("NO-GO", "GO"), f"<h2>✓ GO</h2>{ours}"):
        comment, author, _, minor = site.pages["700"].versions[-1]
        site.pages["700"].versions[-1] = (comment, author, other, minor)
        assert publisher(site).publish().startswith("Updated")
        assert site.pages["700"].body == ours


def test_other_markup_of_the_same_text_is_no_change(site: FakeConfluence) -> None:
    """A site may write spaces, entities and attributes as it likes."""
    publisher(site).publish()
    comment, author, body, minor = site.pages["700"].versions[-1]
    other = body.replace("<h2>", '\n<h2 local-id="x">\n ').replace("✗", "&#x2717;")
    site.pages["700"].versions[-1] = (comment, author, other, minor)
    assert publisher(site).publish().startswith("Nothing to change")


def test_two_runs_at_once(site: FakeConfluence) -> None:
    """The other one wrote first: its version is ours, and is read and followed once more."""
    publisher(site).publish()
    other = publisher(site, "go")
    site.fault = _once_before_the_write(site, "/700", lambda: _write_as(site, other.contents.stamp("700", 3)))
    assert publisher(site, "undecided").publish() == 'Updated the page "Readiness" (700), now version 4'
    assert [one[2] == contents("undecided").body for one in site.pages["700"].versions[2:]] == [False, True]


@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_later_no_go_is_faster(site: FakeConfluence, *, is_remembered: bool) -> None:
    """A go from before does not replace it, also before its run could remember what it wrote."""
    publisher(site).publish()
    later = contents(as_of=contents().message.as_of + 60, failing=("X-1",))

    def write() -> None:
        site.edit("700", later.body, ME, later.stamp("700", 3))
        if is_remembered:
            site.pages["700"].properties[KEY] = (*site.pages["700"].properties[KEY][:1], Written.of(later, 3).value, 2)

    site.fault = _once_before_the_write(site, "/700", write)
    with pytest.raises(NotPublished, match="shows a later verdict, as of 2027-02-14T09:01:00Z"):
        publisher(site, "go").publish()
    assert site.pages["700"].body == later.body
    publisher(site, "go", as_of=later.message.as_of).publish()


def test_a_person_is_faster(site: FakeConfluence) -> None:
    """After a conflict it is read once more: the edit is kept, and named."""
    publisher(site).publish()
    site.fault = _once_before_the_write(site, "/700", lambda: site.edit("700", "<p>Mine</p>"))
    with pytest.raises(NotPublished, match=r"changed by Jane Doe \(version 3\)"):
        publisher(site, "go").publish()
    assert site.pages["700"].body == "<p>Mine</p>"


def _write_as(site: FakeConfluence, comment: str) -> None:
    site.edit("700", contents("go").body, ME, comment)


def _once_before_the_write(site: FakeConfluence, path: str, change: Callable[[], None]) -> Fault:
    """Refuse the first write of a page with a conflict, and change it."""
    done: list[bool] = []

    def fault(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "PUT" and asked.path.endswith(path) and not done:
            done.append(True)
            site.pages["700"].versions.pop()
            change()
            return replace(reply, status=409, body={"message": "conflict"}, headers={"X-Done": "1"})
        return reply

    return fault


def test_a_changed_page_after_writing_is_no_success(site: FakeConfluence) -> None:
    """Somebody edits between the write and the look: the verdict is not there."""

    def fault(asked: Asked, reply: Reply) -> Reply:
        if asked.method == "PUT" and asked.path.endswith("/700"):
            site.edit("700", "<p>GO</p>")
        return reply

    site.fault = fault
    with pytest.raises(NotPublished, match="does not show the verdict after it was written"):
        publisher(site).publish()


def test_an_account_without_a_name(site: FakeConfluence) -> None:
    """A name that is hidden or gone is no reason to overwrite."""
    site.edit("700", "<p>x</p>")
    site.fault = lambda asked, reply: replace(reply, status=404) if asked.path.endswith("/user") else reply
    with pytest.raises(NotPublished, match="the account 557058:jane" if site.cloud else "Jane Doe"):
        publisher(site).publish()


def test_no_message_has_the_token(site: FakeConfluence) -> None:
    """Not even when the site sends it back."""
    site.fault = lambda _asked, reply: replace(reply, status=403, body={"message": f"bad {TOKEN}"})
    with pytest.raises(NotPublished) as raised:
        publisher(site).publish()
    assert TOKEN not in str(raised.value)
    assert "repeats the token" in str(raised.value)
