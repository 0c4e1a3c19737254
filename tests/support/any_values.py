"""Strategies for any value of a type of the model, made from its type hints: with what JSON has no words for."""

import re
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st

TEXTS = st.one_of(
    st.sampled_from(
        ["", "a", "$float", "$text", "$", "is", "\udcff\udc80.md", "\ud83d\ude00", "x\ud83d\udc80", "\U0001f600"]
    ),
    st.text(st.characters(categories=None), max_size=4),
)
_SIMPLE: Mapping[object, st.SearchStrategy[Any]] = {
    NoneType: st.none(),
    bool: st.booleans(),
    int: st.integers() | st.integers(0, 3),
    float: st.floats(allow_nan=False),
    str: TEXTS,
    date: st.dates(),
    Path: TEXTS.filter(lambda text: "\0" not in text).map(Path),
    ZoneInfo: st.sampled_from(["UTC", "Europe/Berlin", "America/New_York"]).map(ZoneInfo),
}


@cache
def any_value(kind: object) -> st.SearchStrategy[Any]:
    """Any value of a type: of a dataclass, a plain type, a container of such, or a union."""
    origin, arguments = get_origin(kind), get_args(kind)
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if origin in (Union, UnionType):
        return st.one_of(*map(any_value, arguments))
    if origin is re.Pattern:
        return st.sampled_from([re.compile("a+", re.IGNORECASE), re.compile("b", re.ASCII)])
    if origin is Literal:
        return st.sampled_from(arguments)
    if origin is tuple and arguments[-1] is not Ellipsis:
        return st.tuples(*map(any_value, arguments))
    if origin is tuple:
        return st.lists(any_value(arguments[0]), max_size=2).map(tuple)
    if origin is frozenset:
        return st.frozensets(any_value(arguments[0]), max_size=3)
    if origin is Mapping:
        return st.dictionaries(any_value(arguments[0]), any_value(arguments[1]), max_size=2)
    return st.deferred(lambda: _any_of(cast("Any", kind)))


def _any_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    parts = {field.name: any_value(hints[field.name]) for field in fields(kind)}
    return _built(kind, st.fixed_dictionaries(parts))


@st.composite
def _built(draw: Callable[[Any], Any], kind: type[Any], parts: st.SearchStrategy[dict[str, Any]]) -> Any:
    """A dataclass of these parts, if it takes them."""
    try:
        return kind(**draw(parts))
    except ValueError:
        assume(condition=False)


__all__ = ["TEXTS", "any_value"]
