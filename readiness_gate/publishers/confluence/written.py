"""What we wrote on a page: recorded in a content property, and stamped in the comment on the page's version.

The stamp proves that a version is ours even if the run was interrupted before it could record it.
"""

import hashlib
import html
import re
from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.digest import digest
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import Instant, instant, iso
from readiness_gate.publishers.confluence.pages import Page
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import Json

_STAMP = re.compile(
    r"readiness-gate: (go|no-go|undecided) as of (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ), ([0-9a-f]{16})-([0-9a-f]{8})",
    re.ASCII,
)
_HEADING = "</h2>"
_UNSEEN = re.compile(r"<[^<>]*>|\s")
_LAYOUT = 1
_TEXTS = ("program", "milestone", "decision", "basis", "evidence")
_EMPTY = re.compile(r"(?:\s|&nbsp;|<(?:p|br)\b[^<>]*/?>|</(?:p|br)>)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Contents:
    """The content to show on a page."""

    message: Message
    body: str
    """The page in storage format."""
    layout: int
    """The version of its layout."""

    @property
    def basis(self) -> str:
        """A digest of everything that makes the page outdated. The evidence alone is not enough: a sign-off or an
        edited policy can change the decision with the same evidence."""
        said = self.message
        parts = (self.layout, said.program, said.milestone, said.date, said.decision_without_waivers, said.state)
        return digest((*parts, said.evidence_digest, said.policy_digest)).removeprefix("sha256:")[:16]

    def stamp(self, page: str, version: int) -> str:
        """Return the version comment for a version with these contents."""
        what = f"{self.message.decision} as of {iso(self.message.as_of)}, {self.basis}"
        return f"readiness-gate: {what}-{_check(page, version, what)}"

    def is_on(self, page: Page) -> bool:
        """Return whether a page shows these contents: it begins with our heading, and has the digest of the evidence. A
        site may store the same text with other markup."""
        heading = _words(self.body.partition(_HEADING)[0])
        return _words(page.body).startswith(heading) and self.message.evidence_digest in page.body


def _words(body: str) -> str:
    """Return the visible text of a page."""
    return _UNSEEN.sub("", html.unescape(_UNSEEN.sub("", body)))


def _check(page: str, version: int, what: str) -> str:
    """Return the checksum that binds a stamp to a version: copied to another version, the stamp is invalid."""
    return hashlib.sha256(f"{page}\n{version}\n{what}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Written:
    """What the content property records as written by us."""

    program: str
    milestone: str
    decision: str
    basis: str
    evidence: str
    version: int
    as_of: Instant
    """The time of the verdict."""

    @classmethod
    def of(cls, contents: Contents, version: int) -> "Written":
        """Return the record of a version with these contents."""
        said, basis = contents.message, contents.basis
        return cls(said.program, said.milestone, said.decision, basis, said.evidence_digest, version, said.as_of)

    def is_of(self, contents: Contents, version: int) -> bool:
        """Return whether this is the record of a version with these contents, at any time."""
        return self == replace(Written.of(contents, version), as_of=self.as_of)

    @classmethod
    def read(cls, value: object) -> "Written | None":
        """Return the record in a property; None for anything that we do not write."""
        found = as_mapping(value) or {}
        words = [one for one in map(found.get, _TEXTS) if isinstance(one, str)]
        version, as_of = found.get("version"), found.get("as-of")
        is_whole = found.get("layout") == _LAYOUT and len(words) == len(_TEXTS)
        if not is_whole or type(version) is not int or type(as_of) is not int:
            return None
        program, milestone, decision, basis, evidence = words
        return cls(program, milestone, decision, basis, evidence, version, as_of)

    @property
    def value(self) -> Json:
        """The property's value."""
        return {
            "layout": _LAYOUT,
            "program": self.program,
            "milestone": self.milestone,
            "decision": self.decision,
            "basis": self.basis,
            "evidence": self.evidence,
            "version": self.version,
            "as-of": self.as_of,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """What the current version of a page shows, if we wrote it."""

    decision: str
    basis: str
    as_of: Instant
    """The latest time at which it was known to be current."""


def shown(page: Page, written: Written | None, me: str) -> Shown | None:
    """Return what the current version of a page shows; None if our account did not write it. The account is essential,
    because anybody can write a stamp or set the property."""
    if page.writer != me:
        return None
    stamped = _stamped(page)
    if written is None or written.version != page.version:
        return stamped
    if stamped is None:
        return Shown(written.decision, written.basis, written.as_of)
    return replace(stamped, as_of=max(stamped.as_of, written.as_of))


def _stamped(page: Page) -> Shown | None:
    """Return what our stamp in the comment of the current version says; None if it has none."""
    found = _STAMP.fullmatch(page.message)
    if found is None:
        return None
    decision, as_of, basis, check = found.groups()
    if check != _check(page.id, page.version, f"{decision} as of {as_of}, {basis}"):
        return None
    try:
        return Shown(decision, basis, instant(as_of))
    except ValueError:
        return None


def is_empty(page: Page) -> bool:
    """Return whether a page has no content that could be lost."""
    return _EMPTY.fullmatch(page.body) is not None


__all__ = ["Contents", "Shown", "Written", "is_empty", "shown"]
