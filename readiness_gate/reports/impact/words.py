"""The wording of the impact of a change, shared by every format for people."""

from collections.abc import Iterator

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.amounts import required_in_words
from readiness_gate.model.impact import (
    Clock,
    Delay,
    Documents,
    Effect,
    Impact,
    Judgement,
    Measures,
    Retraining,
    Training,
)
from readiness_gate.model.reading import Unavailable
from readiness_gate.model.time import local
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import agreeing, counted, listed
from readiness_gate.reports.changes import figures, label_of, status_of
from readiness_gate.reports.to_pass import moment_in_words
from readiness_gate.reports.words import SYMBOLS, localized

SYMBOL_OF: dict[Judgement, str] = {"worse": "✗", "unknown": "?", "not-worse": "✓"}
LABEL_OF: dict[Judgement, str] = {"worse": "WORSE", "unknown": "UNKNOWN", "not-worse": "NOT WORSE"}
_NAMED = 3
_COMMIT = 10


@dataclass(frozen=True, slots=True)
class Line:
    """One of the four lines."""

    name: str
    text: str


def headline(impact: Impact) -> str:
    """Return what the change does to the milestone, to follow its symbol and label."""
    milestone = impact.gate.milestone
    does = {
        "worse": "this change makes it less ready",
        "unknown": "it is unknown what this change does to it",
        "not-worse": "this change makes no blocking rule worse",
    }
    return f"{milestone.name} on {milestone.date}: {does[impact.judgement]}"


def about(impact: Impact) -> str:
    """Return which change it is, and when it would land."""
    one = impact.landing
    ids = f" ({one.base_commit[:_COMMIT]}..{one.head_commit[:_COMMIT]})" if one.head_commit else ""
    when = local(impact.as_of, impact.gate.zone)
    what = f"{counted(one.commits, 'commit')} of {one.head}" if one.commits else one.head
    what += f" in {one.repository}" if one.repository else ""
    return f"{what}{ids}, as if it landed on {one.base or 'its base'} at {when}{_files(impact)}"


def _files(impact: Impact) -> str:
    one = impact.landing
    if isinstance(impact.measured, Unavailable):
        return ""
    return f". {counted(one.files, 'file')}, {one.seen or 'none'} of them read by the gate"


def lines(impact: Impact, most: int = _NAMED) -> list[Line]:
    """Return the four lines; only one if the impact is unknown. At most `most` documents and modules are named."""
    measured = impact.measured
    if isinstance(measured, Unavailable):
        return [Line("Unknown", f"{localized(measured.reason, impact.gate.zone)}")]
    return [
        Line("Training", localized(_training(measured.training, most), impact.gate.zone)),
        Line("Documents", localized(_documents(measured.documents, most), impact.gate.zone)),
        Line("Clocks", _clocks(measured)),
        Line("Verdict", _verdict(measured)),
    ]


def _training(found: Training | Unavailable, most: int) -> str:
    if isinstance(found, Unavailable):
        return f"unknown: {found.reason}"
    left_out = " Roles that are too small to be shown are left out." if found.hidden else ""
    if not found.roles and found.already:
        return (
            f"nobody else must be trained again; {counted(found.already, 'person', 'people')} already must.{left_out}"
        )
    if not found.roles:
        return f"nobody must be trained again.{left_out}"
    return f"{'; '.join(_role(one, most) for one in found.roles)}.{left_out}"


def _role(one: Retraining, most: int) -> str:
    modules = agreeing(len(one.modules), "module", "modules")
    return (
        f"{one.again} of {one.trained} trained people in the role {one.role} must be trained again: {modules} "
        f"{listed(one.modules, most)}"
    )


