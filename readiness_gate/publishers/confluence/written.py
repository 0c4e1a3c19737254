"""What we wrote on a page: remembered in a content property, and stamped in the comment of the page's version.

The stamp proves that a version is ours even if the run was stopped before it could remember it.
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
    """What a page is to say."""

    message: Message
    body: str
    """The page in storage format."""
    layout: int
    """The version of its layout."""

    @property
    def basis(self) -> str:
        """A digest of what a page is written again for. The evidence alone is not enough: a sign-off or an edited
        policy can change the decision with the same evidence."""
        said = self.message
        parts = (self.layout, said.program, said.milestone, said.date, said.decision_without_waivers, said.state)
        return digest((*parts, said.evidence_digest, said.policy_digest)).removeprefix("sha256:")[:16]

    def stamp(self, page: str, version: int) -> str:
        """The comment of a version of a page that says this."""
        what = f"{self.message.decision} as of {iso(self.message.as_of)}, {self.basis}"
        return f"readiness-gate: {what}-{_check(page, version, what)}"

    def is_on(self, page: Page) -> bool:
        """Whether a page shows this: its first words are our heading, and the digest of the evidence is there. A site
        may write the same text in other markup."""
        heading = _words(self.body.partition(_HEADING)[0])
        return _words(page.body).startswith(heading) and self.message.evidence_digest in page.body


def _words(body: str) -> str:
    """The text of a page, without what nobody sees."""
    return _UNSEEN.sub("", html.unescape(_UNSEEN.sub("", body)))


def _check(page: str, version: int, what: str) -> str:
    """What binds a stamp to a version: copied to another one, it is none."""
    return hashlib.sha256(f"{page}\n{version}\n{what}".encode()).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class Written:
    """What the content property says that we wrote last."""

    program: str
    milestone: str
    decision: str
    basis: str
    evidence: str
    version: int
    as_of: Instant
    """The time that the verdict was about."""

    @classmethod
    def of(cls, contents: Contents, version: int) -> "Written":
        """What is remembered of a version with these contents."""
        said, basis = contents.message, contents.basis
        return cls(said.program, said.milestone, said.decision, basis, said.evidence_digest, version, said.as_of)

    def is_of(self, contents: Contents, version: int) -> bool:
        """Whether this is remembered of a version with these contents, at whatever time."""
        return self == replace(Written.of(contents, version), as_of=self.as_of)

    @classmethod
    def read(cls, value: object) -> "Written | None":
        """What a property says; None for anything that we do not write."""
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
    """What the present version of a page says, which we wrote."""

    decision: str
    basis: str
    as_of: Instant
    """The latest time at which it was known to be so."""


def shown(page: Page, written: Written | None, me: str) -> Shown | None:
    """What the present version of a page says; None if our account did not write it. Anybody can
    make a stamp or set the property, so neither is enough without the account."""
    if page.writer != me:
        return None
    stamped = _stamped(page)
    if written is None or written.version != page.version:
        return stamped
    if stamped is None:
        return Shown(written.decision, written.basis, written.as_of)
    return replace(stamped, as_of=max(stamped.as_of, written.as_of))


def _stamped(page: Page) -> Shown | None:
    """What our stamp in the comment of the present version says; None where it has none."""
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
    """Whether there is nothing on a page that could be lost."""
    return _EMPTY.fullmatch(page.body) is not None


__all__ = ["Contents", "Shown", "Written", "is_empty", "shown"]
