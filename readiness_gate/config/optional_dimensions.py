"""The dimensions that a program can measure in addition to the starter's: their packs, and what their rules read."""

from collections.abc import Container, Mapping, Sequence
from functools import cache

from readiness_gate.config.packs.catalog import dimensions, measured_by, pack_file, packs_of_dimensions
from readiness_gate.config.packs.loader import shipped_names
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.policy import ALWAYS_MEASURED, DIMENSIONS, Dimension
from readiness_gate.signals import SignalTable
from readiness_gate.sources.people.all_tables import TABLES

STARTER = "starter"


@cache
def optional_dimensions() -> Mapping[Dimension, tuple[str, ...]]:
    """Return the dimensions without a rule in the starter that may be left out, each with its packs."""
    not_optional = {*ALWAYS_MEASURED, *dimensions(STARTER).values()}
    optional: list[Dimension] = [dimension for dimension in DIMENSIONS if dimension not in not_optional]
    return {dimension: packs for dimension in optional if (packs := _packs_on(dimension))}


def _packs_on(dimension: Dimension) -> tuple[str, ...]:
    """Return the packs with rules on a dimension."""
    return tuple(name for name, rules in packs_of_dimensions().items() if dimension in rules.values())


@dataclass(frozen=True, slots=True)
class FactsToAdd:
    """The facts that a configuration is missing."""

    tables: tuple[str, ...]
    """The keys of tables of facts."""
    sections: tuple[str, ...]
    """The names of sections of the configuration that state facts."""

    def without(self, tables: Container[str]) -> "FactsToAdd":
        """Return these facts without the tables that exist."""
        return FactsToAdd(tuple(key for key in self.tables if key not in tables), self.sections)

    def in_words(self) -> str:
        """Return these facts as text for a comment, `tables surveys, phases; section [support]`; "" if there are
        none."""
        named = (_named("table", self.tables), _named("section", [f"[{name}]" for name in self.sections]))
        return "; ".join(filter(None, named))


def _named(noun: str, names: Sequence[str]) -> str:
    return f"{noun}{'s' if len(names) > 1 else ''} {', '.join(names)}" if names else ""


def facts_of(dimension: Dimension, signals: SignalTable) -> FactsToAdd:
    """Return what the rules on a dimension read in addition to the starter's rules, in the order of the rules."""
    of_starter = {source for _, signal in measured_by(STARTER) for source in signals[signal].sources}
    asked = [
        signal for pack in optional_dimensions()[dimension] for name, signal in measured_by(pack) if name == dimension
    ]
    read = dict.fromkeys(source for signal in asked for source in signals[signal].sources if source not in of_starter)
    return FactsToAdd(
        tables=tuple(source for source in read if source in TABLES),
        sections=tuple(source for source in read if source not in TABLES),
    )


def packs_reading(source: str, signals: SignalTable) -> tuple[str, ...]:
    """Return the packs with a rule of their own whose signal reads a source."""
    return tuple(
        pack
        for pack in shipped_names()
        if pack_file(pack).rules and any(source in signals[signal].sources for _, signal in measured_by(pack))
    )
