"""What was sent last, so that only a change is sent, and not too often: kept in a file, or beside a page of a
Confluence.
"""

import json
import os
from pathlib import Path
from typing import Any, Protocol

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


@dataclass(frozen=True, slots=True)
class Sent:
    """The last message on a milestone."""

    state: str
    """What it reported; "" if it did not arrive everywhere."""
    decision: str
    rules: tuple[str, ...]
    """The ids of the rules that were in the way."""
    at: Instant
    """When it was sent."""
    tried: str = ""
    """The decision of a later message that did not arrive everywhere; "" for none."""

    @property
    def may_say_go(self) -> bool:
        """Whether the newest message that somebody has may say go."""
        return (self.tried or self.decision) == "go"

    @classmethod
    def of(cls, said: Message, at: Instant) -> "Sent":
        """A message that is sent now."""
        return cls(said.state, said.decision, (*said.failing, *said.unknown), at)

    @classmethod
    def read(cls, value: object) -> "Sent | None":
        """What is remembered; None for anything that we do not write."""
        found = as_mapping(value) or {}
        state, decision, at, tried = (found.get(name) for name in ("state", "decision", "at", "tried"))
        rules = [one for one in as_sequence(found.get("rules")) or [] if isinstance(one, str)]
        if not isinstance(state, str) or not isinstance(decision, str) or type(at) is not int:
            return None
        return cls(state, decision, tuple(rules), at, tried if isinstance(tried, str) else "")

    @property
    def value(self) -> dict[str, Any]:
        """As it is remembered."""
        known = {"state": self.state, "decision": self.decision, "rules": list(self.rules), "at": self.at}
        return known | ({"tried": self.tried} if self.tried else {})


class Memory(Protocol):
    """Remembers what was sent last on each milestone."""

    def read(self, milestone: str) -> Sent | None:
        """What was sent last; None for nothing."""
        ...

    def all(self) -> dict[str, Sent] | None:
        """What was sent last on each milestone; None where nothing is remembered."""
        ...

    def write(self, milestone: str, sent: Sent) -> None:
        """Remember it. Raises NotPublished where that fails."""
        ...


@dataclass(frozen=True, slots=True)
class NoMemory:
    """Remembers nothing: every run sends."""

    def read(self, milestone: str) -> Sent | None:  # noqa: ARG002 - as others
        """Nothing was sent."""
        return None

    def all(self) -> dict[str, Sent] | None:
        """Nobody knows."""
        return None

    def write(self, milestone: str, sent: Sent) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class FileMemory:
    """Remembers in a file, which a CI system keeps from run to run."""

    path: Path

    def read(self, milestone: str) -> Sent | None:
        """What was sent last; None where there is no file. Raises BadUse for another file, which would be lost, and
        where none can be written, because every run would send its message again."""
        folder = next(one for one in self.path.resolve().parents if one.exists())
        if not folder.is_dir() or not os.access(folder, os.W_OK):
            raise BadUse(f"--last {self.path}: {folder} is no folder that can be written. Name another file")
        return Sent.read(self._all().get(milestone))

    def all(self) -> dict[str, Sent] | None:
        """What was sent last on each milestone. Raises BadUse for another file."""
        return _several(self._all())

    def _all(self) -> dict[str, object]:
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
        """Remember it beside other milestones."""
        where = self.path.resolve()
        try:
            where.parent.mkdir(parents=True, exist_ok=True)
            with store.locked(where.parent):  # read in here too: another run may just have written
                text = json.dumps(_with(self._all(), milestone, sent), indent=2, sort_keys=True) + "\n"
                store.replace(where, text.encode())
        except BadUse as error:
            raise NotPublished(f"{_FORGOTTEN}: {error}") from error
        except OSError as error:
            why = f"--last {self.path} cannot be written ({error.strerror or error})"
            raise NotPublished(f"{_FORGOTTEN}: {why}") from error


@dataclass(frozen=True, slots=True)
class PageMemory:
    """Remembers in a content property of a page of a Confluence."""

    site: Site
    page: str

    def read(self, milestone: str) -> Sent | None:
        """What was sent last; None where nothing that we wrote is there."""
        return Sent.read(_milestones(self.site.remembered(self.page, KEY)).get(milestone))

    def all(self) -> dict[str, Sent] | None:
        """What was sent last on each milestone."""
        return _several(_milestones(self.site.remembered(self.page, KEY)))

    def write(self, milestone: str, sent: Sent) -> None:
        """Remember it beside other milestones, and read it back."""
        try:
            remember(self.site, self.page, KEY, lambda known: _with(_milestones(known), milestone, sent))
        except NotPublished as error:
            raise NotPublished(f"{_FORGOTTEN}: {error}") from error


_FORGOTTEN = "the message was sent, but that could not be remembered, so the next run sends it again"


def _milestones(known: Property | None) -> dict[str, object]:
    found = as_mapping(known.value) if known is not None else None
    return dict(as_mapping((found or {}).get("milestones")) or {})


def _several(milestones: dict[str, object]) -> dict[str, Sent]:
    known = ((name, Sent.read(value)) for name, value in milestones.items())
    return {name: sent for name, sent in known if sent is not None}


def _with(milestones: dict[str, object], milestone: str, sent: Sent) -> dict[str, Any]:
    return {"layout": _LAYOUT, "milestones": {**milestones, milestone: sent.value}}


__all__ = ["KEY", "FileMemory", "Memory", "NoMemory", "PageMemory", "Sent"]
