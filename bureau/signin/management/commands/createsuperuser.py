"""Nobody is above the three posts: this command of Django's does nothing here."""

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "本系统没有超级用户；请用 create_post 设置三个管理员岗位。"

    def add_arguments(self, parser):
        parser.add_argument("arguments", nargs="*")

    def run_from_argv(self, argv):
        """Refuse whatever the options."""
        super().run_from_argv(argv[:2])

    def handle(self, *args, **options):
        raise CommandError(
            "本系统没有超级用户（GB/T 22239-2019 8.1.4.2）。请用 manage.py create_post 设置三个管理员岗位。"
        )
