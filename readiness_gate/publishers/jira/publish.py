"""Write a verdict to Jira, in an order in which no failure leaves an unproven go.

The field that the transition checks says Go only while everything else is written: it is closed before anything else
changes, and opened last. Two concurrent runs must not leave a go beside the record of another verdict. So the property
is read before it is replaced, and again right before and after the field is opened; after a verdict other than go, the
field is read again.
"""

from collections.abc import Callable, Iterator
from zoneinfo import ZoneInfo

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.time import Instant
from readiness_gate.model.verdict import Decision
from readiness_gate.publishers.jira import link, record, remark, version
from readiness_gate.publishers.jira.field import CLOSED, Lock, lock
from readiness_gate.publishers.jira.request import Publication, Target
from readiness_gate.publishers.jira.site import Site
from readiness_gate.publishers.jira.step import Step, carry_out
from readiness_gate.publishers.outcome import Json, NotPublished
from readiness_gate.sources.jira.shapes import Json as Read


@dataclass(frozen=True, slots=True)
class _Run:
    """One publication."""

    site: Site
    target: Target
    publication: Publication
    lock: Lock | None
    wanted: Json
    """The record of the verdict."""
    now: Instant

    def recorded(self) -> Read:
        """Return the record that the issue has."""
        return record.recorded(self.site, self.target.issue)

    def parts(self, before: Read) -> Iterator[Callable[[], list[Step]]]:
        """Yield what is written besides the field: each part returns its steps, and the record is the last."""
        exact = not record.is_fresh(before, self.wanted)
        site, target, publication = self.site, self.target, self.publication
        yield lambda: link.steps(site, target, publication, exact=exact)
        yield lambda: remark.steps(site, target, publication, exact=exact)
        yield lambda: version.steps(site, target, publication, exact=exact)
        yield lambda: record.steps(site, target, self.wanted, before, exact=exact)

    def refuse_other(self, before: Read) -> None:
        """Raise NotPublished if the issue shows the verdict of another milestone."""
        if not self.target.take_over:
            record.refuse_other(before, self.wanted, self.target.issue)


def publish(site: Site, target: Target, publication: Publication, tool: str, now: Instant) -> bool:
    """Write a verdict, and return whether anything had to change. Raises NotPublished unless everything is written."""
    wanted = record.record(target, publication, tool)
    if publication.is_go:
        fields = lock(site, target, publication.zone) if target.field else None
        run = _Run(site, target, publication, fields, wanted, now)
        try:
            return _go(run)
        except NotPublished as error:
            raise _shut(run, error) from error
    return _no_go(_Run(site, target, publication, None, wanted, now))


def withdraw(site: Site, target: Target, zone: ZoneInfo) -> bool:
    """Close the field of a gate that could not be judged. Return whether it was open."""
    fields = lock(site, target, zone)
    return fields.state().is_open and fields.close("undecided")


def _go(run: _Run) -> bool:
    """Write everything, and then open the field."""
    if run.lock is not None and run.lock.problems:
        raise NotPublished("; ".join(run.lock.problems))
    before = run.recorded()
    run.refuse_other(before)
    record.refuse_newer(before, run.publication, run.target.issue, run.now)
    *others, last = (part() for part in run.parts(before))
    todo = [step for steps in others for step in steps] + last
    if run.lock is None:
        _carry_out(run, todo, before)
        return bool(todo)
    state, until = run.lock.state(), run.publication.until
    is_fresh = record.is_fresh(before, run.wanted)
    if not todo and is_fresh and run.lock.holds(state, until, run.now):
        return False
    if todo and state.is_open:
        run.lock.close("undecided")
        state = CLOSED
    _carry_out(run, todo, before)
    expected = run.wanted if last else before
    _refuse_change(run, expected)
    run.lock.open(until, state)
    _refuse_change(run, expected)
    return True


def _carry_out(run: _Run, todo: list[Step], before: Read) -> None:
    """Write the changes for a go. The record comes last, and must not replace that of a concurrent run."""
    for step in todo:
        if step is todo[-1]:
            _refuse_change(run, before)
        carry_out(run.site, step)


def _refuse_change(run: _Run, expected: Read) -> None:
    """Raise NotPublished if another run has written its verdict in the meantime."""
    if not run.site.session.is_dry and run.recorded() != expected:
        raise NotPublished(
            f"another run writes a verdict to {run.target.issue} at the same time: run one after the other"
        )


def _shut(run: _Run, error: NotPublished) -> NotPublished:
    """Close the field after a failure, and return the failure, with a warning if closing failed as well."""
    if run.lock is None or run.site.session.is_dry:
        return error
    run.site.session.extend()
    try:
        if run.lock.state().is_open:
            run.lock.close("undecided")
    except NotPublished as second:
        return NotPublished(f"{error}. {run.lock.warning} ({second})")
    return error


def _no_go(run: _Run) -> bool:
    """Close the field, and then write as much as possible."""
    failed: list[str] = []
    fields = _open_lock(run, failed)
    decision = run.publication.message.decision
    changed = _close(fields, decision, failed)
    try:
        before = run.recorded()
        run.refuse_other(before)
        record.refuse_newer(before, run.publication, run.target.issue, run.now)
    except NotPublished as error:
        raise NotPublished("; ".join([*failed, str(error)])) from error
    for part in run.parts(before):
        try:
            steps = part()
            for step in steps:
                carry_out(run.site, step)
            changed |= bool(steps)
        except NotPublished as error:
            failed.append(str(error))
    if (changed or failed) and not run.site.session.is_dry:
        # Another run may have opened it in the meantime, or closing failed before.
        run.site.session.extend()
        fields = fields or _open_lock(run, failed)
        changed |= _close(fields, decision, failed)
    failed += fields.problems if fields else ()
    if failed:
        raise NotPublished("; ".join(dict.fromkeys(failed)))
    return changed


def _open_lock(run: _Run, failed: list[str]) -> Lock | None:
    """Return the fields, if they can be written."""
    if run.target.field is None:
        return None
    try:
        return lock(run.site, run.target, run.publication.zone)
    except NotPublished as error:
        failed.append(f"{error}. Until then it may still say Go")
        return None


def _close(fields: Lock | None, decision: Decision, failed: list[str]) -> bool:
    """Close the field, if there is one. Return whether anything had to change."""
    if fields is None:
        return False
    try:
        return fields.close(decision)
    except NotPublished as error:
        failed.append(f"{error}. {fields.warning}")
        return False
