"""Opens the program that a command is about: the clock is read here, and nowhere else."""

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from readiness_gate.app.exported import Exported, exported
from readiness_gate.app.moments import moment
from readiness_gate.cli.options import POLICY_REF
from readiness_gate.cli.output import STDOUT, tell
from readiness_gate.config import FILE, Configuration, load
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import BadUse, CouldNotLook, NoConfiguration, Unreadable
from readiness_gate.model.links import leads_out
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader
from readiness_gate.model.time import Instant, day_of, iso
from readiness_gate.plugins import Tables, tables
from readiness_gate.run import Program
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.anchor import refuse_led
from readiness_gate.sources.git.facts_reader import FactsReader
from readiness_gate.sources.git.reader import at_ref
from readiness_gate.sources.git.sparse import Explaining
from readiness_gate.sources.people import wrong_files
from readiness_gate.store import in_git
from readiness_gate.toml.document import LARGEST
from readiness_gate.toml.problems import ConfigurationError


@dataclass(frozen=True, slots=True)
class Opened:
    """A program with its configuration, at the time of the run; `read` reads the files of its policy. `exported` says
    when sources were exported, as the command line gives it, and `seen` names the files that were asked for.
    `of_facts` reads people files and exports when a ref has the policy."""

    configuration: Configuration
    program: Program
    tables: Tables
    located: Path
    read: Reader
    exported: Exported = field(default_factory=Exported)
    seen: frozenset[str] | set[str] = frozenset()
    of_facts: FactsReader | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What every report says of how the sources were read, once they have been."""
        return (*self.exported.notes, *(self.of_facts.notes if self.of_facts else ()))

    @property
    def with_edits(self) -> "Opened | None":
        """The same program on what the change made of the files that were read from the ref in their place; None when
        there were none."""
        if self.of_facts is None or not self.of_facts.edited:
            return None
        return replace(self, program=replace(self.program, read=replace(self.of_facts, with_edits=True).read))

    @property
    def gates(self) -> Mapping[str, Gate]:
        """The gates by the milestones' names, with what the command line says of their rosters."""
        return {name: self.exported.gate(gate) for name, gate in self.configuration.gates.items()}

    def gate(self, milestone: str | None, as_of: Instant) -> Gate:
        """The gate of a milestone, or of the next one: that with the earliest date not before the day of `as_of`."""
        gates = self.gates
        if not gates:
            raise BadUse("the configuration has no milestone: add [milestones.go-live] with a date and packs")
        if milestone is not None:
            if milestone not in gates:
                raise BadUse(f'there is no milestone "{milestone}"; the configuration has: {", ".join(sorted(gates))}')
            return gates[milestone]
        ahead = self.ahead(as_of)
        soonest = min((gate.milestone.date for gate in ahead), default=None)
        nearest = [gate for gate in ahead if gate.milestone.date == soonest]
        if len(nearest) != 1:
            why = f"several are on {soonest}" if nearest else "none lies ahead"
            raise BadUse(f"name the milestone, as {why}: {', '.join(sorted(gates))}")
        return nearest[0]

    def ahead(self, as_of: Instant) -> list[Gate]:
        """The gates of the milestones that lie ahead, that of today among them, in the order of their days."""
        gates = (gate for gate in self.gates.values() if gate.milestone.date >= day_of(as_of, gate.zone))
        return sorted(gates, key=lambda gate: (gate.milestone.date, gate.milestone.name))

    def passed(self, as_of: Instant) -> list[Gate]:
        """The gates of the milestones that have passed, in the order of their days."""
        ahead = {gate.milestone.name for gate in self.ahead(as_of)}
        gates = (gate for gate in self.gates.values() if gate.milestone.name not in ahead)
        return sorted(gates, key=lambda gate: (gate.milestone.date, gate.milestone.name))

    def read_anew(self, read: Reader) -> "Opened":
        """The same program, with its configuration as a reader of the work tree has it."""
        where = self.located
        return replace(self, configuration=load(where.name, read, self.tables.signals, root=where.parent))

    def refuse_as_output(self, output: str) -> None:
        """Raise BadUse for a file that the verdict rests on, and for git's own: to write the result there would destroy
        the evidence."""
        if output == STDOUT:
            return
        where = Path(os.path.realpath(output))
        if leads_out(Path.cwd(), output):
            raise BadUse(f"--output {output}: a symbolic link leads out of the folder there; name the file itself")
        if in_git(where):
            raise BadUse(f"--output {output}: that is where git keeps its own data; name another file")
        if any(_same(where, path) for path in self._inputs()):
            raise BadUse(f"--output {output}: the verdict rests on that file, and would take its place; name another")

    def _inputs(self) -> Iterator[Path]:
        """The files that a verdict may rest on, whether they are read from the work tree or from a ref."""
        settings = self.configuration.settings
        jira, people = settings.jira, settings.people
        own = (gate.milestone.roster for gate in self.configuration.gates.values())
        of_people = (each.file for each in (*(people.files.values() if people else ()), *own) if each)
        names = (FILE, WAIVERS, SIGNOFFS, jira and jira.export, *of_people, *self.seen)
        yield self.located
        yield from (settings.root / name for name in names if name)

    def as_of(self, text: str | None) -> Instant:
        """The instant that an `--as-of` means: today's date means now. Raises BadUse for one that is in the future, or
        before an export that the command line gives the time of."""
        now = self.program.now
        as_of = now if text is None else moment("--as-of", text, self.configuration.settings.zone, now)
        if as_of > now:
            raise BadUse(f"--as-of: {iso(as_of)} lies in the future (it is {iso(now)})")
        self.exported.refuse_after(as_of)
        return as_of


