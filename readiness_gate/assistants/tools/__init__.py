"""The tools, one module each."""

from collections.abc import Mapping

from readiness_gate.assistants.tool import Tool
from readiness_gate.assistants.tools import check, explain, forecast, impact, measure, trend

TOOLS: Mapping[str, Tool] = {
    one.name: one for one in (check.TOOL, explain.TOOL, measure.TOOL, trend.TOOL, forecast.TOOL, impact.TOOL)
}

__all__ = ["TOOLS"]
