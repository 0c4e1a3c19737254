"""Values of the model as files, each with its kind, its schema version and its own digest."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Generic, TypeVar, cast

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.model.codec.kinds import codec
from readiness_gate.model.codec.values import Plain, WrongRecord

_Kind = TypeVar("_Kind")
_KEYS = ("record", "schema", "digest", "value")


@dataclass(frozen=True, slots=True)
class Record(Generic[_Kind]):
    """A kind of file that holds values of one type."""

    name: str
    """The kind that the file states."""
    schema: int
    """The version, increased by every change that an older or newer reader would misread."""
    kind: object
    """The type of the values: a dataclass, a union or a container of these."""

    def to_bytes(self, value: _Kind) -> bytes:
        """Return the file of a value: ASCII JSON on one line, the same bytes for the same value."""
        plain = codec(self.kind).encode(value)
        content = {"record": self.name, "schema": self.schema, "digest": _digest(plain), "value": plain}
        return f"{_dumped(content)}\n".encode("ascii")

    def from_bytes(self, content: bytes) -> _Kind:
        """Return the value of a file. Raises WrongRecord for another kind or schema, for a file that was changed
        since it was written, and for any other form."""
        envelope = _loaded(content)
        for key, expected in (("record", self.name), ("schema", self.schema)):
            if envelope[key] != expected or isinstance(envelope[key], bool):
                raise WrongRecord(f"must be {expected!r}, not {envelope[key]!r}", f".{key}")
        try:
            value = codec(self.kind).decode(envelope["value"])
        except WrongRecord as error:
            raise error.inside(f".{self.name}") from error
        except RecursionError as error:
            raise WrongRecord("it is nested too deeply") from error
        if envelope["digest"] != _digest(envelope["value"]):
            raise WrongRecord("the file was changed since it was written: its digest does not fit what it holds")
        if self.to_bytes(cast("_Kind", value)) != content:
            raise WrongRecord("the file was not written in this form: write it again")
        return cast("_Kind", value)


def _dumped(plain: Plain) -> str:
    return json.dumps(plain, ensure_ascii=True, allow_nan=False, separators=(",", ":"))


def _digest(plain: Plain) -> str:
    return "sha256:" + hashlib.sha256(_dumped(plain).encode("ascii")).hexdigest()


def _loaded(content: bytes) -> Mapping[str, Any]:
    """Return the header and the content of a record file. Raises WrongRecord for what is not a record at all."""
    try:
        plain: object = json.loads(content.decode("ascii"), object_pairs_hook=_each_once, parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise WrongRecord(f"it cannot be read as JSON: {error}") from error
    if not isinstance(plain, dict) or tuple(cast("dict[str, Any]", plain)) != _KEYS:
        raise WrongRecord(f"not a record: it must have {', '.join(_KEYS)}")
    return cast("dict[str, Any]", plain)


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        raise ValueError("a key is there twice")
    return named


def _refused(name: str) -> object:
    raise ValueError(f"{name} is not a JSON number")
