from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class MessagingConfig(AppConfig):
    name = "bureau.messaging"
    verbose_name = "消息"

    def ready(self):
        """Read every app's ``messages.py``, which registers its kinds."""
        autodiscover_modules("messages")
