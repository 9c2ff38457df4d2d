"""Compute a year's figures and write what is asked for."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bureau.audit.book import command_line
from bureau.reports import annual
from bureau.reports.figures import as_json
from bureau.reports.files import write_file
from bureau.workflow import Refused


class Command(BaseCommand):
    help = "计算年度各项指标；可写出 Excel 工作簿、Word 文字稿或 JSON。已送审、已签发的年度输出其定稿数。"

    def add_arguments(self, parser):
        parser.add_argument("year", metavar="YEAR", help="四位年度，如 2015")
        parser.add_argument("--xlsx", type=Path, metavar="OUT.xlsx", help="写出 Excel 工作簿")
        parser.add_argument("--docx", type=Path, metavar="OUT.docx", help="写出 Word 文字稿")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出全部指标")

    def handle(self, *args, year, **options):
        report = self._report(year)
        for what in ("xlsx", "docx"):
            if path := options[what]:
                _write(report, what, path)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), ensure_ascii=False))
        elif not (options["xlsx"] or options["docx"]):
            for figure in report.figures.order_by("position"):
                self.stdout.write(f"{figure.name}：{figure.display}")

    def _report(self, year: str):
        try:
            return annual.compute(int(year), by=command_line())
        except ValueError as error:
            raise CommandError(f"年度应是四位数字，如 2015；“{year}”不是年度。") from error
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except annual.Settled as settled:
            self.stderr.write(str(settled))
            return settled.report


def _write(report, what: str, path: Path) -> None:
    try:
        with path.open("wb") as file:
            write_file(report, what, file)
    except OSError as error:
        raise CommandError(f"不能写出文件 {path}：{error.strerror}。请检查文件夹是否存在、是否可写。") from error
