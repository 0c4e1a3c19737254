"""Where `publish notify` stores the last message: at most one place."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from readiness_gate.cli import github
from readiness_gate.errors import refuse
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.publishers.confluence.account import Account
from readiness_gate.publishers.github.place import Place, place
from readiness_gate.publishers.notify.on_github import CommentMemory, StatusMemory
from readiness_gate.publishers.notify.sent import FileMemory, Memory, NoMemory, PageMemory


@dataclass(frozen=True, slots=True)
class Kept:
    """The options for where it is stored."""

    file: str | None
    page: str | None
    url: str | None
    """The address of the Confluence site."""
    status: bool
    comment: bool
    repository: str | None
    sha: str | None
    pull_request: int | None
    author: str | None

    @property
    def places(self) -> list[str]:
        """The options that name a place."""
        named = {
            "--last": self.file is not None,
            "--last-page": self.page is not None,
            "--last-status": self.status,
            "--last-comment": self.comment,
        }
        return [option for option, is_named in named.items() if is_named]


def memory(kept: Kept) -> Memory:
    """Return the memory that the options name. Raises BadUse with everything missing or wrong."""
    refuse(_mistakes(kept))
    if kept.file is not None:
        return FileMemory(Path(kept.file))
    if kept.page is not None:
        account = Account.of(kept.url or "", os.environ)
        refuse(_mistakes_of_page(account, kept.page))
        return PageMemory(account.site(), kept.page)
    if not (kept.status or kept.comment):
        return NoMemory()
    here = place(os.environ)
    here = replace(here, repository=kept.repository or here.repository)
    commit, pull_request = (kept.sha or here.sha).lower(), kept.pull_request or here.pull_request
    refuse(_mistakes_on_github(kept, here, commit, pull_request))
    hub = github.hub(here, kept.author)
    return StatusMemory(hub, commit) if kept.status else CommentMemory(hub, pull_request)


def _mistakes(kept: Kept) -> Iterator[str]:
    if len(kept.places) > 1:
        yield f"{' and '.join(kept.places)}: what was sent is remembered in one place. Leave out all but one"
    if (kept.page is None) != (kept.url is None):
        yield "--last-page needs --url with the site of the page, and --url is for --last-page only"
    of_github = ("--last-status", "--last-comment")
    for option, given, needs in (
        ("--sha", kept.sha, of_github[:1]),
        ("--pull-request", kept.pull_request, of_github[1:]),
        ("--repository", kept.repository, of_github),
        ("--author", kept.author, of_github),
    ):
        if given is not None and not set(needs) & set(kept.places):
            yield f"{option} is for {' and '.join(needs)} only. Leave it out"


def _mistakes_of_page(account: Account, page: str) -> Iterator[str]:
    yield from account.mistakes()
    if not page.isascii() or not page.isdigit():
        yield f'--last-page: "{page}" is not the id of a page, such as 123456'


def _mistakes_on_github(kept: Kept, here: Place, commit: str, pull_request: int) -> Iterator[str]:
    yield from github.mistakes_of(here)
    if kept.status:
        yield from github.mistakes_of_commit(commit)
    else:
        yield from github.mistakes_of_pull_request(here, pull_request)


__all__ = ["Kept", "memory"]
