"""The files that users write, as pydantic sees them: strict, closed, bounded. `settings`, `packs` and `gates` turn
them into the values of `model`; nothing else knows pydantic."""

from typing import Any, Literal

from pydantic import Field, model_validator

from readiness_gate.config.closed import Closed
from readiness_gate.config.issues import Approved, Csv, Filter, Severity, Workaround
from readiness_gate.config.people import CalendarFile, CompletionsFile, RosterFile
from readiness_gate.config.values import (
    MANY,
    AsOf,
    CommitId,
    Count,
    Covering,
    Day,
    Days,
    Digest,
    Glob,
    Globs,
    Id,
    IssueKeys,
    Jql,
    Lock,
    Moment,
    Name,
    Names,
    Number,
    Parameter,
    Ref,
    Site,
    Text,
    Word,
    Words,
    Zone,
)
from readiness_gate.model.components import why_no_naming
from readiness_gate.model.policy import Dimension, Enforcement, Grade, Outcome


class When(Closed):
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


class Example(Closed):
    """A reading, and the outcome that the rule must give it."""

    reading: Number
    outcome: Outcome


class RuleEntry(Closed):
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
    owner: Text | None = Field(default=None, description="whose task it is to unblock it")
    why: Text | None = None
    remedy: Text | None = None
    source: Text | None = None
    evidence: Grade | None = Field(default=None, description="how well the limit is founded")
    examples: list[Example] | None = None


class Program(Closed):
    """The rollout."""

    name: Text
    timezone: Zone | None = Field(default=None, description="an IANA name; a date means a day there")


class MilestoneEntry(Closed):
    """A dated event that a gate guards."""

    date: Day
    packs: Words = Field(description="the packs whose rules guard it")
    kind: Name | None = Field(default=None, description="what rules match by; default: the milestone's own name")
    freeze: Day | None = Field(default=None, description="default: the landing of git.baseline")
    version: Word | None = Field(default=None, description="the fix version whose issues are the scope")
    tags: Words | None = None
    roster: RosterFile | None = Field(default=None, description="its own roster, in place of that of [people]")
    policy_lock: Lock | None = Field(
        default=None,
        description="from the end of this day, or the landing of this tag or commit, on, the policy stands",
    )


class Paths(Closed):
    """Which files of the repository are what."""

    config: Globs | None = None
    code: Globs | None = None
    docs: Globs | None = None
    exclude: list[Glob] | None = Field(default=None, max_length=MANY, description="wins over the others")
    rest: list[Glob] | None = Field(
        default=None, max_length=MANY, description="what else is code, unless it is a document or noise: **"
    )
    noise: list[Glob] | None = Field(default=None, max_length=MANY, description="what rest leaves out")


class NamingEntry(Closed):
    """What people call the components in some paths."""

    path: Text = Field(description="a path pattern with {parts}: **/objects/{object}/fields/{field}.field-meta.xml")
    name: Word = Field(description="the name, with the same parts: object {object}, field {field}")

    @model_validator(mode="after")
    def _goes_together(self) -> "NamingEntry":
        why = why_no_naming(self.path, self.name)
        if why is not None:
            raise ValueError(why)
        return self


class PackFile(Closed):
    """A file of rules, and what is known of the platform that they are for."""

    includes: Words | None = Field(default=None, description="packs whose rules belong to this one")
    only: list[Id] | None = Field(
        default=None, min_length=1, max_length=MANY, description="of the packs that it includes, these rules only"
    )
    markers: Globs | None = Field(default=None, description="files that only a repository of this platform has")
    paths: Paths | None = Field(default=None, description="where git.paths of a configuration says nothing")
    components: list[NamingEntry] = Field(default_factory=list[NamingEntry], max_length=MANY)
    rules: list[RuleEntry] = Field(default_factory=list[RuleEntry], max_length=MANY)


class Git(Closed):
    """The repository."""

    repository: Text | None = Field(default=None, description="default: the repository that contains this file")
    mainline: Ref = "HEAD"
    baseline: Ref | None = Field(default=None, description="the tag or commit that training is built on")
    ignore_dates_of: list[CommitId] | None = Field(
        default=None, description="commits of the mainline whose dates are wrong and cannot be corrected"
    )
    late_after: Days = Field(
        default="7d", description="what reached the mainline later than this after its own date is noted"
    )
    paths: Paths = Paths()


