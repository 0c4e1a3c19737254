"""Whether a waiver is properly approved and in time, by its own content and whatever the rule says today."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from readiness_gate.model.policy import Waiver, WaiverTerms
from readiness_gate.model.verdict import WaiverState


def why_not_approved(waiver: Waiver, terms: WaiverTerms, today: date) -> tuple[WaiverState, str] | None:
    """Return why a waiver does not count on a day of the program's calendar, as a state and in words; None if it
    does."""
    if _person(waiver.approved_by) == _person(waiver.requested_by):
        return "self-approved", f"{waiver.approved_by} approved their own request"
    if not is_named(waiver.approved_by, terms.approvers):
        return "unknown-approver", f"{waiver.approved_by} is not one of waivers.approvers"
    unclear = _unclear(waiver)
    if unclear is not None:
        why = f'"{unclear}" is not a plain address, so it is unknown whether somebody else approved'
        return "self-approved", f"{why}: write one address, such as name@example.com"
    lasts = (waiver.expires - waiver.approved_on).days
    if lasts > terms.max_days:
        return "over-long", f"it would last {lasts} days; at most {terms.max_days} are allowed"
    if waiver.approved_on > today:
        return "not-yet-approved", f"it is not approved before {waiver.approved_on}"
    if waiver.expires < today:
        return "expired", f"it expired at the end of {waiver.expires}"
    return None


def approved(waivers: Iterable[Waiver], terms: WaiverTerms, today: date) -> list[Waiver]:
    """Return the waivers that are properly approved, and in time, on a day of the program's calendar."""
    return [waiver for waiver in waivers if why_not_approved(waiver, terms, today) is None]


def is_named(person: str, among: Iterable[str]) -> bool:
    """Return whether a person is in a list of names, compared case-folded."""
    return person.strip().casefold() in {name.strip().casefold() for name in among}


_LOOK_ALIKE = str.maketrans(
    "\u0430\u0432\u0435\u0455\u0456\u0458\u043a\u043c\u043d\u043e\u0441\u0440\u0442\u0443\u0445"
    "\u0501\u051b\u051d\u0261\u03b1\u03b5\u03b9\u03bf\u03ba\u03bd\u03c1\u03c4\u03c5\u03c7",
    "abesijkmhocptyxdqwgaeiokvptyx",
)
"""Lower-case letters of other alphabets that look like Latin ones: the pairs in Unicode's confusables (UTS 39) that
appear in addresses."""


_PART = r"\w+(?:['&+-]+\w+)*"
_ADDRESS = re.compile(rf"(?!_){_PART}(?:\.{_PART})*(?<!_)@{_PART}(?:\.{_PART})*(?<!_)")


def _unclear(waiver: Waiver) -> str | None:
    """Return the requester or approver whose identity is unclear: comments, quotes, lists and odd dots can spell the
    same address differently. A name that is not an address can only be compared with other names. None if both are
    clear."""
    both = (waiver.requested_by, waiver.approved_by)
    if not any("@" in unicodedata.normalize("NFKC", person) for person in both):
        return None
    return next((person for person in both if not _is_plain(person)), None)


def _is_plain(address: str) -> bool:
    """Return whether a text is a single address, with or without a name before it."""
    letters = unicodedata.normalize("NFKC", address)
    seen = "".join(letter for letter in letters if unicodedata.category(letter) not in ("Cf", "Cc")).strip()
    name, begun, rest = seen.rpartition("<")
    bare = rest.removesuffix(">") if begun else seen
    return "@" not in name and _ADDRESS.fullmatch(bare.strip().casefold().removeprefix("mailto:")) is not None


def _person(address: str) -> str:
    """Return the person that an address belongs to: case, spaces, compatibility forms, look-alike letters, a name or
    `mailto:` before it and a +tag make no difference."""
    letters = unicodedata.normalize("NFKC", address).casefold().translate(_LOOK_ALIKE)
    seen = "".join(letter for letter in letters if unicodedata.category(letter)[0] not in "ZC")
    bare = seen.rpartition("<")[2].partition(">")[0].removeprefix("mailto:")
    local, at, domain = bare.rpartition("@")
    return local.partition("+")[0] + at + domain
