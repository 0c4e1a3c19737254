"""The configuration that a program starts from: complete, valid, and with a comment for everything to be decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from datetime import date
from typing import Literal

from readiness_gate.config.example_rule import example_rule
from readiness_gate.config.packs.catalog import dimensions, fed, packs_of_dimensions, paths_of, written
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.globs import PathSet, why_invalid
from readiness_gate.model.policy import ALWAYS_MEASURED, DIMENSIONS, Dimension
from readiness_gate.model.settings.git import GitPaths
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.platforms import below, paths_below
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import Value, as_toml
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Day, Site, Text, Zone

EXPORT, ROSTER, COMPLETIONS = "jira-export.json", "people/roster.csv", "people/completions.csv"
STARTER = "starter"


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a program on its first day; `measures` is what it measures besides what the starter is about,
    `not_measured` what it leaves out, with the reason. `folder` is the part of the repository that the program is, as a
    path from its top; `mainline` is its branch. `people` are tables that describe the files whose keys are `described`.
    With a `jira_url` the issues of `projects` are read live; `issues` is how many Jira shows for the export."""

    name: str
    timezone: str
    go_live: date
    export: str = EXPORT
    issues: int | None = None
    roster: str = ROSTER
    completions: str = COMPLETIONS
    platforms: tuple[str, ...] = ("platforms/in-house",)
    folder: str = ""
    measures: tuple[Dimension, ...] = ()
    not_measured: Mapping[Dimension, str] = field(default_factory=dict[Dimension, str])
    jira_url: str = ""
    projects: tuple[str, ...] = ()
    people: str = ""
    described: frozenset[str] = frozenset()
    mainline: str = "main"

    @property
    def packs(self) -> tuple[str, ...]:
        """The starter, the packs that have the rules on what else is measured, and those of the platforms."""
        known = besides()
        named = {pack for each in self.measures for pack in known[each]}
        return (STARTER, *(pack for pack in packs_of_dimensions() if pack in named), *self.platforms)

    @property
    def unheard(self) -> tuple[Dimension, ...]:
        """The dimensions that no rule of these packs is about, and that nobody left out by name."""
        packs = set(self.packs)
        return tuple(
            each for each, having in besides().items() if each not in self.not_measured and packs.isdisjoint(having)
        )


def besides() -> Mapping[Dimension, tuple[str, ...]]:
    """The dimensions that the starter has no rule on and that may be left out, each with the packs of its rules."""
    settled = {*ALWAYS_MEASURED, *dimensions(STARTER).values()}
    packs = packs_of_dimensions()
    found: dict[Dimension, tuple[str, ...]] = {}
    for each in DIMENSIONS:
        having = tuple(name for name, rules in packs.items() if each in rules.values())
        if having and each not in settled:
            found[each] = having
    return found


def choices(signals: SignalTable) -> tuple[Dimension, ...]:
    """The dimensions that a program may measure besides what the starter is about: those that a source feeds."""
    return tuple(each for each, packs in besides().items() if any(each in fed(pack, signals) for pack in packs))


def part(folder: str, paths: Iterable[str], platforms: Iterable[str]) -> str:
    """The folder, if it is a part of the repository that can be measured by itself, else "" for the whole repository.

    `paths` are the files below it, from there. A folder without any configuration or code of the platforms says nothing
    of a program: to look at it alone would be to look at nothing.
    """
    known = paths_of(platforms)
    there = PathSet((*known.config, *known.code), known.exclude).of(paths)
    return folder if there and not any(map(why_invalid, _globs(paths_below(folder, known)))) else ""


def _globs(paths: GitPaths) -> tuple[str, ...]:
    return tuple(glob for key in fields(GitPaths) for glob in getattr(paths, key.name))


class _Answer(StrictModel):
    """A file that says one thing, of a kind that a starting configuration asks for."""

    text: Text | None = None
    zone: Zone | None = None
    day: Day | None = None
    site: Site | None = None


