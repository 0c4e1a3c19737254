"""The policy as of an instant: from the history that it is read from, never replaced by today's."""

from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from readiness_gate.app.session import Remembering, Session
from readiness_gate.config import Configuration, load
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.errors import CouldNotLook, GateError
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import Touch
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.people import PeopleFile
from readiness_gate.model.shapes import as_mapping
from readiness_gate.model.time import Instant, iso
from readiness_gate.run import Program
from readiness_gate.sources.git.policy_history import PolicyHistory, policy_history
from readiness_gate.toml.document import LARGEST


@dataclass(frozen=True, slots=True)
class PastGate:
    """The gate of a milestone in the policy of an instant, with its waivers and sign-offs."""

    gate: Gate
    """Its `policy.ref` is the commit of its version."""
    program: Program
    """Judges it with the settings of that time, which define how sources are read."""
    version: "Version"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the policy."""

    landed: Touch
    """The landing that brought it: the last one that changed any of its files."""
    configuration: Configuration


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A version that was loaded, or why it cannot be, with the git ids of its files."""

    version: Version | Unavailable
    names: frozenset[str]
    contents: Mapping[str, str]


@dataclass(frozen=True)
class PastPolicy:
    """The policy of a program over time."""

    session: Session
    history: PolicyHistory | Unavailable
    instead: str
    """What to do if the policy of an instant is unknown."""
    _loaded: list[_Loaded] = field(default_factory=list[_Loaded])

    def gate(self, milestone: str, as_of: Instant) -> PastGate | Unavailable:
        """Return the gate of a milestone by the policy of an instant, or why that is unknown."""
        version = self.version(as_of)
        if isinstance(version, Unavailable):
            return version
        configuration, commit = version.configuration, version.landed.commit
        gate = configuration.gates.get(milestone)
        if gate is None:
            return self._unknown(as_of, f'{commit[:12]} has no milestone "{milestone}"')
        moved = list(self._moved(configuration.settings, gate))
        if moved:
            # Nothing is asked of an address, nor read from a file, that the policy no longer names.
            return self._unknown(as_of, f"{commit[:12]} reads {', '.join(moved)} from elsewhere than today's policy")
        exports = _Exports.of(self.session)
        gate = exports.gate(replace(gate, policy=replace(gate.policy, ref=commit)))
        program = replace(self.session.program, settings=exports.settings(configuration.settings))
        return PastGate(gate, program, version)

    def version(self, as_of: Instant) -> Version | Unavailable:
        """Return the version of the policy in effect at an instant, or why it is unknown. Each is loaded once."""
        if isinstance(self.history, Unavailable):
            return self._unknown(as_of, self.history.reason)
        try:
            commit = self.history.tip(as_of).commit
            version = (self._known(self.history, commit) or self._load(self.history, commit)).version
        except CouldNotLook as error:
            return self._unknown(as_of, str(error))
        return self._unknown(as_of, version.reason) if isinstance(version, Unavailable) else version

    def _unknown(self, as_of: Instant, why: str) -> Unavailable:
        return Unavailable(f"the policy as of {iso(as_of)} is unknown: {why}. {self.instead}")

    def _known(self, history: PolicyHistory, commit: str) -> _Loaded | None:
        """Return the version of a commit, if it was loaded before."""
        same = (one for one in self._loaded if history.contents(commit, one.names) == one.contents)
        return next(same, None)

    def _load(self, history: PolicyHistory, commit: str) -> _Loaded:
        read = Remembering(history.files(commit).read)
        configuration = self._configuration(read)
        names = frozenset(read.seen)
        landed = history.last_change(commit, names)
        version: Version | Unavailable = self._nowhere() if landed is None else self._version(landed, configuration)
        loaded = _Loaded(version, names, history.contents(commit, names))
        self._loaded.append(loaded)
        return loaded

    def _version(self, landed: Touch, configuration: Configuration | Unavailable) -> Version | Unavailable:
        return configuration if isinstance(configuration, Unavailable) else Version(landed, configuration)

    def _configuration(self, read: Remembering) -> Configuration | Unavailable:
        """Return the configuration that a reader gives, or why there is none."""
        session, name = self.session, self.session.located.name
        ref = session.configuration.settings.policy_ref or None
        table = session.tables
        try:
            if read.read(name, LARGEST) is None:
                return self._nowhere()
            return load(name, read.read, table.signals, root=session.located.parent, ref=ref, sources=table.sources)
        except ConfigurationError as error:
            return Unavailable(f"this version of readiness-gate cannot read it ({error.problems[0]})")
        except GateError as error:
            return Unavailable(str(error))

    def _nowhere(self) -> Unavailable:
        return Unavailable(f"{self.session.located.name} had not landed yet")

    def _moved(self, settings: Settings, gate: Gate) -> Iterator[str]:
        """Yield the sources that a policy reads from a place that today's does not name."""
        session = self.session
        today = session.configuration
        now = list(_of_milestones(today.settings, today.gates.get(gate.milestone.name)))
        for name, source in session.tables.sources.items():
            places = [source.where(one) for one in now]
            for one in _of_milestones(settings, gate):
                if not any(_is_within(source.where(one), place) for place in places):
                    yield name
                    break
        if not _is_within(settings.plugins, today.settings.plugins):
            yield "plugins"


