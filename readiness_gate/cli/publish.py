"""`readiness-gate publish`: judge a gate, and write the verdict to another system."""

import importlib
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeAlias

import click

from readiness_gate.app.check import check
from readiness_gate.app.publish import message
from readiness_gate.app.saved_facts import replayed
from readiness_gate.app.session import Session
from readiness_gate.cli import options
from readiness_gate.cli.opening import opened
from readiness_gate.cli.output import write
from readiness_gate.errors import BadUse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.verdict import Verdict
from readiness_gate.publishers.message import Message
from readiness_gate.publishers.outcome import Write
from readiness_gate.reports.escape import printable
from readiness_gate.reports.json import dump

SYSTEMS: dict[str, str] = {
    "github": "Write a comment, a commit status, a check run, a milestone.",
    "jira": "Write an issue's field, property, link, comment; a version.",
    "confluence": "Keep a page in Confluence up to date.",
    "notify": "Send a short message when the verdict changes.",
}
"""The systems that a verdict can be written to, and what is written there."""

_Command: TypeAlias = Callable[..., int]


class Systems(click.Group):
    """The systems, imported when they are called, so that help stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the systems."""
        return list(SYSTEMS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Return the command with this name; None if there is none."""
        if cmd_name not in SYSTEMS:
            return None
        command = importlib.import_module(f"readiness_gate.cli.publish_{cmd_name}").command
        assert isinstance(command, click.Command)  # noqa: S101 - each module has one
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's
        """Write the list of systems for the help text, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl(list(SYSTEMS.items()))


_EXAMPLES = options.examples("readiness-gate publish github go-live --comment on-change --dry-run")


@click.group("publish", cls=Systems, epilog=_EXAMPLES)
def command() -> None:
    """Judge a gate, and write the verdict to another system.

    The exit code is 0 if the verdict was written, whatever it is, and 4 if it was not. To stop a pipeline, use check.
    """


@dataclass(frozen=True, slots=True)
class GateOptions:
    """The options that say which gate is judged, and from which facts."""

    milestone: str | None
    named: str | None
    config: str | None
    policy_ref: str | None
    as_of: str | None
    exported_at: tuple[str, ...]
    facts: str | None

    @property
    def name(self) -> str:
        """The name of the milestone; "" for the next one."""
        return self.milestone or self.named or ""

    def opened(self) -> Session:
        """Return the program."""
        return opened(self.config, self.policy_ref, self.exported_at)

    def judged(self, live: Session | None = None) -> tuple[Verdict, Message]:
        """Return the verdict and its message; `live` is the program, if it is already open."""
        if self.facts is not None and self.policy_ref is not None:
            raise BadUse("--facts replaces the sources that --policy-ref protects. Leave out one of the two")
        live = live or self.opened()
        session = live if self.facts is None else replayed(live, Path(self.facts))
        verdict = check(session, options.one_milestone(self.milestone, self.named), live.as_of(self.as_of))[0]
        return verdict, message(verdict)


_with_options = options.together(
    options.milestone,
    options.configuration,
    options.moment,
    options.exported,
    click.option("--facts", metavar="FILE", help="Judge the facts in this file, and read no source."),
    click.option("--dry-run", is_flag=True, help="Read, and print what would be written. Write nothing."),
)


def judging(command_: _Command) -> _Command:
    """Give a command the options of `GateOptions` as its parameter `gate`, and the option --dry-run."""

    @wraps(command_)
    def with_gate(
        milestone: str | None,
        named: str | None,
        config: str | None,
        policy_ref: str | None,
        as_of: str | None,
        exported_at: tuple[str, ...],
        facts: str | None,
        **others: Any,  # noqa: ANN401 - the options of each command
    ) -> int:
        gate = GateOptions(milestone, named, config, policy_ref, as_of, exported_at, facts)
        return command_(gate=gate, **others)

    return _with_options(with_gate)


def print_write(planned: Write) -> None:
    """Print a request that a dry run does not make."""
    write(f"Would {printable(planned.action)}:\n  {planned.method} {printable(planned.path)}\n{dump(planned.body)}")
