"""Load rule packs with the packs that they include: shipped ones by name, custom ones by path."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache
from importlib.resources.abc import Traversable
from typing import TypeAlias

from readiness_gate.config.schema.files import ConfigurationFile, PackFile, RuleEntry
from readiness_gate.errors import Unreadable
from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.settings import Reader
from readiness_gate.model.settings.git import Platform
from readiness_gate.shipped import FORMATS, shipped
from readiness_gate.sources.git.platforms import known
from readiness_gate.toml.check import parsed
from readiness_gate.toml.document import DEEPEST, LARGEST, Document
from readiness_gate.toml.partial import StandIns
from readiness_gate.toml.place import Place
from readiness_gate.toml.problems import Problem, did_you_mean, nearest

_OF_LATER = ("after",)
"""The additional packs of a milestone that comes after another one."""
OF_RULES: StandIns = {("rules", "*", "id"): "a-rule-without-an-id"}
"""The id of a rule without an id, so that the rest of the rule is checked."""


@dataclass(frozen=True, slots=True)
class PackRule:
    """A rule of a pack, and its place in the file."""

    entry: RuleEntry
    place: Place
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class Packs:
    """A set of packs, with the packs that they include."""

    names: tuple[str, ...]
    """The names of all packs, in the order read."""
    rules: dict[str, PackRule]
    """The rules by id."""
    whole: bool
    """Whether every pack was read completely; if not, they may contain more rules."""
    platform: Platform = field(default_factory=Platform)
    """What the packs say about the platform."""
    shipped: Platform = field(default_factory=Platform)
    """What the shipped packs among them say about the platform."""


def of_pack(file: PackFile) -> Platform:
    """Return what a pack says about its platform."""
    return known(file.paths, file.components)


def shipped_names() -> list[str]:
    """Return the names of the shipped packs: `baseline`, `platforms/salesforce`."""
    return sorted(_named(shipped("rules"), ""))


def _named(folder: Traversable, prefix: str) -> Iterator[str]:
    for child in folder.iterdir():
        if child.is_dir() and child.name != FORMATS:
            yield from _named(child, f"{prefix}{child.name}/")
        elif child.name.endswith(".toml"):
            yield prefix + child.name.removesuffix(".toml")


def load(names: Sequence[str], read: Reader, at: Place, problems: list[Problem]) -> Packs:
    """Return the packs of a milestone, with the packs that they include; their mistakes are added to `problems`.

    `at` is the list that names them. The same id in two packs is a problem, because it is ambiguous.
    """
    loader = _Loader(read, problems)
    for index, name in enumerate(names):
        loader.add(name, "", at, index)
    return Packs(tuple(loader.names), loader.rules, loader.whole, loader.platform, loader.shipped)


def of_milestones(file: ConfigurationFile, read: Reader, place: Place, problems: list[Problem]) -> dict[str, Packs]:
    """Return the packs of each milestone of a configuration, by the milestone's name."""
    return {
        milestone: load(
            [*entry.packs, *(_OF_LATER if entry.after else ())],
            read,
            place.at("milestones", milestone, "packs"),
            problems,
        )
        for milestone, entry in file.milestones.items()
    }


def own_rules(file: ConfigurationFile, place: Place) -> list[PackRule]:
    """Return the `[[rules]]` of a configuration: its overrides and its custom rules."""
    return [PackRule(entry, place.at("rules", index)) for index, entry in enumerate(file.rules)]


