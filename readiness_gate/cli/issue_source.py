"""Where `init` has the issues read from: a live Jira, or an export of it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import click

from readiness_gate.cli import answers
from readiness_gate.cli.answers import NONE
from readiness_gate.cli.asking import Given, asked, can_ask, lines
from readiness_gate.config.scaffold import EXPORT
from readiness_gate.lean_dataclass import dataclass

_HOW = "A token is never written: it comes from JIRA_TOKEN, and on Cloud also JIRA_EMAIL, in the environment."


@dataclass(frozen=True, slots=True)
class IssueSource:
    """A live Jira, or an export of one; None was not given."""

    url: str | None = None
    """The address of a live Jira."""
    projects: tuple[str, ...] | None = None
    """The keys of its projects."""
    export: str | None = None
    """The file of an export."""
    count: int | None = None
    """How many issues Jira shows for the search of the export."""

    def wrong(self) -> Iterator[str]:
        """What is wrong with options that go together, or do not."""
        if not self.url:
            if self.projects is not None:
                yield "--jira-project is of a live Jira: give its address with --jira-url, too"
            return
        if self.export is not None:
            yield "--jira-url and --export: issues are read live or from an export: give one of the two"
        if self.count is not None:
            yield "--issues is of an export: leave it out, as issues are read live"
        if self.projects is None and not can_ask():
            yield "--jira-project is missing: give the key of a project that is read, such as --jira-project CRM"

    def asked(self) -> "IssueSource":
        """With what is not given asked for, where somebody can answer."""
        url = self.url
        if url is None and self.export is None and can_ask():
            url = asked(f"{lines(_HOW)}The address of the Jira to read live (https://…), or none", answers.site, NONE)
        if not url:
            return IssueSource("", (), self.export or EXPORT, self._counted())
        chosen = self.projects or asked("The keys of its projects (such as CRM)", answers.projects)
        return IssueSource(url, chosen, EXPORT)

    def _counted(self) -> int | None:
        """How many issues Jira shows: asked for where the export has a form that never says whether it is whole."""
        export = self.export or EXPORT
        if self.count is not None or not can_ask() or not answers.is_silent(export):
            return self.count
        about = lines(f"{export} does not say whether it is whole.")
        return asked(
            f"{about}How many issues Jira shows for its search, or later", answers.count_or_later, answers.LATER
        )


def given_source(
    given: Given, url: str | None, projects: Sequence[str], export: str | None, count: str | None
) -> IssueSource:
    """What the options say, checked."""
    keys = ",".join(projects) if projects else None
    return IssueSource(
        url=given.checked(url, partial(answers.site, called="--jira-url")),
        projects=given.checked(keys, partial(answers.projects, called="--jira-project")),
        export=given.checked(export, partial(answers.text, called="--export")),
        count=given.checked(count, partial(answers.count, called="--issues")),
    )


def options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of `init` about the issues."""
    for add in (
        click.option(
            "--jira-project",
            "jira_projects",
            multiple=True,
            metavar="KEY",
            help="A project of that Jira, such as CRM; may be given several times.",
        ),
        click.option(
            "--jira-url",
            metavar="URL",
            help="Read the issues live from this Jira. The token comes from the environment: JIRA_TOKEN, and on Cloud "
            "also JIRA_EMAIL. It is never written.",
        ),
        click.option("--issues", metavar="NUMBER", help="How many issues Jira shows for the search of the export."),
        click.option("--export", metavar="FILE", help=f"The export of the issues; default: {EXPORT}."),
    ):
        command = add(command)
    return command
