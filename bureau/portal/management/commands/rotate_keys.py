"""``manage.py rotate_keys``: personal data under the newest key."""

from django.core.management.base import BaseCommand

from bureau.audit.book import command_line
from bureau.portal.rotation import rotate


class Command(BaseCommand):
    help = "用最新密钥（FIELD_KEYS 中版本最高的）和当前算法（CIPHER_SUITE）重新加密个人信息，并重算盲索引。可中断后重新执行。"

    def handle(self, **options):
        count = rotate(by=command_line(), told=lambda label, rows: self.stdout.write(f"  {label}：{rows} 行"))
        self.stdout.write(f"已更新 {count} 行。确认无误后，可从 FIELD_KEYS 中移除旧密钥。")
