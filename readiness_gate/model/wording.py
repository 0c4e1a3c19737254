"""Phrases that many rooms need: short lists, nouns that agree with their number, names as people see them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

_FEW, _MANY = 5, 6
_A_WORD = re.compile(r"[a-z][a-z'-]*[,:;.]?(?!\S)")
"""A word at the beginning of a text, and not a file, a key of a table or another name, which keep their spelling."""
_COMMAND = "readiness-gate"


def some(names: Sequence[str], most: int = _FEW) -> str:
    """Return the first of the names, for a reason that must stay readable: `a, b, …`."""
    return ", ".join(names[:most]) + (", …" if len(names) > most else "")


def listed(names: Iterable[str], most: int = 1) -> str:
    """Return the first of the names, and how many more there are: `a and 4 more`, `a, b and 3 more`."""
    everything = list(names)
    return ", ".join(everything[:most]) + and_more(len(everything) - most)


def listed_programs(names: Sequence[str], most: int) -> str:
    """Return the first of the names as `listed` does, with semicolons if a name has a comma: `Wave 1, EU; Wave 2`."""
    between = "; " if any("," in name for name in names) else ", "
    return between.join(names[:most]) + and_more(len(names) - most)


def joined(names: Sequence[str], most: int = _MANY) -> str:
    """Return names with *and* before the last: `a, b and c`; of many, how many more there are."""
    shown = list(names) if len(names) <= most + 1 else [*names[:most], f"{len(names) - most} more"]
    return " and ".join(filter(None, (", ".join(shown[:-1]), *shown[-1:])))


def and_more(rest: int) -> str:
    """Return how many are left out, for the end of a list: ` and 3 more`; "" if none are."""
    return f" and {rest} more" if rest > 0 else ""


def counted(amount: int, noun: str, plural: str = "") -> str:
    """Return a number with its noun: `1 row`, `2 rows`."""
    return f"{amount} {agreeing(amount, noun, plural or f'{noun}s')}"


def ago(days: float) -> str:
    """Return how long ago something was, in whole days: `today`, `1 day ago`, `3 days ago`."""
    return f"{counted(int(days), 'day')} ago" if days >= 1 else "today"


def agreeing(amount: int, one: str, several: str) -> str:
    """Return the word that agrees with a number: `is` for one, `are` for none and for several."""
    return one if amount == 1 else several


def capitalized(text: str) -> str:
    """Return a text as the beginning of a sentence: with a capital, unless it begins with a name such as
    `people/roster.csv`, `jira.export` or `readiness-gate`."""
    is_word = _A_WORD.match(text) and not text.startswith(_COMMAND)
    return f"{text[0].upper()}{text[1:]}" if is_word else text


@lru_cache(maxsize=4_096)
def folded(name: str) -> str:
    """Return a name without invisible differences: case, white space, forms of a letter, invisible characters."""
    seen = (letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter) != "Cf")
    return " ".join("".join(seen).casefold().split())


def keyed(name: str) -> str:
    """Return a name as a key of a TOML table: in quotes if it has a dot, which would begin another table."""
    return f'"{name}"' if "." in name else name
