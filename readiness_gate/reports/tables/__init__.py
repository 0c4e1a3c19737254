"""The verdict as tables for Power BI, Tableau and spreadsheets: a folder of CSV files with its description."""

from readiness_gate.reports.tables.folder import report

__all__ = ["report"]
