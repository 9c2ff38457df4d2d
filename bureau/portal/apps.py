from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "bureau.portal"
    verbose_name = "门户"

    def ready(self):
        """Read every app's ``todos.py``, which tells what waits for a person."""
        autodiscover_modules("todos")
