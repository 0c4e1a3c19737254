"""`readiness-gate log`: show the decision log, check it, judge a decision again, and close conditions."""

import re
from collections.abc import Sequence
from zoneinfo import ZoneInfo

import click

from readiness_gate.app.decide import close
from readiness_gate.app.decision_checks import read_log, replayed, verified
from readiness_gate.app.session import Session
from readiness_gate.app.statements import statements
from readiness_gate.cli import completion, options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import display, is_json, write
from readiness_gate.errors import BadUse, CouldNotLook, ExitCode
from readiness_gate.model.time import day_of
from readiness_gate.reports import decision_checks, decision_log
from readiness_gate.sources.decisions.lines import FILE
from readiness_gate.toml.values import DIGEST

_EXIT_CODES = {True: ExitCode.GO, False: ExitCode.NO_GO, None: ExitCode.UNDECIDED}


class _Log(click.Group):
    """The commands on the log; without a command, the log is shown."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the words of the command line."""
        return super().parse_args(ctx, self._named(ctx, args))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that is called, with its arguments."""
        return super().resolve_command(ctx, self._named(ctx, args))

    def _named(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the words with the name of a command."""
        first = args[0] if args else ""
        return args if first in (*self.commands, *self.get_help_option_names(ctx)) else ["show", *args]


@click.group(
    "log",
    cls=_Log,
    epilog=options.examples(
        "readiness-gate log",
        "readiness-gate log go-live --format json",
        "readiness-gate log verify --attestation go.intoto.json",
    ),
)
def command() -> None:
    """Show, verify and replay decisions; close conditions.

    Without a command, shows the decisions on all milestones, or on the one named.
    """


@command.command("show", epilog=options.examples("readiness-gate log", "readiness-gate log show go-live"))
@click.argument("milestone", required=False, shell_complete=completion.milestones)
@options.configuration
@options.result
@options.color
def show(
    milestone: str | None, config: str | None, policy_ref: str | None, format_: str | None, output: str, color: str
) -> int:
    """Show the decisions, with the state of their conditions."""
    session = opened(config, policy_ref)
    for_programs, settings = is_json(format_, output), session.configuration.settings
    log, count = read_log(session)
    entries = decision_log.of_milestone([one for one in log.entries if one.number in count.own], milestone)
    if milestone is not None and not entries:
        session.gate(milestone, session.program.now)
    if for_programs:
        write(decision_log.as_json(entries, log.last, count.ignored, count.others), output)
    else:
        today, screen = day_of(session.program.now, settings.calendar), display(color, output)
        write(
            decision_log.as_text(entries, log.last, settings.calendar, today, screen, count.ignored, count.others),
            output,
        )
    return ExitCode.GO


@command.command(
    "verify",
    epilog=options.examples("readiness-gate log verify", "readiness-gate log verify --attestation go.intoto.json"),
)
@click.option("--last-digest", metavar="DIGEST", help="The digest of a line, as in a report; the log must have it.")
@click.option("--attestation", metavar="FILE", help="The log must have the last line that this attestation names.")
@options.configuration
@options.result
@options.color
def verify(
    last_digest: str | None,
    attestation: str | None,
    config: str | None,
    policy_ref: str | None,
    format_: str | None,
    output: str,
    color: str,
) -> int:
    """Check that nobody changed the log.

    Lists every line that was changed, removed, inserted, moved or backdated. Each line must have landed within two days
    of its date. Only --last-digest or --attestation can show that lines at the end were removed. The exit code is 0 if
    the log holds, 1 if it does not, and 3 if that cannot be determined.
    """
    for_programs = is_json(format_, output)
    session = opened(config, policy_ref)
    digests = [] if last_digest is None else [_digest(last_digest)]
    digests += [] if attestation is None else _digests(attestation)
    result = verified(session, digests)
    if for_programs:
        write(decision_checks.check_as_json(result), output)
    else:
        write(decision_checks.check_as_text(result, display(color, output)), output)
    return _EXIT_CODES[result.holds]


def _digest(text: str) -> str:
    if not re.fullmatch(DIGEST, text):
        raise BadUse(f'--last-digest: "{text}" is not a digest such as sha256:… with 64 digits')
    return text


def _digests(attestation: str) -> Sequence[str]:
    """Return the last lines of the log that the attestations in a file name. Raises CouldNotLook if they name none."""
    found = [one.decision_log for one in statements(attestation) if one.decision_log]
    if not found:
        raise CouldNotLook(f"{attestation} names no line of {FILE}: there was none, or an older version wrote it")
    return found


@command.command("replay", epilog=options.examples("readiness-gate log replay 3"))
@click.argument("number", type=int, metavar="NUMBER")
@options.file
@options.result
@options.color
def replay(number: int, config: str | None, format_: str | None, output: str, color: str) -> int:
    """Judge the evidence of a decision again, and compare.

    NUMBER is the number of a decision. The gate is judged as of then, by the policy that had landed by then. The exit
    code is 0 if the evidence and the verdict are the same as in the log, 1 if not, and 3 if that cannot be determined.
    """
    for_programs = is_json(format_, output)
    session = opened(config, None)
    result = replayed(session, number)
    if for_programs:
        write(decision_checks.replay_as_json(result), output)
    else:
        write(decision_checks.replay_as_text(result, _zone(session), display(color, output)), output)
    return _EXIT_CODES[result.holds]


@command.command(
    "close",
    epilog=options.examples('readiness-gate log close 3.1 --by pm@example.com --because "It is installed"'),
)
@click.argument("condition", metavar="CONDITION")
@click.option("--by", metavar="ADDRESS", help="Who closes it: one of waivers.approvers or decisions.by.  [required]")
@click.option("--because", metavar="TEXT", help="How it was met, or why it no longer matters.  [required]")
@options.file
@options.color
def close_condition(condition: str, by: str | None, because: str | None, config: str | None, color: str) -> int:
    """Close a condition: it is met, or no longer matters.

    CONDITION is its id, such as 3.1. The exit code is 0 if the line was written, and 4 if it could not be.
    """
    session = opened(config, None)
    result = close(session, condition, by, because)
    screen = display(color)
    then = f"Next: commit {FILE}, and land it within two days. The condition is open until it has landed."
    text = decision_log.recorded(result.entry, _zone(session), screen)
    write(f"{text}{decision_log.paragraphs([then], screen)}")
    return ExitCode.GO


def _zone(session: Session) -> ZoneInfo:
    return session.configuration.settings.calendar
