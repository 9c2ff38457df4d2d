from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "bureau.accounts"
    verbose_name = "账号与单位"

    def ready(self):
        """Read every app's ``naming.py``: who hears that a unit has become known by a name."""
        autodiscover_modules("naming")
