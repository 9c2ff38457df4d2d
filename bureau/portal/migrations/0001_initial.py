import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import bureau.migrating
import bureau.personal
import bureau.portal.models.articles
import bureau.portal.models.feedback
import bureau.richtext
import bureau.text


class Migration(migrations.Migration):
    replaces = [("portal", "0003_search_guides"), ("portal", "0004_said_in_chinese"), ("portal", "0005_article_tags")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE portal_article_number START 1001", "DROP SEQUENCE portal_article_number"),
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Channel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.SlugField(max_length=30, unique=True, verbose_name="代号")),
                        ("name", models.CharField(max_length=30, verbose_name="名称")),
                        ("lead", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("working_days", models.PositiveSmallIntegerField(verbose_name="答复时限（工作日）")),
                        ("asks_page", models.BooleanField(default=False, verbose_name="询问网页地址")),
                        ("position", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                    ],
                    options={
                        "verbose_name": "受理渠道",
                        "verbose_name_plural": "受理渠道",
                        "ordering": ["position"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("working_days__gte", 1), ("working_days__lte", 60)),
                                name="portal_channel_answers_in_time",
                                violation_error_message="答复时限须在 1 至 60 个工作日之间。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Column",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "code",
                            models.SlugField(
                                help_text="用在网址中，建好后不要改。", max_length=30, unique=True, verbose_name="代号"
                            ),
                        ),
                        ("name", models.CharField(max_length=30, unique=True, verbose_name="栏目名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("article", "文章"),
                                    ("document", "政策文件"),
                                    ("guide", "办事指南"),
                                    ("page", "网站页面"),
                                ],
                                default="article",
                                max_length=10,
                                verbose_name="内容类型",
                            ),
                        ),
                        ("lead", models.CharField(blank=True, max_length=200, verbose_name="栏目说明")),
                        ("position", models.PositiveSmallIntegerField(default=100, verbose_name="次序")),
                        ("is_shown", models.BooleanField(default=True, verbose_name="在网站显示")),
                        ("on_home", models.BooleanField(default=False, verbose_name="在首页显示")),
                        (
                            "warn_after_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="多少天未更新时预警"),
                        ),
                        (
                            "stale_after_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="多少天未更新即超期"),
                        ),
                    ],
                    options={
                        "verbose_name": "栏目",
                        "verbose_name_plural": "栏目",
                        "ordering": ["position"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("warn_after_days", None), ("stale_after_days", None)),
                                    ("warn_after_days__lte", models.F("stale_after_days")),
                                    _connector="OR",
                                ),
                                name="portal_column_warned_before_stale",
                                violation_error_message="预警天数和超期天数要同时填写，且预警不晚于超期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Article",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "document_number",
                            models.CharField(
                                blank=True, help_text="例如：赣市科字〔2026〕12号", max_length=60, verbose_name="文号"
                            ),
                        ),
                        ("issuing_organ", models.CharField(blank=True, max_length=100, verbose_name="发文机关")),
                        ("written_on", models.DateField(blank=True, null=True, verbose_name="成文日期")),
                        ("topic", models.CharField(blank=True, max_length=40, verbose_name="主题分类")),
                        (
                            "validity",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("in_force", "有效"),
                                    ("amended", "已修改"),
                                    ("expired", "失效"),
                                    ("repealed", "废止"),
                                ],
                                max_length=10,
                                verbose_name="有效性",
                            ),
                        ),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        (
                            "index_number",
                            models.CharField(
                                blank=True, help_text="不填则发布时自动编号。", max_length=60, verbose_name="索引号"
                            ),
                        ),
                        ("basis", models.TextField(blank=True, verbose_name="设定依据")),
                        ("conditions", models.TextField(blank=True, verbose_name="申请条件")),
                        ("materials", models.TextField(blank=True, verbose_name="办理材料")),
                        ("procedure", models.TextField(blank=True, verbose_name="办理流程")),
                        ("time_limit", models.CharField(blank=True, max_length=200, verbose_name="办理时限")),
                        ("fee", models.CharField(blank=True, max_length=200, verbose_name="收费标准")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="办理地点")),
                        ("phone", models.CharField(blank=True, max_length=60, verbose_name="咨询电话")),
                        (
                            "number",
                            models.BigIntegerField(
                                db_index=True,
                                default=bureau.portal.models.articles.next_number,
                                editable=False,
                                verbose_name="编号",
                            ),
                        ),
                        ("edition", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="版次")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("article", "文章"),
                                    ("document", "政策文件"),
                                    ("guide", "办事指南"),
                                    ("page", "网站页面"),
                                ],
                                editable=False,
                                max_length=10,
                                verbose_name="内容类型",
                            ),
                        ),
                        ("slug", models.SlugField(blank=True, editable=False, max_length=30, verbose_name="页面代号")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        (
                            "source",
                            models.CharField(
                                blank=True,
                                help_text="例如：本局办公室、江西省科学技术厅",
                                max_length=60,
                                verbose_name="来源",
                            ),
                        ),
                        ("summary", models.CharField(blank=True, max_length=300, verbose_name="摘要")),
                        ("body", bureau.richtext.RichTextField(blank=True, verbose_name="正文")),
                        (
                            "text",
                            bureau.richtext.PlainTextField(
                                blank=True,
                                default="",
                                editable=False,
                                sources=("body", "basis", "conditions", "materials", "procedure"),
                            ),
                        ),
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
                                blank=True,
                                default=list,
                                help_text="发布后推送给订阅了这些标签的企业人员；不选则不推送。",
                                size=None,
                                verbose_name="推送标签",
                            ),
                        ),
                        ("publish_at", models.DateTimeField(blank=True, null=True, verbose_name="定时发布")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待初审"),
                                    ("first_reviewed", "待复审"),
                                    ("second_reviewed", "待终审"),
                                    ("approved", "终审通过，待发布"),
                                    ("published", "已发布"),
                                    ("replaced", "已由新版替代"),
                                    ("withdrawn", "已撤下"),
                                    ("discarded", "已作废"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("is_initial", models.BooleanField(default=False, editable=False, verbose_name="随系统交付")),
                        (
                            "return_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        (
                            "withdraw_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="撤下理由"),
                        ),
                        ("released_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="本版发布时间")),
                        ("created_at", models.DateTimeField(editable=False, null=True, verbose_name="建立时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="送审时间")),
                        ("first_reviewed_at", models.DateTimeField(editable=False, null=True, verbose_name="初审时间")),
                        (
                            "second_reviewed_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="复审时间"),
                        ),
                        ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="终审时间")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="撤下时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("title", "document_number", "text"),
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
                                verbose_name="终审",
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
                                verbose_name="撰稿",
                            ),
                        ),
                        (
                            "first_reviewed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="初审",
                            ),
                        ),
                        (
                            "interprets",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interpretations",
                                to="portal.article",
                                verbose_name="解读的文件",
                            ),
                        ),
                        (
                            "second_reviewed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复审",
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
                                verbose_name="送审",
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
                                verbose_name="撤下",
                            ),
                        ),
                        (
                            "column",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="articles",
                                to="portal.column",
                                verbose_name="栏目",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文章",
                        "verbose_name_plural": "文章",
                        "permissions": [
                            ("submit_article", "送审"),
                            ("first_review_article", "初审"),
                            ("second_review_article", "复审"),
                            ("approve_article", "终审"),
                            ("publish_article", "发布"),
                            ("withdraw_article", "撤下"),
                        ],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="article_search"
                            ),
                            models.Index(
                                condition=models.Q(("status", "published")),
                                fields=["column", "-released_at", "-id"],
                                name="portal_article_list",
                            ),
                            models.Index(
                                condition=models.Q(("status", "published")),
                                fields=["-released_at", "-id"],
                                name="portal_article_newest",
                            ),
                            models.Index(
                                condition=models.Q(("status", "approved")),
                                fields=["publish_at"],
                                name="portal_article_due",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "published")),
                                fields=("number",),
                                name="portal_article_one_published",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        ("draft", "submitted", "first_reviewed", "second_reviewed", "approved"),
                                    )
                                ),
                                fields=("number",),
                                name="portal_article_one_in_hand",
                                violation_error_message="这篇文章已有一版正在修改，请在那一版上继续。",
                            ),
                            models.UniqueConstraint(
                                fields=("number", "edition"), name="portal_article_editions_counted"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "published"), models.Q(("slug", ""), _negated=True)),
                                fields=("slug",),
                                name="portal_article_one_per_slug",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("published", "replaced", "withdrawn")),
                                        ("published_at__isnull", False),
                                        ("released_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("published", "replaced", "withdrawn")), _negated=True),
                                        models.Q(
                                            ("published_at__isnull", False),
                                            ("released_at__isnull", False),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_article_released_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("is_initial", True),
                                    models.Q(
                                        ("status__in", ("approved", "published", "replaced", "withdrawn")),
                                        ("approved_at__isnull", False),
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("status__in", ("approved", "published", "replaced", "withdrawn")),
                                            _negated=True,
                                        ),
                                        models.Q(("approved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_article_approved_iff_signed",
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
                                name="portal_article_withdrawn_iff_reasoned",
                                violation_error_message="撤下文章须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_reviewed_by", models.F("submitted_by")), _negated=True),
                                    models.Q(("second_reviewed_by", models.F("submitted_by")), _negated=True),
                                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                    models.Q(("second_reviewed_by", models.F("first_reviewed_by")), _negated=True),
                                    models.Q(("approved_by", models.F("first_reviewed_by")), _negated=True),
                                    models.Q(("approved_by", models.F("second_reviewed_by")), _negated=True),
                                ),
                                name="portal_article_read_by_three",
                                violation_error_message="送审、初审、复审、终审须由不同的人完成。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("draft", "discarded")),
                                    models.Q(("kind", "document"), _negated=True),
                                    models.Q(
                                        models.Q(("document_number", ""), _negated=True),
                                        models.Q(("issuing_organ", ""), _negated=True),
                                        ("written_on__isnull", False),
                                        models.Q(("validity", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_article_document_marked",
                                violation_error_message="政策文件须写明文号、发文机关、成文日期和有效性。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("document_number", ""),
                                    ("document_number__regex", "〔\\d{4}〕\\d+号"),
                                    _connector="OR",
                                ),
                                name="portal_article_document_number_shaped",
                                violation_error_message="文号的年份要用六角括号，例如“赣市科字〔2026〕12号”。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("draft", "discarded")),
                                    models.Q(("kind", "guide"), _negated=True),
                                    models.Q(
                                        ("basis", ""),
                                        ("conditions", ""),
                                        ("materials", ""),
                                        ("procedure", ""),
                                        ("time_limit", ""),
                                        ("phone", ""),
                                        _connector="OR",
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_article_guide_complete",
                                violation_error_message="办事指南须写明设定依据、申请条件、办理材料、办理流程、办理时限和咨询电话。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("draft", "discarded")),
                                    ("kind", "guide"),
                                    models.Q(("body", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="portal_article_not_empty",
                                violation_error_message="正文是空的，请写好再送审。",
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
                                name="portal_article_created_signed",
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
                                name="portal_article_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("first_reviewed_by__isnull", False), ("first_reviewed_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("first_reviewed_by__isnull", False), _negated=True),
                                        models.Q(("first_reviewed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_article_first_reviewed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("second_reviewed_by__isnull", False), ("second_reviewed_at__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("second_reviewed_by__isnull", False), _negated=True),
                                        models.Q(("second_reviewed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_article_second_reviewed_signed",
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
                                name="portal_article_approved_signed",
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
                                name="portal_article_withdrawn_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Feedback",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token", models.UUIDField(editable=False, unique=True)),
                        (
                            "receipt",
                            models.CharField(
                                default=bureau.portal.models.feedback.new_receipt,
                                editable=False,
                                max_length=24,
                                unique=True,
                                verbose_name="受理编号",
                            ),
                        ),
                        ("subject", models.CharField(max_length=100, verbose_name="主题")),
                        ("body", models.TextField(max_length=2000, verbose_name="内容")),
                        ("page_url", models.CharField(blank=True, max_length=500, verbose_name="有错误的网页地址")),
                        ("name", models.CharField(blank=True, max_length=30, verbose_name="称呼")),
                        ("mobile", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="手机号")),
                        (
                            "mobile_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="mobile"
                            ),
                        ),
                        ("received_at", models.DateTimeField(editable=False, verbose_name="收到时间")),
                        ("due_on", models.DateField(editable=False, verbose_name="应答复日期")),
                        (
                            "status",
                            models.CharField(
                                choices=[("received", "待答复"), ("answered", "已答复"), ("closed", "不予受理")],
                                default="received",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, editable=False, max_length=4000, verbose_name="答复")),
                        ("is_published", models.BooleanField(default=False, editable=False, verbose_name="公开答复")),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="答复时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("subject", "body")
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
                            "channel",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="messages",
                                to="portal.channel",
                                verbose_name="渠道",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "意见与找错",
                        "verbose_name_plural": "意见与找错",
                        "permissions": [("answer_feedback", "答复"), ("unmask_feedback", "查看完整个人信息")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="feedback_search"
                            ),
                            models.Index(
                                condition=models.Q(("status", "received")),
                                fields=["due_on"],
                                name="portal_feedback_due",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status", "received"), _negated=True),
                                        ("answered_at__isnull", False),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("status", "received"),
                                        models.Q(
                                            ("answered_at__isnull", False),
                                            models.Q(("answer", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_feedback_done_iff_answered",
                                violation_error_message="请写明答复内容。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_published", False), ("status", "answered"), _connector="OR"),
                                name="portal_feedback_published_is_answered",
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
                                name="portal_feedback_answered_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Finding",
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
                                choices=[("dead_link", "失效链接"), ("personal_number", "疑似个人信息")],
                                max_length=20,
                                verbose_name="类别",
                            ),
                        ),
                        ("what", models.CharField(max_length=500, verbose_name="内容")),
                        ("found_at", models.DateTimeField(verbose_name="首次发现时间")),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "待处理"), ("resolved", "已消除"), ("ignored", "核对无误")],
                                default="open",
                                editable=False,
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "ignore_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="核对说明"),
                        ),
                        ("ignored_at", models.DateTimeField(editable=False, null=True, verbose_name="核对时间")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="findings",
                                to="portal.article",
                                verbose_name="文章",
                            ),
                        ),
                        (
                            "ignored_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="忽略人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "巡检发现",
                        "verbose_name_plural": "巡检发现",
                        "permissions": [("ignore_finding", "核对无误")],
                        "constraints": [
                            models.UniqueConstraint(fields=("article", "kind", "what"), name="portal_finding_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status", "ignored"),
                                        ("ignored_at__isnull", False),
                                        models.Q(("ignore_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("status", "ignored"), _negated=True),
                                        models.Q(
                                            ("ignored_at__isnull", False),
                                            models.Q(("ignore_reason", ""), _negated=True),
                                            _negated=True,
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_finding_ignored_iff_reasoned",
                                violation_error_message="请写明核对情况。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ignored_by__isnull", False), ("ignored_at__isnull", False)),
                                    models.Q(
                                        models.Q(("ignored_by__isnull", False), _negated=True),
                                        models.Q(("ignored_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_finding_ignored_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Version",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("saved_at", models.DateTimeField(null=True, verbose_name="保存时间")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="portal.article",
                                verbose_name="文章",
                            ),
                        ),
                        (
                            "saved_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "修改记录",
                        "verbose_name_plural": "修改记录",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("saved_by__isnull", False), ("saved_at__isnull", False)),
                                    models.Q(
                                        models.Q(("saved_by__isnull", False), _negated=True),
                                        models.Q(("saved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_version_saved_signed",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Visit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.BigIntegerField(verbose_name="文章编号")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("count", models.PositiveIntegerField(default=0, verbose_name="次数")),
                    ],
                    options={
                        "verbose_name": "访问量",
                        "verbose_name_plural": "访问量",
                        "constraints": [
                            models.UniqueConstraint(fields=("number", "on"), name="portal_visit_one_per_day")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        (
                            "file",
                            models.FileField(
                                storage=bureau.portal.models.articles.private_storage,
                                upload_to=bureau.portal.models.articles.attachment_path,
                                verbose_name="文件",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("mime", models.CharField(editable=False, max_length=120, verbose_name="类型")),
                        ("kind_name", models.CharField(editable=False, max_length=30, verbose_name="格式")),
                        ("extension", models.CharField(editable=False, max_length=8, verbose_name="扩展名")),
                        ("size", models.PositiveIntegerField(editable=False, verbose_name="字节数")),
                        ("is_picture", models.BooleanField(default=False, verbose_name="正文图片")),
                        ("uploaded_at", models.DateTimeField(editable=False, null=True, verbose_name="上传时间")),
                        (
                            "article",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attachments",
                                to="portal.article",
                                verbose_name="文章",
                            ),
                        ),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "附件",
                        "verbose_name_plural": "附件",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("article", "key"), name="portal_attachment_once_an_edition"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("uploaded_by__isnull", False), ("uploaded_at__isnull", False)),
                                    models.Q(
                                        models.Q(("uploaded_by__isnull", False), _negated=True),
                                        models.Q(("uploaded_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="portal_attachment_uploaded_signed",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
