"""Keep one Confluence page up to date: write it when the verdict has changed, and read it back."""

import time
from collections.abc import Callable
from typing import TypeVar

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Seconds, iso
from readiness_gate.publishers.client import Answer, Refused, Unclear
from readiness_gate.publishers.confluence.pages import KEY, Page, Property, Site
from readiness_gate.publishers.confluence.remember import remember
from readiness_gate.publishers.confluence.written import Contents, Shown, Written, is_empty, shown
from readiness_gate.publishers.outcome import NotPublished, Perform, Write

_CONFLICTS = (400, 409)
"""The statuses for a version that already exists, and for a title that is taken."""
_PAUSES = (0.0, 0.5, 1.0, 2.0)
"""Seconds before each attempt to read back: a site may answer from a replica that lags behind."""
_NEW = "NEW"
_MOVED: Seconds = 60
"""How much later a verdict must be for its time to be recorded again."""
_REMEDIES = {
    401: "the account or its token is not accepted: set CONFLUENCE_TOKEN, and on Cloud CONFLUENCE_EMAIL, again",
    403: "the account lacks the permission: let it view and add pages in the space, and edit this page (page "
    "restrictions)",
    404: "the page or space is not there, or the account may not see it: correct the options, or let the account view "
    "the space, and add and edit pages",
    409: "somebody else is changing the page: try again later",
    413: "the page is too large for this site",
}
_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Target:
    """The page to write: one with an id, or one with a title in a space, which is created if it does not exist."""

    page: str | None = None
    space: str = ""
    title: str = ""
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """A page, and what we know about it."""

    page: Page
    known: Property | None = None
    written: Written | None = None
    """What the property records as written last."""
    shown: Shown | None = None
    """What the page shows; None if we did not write its current version."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Write contents to a page."""

    site: Site
    target: Target
    contents: Contents
    overwrite: bool = False
    """Whether to overwrite a page that somebody edited, or that we did not write."""

    def publish(self) -> str:
        """Bring the page up to date, and return what was done. Raises NotPublished unless it is certain that the page
        now shows the verdict."""
        return _explained(self._publish)

    def planned(self, show: Perform) -> str | None:
        """Show what would be written; return the reason if nothing would be."""
        return _explained(lambda: self._planned(show))

    def _planned(self, show: Perform) -> str | None:
        me, page = self._me(), self._found()
        if page is None:
            show(self._creation())
            snapshot = _Snapshot(Page(_NEW, self.target.title, "current", 1, "", "", "", ""))
        else:
            snapshot = self._snapshot(page, me)
            self._refuse(snapshot)
        page = snapshot.page
        if self._is_current(snapshot):
            if self._is_to_remember(snapshot):
                show(self._remembering(page.id, page.version, snapshot.known))
            return self._nothing(page)
        show(self._update(snapshot))
        show(self._remembering(page.id, page.version + 1, snapshot.known))
        return None

    def _publish(self) -> str:
        me, page = self._me(), self._found()
        is_new, unclear = page is None, ""
        if page is None:
            page = self._created()
        for attempt in (1, 2):
            snapshot = self._snapshot(page, me)
            self._refuse(snapshot)
            if self._is_current(snapshot):
                if self._is_to_remember(snapshot):
                    self._remember(page)
                return self._nothing(page)
            try:
                self._send(self._update(snapshot))
            except Unclear as error:
                unclear = f"{error}. "  # reading back shows the result
                break
            except Refused as error:
                if error.status not in _CONFLICTS:
                    raise
                page = self._after_conflict(page, error, is_last=attempt > 1)
            else:
                break
        page = self._proven(page, unclear)
        self._remember(page)
        done = "Created" if is_new else "Updated"
        return f'{done} the page "{page.title}" ({page.id}), now version {page.version}'

    def _me(self) -> str:
        """Return our account. Without it, the next run could not recognize the page as ours."""
        try:
            return self.site.me()
        except Refused as error:
            raise NotPublished(
                f"{error}: {_REMEDIES.get(error.status, 'try again later')}. A scoped token of Cloud needs the scope "
                "read:content-details:confluence"
            ) from error

    def _snapshot(self, page: Page, me: str) -> _Snapshot:
        known = self.site.remembered(page.id, KEY)
        written = None if known is None else Written.read(known.value)
        return _Snapshot(page, known, written, shown(page, written, me))

    def _found(self) -> Page | None:
        """Return the page; None for a title whose page must be created."""
        number = self.target.page
        page = self.site.find(self.target.space, self.target.title) if number is None else self.site.page(number)
        if page is None and number is not None:
            raise NotPublished(
                f"{self.site.client.shown} has no page {number} that this account may see: correct --page, or let the "
                "account view the page"
            )
        return page

    def _creation(self) -> Write:
        return self.site.create(self.target.space, self.target.title, self.target.parent)

    def _created(self) -> Page:
        """Return a new page, still empty. It is then written like any other, so that its version has our stamp."""
        unclear = ""
        try:
            self._send(self._creation())
        except Unclear as error:
            unclear = f"{error}. "  # the page is searched for
        except Refused as error:
            if error.status not in _CONFLICTS:
                raise
            page = _again(self._found)
            if page is None:
                raise NotPublished(
                    f"{error}. A page of this title may be there that the account may not see, or --parent is wrong"
                ) from error
            return page
        page = _again(self._found)
        if page is None:
            raise NotPublished(f'{unclear}The page "{self.target.title}" is not there after it was created: try again')
        return page

    def _refuse(self, snapshot: _Snapshot) -> None:
        """Raise NotPublished if a page is not ours to write."""
        page, written = snapshot.page, snapshot.written
        called = f'the page "{page.title}" ({page.id})'
        if page.status != "current":
            how = {"draft": "publish it", "archived": "restore it"}.get(page.status, "restore it from the trash")
            raise NotPublished(f"{called} is {page.status}, so people do not see it: {how}, or name another page")
        if self.overwrite or (written is None and is_empty(page)):
            return
        said = self.contents.message
        if written is not None and (written.program, written.milestone) != (said.program, said.milestone):
            raise NotPublished(
                f"{called} shows the milestone {written.milestone} of {written.program}: name another page, or add "
                "--overwrite"
            )
        later = max((one.as_of for one in (written, snapshot.shown) if one is not None), default=None)
        if later is not None and later > said.as_of:
            raise NotPublished(
                f"{called} shows a later verdict, as of {iso(later)}, and this one is as of {iso(said.as_of)}: "
                "let the later run stand, or add --overwrite"
            )
        if snapshot.shown is None:
            raise NotPublished(f"{called} {self._by_others(page, written)}; the page's history keeps every version")

    def _by_others(self, page: Page, written: Written | None) -> str:
        """Return who wrote the current version of a page, and what to do."""
        who = self.site.person(page.author)
        if written is None:
            return (
                f"was not written by readiness-gate, but by {who} (version {page.version}), so it was not overwritten: "
                "name an empty page or a new title, or add --overwrite"
            )
        if written.version >= page.version:
            return (
                f"was written by {who} (version {page.version}), and this token is of another account, so it was not "
                "overwritten: read what the page says, and add --overwrite"
            )
        return (
            f"was changed by {who} (version {page.version}) after readiness-gate wrote version {written.version}, so "
            "it was not overwritten: move what is to be kept to another page, and add --overwrite"
        )

    def _is_current(self, snapshot: _Snapshot) -> bool:
        """Return whether the page already shows the verdict."""
        now, contents = snapshot.shown, self.contents
        return now is not None and now.basis == contents.basis and contents.is_on(snapshot.page)

    def _is_to_remember(self, snapshot: _Snapshot) -> bool:
        """Return whether the property must be written although the page is current: the run that wrote the page
        was interrupted, or the verdict is still no go at a later time, and an older go must be refused."""
        written, said = snapshot.written, self.contents.message
        if written is None or not written.is_of(self.contents, snapshot.page.version):
            return True
        return said.decision != "go" and said.as_of - written.as_of >= _MOVED

    def _nothing(self, page: Page) -> str:
        return f'Nothing to change: the page "{page.title}" ({page.id}) shows this verdict in version {page.version}'

    def _update(self, snapshot: _Snapshot) -> Write:
        """Return the request for the next version. Watchers are notified only of a new decision."""
        page, last = snapshot.page, snapshot.shown or snapshot.written
        minor = last is not None and last.decision == self.contents.message.decision
        stamp = self.contents.stamp(page.id, page.version + 1)
        return self.site.update(page, self.contents.body, stamp, minor=minor)

    def _after_conflict(self, page: Page, error: Refused, *, is_last: bool) -> Page:
        """Return the current page after a failed write. Raises NotPublished if its version is not the cause, or if this
        was the last attempt."""
        now = _again(lambda: self.site.page(page.id))
        if is_last or now is None or now.version == page.version:
            raise error
        return now

    def _proven(self, page: Page, unclear: str) -> Page:
        """Return the page as read back. Raises NotPublished, including what was unclear about the write, unless it is
        the intended version."""
        wanted = self.contents.stamp(page.id, page.version + 1)

        def read() -> Page | None:
            now = self.site.page(page.id)
            return now if now is not None and now.message == wanted and self.contents.is_on(now) else None

        found = _again(read)
        if found is None or found.status != "current":
            raise NotPublished(
                f'{unclear}The page "{page.title}" ({page.id}) does not show the verdict after it was written, or '
                "somebody else changed it at the same time: snapshot at its history, and try again"
            )
        return found

    def _remember(self, page: Page) -> None:
        """Set the content property, unless it is up to date."""
        wanted = Written.of(self.contents, page.version).value
        try:
            remember(self.site, page.id, KEY, lambda _: wanted)
        except NotPublished as error:
            remedy = f": {_REMEDIES.get(error.status, 'try again')}" if isinstance(error, Refused) else ""
            raise NotPublished(
                f'the page "{page.title}" ({page.id}) shows the verdict, but that could not be remembered in its '
                f'content property "{KEY}": {error}{remedy}'
            ) from error

    def _remembering(self, number: str, version: int, known: Property | None) -> Write:
        return self.site.remember(number, KEY, Written.of(self.contents, version).value, known)

    def _send(self, write: Write) -> Answer:
        return self.site.client.write(write.method, write.path, write.body, repeatable=write.repeatable)


def _again(read: Callable[[], _Found | None]) -> _Found | None:
    """Return what is read, as soon as it is there."""
    for pause in _PAUSES:
        time.sleep(pause)
        found = read()
        if found is not None:
            return found
    return None


def _explained(work: Callable[[], _Found]) -> _Found:
    """Return the result of some work. The message of a refusal gets instructions."""
    try:
        return work()
    except Refused as error:
        remedy = _REMEDIES.get(error.status, "correct the options, or try again later")
        raise NotPublished(f"{error}: {remedy}") from error


__all__ = ["Publisher", "Target"]
