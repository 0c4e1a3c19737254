"""What holds of every export, however it was cut into pages, and wherever it was cut off."""

import gzip
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.exports import each_severity, lines, page, read_export
from support.program import issue

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts.jira import JiraFacts

PRIORITIES = ("Highest", "High", "Medium", "Low", "Odd", None)
Write = Callable[[Sequence[Sequence[Any]]], bytes]
Pack = Callable[[bytes], bytes]


@st.composite
def _issues(draw: st.DrawFn, least: int = 2) -> list[Any]:
    """Some issues, of which the first is an open defect."""
    made = draw(
        st.lists(
            st.tuples(st.sampled_from(PRIORITIES), st.sampled_from(("new", "done")), st.sampled_from(("Bug", "Story"))),
            min_size=least,
            max_size=9,
        )
    )
    return [issue("CRM-1"), *(issue(f"CRM-{number}", *each) for number, each in enumerate(made, start=2))]


@st.composite
def _split(draw: st.DrawFn, issues: Sequence[Any]) -> list[list[Any]]:
    """The issues in any order, some of them twice, on any number of pages."""
    shuffled = draw(st.permutations([*issues, *draw(st.lists(st.sampled_from(issues), max_size=4))]))
    cuts = sorted(draw(st.sets(st.integers(1, len(shuffled) - 1), max_size=4)))
    return [shuffled[start:end] for start, end in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]


def _count(pages: Sequence[Sequence[Any]]) -> int:
    return len({each["key"] for page_ in pages for each in page_})


def _bare(pages: Sequence[Sequence[Any]]) -> bytes:
    return b"[" + b",".join(page(each) for each in pages) + b"]"


def _counted(pages: Sequence[Sequence[Any]]) -> bytes:
    return b"[" + b",".join(page(each, total=_count(pages), startAt=0, maxResults=3) for each in pages) + b"]"


def _each_last(pages: Sequence[Sequence[Any]]) -> bytes:
    return b"[" + b",".join(page(each, isLast=True) for each in pages) + b"]"


def _chained(pages: Sequence[Sequence[Any]]) -> bytes:
    told = [{"nextPageToken": str(number)} for number in range(1, len(pages))] + [{}]
    return b"[" + b",".join(page(each, **tells) for each, tells in zip(pages, told, strict=True)) + b"]"


def _by_line(pages: Sequence[Sequence[Any]]) -> bytes:
    return b"".join(lines(each) for each in pages)


def _read(folder: pytest.TempPathFactory, content: bytes) -> JiraFacts:
    return read_export(folder.getbasetemp(), content)


@given(
    data=st.data(),
    write=st.sampled_from((_bare, _counted, _each_last, _by_line)),
    pack=st.sampled_from((bytes, gzip.compress)),
)
def test_pages_order_duplicates_and_packing_do_not_matter(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject, write: Write, pack: Pack
) -> None:
    """The same issues give the same facts and the same readings."""
    issues = data.draw(_issues())
    plain = _read(tmp_path_factory, page(issues, isLast=True))
    found = _read(tmp_path_factory, pack(write(data.draw(_split(issues)))))
    assert found == plain
    assert each_severity(found) == each_severity(plain)


@given(data=st.data())
def test_chained_pages_are_read_whole_or_refused(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """Pages with tokens give the same facts; in another order, or with one of them twice, the same or none."""
    issues = data.draw(_issues())
    plain = _read(tmp_path_factory, page(issues))
    size = data.draw(st.integers(1, len(issues)))
    pages = [issues[start : start + size] for start in range(0, len(issues), size)]
    whole = _chained(pages)
    assert _read(tmp_path_factory, whole) == plain
    told = [part.encode() for part in whole.decode()[1:-1].replace('},{"issues"', '}\n{"issues"').split("\n")]
    drawn = data.draw(st.permutations(told))
    with_another = [*drawn, data.draw(st.sampled_from(told))]
    for some in (drawn, with_another):
        try:
            assert _read(tmp_path_factory, b"[" + b",".join(some) + b"]") == plain
        except CouldNotLook:
            assert some != told


@given(data=st.data())
def test_an_issue_missing_from_a_counted_page_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whichever issue is taken out of an answer that tells a total, the rest is refused."""
    issues = data.draw(_issues())
    cut = data.draw(st.integers(1, len(issues) - 1))
    gone = data.draw(st.sampled_from(issues))
    left = [[each for each in part if each is not gone] for part in (issues[:cut], issues[cut:])]
    with pytest.raises(CouldNotLook):
        _read(tmp_path_factory, b"[" + b",".join(page(part, total=len(issues)) for part in left) + b"]")


EXPORTS = {
    "one-answer": page([issue("CRM-1"), issue("CRM-2", "H\u00f6chste", "done")], isLast=True),
    "bare-answer": page([issue("CRM-1"), issue("CRM-2")]),
    "pages": _chained([[issue("CRM-1")], [issue("CRM-2")]]),
}


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize("content", EXPORTS.values(), ids=EXPORTS)
def test_an_answer_that_was_cut_off_anywhere_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, pack: Pack
) -> None:
    """Not one byte may be missing at the end of an answer, or of a gzip file."""
    packed = pack(content)
    assert _read(tmp_path_factory, packed).issues
    for end in range(len(packed)):
        with pytest.raises(CouldNotLook):
            _read(tmp_path_factory, packed[:end])


def test_lines_that_were_cut_off_are_noticed_but_at_the_end_of_a_line(tmp_path_factory: pytest.TempPathFactory) -> None:
    """JSON Lines has no end of its own: cut off between two lines, it is a shorter file that is whole. Packed it is
    noticed everywhere."""
    rows = [issue("CRM-1"), issue("CRM-2", "Highest"), issue("CRM-3", category="done")]
    content = lines(rows)
    ends = {len(lines(rows[:count])) - without: count for count in (2, 3) for without in (0, 1)}
    for end in range(len(content) + 1):
        if end in ends:
            assert _read(tmp_path_factory, content[:end]) == _read(tmp_path_factory, page(rows[: ends[end]]))
        else:
            with pytest.raises(CouldNotLook):
                _read(tmp_path_factory, content[:end])
    packed = gzip.compress(content)
    for end in range(len(packed)):
        with pytest.raises(CouldNotLook):
            _read(tmp_path_factory, packed[:end])


@law(150)
@given(data=st.data())
def test_more_defects_never_make_a_reading_better(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """One open issue more, of whatever type and priority, lowers no count."""
    issues = data.draw(_issues())
    more = issue(
        "CRM-99", data.draw(st.sampled_from(PRIORITIES)), kind=data.draw(st.sampled_from(("Bug", "bug ", "Story")))
    )
    before = each_severity(_read(tmp_path_factory, page(issues)))
    after = each_severity(_read(tmp_path_factory, page([*issues, more])))
    assert all(later.value >= earlier.value for earlier, later in zip(before, after, strict=True))
