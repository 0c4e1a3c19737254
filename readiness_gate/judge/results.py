"""The result of a rule in a few words without its id: `3 open severity 1 defects`."""

import re

from readiness_gate.model.amounts import amount, now_in_words, required_in_words
from readiness_gate.model.policy import Limit
from readiness_gate.model.reading import Measured, Unit, Value
from readiness_gate.model.time import day_of
from readiness_gate.model.verdict import Finding, Verdict
from readiness_gate.model.wording import agreeing

_NONE_OF = re.compile(r"No (?!more |longer |fewer |less |later |earlier |other )(.+)", re.DOTALL)
_NOUNS: dict[Unit, str] = {
    "issues": "defect|issue|ticket",
    "landings": "change|landing|feature",
    "files": "document|guide|file",
    "count": "waiver|role|phase|component|question|change",
}
"""The nouns that a title may use for the things counted in a unit, in the singular."""
_OF = re.compile(r"\b([0-9]{1,9}) of ([0-9]{1,9})\b")
_VERBS = {"is": "are", "was": "were", "has": "have"}
_VERB = re.compile(rf"\b(?:{'|'.join((*_VERBS, *_VERBS.values()))})\b")


def result(finding: Finding, verdict: Verdict) -> str:
    """Return the actual state where the rule requires another: from a title that says "No …" and a count, the number
    of these; else the signal's own words; else the title with the value and what is required."""
    rule, reading = finding.rule, finding.reading
    if not isinstance(reading, Measured):
        return rule.title
    then = finding.judged_at
    earlier = f" on {day_of(then, verdict.zone)}" if then is not None and then != verdict.as_of else ""
    number = 0 if reading.hidden else _number(rule.limit, reading.value)
    some = _counted(rule.title, number, reading.unit) if number else ""
    now, limit = now_in_words(reading, rule.limit.value), amount(rule.limit.value, reading.unit, rule.limit.value)
    some = some or reading.shortfall
    required = "" if f" {limit} " in f" {rule.title} " else f"; {required_in_words(rule.limit, reading.unit)}"
    return f"{some}{earlier}" if some else f"{rule.title} ({now}{_comma(counts_behind(reading))}{earlier}{required})"


def counts_behind(reading: Measured) -> str:
    """Return the counts behind a share, `15 of 24`: those in its summary whose quotient it is; "" if it is hidden."""
    if reading.unit != "share" or reading.hidden:
        return ""
    counts = ((int(part), int(whole)) for part, whole in _OF.findall(reading.summary))
    fitting = (f"{part} of {whole}" for part, whole in counts if whole and part / whole == reading.value)
    return next(fitting, "")


def _comma(counts: str) -> str:
    return f", {counts}" if counts else ""


def _number(limit: Limit, value: Value) -> int:
    """Return how many there are of something that a rule allows none of; 0 for any other rule or value."""
    allows_none = limit.bound != "at-least" and limit.value == 0
    return int(value) if allows_none and value > 0 and value == int(value) else 0


def _counted(title: str, number: int, unit: Unit) -> str:
    """Return a title that says there are none of something as a count of it; "" if that would not be English."""
    none_of = _NONE_OF.fullmatch(title)
    nouns = _NOUNS.get(unit)
    noun = re.search(rf"\b({nouns})s?\b", none_of[1]) if none_of and nouns else None
    if none_of is None or noun is None:
        return ""
    before, after = none_of[1][: noun.start()], none_of[1][noun.end() :]
    verbs = _VERB.findall(after)
    if len(verbs) > 1 or (not verbs and re.match(r" \w+s\b", after)):
        return ""
    noun_of_number = agreeing(number, noun[1], f"{noun[1]}s")
    return f"{number} {before}{noun_of_number}{_VERB.sub(lambda verb: _agreeing(verb[0], number), after)}"


def _agreeing(verb: str, number: int) -> str:
    """Return a verb in agreement with a number."""
    one = next(one for one, several in _VERBS.items() if verb in (one, several))
    return agreeing(number, one, _VERBS[one])
