"""List runs, what they changed, and what every row that came from a list has in common."""

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from bureau.constraints import iff, signed
from bureau.text import SearchTermsField, search_index

from .choices import WRITTEN, NameStatus, RunStatus
from .querysets import ImportRunQuerySet, RecordQuerySet, UnmatchedNameQuerySet

NAME_LENGTH = 500  # Of a unit's name as a list writes it; several names in one cell are nobody's.


def private_storage():
    """Where list files lie: outside every public folder, handed out by permission-checked views alone."""
    return storages["private"]


class ImportRun(models.Model):
    """One file brought in by one person: kept with its hash, all of it written or nothing."""

    file = models.FileField("文件", storage=private_storage, upload_to="lists/%Y/%m", max_length=300, blank=True)
    file_name = models.CharField("文件名", max_length=255)
    sha256 = models.CharField("文件散列（SHA-256）", max_length=64)
    size = models.BigIntegerField("字节数", default=0)
    only_kind = models.CharField("限定种类", max_length=40, blank=True)
    only_places = ArrayField(models.CharField(max_length=50), verbose_name="限定属地", default=list, blank=True)
    only_units = ArrayField(models.BigIntegerField(), verbose_name="限定单位", default=list, blank=True)
    skip_bad_rows = models.BooleanField("跳过有错误的行", default=False)
    status = models.CharField("状态", max_length=20, choices=RunStatus, default=RunStatus.UPLOADED, editable=False)
    message = models.TextField("说明", blank=True, editable=False)
    signature = models.CharField("导入人", max_length=100, editable=False)
    created_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="上传人"
    )
    created_at = models.DateTimeField("上传时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True, editable=False)
    finished_at = models.DateTimeField("结束时间", null=True, editable=False)
    cancel_requested = models.BooleanField("已请求取消", default=False, editable=False)
    error_workbook = models.FileField(
        "错误工作簿", storage=private_storage, upload_to="errors/%Y/%m", max_length=300, blank=True, editable=False
    )
    preview = models.FileField(
        "预览", storage=private_storage, upload_to="previews/%Y/%m", max_length=300, blank=True, editable=False
    )
    undone_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="撤销人"
    )
    undone_at = models.DateTimeField("撤销时间", null=True, editable=False)
    undo_reason = models.CharField("撤销理由", max_length=500, blank=True, editable=False)
    undo_report = models.JSONField("撤销结果", default=dict, editable=False)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "清单导入"
        permissions = [("load_importrun", "导入清单"), ("undo_importrun", "撤销导入")]
        indexes = [models.Index(fields=["status", "-id"], name="lists_importrun_by_status")]
        constraints = [
            signed("undone"),
            CheckConstraint(
                condition=iff(Q(status=RunStatus.UNDONE), Q(undone_at__isnull=False)),
                name="lists_importrun_undone_iff_dated",
            ),
            CheckConstraint(
                condition=~Q(status__in=WRITTEN) | Q(finished_at__isnull=False),
                name="lists_importrun_done_is_dated",
            ),
        ]

    def __str__(self):
        return f"{self.file_name}（{self.pk}）"

    @property
    def is_limited(self) -> bool:
        """Whether it may hold rows of some places or units alone."""
        return bool(self.only_places or self.only_units)


