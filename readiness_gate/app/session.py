"""A program to evaluate: its configuration, how its files are read, and the milestone in question."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path

from readiness_gate.app.exported import Exported, exported
from readiness_gate.app.locate import Whereabouts, here, located
from readiness_gate.app.moments import moment
from readiness_gate.config import FILE, Configuration, load
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.own_files import files_of
from readiness_gate.config.reader import WorkTree
from readiness_gate.config.signoffs import FILE as SIGNOFFS
from readiness_gate.config.waivers import FILE as WAIVERS
from readiness_gate.errors import BadUse
from readiness_gate.history.address import is_database
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.past_go_lives import ByPattern
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant, day_of, iso
from readiness_gate.plugins import Tables
from readiness_gate.run import Program
from readiness_gate.sources.git.facts_reader import FactsReader
from readiness_gate.sources.git.reader import at_ref


@dataclass(frozen=True, slots=True)
class Session:
    """A program with its configuration, at the time of the run."""

    configuration: Configuration
    program: Program
    tables: Tables
    located: Path
    """The path of the configuration."""
    read: Reader
    """Reads the files of the policy."""
    facts_reader: FactsReader | None = None
    """Reads people files and exports if a ref has the policy; None if the work tree has it."""
    exported: Exported = field(default_factory=Exported)
    """The export times that the caller gave."""
    seen: frozenset[str] | set[str] = frozenset()
    """The names of the policy files that were read."""
    remarks: tuple[str, ...] = ()
    """Further notes for every report on how the sources were read."""
    ref_alone: bool = False
    """Whether the work tree is not a change to the ref, so that its tracked files are ignored."""
    policy_commit: str = ""
    """The commit that the policy is read from; "" if the work tree has it."""
    facts_digest: str = ""
    """The SHA-256 of the file that has the facts; "" if they are read from the sources."""

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes for every report on how the sources were read; complete only after they were read."""
        return (*self.remarks, *self.exported.notes, *(self.facts_reader.notes if self.facts_reader else ()))

    @property
    def with_edits(self) -> "Session | None":
        """The same program with the change's versions of the files that were read from the ref; None if there are
        none."""
        if self.facts_reader is None or not self.facts_reader.edited:
            return None
        of_change = replace(self.facts_reader, with_edits=True)
        return replace(self, program=replace(self.program, read=of_change.read), facts_reader=of_change)

    @property
    def gates(self) -> Mapping[str, Gate]:
        """The gates by milestone name, with the given export times of their rosters."""
        return {name: self.exported.gate(gate) for name, gate in self.configuration.gates.items()}

    def gate(self, milestone: str | None, as_of: Instant) -> Gate:
        """Return the gate of a milestone, or of the next one. Raises BadUse if there is none."""
        gates = self.gates
        if not gates:
            raise BadUse("the configuration has no milestone: add [milestones.go-live] with a date and packs")
        if milestone is not None and milestone not in gates:
            raise BadUse(f'there is no milestone "{milestone}"; the configuration has: {", ".join(sorted(gates))}')
        if milestone is not None:
            return gates[milestone]
        nearest = self._nearest(as_of)
        if len(nearest) != 1:
            why = f"several milestones are on {nearest[0].milestone.date}" if nearest else "all milestones have passed"
            raise BadUse(f"{why}: name the one to use with --milestone ({', '.join(sorted(gates))})")
        return nearest[0]

    def next_gate(self, as_of: Instant) -> Gate | None:
        """Return the gate of the milestone with the earliest date not before the day of `as_of`; None unless there is
        exactly one."""
        nearest = self._nearest(as_of)
        return nearest[0] if len(nearest) == 1 else None

    def _nearest(self, as_of: Instant) -> list[Gate]:
        ahead = self.ahead(as_of)
        return [gate for gate in ahead if gate.milestone.date == ahead[0].milestone.date]

    def ahead(self, as_of: Instant) -> list[Gate]:
        """Return the gates of today's and future milestones, by date."""
        return _by_day(gate for gate in self.gates.values() if _is_ahead(gate, as_of))

    def passed(self, as_of: Instant) -> list[Gate]:
        """Return the gates of past milestones, by date."""
        return _by_day(gate for gate in self.gates.values() if not _is_ahead(gate, as_of))

    def as_of(self, text: str | None) -> Instant:
        """Return the instant that `--as-of` gives; today's date means now. Raises BadUse if it is in the future, or
        before an export whose time was given."""
        now = self.program.now
        as_of = now if text is None else moment("--as-of", text, self.configuration.settings.zone, now)
        if as_of > now:
            raise BadUse(f"--as-of: {iso(as_of)} is in the future (now: {iso(now)})")
        self.exported.refuse_after(as_of)
        return as_of

    def since(self, text: str, as_of: Instant) -> Instant:
        """Return the instant that `--since` gives. Raises BadUse unless it is before the judged time."""
        since = moment("--since", text, self.configuration.settings.zone, self.program.now)
        if since >= as_of:
            raise BadUse(
                f"--since: {iso(since)} is not before the time that is judged, {iso(as_of)}: give an earlier one"
            )
        return since

    def reloaded(self, read: Reader) -> "Session":
        """Return the same program with the configuration that a reader of the work tree gives."""
        where = self.located
        return replace(
            self,
            configuration=load(where.name, read, self.tables.signals, root=where.parent, sources=self.tables.sources),
        )

    def inputs(self) -> Iterator[Path]:
        """Yield the files that a verdict may depend on, whether they are read from the work tree or from a ref."""
        settings = self.configuration.settings
        milestones = [gate.milestone for gate in self.configuration.gates.values()]
        read = (name for source in self.tables.sources.values() for name in files_of(source, settings, milestones))
        stated = (one.what for one in self.configuration.past_go_lives)
        versions = (what.export for what in stated if isinstance(what, ByPattern) and what.export)
        names = (FILE, WAIVERS, SIGNOFFS, *read, *versions, *self.seen)
        yield self.located
        if not is_database(self.configuration.history):
            yield self.located.parent / self.configuration.history
        yield from (settings.root / name for name in names)


