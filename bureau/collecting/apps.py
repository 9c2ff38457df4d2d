from django.apps import AppConfig


class CollectingConfig(AppConfig):
    name = "bureau.collecting"
    verbose_name = "报送任务"
