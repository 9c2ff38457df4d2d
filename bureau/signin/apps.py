"""The app of signing in."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    name = "bureau.signin"
    verbose_name = "登录与账号"

    def ready(self):
        """Hear what Django and allauth tell only by signals; our own code sends none."""
        from . import receivers

        receivers.connect()
