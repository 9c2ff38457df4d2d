from django.apps import AppConfig


class CollectingConfig(AppConfig):
    name = "bureau.collecting"
    verbose_name = "清单报送"