def _same(one: Path, other: Path) -> bool:
    """Whether two paths are one file, which may have several names."""
    try:
        return one.samefile(other)
    except (OSError, ValueError):
        return os.path.realpath(one) == os.path.realpath(other)


def all_tables() -> Tables:
    """Our tables with those of the plugins; which of these cannot be used is told."""
    found = tables()
    for why in found.refused:
        tell(f"Warning: {why}")
    return found


def opened(config: str | None, policy_ref: str | None, exported_at: Sequence[str] = ()) -> Opened:
    """Everything that a command needs. Raises BadUse, or ConfigurationError with all that is wrong."""
    return _opened(config, policy_ref, exported_at, all_tables())


def opened_if_there(
    config: str | None, policy_ref: str | None, exported_at: Sequence[str] = (), *, needed: bool = False
) -> tuple[Opened | None, SignalTable]:
    """The program with its signals; for what works without any, our signals alone when none was named or is found."""
    found = all_tables()
    try:
        return _opened(config, policy_ref, exported_at, found), found.signals
    except NoConfiguration:
        if needed or config is not None or policy_ref is not None or exported_at:
            raise
        return None, found.signals


def _opened(config: str | None, policy_ref: str | None, exported_at: Sequence[str], found: Tables) -> Opened:
    if policy_ref is not None and not policy_ref.strip():
        raise BadUse("--policy-ref is empty: name the ref that the policy is read from, or leave the option out")
    if policy_ref is None and os.environ.get(POLICY_REF) == "":
        raise BadUse(f"{POLICY_REF} is empty: name the ref that the policy is read from, or unset the variable")
    where = _located(config, policy_ref)
    folder = where.parent
    seen = set[str]()
    read = _remembered(_reader(folder, policy_ref), seen)
    now = int(time.time())
    # Only people files and exports may be read from elsewhere than the ref: the policy itself stays with `read`.
    of_facts = FactsReader(folder, policy_ref, read, WorkTree(folder).read) if policy_ref else None
    configuration = _loaded(where, read, of_facts.read if of_facts else read, found, policy_ref, now)
    given = exported(exported_at, configuration, now)
    jira = configuration.settings.jira
    if of_facts is not None and jira is not None and jira.export is not None:
        of_facts = replace(of_facts, written=frozenset((jira.export,)))
    read_facts = of_facts.read if of_facts else read
    program = Program(given.settings(configuration.settings), read_facts, now, found.signals, found.sources)
    return Opened(configuration, program, found, where, read, given, seen, of_facts)


def _loaded(
    where: Path, read: Reader, of_facts: Reader, found: Tables, policy_ref: str | None, now: Instant
) -> Configuration:
    """The configuration; where it has mistakes, they are reported together with those of the people files."""
    try:
        return load(where.name, read, found.signals, root=where.parent, ref=policy_ref)
    except ConfigurationError as error:
        wrong = list(wrong_files(error.settings, now, of_facts)) if error.settings else []
        if wrong:
            raise BadUse("\n".join([str(error), "The people files have problems, too:", *wrong])) from error
        raise


def _remembered(read: Reader, seen: set[str]) -> Reader:
    """A reader that keeps the names of the files that it is asked for."""

    def remembering(path: str, limit: int) -> bytes | None:
        seen.add(path)
        return read(path, limit)

    return remembering


def _reader(folder: Path, policy_ref: str | None) -> Reader:
    return at_ref(folder, policy_ref).read if policy_ref else Explaining(WorkTree(folder).read, folder).read


def _located(config: str | None, policy_ref: str | None) -> Path:
    """The configuration's file. Raises NoConfiguration when there is none, or when only the work tree has it."""
    here = Path.cwd() if policy_ref is None else _where_we_came(policy_ref)
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


def _where_we_came(policy_ref: str) -> Path:
    """The folder that the command runs in by the way that led here, as far as that is known: it may be a link."""
    way, here = Path(os.environ.get("PWD", "")), Path.cwd()
    found = way if way.is_absolute() and way.is_dir() and way.samefile(here) else here
    try:
        refuse_led(found, policy_ref)
    except CouldNotLook as error:
        raise BadUse(f'the policy cannot be read from "{policy_ref}": {error}') from error
    return found


def _refuse_new(where: Path, name: str, policy_ref: str) -> None:
    """Raise NoConfiguration for a configuration that the work tree has and a ref has not."""
    if _is_there(WorkTree(where.parent).read, where.name) and not _is_there(
        at_ref(where.parent, policy_ref).read, where.name
    ):
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
