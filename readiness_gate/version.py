"""The version of the program, as it was installed."""

from importlib.metadata import PackageNotFoundError
from importlib.metadata import version as installed


def version() -> str:
    """The version that pyproject.toml states; says so when the program runs without having been installed."""
    try:
        return installed("readiness-gate")
    except PackageNotFoundError:
        return "0+not-installed"
