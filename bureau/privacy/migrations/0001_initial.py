import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating


class Migration(migrations.Migration):
    replaces = [("privacy", "0001_registers")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Consent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=40, verbose_name="同意事项")),
                        ("version", models.CharField(max_length=40, verbose_name="文本版本")),
                        ("words", models.TextField(verbose_name="同意的文本")),
                        ("model", models.CharField(max_length=100, verbose_name="用于")),
                        ("object_id", models.BigIntegerField(verbose_name="编号")),
                        ("signature", models.CharField(max_length=100, verbose_name="同意人")),
                        (
                            "given_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="同意时间"
                            ),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="终止时间")),
                        (
                            "person",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单独同意",
                        "verbose_name_plural": "单独同意",
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["model", "object_id", "kind"], name="privacy_consent_about")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("words", ""), _negated=True),
                                    models.Q(("version", ""), _negated=True),
                                    models.Q(("signature", ""), _negated=True),
                                ),
                                name="privacy_consent_says_to_what",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImpactAssessment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="评估事项")),
                        (
                            "occasions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("sensitive", "处理敏感个人信息"),
                                        ("automated", "利用个人信息进行自动化决策"),
                                        ("entrusted", "委托处理个人信息"),
                                        ("provided", "向其他个人信息处理者提供"),
                                        ("published", "公开个人信息"),
                                        ("abroad", "向境外提供个人信息"),
                                        ("other", "其他对个人权益有重大影响的处理"),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                                verbose_name="评估情形",
                            ),
                        ),
                        (
                            "processing",
                            models.TextField(
                                help_text="处理哪些人的哪些信息，目的、方式、保存期限。",
                                max_length=3000,
                                verbose_name="处理活动",
                            ),
                        ),
                        ("necessity", models.TextField(max_length=3000, verbose_name="合法性、正当性、必要性")),
                        ("impact", models.TextField(max_length=3000, verbose_name="对个人权益的影响和安全风险")),
                        (
                            "measures",
                            models.TextField(
                                help_text="说明措施与风险程度相适应。",
                                max_length=3000,
                                verbose_name="保护措施及其有效性",
                            ),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[
                                    ("allowed", "可以开展"),
                                    ("with_measures", "落实所列措施后可以开展"),
                                    ("forbidden", "不得开展"),
                                ],
                                max_length=20,
                                verbose_name="评估结论",
                            ),
                        ),
                        (
                            "review_on",
                            models.DateField(
                                help_text="处理目的、方式或者风险变化时应提前复核。", verbose_name="下次复核日期"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("draft", "起草中"), ("submitted", "待审批"), ("approved", "已批准")],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        ("drafted_at", models.DateTimeField(editable=False, null=True, verbose_name="起草时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="批准时间")),
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
                            "drafted_by",
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
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "个人信息保护影响评估",
                        "verbose_name_plural": "个人信息保护影响评估",
                        "permissions": [("submit_impactassessment", "提交"), ("approve_impactassessment", "批准")],
                        "default_permissions": ("view", "add", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("drafted_by__isnull", False), ("drafted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("drafted_by__isnull", False), _negated=True),
                                        models.Q(("drafted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_impactassessment_drafted_signed",
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
                                name="privacy_impactassessment_submitted_signed",
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
                                name="privacy_impactassessment_approved_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "approved"), ("approved_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "approved"), _negated=True),
                                        models.Q(("approved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_impactassessment_approved_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="privacy_impactassessment_approved_by_another",
                                violation_error_message="批准人不能是提交人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("occasions", []), _negated=True),
                                name="privacy_impactassessment_has_an_occasion",
                                violation_error_message="请选择评估情形。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Processor",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="受托方名称")),
                        (
                            "purpose",
                            models.CharField(
                                help_text="公开在“个人信息处理清单”中，请写得让公众看得懂。",
                                max_length=300,
                                verbose_name="委托事项和目的",
                            ),
                        ),
                        (
                            "data",
                            models.CharField(
                                help_text="例如：姓名、手机号。公开。", max_length=300, verbose_name="涉及的个人信息"
                            ),
                        ),
                        (
                            "manner",
                            models.CharField(
                                help_text="例如：在本局机房内运行维护，不得复制到局外。",
                                max_length=300,
                                verbose_name="处理方式",
                            ),
                        ),
                        ("contract_number", models.CharField(max_length=100, verbose_name="合同编号")),
                        (
                            "contract",
                            models.FileField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="processors/%Y/%m",
                                verbose_name="合同扫描件",
                            ),
                        ),
                        (
                            "contract_name",
                            models.CharField(blank=True, editable=False, max_length=255, verbose_name="合同文件名"),
                        ),
                        ("contract_type", models.CharField(blank=True, editable=False, max_length=100)),
                        (
                            "clauses",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        ("purpose", "处理目的、期限、方式"),
                                        ("kinds", "个人信息的种类"),
                                        ("measures", "保护措施和保密义务"),
                                        ("duties", "双方的权利和义务"),
                                        ("supervision", "接受本局监督检查"),
                                        ("subcontract", "未经同意不得转委托"),
                                        ("return", "终止时返还或者删除，不得保留"),
                                    ],
                                    max_length=20,
                                ),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="合同已约定的条款",
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="开始日期")),
                        ("ends_on", models.DateField(verbose_name="截止日期")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("submitted", "待审批"),
                                    ("in_force", "委托中"),
                                    ("ended", "已终止"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        (
                            "disposal",
                            models.CharField(
                                blank=True,
                                choices=[("returned", "已返还"), ("deleted", "已删除"), ("both", "已返还并删除副本")],
                                editable=False,
                                max_length=20,
                                verbose_name="数据处置",
                            ),
                        ),
                        ("disposed_on", models.DateField(editable=False, null=True, verbose_name="处置日期")),
                        (
                            "disposal_note",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="处置说明"),
                        ),
                        ("drafted_at", models.DateTimeField(editable=False, null=True, verbose_name="起草时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("approved_at", models.DateTimeField(editable=False, null=True, verbose_name="批准时间")),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="终止登记时间")),
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
                            "assessment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="processors",
                                to="privacy.impactassessment",
                                verbose_name="影响评估",
                            ),
                        ),
                        (
                            "drafted_by",
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
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="终止登记人",
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
                                verbose_name="提交人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "受托处理方",
                        "verbose_name_plural": "受托处理方",
                        "permissions": [
                            ("submit_processor", "提交"),
                            ("approve_processor", "批准"),
                            ("end_processor", "登记终止"),
                        ],
                        "default_permissions": ("view", "add", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("drafted_by__isnull", False), ("drafted_at__isnull", False)),
                                    models.Q(
                                        models.Q(("drafted_by__isnull", False), _negated=True),
                                        models.Q(("drafted_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_processor_drafted_signed",
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
                                name="privacy_processor_submitted_signed",
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
                                name="privacy_processor_approved_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_by__isnull", False), ("ended_at__isnull", False)),
                                    models.Q(
                                        models.Q(("ended_by__isnull", False), _negated=True),
                                        models.Q(("ended_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_processor_ended_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("in_force", "ended")), ("approved_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("in_force", "ended")), _negated=True),
                                        models.Q(("approved_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_processor_in_force_iff_approved",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by", None),
                                    models.Q(("approved_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="privacy_processor_approved_by_another",
                                violation_error_message="批准人不能是提交人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("in_force", "ended")), _negated=True),
                                    models.Q(
                                        (
                                            "clauses__contains",
                                            [
                                                "purpose",
                                                "kinds",
                                                "measures",
                                                "duties",
                                                "supervision",
                                                "subcontract",
                                                "return",
                                            ],
                                        ),
                                        ("assessment__isnull", False),
                                        models.Q(("contract", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_processor_in_force_under_contract",
                                violation_error_message="合同条款、合同扫描件和影响评估齐备才能委托。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("status", "ended"), ("ended_at__isnull", False)),
                                        models.Q(
                                            models.Q(("status", "ended"), _negated=True),
                                            models.Q(("ended_at__isnull", False), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(
                                            ("ended_at__isnull", False), models.Q(("disposal", ""), _negated=True)
                                        ),
                                        models.Q(
                                            models.Q(("ended_at__isnull", False), _negated=True), ("disposal", "")
                                        ),
                                        _connector="OR",
                                    ),
                                    models.Q(
                                        models.Q(("ended_at__isnull", False), ("disposed_on__isnull", False)),
                                        models.Q(
                                            models.Q(("ended_at__isnull", False), _negated=True),
                                            models.Q(("disposed_on__isnull", False), _negated=True),
                                        ),
                                        _connector="OR",
                                    ),
                                ),
                                name="privacy_processor_ended_iff_data_disposed_of",
                                violation_error_message="终止委托须写明数据如何返还或者删除。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                                name="privacy_processor_ends_after_it_starts",
                                violation_error_message="截止日期不能早于开始日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Breach",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="事件")),
                        (
                            "found_at",
                            models.DateTimeField(help_text="通知的时限从发现时起算。", verbose_name="发现时间"),
                        ),
                        ("found_how", models.CharField(max_length=300, verbose_name="如何发现")),
                        (
                            "data",
                            models.CharField(
                                help_text="信息的种类，不写具体内容。", max_length=300, verbose_name="涉及的个人信息"
                            ),
                        ),
                        ("persons", models.PositiveIntegerField(verbose_name="涉及人数（估计）")),
                        ("cause", models.TextField(max_length=2000, verbose_name="原因")),
                        ("harm", models.TextField(max_length=2000, verbose_name="可能造成的危害")),
                        ("measures", models.TextField(max_length=3000, verbose_name="已采取的补救措施")),
                        (
                            "authority",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="报告的部门"),
                        ),
                        (
                            "authority_told_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="向部门报告时间"),
                        ),
                        (
                            "persons_told_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="通知个人时间"),
                        ),
                        (
                            "persons_told_how",
                            models.CharField(blank=True, editable=False, max_length=300, verbose_name="通知个人的方式"),
                        ),
                        (
                            "persons_exempt",
                            models.CharField(
                                blank=True, editable=False, max_length=500, verbose_name="不通知个人的理由"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "处置中"), ("closing", "待批准结案"), ("closed", "已结案")],
                                default="open",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                        ),
                        ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="登记时间")),
                        ("proposed_at", models.DateTimeField(editable=False, null=True, verbose_name="提请结案时间")),
                        ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结案时间")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准结案人",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提请结案人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "个人信息安全事件",
                        "verbose_name_plural": "个人信息安全事件",
                        "permissions": [
                            ("tell_breach", "登记通知"),
                            ("propose_breach", "提请结案"),
                            ("close_breach", "批准结案"),
                        ],
                        "default_permissions": ("view", "add", "change"),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("opened_by__isnull", False), ("opened_at__isnull", False)),
                                    models.Q(
                                        models.Q(("opened_by__isnull", False), _negated=True),
                                        models.Q(("opened_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_breach_opened_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposed_by__isnull", False), ("proposed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("proposed_by__isnull", False), _negated=True),
                                        models.Q(("proposed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_breach_proposed_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_by__isnull", False), ("closed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("closed_by__isnull", False), _negated=True),
                                        models.Q(("closed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_breach_closed_signed",
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
                                name="privacy_breach_closed_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_by", None),
                                    models.Q(("closed_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="privacy_breach_closed_by_another",
                                violation_error_message="批准结案的不能是提请人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("authority_told_at__isnull", False), models.Q(("authority", ""), _negated=True)
                                    ),
                                    models.Q(
                                        models.Q(("authority_told_at__isnull", False), _negated=True), ("authority", "")
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_breach_authority_told_is_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("persons_told_at__isnull", False),
                                        models.Q(("persons_told_how", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("persons_told_at__isnull", False), _negated=True),
                                        ("persons_told_how", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_breach_persons_told_somehow",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status", "open"),
                                    models.Q(
                                        ("authority_told_at__isnull", False),
                                        models.Q(
                                            ("persons_told_at__isnull", False),
                                            models.Q(("persons_exempt", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="privacy_breach_closed_after_telling",
                                violation_error_message="须先登记向部门的报告，和对个人的通知（或者不通知的理由），才能结案。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("authority_told_at", None),
                                    ("authority_told_at__gte", models.F("found_at")),
                                    _connector="OR",
                                ),
                                name="privacy_breach_told_after_it_was_found",
                                violation_error_message="报告时间不能早于发现时间。",
                            ),
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="breach",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'closed')",
                            func="RAISE EXCEPTION 'privacy: a finished record is never changed';",
                            hash="96a7ebe22b3146dce30e81ca7a6d96f5d104ca5d",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_4c883",
                            table="privacy_breach",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="breach",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.closed_at IS NULL OR OLD.closed_at > now() - interval '3 years' THEN RAISE EXCEPTION 'privacy: records are kept for 3 years'; END IF; RETURN OLD;",
                            hash="f4b1f4dbe9528a26c656ede0fd32bf1fadec860b",
                            operation="DELETE",
                            pgid="pgtrigger_kept_ff1b7",
                            table="privacy_breach",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="words_stand",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."words" IS DISTINCT FROM (NEW."words") OR OLD."model" IS DISTINCT FROM (NEW."model") OR OLD."object_id" IS DISTINCT FROM (NEW."object_id") OR OLD."signature" IS DISTINCT FROM (NEW."signature") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."given_at" IS DISTINCT FROM (NEW."given_at"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="509914ae7168d1dff2c56b44b80309d0a11d36ca",
                            operation="UPDATE",
                            pgid="pgtrigger_words_stand_917b7",
                            table="privacy_consent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="consent",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="6a550c01d672bb69bbba0344d7af912c15f51243",
                            operation="DELETE",
                            pgid="pgtrigger_kept_60a02",
                            table="privacy_consent",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="impactassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'approved')",
                            func="RAISE EXCEPTION 'privacy: a finished record is never changed';",
                            hash="548a7f82ff2922522e33df1f379c608b8c1b70e1",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_4e189",
                            table="privacy_impactassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="impactassessment",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.approved_at IS NULL OR OLD.approved_at > now() - interval '3 years' THEN RAISE EXCEPTION 'privacy: records are kept for 3 years'; END IF; RETURN OLD;",
                            hash="f9eeeec1a68314af27c0550e66faa3c2d8fccc49",
                            operation="DELETE",
                            pgid="pgtrigger_kept_39662",
                            table="privacy_impactassessment",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="processor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.\"status\" = 'ended')",
                            func="RAISE EXCEPTION 'privacy: a finished record is never changed';",
                            hash="82e130a332bab9a153a068baa2dd16f69a176f65",
                            operation="UPDATE",
                            pgid="pgtrigger_frozen_b0870",
                            table="privacy_processor",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="processor",
                    trigger=pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="IF OLD.ended_at IS NULL OR OLD.ended_at > now() - interval '3 years' THEN RAISE EXCEPTION 'privacy: records are kept for 3 years'; END IF; RETURN OLD;",
                            hash="2526ad049a0246ec3892a9c471b70026386c5778",
                            operation="DELETE",
                            pgid="pgtrigger_kept_e7ee3",
                            table="privacy_processor",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
