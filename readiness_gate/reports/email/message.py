"""A complete message (RFC 5322) with a text and an HTML part of the same contents, within a bounded size.

It has no sender and no recipients: the program that sends it adds them. Two runs on the same verdict write the same
bytes.
"""

import base64
import hashlib
import quopri
from collections.abc import Mapping
from datetime import UTC, datetime
from email.header import Header
from email.utils import format_datetime

from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.committee import Brief, brief
from readiness_gate.reports.email.text import text
from readiness_gate.reports.escape import printable
from readiness_gate.reports.excerpt import Excerpt, excerpt, without
from readiness_gate.reports.html.drawing import environment
from readiness_gate.reports.words import short

LARGEST = 100_000
"""The most bytes of a message: beyond about this size, mail programs show only its beginning."""
FIRST = {
    "origins": 20,
    "sources": 8,
    "dimensions": 20,
    "uncovered": 13,
    "waivers": 8,
    "settled": 8,
    "remarks": 8,
    "asks": 8,
    "musts": 8,
}
"""The most entries shown of each list; if there is no room, the first lists are cut first."""
_NAME, _LINE = 80, 60
# Neither of the two encodings ever writes these two characters, so no text can end a part.
_BOUNDARY = "=_readiness-gate"


def message(verdict: Verdict) -> bytes:
    """Return the message on a verdict. Lists that do not fit are cut, and say how many entries are missing."""
    shown, most = brief(verdict), dict(FIRST)
    drawn = _message(verdict, shown, most)
    for name in FIRST:
        while len(drawn) > LARGEST and most[name] > 1:
            most[name] //= 2
            drawn = _message(verdict, shown, most)
    return drawn


def subject(verdict: Verdict) -> str:
    """Return the subject: the decision, the milestone, and its day."""
    milestone = verdict.milestone
    name, program = (printable(short(one.strip(), _NAME)) for one in (milestone.name, verdict.program))
    return f"{verdict.decision.upper()}: {name} on {milestone.date} ({program})"


def _message(verdict: Verdict, shown: Brief, most: dict[str, int]) -> bytes:
    """Return the message with at most this many entries of each list."""
    cut = excerpt(shown, most)
    parts = _part("plain", text(cut)) + _part("html", _page(cut, subject(verdict))) + f"--{_BOUNDARY}--\r\n"
    head = _headers(
        {
            "Subject": _encoded(subject(verdict)),
            "Date": format_datetime(datetime.fromtimestamp(verdict.as_of, UTC)),
            "X-Unsent": "1",
            "MIME-Version": "1.0",
            "Content-Language": "en",
            "Content-Type": f'multipart/alternative; boundary="{_BOUNDARY}"',
        }
    )
    digest = hashlib.sha256(f"{head}{parts}".encode()).hexdigest()[:32]
    known = _headers({"Message-ID": f"<{digest}@readiness-gate>"})
    return f"{head}{known}\r\n{parts}".encode("ascii")


def _headers(values: Mapping[str, str]) -> str:
    return "".join(f"{name}: {value}\r\n" for name, value in values.items())


def _page(cut: Excerpt, title: str) -> str:
    """Return the HTML part."""
    template = environment("readiness_gate.reports.email").get_template("message.html.jinja")
    return template.render(brief=cut.brief, lists=cut.lists, more=cut.more, title=title, without=without)


def _encoded(words: str) -> str:
    """Return a text as the value of a header. A text that is not plain, or looks like an encoded one, is encoded."""
    if words.isascii() and "=?" not in words and len(words) <= _LINE:
        return words
    return Header(words, "utf-8", header_name="Subject").encode(linesep="\r\n")


def _part(kind: str, words: str) -> str:
    """Return a part of the message, in the shorter of the encodings that every mail server passes on unchanged."""
    content = words.encode()
    readable = quopri.encodestring(content).decode("ascii")
    compact = base64.encodebytes(content).decode("ascii")
    name, body = ("quoted-printable", readable) if len(readable) <= len(compact) else ("base64", compact)
    head = f"Content-Type: text/{kind}; charset=utf-8\nContent-Transfer-Encoding: {name}\n"
    return f"--{_BOUNDARY}\n{head}\n{body}\n".replace("\n", "\r\n")


__all__ = ["FIRST", "LARGEST", "message", "subject"]
