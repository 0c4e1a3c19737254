"""Values of the model as JSON and back: one codec, derived from the type hints of the dataclasses."""

from readiness_gate.model.codec.kinds import codec
from readiness_gate.model.codec.record import Record
from readiness_gate.model.codec.values import Plain, WrongRecord

__all__ = ["Plain", "Record", "WrongRecord", "codec"]
