"""Compute an assignment plan again from what is stored, and say what differs."""

from django.core.management.base import BaseCommand, CommandError

from projects.models import AssignmentPlan
from projects.workflow import solving


class Command(BaseCommand):
    help = "按保存的算例重新求解一份分配方案，逐项核对；有差异的说明并以非零状态退出。"

    def add_arguments(self, parser):
        parser.add_argument("plan", type=int, help="分配方案的编号（后台页面上有）")

    def handle(self, *args, plan, **options):
        found = AssignmentPlan.objects.filter(pk=plan).exclude(total=None).first()
        if found is None:
            raise CommandError(f"没有编号为 {plan} 的已算出的分配方案。")
        if faults := solving.faults(found):
            raise CommandError("\n".join(faults))
        self.stdout.write(f"一致：{len(found.pairs)} 对，匹配度 {found.total}，上限 {found.bound}。")
