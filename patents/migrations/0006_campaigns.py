import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0010_former_names"),
        ("patents", "0005_summaries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        max_length=100, validators=[django.core.validators.MinLengthValidator(2)], verbose_name="名称"
                    ),
                ),
                (
                    "cohort",
                    models.CharField(
                        choices=[
                            ("high_tech", "有效高新技术企业"),
                            ("tech_sme", "在库科技型中小企业"),
                            ("reserve", "高企培育库企业"),
                        ],
                        max_length=20,
                        verbose_name="企业范围",
                    ),
                ),
                ("as_of", models.DateField(verbose_name="名单日期")),
                (
                    "measure",
                    models.CharField(
                        choices=[("filed", "申请量"), ("granted", "授权量"), ("stock", "有效量（期末）")],
                        max_length=20,
                        verbose_name="以什么为准",
                    ),
                ),
                ("only_inventions", models.BooleanField(default=False, verbose_name="只算发明")),
                ("firms_on_list", models.PositiveIntegerField(editable=False, verbose_name="列入企业数")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "进行中"), ("closed", "已结束")],
                        default="open",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("started_at", models.DateTimeField(editable=False, null=True, verbose_name="发起时间")),
                ("closed_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="结束人",
                    ),
                ),
                (
                    "started_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="发起人",
                    ),
                ),
            ],
            options={
                "verbose_name": "消零行动",
                "verbose_name_plural": "消零行动",
                "permissions": [("run_campaign", "发起、分派与结束消零行动")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("name",),
                        name="patents_campaign_one_name",
                        violation_error_message="已有同名的消零行动，请换一个名称。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("started_by__isnull", False), ("started_at__isnull", False)),
                            models.Q(
                                models.Q(("started_by__isnull", False), _negated=True),
                                models.Q(("started_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="patents_campaign_started_signed",
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
                        name="patents_campaign_closed_signed",
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
                        name="patents_campaign_closed_iff_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("firms_on_list__gt", 0)),
                        name="patents_campaign_has_firms",
                        violation_error_message="名单上没有企业，不能发起消零行动。",
                    ),
                ],
                "default_permissions": ("view",),
            },
        ),
        migrations.CreateModel(
            name="ZeroFirm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "待联系"),
                            ("helped", "辅导中"),
                            ("cleared", "已消零"),
                            ("unable", "暂不能消零"),
                        ],
                        default="waiting",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("assigned_at", models.DateTimeField(editable=False, null=True, verbose_name="分派时间")),
                ("result", models.CharField(blank=True, editable=False, max_length=500, verbose_name="情况")),
                ("recorded_at", models.DateTimeField(editable=False, null=True, verbose_name="登记时间")),
                (
                    "assigned_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="分派人",
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任人",
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="firms",
                        to="patents.campaign",
                        verbose_name="消零行动",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.division",
                        verbose_name="所在县（市、区）",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                        verbose_name="企业",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
            ],
            options={
                "verbose_name": "消零企业",
                "verbose_name_plural": "消零企业",
                "permissions": [("export_zerofirm", "导出"), ("record_zerofirm", "登记消零情况")],
                "indexes": [
                    models.Index(fields=["campaign", "status"], name="zerofirm_by_status"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("campaign", "organisation"), name="patents_zerofirm_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assigned_by__isnull", False), ("assigned_at__isnull", False)),
                            models.Q(
                                models.Q(("assigned_by__isnull", False), _negated=True),
                                models.Q(("assigned_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="patents_zerofirm_assigned_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("recorded_by__isnull", False), ("recorded_at__isnull", False)),
                            models.Q(
                                models.Q(("recorded_by__isnull", False), _negated=True),
                                models.Q(("recorded_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="patents_zerofirm_recorded_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("assignee__isnull", False), ("assigned_at__isnull", False)),
                            models.Q(
                                models.Q(("assignee__isnull", False), _negated=True),
                                models.Q(("assigned_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="patents_zerofirm_assigned_iff_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("cleared", "unable")), _negated=True),
                            ("recorded_at__isnull", False),
                            _connector="OR",
                        ),
                        name="patents_zerofirm_settled_is_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "unable"), _negated=True),
                            models.Q(("result", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="patents_zerofirm_unable_says_why",
                        violation_error_message="暂不能消零的须写明原因。",
                    ),
                ],
                "default_permissions": ("view",),
            },
        ),
    ]
