import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.serializers.json
import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import bureau.lists.models
import bureau.migrating
import bureau.text


class Migration(migrations.Migration):
    replaces = [
        ("lists", "0002_wider_text"),
        ("lists", "0003_importrun_only_places"),
        ("lists", "0004_importrun_only_units"),
        ("lists", "0005_said_in_chinese"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="HeadingAlias",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="清单种类")),
                        ("heading", models.CharField(max_length=50, verbose_name="标准列名")),
                        ("alias", models.CharField(max_length=50, verbose_name="别名")),
                    ],
                    options={
                        "verbose_name": "列名别名",
                        "verbose_name_plural": "列名别名",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "alias"),
                                name="lists_headingalias_one_meaning",
                                violation_error_message="这个别名在该种清单中已经有了。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.FileField(
                                blank=True,
                                max_length=300,
                                storage=bureau.lists.models.private_storage,
                                upload_to="lists/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("file_name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("sha256", models.CharField(max_length=64, verbose_name="文件散列（SHA-256）")),
                        ("size", models.BigIntegerField(default=0, verbose_name="字节数")),
                        ("only_kind", models.CharField(blank=True, max_length=40, verbose_name="限定种类")),
                        (
                            "only_places",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=50),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="限定属地",
                            ),
                        ),
                        (
                            "only_units",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="限定单位",
                            ),
                        ),
                        ("skip_bad_rows", models.BooleanField(default=False, verbose_name="跳过有错误的行")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("uploaded", "已上传"),
                                    ("previewed", "已预览"),
                                    ("queued", "等待导入"),
                                    ("running", "正在导入"),
                                    ("done", "已导入"),
                                    ("refused", "有错误，未写入"),
                                    ("failed", "未能读取"),
                                    ("cancelled", "已取消，未写入"),
                                    ("interrupted", "中断，未写入"),
                                    ("undoing", "正在撤销"),
                                    ("undone", "已撤销"),
                                ],
                                default="uploaded",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("message", models.TextField(blank=True, editable=False, verbose_name="说明")),
                        ("signature", models.CharField(editable=False, max_length=100, verbose_name="导入人")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                        ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="开始时间")),
                        ("finished_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                        (
                            "cancel_requested",
                            models.BooleanField(default=False, editable=False, verbose_name="已请求取消"),
                        ),
                        (
                            "error_workbook",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.lists.models.private_storage,
                                upload_to="errors/%Y/%m",
                                verbose_name="错误工作簿",
                            ),
                        ),
                        (
                            "preview",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.lists.models.private_storage,
                                upload_to="previews/%Y/%m",
                                verbose_name="预览",
                            ),
                        ),
                        ("undone_at", models.DateTimeField(editable=False, null=True, verbose_name="撤销时间")),
                        (
                            "undo_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="撤销理由"),
                        ),
                        ("undo_report", models.JSONField(default=dict, editable=False, verbose_name="撤销结果")),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "清单导入",
                        "verbose_name_plural": "清单导入",
                        "permissions": [("load_importrun", "导入清单"), ("undo_importrun", "撤销导入")],
                        "indexes": [models.Index(fields=["status", "-id"], name="lists_importrun_by_status")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_by__isnull", False), ("undone_at__isnull", False)),
                                    models.Q(
                                        models.Q(("undone_by__isnull", False), _negated=True),
                                        models.Q(("undone_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lists_importrun_undone_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "undone"), ("undone_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "undone"), _negated=True),
                                        models.Q(("undone_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lists_importrun_undone_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("done", "undoing", "undone")), _negated=True),
                                    ("finished_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="lists_importrun_done_is_dated",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Change",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="种类")),
                        ("object_id", models.BigIntegerField(verbose_name="记录编号")),
                        (
                            "before",
                            models.JSONField(
                                encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="原值"
                            ),
                        ),
                        (
                            "after",
                            models.JSONField(
                                encoder=django.core.serializers.json.DjangoJSONEncoder, verbose_name="新值"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="lists.importrun",
                                verbose_name="导入",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入所作更新",
                        "verbose_name_plural": "导入所作更新",
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["run", "kind"], name="lists_change_by_run")],
                    },
                ),
                migrations.CreateModel(
                    name="ImportSheet",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sheet", models.CharField(max_length=100, verbose_name="工作表")),
                        ("kind", models.CharField(max_length=40, verbose_name="种类")),
                        ("read", models.IntegerField(default=0, verbose_name="读取")),
                        ("created", models.IntegerField(default=0, verbose_name="新增")),
                        ("updated", models.IntegerField(default=0, verbose_name="更新")),
                        ("unchanged", models.IntegerField(default=0, verbose_name="无变化")),
                        ("repeated", models.IntegerField(default=0, verbose_name="重复")),
                        ("rejected_rows", models.IntegerField(default=0, verbose_name="拒绝")),
                        (
                            "rejected",
                            models.JSONField(
                                default=list,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="错误",
                            ),
                        ),
                        (
                            "conflicts",
                            models.JSONField(
                                default=list,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="冲突",
                            ),
                        ),
                        ("ignored_columns", models.JSONField(default=list, verbose_name="未使用的列")),
                        ("notes", models.JSONField(default=list, verbose_name="说明")),
                        ("created_hash", models.CharField(blank=True, max_length=64, verbose_name="新增记录的散列")),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sheets",
                                to="lists.importrun",
                                verbose_name="导入",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入的工作表",
                        "verbose_name_plural": "导入的工作表",
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "sheet"), name="lists_importsheet_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "read",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("created"), "+", models.F("updated")
                                                    ),
                                                    "+",
                                                    models.F("unchanged"),
                                                ),
                                                "+",
                                                models.F("repeated"),
                                            ),
                                            "+",
                                            models.F("rejected_rows"),
                                        ),
                                    )
                                ),
                                name="lists_importsheet_every_row_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnmatchedName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=500, verbose_name="名称")),
                        ("name_key", models.CharField(editable=False, max_length=500, unique=True)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                default=list,
                                size=None,
                                verbose_name="出现于",
                            ),
                        ),
                        ("rows", models.IntegerField(default=0, verbose_name="行数")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "待处理"), ("linked", "已对应"), ("set_aside", "无需对应")],
                                default="open",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("resolved_at", models.DateTimeField(editable=False, null=True, verbose_name="处理时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("name",)
                            ),
                        ),
                        (
                            "first_run",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="lists.importrun",
                                verbose_name="首见于",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.organisation",
                                verbose_name="对应单位",
                            ),
                        ),
                        (
                            "resolved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="处理人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "未对应的单位名称",
                        "verbose_name_plural": "未对应的单位名称",
                        "permissions": [("resolve_unmatchedname", "处理未对应名称")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="unmatchedname_search"
                            ),
                            models.Index(fields=["status", "-rows"], name="lists_unmatchedname_open"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("resolved_by__isnull", False), ("resolved_at__isnull", False)),
                                    models.Q(
                                        models.Q(("resolved_by__isnull", False), _negated=True),
                                        models.Q(("resolved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lists_unmatchedname_resolved_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "linked"), ("organisation__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "linked"), _negated=True),
                                        models.Q(("organisation__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="lists_unmatchedname_linked_iff_organisation",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
