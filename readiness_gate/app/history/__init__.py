"""Record verdicts in a history, and read them back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from readiness_gate.app.history.decisions import decisions_of
from readiness_gate.app.history.rows import WORK_TREE, Origin, rows_of
from readiness_gate.app.session import Session
from readiness_gate.config.own_files import files_of
from readiness_gate.errors import BadUse, NotWritten
from readiness_gate.history import NoHistory, NothingRecorded, Store, opened, recording, verifying
from readiness_gate.history.address import is_database
from readiness_gate.history.recording import FIRST
from readiness_gate.history.rows import READ_FROM_SOURCES, DecisionRow, ReadingRow, Recorded
from readiness_gate.history.verifying import Verified
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.links import leads_out
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import Verdict
from readiness_gate.reports.escape import printable, recorded_name


@dataclass(frozen=True, slots=True)
class Entry:
    """A verdict in a history."""

    recorded: Recorded
    is_new: bool
    """Whether it was just added."""


def store_of(session: Session | None, given: str | None) -> Store:
    """Return the given history, else the configured one, without reading it. Raises BadUse for an invalid one."""
    if given is not None or session is None:
        return opened(given or "", Path())
    folder, text = session.located.parent, session.configuration.history
    if not is_database(text) and leads_out(folder, text):
        raise BadUse(f"the history {text}: a symbolic link leads out of the folder of the configuration. Remove it")
    return opened(text, folder)


def recorded(store: Store, session: Session, judged: Sequence[Verdict]) -> list[Entry]:
    """Record verdicts and decisions, either all or none; what is already there is unchanged. Raises NotWritten, also if
    a line of the decision log was altered and cannot be recorded."""
    files = frozenset(_files(session))
    origin = Origin(session.policy_commit or WORK_TREE, session.facts_digest or READ_FROM_SOURCES)
    rows = [rows_of(verdict, session.program.now, origin, files) for verdict in judged]
    decisions = decisions_of(session)
    try:
        with store.writing() as tables:
            entries = [Entry(*recording.record(tables, one)) for one in rows]
            for decision in decisions.rows:
                recording.record_decision(tables, decision)
    except NoHistory as error:
        raise NotWritten(f"nothing was recorded: {error}") from error
    if decisions.problem:
        raise NotWritten(f"the verdict was recorded, and not every decision: {decisions.problem}")
    return entries


def _files(session: Session) -> Iterator[str]:
    """Yield the names of the files that the configuration reads from."""
    settings = session.configuration.settings
    milestones = [gate.milestone for gate in session.configuration.gates.values()]
    for source in session.tables.sources.values():
        yield from files_of(source, settings, milestones)


def of_program(store: Store, session: Session, milestone: str | None, first: Instant | None = None) -> list[Recorded]:
    """Return the recorded verdicts of a program, or of one of its milestones, oldest first and none as of a time before
    `first`. Raises NoHistory, also if there are none."""
    program = recorded_name(session.configuration.settings.program)
    name = None if milestone is None else printable(milestone)
    with store.reading() as tables:
        found = recording.verdicts(tables, program, name, FIRST if first is None else first)
    if not found:
        of = f" of {name}" if name else f" of {program}"
        since = f" as of {iso(first)} or later" if first is not None else ""
        command = f"readiness-gate history record {name or ''}".rstrip()
        raise NothingRecorded(f"{store.name}: nothing{of}{since} was recorded. Run `{command}`")
    return found


def edited(store: Store, found: Sequence[Recorded]) -> frozenset[int]:
    """Return the numbers of the verdicts whose decision contradicts their recorded rules. Raises NoHistory."""
    gates = {(one.verdict.program, one.verdict.milestone) for one in found}
    by_rules: dict[int, str] = {}
    with store.reading() as tables:
        for gate in gates:
            by_rules |= recording.by_rules(tables, *gate)
    return frozenset(one.number for one in found if one.verdict.decision != by_rules.get(one.number, "undecided"))


def whole(store: Store) -> list[tuple[Recorded, list[ReadingRow]]]:
    """Return everything that was recorded, for every program. Raises NoHistory."""
    with store.reading() as tables:
        return recording.everything(tables)


def decided(store: Store) -> list[DecisionRow]:
    """Return every recorded line of a decision log, for every program. Raises NoHistory."""
    with store.reading() as tables:
        return [row for name in recording.programs(tables) for row in recording.decisions(tables, name)]


def verified(store: Store, last: str | None) -> Verified:
    """Return whether a history is unaltered; `last` must still be the digest of a verdict. Raises NoHistory if that
    cannot be determined."""
    with store.reading() as tables:
        result = verifying.verified(tables, last)
    damage = store.damage()
    return replace(result, against=(*result.against, damage)) if damage else result


__all__ = ["Entry", "decided", "edited", "of_program", "recorded", "store_of", "verified", "whole"]
