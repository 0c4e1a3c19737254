"""Opens the program that a command is about: the clock is read here, and nowhere else."""

import os
import time
from dataclasses import dataclass, replace
from pathlib import Path

from readiness_gate.cli.options import POLICY_REF
from readiness_gate.cli.output import STDOUT, tell
from readiness_gate.config import FILE, Configuration, load
from readiness_gate.config.problems import ConfigurationError
from readiness_gate.config.reader import work_tree
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.toml import LARGEST
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import BadUse, NoConfiguration, Unreadable
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Instant, day, day_of, end_of_day, instant, is_day, iso
from readiness_gate.plugins import Tables, tables
from readiness_gate.run import Program
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.reader import at_ref
from readiness_gate.sources.people import wrong_files


@dataclass(frozen=True, slots=True)
class Opened:
    """A program with its configuration, at the time of the run."""

    configuration: Configuration
    program: Program
    tables: Tables
    located: Path

    def gate(self, milestone: str | None, as_of: Instant) -> Gate:
        """The gate of a milestone, or of the next one: that with the earliest date not before the day of `as_of`."""
        gates = self.configuration.gates
        if not gates:
            raise BadUse("the configuration has no milestone: add [milestones.go-live] with a date and packs")
        if milestone is not None:
            if milestone not in gates:
                raise BadUse(f'there is no milestone "{milestone}"; the configuration has: {", ".join(sorted(gates))}')
            return gates[milestone]
        ahead = [gate for gate in gates.values() if gate.milestone.date >= day_of(as_of, gate.zone)]
        soonest = min((gate.milestone.date for gate in ahead), default=None)
        nearest = [gate for gate in ahead if gate.milestone.date == soonest]
        if len(nearest) != 1:
            why = f"several are on {soonest}" if nearest else "none lies ahead"
            raise BadUse(f"name the milestone, as {why}: {', '.join(sorted(gates))}")
        return nearest[0]

    def read_anew(self, read: Reader) -> "Opened":
        """The same program, with its configuration as a reader of the work tree has it."""
        where = self.located
        return replace(self, configuration=load(where.name, read, self.tables.signals, root=where.parent))

    def refuse_as_output(self, output: str) -> None:
        """Raise BadUse for a file that the verdict rests on: to write the result there would destroy the evidence."""
        settings = self.configuration.settings
        jira, people = settings.jira, settings.people
        packs = (name for gate in self.configuration.gates.values() for name in gate.policy.packs)
        own = (gate.milestone.roster for gate in self.configuration.gates.values())
        of_people = (each.file for each in (*(people.files.values() if people else ()), *own) if each)
        names = (FILE, WAIVERS, SIGNOFFS, jira and jira.export, *of_people, *packs)
        inputs = {os.path.realpath(settings.root / name) for name in names if name}
        if output != STDOUT and os.path.realpath(output) in {*inputs, os.path.realpath(self.located)}:
            raise BadUse(f"--output {output}: the verdict rests on that file, and would take its place; name another")

    def as_of(self, text: str | None) -> Instant:
        """The instant that an `--as-of` means: today's date means now. Raises BadUse for one that is in the future."""
        now = self.program.now
        if text is None:
            return now
        try:
            moment = self._day(text) if is_day(text) else instant(text)
        except ValueError as error:
            raise BadUse(f"--as-of: {error}, or a day such as 2027-02-14") from error
        if moment > now:
            raise BadUse(f"--as-of: {iso(moment)} lies in the future (it is {iso(now)})")
        return moment

    def _day(self, text: str) -> Instant:
        zone, now = self.configuration.settings.zone, self.program.now
        if zone is None:
            raise BadUse("--as-of: a day needs a time zone: give timezone in [program]")
        return now if day(text) == day_of(now, zone) else end_of_day(day(text), zone)


def all_tables() -> Tables:
    """Our tables with those of the plugins; which of these cannot be used is told."""
    found = tables()
    for why in found.refused:
        tell(f"Warning: {why}")
    return found


def opened(config: str | None, policy_ref: str | None) -> Opened:
    """Everything that a command needs. Raises BadUse, or ConfigurationError with all that is wrong."""
    return _opened(config, policy_ref, all_tables())


def opened_if_there(
    config: str | None, policy_ref: str | None, *, needed: bool = False
) -> tuple[Opened | None, SignalTable]:
    """The program with its signals; for what works without any, our signals alone when none was named or is found."""
    found = all_tables()
    try:
        return _opened(config, policy_ref, found), found.signals
    except NoConfiguration:
        if needed or config is not None or policy_ref is not None:
            raise
        return None, found.signals


def _opened(config: str | None, policy_ref: str | None, found: Tables) -> Opened:
    if policy_ref is not None and not policy_ref.strip():
        raise BadUse("--policy-ref is empty: name the ref that the policy is read from, or leave the option out")
    if policy_ref is None and os.environ.get(POLICY_REF) == "":
        raise BadUse(f"{POLICY_REF} is empty: name the ref that the policy is read from, or unset the variable")
    where = _located(config, policy_ref)
    folder, name = where.parent, where.name
    read = _reader(folder, policy_ref)
    now = int(time.time())
    try:
        configuration = load(name, read, found.signals, root=folder, ref=policy_ref)
    except ConfigurationError as error:
        files = list(wrong_files(error.settings, now, read)) if error.settings else []
        if files:
            raise BadUse("\n".join([str(error), "The files about people have problems, too:", *files])) from error
        raise
    program = Program(configuration.settings, read, now, found.signals, found.sources)
    return Opened(configuration, program, found, where)


def _reader(folder: Path, policy_ref: str | None) -> Reader:
    return at_ref(folder, policy_ref) if policy_ref else work_tree(folder)


def _located(config: str | None, policy_ref: str | None) -> Path:
    """The configuration's file. Raises NoConfiguration when there is none, or when only the work tree has it."""
    here = Path.cwd()
    if config is not None:
        where = here / config
        if policy_ref is not None:
            _refuse_new(where, config, policy_ref)
        return where
    folders = _upward(here)
    for folder in folders:
        if _reader(folder, policy_ref)(FILE, LARGEST) is not None:
            return folder / FILE
    if policy_ref is not None:
        for folder in folders:
            _refuse_new(folder / FILE, FILE, policy_ref)
    raise NoConfiguration(
        f"there is no {FILE} in {here} or above it: write one with `readiness-gate init`, or name it with -c"
    )


def _refuse_new(where: Path, name: str, policy_ref: str) -> None:
    """Raise NoConfiguration for a configuration that the work tree has and a ref has not."""
    if _is_there(work_tree(where.parent), where.name) and not _is_there(at_ref(where.parent, policy_ref), where.name):
        raise NoConfiguration(
            f"{policy_ref} has no {name} yet: it counts once this change has landed.\n"
            "To see what it would say, run the same command without --policy-ref. "
            f"To have it count for this change, add {name} to the base branch first."
        )


def _is_there(read: Reader, name: str) -> bool:
    """Whether there is such a file; one that cannot be read is there, too."""
    try:
        return read(name, LARGEST) is not None
    except Unreadable:
        return True


def _upward(start: Path) -> list[Path]:
    """A folder and those above it, up to the top of its work tree; the folder alone when it is in none."""
    folders = [start, *start.parents]
    top = next((number for number, folder in enumerate(folders) if (folder / ".git").exists()), 0)
    return folders[: top + 1]
