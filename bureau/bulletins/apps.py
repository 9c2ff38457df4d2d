from django.apps import AppConfig


class BulletinsConfig(AppConfig):
    name = "bureau.bulletins"
    verbose_name = "统计发布"
