"""``manage.py match_bands``: set the bands of a recommendation by the development half of the project's judged set."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from matchmaking.matching import city
from matchmaking.matching.index import scratch


class Command(BaseCommand):
    help = "用随项目附带的评判集（开发部分）确定匹配程度三档的界限，并用测试部分检验；在临时模式中进行。"

    def add_arguments(self, parser):
        parser.add_argument("--out", type=Path, default=city.BANDS, help="界限文件")
        parser.add_argument("--dry-run", action="store_true", help="只按现有界限检验，不写文件")

    def handle(self, *, out, dry_run, **options):
        posed = {half: city.demands(half) for half in city.HALVES}
        with scratch():
            found = {half: city.shown(rows) for half, rows in posed.items()}
        least = city.bands() if dry_run else city.calibrated(found["dev"], posed["dev"])
        card = {half: city.measured(found[half], rows, least) for half, rows in posed.items()}
        for half, told in card.items():
            self.stdout.write(f"{half}：{json.dumps(told, ensure_ascii=False)}")
        if dry_run:
            return
        card = {"what": "least closeness of two texts for each band", "asked": city.PRECISION, **card}
        out.write_text(json.dumps({"card": card, "least": least}, ensure_ascii=False, indent=1) + "\n")
        self.stdout.write(f"已写入 {out.name}：{least}。")
