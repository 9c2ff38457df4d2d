import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.migrating


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("article", "政策与通知"), ("call", "申报批次"), ("deadline", "截止提醒")],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=60, unique=True, verbose_name="来源")),
                        (
                            "tags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("funds", "资金"),
                                        ("technology", "技术"),
                                        ("talent", "人才"),
                                        ("results", "成果"),
                                    ],
                                    max_length=10,
                                ),
                                size=None,
                                verbose_name="标签",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("summary", models.CharField(blank=True, max_length=300, verbose_name="摘要")),
                        ("url", models.CharField(max_length=300, verbose_name="原文地址")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        ("happened_at", models.DateTimeField(verbose_name="发布时间")),
                        ("is_withdrawn", models.BooleanField(default=False, verbose_name="已撤回")),
                    ],
                    options={
                        "verbose_name": "推送信息",
                        "verbose_name_plural": "推送信息",
                        "default_permissions": ("view",),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(fields=["tags"], name="news_item_by_tag"),
                            models.Index(fields=["-happened_at", "-id"], name="news_item_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("tags", []), _negated=True), name="news_item_tagged"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("read_at", models.DateTimeField(auto_now_add=True, verbose_name="阅读时间")),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="readings",
                                to="news.item",
                                verbose_name="推送信息",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="news_readings",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "阅读回执",
                        "verbose_name_plural": "阅读回执",
                        "default_permissions": (),
                        "constraints": [models.UniqueConstraint(fields=("item", "user"), name="news_reading_once")],
                    },
                ),
                migrations.CreateModel(
                    name="Subscription",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "tag",
                            models.CharField(
                                choices=[
                                    ("funds", "资金"),
                                    ("technology", "技术"),
                                    ("talent", "人才"),
                                    ("results", "成果"),
                                ],
                                max_length=10,
                                verbose_name="标签",
                            ),
                        ),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="订阅时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="news_subscriptions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "标签订阅",
                        "verbose_name_plural": "标签订阅",
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["tag"], name="news_subscription_by_tag")],
                        "constraints": [models.UniqueConstraint(fields=("user", "tag"), name="news_subscription_once")],
                    },
                ),
            ],
        ),
    ]
