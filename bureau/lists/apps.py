from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ListsConfig(AppConfig):
    name = "bureau.lists"
    verbose_name = "清单与名称对应"

    def ready(self):
        """Read every app's ``lists.py``, which registers its kinds."""
        autodiscover_modules("lists")
