"""The files that users write, as pydantic sees them: strict, closed, bounded. `settings`, `packs` and `gates` turn
them into the values of `model`; nothing else knows pydantic."""

import datetime as dt
from typing import Annotated, Any, TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PlainValidator, WithJsonSchema

from readiness_gate.model.globs import why_invalid
from readiness_gate.model.policy import Dimension, Enforcement, Grade, Outcome
from readiness_gate.model.time import DAY, duration

MANY = 1_000
LARGE = 10**12
FIRST_YEAR, LAST_YEAR = 2000, 2199


def _no_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("must not be empty")
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f'"{name}" is no time zone: write one of the IANA names, such as "Europe/Berlin"') from error
    return name


def _glob(text: str) -> str:
    why = why_invalid(text)
    if why is not None:
        raise ValueError(why)
    return text


def _days(text: str) -> str:
    if duration(text) % DAY:
        raise ValueError(f'"{text}" is not a number of whole days')
    return text


def _near(day: dt.date) -> dt.date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"{day} is not between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _moment(value: object) -> dt.datetime | dt.date:
    if not isinstance(value, dt.date):
        raise ValueError("must be a date or a time, without quotes, such as 2027-02-14 or 2027-02-14T09:00:00Z")  # noqa: TRY004
    if isinstance(value, dt.datetime) and value.utcoffset() is None:
        raise ValueError(f"{value} has no offset from UTC: add Z, or an offset such as +01:00")
    _near(value)
    return value


def _number(value: object) -> bool | int | float:
    if isinstance(value, bool):
        return value
    if not isinstance(value, int | float) or not -LARGE <= value <= LARGE:
        raise ValueError("must be a finite number, without quotes")
    return value


def _parameter(value: object) -> bool | int | float | str | list[str]:
    if isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value)):
        return value
    return _number(value)


def _git_ref(text: str) -> str:
    if (
        text.startswith("-")
        or ".." in text
        or any(character.isspace() or character in "~^:?*[\\" for character in text)
    ):
        raise ValueError(f'"{text}" is no name of a branch, tag or commit')
    return text