def _documents(found: Documents | Unavailable, most: int) -> str:
    if isinstance(found, Unavailable):
        return f"unknown: {found.reason}"
    parts = [
        f"{counted(len(paths), 'document')} {agreeing(len(paths), *words)}: {listed(paths, most)}"
        for paths, words in (
            (found.behind, ("falls behind", "fall behind")),
            (found.current, ("is current again", "are current again")),
            (found.gone, ("is no longer judged", "are no longer judged")),
        )
        if paths
    ]
    return "; ".join(parts) + "." if parts else "none falls behind."


def _clocks(measured: Measures) -> str:
    said = [*map(_clock, measured.clocks), *(_delay(one, measured.after) for one in measured.delays)]
    return " ".join(f"{one}." for one in said) if said else "none begins again."


def _clock(one: Clock) -> str:
    name = f"{one.rule} {one.title}" if one.rule else one.title
    required = f"; {one.required:.0f} required" if one.required is not None else ""
    return f"{name}: {counted(int(one.held), 'day')} now, {int(one.after)} with the change{required}"


def _delay(one: Delay, verdict: Verdict) -> str:
    """Return when a rule can pass with the change, and when without it."""
    before = "now" if one.before is None else moment_in_words(one.before, verdict)
    after, milestone = moment_in_words(one.after, verdict), verdict.milestone
    return f"{one.rule} can pass on {after} at the earliest, instead of {before} ({milestone.name}: {milestone.date})"


def _verdict(measured: Measures) -> str:
    before, after = measured.before, measured.after
    decided = f"{before.decision} before, {after.decision} after"
    if before.decision == after.decision:
        decided = f"{after.decision} before and after"
    worse = [one.rule.id for one in measured.effects if one.worse]
    because = f"; worse: {listed(worse, _NAMED)}" if worse else ""
    unknown = [one.rule.id for one in measured.undetermined]
    doubt = f"; unknown: {listed(unknown, _NAMED)}" if unknown else ""
    return f"{decided}{because}{doubt}."


@dataclass(frozen=True, slots=True)
class Row:
    """A rule with another outcome or value."""

    symbol: str
    rule: str
    title: str
    outcome: str
    """`PASS → FAIL`; one outcome if it is the same."""
    figures: str
    """The value before and after, and what is required."""
    why: str
    """Why it is worse, or unknown; empty if it is neither."""
    message: str
    """The message of the finding with the change."""


def rows(impact: Impact) -> list[Row]:
    """Return the rules that differ, and those that are unknown; the worse ones first."""
    measured = impact.measured
    if isinstance(measured, Unavailable):
        return []
    known = [one for one in measured.effects if one not in measured.undetermined]
    ordered = sorted(known, key=lambda one: not one.worse)
    worse = [one for one in ordered if one.worse]
    return [_row(one, impact) for one in (*worse, *measured.undetermined, *ordered[len(worse) :])]


def _row(one: Effect, impact: Impact) -> Row:
    before, after = status_of(one.before), status_of(one.after)
    labels = label_of(before, ""), label_of(after, "")
    values = figures(one.before, one.after)
    limit = required_in_words(one.rule.limit, one.rule.unit)
    return Row(
        SYMBOLS[after] if after else "",
        one.rule.id,
        one.rule.title,
        labels[1] if before == after else " → ".join(labels),
        f"{values}; {limit}" if values else "",
        localized(one.unknown, impact.gate.zone) if one.unknown else one.worse,
        localized(one.message, impact.gate.zone),
    )


def remarks(impact: Impact) -> Iterator[str]:
    """Yield what else a reader must know: what the change does to the policy, and how the sources were read."""
    measured = impact.measured
    if not isinstance(measured, Unavailable):
        edited = measured.edited
        if edited.loosens or edited.decision:
            yield "This change edits the policy. The policy of its base judges both sides."
        yield from (f"It loosens the policy: {what}" for what in edited.loosens)
        if edited.decision:
            yield edited.decision
        yield from _of_sources(measured)
    yield from impact.notes


def _of_sources(measured: Measures) -> Iterator[str]:
    for source in measured.after.sources:
        yield from (f"Not proven to be whole: {source.source}: {doubt}" for doubt in source.doubts)
