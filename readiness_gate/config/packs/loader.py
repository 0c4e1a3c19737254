"""Rule packs: shipped ones by name, the user's own by path, each with the packs that it includes."""

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import field
from importlib.resources.abc import Traversable
from typing import TypeAlias

from readiness_gate.config.schema.files import PackFile, RuleEntry
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

OF_RULES: StandIns = {("rules", "*", "id"): "a-rule-without-an-id"}
"""What stands for the id of a rule that has none, so that the rest of the rule is checked."""


@dataclass(frozen=True, slots=True)
class PackRule:
    """A rule of a pack, and where it stands; `shipped` when that is a pack of ours."""

    entry: RuleEntry
    place: Place
    shipped: bool = False


@dataclass(frozen=True, slots=True)
class Packs:
    """The rules of some packs and of those they include, by id, the names of them all, in the order read, and what they
    know of the platform; `shipped` is what the shipped ones among them know of it.

    They are `whole` when every pack could be read to its end, so that nobody can say what else they have.
    """

    names: tuple[str, ...]
    rules: dict[str, PackRule]
    whole: bool
    platform: Platform = field(default_factory=Platform)
    shipped: Platform = field(default_factory=Platform)


def of_pack(file: PackFile) -> Platform:
    """What a pack knows of its platform."""
    return known(file.paths, file.components)


def shipped_names() -> list[str]:
    """The names of the shipped packs: `baseline`, `platforms/salesforce`."""
    return sorted(_named(shipped("rules"), ""))


def _named(folder: Traversable, prefix: str) -> Iterator[str]:
    for child in folder.iterdir():
        if child.is_dir() and child.name != FORMATS:
            yield from _named(child, f"{prefix}{child.name}/")
        elif child.name.endswith(".toml"):
            yield prefix + child.name.removesuffix(".toml")


def load(names: Sequence[str], read: Reader, at: Place, problems: list[Problem]) -> Packs:
    """The packs of a milestone, with what they include; what is wrong with them is added to the problems.

    `at` is the list that names them. The same id in two packs is a problem: which one counts must not be an accident.
    """
    loader = _Loader(read, problems)
    for index, name in enumerate(names):
        loader.add(name, "", at, index)
    return Packs(tuple(loader.names), loader.rules, loader.whole, loader.platform, loader.shipped)


class _Loader:
    """Reads each pack once, however often it is included."""

    def __init__(self, read: Reader, problems: list[Problem]) -> None:
        self.names: list[str] = []
        self.rules: dict[str, PackRule] = {}
        self.whole = True
        self.platform = Platform()
        self.shipped = Platform()
        self._read = read
        self._problems = problems
        self._parsed: dict[_Key, tuple[Document, PackFile] | None] = {}
        self._stands: dict[str, tuple[_Key, int]] = {}
        self._taken: dict[tuple[_Key, _Only], set[str]] = {}

    def add(self, name: str, folder: str, at: Place, index: int, only: "_Only" = None, depth: int = 1) -> set[str]:
        """Add a pack, or `only` some rules of it, and tell the ids of all rules that it has with what it includes.

        `folder` is the one of the file that names it, for packs named by path.
        """
        own = name.endswith(".toml") or name.startswith(".")
        key = posixpath.normpath(posixpath.join(folder, name)) if own else name
        pack_key = (own, key)  # a file of one's own may be called as a shipped pack is
        if (pack_key, only) in self._taken:
            return self._taken[pack_key, only]
        self._taken[pack_key, only] = set()  # what includes itself adds nothing by that
        if pack_key not in self._parsed:
            data = (
                self._data(key, own=own) if depth <= DEEPEST else f"packs include each other more than {DEEPEST} deep"
            )
            if isinstance(data, str):
                self._refuse(at.problem(data, index, at_value=True))
                return set()
            self._parsed[pack_key] = self._pack(key, data, own=own)
        found = self._parsed[pack_key]
        if found is None:
            return set()
        document, pack = found
        self._keep(pack_key, document, pack, only)
        ids = {entry.id for entry in pack.rules} | self._included(document, pack, key if own else "", only, depth)
        self._taken[pack_key, only] = ids
        return ids

    def _included(self, document: Document, pack: PackFile, key: str, only: "_Only", depth: int) -> set[str]:
        """Add what a pack includes, and tell the ids of the rules of that; `key` is its path, if it has one."""
        folder, ids = posixpath.dirname(key), set[str]()
        inner = only if pack.only is None else frozenset(pack.only) & (frozenset(pack.only) if only is None else only)
        for position, included in enumerate(pack.includes or ()):
            ids |= self.add(included, folder, Place(document, ("includes",)), position, inner, depth + 1)
        for position, id_ in enumerate(pack.only or ()):
            if id_ not in ids and only is None and self.whole:
                what = f'no pack that this one includes has the rule "{id_}"{did_you_mean(id_, ids)}'
                self._refuse(document.problem(("only", position), what, at_value=True))
        return ids if pack.only is None else ids & set(pack.only)

    def _pack(self, key: str, data: bytes, *, own: bool) -> tuple[Document, PackFile] | None:
        """A pack as a document and as what it says, and what it knows of the platform."""
        self.names.append(key)
        before = len(self._problems)
        found = parsed(key if own else f"rules/{key}.toml", data, PackFile, self._problems, OF_RULES)
        self.whole = self.whole and len(self._problems) == before
        if found is not None:
            self._check(*found)
            platform = of_pack(found[1])
            self.shipped |= Platform() if own else platform
            self.platform |= platform
        return found

    def _refuse(self, problem: Problem) -> None:
        self._problems.append(problem)
        self.whole = False

    def _data(self, name: str, *, own: bool) -> bytes | str:
        """The bytes of a pack, or why there are none."""
        if not own:
            if name not in shipped_names():
                near = nearest(name, shipped_names())
                known = f"{did_you_mean(name, shipped_names())}; name a custom pack by its path, such as ./rules.toml"
                return f'no pack is called "{name}"{near or known}'
            return (shipped("rules") / f"{name}.toml").read_bytes()
        try:
            data = self._read(name, LARGEST)
        except Unreadable as error:
            return str(error)
        return f"{name} not found beside the configuration" if data is None else data

    def _check(self, document: Document, pack: PackFile) -> None:
        """What is wrong with a pack as a whole."""
        if not (pack.rules or pack.includes or pack.paths):
            self._refuse(document.problem((), "the pack is empty: add rules, paths or includes"))
        for index, entry in enumerate(pack.rules):
            if entry.extends:
                what = "extends works in the configuration only: write all keys of the rule here"
                self._problems.append(document.problem(("rules", index, "extends"), what))

    def _keep(self, key: "_Key", document: Document, pack: PackFile, only: "_Only") -> None:
        """Keep the rules of a pack that are asked for; a pack of one's own may be called as a shipped one is."""
        for index, entry in enumerate(pack.rules):
            place = Place(document, ("rules", index))
            place = place.begun() if entry.extends else place
            if only is not None and entry.id not in only:
                continue
            first = self.rules.setdefault(entry.id, PackRule(entry, place, shipped=not key[0]))
            if self._stands.setdefault(entry.id, (key, index)) != (key, index):
                where = "here" if first.place.document.name == document.name else f"in {first.place.document.name}"
                what = f'the rule "{entry.id}" is defined {where} already: give one of them another id'
                self._problems.append(place.problem(what, "id", at_value=True))


_Key: TypeAlias = tuple[bool, str]
"""Whether a pack is one's own, and its path or its name."""
_Only: TypeAlias = frozenset[str] | None
"""The rules that are asked for; None for all."""
