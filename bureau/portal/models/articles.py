"""What the site publishes. An article is a row for each edition; the editions of one article share its number."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import storages
from django.db import connection, models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.urls import reverse

from bureau.constraints import iff, signed
from bureau.portal.choices import DECIDED, OPEN, RELEASED, UNFINISHED, ArticleStatus, ColumnKind, Tag, Validity
from bureau.portal.querysets import ArticleQuerySet, ColumnQuerySet, VisitQuerySet
from bureau.richtext import PlainTextField, RichTextField
from bureau.text import SearchTermsField, search_index


class Column(models.Model):
    """A 栏目: what is published in it, and how long it may go without news (国办函〔2019〕19号 检查指标)."""

    code = models.SlugField("代号", max_length=30, unique=True, help_text="用在网址中，建好后不要改。")
    name = models.CharField("栏目名称", max_length=30, unique=True)
    kind = models.CharField("内容类型", max_length=10, choices=ColumnKind, default=ColumnKind.ARTICLE)
    lead = models.CharField("栏目说明", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField("次序", default=100)
    is_shown = models.BooleanField("在网站显示", default=True)
    on_home = models.BooleanField("在首页显示", default=False)
    warn_after_days = models.PositiveSmallIntegerField("多少天未更新时预警", null=True, blank=True)
    stale_after_days = models.PositiveSmallIntegerField("多少天未更新即超期", null=True, blank=True)

    objects = ColumnQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "栏目"
        ordering = ["position"]
        constraints = [
            CheckConstraint(
                condition=(Q(warn_after_days=None) & Q(stale_after_days=None))
                | Q(warn_after_days__lte=F("stale_after_days")),
                name="portal_column_warned_before_stale",
                violation_error_message="预警天数和超期天数要同时填写，且预警不晚于超期。",
            )
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:column", args=[self.code])


class DocumentMarks(models.Model):
    """What a policy document says of itself (GB/T 9704-2012; 政府信息公开目录)."""

    document_number = models.CharField("文号", max_length=60, blank=True, help_text="例如：赣市科字〔2026〕12号")
    issuing_organ = models.CharField("发文机关", max_length=100, blank=True)
    written_on = models.DateField("成文日期", null=True, blank=True)
    topic = models.CharField("主题分类", max_length=40, blank=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity, blank=True)
    ends_on = models.DateField("有效期至", null=True, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True, help_text="不填则发布时自动编号。")

    class Meta:
        abstract = True


class GuideFields(models.Model):
    """What a service guide must say (国办函〔2019〕19号: 办事指南要素)."""

    basis = models.TextField("设定依据", blank=True)
    conditions = models.TextField("申请条件", blank=True)
    materials = models.TextField("办理材料", blank=True)
    procedure = models.TextField("办理流程", blank=True)
    time_limit = models.CharField("办理时限", max_length=200, blank=True)
    fee = models.CharField("收费标准", max_length=200, blank=True)
    place = models.CharField("办理地点", max_length=200, blank=True)
    phone = models.CharField("咨询电话", max_length=60, blank=True)

    class Meta:
        abstract = True


MARKS = ("document_number", "issuing_organ", "written_on", "topic", "validity", "ends_on", "index_number")
GUIDE = ("basis", "conditions", "materials", "procedure", "time_limit", "fee", "place", "phone")
CONTENT = ("column_id", "title", "source", "summary", "body", "tags", "interprets_id", *MARKS, *GUIDE)


def next_number() -> int:
    """The number of a new article, from the database's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('portal_article_number')")
        return cursor.fetchone()[0]


