"""The base class of the arguments and the answers of tools."""

from pydantic import ConfigDict

from readiness_gate.toml.strict_model import StrictModel


class Closed(StrictModel):
    """An object that has these keys and no others; its JSON Schema says what each means."""

    model_config = ConfigDict(validate_by_name=True, use_attribute_docstrings=True, defer_build=False)
