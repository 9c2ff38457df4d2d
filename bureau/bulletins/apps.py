from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bureau.bulletins"
    verbose_name = "专利统计月报"
