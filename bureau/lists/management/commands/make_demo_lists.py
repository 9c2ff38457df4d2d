"""Write demonstration lists."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from bureau.lists.demonstration.making import make


class Command(BaseCommand):
    help = "生成十种演示清单（两个年度，数据为虚构）。规模为 1 时，各项数字即 2015 年工作报告中的数字。"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument("--year", type=int, default=2015)
        parser.add_argument("--scale", type=float, default=1.0)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args, folder, year, scale, seed, **options):
        if not 0.01 <= scale <= 200 or not 1990 <= year <= 2099:
            raise CommandError("规模须在 0.01 至 200 之间，年份须在 1990 至 2099 之间。")
        expected = make(folder, year=year, scale=scale, seed=seed)
        rows = sum(expected["rows_in_file"].values())
        self.stdout.write(f"已在 {folder} 写出 {len(expected['rows_in_file'])} 份清单，共 {rows} 行。")
