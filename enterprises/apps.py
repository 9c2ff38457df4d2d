from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EnterprisesConfig(AppConfig):
    name = "enterprises"
    verbose_name = "高新技术企业"

    def ready(self):
        autodiscover_modules("goals")