class CoverEntry(Closed):
    """Documents and training modules that depend on configuration."""

    config: Covering = Field(description="path patterns; {name} stands for the same text as in docs")
    docs: Covering | None = Field(default=None, description="path patterns of documents that describe config")
    modules: Words | None = Field(default=None, description="training modules, as [people.required] names them")


class Jira(Closed):
    """The issues, read live from a Jira or from an export of it."""

    url: Site | None = Field(default=None, description="where people open the issues, and where they are read")
    cloud_id: Name | None = Field(default=None, description="of the site, for scoped tokens and service accounts")
    export: Text | None = Field(
        default=None, description="a file of the search API's JSON, or of Jira's CSV export; plain or gzip"
    )
    exported_at: Moment | None = Field(default=None, description="when the export was made; default: its newest update")
    csv: Csv | None = Field(default=None, description="how to read the dates of a CSV export")
    projects: Words | None = None
    defect_types: Words = Field(default_factory=lambda: ["Bug"])
    not_defects: Words | None = Field(
        default=None, description="types that are no defects, whatever their names suggest"
    )
    no_defects: Words | None = Field(default=None, description="projects that never have issues of a defect type")
    statuses: dict[Word, Literal["new", "indeterminate", "done"]] | None = Field(
        default=None, description="the category of statuses that only histories name"
    )
    severity: Severity = Severity(sev1=["Highest"], sev2=["High"], sev3=["Medium"], sev4=["Low", "Lowest"])
    canary: IssueKeys | None = Field(default=None, description="issues that must be visible: the oldest and newest")
    issues: int | None = Field(default=None, ge=1, description="how many an export must have, as Jira shows it")
    approved: Approved | None = None
    workaround: Workaround | None = None
    filter: Filter | None = Field(default=None, description="which issues count; left out: all of the projects")
    jql: Jql | None = Field(default=None, description="which issues are read from a live Jira, in its own language")


class People(Closed):
    """The people who are to use the system."""

    roster: RosterFile | None = Field(default=None, description="person, role[, from, to, critical-process, wave]")
    completions: CompletionsFile | None = Field(
        default=None, description="person, module, completed-at[, status, score, expires]"
    )
    calendar: CalendarFile | None = Field(default=None, description="training sessions: starts-at, module, role")
    required: dict[Word, Words] | None = Field(default=None, description="the training modules that each role requires")


class Waivers(Closed):
    """Who may approve a waiver, and for how long."""

    approvers: Words | None = None
    max_days: int = Field(default=30, ge=1, le=366)


class Signoffs(Closed):
    """Who must sign the evidence of a gate."""

    approvers: dict[Word, Words] | None = Field(
        default=None, description="the roles that must sign, each with those who may sign for it"
    )


class ConfigurationFile(Closed):
    """readiness-gate.toml: the program, its milestones and its sources."""

    program: Program
    milestones: dict[Name, MilestoneEntry] = Field(default_factory=dict[Name, MilestoneEntry], max_length=MANY)
    git: Git = Git()
    covers: list[CoverEntry] = Field(default_factory=list[CoverEntry], max_length=MANY)
    jira: Jira | None = None
    people: People | None = None
    not_measured: dict[Dimension, Text] = Field(
        default_factory=dict[Dimension, Text], description="a dimension left out on purpose, and why"
    )
    waivers: Waivers = Waivers()
    signoffs: Signoffs = Signoffs()
    rules: list[RuleEntry] = Field(default_factory=list[RuleEntry], max_length=MANY)
    plugins: dict[str, dict[str, Any]] = Field(default_factory=dict[str, dict[str, Any]])


class WaiverEntry(Closed):
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


class WaiversFile(Closed):
    """readiness-waivers.toml."""

    waivers: list[WaiverEntry] = Field(default_factory=list[WaiverEntry], max_length=MANY)


class SignOffEntry(Closed):
    """Somebody's signature under the evidence of a milestone's gate."""

    milestone: Name
    role: Word = Field(description="one of signoffs.approvers in the configuration")
    approver: Word = Field(description="one of those who may sign for that role")
    signed_on: AsOf = Field(description="the instant that the signed report is as of")
    evidence: Digest = Field(description="the evidence digest of the signed report")


class SignOffsFile(Closed):
    """readiness-signoffs.toml."""

    signoffs: list[SignOffEntry] = Field(default_factory=list[SignOffEntry], max_length=MANY)
