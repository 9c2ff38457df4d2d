"""``manage.py access_table``: the README's table of roles, verbs and rows."""

from django.conf import settings
from django.core.management.base import BaseCommand

from bureau.accounts.access import BEGIN, END, access_table


class Command(BaseCommand):
    help = "按代码打印“角色 × 动作 × 行”表（Markdown）；--write 把它写入 README.md。"

    def add_arguments(self, parser):
        parser.add_argument("--write", action="store_true", help="写入 README.md 中的表格位置")

    def handle(self, **options):
        table = access_table()
        if not options["write"]:
            self.stdout.write(table)
            return
        readme = settings.BASE_DIR / "README.md"
        before, _, rest = readme.read_text().partition(BEGIN)
        readme.write_text(f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}")
