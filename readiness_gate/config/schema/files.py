"""Strict pydantic models of the files that users write. `settings`, `packs` and `gates` turn them into the values of
`model`."""

from functools import cache
from typing import Any

from pydantic import Field, create_model, model_validator

from readiness_gate.model.past_go_lives import ReleaseSource
from readiness_gate.model.policy import Dimension, Enforcement, Grade, Outcome
from readiness_gate.sources.git.tables import NamingEntry, Paths
from readiness_gate.sources.people.tables import RosterFile
from readiness_gate.sources.source import Section, SourceTable
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import (
    MANY,
    AsOf,
    Count,
    Day,
    Days,
    Digest,
    Globs,
    Id,
    Lock,
    Moment,
    Name,
    NameOrNames,
    Names,
    Number,
    Parameter,
    Text,
    Word,
    Words,
    Zone,
)


class When(StrictModel):
    """The milestone's own data under which a rule applies."""

    days_to_go_at_most: int | None = Field(
        default=None, ge=-3650, le=3650, description="applies this many days before, or later"
    )
    days_to_go_at_least: int | None = Field(
        default=None, ge=-3650, le=3650, description="applies this many days before, or earlier"
    )
    tags: Words | None = Field(default=None, description="applies to milestones with any of these tags")

    @model_validator(mode="after")
    def _is_ever(self) -> "When":
        most, least = self.days_to_go_at_most, self.days_to_go_at_least
        if most is not None and least is not None and most < least:
            raise ValueError(f"is never: no day has at most {most} and at least {least} days to go")
        return self


class Example(StrictModel):
    """A reading, and the outcome that the rule must give it."""

    reading: Number
    outcome: Outcome


class RuleEntry(StrictModel):
    """A rule, or what a rule of a pack is changed to."""

    id: Id = Field(description="the rule's own id; that of a pack's rule overrides it, key by key")
    extends: Id | None = Field(default=None, description="the rule of a pack to begin from")
    title: Text | None = None
    dimension: Dimension | None = Field(default=None, description="the family that the rule counts under")
    milestones: Names | None = Field(default=None, description="the kinds of milestones that it guards; left out: all")
    when: When | None = None
    signal: Text | None = Field(
        default=None, description="what is measured; `readiness-gate measure` shows all signals"
    )
    with_: dict[str, Parameter] | None = Field(default=None, description="the signal's parameters")
    at_most: Number | None = None
    at_least: Number | None = None
    equals: Number | None = None
    warn_above: Number | None = None
    warn_below: Number | None = None
    for_: Days | None = Field(default=None, description='the rule must have held on every day of that time, as in "7d"')
    enforcement: Enforcement | None = Field(default=None, description="block (the default), warn or info")
    waivable: bool | None = None
    owner: Text | None = Field(default=None, description="the person or team that unblocks it")
    owner_due: Days | None = Field(
        default=None, description="the owner must be done this long before the milestone; default: the milestone's own"
    )
    why: Text | None = None
    remedy: Text | None = None
    source: Text | None = None
    evidence: Grade | None = Field(default=None, description="how well the limit is founded")
    examples: list[Example] | None = None


class Program(StrictModel):
    """The rollout."""

    name: Text
    timezone: Zone | None = Field(default=None, description="an IANA name; a date means a day there")


class MilestoneEntry(StrictModel):
    """A dated event that a gate guards."""

    date: Day
    packs: Words = Field(description="the packs whose rules guard it")
    kind: Name | None = Field(default=None, description="what rules match by; default: the milestone's own name")
    freeze: Day | None = Field(default=None, description="default: the landing of git.baseline")
    version: Word | None = Field(default=None, description="the fix version whose issues are the scope")
    components: Words | None = Field(
        default=None, description="components whose defects are counted for it, beside those of its version"
    )
    later_versions: Words | None = Field(
        default=None, description="fix versions that come after its own, where their names do not say so: Backlog"
    )
    tags: Words | None = None
    owner_due: Days | None = Field(
        default=None, description='how long before the milestone the owners of rules must be done, as in "14d"'
    )
    go_live: Day | None = Field(
        default=None,
        description="the day from which people use the system; default: the date of a milestone of kind go-live, "
        "if it is the only one",
    )
    after: NameOrNames | None = Field(
        default=None, description="an earlier milestone, or several: while one of them is not go, this one is not"
    )
    roster: RosterFile | None = Field(default=None, description="its own roster, in place of that of [people]")
    policy_lock: Lock | None = Field(
        default=None,
        description="the policy is locked from the end of this day, or from the landing of this tag or commit, on",
    )


class PackFile(StrictModel):
    """A file of rules, and what is known of the platform that they are for."""

    includes: Words | None = Field(default=None, description="packs whose rules belong to this one")
    only: list[Id] | None = Field(
        default=None, min_length=1, max_length=MANY, description="of the packs that it includes, these rules only"
    )
    markers: Globs | None = Field(default=None, description="files that only a repository of this platform has")
    paths: Paths | None = Field(default=None, description="where git.paths of a configuration says nothing")
    components: list[NamingEntry] = Field(default_factory=list[NamingEntry], max_length=MANY)
    rules: list[RuleEntry] = Field(default_factory=list[RuleEntry], max_length=MANY)