class Article(DocumentMarks, GuideFields):
    """One edition of an article: written, read by three persons, published, replaced by the next or withdrawn (三审三校)."""

    number = models.BigIntegerField("编号", default=next_number, editable=False, db_index=True)
    edition = models.PositiveSmallIntegerField("版次", default=1, editable=False)
    column = models.ForeignKey(Column, models.PROTECT, related_name="articles", verbose_name="栏目")
    kind = models.CharField("内容类型", max_length=10, choices=ColumnKind, editable=False)
    slug = models.SlugField("页面代号", max_length=30, blank=True, editable=False)
    title = models.CharField("标题", max_length=200)
    source = models.CharField("来源", max_length=60, blank=True, help_text="例如：本局办公室、江西省科学技术厅")
    summary = models.CharField("摘要", max_length=300, blank=True)
    body = RichTextField("正文", blank=True)
    text = PlainTextField(sources=("body", "basis", "conditions", "materials", "procedure"))
    tags = ArrayField(
        models.CharField(max_length=10, choices=Tag),
        verbose_name="推送标签",
        default=list,
        blank=True,
        help_text="发布后推送给订阅了这些标签的企业人员；不选则不推送。",
    )
    interprets = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="interpretations", verbose_name="解读的文件"
    )
    publish_at = models.DateTimeField("定时发布", null=True, blank=True)
    status = models.CharField("状态", max_length=20, choices=ArticleStatus, default=ArticleStatus.DRAFT, editable=False)
    is_initial = models.BooleanField("随系统交付", default=False, editable=False)
    return_reason = models.CharField("退回理由", max_length=500, blank=True, editable=False)
    withdraw_reason = models.CharField("撤下理由", max_length=500, blank=True, editable=False)
    released_at = models.DateTimeField("发布时间", null=True, editable=False)
    published_at = models.DateTimeField("本版发布时间", null=True, editable=False)

    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="撰稿")  # fmt: skip
    created_at = models.DateTimeField("建立时间", null=True, editable=False)
    submitted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="送审")  # fmt: skip
    submitted_at = models.DateTimeField("送审时间", null=True, editable=False)
    first_reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="初审")  # fmt: skip
    first_reviewed_at = models.DateTimeField("初审时间", null=True, editable=False)
    second_reviewed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="复审")  # fmt: skip
    second_reviewed_at = models.DateTimeField("复审时间", null=True, editable=False)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="终审")  # fmt: skip
    approved_at = models.DateTimeField("终审时间", null=True, editable=False)
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+", verbose_name="撤下")  # fmt: skip
    withdrawn_at = models.DateTimeField("撤下时间", null=True, editable=False)
    search = SearchTermsField(sources=("title", "document_number", "text"))

    objects = ArticleQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "文章"
        permissions = [
            ("submit_article", "送审"), ("first_review_article", "初审"), ("second_review_article", "复审"),
            ("approve_article", "终审"), ("publish_article", "发布"), ("withdraw_article", "撤下"),
        ]  # fmt: skip
        indexes = [
            search_index(),
            models.Index(
                fields=["column", "-released_at", "-id"], name="portal_article_list",
                condition=Q(status=ArticleStatus.PUBLISHED),
            ),
            models.Index(
                fields=["-released_at", "-id"], name="portal_article_newest", condition=Q(status=ArticleStatus.PUBLISHED)
            ),
            models.Index(fields=["publish_at"], name="portal_article_due", condition=Q(status=ArticleStatus.APPROVED)),
        ]  # fmt: skip
        constraints = [
            UniqueConstraint(
                fields=["number"], condition=Q(status=ArticleStatus.PUBLISHED), name="portal_article_one_published"
            ),
            UniqueConstraint(
                fields=["number"], condition=Q(status__in=OPEN), name="portal_article_one_in_hand",
                violation_error_message="这篇文章已有一版正在修改，请在那一版上继续。",
            ),
            UniqueConstraint(fields=["number", "edition"], name="portal_article_editions_counted"),
            UniqueConstraint(
                fields=["slug"], condition=Q(status=ArticleStatus.PUBLISHED) & ~Q(slug=""), name="portal_article_one_per_slug"
            ),
            CheckConstraint(
                condition=iff(Q(status__in=RELEASED), Q(published_at__isnull=False) & Q(released_at__isnull=False)),
                name="portal_article_released_iff_dated",
            ),
            CheckConstraint(
                condition=Q(is_initial=True) | iff(Q(status__in=DECIDED), Q(approved_at__isnull=False)),
                name="portal_article_approved_iff_signed",
            ),
            CheckConstraint(
                condition=iff(Q(status=ArticleStatus.WITHDRAWN), Q(withdrawn_at__isnull=False) & ~Q(withdraw_reason="")),
                name="portal_article_withdrawn_iff_reasoned",
                violation_error_message="撤下文章须写明理由。",
            ),
            CheckConstraint(
                condition=~Q(first_reviewed_by=F("submitted_by")) & ~Q(second_reviewed_by=F("submitted_by"))
                & ~Q(approved_by=F("submitted_by")) & ~Q(second_reviewed_by=F("first_reviewed_by"))
                & ~Q(approved_by=F("first_reviewed_by")) & ~Q(approved_by=F("second_reviewed_by")),
                name="portal_article_read_by_three",
                violation_error_message="送审、初审、复审、终审须由不同的人完成。",
            ),
            CheckConstraint(
                condition=Q(status__in=UNFINISHED) | ~Q(kind=ColumnKind.DOCUMENT)
                | (~Q(document_number="") & ~Q(issuing_organ="") & Q(written_on__isnull=False) & ~Q(validity="")),
                name="portal_article_document_marked",
                violation_error_message="政策文件须写明文号、发文机关、成文日期和有效性。",
            ),
            CheckConstraint(
                condition=Q(document_number="") | Q(document_number__regex=r"〔\d{4}〕\d+号"),
                name="portal_article_document_number_shaped",
                violation_error_message="文号的年份要用六角括号，例如“赣市科字〔2026〕12号”。",
            ),
            CheckConstraint(
                condition=Q(status__in=UNFINISHED) | ~Q(kind=ColumnKind.GUIDE)
                | ~(Q(basis="") | Q(conditions="") | Q(materials="") | Q(procedure="") | Q(time_limit="") | Q(phone="")),
                name="portal_article_guide_complete",
                violation_error_message="办事指南须写明设定依据、申请条件、办理材料、办理流程、办理时限和咨询电话。",
            ),
            CheckConstraint(
                condition=Q(status__in=UNFINISHED) | Q(kind=ColumnKind.GUIDE) | ~Q(body=""),
                name="portal_article_not_empty",
                violation_error_message="正文是空的，请写好再送审。",
            ),
            *(signed(verb) for verb in ("created", "submitted", "first_reviewed", "second_reviewed", "approved", "withdrawn")),
        ]  # fmt: skip

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        if self.kind == ColumnKind.PAGE and self.slug:
            return reverse(f"portal:{self.slug}")
        return reverse("portal:article", args=[self.number])

    @property
    def is_published(self) -> bool:
        return self.status == ArticleStatus.PUBLISHED


