"""The slides: native, inert, bounded, the same bytes for the same verdict."""

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest
from support.documents import slides, slides_text
from support.effort import heavy_after
from support.random_verdicts import HOSTILE, everywhere
from support.verdicts import VERDICTS

from readiness_gate.judge.sentence import blocking
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.pptx.deck import deck
from readiness_gate.reports.words import DECISIONS

BIG = 13.333, 7.5
INCH = 914_400


def _files(of: Verdict) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(deck(of))) as files:
        return {name: files.read(name) for name in files.namelist()}


def _elements(files: Mapping[str, bytes]) -> list[str]:
    """The elements of both slides and their notes."""
    parts = {name: content for name, content in files.items() if re.match(r"ppt/(notesS|s)lides/[^/]*\.xml", name)}
    assert len(parts) == 4
    return [each.tag for name in sorted(parts) for each in ET.fromstring(parts[name]).iter()]  # noqa: S314 - our own


def _frames(of: Verdict) -> list[Any]:
    return [shape for slide in slides(of).slides for shape in slide.shapes if shape.has_table or shape.has_chart]


@pytest.mark.parametrize("name", VERDICTS)
def test_what_is_on_the_slides(name: str) -> None:
    """The decision in both titles, so that each can be pasted alone; the sentence and the digests in the notes."""
    of = VERDICTS[name]
    shown = slides(of)
    assert [slide.shapes.title.text_frame.text.partition(":")[0] for slide in shown.slides] == [
        DECISIONS[of.decision]
    ] * 2
    for slide in shown.slides:
        notes = slide.notes_slide.notes_text_frame.text
        assert notes.startswith(of.sentence.replace(" %", "\u00a0%"))
        assert of.evidence_digest in notes
        assert of.policy.digest in notes


@pytest.mark.parametrize("name", VERDICTS)
def test_the_chart_counts_the_blocking_rules(name: str) -> None:
    """Each once, in the chart and in the workbook that one edits it with; a screen reader says the same."""
    of = VERDICTS[name]
    [frame] = [shape for shape in _frames(of) if shape.has_chart]
    counts = dict(zip(frame.chart.plots[0].categories, frame.chart.plots[0].series[0].values, strict=True))
    assert sum(counts.values()) == len(blocking(of.findings))
    assert bool(counts["fail"]) == (of.decision == "no-go")
    [workbook] = [content for name, content in _files(of).items() if name.endswith(".xlsx")]
    sheet: Any = openpyxl.load_workbook(io.BytesIO(workbook)).active
    assert {row[0]: row[1] for row in sheet.iter_rows(min_row=2, values_only=True)} == counts
    said = frame._element.nvGraphicFramePr.cNvPr.get("descr")  # noqa: SLF001 - python-pptx has no name for it
    assert all(f"{count:g} {word}" in said for word, count in counts.items())


def test_tables_are_native() -> None:
    """Each described for a screen reader, with what must become true, its owner and its date."""
    tables = [shape for shape in _frames(VERDICTS["no-go"]) if shape.has_table]
    assert all(shape._element.nvGraphicFramePr.cNvPr.get("descr") for shape in tables)  # noqa: SLF001 - as above
    musts = [[cell.text_frame.text for cell in row.cells] for row in tables[2].table.rows]
    assert musts[0] == ["Grade", "What must become true", "To do", "Owner", "Date"]
    assert [(row[0], row[1].partition(" ")[0], row[3], row[4]) for row in musts[1:3]] == [
        ("essential", "CHG-02", "release manager", "by 2027-03-01"),
        ("essential", "LDR-01", "program manager", "by 2027-03-01"),
    ]


def test_the_same_verdict_is_the_same_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Byte by byte, whenever and wherever it is made; what the file says of itself is of the verdict."""
    of = VERDICTS["no-go"]
    first = deck(of)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert deck(replace(of)) == first
    with ZipFile(io.BytesIO(first)) as files:
        assert {info.date_time for info in files.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = slides(of).core_properties
    assert (about.created, about.modified) == (datetime(2027, 2, 14, 9), datetime(2027, 2, 14, 9))  # noqa: DTZ001 - as it is read
    assert (about.author, about.last_modified_by) == ("readiness-gate", "readiness-gate")
    assert about.title == "✗ NO-GO: wave-2 on 2027-03-01, in 15 days"
    written = re.compile(rb"<dcterms:(?:created|modified)[^>]*>([^<]*)")
    [workbook] = [content for name, content in _files(of).items() if name.endswith(".xlsx")]
    with ZipFile(io.BytesIO(workbook)) as files:
        assert set(written.findall(files.read("docProps/core.xml"))) == {b"2027-02-14T09:00:00Z"}
    assert not any("thumbnail" in name for name in _files(of))


@cache
def _of_plain_words() -> set[str]:
    return set(_elements(_files(everywhere("plain words"))))


@pytest.mark.parametrize("text", heavy_after(12, HOSTILE))
def test_a_planted_text_brings_no_element(text: str) -> None:
    """The slides have the elements that they have with plain words, but for rows that have no room: no field, no link,
    no line of its own; and every text is in one line."""
    of = everywhere(text)
    files = _files(of)
    assert set(_elements(files)) == _of_plain_words()
    relations = [content for name, content in files.items() if name.endswith(".rels")]
    assert not any(b"External" in content or b"hyperlink" in content for content in relations)
    for slide in slides(of).slides:
        for shape in slide.shapes:
            frames = [cell.text_frame for row in shape.table.rows for cell in row.cells] if shape.has_table else []
            frames += [shape.text_frame] if shape.has_text_frame else []
            assert all(
                len(frame.paragraphs) == 1 and frame.text.replace("\u00a0", "").isprintable() for frame in frames
            )


@pytest.mark.parametrize("text", ["plain words", "\U0001f600" * 400, "W" * 400, "<b>&'\"" * 80])
def test_very_many_entries_stay_on_the_slide(text: str) -> None:
    """Nothing is drawn beyond the edges, each table has a row, and what has no room is counted."""
    of = everywhere(text)
    many = replace(of, findings=of.findings * 100, notes=(text,) * 1_000)
    shown = slides(many)
    assert len(shown.slides) == 2
    assert (shown.slide_width, shown.slide_height) == tuple(round(length * INCH) for length in BIG)
    for slide in shown.slides:
        for shape in slide.shapes:
            height = sum(row.height for row in shape.table.rows) if shape.has_table else shape.height
            assert shape.left >= 0
            assert shape.left + shape.width <= shown.slide_width
            assert shape.top + height <= shown.slide_height + INCH // 10
            assert not shape.has_table or len(shape.table.rows) >= 2
    assert len(re.findall(r"^and \d+ more \(the JSON report has them all\)$", slides_text(many), re.MULTILINE)) == 2
    assert len(deck(many)) < 200_000


def test_nothing_reads_as_met_without_rules() -> None:
    """Slides that have no rule to show say that one must apply."""
    read = slides_text(VERDICTS["undecided-without-rules"])
    assert "At least one blocking rule must apply to this milestone, and pass." in read
    assert "every rule passes" not in read
    assert "Nothing: every rule passes" in slides_text(VERDICTS["go"])
