"""A report that is no text."""

from readiness_gate.reports.spec import Display, Report

MAGIC = b"\x89TOY\r\n\xff\x00"


def report(display: Display) -> Report:
    """The decision behind bytes that are not UTF-8."""
    return Report(
        "toy",
        "application/octet-stream",
        lambda verdict: MAGIC + f"{display.width} {verdict.decision}".encode(),
        (".toy",),
        join=None,
    )


__all__ = ["MAGIC", "report"]
