"""What a change costs: the people to train again, the documents to update, the clocks that start over."""

from collections.abc import Iterable, Iterator, Mapping

from readiness_gate.errors import DEEPEN, CannotMeasure
from readiness_gate.judge.earliest import passes_from
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.facts import Facts
from readiness_gate.model.groups import hidden_groups
from readiness_gate.model.impact import Clock, Delay, Documents, Retraining, Training
from readiness_gate.model.policy import Gate
from readiness_gate.model.reading import Measured, Parameters, Question, Reading, Unavailable
from readiness_gate.model.settings.people import PeopleSettings
from readiness_gate.model.time import Instant, iso
from readiness_gate.model.verdict import Finding
from readiness_gate.run import Evaluation
from readiness_gate.signals import SignalTable
from readiness_gate.signals.docs.freshness import judged
from readiness_gate.signals.training.validity import Validity, validity

_TRAINING, _DOCUMENTS, _QUIET = "training.stale-share", ("docs.fresh-share", "docs.stale"), "change.days-since-last"
_STALE = _DOCUMENTS[1]
_DAYS = "days"


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions besides those of a gate's rules, with the parameters of its rules."""

    training: Question
    documents: Question
    quiet: Question

    @property
    def questions(self) -> tuple[Question, ...]:
        """All of them."""
        return self.training, self.documents, self.quiet


def asked(table: SignalTable, gate: Gate, as_of: Instant) -> Asked:
    """Return what is measured besides the rules of a gate as of an instant."""
    of_rules = {rule.signal: rule.parameters for rule in reversed(gate.rules)}

    def question(name: str, *alike: str) -> Question:
        given = next((of_rules[one] for one in (name, *alike) if one in of_rules), Parameters())
        return Question(name, as_of, table[name].with_defaults(given.as_dict()))

    training = question(_TRAINING)
    of_all = table[_TRAINING].with_defaults({**training.parameters.as_dict(), "role": "all"})
    return Asked(Question(_TRAINING, as_of, of_all), question(_STALE, *_DOCUMENTS), question(_QUIET))


def training(before: Evaluation, after: Evaluation, question: Question) -> Training | Unavailable:
    """Return whose training of each role becomes stale; why that is unknown if it is on either side, or if truncated
    history leaves in doubt whose training is stale already."""
    grace = question.parameters.text("grace")
    try:
        was, becomes = (validity(one.facts, question.as_of, grace) for one in (before, after))
    except CannotMeasure as error:
        return Unavailable(str(error))
    doubt = cut_off(before.facts)
    if doubt and any(one.stale for one in was.values()):
        return Unavailable(doubt)
    least = max(_least(one.facts) for one in (before, after))
    hidden = {*_hidden(was, least), *_hidden(becomes, least), *_revealing(was, becomes, least)}
    roles = [_of_role(name, was.get(name), one) for name, one in becomes.items() if name not in hidden]
    some = sorted((one for one in roles if one.again), key=lambda one: (-one.again, one.role))
    return Training(tuple(some), _already_stale(before.readings[question]), bool(hidden))


def cut_off(facts: Facts) -> str:
    """Return why what fails without a change may do so only in doubt: in a truncated history, everything older than
    its first commit counts as changed by it. "" if no history was truncated."""
    git = facts.git
    if isinstance(git, Unavailable):
        return ""
    shallow = next((part for part in git.repositories if part.shallow), None)
    if shallow is None:
        return ""
    return shallow.about(
        f"the clone is shallow and begins on {iso(shallow.first_landed)}, so it is unknown how things are without the "
        f"change: {DEEPEN}"
    )


def _already_stale(reading: Reading) -> int | None:
    """Return how many trained people must be trained again; None if hidden."""
    if isinstance(reading, Unavailable) or reading.hidden:
        return None
    return round(reading.value * reading.people)


def _least(facts: Facts) -> int:
    return (facts.settings.people or PeopleSettings()).smallest_group


def _hidden(roles: Mapping[str, Validity], least: int) -> frozenset[str]:
    return hidden_groups({name: len(one.people) for name, one in roles.items()}, least)


