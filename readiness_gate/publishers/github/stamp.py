"""The stamp that marks a text on GitHub as ours and names its verdict: an invisible HTML comment."""

import hashlib
import re
from dataclasses import field, replace

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant, iso
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import NotPublished

_STAMP = re.compile(
    r"<!-- readiness-gate:(?P<key>[0-9a-f]{16}) of=(?P<of>[0-9a-f]{16}) state=(?P<state>[0-9a-f]{16}) "
    r"verdict=(?P<verdict>[0-9a-f]{16}) "
    r"as-of=(?P<as_of>[0-9]{1,11}) text=(?P<text>[0-9a-f]{16}) -->\n"
)
_NOTES = "<!-- readiness-gate-note:"
_NOTE = re.compile(rf"\s*{_NOTES}([!-;=?-~ ]+) -->\Z")
_BEGINS = re.compile(r"^<!-- readiness-gate:([0-9a-f]{16}) ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Stamp:
    """The gate of a text, its state, and the verdict."""

    key: str
    """The program and its milestone."""
    of: str
    """The milestone; for a result that was only reported, the key."""
    state: str
    verdict: str
    """A digest that also covers the policy and the evidence."""
    as_of: Instant = field(default=0, compare=False)
    """The time of the verdict; 0 for one that was only reported."""

    def on(self, text: str) -> str:
        """Return a text with this stamp before it."""
        says = f"of={self.of} state={self.state} verdict={self.verdict} as-of={self.as_of} text={digest(text)}"
        return f"<!-- readiness-gate:{self.key} {says} -->\n{text}"


def stamp(message: Message) -> Stamp:
    """Return the stamp of a verdict. All reports that anybody may have written share one key, because their names and
    times may be made up; their names are part of the state instead."""
    names, is_judged = (message.program, message.milestone), message.trust == "judged"
    key = gate_key(*names) if is_judged else digest(message.trust)
    state = message.state if is_judged else digest(message.state, *names, message.date)
    verdict = digest(state, message.trust, message.policy_digest, message.evidence_digest)
    return Stamp(
        key, digest(message.milestone) if is_judged else key, state, verdict, message.as_of if is_judged else 0
    )


def gate_key(program: str, milestone: str) -> str:
    """Return the key of a gate that was judged."""
    return digest("judged", program, milestone)


def stamped(text: str) -> Stamp | None:
    """Return the stamp that a text begins with, if the rest, up to a note, is unchanged; else None."""
    plain = noted(text)[0]
    found = _STAMP.match(plain)
    return begins(plain) if found and digest(plain[found.end() :]) == found["text"] else None


def begins(text: str) -> Stamp | None:
    """Return the stamp that a text begins with, even if somebody edited the rest; None if there is none."""
    found = _STAMP.match(as_stored(text))
    if found is None:
        return None
    return Stamp(found["key"], found["of"], found["state"], found["verdict"], int(found["as_of"]))


def of_error(shown: Stamp) -> Stamp:
    """Return the stamp of a gate that cannot be judged, in place of a verdict's stamp."""
    return replace(shown, state=digest("error"), verdict=digest("error"))


def keys_in(text: str) -> tuple[str, ...]:
    """Return the keys of the stamps at the beginning of any line of a text, even if somebody edited it."""
    return tuple(_BEGINS.findall(as_stored(text)))


def noted(text: str) -> tuple[str, str]:
    """Return a text without the note at its end, and the note, which is also an HTML comment; "" if there is none."""
    plain = as_stored(text)
    found = _NOTE.search(plain)
    return (plain[: found.start()], found[1]) if found else (plain, "")


def with_note(text: str, note: str) -> str:
    """Return a text with another note at its end; "" for none."""
    return f"{noted(text)[0]}\n\n{_NOTES}{note} -->" if note else noted(text)[0]


def refuse_older(mark: Stamp, shown: Stamp | None, decision: str, what: str) -> None:
    """Raise NotPublished for a go that is older than what is shown: a slow run must not replace a newer verdict."""
    if decision == "go" and shown is not None and shown.as_of > mark.as_of:
        raise NotPublished(f"{what} shows a verdict as of a later time, {iso(shown.as_of)}: run this again as of now")


def as_stored(text: str) -> str:
    """Return a text normalized for comparison: a form may have changed its line ends, and dropped trailing blanks."""
    return text.replace("\r\n", "\n").strip()


def digest(*parts: str) -> str:
    """Return a digest of 16 characters for comparing texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


__all__ = [
    "Stamp",
    "as_stored",
    "begins",
    "digest",
    "gate_key",
    "keys_in",
    "noted",
    "of_error",
    "refuse_older",
    "stamp",
    "stamped",
    "with_note",
]
