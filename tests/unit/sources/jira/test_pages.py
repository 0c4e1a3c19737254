"""An export is whole by all that it says of itself, or it is refused."""

from collections.abc import Sequence

import pytest
from support.exports import lines, page
from support.program import issue

from readiness_gate.errors import CouldNotLook
from readiness_gate.sources.jira.pages import export

ONE, TWO, THREE = (issue(f"CRM-{number}") for number in (1, 2, 3))
CHANGED = issue("CRM-1", "Highest")


def _pages(*found: bytes) -> bytes:
    return b"[" + b",".join(found) + b"]"


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        pytest.param(page([ONE, TWO], isLast=True), [1, 2], id="one-answer"),
        pytest.param(page([ONE, TWO], isLast=None, nextPageToken=None), [1, 2], id="nulls"),
        pytest.param(page([ONE, TWO]), [1, 2], id="nothing-told"),
        pytest.param(page([ONE, TWO], total=2, startAt=0, maxResults=50), [1, 2], id="data-center"),
        pytest.param(page([ONE, ONE], total=1), [1], id="duplicates-count-once"),
        pytest.param(page([ONE], warningMessages=[], errorMessages=[], errors={}), [1], id="no-warnings"),
        pytest.param(
            _pages(page([ONE], nextPageToken="a"), page([TWO], isLast=True, nextPageToken="b"), page([THREE])),
            [1, 2, 3],
            id="tokens-are-followed-whatever-isLast-says",
        ),
        pytest.param(
            _pages(page([ONE], total=3, maxResults=1), page([TWO, THREE], total=3)), [1, 2, 3], id="smaller-pages"
        ),
        pytest.param(_pages(page([ONE]), page([ONE])), [1], id="same-page-twice"),
        pytest.param(_pages(page([TWO], isLast=True), page([ONE], isLast=True)), [2, 1], id="two-whole-answers"),
        pytest.param(
            _pages(page([ONE], nextPageToken="a"), page([TWO], isLast=True), page([THREE], isLast=True)),
            [1, 2, 3],
            id="an-answer-behind-a-chain",
        ),
        pytest.param(
            _pages(page([ONE], total=2, nextPageToken="a"), page([ONE], total=2, nextPageToken="a"), page([TWO])),
            [1, 2],
            id="repeated-with-a-total-that-proves-it",
        ),
        pytest.param(lines([ONE, TWO, ONE]), [1, 2], id="lines"),
        pytest.param(lines([ONE, TWO]).replace(b"\n", b"\r\n\r\n"), [1, 2], id="lines-of-windows"),
        pytest.param(lines([ONE, TWO]).rstrip(), [1, 2], id="last-line-not-ended"),
    ],
)
def test_a_whole_export_is_read(content: bytes, keys: Sequence[int]) -> None:
    """One answer, a list of pages, or one issue a line; each issue counts once."""
    assert [each["key"] for each in export(content, "export.json").issues] == [f"CRM-{key}" for key in keys]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b" \n", "the export export.json is empty", id="empty"),
        pytest.param(b"[]", "has no issues, so a count of zero would prove nothing", id="no-pages"),
        pytest.param(page([], isLast=True), "has no issues", id="no-issues"),
        pytest.param(page([], total=0), "has no issues", id="no-issues-counted"),
        pytest.param(
            b"null", 'export.json is not an answer of the search API, because it has no list "issues"', id="null"
        ),
        pytest.param(b"{}", 'it has no list "issues"', id="no-list"),
        pytest.param(b'{"issues": {}}', 'it has no list "issues"', id="issues-no-list"),
        pytest.param(_pages(page([ONE]), b"{}"), "export.json, page 2 is not an answer", id="second-page-no-answer"),
        pytest.param(b'["CRM-1"]', "export.json, page 1 is not an answer", id="keys-only"),
        pytest.param(page([ONE]) + b"\n[]", "export.json:2: another value begins here", id="answer-and-list"),
        pytest.param(
            page([ONE], nextPageToken="a") + page([TWO], isLast=False),
            "page 2 is not the last page",
            id="no-last-answer",
        ),
        pytest.param(page([], warningMessages=["no project X"]), "Jira warned that the answer is not", id="warning"),
        pytest.param(b'{"errorMessages": ["Gone."], "errors": {}}', "['Gone.']", id="error"),
        pytest.param(page([ONE], errors={"jql": "bad"}), "{'jql': 'bad'}", id="error-of-a-field"),
    ],
)
def test_what_is_no_answer_of_the_search_is_refused(content: bytes, why: str) -> None:
    """Nothing found is never concluded from what is no answer."""
    _refused(content, why)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(page([ONE], nextPageToken="a"), "export.json is not the last page", id="token-left"),
        pytest.param(page([ONE], isLast=True, nextPageToken="a"), "is not the last page", id="last-with-a-token"),
        pytest.param(page([ONE], isLast=False), "is not the last page", id="not-last"),
        pytest.param(page([], nextPageToken="a"), "is not the last page", id="empty-with-a-token"),
        pytest.param(_pages(page([TWO]), page([ONE], nextPageToken="a")), "page 2 is not the last page", id="order"),
        pytest.param(page([ONE], isLast="true"), "nextPageToken is None, and isLast is 'true'", id="last-as-text"),
        pytest.param(page([ONE], isLast=0), "nextPageToken is None, and isLast is 0", id="last-as-number"),
        pytest.param(page([ONE], nextPageToken=""), "nextPageToken is '', and isLast is None", id="empty-token"),
        pytest.param(page([ONE], nextPageToken=5), "nextPageToken is 5, and isLast is None", id="token-as-number"),
        pytest.param(page([ONE, TWO], total=3), "Jira counted 3 issues, and the export has 2", id="too-few"),
        pytest.param(page([ONE, TWO], total=1), "Jira counted 1 issues, and the export has 2", id="too-many"),
        pytest.param(page([ONE, ONE], total=2), "Jira counted 2 issues, and the export has 1", id="twice-for-two"),
        pytest.param(page([ONE], total="1"), "the total '1' is not a number", id="total-as-text"),
        pytest.param(page([ONE], total=-1), "the total -1 is not a number", id="total-negative"),
        pytest.param(page([ONE], total=True), "the total True is not a number", id="total-as-truth"),
        pytest.param(page([ONE], total=1.0), "the total 1.0 is not a number", id="total-with-decimals"),
        pytest.param(
            _pages(page([ONE], total=2), page([TWO], total=3)), "page 2: Jira counted 3 issues", id="total-grows"
        ),
        pytest.param(
            page([ONE], total=1, startAt=150), "contradicts itself, with 1 issues from number 150 on", id="beyond"
        ),
        pytest.param(
            page([ONE, TWO], total=2, startAt=1), "2 issues from number 1 on, and 2 in all", id="start-past-the-first"
        ),
        pytest.param(page([ONE], total=1, startAt=-1), "from number -1 on", id="start-negative"),
        pytest.param(page([ONE], total=1, startAt="0"), "from number '0' on", id="start-as-text"),
        pytest.param(page([ONE], total=1, startAt=False), "from number False on", id="start-as-truth"),
        pytest.param(page([ONE], startAt=0), "has startAt or maxResults and no total", id="start-only"),
        pytest.param(page([ONE], maxResults=1, isLast=True), "has startAt or maxResults and no total", id="size-only"),
        pytest.param(_pages(page([ONE]), page([])), "page 2 has no issues, so a page was lost", id="empty-page-last"),
        pytest.param(
            _pages(page([ONE], total=2), page([], total=2), page([TWO], total=2)),
            "page 2 has no issues, so a page was lost",
            id="empty-page-between",
        ),
        pytest.param(
            _pages(page([ONE], nextPageToken="a"), page([TWO], nextPageToken="a"), page([THREE])),
            "page 2 repeats an earlier page",
            id="token-twice",
        ),
        pytest.param(
            _pages(page([ONE], nextPageToken="a"), page([ONE], nextPageToken="b"), page([THREE])),
            "page 2 repeats an earlier page",
            id="page-twice",
        ),
        pytest.param(
            _pages(page([ONE, TWO], nextPageToken="a"), page([ONE])), "page 2 repeats", id="last-page-in-part-twice"
        ),
    ],
)
def test_what_is_not_whole_is_refused(content: bytes, why: str) -> None:
    """A lost, repeated or cut-off page is noticed by what the pages say of themselves."""
    _refused(content, why)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        pytest.param(5, "an entry is not an issue, because it has no key or no fields", id="no-object"),
        pytest.param({"fields": {}}, "an entry is not an issue, because it has no key or no fields", id="no-key"),
        pytest.param(
            {"key": 7, "fields": {}}, "an entry is not an issue, because it has no key or no fields", id="key-as-number"
        ),
        pytest.param({"key": "CRM-7"}, "an entry is not an issue, because it has no key or no fields", id="no-fields"),
        pytest.param(
            {"key": "CRM-7", "fields": []},
            "an entry is not an issue, because it has no key or no fields",
            id="fields-as-list",
        ),
        *(
            pytest.param({"key": key, "fields": {}}, f"{key[:80]!r} is not an issue key", id=name)
            for name, key in {
                "key-with-space": "CRM-7 ",
                "key-in-small-letters": "crm-7",
                "key-full-width": "\uff23RM-7",
                "key-with-a-dash": "CRM\u20117",
                "key-of-other-digits": "CRM-\u0667",
                "key-without-project": "-7",
                "key-without-number": "CRM",
                "key-endless": "CRM-" + "9" * 5000,
                "key-with-newline": "CRM-7\n",
            }.items()
        ),
    ],
)
def test_an_entry_that_is_no_issue_is_refused(row: object, why: str) -> None:
    """One entry that cannot be understood makes the whole export doubtful; its place is told."""
    _refused(page([ONE, row]), f"export.json, issue 2: {why}")
    _refused(_pages(page([TWO]), page([row])), f"export.json, page 2, issue 1: {why}")
    _refused(lines([ONE, row, TWO]), f"export.json:2: {why}")


