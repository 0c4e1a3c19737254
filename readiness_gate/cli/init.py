"""`readiness-gate init`: write a first configuration."""

import datetime as dt
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from readiness_gate.app import beginning
from readiness_gate.app.surroundings import mainline_of, tracked_in
from readiness_gate.cli import answers, init_answers, init_hosts, issue_source
from readiness_gate.cli.answers import NONE
from readiness_gate.cli.asking import Given, asked, can_ask, lines
from readiness_gate.cli.init_answers import today
from readiness_gate.cli.init_report import report
from readiness_gate.cli.issue_source import IssueSource, given_source
from readiness_gate.cli.options import examples
from readiness_gate.cli.output import write
from readiness_gate.cli.people_proposal import to_paste, with_people
from readiness_gate.cli.system_zone import system_zone
from readiness_gate.config import FILE, load, scaffold
from readiness_gate.config.optional_dimensions import optional_dimensions
from readiness_gate.config.packs.catalog import PLATFORMS, detected, platforms
from readiness_gate.config.scaffold import Start, part
from readiness_gate.config.schema.json_schema import schema
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import Dimension
from readiness_gate.reports import json
from readiness_gate.reports.fact_tables import template
from readiness_gate.signals import SIGNALS
from readiness_gate.sources.git.listing import Tracked
from readiness_gate.sources.people.all_tables import TABLES

SCHEMA = "readiness-gate.schema.json"
_NOT_YET = "not measured by this program yet"
_SEVERAL = "Name any of these, separated by commas or spaces."
_EXAMPLES = examples(
    "readiness-gate init --go-live 2027-03-01",
    "readiness-gate init --go-live 2027-03-01 --timezone Europe/Berlin \\",
    "  --jira-url https://example.atlassian.net --jira-project CRM",
    "readiness-gate init --go-live 2027-03-01 --from roster.xlsx --from lms.csv",
)


@dataclass(frozen=True, slots=True)
class _Options:
    """The validated options; None if one was not given, and is asked for or has a default."""

    name: str | None
    timezone: str | None
    go_live: dt.date | None
    issues: IssueSource
    roster: str
    completions: str
    platforms: tuple[str, ...]
    measures: tuple[Dimension, ...] | None
    because: str | None
    system: str | None
    """The time zone of this machine; None if it has no name."""

    @property
    def today(self) -> dt.date:
        """Today in the program's time zone, if known."""
        return today(self.timezone or self.system or "UTC")


@click.command("init", epilog=_EXAMPLES)
@click.option("--name", metavar="TEXT", help="The name of the program. Default: the name of this folder.")
@click.option("--go-live", metavar="DATE", help="The day of the go-live (YYYY-MM-DD), such as 2027-03-01.")
@click.option(
    "--timezone",
    metavar="ZONE",
    help="The time zone of all dates, such as Europe/Berlin. Default: that of this machine.",
)
@issue_source.options
@click.option(
    "--roster", default=scaffold.ROSTER, metavar="FILE", show_default=True, help="The people who will use the system."
)
@click.option(
    "--completions", default=scaffold.COMPLETIONS, metavar="FILE", show_default=True, help="Who completed which module."
)
@click.option(
    "--from",
    "described",
    multiple=True,
    metavar="FILE",
    help="A roster, completions or calendar as your system exports it; proposes how to read it, and asks. Repeatable.",
)
@click.option(
    "--template",
    "templates",
    multiple=True,
    metavar="TABLE",
    type=click.Choice(list(TABLES)),
    help="Also write an empty file for a table of facts, and read it. Repeatable. `readiness-gate facts tables` lists "
    "the tables.",
)
@init_hosts.option
@click.option("--yes", is_flag=True, help="Accept the proposals of --from without asking.")
@click.option(
    "--platform",
    "platforms",
    multiple=True,
    metavar=f"[{'|'.join(sorted(name.removeprefix(PLATFORMS) for name in platforms()))}]",
    help="The platform of the system. Repeatable. Default: recognized by the files in this folder and below.",
)
@click.option(
    "--measures",
    multiple=True,
    metavar="DIMENSION",
    help="A dimension to measure in addition to the pack starter, or none. Repeatable. Choices: "
    f"{', '.join((*optional_dimensions(), NONE))}.",
)
@click.option(
    "--not-measured-because",
    "because",
    metavar="TEXT",
    help=f"Why the others ({', '.join(optional_dimensions())}) are not measured, or who watches them. Default, if "
    f"--measures names some: {_NOT_YET}.",
)
def command(
    name: str | None,
    go_live: str | None,
    timezone: str | None,
    export: str | None,
    issues: str | None,
    jira_url: str | None,
    jira_projects: tuple[str, ...],
    roster: str,
    completions: str,
    platforms: tuple[str, ...],
    measures: tuple[str, ...],
    because: str | None,
    described: tuple[str, ...],
    templates: tuple[str, ...],
    hosts: tuple[str, ...],
    *,
    yes: bool,
) -> int:
    """Write a first configuration, and its schema for editors.

    On a terminal, asks for what is not given. Never overwrites an existing configuration.
    """
    if init_hosts.only_hosts(hosts):
        return init_hosts.write_only(hosts)
    _refuse_existing(timezone, described)
    before = beginning.there(Path.cwd(), SCHEMA)
    if yes and not described:
        raise BadUse("--yes accepts what --from proposes. Add --from FILE")
    given = Given()
    named = ",".join(measures) if measures else None
    options = _Options(
        name=given.checked(name, partial(answers.text, called="--name")),
        timezone=given.checked(timezone, partial(answers.zone, called="--timezone")),
        go_live=given.checked(go_live, partial(answers.day, called="--go-live")),
        issues=given_source(given, jira_url, jira_projects, export, issues),
        roster=given.checked(roster, partial(answers.text, called="--roster")) or scaffold.ROSTER,
        completions=given.checked(completions, partial(answers.text, called="--completions")) or scaffold.COMPLETIONS,
        platforms=tuple(filter(None, [given.checked(name, answers.platform) for name in platforms])),
        measures=given.checked(named, partial(answers.measured, called="--measures")),
        because=given.checked(because, partial(answers.text, called="--not-measured-because")),
        system=system_zone(os.environ),
    )
    given.wrong += _wrong(options, zone_given=timezone is not None, day_given=go_live is not None)
    given.refuse()
    files = tracked_in(Path.cwd())
    begun = replace(_begun(options, files), templates=templates)
    start = with_people(_chosen(begun, options), described, agreed=yes)
    text = scaffold.starting_configuration(start, SCHEMA, SIGNALS)
    load(FILE, lambda path, _: text.encode() if path == FILE else None, SIGNALS, root=Path.cwd())
    beginning.write_both(Path.cwd(), SCHEMA, before, json.dump(schema("configuration")), FILE, text)
    there_already = beginning.write_templates(Path.cwd(), _empty_tables(start))
    assumed = options.timezone is None and not can_ask()
    write(lines(*report(start, files, SCHEMA, there_already, zone_assumed=assumed)))
    return init_hosts.write_only(hosts)


