"""Whole texts that a person has read and found right, kept in files beside the tests.

`UPDATE_GOLDENS=1` writes what the product says now; read the difference before it is committed.
"""

import os
from pathlib import Path


def check_golden(path: Path, text: str, *, spaced: bool = True) -> None:
    """Hold a text against the golden one in a file; with UPDATE_GOLDENS=1, write it there instead. Where it is not
    `spaced`, the fonts of the machine decide where lines end and words are broken: then spaces do not count."""
    if os.environ.get("UPDATE_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"there is no {path.name}: run the test with UPDATE_GOLDENS=1, and read what it wrote"
    golden = path.read_bytes().decode()
    if not spaced:
        text, golden = ("".join(one.split()) for one in (text, golden))
    assert text == golden, f"not as in {path}; if it is better now, run with UPDATE_GOLDENS=1"


__all__ = ["check_golden"]
