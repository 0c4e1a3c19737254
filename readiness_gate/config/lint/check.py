"""Lint packs, and a configuration with its packs, waivers and sign-offs."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.lint.limits import unreachable
from readiness_gate.config.lint.overrides import disagreements, idle, instant
from readiness_gate.config.lint.stale_texts import stale_texts
from readiness_gate.config.lint.tags import never_tagged
from readiness_gate.config.lint.waivers import void_waivers
from readiness_gate.config.load import Configuration
from readiness_gate.config.packs.loader import PackRule, of_milestones, own_rules
from readiness_gate.config.packs.loader import load as load_packs
from readiness_gate.config.packs.overrides import known
from readiness_gate.config.packs.rules import build, effective
from readiness_gate.config.schema.files import configuration_file, sections_of
from readiness_gate.config.signoffs import stray
from readiness_gate.model.policy import Rule
from readiness_gate.model.settings import Reader
from readiness_gate.signals import SignalTable
from readiness_gate.sources import SOURCES, SourceTable
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST, Document
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, missing, ordered

_TEXTS = ("owner", "why", "remedy", "source")


def of_packs(names: Sequence[str], read: Reader, signals: SignalTable) -> tuple[Problem, ...]:
    """Lint packs, individually and compared with each other. Raises ConfigurationError with every error in them."""
    errors: list[Problem] = []
    at = Place(Document("the list of packs", "", {}), ())
    packs = [load_packs([name], read, at, errors) for name in names]
    rules = [rule for pack in packs for rule in pack.rules.values()]
    errors += (problem for rule in rules if isinstance(built := build(rule, signals), list) for problem in built)
    if errors:
        raise ConfigurationError(errors)
    return ordered([*_check_rules(rules, signals), *instant(rules, packs), *disagreements(packs, signals)])


def of_configuration(
    name: str,
    read: Reader,
    signals: SignalTable,
    configuration: Configuration,
    today: date,
    sources: SourceTable = SOURCES,
) -> tuple[Problem, ...]:
    """Lint the file of a loaded configuration, with its packs, waivers and sign-offs."""
    parts = parsed(name, read(name, LARGEST) or b"", configuration_file(sections_of(sources)), [])
    if parts is None:
        return ()
    document, file = parts
    place = Place(document, ())
    packs = list(of_milestones(file, read, place, []).values())
    changes = own_rules(file, place)
    all_rules = known(packs, place).rules
    judged = [[rule for rule, _ in effective(pack, changes, all_rules)] for pack in packs]
    return ordered(
        [
            *_check_rules(chain(*judged) if judged else changes, signals),
            *never_tagged(dict(zip(file.milestones, judged, strict=True)), configuration.gates),
            *instant(chain(changes, *(pack.rules.values() for pack in packs)), packs),
            *idle(packs, changes, signals),
            *stale_texts(all_rules, changes, signals),
            *disagreements(packs, signals),
            *void_waivers(read, configuration.gates, today),
            *stray(read, configuration.gates, today),
        ]
    )


def _check_rules(rules: Iterable[PackRule], signals: SignalTable) -> Iterator[Problem]:
    """Report limits that no reading reaches, and missing texts."""
    whole = [(rule.place, built) for rule in rules if isinstance(built := build(rule, signals), Rule)]
    for place, built in whole:
        yield from (place.problem(what, key, at_value=True) for key, what in unreachable(built))
        yield from _check_texts(built, place)


def _check_texts(rule: Rule, place: Place) -> Iterator[Problem]:
    """Report the missing texts of a rule."""
    lacking = [name for name in _TEXTS if not getattr(rule, name)]
    if lacking:
        yield place.problem(missing(lacking, f"the rule {rule.id}"), lacking[0])
