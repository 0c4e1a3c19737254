"""The PDF file: tagged, on A4, with the words of the page, the same bytes for the same verdict; it fetches nothing."""

import os
import re
import subprocess
import sys
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from support.documents import opened, pdf_file, words_of_pdf
from support.effort import heavy_after
from support.random_verdicts import HOSTILE, everywhere
from support.tools import needs
from support.verdicts import AS_OF, VERDICTS

from readiness_gate.model.verdict import Finding
from readiness_gate.reports import Display, pdf, reports
from readiness_gate.reports.html.drawing import draw
from readiness_gate.reports.pdf.drawing import ROOM, on_paper
from readiness_gate.reports.words import DECISIONS

ONE_OF_EACH = "".join(text for text in HOSTILE if len(text) < 200)


def _about(content: bytes, *options: str) -> str:
    """What poppler says of a file."""
    return subprocess.run(["pdfinfo", *options, "-"], input=content, capture_output=True, check=True).stdout.decode()


@needs("pdfinfo", "pdftotext")
def test_what_the_file_is() -> None:
    """Tagged, of A4, with a title, a language and the verdict's date, no script; the same verdict is the same bytes."""
    of = VERDICTS["no-go"]
    content = pdf_file(of)
    assert content == pdf_file(replace(of))
    about = _about(content)
    assert re.search(r"^Title: +✗ NO-GO: wave-2 on 2027-03-01, in 15 days$", about, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", about, re.MULTILINE)
    assert re.search(r"^JavaScript: +no$", about, re.MULTILINE)
    assert re.search(r"^Page size: .*\(A4\)$", about, re.MULTILINE)
    assert "2027-02-14T09:00:00Z" in _about(content, "-isodates")
    assert b"/Lang (en)" in opened(content)


@needs("pdftotext")
@pytest.mark.parametrize("name", heavy_after(2, VERDICTS))
def test_it_says_the_decision_and_the_sentence(name: str) -> None:
    """What the page says can be found and copied: the decision, each reason, each rule that must pass."""
    of = VERDICTS[name]
    read = words_of_pdf(pdf_file(of))
    flat = "".join(read.split())
    assert read.startswith(DECISIONS[of.decision])
    for part in of.sentence.split(". ")[1:]:
        assert "".join(part.rstrip(".").split()) in flat
    assert [one.rule.id for one in of.findings if one.rule.id not in flat] == []
    for part in ("What you are asked to decide", "What must become true", "Every rule"):
        assert flat.count("".join(part.split())) == 1
    assert of.findings or "Atleastoneblockingrulemustapplytothismilestone" in flat


@pytest.mark.heavy
@needs("pdfinfo", "pdftotext")
def test_hostile_texts_are_words() -> None:
    """No link, no script and no form comes of them, and no mark that turns lines around."""
    content = pdf_file(everywhere(ONE_OF_EACH))
    page, mark = draw(everywhere(ONE_OF_EACH), ROOM), "onerror=alert(1)"
    assert "".join(words_of_pdf(content).split()).count(mark) == page.count(mark), "a text is lost, or there twice"
    assert re.search(r"^JavaScript: +no$", _about(content), re.MULTILINE)
    assert re.search(r"^Form: +none$", _about(content), re.MULTILINE)
    assert not re.search(rb"/(URI|Launch|JS|JavaScript|EmbeddedFile|SubmitForm|GoToR)\b", opened(content))
    assert b"/StructTreeRoot" in opened(content)
    assert "\u202e" not in words_of_pdf(content)
    assert words_of_pdf(content).startswith("✗ NO-GO")


class _Counting(BaseHTTPRequestHandler):
    """Counts what is asked of it."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer as if there were something."""
        self.asked.append(self.path)
        self.send_response(200)
        self.end_headers()


def test_nothing_is_fetched(tmp_path: Path) -> None:
    """Not even where a page asks for it: neither from the network, nor from the disk."""
    pdf_file(VERDICTS["go"])
    (tmp_path / "secret.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">secret</text></svg>')
    with ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        there = f"http://127.0.0.1:{server.server_port}"
        page = (
            f'<html lang="en"><title>x</title><link rel="stylesheet" href="{there}/a.css"><p>Words<img src="{there}/b">'
            f'<img src="{(tmp_path / "secret.svg").as_uri()}"><style>p {{ background: url({there}/c) }}</style></html>'
        )
        content = on_paper(page, AS_OF)
        server.shutdown()
    assert _Counting.asked == []
    assert words_of_pdf(content) == "Words"


@pytest.mark.heavy
@pytest.mark.parametrize("text", ["plain words", "<b>&'\"" * 400])
def test_very_many_rules_are_bounded(text: str) -> None:
    """10,000 rules are some pages, which say how many are left out."""
    one = VERDICTS["no-go"].findings[0]
    findings = tuple(
        Finding(replace(one.rule, id=f"R-{number}", title=text), "fail", text, one.reading) for number in range(10_000)
    )
    started = time.process_time()
    content = pdf_file(replace(VERDICTS["no-go"], findings=findings, dimensions=()))
    assert time.process_time() - started < 60
    assert int(re.findall(r"^Pages: +(\d+)$", _about(content), re.MULTILINE)[0]) < 20
    read = words_of_pdf(content)
    left_out = re.search(r"(\d+) more rules have no room here", read)
    assert left_out is not None
    assert 9_900 < int(left_out[1]) < 10_000
    said = (
        rf"The first {10_000 - int(left_out[1])} of 10000 rules, the worst first\s+The other {left_out[1]} have no room"
    )
    assert re.search(said, read)
    assert "Every rule" not in read


STANDS_FOR_ONE_WITHOUT_PANGO = """
print("a long notice on how to install it")
raise OSError("cannot load library 'libpango-1.0-0'")
"""


def test_a_missing_library_is_named(tmp_path: Path) -> None:
    """With the commands that install it, before anything is judged, and on one line; as for a missing extra."""
    (tmp_path / "weasyprint.py").write_text(STANDS_FOR_ONE_WITHOUT_PANGO)
    (tmp_path / "readiness-gate.toml").write_text(
        '[program]\nname = "P"\ntimezone = "UTC"\n[milestones.live]\nkind = "go-live"\ndate = 2030-01-01\n'
        'packs = ["starter"]\n'
    )
    command = [sys.executable, "-m", "readiness_gate", "check", "live", "--output", "a.pdf"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--format pdf needs Pango, a library of the system. Install it: apt install libpango-1.0-0" in done.stderr
    assert "brew install pango" in done.stderr
    assert "notice" not in done.stderr
    assert not (tmp_path / "a.pdf").exists()


@needs("pdftotext")
def test_nothing_is_missing_here() -> None:
    """Where a PDF can be made, nothing is said to be missing."""
    assert pdf_file(VERDICTS["go"]).startswith(b"%PDF-1.7")
    assert pdf.lacks() == ""
    assert reports(Display())["pdf"].extra == ("weasyprint", "pdf")
