"""Tables whose models are built only if a file has them: most files have few of the many possible tables."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, ValidationError
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError, core_schema

from readiness_gate.lean_dataclass import dataclass
from readiness_gate.toml.strict_model import StrictModel

_NESTED = "errors of a table"


@dataclass(frozen=True, slots=True)
class Lazy:
    """Mark a key whose value is a table of the given model."""

    model: Callable[[], type[StrictModel]]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:  # noqa: ANN401
        return core_schema.no_info_plain_validator_function(self._checked)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        model = self.model()
        model.model_rebuild()
        return handler(model.__pydantic_core_schema__)

    def _checked(self, value: object) -> StrictModel:
        """Return the table as its model. Raises the table's errors as one, which `flattened` takes apart."""
        try:
            return self.model().model_validate(value)
        except ValidationError as error:
            errors: Any = {"errors": error.errors(include_url=False)}
            raise PydanticCustomError(_NESTED, "is not valid", errors) from error


def flattened(errors: Sequence[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield the errors of a file, with those of its lazy tables at their places in the file."""
    for detail in errors:
        if detail["type"] != _NESTED:
            yield detail
            continue
        for nested in flattened(detail.get("ctx", {})["errors"]):
            yield {**nested, "loc": (*detail["loc"], *nested["loc"])}


__all__ = ["Lazy", "flattened"]