def _is_ahead(gate: Gate, as_of: Instant) -> bool:
    return gate.milestone.date >= day_of(as_of, gate.zone)


def _by_day(gates: Iterator[Gate]) -> list[Gate]:
    return sorted(gates, key=lambda gate: (gate.milestone.date, gate.milestone.name))


def open_session(
    tables: Tables,
    start: Whereabouts,
    now: Instant,
    config: str | None = None,
    policy_ref: str | None = None,
    exported_at: Sequence[str] = (),
    *,
    ref_alone: bool = False,
) -> Session:
    """Return a program with its configuration, read from `policy_ref` if given; with `ref_alone`, every tracked file is
    read from there. Raises BadUse, or ConfigurationError with everything wrong."""
    where = located(config, policy_ref, start)
    folder = where.parent
    of_ref = at_ref(folder, policy_ref) if policy_ref else None
    remembering = Remembering(of_ref.read if of_ref else here(folder))
    read = remembering.read
    # Only people files and exports may be read from outside the ref: the policy itself stays with `read`.
    facts_reader = FactsReader(folder, policy_ref, read, WorkTree(folder).read) if policy_ref else None
    configuration = _loaded(where, read, facts_reader.read if facts_reader else read, tables, policy_ref, now)
    given = exported(exported_at, configuration, now)
    jira = configuration.settings.jira
    if facts_reader is not None and jira is not None and jira.export is not None and not ref_alone:
        facts_reader = replace(facts_reader, written=frozenset((jira.export,)))
    settings = given.settings(configuration.settings)
    program = Program(settings, facts_reader.read if facts_reader else read, now, tables.signals, tables.sources)
    return Session(
        configuration,
        program,
        tables,
        where,
        read,
        facts_reader,
        given,
        remembering.seen,
        ref_alone=ref_alone,
        policy_commit=of_ref.commit if of_ref else "",
    )


def _loaded(
    where: Path, read: Reader, read_facts: Reader, tables: Tables, policy_ref: str | None, now: Instant
) -> Configuration:
    """Return the configuration. Its mistakes are reported together with those of the people files."""
    try:
        return load(where.name, read, tables.signals, root=where.parent, ref=policy_ref, sources=tables.sources)
    except ConfigurationError as error:
        wrong = list(_wrong_files(tables, error.settings, now, read_facts)) if error.settings else []
        if wrong:
            raise BadUse("\n".join([str(error), "The people files have problems, too:", *wrong])) from error
        raise


def _wrong_files(tables: Tables, settings: Settings, now: Instant, read: Reader) -> Iterator[str]:
    for source in tables.sources.values():
        if source.wrong_files is not None:
            yield from source.wrong_files(settings, now, read)


@dataclass(frozen=True, slots=True)
class Remembering:
    """A reader that records the names of the files that it is asked for."""

    reader: Reader
    seen: set[str] = field(default_factory=set[str])

    def read(self, path: str, limit: int) -> bytes | None:
        """Return the content of a file, as the wrapped reader gives it."""
        self.seen.add(path)
        return self.reader(path, limit)
