from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ReportsConfig(AppConfig):
    name = "bureau.reports"
    verbose_name = "统计与年报"

    def ready(self):
        """Read ``goals.py``, which tells the apps below what the yearly targets say."""
        autodiscover_modules("goals")
