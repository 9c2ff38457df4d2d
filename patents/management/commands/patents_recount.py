"""Compare the kept statistics of patents with a recount."""

from django.core.management.base import BaseCommand, CommandError

from patents import recounting


class Command(BaseCommand):
    help = "核对专利统计表与逐件复算是否一致；不一致时列出并重新统计（--check 只核对）。"

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="只核对，不改动；不一致时以 1 退出")

    def handle(self, *args, **options):
        found = recounting.differences() if options["check"] else recounting.check()
        for line in found:
            self.stderr.write(line)
        if found and options["check"]:
            raise CommandError(f"有 {len(found)} 处与复算不符，去掉 --check 运行即可重新统计。")
        self.stdout.write("与复算不符，已重新统计。" if found else "与逐件复算一致。")
