"""Finds the histories that record the verdicts of a portfolio's programs. Only the program's name and the history are
read from each configuration; nothing is judged."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from readiness_gate.config.history import why_refused
from readiness_gate.config.reader import WorkTree
from readiness_gate.errors import GateError
from readiness_gate.history import FILE, Store, opened
from readiness_gate.history.address import is_database
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.links import leads_out
from readiness_gate.model.portfolio import Member
from readiness_gate.model.wording import listed
from readiness_gate.portfolio.answers import Part, Text
from readiness_gate.reports.escape import recorded_name
from readiness_gate.toml.document import LARGEST, parse
from readiness_gate.toml.problems import Problem

_NAMES = 5
_SAME_NAME = (
    '{number} configurations have the program name "{name}", and record into one history ({names}), so it is unknown '
    "which verdict is of which. Give each its own name under [program], or its own history"
)
_HOW = "Run `readiness-gate check` in its checkout to see what is wrong"


class _Program(Part):
    name: Text


class _History(Part):
    store: Text = FILE


class _Configuration(Part):
    program: _Program
    history: _History = _History()


@dataclass(frozen=True, slots=True)
class Remembered:
    """The place where the verdicts of a program are recorded."""

    member: Member
    program: str = ""
    """The name of the program in its history."""
    store: Store | None = None
    """None if unknown."""
    unknown: str = ""
    """Why it is unknown which verdicts belong to the program, and how to fix it."""


def remembered(members: Sequence[Member], root: Path, given: str | None) -> list[Remembered]:
    """Return the place of each program's verdicts: the given history, or the one that its configuration names. It is
    unknown for programs that share a name in one history. Raises BadUse if the given history is invalid."""
    shared = None if given is None else opened(given, Path())
    stores: dict[str, Store] = {}
    found: list[Remembered] = []
    for member in members:
        try:
            name, store = _of(root / member.checkout, member.config, shared)
        except GateError as error:
            found.append(Remembered(member, unknown=str(error)))
        else:
            found.append(Remembered(member, name, stores.setdefault(store.name, store)))
    return [_apart(one, found, root) for one in found]


def _apart(one: Remembered, found: Sequence[Remembered], root: Path) -> Remembered:
    """Return the entry; as unknown if another configuration records under the same name in the same history."""
    same = [other for other in found if other.store is not None and other.store is one.store]
    places = {
        os.path.realpath(root / other.member.checkout / other.member.config)
        for other in same
        if other.program == one.program
    }
    if len(places) <= 1:
        return one
    names = listed([other.member.name for other in same if other.program == one.program], _NAMES)
    why = _SAME_NAME.format(number=len(places), name=one.program, names=names)
    return replace(one, unknown=why)


def _of(checkout: Path, config: str, shared: Store | None) -> tuple[str, Store]:
    """Return the name of a program and its history. Raises GateError if they are unknown."""
    if not checkout.is_dir():
        raise GateError(f"the checkout {checkout} is not there. Clone it again, or correct checkout in the portfolio")
    written = _configuration(checkout, config)
    name = recorded_name(written.program.name)
    if shared is not None:
        return name, shared
    text, folder = written.history.store, (checkout / config).parent
    wrong = why_refused(text)
    if wrong:
        raise GateError(f"{config}: history.store {wrong}")
    if not is_database(text) and (leads_out(folder, text) or leads_out(checkout, config)):
        raise GateError(f"the history {text}: a symbolic link leads out of the folder of the configuration. Remove it")
    return name, opened(text, folder)


def _configuration(checkout: Path, config: str) -> _Configuration:
    data = WorkTree(checkout).read(config, LARGEST)
    if data is None:
        raise GateError(f"{config} not found in {checkout}. Correct config in the portfolio")
    document = parse(config, data)
    if isinstance(document, Problem):
        raise GateError(f"{config} cannot be read. {_HOW}")
    try:
        return _Configuration.model_validate(document.content)
    except ValidationError as error:
        where = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
        raise GateError(f"{config} has a mistake at {where}. {_HOW}") from error


__all__ = ["Remembered", "remembered"]
