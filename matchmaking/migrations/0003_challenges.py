import django.core.serializers.json
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating
import bureau.personal


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_divisions"),
        ("accounts", "__first__"),
        ("matchmaking", "0002_index"),
        ("projects", "0003_hosted_calls"),
        ("publicity", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Bid",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "number",
                            models.CharField(editable=False, max_length=20, unique=True, verbose_name="方案编号"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("sealed", "已封存"),
                                    ("withdrawn", "已撤回"),
                                    ("opened", "已开封"),
                                    ("broken", "与回执不符，不能开封"),
                                ],
                                default="sealed",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "revision",
                            models.PositiveSmallIntegerField(default=1, editable=False, verbose_name="第几次封存"),
                        ),
                        ("digest", models.CharField(editable=False, max_length=64, verbose_name="回执（SHA-256）")),
                        ("sealed_at", models.DateTimeField(editable=False, null=True, verbose_name="封存时间")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="撤回时间")),
                        (
                            "application",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bid",
                                to="projects.application",
                                verbose_name="开封后的方案",
                            ),
                        ),
                        (
                            "interest",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bid",
                                to="matchmaking.interest",
                                verbose_name="对接意向",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bids",
                                to="accounts.organisation",
                                verbose_name="揭榜单位",
                            ),
                        ),
                        (
                            "sealed_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="封存人",
                            ),
                        ),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤回人",
                            ),
                        ),
                        (
                            "challenge",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bids",
                                to="matchmaking.challenge",
                                verbose_name="揭榜挂帅",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "揭榜方案",
                        "verbose_name_plural": "揭榜方案",
                        "permissions": [("seal_bid", "封存、替换与撤回")],
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("sealed_by__isnull", False), ("sealed_at__isnull", False)),
                                    models.Q(
                                        models.Q(("sealed_by__isnull", False), _negated=True),
                                        models.Q(("sealed_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_bid_sealed_signed",
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
                                name="matchmaking_bid_withdrawn_signed",
                            ),
                            models.UniqueConstraint(
                                fields=("challenge", "organisation"), name="matchmaking_bid_one_per_unit"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("status__in", ["sealed", "withdrawn", "opened", "broken"])),
                                name="matchmaking_bid_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("sealed_at__isnull", False), models.Q(("digest", ""), _negated=True)
                                ),
                                name="matchmaking_bid_has_a_receipt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "withdrawn"), ("withdrawn_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "withdrawn"), _negated=True),
                                        models.Q(("withdrawn_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_bid_withdrawn_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "opened"), ("application__isnull", False)),
                                    models.Q(
                                        models.Q(("status", "opened"), _negated=True),
                                        models.Q(("application__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_bid_opened_iff_application",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=150, verbose_name="榜单名称")),
                        ("problem", models.TextField(blank=True, max_length=5000, verbose_name="难题描述")),
                        ("indicators", models.TextField(blank=True, max_length=3000, verbose_name="指标要求")),
                        ("conditions", models.TextField(blank=True, max_length=2000, verbose_name="揭榜条件")),
                        (
                            "reward",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=16, null=True, verbose_name="榜额（元）"
                            ),
                        ),
                        ("criteria", models.TextField(blank=True, max_length=2000, verbose_name="评审指标")),
                        ("is_blind", models.BooleanField(default=False, verbose_name="盲评")),
                        ("closes_at", models.DateTimeField(blank=True, null=True, verbose_name="揭榜截止")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待审核"),
                                    ("returned", "已退回"),
                                    ("published", "揭榜中"),
                                    ("opened", "评审中"),
                                    ("chosen", "拟定揭榜方"),
                                    ("public", "公示中"),
                                    ("awarded", "已揭榜"),
                                    ("failed", "流榜"),
                                    ("withdrawn", "已撤榜"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="理由")),
                        (
                            "public_key",
                            models.CharField(blank=True, editable=False, max_length=64, verbose_name="封存公钥"),
                        ),
                        ("begun_at", models.DateTimeField(editable=False, null=True, verbose_name="填写时间")),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("published_at", models.DateTimeField(editable=False, null=True, verbose_name="发布时间")),
                        ("ended_at", models.DateTimeField(editable=False, null=True, verbose_name="结束时间")),
                        (
                            "begun_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                        (
                            "call",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenge",
                                to="projects.call",
                                verbose_name="评审批次",
                            ),
                        ),
                        (
                            "chosen",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="won",
                                to="matchmaking.bid",
                                verbose_name="揭榜方案",
                            ),
                        ),
                        (
                            "demand",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="matchmaking.demand",
                                verbose_name="技术需求",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="accounts.organisation",
                                verbose_name="发榜单位",
                            ),
                        ),
                        (
                            "publicity",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="publicity.publicity",
                                verbose_name="公示",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发布人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                db_index=False,
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
                        "verbose_name": "揭榜挂帅",
                        "verbose_name_plural": "揭榜挂帅",
                        "permissions": [
                            ("fill_challenge", "填写"),
                            ("submit_challenge", "提交与撤榜"),
                            ("decide_challenge", "发布、退回与撤榜"),
                            ("open_challenge", "开封"),
                            ("award_challenge", "拟定揭榜方、公示与流榜"),
                        ],
                        "default_permissions": ("view",),
                        "indexes": [models.Index(fields=["status", "closes_at"], name="challenge_by_closing")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("begun_by__isnull", False), ("begun_at__isnull", False)),
                                    models.Q(
                                        models.Q(("begun_by__isnull", False), _negated=True),
                                        models.Q(("begun_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_challenge_begun_signed",
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
                                name="matchmaking_challenge_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("published_by__isnull", False), ("published_at__isnull", False)),
                                    models.Q(
                                        models.Q(("published_by__isnull", False), _negated=True),
                                        models.Q(("published_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_challenge_published_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "status__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "returned",
                                            "published",
                                            "opened",
                                            "chosen",
                                            "public",
                                            "awarded",
                                            "failed",
                                            "withdrawn",
                                        ],
                                    )
                                ),
                                name="matchmaking_challenge_status_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reward__isnull", True), ("reward__gt", 0), _connector="OR"),
                                name="matchmaking_challenge_reward_positive",
                                violation_error_message="榜额须大于 0。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("status__in", ("draft", "submitted", "returned")),
                                    models.Q(
                                        ("closes_at__isnull", False),
                                        ("published_at__isnull", False),
                                        ("reward__isnull", False),
                                        models.Q(("public_key", ""), _negated=True),
                                        models.Q(("criteria", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_challenge_public_is_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("status__in", ("chosen", "public", "awarded")), ("chosen__isnull", False)
                                    ),
                                    models.Q(
                                        models.Q(("status__in", ("chosen", "public", "awarded")), _negated=True),
                                        models.Q(("chosen__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_challenge_chosen_iff_bid",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("public", "awarded")), ("publicity__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("public", "awarded")), _negated=True),
                                        models.Q(("publicity__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="matchmaking_challenge_public_iff_publicity",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("returned", "failed", "withdrawn")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="matchmaking_challenge_says_why",
                                violation_error_message="须写明理由。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ("awarded", "failed", "withdrawn")), _negated=True),
                                fields=("demand",),
                                name="matchmaking_challenge_one_running",
                                violation_error_message="这项需求已在揭榜挂帅中。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChallengeKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("private", bureau.personal.EncryptedTextField(verbose_name="封存私钥")),
                        (
                            "challenge",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="matchmaking.challenge",
                                verbose_name="揭榜挂帅",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "揭榜挂帅密钥",
                        "verbose_name_plural": "揭榜挂帅密钥",
                        "default_permissions": (),
                    },
                ),
                migrations.CreateModel(
                    name="Opening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "receipts",
                            models.JSONField(
                                default=list,
                                encoder=django.core.serializers.json.DjangoJSONEncoder,
                                verbose_name="回执清单",
                            ),
                        ),
                        ("opened_at", models.DateTimeField(editable=False, null=True, verbose_name="开封时间")),
                        (
                            "challenge",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opening",
                                to="matchmaking.challenge",
                                verbose_name="揭榜挂帅",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                db_index=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="开封人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "开封记录",
                        "verbose_name_plural": "开封记录",
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
                                name="matchmaking_opening_opened_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("opened_at__isnull", False)), name="matchmaking_opening_is_dated"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BidPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="次序")),
                        (
                            "file",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="sealed/%Y/%m",
                                verbose_name="密文",
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, verbose_name="密文指纹")),
                        (
                            "bid",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="matchmaking.bid",
                                verbose_name="揭榜方案",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "封存内容",
                        "verbose_name_plural": "封存内容",
                        "ordering": ["place"],
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(fields=("bid", "place"), name="matchmaking_bidpart_one_per_place")
                        ],
                    },
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bidpart",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_part",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NOT EXISTS (SELECT 1 FROM matchmaking_bid b WHERE b.id = coalesce(NEW.bid_id, OLD.bid_id)\n               AND EXISTS (SELECT 1 FROM matchmaking_challenge\n    WHERE id = b.challenge_id AND status = 'published' AND clock_timestamp() < closes_at)) THEN\n    RAISE EXCEPTION 'matchmaking_bidpart_in_time: the challenge takes no bids now' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN coalesce(NEW, OLD);\n",
                            hash="842d9734110ed4cc6ef4a62960698d5d5b2a1626",
                            operation="INSERT OR UPDATE OR DELETE",
                            pgid="pgtrigger_guard_part_d5638",
                            table="matchmaking_bidpart",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="challenge",
                    trigger=pgtrigger.compiler.Trigger(
                        name="fix_challenge",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF OLD.status NOT IN ('draft', 'submitted', 'returned') AND (\n       NEW.closes_at IS DISTINCT FROM OLD.closes_at OR NEW.criteria IS DISTINCT FROM OLD.criteria\n    OR NEW.is_blind IS DISTINCT FROM OLD.is_blind OR NEW.public_key IS DISTINCT FROM OLD.public_key\n    OR NEW.status IN ('draft', 'submitted', 'returned')) THEN\n    RAISE EXCEPTION 'matchmaking_challenge_fixed: what was published stands' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nIF (NEW.call_id IS NOT NULL OR NEW.status IN ('opened', 'chosen', 'public', 'awarded', 'failed'))\n   AND NOT EXISTS (SELECT 1 FROM matchmaking_opening WHERE challenge_id = NEW.id) THEN\n    RAISE EXCEPTION 'matchmaking_challenge_not_opened: there is no opening' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="8455a5ca9f7f05d0229b62bf87a4ee4bf876d859",
                            operation="UPDATE",
                            pgid="pgtrigger_fix_challenge_d0fed",
                            table="matchmaking_challenge",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="bid",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_bid",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF TG_OP = 'INSERT' OR NEW.digest <> OLD.digest OR NEW.revision <> OLD.revision\n   OR (NEW.status <> OLD.status AND NEW.status IN ('sealed', 'withdrawn')) THEN\n    IF NOT EXISTS (SELECT 1 FROM matchmaking_challenge\n    WHERE id = NEW.challenge_id AND status = 'published' AND clock_timestamp() < closes_at) THEN\n        RAISE EXCEPTION 'matchmaking_bid_in_time: the challenge takes no bids now' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\nEND IF;\nIF (NEW.application_id IS NOT NULL OR NEW.status IN ('opened', 'broken'))\n   AND NOT EXISTS (SELECT 1 FROM matchmaking_opening WHERE challenge_id = NEW.challenge_id) THEN\n    RAISE EXCEPTION 'matchmaking_bid_not_opened: there is no opening' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="173dcbae8a0da6a8496d25217e19a9d20e7fdce7",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_guard_bid_893e5",
                            table="matchmaking_bid",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="opening",
                    trigger=pgtrigger.compiler.Trigger(
                        name="guard_opening",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\nIF NOT EXISTS (SELECT 1 FROM matchmaking_challenge\n               WHERE id = NEW.challenge_id AND status = 'published' AND clock_timestamp() >= closes_at) THEN\n    RAISE EXCEPTION 'matchmaking_opening_in_time: the deadline has not passed' USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n",
                            hash="ae0860c82e0cf1c3c777a5078561029956043a75",
                            operation="INSERT",
                            pgid="pgtrigger_guard_opening_af638",
                            table="matchmaking_opening",
                            when="BEFORE",
                        ),
                    ),
                ),
                pgtrigger.migrations.AddTrigger(
                    model_name="opening",
                    trigger=pgtrigger.compiler.Trigger(
                        name="opening_kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="530a1ccd2b2dbca95d152785d38b8f2665539124",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_opening_kept_9ded6",
                            table="matchmaking_opening",
                            when="BEFORE",
                        ),
                    ),
                ),
            ],
        ),
    ]