def mistake(kind: Literal["text", "zone", "day", "site"], value: Value, called: str) -> str | None:
    """What is wrong with something that is to stand in a configuration, by the rules of the file, told of what it is
    called: `--name must not be empty`."""
    try:
        data = f"{kind} = {as_toml(value)}\n".encode()
    except UnicodeEncodeError:
        return f"{called} is not text in UTF-8"
    problems: list[Problem] = []
    parsed(called, data, _Answer, problems)
    if not problems:
        return None
    what = problems[0].what
    return called + what.removeprefix(kind) if what.startswith(kind) else f"{called}: {what}"


def starting_configuration(start: Start, schema: str, signals: SignalTable) -> str:
    """The text of a readiness-gate.toml; `schema` is the name of the schema file beside it."""
    docs, config = (below(start.folder, [each]) for each in ("docs/quoting/**", "config/quoting/**"))
    return f"""\
#:schema ./{schema}
# What must hold before go-live, and where the facts come from. `readiness-gate doctor` tells what is still missing.
[program]
name = {as_toml(start.name)}
timezone = {as_toml(start.timezone)}                # a date below means a day there

[milestones.go-live]
date = {start.go_live}
# The starter has few rules, for the first day. More on these matters are in {_named(_fuller(start.packs))}:
# name these in packs, too, when you can answer them. `readiness-gate rules list` shows the rules of every pack.
packs = {as_toml(start.packs)}

[git]
# The branch that is deployed from; a clone without it reads the one of origin.
mainline = {as_toml(start.mainline)}

{_paths(start)}
# Which documents describe which configuration: a document is stale when that changed more than a week after it.
# One table for each part of the system. Until there is one, DOC-01 cannot be measured.
# [[covers]]
# docs = {as_toml(docs)}
# modules = ["quoting"]
# config = {as_toml(config)}

[jira]
{_issues(start)}
# canary = ["CRM-1", "CRM-232"]        # issues that must be visible, best the oldest and the newest of each project
# A value of the field that stands nowhere here counts as sev1.
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low", "Lowest"] }}

{_people(start)}
{_left_out(start, signals)}
[waivers]
# approvers = ["sponsor@example.com"]  # who may accept a risk, in readiness-waivers.toml
{_rules(start)}
{example_rule(start.folder)}"""


def _paths(start: Start) -> str:
    """The table of path patterns: examples, or those of the platforms for one folder."""
    if not start.folder:
        return """\
# Which files are configuration, code and documents, the pack of the platform says; what stands here replaces that.
# Patterns begin at the top of the repository; * stays in one folder, ** is any number of folders.
[git.paths]
# config = ["config/**"]
# code = ["src/**"]
# docs = ["docs/**"]
# exclude = ["**/translations/**"]      # wins over the others
"""
    paths = paths_below(start.folder, paths_of(start.platforms))
    sets = "\n".join(f"{key.name} = {_listed(getattr(paths, key.name))}" for key in fields(GitPaths))
    return f"""\
# Which files are configuration, code and documents: the patterns of the platform's pack, for this folder only. Changes
# in other folders of the repository do not count. Patterns begin at the top of the repository; * stays in one folder,
# ** is any number of folders.
[git.paths]
{sets}
"""


def _rules(start: Start) -> str:
    """What the platforms' rules that name paths of their own look at: only this folder of a repository, too."""
    told = ""
    for entry in (each for name in start.platforms for each in written(name).rules):
        paths = (entry.with_ or {}).get("paths")
        if start.folder and isinstance(paths, list):
            told += f"""
[[rules]]
id = {as_toml(entry.id)}
[rules.with]
paths = {_listed(below(start.folder, paths))}
"""
    return f"\n# The rules of the platform look at this folder only.{told}" if told else ""


def _listed(globs: Iterable[str]) -> str:
    """An array with a line for each pattern."""
    return "".join(["[\n", *(f"  {as_toml(glob)},\n" for glob in globs), "]"])


