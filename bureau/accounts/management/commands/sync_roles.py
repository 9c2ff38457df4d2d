"""Make the groups equal to ``roles.py``."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from bureau.accounts.roles import ROLES


class Command(BaseCommand):
    help = "按 bureau/accounts/roles.py 建立或更新角色；可重复执行。"

    @transaction.atomic
    def handle(self, *args, **options):
        known = {
            f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")
        }
        for role in ROLES:
            missing = sorted(set(role.permissions) - set(known))
            if missing:
                raise CommandError(f"角色“{role.name}”用到了不存在的权限：{'、'.join(missing)}。请先执行 migrate。")
            group, _created = Group.objects.get_or_create(name=role.name)
            group.permissions.set([known[permission] for permission in role.permissions])
        if options["verbosity"]:
            self.stdout.write(f"已同步 {len(ROLES)} 个角色。")
