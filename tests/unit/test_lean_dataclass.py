"""A lean dataclass is in every respect what the standard library makes of the same class."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, dataclass, field, fields, replace
from typing import Any, ClassVar

import pytest

from readiness_gate import lean_dataclass as lean


class _Plain:
    """What both ways are tried on: a field with each kind of default, some of which are not shown or compared."""

    kind: ClassVar[str] = "x"
    name: str
    items: list[int] = field(default_factory=list[int])
    text: str = "t"
    secret: str = field(default="s", repr=False)
    extra: object = field(default=None, compare=False)


class _Checked:
    value: int = 0

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("below 0")


class _Empty:
    pass


class _WithOwnMethods:  # noqa: PLW1641 - the decorator adds it
    value: int = 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self))

    def __repr__(self) -> str:
        return "own"


@lean.dataclass(frozen=True, slots=True)
class Base:
    """Has one field."""

    first: int


@lean.dataclass(frozen=True, slots=True)
class Derived(Base):
    """Has another one."""

    second: str = "b"


def _both(body: type, **options: bool) -> tuple[Any, Any]:
    """The same class, made in both ways."""
    given = {name: value for name, value in vars(body).items() if name not in ("__dict__", "__weakref__")}
    standard, ours = (type("Made", (), dict(given)) for _ in range(2))
    options = {"frozen": True} | options
    made: Callable[..., Any] = lean.dataclass(slots=True, **options)
    return dataclass(slots=True, **options)(standard), made(ours)


def _derived(cls: Any) -> Any:
    """A frozen class of the standard library that inherits from one."""
    derived: Any = type("Derived", (cls,), {"__annotations__": {"more": int}, "more": 1})
    return dataclass(frozen=True)(derived)


CALLS: list[Callable[[Any], object]] = [
    lambda cls: repr(cls("a")),
    lambda cls: repr(cls("a", [1], "u", "v", "w")),
    lambda cls: cls("a") == cls("a"),
    lambda cls: cls("a") == cls("b"),
    lambda cls: cls("a", extra=1) == cls("a", extra=2),
    lambda cls: cls("a") == "a",
    lambda cls: hash(cls("a", ())) == hash(cls("a", (), extra=3)),
    lambda cls: hash(cls("a", [])),
    lambda cls: cls("a").items is cls("b").items,
    lambda cls: cls("a", items=[2]).items,
    lambda cls: cls(),
    lambda cls: cls("a", [], "", "", "", "more"),
    lambda cls: cls("a", unknown=1),
    lambda cls: setattr(cls("a"), "name", "b"),
    lambda cls: delattr(cls("a"), "name"),
    lambda cls: cls("a").kind,
    lambda cls: cls.__match_args__,
    lambda cls: cls.__slots__,
    lambda cls: [(each.name, each.type, each.repr, each.compare) for each in fields(cls)],
    lambda cls: repr(replace(cls("a"), text="z")),
    lambda cls: dataclasses.asdict(cls("a")),
    lambda cls: repr(copy.deepcopy(cls("a", [1]))),
    lambda cls: cls("a").__getstate__(),
    lambda cls: hasattr(cls("a"), "__dict__"),
    lambda cls: cls.__doc__,
    lambda cls: repr(cls.__dataclass_params__),
    lambda cls: repr(_derived(cls)("a")),
]


CALLS_OF_CHANGING: list[Callable[[Any], object]] = [
    *CALLS[:-1],
    lambda cls: cls.__hash__,
    lambda cls: repr(_renamed(cls("a", [1]))),
]


def _renamed(value: Any) -> object:
    """A copy of a value with another name."""
    other = copy.copy(value)
    other.name = "b"
    return other


def _outcome(call: Callable[[Any], object], cls: Any) -> object:
    """What a call gives, or how it fails."""
    try:
        return call(cls)
    except (TypeError, FrozenInstanceError) as error:
        return type(error), str(error)


@pytest.mark.parametrize("call", CALLS)
def test_it_does_what_the_standard_library_does(call: Callable[[Any], object]) -> None:
    """The same values, the same errors in the same words."""
    standard, ours = _both(_Plain)
    assert _outcome(call, ours) == _outcome(call, standard)


@pytest.mark.parametrize("call", CALLS_OF_CHANGING)
def test_values_that_change_do_too(call: Callable[[Any], object]) -> None:
    """They have no hash, and their fields can be set."""
    standard, ours = _both(_Plain, frozen=False)
    assert _outcome(call, ours) == _outcome(call, standard)


def test_a_class_without_fields() -> None:
    """All of its values are the same."""
    standard, ours = _both(_Empty)
    for cls in (standard, ours):
        assert cls() == cls()
        assert hash(cls()) == hash(cls())
    assert repr(ours()) == repr(standard()) == repr(lean.replace(ours()))


def test_the_check_after_init_runs() -> None:
    """A value that it refuses is not made, by replace neither."""
    for cls in _both(_Checked):
        assert cls(1).value == 1
        with pytest.raises(ValueError, match="below 0"):
            cls(-1)
        with pytest.raises(ValueError, match="below 0"):
            replace(cls(1), value=-1)


@pytest.mark.parametrize(
    "changes", [{}, {"text": "z"}, {"name": "b", "items": [1]}, {"unknown": 1}], ids=["none", "one", "two", "unknown"]
)
def test_a_value_with_changes(changes: dict[str, object]) -> None:
    """Is what the standard library makes of it, the fields that are not shown among them; others are refused."""
    standard, ours = _both(_Plain)
    given = ("a", [3], "u", "v", "w")
    if "unknown" in changes:
        with pytest.raises(TypeError, match="unknown"):
            lean.replace(ours(*given), **changes)
        return
    made = lean.replace(ours(*given), **changes)
    assert dataclasses.asdict(made) == dataclasses.asdict(replace(standard(*given), **changes))
    assert type(made) is ours


def test_a_value_with_changes_is_checked() -> None:
    """As a new one is."""
    _, ours = _both(_Checked)
    with pytest.raises(ValueError, match="below 0"):
        lean.replace(ours(1), value=-1)


def test_own_methods_are_kept() -> None:
    """What a class defines itself is not replaced; a hash is added beside its own comparison."""
    for cls in _both(_WithOwnMethods):
        assert (cls(1) == cls(2), repr(cls(1)), hash(cls(1)) == hash(cls(1))) == (True, "own", True)


def test_without_comparison_values_are_compared_by_identity() -> None:
    """And can be hashed."""
    for cls in _both(_Plain, eq=False):
        value = cls("a")
        assert value == value  # noqa: PLR0124 - the same value
        assert value != cls("a")
        assert hash(value)


def test_without_repr_nothing_is_shown() -> None:
    """A value may hold what no text shows."""
    for cls in _both(_Plain, repr=False):
        assert "name=" not in repr(cls("a"))


def test_a_value_that_holds_itself_is_shown() -> None:
    """Its text ends."""
    for cls in _both(_Plain):
        value = cls("a")
        value.items.append(value)
        assert repr(value) == "Made(name='a', items=[...], text='t', extra=None)"


def test_fields_are_inherited() -> None:
    """A class has the fields of its base first; values of the two are never equal."""
    assert repr(Derived(1)) == "Derived(first=1, second='b')"
    assert Derived(1) == Derived(1, "b") == lean.replace(Derived(2), first=1)
    assert Base(1) != Derived(1)
    assert vars(Derived)["__slots__"] == ("second",)
    with pytest.raises(FrozenInstanceError):
        setattr(Derived(1), "first", 2)  # noqa: B010 - mypy knows that it is frozen


def test_values_are_pickled() -> None:
    """Also before the process that reads them has made one of their class."""
    assert pickle.loads(pickle.dumps(Derived(1, "c"))) == Derived(1, "c")  # noqa: S301 - made here


def test_other_classes_are_made_by_the_standard_library() -> None:
    """Those without slots, and those with an order."""
    made: Callable[..., Any] = lean.dataclass
    changing = made()(type("Made", (), {"__annotations__": {"value": int}}))
    ordered = made(frozen=True, slots=True, order=True)(type("Made", (), {"__annotations__": {"value": int}}))
    value = changing(1)
    value.value = 2
    assert (value, ordered(1) < ordered(2)) == (changing(2), True)
    assert str(inspect.signature(ordered)) == "(value: int) -> None"
