"""When the gate of a milestone turns green: each blocking rule that can be simulated, and all of them together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from readiness_gate import judge
from readiness_gate.app.edits import worse_version
from readiness_gate.app.forecast import defects, documents, training
from readiness_gate.app.forecast.defects import CONVERGING, OPEN, Simulated
from readiness_gate.app.forecast.grid import WEEK, Green, Grid, all_green, bits, grid, held, outlook
from readiness_gate.app.forecast.record import LONGEST, Record, refuted, replayed, said, why_not_relied_on
from readiness_gate.app.session import Session
from readiness_gate.errors import CannotMeasure
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts.git import GitFacts
from readiness_gate.model.forecast import Condition, Forecast, NoDate, Outlook, RuleOutlook, Why
from readiness_gate.model.needs import Needs
from readiness_gate.model.policy import Gate, Rule
from readiness_gate.model.reading import Measured
from readiness_gate.model.time import Instant, day_of, end_of_day
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.reports.to_pass import to_pass_in_words
from readiness_gate.run import Measurement, measure_all
from readiness_gate.signals.forecast.history import KNOWN, History, history
from readiness_gate.signals.views.counting import Selection, selection
from readiness_gate.statistics.simulation import COURSES

_SURE = 0.8
_KINDS = (OPEN, CONVERGING, training.SIGNAL, *documents.SIGNALS)


@dataclass(frozen=True, slots=True)
class _Work:
    """The inputs of a forecast."""

    verdict: Verdict
    measured: Measurement
    times: Grid

    @property
    def as_of(self) -> Instant:
        """When the forecast is made."""
        return self.verdict.as_of


@dataclass(frozen=True, slots=True)
class _RuleCourses:
    """A rule with its courses, or why there are none."""

    finding: Finding
    green: tuple[Green, ...] = ()
    learned: str = ""
    no_date: NoDate | None = None
    way: str = ""
    why_not: str = ""
    open_by_day: tuple[int, int] | None = None


def forecast(session: Session, gate: Gate, as_of: Instant, *, calibrate: bool = False) -> Forecast:
    """Return when the gate of a milestone turns green, as of an instant, from the version of edited files that
    counts in `check`, with its verdict. `calibrate` adds the complete record of such forecasts on the program's own
    past. The record of the last two years decides which rules are simulated either way, so that the figures are the
    same."""
    found, which = worse_version(
        session, lambda one: _forecast(one, gate, as_of, calibrate=calibrate), lambda one: one.verdict
    )
    return replace(found, notes=(*found.notes, *which))


def _forecast(session: Session, gate: Gate, as_of: Instant, *, calibrate: bool) -> Forecast:
    """Return the forecast for one version."""
    work = _measured(session, gate, as_of, LONGEST if calibrate else KNOWN)
    which = _selection(gate)
    known = _history(work, which, KNOWN)
    of_defects = None if isinstance(known, str) else defects.simulated(known, work.times)
    counting = [one for one in work.verdict.findings if _is_relevant(one, gate, work.times)]
    of_rules = [_courses(one, work, known, of_defects, which) for one in counting if one.rule.signal in _KINDS]
    of_rules = [
        replace(one, green=tuple(_with_waivers(one, gate, work.times))) if one.green else one for one in of_rules
    ]
    asked_of = [one.finding.rule for one in of_rules]
    record = replayed(known, work.times, asked_of)
    of_rules = [_if_reliable(one, record) for one in of_rules]
    shown = replayed(_history(work, which, LONGEST), work.times, asked_of, all_=True) if calibrate else record
    rules = sorted((_outlook(one, work, record, shown) for one in of_rules), key=_least_likely)
    others = [one for one in counting if one.rule.signal not in _KINDS]
    aside = [one.finding for one in rules if one.outlook is None]
    conditions = (*_conditions(others, gate, work), *_conditions(aside, gate, work, or_else="no-forecast"))
    named = {one.finding.rule.id for one in conditions}
    return Forecast(
        work.verdict,
        _gate([one for one in of_rules if one.green], work.times),
        tuple(rules),
        tuple(sorted(conditions, key=lambda one: one.finding.rule.id)),
        tuple(one.rule.id for one in others if one.rule.id not in named),
        _binding(rules),
        shown.tried,
        shown.tried_rules,
        shown.why_not,
        calibrate,
        session.notes,
    )


def _measured(session: Session, gate: Gate, as_of: Instant, longest: int) -> _Work:
    """Return the present verdict, and what its forecast needs as well, from one read of each source."""
    asked = list(judge.questions(gate, as_of))
    blocking = [rule for rule in gate.rules if rule.enforcement == "block"]
    further = [one for rule in blocking if rule.signal in documents.SIGNALS for one in documents.questions(rule, as_of)]
    also = _needs(blocking, as_of, longest)
    measured = measure_all(session.program, [*asked, *further], gate.milestone, also, gate)
    verdict = judge.judge(gate, measured.readings, as_of, measured.sources)
    return _Work(
        verdict,
        measured,
        grid(as_of, end_of_day(gate.milestone.date, gate.zone)),
    )


def _needs(rules: Iterable[Rule], as_of: Instant, longest: int) -> Needs:
    """Return what is read besides what the rules need."""
    signals = {rule.signal for rule in rules}
    needs = Needs()
    if signals & {OPEN, CONVERGING}:
        needs |= Needs(frozenset({"jira"}), issues_since=as_of - longest * WEEK)
    if training.SIGNAL in signals:
        needs |= Needs(frozenset({"people", "calendar"}))
    return needs


def _selection(gate: Gate) -> Selection:
    """Return which defects are simulated: those of the first blocking rule on open ones."""
    rules = (rule for rule in gate.rules if rule.enforcement == "block" and rule.signal == OPEN)
    first = next(rules, None)
    return Selection() if first is None else selection(first.parameters)


def _history(work: _Work, which: Selection, longest: int) -> History | str:
    """Return how defects came and went in the last weeks, at most `longest`; why that is unknown."""
    try:
        return history(work.measured.facts, work.as_of, longest, which)
    except CannotMeasure as error:
        return str(error)


def _is_relevant(finding: Finding, gate: Gate, times: Grid) -> bool:
    """Return whether a rule blocks and applies on the milestone's day; if that has passed, whether it applies now."""
    day = gate.milestone.date if times.target is not None else day_of(times.as_of, gate.zone)
    return finding.rule.enforcement == "block" and finding.rule.when.to(gate.milestone, day)


