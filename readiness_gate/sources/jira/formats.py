"""Files that Jira and others write but that cannot be read as an export, each with its name."""

import re

from readiness_gate.errors import CouldNotLook

_HEAD = 1 << 20
_INSTEAD = "export CSV (all fields), or the search API's JSON"
_MARKUP = re.compile(rb"(\xef\xbb\xbf)?\s*<")
_KINDS = (
    (re.compile(rb"<rss\b", re.IGNORECASE), f"this is Jira's XML export (RSS): {_INSTEAD}"),
    (re.compile(rb"<entity-engine-xml\b", re.IGNORECASE), f"this is a backup of Jira as XML: {_INSTEAD}"),
    (
        re.compile(rb"urn:schemas-microsoft-com:office:excel|Excel\.Sheet|application/vnd\.ms-excel", re.IGNORECASE),
        f"this is Jira's Excel export, a web page: {_INSTEAD}",
    ),
    (
        re.compile(rb"urn:schemas-microsoft-com:office:word|Word\.Document|application/msword", re.IGNORECASE),
        f"this is Jira's Word export, a web page: {_INSTEAD}",
    ),
    (
        re.compile(rb"""id\s*=\s*["']?issuetable\b""", re.IGNORECASE),
        f"this is Jira's printable or HTML export, a web page: {_INSTEAD}",
    ),
    (re.compile(rb"<\?xml\b", re.IGNORECASE), f"this is an XML file: {_INSTEAD}"),
)
_BINARY = (
    (b"PK\x03\x04", f"this is a zip archive or an Excel workbook (.xlsx): {_INSTEAD}"),
    (b"\xd0\xcf\x11\xe0", f"this is an Excel workbook (.xls): {_INSTEAD}"),
    (b"%PDF", f"this is a PDF file: {_INSTEAD}"),
)


def refuse_foreign(content: bytes | bytearray, shown: str) -> None:
    """Raise CouldNotLook for a file of another kind, and say which; a possible export passes."""
    head = bytes(content[:_HEAD])
    for start, what in _BINARY:
        if head.startswith(start):
            raise CouldNotLook(f"{shown}: {what}")
    if not _MARKUP.match(head):
        return
    for expression, what in _KINDS:
        if expression.search(head):
            raise CouldNotLook(f"{shown}: {what}")