def _empty_tables(start: Start) -> dict[str, str]:
    """Return the empty files of the requested tables, by path."""
    return {file: template(TABLES[key]) for key, file in start.tables.items() if key in start.templates}


def _refuse_existing(timezone: str | None, described: tuple[str, ...]) -> None:
    """Raise BadUse if there is a configuration, with the lines to add for the given people files."""
    if os.path.lexists(FILE):
        zone = timezone or system_zone(os.environ) or "UTC"
        raise BadUse(f"{FILE} already exists here. Edit it, or remove it first{to_paste(described, zone)}")


def _wrong(options: _Options, *, zone_given: bool, day_given: bool) -> Iterator[str]:
    """Yield invalid combinations of options, and what is missing if nobody can be asked."""
    yield from _needless(options.measures, options.because)
    yield from options.issues.wrong()
    if not can_ask():
        yield from _missing(options, zone_given=zone_given, day_given=day_given)


def _missing(options: _Options, *, zone_given: bool, day_given: bool) -> Iterator[str]:
    """Yield what must be given, or is too far in the past, if nobody can be asked."""
    if not day_given:
        ahead = answers.example_day(options.today)
        yield f"--go-live is missing. Give the day of the go-live (YYYY-MM-DD), such as --go-live {ahead}"
    if not zone_given and options.system is None:
        yield (
            "--timezone is missing, and this machine has no time zone with a name. Give the time zone of all dates, "
            "such as --timezone Europe/Berlin"
        )
    why = options.go_live and answers.long_ago(options.go_live, options.today)
    if why:
        yield why


def _needless(measures: tuple[Dimension, ...] | None, because: str | None) -> Iterator[str]:
    """Yield that a reason was given although nothing needs one."""
    if because is not None and measures is not None and not _others(measures):
        yield "--not-measured-because: everything is measured. Leave out the reason"


def _begun(options: _Options, files: Tracked) -> Start:
    """Return the start without dimensions: what was not given is asked for, or has a default."""
    name = init_answers.name(options.name)
    zone = _zone(options)
    go_live, issues = init_answers.go_live(options.go_live, zone), options.issues.asked()
    below = files.below()
    packs = options.platforms or tuple(detected(below))
    folder = part(files.folder, below, packs)
    return Start(
        name=name,
        timezone=zone,
        go_live=go_live,
        export=issues.export or scaffold.EXPORT,
        issues=issues.count,
        jira_url=issues.url or "",
        projects=issues.projects or (),
        roster=options.roster,
        completions=options.completions,
        platforms=packs if folder else options.platforms or tuple(detected(files.paths)),
        folder=folder,
        mainline=mainline_of(Path.cwd()),
    )


def _zone(options: _Options) -> str:
    """Return the time zone: given, else asked for at a terminal, else the machine's."""
    known = options.timezone or ("" if can_ask() else options.system)
    return known or asked("The time zone of all dates (an IANA name)", answers.zone, options.system)


def _chosen(start: Start, options: _Options) -> Start:
    """Return the start with the dimensions that the program measures. If some are named, or a reason is given, the
    others are left out by name."""
    measures, because = options.measures, options.because
    if measures is None and can_ask():
        about = lines(
            f"Besides the rules of the pack starter, there are rules on {', '.join(optional_dimensions())}.", _SEVERAL
        )
        measures = asked(f"{about}Which of these does the program also measure", answers.measured, NONE)
        because = because if _others(measures) else None  # no reason is needed
    measures = measures or ()
    others = _others(measures)
    if because is None and measures and others:
        because = _reason(others)
    return replace(start, measures=measures, not_measured=dict.fromkeys(others, because) if because else {})


def _reason(others: list[Dimension]) -> str:
    """Return why the other dimensions are not measured."""
    if not can_ask():
        return _NOT_YET
    about = lines(f"Not measured: {', '.join(others)}.")
    return asked(f"{about}Why", answers.reason, _NOT_YET)


def _others(measures: tuple[Dimension, ...]) -> list[Dimension]:
    return [dimension for dimension in optional_dimensions() if dimension not in measures]
