import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("projects", "0031_signing_calls"),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteVisit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.DateTimeField(verbose_name="考察时间")),
                ("place", models.CharField(max_length=200, verbose_name="考察地点")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="请申报单位准备")),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "待考察"), ("done", "已考察"), ("cancelled", "已取消")],
                        default="planned",
                        editable=False,
                        max_length=20,
                        verbose_name="状态",
                    ),
                ),
                ("points", models.JSONField(default=list, editable=False, verbose_name="考察情况")),
                ("opinion", models.TextField(blank=True, editable=False, max_length=5000, verbose_name="考察意见")),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[("support", "建议支持"), ("improve", "整改后支持"), ("refuse", "不建议支持")],
                        editable=False,
                        max_length=20,
                        verbose_name="结论",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        editable=False,
                        max_digits=14,
                        null=True,
                        verbose_name="建议资助经费（元）",
                    ),
                ),
                ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="取消理由")),
                ("created_at", models.DateTimeField(blank=True, editable=False, verbose_name="安排时间")),
                ("recorded_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="记录时间")),
                ("finished_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="办结时间")),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="projects.application",
                        verbose_name="申报",
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
                        verbose_name="安排人",
                    ),
                ),
                (
                    "finished_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办结人",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="记录人",
                    ),
                ),
            ],
            options={
                "verbose_name": "现场考察",
                "verbose_name_plural": "现场考察",
                "permissions": [("run_sitevisit", "安排、记录与办结")],
                "default_permissions": ("view",),
                "indexes": [models.Index(fields=["status", "starts_at"], name="sitevisit_by_day")],
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
                        name="projects_sitevisit_created_signed",
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
                        name="projects_sitevisit_recorded_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_by__isnull", False), ("finished_at__isnull", False)),
                            models.Q(
                                models.Q(("finished_by__isnull", False), _negated=True),
                                models.Q(("finished_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_sitevisit_finished_signed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "planned")),
                        fields=("application",),
                        name="projects_sitevisit_one_planned",
                        violation_error_message="该项目已有一次待考察的安排。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), ("finished_at__isnull", False)),
                            models.Q(
                                models.Q(("status", "done"), _negated=True),
                                models.Q(("finished_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_sitevisit_done_iff_finished",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recorded_at__isnull", False),
                                models.Q(("conclusion", ""), _negated=True),
                                models.Q(("opinion", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("recorded_at__isnull", False), _negated=True),
                                models.Q(
                                    models.Q(("conclusion", ""), _negated=True),
                                    models.Q(("opinion", ""), _negated=True),
                                    _negated=True,
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="projects_sitevisit_recorded_iff_concluded",
                        violation_error_message="考察须写明意见和结论。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("finished_at", None), ("recorded_at__isnull", False), _connector="OR"),
                        name="projects_sitevisit_finished_is_recorded",
                        violation_error_message="请先记录考察情况和意见。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "cancelled"), models.Q(("reason", ""), _negated=True)),
                            models.Q(models.Q(("status", "cancelled"), _negated=True), ("reason", "")),
                            _connector="OR",
                        ),
                        name="projects_sitevisit_cancelled_iff_told",
                        violation_error_message="取消须写明理由。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="projects_sitevisit_amount_not_negative",
                        violation_error_message="建议资助经费不能为负数。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VisitMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="签字时间")),
                ("is_on_paper", models.BooleanField(default=False, editable=False, verbose_name="纸质签字")),
                (
                    "expert",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="projects.expert",
                        verbose_name="专家",
                    ),
                ),
                (
                    "officer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="本局人员",
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
                        verbose_name="签字登记人",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="projects.sitevisit",
                        verbose_name="现场考察",
                    ),
                ),
            ],
            options={
                "verbose_name": "考察人员",
                "verbose_name_plural": "考察人员",
                "ordering": ["pk"],
                "default_permissions": (),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("signed_by__isnull", False), ("signed_at__isnull", False)),
                            models.Q(
                                models.Q(("signed_by__isnull", False), _negated=True),
                                models.Q(("signed_at__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_visitmember_signed_signed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expert", None), ("officer__isnull", False)),
                            models.Q(
                                models.Q(("expert", None), _negated=True),
                                models.Q(("officer__isnull", False), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="projects_visitmember_expert_or_officer",
                        violation_error_message="考察人员须是一名专家或一名本局人员。",
                    ),
                    models.UniqueConstraint(fields=("visit", "expert"), name="projects_visitmember_expert_once"),
                    models.UniqueConstraint(fields=("visit", "officer"), name="projects_visitmember_officer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("is_on_paper", False), ("signed_at__isnull", False), _connector="OR"),
                        name="projects_visitmember_paper_is_signed",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="call",
            name="visit_from",
            field=models.DecimalField(
                blank=True,
                decimal_places=2,
                help_text="不填表示不按金额要求。",
                max_digits=14,
                null=True,
                verbose_name="申请经费达到多少须现场考察（元）",
            ),
        ),
        migrations.AddField(
            model_name="call",
            name="visit_places",
            field=models.PositiveSmallIntegerField(
                blank=True,
                help_text="不填表示不按名次要求。",
                null=True,
                verbose_name="名次在前几的拟立项项目须现场考察",
            ),
        ),
        migrations.AddConstraint(
            model_name="call",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("visit_places", None), ("visit_places__gte", 1), _connector="OR"),
                    models.Q(("visit_from", None), ("visit_from__gt", 0), _connector="OR"),
                ),
                name="projects_call_visit_terms_positive",
                violation_error_message="须现场考察的名次和金额须大于 0；不要求的留空。",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitevisit",
            trigger=pgtrigger.compiler.Trigger(
                name="demand_signatures",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.status = 'done' AND (\n    EXISTS (SELECT 1 FROM projects_visitmember WHERE visit_id = NEW.id AND signed_at IS NULL)\n    OR (SELECT count(*) FROM projects_visitmember WHERE visit_id = NEW.id AND expert_id IS NOT NULL) < 2\n    OR NOT EXISTS (SELECT 1 FROM projects_visitmember WHERE visit_id = NEW.id AND officer_id IS NOT NULL)\n    OR EXISTS (SELECT 1 FROM projects_visitmember m JOIN projects_recusal r ON r.expert_id = m.expert_id\n                WHERE m.visit_id = NEW.id AND r.application_id = NEW.application_id AND r.lifted_at IS NULL)) THEN\n    RAISE EXCEPTION 'projects_sitevisit_signed_by_all: visit % lacks a signature, an officer or an expert who may judge', NEW.id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="9f9fe79493d2aa105929129b517cdd7dadd770df",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_demand_signatures_314b4",
                    table="projects_sitevisit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sitevisit",
            trigger=pgtrigger.compiler.Trigger(
                name="visit_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="57f3a4a2a88bd30cde8cc7080cd429bc0dc0396a",
                    operation="DELETE",
                    pgid="pgtrigger_visit_kept_5253e",
                    table="projects_sitevisit",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitmember",
            trigger=pgtrigger.compiler.Trigger(
                name="refuse_recused_visit",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF NEW.expert_id IS NULL THEN\n    RETURN NEW;\nEND IF;\nPERFORM 1 FROM projects_expert WHERE id = NEW.expert_id FOR NO KEY UPDATE;\nIF EXISTS (SELECT 1 FROM projects_recusal r JOIN projects_sitevisit v ON v.application_id = r.application_id\n            WHERE v.id = NEW.visit_id AND r.expert_id = NEW.expert_id AND r.lifted_at IS NULL) THEN\n    RAISE EXCEPTION 'projects_visitmember_recused: expert % must not visit', NEW.expert_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                    hash="4358b0c378e4e6c519b06228586b1cea690461d0",
                    operation='INSERT OR UPDATE OF "expert_id"',
                    pgid="pgtrigger_refuse_recused_visit_a4303",
                    table="projects_visitmember",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="visitmember",
            trigger=pgtrigger.compiler.Trigger(
                name="keep_signed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\nIF EXISTS (SELECT 1 FROM projects_sitevisit WHERE id = OLD.visit_id AND status <> 'planned') THEN\n    RAISE EXCEPTION 'projects_visitmember_kept: visit % is over', OLD.visit_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN coalesce(NEW, OLD);\n",
                    hash="ed1da123b73d7523918dc3ff492a1af03c0c8c16",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_keep_signed_6b3ac",
                    table="projects_visitmember",
                    when="BEFORE",
                ),
            ),
        ),
    ]