class ImportSheet(models.Model):
    """What became of one sheet of the file: every row read is exactly one of the five outcomes."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="sheets", verbose_name="导入")
    sheet = models.CharField("工作表", max_length=100)
    kind = models.CharField("种类", max_length=40)
    read = models.IntegerField("读取", default=0)
    created = models.IntegerField("新增", default=0)
    updated = models.IntegerField("更新", default=0)
    unchanged = models.IntegerField("无变化", default=0)
    repeated = models.IntegerField("重复", default=0)
    rejected_rows = models.IntegerField("拒绝", default=0)
    rejected = models.JSONField("错误", default=list, encoder=DjangoJSONEncoder)
    conflicts = models.JSONField("冲突", default=list, encoder=DjangoJSONEncoder)
    ignored_columns = models.JSONField("未使用的列", default=list)
    notes = models.JSONField("说明", default=list)
    created_hash = models.CharField("新增记录的散列", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的工作表"
        constraints = [
            UniqueConstraint(fields=["run", "sheet"], name="lists_importsheet_once"),
            CheckConstraint(
                condition=Q(
                    read=models.F("created")
                    + models.F("updated")
                    + models.F("unchanged")
                    + models.F("repeated")
                    + models.F("rejected_rows")
                ),
                name="lists_importsheet_every_row_once",
            ),
        ]

    def __str__(self):
        return f"{self.run}·{self.sheet}"


class Change(models.Model):
    """The old and new values of a row that a run updated: what taking the run back gives again.

    Values are as the database stores them, so personal data stays encrypted here too.
    """

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="changes", verbose_name="导入")
    kind = models.CharField("种类", max_length=40)
    object_id = models.BigIntegerField("记录编号")
    before = models.JSONField("原值", encoder=DjangoJSONEncoder)
    after = models.JSONField("新值", encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "导入所作更新"
        default_permissions = ()
        indexes = [models.Index(fields=["run", "kind"], name="lists_change_by_run")]

    def __str__(self):
        return f"{self.kind}·{self.object_id}"


class HeadingAlias(models.Model):
    """Another heading that staff have met for a column of a list."""

    kind = models.CharField("清单种类", max_length=40)
    heading = models.CharField("标准列名", max_length=50)
    alias = models.CharField("别名", max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = "列名别名"
        constraints = [
            UniqueConstraint(
                fields=["kind", "alias"],
                name="lists_headingalias_one_meaning",
                violation_error_message="这个别名在该种清单中已经有了。",
            )
        ]

    def __str__(self):
        return f"{self.alias} = {self.heading}"


class UnmatchedName(models.Model):
    """A name on lists that no unit bears: somebody decides once, and all its rows follow, now and later."""

    name = models.CharField("名称", max_length=NAME_LENGTH)
    name_key = models.CharField(max_length=NAME_LENGTH, unique=True, editable=False)
    kinds = ArrayField(models.CharField(max_length=40), verbose_name="出现于", default=list)
    rows = models.IntegerField("行数", default=0)
    first_run = models.ForeignKey(
        ImportRun, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="首见于"
    )
    status = models.CharField("状态", max_length=20, choices=NameStatus, default=NameStatus.OPEN, editable=False)
    organisation = models.ForeignKey(
        "accounts.Organisation", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="对应单位"
    )
    resolved_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="处理人"
    )
    resolved_at = models.DateTimeField("处理时间", null=True, editable=False)
    search = SearchTermsField(sources=("name",))

    objects = UnmatchedNameQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "未对应的单位名称"
        permissions = [("resolve_unmatchedname", "处理未对应名称")]
        indexes = [search_index(), models.Index(fields=["status", "-rows"], name="lists_unmatchedname_open")]
        constraints = [
            signed("resolved"),
            CheckConstraint(
                condition=iff(Q(status=NameStatus.LINKED), Q(organisation__isnull=False)),
                name="lists_unmatchedname_linked_iff_organisation",
            ),
        ]

    def __str__(self):
        return self.name


def record_indexes() -> list[models.Index]:
    """The indexes that every register carries: what changed last, and the few rows that were taken out."""
    return [
        models.Index(fields=["changed_at"], name="%(class)s_changed"),
        models.Index(fields=["id"], name="%(class)s_voided", condition=Q(voided_at__isnull=False)),
    ]


class Record(models.Model):
    """A row of a register that lists fill: where it came from, what an officer corrected, whether it counts.

    A voided row is evidence and stays; ``effective()`` leaves it out of every figure. ``undone`` tells a row that went
    with its run (loading the list again brings it back) from one that an officer voided (loading leaves it voided).
    """

    source = models.ForeignKey(
        ImportRun, models.PROTECT, null=True, editable=False, related_name="+", verbose_name="来源"
    )
    changed_at = models.DateTimeField("最后变动", editable=False)
    corrected = ArrayField(
        models.CharField(max_length=50), verbose_name="更正过的项", default=list, blank=True, editable=False
    )
    voided_at = models.DateTimeField("作废时间", null=True, editable=False)
    voided_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        db_index=False,
        verbose_name="作废人",
    )
    void_reason = models.CharField("作废理由", max_length=500, blank=True, editable=False)
    undone = models.BooleanField("随导入撤销", default=False, editable=False)

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            signed("voided"),
            CheckConstraint(
                condition=~Q(undone=True) | Q(voided_at__isnull=False), name="%(app_label)s_%(class)s_undone_is_voided"
            ),
        ]
