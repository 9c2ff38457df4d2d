import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import bureau.files
import bureau.migrating
import bureau.personal
import bureau.text


class Migration(migrations.Migration):
    replaces = [("registration", "0002_searched"), ("registration", "0003_joining")]

    initial = True

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        bureau.migrating.Together(
            operations=[
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("manager", "单位管理员"),
                                    ("contributor", "填报人"),
                                    ("recommender", "推荐经办人"),
                                ],
                                default="contributor",
                                max_length=20,
                                verbose_name="身份",
                            ),
                        ),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        ("name", bureau.personal.EncryptedTextField(default="", verbose_name="被邀请人姓名")),
                        (
                            "name_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="name"
                            ),
                        ),
                        ("mobile", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="手机号")),
                        (
                            "mobile_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="mobile"
                            ),
                        ),
                        ("email", bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="电子邮箱")),
                        (
                            "email_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="email"
                            ),
                        ),
                        ("expires_at", models.DateTimeField(editable=False, verbose_name="失效时间")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="邀请时间"
                            ),
                        ),
                        ("accepted_at", models.DateTimeField(editable=False, null=True, verbose_name="接受时间")),
                        ("revoked_at", models.DateTimeField(editable=False, null=True, verbose_name="取消时间")),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="接受人",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="邀请人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="取消人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "成员邀请",
                        "verbose_name_plural": "成员邀请",
                        "permissions": [("send_invitation", "邀请成员与取消邀请"), ("accept_invitation", "接受邀请")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("role", "manager"), _negated=True),
                                name="registration_invitation_never_to_the_post",
                                violation_error_message="单位管理员由现任移交，不能邀请。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("accepted_at", None), ("revoked_at", None), _connector="OR"),
                                name="registration_invitation_accepted_or_revoked",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("accepted_at", None), ("accepted_at__lte", models.F("expires_at")), _connector="OR"
                                ),
                                name="registration_invitation_accepted_in_time",
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
                                name="registration_invitation_created_signed",
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
                                name="registration_invitation_accepted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("revoked_by__isnull", False), ("revoked_at__isnull", False)),
                                    models.Q(
                                        models.Q(("revoked_by__isnull", False), _negated=True),
                                        models.Q(("revoked_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_invitation_revoked_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Joining",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("words", models.CharField(max_length=200, verbose_name="部门、岗位等说明")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("submitted", "待答复"),
                                    ("granted", "已加入"),
                                    ("declined", "未同意"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, editable=False, max_length=500, verbose_name="答复")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="申请时间"
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True, verbose_name="答复时间")),
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
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="joinings",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "加入申请",
                        "verbose_name_plural": "加入申请",
                        "permissions": [("ask_joining", "申请加入单位"), ("answer_joining", "答复加入申请")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "submitted")),
                                fields=("organisation", "created_by"),
                                name="registration_joining_one_waiting",
                                violation_error_message="您已申请加入该单位，请等待单位管理员答复。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("granted", "declined")), ("answered_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("granted", "declined")), _negated=True),
                                        models.Q(("answered_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_joining_answered_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "declined"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="registration_joining_declined_says_why",
                                violation_error_message="不同意加入须写明理由。",
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
                                name="registration_joining_created_signed",
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
                                name="registration_joining_answered_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Registration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(blank=True, editable=False, max_length=20, verbose_name="受理号")),
                        ("credit_code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                        ("name", models.CharField(blank=True, max_length=200, verbose_name="单位名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("enterprise", "企业"),
                                    ("university", "高校"),
                                    ("institute", "科研院所"),
                                    ("public", "事业单位"),
                                    ("government", "机关"),
                                    ("social", "社会组织"),
                                    ("other", "其他"),
                                ],
                                default="enterprise",
                                max_length=20,
                                verbose_name="单位类型",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="办公地址")),
                        (
                            "legal_representative",
                            models.CharField(blank=True, max_length=50, verbose_name="法定代表人（负责人）"),
                        ),
                        (
                            "contact_name",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="联系人"),
                        ),
                        (
                            "contact_name_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_name"
                            ),
                        ),
                        (
                            "contact_phone",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="联系电话"),
                        ),
                        (
                            "contact_phone_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_phone"
                            ),
                        ),
                        (
                            "contact_email",
                            bureau.personal.EncryptedTextField(blank=True, default="", verbose_name="电子邮箱"),
                        ),
                        (
                            "contact_email_index",
                            bureau.personal.BlindIndexField(
                                blank=True, default="", editable=False, max_length=64, source="contact_email"
                            ),
                        ),
                        (
                            "licence",
                            models.FileField(
                                blank=True,
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="licences/%Y/%m",
                                verbose_name="证照扫描件",
                            ),
                        ),
                        (
                            "licence_name",
                            models.CharField(blank=True, editable=False, max_length=255, verbose_name="证照文件名"),
                        ),
                        (
                            "licence_type",
                            models.CharField(blank=True, editable=False, max_length=100, verbose_name="证照文件类型"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "未提交"),
                                    ("submitted", "待审核"),
                                    ("returned", "退回补正"),
                                    ("approved", "已通过"),
                                    ("refused", "不予通过"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="审核意见"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="开始时间"
                            ),
                        ),
                        ("submitted_at", models.DateTimeField(editable=False, null=True, verbose_name="提交时间")),
                        ("returned_at", models.DateTimeField(editable=False, null=True, verbose_name="退回时间")),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True, verbose_name="撤回时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                                sources=("name", "credit_code", "number"),
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "division",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.division",
                                verbose_name="所在县（市、区）或功能区",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="registrations",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "returned_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="退回人",
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
                        "verbose_name": "单位注册",
                        "verbose_name_plural": "单位注册",
                        "permissions": [
                            ("submit_registration", "填写、提交与撤回"),
                            ("decide_registration", "通过、退回或不予通过"),
                            ("unmask_registration", "查看完整个人信息"),
                        ],
                        "indexes": [
                            models.Index(fields=["status", "submitted_at"], name="registration_by_status"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="registration_search"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "draft")),
                                fields=("created_by",),
                                name="registration_registration_one_draft",
                                violation_error_message="您有一份尚未提交的单位注册，请先提交或放弃。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "submitted")),
                                fields=("credit_code",),
                                name="registration_registration_one_waiting",
                                violation_error_message="该单位已有一份注册正在审核，不必重复提交。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="registration_registration_one_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("credit_code", ""),
                                    ("credit_code__regex", "^[0-9A-HJ-NPQRTUWXY]{18}$"),
                                    _connector="OR",
                                ),
                                name="registration_registration_code_shaped",
                                violation_error_message="统一社会信用代码须为 18 位，不含 I、O、S、V、Z。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("submitted", "approved", "refused")), _negated=True),
                                    models.Q(
                                        models.Q(("credit_code", ""), _negated=True),
                                        models.Q(("name", ""), _negated=True),
                                        ("division__isnull", False),
                                        models.Q(("licence", ""), _negated=True),
                                        models.Q(("number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_registration_handed_in_complete",
                                violation_error_message="提交的注册须有信用代码、名称、所在地、证照和受理号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("submitted", "approved", "refused")), _negated=True),
                                    ("submitted_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="registration_registration_handed_in_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("approved", "refused")), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("approved", "refused")), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_registration_decided_iff_dated",
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
                                name="registration_registration_withdrawn_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("returned", "refused")), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="registration_registration_says_why",
                                violation_error_message="退回和不予通过须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "approved"), _negated=True),
                                    ("organisation__isnull", False),
                                    _connector="OR",
                                ),
                                name="registration_registration_approved_has_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by", None),
                                    models.Q(("decided_by", models.F("created_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="registration_registration_decided_by_another",
                                violation_error_message="不能审核本人提交的注册。",
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
                                name="registration_registration_created_signed",
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
                                name="registration_registration_submitted_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("returned_by__isnull", False), ("returned_at__isnull", False)),
                                    models.Q(
                                        models.Q(("returned_by__isnull", False), _negated=True),
                                        models.Q(("returned_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_registration_returned_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", False), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("decided_by__isnull", False), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_registration_decided_signed",
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
                                name="registration_registration_withdrawn_signed",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Renaming",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("former_name", models.CharField(editable=False, max_length=200, verbose_name="原名称")),
                        ("name", models.CharField(max_length=200, verbose_name="新名称")),
                        ("reason", models.CharField(max_length=500, verbose_name="更名原因")),
                        (
                            "document",
                            models.FileField(
                                max_length=300,
                                storage=bureau.files.private_storage,
                                upload_to="renamings/%Y/%m",
                                verbose_name="证明文件",
                            ),
                        ),
                        ("document_name", models.CharField(editable=False, max_length=255, verbose_name="证明文件名")),
                        (
                            "document_type",
                            models.CharField(editable=False, max_length=100, verbose_name="证明文件类型"),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("submitted", "待审核"),
                                    ("approved", "已更名"),
                                    ("refused", "不予更名"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=20,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "decision_reason",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="审核意见"),
                        ),
                        (
                            "requested_at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="申请时间"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True, verbose_name="审核时间")),
                        (
                            "search",
                            bureau.text.SearchTermsField(
                                blank=True, default=list, editable=False, size=None, sources=("name", "former_name")
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "organisation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="renamings",
                                to="accounts.organisation",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "requested_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位更名",
                        "verbose_name_plural": "单位更名",
                        "permissions": [("submit_renaming", "申请更名"), ("decide_renaming", "审核更名")],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=True, fields=["search"], name="renaming_search"
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "submitted")),
                                fields=("organisation",),
                                name="registration_renaming_one_waiting",
                                violation_error_message="该单位已有一份更名申请正在审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status__in", ("approved", "refused")), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("status__in", ("approved", "refused")), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_renaming_decided_iff_dated",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    models.Q(("decision_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="registration_renaming_refused_says_why",
                                violation_error_message="不予更名须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", models.F("former_name")), _negated=True),
                                name="registration_renaming_changes_the_name",
                                violation_error_message="新名称与原名称相同。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("requested_by__isnull", False), ("requested_at__isnull", False)),
                                    models.Q(
                                        models.Q(("requested_by__isnull", False), _negated=True),
                                        models.Q(("requested_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_renaming_requested_signed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by__isnull", False), ("decided_at__isnull", False)),
                                    models.Q(
                                        models.Q(("decided_by__isnull", False), _negated=True),
                                        models.Q(("decided_at__isnull", False), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_renaming_decided_signed",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
