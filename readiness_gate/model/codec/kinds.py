"""The codec of each type: of a dataclass, a union, or a container of these; plain values are in `values`.

Nothing is lost: a set becomes a sorted list, and a mapping keeps its order. Decoding is strict: every field must be
present, unknown fields are errors, and each value must have its type. A value of a union is tagged with its type if
JSON alone cannot distinguish the members.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, cast, get_args, get_origin, get_type_hints

from readiness_gate.model.codec.values import (
    ESCAPE,
    SAYS,
    SIMPLE,
    Codec,
    Plain,
    Shape,
    WrongRecord,
    decode_text,
    decoded,
    decoded_items,
    expect,
    shape_of,
)

_TAG, _VALUE = "is", "value"


@cache
def codec(kind: object) -> Codec:
    """Return the codec of a type: a dataclass, a plain type, a container of these, or a union.

    Raises TypeError for a type without a codec.
    """
    if kind in SIMPLE:
        return SIMPLE[kind]
    if isinstance(kind, type) and is_dataclass(kind):
        return _of_dataclass(kind)
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in _GENERIC:
        return _GENERIC[origin](arguments)
    raise TypeError(f"no codec for {kind!r}")


# Containers -----------------------------------------------------------------------------------------------------------


def _of_tuple(arguments: tuple[object, ...]) -> Codec:
    if arguments[-1] is Ellipsis:
        inner = codec(arguments[0])
        return Codec(
            tuple,
            frozenset({"list"}),
            lambda values: list(map(inner.encode, values)),
            lambda plain: tuple(decoded_items(inner, plain)),
        )
    parts = [codec(argument) for argument in arguments]

    def decode(plain: Plain) -> tuple[object, ...]:
        items = expect("list", plain)
        if len(items) != len(parts):
            raise WrongRecord(f"must have {len(parts)} items, not {len(items)}")
        return tuple(
            decoded(part, item, f"[{number}]") for number, (part, item) in enumerate(zip(parts, items, strict=True))
        )

    return Codec(
        tuple,
        frozenset({"list"}),
        lambda values: [part.encode(value) for part, value in zip(parts, values, strict=True)],
        decode,
    )


def _of_set(arguments: tuple[object, ...]) -> Codec:
    inner = codec(arguments[0])

    def decode(plain: Plain) -> frozenset[object]:
        texts = list(map(json.dumps, expect("list", plain)))
        if texts != sorted(set(texts)):
            raise WrongRecord("must be in order, each item once")
        return frozenset(decoded_items(inner, plain))

    return Codec(
        frozenset, frozenset({"list"}), lambda values: sorted(map(inner.encode, values), key=json.dumps), decode
    )


def _of_mapping(arguments: tuple[object, ...]) -> Codec:
    """Return the codec of a mapping: an object if JSON preserves its keys, else a list of pairs."""
    key, item = codec(arguments[0]), codec(arguments[1])
    pair = _of_tuple((arguments[0], arguments[1]))

    def encode(values: Mapping[object, object]) -> Plain:
        keys = [key.encode(name) for name in values]
        if all(isinstance(name, str) and not name.startswith(ESCAPE) for name in keys):
            return {cast("str", name): item.encode(value) for name, value in zip(keys, values.values(), strict=True)}
        return [pair.encode(entry) for entry in values.items()]

    def decode(plain: Plain) -> Mapping[object, object]:
        if shape_of(plain) == "list":
            entries = decoded_items(pair, plain)
            if len(dict(entries)) != len(entries):
                raise WrongRecord("must have each key once")
            return dict(entries)
        named = cast("dict[str, Any]", expect("object", plain))
        return {decoded(key, name, f"[{name!r}]"): decoded(item, value, f"[{name!r}]") for name, value in named.items()}

    return Codec(Mapping, frozenset({"list", "object"}), encode, decode)


def _of_literal(arguments: tuple[object, ...]) -> Codec:
    def decode(plain: Plain) -> str:
        text = decode_text(plain)
        if text not in arguments:
            raise WrongRecord(f"must be one of {', '.join(map(str, arguments))}, not {text!r}")
        return text

    return Codec(str, frozenset({"text"}), lambda value: value, decode)


def _of_pattern(_arguments: tuple[object, ...]) -> Codec:
    """Return the codec of a regular expression: its text and its flags."""
    pair = _of_tuple((str, int))

    def decode(plain: Plain) -> re.Pattern[str]:
        try:
            return re.compile(*pair.decode(plain))
        except (re.error, ValueError, OverflowError) as error:
            raise WrongRecord(f"must be an expression: {error}") from error

    return Codec(re.Pattern, frozenset({"list"}), lambda value: pair.encode((value.pattern, value.flags)), decode)


# Dataclasses and unions -----------------------------------------------------------------------------------------------


def _of_dataclass(kind: type) -> Codec:
    @cache
    def parts() -> Mapping[str, Codec]:
        """Return the codecs of the fields; asked for late, as a type may hold others of itself."""
        hints = get_type_hints(kind)
        return {field.name: codec(hints[field.name]) for field in fields(kind)}

    def decode(plain: Plain) -> object:
        named, known = cast("dict[str, Any]", expect("object", plain)), parts()
        if named.keys() != known.keys():
            raise WrongRecord(_difference(named, known))
        try:
            return kind(**{name: decoded(part, named[name], f".{name}") for name, part in known.items()})
        except ValueError as error:
            raise WrongRecord(str(error)) from error

    return Codec(
        kind,
        frozenset({"object"}),
        lambda value: {name: part.encode(getattr(value, name)) for name, part in parts().items()},
        decode,
    )


def _difference(named: Mapping[str, object], known: Mapping[str, object]) -> str:
    unknown, missing = sorted(named.keys() - known.keys()), sorted(known.keys() - named.keys())
    return f"unknown field {unknown[0]!r}" if unknown else f"the field {missing[0]!r} is missing"


def _of_union(arguments: tuple[object, ...]) -> Codec:
    in_order = sorted(arguments, key=lambda argument: _NARROW_FIRST.get(argument, len(_NARROW_FIRST)))
    members = {_name(argument): codec(argument) for argument in in_order}
    shapes = [shape for member in members.values() for shape in member.shapes]
    if len(set(shapes)) != len(shapes):
        return _tagged(members)
    by_shape: dict[Shape, Codec] = {shape: member for member in members.values() for shape in member.shapes}

    def decode(plain: Plain) -> object:
        member = by_shape.get(shape_of(plain))
        if member is None:
            wanted = " or ".join(says for shape, says in SAYS.items() if shape in by_shape)
            raise WrongRecord(f"must be {wanted}, not {SAYS[shape_of(plain)]}")
        return member.decode(plain)

    accepts = tuple(member.accepts for member in members.values())
    return Codec(accepts, frozenset(by_shape), lambda value: _member(members, value)[1].encode(value), decode)


def _tagged(members: Mapping[str, Codec]) -> Codec:
    def encode(value: object) -> Plain:
        name, member = _member(members, value)
        return {_TAG: name, _VALUE: member.encode(value)}

    def decode(plain: Plain) -> object:
        named = cast("dict[str, Any]", expect("object", plain))
        if named.keys() != {_TAG, _VALUE}:
            raise WrongRecord(_difference(named, {_TAG: "", _VALUE: ""}))
        name = decoded(codec(str), named[_TAG], f".{_TAG}")
        if name not in members:
            raise WrongRecord(f"must be one of {', '.join(members)}, not {name!r}", f".{_TAG}")
        return decoded(members[name], named[_VALUE], f".{_VALUE}")

    return Codec(tuple(member.accepts for member in members.values()), frozenset({"object"}), encode, decode)


_NARROW_FIRST: Mapping[object, int] = {bool: 0, int: 1, float: 2}
"""In Python, a bool is an int too, and an int is accepted where a float is expected."""


def _name(kind: object) -> str:
    return cast("type", get_origin(kind) or kind).__name__


def _member(members: Mapping[str, Codec], value: object) -> tuple[str, Codec]:
    """Return the union member that a value belongs to, with its name."""
    return next((name, member) for name, member in members.items() if isinstance(value, member.accepts))


_GENERIC: Mapping[object, Callable[[tuple[object, ...]], Codec]] = {
    tuple: _of_tuple,
    frozenset: _of_set,
    Mapping: _of_mapping,
    dict: _of_mapping,
    Literal: _of_literal,
    re.Pattern: _of_pattern,
    Union: _of_union,
    UnionType: _of_union,
}
