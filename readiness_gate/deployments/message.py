"""Messages of a service. Nothing in a message is used before its sender is verified, and no URL in it is ever
called."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

LARGEST = 1 << 20
"""The maximum size of a message in bytes; one with several pull requests has some 100,000."""
_LARGEST_NUMBER = 2**62

Number = Annotated[int, Field(ge=1, le=_LARGEST_NUMBER)]
Text = Annotated[str, Field(min_length=1, max_length=1_000)]
Sha = Annotated[str, Field(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})$")]


class Refusal(Exception):
    """A message is ignored; it has the status of the response, and the reason."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status
        self.why = why


class Part(BaseModel):
    """A part of a message: what it has besides is not used."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


_Message = TypeVar("_Message", bound=Part)


def parsed(form: type[_Message], body: bytes, what: str) -> _Message:
    """Return the body, parsed as `form`. Raises Refusal, also for a name that occurs twice in a table: which value
    counts would be a guess, and a variable in a template may have added one."""
    try:
        json.loads(body, object_pairs_hook=_once)
        return form.model_validate_json(body)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = ".".join(map(str, first["loc"])) or "the body"
        raise Refusal(422, f"Not {what}: {where}") from None
    except (ValueError, RecursionError):
        raise Refusal(422, f"Not {what}: the body") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError
    return made


def refuse_other_type(headers: Mapping[str, str], where: str) -> None:
    """Raise Refusal for anything but JSON."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, f"Set the content type {where} to application/json")


def digest(body: bytes) -> str:
    """Return the digest that identifies a message."""
    return "sha256:" + hashlib.sha256(body).hexdigest()


def is_signed(body: bytes, signature: str, secret: bytes) -> bool:
    """Return whether a hexadecimal signature was made with the secret. The comparison takes the same time for every
    signature."""
    expected = hmac.new(secret, body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(signature.encode(), expected.encode())


__all__ = [
    "LARGEST",
    "Number",
    "Part",
    "Refusal",
    "Sha",
    "Text",
    "digest",
    "is_signed",
    "parsed",
    "refuse_other_type",
]
