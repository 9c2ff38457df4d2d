"""``manage.py access_table``: the README's table of roles, verbs and rows."""

from django.core.management.base import BaseCommand

from bureau.accounts.access import access_table


class Command(BaseCommand):
    help = "按代码打印“角色 × 动作 × 行”表（Markdown），用于 README。"

    def handle(self, **options):
        self.stdout.write(access_table())
