"""Write a year of made-up lists, to try the portal with and to measure it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bureau.lists.demonstration.making import make


class Command(BaseCommand):
    help = "在文件夹中生成一年的演示清单（十个 Excel 文件，均为虚构）及其应得的指标 expected.json。不读写数据库。"
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--year", type=int, default=2015, help="统计年度（默认 2015）。")
        parser.add_argument("--scale", type=float, default=1.0, help="规模，0.05 至 100；1 为 2015 年公报的数量。")
        parser.add_argument("--seed", type=int, default=1, help="随机种子：参数相同，内容相同。")

    def handle(self, *args, folder, year, scale, seed, **options):
        try:
            expected = make(folder, year=year, scale=scale, seed=seed)
        except ValueError as error:
            raise CommandError(str(error)) from error
        rows = sum(expected["rows_in_file"].values())
        self.stdout.write(f"已在 {folder} 生成 {len(expected['rows_in_file'])} 个清单，共 {rows} 行。")
