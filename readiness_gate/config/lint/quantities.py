"""Find and replace numbers in prose: `90 %`, `two quiet weeks`, `30 minutes`, `at least twice`."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.reading import Unit

_WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_OFTEN = {1: "once", 2: "twice"}
_NOUNS: Mapping[Unit, Mapping[str, Fraction]] = {
    "share": {"%": Fraction(100)},
    "days": {"days": Fraction(1), "weeks": Fraction(1, 7)},
    "hours": {"hours": Fraction(1), "minutes": Fraction(60), "days": Fraction(1, 24)},
}
"""The nouns that follow a number with a unit in prose, and how many of each make one unit."""
_BEFORE = r"(?<![\w.,-])(?<!severity )"
_NO_NOUN = r"(?![\w%-]|\s%|[.,]\d|\s(?:day|week|hour|minute)s?\b)"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number as a text states it."""

    start: int
    end: int
    number: str
    rest: str
    """What follows the number: an adjective and the noun, or nothing."""
    noun: str
    """The noun, one of the unit's; "" if the unit has none."""

    @property
    def text(self) -> str:
        """The whole phrase."""
        return f"{self.number}{self.rest}"


def has_nouns(unit: Unit) -> bool:
    """Return whether the numbers of a unit have their own nouns, so that they cannot be confused with other numbers."""
    return unit in _NOUNS


def stated(value: Fraction, unit: Unit, text: str) -> Phrase | None:
    """Return the first phrase of a text that states a value with its unit; None if there is none."""
    for noun, number in _numbers(value, unit):
        noun_in_text = {"": _NO_NOUN, "%": r"\s?%"}.get(noun, rf"(?:\s\w+)?\s{noun[:-1]}s?\b")
        pattern = rf"{_BEFORE}({'|'.join(map(re.escape, _ways(number, noun)))})({noun_in_text})"
        phrase = re.search(pattern, text, re.IGNORECASE)
        if phrase is not None:
            return Phrase(*phrase.span(), phrase[1], phrase[2], noun)
    return None


def restated(phrase: Phrase, value: Fraction, unit: Unit, text: str) -> str:
    """Return a text with another value in place of a phrase, written in the same way."""
    numbers = dict(_numbers(value, unit))
    noun = phrase.noun if phrase.noun in numbers else next(iter(numbers))
    number = _like(phrase.number, numbers[noun])
    rest = phrase.rest if noun == phrase.noun else f" {noun}"
    after = rest + text[phrase.end :]
    if numbers[noun] == 1 and not number.endswith("once"):
        after = re.sub(r"^((?:\s[\w-]+?)+?)s\b", r"\1", after, count=1)
    return text[: phrase.start] + number + after


def _numbers(value: Fraction, unit: Unit) -> Iterator[tuple[str, Fraction]]:
    """Yield the nouns with which a value is a whole number, or the unit's own noun if there are none."""
    scaled = {noun: value * scale for noun, scale in _NOUNS.get(unit, {"": Fraction(1)}).items()}
    whole = {noun: number for noun, number in scaled.items() if number.denominator == 1}
    yield from (whole or dict([next(iter(scaled.items()))])).items()


def _ways(number: Fraction, noun: str) -> list[str]:
    """Return a number in digits, and in words if it has any."""
    digits = str(number) if number.denominator == 1 else str(float(number))
    if number not in range(len(_WORDS)):
        return [digits]
    often = [_OFTEN[int(number)]] if number in _OFTEN and not noun else []
    return [_WORDS[int(number)], digits, *often]


def _like(number: str, value: Fraction) -> str:
    """Return a value in words if the number was in words, capitalized if the number was."""
    word, *digits = _ways(value, "")
    if number[0].isdigit():
        return digits[0] if digits else word
    if number.casefold() in _OFTEN.values():
        word = _OFTEN.get(int(value), f"{word} times")
    return word.capitalize() if number[0].isupper() else word