def past_policy(session: Session, instead: str) -> PastPolicy:
    """Return the policy of a program over time. `instead` is a sentence on what to do if it is unknown."""
    try:
        history = policy_history(session.configuration.settings, session.program.now)
    except CouldNotLook as error:
        return PastPolicy(session, Unavailable(str(error)), instead)
    return PastPolicy(session, history, instead)


def _of_milestones(settings: Settings, gate: Gate | None) -> Iterator[Settings]:
    """Yield the settings, and their variants for the milestone of a gate and each earlier one."""
    yield settings
    for one in (gate, *gate.earlier) if gate else ():
        yield settings.of_milestone(one.milestone)


def _is_within(then: object, now: object) -> bool:
    """Return whether a source is read only from places named now: it may have been read from fewer."""
    before, after = as_mapping(then), as_mapping(now)
    if before is not None and after is not None:
        return all(name in after and after[name] == place for name, place in before.items())
    return then is None or then == now


@dataclass(frozen=True, slots=True)
class _Exports:
    """When today's files were exported, and who says so: facts about the files, whatever the earlier policy said."""

    today: Settings
    files: Mapping[str, PeopleFile]
    """The people files of today's policy, by name."""

    @classmethod
    def of(cls, session: Session) -> "_Exports":
        """Return the exports of a program."""
        settings = session.program.settings
        rosters = (gate.milestone.roster for gate in session.gates.values())
        files = [*(settings.people.files.values() if settings.people else ()), *filter(None, rosters)]
        return cls(settings, {file.file: file for file in files})

    def settings(self, then: Settings) -> Settings:
        """Return earlier settings with these times."""
        jira, people = then.jira, then.people
        if jira is not None and self.today.jira is not None:
            jira = replace(jira, exported_at=self.today.jira.exported_at, said_by=self.today.jira.said_by)
        if people is not None:
            timed = map(self._timed, (people.roster, people.completions, people.calendar))
            roster, completions, calendar = timed
            records = {key: self._file(file) for key, file in people.records.items()}
            people = replace(people, roster=roster, completions=completions, calendar=calendar, records=records)
        return replace(then, jira=jira, people=people)

    def gate(self, then: Gate) -> Gate:
        """Return an earlier gate with these times on the rosters of its milestones."""
        milestone = replace(then.milestone, roster=self._timed(then.milestone.roster))
        return replace(then, milestone=milestone, earlier=tuple(map(self.gate, then.earlier)))

    def _timed(self, file: PeopleFile | None) -> PeopleFile | None:
        return None if file is None else self._file(file)

    def _file(self, file: PeopleFile) -> PeopleFile:
        today = self.files.get(file.file)
        return file if today is None else replace(file, exported_at=today.exported_at, said_by=today.said_by)
