"""What changed since an earlier time, in words that every report for people uses."""

from collections.abc import Iterable, Iterator, Sequence

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.amounts import HIDDEN, amount
from readiness_gate.model.comparison import Cause, Change, Comparison, Counted, Edit, Effect, State
from readiness_gate.model.policy import Outcome
from readiness_gate.model.reading import Evidence
from readiness_gate.model.time import Instant, day_of, end_of_day, local
from readiness_gate.model.verdict import Verdict
from readiness_gate.model.wording import and_more, counted, listed
from readiness_gate.reports.footnote import Footnote, Span, ours
from readiness_gate.reports.words import LABELS, NOTHING, SYMBOLS, Status, localized

ONLY_COUNTED = "Only because something else is counted"
_LEADS: dict[Cause, str] = {"counted": "Counted", "facts": "Facts", "limits": "Policy"}
_NOT_APART = "How much each of these contributed is unknown."
_NAMED = 3
_COMMIT = 10


@dataclass(frozen=True, slots=True)
class Reason:
    """One cause of a change."""

    lead: str
    """`Counted`, `Facts` or `Policy`; longer if only other things are counted."""
    text: str
    evidence: tuple[Evidence, ...] = ()
    """What appeared, then what disappeared."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A rule whose finding changed."""

    rule: str
    title: str
    then: Status | None
    """None if the rule was not part of the gate."""
    now: Status | None
    figures: str
    """The value then and now: `1 issue → 2 issues`; empty if that says nothing."""
    only_counted: bool
    decides: bool
    """Whether the outcome changed or the policy was edited: what nobody may miss."""
    reasons: tuple[Reason, ...]
    note: str = ""
    """A remark on the reasons together."""
    effects: tuple[Effect, Effect] | None = None
    """The effects on the decision then and now, if the rule is not met at both times and they differ."""

    @property
    def outcome(self) -> str:
        """The outcome then and now: `PASS → FAIL`, or the unchanged one."""
        then, now = label_of(self.then, "new rule"), label_of(self.now, "rule removed")
        if self.effects is not None:
            return f"{then} ({self.effects[0]}) → {now} ({self.effects[1]})"
        return now if self.then == self.now else f"{then} → {now}"

    @property
    def symbol(self) -> str:
        """The symbol of the present outcome."""
        return SYMBOLS[self.now] if self.now else NOTHING


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since an earlier time."""

    when: str
    """The earlier time: `2026-02-01`."""
    summary: str
    """How many rules changed, and what the gate decided then."""
    changed: tuple[Changed, ...]
    besides: tuple[str, ...]
    """Edits and differences in counting that changed no rule, and what could not be compared."""


def since(verdict: Verdict) -> Since | None:
    """Return what changed in a verdict; None if it was not compared."""
    compared = verdict.compared
    if compared is None:
        return None
    changed = tuple(_changed(change, verdict) for change in compared.changes)
    return Since(when(compared.since, verdict), _summary(compared), changed, tuple(_besides(compared, verdict)))


def since_notes(verdict: Verdict) -> Iterator[Footnote]:
    """Yield the parts of a comparison that no report may leave out, however short."""
    block = since(verdict)
    if block is not None:
        yield Footnote("since-in-short", (ours(f"Since {block.when}: {block.summary}"),))
        compared = verdict.compared
        if compared is not None and compared.policy is not None:
            yield Footnote("since-in-short", (Span(_no_policy(compared, verdict)),))


def when(moment: Instant, verdict: Verdict) -> str:
    """Return a time, as a date if it is the end of a day."""
    day = day_of(moment, verdict.zone)
    return f"{day}" if moment == end_of_day(day, verdict.zone) else local(moment, verdict.zone)


def _summary(compared: Comparison) -> str:
    changes = compared.changes
    only = sum(change.only_counted for change in changes)
    text = f"{counted(len(changes), 'rule')} changed" if changes else "no rule changed"
    them = "" if only == len(changes) else f", {only} of them"
    because = f"{them} only because something else is counted" if only else ""
    by = ", as configured today" if compared.as_configured_today else ""
    by = by if compared.policy is None else ", by the rules of today"
    return f"{text}{because}. The gate was {compared.decision} then{by}."


def _changed(change: Change, verdict: Verdict) -> Changed:
    then, now = change.then, change.now
    return Changed(
        change.rule,
        change.title,
        status_of(then),
        status_of(now),
        figures(then, now),
        change.only_counted,
        is_another(change) or bool(change.edits),
        tuple(_reason(cause, change, verdict) for cause in change.causes),
        "" if change.apart else _NOT_APART,
        _effects(then, now),
    )


def _effects(then: State | None, now: State | None) -> tuple[Effect, Effect] | None:
    """Return the effects on the decision at two times of a rule that is not met at either, if they differ."""
    if then is None or now is None or "" in (then.effect, now.effect) or then.effect == now.effect:
        return None
    return then.effect, now.effect


def status_of(state: State | None) -> Status | None:
    """Return how a rule is shown at one time; None if it was not part of the gate."""
    if state is None:
        return None
    return "waived" if state.waived else state.outcome


def label_of(status: Status | None, instead: str) -> str:
    """Return the label of a rule at one time, or `instead`."""
    return LABELS[status] if status else instead


def figures(then: State | None, now: State | None) -> str:
    """Return the value at two times: `1 issue → 2 issues`; "" if that says nothing."""
    before, after = _figure(then), _figure(now)
    return "" if before == after or NOTHING in (before, after) else f"{before} → {after}"


def _figure(state: State | None) -> str:
    if state is None or (state.value is None and not state.hidden):
        return NOTHING
    return HIDDEN if state.value is None else amount(state.value, state.unit)


def _reason(cause: Cause, change: Change, verdict: Verdict) -> Reason:
    if cause == "facts":
        return Reason(_LEADS[cause], _facts(change), (*change.appeared, *change.went))
    if cause == "counted":
        text = "; ".join(_counted(one, verdict) for one in change.counted)
    else:
        text = "; ".join(_edit(edit, verdict) for edit in change.edits)
    lead = ONLY_COUNTED if change.only_counted else _LEADS[cause]
    return Reason(lead, f"{text or 'edited otherwise'}{_without(cause, change)}")


def _without(cause: Cause, change: Change) -> str:
    """Return the present outcome without a cause, if it would differ."""
    state = dict(change.without)[cause]
    status, effects = status_of(state), _effects(state, change.now)
    if status is None or (status == status_of(change.now) and effects is None):
        return ""
    return f". Without this: {label_of(status, '')}{f' ({effects[0]})' if effects else ''}"


def _facts(change: Change) -> str:
    """Return which evidence appeared and disappeared; without any, what else is known."""
    then, now = change.then, change.now
    if then is not None and now is not None and "unknown" in (then.outcome, now.outcome):
        return "it could not be measured then" if then.outcome == "unknown" else "it cannot be measured now"
    parts = [f"{_ids(pieces)} {word}" for pieces, word in ((change.appeared, "new"), (change.went, "gone")) if pieces]
    return "; ".join(parts) or "another value was measured"


def _ids(pieces: Sequence[Evidence]) -> str:
    return listed([piece.id[:_COMMIT] if piece.kind == "landing" else piece.id for piece in pieces], _NAMED)


def _counted(one: Counted, verdict: Verdict) -> str:
    return f"{one.what}{_landing(one.commit, one.landed, verdict)}"


def _edit(edit: Edit, verdict: Verdict) -> str:
    if edit.unknown:
        return f"{edit.what} (by which landing is unknown: {edit.unknown})"
    return f"{edit.what}{_landing(edit.commit, edit.landed, verdict) or ' (not merged yet)'}"


def _landing(commit: str, landed: Instant | None, verdict: Verdict) -> str:
    return "" if landed is None else f" ({commit[:_COMMIT]}, {day_of(landed, verdict.zone)})"


def _besides(compared: Comparison, verdict: Verdict) -> Iterator[str]:
    if compared.policy is not None:
        yield _no_policy(compared, verdict)
    yield from (localized(text, verdict.zone) for text in compared.unknown)
    shown_edits = {edit for change in compared.changes for edit in change.edits}
    shown_counted = {one for change in compared.changes for one in change.counted}
    for edit in compared.edits:
        if edit not in shown_edits:
            rule = f"{edit.rule}: " if edit.rule else ""
            yield f"Edited, and no result changed by it: {rule}{_edit(edit, verdict)}"
    for one in compared.counted:
        if one not in shown_counted:
            is_unknown = compared.as_configured_today and one.kind == "setting"
            came = "which results changed by it is unknown" if is_unknown else "and no result changed by it"
            yield f"Counted otherwise, {came}: {_counted(one, verdict)}"


def _no_policy(compared: Comparison, verdict: Verdict) -> str:
    reason = compared.policy.reason if compared.policy else ""
    return f"The rules of today judge both times: {localized(reason, verdict.zone)}"


_BY: tuple[tuple[Cause, str], ...] = (
    ("limits", "By an edited policy"),
    ("counted", "Partly because something else is counted"),
    ("facts", "By new facts"),
)


def in_a_sentence(verdict: Verdict) -> str:
    """Return what changed, if there is little room, with differences in counting first; "" if the verdict was not
    compared."""
    compared = verdict.compared
    if compared is None:
        return ""
    only = [one for one in compared.changes if one.only_counted]
    others = [one for one in compared.changes if is_another(one) and not one.only_counted]
    by_today = _by_today(compared)
    parts = [f"Since {when(compared.since, verdict)}, when it was {compared.decision}{by_today}:"]
    if only:
        whats = dict.fromkeys(one.what for change in only for one in change.counted)
        parts.append(f"{ONLY_COUNTED}: {_rules(only)} ({listed(whats, _NAMED)}).")
    for cause, lead in _BY:
        by = [one for one in others if cause in one.deciding]
        parts += [f"{lead}: {_rules(by)}."] if by else []
    decided = {one.rule for one in others if "limits" in one.deciding}
    besides = (edit.rule or "the milestone or who approves" for edit in compared.edits if edit.rule not in decided)
    edited = list(dict.fromkeys(besides))
    parts += [f"Edited without another result: {listed(edited, _NAMED)}."] if edited else []
    rest = len(compared.changes) - len(only) - len(others)
    if rest:
        parts.append(f"{counted(rest, 'more rule' if len(parts) > 1 else 'rule')} changed without another result.")
    return " ".join(parts if len(parts) > 1 else [*parts, "no rule has another result or value."])


def _by_today(compared: Comparison) -> str:
    if compared.policy is not None:
        return " by today's rules (whether they were edited is unknown)"
    return " as configured today (it read other places then)" if compared.as_configured_today else ""


def is_another(change: Change) -> bool:
    """Return whether a rule has another outcome or another effect on the decision, was added or was removed."""
    then, now = change.then, change.now
    return then is None or now is None or _decided(then) != _decided(now)


def _decided(state: State) -> tuple[Outcome, bool, Effect]:
    return state.outcome, state.waived, state.effect


def _rules(changes: Iterable[Change]) -> str:
    names = [change.rule for change in changes]
    return ", ".join(names[: _NAMED + 1]) + and_more(len(names) - _NAMED - 1)
