"""Read the audit book against its chain."""

from django.core.management.base import BaseCommand, CommandError

from bureau.audit.book import faults
from bureau.audit.models import Block, Entry


class Command(BaseCommand):
    help = "核验审计台账：逐条列出被改动、删除或插入的记录；台账完好时退出码为 0。"

    def handle(self, *args, **options):
        found = faults()
        for fault in found:
            self.stdout.write(fault)
        if found:
            raise CommandError(f"审计台账有 {len(found)} 处不符。")
        self.stdout.write(f"审计台账完好：{Entry.objects.count()} 条记录，{Block.objects.count()} 个区块。")