Text: TypeAlias = Annotated[str, Field(min_length=1, max_length=4_000), AfterValidator(_no_blank)]
Texts: TypeAlias = Annotated[list[Text], Field(min_length=1, max_length=MANY)]
Glob: TypeAlias = Annotated[str, AfterValidator(_glob)]
Globs: TypeAlias = Annotated[list[Glob], Field(min_length=1, max_length=MANY)]
Zone: TypeAlias = Annotated[Text, AfterValidator(_zone)]
Day: TypeAlias = Annotated[dt.date, AfterValidator(_near)]
Days: TypeAlias = Annotated[Text, AfterValidator(_days)]
Ref: TypeAlias = Annotated[Text, AfterValidator(_git_ref)]
Id: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,63}$")]
Name: TypeAlias = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Number: TypeAlias = Annotated[
    bool | int | float, PlainValidator(_number), WithJsonSchema({"type": ["number", "boolean"]})
]
Parameter: TypeAlias = Annotated[
    bool | int | float | str | list[str],
    PlainValidator(_parameter),
    WithJsonSchema({"type": ["number", "boolean", "string", "array"], "items": {"type": "string"}}),
]
Moment: TypeAlias = Annotated[
    dt.datetime | dt.date, PlainValidator(_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]


def kebab(name: str) -> str:
    """The key in a file of a field here: words joined by hyphens, and no underscore to keep off Python's words."""
    return name.rstrip("_").replace("_", "-")


class Closed(BaseModel):
    """A table that knows all its keys."""

    model_config = ConfigDict(
        strict=True, extra="forbid", frozen=True, allow_inf_nan=False, alias_generator=kebab, validate_default=False
    )


class When(Closed):
    """The milestone's own data under which a rule applies."""

    days_to_go_at_most: int | None = Field(
        default=None, ge=-3650, le=3650, description="applies this many days before, or later"
    )
    days_to_go_at_least: int | None = Field(
        default=None, ge=-3650, le=3650, description="applies this many days before, or earlier"
    )
    tags: Texts | None = Field(default=None, description="applies to milestones with any of these tags")


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
    milestones: Texts | None = Field(default=None, description="the kinds of milestones that it guards; left out: all")
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


class PackFile(Closed):
    """A file of rules."""

    includes: Texts | None = Field(default=None, description="packs whose rules belong to this one")
    rules: list[RuleEntry] = Field(default_factory=list[RuleEntry], max_length=MANY)


class Program(Closed):
    """The rollout."""

    name: Text
    timezone: Zone | None = Field(default=None, description="an IANA name; a date means a day there")


class MilestoneEntry(Closed):
    """A dated event that a gate guards."""

    date: Day
    packs: Texts = Field(description="the packs whose rules guard it")
    kind: Text | None = Field(default=None, description="what rules match by; default: the milestone's own name")
    freeze: Day | None = Field(default=None, description="default: the landing of git.baseline")
    version: Text | None = Field(default=None, description="the fix version whose issues are the scope")
    tags: Texts | None = None


class Paths(Closed):
    """Which files of the repository are what."""

    config: Globs | None = None
    code: Globs | None = None
    docs: Globs | None = None
    exclude: list[Glob] | None = Field(default=None, max_length=MANY, description="wins over the others")


class Git(Closed):
    """The repository."""

    repository: Text | None = Field(default=None, description="default: the repository that contains this file")
    mainline: Ref = "HEAD"
    baseline: Ref | None = Field(default=None, description="the ref that training is built on")
    paths: Paths = Paths()


class CoverEntry(Closed):
    """Documents and training modules that depend on configuration."""

    config: Globs
    docs: Globs | None = None
    modules: Texts | None = None


class Severity(Closed):
    """The field that says how bad a defect is, and which of its values mean what."""

    field: Text = "priority"
    sev1: Texts | None = None
    sev2: Texts | None = None
    sev3: Texts | None = None
    sev4: Texts | None = None


class Approved(Closed):
    """What marks an approved change."""

    labels: Texts | None = None
    statuses: Texts | None = None


class Workaround(Closed):
    """What marks a defect with a workaround."""

    labels: Texts | None = None
    field: Text | None = None


class Csv(Closed):
    """How dates stand in a CSV export of Jira."""

    timezone: Zone
    dates: Text


class Jira(Closed):
    """The issues, read live from a Jira or from an export of it."""

    url: Text | None = None
    export: Text | None = Field(default=None, description="a file of the search API's JSON, plain or gzip")
    exported_at: Moment | None = Field(default=None, description="when the export was made; default: its newest update")
    csv: Csv | None = None
    projects: Texts | None = None
    defect_types: Texts = Field(default_factory=lambda: ["Bug"])
    severity: Severity = Severity(sev1=["Highest"], sev2=["High"], sev3=["Medium"], sev4=["Low", "Lowest"])
    canary: Text | None = Field(default=None, description="an issue that must be visible")
    approved: Approved | None = None
    workaround: Workaround | None = None


class People(Closed):
    """The people who are to use the system."""

    roster: Text | None = Field(default=None, description="a CSV file: person, role[, from, to]")
    completions: Text | None = Field(default=None, description="a CSV file: person, module, completed-at")
    required: dict[Text, Texts] | None = Field(default=None, description="the training modules that each role requires")


class Waivers(Closed):
    """Who may approve a waiver, and for how long."""

    approvers: Texts | None = None
    max_days: int = Field(default=30, ge=1, le=366)


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
    rules: list[RuleEntry] = Field(default_factory=list[RuleEntry], max_length=MANY)
    plugins: dict[str, dict[str, Any]] = Field(default_factory=dict[str, dict[str, Any]])


class WaiverEntry(Closed):
    """A risk that somebody accepted."""

    rule: Id
    reason: Text
    requested_by: Text
    approved_by: Text
    approved_on: Day
    expires: Day
    milestone: Name | None = None
    accepts: Number | None = None
    evidence: Texts | None = None
    issue: Text | None = None


class WaiversFile(Closed):
    """readiness-waivers.toml."""

    waivers: list[WaiverEntry] = Field(default_factory=list[WaiverEntry], max_length=MANY)
