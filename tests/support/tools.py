"""Tools that a test needs and a machine may lack: such a test skips, and says why; never where CI is to have them."""

import os
import shutil

import pytest

_CI = os.environ.get("CI") == "true"


def needs(*tools: str) -> pytest.MarkDecorator:
    """Skip where a program is not on the PATH; under CI=true the test runs, and fails there."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    return pytest.mark.skipif(bool(missing) and not _CI, reason=f"not installed: {', '.join(missing)}")
