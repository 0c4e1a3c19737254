"""What a person reads in reports that are no plain text: a message, a PDF file, slides."""

import email
import email.policy
import io
import os
import re
import shutil
import subprocess
import textwrap
import zlib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pptx
import pytest

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports import Display, pdf, reports

_CI = os.environ.get("CI") == "true"
_REPORTS = reports(Display())
_PAGE_NUMBER = re.compile(r"^Page \d+ of \d+$", re.MULTILINE)
_MARK = re.compile(r"(?<!\S)(?:\d+\.|•)(?!\S)")
"""What stands before an entry of a list: its place among the words depends on where a page ends."""


def message(verdict: Verdict) -> EmailMessage:
    """The message, as Python's own parser reads it: without a defect in any part."""
    read = email.message_from_bytes(_REPORTS["email"].render(verdict), policy=email.policy.default)
    assert isinstance(read, EmailMessage)
    assert [part.defects for part in read.walk()] == [[], [], []]
    return read


def part(read: EmailMessage, kind: str) -> str:
    """The `plain` or the `html` part of a message, with plain line ends."""
    found = read.get_body((kind,))
    assert found is not None
    text: str = found.get_content()
    return text.replace("\r\n", "\n")


def mail_text(verdict: Verdict) -> str:
    """The headers of the message and its two parts."""
    read = message(verdict)
    head = "".join(f"{name}: {value}\n" for name, value in read.items())
    return f"{head}\n{part(read, 'plain')}\n{part(read, 'html')}"


def pdf_file(verdict: Verdict) -> bytes:
    """The PDF file. Skips the test where a library of the system is missing, but not in CI."""
    missing = pdf.lacks() or ("" if shutil.which("pdftotext") else "pdftotext (apt install poppler-utils)")
    if missing and not _CI:
        pytest.skip(f"not installed: {missing}")
    return _REPORTS["pdf"].render(verdict)


_RIGHT_TO_LEFT = re.compile("[\u202b\u202c]")
"""What pdftotext itself puts around words from right to left; the product writes such marks as their codes."""


def words_of_pdf(content: bytes) -> str:
    """All words of a PDF file in the order in which they are read, without the numbers of pages and of entries."""
    done = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    words = _PAGE_NUMBER.sub("", done.stdout.decode().replace("\f", "\n"))
    return " ".join(_RIGHT_TO_LEFT.sub("", _MARK.sub("", words)).split())


def opened(content: bytes) -> bytes:
    """The objects of a file, also those in compressed streams. Other streams, such as fonts, are left out, because they
    may have any bytes."""
    packed = re.findall(rb"/Type /ObjStm.*?stream\r?\n(.*?)\r?\nendstream", content, re.DOTALL)
    plain = re.sub(rb"stream\r?\n.*?\r?\nendstream", b"stream endstream", content, flags=re.DOTALL)
    return plain + b"".join(map(zlib.decompress, packed))


def pdf_text(verdict: Verdict) -> str:
    """The words of the PDF file in short lines, so that a difference can be read."""
    return "\n".join(textwrap.wrap(words_of_pdf(pdf_file(verdict)), 120, break_on_hyphens=False)) + "\n"


def slides(verdict: Verdict) -> Any:
    """The slides, as python-pptx reads them."""
    return pptx.Presentation(io.BytesIO(_REPORTS["pptx"].render(verdict)))


def slides_text(verdict: Verdict) -> str:
    """All that is on the slides: texts, tables, the chart with its numbers, and the notes."""
    return "".join(f"{line}\n" for slide in slides(verdict).slides for line in _of_slide(slide))


def _of_slide(slide: Any) -> Iterator[str]:
    yield f"== {slide.shapes.title.text_frame.text}"
    for shape in slide.shapes:
        if shape.has_table:
            yield from (" | ".join(cell.text_frame.text for cell in row.cells) for row in shape.table.rows)
        elif shape.has_chart:
            plot = shape.chart.plots[0]
            yield shape.chart.chart_title.text_frame.text
            yield from (
                f"{name}: {value:g}" for name, value in zip(plot.categories, plot.series[0].values, strict=True)
            )
        elif shape.shape_id != slide.shapes.title.shape_id:
            yield shape.text_frame.text
    yield "-- notes"
    yield slide.notes_slide.notes_text_frame.text


__all__ = ["mail_text", "message", "opened", "part", "pdf_file", "pdf_text", "slides", "slides_text", "words_of_pdf"]