_OWN_FORM = {"roster": "person, role[, from, to, critical-process]", "completions": "person, module, completed-at"}


def _people(start: Start) -> str:
    """The section of the people, with the tables of the files that are described."""
    names = {"roster": start.roster, "completions": start.completions}
    lines = [f"{kind} = {as_toml(names[kind])}    # {_OWN_FORM[kind]}" for kind in names if kind not in start.described]
    required = """\
# The modules that each role must complete, for every role of the roster.
# [people.required]
# "Sales rep" = ["basics", "quoting"]
"""
    head = "\n".join(["# Files in any other form can be described: see docs/people-files.md.", "[people]", *lines])
    return f"{head}\n\n{start.people or required}"


def _issues(start: Start) -> str:
    """Where the issues are read from: a live Jira, or an export."""
    if start.jira_url:
        return f"""\
# Issues are read live. The token comes from the environment: JIRA_TOKEN, and for a site in the cloud JIRA_EMAIL, too.
url = {as_toml(start.jira_url)}
projects = {as_toml(start.projects)}
# filter = {{ labels = ["go-live"] }}    # which issues count; every report shows it"""
    count = f"issues = {start.issues}" if start.issues else "# issues = 232                        # as Jira shows it"
    return f"""\
# The search API's JSON of the program's issues, with issuetype, status, priority, created and updated:
# one answer, a list of its pages, or one issue a line; plain or gzip. A live Jira is read with its url and projects
# in place of the export, and with JIRA_TOKEN, on Cloud also JIRA_EMAIL, in the environment.
export = {as_toml(start.export)}
{_csv(start)}
# It must be proven whole: answers of the search API say so. Others have as many issues as Jira shows, or all canaries.
{count}
# projects = ["CRM"]                   # each must be in the export
# filter = {{ labels = ["go-live"] }}    # which issues count; every report shows it"""


def _csv(start: Start) -> str:
    """How the dates of a CSV export of Jira are read."""
    form = f'csv = {{ timezone = {as_toml(start.timezone)}, dates = "dd/MMM/yy h:mm a" }}'
    check = "check both: the zone of the Jira profile that exported it, and Jira's own form of dates"
    return f"{form}    # {check}" if start.export.casefold().endswith(".csv") else f"# {form}    # for a CSV export"


def _left_out(start: Start, signals: SignalTable) -> str:
    """The table of what is not measured, and how to begin one where a dimension is neither measured nor left out."""
    told, known = "", choices(signals)
    heard: list[Dimension] = [each for each in start.unheard if each in known]
    unfed = [each for each in start.unheard if each not in known]
    if heard:
        packs = besides()
        told += f"""
# No rule of the packs above is about {", ".join(heard)}, and every report says so.
# Their rules are in {_named(dict.fromkeys(pack for each in heard for pack in packs[each]))}: \
name these in packs, too, and leave out here what the program does not measure.
"""
    if unfed:
        told += f"""
# This version has no source for {", ".join(unfed)}: no rule of the packs above is
# about them, and every report says so. Say here who watches them instead.
"""
    if start.not_measured:
        lines = "".join(f"{each} = {as_toml(why)}\n" for each, why in start.not_measured.items())
        return f"""{told}
# What the program does not measure, and why: every report says so. To measure one of these, take its line away, and
# see that a pack with its rules is named in packs above.
[not-measured]
{lines}"""
    examples = "".join(f'# {each} = "why, and who watches it"\n' for each in start.unheard)
    return told + (f"# [not-measured]\n{examples}" if examples else "")


def _fuller(packs: Sequence[str]) -> list[str]:
    """The packs of dimensions that have more rules on what the starter has some on, or on what no gate leaves out."""
    had = {id_ for pack in packs for id_ in dimensions(pack)}
    apart = {pack for having in besides().values() for pack in having}
    return [name for name, rules in packs_of_dimensions().items() if name not in apart and not had.issuperset(rules)]


def _named(packs: Iterable[str]) -> str:
    return ", ".join(as_toml(pack) for pack in packs)
