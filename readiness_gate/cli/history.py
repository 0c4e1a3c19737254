"""`readiness-gate history`: a memory of verdicts."""

import re
from collections.abc import Sequence
from pathlib import Path

import click

from readiness_gate.app.check import check
from readiness_gate.app.history import Entry, decided, edited, of_program, recorded, store_of, verified, whole
from readiness_gate.app.history.against import against_sources
from readiness_gate.app.saved_facts import replayed
from readiness_gate.app.session import Session
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened, opened_if_there
from readiness_gate.cli.output import STDOUT, display, is_json, refuse_folder, refuse_input, write, write_folder
from readiness_gate.errors import BadUse, ExitCode
from readiness_gate.history import Store
from readiness_gate.history.rows import Today
from readiness_gate.model.time import local
from readiness_gate.reports.escape import printable
from readiness_gate.reports.history import as_json, as_text
from readiness_gate.reports.history.as_tables import FILES, tables

_EXAMPLES = options.examples(
    "readiness-gate history record go-live",
    "readiness-gate history show go-live --against-sources",
    "readiness-gate history verify",
)
_DIGEST = re.compile("sha256:[0-9a-f]{64}")


@click.group("history", epilog=_EXAMPLES)
def command() -> None:
    """Record, show and verify verdicts.

    A history is optional, and no verdict depends on it. It is kept in readiness-history.sqlite beside the
    configuration, in the file or database that [history] names, or in that of --store. It contains no names of people.
    """


@command.command("record", epilog=options.examples("readiness-gate history record go-live --as-of -1w"))
@options.milestone
@options.configuration
@options.moment
@options.exported
@click.option("--facts", metavar="FILE", help="Judge the facts in this file, and read no source.")
@options.store
def record(
    milestone: str | None,
    named: str | None,
    config: str | None,
    policy_ref: str | None,
    as_of: str | None,
    exported_at: tuple[str, ...],
    facts: str | None,
    store: str | None,
) -> int:
    """Judge a milestone's gate, and record verdict and readings.

    MILESTONE defaults to the next one by date. The exit code is 0 once it is recorded, whatever the gate says, and 4
    if it is not. Recording the same verdict twice changes nothing.
    """
    if facts is not None and policy_ref is not None:
        raise BadUse("--facts replaces the sources that --policy-ref protects. Leave out one of the two")
    live = opened(config, policy_ref, exported_at)
    into = store_of(live, store)
    session = live if facts is None else replayed(live, Path(facts))
    verdicts = check(session, options.one_milestone(milestone, named), live.as_of(as_of))
    entries = recorded(into, session, verdicts)
    write("".join(_said(entry, session) for entry in entries))
    return ExitCode.GO


def _said(entry: Entry, session: Session) -> str:
    """Return what happened to a verdict, with the digest to write down."""
    row = entry.recorded.verdict
    when = local(row.as_of, session.configuration.settings.calendar)
    what = f"{row.milestone} as of {when}: {row.decision.upper()}"
    did = "Recorded" if entry.is_new else "Recorded already, nothing changed:"
    return printable(f"{did} {what}") + f"\nDigest: {entry.recorded.chain}\n"


@command.command("show", epilog=options.examples("readiness-gate history show go-live --since -12w"))
@options.milestone
@click.option("--since", metavar="TIME", help="Show verdicts from this time on; a time as in --as-of.")
@click.option(
    "--against-sources",
    "against",
    is_flag=True,
    help="Judge each recorded time again, and show what the sources have changed about it since.",
)
@options.configuration
@options.exported
@options.store
@options.result
@options.display
def show(
    milestone: str | None,
    named: str | None,
    since: str | None,
    config: str | None,
    policy_ref: str | None,
    exported_at: tuple[str, ...],
    store: str | None,
    format_: str | None,
    output: str,
    color: str,
    *,
    against: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Show the recorded verdicts.

    Without a MILESTONE, shows all of the program. The exit code is 3 if a decision does not match its recorded rules,
    otherwise 0. With --against-sources, it is also 1 if the verdict from today's sources is different, and 3 if that
    cannot be determined.
    """
    session = opened(config, policy_ref, exported_at)
    refuse_input(output, session.inputs())
    for_programs = is_json(format_, output)
    first = None if since is None else session.since(since, session.program.now)
    of_store = store_of(session, store)
    found = of_program(of_store, session, options.one_milestone(milestone, named), first)
    changed = edited(of_store, found)
    today = against_sources(of_store, session, found) if against else []
    settings = session.configuration.settings
    if for_programs:
        write(as_json.shown(found, changed, today, settings.program), output)
    else:
        screen = display(color, output, quiet=quiet, verbose=verbose)
        write(as_text.shown(found, changed, today, settings.calendar, screen), output)
    return _exit_code(today, is_edited=bool(changed))


def _exit_code(today: Sequence[Today], *, is_edited: bool) -> ExitCode:
    if any(one.holds is False for one in today):
        return ExitCode.NO_GO
    return ExitCode.UNDECIDED if is_edited or any(one.holds is None for one in today) else ExitCode.GO


@command.command("verify", epilog=options.examples("readiness-gate history verify --last-digest sha256:DIGEST"))
@click.option(
    "--last-digest",
    "last",
    metavar="DIGEST",
    help="The digest that an earlier record or verify printed; it must still be there.",
)
@options.file
@options.store
@options.result
@options.color
def verify(
    last: str | None, config: str | None, store: str | None, format_: str | None, output: str, color: str
) -> int:
    """Check that no record was edited, removed, inserted or swapped.

    The exit code is 0 if the history is unchanged, 1 if it was changed, and 3 if that cannot be determined. Only
    --last-digest can show that records at the end were removed.
    """
    if last is not None and not _DIGEST.fullmatch(last):
        raise BadUse(f'--last-digest: "{last}" is not a digest, such as sha256:{"0" * 64}')
    of_store = _store(config, store)
    for_programs = is_json(format_, output)
    result = verified(of_store, last)
    write(
        as_json.checked(result) if for_programs else as_text.checked(result, of_store.name, display(color, output)),
        output,
    )
    return ExitCode.GO if result.holds else ExitCode.NO_GO


@command.command("export", epilog=options.examples("readiness-gate history export --output history/"))
@click.option("--output", required=True, metavar="FOLDER", help="The folder to write; an archive if it ends in .zip.")
@options.file
@options.store
def export(output: str, config: str | None, store: str | None) -> int:
    """Write all recorded verdicts and decisions as tables.

    The tables of verdicts are those of `trend --format tables`. Columns that may name people are empty.
    """
    session, _ = opened_if_there(config, None, needed=store is None)
    of_store = store_of(session, store)
    content = tables(whole(of_store), decided(of_store))
    if output.endswith(".zip") or output == STDOUT:
        refuse_input(output, session.inputs() if session else ())
        write(content, output, is_text=False)
    else:
        refuse_folder(output, FILES, ())
        write_folder(content, output)
    return ExitCode.GO


def _store(config: str | None, store: str | None) -> Store:
    """Return the given history, which needs no configuration, or the configured one."""
    session, _ = opened_if_there(config, None, needed=store is None)
    return store_of(session, store)
