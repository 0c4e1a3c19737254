"""The GitHub repository that a command writes to, from options and the environment of a job."""

from collections.abc import Iterator

import click

from readiness_gate.publishers.client import client
from readiness_gate.publishers.github.hub import Hub
from readiness_gate.publishers.github.place import Place, is_api, is_repository, is_sha, is_token
from readiness_gate.publishers.outcome import Perform

_VERSION = "2022-11-28"

repository = click.option("--repository", metavar="OWNER/NAME", help="Default: GITHUB_REPOSITORY.")
sha = click.option("--sha", metavar="ID", help="The commit. Default: that of the pull request, or GITHUB_SHA.")
pull_request = click.option(
    "--pull-request", type=click.IntRange(1), metavar="NUMBER", help="Default: that of the job's event."
)
author = click.option("--author", metavar="LOGIN", help="Who the token writes as, if it is an app's: NAME[bot].")


def hub(here: Place, login: str | None, show: Perform | None = None) -> Hub:
    """Return the repository as its token accesses it; `show` makes it a dry run."""
    headers = {
        "Accept": "application/vnd.github+json",
        "Authorization": f"Bearer {here.token}",
        "X-GitHub-Api-Version": _VERSION,
    }
    connection = client(here.api, here.api, "GITHUB_API_URL", headers, (here.token,))
    return Hub(connection, here.repository, show, login or "")


def mistakes_of(here: Place) -> Iterator[str]:
    """Yield what is missing or wrong about the repository and its token."""
    if not here.token:
        yield "there is no token. Set GITHUB_TOKEN, in a workflow to ${{ github.token }}"
    elif not is_token(here.token):
        yield "GITHUB_TOKEN has a blank or another character that no token has. Correct it"
    if not is_api(here.api):
        yield "GITHUB_API_URL is not an address such as https://api.github.com. Correct it, or unset it"
    if not here.repository:
        yield "the repository is not known. Add --repository OWNER/NAME, or set GITHUB_REPOSITORY"
    elif not is_repository(here.repository):
        yield f'"{here.repository}" is not a repository such as octo-org/crm. Correct --repository'


def mistakes_of_commit(commit: str) -> Iterator[str]:
    """Yield what is missing or wrong about a commit."""
    if not commit:
        yield "the commit is not known. Add --sha, the whole id of the commit that was judged"
    elif not is_sha(commit):
        yield f'--sha: "{commit}" is not a whole id of a commit, of 40 or 64 digits'


def mistakes_of_pull_request(here: Place, number: int) -> Iterator[str]:
    """Yield why a pull request is unknown."""
    if not number:
        is_unread = here.event and not here.is_event_known
        why = " (the file that GITHUB_EVENT_PATH names cannot be read)" if is_unread else ""
        yield f"the pull request is not known{why}. Add --pull-request NUMBER"


__all__ = [
    "author",
    "hub",
    "mistakes_of",
    "mistakes_of_commit",
    "mistakes_of_pull_request",
    "pull_request",
    "repository",
    "sha",
]