def _courses(
    finding: Finding, work: _Work, known: History | str, of_defects: Simulated | None, which: Selection
) -> _RuleCourses:
    """Return the courses of a rule that can be simulated."""
    rule, now = finding.rule, finding.outcome in ("pass", "warn")
    if rule.signal == OPEN and selection(rule.parameters) != which:
        made = _RuleCourses(
            finding, why_not="it counts other defects than the first rule on open ones, which are simulated"
        )
    elif rule.signal in (OPEN, CONVERGING):
        made = _defect_courses(finding, work, known, of_defects)
    elif rule.signal in documents.SIGNALS:
        made = _document_courses(finding, work)
    else:
        made = _training_courses(finding, work)
    weeks = -(-rule.held_for // WEEK)
    steps = len(work.times.times) - 1
    lasting = tuple(held(green, weeks, steps) for green in made.green) if weeks else made.green
    return replace(made, green=lasting, no_date=None if now else made.no_date, way="" if now else made.way)


def _passes(finding: Finding) -> bool:
    return finding.outcome in ("pass", "warn")


def _defect_courses(finding: Finding, work: _Work, known: History | str, of_defects: Simulated | None) -> _RuleCourses:
    if isinstance(known, str) or of_defects is None:
        return _RuleCourses(finding, why_not=str(known))
    rule = finding.rule
    if defects.is_quiet(rule, known, fails=not _passes(finding)):
        return _RuleCourses(finding, why_not=known.quiet)
    green = defects.masks(rule, _passes(finding), of_defects)
    learned = ""
    if rule.signal == OPEN:
        came, left = defects.came_and_left(rule, known)
        learned = f"Learned from {len(came)} weeks, in which {sum(came)} such defects came and {sum(left)} left."
    way = "" if _passes(finding) else defects.faster(rule, known, work.times)
    open_ = defects.open_by_day(rule, of_defects, work.times)
    return _RuleCourses(finding, tuple(green), learned, defects.no_date(rule, known), way, open_by_day=open_)


def _document_courses(finding: Finding, work: _Work) -> _RuleCourses:
    git = work.measured.facts.git
    landings = git.landings if isinstance(git, GitFacts) else ()
    found = documents.drift(finding.rule, work.measured.readings, landings, work.as_of)
    if isinstance(found, str):
        return _RuleCourses(finding, why_not=found)
    green = documents.masks(finding.rule, _passes(finding), found, work.times, COURSES)
    way = to_pass_in_words(finding, work.verdict)
    return _RuleCourses(finding, tuple(green), documents.learned(found), found.no_date, way)


def _training_courses(finding: Finding, work: _Work) -> _RuleCourses:
    found = training.plan(work.measured.facts, work.as_of, finding.rule)
    if isinstance(found, str):
        return _RuleCourses(finding, why_not=found)
    green = training.masks(finding.rule, _passes(finding), found, work.times, COURSES)
    return _RuleCourses(finding, tuple(green), found.learned, None, _training_way(finding, found, work))


def _training_way(finding: Finding, found: training.Plan, work: _Work) -> str:
    """Return what makes a rule on training green: who must complete what, and which sessions are not planned yet."""
    reading, target = finding.reading, work.times.target
    if isinstance(reading, Measured) and reading.hidden:
        return ""
    until = work.times.times[target if target is not None else -1]
    unplanned = found.unplanned(until)
    plan = f"plan sessions of {', '.join(unplanned)}: none is planned until then" if unplanned else ""
    return "; ".join(filter(None, (to_pass_in_words(finding, work.verdict), plan)))


def _with_waivers(one: _RuleCourses, gate: Gate, times: Grid) -> Iterator[Green]:
    """Yield the courses of a rule, green while a waiver in force covers it."""
    waiver = one.finding.waiver
    if waiver is None:
        yield from one.green
        return
    covered = bits(day_of(at, gate.zone) <= waiver.expires for at in times.times)
    yield from (green | covered for green in one.green)


def _if_reliable(one: _RuleCourses, record: Record) -> _RuleCourses:
    """Return the courses of a rule; none if such forecasts had no skill on the program's own past."""
    tried = record.of(one.finding.rule.id)
    if not one.green or tried is None or tried.skill != "none":
        return one
    return _RuleCourses(one.finding, why_not=why_not_relied_on(tried))


def _outlook(one: _RuleCourses, work: _Work, record: Record, shown: Record) -> RuleOutlook:
    tried = record.of(one.finding.rule.id)
    has_skill = {"shown": True, "unclear": None, "none": False}.get(tried.skill) if tried else None
    if not one.green:
        return RuleOutlook(one.finding, None, has_skill=has_skill, said=one.why_not)
    of_rule = outlook(one.green, work.times, one.no_date)
    is_sure = of_rule.by_day is None or of_rule.by_day >= _SURE
    of_past = " ".join(filter(None, (said(tried), refuted(tried, shown.of(one.finding.rule.id)))))
    way = "" if is_sure else one.way
    return RuleOutlook(one.finding, of_rule, one.learned, of_past, has_skill, way=way, open_by_day=one.open_by_day)


def _least_likely(one: RuleOutlook) -> tuple[bool, float, float, str]:
    """Return the sort key of rules, least likely first."""
    if one.outlook is None:
        return True, 0, 0, one.finding.rule.id
    day = one.outlook.by_day
    return False, 1 if day is None else day, -one.outlook.never, one.finding.rule.id


def _gate(of_rules: Sequence[_RuleCourses], times: Grid) -> Outlook | None:
    """Return all simulated rules together; without a date if one of them has none."""
    if not of_rules:
        return None
    reason: NoDate | None = next((one.no_date for one in of_rules if one.no_date is not None), None)
    return outlook(all_green([one.green for one in of_rules]), times, reason)


def _binding(rules: Sequence[RuleOutlook]) -> str | None:
    """Return the rule that is least likely to be green; None if all are certain."""
    first = next((one for one in rules if one.outlook is not None), None)
    if first is None or first.outlook is None:
        return None
    sure = (first.outlook.by_day or 0) >= 1 or (first.outlook.by_day is None and _passes(first.finding))
    return None if sure else first.finding.rule.id


def _conditions(others: Iterable[Finding], gate: Gate, work: _Work, or_else: Why | None = None) -> Iterator[Condition]:
    """Yield the rules without a forecast that do not pass now, or whose future is unknown. A rule that passes is
    included with the reason in `or_else`, if given."""
    day = gate.milestone.date
    for one in others:
        why = _why(one, max(day, day_of(work.as_of, gate.zone))) or or_else
        if why is not None:
            yield Condition(one, why)


def _why(finding: Finding, day: date) -> Why | None:
    """Return why a gate depends on a rule without a forecast; None for one that passes."""
    if finding.outcome == "not-applicable":
        return "applies-later"
    if finding.waiver is not None and finding.outcome == "fail":
        return None if finding.waiver.expires >= day else "waiver-expires"
    if finding.outcome in ("fail", "unknown"):
        return "fails" if finding.outcome == "fail" else "unknown"
    return None


__all__ = ["forecast"]
