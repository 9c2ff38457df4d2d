import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("projects", "0023_materials"),
    ]

    operations = [
        migrations.CreateModel(
            name="Panel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="如：新材料组答辩会。", max_length=100, verbose_name="名称")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("planning", "筹备"),
                            ("called", "已通知"),
                            ("sitting", "会议进行中"),
                            ("ended", "已结束"),
                            ("cancelled", "已取消"),
                        ],
                        default="planning",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="开始时间")),
                (
                    "place",
                    models.CharField(blank=True, help_text="线上举行的可不填。", max_length=200, verbose_name="地点"),
                ),
                ("link", models.URLField(blank=True, max_length=300, verbose_name="线上会议链接")),
                (
                    "mode",
                    models.CharField(
                        choices=[("scores", "打分"), ("votes", "表决（同意、不同意、弃权）")],
                        default="scores",
                        max_length=10,
                        verbose_name="评议方式",
                    ),
                ),
                ("is_secret", models.BooleanField(default=False, editable=False, verbose_name="无记名")),
                (
                    "rule",
                    models.CharField(
                        choices=[
                            ("majority", "到会专家过半数同意"),
                            ("two_thirds", "到会专家三分之二以上同意"),
                            ("three_quarters", "到会专家四分之三以上同意"),
                        ],
                        default="two_thirds",
                        help_text="表决时用。",
                        max_length=20,
                        verbose_name="表决通过的条件",
                    ),
                ),
                (
                    "pass_score",
                    models.DecimalField(
                        decimal_places=2,
                        default=60,
                        help_text="打分时用：平均分不低于此分的通过。",
                        max_digits=5,
                        verbose_name="打分通过的分数线",
                    ),
                ),
                (
                    "least_present",
                    models.PositiveSmallIntegerField(
                        default=5, help_text="逐项计算，回避离场的不计入。", verbose_name="到会专家不少于（人）"
                    ),
                ),
                (
                    "minutes_each",
                    models.PositiveSmallIntegerField(
                        default=20,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="每项时间（分钟）",
                    ),
                ),
                ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="筹备时间")),
                ("called_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="通知时间")),
                ("begun_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="实际开始时间")),
                ("ended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束时间")),
                (
                    "begun_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="宣布开始人",
                    ),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="通知人",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="筹备人",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="宣布结束人",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        blank=True,
                        help_text="只评议一个分组的项目；不分组的留空。",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.reviewgroup",
                        verbose_name="分组",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.reviewround",
                        verbose_name="评审轮次",
                    ),
                ),
            ],
            options={
                "verbose_name": "会评",
                "verbose_name_plural": "会评",
                "permissions": [("run_panel", "会场：签到、开始与结束评议"), ("sit_panel", "参加会评")],
                "default_permissions": ("view", "add", "change"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("created_by__isnull", False), ("created_at__isnull", False)),
                            models.Q(
                                models.Q(("created_by__isnull", False), _negated=True),
                                models.Q(("created_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panel_created_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_by__isnull", False), ("called_at__isnull", False)),
                            models.Q(
                                models.Q(("called_by__isnull", False), _negated=True),
                                models.Q(("called_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panel_called_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("begun_by__isnull", False), ("begun_at__isnull", False)),
                            models.Q(
                                models.Q(("begun_by__isnull", False), _negated=True),
                                models.Q(("begun_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panel_begun_signed",
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
                        name="projects_panel_ended_signed",
                    ),
                    models.UniqueConstraint(
                        fields=("round", "name"),
                        name="projects_panel_one_per_name",
                        violation_error_message="该轮次已有同名会评。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True),
                            models.Q(("link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="projects_panel_is_somewhere",
                        violation_error_message="请填地点或线上会议链接。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least_present__gte", 1),
                            ("least_present__lte", 99),
                            ("pass_score__gte", 0),
                            ("pass_score__lte", 100),
                        ),
                        name="projects_panel_numbers_possible",
                        violation_error_message="到会人数至少 1 人，分数线在 0 至 100 之间。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("is_secret", False), ("mode", "votes"), _connector="OR"),
                        name="projects_panel_secret_is_a_vote",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("called", "sitting", "ended")), _negated=True),
                            ("called_at__isnull", False),
                            _connector="OR",
                        ),
                        name="projects_panel_called_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("sitting", "ended")), ("begun_at__isnull", False)),
                            models.Q(
                                models.Q(("status__in", ("sitting", "ended")), _negated=True),
                                models.Q(("begun_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panel_begun_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "ended"), ("ended_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "ended"), _negated=True),
                                models.Q(("ended_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panel_ended_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="projects_panel_cancelled_iff_says_why",
                        violation_error_message="取消须写明理由。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="代号")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("listed", "拟邀请"),
                            ("invited", "待确认"),
                            ("accepted", "已确认"),
                            ("declined", "不能参加"),
                            ("removed", "已调整"),
                        ],
                        default="listed",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("is_chair", models.BooleanField(default=False, verbose_name="组长")),
                ("is_present", models.BooleanField(default=False, editable=False, verbose_name="到会")),
                ("attended_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签到时间")),
                ("invited_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="邀请时间")),
                ("answered_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="答复时间")),
                ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由")),
                (
                    "attended_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签到登记人",
                    ),
                ),
                (
                    "expert",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="panels",
                        to="projects.expert",
                        verbose_name="专家",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="邀请人",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="projects.panel",
                        verbose_name="会评",
                    ),
                ),
            ],
            options={
                "verbose_name": "会评专家",
                "verbose_name_plural": "会评专家",
                "ordering": ["-is_chair", "number"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("invited_by__isnull", False), ("invited_at__isnull", False)),
                            models.Q(
                                models.Q(("invited_by__isnull", False), _negated=True),
                                models.Q(("invited_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panelmember_invited_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("attended_by__isnull", False), ("attended_at__isnull", False)),
                            models.Q(
                                models.Q(("attended_by__isnull", False), _negated=True),
                                models.Q(("attended_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panelmember_attended_signed",
                    ),
                    models.UniqueConstraint(
                        fields=("panel", "expert"),
                        name="projects_panelmember_once",
                        violation_error_message="该专家已在名单中。",
                    ),
                    models.UniqueConstraint(fields=("panel", "number"), name="projects_panelmember_one_per_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_chair", True)),
                        fields=("panel",),
                        name="projects_panelmember_one_chair",
                        violation_error_message="组长只能有一人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_chair", False),
                            models.Q(("status__in", ("declined", "removed")), _negated=True),
                            _connector="OR",
                        ),
                        name="projects_panelmember_chair_comes",
                        violation_error_message="不能参加的专家不能任组长。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_present", False),
                            models.Q(("attended_at__isnull", False), ("status", "accepted")),
                            _connector="OR",
                        ),
                        name="projects_panelmember_present_has_accepted",
                        violation_error_message="确认参加的专家才能签到。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("accepted", "declined")), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="projects_panelmember_answered_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status__in", ("declined", "removed")), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="projects_panelmember_says_why",
                        violation_error_message="须写明理由。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "minutes",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(480),
                        ],
                        verbose_name="时间（分钟）",
                    ),
                ),
                (
                    "pause",
                    models.PositiveSmallIntegerField(
                        default=0,
                        validators=[django.core.validators.MaxValueValidator(1440)],
                        verbose_name="之前休息（分钟）",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("waiting", "待评议"), ("open", "评议中"), ("closed", "评议结束")],
                        default="waiting",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("turn", models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="第几次评议")),
                ("opened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="开始评议时间")),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="结束评议时间")),
                ("present", models.PositiveSmallIntegerField(editable=False, null=True, verbose_name="到会（人）")),
                ("agree", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="同意（票）")),
                ("oppose", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="不同意（票）")),
                ("abstain", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="弃权（票）")),
                (
                    "score",
                    models.DecimalField(
                        decimal_places=2, editable=False, max_digits=5, null=True, verbose_name="会评得分"
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[("passed", "通过"), ("failed", "不通过"), ("inquorate", "人数不足，不作结论")],
                        editable=False,
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                ("arithmetic", models.CharField(blank=True, editable=False, max_length=500, verbose_name="结论的计算")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_items",
                        to="projects.application",
                        verbose_name="申报",
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="结束评议人",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="开始评议人",
                    ),
                ),
                (
                    "panel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="projects.panel",
                        verbose_name="会评",
                    ),
                ),
                (
                    "acting",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="projects.panelmember",
                        verbose_name="代组长",
                    ),
                ),
            ],
            options={
                "verbose_name": "会评项目",
                "verbose_name_plural": "会评项目",
                "ordering": ["position"],
                "default_permissions": (),
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
                        name="projects_agendaitem_opened_signed",
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
                        name="projects_agendaitem_closed_signed",
                    ),
                    models.UniqueConstraint(
                        fields=("panel", "application"),
                        name="projects_agendaitem_once",
                        violation_error_message="该项目已在议程中。",
                    ),
                    models.UniqueConstraint(
                        deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                        fields=("panel", "position"),
                        name="projects_agendaitem_one_per_position",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "open")),
                        fields=("panel",),
                        name="projects_agendaitem_one_open",
                        violation_error_message="有另一项正在评议，请先结束。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "waiting"), ("opened_at", None)),
                            models.Q(
                                models.Q(("status", "waiting"), _negated=True),
                                models.Q(("opened_at", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_agendaitem_opened_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("status", "closed"),
                                models.Q(("result", ""), _negated=True),
                                ("closed_at__isnull", False),
                                ("present__isnull", False),
                            ),
                            models.Q(
                                models.Q(("status", "closed"), _negated=True),
                                models.Q(
                                    models.Q(("result", ""), _negated=True),
                                    ("closed_at__isnull", False),
                                    ("present__isnull", False),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="projects_agendaitem_closed_iff_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("present", None),
                            (
                                "present__gte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("agree"), "+", models.F("oppose")
                                    ),
                                    "+",
                                    models.F("abstain"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="projects_agendaitem_no_more_votes_than_voters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", "passed"), _negated=True), ("score__isnull", False), _connector="OR"
                        ),
                        name="projects_agendaitem_passed_is_scored",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("turn", models.PositiveSmallIntegerField(verbose_name="第几次评议")),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("agree", "同意"), ("oppose", "不同意"), ("abstain", "弃权")],
                        max_length=10,
                        verbose_name="表决",
                    ),
                ),
                ("marks", models.JSONField(blank=True, default=dict, verbose_name="逐项评分")),
                (
                    "total",
                    models.DecimalField(blank=True, decimal_places=2, max_digits=5, null=True, verbose_name="总分"),
                ),
                ("comment", models.TextField(blank=True, max_length=2000, verbose_name="意见")),
                ("cast_at", models.DateTimeField(blank=True, editable=False, verbose_name="提交时间")),
                (
                    "blocked_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="因回避不计时间"),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="projects.agendaitem",
                        verbose_name="会评项目",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="projects.panelmember",
                        verbose_name="会评专家",
                    ),
                ),
            ],
            options={
                "verbose_name": "会评评分与表决",
                "verbose_name_plural": "会评评分与表决",
                "ordering": ["member__number"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "member", "turn"),
                        name="projects_ballot_one_each",
                        violation_error_message="您已提交，每人一票。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("total", None), models.Q(("total__gte", 0), ("total__lte", 100)), _connector="OR"
                        ),
                        name="projects_ballot_total_of_a_hundred",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("choice", ""), ("choice__in", ["agree", "oppose", "abstain"]), _connector="OR"
                        ),
                        name="projects_ballot_choice_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Leaving",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300, verbose_name="情形")),
                ("left_at", models.DateTimeField(blank=True, editable=False, verbose_name="离场时间")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leavings",
                        to="projects.agendaitem",
                        verbose_name="会评项目",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leavings",
                        to="projects.panelmember",
                        verbose_name="会评专家",
                    ),
                ),
            ],
            options={
                "verbose_name": "回避离场",
                "verbose_name_plural": "回避离场",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(fields=("item", "member"), name="projects_leaving_once"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="projects_leaving_says_why"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opinion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "起草中"), ("signed", "组长已签字")],
                        default="draft",
                        editable=False,
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        choices=[("passed", "通过"), ("failed", "不通过"), ("inquorate", "人数不足，不作结论")],
                        editable=False,
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=5000, verbose_name="专家组意见")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=14, null=True, verbose_name="建议资助经费（元）"
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0, editable=False, verbose_name="保存次数")),
                (
                    "is_by_secretary",
                    models.BooleanField(default=False, editable=False, verbose_name="由工作人员代为起草"),
                ),
                ("written_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="起草时间")),
                ("signed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签字时间")),
                ("reopened_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="退回时间")),
                (
                    "reopen_reason",
                    models.CharField(blank=True, editable=False, max_length=500, verbose_name="退回理由"),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="opinion",
                        to="projects.agendaitem",
                        verbose_name="会评项目",
                    ),
                ),
                (
                    "reopened_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="退回人",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="签字人",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
            ],
            options={
                "verbose_name": "专家组意见",
                "verbose_name_plural": "专家组意见",
                "permissions": [("write_opinion", "代为起草"), ("reopen_opinion", "退回已签字的")],
                "default_permissions": ("view",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("written_by__isnull", False), ("written_at__isnull", False)),
                            models.Q(
                                models.Q(("written_by__isnull", False), _negated=True),
                                models.Q(("written_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_opinion_written_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_by__isnull", False), ("signed_at__isnull", False)),
                            models.Q(
                                models.Q(("signed_by__isnull", False), _negated=True),
                                models.Q(("signed_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_opinion_signed_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopened_by__isnull", False), ("reopened_at__isnull", False)),
                            models.Q(
                                models.Q(("reopened_by__isnull", False), _negated=True),
                                models.Q(("reopened_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_opinion_reopened_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "signed"), ("signed_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "signed"), _negated=True),
                                models.Q(("signed_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_opinion_signed_iff_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("status", "draft"), models.Q(("text", ""), _negated=True), _connector="OR"),
                        name="projects_opinion_signed_says_something",
                        violation_error_message="签字前请写明专家组意见。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount", None), models.Q(("amount__gte", 0), ("result", "passed")), _connector="OR"
                        ),
                        name="projects_opinion_amount_if_passed",
                        violation_error_message="通过的才写建议资助经费，且不能为负数。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reopened_at", None), ("reopen_reason", "")),
                            models.Q(
                                models.Q(("reopened_at", None), _negated=True),
                                models.Q(("reopen_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_opinion_reopened_says_why",
                        violation_error_message="退回须写明理由。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PanelView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("what", models.CharField(max_length=255, verbose_name="材料")),
                ("viewed_at", models.DateTimeField(blank=True, editable=False, verbose_name="查看时间")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="views",
                        to="projects.agendaitem",
                        verbose_name="会评项目",
                    ),
                ),
                (
                    "viewed_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="查看人",
                    ),
                ),
            ],
            options={
                "verbose_name": "会评材料查看记录",
                "verbose_name_plural": "会评材料查看记录",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("viewed_by__isnull", False), ("viewed_at__isnull", False)),
                            models.Q(
                                models.Q(("viewed_by__isnull", False), _negated=True),
                                models.Q(("viewed_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_panelview_viewed_signed",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="reviewscheme",
            name="panel_secret",
            field=models.BooleanField(
                default=False,
                help_text="任何人（含工作人员和导出）都看不到谁投了什么票，只有票数。",
                verbose_name="会评表决无记名",
            ),
        ),
        migrations.AddField(
            model_name="reviewscheme",
            name="panel_share",
            field=models.DecimalField(
                decimal_places=1,
                default=50,
                help_text="按权重合计时用，其余为网评的权重。",
                max_digits=4,
                verbose_name="会评权重（%）",
            ),
        ),
        migrations.AddField(
            model_name="reviewscheme",
            name="panel_use",
            field=models.CharField(
                choices=[
                    ("accompanies", "只作参考，不改变网评得分"),
                    ("weighted", "按权重与网评得分合计"),
                    ("replaces", "代替网评得分"),
                ],
                default="accompanies",
                max_length=20,
                verbose_name="会评得分的作用",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="recusal",
            trigger=pgtrigger.compiler.Trigger(
                name="leave_room",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.lifted_at IS NULL THEN\n    INSERT INTO projects_leaving (item_id, member_id, reason, left_at)\n    SELECT i.id, m.id, NEW.evidence, now()\n      FROM projects_agendaitem i JOIN projects_panelmember m ON m.panel_id = i.panel_id\n     WHERE i.application_id = NEW.application_id AND m.expert_id = NEW.expert_id AND i.status = 'open' AND m.is_present\n        ON CONFLICT DO NOTHING;\n    UPDATE projects_ballot b SET blocked_at = now()\n      FROM projects_agendaitem i, projects_panelmember m\n     WHERE b.item_id = i.id AND b.member_id = m.id AND i.application_id = NEW.application_id\n       AND m.expert_id = NEW.expert_id AND b.blocked_at IS NULL\n       AND NOT EXISTS (SELECT 1 FROM projects_opinion WHERE item_id = i.id AND status = 'signed');\nEND IF;\nRETURN NULL;\n",
                    hash="42937c674f2ac41a40ccaf3fc2250828988ee98e",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_leave_room_18bb2",
                    table="projects_recusal",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewscheme",
            constraint=models.CheckConstraint(
                condition=models.Q(("panel_share__gt", 0), ("panel_share__lt", 100)),
                name="projects_reviewscheme_panel_shares",
                violation_error_message="会评权重须大于 0、小于 100。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opinion",
            trigger=pgtrigger.compiler.Trigger(
                name="opinion_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="3ebe85fe19ed80c663f9a2b7365270f1209a6479",
                    operation="DELETE",
                    pgid="pgtrigger_opinion_kept_5b445",
                    table="projects_opinion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="opinion",
            trigger=pgtrigger.compiler.Trigger(
                name="lock_opinion",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.status = 'signed' AND (NEW.status <> 'draft' OR NEW.reopen_reason = '' OR NEW.reopened_at IS NULL\n        OR NEW.reopened_at IS NOT DISTINCT FROM OLD.reopened_at OR NEW.text <> OLD.text\n        OR NEW.amount IS DISTINCT FROM OLD.amount OR NEW.result <> OLD.result) THEN\n    RAISE EXCEPTION 'projects_opinion_locked: opinion % is signed', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF NEW.status = 'signed' AND OLD.status <> 'signed' AND NOT EXISTS (\n        SELECT 1 FROM projects_agendaitem i\n          JOIN projects_panelmember m ON m.id = coalesce(i.acting_id,\n               (SELECT id FROM projects_panelmember WHERE panel_id = i.panel_id AND is_chair))\n          JOIN projects_expert e ON e.id = m.expert_id\n         WHERE i.id = NEW.item_id AND i.status = 'closed' AND e.user_id = NEW.signed_by_id) THEN\n    RAISE EXCEPTION 'projects_opinion_signed_by_the_chair: opinion %', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="90b6130874360a701d894aec31ce928bb2d05666",
                    operation="UPDATE",
                    pgid="pgtrigger_lock_opinion_64a75",
                    table="projects_opinion",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="panel",
            trigger=pgtrigger.compiler.Trigger(
                name="panel_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="88ecb5752395559c65d62ca15bfcb2f175c822f0",
                    operation="DELETE",
                    pgid="pgtrigger_panel_kept_7a12a",
                    table="projects_panel",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="panel",
            trigger=pgtrigger.compiler.Trigger(
                name="seat_chair",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.status = 'sitting' AND NOT EXISTS (SELECT 1 FROM projects_panelmember\n        WHERE panel_id = NEW.id AND is_chair AND is_present AND status = 'accepted') THEN\n    RAISE EXCEPTION 'projects_panel_chaired: panel % has no chair in the room', NEW.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="138a548ed7d4202853c14bef46914817ecfef1dd",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_seat_chair_e502b",
                    table="projects_panel",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="panelmember",
            trigger=pgtrigger.compiler.Trigger(
                name="member_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="9dea22fe54a6c9b94eb50cd7a431c6e3e7e57b99",
                    operation="DELETE",
                    pgid="pgtrigger_member_kept_e58be",
                    table="projects_panelmember",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="panelmember",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_chair",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF OLD.is_chair AND (NOT NEW.is_chair OR NOT NEW.is_present OR NEW.status <> 'accepted')\n        AND EXISTS (SELECT 1 FROM projects_panel WHERE id = OLD.panel_id AND status = 'sitting') THEN\n    RAISE EXCEPTION 'projects_panelmember_chair_stays: panel % is sitting', OLD.panel_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="9e7d0096b1e2c37a0d70b1a6c027edba7795a0aa",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_chair_f5d18",
                    table="projects_panelmember",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leaving",
            trigger=pgtrigger.compiler.Trigger(
                name="leaving_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7caee21727d2e3b799286a2a0738807333008e69",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_leaving_kept_82b46",
                    table="projects_leaving",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="ballot_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="2820fe317633daae2fa710638006dd6907b55ac6",
                    operation="DELETE",
                    pgid="pgtrigger_ballot_kept_0c618",
                    table="projects_ballot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="ballot",
            trigger=pgtrigger.compiler.Trigger(
                name="guard_ballot",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE sitter projects_panelmember%ROWTYPE; thing projects_agendaitem%ROWTYPE; held projects_panel%ROWTYPE;",
                    func="\nIF TG_OP = 'UPDATE' THEN\n    IF NEW.blocked_at IS DISTINCT FROM OLD.blocked_at AND NEW.choice = OLD.choice AND NEW.turn = OLD.turn\n            AND NEW.total IS NOT DISTINCT FROM OLD.total AND NEW.item_id = OLD.item_id AND NEW.member_id = OLD.member_id THEN\n        RETURN NEW;\n    END IF;\nEND IF;\nSELECT * INTO sitter FROM projects_panelmember WHERE id = NEW.member_id;\nPERFORM 1 FROM projects_expert WHERE id = sitter.expert_id FOR NO KEY UPDATE;\nSELECT * INTO thing FROM projects_agendaitem WHERE id = NEW.item_id FOR NO KEY UPDATE;\nSELECT * INTO held FROM projects_panel WHERE id = thing.panel_id;\nIF EXISTS (SELECT 1 FROM projects_recusal WHERE expert_id = sitter.expert_id AND application_id = thing.application_id\n           AND lifted_at IS NULL)\n        OR EXISTS (SELECT 1 FROM projects_leaving WHERE item_id = thing.id AND member_id = sitter.id) THEN\n    RAISE EXCEPTION 'projects_ballot_recused: member % must not judge item %', sitter.id, thing.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF held.status <> 'sitting' OR thing.status <> 'open' OR NEW.turn <> thing.turn THEN\n    RAISE EXCEPTION 'projects_ballot_closed: item % takes no ballot', thing.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF sitter.panel_id <> thing.panel_id OR sitter.status <> 'accepted' OR NOT sitter.is_present THEN\n    RAISE EXCEPTION 'projects_ballot_absent: member % is not in the room', sitter.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF (held.mode = 'votes') <> (NEW.choice <> '') OR (held.mode = 'scores') <> (NEW.total IS NOT NULL)\n        OR (held.mode = 'votes' AND TG_OP = 'UPDATE') THEN\n    RAISE EXCEPTION 'projects_ballot_of_its_mode: panel % takes %', held.id, held.mode\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF held.is_secret THEN\n    UPDATE projects_agendaitem\n       SET agree = agree + (NEW.choice = 'agree')::int, oppose = oppose + (NEW.choice = 'oppose')::int,\n           abstain = abstain + (NEW.choice = 'abstain')::int\n     WHERE id = thing.id;\n    NEW.choice := '';\nEND IF;\nRETURN NEW;\n",
                    hash="331028da34de768f12d1e7a3a737b2a255d926e2",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_guard_ballot_a249d",
                    table="projects_ballot",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="agendaitem",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_decided",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF (NEW.status, NEW.turn, NEW.result, NEW.score, NEW.agree, NEW.oppose, NEW.abstain, NEW.present)\n        IS DISTINCT FROM (OLD.status, OLD.turn, OLD.result, OLD.score, OLD.agree, OLD.oppose, OLD.abstain, OLD.present)\n        AND EXISTS (SELECT 1 FROM projects_opinion WHERE item_id = OLD.id AND status = 'signed') THEN\n    RAISE EXCEPTION 'projects_agendaitem_decided: the opinion of item % is signed', OLD.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="e66e073a738e74b9fcbafc2cac0bf9973dc71729",
                    operation="UPDATE",
                    pgid="pgtrigger_keep_decided_12637",
                    table="projects_agendaitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="panelview",
            trigger=pgtrigger.compiler.Trigger(
                name="panelview_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d4066c31d5701da86e2458718e5ca6921c8cdea3",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_panelview_kept_7f881",
                    table="projects_panelview",
                    when="BEFORE",
                ),
            ),
        ),
    ]
