"""Compute a year's figures and write what is asked for."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from bureau.audit.book import command_line
from bureau.reports import annual
from bureau.reports.figures import as_json
from bureau.reports.narrative import write_narrative
from bureau.reports.workbook import write_report


class Command(BaseCommand):
    help = "计算年度各项指标；可写出 Excel 工作簿、Word 文字稿或 JSON。已签发的年度输出签发数。"

    def add_arguments(self, parser):
        parser.add_argument("year", type=int, metavar="YEAR")
        parser.add_argument("--xlsx", type=Path, metavar="OUT.xlsx")
        parser.add_argument("--docx", type=Path, metavar="OUT.docx")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, year, **options):
        try:
            report = annual.compute(year, by=command_line())
        except annual.AlreadyPublished as published:
            self.stderr.write(str(published))
            report = published.report
        if options["xlsx"]:
            with options["xlsx"].open("wb") as file:
                write_report(report, file)
        if options["docx"]:
            with options["docx"].open("wb") as file:
                write_narrative(report, file)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), ensure_ascii=False))
        elif not (options["xlsx"] or options["docx"]):
            for figure in report.figures.order_by("position"):
                self.stdout.write(f"{figure.name}：{figure.display}")
