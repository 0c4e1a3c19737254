"""Whole texts that a person has read and found right, kept in files beside the tests.

`UPDATE_GOLDENS=1` writes what the product says now; read the difference before it is committed.
"""

import os
from pathlib import Path


def check_golden(path: Path, text: str, *, laid_out: bool = False) -> None:
    """Hold a text against the golden one in a file; with UPDATE_GOLDENS=1, write it there instead. Where it was
    `laid_out` on pages, the fonts of the machine decide where a line and a page end, and so where words are broken and
    which column is read first: then each character must be there as often, and spaces do not count."""
    if os.environ.get("UPDATE_GOLDENS") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.exists(), f"there is no {path.name}: run the test with UPDATE_GOLDENS=1, and read what it wrote"
    golden = path.read_bytes().decode()
    if laid_out:
        text, golden = ("".join(sorted("".join(one.split()))) for one in (text, golden))
    assert text == golden, f"not as in {path}; if it is better now, run with UPDATE_GOLDENS=1"


__all__ = ["check_golden"]
