"""The tables of finished runs as one workbook (report.xlsx)."""

from servicecircle.reports.workbook.sheets import Sheet, sheets_of
from servicecircle.reports.workbook.write import write_workbook

__all__ = ["Sheet", "sheets_of", "write_workbook"]