class _Loader:
    """Read each pack once, however often it is included."""

    def __init__(self, read: Reader, problems: list[Problem]) -> None:
        self.names: list[str] = []
        self.rules: dict[str, PackRule] = {}
        self.whole = True
        self.platform = Platform()
        self.shipped = Platform()
        self._read = read
        self._problems = problems
        self._shipped_names = cache(shipped_names)
        self._parsed: dict[_Key, _Parts] = {}
        self._origins: dict[str, tuple[_Key, int]] = {}
        self._ids: dict[tuple[_Key, _Only], set[str]] = {}

    def add(self, name: str, folder: str, at: Place, index: int, only: "_Only" = None, depth: int = 1) -> set[str]:
        """Add a pack, or `only` some of its rules; return the ids of all its rules, including those of the packs that
        it includes.

        `folder` is the folder of the file that names it, for packs named by path.
        """
        custom = name.endswith(".toml") or name.startswith(".")
        key = posixpath.normpath(posixpath.join(folder, name)) if custom else name
        pack_key = (custom, key)  # a custom file may have the same name as a shipped pack
        if (pack_key, only) in self._ids:
            return self._ids[pack_key, only]
        self._ids[pack_key, only] = set()  # a pack that includes itself adds nothing
        if pack_key not in self._parsed:
            data = self._content(key, custom=custom, depth=depth)
            if isinstance(data, str):
                self._refuse(at.problem(data, index, at_value=True))
                return set()
            self._parsed[pack_key] = self._parse(key, data, custom=custom)
        parts = self._parsed[pack_key]
        if parts is None:
            return set()
        self._keep(pack_key, *parts, only)
        ids = {entry.id for entry in parts[1].rules} | self._included(*parts, key if custom else "", only, depth)
        self._ids[pack_key, only] = ids
        return ids

    def _included(self, document: Document, pack: PackFile, key: str, only: "_Only", depth: int) -> set[str]:
        """Add the packs that a pack includes, and return the ids of their rules; `key` is the path of the pack, if it
        has one."""
        folder, ids = posixpath.dirname(key), set[str]()
        inner = _intersection(only, None if pack.only is None else frozenset(pack.only))
        for position, included in enumerate(pack.includes or ()):
            ids |= self.add(included, folder, Place(document, ("includes",)), position, inner, depth + 1)
        if pack.only is None:
            return ids
        if only is None and self.whole:
            self._refuse_unknown(document, pack.only, ids)
        return ids & set(pack.only)

    def _refuse_unknown(self, document: Document, only: Sequence[str], ids: set[str]) -> None:
        """Report the rules in `only` that no included pack has."""
        for position, rule_id in enumerate(only):
            if rule_id not in ids:
                what = f'no pack that this one includes has the rule "{rule_id}"{did_you_mean(rule_id, ids)}'
                self._refuse(document.problem(("only", position), what, at_value=True))

    def _parse(self, key: str, data: bytes, *, custom: bool) -> "_Parts":
        """Parse a pack and note what it says about the platform; None if nothing of it can be used."""
        self.names.append(key)
        parts, wrong = (_parsed if custom else _shipped)(key if custom else f"rules/{key}.toml", data)
        self._problems += wrong
        self.whole = self.whole and not wrong
        if parts is not None:
            self._check(*parts)
            platform = of_pack(parts[1])
            self.shipped |= Platform() if custom else platform
            self.platform |= platform
        return parts

    def _refuse(self, problem: Problem) -> None:
        self._problems.append(problem)
        self.whole = False

    def _content(self, name: str, *, custom: bool, depth: int) -> bytes | str:
        """Return the content of a pack, or why it cannot be read."""
        if depth > DEEPEST:
            return f"packs include each other more than {DEEPEST} deep"
        if not custom:
            return _shipped_data(name, self._shipped_names())
        try:
            data = self._read(name, LARGEST)
        except Unreadable as error:
            return str(error)
        return f"{name} not found beside the configuration" if data is None else data

    def _check(self, document: Document, pack: PackFile) -> None:
        """Report problems with a pack as a whole."""
        if not (pack.rules or pack.includes or pack.paths):
            self._refuse(document.problem((), "the pack is empty: add rules, paths or includes"))
        for index, entry in enumerate(pack.rules):
            if entry.extends:
                what = "extends works in the configuration only: write all keys of the rule here"
                self._problems.append(document.problem(("rules", index, "extends"), what))

    def _keep(self, key: "_Key", document: Document, pack: PackFile, only: "_Only") -> None:
        """Keep the requested rules of a pack; a custom pack may have the same name as a shipped one."""
        for index, entry in enumerate(pack.rules):
            place = Place(document, ("rules", index))
            place = place.begun() if entry.extends else place
            if only is not None and entry.id not in only:
                continue
            first = self.rules.setdefault(entry.id, PackRule(entry, place, shipped=not key[0]))
            if self._origins.setdefault(entry.id, (key, index)) != (key, index):
                self._problems.append(_defined_twice(entry.id, place, first.place))


def _defined_twice(rule_id: str, place: Place, first: Place) -> Problem:
    where = "here" if first.document.name == place.document.name else f"in {first.document.name}"
    what = f'the rule "{rule_id}" is defined {where} already: give one of them another id'
    return place.problem(what, "id", at_value=True)


def _parsed(name: str, data: bytes) -> "tuple[_Parts, tuple[Problem, ...]]":
    """Parse a pack; return it as a document and as its model, with its problems."""
    problems: list[Problem] = []
    return parsed(name, data, PackFile, problems, OF_RULES), tuple(problems)


_shipped = cache(_parsed)
"""The same for a shipped pack, which many milestones share. Both results are frozen."""


def _shipped_data(name: str, names: Sequence[str]) -> bytes | str:
    """Return the content of a shipped pack, or why it cannot be read; `names` are the shipped packs."""
    if name in names:
        return (shipped("rules") / f"{name}.toml").read_bytes()
    near = nearest(name, names)
    known = f"{did_you_mean(name, names)}; name a custom pack by its path, such as ./rules.toml"
    return f'no pack is called "{name}"{near or known}'


def _intersection(one: "_Only", other: "_Only") -> "_Only":
    """Return the rules that are in both selections."""
    return one if other is None else other if one is None else one & other


_Parts: TypeAlias = tuple[Document, PackFile] | None
"""A pack as a document and as its model; None if nothing of it can be used."""
_Key: TypeAlias = tuple[bool, str]
"""Whether a pack is custom, and its path or its name."""
_Only: TypeAlias = frozenset[str] | None
"""The requested rules; None for all."""
