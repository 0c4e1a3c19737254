"""What we wrote on a page: remembered in a content property, and stamped in the comment of the page's version.

The stamp proves that a version is ours even if the run was stopped before it could remember it.
"""

import hashlib
import re
from dataclasses import replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.digest import digest
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import Instant
from readiness_gate.publishers.confluence.pages import Page
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import Json

_STAMP = re.compile(r"readiness-gate: (go|no-go|undecided), ([0-9a-f]{16})-([0-9a-f]{8})")
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
        return f"readiness-gate: {self.message.decision}, {self.basis}-{_check(page, version, self.basis)}"


def _check(page: str, version: int, basis: str) -> str:
    """What binds a stamp to a version: copied to another one, it is none."""
    return hashlib.sha256(f"{page}\n{version}\n{basis}".encode()).hexdigest()[:8]


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


def _stamp(page: Page) -> "re.Match[str] | None":
    """Our stamp in the comment of the present version; None where it has none."""
    found = _STAMP.fullmatch(page.message)
    return found if found is not None and found[3] == _check(page.id, page.version, found[2]) else None


def basis_of(page: Page, written: Written | None) -> str | None:
    """What the present version of a page was written for, if we wrote it; None if somebody else did."""
    stamp = _stamp(page)
    if stamp is not None:
        return stamp[2]
    return written.basis if written is not None and written.version == page.version else None


def decision_of(page: Page, written: Written | None) -> str | None:
    """The decision that we wrote last on a page; None if we wrote none."""
    stamp = _stamp(page)
    if stamp is not None:
        return stamp[1]
    return None if written is None else written.decision


def is_empty(page: Page) -> bool:
    """Whether there is nothing on a page that could be lost."""
    return _EMPTY.fullmatch(page.body) is not None


__all__ = ["Contents", "Written", "basis_of", "decision_of", "is_empty"]
