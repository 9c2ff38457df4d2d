import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating
import bureau.personal
import bureau.publicity.models
import bureau.richtext
import bureau.text


class Migration(migrations.Migration):
    replaces = [
        ("publicity", "0002_rich_body"),
        ("publicity", "0003_words_that_stand"),
        ("publicity", "0004_objections_taken_back"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(editable=False, max_length=20, unique=True, verbose_name="受理号")),
                        ("token", models.UUIDField(editable=False)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("person", "个人"), ("unit", "单位")], max_length=10, verbose_name="异议人"
                            ),
                        ),
                        ("name", bureau.personal.EncryptedTextField(verbose_name="姓名（单位填联系人）")),
                        (
                            "name_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="name"
                            ),
                        ),
                        ("phone", bureau.personal.EncryptedTextField(verbose_name="联系电话")),
                        (
                            "phone_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="phone"
                            ),
                        ),
                        (
                            "organisation",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="单位名称"),
                        ),
                        (
                            "organisation_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="organisation"
                            ),
                        ),
                        (
                            "legal_representative",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="法定代表人"),
                        ),
                        (
                            "legal_representative_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="legal_representative"
                            ),
                        ),
                        ("concerning", models.CharField(max_length=200, verbose_name="异议对象")),
                        ("facts", models.TextField(verbose_name="事实与理由")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("received", "已收到，待审查是否受理"),
                                    ("accepted", "已受理，调查核实中"),
                                    ("declined", "不予受理"),
                                    ("upheld", "异议成立"),
                                    ("dismissed", "异议不成立"),
                                    ("taken_back", "异议人已撤回"),
                                ],
                                default="received",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(editable=False, null=True, verbose_name="办理期限")),
                        ("received_at", models.DateTimeField(editable=False, verbose_name="收到时间")),
                        ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="受理时间")),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="答复时间")),
                        ("opinion", models.TextField(blank=True, editable=False, verbose_name="处理意见")),
                        ("told_at", models.DateTimeField(editable=False, null=True, verbose_name="告知时间")),
                        (
                            "told_how",
                            models.CharField(blank=True, editable=False, max_length=50, verbose_name="告知方式"),
                        ),
                        ("texted_at", models.DateTimeField(editable=False, null=True, verbose_name="短信发出时间")),
                        (
                            "taken_back_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="异议人撤回时间"),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="受理人",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="告知人",
                            ),
                        ),
                        (
                            "publicity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="publicity.publicity",
                                verbose_name="公示",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "异议",
                        "verbose_name_plural": "异议",
                        "permissions": [
                            ("accept_objection", "受理或不予受理"),
                            ("decide_objection", "作出处理决定"),
                            ("tell_objection", "告知异议人"),
                            ("unmask_objection", "查看完整个人信息"),
                        ],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["status", "due_on"], name="publicity_objection_due")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publicity", "token"), name="publicity_objection_once_for_an_opening"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("name_index", ""), _negated=True),
                                    models.Q(("phone_index", ""), _negated=True),
                                ),
                                name="publicity_objection_by_somebody",
                                violation_error_message="匿名异议不予受理：请写明真实姓名和联系电话。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("kind", "unit"),
                                        models.Q(("organisation_index", ""), _negated=True),
                                        models.Q(("legal_representative_index", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind", "unit"), _negated=True),
                                        models.Q(
                                            models.Q(("organisation_index", ""), _negated=True),
                                            models.Q(("legal_representative_index", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_objection_unit_is_named",
                                violation_error_message="以单位名义提出异议，须写明单位名称和法定代表人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("declined", "upheld", "dismissed")),
                                        ("answered_at__isnull", False),
                                        models.Q(("opinion", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("declined", "upheld", "dismissed")), _negated=True),
                                        models.Q(
                                            ("answered_at__isnull", False),
                                            models.Q(("opinion", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_objection_answered_iff_reasoned",
                                violation_error_message="不予受理和处理决定须写明意见。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("upheld", "dismissed")), _negated=True),
                                    ("accepted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="publicity_objection_decided_after_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("told_at", None), ("answered_at__isnull", False), _connector="OR"),
                                name="publicity_objection_told_after_answered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "taken_back"), ("taken_back_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "taken_back"), _negated=True),
                                        models.Q(("taken_back_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_objection_taken_back_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_by__isnull", False), ("accepted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("accepted_by__isnull", False), _negated=True),
                                        models.Q(("accepted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_objection_accepted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_by__isnull", False), ("answered_at__isnull", False)),
                                    models.Q(
                                        models.Q(("answered_by__isnull", False), _negated=True),
                                        models.Q(("answered_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_objection_answered_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told_by__isnull", False), ("told_at__isnull", False)),
                                    models.Q(
                                        models.Q(("told_by__isnull", False), _negated=True),
                                        models.Q(("told_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_objection_told_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
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
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="objections/%Y/%m",
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=255, verbose_name="文件名")),
                        ("mime", models.CharField(max_length=100, verbose_name="类型")),
                        ("sha256", models.CharField(max_length=64, verbose_name="散列")),
                        ("is_seal", models.BooleanField(default=False, verbose_name="盖章的异议书")),
                        (
                            "objection",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="evidence",
                                to="publicity.objection",
                                verbose_name="异议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "证明材料",
                        "verbose_name_plural": "证明材料",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Publicity",
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
                                choices=[
                                    ("approval", "拟立项"),
                                    ("recognition", "资格认定与入库"),
                                    ("award", "科技奖励"),
                                    ("funding", "资金安排"),
                                    ("acceptance", "验收与绩效"),
                                    ("other", "其他"),
                                ],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                help_text="写明年度、批次和“拟……”，例如：2026年度赣州市科技计划拟立项项目（第一批）公示",
                                max_length=200,
                                verbose_name="标题",
                            ),
                        ),
                        (
                            "basis",
                            models.TextField(
                                help_text="每行一份文件，写明文号，例如：《赣州市科技计划项目管理办法》（赣市科发〔2021〕15号）",
                                verbose_name="依据",
                            ),
                        ),
                        (
                            "process",
                            models.TextField(
                                help_text="例如：经申报、推荐、形式审查、专家评审、局长办公会审定",
                                verbose_name="已经过的程序",
                            ),
                        ),
                        (
                            "body",
                            bureau.richtext.RichTextField(
                                fixed_by="content_hash",
                                help_text="公示什么、为什么公示。名单另在“名单”中列出。",
                                verbose_name="正文",
                            ),
                        ),
                        (
                            "columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("number", "编号"),
                                        ("title", "名称"),
                                        ("organisation", "承担单位"),
                                        ("partners", "合作单位"),
                                        ("leader", "负责人"),
                                        ("people", "主要完成人"),
                                        ("recommender", "推荐单位"),
                                        ("county", "所在县（市、区）"),
                                        ("category", "类别"),
                                        ("amount", "金额（万元）"),
                                        ("note", "备注"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="名单的列",
                            ),
                        ),
                        (
                            "starts_on",
                            models.DateField(help_text="批准晚于这一天时，从批准当天算起。", verbose_name="公示开始日"),
                        ),
                        ("working_days", models.PositiveSmallIntegerField(default=5, verbose_name="公示工作日数")),
                        ("ends_on", models.DateField(editable=False, verbose_name="公示结束日")),
                        (
                            "organ",
                            models.CharField(
                                default=bureau.publicity.models._organ, max_length=100, verbose_name="公示机关"
                            ),
                        ),
                        ("section", models.CharField(max_length=50, verbose_name="业务科室")),
                        ("section_phone", models.CharField(max_length=50, verbose_name="业务科室电话")),
                        ("supervision", models.CharField(max_length=50, verbose_name="监督（诚信）科室")),
                        ("supervision_phone", models.CharField(max_length=50, verbose_name="监督科室电话")),
                        ("discipline", models.CharField(max_length=50, verbose_name="派驻纪检组")),
                        ("discipline_phone", models.CharField(max_length=50, verbose_name="派驻纪检组电话")),
                        ("address", models.CharField(max_length=200, verbose_name="地址")),
                        ("postcode", models.CharField(max_length=6, verbose_name="邮政编码")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("submitted", "待批准"),
                                    ("approved", "已批准，待发布"),
                                    ("open", "公示中"),
                                    ("closed", "公示已结束"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "opener",
                            models.CharField(blank=True, editable=False, max_length=60, verbose_name="发起业务"),
                        ),
                        ("subject_id", models.BigIntegerField(editable=False, null=True, verbose_name="业务编号")),
                        ("heard_at", models.DateTimeField(editable=False, null=True, verbose_name="业务已得知结束")),
                        (
                            "content_hash",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="内容散列（SHA-256）"
                            ),
                        ),
                        (
                            "return_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回意见"),
                        ),
                        (
                            "withdraw_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="撤回原因"),
                        ),
                        ("created_at", models.DateTimeField(editable=False, null=True, verbose_name="起草时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="送审时间")),
                        ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="批准时间")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="撤回时间")),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("title",)
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="送审人",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤回人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示",
                        "verbose_name_plural": "公示",
                        "permissions": [
                            ("submit_publicity", "送审"),
                            ("approve_publicity", "批准或退回"),
                            ("withdraw_publicity", "撤回"),
                        ],
                        "default_permissions": ("view", "add", "change"),
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="publicity_search"
                            ),
                            models.Index(fields=["status", "-published_at"], name="publicity_by_status"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="publicity_publicity_ends_after_it_starts",
                                violation_error_message="公示结束日不能早于开始日。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("open", "closed")), _negated=True),
                                    models.Q(
                                        ("published_at__isnull", False),
                                        ("approved_at__isnull", False),
                                        models.Q(("content_hash", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_published_is_approved_and_hashed",
                                violation_error_message="公示须经批准，并以内容散列固定后才能发布。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_approved_by_another",
                                violation_error_message="送审人不能批准自己送审的公示，请由另一位批准。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "closed"), ("closed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "closed"), _negated=True),
                                        models.Q(("closed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_closed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "withdrawn"),
                                        ("withdrawn_at__isnull", False),
                                        models.Q(("withdraw_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "withdrawn"), _negated=True),
                                        models.Q(
                                            ("withdrawn_at__isnull", False),
                                            models.Q(("withdraw_reason", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_withdrawn_iff_reasoned",
                                violation_error_message="撤回公示须写明原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("created_by__isnull", False), ("created_at__isnull", False)),
                                    models.Q(
                                        models.Q(("created_by__isnull", False), _negated=True),
                                        models.Q(("created_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_created_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("submitted_by__isnull", False), ("submitted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("submitted_by__isnull", False), _negated=True),
                                        models.Q(("submitted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_by__isnull", False), ("approved_at__isnull", False)),
                                    models.Q(
                                        models.Q(("approved_by__isnull", False), _negated=True),
                                        models.Q(("approved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_approved_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_by__isnull", False), ("withdrawn_at__isnull", False)),
                                    models.Q(
                                        models.Q(("withdrawn_by__isnull", False), _negated=True),
                                        models.Q(("withdrawn_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_publicity_withdrawn_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Item",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField(verbose_name="序号")),
                        ("values", models.JSONField(default=dict, verbose_name="各列")),
                        (
                            "publicity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="items",
                                to="publicity.publicity",
                                verbose_name="公示",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示名单",
                        "verbose_name_plural": "公示名单",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("publicity", "position"), name="publicity_item_one_place")
                        ],
                    },
                ),
            ],
        ),
    ]
