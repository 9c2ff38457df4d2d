from django.apps import AppConfig


class NewsConfig(AppConfig):
    name = "bureau.news"
    label = "news"
    verbose_name = "信息推送"
