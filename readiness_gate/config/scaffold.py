"""The configuration that `init` writes: complete, valid, and with a comment for every decision to make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, fields
from datetime import date
from itertools import chain
from typing import Literal

from readiness_gate.config.example_rule import example_rule
from readiness_gate.config.optional_dimensions import STARTER, facts_of, optional_dimensions
from readiness_gate.config.packs.catalog import dimensions, pack_file, packs_of_dimensions, paths_of
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.globs import PathSet, why_invalid
from readiness_gate.model.policy import Dimension
from readiness_gate.model.settings.git import GitPaths
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.platforms import below, paths_below
from readiness_gate.sources.people.all_tables import TABLES
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import Value, as_toml
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.strict_model import StrictModel
from readiness_gate.toml.values import Day, Site, Text, Zone

EXPORT, ROSTER, COMPLETIONS = "jira-export.json", "people/roster.csv", "people/completions.csv"


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a program on its first day."""

    name: str
    timezone: str
    go_live: date
    export: str = EXPORT
    issues: int | None = None
    """The number of issues that Jira shows for the export."""
    roster: str = ROSTER
    completions: str = COMPLETIONS
    platforms: tuple[str, ...] = ("platforms/in-house",)
    folder: str = ""
    """The program's part of the repository, as a path from its top; "" for all of it."""
    measures: tuple[Dimension, ...] = ()
    """The dimensions to measure in addition to the starter's."""
    not_measured: Mapping[Dimension, str] = field(default_factory=dict[Dimension, str])
    """The dimensions that are left out, with reasons."""
    jira_url: str = ""
    """The Jira site from which the issues of `projects` are read live; "" for an export."""
    projects: tuple[str, ...] = ()
    people: str = ""
    """The TOML tables that describe the people files."""
    described: frozenset[str] = frozenset()
    """The keys of the people files that those tables describe."""
    mainline: str = "main"
    templates: tuple[str, ...] = ()
    """The keys of the tables of facts that start as an empty file."""

    @property
    def tables(self) -> Mapping[str, str]:
        """The standard file of each table, by its key."""
        files = {"roster": self.roster, "completions": self.completions}
        files |= {key: f"people/{key}.csv" for key in self.templates if key not in files}
        return {key: file for key, file in files.items() if key not in self.described}

    @property
    def packs(self) -> tuple[str, ...]:
        """The starter, the packs of the other measured dimensions, and those of the platforms."""
        known = optional_dimensions()
        named = {pack for dimension in self.measures for pack in known[dimension]}
        return (STARTER, *(pack for pack in packs_of_dimensions() if pack in named), *self.platforms)

    @property
    def uncovered(self) -> tuple[Dimension, ...]:
        """The dimensions that these packs have no rule on and that are not left out."""
        packs, known = set(self.packs), optional_dimensions()
        return tuple(name for name in known if packs.isdisjoint(known[name]) and name not in self.not_measured)


def part(folder: str, paths: Iterable[str], platforms: Iterable[str]) -> str:
    """Return the folder if it can be measured on its own, else "" for the whole repository.

    `paths` are the files in the folder, relative to it. Some must be configuration or code of the platforms: without
    any, a gate would measure nothing.
    """
    known = paths_of(platforms)
    there = PathSet((*known.config, *known.code), known.exclude).of(paths)
    return folder if there and not any(map(why_invalid, _globs(paths_below(folder, known)))) else ""


def _globs(paths: GitPaths) -> tuple[str, ...]:
    return tuple(glob for key in fields(GitPaths) for glob in getattr(paths, key.name))


class _Answer(StrictModel):
    """A file with one value, of a kind that a starting configuration has."""

    text: Text | None = None
    zone: Zone | None = None
    day: Day | None = None
    site: Site | None = None


