"""The message: read by Python's own parser, inert whatever is in it, bounded, and with nobody's name as its sender."""

import base64
import quopri
import re
from dataclasses import replace

import pytest
from hypothesis import given
from support.documents import message, part
from support.effort import heavy_after, law
from support.markup import active, elements, links, words
from support.random_verdicts import HOSTILE, everywhere, verdicts
from support.verdicts import VERDICTS

from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.email.message import FIRST, LARGEST
from readiness_gate.reports.email.message import message as written

HEADERS = {
    "Subject",
    "Date",
    "X-Unsent",
    "MIME-Version",
    "Content-Language",
    "Content-Type",
    "Message-ID",
}
INJECTED = (
    "x\r\nBcc: all@example.com",
    "x\n\nbody",
    "=?utf-8?q?x=0D=0ABcc:_all=40example.com?=",
    "=?utf-8?b?eA0KQmNjOiBhQGI=?=",
    "--=_readiness-gate--",
    "\r\n--=_readiness-gate\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script>",
    "From someone\n.\n",
    "x" * 2_000,
    "\U0001f600" * 100,
)
HARMLESS = elements(part(message(everywhere("plain words")), "html"))
KNOWN = {one for of in VERDICTS.values() for one in elements(part(message(of), "html"))} | set(HARMLESS)


def _must_pass(finding: Finding) -> bool:
    return finding.outcome == "fail" and finding.rule.enforcement != "info"


def _subject(of: Verdict) -> str:
    return str(message(of)["Subject"])


@pytest.mark.parametrize("name", VERDICTS)
def test_the_first_screen_is_in_both_parts(name: str) -> None:
    """The decision, the five answers, what is asked and what must become true can be read without opening anything."""
    of, read = VERDICTS[name], message(VERDICTS[name])
    plain, page = part(read, "plain"), words(part(read, "html"))
    flat = " ".join(plain.replace("\u00a0", " ").split())
    for text in (flat, page.replace("\u00a0", " ")):
        for question in ("May we go?", "What do you want from us?", "What changed?", "How sure is the data?"):
            assert question in text
        for title in ("What you are asked to decide", "What must become true", "What a go does not cover"):
            assert title in text
        assert [one.rule.id for one in of.findings if _must_pass(one) and one.rule.id not in text] == []
    assert plain.startswith({"go": "✓ GO", "no-go": "✗ NO-GO", "undecided": "? UNDECIDED"}[of.decision])
    assert page.startswith(f"{of.decision.upper()}: wave-2 on 2027-03-01 (Northwind CRM) ")


def test_headers() -> None:
    """Subject, date and id follow from the verdict; a program for mail opens it as a draft, and adds the addresses."""
    read = message(VERDICTS["no-go"])
    assert set(read.keys()) == HEADERS
    assert read["Subject"] == "NO-GO: wave-2 on 2027-03-01 (Northwind CRM)"
    assert read["Date"] == "Sun, 14 Feb 2027 09:00:00 +0000"
    assert read["X-Unsent"] == "1"
    assert read.get_content_type() == "multipart/alternative"
    assert [one.get_content_type() for one in read.iter_parts()] == ["text/plain", "text/html"]


def test_the_same_verdict_is_the_same_message() -> None:
    """Byte by byte; another time, or another reason, is another message."""
    of = VERDICTS["no-go"]
    assert written(of) == written(replace(of))
    others = (replace(of, as_of=of.as_of + 1), replace(of, notes=("Another.",)), VERDICTS["go"])
    ids = {str(message(each)["Message-ID"]) for each in (of, *others)}
    assert len(ids) == 4
    assert all(re.fullmatch(r"<[0-9a-f]{32}@readiness-gate>", one) for one in ids)


@pytest.mark.parametrize("text", [*HOSTILE, *INJECTED])
def test_a_planted_text_brings_no_header_and_no_element(text: str) -> None:
    """With a hostile text everywhere, the message has the headers, the parts and the elements of plain words."""
    read = message(everywhere(text))
    assert set(read.keys()) == HEADERS
    assert len(read.keys()) == len(HEADERS)
    assert _subject(everywhere(text)).startswith("NO-GO: ")
    assert _subject(everywhere(text)).isprintable()
    page = part(read, "html")
    assert elements(page) == HARMLESS
    assert set(active(page)) <= {one.split()[0] for one in HARMLESS if "style" in one.split()}
    assert links(page) == []


@given(verdicts())
@law(100)
def test_any_message_is_inert(of: Verdict) -> None:
    """Plain ASCII in short lines, with known headers; in its page nothing runs, loads or leads anywhere; and in its
    text, no line but our own begins at the margin."""
    content = written(of)
    assert len(content) <= LARGEST
    assert all(line.isascii() and len(line) <= 100 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    read = message(of)
    assert set(read.keys()) == HEADERS
    page = part(read, "html")
    assert set(elements(page)) <= KNOWN
    assert links(page) == []
    margin = [line for line in part(read, "plain").splitlines()[2:] if re.match(r"\S", line)]
    assert all(line in TITLES or re.match(r"- |-+$", line) for line in margin)


TITLES = {
    *("May we go?", "Why?", "Why not?", "What do you want from us?", "What changed?", "How sure is the data?"),
    *("What you are asked to decide", "What must become true", "What a go does not cover", "Dimensions"),
    *("Accepted risks", "Data", "Remarks", "What this rests on"),
}


@pytest.mark.parametrize("text", heavy_after(1, ["\U0001f600" * 400, "&" * 400, "<b>" * 200, "plain words"]))
def test_it_is_never_too_large(text: str) -> None:
    """Whatever the texts, and however many: the decision, the answers and the first entry of each list stay, and each
    list that is cut says how many entries it has left out."""
    of = everywhere(text)
    many = replace(
        of,
        findings=of.findings * 200,
        waivers=of.waivers * 200,
        notes=(text,) * 200,
        sources=of.sources * 200,
    )
    content = written(many)
    assert len(content) <= LARGEST
    plain = part(message(many), "plain")
    assert plain.startswith("✗ NO-GO")
    assert all(title in plain for title in TITLES - {"Why?"})
    assert len(re.findall(r"^  and \d+ more \(the JSON report has them all\)$", plain, re.MULTILINE)) >= 6


def test_few_entries_are_all_there() -> None:
    """A usual verdict loses nothing but what is beyond the first entries."""
    plain = part(message(VERDICTS["no-go"]), "plain")
    assert " more (the JSON report" not in plain
    assert len(written(VERDICTS["no-go"])) < LARGEST // 3
    assert min(FIRST.values()) >= 8


def test_nothing_ends_a_part() -> None:
    """Neither encoding can write the line that separates the parts."""
    separator = b"=_readiness-gate"
    assert separator not in quopri.encodestring(separator)
    assert separator not in base64.encodebytes(separator)


def test_nothing_reads_as_met_without_rules() -> None:
    """A message that has no rule to show says that one must apply."""
    plain = part(message(VERDICTS["undecided-without-rules"]), "plain")
    assert "At least one blocking rule must apply to this milestone, and pass." in plain
    assert "every rule passes" not in plain
    assert "Nothing: every rule passes" in part(message(VERDICTS["go"]), "plain")
