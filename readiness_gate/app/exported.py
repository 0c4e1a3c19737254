"""`--exported-at SOURCE=TIME`: when people files, or the issues, were exported, as stated by the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace

from readiness_gate.app.moments import moment
from readiness_gate.config import Configuration
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Settings
from readiness_gate.model.settings.jira import JiraSettings
from readiness_gate.model.settings.people import PeopleFile, PeopleSettings
from readiness_gate.model.time import Instant, iso

OPTION = "--exported-at"
_SOURCES = ("jira", "people")


@dataclass(frozen=True, slots=True)
class Exported:
    """When sources were exported, as stated by the caller; this overrides the configuration.

    It is a fact about the files and not a part of the policy, whose digest stays that of the configuration.
    """

    times: Mapping[str, Instant] = field(default_factory=dict[str, Instant])
    """The times by source name."""

    def settings(self, settings: Settings) -> Settings:
        """Return the settings with these times."""
        return replace(settings, jira=self._jira(settings.jira), people=self._people(settings.people))

    def gate(self, gate: Gate) -> Gate:
        """Return the gate of a milestone, with the time on the milestone's own roster."""
        roster = self._file(gate.milestone.roster)
        earlier = tuple(self.gate(one) for one in gate.earlier)
        return replace(gate, milestone=replace(gate.milestone, roster=roster), earlier=earlier)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was given, in words; empty if nothing was."""
        given = ", ".join(f"{source} {iso(self.times[source])}" for source in sorted(self.times))
        return (f"Exported: {given} (given by {OPTION})",) if given else ()

    def refuse_after(self, as_of: Instant) -> None:
        """Raise BadUse for a time after that of the evaluation: such an export has facts from later."""
        for source, time in self.times.items():
            if time > as_of:
                raise BadUse(
                    f"{OPTION} {source}: {iso(time)} is later than the time of the evaluation ({iso(as_of)}): correct "
                    "it, or give a later --as-of"
                )

    def _jira(self, jira: JiraSettings | None) -> JiraSettings | None:
        time = self.times.get("jira")
        return jira if jira is None or time is None else replace(jira, exported_at=time, said_by=OPTION)

    def _people(self, people: PeopleSettings | None) -> PeopleSettings | None:
        if people is None:
            return None
        roster, completions, calendar = map(self._file, (people.roster, people.completions, people.calendar))
        records = {key: self._exported(file) for key, file in people.records.items()}
        return replace(people, roster=roster, completions=completions, calendar=calendar, records=records)

    def _file(self, file: PeopleFile | None) -> PeopleFile | None:
        return None if file is None else self._exported(file)

    def _exported(self, file: PeopleFile) -> PeopleFile:
        time = self.times.get("people")
        return file if time is None else replace(file, exported_at=time, said_by=OPTION)


def exported(given: Sequence[str], configuration: Configuration, now: Instant) -> Exported:
    """Return what a command line gives with this option. Raises BadUse for what is not a time, or not an export of
    this program."""
    times: dict[str, Instant] = {}
    for text in given:
        source, separator, time = text.partition("=")
        if not separator:
            raise BadUse(f'{OPTION} "{text}": write SOURCE=TIME, such as people=2027-02-14')
        if source not in _SOURCES:
            known = " or ".join(_SOURCES)
            raise BadUse(f'{OPTION} {text}: "{source}" is not an exported source: write {known}')
        if source in times:
            raise BadUse(f"{OPTION} {source} is given twice: keep one")
        _refuse_without_export(source, configuration)
        times[source] = moment(f"{OPTION} {source}", time, configuration.settings.zone, now)
    return Exported(times)


def _refuse_without_export(source: str, configuration: Configuration) -> None:
    jira, people = configuration.settings.jira, configuration.settings.people
    if source == "jira" and (jira is None or jira.export is None):
        why = "[jira] has no export, and issues are read live" if jira else "the configuration has no [jira]"
        raise BadUse(f"{OPTION} jira: {why}: leave it out")
    rosters = any(gate.milestone.roster for gate in configuration.gates.values())
    if source == "people" and not (rosters or (people is not None and people.files)):
        raise BadUse(f"{OPTION} people: the configuration names no people files: leave it out, or add [people]")
