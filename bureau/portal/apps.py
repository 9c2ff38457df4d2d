from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PortalConfig(AppConfig):
    name = "bureau.portal"
    verbose_name = "门户"

    def ready(self):
        """Read every app's ``todos.py`` and ``front.py``: what waits for a person; what the front page and the search show."""
        autodiscover_modules("todos")
        autodiscover_modules("front")