def _revealing(was: Mapping[str, Validity], becomes: Mapping[str, Validity], least: int) -> Iterator[str]:
    """Yield the roles that so few people joined or left with the change that the two figures would reveal them."""
    for name in was.keys() | becomes.keys():
        people = [one[name].people if name in one else frozenset[str]() for one in (was, becomes)]
        if any(0 < len(apart) < least for apart in (people[0] - people[1], people[1] - people[0])):
            yield name


def _of_role(name: str, was: Validity | None, becomes: Validity) -> Retraining:
    before: Mapping[str, frozenset[str]] = was.by_module if was else {}
    stale = was.stale if was else frozenset[str]()
    modules = sorted(module for module, people in becomes.by_module.items() if people - before.get(module, frozenset()))
    return Retraining(name, len(becomes.stale - stale), len(becomes.people), tuple(modules))


def documents(before: Evaluation, after: Evaluation, question: Question) -> Documents | Unavailable:
    """Return the documents that become stale, those that become current, and those that are no longer judged; why
    that is unknown, as for training."""
    reading, with_change = before.readings[question], after.readings[question]
    if isinstance(with_change, Unavailable):
        return with_change
    if isinstance(reading, Unavailable):
        return reading
    doubt = cut_off(before.facts)
    if doubt and reading.evidence:
        return Unavailable(doubt)
    was, becomes = ({piece.id for piece in one.evidence} for one in (reading, with_change))
    then, now = (judged(one.facts, question.as_of, question.parameters) for one in (before, after))
    left, came = was - now.keys(), becomes - then.keys()
    # A document that is stale at another path is neither behind by the change nor current.
    held = {then[path] for path in left} & {now[path] for path in came} - {""}
    return Documents(
        tuple(sorted(path for path in becomes - was if path not in came or now[path] not in held)),
        tuple(sorted(was - becomes - left)),
        tuple(sorted(path for path in left if then[path] not in held)),
    )


def clocks(
    before: Mapping[str, Finding], after: Mapping[str, Finding], quiet: tuple[Reading, Reading]
) -> Iterator[Clock]:
    """Yield the numbers of days that decrease, and the rules that no longer hold for as long as they must."""
    signals: set[str] = set()
    for name, becomes in after.items():
        was, rule = before.get(name), becomes.rule
        if was is None:
            continue
        values = _falling(was.reading, becomes.reading)
        if rule.unit == _DAYS and rule.limit.bound == "at-least" and values:
            signals.add(rule.signal)
            yield Clock(name, rule.title, rule.signal, *values, required=float(rule.limit.value))
        elif rule.held_for and was.outcome == "pass" and becomes.outcome == "fail":
            yield Clock(name, rule.title, rule.signal, rule.held_for / 86_400, 0, required=rule.held_for / 86_400)
    values = _falling(*quiet)
    if values and _QUIET not in signals:
        yield Clock("", "No change of configuration or code", _QUIET, *values)


def delays(before: Mapping[str, Finding], after: Mapping[str, Finding], as_of: Instant) -> Iterator[Delay]:
    """Yield the blocking rules that the change delays, if known when they can pass."""
    for name, becomes in after.items():
        was, later = before.get(name), passes_from(becomes, as_of)
        if was is None or later is None or becomes.rule.enforcement != "block":
            continue
        sooner = passes_from(was, as_of)
        passes = was.outcome in ("pass", "warn")
        if passes or (sooner is not None and sooner < later):
            yield Delay(name, becomes.rule.title, sooner, later)


def _falling(before: Reading | None, after: Reading | None) -> tuple[float, float] | None:
    """Return two values if the second is less; None if it is not, or either is unknown or hidden."""
    if not (isinstance(before, Measured) and isinstance(after, Measured)) or before.hidden or after.hidden:
        return None
    return (float(before.value), float(after.value)) if after.value < before.value else None


def by_rule(findings: Iterable[Finding]) -> dict[str, Finding]:
    """Return findings by the ids of their rules."""
    return {finding.rule.id: finding for finding in findings}
