"""The files of a report: an issued one's as they were issued, an open one's written now."""

import shutil
from typing import BinaryIO

from .models import AnnualReport
from .narrative import write_narrative
from .workbook import write_report

WRITERS = {"xlsx": write_report, "docx": write_narrative}


def write_file(report: AnnualReport, what: str, file: BinaryIO) -> None:
    """Write the workbook (``xlsx``) or the narrative (``docx``): byte for byte what was signed, once it is issued."""
    frozen = report.workbook if what == "xlsx" else report.narrative
    if not (report.is_issued and frozen):
        WRITERS[what](report, file)
        return
    with frozen.open("rb") as kept:
        shutil.copyfileobj(kept, file)
