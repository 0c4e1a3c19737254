"""Texts, tables and a chart on a slide, all native, so that they can be edited and adopt another deck's theme."""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.reports.pptx.contents import Row, Table

COLORS = {
    "go": "17662D",
    "no-go": "A8121F",
    "undecided": "6A2C9B",
    "critical": "A8121F",
    "essential": "6A2C9B",
    "recommended": "7A4B00",
    "fail": "A8121F",
    "unknown": "6A2C9B",
    "accepted risk": "7A4B00",
    "pass, with a warning": "17662D",
    "pass": "17662D",
}
QUIET = "4D5761"
_LETTER, _LEADING, _PADDING = 0.6, 1.3, 0.1
"""The usual width of a letter and height of a line, as multiples of the font size; and the padding of a cell."""
_MARGIN = 0.16
_WIDE = ("W", "F")
_POINTS = 72


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a slide, in inches."""

    left: float
    top: float
    width: float
    height: float


def draw_text(slide: Any, area: Area, text: str, size: int, color: str = "") -> None:  # noqa: ANN401 - no types
    """Draw a text in one paragraph."""
    frame = slide.shapes.add_textbox(*_measured(area)).text_frame
    frame.word_wrap = True
    _write(frame, text, size, color)


def draw_title(slide: Any, area: Area, text: str, size: int, color: str = "") -> None:  # noqa: ANN401 - no types
    """Draw the title of a slide, which screen readers and outlines use as its name."""
    title = slide.shapes.title
    title.left, title.top, title.width, title.height = _measured(area)
    align, anchor = _names("pptx.enum.text", "PP_ALIGN", "MSO_ANCHOR")
    title.text_frame.word_wrap = True
    title.text_frame.vertical_anchor = anchor.MIDDLE
    _write(title.text_frame, text, size, color, bold=True)
    title.text_frame.paragraphs[0].alignment = align.LEFT


def draw_table(slide: Any, area: Area, table: Table, size: int, named: str) -> float:  # noqa: ANN401 - no types
    """Draw a table with as many rows as fit, and below it how many do not. Return where it ends, in inches."""
    head = (table.titles,) if table.titles else ()
    rows = (*head, *_fitting(table, area.height, size))
    heights = [_height(row, table.widths, size) for row in rows]
    frame = slide.shapes.add_table(len(rows), len(table.widths), *_measured(area))
    _describe(frame, named)
    drawn = frame.table
    drawn.first_row, drawn.horz_banding, drawn.first_col = bool(head), True, not head
    _lengths(drawn, table.widths, heights)
    for place, row in enumerate(rows):
        for column, text in enumerate(row):
            in_head = bool(head) and place == 0
            color = "" if in_head or column else COLORS.get(text.partition(" ")[0], "")
            cell = drawn.cell(place, column)
            cell.margin_top = cell.margin_bottom = _inches(_PADDING / 2)
            cell.margin_left = cell.margin_right = _inches(_MARGIN / 2)
            _write(cell.text_frame, text, size, color, bold=in_head or (column == 0 and bool(color)))
    end = area.top + sum(heights)
    left_out = len(table.rows) - (len(rows) - len(head))
    if left_out:
        below = Area(area.left, end, area.width, 0.3)
        draw_text(slide, below, f"and {left_out} more (the JSON report has them all)", size, QUIET)
        end += below.height
    return end


def draw_chart(slide: Any, area: Area, title: str, counts: Mapping[str, int]) -> None:  # noqa: ANN401 - no types
    """Draw a bar for each count, with its number; its workbook can be edited."""
    [data_of] = _names("pptx.chart.data", "CategoryChartData")
    [kinds] = _names("pptx.enum.chart", "XL_CHART_TYPE")
    data = data_of(number_format="0")
    data.categories = list(counts)
    data.add_series(title, list(counts.values()))
    frame = slide.shapes.add_chart(kinds.BAR_CLUSTERED, *_measured(area), data)
    _describe(frame, f"{title}: {', '.join(f'{count} {name}' for name, count in counts.items())}.")
    chart = frame.chart
    chart.has_legend, chart.has_title = False, True
    _write(chart.chart_title.text_frame, title, 12, bold=True)
    chart.value_axis.visible = chart.value_axis.has_major_gridlines = False
    chart.value_axis.minimum_scale = 0
    chart.category_axis.reverse_order = True
    chart.category_axis.tick_labels.font.size = _size(11)
    plot = chart.plots[0]
    plot.gap_width, plot.has_data_labels = 60, True
    plot.data_labels.font.size = _size(11)
    for place, name in enumerate(counts):
        fill = plot.series[0].points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = _color(COLORS[name])


def _fitting(table: Table, room: float, size: int) -> Sequence[Row]:
    """Return the first rows that fit below the titles, at least one; if not all fit, a line below them fits, too."""
    room -= _height(table.titles, table.widths, size) if table.titles else 0
    heights = [_height(row, table.widths, size) for row in table.rows]
    if sum(heights) <= room:
        return table.rows
    count, room = 0, room - 0.3
    while heights[count] <= room:
        room -= heights[count]
        count += 1
    return table.rows[: max(count, 1)]


def _height(row: Row, widths: Sequence[float], size: int) -> float:
    """Return the probable height of a row in inches: only a program that shows the slide knows for sure."""
    lines = max(_lines(text, width, size) for text, width in zip(row, widths, strict=True))
    return lines * size * _LEADING / _POINTS + _PADDING


def _lines(text: str, width: float, size: int) -> int:
    letters = sum(2 if unicodedata.east_asian_width(one) in _WIDE else 1 for one in text)
    return max(1, math.ceil(letters * _LETTER * size / _POINTS / (width - _MARGIN)))


def _lengths(drawn: Any, widths: Sequence[float], heights: Sequence[float]) -> None:  # noqa: ANN401 - no types
    for column, width in zip(drawn.columns, widths, strict=True):
        column.width = _inches(width)
    for row, height in zip(drawn.rows, heights, strict=True):
        row.height = _inches(height)


def _write(frame: Any, text: str, size: int, color: str = "", *, bold: bool = False) -> None:  # noqa: ANN401 - no types
    """Write a text as the only run of the only paragraph of a frame."""
    [language] = _names("pptx.enum.lang", "MSO_LANGUAGE_ID")
    run = frame.paragraphs[0].add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.language_id = _size(size), bold, language.ENGLISH_US
    if color:
        run.font.color.rgb = _color(color)


def _describe(frame: Any, text: str) -> None:  # noqa: ANN401 - no types
    """Set the description of a table or a chart for screen readers."""
    frame._element.nvGraphicFramePr.cNvPr.set("descr", text)  # noqa: SLF001 - the library has no name for it


def _measured(area: Area) -> tuple[Any, Any, Any, Any]:
    return _inches(area.left), _inches(area.top), _inches(area.width), _inches(area.height)


def _inches(length: float) -> Any:  # noqa: ANN401 - no types
    [inches] = _names("pptx.util", "Inches")
    return inches(length)


def _size(points: int) -> Any:  # noqa: ANN401 - no types
    [size] = _names("pptx.util", "Pt")
    return size(points)


def _color(code: str) -> Any:  # noqa: ANN401 - no types
    [color] = _names("pptx.dml.color", "RGBColor")
    return color.from_string(code)


def _names(module: str, *names: str) -> list[Any]:
    """Return what a module of the library defines; it is an extra, and has no types."""
    found = import_module(module)
    return [getattr(found, name) for name in names]


__all__ = ["COLORS", "QUIET", "Area", "draw_chart", "draw_table", "draw_text", "draw_title"]
