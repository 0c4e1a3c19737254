"""The JSON values of an export, read more strictly than by the standard library."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, NoReturn

from readiness_gate.errors import CouldNotLook

MOST_MEMORY = 2 << 30
"""The most bytes that the values of a file or an answer may take, by an upper estimate."""
COSTS = {b"{": 184, b"[": 72, b",": 64}
"""The memory that Python takes for an object of up to five names, for a list, and for another value. Names are kept
once."""
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BEGINNING = re.compile(r"[^ \t\r\n]")


def values(content: bytes | bytearray, shown: str) -> Iterator[tuple[int, object]]:
    """Yield each value in the file with the line on which it begins; values may follow each other, as in JSON Lines.

    Raises CouldNotLook for anything that is not UTF-8 or JSON, and for an object with a duplicate key, because one of
    the two values would be lost.
    """
    _check_memory(content, shown)
    text = _text(content, shown)
    decoder = json.JSONDecoder(object_pairs_hook=_unique, parse_constant=_refuse)
    line, at = 1, 0
    while beginning := _BEGINNING.search(text, at):
        start = beginning.start()
        line += text.count("\n", at, start)
        try:
            value, at = decoder.raw_decode(text, start)
        except RecursionError as error:
            raise CouldNotLook(f"{shown}:{line}: the export is nested too deeply for one of Jira") from error
        except json.JSONDecodeError as error:
            where = f"{shown}:{error.lineno}:{error.colno}"
            raise CouldNotLook(f"{where}: {_no_json(text[start])} ({error.msg})") from error
        except ValueError as error:
            what = "a number of too many digits" if "digits" in str(error) else error
            raise CouldNotLook(f"{shown}:{line}: the export has {what}") from error
        yield line, value
        line += text.count("\n", start, at)


def _check_memory(content: bytes | bytearray, shown: str) -> None:
    """Raise CouldNotLook for content that would take too much memory: the two bytes `{}` become 64, and more."""
    most = len(content) + sum(content.count(sign) * cost for sign, cost in COSTS.items())
    if most > MOST_MEMORY:
        raise CouldNotLook(
            f"{shown} has so many values that they could take {most >> 30} GiB of memory, and {MOST_MEMORY >> 30} are "
            "allowed: limit it to the program's projects, or to the fields that are needed"
        )


def _text(content: bytes | bytearray, shown: str) -> str:
    if content.startswith(_UTF16):
        raise CouldNotLook(
            f"{shown}:1: the export is UTF-16, as Windows PowerShell writes it, which may change letters: let the "
            "program write the file, as in curl --output export.json"
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CouldNotLook(
            f"{shown}:{line}: the export is not UTF-8: export it again, and do not save it with another program"
        ) from error


def _no_json(first: str) -> str:
    if first == "<":
        return "this is a web page, such as a login page, and not an answer of the search API: log in and export again"
    if first in "{[":
        return "the export is not JSON, or was cut off here"
    return "the export is not JSON: save the answers of the search API, or give a CSV export a name that ends in .csv"


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        [(key, _)] = Counter(key for key, _ in pairs).most_common(1)
        raise ValueError(f'the key "{key}" twice in one object, so one of two values would be lost')
    return table


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"the value {constant}, which is not a number in JSON")