def private_storage():
    """Where files lie that only a view hands out."""
    return storages["private"]


def attachment_path(attachment, _filename: str) -> str:
    """Where a file is kept: nothing of its name but the ending, which its content was checked against."""
    return f"articles/{attachment.key.hex[:2]}/{attachment.key.hex}{attachment.extension}"


class Attachment(models.Model):
    """A file of an article: one to download, or a picture of its text."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="attachments", verbose_name="文章")
    key = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)  # The same through all editions.
    file = models.FileField(upload_to=attachment_path, storage=private_storage, verbose_name="文件")
    name = models.CharField("文件名", max_length=200)
    mime = models.CharField("类型", max_length=120, editable=False)
    kind_name = models.CharField("格式", max_length=30, editable=False)
    extension = models.CharField("扩展名", max_length=8, editable=False)
    size = models.PositiveIntegerField("字节数", editable=False)
    is_picture = models.BooleanField("正文图片", default=False)
    uploaded_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+")
    uploaded_at = models.DateTimeField("上传时间", null=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["pk"]
        constraints = [
            UniqueConstraint(fields=["article", "key"], name="portal_attachment_once_an_edition"),
            signed("uploaded"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("portal:file", args=[self.key])


class Version(models.Model):
    """The content of an edition as it was saved each time, for the page that shows what changed."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions", verbose_name="文章")
    content = models.JSONField("内容")
    saved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+")
    saved_at = models.DateTimeField("保存时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "修改记录"
        ordering = ["pk"]
        constraints = [signed("saved")]

    def __str__(self):
        return f"{self.article}（{self.saved_at:%Y-%m-%d %H:%M}）"


class Visit(models.Model):
    """How often an article was opened on a day."""

    number = models.BigIntegerField("文章编号")
    on = models.DateField("日期")
    count = models.PositiveIntegerField("次数", default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "访问量"
        constraints = [UniqueConstraint(fields=["number", "on"], name="portal_visit_one_per_day")]

    def __str__(self):
        return f"{self.number} {self.on} {self.count}"
