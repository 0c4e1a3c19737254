"""Charts as SVG: what is unknown is a gap, nothing overlaps, and other people's texts are inert."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.effort import law
from support.random_verdicts import HOSTILE, TEXTS

from readiness_gate.model.time import DAY, HOUR
from readiness_gate.reports.chart import Chart, ChartKind, Line, Mark, Point, Times
from readiness_gate.reports.html.charts import drawn
from readiness_gate.reports.html.charts.axes import framed, ticks
from readiness_gate.reports.html.charts.rows import MOST
from readiness_gate.reports.html.charts.svg import WIDTH, fitted, width

KINDS: tuple[ChartKind, ...] = ("steps", "pairs", "bars", "rows", "dots")
UTC = ZoneInfo("UTC")
SVG = "{*}"
BEGIN = 1_798_761_600
"""2027-01-01 in UTC."""


def line(*values: float | None, name: str = "severity 1") -> Line:
    """A line of numbers."""
    return Line(name, tuple(Point(value, "unknown" if value is None else f"{value:g}") for value in values))


def chart(kind: ChartKind, *lines: Line, **fields: object) -> Chart:
    """A chart of some lines over weeks."""
    columns = tuple(f"2027-01-{number + 1:02}" for number in range(len(lines[0].points)))
    made = Chart("open", kind, "Open defects", "In words.", "On", columns, lines, times=_times(kind, columns))
    return replace(made, **fields)  # type: ignore[arg-type]  # fields of a test


def _times(kind: ChartKind, columns: Sequence[str]) -> Times | None:
    """A week for each column of a chart with times."""
    return Times(tuple(BEGIN + number * 7 * DAY for number in range(len(columns))), UTC) if kind == "dots" else None


def root(of: Chart) -> ET.Element:
    """The picture of a chart, which must be whole XML."""
    return parsed(drawn(of))


def parsed(picture: str) -> ET.Element:
    """The elements of a picture."""
    return ET.fromstring(picture)  # noqa: S314 - our own text


def texts(of: Chart) -> list[str]:
    """The labels of a chart."""
    return [one.text or "" for one in root(of).iter("text")]


def bars(of: Chart, class_: str) -> list[tuple[float, float]]:
    """Where the bars of a line are, and how high they are; a sample in the legend is 13 wide."""
    found = (one.attrib for one in root(of).iter("rect") if one.get("class") == class_ and one.get("width") != "13")
    return [(float(one["x"]), float(one["height"])) for one in found]


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_says_what_it_is(kind: ChartKind) -> None:
    """By its role, its title and its description, which are found by their ids."""
    picture = root(chart(kind, line(1, 2)))
    assert picture.get("role") == "img"
    named = (picture.get("aria-labelledby") or "").split()
    assert [picture.find(f"*[@id='{one}']").text for one in named] == ["Open defects", "In words."]  # type: ignore[union-attr]


def test_steps_are_level_and_break_where_nothing_is_known() -> None:
    """A gap is neither bridged nor at zero; each stretch is a path of its own."""
    picture = root(chart("steps", line(1, 1, None, 2)))
    paths = [one.attrib["d"] for one in picture.iter("path") if one.get("class") == "steps-0"]
    frame = framed(chart("steps", line(1, 1, None, 2)), 0)
    assert len(paths) == 2
    assert paths[0].count("H") == 2
    assert f"H{frame.x(2):.1f}" in paths[0]
    assert paths[1].startswith(f"M{frame.x(3):.1f} ")


def test_what_is_unknown_is_hatched_and_marked() -> None:
    """Where no line is known; where one is, only marked, as the other is seen."""
    seen = chart("steps", line(1, None, None, 2), line(1, 1, None, 2, name="severity 2"))
    hatched = [one for one in root(seen).iter("rect") if one.get("fill", "").startswith("url(#")]
    frame = framed(seen, 0)
    assert [float(one.attrib["x"]) for one in hatched] == [pytest.approx(frame.x(2), abs=0.1)]
    assert float(hatched[0].attrib["width"]) == pytest.approx(frame.step, abs=0.1)
    assert texts(seen).count("unknown") == 2
    assert "unknown" not in texts(chart("steps", line(1, 2)))


def test_a_narrow_gap_has_a_sign() -> None:
    """Where the word has no room."""
    values = [1.0, None, *[1.0] * 20]
    assert "?" in texts(chart("bars", line(*values)))


def test_a_zero_has_a_flat_bar_and_an_unknown_has_none() -> None:
    """So that the two are told apart without color."""
    heights = [height for _, height in bars(chart("bars", line(4, 0, None, 2)), "bars-0")]
    assert heights == [120, 2, 60]


def test_pairs_do_not_overlap() -> None:
    """Two bars of a column are beside each other."""
    seen = chart("pairs", line(4, 4), line(2, 2, name="closed"))
    step = framed(seen, 0).step
    raised, closed = bars(seen, "pairs-0"), bars(seen, "pairs-1")
    apart = [other[0] - one[0] for one, other in zip(raised, closed, strict=True)]
    assert apart == [pytest.approx(step * 0.4, abs=0.1)] * 2


def test_what_is_required_and_marked_is_drawn_and_named() -> None:
    """The limit is a line across; each mark is one down, with its name on a line of its own."""
    marks = (Mark("freeze begins 2027-01-02", 0.5), Mark("milestone 2027-01-02", 3.5), Mark("x" * 200, 3.9))
    seen = chart(
        "bars", line(0.5, 0.5, 0.5, 0.5), is_share=True, limit=0.9, required="at least 90 % (DOC-01)", marks=marks
    )
    labels = texts(seen)
    assert "required: at least 90 % (DOC-01)" in labels
    assert {"freeze begins 2027-01-02", "milestone 2027-01-02"} <= set(labels)
    assert {"0\u00a0%", "50\u00a0%", "100\u00a0%"} <= set(labels)
    lines = [one.attrib for one in root(seen).iter("line")]
    assert sum(one["class"] == "mark" for one in lines) == 3
    assert [one["y1"] == one["y2"] for one in lines if one["class"] == "limit"] == [True, True]  # and its sample


@pytest.mark.parametrize(
    ("highest", "expected"), [(0, 1), (1, 1), (3, 3), (5, 6), (7, 8), (41, 60), (100, 100), (4_000, 4_000)]
)
def test_ticks_are_few_whole_numbers(highest: float, expected: float) -> None:
    """From zero to at least the highest value."""
    found = ticks(highest)
    assert found[0] == 0
    assert found[-1] == expected
    assert len(found) <= 5


def test_great_numbers_are_short() -> None:
    """So that they have room beside the axis."""
    assert {"0", "20k", "40k"} <= set(texts(chart("bars", line(40_000, 3))))
    assert "2M" in texts(chart("bars", line(4_000_000, 3)))


@given(st.floats(0, 1e12))
@law(50)
def test_any_value_is_within_its_ticks(highest: float) -> None:
    """And more than half of the axis is used, unless the value is tiny."""
    found = ticks(highest)
    assert highest <= found[-1]
    assert highest <= 1 or found[-1] <= 2 * highest
    assert all(one == int(one) for one in found)


def test_few_days_are_written() -> None:
    """Two columns have no label in the middle."""
    assert [one for one in texts(replace(chart("rows", line(1)), kind="rows")) if one.startswith("2027")] == [
        "2027-01-01"
    ]
    assert [one for one in texts(chart("bars", line(1, 2))) if one.startswith("2027")] == ["2027-01-01", "2027-01-02"]
    assert [one for one in texts(chart("bars", line(1, 2, 3))) if one.startswith("2027")] == [
        "2027-01-01",
        "2027-01-02",
        "2027-01-03",
    ]


def test_a_chart_over_time_with_one_known_column_is_no_picture() -> None:
    """There is no development to see; its table has the value."""
    assert drawn(chart("steps", line(None, None, 3))) == ""
    assert drawn(chart("rows", line(0.5))) != ""


def test_rows_have_their_names_above_them() -> None:
    """With the first value beside them; an unknown is hatched; all that have room are drawn, and no more."""
    seen = chart(
        "rows",
        line(0.5, None, 1, name="trained"),
        line(0.25, None, 0, name="valid"),
        is_share=True,
        limit=0.9,
        required="at least 90 %",
    )
    labels = texts(seen)
    assert {"trained", "valid", "2027-01-01", "0.5", "unknown"} <= set(labels)
    assert sum(one.get("fill", "").startswith("url(#") for one in root(seen).iter("rect")) == 2
    across = [one.attrib for one in root(seen).iter("line") if one.get("class") == "limit across"]
    assert len(across) == 3
    assert {one["x1"] for one in across} == {f"{0.9 * WIDTH:g}"}
    many = replace(seen, columns=tuple(map(str, range(30))), lines=(line(*[0.5] * 30, name="trained"),), limit=None)
    assert {str(MOST - 1)} <= set(texts(many))
    assert str(MOST) not in texts(many)


def test_rows_of_numbers_go_up_to_the_highest() -> None:
    """And of zeros alone to one."""
    widths = [
        float(one.attrib["width"])
        for one in root(chart("rows", line(1, 4))).iter("rect")
        if one.get("class") == "rows-0"
    ]
    assert widths == [WIDTH / 4, WIDTH]
    assert drawn(chart("rows", line(0)))


def _spans(of: Chart) -> list[tuple[float, float, float]]:
    """Where each label begins and ends, and on which line it is."""
    found: list[tuple[float, float, float]] = []
    for one in root(of).iter("text"):
        x, long = float(one.attrib["x"]), width(one.text or "")
        start = {"start": x, "middle": x - long / 2, "end": x - long}[one.attrib["text-anchor"]]
        found.append((float(one.attrib["y"]), start, start + long))
    return sorted(found)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "name",
    [
        "short",
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
        "مدير البرنامج",
        "責任者" * 20,
    ],
)
def test_labels_do_not_overlap(kind: ChartKind, name: str) -> None:
    """However long names are, each label ends before the next begins, and within the picture."""
    names = [f"{name} {number}" for number in range(4)]
    lines = [
        Line(one, (Point(0.2, "20 % (1 of 5)"), Point(1, "100 % (5 of 5)"), Point(None, "unknown"))) for one in names
    ]
    columns = tuple(names[:3]) if kind == "rows" else ("2027-01-01", "2027-01-08", "2027-01-15")
    seen = chart(kind, *lines, columns=columns, required=name, limit=0.5, marks=(Mark(name, 0.1), Mark(name, 2.9)))
    spans = _spans(seen)
    for (row, _, end), (other, start, _) in pairwise(spans):
        assert row != other or end <= start + 0.1, (row, end, start)
    assert all(start >= -0.5 and end <= WIDTH + 0.5 for _, start, end in spans)


def test_a_name_is_cut_to_its_room() -> None:
    """With a sign that it was; wide letters count twice, marks on letters not at all."""
    assert fitted("Clerk", 100) == "Clerk"
    assert fitted("x" * 100, 62) == "xxxx…xxxx"
    assert width(fitted("x" * 100, 62)) <= 62
    assert width("責") == 2 * width("x")
    assert width("e\u0301") == width("e")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_planted_text_changes_no_structure(kind: ChartKind, text: str) -> None:
    """With a hostile text everywhere, a picture has the elements that it has with plain words."""

    def elements(words: str) -> Sequence[str]:
        lines = tuple(Line(words, (Point(0.5, words), Point(value, words))) for value in (None, 0.1))
        columns = (words, words) if kind == "rows" else ("2027-01-01", "2027-01-08")
        planted = Chart(
            "x",
            kind,
            words,
            words,
            words,
            columns,
            lines,
            required=words,
            marks=(Mark(words, 1),),
            limit=1,
            times=_times(kind, columns),
        )
        return [one.tag for one in root(planted).iter()]

    assert sorted(elements(text)) == sorted(elements("plain words"))


@given(TEXTS, st.sampled_from(KINDS))
@law(50)
def test_any_text_is_inert(text: str, kind: ChartKind) -> None:
    """The picture is whole XML, without anything that would run or load."""
    lines = (Line(text, (Point(0.5, text), Point(1, text))),)
    columns = (text, text)
    made = Chart("x", kind, text, text, text, columns, lines, required=text, marks=(Mark(text, 1),))
    picture = drawn(replace(made, times=_times(kind, columns)))
    assert {one.tag for one in parsed(picture).iter()} <= {
        *("svg", "title", "desc", "defs", "pattern", "path", "line", "rect", "text", "circle")
    }
    assert re.findall(r"\son\w+=|href|style=", re.sub(r">[^<]*<", "><", picture)) == []


@pytest.mark.parametrize("highest", [float("inf"), float("nan")])
def test_no_axis_has_no_end(highest: float) -> None:
    """What no number reaches is refused."""
    with pytest.raises(ValueError, match="an axis cannot reach"):
        ticks(highest)


def _dated(at: Sequence[int], *values: float | None, zone: ZoneInfo = UTC) -> Chart:
    """A chart of dots at some times."""
    given = values or tuple(float(number % 7) for number in range(len(at)))
    return chart("dots", line(*given), times=Times(tuple(at), zone))


def _dots(of: Chart) -> list[float]:
    return [float(one.attrib["cx"]) for one in root(of).iter("circle")]


def _below(of: Chart) -> list[str]:
    """What is written at the axis of time."""
    return [one for one in texts(of) if re.match(r"\d{2,4}[-:]|\d{4}$", one)]


def test_dates_are_to_scale() -> None:
    """A week is seven times as far as a day, wherever it is."""
    first, second, third, last = _dots(_dated([BEGIN, BEGIN + DAY, BEGIN + 8 * DAY, BEGIN + 40 * DAY]))
    day = (last - first) / 40
    assert second - first == pytest.approx(day, abs=0.2)
    assert third - second == pytest.approx(7 * day, abs=0.2)
    assert first > 36
    assert last < WIDTH


@pytest.mark.parametrize(
    ("at", "written"),
    [
        ([0, 3 * DAY], ["2027-01-01", "2027-01-04"]),
        ([0, 20 * DAY], ["2027-01-01", "2027-01-11", "2027-01-21"]),
        ([7 * DAY * number for number in range(26)], ["2027-01-01", "2027-03", "2027-05", "2027-06-25"]),
        ([7 * DAY * number for number in range(104)], ["2027-01-01", "2028", "2028-12-22"]),
        ([DAY * number for number in range(400)], ["2027-01-01", "2027-07", "2028-02-04"]),
        ([10 * HOUR, 10 * HOUR + 60], ["10:00:00", "2027-01-01", "10:01:00"]),
        ([10 * HOUR + 60 * number for number in range(5)], ["10:00", "2027-01-01", "10:01", "10:02", "10:03", "10:04"]),
        ([18 * HOUR, 30 * HOUR], ["18:00", "2027-01-01", "21:00", "00:00", "03:00", "06:00", "2027-01-02"]),
        ([0, 3_000 * DAY], ["2027-01-01", "2030", "2035-03-20"]),
    ],
)
def test_what_is_written_at_times(at: Sequence[int], written: list[str]) -> None:
    """The first and the last date, and round ones between them where they have room."""
    assert _below(_dated([BEGIN + one for one in at])) == written


def test_midnight_is_that_of_the_zone() -> None:
    """Also where clocks change."""
    berlin = ZoneInfo("Europe/Berlin")
    evening = BEGIN + 86 * DAY - 4 * HOUR
    """21:00 before clocks are put forward from 02:00 to 03:00."""
    labels = _below(_dated([evening, evening + 7 * HOUR], zone=berlin))
    assert (labels[:2], labels[-2:]) == (["21:00", "2027-03-27"], ["05:00", "2027-03-28"])
    assert "02:00" not in labels
    assert _below(_dated([evening - 9 * DAY, evening + 9 * DAY], zone=berlin)) == [
        *("2027-03-18", "2027-03-29", "2027-04-05")
    ]


@given(
    st.lists(st.integers(-62_135_596_800, 253_402_300_799), min_size=2, max_size=30)
    | st.tuples(st.integers(0, 4_000_000_000), st.lists(st.integers(0, 10**6), min_size=2, max_size=30)).map(
        lambda one: [one[0] + step for step in one[1]]
    ),
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu"]),
)
@law(100)
def test_labels_of_any_times_do_not_overlap(at: list[int], zone: str) -> None:
    """Two dates or many, years or seconds apart: within the picture, in their order, and the dots, too."""
    seen = _dated(sorted(at), zone=ZoneInfo(zone))
    spans = _spans(seen)
    for (row, _, end), (other, start, _) in pairwise(spans):
        assert row != other or end <= start, (row, end, start)
    assert all(start >= -0.5 and end <= WIDTH + 0.5 for _, start, end in spans)
    assert _dots(seen) == sorted(_dots(seen))


def test_an_unknown_date_is_hatched_and_one_without_the_rule_is_not() -> None:
    """No line bridges either; what is hatched covers no dot; signs do not overlap."""
    points = (Point(1, "1"), Point(None, "unknown"), Point(2, "2"), Point(None, "–"), Point(2, "2"), Point(3, "3"))
    at = tuple(BEGIN + one for one in (0, HOUR, 2 * HOUR, 10 * DAY, 20 * DAY, 21 * DAY))
    seen = chart("dots", Line("value", points), times=Times(at, UTC))
    [hatched] = [one.attrib for one in root(seen).iter("rect") if one.get("fill", "").startswith("url(#")]
    begin, end = float(hatched["x"]), float(hatched["x"]) + float(hatched["width"])
    assert not [x for x in _dots(seen) if begin < x - 0.1 and x + 0.1 < end]
    assert texts(seen).count("?") == 1
    assert len([one for one in root(seen).iter("path") if one.get("class") == "through-0"]) == 1
    often = _dated([BEGIN + number * HOUR for number in range(300)], *([1.0, None] * 150))
    assert 5 < texts(often).count("?") < 50


def test_rows_that_are_cut_alike_stay_different() -> None:
    """By what differs; the whole name is in the title."""
    names = [f"{'Service agents of the region ' * 3}{region}{' and of all its branches' * 3}" for region in "NS"]
    seen = chart("rows", line(0.5, 1), columns=tuple(names))
    written = [one for one in root(seen).iter("text") if (one.text or "").startswith("Service")]
    assert len({one.text for one in written}) == 2
    assert [one.findtext("title") for one in written] == names
