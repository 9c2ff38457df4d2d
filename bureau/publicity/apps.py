from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PublicityConfig(AppConfig):
    name = "bureau.publicity"
    verbose_name = "公示与异议"

    def ready(self):
        """Read every app's ``publicities.py``, which says what it makes public and which task hears the end."""
        autodiscover_modules("publicities")
