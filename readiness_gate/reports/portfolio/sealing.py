"""The digest of a portfolio's JSON, which shows whether somebody edited the file by hand. It is no proof, as anyone who
edits a file can compute the digest again; it only shows edits that nobody tried to hide."""

import hashlib
import json
from collections.abc import Mapping

from readiness_gate.reports.json import Json

DIGEST = "digest"


def sealed(content: Json) -> Json:
    """Return the content with its digest."""
    return {**content, DIGEST: _digest(content)}


def why_not_sealed(content: Mapping[str, object]) -> str:
    """Return what is wrong with the digest; empty if it matches the content, regardless of the file's layout."""
    if DIGEST not in content:
        return "it has no digest: somebody edited it, or an older version wrote it"
    own = {key: value for key, value in content.items() if key != DIGEST}
    return "" if content[DIGEST] == _digest(own) else "its digest does not match its content, so somebody edited it"


def _digest(content: Mapping[str, object]) -> str:
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


__all__ = ["DIGEST", "sealed", "why_not_sealed"]
