"""This program's own words in a reason why something is unknown, without anything that it quotes.

A reason is a text into which an exception may have put anything: the cell of a file, a name, the answer of a server.
Only phrases of the program's own code, times, and names that the caller allows are kept; everything else becomes an
ellipsis. So no word of a source is kept, unless it repeats a whole phrase of this program.
"""

import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.abc import InspectLoader
from importlib.machinery import ModuleSpec
from types import CodeType
from typing import Any, cast

import readiness_gate

_ROOMS = ("errors", "files", "judge", "model", "plugins", "run", "signals", "sources", "toml", "web")
"""The parts of the program in which a reason may be made. The sample contains names of people."""
_PHRASE = re.compile(r"[^\W\d_]{2,}.*[\W\d_][^\W\d_]{2,}", re.DOTALL)
"""At least two words: a single one may be a person's name."""
_TIME = re.compile(r"(?<![\w-])\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?Z)?(?![\w-])", re.ASCII)
_FOREIGN = re.compile(r"[^ -/:-@\[-`{-~](?:.*[^ -/:-@\[-`{-~])?", re.DOTALL)
"""From the first to the last character that is not ASCII punctuation."""
_LONGEST = 1_000


def own_words(reason: str, names: Iterable[str] = ()) -> str:
    """Return a reason in the program's own words, with an ellipsis for everything else; "" if it has none. `names`
    are kept as well."""
    kept = bytearray(b"-" * len(reason))
    if not _keep(reason, kept, _phrases()):
        return ""
    _keep(reason, kept, names)
    for moment in _TIME.finditer(reason):
        kept[moment.start() : moment.end()] = b"x" * len(moment[0])
    runs = ((reason[run.start() : run.end()], run[0]) for run in re.finditer(rb"-+|x+", kept))
    said = "".join(text if marks.startswith(b"x") else _FOREIGN.sub("…", text) for text, marks in runs)
    return said if len(said) <= _LONGEST else f"{said[: _LONGEST - 1]}…"


def _keep(reason: str, kept: bytearray, phrases: Iterable[str]) -> bool:
    """Mark where a reason has whole phrases, not parts of longer words, and return whether it has any."""
    any_of_it = False
    for phrase in phrases:
        place = reason.find(phrase)
        while place >= 0:
            end = place + len(phrase)
            if not _is_inside_a_word(reason, place) and not _is_inside_a_word(reason, end):
                kept[place:end] = b"x" * len(phrase)
                any_of_it = True
            place = reason.find(phrase, place + 1)
    return any_of_it


def _is_inside_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and text[place - 1].isalnum() and text[place].isalnum()


@cache
def _phrases() -> tuple[str, ...]:
    """Return the phrases of the code: its texts, and the parts around the values in formatted ones."""
    found = {text for code in _codes() for text in _texts(code)}
    return tuple(sorted(text for text in found if _PHRASE.search(text)))


def _texts(constant: object) -> Iterator[str]:
    if isinstance(constant, str):
        yield constant
    elif isinstance(constant, CodeType):
        for one in constant.co_consts:
            yield from _texts(one)
    elif isinstance(constant, tuple | frozenset):
        for one in cast("Iterable[object]", constant):
            yield from _texts(one)


def _codes() -> Iterator[CodeType]:
    """Yield the compiled modules in which reasons are made; none of them is run."""
    top = readiness_gate.__name__
    for name, spec in _modules(readiness_gate.__path__, top):
        if name.split(".")[1] in _ROOMS and isinstance(spec.loader, InspectLoader):
            code = spec.loader.get_code(name)
            if code is not None:
                yield code


def _modules(paths: Iterable[str], package: str) -> Iterator[tuple[str, ModuleSpec]]:
    for found in pkgutil.iter_modules(paths, f"{package}."):
        finder: Any = found.module_finder
        spec: ModuleSpec | None = finder.find_spec(found.name)
        if spec is not None:
            yield found.name, spec
            if spec.submodule_search_locations is not None:
                yield from _modules(spec.submodule_search_locations, found.name)


__all__ = ["own_words"]
