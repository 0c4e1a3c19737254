"""Where `init` gets the issues from: a live Jira, or an export."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import click

from readiness_gate.cli import answers
from readiness_gate.cli.answers import NONE
from readiness_gate.cli.asking import Given, asked, can_ask, lines
from readiness_gate.config.scaffold import EXPORT
from readiness_gate.lean_dataclass import dataclass

_HOW = "The token is never written. It comes from the variable JIRA_TOKEN, and on Cloud also JIRA_EMAIL."


@dataclass(frozen=True, slots=True)
class IssueSource:
    """A live Jira, or an export; a field is None if its option was not given."""

    url: str | None = None
    """The address of a live Jira."""
    projects: tuple[str, ...] | None = None
    """The keys of its projects."""
    export: str | None = None
    """The file of an export."""
    count: int | None = None
    """The number of issues that Jira shows for the export's search."""

    def wrong(self) -> Iterator[str]:
        """Yield invalid combinations of options."""
        if not self.url:
            if self.projects is not None:
                yield "--jira-project is for a live Jira. Add its address with --jira-url"
            return
        if self.export is not None:
            yield "--jira-url and --export: issues are read live or from an export. Give one of the two"
        if self.count is not None:
            yield "--issues is for an export, and issues are read live. Leave it out"
        if self.projects is None and not can_ask():
            yield "--jira-project is missing. Give the key of a project to read, such as --jira-project CRM"

    def asked(self) -> "IssueSource":
        """Return the source, after asking for what was not given."""
        url = self.url
        if url is None and self.export is None and can_ask():
            url = asked(f"{lines(_HOW)}The address of the Jira to read live (https://…), or none", answers.site, NONE)
        if not url:
            return IssueSource("", (), self.export or EXPORT, self._counted())
        chosen = self.projects or asked("The keys of its projects (such as CRM)", answers.projects)
        return IssueSource(url, chosen, EXPORT)

    def _counted(self) -> int | None:
        """Return the number of issues that Jira shows: asked for if the format cannot say that the export is
        complete."""
        export = self.export or EXPORT
        if self.count is not None or not can_ask() or not answers.is_silent(export):
            return self.count
        about = lines(f"{export} does not say whether it is complete.")
        return asked(
            f"{about}How many issues does Jira show for its search (a number, or later)",
            answers.count_or_later,
            answers.LATER,
        )


def given_source(
    given: Given, url: str | None, projects: Sequence[str], export: str | None, count: str | None
) -> IssueSource:
    """Return the source from the given options, validated."""
    keys = ",".join(projects) if projects else None
    return IssueSource(
        url=given.checked(url, partial(answers.site, called="--jira-url")),
        projects=given.checked(keys, partial(answers.projects, called="--jira-project")),
        export=given.checked(export, partial(answers.text, called="--export")),
        count=given.checked(count, partial(answers.count, called="--issues")),
    )


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options for issues to a command."""
    for add in (
        click.option(
            "--jira-project",
            "jira_projects",
            multiple=True,
            metavar="KEY",
            help="The key of a project of that Jira, such as CRM. Repeatable.",
        ),
        click.option(
            "--jira-url",
            metavar="URL",
            help="Read the issues live from this Jira. The token comes from the variable JIRA_TOKEN, and on Cloud also "
            "JIRA_EMAIL; it is never written.",
        ),
        click.option(
            "--issues",
            metavar="NUMBER",
            help="How many issues Jira shows for the export's search: proves that the export is complete.",
        ),
        click.option("--export", metavar="FILE", help=f"The export of the issues. Default: {EXPORT}."),
    ):
        command = add(command)
    return command
