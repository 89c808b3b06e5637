"""The written report of finished runs (report.docx)."""

from servicecircle.reports.word.paper import Picture
from servicecircle.reports.word.report import Pictures, Runs, title_of, write_report

__all__ = ["Picture", "Pictures", "Runs", "title_of", "write_report"]
