"""One account for each role. The password is printed; the accounts exist in a demonstration only."""

from django.contrib.auth.models import Group
from django.db import transaction

from bureau.accounts.choices import Business
from bureau.accounts.models import Department, User
from bureau.accounts.roles import ROLES
from bureau.audit.book import note

from . import units

PASSWORD = "demo-2015-Ganzhou"  # noqa: S105 Printed on the screen of a demonstration; production refuses this command.
SECTIONS = {"综合业务科": Business.values, "办公室": []}
PERSONS = {
    "officer": ("jingban", "演示经办人", "综合业务科"),
    "section_head": ("kezhang", "演示科长", "综合业务科"),
    "leader": ("juzhang", "演示局领导", ""),
    "report_office": ("bangongshi", "演示办公室", "办公室"),
    "supervision": ("jianduke", "演示监督科", "监督科"),
    "information_officer": ("xinxiyuan", "演示信息员", "办公室"),
    "web_editor": ("bianji", "演示网站编辑", "办公室"),
    "system_admin": ("sysadmin", "演示系统管理员", ""),
    "security_admin": ("secadmin", "演示安全管理员", ""),
    "audit_admin": ("auditadmin", "演示审计管理员", ""),
}


@transaction.atomic
def make_accounts() -> dict[str, User]:
    """Make what is missing, also of what an earlier version did not know; returns the users by role code."""
    found = {}
    sections = {
        name: Department.objects.get_or_create(name=name, defaults={"apps": apps})[0] for name, apps in SECTIONS.items()
    }
    for role in ROLES:
        username, name, section = PERSONS[role.code]
        user, created = User.objects.get_or_create(
            username=username, defaults={"name": name, "section": sections.get(section), "is_staff": True}
        )
        if created:
            user.set_password(PASSWORD)
            user.save()
            user.groups.set([Group.objects.get(name=role.name)])
            note("make_demo_account", by="演示", subject=username)
        elif user.section is None and section in sections:
            user.section = sections[section]
            user.save(update_fields=["section"])
            note("place_demo_account", by="演示", subject=username, reason=section)
        found[role.code] = user
    return found


def lines() -> list[str]:
    """The accounts as they are printed."""
    rows = [f"  {PERSONS[role.code][0]:<12}{role.name}：{role.purpose}" for role in ROLES]
    people = ["单位和推荐单位的账号（密码相同，也可用手机号登录）：", *units.lines()]
    return [f"演示账号（密码均为 {PASSWORD}）：", *rows, *people]
