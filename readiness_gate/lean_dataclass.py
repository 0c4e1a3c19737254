"""Dataclasses that cost little to define. Those of the standard library compile six functions for each class,
and every start of the program defines more than 200 classes.

The standard library makes their fields and slots. `__init__` is compiled when the first value of a class is made, and
the other methods are the same few for all classes. `replace` is compiled for each class that needs it.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, fields
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass, replace

    from _typeshed import DataclassInstance
else:

    def dataclass(**options: bool) -> Callable[[type], type]:
        """As in the standard library; a class that has slots and no order is defined at a lower cost."""
        if options.get("slots") and not options.get("order"):
            return _Lean(
                eq=options.get("eq", True), repr=options.get("repr", True), frozen=options.get("frozen", False)
            )
        return dataclasses.dataclass(**options)

    def replace(value: object, /, **changes: object) -> object:
        """As in the standard library, for a value of a lean class, at a third of the cost."""
        return _compiled_copy(type(value))(value, **changes)


class _Lean:
    """The decorator of a class with slots."""

    def __init__(self, *, eq: bool, repr: bool, frozen: bool) -> None:  # noqa: A002 - as in the standard library
        self._eq, self._repr, self._frozen = eq, repr, frozen

    def __call__(self, cls: type[object]) -> type[object]:
        """The class with fields, slots and methods; those that it defines itself are kept."""
        made = _fielded(cls)
        for name, method in self._methods(made).items():
            if vars(cls).get(name) is None:
                setattr(made, name, method)
        _initialize(made, _first_init(made))
        params: Any = vars(made)["__dataclass_params__"]
        params.init, params.repr, params.eq, params.frozen = True, self._repr, self._eq, self._frozen
        return made

    def _methods(self, made: "type[DataclassInstance]") -> Mapping[str, object]:
        """The methods that the options ask for; what can change has no hash."""
        methods = {**_FROZEN} if self._frozen else {}
        if self._eq:
            methods |= _comparison(made) if self._frozen else {**_comparison(made), "__hash__": None}
        return methods | {"__repr__": _repr} if self._repr else methods


def _fielded(cls: type[object]) -> "type[DataclassInstance]":
    """A class with fields and slots. The standard library lets only a frozen class inherit from a frozen one, and
    compiles two functions for it."""
    inherits = any(map(dataclasses.is_dataclass, cls.__bases__))
    make: Callable[[type[object]], Any] = dataclasses.dataclass(
        init=False, repr=False, eq=False, slots=True, frozen=inherits
    )
    return make(cls)  # type: ignore[no-any-return]


def _refuse_setting(_self: object, name: str, _value: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_deleting(_self: object, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: "DataclassInstance") -> list[object]:
    return [getattr(self, field.name) for field in fields(self)]


def _set_state(self: "DataclassInstance", state: Sequence[object]) -> None:
    for field, value in zip(fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


@recursive_repr()
def _repr(self: "DataclassInstance") -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


_FROZEN: Mapping[str, object] = {
    "__setattr__": _refuse_setting,
    "__delattr__": _refuse_deleting,
    "__getstate__": _state,
    "__setstate__": _set_state,
}


def _comparison(cls: "type[DataclassInstance]") -> dict[str, object]:
    """`__eq__` and `__hash__` over the fields that are compared."""
    names = [field.name for field in fields(cls) if field.compare]
    values: Callable[[object], object] = attrgetter(*names) if names else lambda _: ()

    def equals(self: object, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    return {"__eq__": equals, "__hash__": hashed}


def _initialize(cls: "type[DataclassInstance]", init: Callable[..., None]) -> None:
    cls.__init__ = init  # type: ignore[method-assign]


def _first_init(cls: "type[DataclassInstance]") -> Callable[..., None]:
    """An `__init__` that compiles the one which takes its place."""

    def init(self: object, *given: object, **named: object) -> None:
        compiled = _compiled_init(cls)
        _initialize(cls, compiled)
        compiled(self, *given, **named)

    return init


def _compiled_init(cls: "type[DataclassInstance]") -> Callable[..., None]:
    """`__init__` with the parameters that the standard library gives it."""
    names: dict[str, object] = {"_missing": MISSING, **_setters(cls)}
    parameters = ", ".join(_parameter(field, names) for field in fields(cls))
    init = _compiled("__init__", f"self, {parameters}", [*map(_assignment, fields(cls)), *_after(cls)], names)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    return init  # type: ignore[no-any-return]


@cache
def _compiled_copy(cls: "type[DataclassInstance]") -> Callable[..., object]:
    """A function that makes a value of a class from another one, with some of its fields changed."""
    names = {"_new": object.__new__, "_cls": cls, "_missing": MISSING, **_setters(cls)}
    parameters = "".join(f", {name}=_missing" for name in _names(cls))
    sets = (f"_set_{name}(self, _like.{name} if {name} is _missing else {name})" for name in _names(cls))
    lines = ["self = _new(_cls)", *sets, *_after(cls), "return self"]
    given = f"_like, /{', *' if parameters else ''}{parameters}"
    return _compiled("copy", given, lines, names)  # type: ignore[no-any-return]


def _compiled(name: str, parameters: str, lines: Sequence[str], names: dict[str, object]) -> Any:  # noqa: ANN401
    """A function of some lines that knows some names."""
    body = "".join(f"\n  {line}" for line in lines or ["pass"])
    exec(f"def {name}({parameters}):{body}", names)  # noqa: S102 - of the names of fields alone
    return names[name]


def _names(cls: "type[DataclassInstance]") -> list[str]:
    return [field.name for field in fields(cls)]


def _setters(cls: "type[DataclassInstance]") -> dict[str, object]:
    """What sets each field of a frozen value: its slot, which is faster than `object.__setattr__`."""
    return {f"_set_{name}": getattr(cls, name).__set__ for name in _names(cls)}


def _after(cls: "type[DataclassInstance]") -> list[str]:
    """The line that checks a new value, for a class that does."""
    return ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []


def _parameter(field: Field[Any], names: dict[str, object]) -> str:
    """A field as a parameter; its default is one of the names that the function knows."""
    if field.default_factory is not MISSING:
        names[f"_new_{field.name}"] = field.default_factory
        return f"{field.name}=_missing"
    if field.default is not MISSING:
        names[f"_default_{field.name}"] = field.default
        return f"{field.name}=_default_{field.name}"
    return field.name


def _assignment(field: Field[Any]) -> str:
    new = f"_new_{field.name}() if {field.name} is _missing else " if field.default_factory is not MISSING else ""
    return f"_set_{field.name}(self, {new}{field.name})"


__all__ = ["dataclass", "replace"]