def mistake(kind: Literal["text", "zone", "day", "site"], value: Value, called: str) -> str | None:
    """Return why a value is invalid in the configuration, starting with its label: `--name must not be empty`."""
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
    """Return the text of a readiness-gate.toml; `schema` is the name of the schema file beside it."""
    docs, config = (below(start.folder, [glob]) for glob in ("docs/quoting/**", "config/quoting/**"))
    return f"""\
#:schema ./{schema}
# The rules for the go-live, and where the facts come from. Run `readiness-gate doctor` to see what is missing.
[program]
name = {as_toml(start.name)}
timezone = {as_toml(start.timezone)}                # dates below are days in this zone

[milestones.go-live]
date = {start.go_live}
# The starter has a few rules for the first day. For more rules on the same topics, add these packs when you are
# ready: {_named(_extended(start.packs))}. `readiness-gate rules list` shows the rules of every pack.
packs = {as_toml(start.packs)}

[git]
# The branch that you deploy from. In a clone without it, the branch of origin is read.
mainline = {as_toml(start.mainline)}

{_paths(start)}
# Which documents describe which configuration. A document is stale when its configuration changed more than a week
# after it. Write one table for each part of the system; without any, DOC-01 cannot be measured.
# [[covers]]
# docs = {as_toml(docs)}
# modules = ["quoting"]
# config = {as_toml(config)}

[jira]
{_issues(start)}
# canary = ["CRM-1", "CRM-232"]        # issues that must be visible, such as the oldest and newest of each project
# A priority that is not listed here counts as sev1.
severity = {{ field = "priority", sev1 = ["Highest"], sev2 = ["High"], sev3 = ["Medium"], sev4 = ["Low", "Lowest"] }}

{_people(start)}
{_facts_to_add(start, signals)}{_addable(start, signals)}{_left_out(start)}
[waivers]
# approvers = ["sponsor@example.com"]  # who may accept a risk, in readiness-waivers.toml
{_rules(start)}
{example_rule(start.folder)}"""


def _paths(start: Start) -> str:
    """Return the table of path patterns: examples, or those of the platforms for one folder."""
    if not start.folder:
        return """\
# The platform's pack knows which files are configuration, code and documents. What you write here replaces that.
# Patterns start at the top of the repository. * stays in one folder, ** matches any number of folders.
[git.paths]
# config = ["config/**"]
# code = ["src/**"]
# docs = ["docs/**"]
# exclude = ["**/translations/**"]      # these never count
"""
    paths = paths_below(start.folder, paths_of(start.platforms))
    sets = "\n".join(f"{key.name} = {_listed(getattr(paths, key.name))}" for key in fields(GitPaths))
    return f"""\
# Which files are configuration, code and documents: the patterns of the platform's pack, limited to this folder.
# Changes in other folders of the repository do not count. Patterns start at the top of the repository. * stays in one
# folder, ** matches any number of folders.
[git.paths]
{sets}
"""


def _rules(start: Start) -> str:
    """Return the platforms' rules that have paths of their own, limited to the program's folder."""
    if not start.folder:
        return ""
    paths = {rule.id: (rule.with_ or {}).get("paths") for name in start.platforms for rule in pack_file(name).rules}
    limited = {rule_id: below(start.folder, globs) for rule_id, globs in paths.items() if isinstance(globs, list)}
    tables = "".join(_rule(rule_id, globs) for rule_id, globs in limited.items())
    return f"\n# The platform's rules, limited to this folder.{tables}" if tables else ""


def _rule(rule_id: str, globs: Iterable[str]) -> str:
    return f"\n[[rules]]\nid = {as_toml(rule_id)}\n[rules.with]\npaths = {_listed(globs)}\n"


def _listed(globs: Iterable[str]) -> str:
    """Return an array with one pattern a line."""
    return "".join(["[\n", *(f"  {as_toml(glob)},\n" for glob in globs), "]"])


def _people(start: Start) -> str:
    """Return the people section, with the tables of the described files."""
    lines = [f"{key} = {as_toml(file)}    # {TABLES[key].form}" for key, file in start.tables.items()]
    required = """\
# The modules that each role must complete. List every role of the roster.
# [people.required]
# "Sales rep" = ["basics", "quoting"]
"""
    head = "\n".join(["# Your files look different? See docs/people-files.md.", "[people]", *lines])
    return f"{head}\n\n{start.people or required}"


