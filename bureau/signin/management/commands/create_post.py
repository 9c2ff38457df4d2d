"""``manage.py create_post``: the first three administrators."""

import sys

from django.core.management.base import BaseCommand, CommandError

from bureau.accounts.roles import BY_CODE
from bureau.audit.book import command_line
from bureau.signin import posts
from bureau.workflow import Refused


class Command(BaseCommand):
    help = "设置系统、安全、审计三个管理员岗位，各一人；打印一次性密码（只此一次），首次登录须更改。"

    def add_arguments(self, parser):
        for code in posts.POSTS:
            option = f"--{code.replace('_', '-')}"
            parser.add_argument(option, metavar="用户名:姓名", help=f"{BY_CODE[code].name}，例如 zhangsan:张三")

    def handle(self, *args, **options):
        persons = {code: self._person(code, options[code]) for code in posts.POSTS}
        try:
            made = posts.create(persons, by=command_line())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for code, (username, name) in persons.items():
            self.stdout.write(f"{BY_CODE[code].name}　{name}　用户名 {username}　一次性密码 {made[username]}")
        self.stdout.write("密码只显示这一次。请当面交给本人；首次登录须更改密码并设置二次验证。")

    def _person(self, code: str, given: str | None) -> tuple[str, str]:
        if not given and sys.stdin.isatty():
            given = input(f"{BY_CODE[code].name}（用户名:姓名）：")
        username, colon, name = (given or "").replace("：", ":").partition(":")
        if not colon or not username.strip():
            raise CommandError(f"请用 --{code.replace('_', '-')} 用户名:姓名 指定{BY_CODE[code].name}。")
        return username.strip(), name.strip()