class Waivers(StrictModel):
    """Who may approve a waiver, and for how long."""

    approvers: Words | None = None
    max_days: int = Field(default=30, ge=1, le=366)


class Signoffs(StrictModel):
    """Who must sign the evidence of a gate."""

    approvers: dict[Word, Words] | None = Field(
        default=None, description="the roles that must sign, each with those who may sign for it"
    )


class PastGoLiveEntry(StrictModel):
    """A go-live of the past, or all that tags or versions name, for `readiness-gate backtest`; it decides nothing."""

    name: Word | None = Field(default=None, description="what people call it; without from")
    date: Moment | None = Field(
        default=None, description="its day, judged as of the beginning of that day, or its time; without from"
    )
    version: Word | None = Field(
        default=None, description="the fix version that went live; of tags, its name with * for the number of the tag"
    )
    from_: ReleaseSource | None = Field(default=None, description="tags or versions; left out: a go-live by hand")
    pattern: Word | None = Field(default=None, description="the names of the tags or versions; * is any letters")
    repository: Name | None = Field(default=None, description="the one of several repositories that has the tags")
    export: Text | None = Field(
        default=None, description="a file with the project's versions as Jira gives them; default: fetch them"
    )
    exported_at: Moment | None = Field(
        default=None, description="when the export of versions was saved; default: the newest release in it"
    )
    went_wrong: bool | None = Field(default=None, description="what became of it, as somebody says it; with said-by")
    said_by: Word | None = Field(default=None, description="who says that")
    because: Text | None = Field(default=None, description="why that person says so")
    patch_within: Days | None = Field(
        default=None, description='it went wrong if a patch of the same line came within this time, as in "14d"'
    )
    grave_defects_within: Days | None = Field(
        default=None, description="it went wrong if more severe defects than usual were raised within this time"
    )
    adoption_below: float | None = Field(
        default=None, gt=0, le=1, description="it went wrong if a lower share of people than this use the system …"
    )
    by: Days | None = Field(default=None, description="… this long after it")


class History(StrictModel):
    """Where verdicts are recorded."""

    store: Text | None = Field(
        default=None,
        description="a file, relative to this one, or the address of a database: postgresql://HOST/DATABASE; "
        "default: readiness-history.sqlite",
    )


class ProgramFile(StrictModel):
    """The beginning of readiness-gate.toml."""

    program: Program
    milestones: dict[Name, MilestoneEntry] = Field(default_factory=dict[Name, MilestoneEntry], max_length=MANY)


class ConfigurationFile(ProgramFile):
    """readiness-gate.toml: the program, its milestones and its sources."""

    not_measured: dict[Dimension, Text] = Field(
        default_factory=dict[Dimension, Text], description="a dimension left out on purpose, and why"
    )
    waivers: Waivers = Waivers.model_construct()
    signoffs: Signoffs = Signoffs.model_construct()
    history: History = History.model_construct()
    rules: list[RuleEntry] = Field(default_factory=list[RuleEntry], max_length=MANY)
    past_go_lives: list[PastGoLiveEntry] = Field(default_factory=list[PastGoLiveEntry], max_length=MANY)
    plugins: dict[str, dict[str, Any]] = Field(default_factory=dict[str, dict[str, Any]])


@cache
def configuration_file(sections: tuple[Section, ...]) -> type[ConfigurationFile]:
    """Return the model of readiness-gate.toml, with the tables of its sources between its own."""
    tables: dict[str, Any] = {section.key: (section.form, section.default) for section in sections}
    of_sources: Any = create_model("SourcesFile", __base__=ProgramFile, **tables)
    bases = (ConfigurationFile, of_sources)
    return create_model(ConfigurationFile.__name__, __base__=bases, __doc__=ConfigurationFile.__doc__)


def sections_of(sources: SourceTable) -> tuple[Section, ...]:
    """Return the tables of all sources in the configuration, in the order of the sources."""
    return tuple(section for source in sources.values() for section in source.sections)


class WaiverEntry(StrictModel):
    """A risk that somebody accepted."""

    rule: Id
    reason: Text
    requested_by: Word
    approved_by: Word
    approved_on: Day
    expires: Day
    milestone: Name | None = None
    accepts: Count | None = None
    evidence: Words | None = None
    issue: Text | None = None


class WaiversFile(StrictModel):
    """readiness-waivers.toml."""

    waivers: list[WaiverEntry] = Field(default_factory=list[WaiverEntry], max_length=MANY)


class SignOffEntry(StrictModel):
    """Somebody's signature under the evidence of a milestone's gate."""

    milestone: Name
    role: Word = Field(description="one of signoffs.approvers in the configuration")
    approver: Word = Field(description="one of those who may sign for that role")
    signed_on: AsOf = Field(description="the instant that the signed report is as of")
    evidence: Digest = Field(description="the evidence digest of the signed report")


class SignOffsFile(StrictModel):
    """readiness-signoffs.toml."""

    signoffs: list[SignOffEntry] = Field(default_factory=list[SignOffEntry], max_length=MANY)