def _issues(start: Start) -> str:
    """Return where the issues are read from: a live Jira, or an export."""
    if start.jira_url:
        return f"""\
# Issues are read live. Set the token in the environment: JIRA_TOKEN, and for Jira Cloud also JIRA_EMAIL.
url = {as_toml(start.jira_url)}
projects = {as_toml(start.projects)}
# filter = {{ labels = ["go-live"] }}    # which issues count; every report shows it"""
    count = f"issues = {start.issues}" if start.issues else "# issues = 232                        # as Jira shows it"
    return f"""\
# The program's issues as JSON of the search API, with issuetype, status, priority, created and updated:
# one answer, a list of its pages, or one issue a line; plain or gzip. To read a live Jira instead, replace export by
# url and projects, and set JIRA_TOKEN (for Jira Cloud also JIRA_EMAIL) in the environment.
export = {as_toml(start.export)}
{_csv(start)}
# The export must be complete. An answer of the search API says so itself. For any other export, give the number of
# issues that Jira shows, or canaries for all projects.
{count}
# projects = ["CRM"]                   # each must be in the export
# filter = {{ labels = ["go-live"] }}    # which issues count; every report shows it"""


def _csv(start: Start) -> str:
    """Return how the dates of a CSV export from Jira are read."""
    form = f'csv = {{ timezone = {as_toml(start.timezone)}, dates = "dd/MMM/yy h:mm a" }}'
    check = "check both: the time zone of the Jira profile that exported it, and the date format of your Jira"
    return f"{form}    # {check}" if start.export.casefold().endswith(".csv") else f"# {form}    # for a CSV export"


_TABLES = """\
# A table is a file in [people] or, for some, a collection of issues in [[jira.collections]]. `readiness-gate facts
# tables` lists the tables, and docs/configuration.md describes the sections.
"""


def _facts_to_add(start: Start, signals: SignalTable) -> str:
    """Return a comment on the facts that the rules on the measured dimensions still need."""
    facts = {name: facts_of(name, signals).without(start.tables).in_words() for name in start.measures}
    lines = "".join(f"# - {name}: {words}\n" for name, words in facts.items() if words)
    return f"\n# Rules on these dimensions are unknown until you add what they read.\n{_TABLES}{lines}" if lines else ""


def _addable(start: Start, signals: SignalTable) -> str:
    """Return a comment on the dimensions that are neither measured nor left out."""
    if not start.uncovered:
        return ""
    packs: dict[Dimension, tuple[str, ...]] = {name: optional_dimensions()[name] for name in start.uncovered}
    lines = (f"# - {name}: pack {', '.join(packs[name])}; {facts_of(name, signals).in_words()}\n" for name in packs)
    return f"""
# No rule of the packs above is about {", ".join(packs)}, and every report says so.
# To measure them, add these packs: {_named(dict.fromkeys(chain(*packs.values())))}, and what their rules read.
{_TABLES}{"".join(lines)}# List what you do not measure here.
"""


def _left_out(start: Start) -> str:
    """Return the table of unmeasured dimensions, or an example of it."""
    if start.not_measured:
        lines = "".join(f"{dimension} = {as_toml(why)}\n" for dimension, why in start.not_measured.items())
        return f"""
# What the program does not measure, and why; every report says so. To measure one of these, remove its line and check
# that a pack with its rules is named in packs above.
[not-measured]
{lines}"""
    examples = "".join(f'# {dimension} = "why, and who watches it"\n' for dimension in start.uncovered)
    return f"# [not-measured]\n{examples}" if examples else ""


def _extended(packs: Sequence[str]) -> list[str]:
    """Return the packs with more rules on the dimensions of these packs, or on the mandatory ones."""
    known = {rule_id for pack in packs for rule_id in dimensions(pack)}
    apart = {pack for having in optional_dimensions().values() for pack in having}
    return [name for name, rules in packs_of_dimensions().items() if name not in apart and not known.issuperset(rules)]


def _named(packs: Iterable[str]) -> str:
    return ", ".join(as_toml(pack) for pack in packs)
