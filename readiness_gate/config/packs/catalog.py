"""The shipped rule packs, which can be read without a configuration."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import takewhile

import tomli

from readiness_gate.config.errors import ConfigurationError
from readiness_gate.config.packs.loader import Packs, load, of_pack, shipped_names
from readiness_gate.config.packs.rules import build
from readiness_gate.config.schema.files import PackFile, RuleEntry
from readiness_gate.model.globs import PathSet
from readiness_gate.model.policy import Dimension, Pack, Rule
from readiness_gate.model.settings import Reader
from readiness_gate.model.settings.git import GitPaths
from readiness_gate.shipped import shipped
from readiness_gate.signals import SignalTable
from readiness_gate.sources.git.platforms import joined
from readiness_gate.toml.document import Document
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem

PLATFORMS = "platforms/"
OTHERWISE = f"{PLATFORMS}in-house"
WHOLE = "baseline"


def shipped_rules(signals: SignalTable) -> Mapping[str, tuple[Rule, ...]]:
    """Return the rules of every shipped pack, by the pack's name. Raises ConfigurationError if a pack is broken."""
    return {name: rules([name], _nothing, signals) for name in shipped_names()}


def shipped_packs(signals: SignalTable) -> tuple[Pack, ...]:
    """Return every shipped pack with the rules of its own file, by name."""
    return tuple(_pack(name, rules_of_pack) for name, rules_of_pack in shipped_rules(signals).items())


def _pack(name: str, of_it: tuple[Rule, ...]) -> Pack:
    file = pack_file(name)
    ids = {entry.id for entry in file.rules}
    comment = takewhile(lambda line: line.startswith("#"), _text(name).splitlines())
    about = " ".join(line.removeprefix("#").strip() for line in comment)
    own = tuple(rule for rule in of_it if rule.id in ids)
    return Pack(name, about, own, tuple(file.includes or ()), tuple(file.only or ()))


def shipped_ids() -> frozenset[str]:
    """Return the ids of the rules of all shipped packs, without building the rules, which is slow."""
    return frozenset(entry.id for name in shipped_names() for entry in pack_file(name).rules)


def packs_of_dimensions() -> Mapping[str, Mapping[str, Dimension]]:
    """Return the shipped packs that the baseline includes, each with the dimensions of its rules by their ids."""
    return {name: dimensions(name) for name in pack_file(WHOLE).includes or ()}


@cache
def dimensions(pack: str) -> Mapping[str, Dimension]:
    """Return the dimension of each rule of a shipped pack, including the packs that it includes, by rule id."""
    return {entry.id: entry.dimension for entry in _entries(pack) if entry.dimension is not None}


@cache
def measured_by(pack: str) -> tuple[tuple[Dimension, str], ...]:
    """Return the dimension and the signal of each rule of a shipped pack, including the packs that it includes."""
    return tuple((entry.dimension, entry.signal) for entry in _entries(pack) if entry.dimension and entry.signal)


def _entries(pack: str) -> list[RuleEntry]:
    """Return the rules of a shipped pack as written, including those of the packs that it includes."""
    return [rule.entry for rule in _loaded([pack], _nothing, []).rules.values()]


def platforms() -> Mapping[str, tuple[str, ...]]:
    """Return the shipped packs of platforms, each with the patterns of files that only a repository of that platform
    has."""
    names = [name for name in shipped_names() if name.startswith(PLATFORMS)]
    return {name: tuple(pack_file(name).markers or ()) for name in names}


def paths_of(names: Iterable[str]) -> GitPaths:
    """Return the combined path sets of some shipped platform packs."""
    return joined(of_pack(pack_file(name)) for name in names).paths


def pack_file(name: str) -> PackFile:
    """Return a shipped pack as written, without the packs that it includes."""
    return PackFile.model_validate(tomli.loads(_text(name)))


def _text(name: str) -> str:
    return (shipped("rules") / f"{name}.toml").read_text(encoding="utf-8")


def detected(paths: Iterable[str]) -> list[str]:
    """Return the packs of the platforms whose files are in a repository; the pack for in-house systems if there are
    none."""
    listed = list(paths)
    return [name for name, markers in platforms().items() if PathSet(markers).of(listed)] or [OTHERWISE]


def rules(packs: list[str], read: Reader, signals: SignalTable) -> tuple[Rule, ...]:
    """Return the rules of packs as written. Raises ConfigurationError with everything wrong in them."""
    problems: list[Problem] = []
    built = [build(rule, signals) for rule in _loaded(packs, read, problems).rules.values()]
    problems += [problem for result in built if isinstance(result, list) for problem in result]
    if problems:
        raise ConfigurationError(problems)
    return tuple(rule for rule in built if isinstance(rule, Rule))


def _loaded(packs: list[str], read: Reader, problems: list[Problem]) -> Packs:
    return load(packs, read, Place(Document("the list of packs", "", {}), ()), problems)


def _nothing(_path: str, _limit: int) -> None:
    return None
