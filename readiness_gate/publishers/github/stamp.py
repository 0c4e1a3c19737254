"""What marks a text on GitHub as ours, and says which verdict it shows: an HTML comment that nobody sees."""

import hashlib
import re

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.message import Message

_STAMP = re.compile(
    r"<!-- readiness-gate:(?P<key>[0-9a-f]{16}) state=(?P<state>[0-9a-f]{16}) verdict=(?P<verdict>[0-9a-f]{16}) "
    r"text=(?P<text>[0-9a-f]{16}) -->\n"
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Of which gate a text is, in which state it was, and by which verdict."""

    key: str
    """The program and its milestone."""
    state: str
    verdict: str
    """The policy and the evidence, too."""

    def on(self, text: str) -> str:
        """A text with this stamp before it."""
        head = f"<!-- readiness-gate:{self.key} state={self.state} verdict={self.verdict} text={_digest(text)} -->"
        return f"{head}\n{text}"


def stamp(message: Message) -> Stamp:
    """The stamp of a verdict. All reports that anybody may have written share one key: their names may be made up."""
    key = _digest(message.trust, *([message.program, message.milestone] if message.trust == "judged" else []))
    verdict = _digest(message.state, message.trust, message.policy_digest, message.evidence_digest)
    return Stamp(key, message.state, verdict)


def stamped(text: str) -> Stamp | None:
    """The stamp that a text begins with, if the rest of it is as it was written; None otherwise."""
    plain = as_stored(text)
    found = _STAMP.match(plain)
    if found is None or _digest(plain[found.end() :]) != found["text"]:
        return None
    return Stamp(found["key"], found["state"], found["verdict"])


def key_of(text: str) -> str:
    """The key that a text begins with, even if somebody edited the rest; "" for none."""
    found = _STAMP.match(as_stored(text))
    return found["key"] if found else ""


def as_stored(text: str) -> str:
    """A text as it is compared: a form may have changed the ends of its lines, and dropped blanks at its end."""
    return text.replace("\r\n", "\n").strip()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


__all__ = ["Stamp", "as_stored", "key_of", "stamp", "stamped"]
