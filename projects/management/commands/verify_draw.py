"""Draw again from what is stored, and say what differs."""

from django.core.management.base import BaseCommand, CommandError

from projects.choices import DrawStatus
from projects.models import Draw
from projects.workflow import drawing


class Command(BaseCommand):
    help = "按保存的输入和种子重新抽取，与结果、席位、要求和审计台账逐项核对；有差异的说明并以非零状态退出。"

    def add_arguments(self, parser):
        parser.add_argument("draw", type=int, help="抽取的编号（抽取记录上有）")

    def handle(self, *args, draw, **options):
        found = Draw.objects.filter(pk=draw, status=DrawStatus.DRAWN).select_related("round").first()
        if found is None:
            raise CommandError(f"没有编号为 {draw} 的已完成的抽取。")
        if faults := drawing.faults(found):
            raise CommandError("\n".join(faults))
        self.stdout.write(f"一致：{found}，种子 {found.seed}，{len(found.result)} 个席位，指纹 {found.digest}。")
