"""The memory of the last message, so that only changes are sent, and not too often: in a file, or on a Confluence page.

An unreadable memory never suppresses a message silently: it raises NotPublished instead of returning nothing.
"""

import json
import os
import re
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote

from readiness_gate import store
from readiness_gate.errors import BadUse, GateError
from readiness_gate.files import content
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.shapes import as_mapping, as_sequence
from readiness_gate.model.time import Instant
from readiness_gate.publishers.confluence.pages import Property, Site
from readiness_gate.publishers.confluence.remember import remember
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import NotPublished

KEY = "readiness-gate-notify"
_LAYOUT = "readiness-gate notify 1"
_LARGEST = 1 << 20
_LINE = re.compile(r"([^ ]+) ([^ ]+) ([^ ]+) ([0-9]{1,11})")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Sent:
    """The last message on a milestone."""

    state: str
    """The state that it reported; "" if it did not arrive everywhere."""
    decision: str
    rules: tuple[str, ...] | None
    """The ids of the rules that blocked; None if only their digest is stored, in the state."""
    at: Instant
    """The time of sending."""
    tried: str = ""
    """The decision of a later message that did not arrive everywhere; "" if there is none."""

    @property
    def may_say_go(self) -> bool:
        """Whether the newest message that somebody received may be a go."""
        return (self.tried or self.decision) == "go"

    @classmethod
    def of(cls, said: Message, at: Instant) -> "Sent":
        """Return the record of a message that is sent now."""
        return cls(said.state, said.decision, (*said.failing, *said.unknown), at)

    @classmethod
    def read(cls, value: object) -> "Sent | None":
        """Return the stored message; None for anything that we do not write."""
        found = as_mapping(value) or {}
        state, decision, at, tried = (found.get(name) for name in ("state", "decision", "at", "tried"))
        rules = [one for one in as_sequence(found.get("rules")) or [] if isinstance(one, str)]
        if not isinstance(state, str) or not isinstance(decision, str) or type(at) is not int:
            return None
        return cls(state, decision, tuple(rules), at, tried if isinstance(tried, str) else "")

    @property
    def value(self) -> dict[str, Any]:
        """The form in which it is stored."""
        known = {"state": self.state, "decision": self.decision, "rules": list(self.rules or ()), "at": self.at}
        return known | ({"tried": self.tried} if self.tried else {})

    @property
    def line(self) -> str:
        """The form in which it is stored on a single line: without the rules."""
        words = (quote(word, safe="") or _NONE for word in (self.state, self.decision, self.tried))
        return " ".join((*words, f"{self.at}"))

    @classmethod
    def of_line(cls, line: str) -> "Sent | None":
        """Return the message stored on a line; None for anything that we do not write."""
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        state, decision, tried = ("" if word == _NONE else unquote(word) for word in found.groups()[:3])
        return cls(state, decision, None, int(found[4]), tried)


class Memory(Protocol):
    """Store the last message of each milestone."""

    def read(self, milestone: str) -> Sent | None:
        """Return the last message; None if there was none. Raises NotPublished if that is unknown."""
        ...

    def all(self) -> dict[str, Sent] | None:
        """Return the last message on each milestone; None if there is no memory. Raises NotPublished if that is
        unknown."""
        ...

    def write(self, milestone: str, sent: Sent) -> None:
        """Store the message. Raises NotPublished if that fails."""
        ...


@dataclass(frozen=True, slots=True)
class NoMemory:
    """Store nothing: every run sends."""

    def read(self, milestone: str) -> Sent | None:  # noqa: ARG002 - as others
        """Return None: no message is known."""
        return None

    def all(self) -> dict[str, Sent] | None:
        """Return None: there is no memory."""
        return None

    def write(self, milestone: str, sent: Sent) -> None:
        """Discard the message."""


@dataclass(frozen=True, slots=True)
class FileMemory:
    """Store messages in a file, which a CI system keeps between runs."""

    path: Path

    def read(self, milestone: str) -> Sent | None:
        """Return the last message; None if there is no file. Raises BadUse if the file is something else, which would
        be lost, or if it cannot be written, because every run would then send its message again."""
        folder = next(one for one in self.path.resolve().parents if one.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise BadUse(f"--last {self.path}: {folder} is not a writable folder. Name another file")
        return self.all().get(milestone)

    def all(self) -> dict[str, Sent]:
        """Return the last message on each milestone. Raises BadUse if the file is something else."""
        return _read(self._stored(), f"--last {self.path}")

    def _stored(self) -> dict[str, object]:
        try:
            found = as_mapping(json.loads(content(self.path, _LARGEST)))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError, GateError) as error:
            raise BadUse(f"--last {self.path}: the file cannot be read. Delete it, or name another one") from error
        milestones = as_mapping((found or {}).get("milestones"))
        if found is None or found.get("layout") != _LAYOUT or milestones is None:
            raise BadUse(f"--last {self.path}: publish notify did not write this file. Name another one")
        return dict(milestones)

    def write(self, milestone: str, sent: Sent) -> None:
        """Store the message beside those of other milestones. Raises BadUse if the file is something else."""
        where = self.path.resolve()
        try:
            where.parent.mkdir(parents=True, exist_ok=True)
            with store.locked(where.parent):  # read again under the lock: another run may just have written
                text = json.dumps(_with(self._stored(), milestone, sent), indent=2, sort_keys=True) + "\n"
                store.replace(where, text.encode())
        except OSError as error:
            raise NotPublished(f"--last {self.path} cannot be written ({error.strerror or error})") from error


@dataclass(frozen=True, slots=True)
class PageMemory:
    """Store messages in a content property of a Confluence page."""

    site: Site
    page: str

    def read(self, milestone: str) -> Sent | None:
        """Return the last message; None if there was none."""
        return self.all().get(milestone)

    def all(self) -> dict[str, Sent]:
        """Return the last message on each milestone."""
        known, where = self.site.remembered(self.page, KEY), f'the content property "{KEY}" of the page {self.page}'
        if known is not None and (as_mapping(known.value) or {}).get("layout") != _LAYOUT:
            raise NotPublished(f"{where} was written by something else")
        return _read(_milestones(known), where)

    def write(self, milestone: str, sent: Sent) -> None:
        """Store the message beside those of other milestones, and read it back."""
        remember(self.site, self.page, KEY, lambda known: _with(_milestones(known), milestone, sent))


def _milestones(known: Property | None) -> dict[str, object]:
    found = as_mapping(known.value) if known is not None else None
    return dict(as_mapping((found or {}).get("milestones")) or {})


def _read(milestones: dict[str, object], where: str) -> dict[str, Sent]:
    """Return the last message on each milestone. Raises NotPublished if any of them was changed."""
    known = {name: sent for name, value in milestones.items() if (sent := Sent.read(value)) is not None}
    if changed := sorted(milestones.keys() - known.keys()):
        raise NotPublished(f"{where} was changed by something else: {', '.join(changed)}")
    return known


def _with(milestones: dict[str, object], milestone: str, sent: Sent) -> dict[str, Any]:
    return {"layout": _LAYOUT, "milestones": {**milestones, milestone: sent.value}}


__all__ = ["KEY", "FileMemory", "Memory", "NoMemory", "PageMemory", "Sent"]
