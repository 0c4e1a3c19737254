"""Load the whole configuration, from the work tree or from a ref that a change cannot edit."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from datetime import date
from pathlib import Path

from readiness_gate.config import sealing
from readiness_gate.config.after import linked
from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.gates import Gates, Written
from readiness_gate.config.history import history
from readiness_gate.config.own_files import without_own_files
from readiness_gate.config.packs.loader import OF_RULES, Packs, of_milestones
from readiness_gate.config.past_go_lives import past_go_lives
from readiness_gate.config.schema.files import configuration_file, sections_of
from readiness_gate.config.settings import settings
from readiness_gate.config.signoffs import signoffs
from readiness_gate.config.waivers import waivers
from readiness_gate.errors import BadUse
from readiness_gate.history.address import FILE as FILE_OF_HISTORY
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.past_go_lives import Statement
from readiness_gate.model.policy import Gate
from readiness_gate.model.settings import Reader, Settings
from readiness_gate.signals import SignalTable
from readiness_gate.sources import SOURCES, SourceTable
from readiness_gate.sources.git.platforms import joined
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import LARGEST
from readiness_gate.toml.partial import StandIns
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem
from readiness_gate.toml.values import LAST_YEAR

FILE = "readiness-gate.toml"
_STAND_INS: StandIns = {
    ("program",): {"name": "a program without a name"},
    ("program", "name"): "a program without a name",
    ("milestones", "*", "date"): date(LAST_YEAR, 12, 31),
    ("milestones", "*", "packs"): ["baseline"],
    ("covers", "*", "config"): ["**"],
    **OF_RULES,
}


@dataclass(frozen=True, slots=True)
class Configuration:
    """A valid configuration."""

    settings: Settings
    """The settings of the sources."""
    gates: Mapping[str, Gate]
    """The gate of each milestone, by the milestone's name."""
    places: Mapping[str, Mapping[str, Place]] = field(compare=False)
    """Where each rule is written, by the milestone's name and then the rule's id; the key "" has the place of the
    milestone itself."""
    past_go_lives: tuple[Statement, ...] = ()
    """The past go-lives on which a gate can be tested; they affect no decision, and no digest covers them."""
    history: str = FILE_OF_HISTORY
    """Where verdicts are recorded: a file, relative to the configuration's folder, or the address of a database. It
    affects no decision, and no digest covers it."""


def load(
    name: str, read: Reader, signals: SignalTable, *, root: Path, ref: str | None = None, sources: SourceTable = SOURCES
) -> Configuration:
    """Return the configuration in the named file; `root` is the folder that its paths are relative to.

    `ref` is the git ref that the reader reads from, which every report shows. Raises ConfigurationError with everything
    wrong in the file, its packs, waivers and sign-offs, and BadUse if there is no such file.
    """
    data = read(name, LARGEST)
    if data is None:
        raise BadUse(f"{name} not found in {root}. Create it with `readiness-gate init`, or name the file with -c")
    problems: list[Problem] = []
    of_companions: list[Problem] = []
    written = Written(waivers(read, of_companions), signoffs(read, of_companions))
    parts = parsed(name, data, configuration_file(sections_of(sources)), problems, _STAND_INS)
    if parts is None:
        raise ConfigurationError([*problems, *of_companions])
    document, file = parts
    place = Place(document, ())
    packs = of_milestones(file, read, place, problems)
    of_sources = settings(file, place, root, joined(pack.platform for pack in packs.values()), problems, sources)
    of_sources = replace(of_sources, policy_files=_policy_files(name, packs.values()), policy_ref=ref or "")
    where = history(file, place, problems)
    builder = Gates(file, place, signals, problems, written)
    gates = builder.build(of_sources, packs)
    stated = past_go_lives(file.past_go_lives, of_sources, place, problems)
    if problems or of_companions:
        ours = [problem for problem in problems if problem.file == name]
        raise ConfigurationError([*ours, *problems, *of_companions], _without_wrong(of_sources, ours, sources))
    of_sources = without_own_files(of_sources, [gate.milestone for gate in gates.values()], sources)
    sealed = {name: sealing.sealed(gate, of_sources, ref) for name, gate in gates.items()}
    return Configuration(of_sources, linked(sealed), builder.places, stated, where)


def _policy_files(name: str, packs: Iterable[Packs]) -> tuple[str, ...]:
    """Return the configuration and the custom packs, each once."""
    custom = (pack_name for pack in packs for pack_name in pack.names if pack_name.endswith(".toml"))
    return tuple(dict.fromkeys((name, *custom)))


def _without_wrong(settings: Settings, problems: Sequence[Problem], sources: SourceTable) -> Settings:
    """Return the settings without the sources whose sections are wrong, for those sources whose files are checked."""
    wrong = {problem.section for problem in problems}
    for name, source in sources.items():
        keys = {"program", *(section.key for section in source.sections)}
        if source.wrong_files is not None and wrong & keys:
            settings = settings.having(name, None)
    return settings
