"""A source of our own, as anybody would write one: a package of its own, and one line in a table. It reads a register
of risks, a file with one open risk on each line."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from readiness_gate.errors import CouldNotLook
from readiness_gate.model.facts import Facts
from readiness_gate.model.facts.base import Provenance, SourceFacts
from readiness_gate.model.needs import Needs
from readiness_gate.model.overview import Overview
from readiness_gate.model.reading import Measured, Parameters
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.model.time import Instant
from readiness_gate.signals import SIGNALS, Signal, SignalTable
from readiness_gate.sources import SOURCES, Section, Source, SourceTable
from support.toy_source.tables import Risks, RisksSettings, has_days, risks_settings

_LARGEST = 10_000


@dataclass(frozen=True, slots=True)
class RisksFacts(SourceFacts):
    """The risks that are open."""

    risks: tuple[str, ...]


def _settings(settings: Settings) -> RisksSettings | None:
    return settings.of("risks", RisksSettings)


def fetch(settings: Settings, _needs: Needs, now: Instant, read: Reader) -> RisksFacts:
    """The register. Raises CouldNotLook where there is none."""
    risks = _settings(settings)
    content = read(risks.file, _LARGEST) if risks else None
    if risks is None or content is None:
        raise CouldNotLook('there is no register of risks: provide file = "…" in [risks]')
    lines = tuple(content.decode().splitlines())
    return RisksFacts(Provenance("risks", risks.file, "every open risk", len(lines), now), lines)


def _is_configured(settings: Settings) -> bool:
    return _settings(settings) is not None


def _files(settings: Settings) -> Iterable[str]:
    risks = _settings(settings)
    return (risks.file,) if risks else ()


def overview(facts: Facts, _as_of: Instant) -> Sequence[Overview]:
    """How many risks are open."""
    risks = facts.require("risks", RisksFacts).risks
    return (Overview("risks", (f"{len(risks)} open",), () if risks else ("the register is empty",)),)


def weakened(base: Settings, edited: Settings) -> Iterator[str]:
    """More risks that are accepted."""
    before, after = _settings(base), _settings(edited)
    if before and after and after.accepted > before.accepted:
        yield f"risks.accepted is {after.accepted} instead of {before.accepted}"


TOY = Source(
    name="risks",
    fetch=fetch,
    sections=(Section("risks", Risks | None, risks_settings, has_days=has_days),),
    configured=_is_configured,
    files=_files,
    overview=overview,
    weakened=weakened,
)
WITH_TOY: SourceTable = {**SOURCES, TOY.name: TOY}


def open_risks(facts: Facts, _as_of: Instant, _parameters: Parameters) -> Measured:
    """How many risks are open beyond those that are accepted."""
    risks = facts.require("risks", RisksFacts).risks
    settings = _settings(facts.settings)
    beyond = max(0, len(risks) - (settings.accepted if settings else 0))
    return Measured(beyond, f"{beyond} risks too many are open.")


def _needs(_parameters: Parameters, _as_of: Instant) -> Needs:
    return Needs(frozenset({"risks"}))


OPEN_RISKS = Signal("risks.open", "count", ("risks",), "Open risks beyond those accepted.", _needs, open_risks)
WITH_OPEN_RISKS: SignalTable = {**SIGNALS, OPEN_RISKS.name: OPEN_RISKS}
