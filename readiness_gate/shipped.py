"""Finds the data that is shipped beside the code: `rules` and `integrations`."""

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

FORMATS = "file-formats"
"""The folder below `rules` whose files are no packs: they describe files of other systems."""


def shipped(kind: str) -> Traversable:
    """The folder of that kind: inside the wheel, or in the checkout that is being edited."""
    packaged = files("readiness_gate") / kind
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / kind
