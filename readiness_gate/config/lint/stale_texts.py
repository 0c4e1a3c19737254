"""Find titles and reasons that state a number which an override has changed."""

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from readiness_gate.config.lint.quantities import Phrase, has_nouns, restated, stated
from readiness_gate.config.packs.loader import PackRule
from readiness_gate.config.packs.rules import build, changed
from readiness_gate.model.amounts import amount
from readiness_gate.model.policy import Rule
from readiness_gate.model.reading import ParameterValue, Unit, Value
from readiness_gate.model.time import DAY, duration
from readiness_gate.signals import Signal, SignalTable
from readiness_gate.toml.document import as_toml
from readiness_gate.toml.problems import Problem

_DURATIONS = ("duration", "window")


class _Edit(NamedTuple):
    """A number of a rule that a configuration changes."""

    key: str
    unit: Unit
    before: Fraction
    after: Fraction


def stale_texts(bases: Mapping[str, PackRule], changes: Iterable[PackRule], signals: SignalTable) -> Iterator[Problem]:
    """Report overrides that change a number which the rule's title or why states."""
    for change in changes:
        base = bases.get(change.entry.extends or change.entry.id)
        if base is not None:
            before, after = build(base, signals), build(changed(base, change), signals)
            for key, what in _stale(before, after, signals):
                yield change.place.problem(what, key, at_value=True)


def _stale(
    before: Rule | list[Problem], after: Rule | list[Problem], signals: SignalTable
) -> Iterable[tuple[str, str]]:
    """Return what is outdated in the texts of a rule, if both versions are valid and measure the same."""
    if isinstance(before, Rule) and isinstance(after, Rule) and before.signal == after.signal:
        return _complaints(after, _edits(before, after, signals[after.signal]))
    return ()


def _edits(before: Rule, after: Rule, signal: Signal) -> Iterator[_Edit]:
    """Yield the limits and durations that differ."""
    old, new = before.limit, after.limit
    yield from _edit(new.bound, after.unit, _exact(old.value), _exact(new.value))
    yield from _edit("the limit of the warning", after.unit, _exact(old.warn_at), _exact(new.warn_at))
    for name in (parameter.name for parameter in signal.parameters if parameter.kind in _DURATIONS):
        yield from _edit(name, "days", _days(before.parameters.get(name)), _days(after.parameters.get(name)))


def _edit(key: str, unit: Unit, before: Fraction | None, after: Fraction | None) -> list[_Edit]:
    return [_Edit(key, unit, before, after)] if before is not None and after is not None and before != after else []


def _exact(value: Value | None) -> Fraction | None:
    """Return a number exactly as written; None for a flag."""
    return None if value is None or isinstance(value, bool) else Fraction(str(value))


def _days(value: ParameterValue | None) -> Fraction | None:
    return Fraction(duration(value), DAY) if isinstance(value, str) else None


def _complaints(rule: Rule, edits: Iterable[_Edit]) -> Iterator[tuple[str, str]]:
    """Yield what is outdated in the texts of a rule: the key of the text, and what to write there."""
    title = rule.title
    for edit in edits:
        phrase = _outdated(edit, title)
        if phrase is not None:
            title = restated(phrase, edit.after, edit.unit, title)
            yield "title", f"the title of {rule.id} {_says(phrase, edit)}: write title = {as_toml(title)}"
        phrase = _outdated(edit, rule.why) if has_nouns(edit.unit) else None
        if phrase is not None:
            yield "why", f"the why of {rule.id} {_says(phrase, edit)}: write a why that fits"


def _outdated(edit: _Edit, text: str) -> Phrase | None:
    """Return the phrase that states the old number, in a text that does not state the new one."""
    return None if stated(edit.after, edit.unit, text) else stated(edit.before, edit.unit, text)


def _says(phrase: Phrase, edit: _Edit) -> str:
    after = float(edit.after)
    return f'says "{phrase.text}", but {edit.key} is now {amount(after, edit.unit, after)}'