def test_one_issue_by_itself_is_no_search() -> None:
    """The answer to a request for one issue looks like a line, and tells nothing of the others."""
    _refused(lines([ONE]), "is a single issue, and not the result of a search")
    _refused(lines([ONE, ONE]), "is a single issue")


def test_an_issue_that_changed_meanwhile_is_refused() -> None:
    """The same key with other content: it is unknown which is right."""
    _refused(page([ONE, TWO, CHANGED]), "export.json has CRM-1 twice, and differently")


def _refused(content: bytes, why: str) -> None:
    with pytest.raises(CouldNotLook) as refused:
        export(content, "export.json")
    assert why in str(refused.value)


@pytest.mark.parametrize("between", [b"", b"\n", b"\r\n\r\n"])
def test_answers_that_follow_each_other(between: bytes) -> None:
    """As `curl … >> export.json` writes them: like the same answers in a list."""
    pages = [page([ONE], nextPageToken="a", isLast=False), page([TWO], isLast=True)]
    read = export(between.join(pages), "export.json")
    assert ([each["key"] for each in read.issues], read.says_whole) == (["CRM-1", "CRM-2"], True)
    assert not export(between.join([page([ONE]), page([TWO])]), "export.json").says_whole
    with pytest.raises(CouldNotLook, match="page 2 is not the last page"):
        export(between.join(reversed(pages)), "export.json")
