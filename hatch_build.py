"""Ship rules/ and integrations/ inside the wheel; an editable install reads them in place."""

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("rules", "integrations")


class ShipData(BuildHookInterface):  # type: ignore[type-arg]  # the configuration class is hatchling's own affair
    """The hook that hatchling calls before it builds."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the data folders to everything but an editable install."""
        if version != "editable":
            present = [kind for kind in SHIPPED if Path(self.root, kind).is_dir()]
            build_data["force_include"].update({kind: f"readiness_gate/{kind}" for kind in present})
