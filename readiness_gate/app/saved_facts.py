"""Facts in a file: what the sources said for a milestone's gate, to judge it again without reading them.

Such a file can only make less known than the sources would. A question is answered from it if the file has everything
that the question needs, was fetched with the same settings for the same milestone, and not before the time that the
question is about. Anything else is unknown, with the reason.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from readiness_gate.app.pseudonyms import without_ids
from readiness_gate.app.session import Session
from readiness_gate.errors import BadUse, CouldNotLook, Unreadable
from readiness_gate.files import NoPlainFile, content
from readiness_gate.judge import questions
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.codec import Record, WrongRecord
from readiness_gate.model.digest import digest
from readiness_gate.model.facts.base import SourceFacts
from readiness_gate.model.facts.decisions import DecisionFacts
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.facts.jira import JiraFacts
from readiness_gate.model.facts.people import CalendarFacts, PeopleFacts
from readiness_gate.model.facts.records import AnyRecords
from readiness_gate.model.facts.stated import LeadershipFacts, SupportFacts, WorkingTimeFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Question, Unavailable
from readiness_gate.model.settings import Milestone, Reader, Settings
from readiness_gate.model.time import Instant, iso
from readiness_gate.run import GATE_SOURCES, fetch, plan
from readiness_gate.signals import SignalTable
from readiness_gate.version import version

LARGEST = 1 << 28
OurFacts: TypeAlias = (
    GitFacts
    | JiraFacts
    | PeopleFacts
    | CalendarFacts
    | AnyRecords
    | SupportFacts
    | LeadershipFacts
    | WorkingTimeFacts
    | DecisionFacts
)
Kept: TypeAlias = OurFacts | Unavailable
"""What a file can have of a source. Facts of plugins have unknown types and are left out."""


@dataclass(frozen=True, slots=True)
class SavedFacts:
    """What the sources said for the gate of a milestone."""

    tool: str
    """The version of the program that read them."""
    program: str
    milestone: str
    fetched_at: Instant
    """The time of the run that read them: nothing later is known."""
    settings_digest: str
    """The digest of the settings that decide what is read, and how."""
    milestone_digest: str
    """The digest of what decides what is read for a milestone: its dates, version, tags and roster."""
    earlier: Mapping[str, str]
    """The same digest for each earlier milestone that the same read was for, by name."""
    policy_files: Mapping[str, str]
    """The SHA-256 of the configuration and of each custom pack at the time, by name."""
    needs: Needs
    """What was requested."""
    sources: Mapping[str, Kept]
    doubtful_since: Instant | None
    """Since when the time was uncertain, because clocks differed."""
    doubt: str
    """Why it was uncertain."""


FACTS: Record[SavedFacts] = Record("facts", 1, SavedFacts)


def saved(session: Session, gate: Gate, as_of: Instant) -> SavedFacts:
    """Return what the sources say for a gate as of an instant."""
    milestone, program = gate.milestone, session.program
    settings = program.settings.of_milestone(milestone)
    fetched = fetch(program, plan(program, questions(gate, as_of), milestone, gate))
    doubt = fetched.clock_doubt
    earlier = [one.milestone for one in gate.earlier if one.milestone.name in fetched.shared]
    return SavedFacts(
        tool=version(),
        program=settings.program,
        milestone=milestone.name,
        fetched_at=program.now,
        settings_digest=_settings_digest(settings),
        milestone_digest=_milestone_digest(milestone),
        earlier={one.name: _milestone_digest(one) for one in earlier},
        policy_files=_policy_files(session.read, settings),
        needs=_source_needs(fetched.needs),
        sources={name: _kept(name, facts) for name, facts in without_ids(fetched.all_facts).items()},
        doubtful_since=doubt.since if doubt else None,
        doubt=doubt.reason if doubt else "",
    )


def _kept(name: str, facts: SourceFacts | Unavailable) -> Kept:
    if isinstance(facts, Unavailable):
        return facts
    if isinstance(facts, OurFacts):
        # What follows from the clocks is kept beside the facts: a later run compares none.
        return replace(facts, provenance=replace(facts.provenance, ahead=None))
    return Unavailable(f"the facts of {name} come from a plugin, and no file has these: check without --facts")


def _settings_digest(settings: Settings) -> str:
    """Return the digest of settings, wherever the configuration is."""
    return digest(replace(settings, root=Path()))


def _milestone_digest(milestone: Milestone) -> str:
    """Return the digest of a milestone; the packs with its rules may differ."""
    return digest(replace(milestone, packs=()))


def _policy_files(read: Reader, settings: Settings) -> dict[str, str]:
    return {name: _file_digest(read, name) for name in sorted(settings.policy_files)}


def _file_digest(read: Reader, name: str) -> str:
    """Return the SHA-256 of a file; "" if it cannot be read."""
    try:
        text = read(name, LARGEST)
    except Unreadable:
        return ""
    return "" if text is None else _sha256(text)


def _sha256(text: bytes) -> str:
    return f"sha256:{hashlib.sha256(text).hexdigest()}"


def _source_needs(needs: Needs) -> Needs:
    """Return what is needed of the sources; past verdicts and the policy follow from that."""
    nothing: frozenset[Instant] = frozenset()
    return replace(needs, sources=needs.sources - GATE_SOURCES, standing=nothing, signed_until=None, earlier=nothing)


def loaded(file: Path, now: Instant) -> tuple[SavedFacts, str]:
    """Return the facts in a file, and the digest of the file. Raises BadUse for another kind of file, or one that
    was changed, or was written by another version or in the future."""
    try:
        text = content(file, LARGEST)
        facts = FACTS.from_bytes(text)
    except (NoPlainFile, OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise BadUse(f"--facts {file}: the file cannot be read: {why}") from error
    except WrongRecord as error:
        raise BadUse(
            f"--facts {file}: this is not a file of facts that can be judged: {error}. Save it again with "
            f"`readiness-gate facts save {file}`"
        ) from error
    if facts.tool != version():
        raise BadUse(
            f"--facts {file}: these facts were saved by version {facts.tool}, and this is {version()}: save them again"
        )
    if facts.fetched_at > now:
        raise BadUse(
            f"--facts {file}: these facts are of {iso(facts.fetched_at)}, which is in the future (now: {iso(now)})"
        )
    return facts, _sha256(text)


def replayed(session: Session, file: Path) -> Session:
    """Return the program at the time when the facts in a file were fetched, using only these: no source is read."""
    facts, of_file = loaded(file, session.program.now)
    note = f"No source was read: the facts are those of {file} ({of_file}), fetched at {iso(facts.fetched_at)}"
    program = replace(
        session.program,
        now=facts.fetched_at,
        sources={
            name: replace(source, fetch=Replay(str(file), name, facts.sources.get(name)))
            for name, source in session.program.sources.items()
        },
        covers=Coverage(str(file), facts, session.program.settings, _changed_files(session, facts)),
    )
    seen = {*session.seen, str(file.absolute())}
    return replace(session, program=program, remarks=(note,), seen=seen, facts_digest=of_file)


def _changed_files(session: Session, facts: SavedFacts) -> tuple[str, ...]:
    """Return the policy files that have changed."""
    now = _policy_files(session.read, session.program.settings)
    names = sorted({*now, *facts.policy_files})
    return tuple(name for name in names if not now.get(name) or now.get(name) != facts.policy_files.get(name))


@dataclass(frozen=True, slots=True)
class Replay:
    """Returns the facts of one source from a file."""

    file: str
    source: str
    facts: Kept | None

    def __call__(self, _settings: Settings, _needs: Needs, _now: Instant, _read: Reader) -> SourceFacts:
        """Return the facts. Raises CouldNotLook if there are none, with the saved reason."""
        if self.facts is None:
            raise CouldNotLook(f"{self.file} has nothing of {self.source}: save the facts again for this gate")
        if isinstance(self.facts, Unavailable):
            raise CouldNotLook(self.facts.reason)
        return self.facts


@dataclass(frozen=True, slots=True)
class Coverage:
    """Decides which questions can be answered from a file."""

    file: str
    facts: SavedFacts
    settings: Settings
    changed: Sequence[str]
    """The policy files that have changed."""

    def why_not(self, table: SignalTable, question: Question, milestone: Milestone | None) -> str:
        """Return why a question cannot be answered from the file; "" if it can."""
        signal = table.get(question.signal)
        needs = _source_needs(signal.needs(question.parameters, question.as_of)) if signal else Needs()
        return self._other_program(milestone) or self._other_time(question.as_of) or self._missing_needs(needs)

    def _other_program(self, milestone: Milestone | None) -> str:
        """Return why the file is about something other than what is judged."""
        facts = self.facts
        digests = {facts.milestone: facts.milestone_digest, **facts.earlier}
        if milestone is None or milestone.name not in digests:
            return f'{self.file} has the facts for the milestone "{facts.milestone}": save those for this one'
        if _milestone_digest(milestone) != digests[milestone.name]:
            return f"the milestone {milestone.name} was changed since {self._saved}"
        if _settings_digest(self.settings.of_milestone(milestone)) != facts.settings_digest:
            return f"the settings of the sources were changed since {self._saved}"
        return ""

    def _other_time(self, as_of: Instant) -> str:
        """Return why nothing is known as of an instant."""
        facts = self.facts
        if facts.doubtful_since is not None and as_of >= facts.doubtful_since:
            return facts.doubt
        if as_of > facts.fetched_at:
            fetched = iso(facts.fetched_at)
            return (
                f"the facts in {self.file} were fetched at {fetched}, so nothing is known as of {iso(as_of)}: save "
                f"them again, or judge as of then with --as-of {fetched}"
            )
        return ""

    def _missing_needs(self, needs: Needs) -> str:
        """Return why the file does not have everything that is needed."""
        if needs | self.facts.needs != self.facts.needs:
            return f"this needs more than was fetched when {self._saved}"
        if needs.git is not None and needs.git.policy and self.changed:
            return f"{', '.join(self.changed)} changed since {self._saved}"
        return ""

    @property
    def _saved(self) -> str:
        return f"{self.file} was saved: save the facts again (readiness-gate facts save)"
